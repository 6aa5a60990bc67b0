/* The machine: begin an operation, and go on when it has ended. */
#include "transaction/transaction.h"

#include <string.h>

static void finish(rtx_transaction *t, enum rtx_outcome outcome)
{
    t->stage = STAGE_NONE;
    t->outcome = outcome;
}

/* Remember the first failure: what follows is its consequence. */
static void note_failure(rtx_transaction *t)
{
    if (t->error.code == RTX_OK)
        t->error = *rtx_session_error(t->session);
}

static void give_up(rtx_transaction *t)
{
    note_failure(t);
    if (!t->begun) {
        finish(t, RTX_OUTCOME_REFUSED);
        return;
    }
    if (t->now && t->leftover.length == 0)
        (void)rtx__config_equal(t->checkpoint, t->now, &t->leftover);
    finish(t, RTX_OUTCOME_NEEDS_PERSON);
}

/* ---- beginning operations; a failure to begin is one of the operation ---- */

static void begin(rtx_transaction *t, enum stage stage)
{
    t->stage = stage;
    switch (stage) {
    case STAGE_ADMIN:
        (void)rtx_session_start_administrator(t->session);
        break;
    case STAGE_READ:
        (void)rtx_session_start_run(t->session, "show config");
        break;
    case STAGE_SAVE:
        (void)rtx_session_start_save(t->session);
        break;
    case STAGE_OPEN:
        rtx__session_reset(t->session);
        (void)rtx_session_start_open(t->session);
        break;
    default:
        break;
    }
}

static void begin_push(rtx_transaction *t, const rtx_plan *plan, bool all)
{
    int rc = decide_lines(t, plan);

    if (rc < 0) {
        rtx__error(&t->error, rc, "%s", rtx_strerror(rc));
        give_up(t);
        return;
    }
    t->begun = true;
    t->stage = STAGE_PUSH;
    (void)rtx__session_start_push(t->session, t->lines, t->count, all);
}

static void begin_reconnect(rtx_transaction *t, int64_t now)
{
    bool first = t->reconnect_until == 0;

    if (first)
        t->reconnect_until = now + t->reconnect_ms;
    if (now >= t->reconnect_until || t->reconnects++ >= RECONNECTS_MOST) {
        give_up(t);
        return;
    }
    t->pause_until = first ? now : now + RETRY_MS;
    t->stage = STAGE_PAUSE;
}

/* Towards the checkpoint, from whatever the router says is there. */
static void roll_back(rtx_transaction *t)
{
    note_failure(t);
    if (!t->begun) {
        finish(t, RTX_OUTCOME_REFUSED);
        return;
    }
    t->goal = GOAL_ROLLBACK;
    begin(t, STAGE_READ);
}

/* ---- what an operation's end means ---- */

static int keep_config(rtx_transaction *t)
{
    const char *text = rtx_session_output(t->session);
    rtx_config *config = NULL;
    struct rtx_error error;
    int rc;

    rtx_error_init(&error);
    rc = rtx_config_parse_running(&config, text, strlen(text), 0, &error);
    if (rc < 0) {
        if (t->error.code == RTX_OK)
            t->error = error;
        return rc;
    }
    rtx_config_free(t->now);
    t->now = config;
    t->reconnect_until = 0; /* it can be reached and read: that was it */
    return 0;
}

static void planned(rtx_transaction *t)
{
    int rc;

    t->checkpoint = rtx__config_copy(t->now);
    rc = t->checkpoint ? 0 : RTX_E_NOMEM;
    if (rc == 0) {
        decide_charset(t);
        rc = rtx_plan_merge(&t->plan, t->checkpoint, t->fragment, &t->error);
    }
    if (rc == 0)
        rc = rtx_plan_expected(&t->expected, t->checkpoint, t->plan, &t->error);
    if (rc == 0)
        rc = decide_plan(t);
    if (rc < 0) {
        if (t->error.code == RTX_OK)
            rtx__error(&t->error, rc, "%s", rtx_strerror(rc));
        finish(t, RTX_OUTCOME_REFUSED);
        return;
    }
    finish(t, rtx_plan_count(t->plan) ? RTX_OUTCOME_PLANNED
                                      : RTX_OUTCOME_UNCHANGED);
}

