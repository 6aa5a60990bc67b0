/* A router under way: queue, login, work, logout; then it is told and freed. */
#include <string.h>

#include "fleet/fleet.h"

/* ---- beginning and end ---- */

static void link_last(struct slot *slot)
{
    rtx_fleet *fleet = slot->fleet;

    slot->before = fleet->last;
    if (fleet->last)
        fleet->last->after = slot;
    else
        fleet->first = slot;
    fleet->last = slot;
    fleet->running++;
    fleet->routers[slot->router].slot = slot;
    fleet->routers[slot->router].state = RTX_FLEET_RUNNING;
}

static void unlink_slot(struct slot *slot)
{
    rtx_fleet *fleet = slot->fleet;

    if (slot->before)
        slot->before->after = slot->after;
    else
        fleet->first = slot->after;
    if (slot->after)
        slot->after->before = slot->before;
    else
        fleet->last = slot->before;
    fleet->running--;
    fleet->routers[slot->router].slot = NULL;
}

static void leave_queue(struct slot *slot)
{
    if (slot->queued)
        slot->fleet->queued--;
    slot->queued = false;
}

static void end_handshake(struct slot *slot)
{
    if (slot->handshake)
        slot->fleet->handshakes--;
    slot->handshake = false;
}

/* Each login by SSH of its session, not the first alone. */
static int gate(void *user, rtx_session *session, int enter)
{
    struct slot *slot = user;
    rtx_fleet *fleet = slot->fleet;

    (void)session;
    if (!enter) {
        end_handshake(slot);
        return 0;
    }
    if ((int64_t)fleet->handshakes >= fleet->options[RTX_FLEET_HANDSHAKES]) {
        fleet->queued += !slot->queued;
        slot->queued = true;
        return 0;
    }
    leave_queue(slot);
    fleet->handshakes++;
    slot->handshake = true;
    slot->opened_ms = rtx__now_ms();
    return 1;
}

void slot_free(struct slot *slot)
{
    rtx_transaction_free(slot->transaction);
    rtx_session_free(slot->session);
    end_handshake(slot);
    leave_queue(slot);
    unlink_slot(slot);
    watch_end(slot);
}

static void keep_error(struct router *router, const struct rtx_error *error)
{
    if (router->code >= 0)
        return;
    router->error = rtx__malloc(sizeof *error);
    if (router->error)
        *router->error = *error;
}

/* Tell its owner while all of it is still there. */
static void finish(struct slot *slot)
{
    rtx_fleet *fleet = slot->fleet;
    struct router *router = &fleet->routers[slot->router];
    struct rtx_fleet_result result = {.size = sizeof result};

    router->state = RTX_FLEET_DONE;
    router->code = slot->code;
    router->outcome = slot->transaction
                          ? (int32_t)rtx_transaction_outcome(slot->transaction)
                          : RTX_OUTCOME_NONE;
    router->took_ms = rtx__now_ms() - slot->begun_ms;
    keep_error(router, &slot->error);
    (void)rtx_fleet_result(fleet, slot->router, &result);
    if (fleet->calls.done)
        fleet->calls.done(fleet->user, slot->router, &result);
    slot_free(slot);
}

static void fail(struct slot *slot, int code, const struct rtx_error *error)
{
    if (slot->code != 0)
        return;
    slot->code = code;
    if (error && error != &slot->error)
        slot->error = *error;
    if (slot->error.code == RTX_OK)
        rtx__error(&slot->error, code, "%s", rtx_strerror(code));
    if (slot->session && !slot->error.router[0])
        RTX_ERROR_SET(&slot->error, router,
                      rtx_session_endpoint(slot->session));
}

/* The work is over, well or not: log out if that is still possible. */
static bool close_session(struct slot *slot)
{
    if (slot->stage == STAGE_OPEN || rtx_session_start_close(slot->session) < 0)
        return false;
    slot->stage = STAGE_CLOSE;
    slot->deadline_ms = rtx__now_ms() + LOGOUT_MS;
    return true;
}

/* ---- the work ---- */

/* What next() says. True: another operation runs. */
static bool go_on(struct slot *slot)
{
    rtx_fleet *fleet = slot->fleet;
    int rc = fleet->calls.next ? fleet->calls.next(fleet->user, slot->router,
                                                   slot->session, slot->turn++)
                               : 0;

    if (rc < 0)
        fail(slot, rc, rtx_session_error(slot->session));
    return rc > 0;
}

