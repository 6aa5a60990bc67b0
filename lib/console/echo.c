/* Our own line in the echo: wrapped, completed by blanks, or damaged. */
#include "console/internal.h"

#include <string.h>

void echo_reset(struct rtx_console *c)
{
    rtx__buf_clear(&c->echo.line);
    c->echo.at = 0;
    c->echo.is_foreign = false;
    c->echo.broken = true;
    c->echo.restarted = false;
    c->echo.unasked = 0;
    c->echo.escape = 0;
}

static void next_line(struct echo *e)
{
    rtx__buf_clear(&e->line);
    e->is_foreign = false;
    e->broken = true;
}

/* The physical line could still become the prompt, printed again. */
static bool may_be_prompt(const struct rtx_console *c)
{
    const struct rtx_buf *line = &c->echo.line;

    return line->length <= c->prompt.length && c->prompt.length > 0 &&
           memcmp(line->data, c->prompt.data, line->length) == 0;
}

static bool is_prompt(const struct rtx_console *c)
{
    return c->echo.line.length == c->prompt.length && may_be_prompt(c);
}

/* The rest of our own line behind a byte that was lost or another one? */
static bool ends_alike(const struct node *node, const char *text, size_t length)
{
    enum { ALIKE = 4 };

    while (length > 0 && text[length - 1] == ' ')
        length--;
    return length < ALIKE || node->length < ALIKE ||
           memcmp(node->text + node->length - ALIKE, text + length - ALIKE,
                  ALIKE) == 0;
}

/* What the router says unasked is English, and breaks in anywhere. Noise on
 * the line is hardly ever readable, and no message begins behind a blank. */
static bool readable(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < ' ' || (unsigned char)text[i] >= 0x7F)
            return false;
    }
    return true;
}

static enum echo_result line_end(struct rtx_console *c, const struct node *node)
{
    struct echo *e = &c->echo;

    if (e->is_foreign) {
        const char *text = rtx__buf_str(&e->line) + e->foreign;
        size_t length = e->line.length - e->foreign;

        if (!is_notice(text, length) &&
            (ends_alike(node, text, length) || e->unasked++ >= UNASKED_MOST))
            return ECHO_DAMAGED;
        console_notice(c, text, length);
        next_line(e);
        return ECHO_MORE;
    }
    if (e->at == node->length)
        return ECHO_DONE;
    /* either the wrap, or the router took Enter: the next byte will tell */
    next_line(e);
    return ECHO_MORE;
}

/* A byte that is not the one expected. */
static enum echo_result foreign(struct rtx_console *c)
{
    struct echo *e = &c->echo;

    if (!e->is_foreign) {
        e->is_foreign = true;
        e->foreign = e->line.length - 1;
        /* all of the line, when what matched so far was an accident */
        if (may_be_notice(rtx__buf_str(&e->line), e->line.length))
            e->foreign = 0;
    }
    if (is_prompt(c)) {
        next_line(e);
        e->restarted = e->restarted || e->at > 0;
        e->at = 0;
        return ECHO_MORE;
    }
    if (may_be_prompt(c) || readable(rtx__buf_str(&e->line) + e->foreign,
                                     e->line.length - e->foreign))
        return ECHO_MORE;
    return ECHO_DAMAGED;
}

/* The next byte of the line, over blanks that the wrap or completion took. */
static bool expected(struct echo *e, const struct node *node,
                     unsigned char byte)
{
    size_t at = e->at;

    while (byte != ' ' && at < node->length && node->text[at] == ' ' &&
           (e->broken || (at > 0 && node->text[at - 1] == ' ')))
        at++;
    if (at >= node->length || (unsigned char)node->text[at] != byte)
        return false;
    e->at = at + 1;
    e->broken = false;
    return true;
}

/* ESC [ … letter: whatever it does to a screen, it is no text. */
static bool in_escape(struct echo *e, unsigned char byte)
{
    bool inside = e->escape > 0;

    if (byte == KEY_ESCAPE)
        e->escape = 1;
    else if (e->escape == 1)
        e->escape = byte == '[' ? 2 : 0;
    else if (e->escape == 2 && byte >= 0x40 && byte <= 0x7E)
        e->escape = 0;
    return inside || byte == KEY_ESCAPE;
}

/* An erasure belongs to the wrap: at the last columns, or behind the break.
 * Anywhere else it takes away what was typed. */
static bool wraps_here(const struct rtx_console *c)
{
    enum { LAST_COLUMNS = 70, BREAK = 2 };

    return c->echo.line.length <= BREAK ||
           c->prompt.length + c->echo.line.length >= LAST_COLUMNS;
}

enum echo_result echo_byte(struct rtx_console *c, const struct node *node,
                           unsigned char byte)
{
    struct echo *e = &c->echo;

    if (in_escape(e, byte))
        return ECHO_MORE;
    switch (byte) {
    case '\n':
        return line_end(c, node);
    case KEY_BACKSPACE:
        if (!wraps_here(c))
            return ECHO_DAMAGED;
        e->broken = true;
        return ECHO_MORE;
    case '\r':
        e->broken = true;
        return ECHO_MORE;
    case '\0':
    case KEY_BELL:
        return ECHO_MORE;
    default:
        break;
    }
    console_keep(c, rtx__buf_char(&e->line, (char)byte));
    if (!e->is_foreign) {
        /* blanks come and go by completion and at the wrap */
        if (expected(e, node, byte) || byte == ' ')
            return ECHO_MORE;
    }
    return foreign(c);
}
