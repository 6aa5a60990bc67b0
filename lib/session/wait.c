/* The blocking half: a poll loop over the calls that never block. */
#include "session/internal.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>

int rtx__session_poll(rtx_session *s, int64_t until_ms)
{
    int wants = rtx_session_wants(s);
    struct pollfd fds[2] = {{.fd = rtx_session_fd(s)},
                            {.fd = s->cancel_fd, .events = POLLIN}};
    int64_t at = rtx_session_deadline(s);
    int64_t now = rtx__now_ms();
    int64_t ms;

    if (at > until_ms || fds[0].fd < 0)
        at = until_ms;
    ms = at > now ? at - now : 0;
    fds[0].events = (short)((wants & RTX_WANTS_READ ? POLLIN : 0) |
                            (wants & RTX_WANTS_WRITE ? POLLOUT : 0));
    /* a cancellation is for an operation: the next one, when none runs */
    if (poll(fds, s->op.running || s->resting ? 2 : 1,
             ms > INT_MAX ? INT_MAX : (int)ms) < 0 &&
        errno == EINTR && !((s->op.running || s->resting) && cancel_asked(s)))
        return RTX_E_INTERRUPTED;
    return 0;
}

int rtx__session_wait(rtx_session *s, int64_t until_ms)
{
    while (rtx_session_process(s) == 0) {
        int rc;

        if (rtx__now_ms() >= until_ms) {
            session_fail(s, RTX_E_TIMEOUT,
                         "the time given for this step is over");
            session_end(s, RTX_E_TIMEOUT);
            s->broken = RTX_E_DESYNC;
            return RTX_E_TIMEOUT;
        }
        rc = rtx__session_poll(s, until_ms);
        if (rc < 0)
            return session_fail(s, rc, "interrupted by a signal");
    }
    return rtx_session_result(s);
}

/* Wait for what was begun with `rc`. */
static int finish(rtx_session *s, int rc, int64_t timeout_ms)
{
    return rc < 0 ? rc : rtx__session_wait(s, rtx__until_ms(timeout_ms));
}

int rtx_session_open(rtx_session *s, int64_t timeout_ms)
{
    int rc = session_limit(s, timeout_ms);

    return finish(s, rc < 0 ? rc : rtx_session_start_open(s), timeout_ms);
}

int rtx_session_administrator(rtx_session *s, int64_t timeout_ms)
{
    int rc = session_limit(s, timeout_ms);

    return finish(s, rc < 0 ? rc : rtx_session_start_administrator(s),
                  timeout_ms);
}

int rtx_session_run(rtx_session *s, const char *command, int64_t timeout_ms,
                    char **ret)
{
    int rc = session_limit(s, timeout_ms);

    rc = finish(s, rc < 0 ? rc : rtx_session_start_run(s, command), timeout_ms);
    if (ret && (rc == 0 || rc == RTX_E_REFUSED)) {
        *ret = rtx__strdup(rtx_session_output(s));
        if (!*ret)
            return session_fail(s, RTX_E_NOMEM, "out of memory");
    }
    return rc;
}

int rtx_session_save(rtx_session *s, int64_t timeout_ms)
{
    int rc = session_limit(s, timeout_ms);

    return finish(s, rc < 0 ? rc : rtx_session_start_save(s), timeout_ms);
}

int rtx_session_close(rtx_session *s, int64_t timeout_ms, int *unsaved)
{
    int rc = session_limit(s, timeout_ms);

    if (unsaved)
        *unsaved = 0;
    if (rc < 0)
        return rc;
    rc = finish(s, rtx_session_start_close(s), timeout_ms);
    if (unsaved)
        *unsaved = s->op.asked;
    return rc;
}
