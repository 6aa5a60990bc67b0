/* The journals that are done with: a state directory must not grow for ever. */
#include "transaction/journal.h"

#include <dirent.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    KEPT = 10,          /* the newest ones of a router */
    EVERY_MS = 3600000, /* a process looks at all of the directory */
};

/* How long the router's name in "NAME-20260131T120000Z-1234.journal" is; 0: it
 * is no name of ours. */
static size_t name_length(const char *file)
{
    static const char form[] = "-dddddddddddddddd-";
    const char *end = strstr(file, ".journal");
    size_t length = end ? (size_t)(end - file) : 0;

    if (!end || strcmp(end, ".journal") != 0)
        return 0;
    for (size_t at = length; at > 0; at--) {
        const char *z = file + at;

        if (at + sizeof form - 1 <= length && z[0] == '-' && z[9] == 'T' &&
            z[16] == 'Z' && z[17] == '-' && strspn(z + 1, "0123456789") == 8 &&
            strspn(z + 10, "0123456789") == 6)
            return at;
    }
    return 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int journals(const struct dirent *entry)
{
    return name_length(entry->d_name) > 0;
}

static void drop(const char *directory, const char *file)
{
    struct rtx_journal_info info = {.size = sizeof info};
    char *path = rtx__format("%s/%s", directory, file);

    if (path && rtx_journal_read(path, &info, NULL) == 0 && info.finished)
        (void)unlink(path);
    rtx_free(path);
}

void prune_journals(const char *directory)
{
    static atomic_llong due_ms;
    long long due = atomic_load(&due_ms);
    int64_t now = rtx__now_ms();
    struct dirent **files = NULL;
    size_t kept = 0;
    int count;

    if (now < due ||
        !atomic_compare_exchange_strong(&due_ms, &due, now + EVERY_MS))
        return;
    count = scandir(directory, &files, journals, by_name);
    /* sorted by router, then by time: backwards, the newest come first */
    for (int i = count - 1; i >= 0; i--) {
        size_t length = name_length(files[i]->d_name);

        if (i + 1 >= count ||
            strncmp(files[i]->d_name, files[i + 1]->d_name, length + 1) != 0)
            kept = 0;
        if (kept++ >= KEPT)
            drop(directory, files[i]->d_name);
    }
    for (int i = 0; i < count; i++)
        free(files[i]);
    free(files);
}
