/* Sessions over a wire that the caller made, and how it is made again. */
#include <string.h>

#include "session/internal.h"

/* The functions that this library knows, whatever the caller was built for. */
static int copy_verbs(struct rtx_wire *to, const struct rtx_wire *from,
                      struct rtx_error *error)
{
    memset(to, 0, sizeof *to);
    if (from && from->size >= sizeof from->size && from->size <= 4096)
        memcpy(to, from,
               from->size < sizeof *to ? (size_t)from->size : sizeof *to);
    if (!to->read || !to->write || !to->fd)
        return rtx__error(error, RTX_E_ARGUMENT,
                          "a wire needs its size, read, write and fd");
    to->size = sizeof *to;
    return 0;
}

int rtx_session_new_wire(rtx_session **ret, const struct rtx_wire *wire,
                         void *user, const char *name, struct rtx_error *error)
{
    struct rtx_wire verbs;
    rtx_session *s;
    int rc = copy_verbs(&verbs, wire, error);

    if (rc < 0)
        return rc;
    if (!ret || !name)
        return rtx__error(error, RTX_E_ARGUMENT, "a wire needs a name");
    s = session_make(name, error);
    if (!s)
        return RTX_E_NOMEM;
    s->endpoint.scheme = RTX_WIRE;
    s->wire = verbs;
    s->wire_user = user;
    rc = rtx__wire_open(&s->ready, &s->wire, user, name, error);
    if (rc < 0) {
        rtx_session_free(s);
        return rc;
    }
    *ret = s;
    return 0;
}

int rtx_session_new_fd(rtx_session **ret, int in_fd, int out_fd,
                       const char *name, struct rtx_error *error)
{
    rtx_session *s;
    int rc;

    if (!ret || !name)
        return rtx__error(error, RTX_E_ARGUMENT, "descriptors need a name");
    s = session_make(name, error);
    if (!s)
        return RTX_E_NOMEM;
    s->endpoint.scheme = RTX_WIRE;
    rc = rtx__fd_open(&s->ready, in_fd, out_fd, name, error);
    if (rc < 0) {
        rtx_session_free(s);
        return rc;
    }
    *ret = s;
    return 0;
}

/* The wire as it was given; after that, as the caller connects it again. */
int session_own_wire(rtx_session *s)
{
    int rc;

    if (s->ready) {
        s->transport = s->ready;
        s->ready = NULL;
        return 0;
    }
    if (!s->wire.reopen) {
        session_fail(s, RTX_E_UNSUPPORTED,
                     "the wire was the caller's, and it cannot be opened "
                     "again");
        RTX_ERROR_SET(&s->error, hint,
                      "give the wire a reopen function, or make a new session");
        return RTX_E_UNSUPPORTED;
    }
    rc = s->wire.reopen(s->wire_user);
    if (rc < 0)
        return session_fail(s, RTX_E_CONNECT,
                            "the caller's wire could not be opened again: %s",
                            rtx_strerror(rc));
    return rtx__wire_open(&s->transport, &s->wire, s->wire_user,
                          s->endpoint_text, &s->error);
}
