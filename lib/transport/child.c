/* A command that is the wire: a child with a socket as its stdin and stdout. */
#include "transport/transport.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct rtx_child {
    pid_t pid;
    int errors; /* what it says on stderr */
};

static void close_both(const int fds[2])
{
    if (fds[0] >= 0)
        close(fds[0]);
    if (fds[1] >= 0)
        close(fds[1]);
}

/* The child's signals as a fresh program expects them. */
static int set_signals(posix_spawnattr_t *attributes)
{
    sigset_t none;
    sigset_t usual;

    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGINT);
    sigaddset(&usual, SIGTERM);
    posix_spawnattr_setsigmask(attributes, &none);
    posix_spawnattr_setsigdefault(attributes, &usual);
    return posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK |
                                                    POSIX_SPAWN_SETSIGDEF);
}

static int spawn(pid_t *pid, char *command, int wire, int errors)
{
    char shell[] = "sh";
    char option[] = "-c";
    char *argv[] = {shell, option, command, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int rc;

    if (posix_spawn_file_actions_init(&actions) != 0)
        return ENOMEM;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return ENOMEM;
    }
    rc = set_signals(&attributes);
    if (rc == 0)
        rc = posix_spawn_file_actions_adddup2(&actions, wire, 0);
    if (rc == 0)
        rc = posix_spawn_file_actions_adddup2(&actions, wire, 1);
    if (rc == 0)
        rc = posix_spawn_file_actions_adddup2(&actions, errors, 2);
    if (rc == 0)
        rc = posix_spawn(pid, "/bin/sh", &actions, &attributes, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return rc;
}

/* Out of the way of the streams, which the child's ends become. */
static int raise_all(int wire[2], int errors[2])
{
    for (int i = 0; i < 2; i++) {
        wire[i] = rtx__above_streams(wire[i]);
        errors[i] = rtx__above_streams(errors[i]);
        if (wire[i] < 0 || errors[i] < 0)
            return errno;
    }
    return 0;
}

int rtx__child_start(struct rtx_child **ret, const char *command, int *fd,
                     struct rtx_error *error)
{
    struct rtx_child *child = rtx__calloc(1, sizeof *child);
    char *line = rtx__format("exec %s", command);
    int wire[2] = {-1, -1};
    int errors[2] = {-1, -1};
    int rc = 0;

    if (!child || !line)
        rc = ENOMEM;
    else if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, wire) != 0 ||
             pipe2(errors, O_CLOEXEC) != 0)
        rc = errno;
    else
        rc = raise_all(wire, errors);
    if (rc == 0)
        rc = spawn(&child->pid, line, wire[1], errors[1]);
    if (rc == 0) {
        fcntl(wire[0], F_SETFL, O_NONBLOCK);
        fcntl(errors[0], F_SETFL, O_NONBLOCK);
        child->errors = errors[0];
        *fd = wire[0];
        *ret = child;
        wire[0] = errors[0] = -1;
        child = NULL;
    }
    close_both(wire);
    close_both(errors);
    rtx_free(line);
    rtx_free(child);
    return rc == 0 ? 0
                   : rtx__error(error, RTX_E_CONNECT, "cannot run \"%s\": %s",
                                command, strerror(rc));
}

void rtx__child_said(struct rtx_child *child, char *text, size_t size)
{
    ssize_t n = read(child->errors, text, size - 1);

    text[n > 0 ? n : 0] = '\0';
    text[rtx__trimmed(text, strlen(text))] = '\0';
}

void rtx__child_end(struct rtx_child *child)
{
    if (!child)
        return;
    /* what it still has to say goes nowhere, so there is nothing to wait for */
    kill(child->pid, SIGKILL);
    while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    close(child->errors);
    rtx_free(child);
}
