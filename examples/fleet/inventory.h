/*
 * Inventories: routers, groups of them, and their variables, as Ansible has
 * them, in INI or YAML.
 */
#ifndef RTX_EXAMPLES_FLEET_INVENTORY_H
#define RTX_EXAMPLES_FLEET_INVENTORY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct inventory {
    const char *path;
    const char *reading; /* the file that is read, for messages */
    json_t *hosts;       /* in their order: name → its own variables */
    json_t *groups;      /* name → {vars, hosts (a set), children (a set)} */
    char error[512];
};

/* Read one by the end of its name: .yml and .yaml are YAML, all else is INI.
 * False: see error, which names file and line. */
bool inventory_read(struct inventory *inventory, const char *path);
void inventory_free(struct inventory *inventory);

/* All variables of a router, its own over those of its groups, the inner group
 * over the outer; owned. */
json_t *inventory_variables(const struct inventory *inventory,
                            const char *host);
/* Is it, or is it in, what is named here: "tokyo,r7"? NULL: all are. */
bool inventory_chosen(const struct inventory *inventory, const char *host,
                      const char *names);

/* ---- for the readers ---- */
bool inventory_fail(struct inventory *inventory, int line, const char *format,
                    ...) __attribute__((format(printf, 3, 4)));
/* The group; made when it is new. */
json_t *inventory_group(struct inventory *inventory, const char *name);
/* Of a group that another one names: it has to be there in the end. */
void inventory_mention(struct inventory *inventory, const char *name, int line);
void inventory_declare(struct inventory *inventory, const char *name);
/* Each router of a name with ranges: r[01:50], r[a:f], r[0:10:2]. */
bool inventory_expand(struct inventory *inventory, const char *name, int line,
                      bool (*each)(void *user, const char *name), void *user);
/* The variables of a host that belongs to the group; made when new. */
json_t *inventory_host(struct inventory *inventory, const char *group,
                       const char *name);
/* Set one; a secret in clear is refused. */
bool inventory_set(struct inventory *inventory, json_t *variables,
                   const char *name, const char *value, int line);
bool inventory_read_ini(struct inventory *inventory, char *text);
bool inventory_read_yaml(struct inventory *inventory, const char *text,
                         size_t length);
/* Variables alone, NAME: VALUE, as in group_vars. */
bool inventory_read_variables(struct inventory *inventory, json_t *variables,
                              const char *text, size_t length);
/* inventory_dirs.c: what group_vars/ and host_vars/ beside it say. */
bool inventory_read_directories(struct inventory *inventory);
/* All of a file, NUL behind; NULL: see errno. */
char *inventory_file(const char *path, size_t *length);

#endif
