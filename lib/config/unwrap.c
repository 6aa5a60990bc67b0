/* Joining the lines that the router broke at the console's last column. */
#include "config/internal.h"

#include <string.h>

#define COLUMNS_DEFAULT 80
#define COLUMNS_MAX 200

struct line {
    const char *text;
    size_t length; /* without its line end */
};

/* Cut the next line off; false at the end. */
static bool next_line(const char **at, const char *end, struct line *ret)
{
    const char *newline;

    if (*at >= end)
        return false;
    newline = memchr(*at, '\n', (size_t)(end - *at));
    ret->text = *at;
    ret->length = (size_t)((newline ? newline : end) - *at);
    *at = newline ? newline + 1 : end;
    while (ret->length > 0 && ret->text[ret->length - 1] == '\r')
        ret->length--;
    return true;
}

/* What `console columns` says in the text itself; 0: nothing. */
static int stated_columns(const char *text, size_t length)
{
    static const char words[] = "console columns ";
    const char *at = text;
    const char *end = text + length;
    struct line line;
    int columns = 0;

    while (next_line(&at, end, &line)) {
        size_t i = sizeof words - 1;

        if (line.length <= i || strncmp(line.text, words, i) != 0)
            continue;
        columns = 0;
        while (i < line.length && line.text[i] >= '0' && line.text[i] <= '9' &&
               columns <= COLUMNS_MAX)
            columns = columns * 10 + (line.text[i++] - '0');
    }
    return columns;
}

/* The console's width; 0 when the text was never broken. */
static int guess_columns(const char *text, size_t length)
{
    const char *at = text;
    const char *end = text + length;
    struct line line;
    int widest = 0;
    int stated = stated_columns(text, length);

    while (next_line(&at, end, &line)) {
        int width = rtx__utf8_width(line.text, line.length);

        widest = width > widest ? width : widest;
    }
    if (widest >= COLUMNS_MAX)
        return 0;
    if (stated > widest)
        return stated;
    return widest < COLUMNS_DEFAULT ? COLUMNS_DEFAULT : COLUMNS_MAX;
}

/* Was the router at its last column at the end of this line? */
static bool is_full(const struct line *line, const struct line *next,
                    int columns)
{
    int width = rtx__utf8_width(line->text, line->length);
    size_t first =
        next->length > 0 ? rtx__utf8_step(next->text, next->length) : 0;

    if (width == columns - 1)
        return true;
    /* A wide character that did not fit leaves one column empty. */
    return width == columns - 2 && first > 1 &&
           rtx__utf8_width(next->text, first) == 2;
}

static bool begins_new(const struct line *line,
                       bool (*starts)(const char *line))
{
    char *copy;
    size_t blanks = 0;
    bool new;

    while (blanks < line->length && line->text[blanks] == ' ')
        blanks++;
    if (blanks == line->length)
        return true;
    copy = rtx__strndup(line->text + blanks, line->length - blanks);
    new = !copy || starts(copy);
    if (copy)
        rtx__wipe(copy, strlen(copy));
    rtx_free(copy);
    return new;
}

int rtx__unwrap(const char *text, size_t length, int columns,
                bool (*starts)(const char *line), struct rtx_buf *ret)
{
    const char *at = text;
    const char *end = text + length;
    struct line line;
    struct line next;
    bool more = next_line(&at, end, &next);
    int rc = 0;

    if (columns == 0)
        columns = guess_columns(text, length);
    while (more && rc == 0) {
        line = next;
        rc = rtx__buf_add(ret, line.text, line.length);
        more = next_line(&at, end, &next);
        if (rc == 0 &&
            (!more || columns == 0 || !is_full(&line, &next, columns) ||
             begins_new(&next, starts)))
            rc = rtx__buf_char(ret, '\n');
    }
    return rc;
}