/* Lines that arrived damaged may have run as something else: put it right. */
static bool repair(rtx_transaction *t)
{
    struct rtx_session_info info = {.size = sizeof info};

    if (rtx_session_info(t->session, &info) < 0 || info.damages == 0 ||
        t->repairs >= REPAIR_ROUNDS ||
        rtx__config_equal(t->expected, t->now, NULL))
        return false;
    rtx_plan_free(t->back);
    t->back = NULL;
    if (rtx_plan_replace(&t->back, t->now, t->expected, NULL) < 0 ||
        rtx_plan_count(t->back) == 0)
        return false;
    t->repairs++;
    begin_push(t, t->back, false);
    return true;
}

static void verified(rtx_transaction *t)
{
    if (repair(t))
        return;
    if (decide_verified(t) < 0) {
        roll_back(t);
        return;
    }
    if (!t->save) {
        finish(t, RTX_OUTCOME_APPLIED);
        return;
    }
    t->goal = GOAL_SAVED;
    begin(t, STAGE_SAVE);
}

static void step_rollback(rtx_transaction *t)
{
    rtx__buf_clear(&t->leftover);
    if (rtx__config_equal(t->checkpoint, t->now, &t->leftover)) {
        rtx__buf_clear(&t->leftover);
        finish(t, RTX_OUTCOME_ROLLED_BACK);
        return;
    }
    rtx_plan_free(t->back);
    t->back = NULL;
    if (t->rounds++ >= ROLLBACK_ROUNDS ||
        rtx_plan_replace(&t->back, t->now, t->checkpoint, NULL) < 0 ||
        rtx_plan_count(t->back) == 0) {
        give_up(t);
        return;
    }
    begin_push(t, t->back, true);
}

static void config_read(rtx_transaction *t)
{
    if (keep_config(t) < 0) {
        give_up(t);
        return;
    }
    switch (t->goal) {
    case GOAL_PLAN:
        planned(t);
        break;
    case GOAL_ROLLBACK:
        step_rollback(t);
        break;
    default:
        verified(t);
        break;
    }
}

static void succeeded(rtx_transaction *t)
{
    switch (t->stage) {
    case STAGE_OPEN:
        begin(t, STAGE_ADMIN);
        break;
    case STAGE_ADMIN:
        begin(t, STAGE_READ);
        break;
    case STAGE_READ:
        config_read(t);
        break;
    case STAGE_PUSH:
        if (t->goal == GOAL_COMMIT)
            t->goal = GOAL_VERIFY;
        begin(t, STAGE_READ);
        break;
    case STAGE_SAVE:
        finish(t, RTX_OUTCOME_COMMITTED);
        break;
    default:
        break;
    }
}

static bool session_lost(const rtx_transaction *t, int rc)
{
    return RTX_IS_FATAL(rc) || rtx_session_fd(t->session) < 0 ||
           rc == RTX_E_TIMEOUT;
}

static void failed(rtx_transaction *t, int rc)
{
    if (!t->begun) {
        give_up(t);
        return;
    }
    if (t->stage == STAGE_PUSH && rc == RTX_E_REFUSED) {
        if (t->error.code == RTX_OK)
            decide_refused(t);
        if (t->goal != GOAL_ROLLBACK)
            t->goal = GOAL_ROLLBACK;
        begin(t, STAGE_READ);
        return;
    }
    if (t->stage == STAGE_OPEN && rc == RTX_E_UNSUPPORTED) {
        give_up(t); /* the caller's own wire, which cannot be opened again */
        return;
    }
    if (session_lost(t, rc)) {
        /* a router that went while saving is asked again whether it has all */
        if (t->goal != GOAL_SAVED) {
            note_failure(t);
            t->goal = GOAL_ROLLBACK;
        }
        begin_reconnect(t, rtx__now_ms());
        return;
    }
    if (t->stage == STAGE_OPEN || t->stage == STAGE_ADMIN) {
        begin_reconnect(t, rtx__now_ms());
        return;
    }
    if (t->goal == GOAL_ROLLBACK)
        give_up(t);
    else
        roll_back(t);
}

