/*
 * show ipv6 route: as show ip route, but what is wider than its column, the
 * destination or the gateway, breaks the row behind it.
 */
#include "show/show.h"

#include <string.h>

#define SCHEMA (&rtx__schema_ipv6_route)

enum { INDENT = 8, WIDTH = 25 };

static bool is_wide(const struct rtx__word *destination)
{
    return destination->length >= WIDTH &&
           memchr(destination->text, ':', destination->length);
}

/* `prefix`, `prefix gateway` alone: the rest of the row is on the next line. */
static bool is_first_half(const char *text)
{
    struct rtx__word words[3];
    int count = rtx__split(text, words, 3);

    if (text[0] == ' ' || count == 0 || count > 2 ||
        (!rtx__is_word(&words[0], "default") &&
         !memchr(words[0].text, '/', words[0].length)))
        return false;
    if (count == 1 || rtx__is_word(&words[1], "-"))
        return is_wide(&words[0]);
    return memchr(words[1].text, ':', words[1].length);
}

static bool begins(const char *line)
{
    return is_first_half(line) || rtx__route_begins(SCHEMA, line);
}

/* The row has a third line. */
static int wait_on(struct rtx__parse *show, const char *row)
{
    struct rtx__line *line = rtx__arena_get(&show->arena, sizeof *line);

    if (!line)
        return RTX_E_NOMEM;
    *line = *show->waiting;
    line->text = row;
    line->length = strlen(row);
    show->waiting = line;
    return 1;
}

static int take_halves(struct rtx__parse *show, const char *second)
{
    const struct rtx__line *first = show->waiting;
    size_t length = strlen(second);
    char *row = rtx__arena_get(&show->arena, first->length + length + 2);
    int rc;

    if (!row)
        return RTX_E_NOMEM;
    memcpy(row, first->text, first->length);
    row[first->length] = ' ';
    memcpy(row + first->length + 1, second, length + 1);
    rc = rtx__route_line(show, SCHEMA, row);
    if (rc > 0)
        show->waiting = NULL;
    return rc == 0 && is_first_half(row) ? wait_on(show, row) : rc;
}

static int take_line(struct rtx__parse *show, const char *text)
{
    int rc = 0;

    if (show->waiting && strspn(text, " ") >= INDENT)
        rc = take_halves(show, text);
    if (rc != 0)
        return rc;
    /* a first half that nothing followed was no row */
    rc = rtx__give_up(show);
    if (rc < 0)
        return rc;
    if (is_first_half(text)) {
        show->waiting = show->line;
        return 1;
    }
    return rtx__route_line(show, SCHEMA, text);
}

const struct rtx__command rtx__ipv6_route = {
    .name = "show ipv6 route",
    .output = "ipv6_route",
    .form = "show ipv6 route [detail]",
    .schema = SCHEMA,
    .array = true,
    .begins = begins,
    .line = take_line,
    .finish = rtx__give_up,
};
