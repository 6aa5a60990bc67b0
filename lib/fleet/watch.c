/* A router under way on the loop: its descriptor and its next deadline. */
#include <stdlib.h>
#include <sys/stat.h>

#include "fleet/fleet.h"

static int64_t due(const struct slot *slot)
{
    int64_t at = slot->deadline_ms;
    int64_t own = INT64_MAX;

    if (slot->blind)
        return 0;
    if (slot->stage == STAGE_DEAL)
        own = rtx_transaction_deadline(slot->transaction);
    else
        own = rtx_session_deadline(slot->session);
    /* it is to leave the handshakes in time, so that another one may begin */
    if (slot->handshake && slot->opened_ms + HANDSHAKE_MS < at)
        at = slot->opened_ms + HANDSHAKE_MS;
    return own < at ? own : at;
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
    (void)status; /* the session finds out by itself */
    (void)events;
    slot_process(poll->data);
}

static void on_timer(uv_timer_t *timer)
{
    struct slot *slot = timer->data;

    slot->timer_at = INT64_MAX;
    /* the timer stands where the deadline was when it was set */
    if (rtx__now_ms() >= due(slot))
        slot_process(slot);
    else
        watch_update(slot);
}

static void on_closed(uv_handle_t *handle)
{
    rtx_free(handle);
}

static void on_slot_closed(uv_handle_t *handle)
{
    rtx_free(handle->data);
}

int watch_init(struct slot *slot)
{
    slot->fd = -1;
    slot->timer_at = INT64_MAX;
    slot->timer.data = slot;
    return uv_timer_init(&slot->fleet->loop, &slot->timer) == 0 ? 0
                                                                : RTX_E_NOMEM;
}

static void forget(struct slot *slot)
{
    if (slot->poll) {
        uv_poll_stop(slot->poll);
        uv_close((uv_handle_t *)slot->poll, on_closed);
    }
    slot->poll = NULL;
    slot->fd = -1;
    slot->wants = 0;
}

static bool same(struct slot *slot, int fd)
{
    struct stat status;
    uint64_t epoch = rtx_session_fd_epoch(slot->session);

    if (slot->fd == fd && slot->epoch == epoch)
        return true;
    slot->epoch = epoch;
    return slot->fd == fd && fd >= 0 && fstat(fd, &status) == 0 &&
           status.st_ino == slot->inode;
}

/* Another descriptor, be it under the number of the one before. */
static int look_at(struct slot *slot, int fd)
{
    struct stat status;
    uv_poll_t *poll;

    forget(slot);
    if (fd < 0)
        return 0;
    poll = rtx__calloc(1, sizeof *poll);
    if (!poll)
        return RTX_E_NOMEM;
    if (fstat(fd, &status) < 0 ||
        uv_poll_init(&slot->fleet->loop, poll, fd) < 0) {
        rtx_free(poll);
        return RTX_E_IO;
    }
    poll->data = slot;
    slot->poll = poll;
    slot->fd = fd;
    slot->inode = status.st_ino;
    return 0;
}

static int events_of(int wants)
{
    return (wants & RTX_WANTS_READ ? UV_READABLE : 0) |
           (wants & RTX_WANTS_WRITE ? UV_WRITABLE : 0);
}

void watch_update(struct slot *slot)
{
    int fd = rtx_session_fd(slot->session);
    int wants = fd < 0 ? 0 : rtx_session_wants(slot->session);
    int64_t at = due(slot);

    slot->blind = !same(slot, fd) && look_at(slot, fd) < 0;
    if (slot->blind)
        at = rtx__now_ms() + BLIND_MS;
    if (slot->poll && wants != slot->wants) {
        slot->wants = wants;
        slot->fleet->armed = true;
        if (wants)
            uv_poll_start(slot->poll, events_of(wants), on_poll);
        else
            uv_poll_stop(slot->poll);
    }
    if (at < slot->timer_at) {
        int64_t now = rtx__now_ms();

        slot->timer_at = at;
        uv_timer_start(&slot->timer, on_timer,
                       at > now ? (uint64_t)(at - now) : 0, 0);
    }
}

void watch_end(struct slot *slot)
{
    forget(slot);
    uv_close((uv_handle_t *)&slot->timer, on_slot_closed);
}
