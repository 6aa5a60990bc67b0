/*
 * The SSH agent with a deadline. libssh waits for an agent's answer for ever:
 * it is given one end of a pair of sockets, and a thread carries what is said
 * between the other end and the agent until the time is over.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "transport/ssh.h"

struct ssh_relay {
    pthread_t thread;
    int libssh; /* the end that libssh does not have */
    struct sockaddr_un at;
    int64_t deadline_ms;
    atomic_bool late;
};

enum { CARRIED = 4096, AGENT_MS = 60000 };

/* @return whether it is ready before the time is over */
static bool await(struct ssh_relay *a, struct pollfd *fds, nfds_t count)
{
    int rc;

    do {
        int64_t left = a->deadline_ms - rtx__now_ms();

        rc = left > 0 ? poll(fds, count, (int)rtx__least(left, 60000)) : -2;
    } while (rc == 0 || (rc == -1 && errno == EINTR));
    if (rc == -2)
        atomic_store(&a->late, true);
    return rc > 0;
}

/* Send all of it. A reader that is gone is no signal. */
static bool pass_on(struct ssh_relay *a, int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        struct pollfd writable = {.fd = fd, .events = POLLOUT};
        ssize_t n = send(fd, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);

        if (n > 0) {
            bytes += n;
            size -= (size_t)n;
        } else if ((errno != EAGAIN && errno != EINTR) ||
                   !await(a, &writable, 1)) {
            return false;
        }
    }
    return true;
}

static bool carry(struct ssh_relay *a, const struct pollfd *from, int to)
{
    char bytes[CARRIED];
    ssize_t n;
    bool done;

    if (!(from->revents & (POLLIN | POLLHUP | POLLERR)))
        return true;
    n = recv(from->fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (n <= 0)
        return n < 0 && (errno == EAGAIN || errno == EINTR);
    done = pass_on(a, to, bytes, (size_t)n);
    rtx__wipe(bytes, sizeof bytes);
    return done;
}

/* A full queue of a Unix socket cannot be waited for: look again. */
static int reach(struct ssh_relay *a)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    fd = fd < 0 ? fd : rtx__above_streams(fd);
    while (fd >= 0 &&
           connect(fd, (struct sockaddr *)&a->at, sizeof a->at) != 0) {
        bool full = errno == EAGAIN && rtx__now_ms() < a->deadline_ms;

        if (errno == EAGAIN && !full)
            atomic_store(&a->late, true);
        if (full) {
            (void)poll(NULL, 0, 50);
        } else {
            close(fd);
            fd = -1;
        }
    }
    return fd;
}

static void *run(void *argument)
{
    struct ssh_relay *a = argument;
    int agent = reach(a);

    while (agent >= 0) {
        struct pollfd fds[2] = {{.fd = a->libssh, .events = POLLIN},
                                {.fd = agent, .events = POLLIN}};

        if (!await(a, fds, 2) || !carry(a, &fds[0], agent) ||
            !carry(a, &fds[1], a->libssh)) {
            close(agent);
            agent = -1;
        }
    }
    (void)shutdown(a->libssh, SHUT_WR); /* libssh reads an end */
    return NULL;
}

/* The signals of the process are its own threads' affair. */
static int begin_thread(struct ssh_relay *a)
{
    sigset_t all;
    sigset_t before;
    int rc;

    sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    rc = pthread_create(&a->thread, NULL, run, a);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return rc == 0 ? 0 : RTX_E_NOMEM;
}

static int connect_libssh(struct ssh_wire *w, struct ssh_relay *a)
{
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return RTX_E_IO;
    pair[0] = rtx__above_streams(pair[0]);
    pair[1] = rtx__above_streams(pair[1]);
    a->libssh = pair[1];
    if (pair[0] >= 0 && pair[1] >= 0 && begin_thread(a) == 0) {
        if (ssh_set_agent_socket(w->session, pair[0]) == SSH_OK)
            return 0; /* libssh closes it */
        close(pair[0]);
        (void)pthread_join(a->thread, NULL);
        pair[0] = -1;
    }
    for (int i = 0; i < 2; i++) {
        if (pair[i] >= 0)
            close(pair[i]);
    }
    return RTX_E_IO;
}

int ssh_agent_begin(struct ssh_wire *w, struct rtx_error *error)
{
    const char *path = getenv("SSH_AUTH_SOCK");
    int64_t most = rtx__now_ms() + AGENT_MS;
    struct ssh_relay *a;
    int rc;

    if (w->agent || !path || !*path || strlen(path) >= sizeof a->at.sun_path)
        return 0; /* then libssh says that there is none */
    a = rtx__calloc(1, sizeof *a);
    if (!a)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    a->at.sun_family = AF_UNIX;
    memcpy(a->at.sun_path, path, strlen(path));
    a->deadline_ms = rtx__least(w->deadline_ms, most);
    rc = connect_libssh(w, a);
    if (rc < 0) {
        rtx_free(a);
        return rtx__error(error, rc, "cannot make a way to the SSH agent: %s",
                          strerror(errno));
    }
    w->agent = a;
    return 0;
}

bool ssh_agent_late(const struct ssh_wire *w)
{
    return w->agent && atomic_load(&w->agent->late);
}

void ssh_agent_end(struct ssh_wire *w)
{
    if (!w->agent)
        return;
    (void)shutdown(w->agent->libssh, SHUT_RDWR); /* the thread reads an end */
    (void)pthread_join(w->agent->thread, NULL);
    close(w->agent->libssh);
    rtx_free(w->agent);
    w->agent = NULL;
}
