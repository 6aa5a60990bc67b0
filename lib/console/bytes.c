/* What each byte from the router does in each phase. */
#include "console/internal.h"

#include <ctype.h>

void console_notice(struct rtx_console *c, const char *line, size_t length)
{
    if (c->notices.length + length + 1 >= NOTICES_CEILING)
        return;
    console_keep(c, rtx__buf_add(&c->notices, line, length));
    console_keep(c, rtx__buf_char(&c->notices, '\n'));
    c->after_notice = true;
}

/* From now on: the router does not print its prompt again by itself. */
static void hidden(struct rtx_console *c)
{
    if (c->hidden_at == 0)
        c->hidden_at = c->heard_at;
}

/* The first line after a key or a password holds what was echoed of it. */
static void drop_echo(struct rtx_console *c)
{
    const struct node *node = c->flying.first;
    struct rtx_buf *line = &c->screen.line;
    size_t n = 0;

    c->first_line = false;
    if (node->flags & RTX_EXCHANGE_KEY && line->length > 0 && node->length &&
        toupper((unsigned char)line->data[0]) ==
            toupper((unsigned char)node->text[0]))
        n = 1;
    while (node->flags & RTX_EXCHANGE_SECRET && n < line->length &&
           line->data[n] == '*')
        n++;
    rtx__buf_drop(line, n);
}

/* Header lines of show config, and what a narrow console broke off them. */
static void watch_header(struct rtx_console *c)
{
    const struct rtx_buf *line = &c->screen.line;
    bool goes_on = c->in_header && c->last_width >= WIDE_ENOUGH;

    if (line->length > 0 && line->data[0] == '#') {
        c->in_header = true;
        /* the header's last line, and all there is on an empty router */
        if (rtx__starts(line->data, "# Reporting Date"))
            c->body_seen = true;
    } else if (!goes_on && line->length > 0)
        c->body_seen = true;
    c->last_width = line->length;
}

void console_line(struct rtx_console *c)
{
    struct node *node = c->flying.first;
    struct rtx_buf *line = &c->screen.line;
    bool first = c->first_line;

    if (first)
        drop_echo(c);
    if (!(node->flags & RTX_EXCHANGE_STAMPED) &&
        (!(node->flags & RTX_EXCHANGE_OUTPUT) ||
         node->flags & RTX_EXCHANGE_CONFIG) &&
        is_notice(rtx__buf_str(line), line->length)) {
        console_notice(c, line->data, line->length);
        hidden(c);
    } else if (!first || line->length > 0) {
        watch_header(c);
        console_keep(
            c, rtx__buf_add(&node->output, rtx__buf_str(line), line->length));
        console_keep(c, rtx__buf_char(&node->output, '\n'));
        c->after_notice = false;
        if (!c->prompt_passed)
            c->hidden_at = 0;
    }
    screen_clear(&c->screen);
    c->candidate = RTX_END_NONE; /* what has ended was no question */
}

/* How much at the line's head is our prompt, whatever stands behind it; 0: it
 * begins otherwise. */
static size_t prompt_head(const struct rtx_console *c, struct rtx_prompt *ret)
{
    const struct rtx_buf *line = &c->screen.line;
    const char *text = rtx__buf_str(line);
    size_t at = c->string.length;

    if (!c->learned)
        return 0;
    while (at < line->length && text[at] != '#' && text[at] != '>')
        at++;
    return at + 2 <= line->length &&
                   rtx__prompt_match(text, at + 2, rtx__buf_str(&c->string),
                                     c->string.length, ret)
               ? at + 2
               : 0;
}

/* "# 2026/11/23 …": a notice printed behind the prompt, which stays. */
static bool notice_behind(struct rtx_console *c, size_t head,
                          const struct rtx_prompt *prompt, int64_t now)
{
    struct rtx_buf *line = &c->screen.line;

    if (head == 0 || !is_notice(line->data + head, line->length - head))
        return false;
    c->candidate_prompt = *prompt;
    console_notice(c, line->data + head, line->length - head);
    line->length = head;
    line->data[head] = '\0';
    console_finish(c, RTX_END_PROMPT, now);
    return true;
}

