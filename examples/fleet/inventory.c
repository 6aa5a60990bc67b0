/* See inventory.h. */
#include "fleet/inventory.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEEP = 32, MOST = 64 << 20 };

bool inventory_fail(struct inventory *inventory, int line, const char *format,
                    ...)
{
    va_list args;
    int n = snprintf(inventory->error, sizeof inventory->error,
                     line ? "%s:%d: " : "%s: ", inventory->path, line);

    if (n < 0 || (size_t)n >= sizeof inventory->error)
        return false;
    va_start(args, format);
    vsnprintf(inventory->error + n, sizeof inventory->error - (size_t)n, format,
              args);
    va_end(args);
    return false;
}

json_t *inventory_group(struct inventory *inventory, const char *name)
{
    json_t *group = json_object_get(inventory->groups, name);

    if (!group) {
        group = json_pack("{s:{}, s:{}, s:{}}", "vars", "hosts", "children");
        json_object_set_new(inventory->groups, name, group);
    }
    return group;
}

json_t *inventory_host(struct inventory *inventory, const char *group,
                       const char *name)
{
    json_t *host = json_object_get(inventory->hosts, name);

    if (!host) {
        host = json_object();
        json_object_set_new(inventory->hosts, name, host);
    }
    json_object_set_new(
        json_object_get(inventory_group(inventory, group), "hosts"), name,
        json_true());
    return host;
}

static bool is_secret(const char *name)
{
    size_t length = strlen(name);

    return strstr(name, "password") ||
           (length > 5 && strcmp(name + length - 5, "_pass") == 0);
}

bool inventory_set(struct inventory *inventory, json_t *variables,
                   const char *name, const char *value, int line)
{
    if (is_secret(name) && value[0] && strncmp(value, "@env:", 5) != 0 &&
        strncmp(value, "@file:", 6) != 0 && strncmp(value, "@cmd:", 5) != 0)
        return inventory_fail(
            inventory, line,
            "%s: no secret in an inventory: write @env:NAME, @file:PATH or "
            "@cmd:COMMAND",
            name);
    json_object_set_new(variables, name, json_string(value));
    return true;
}

static char *read_all(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *text = file ? malloc(MOST) : NULL;
    char *less;

    if (!text) {
        if (file)
            fclose(file);
        return NULL;
    }
    *length = fread(text, 1, MOST - 1, file);
    text[*length] = '\0';
    fclose(file);
    less = realloc(text, *length + 1);
    return less ? less : text;
}

bool inventory_read(struct inventory *inventory, const char *path)
{
    const char *dot = strrchr(path, '.');
    size_t length = 0;
    char *text;
    bool fine;

    memset(inventory, 0, sizeof *inventory);
    inventory->path = path;
    inventory->hosts = json_object();
    inventory->groups = json_object();
    text = read_all(path, &length);
    if (!text)
        return inventory_fail(inventory, 0, "%s", strerror(errno));
    if (dot && (strcmp(dot, ".yml") == 0 || strcmp(dot, ".yaml") == 0))
        fine = inventory_read_yaml(inventory, text, length);
    else
        fine = inventory_read_ini(inventory, text);
    free(text);
    if (fine && json_object_size(inventory->hosts) == 0)
        return inventory_fail(inventory, 0, "no router in it");
    return fine;
}

void inventory_free(struct inventory *inventory)
{
    json_decref(inventory->hosts);
    json_decref(inventory->groups);
}

/* ---- questions ---- */

static bool holds(const struct inventory *inventory, const char *name,
                  const char *host, int deep)
{
    json_t *group = json_object_get(inventory->groups, name);
    const char *child;
    json_t *value;

    if (!group || deep > DEEP)
        return false;
    if (json_object_get(json_object_get(group, "hosts"), host))
        return true;
    json_object_foreach(json_object_get(group, "children"), child, value)
    {
        if (holds(inventory, child, host, deep + 1))
            return true;
    }
    return false;
}

static void apply(const struct inventory *inventory, const char *name,
                  const char *host, json_t *all, int deep)
{
    json_t *group = json_object_get(inventory->groups, name);
    const char *child;
    json_t *value;

    if (!group || deep > DEEP || !holds(inventory, name, host, deep))
        return;
    json_object_update(all, json_object_get(group, "vars"));
    json_object_foreach(json_object_get(group, "children"), child, value)
        apply(inventory, child, host, all, deep + 1);
}

static bool has_parent(const struct inventory *inventory, const char *name)
{
    const char *other;
    json_t *group;

    json_object_foreach(inventory->groups, other, group)
    {
        if (strcmp(other, "all") != 0 &&
            json_object_get(json_object_get(group, "children"), name))
            return true;
    }
    return false;
}

json_t *inventory_variables(const struct inventory *inventory, const char *host)
{
    json_t *all = json_object();
    const char *name;
    json_t *group;

    json_object_update(
        all,
        json_object_get(json_object_get(inventory->groups, "all"), "vars"));
    json_object_foreach(inventory->groups, name, group)
    {
        if (strcmp(name, "all") != 0 && !has_parent(inventory, name))
            apply(inventory, name, host, all, 0);
    }
    json_object_update(all, json_object_get(inventory->hosts, host));
    return all;
}

bool inventory_chosen(const struct inventory *inventory, const char *host,
                      const char *names)
{
    char name[256];

    if (!names)
        return true;
    while (*names) {
        size_t length = strcspn(names, ",");

        snprintf(name, sizeof name, "%.*s", (int)length, names);
        if (strcmp(name, host) == 0 || strcmp(name, "all") == 0 ||
            holds(inventory, name, host, 0))
            return true;
        names += length + (names[length] == ',');
    }
    return false;
}