/* What becomes of a session that is logged in. True: something runs. */
static bool work(struct slot *slot)
{
    rtx_fleet *fleet = slot->fleet;
    int rc = 0;

    slot->stage = STAGE_WORK;
    if (fleet->calls.transaction)
        rc = fleet->calls.transaction(fleet->user, slot->router, slot->session,
                                      &slot->transaction, &slot->error);
    if (rc < 0) {
        fail(slot, rc, &slot->error);
        return false;
    }
    if (!slot->transaction)
        return go_on(slot);
    slot->stage = STAGE_DEAL;
    return true;
}

/* A stage of the transaction has ended. True: it commits. */
static bool dealt(struct slot *slot)
{
    rtx_fleet *fleet = slot->fleet;
    const struct rtx_error *error = rtx_transaction_error(slot->transaction);

    if (rtx_transaction_outcome(slot->transaction) == RTX_OUTCOME_PLANNED &&
        !slot->late && fleet->calls.planned &&
        fleet->calls.planned(fleet->user, slot->router, slot->transaction) >
            0 &&
        rtx_transaction_start_commit(slot->transaction) == 0)
        return true;
    if (error->code != RTX_OK)
        fail(slot, error->code, error);
    return false;
}

static bool ended(struct slot *slot)
{
    int rc = rtx_session_result(slot->session);

    switch (slot->stage) {
    case STAGE_OPEN:
        if (rc == 0)
            return work(slot);
        break;
    case STAGE_WORK:
        if (rc == 0 || rc == RTX_E_REFUSED || rc == RTX_E_QUESTION)
            return go_on(slot);
        break;
    default:
        return dealt(slot);
    }
    fail(slot, rc, rtx_session_error(slot->session));
    return false;
}

/* ---- turns ---- */

/* True: it has nothing more to do. */
static bool step(struct slot *slot)
{
    for (;;) {
        int over = slot->stage == STAGE_DEAL
                       ? rtx_transaction_process(slot->transaction)
                       : rtx_session_process(slot->session);

        if (!over)
            return false;
        if (slot->stage == STAGE_CLOSE)
            return true;
        if (!ended(slot))
            return !close_session(slot);
    }
}

static bool sent_something(const struct slot *slot)
{
    enum rtx_phase phase = rtx_transaction_phase(slot->transaction, NULL, NULL);

    return phase != RTX_PHASE_IDLE && phase != RTX_PHASE_CHECKPOINT;
}

void slot_abort(struct slot *slot, int code, const char *why)
{
    int64_t now = rtx__now_ms();

    if (slot->stage == STAGE_CLOSE) {
        finish(slot);
        return;
    }
    if (!slot->late && slot->code == 0)
        rtx__error(&slot->error, code, "%s", why);
    if (slot->stage == STAGE_DEAL && !slot->late && sent_something(slot)) {
        slot->late = true;
        slot->deadline_ms = now + slot->fleet->options[RTX_FLEET_ROLLBACK_MS];
        rtx_transaction_abort(slot->transaction);
        watch_update(slot);
        return;
    }
    fail(slot, code, &slot->error);
    finish(slot);
}

void slot_process(struct slot *slot)
{
    int64_t now = rtx__now_ms();

    if (slot->handshake && now - slot->opened_ms >= HANDSHAKE_MS)
        end_handshake(slot);
    if (step(slot)) {
        finish(slot);
        return;
    }
    if (now >= slot->deadline_ms)
        slot_abort(slot, RTX_E_TIMEOUT, "the router's time is over");
    else
        watch_update(slot);
}

static void open_session(struct slot *slot)
{
    int rc;

    rtx_session_set_gate(slot->session, gate, slot);
    rc = rtx_session_start_open(slot->session);
    if (rc < 0) {
        fail(slot, rc, rtx_session_error(slot->session));
        finish(slot);
        return;
    }
    slot_process(slot);
}

static struct slot *make(rtx_fleet *fleet, size_t router)
{
    struct slot *slot = rtx__calloc(1, sizeof *slot);

    if (!slot)
        return NULL;
    slot->fleet = fleet;
    slot->router = router;
    slot->begun_ms = rtx__now_ms();
    slot->deadline_ms = slot->begun_ms + fleet->options[RTX_FLEET_DEADLINE_MS];
    rtx_error_init(&slot->error);
    if (watch_init(slot) < 0) {
        rtx_free(slot);
        return NULL;
    }
    return slot;
}

int slot_begin(rtx_fleet *fleet, size_t router)
{
    struct slot *slot = make(fleet, router);
    int rc;

    if (!slot)
        return RTX_E_NOMEM;
    link_last(slot);
    slot->stage = STAGE_OPEN;
    rc =
        fleet->calls.session(fleet->user, router, &slot->session, &slot->error);
    if (rc < 0 || !slot->session) {
        fail(slot, rc < 0 ? rc : RTX_E_ARGUMENT, &slot->error);
        finish(slot);
        return 0;
    }
    open_session(slot);
    return 0;
}