/* The Enter that tests a prompt: a real one ends its line and comes again. */
static bool answers_fence(struct rtx_console *c)
{
    struct rtx_prompt ignored;
    const struct rtx_buf *line = &c->screen.line;
    size_t length = rtx__trimmed(rtx__buf_str(line), line->length);
    bool empty = length == 0 && c->phase == PHASE_FENCE;

    if (!empty &&
        (length == line->length ||
         !rtx__prompt_match(line->data, length + 1, rtx__buf_str(&c->string),
                            c->string.length, &ignored)))
        return false;
    c->fenced++;
    screen_clear(&c->screen);
    return true;
}

/* May an answer hold what begins like our prompt and goes on? Then a message
 * may have come behind a real one. */
static bool may_be_hidden(const struct rtx_console *c)
{
    unsigned flags = c->flying.first->flags;

    return flags & RTX_EXCHANGE_OUTPUT &&
           (!(flags & RTX_EXCHANGE_CONFIG) || c->body_seen);
}

static void output_line(struct rtx_console *c, int64_t now)
{
    struct rtx_prompt prompt;
    size_t head = prompt_head(c, &prompt);

    if (notice_behind(c, head, &prompt, now))
        return;
    if (head > 0 && may_be_hidden(c)) {
        c->prompt_passed = true;
        hidden(c);
    }
    console_line(c);
}

static void output_byte(struct rtx_console *c, unsigned char byte, int64_t now)
{
    enum rtx_end end;

    if (pager_byte(c, byte, now))
        return;
    if (screen_byte(c, byte)) {
        if (boot_line(c))
            boot_seen(c, now);
        else if (c->fences > c->fenced && answers_fence(c))
            c->phase = PHASE_FENCE;
        else
            output_line(c, now);
        return;
    }
    if (pager_check(c, now))
        return;
    end = ends_classify(c);
    if (end != RTX_END_NONE)
        console_finish(c, end, now);
}

/* A notice while the Enter is under way says nothing about the prompt: the
 * answer is still to come. @return whether the line was one */
static bool notice_in_fence(struct rtx_console *c)
{
    struct rtx_prompt ignored;
    struct rtx_buf *line = &c->screen.line;
    size_t head = prompt_head(c, &ignored);

    if (!is_notice(rtx__buf_str(line) + head, line->length - head))
        return false;
    if (head > 0)
        console_notice(c, line->data + head, line->length - head);
    else
        console_line(c);
    screen_clear(&c->screen);
    c->prompt_passed = true;
    hidden(c);
    return true;
}

static void fence_byte(struct rtx_console *c, unsigned char byte, int64_t now)
{
    if (!screen_byte(c, byte)) {
        if (c->fenced >= c->fences && ends_our_prompt(c))
            console_finish(c, RTX_END_PROMPT, now);
    } else if (!answers_fence(c) && !notice_in_fence(c)) {
        /* it was no prompt: the output goes on */
        c->phase = PHASE_OUTPUT;
        output_line(c, now);
    }
}

static void rest_byte(struct rtx_console *c, unsigned char byte, int64_t now)
{
    const struct rtx_buf *line = &c->screen.line;

    if (!screen_byte(c, byte))
        return;
    if (boot_line(c)) {
        boot_seen(c, now);
        return;
    }
    if (is_notice(rtx__buf_str(line), line->length))
        console_notice(c, line->data, line->length);
    else
        console_stray(c);
    screen_clear(&c->screen);
}

void console_damaged(struct rtx_console *c, int64_t now)
{
    const struct rtx_buf *line = &c->echo.line;

    c->flying.first->clean = false;
    console_keep(c, rtx__buf_add(&c->flying.first->output, rtx__buf_str(line),
                                 line->length));
    screen_clear(&c->screen);
    console_keep(
        c, rtx__buf_add(&c->screen.line, rtx__buf_str(line), line->length));
    c->screen.cursor = c->screen.line.length;
    drain_begin(c, now);
}

