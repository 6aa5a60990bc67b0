/* A TCP connection: names looked up, each address tried, nothing blocks. */
#include "transport/transport.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct tcp {
    rtx_transport base;
    struct rtx_lookup *lookup; /* while the name is looked up */
    struct addrinfo *addresses;
    struct addrinfo *next;
    char *name; /* host port, for messages */
    bool ready;
    int64_t deadline_ms;
    int64_t give_up_ms; /* of the address being tried */
    int last_errno;
};

static void drop_socket(struct tcp *t)
{
    if (t->base.fd >= 0 && !t->lookup)
        close(t->base.fd);
    t->base.fd = -1;
}

static void tcp_close(rtx_transport *base)
{
    struct tcp *t = (struct tcp *)base;

    drop_socket(t);
    rtx__lookup_free(t->lookup);
    if (t->addresses)
        freeaddrinfo(t->addresses);
    rtx_free(t->name);
    rtx_free(t);
}

/* The time that is left, shared by the addresses that are left. */
static void set_patience(struct tcp *t, int64_t now)
{
    int left = 1;

    for (const struct addrinfo *a = t->next; a; a = a->ai_next)
        left++;
    t->give_up_ms = now + (t->deadline_ms - now) / left;
    t->base.wake_ms = t->give_up_ms;
}

/* Keys go out at once; a dead line is found, and one that rests kept open by
 * what lies between, without a key stroke. */
static void set_options(int fd)
{
    static const int one = 1;
    static const int rest_s = 60;
    static const int again_s = 20;
    static const int times = 3;

    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof one);
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &rest_s, sizeof rest_s);
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &again_s, sizeof again_s);
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &times, sizeof times);
}

static int begin_next(struct tcp *t, int64_t now, struct rtx_error *error)
{
    while (t->next && now < t->deadline_ms) {
        const struct addrinfo *a = t->next;

        t->next = a->ai_next;
        t->base.fd = rtx__above_streams(socket(
            a->ai_family, a->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        if (t->base.fd < 0) {
            t->last_errno = errno;
            continue;
        }
        set_options(t->base.fd);
        if (connect(t->base.fd, a->ai_addr, a->ai_addrlen) == 0 ||
            errno == EINPROGRESS) {
            set_patience(t, now);
            return 0;
        }
        t->last_errno = errno;
        drop_socket(t);
    }
    return rtx__error(error, RTX_E_CONNECT, "cannot connect to %s: %s", t->name,
                      strerror(t->last_errno ? t->last_errno : ETIMEDOUT));
}

static int step_lookup(struct tcp *t, int64_t now, struct rtx_error *error)
{
    const char *reason = "";
    int rc = rtx__lookup_poll(t->lookup, &t->addresses, &reason);

    if (rc == 0 && now < t->deadline_ms)
        return 0;
    rtx__lookup_free(t->lookup);
    t->lookup = NULL;
    t->base.fd = -1;
    if (rc == 0)
        return rtx__error(error, RTX_E_RESOLVE,
                          "no answer about the name %s in time%s%s", t->name,
                          reason[0] ? ": " : "", reason);
    if (rc < 0)
        return rtx__error(error, RTX_E_RESOLVE, "%s: %s", t->name, reason);
    t->next = t->addresses;
    return begin_next(t, now, error);
}

/* 1 connected, 0 not yet, <0 that address failed (errno is kept). */
static int check_socket(struct tcp *t)
{
    struct sockaddr_storage peer;
    socklen_t size = sizeof peer;
    int failure = 0;
    socklen_t failure_size = sizeof failure;

    getsockopt(t->base.fd, SOL_SOCKET, SO_ERROR, &failure, &failure_size);
    if (failure) {
        t->last_errno = failure;
        return -1;
    }
    return getpeername(t->base.fd, (struct sockaddr *)&peer, &size) == 0;
}

static int tcp_step(rtx_transport *base, int64_t now, struct rtx_error *error)
{
    struct tcp *t = (struct tcp *)base;
    int rc;

    if (t->ready)
        return 1;
    if (t->lookup) {
        rc = step_lookup(t, now, error);
        if (rc < 0 || t->lookup)
            return rc;
    }
    rc = check_socket(t);
    if (rc > 0) {
        t->ready = true;
        t->base.wake_ms = INT64_MAX;
        return 1;
    }
    if (rc == 0 && now < t->give_up_ms)
        return 0;
    if (rc == 0)
        t->last_errno = ETIMEDOUT;
    drop_socket(t);
    return begin_next(t, now, error);
}

int rtx__tcp_take(rtx_transport *base)
{
    int fd = base->fd;

    base->fd = -1;
    tcp_close(base);
    return fd;
}

static ptrdiff_t failed(struct tcp *t, const char *what,
                        struct rtx_error *error)
{
    if (errno == EAGAIN || errno == EINTR)
        return 0;
    return rtx__error(error, RTX_E_CLOSED,
                      "the connection to %s was lost "
                      "while %s: %s",
                      t->name, what, strerror(errno));
}

static ptrdiff_t tcp_read(rtx_transport *base, void *bytes, size_t size,
                          struct rtx_error *error)
{
    struct tcp *t = (struct tcp *)base;
    ssize_t n = recv(base->fd, bytes, size, 0);

    base->drained = n > 0 && (size_t)n < size;
    if (n > 0)
        return n;
    if (n == 0)
        return rtx__error(error, RTX_E_CLOSED, "%s closed the connection",
                          t->name);
    return failed(t, "reading", error);
}

static ptrdiff_t tcp_write(rtx_transport *base, const void *bytes,
                           size_t length, struct rtx_error *error)
{
    struct tcp *t = (struct tcp *)base;
    ssize_t n = send(base->fd, bytes, length, MSG_NOSIGNAL);

    return n >= 0 ? n : failed(t, "writing", error);
}

static int tcp_wants(const rtx_transport *base)
{
    const struct tcp *t = (const struct tcp *)base;

    return t->ready || t->lookup ? RTX_WANT_READ : RTX_WANT_WRITE;
}

static const struct rtx_transport_verbs tcp_verbs = {
    tcp_step, tcp_read, tcp_write, tcp_wants, tcp_close};

int rtx__tcp_open(rtx_transport **ret, const char *host, const char *port,
                  int64_t deadline_ms, struct rtx_error *error)
{
    struct tcp *t = rtx__calloc(1, sizeof *t);
    int rc;

    if (!t)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    t->base.verbs = &tcp_verbs;
    t->base.fd = -1;
    t->deadline_ms = deadline_ms;
    t->base.wake_ms = deadline_ms;
    t->name = rtx__format("%s port %s", host, port);
    rc = rtx__lookup_begin(&t->lookup, host, port, &t->base.fd);
    if (rc < 0 || !t->name) {
        int why = errno;

        t->base.fd = -1;
        tcp_close(&t->base);
        return rtx__error(error, rc < 0 ? rc : RTX_E_NOMEM,
                          "cannot look up %s: %s", host,
                          rc == RTX_E_IO ? strerror(why) : "out of memory");
    }
    *ret = &t->base;
    return 0;
}
