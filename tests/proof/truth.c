/* Configurations as sets of statements, whatever their order. */
#include "proof.h"

#include <stdlib.h>
#include <string.h>

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add(struct set *set, char *item)
{
    set->items = realloc(set->items, (set->count + 1) * sizeof *set->items);
    set->items[set->count++] = item;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

struct set *set_parse(const char *text)
{
    struct set *set = calloc(1, sizeof *set);
    char outer[64] = "";
    char inner[64] = "";
    char line[4200];

    while (*text) {
        size_t length = strcspn(text, "\n");
        size_t depth;
        const char *at = line;

        snprintf(line, sizeof line, "%.*s", (int)length, text);
        text += length + (text[length] == '\n');
        depth = strspn(line, " ");
        at += depth;
        if (*at == '\0' || *at == '#')
            continue;
        if (depth < 2)
            inner[0] = '\0';
        if (depth == 0)
            outer[0] = '\0';
        if (begins(at, "pp select ") || begins(at, "tunnel select "))
            snprintf(outer, sizeof outer, "%.50s: ", at);
        else if (begins(at, "ipsec tunnel ") && strlen(at) < 20 &&
                 !strstr(at, "outer"))
            snprintf(inner, sizeof inner, "%.50s: ", at);
        else if (begins(at, "ipsec ike ") || begins(at, "ipsec sa policy "))
            add(set, text_format("%s", at)); /* wherever it was typed */
        else
            add(set, text_format("%s%s%s", outer, inner, at));
    }
    if (set->count)
        qsort(set->items, set->count, sizeof *set->items, by_text);
    return set;
}

void set_free(struct set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->count; i++)
        free(set->items[i]);
    free(set->items);
    free(set);
}

bool set_has(const struct set *set, const char *item)
{
    for (size_t i = 0; i < set->count; i++) {
        if (strcmp(set->items[i], item) == 0)
            return true;
    }
    return false;
}

bool set_equal(const struct set *a, const struct set *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        if (strcmp(a->items[i], b->items[i]) != 0)
            return false;
    }
    return true;
}

static void lacks(char **ret, char mark, const struct set *from,
                  const struct set *to)
{
    for (size_t i = 0; i < from->count; i++) {
        char *line;

        if (set_has(to, from->items[i]))
            continue;
        line = text_format("%c %s\n", mark, from->items[i]);
        text_add(ret, line);
        free(line);
    }
}

char *set_difference(const struct set *from, const struct set *to)
{
    char *ret = NULL;

    text_add(&ret, "");
    lacks(&ret, '-', from, to);
    lacks(&ret, '+', to, from);
    return ret;
}