static void head_byte(struct rtx_console *c, unsigned char byte, int64_t now)
{
    struct node *node = c->flying.first;

    if (node->flags & RTX_EXCHANGE_LOOK) {
        look_byte(c, byte);
        return;
    }
    if (c->phase == PHASE_ECHO) {
        size_t at = c->echo.at;

        if (node->measured && byte > ' ') {
            int64_t rtt = now - node->sent_at;

            node->measured = false;
            if (c->stats.rtt_ms < 0 || rtt < c->stats.rtt_ms)
                c->stats.rtt_ms = rtt;
        }
        switch (echo_byte(c, node, byte)) {
        case ECHO_MORE:
            if (c->echo.at > at)
                c->echoed_at = now;
            return;
        case ECHO_DONE:
            c->phase = PHASE_OUTPUT;
            screen_clear(&c->screen);
            return;
        case ECHO_DAMAGED:
            console_damaged(c, now);
            return;
        }
    }
    if (c->phase == PHASE_OUTPUT)
        output_byte(c, byte, now);
    else if (c->phase == PHASE_FENCE)
        fence_byte(c, byte, now);
}

static void drain_byte(struct rtx_console *c, unsigned char byte, int64_t now)
{
    if (!screen_byte(c, byte))
        return;
    if (boot_line(c))
        boot_seen(c, now);
    else
        screen_clear(&c->screen);
}

/* Xon and Xoff are no data. */
static bool flow_byte(struct rtx_console *c, unsigned char byte, int64_t now)
{
    if (byte != KEY_XON && byte != KEY_XOFF)
        return false;
    c->stopped = byte == KEY_XOFF;
    c->stopped_at = now;
    return true;
}

static void byte_in(struct rtx_console *c, unsigned char byte, int64_t now)
{
    if (boot_byte(c, byte))
        boot_seen(c, now);
    else if (c->phase == PHASE_REST || !c->flying.first)
        rest_byte(c, byte, now);
    else if (c->phase == PHASE_DRAIN)
        drain_byte(c, byte, now);
    else
        head_byte(c, byte, now);
}

static unsigned char last_of(const struct screen *s)
{
    size_t length = s->line.length;

    return length > 0 ? (unsigned char)s->line.data[length - 1] : 0;
}

/*
 * How many bytes of output only lengthen the line: none of them moves the
 * cursor, begins a pager's or a boot's text, or ends a prompt.
 */
static size_t plain_run(const struct rtx_console *c, const unsigned char *b,
                        size_t length)
{
    const struct screen *s = &c->screen;
    size_t n = 0;

    if (c->phase != PHASE_OUTPUT || !c->flying.first ||
        !(c->flying.first->flags & RTX_EXCHANGE_OUTPUT) || c->erasing ||
        s->escape != ESC_NONE || s->cursor != s->line.length || c->boot_at > 0)
        return 0;
    if (b[0] == '-' || (s->line.length && s->line.data[0] == '-'))
        return 0;
    for (;;) {
        while (n < length && b[n] > ' ' && b[n] != 'S')
            n++;
        if (n == length || b[n] != ' ' ||
            ends_may_prompt(c, n > 0 ? b[n - 1] : last_of(s)))
            return n;
        n++;
    }
}

/* The same as byte by byte, for the bulk of what a router prints. */
static size_t take_run(struct rtx_console *c, const unsigned char *b,
                       size_t length)
{
    size_t n = plain_run(c, b, length);

    if (n == 0)
        return 0;
    console_keep(c, rtx__buf_add(&c->screen.line, b, n));
    c->screen.cursor = c->screen.line.length;
    c->flying.first->heard += n;
    c->candidate = RTX_END_NONE;
    if (n == length)
        (void)ends_classify(c); /* it may be a question, in time */
    return n;
}

int rtx__console_feed(rtx_console *c, const void *bytes, size_t length,
                      int64_t now)
{
    const unsigned char *b = bytes;

    if (length > 0)
        c->changed_at = c->heard_at = now;
    for (size_t i = 0; i < length;) {
        size_t run = take_run(c, b + i, length - i);

        i += run;
        if (run == 0 && !flow_byte(c, b[i], now)) {
            if (c->flying.first)
                c->flying.first->heard++;
            byte_in(c, b[i], now);
        }
        i += run == 0;
        if (c->failed) {
            console_failed(c, now);
            return c->failed;
        }
    }
    return c->failed;
}
