/*
 * Descriptors that somebody else connected: one for both ways, or a pair, as
 * pipes to a child are. A pair is polled through an epoll descriptor, because
 * a session has one descriptor to poll.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "transport/transport.h"

struct fd_wire {
    rtx_transport base;
    int in;
    int out;    /* the same as `in`, or another */
    int both;   /* epoll over a pair; -1: there is one only */
    bool waits; /* for `out` to take bytes again */
    char *name;
};

static void fd_close(rtx_transport *base)
{
    struct fd_wire *w = (struct fd_wire *)base;

    if (w->both >= 0)
        close(w->both);
    if (w->out != w->in)
        close(w->out);
    close(w->in);
    rtx_free(w->name);
    rtx_free(w);
}

static int fd_step(rtx_transport *base, int64_t now, struct rtx_error *error)
{
    (void)base;
    (void)now;
    (void)error;
    return 1;
}

static ptrdiff_t lost(const struct fd_wire *w, const char *what,
                      struct rtx_error *error)
{
    if (errno == EAGAIN || errno == EINTR)
        return 0;
    if (errno == EIO || errno == EPIPE) /* a terminal's, a pipe's other end */
        return rtx__error(error, RTX_E_CLOSED, "%s was closed", w->name);
    return rtx__error(error, RTX_E_CLOSED, "%s was lost while %s: %s", w->name,
                      what, strerror(errno));
}

static ptrdiff_t fd_read(rtx_transport *base, void *bytes, size_t size,
                         struct rtx_error *error)
{
    struct fd_wire *w = (struct fd_wire *)base;
    ssize_t n = read(w->in, bytes, size);

    if (n > 0)
        return n;
    if (n == 0)
        return rtx__error(error, RTX_E_CLOSED, "%s was closed", w->name);
    return lost(w, "reading", error);
}

/* A pair's `out` is watched only while something waits for it. */
static void watch_out(struct fd_wire *w, bool waits)
{
    struct epoll_event event = {.events = waits ? EPOLLOUT : 0};

    if (w->both < 0 || w->waits == waits)
        return;
    event.data.fd = w->out;
    (void)epoll_ctl(w->both, EPOLL_CTL_MOD, w->out, &event);
    w->waits = waits;
}

static ptrdiff_t fd_write(rtx_transport *base, const void *bytes, size_t length,
                          struct rtx_error *error)
{
    struct fd_wire *w = (struct fd_wire *)base;
    ssize_t n = send(w->out, bytes, length, MSG_NOSIGNAL);

    if (n < 0 && errno == ENOTSOCK)
        n = write(w->out, bytes, length);
    watch_out(w, n < (ssize_t)length && (n >= 0 || errno == EAGAIN));
    return n >= 0 ? n : lost(w, "writing", error);
}

static int fd_wants(const rtx_transport *base)
{
    (void)base;
    return RTX_WANT_READ;
}

static const struct rtx_transport_verbs fd_verbs = {fd_step, fd_read, fd_write,
                                                    fd_wants, fd_close};

static int watch_both(struct fd_wire *w)
{
    struct epoll_event in = {.events = EPOLLIN};
    struct epoll_event out = {.events = 0};

    in.data.fd = w->in;
    out.data.fd = w->out;
    w->both = epoll_create1(EPOLL_CLOEXEC);
    if (w->both < 0 || epoll_ctl(w->both, EPOLL_CTL_ADD, w->in, &in) != 0 ||
        epoll_ctl(w->both, EPOLL_CTL_ADD, w->out, &out) != 0)
        return -1;
    w->base.fd = w->both;
    w->base.full = true; /* epoll's descriptor is never writable */
    return 0;
}

static int never_block(int fd)
{
    int flags = fcntl(fd, F_GETFL);

    return flags < 0 ? -1 : fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

int rtx__fd_open(rtx_transport **ret, int in, int out, const char *name,
                 struct rtx_error *error)
{
    struct fd_wire *w = rtx__calloc(1, sizeof *w);
    int rc = 0;

    if (!w || !(w->name = rtx__strdup(name))) {
        rtx_free(w);
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    }
    w->base.verbs = &fd_verbs;
    w->base.fd = in;
    w->base.wake_ms = INT64_MAX;
    w->in = in;
    w->out = out;
    w->both = -1;
    if (never_block(in) != 0 || never_block(out) != 0 ||
        (in != out && watch_both(w) != 0)) {
        rc =
            rtx__error(error, RTX_E_ARGUMENT, "%s cannot be used as a wire: %s",
                       name, strerror(errno));
        if (w->both >= 0)
            close(w->both);
        rtx_free(w->name); /* the descriptors stay the caller's */
        rtx_free(w);
        return rc;
    }
    *ret = &w->base;
    return 0;
}
