/*
 * One program at a time on a serial port: flock() for those that ask for it,
 * a file LCK..NAME as UUCP had it for the older ones (minicom, cu, …).
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "transport/serial.h"

#define LOCK_FOLDER "/var/lock"

/* "/dev/pts/3" is locked as LCK..pts_3 */
static char *lock_path(const char *device)
{
    const char *name =
        rtx__starts(device, "/dev/") ? device + strlen("/dev/") : device + 1;
    char *path = rtx__format(LOCK_FOLDER "/LCK..%s", name);

    for (char *c = path ? path + strlen(LOCK_FOLDER "/") : NULL; c && *c; c++)
        *c = *c == '/' ? '_' : *c;
    return path;
}

static bool read_some(const char *path, char *ret, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t n = fd < 0 ? -1 : read(fd, ret, size - 1);

    if (fd >= 0)
        close(fd);
    ret[n > 0 ? n : 0] = '\0';
    return n > 0;
}

/* The living process that the file names, other than this one; 0: none. */
static long holder(const char *path)
{
    char text[64];
    long pid = read_some(path, text, sizeof text) ? strtol(text, NULL, 10) : 0;

    if (pid <= 0 || pid == (long)getpid() ||
        (kill((pid_t)pid, 0) < 0 && errno == ESRCH))
        return 0;
    return pid;
}

static int in_use(const char *device, const char *path, long pid,
                  struct rtx_error *error)
{
    char file[64];
    char name[64] = "another program";

    if (pid > 0) {
        snprintf(file, sizeof file, "/proc/%ld/comm", pid);
        if (!read_some(file, name, sizeof name))
            rtx__copy(name, sizeof name, "a program");
        name[rtx__trimmed(name, strlen(name))] = '\0';
        rtx__error(error, RTX_E_PORT_IN_USE,
                   "%s is in use by %s, process %ld (%s)", device, name, pid,
                   path);
    } else {
        rtx__error(error, RTX_E_PORT_IN_USE, "%s is in use by another program",
                   device);
    }
    RTX_ERROR_SET(error, hint,
                  "end that program, or wait for it; fuser DEVICE tells which "
                  "it is");
    return RTX_E_PORT_IN_USE;
}

/* Where the folder is not ours to write, flock() must do. */
static void leave_file(struct rtx_port_lock *lock, char *path)
{
    char text[32];
    int length = snprintf(text, sizeof text, "%10ld\n", (long)getpid());
    int fd;

    (void)unlink(path); /* of a process that is gone */
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd >= 0 && write(fd, text, (size_t)length) == length) {
        lock->path = path;
        path = NULL;
    }
    if (fd >= 0)
        close(fd);
    rtx_free(path);
}

int rtx__port_lock(struct rtx_port_lock *lock, int fd, const char *device,
                   struct rtx_error *error)
{
    char *path = lock_path(device);
    long pid = path ? holder(path) : 0;
    int rc = 0;

    lock->path = NULL;
    if (!path)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    if (pid > 0 || flock(fd, LOCK_EX | LOCK_NB) < 0)
        rc = in_use(device, path, pid, error);
    if (rc == 0)
        leave_file(lock, path);
    else
        rtx_free(path);
    return rc;
}

void rtx__port_unlock(struct rtx_port_lock *lock)
{
    if (lock->path)
        (void)unlink(lock->path);
    rtx_free(lock->path);
    lock->path = NULL;
}
