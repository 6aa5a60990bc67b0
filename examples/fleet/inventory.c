/* See inventory.h. */
#include "fleet/inventory.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEEP = 32, MOST = 64 << 20, MOST_RANGE = 100000 };

bool inventory_fail(struct inventory *inventory, int line, const char *format,
                    ...)
{
    va_list args;
    int n = snprintf(inventory->error, sizeof inventory->error,
                     line ? "%s:%d: " : "%s: ", inventory->reading, line);

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

void inventory_mention(struct inventory *inventory, const char *name, int line)
{
    json_t *group = inventory_group(inventory, name);

    if (!json_object_get(group, "line"))
        json_object_set_new(group, "line", json_integer(line));
}

void inventory_declare(struct inventory *inventory, const char *name)
{
    json_object_set_new(inventory_group(inventory, name), "declared",
                        json_true());
}

static bool ends(const char *name, const char *end)
{
    size_t length = strlen(name);
    size_t skip = strlen(end);

    return length >= skip && strcmp(name + length - skip, end) == 0;
}

/* By its name; where a file of secrets is, is none. */
static bool is_secret(const char *name)
{
    static const char *const words[] = {"password", "passwd", "passphrase",
                                        "secret",   "psk",    "pre_shared_key",
                                        "preshared"};

    if (ends(name, "_file") || ends(name, "_prompt"))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strstr(name, words[i]))
            return true;
    }
    return ends(name, "_pass");
}

/* By reference; Ansible's own templates cannot be looked into, and are told of
 * where they are used. */
static bool in_clear(const char *value)
{
    return value[0] && strncmp(value, "@env:", 5) != 0 &&
           strncmp(value, "@file:", 6) != 0 &&
           strncmp(value, "@cmd:", 5) != 0 && !strstr(value, "{{") &&
           strncmp(value, "$ANSIBLE_VAULT", 14) != 0;
}

bool inventory_set(struct inventory *inventory, json_t *variables,
                   const char *name, const char *value, int line)
{
    if (is_secret(name) && in_clear(value))
        return inventory_fail(
            inventory, line,
            "%s: no secret in an inventory: write @env:NAME, @file:PATH or "
            "@cmd:COMMAND",
            name);
    json_object_set_new(variables, name, json_string(value));
    return true;
}

char *inventory_file(const char *path, size_t *length)
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
    if (ferror(file)) { /* a directory, perhaps */
        int why = errno;

        fclose(file);
        free(text);
        errno = why;
        return NULL;
    }
    fclose(file);
    less = realloc(text, *length + 1);
    return less ? less : text;
}

/* ---- names ---- */

/* The two ends and the step of "01:50]", "a:f]", "0:10:2]". */
static bool range(const char *at, long *first, long *last, long *step,
                  int *width, const char **behind)
{
    bool letters = isalpha((unsigned char)at[0]) && at[1] == ':';
    char *end;

    *width = 0;
    *step = 1;
    if (letters && isalpha((unsigned char)at[2])) {
        *first = (unsigned char)at[0];
        *last = (unsigned char)at[2];
        end = (char *)at + 3;
    } else {
        if (!isdigit((unsigned char)at[0]))
            return false;
        *first = strtol(at, &end, 10);
        *width = (int)(end - at);
        if (*end != ':' || !isdigit((unsigned char)end[1]))
            return false;
        *last = strtol(end + 1, &end, 10);
    }
    if (*end == ':')
        *step = strtol(end + 1, &end, 10);
    *behind = end + 1;
    if (letters)
        *width = -1;
    return *end == ']' && *step > 0 && *last >= *first &&
           (*last - *first) / *step < MOST_RANGE && *width < 20;
}

