/*
 * group_vars/ and host_vars/ beside an inventory: NAME, NAME.yml, NAME.yaml,
 * NAME.json, or a directory NAME of such files. What they say goes over what
 * the inventory says of the same group or router.
 */
#include <dirent.h>
#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fleet/inventory.h"

static char *join(const char *directory, const char *name, const char *end)
{
    char *path = NULL;
    size_t length;
    FILE *out = open_memstream(&path, &length);

    if (!out)
        return NULL;
    fprintf(out, "%s/%s%s", directory, name, end);
    fclose(out);
    return path;
}

/* What kind of file it is; 0: there is none. */
static mode_t kind_of(const char *path)
{
    struct stat status;

    return path && stat(path, &status) == 0 ? status.st_mode & S_IFMT : 0;
}

static bool read_file(struct inventory *inventory, json_t *variables,
                      const char *path)
{
    size_t length = 0;
    char *text = inventory_file(path, &length);
    bool fine;

    inventory->reading = path;
    if (!text) {
        fine = inventory_fail(inventory, 0, "%s", strerror(errno));
    } else if (strncmp(text, "$ANSIBLE_VAULT", 14) == 0) {
        /* what is in it may not be needed here */
        fprintf(stderr, "%s: left out: it is encrypted by ansible-vault\n",
                path);
        fine = true;
    } else {
        fine = inventory_read_variables(inventory, variables, text, length);
    }
    inventory->reading = inventory->path;
    free(text);
    return fine;
}

static int is_variables(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');

    return entry->d_name[0] != '.' &&
           (!dot || strcmp(dot, ".yml") == 0 || strcmp(dot, ".yaml") == 0 ||
            strcmp(dot, ".json") == 0);
}

static bool read_directory(struct inventory *inventory, json_t *variables,
                           const char *path)
{
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_variables, alphasort);
    bool fine = true;

    for (int i = 0; i < count; i++) {
        char *file = fine ? join(path, entries[i]->d_name, "") : NULL;

        if (kind_of(file) == S_IFREG)
            fine = read_file(inventory, variables, file);
        free(file);
        free(entries[i]);
    }
    free(entries);
    return fine;
}

static bool read_name(struct inventory *inventory, json_t *variables,
                      const char *directory, const char *name)
{
    static const char *const ends[] = {"", ".yml", ".yaml", ".json"};
    bool fine = !strchr(name, '/') && name[0] != '.';

    if (!fine) /* no name of a file */
        return true;
    for (size_t i = 0; fine && i < sizeof ends / sizeof ends[0]; i++) {
        char *path = join(directory, name, ends[i]);

        if (kind_of(path) == S_IFREG)
            fine = read_file(inventory, variables, path);
        else if (kind_of(path) == S_IFDIR)
            fine = read_directory(inventory, variables, path);
        free(path);
    }
    return fine;
}

bool inventory_read_directories(struct inventory *inventory)
{
    char *copy = strdup(inventory->path);
    char *beside = copy ? dirname(copy) : NULL;
    char *groups = beside ? join(beside, "group_vars", "") : NULL;
    char *hosts = beside ? join(beside, "host_vars", "") : NULL;
    bool fine = true;
    const char *name;
    json_t *value;

    if (kind_of(groups) == S_IFDIR) {
        (void)inventory_group(inventory, "all");
        json_object_foreach(inventory->groups, name, value)
        {
            fine = fine && read_name(inventory, json_object_get(value, "vars"),
                                     groups, name);
        }
    }
    if (kind_of(hosts) == S_IFDIR) {
        json_object_foreach(inventory->hosts, name, value)
        {
            fine = fine && read_name(inventory, value, hosts, name);
        }
    }
    free(groups);
    free(hosts);
    free(copy);
    return fine;
}
