/* Ending an operation from another thread or a signal handler. */
#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "session/internal.h"

int cancel_init(rtx_session *s)
{
    s->cancel_fd = rtx__above_streams(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    return s->cancel_fd < 0 ? RTX_E_IO : 0;
}

void cancel_close(rtx_session *s)
{
    if (s->cancel_fd >= 0)
        close(s->cancel_fd);
}

/* Whatever stands here runs in signal handlers: an atomic and a write. */
void rtx_session_cancel(rtx_session *s)
{
    uint64_t one = 1;
    int before = errno;
    ssize_t written;

    if (!s)
        return;
    atomic_store(&s->cancelled, true);
    written = write(s->cancel_fd, &one, sizeof one);
    (void)written; /* a full counter wakes as well */
    errno = before;
}

bool cancel_asked(const rtx_session *s)
{
    return atomic_load(&s->cancelled);
}

bool cancel_take(rtx_session *s)
{
    uint64_t count;
    ssize_t n;

    if (!cancel_asked(s))
        return false;
    /* in this order: one who asks from now on is heard by the next operation */
    n = read(s->cancel_fd, &count, sizeof count);
    (void)n;
    atomic_store(&s->cancelled, false);
    return true;
}

static void end(rtx_session *s, const char *why)
{
    session_fail(s, RTX_E_INTERRUPTED, "%s", why);
    RTX_ERROR_SET(&s->error, hint,
                  "nobody knows how far it came: free the session, and connect "
                  "again to look");
    session_end(s, RTX_E_INTERRUPTED);
    if (!s->broken)
        s->broken = s->connected ? RTX_E_DESYNC : RTX_E_CLOSED;
}

void cancel_obey(rtx_session *s)
{
    if (s->op.running && cancel_take(s))
        end(s, "the operation was cancelled");
}

void rtx__session_abandon(rtx_session *s)
{
    if (s->op.running)
        end(s, "the transaction was freed in the middle of its work");
}
