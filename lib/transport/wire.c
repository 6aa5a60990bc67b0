/* A wire that the library's user made: his functions behind our verbs. */
#include <string.h>

#include <rtx/session.h>

#include "transport/transport.h"

struct user_wire {
    rtx_transport base;
    struct rtx_wire verbs;
    void *user;
    char *name;
};

static void follow(struct user_wire *w)
{
    w->base.fd = w->verbs.fd(w->user);
}

static int user_step(rtx_transport *base, int64_t now, struct rtx_error *error)
{
    (void)now;
    (void)error;
    follow((struct user_wire *)base);
    return 1;
}

/* Whatever he returns, it is one of our codes from here on. */
static ptrdiff_t judged(struct user_wire *w, ptrdiff_t n, size_t size,
                        const char *what, struct rtx_error *error)
{
    follow(w);
    if (n >= 0 && (size_t)n <= size)
        return n;
    if (n == RTX_E_CLOSED)
        return rtx__error(error, RTX_E_CLOSED, "%s was closed", w->name);
    if (n > 0)
        return rtx__error(error, RTX_E_ARGUMENT,
                          "%s: the wire says that %s moved more bytes than "
                          "there are",
                          w->name, what);
    return rtx__error(error, RTX_E_CLOSED, "%s failed while %s: %s", w->name,
                      what, rtx_strerror((int)n));
}

static ptrdiff_t user_read(rtx_transport *base, void *bytes, size_t size,
                           struct rtx_error *error)
{
    struct user_wire *w = (struct user_wire *)base;

    return judged(w, w->verbs.read(w->user, bytes, size), size, "reading",
                  error);
}

static ptrdiff_t user_write(rtx_transport *base, const void *bytes,
                            size_t length, struct rtx_error *error)
{
    struct user_wire *w = (struct user_wire *)base;

    return judged(w, w->verbs.write(w->user, bytes, length), length, "writing",
                  error);
}

static int user_wants(const rtx_transport *base)
{
    const struct user_wire *w = (const struct user_wire *)base;

    return w->verbs.wants ? w->verbs.wants(w->user) : RTX_WANT_READ;
}

static void user_close(rtx_transport *base)
{
    struct user_wire *w = (struct user_wire *)base;

    if (w->verbs.close)
        w->verbs.close(w->user);
    rtx_free(w->name);
    rtx_free(w);
}

static const struct rtx_transport_verbs user_verbs = {
    user_step, user_read, user_write, user_wants, user_close};

int rtx__wire_open(rtx_transport **ret, const struct rtx_wire *verbs,
                   void *user, const char *name, struct rtx_error *error)
{
    struct user_wire *w = rtx__calloc(1, sizeof *w);

    if (!w || !(w->name = rtx__strdup(name))) {
        rtx_free(w);
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    }
    w->base.verbs = &user_verbs;
    w->base.wake_ms = INT64_MAX;
    w->verbs = *verbs;
    w->user = user;
    follow(w);
    *ret = &w->base;
    return 0;
}
