/* The head of a journal, which needs no key, and finding a router's journal. */
#include "transaction/journal.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

static bool take(const char *line, size_t length, const char *name, char *ret,
                 size_t size)
{
    size_t skip = strlen(name);

    if (length <= skip || strncmp(line, name, skip) != 0 || line[skip] != ' ')
        return false;
    snprintf(ret, size, "%.*s", (int)(length - skip - 1), line + skip + 1);
    return true;
}

size_t journal_head(const char *text, struct journal *ret, char *kdf,
                    size_t kdf_size)
{
    static const char first[] = "rtx-journal 1\n";
    const char *at = text;
    char value[512];

    if (!rtx__starts(text, first))
        return 0;
    kdf[0] = '\0';
    for (at += sizeof first - 1; *at && *at != '\n';) {
        size_t length = strcspn(at, "\n");

        if (take(at, length, "new-endpoint", value, sizeof value)) {
            rtx_free(ret->new_endpoint);
            ret->new_endpoint = rtx__strdup(value);
        }
        (void)(take(at, length, "router", ret->info.router,
                    sizeof ret->info.router) ||
               take(at, length, "endpoint", ret->info.endpoint,
                    sizeof ret->info.endpoint) ||
               take(at, length, "created", ret->info.created,
                    sizeof ret->info.created) ||
               take(at, length, "key", kdf, kdf_size));
        at += length + (at[length] == '\n');
    }
    if (*at != '\n' || !ret->info.router[0] || !kdf[0])
        return 0;
    return (size_t)(at + 1 - text);
}

/* The state of the last whole record. */
static void last_state(const char *text, struct rtx_journal_info *info)
{
    const char *end;
    char *colon;

    while ((end = strchr(text, '\n')) != NULL) {
        snprintf(info->state, sizeof info->state, "%.*s",
                 (int)strcspn(text, " \n"), text);
        text = end + 1;
    }
    colon = strchr(info->state, ':');
    if (colon) {
        rtx__copy(info->outcome, sizeof info->outcome, colon + 1);
        *colon = '\0';
        info->finished = strcmp(info->state, "done") == 0;
    }
}

int rtx_journal_read(const char *path, struct rtx_journal_info *ret,
                     struct rtx_error *error)
{
    struct journal journal = {.fd = -1};
    struct rtx_buf text;
    char kdf[256];
    size_t head;
    int rc;

    if (!path)
        return rtx__error(error, RTX_E_ARGUMENT, "no path");
    if (!rtx__size_is_set(ret))
        return rtx__error(error, RTX_E_ARGUMENT, "size is not set");
    rtx__buf_init(&text, 256 << 20);
    rc = journal_read(path, &text, error);
    if (rc == 0) {
        head = journal_head(rtx__buf_str(&text), &journal, kdf, sizeof kdf);
        if (head)
            last_state(rtx__buf_str(&text) + head, &journal.info);
        if (!head || !journal.info.state[0])
            rc = rtx__error(error, RTX_E_JOURNAL, "%s is no journal", path);
    }
    rtx__buf_free(&text);
    rtx_free(journal.new_endpoint);
    return rc < 0 ? rc
                  : rtx__fill_sized(ret, &journal.info, sizeof journal.info);
}

/* The journal that a lock file names, when it is one of this router. */
static char *named_by(const char *lock, const char *router)
{
    struct rtx_journal_info info = {.size = sizeof info};
    struct rtx_buf text;
    const char *name;
    char *path = NULL;

    rtx__buf_init(&text, 1 << 16);
    if (journal_read(lock, &text, NULL) == 0) {
        name = strstr(rtx__buf_str(&text), "\njournal ");
        if (name)
            path = rtx__strndup(name + 9, strcspn(name + 9, "\n"));
    }
    rtx__buf_free(&text);
    if (path && rtx_journal_read(path, &info, NULL) == 0 &&
        (strcmp(info.endpoint, router) == 0 ||
         strcmp(info.router, router) == 0))
        return path;
    rtx_free(path);
    return NULL;
}

char *rtx_journal_find(const char *directory, const char *router)
{
    char *own = !router     ? NULL
                : directory ? rtx__strdup(directory)
                            : files_state_directory();
    DIR *dir = own ? opendir(own) : NULL;
    char *found = NULL;
    struct dirent *entry;

    while (dir && !found && (entry = readdir(dir)) != NULL) {
        size_t length = strlen(entry->d_name);
        char *lock;

        if (length < 5 || strcmp(entry->d_name + length - 5, ".lock") != 0)
            continue;
        lock = rtx__format("%s/%s", own, entry->d_name);
        if (lock)
            found = named_by(lock, router);
        rtx_free(lock);
    }
    if (dir)
        closedir(dir);
    rtx_free(own);
    return found;
}
