/* The exchange that is being answered: its beginning and its end. */
#include "console/internal.h"

void console_stray(struct rtx_console *c)
{
    const struct rtx_buf *line = &c->screen.line;
    struct rtx_prompt ignored;

    if (rtx__trimmed(rtx__buf_str(line), line->length) == 0 ||
        (c->learned &&
         rtx__prompt_match(line->data, line->length, rtx__buf_str(&c->string),
                           c->string.length, &ignored)))
        return;
    if (c->stray.length + line->length + 1 < NOTICES_CEILING) {
        console_keep(c, rtx__buf_add(&c->stray, line->data, line->length));
        console_keep(c, rtx__buf_char(&c->stray, '\n'));
    }
}

void console_enter_head(struct rtx_console *c, int64_t now)
{
    const struct node *node = c->flying.first;
    bool silent = node->flags &
                  (RTX_EXCHANGE_SECRET | RTX_EXCHANGE_KEY | RTX_EXCHANGE_WAIT);

    c->head_at = now;
    if (!(node->flags & RTX_EXCHANGE_WAIT)) {
        if (c->phase == PHASE_REST)
            console_stray(c);
        screen_clear(&c->screen);
    }
    c->phase = silent ? PHASE_OUTPUT : PHASE_ECHO;
    c->first_line = silent && !(node->flags & RTX_EXCHANGE_WAIT);
    c->candidate = RTX_END_NONE;
    c->in_header = false;
    c->body_seen = false;
    c->last_width = 0;
    c->after_notice = false;
    c->redraws = 0;
    c->echoed_at = now;
    c->hidden_at = 0;
    c->prompt_passed = false;
    c->fences = c->fenced = 0;
    c->nudges = 0;
    c->pagers = c->blanks = 0;
    c->erasing = false;
    echo_reset(c);
    if (node->flags & RTX_EXCHANGE_WAIT)
        (void)ends_classify(c);
}

static void learn_prompt(struct rtx_console *c, const struct node *node)
{
    const struct rtx_buf *line = &c->screen.line;
    size_t length = c->candidate_prompt.string_length;

    if (!c->learned || (node->flags & RTX_EXCHANGE_RELEARN) ||
        c->settle_ms == FOREIGN_MS) {
        rtx__buf_clear(&c->string);
        console_keep(
            c, rtx__buf_add(&c->string, rtx__buf_str(line),
                            length < line->length ? length : line->length));
        c->learned = true;
    }
    rtx__buf_clear(&c->prompt);
    console_keep(c,
                 rtx__buf_add(&c->prompt, rtx__buf_str(line),
                              rtx__trimmed(rtx__buf_str(line), line->length)));
    console_keep(c, rtx__buf_char(&c->prompt, ' '));
}

/* What was answered cleanly lets four times its bytes out. */
static void grow_window(struct rtx_console *c, const struct node *node)
{
    if (!node->clean || node->length == 0)
        return;
    c->window += 3 * (node->length + 1);
    if (c->window > c->options.window_ceiling)
        c->window = c->options.window_ceiling;
}

void console_finish(struct rtx_console *c, enum rtx_end end, int64_t now)
{
    struct node *node = c->flying.first;
    bool draining = c->phase == PHASE_DRAIN;

    node->end = end;
    if (end == RTX_END_PROMPT)
        node->prompt = c->candidate_prompt;
    if (end == RTX_END_PROMPT && !(node->flags & RTX_EXCHANGE_LOOK)) {
        learn_prompt(c, node);
        grow_window(c, node);
    }
    console_keep(c, rtx__buf_add(&node->tail, rtx__buf_str(&c->screen.line),
                                 c->screen.line.length));
    c->flying.first = node->next;
    if (!c->flying.first)
        c->flying.last = NULL;
    c->flying_bytes -= node->length + 1;
    list_add(&c->done, node);
    c->candidate = RTX_END_NONE;
    /* a question, a word, a damage: its owner decides what comes next */
    c->held = c->held || end != RTX_END_PROMPT || node->output.length > 0 ||
              !node->clean;
    if (draining)
        return;
    if (c->flying.first && end != RTX_END_PROMPT) {
        drain_begin(c, now); /* what was sent behind it went astray */
        return;
    }
    c->phase = PHASE_REST;
    screen_clear(&c->screen);
    if (c->flying.first)
        console_enter_head(c, now);
    console_pump(c, now);
}

void console_end_all(struct rtx_console *c, enum rtx_end end, int64_t now)
{
    while (c->flying.first) {
        c->phase = PHASE_DRAIN; /* so that nothing more is begun */
        console_finish(c, end, now);
    }
    c->phase = PHASE_REST;
    while (c->queued.first) {
        struct node *node = c->queued.first;

        c->queued.first = node->next;
        node->end = end;
        list_add(&c->done, node);
    }
    c->queued.last = NULL;
}

void console_failed(struct rtx_console *c, int64_t now)
{
    console_end_all(c, c->failed == RTX_E_LIMIT ? RTX_END_LIMIT : RTX_END_NONE,
                    now);
}

void rtx__console_eof(rtx_console *c, int64_t now)
{
    c->closed = true;
    if (c->flying.first && c->phase == PHASE_OUTPUT &&
        c->screen.line.length > 0)
        console_line(c);
    console_end_all(c, RTX_END_CLOSED, now);
}
