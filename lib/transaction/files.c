/* Files and directories of journals: private, and lasting. */
#include "transaction/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int files_fail(struct rtx_error *error, const char *path, const char *what)
{
    int number = errno;

    rtx__error(error, RTX_E_JOURNAL, "%s %s: %s", path, what, strerror(number));
    RTX_ERROR_SET(error, step, "journal");
    return RTX_E_JOURNAL;
}

char *files_state_directory(void)
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");

    if (state && state[0] == '/')
        return rtx__format("%s/rtx", state);
    if (home && home[0])
        return rtx__format("%s/.local/state/rtx", home);
    return NULL;
}

char *files_parent(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return rtx__strdup(".");
    if (slash == path)
        return rtx__strdup("/");
    return rtx__strndup(path, (size_t)(slash - path));
}

int files_directory(const char *path, struct rtx_error *error)
{
    char *copy = rtx__strdup(path);
    int rc = 0;

    if (!copy)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    for (char *at = copy + 1; rc == 0; at++) {
        char c = *at;

        if (c != '/' && c != '\0')
            continue;
        *at = '\0';
        if (mkdir(copy, 0700) < 0 && errno != EEXIST)
            rc = files_fail(error, copy, "cannot be made");
        *at = c;
        if (c == '\0')
            break;
    }
    rtx_free(copy);
    return rc;
}

int files_private(const char *path, struct rtx_error *error)
{
    char *own = files_state_directory();
    struct stat status;
    bool ours = own && strcmp(own, path) == 0;
    int rc = stat(path, &status);

    if (rc == 0 && status.st_mode & (S_IWGRP | S_IWOTH) && ours)
        rc = chmod(path, 0700);
    if (rc < 0) {
        rc = files_fail(error, path, "cannot be kept private");
    } else if (status.st_mode & (S_IWGRP | S_IWOTH) && !ours) {
        rc = rtx__error(error, RTX_E_JOURNAL,
                        "%s: others can write to this directory", path);
        RTX_ERROR_SET(error, step, "journal");
        RTX_ERROR_SET(error, hint,
                      "journals and locks need one of your own: chmod 700, or "
                      "set HOME or XDG_STATE_HOME");
    }
    rtx_free(own);
    return rc;
}

int files_sync_directory(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int rc;

    if (fd < 0)
        return -1;
    rc = fsync(fd);
    close(fd);
    return rc;
}

int files_put(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, bytes, length);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        bytes += n;
        length -= (size_t)n;
    }
    return 0;
}

int files_write(int fd, const char *bytes, size_t length)
{
    return files_put(fd, bytes, length) < 0 ? -1 : fsync(fd);
}

int journal_read(const char *path, struct rtx_buf *ret, struct rtx_error *error)
{
    char bytes[16384];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n;
    int rc = 0;

    if (fd < 0)
        return files_fail(error, path, "cannot be read");
    while (rc == 0 && (n = read(fd, bytes, sizeof bytes)) != 0) {
        if (n > 0)
            rc = rtx__buf_add(ret, bytes, (size_t)n);
        else if (errno != EINTR)
            rc = files_fail(error, path, "cannot be read");
    }
    close(fd);
    if (rc == RTX_E_NOMEM || rc == RTX_E_LIMIT)
        rc = rtx__error(error, RTX_E_JOURNAL, "%s is too large", path);
    return rc;
}
