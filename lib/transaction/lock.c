/* One program per router: a lock file that names its holder and its journal. */
#include "transaction/journal.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PID_LINE = 15 };

void lock_init(struct lock *lock)
{
    memset(lock, 0, sizeof *lock);
    lock->fd = -1;
}

static char *lock_path(const char *directory, const char *router)
{
    char *path = rtx__format("%s/%s.lock", directory, router);

    for (char *c = path ? path + strlen(directory) + 1 : NULL; c && *c; c++) {
        if (!isalnum((unsigned char)*c) && !strchr("._-", *c))
            *c = '_';
    }
    return path;
}

static int held(struct lock *lock, const char *router, struct rtx_error *error)
{
    char text[64] = "";
    ssize_t n = pread(lock->fd, text, sizeof text - 1, 0);

    (void)n;
    rtx__error(error, RTX_E_LOCKED,
               "another program, process %.*s, works on router %s",
               (int)strspn(text[0] ? text + 4 : "?", "0123456789?"),
               text[0] ? text + 4 : "?", router);
    RTX_ERROR_SET(error, step, "lock");
    return RTX_E_LOCKED;
}

static void read_back(struct lock *lock)
{
    struct rtx_buf text;
    const char *name;
    struct stat status;

    if (fstat(lock->fd, &status) == 0)
        lock->released_ms = (int64_t)status.st_mtim.tv_sec * 1000 +
                            status.st_mtim.tv_nsec / 1000000;
    rtx__buf_init(&text, 1 << 16);
    if (journal_read(lock->path, &text, NULL) == 0) {
        name = strstr(rtx__buf_str(&text), "\njournal ");
        if (name)
            lock->journal = rtx__strndup(name + 9, strcspn(name + 9, "\n"));
    }
    rtx__buf_free(&text);
}

/* In place: a process that is killed here must not lose the journal's name. */
static int write_pid(struct lock *lock)
{
    char text[32];

    snprintf(text, sizeof text, "pid %-10d\n", (int)getpid());
    return pwrite(lock->fd, text, PID_LINE, 0) == PID_LINE ? 0 : -1;
}

static int write_journal(struct lock *lock)
{
    char *text = rtx__format("journal %s\n", lock->journal);
    int rc = -1;

    if (text && lseek(lock->fd, PID_LINE, SEEK_SET) == PID_LINE &&
        files_write(lock->fd, text, strlen(text)) == 0)
        rc = ftruncate(lock->fd, (off_t)(PID_LINE + strlen(text)));
    rtx_free(text);
    return rc;
}

int lock_take(struct lock *lock, const char *directory, const char *router,
              struct rtx_error *error)
{
    int rc = files_directory(directory, error);

    if (rc == 0)
        rc = files_private(directory, error);
    if (rc < 0)
        return rc;
    lock->path = lock_path(directory, router);
    if (!lock->path)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    lock->fd = rtx__above_streams(
        open(lock->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (lock->fd < 0) {
        rc = files_fail(error, lock->path, "cannot be opened");
    } else if (flock(lock->fd, LOCK_EX | LOCK_NB) < 0) {
        rc = errno == EWOULDBLOCK
                 ? held(lock, router, error)
                 : files_fail(error, lock->path, "cannot be locked");
    } else {
        read_back(lock);
        if (write_pid(lock) < 0)
            rc = files_fail(error, lock->path, "cannot be written");
    }
    if (rc == 0)
        return 0;
    if (lock->fd >= 0)
        close(lock->fd);
    lock->fd = -1;
    return rc;
}

int lock_note(struct lock *lock, const char *journal, struct rtx_error *error)
{
    char *copy = rtx__strdup(journal);

    if (!copy)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    rtx_free(lock->journal);
    lock->journal = copy;
    if (write_journal(lock) < 0)
        return files_fail(error, lock->path, "cannot be written");
    return 0;
}

void lock_release(struct lock *lock)
{
    if (lock->fd >= 0) {
        (void)futimens(lock->fd, NULL); /* tells when, to whoever is next */
        close(lock->fd);
    }
    rtx_free(lock->path);
    rtx_free(lock->journal);
    lock_init(lock);
}
