/* The machine's life, and what its owner asks of it. */
#include "console/internal.h"

#include <string.h>

void rtx__console_defaults(struct rtx_console_options *options)
{
    options->window_start = 2048;
    options->window_ceiling = 16384;
    options->output_ceiling = (size_t)16 << 20;
    options->blanks_ahead = true;
    options->slack_ms = 0;
}

rtx_console *rtx__console_new(const struct rtx_console_options *options)
{
    rtx_console *c = rtx__calloc(1, sizeof *c);

    if (!c)
        return NULL;
    c->options = *options;
    c->window = options->window_start;
    c->stats.rtt_ms = -1;
    c->stats.lockstep = options->window_start == 0;
    rtx__buf_init_secret(&c->out, options->output_ceiling);
    rtx__buf_init(&c->string, 256);
    rtx__buf_init(&c->prompt, 512);
    rtx__buf_init_secret(&c->screen.line, options->output_ceiling);
    rtx__buf_init_secret(&c->echo.line, 65536);
    rtx__buf_init(&c->notices, NOTICES_CEILING);
    rtx__buf_init_secret(&c->stray, NOTICES_CEILING);
    return c;
}

static void node_free(struct node *node)
{
    if (!node)
        return;
    if (node->text)
        rtx__wipe(node->text, node->length);
    rtx_free(node->text);
    rtx__buf_free(&node->output);
    rtx__buf_free(&node->tail);
    rtx_free(node);
}

static void list_free(struct list *list)
{
    while (list->first) {
        struct node *node = list->first;

        list->first = node->next;
        node_free(node);
    }
    list->last = NULL;
}

void list_add(struct list *list, struct node *node)
{
    node->next = NULL;
    if (list->last)
        list->last->next = node;
    else
        list->first = node;
    list->last = node;
}

void rtx__console_free(rtx_console *c)
{
    if (!c)
        return;
    list_free(&c->queued);
    list_free(&c->flying);
    list_free(&c->done);
    node_free(c->shown);
    rtx__buf_free(&c->out);
    rtx__buf_free(&c->string);
    rtx__buf_free(&c->prompt);
    rtx__buf_free(&c->screen.line);
    rtx__buf_free(&c->echo.line);
    rtx__buf_free(&c->notices);
    rtx__buf_free(&c->stray);
    rtx_free(c);
}

/* Memory and ceilings: remembered, and told by the next feed or tick. */
void console_keep(struct rtx_console *c, int rc)
{
    if (rc < 0 && !c->failed)
        c->failed = rc;
}

/* A waiting time stretched by what the line takes. */
int64_t console_patience(const struct rtx_console *c, int64_t base)
{
    return base + c->options.slack_ms +
           (c->stats.rtt_ms > 0 ? 2 * c->stats.rtt_ms : 0);
}

/* The same for what is tried again and again: twice as long each time. */
int64_t console_backoff(const struct rtx_console *c, int64_t base, int tries)
{
    return console_patience(c, base * ((int64_t)1 << (tries < 6 ? tries : 6)));
}

int rtx__console_push(rtx_console *c, const struct rtx_exchange *exchange,
                      int64_t now)
{
    struct node *node = rtx__calloc(1, sizeof *node);

    if (!node)
        return RTX_E_NOMEM;
    node->text =
        rtx__strndup(exchange->text ? exchange->text : "", exchange->length);
    if (!node->text) {
        rtx_free(node);
        return RTX_E_NOMEM;
    }
    node->length = exchange->length;
    node->flags = exchange->flags;
    node->tag = exchange->tag;
    node->timeout_ms = exchange->timeout_ms;
    node->clean = true;
    rtx__buf_init_secret(&node->output, c->options.output_ceiling);
    rtx__buf_init_secret(&node->tail, c->options.output_ceiling);
    list_add(&c->queued, node);
    if (c->closed) {
        console_end_all(c, RTX_END_CLOSED, now);
        return 0;
    }
    if (c->booted) {
        boot_seen(c, now);
        return 0;
    }
    console_pump(c, now);
    return c->failed;
}

size_t rtx__console_discard(rtx_console *c)
{
    size_t count = 0;

    for (const struct node *node = c->queued.first; node; node = node->next)
        count++;
    list_free(&c->queued);
    return count;
}

static void abandon(struct list *list, uint64_t spared)
{
    for (struct node *node = list->first; node; node = node->next)
        node->abandoned = node->abandoned || node->tag != spared;
}

void rtx__console_abandon(rtx_console *c, uint64_t spared)
{
    abandon(&c->flying, spared);
    abandon(&c->done, spared);
}

bool rtx__console_idle(const rtx_console *c)
{
    return !c->queued.first && !c->flying.first && !c->done.first;
}

size_t rtx__console_output(const rtx_console *c, const char **ret)
{
    *ret = rtx__buf_str(&c->out);
    return c->stopped ? 0 : c->out.length;
}

void rtx__console_sent(rtx_console *c, size_t length)
{
    rtx__buf_drop(&c->out, length);
}

bool rtx__console_reply(rtx_console *c, struct rtx_reply *ret)
{
    struct node *node;

    do {
        node = c->done.first;
        node_free(c->shown);
        c->shown = node;
        if (!node)
            return false;
        c->done.first = node->next;
        if (!c->done.first)
            c->done.last = NULL;
    } while (node->abandoned);
    ret->tag = node->tag;
    ret->flags = node->flags;
    ret->end = node->end;
    ret->clean = node->clean;
    ret->prompt = node->prompt;
    ret->heard = node->heard;
    ret->lines = node->lines;
    ret->output = rtx__buf_str(&node->output);
    ret->length = node->output.length;
    ret->tail = rtx__buf_str(&node->tail);
    ret->tail_length = node->tail.length;
    return true;
}

void rtx__console_resume(rtx_console *c, int64_t now)
{
    if (c->done.first)
        return;
    c->held = false;
    console_pump(c, now);
}

const char *rtx__console_notices(const rtx_console *c)
{
    return rtx__buf_str(&c->notices);
}

const char *rtx__console_stray(const rtx_console *c, size_t *length)
{
    *length = c->stray.length;
    return rtx__buf_str(&c->stray);
}

bool rtx__console_prompt(const rtx_console *c, const char **string,
                         size_t *length)
{
    *string = rtx__buf_str(&c->string);
    *length = c->string.length;
    return c->learned;
}

void rtx__console_stats(const rtx_console *c, struct rtx_console_stats *ret)
{
    *ret = c->stats;
    ret->window = c->stats.lockstep ? 0 : c->window;
}
