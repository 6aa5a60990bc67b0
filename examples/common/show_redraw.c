/* rtx-show --watch on a terminal. */
#include "common/show.h"

#include <stdbool.h>
#include <string.h>

static size_t line_length(const char *line)
{
    return strcspn(line, "\n");
}

static const char *next_line(const char *line)
{
    line += line_length(line);
    return *line ? line + 1 : line;
}

/* A cell reaches up to two blanks, as in the library's tables. */
static size_t cell_length(const char *line, size_t length)
{
    size_t n = 0;

    while (n < length &&
           !(line[n] == ' ' && (n + 1 == length || line[n + 1] == ' ')))
        n++;
    return n;
}

static size_t blanks(const char *line, size_t length)
{
    size_t n = 0;

    while (n < length && line[n] == ' ')
        n++;
    return n;
}

/* The cells of a line; those that differ from the same line before in reverse.
 * `before` NULL: nothing to compare with. */
static void put_line(FILE *out, const char *line, const char *before)
{
    size_t left = line_length(line);
    size_t old_left = before ? line_length(before) : 0;

    while (left > 0) {
        size_t gap = blanks(line, left);
        size_t old_gap = before ? blanks(before, old_left) : 0;
        size_t cell = cell_length(line + gap, left - gap);
        size_t old =
            before ? cell_length(before + old_gap, old_left - old_gap) : 0;
        bool changed =
            before &&
            (cell != old || memcmp(line + gap, before + old_gap, cell) != 0);

        fprintf(out, "%.*s%s%.*s%s", (int)gap, line, changed ? "\033[7m" : "",
                (int)cell, line + gap, changed ? "\033[0m" : "");
        line += gap + cell;
        left -= gap + cell;
        if (before) {
            before += old_gap + old;
            old_left -= old_gap + old;
        }
    }
}

static int count_lines(const char *text)
{
    int lines = 0;

    for (; *text; text = next_line(text))
        lines++;
    return lines;
}

void show_redraw(FILE *out, const char *title, const char *text,
                 const char *before, int rows)
{
    int row = 2;

    fprintf(out, "\033[H\033[1m%s\033[0m\033[K\r\n", title);
    for (; *text && (rows == 0 || row < rows); row++) {
        put_line(out, text, before);
        fputs("\033[K\r\n", out);
        text = next_line(text);
        if (before)
            before = next_line(before);
    }
    if (*text)
        fprintf(out, "\033[2m%d more line%s\033[0m", count_lines(text),
                *next_line(text) ? "s" : "");
    fputs("\033[J", out);
    fflush(out);
}
