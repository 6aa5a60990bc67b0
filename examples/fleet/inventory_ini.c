/* Inventories in INI: [group], [group:vars], [group:children]. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fleet/inventory.h"

enum kind { HOSTS, VARIABLES, CHILDREN };
enum { MOST_RANGE = 100000 };

static char *trim(char *text)
{
    size_t length;

    text += strspn(text, " \t\r");
    length = strlen(text);
    while (length > 0 && strchr(" \t\r", text[length - 1]))
        text[--length] = '\0';
    return text;
}

/* The next word, quotes taken off, a comment ends the line; NULL: none. */
static char *word(char **at)
{
    char *from = *at + strspn(*at, " \t\r");
    char *to = from;
    char *start = from;
    char quote = '\0';

    if (!*from || *from == '#')
        return NULL;
    for (; *from && (quote || !strchr(" \t\r", *from)); from++) {
        if (quote ? *from == quote : *from == '"' || *from == '\'')
            quote = quote ? '\0' : *from;
        else
            *to++ = *from;
    }
    *at = from + (*from != '\0');
    *to = '\0';
    return start;
}

static bool set_all(struct inventory *inventory, json_t *host, const char *rest,
                    int line)
{
    char *copy = strdup(rest);
    char *at = copy;
    char *text;
    bool fine = copy != NULL;

    while (fine && (text = word(&at)) != NULL) {
        char *equals = strchr(text, '=');

        if (!equals || equals == text) {
            fine =
                inventory_fail(inventory, line, "'%s' is not NAME=VALUE", text);
        } else {
            *equals = '\0';
            fine = inventory_set(inventory, host, text, equals + 1, line);
        }
    }
    free(copy);
    return fine;
}

/* r[001:200] are two hundred of them. */
static bool add_hosts(struct inventory *inventory, const char *group,
                      const char *name, const char *rest, int line)
{
    const char *open = strchr(name, '[');
    char one[256];
    char *end;
    long first;
    long last;
    int width;

    if (!open)
        return set_all(inventory, inventory_host(inventory, group, name), rest,
                       line);
    first = strtol(open + 1, &end, 10);
    width = (int)(end - open - 1);
    if (*end != ':' || !isdigit((unsigned char)open[1]))
        return inventory_fail(inventory, line, "'%s': a range is [1:20]", name);
    last = strtol(end + 1, &end, 10);
    if (*end != ']' || last < first || last - first >= MOST_RANGE)
        return inventory_fail(inventory, line, "'%s': a range is [1:20]", name);
    for (long i = first; i <= last; i++) {
        snprintf(one, sizeof one, "%.*s%0*ld%s", (int)(open - name), name,
                 width, i, end + 1);
        if (!set_all(inventory, inventory_host(inventory, group, one), rest,
                     line))
            return false;
    }
    return true;
}

static bool section(struct inventory *inventory, char *text, char *group,
                    size_t size, enum kind *kind, int line)
{
    char *end = strchr(text, ']');
    char *colon;

    if (!end)
        return inventory_fail(inventory, line, "'[' without ']'");
    *end = '\0';
    colon = strchr(text, ':');
    *kind = HOSTS;
    if (colon) {
        *colon = '\0';
        if (strcmp(colon + 1, "vars") == 0)
            *kind = VARIABLES;
        else if (strcmp(colon + 1, "children") == 0)
            *kind = CHILDREN;
        else
            return inventory_fail(inventory, line,
                                  "'%s': there is :vars and :children",
                                  colon + 1);
    }
    snprintf(group, size, "%s", trim(text + 1));
    (void)inventory_group(inventory, group);
    return true;
}

static bool variable(struct inventory *inventory, const char *group, char *text,
                     int line)
{
    char *equals = strchr(text, '=');
    char *value;
    size_t length;

    if (!equals)
        return inventory_fail(inventory, line, "'%s' is not NAME=VALUE", text);
    *equals = '\0';
    value = trim(equals + 1);
    length = strlen(value);
    if (length > 1 && (value[0] == '"' || value[0] == '\'') &&
        value[length - 1] == value[0]) {
        value[length - 1] = '\0';
        value++;
    }
    return inventory_set(
        inventory, json_object_get(inventory_group(inventory, group), "vars"),
        trim(text), value, line);
}

static bool entry(struct inventory *inventory, const char *group,
                  enum kind kind, char *text, int line)
{
    char *rest = text;
    char *name;

    if (kind == VARIABLES)
        return variable(inventory, group, text, line);
    name = word(&rest);
    if (!name)
        return true;
    if (kind == HOSTS)
        return add_hosts(inventory, group, name, rest, line);
    (void)inventory_group(inventory, name);
    json_object_set_new(
        json_object_get(inventory_group(inventory, group), "children"), name,
        json_true());
    return true;
}

bool inventory_read_ini(struct inventory *inventory, char *text)
{
    char group[256] = "ungrouped";
    enum kind kind = HOSTS;
    char *next;

    for (int line = 1; text; line++, text = next) {
        bool fine = true;
        char *at;

        next = strchr(text, '\n');
        if (next)
            *next++ = '\0';
        at = trim(text);
        if (at[0] == '[')
            fine = section(inventory, at, group, sizeof group, &kind, line);
        else if (at[0] && at[0] != '#' && at[0] != ';')
            fine = entry(inventory, group, kind, at, line);
        if (!fine)
            return false;
    }
    return true;
}
