/* Inventories in INI: [group], [group:vars], [group:children]. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fleet/inventory.h"

enum kind { HOSTS, VARIABLES, CHILDREN };

static char *trim(char *text)
{
    size_t length;

    text += strspn(text, " \t\r");
    length = strlen(text);
    while (length > 0 && strchr(" \t\r", text[length - 1]))
        text[--length] = '\0';
    return text;
}

/* The next word, quotes taken off, a comment ends the line; NULL: none, or
 * *open: a quote without an end. */
static char *word(char **at, bool *open)
{
    char *from = *at + strspn(*at, " \t\r");
    char *to = from;
    char *start = from;
    char quote = '\0';

    *open = false;
    if (!*from || *from == '#')
        return NULL;
    for (; *from && (quote || !strchr(" \t\r", *from)); from++) {
        if (quote ? *from == quote : *from == '"' || *from == '\'')
            quote = quote ? '\0' : *from;
        else
            *to++ = *from;
    }
    *open = quote != '\0';
    *at = from + (*from != '\0');
    *to = '\0';
    return *open ? NULL : start;
}

static bool set_all(struct inventory *inventory, json_t *host, const char *rest,
                    int line)
{
    char *copy = strdup(rest);
    char *at = copy;
    char *text;
    bool open = false;
    bool fine = copy != NULL;

    while (fine && (text = word(&at, &open)) != NULL) {
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
    if (fine && open)
        return inventory_fail(inventory, line, "a quote without an end");
    return fine;
}

struct hosts {
    struct inventory *inventory;
    const char *group;
    const char *rest; /* its variables */
    const char *port; /* NULL: none */
    int line;
};

static bool add_host(void *user, const char *name)
{
    const struct hosts *h = user;
    json_t *host = inventory_host(h->inventory, h->group, name);

    if (h->port)
        json_object_set_new(host, "ansible_port", json_string(h->port));
    return set_all(h->inventory, host, h->rest, h->line);
}

/* NAME, NAME:PORT, r[001:200] */
static bool add_hosts(struct inventory *inventory, const char *group,
                      char *name, const char *rest, int line)
{
    struct hosts hosts = {inventory, group, rest, NULL, line};
    char *close = strrchr(name, ']');
    char *colon = strchr(close ? close : name, ':');

    if (strchr(name, '='))
        return inventory_fail(inventory, line,
                              "'%s' stands where a router's name has to be",
                              name);
    if (colon && !colon[1])
        return inventory_fail(inventory, line,
                              "'%s': is this YAML? Then the file's name has "
                              "to end in .yml",
                              name);
    if (colon && !strchr(colon + 1, ':')) { /* else it is an IPv6 address */
        if (colon[1 + strspn(colon + 1, "0123456789")])
            return inventory_fail(inventory, line, "'%s': NAME:PORT", name);
        *colon = '\0';
        hosts.port = colon + 1;
    }
    return inventory_expand(inventory, name, line, add_host, &hosts);
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
    text = trim(text + 1);
    if (!text[0] || strlen(text) >= size)
        return inventory_fail(inventory, line, "a group wants a name");
    snprintf(group, size, "%s", text);
    if (*kind == VARIABLES)
        inventory_mention(inventory, group, line);
    else
        inventory_declare(inventory, group);
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
    if (value[0] != '"' && value[0] != '\'' && strstr(value, " #"))
        return inventory_fail(inventory, line,
                              "is ' #' a comment? Put it on a line of its own, "
                              "or the value in quotes");
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
    bool open;
    char *name;

    if (kind == VARIABLES)
        return variable(inventory, group, text, line);
    name = word(&rest, &open);
    if (open)
        return inventory_fail(inventory, line, "a quote without an end");
    if (!name)
        return true;
    if (kind == HOSTS)
        return add_hosts(inventory, group, name, rest, line);
    inventory_mention(inventory, name, line);
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
