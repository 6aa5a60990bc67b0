/*
 * A look at a console that somebody else may have left in any state: nothing
 * is answered, nothing is taken for an end before the line has been quiet for
 * the exchange's time (or restless for several times that). Then the last line
 * tells what the router waits for, and RTX_END_TIMEOUT says that nobody can
 * tell.
 */
#include "console/internal.h"

#include <string.h>

void look_byte(struct rtx_console *c, unsigned char byte)
{
    struct node *node = c->flying.first;
    const struct rtx_buf *line = &c->screen.line;

    if (!screen_byte(c, byte))
        return;
    node->lines++;
    console_keep(c,
                 rtx__buf_add(&node->output, rtx__buf_str(line), line->length));
    console_keep(c, rtx__buf_char(&node->output, '\n'));
    screen_clear(&c->screen);
}

/* What stands behind the cursor was rubbed out. */
static size_t length_seen(const struct screen *screen)
{
    const char *text = rtx__buf_str(&screen->line);
    size_t length = screen->line.length;

    while (length > screen->cursor && text[length - 1] == ' ')
        length--;
    return length;
}

void look_finish(struct rtx_console *c, int64_t now)
{
    const char *line = rtx__buf_str(&c->screen.line);
    size_t length = length_seen(&c->screen);
    enum rtx_end end = ends_question(line, length);

    if (rtx__trimmed(line, length) == 0)
        end = RTX_END_TIMEOUT;
    else if (end != RTX_END_NONE)
        ;
    else if (pager_width(line, rtx__trimmed(line, length)) > 0)
        end = RTX_END_PAGER;
    else if (rtx__prompt_guess(line, length, &c->candidate_prompt))
        end = RTX_END_PROMPT;
    else
        end = RTX_END_TIMEOUT;
    c->screen.line.length = length;
    console_finish(c, end, now);
}