bool inventory_expand(struct inventory *inventory, const char *name, int line,
                      bool (*each)(void *user, const char *name), void *user)
{
    const char *open = strchr(name, '[');
    const char *behind;
    char one[256];
    long first;
    long last;
    long step;
    int width;

    if (strlen(name) >= sizeof one - 20)
        return inventory_fail(inventory, line, "too long a name");
    if (!open)
        return each(user, name);
    if (!range(open + 1, &first, &last, &step, &width, &behind))
        return inventory_fail(inventory, line,
                              "'%s': a range is [1:20], [01:20:2] or [a:f]",
                              name);
    for (long i = first; i <= last; i += step) {
        int length = (int)(open - name);

        if (width < 0)
            snprintf(one, sizeof one, "%.*s%c%s", length, name, (int)i, behind);
        else
            snprintf(one, sizeof one, "%.*s%0*ld%s", length, name, width, i,
                     behind);
        if (!inventory_expand(inventory, one, line, each, user))
            return false;
    }
    return true;
}

/* ---- all of it ---- */

/* `seen`: 1 on the way down, 2 done. */
static bool no_circle(struct inventory *inventory, const char *name,
                      json_t *seen)
{
    json_t *group = json_object_get(inventory->groups, name);
    json_int_t state = json_integer_value(json_object_get(seen, name));
    const char *child;
    json_t *value;

    if (state == 2)
        return true;
    if (state == 1)
        return inventory_fail(inventory, 0, "group '%s' is in itself", name);
    json_object_set_new(seen, name, json_integer(1));
    json_object_foreach(json_object_get(group, "children"), child, value)
    {
        if (!no_circle(inventory, child, seen))
            return false;
    }
    json_object_set_new(seen, name, json_integer(2));
    return true;
}

static bool check_groups(struct inventory *inventory)
{
    json_t *seen = json_object();
    bool fine = true;
    const char *name;
    json_t *group;

    json_object_foreach(inventory->groups, name, group)
    {
        json_t *line = json_object_get(group, "line");

        if (line && !json_object_get(group, "declared") &&
            strcmp(name, "all") != 0 && strcmp(name, "ungrouped") != 0)
            fine = inventory_fail(inventory, (int)json_integer_value(line),
                                  "there is no group '%s'", name);
        fine = fine && no_circle(inventory, name, seen);
        if (!fine)
            break;
    }
    json_decref(seen);
    return fine;
}

/* What is no inventory, or one in another form than its name says. */
static bool check_form(struct inventory *inventory, const char *text,
                       size_t length)
{
    if (strlen(text) != length)
        return inventory_fail(inventory, 0, "it is no text");
    if (strncmp(text, "$ANSIBLE_VAULT", 14) == 0)
        return inventory_fail(inventory, 1,
                              "it is encrypted: write the output of "
                              "ansible-vault view to a file of mode 0600");
    if (strncmp(text, "#!", 2) == 0)
        return inventory_fail(inventory, 1,
                              "it is a program: write the output of "
                              "ansible-inventory -i %s --list --yaml to a "
                              "file .yml",
                              inventory->path);
    return true;
}

static bool is_yaml(const char *path)
{
    return ends(path, ".yml") || ends(path, ".yaml") || ends(path, ".json");
}

bool inventory_read(struct inventory *inventory, const char *path)
{
    size_t length = 0;
    size_t skip;
    char *text;
    bool fine;

    memset(inventory, 0, sizeof *inventory);
    inventory->path = inventory->reading = path;
    inventory->hosts = json_object();
    inventory->groups = json_object();
    text = inventory_file(path, &length);
    if (!text)
        return inventory_fail(inventory, 0, "%s", strerror(errno));
    skip = strncmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0; /* from Windows */
    fine = check_form(inventory, text, length);
    if (fine)
        fine = is_yaml(path)
                   ? inventory_read_yaml(inventory, text + skip, length - skip)
                   : inventory_read_ini(inventory, text + skip);
    free(text);
    fine = fine && check_groups(inventory);
    if (fine && json_object_size(inventory->hosts) == 0)
        return inventory_fail(inventory, 0, "no router in it");
    return fine && inventory_read_directories(inventory);
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
