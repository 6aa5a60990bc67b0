/* The pager: seen in either language, answered, and its traces undone. */
#include "console/internal.h"

#include <string.h>

/* "---つづく---" as it comes over the wire in each charset, and English. */
static const struct {
    const char *bytes;
    size_t width;
} pagers[] = {
    {"---more---", 10},
    {"---\x82\xC2\x82\xC3\x82\xAD---", 12},             /* Shift_JIS */
    {"---\xA4\xC4\xA4\xC5\xA4\xAF---", 12},             /* EUC-JP */
    {"---\xE3\x81\xA4\xE3\x81\xA5\xE3\x81\x8F---", 12}, /* UTF-8 */
};

/* The manual typesets it with blanks inside; a terminal may, too. */
static bool same_but_blanks(const char *line, size_t length, const char *pager)
{
    size_t i = 0;

    for (size_t j = 0; j < length; j++) {
        if (line[j] == ' ')
            continue;
        if (line[j] != pager[i])
            return false;
        i++;
    }
    return pager[i] == '\0';
}

static void send_blanks(struct rtx_console *c, size_t count, int64_t now)
{
    for (size_t i = 0; i < count; i++)
        console_key(c, ' ', now);
    c->blanks += count;
}

static size_t blanks_wanted(const struct rtx_console *c)
{
    bool ahead = c->options.blanks_ahead && !c->ahead_lost;

    return c->pagers + (ahead ? BLANKS_MOST : 0);
}

static void seen(struct rtx_console *c, size_t width, int64_t now)
{
    size_t wanted;

    screen_clear(&c->screen);
    c->pagers++;
    c->stats.pagers++;
    c->erasing = true;
    c->erase_back = false;
    c->erased = 0;
    c->pager_width = width;
    wanted = blanks_wanted(c);
    if (wanted > c->blanks)
        send_blanks(c, wanted - c->blanks, now);
}

size_t pager_width(const char *line, size_t length)
{
    if (length < 10 || length > 24 || line[0] != '-' || line[length - 1] != '-')
        return 0;
    for (size_t i = 0; i < sizeof pagers / sizeof pagers[0]; i++) {
        if (same_but_blanks(line, length, pagers[i].bytes))
            return pagers[i].width + length - strlen(pagers[i].bytes);
    }
    return 0;
}

bool pager_check(struct rtx_console *c, int64_t now)
{
    const struct rtx_buf *line = &c->screen.line;
    size_t width = pager_width(rtx__buf_str(line), line->length);

    if (width > 0)
        seen(c, width, now);
    return width > 0;
}

/* It still stands there, although blanks are on their way: they were lost. */
bool pager_waits(const struct rtx_console *c)
{
    return c->erasing && c->erased == 0 && !c->erase_back;
}

void pager_stalled(struct rtx_console *c, int64_t now)
{
    c->ahead_lost = true;
    c->blanks = c->pagers - 1;
    send_blanks(c, 1, now);
}

/* What was taken for erasing was the next line's own indentation. */
static void give_back(struct rtx_console *c)
{
    c->erasing = false;
    if (c->erased >= c->pager_width)
        return;
    for (size_t i = 0; i < c->erased; i++)
        screen_byte(c, ' ');
}

/*
 * Known ways to wipe it: CR, blanks, CR; blanks alone with the next line glued
 * to them; BS, blanks, BS; an escape sequence.
 */
bool pager_byte(struct rtx_console *c, unsigned char byte, int64_t now)
{
    (void)now;
    if (!c->erasing)
        return false;
    switch (byte) {
    case '\r':
        if (c->erased > 0)
            c->erasing = false;
        c->erase_back = true;
        return true;
    case KEY_BACKSPACE:
        c->erase_back = true;
        return true;
    case ' ':
        if (c->erased >= c->pager_width)
            break;
        c->erased++;
        if (!c->erase_back && c->erased == c->pager_width)
            c->erasing = false;
        return true;
    case '\n':
        c->erasing = false;
        return true;
    case KEY_ESCAPE:
        c->erasing = false;
        return false;
    default:
        break;
    }
    give_back(c);
    return false;
}
