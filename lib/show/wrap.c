/*
 * Joining what the console broke at its last column. It breaks in the middle of
 * words, marks nothing and indents nothing: a line as wide as the console less
 * one is only probably broken. So the output's own parser says whether the next
 * line begins something; only one that does not is a continuation.
 */
#include "show/show.h"

#include <string.h>

/* The console has one column more than its lines. */
enum { WIDE = 199, WIDEST = 4095 };

static bool is_chosen(int width)
{
    static const int columns[] = {120, 132, 160};

    /* a terminal of 80 columns breaks what a wider console printed */
    if (width == RTX__USUAL_WIDTH + 1)
        return true;
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        if (width == columns[i] - 1)
            return true;
    }
    return false;
}

bool rtx__lines_left_out(const char *text, size_t length)
{
    static const char *const words[] = {"中略",   "後略", "前略",   "省略",
                                        "以下略", "snip", "omitted"};
    enum { LONGEST = 32 };
    char line[LONGEST + 1];

    while (length && text[0] == ' ') {
        text++;
        length--;
    }
    if (length == 0 || length > LONGEST)
        return false;
    memcpy(line, text, length);
    line[length] = '\0';
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strstr(line, words[i]))
            return true;
    }
    return length >= 2 && strspn(line, ".: ") == length;
}

static bool begins_anew(const struct rtx__line *line, rtx__begins_fn *begins)
{
    return begins(line->text) || rtx__lines_left_out(line->text, line->length);
}

/* Does something follow that begins nothing? */
static bool goes_on(const struct rtx__lines *lines, size_t index,
                    rtx__begins_fn *begins)
{
    const struct rtx__line *next = &lines->items[index + 1];

    return index + 1 < lines->count && !lines->items[index].noise &&
           !next->noise && !begins_anew(next, begins);
}

/*
 * Is a width wider than usual one at which lines are broken? Not by chance:
 * more than one line has it, or people choose it, and most of these lines go
 * on. The rows of a table may all be as wide, and begin something each.
 */
static bool is_broken_at(const struct rtx__lines *lines, int width,
                         rtx__begins_fn *begins)
{
    size_t times = 0;
    size_t broken = 0;

    for (size_t i = lines->from; i < lines->to; i++) {
        if (lines->items[i].widest != width)
            continue;
        times++;
        broken += goes_on(lines, i, begins);
    }
    return broken * 2 > times && (times > 1 || is_chosen(width));
}

/*
 * The width at which lines are broken; 0: none is. A wide character that did
 * not fit leaves a column free, and so does a blank that a copy has lost.
 */
static int full_width(const struct rtx__lines *lines, rtx__begins_fn *begins)
{
    int widest = 0;

    for (size_t i = lines->from; i < lines->to; i++) {
        if (lines->items[i].widest > widest)
            widest = lines->items[i].widest;
    }
    if (widest == RTX__USUAL_WIDTH || widest == RTX__USUAL_WIDTH - 1)
        return RTX__USUAL_WIDTH;
    if (widest == WIDE || widest == WIDE - 1)
        return WIDE;
    if (widest < RTX__USUAL_WIDTH || widest > WIDEST)
        return 0;
    return is_broken_at(lines, widest, begins) ? widest : 0;
}

static bool begins_wide(const struct rtx__line *line)
{
    size_t step;

    if (line->length == 0)
        return false;
    step = rtx__utf8_step(line->text, line->length);
    return rtx__utf8_width(line->text, step) == 2;
}

/* Does `next` continue `line`? The width is asked first, as it costs least.
 * *lost: blanks missing between the two. */
static bool continues(const struct rtx__line *line,
                      const struct rtx__line *next, int full,
                      rtx__begins_fn *begins, size_t *lost)
{
    int width = line->width;

    if ((width != full && width != full - 1) || line->noise || next->noise ||
        begins_anew(next, begins))
        return false;
    *lost = width == full - 1 && !begins_wide(next);
    return true;
}

/* How many lines, from `first` on, are one? *size: the bytes of them all. */
static size_t span(const struct rtx__lines *lines, size_t first, int full,
                   rtx__begins_fn *begins, size_t *size)
{
    size_t n = 1;
    size_t lost;

    *size = lines->items[first].length;
    while (full && first + n < lines->count &&
           continues(&lines->items[first + n - 1], &lines->items[first + n],
                     full, begins, &lost) &&
           *size + lines->items[first + n].length < RTX_SHOW_LINE_LIMIT) {
        *size += lost + lines->items[first + n].length;
        n++;
    }
    return n;
}

static char *join(const struct rtx__lines *lines, size_t first, size_t count,
                  size_t size, int full, rtx__begins_fn *begins,
                  struct rtx__arena *arena)
{
    char *text = rtx__arena_get(arena, size + 1);
    size_t at = 0;

    for (size_t i = first; text && i < first + count; i++) {
        const struct rtx__line *line = &lines->items[i];
        size_t lost = 0;

        if (i > first)
            continues(line - 1, line, full, begins, &lost);
        memset(text + at, ' ', lost);
        memcpy(text + at + lost, line->text, line->length);
        at += lost + line->length;
    }
    return text;
}

/* Blanks at the end mean nothing, once nothing is joined there any more. */
static int trim(struct rtx__line *line, struct rtx__arena *arena)
{
    size_t length = rtx__trimmed(line->text, line->length);

    if (length == line->length)
        return 0;
    line->text = rtx__arena_text(arena, line->text, length);
    line->length = length;
    return line->text ? 0 : RTX_E_NOMEM;
}

int rtx__lines_unwrap(struct rtx__lines *lines, rtx__begins_fn *begins,
                      struct rtx__arena *arena)
{
    int full = begins ? full_width(lines, begins) : 0;
    size_t kept = 0;
    size_t n;

    for (size_t i = 0; i < lines->count; i += n) {
        struct rtx__line line = lines->items[i];
        size_t size;

        n = span(lines, i, full, begins, &size);
        if (n > 1) {
            line.text = join(lines, i, n, size, full, begins, arena);
            line.length = size;
        }
        if (!line.text || trim(&line, arena) < 0)
            return RTX_E_NOMEM;
        lines->items[kept++] = line;
    }
    lines->count = kept;
    return 0;
}
