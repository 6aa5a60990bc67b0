/* The line under the cursor: CR, BS and erase sequences undone. */
#include "console/internal.h"

void screen_clear(struct screen *screen)
{
    rtx__buf_clear(&screen->line);
    screen->cursor = 0;
    screen->escape = ESC_NONE;
}

static void put(struct rtx_console *c, char byte)
{
    struct screen *s = &c->screen;

    if (s->cursor < s->line.length)
        s->line.data[s->cursor] = byte;
    else
        console_keep(c, rtx__buf_char(&s->line, byte));
    s->cursor++;
}

/* ESC [ … letter: only "erase to the end of the line" matters here. */
static void escape(struct screen *s, unsigned char byte)
{
    if (s->escape == ESC_SEEN) {
        s->escape = byte == '[' ? ESC_CSI : ESC_NONE;
        return;
    }
    if (byte < 0x40 || byte > 0x7E)
        return;
    s->escape = ESC_NONE;
    if (byte == 'K' && s->cursor < s->line.length) {
        s->line.length = s->cursor;
        s->line.data[s->cursor] = '\0';
    }
}

bool screen_byte(struct rtx_console *c, unsigned char byte)
{
    struct screen *s = &c->screen;

    if (s->escape != ESC_NONE) {
        escape(s, byte);
        return false;
    }
    switch (byte) {
    case '\n':
        return true;
    case '\r':
        s->cursor = 0;
        return false;
    case KEY_BACKSPACE:
        if (s->cursor > 0)
            s->cursor--;
        return false;
    case KEY_ESCAPE:
        s->escape = ESC_SEEN;
        return false;
    case KEY_BELL:
    case '\0':
        return false;
    default:
        put(c, (char)byte);
        return false;
    }
}