/* ---- what its owner calls ---- */

int rtx_transaction_start_plan(rtx_transaction *t)
{
    if (t->stage != STAGE_NONE || t->plan)
        return RTX_E_BUSY;
    t->goal = GOAL_PLAN;
    begin(t, STAGE_ADMIN);
    return 0;
}

int rtx_transaction_start_commit(rtx_transaction *t)
{
    if (t->stage != STAGE_NONE || t->outcome != RTX_OUTCOME_PLANNED)
        return t->outcome == RTX_OUTCOME_UNCHANGED ? 0 : RTX_E_ARGUMENT;
    t->goal = GOAL_COMMIT;
    t->outcome = RTX_OUTCOME_NONE;
    begin_push(t, t->plan, false);
    return 0;
}

void rtx_transaction_abort(rtx_transaction *t)
{
    if (t->stage == STAGE_NONE || t->aborted || t->goal == GOAL_ROLLBACK)
        return;
    t->aborted = true;
    if (t->error.code == RTX_OK) {
        rtx__error(&t->error, RTX_E_INTERRUPTED, "the transaction was aborted");
        RTX_ERROR_SET(&t->error, router, rtx_session_endpoint(t->session));
        RTX_ERROR_SET(&t->error, step,
                      rtx_phase_name(rtx_transaction_phase(t, NULL, NULL)));
        RTX_ERROR_SET(&t->error, hint, "");
    }
    if (t->stage == STAGE_PUSH)
        rtx__session_stop_push(t->session);
}

int rtx_transaction_process(rtx_transaction *t)
{
    int rc;

    if (t->stage == STAGE_NONE)
        return 1;
    if (t->stage == STAGE_PAUSE) {
        if (rtx__now_ms() < t->pause_until)
            return 0;
        begin(t, STAGE_OPEN);
    }
    while (t->stage != STAGE_NONE && t->stage != STAGE_PAUSE) {
        if (rtx_session_process(t->session) == 0)
            return 0;
        rc = rtx_session_result(t->session);
        if (rc < 0)
            failed(t, rc);
        else if (t->aborted && t->goal != GOAL_ROLLBACK)
            roll_back(t);
        else
            succeeded(t);
    }
    return t->stage == STAGE_NONE;
}

int64_t rtx_transaction_deadline(const rtx_transaction *t)
{
    if (t->stage == STAGE_PAUSE)
        return t->pause_until;
    return rtx_session_deadline(t->session);
}

int rtx_transaction_wait(rtx_transaction *t, int64_t timeout_ms)
{
    int64_t until = rtx__now_ms() + timeout_ms;
    enum rtx_phase phase = rtx_transaction_phase(t, NULL, NULL);

    while (rtx_transaction_process(t) == 0) {
        int64_t at = rtx_transaction_deadline(t);
        int rc;

        if (rtx__now_ms() >= until ||
            rtx_transaction_phase(t, NULL, NULL) != phase)
            return 0;
        rc = rtx__session_poll(t->session, at < until ? at : until);
        if (rc < 0)
            return rc;
    }
    return 1;
}

enum rtx_phase rtx_transaction_phase(const rtx_transaction *t, size_t *done,
                                     size_t *total)
{
    bool pushing = t->stage == STAGE_PUSH;

    if (done)
        *done = pushing ? rtx__session_pushed(t->session) : 0;
    if (total)
        *total = pushing ? t->count : 0;
    if (t->stage == STAGE_NONE)
        return RTX_PHASE_IDLE;
    if (t->stage == STAGE_PAUSE || t->stage == STAGE_OPEN)
        return RTX_PHASE_RECONNECT;
    switch (t->goal) {
    case GOAL_PLAN:
        return RTX_PHASE_CHECKPOINT;
    case GOAL_COMMIT:
        return RTX_PHASE_PUSH;
    case GOAL_VERIFY:
        return RTX_PHASE_VERIFY;
    case GOAL_SAVED:
        return RTX_PHASE_SAVE;
    default:
        return RTX_PHASE_ROLLBACK;
    }
}
