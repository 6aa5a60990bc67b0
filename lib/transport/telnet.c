/*
 * Telnet over another transport, by libtelnet. Its handler only copies: what
 * is to be done is done after telnet_recv has returned.
 */
#include "transport/transport.h"

#include <libtelnet.h>
#include <string.h>

enum { QUEUE_CEILING = 1 << 22 };

struct wire {
    rtx_transport base;
    rtx_transport *below;
    telnet_t *telnet;
    struct rtx_buf in;  /* console bytes, decoded */
    struct rtx_buf out; /* telnet bytes, to be written below */
    int failed;
};

/* The router echoes and goes character by character; nothing else is wanted. */
static const telnet_telopt_t options[] = {
    {TELNET_TELOPT_ECHO, TELNET_WONT, TELNET_DO},
    {TELNET_TELOPT_SGA, TELNET_WILL, TELNET_DO},
    {-1, 0, 0},
};

static void keep(struct wire *w, int rc)
{
    if (rc < 0 && !w->failed)
        w->failed = rc;
}

static void on_event(telnet_t *telnet, telnet_event_t *event, void *user)
{
    struct wire *w = user;

    (void)telnet;
    if (event->type == TELNET_EV_DATA)
        keep(w, rtx__buf_add(&w->in, event->data.buffer, event->data.size));
    else if (event->type == TELNET_EV_SEND)
        keep(w, rtx__buf_add(&w->out, event->data.buffer, event->data.size));
}

static void wire_close(rtx_transport *base)
{
    struct wire *w = (struct wire *)base;

    if (w->telnet)
        telnet_free(w->telnet);
    if (w->below)
        w->below->verbs->close(w->below);
    rtx__buf_free(&w->in);
    rtx__buf_free(&w->out);
    rtx_free(w);
}

static void follow(struct wire *w)
{
    w->base.fd = w->below->fd;
    w->base.wake_ms = w->below->wake_ms;
}

static int wire_step(rtx_transport *base, int64_t now, struct rtx_error *error)
{
    struct wire *w = (struct wire *)base;
    int rc = w->below->verbs->step(w->below, now, error);

    follow(w);
    return rc;
}

static int flush(struct wire *w, struct rtx_error *error)
{
    while (w->out.length > 0) {
        ptrdiff_t n =
            w->below->verbs->write(w->below, w->out.data, w->out.length, error);

        if (n <= 0)
            return (int)n;
        rtx__buf_drop(&w->out, (size_t)n);
    }
    return 0;
}

static ptrdiff_t give(struct wire *w, void *bytes, size_t size)
{
    size_t n = w->in.length < size ? w->in.length : size;

    if (n > 0) {
        memcpy(bytes, w->in.data, n);
        rtx__buf_drop(&w->in, n);
    }
    if (w->in.length > 0)
        w->base.drained = false;
    return (ptrdiff_t)n;
}

static ptrdiff_t wire_read(rtx_transport *base, void *bytes, size_t size,
                           struct rtx_error *error)
{
    struct wire *w = (struct wire *)base;
    char raw[8192];
    ptrdiff_t n;
    int rc;

    if (w->in.length > 0)
        return give(w, bytes, size);
    n = w->below->verbs->read(w->below, raw, sizeof raw, error);
    w->base.drained = w->below->drained;
    if (n <= 0)
        return n;
    telnet_recv(w->telnet, raw, (size_t)n);
    rtx__wipe(raw, (size_t)n);
    if (w->failed)
        return rtx__error(error, w->failed, "telnet: %s",
                          rtx_strerror(w->failed));
    rc = flush(w, error);
    return rc < 0 ? rc : give(w, bytes, size);
}

static ptrdiff_t wire_write(rtx_transport *base, const void *bytes,
                            size_t length, struct rtx_error *error)
{
    struct wire *w = (struct wire *)base;
    int rc = flush(w, error);

    if (rc < 0)
        return rc;
    if (w->out.length > 0)
        return 0;
    telnet_send(w->telnet, bytes, length);
    if (w->failed)
        return rtx__error(error, w->failed, "telnet: %s",
                          rtx_strerror(w->failed));
    rc = flush(w, error);
    return rc < 0 ? rc : (ptrdiff_t)length;
}

static int wire_wants(const rtx_transport *base)
{
    const struct wire *w = (const struct wire *)base;

    return w->below->verbs->wants(w->below) |
           (w->out.length > 0 ? RTX_WANT_WRITE : 0);
}

static const struct rtx_transport_verbs wire_verbs = {
    wire_step, wire_read, wire_write, wire_wants, wire_close};

int rtx__telnet_wrap(rtx_transport **ret, rtx_transport *below,
                     struct rtx_error *error)
{
    struct wire *w = rtx__calloc(1, sizeof *w);

    if (!w) {
        below->verbs->close(below);
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    }
    w->base.verbs = &wire_verbs;
    w->below = below;
    rtx__buf_init_secret(&w->in, QUEUE_CEILING);
    rtx__buf_init_secret(&w->out, QUEUE_CEILING);
    w->telnet = telnet_init(options, on_event, 0, w);
    follow(w);
    if (!w->telnet) {
        wire_close(&w->base);
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    }
    *ret = &w->base;
    return 0;
}
