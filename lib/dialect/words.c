/* Cutting a line into words as the router does. */
#include "dialect/commands.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/*
 * Where the word at `at` ends; *open is the offset of a quote that is never
 * closed. A backslash keeps the character behind it, in quotes too.
 */
static size_t word_end(const char *line, size_t at, long *open)
{
    char quote = 0;

    while (line[at]) {
        char c = line[at];

        if (c == '\\' && line[at + 1]) {
            at += 2;
            continue;
        }
        if (quote) {
            if (c == quote)
                quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
            *open = (long)at;
        } else if (is_blank(c) || c == '#') {
            break;
        }
        at++;
    }
    if (!quote)
        *open = -1;
    return at;
}

int rtx__words(const char *line, struct rtx_word *words, int max)
{
    int count = 0;
    size_t at = 0;
    long open = -1;

    for (;;) {
        size_t end;

        while (is_blank(line[at]))
            at++;
        if (line[at] == '\0' || line[at] == '#')
            return count;
        end = word_end(line, at, &open);
        if (open >= 0)
            return -1 - (int)open;
        if (count < max)
            words[count] = (struct rtx_word){at, end - at};
        count++;
        at = end;
    }
}

const char *rtx__find_bare(const char *line, const char *chars)
{
    char quote = 0;

    for (; *line; line++) {
        if (*line == '\\' && line[1])
            line++;
        else if (quote)
            quote = *line == quote ? 0 : quote;
        else if (*line == '"' || *line == '\'')
            quote = *line;
        else if (strchr(chars, *line))
            return line;
    }
    return NULL;
}
