/* The machine: begin an operation, and go on when it has ended. */
#include "transaction/transaction.h"

#include <string.h>
#include <time.h>

static int64_t wall_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Remember the first failure: what follows is its consequence. */
void machine_note_failure(rtx_transaction *t)
{
    if (t->error.code == RTX_OK)
        t->error = *rtx_session_error(t->session);
}

/* ---- ends ---- */

void machine_finish(rtx_transaction *t, enum rtx_outcome outcome)
{
    t->stage = STAGE_NONE;
    t->outcome = outcome;
    switch (outcome) {
    case RTX_OUTCOME_COMMITTED:
    case RTX_OUTCOME_APPLIED:
    case RTX_OUTCOME_AWAITING:
        rtx_error_init(&t->error); /* what failed on the way was got over */
        break;
    case RTX_OUTCOME_PLANNED:
        return; /* it goes on */
    default:
        decide_talk(t);
        break;
    }
    keep_end(t, outcome);
}

void machine_refuse(rtx_transaction *t, int rc)
{
    if (t->error.code == RTX_OK)
        rtx__error(&t->error, rc, "%s", rtx_strerror(rc));
    if (!t->error.router[0])
        RTX_ERROR_SET(&t->error, router, rtx_session_endpoint(t->session));
    if (!t->error.step[0])
        RTX_ERROR_SET(&t->error, step, "plan");
    machine_finish(t, RTX_OUTCOME_REFUSED);
}

void machine_give_up(rtx_transaction *t)
{
    machine_note_failure(t);
    if (!t->begun) {
        machine_finish(t, RTX_OUTCOME_REFUSED);
        return;
    }
    if (!t->fresh)
        decide_perhaps(t);
    else if (t->now && t->leftover.length == 0)
        (void)rtx__config_equal(t->checkpoint, t->now, &t->leftover);
    if (t->stale.length && t->leftover.length == 0) {
        (void)rtx__buf_text(&t->leftover, rtx__buf_str(&t->stale));
        (void)decide_warn(t, "what runs is as before, but what was saved on "
                             "the router is not; it could not be saved again");
    }
    if (t->armed && t->schedule[0])
        (void)decide_warn(t,
                          "the router still has `%s`: it restarts into its "
                          "saved configuration then",
                          t->schedule);
    machine_finish(t, RTX_OUTCOME_NEEDS_PERSON);
}

/* ---- beginning operations; a failure to begin is one of the operation ---- */

/* Where the fragment moves the router to, it is looked for in turns. */
static void choose_endpoint(rtx_transaction *t)
{
    bool elsewhere;

    if (t->goal == GOAL_PLAN) /* nothing has moved it yet */
        return;
    elsewhere = (t->opens++ % 2 == 0) == (t->goal != GOAL_ROLLBACK);
    if (t->new_endpoint)
        (void)rtx__session_redirect(
            t->session, elsewhere ? t->new_endpoint : t->old_endpoint, NULL);
}

void machine_begin(rtx_transaction *t, enum stage stage)
{
    t->stage = stage;
    switch (stage) {
    case STAGE_ADMIN:
    case STAGE_BACK:
        (void)rtx_session_start_administrator(t->session);
        break;
    case STAGE_READ:
        t->read_at_ms = wall_ms();
        (void)rtx_session_start_run(t->session, "show config");
        break;
    case STAGE_USERS:
        (void)rtx_session_start_run(t->session, "show status user");
        break;
    case STAGE_ENVIRONMENT:
        (void)rtx_session_start_run(t->session, "show environment");
        break;
    case STAGE_LEAVE:
        (void)rtx__session_start_leave(t->session);
        break;
    case STAGE_STARTUP:
        (void)rtx__session_start_startup(t->session);
        break;
    case STAGE_SAVE:
        (void)rtx_session_start_save(t->session);
        break;
    case STAGE_LOGOUT:
        (void)rtx_session_start_close(t->session);
        break;
    case STAGE_OPEN:
        rtx__session_reset(t->session);
        choose_endpoint(t);
        (void)rtx_session_start_open(t->session);
        break;
    default:
        break;
    }
}

static void push_lines(rtx_transaction *t, int rc, bool all)
{
    if (rc < 0) {
        rtx__error(&t->error, rc, "%s", rtx_strerror(rc));
        machine_give_up(t);
        return;
    }
    t->begun = true;
    t->fresh = false;
    t->stage = STAGE_PUSH;
    (void)rtx__session_start_push(t->session, t->lines, t->count, all);
}

void machine_push(rtx_transaction *t, const rtx_plan *plan, bool all)
{
    push_lines(t, decide_lines(t, plan), all);
}

void machine_push_line(rtx_transaction *t, const char *text)
{
    push_lines(t, decide_line(t, text), false);
}

void machine_push_blind(rtx_transaction *t)
{
    push_lines(t, decide_blind(t), false);
}

bool machine_note(rtx_transaction *t, const char *state,
                  const struct rtx_buf *body)
{
    struct rtx_error error;

    rtx_error_init(&error);
    if (!t->journal || strcmp(t->journal->state, state) == 0 ||
        journal_add(t->journal, state, body, &error) == 0)
        return true;
    if (t->goal == GOAL_ROLLBACK) {
        (void)decide_warn(t, "the journal was not written: %s", error.message);
        return true; /* the rollback itself is more important */
    }
    if (t->error.code == RTX_OK)
        t->error = error;
    machine_roll_back(t);
    return false;
}

/* Towards the checkpoint, from whatever the router says is there. */
void machine_roll_back(rtx_transaction *t)
{
    machine_note_failure(t);
    if (!t->begun) {
        machine_finish(t, RTX_OUTCOME_REFUSED);
        return;
    }
    t->goal = GOAL_ROLLBACK;
    (void)machine_note(t, "rolling-back", NULL);
    machine_begin(t, STAGE_READ);
}

/* ---- what an operation's end means ---- */

static void parsed_startup(rtx_transaction *t, bool readable)
{
    const char *text = rtx_session_output(t->session);
    rtx_config *startup = NULL;

    t->startup_asked = true;
    if (readable &&
        rtx_config_parse_running(&startup, text, strlen(text), 0, NULL) < 0)
        startup = NULL;
    step_startup(t, startup);
    rtx_config_free(startup);
}

static void keep_environment(rtx_transaction *t)
{
    rtx_free(t->environment);
    t->environment = rtx__strdup(rtx_session_output(t->session));
    if (t->goal == GOAL_ARM)
        step_arm(t);
    else
        step_facts(t);
}

static void left(rtx_transaction *t)
{
    t->dirty_asked = true;
    t->dirty = rtx__session_asked(t->session) ? DIRTY_DIFFERENT : DIRTY_EQUAL;
    if (t->only_save && t->dirty == DIRTY_EQUAL)
        step_facts(t); /* that was all */
    else
        machine_begin(t, STAGE_BACK);
}

static void pushed(rtx_transaction *t)
{
    if (t->goal == GOAL_COMMIT)
        t->goal = GOAL_VERIFY;
    machine_begin(t, STAGE_READ);
}

static void succeeded(rtx_transaction *t)
{
    switch (t->stage) {
    case STAGE_OPEN:
        t->reconnects++;
        machine_begin(t, STAGE_ADMIN);
        break;
    case STAGE_ADMIN:
        machine_begin(t, STAGE_READ);
        break;
    case STAGE_READ:
        step_config_read(t);
        break;
    case STAGE_USERS:
        step_users(t);
        break;
    case STAGE_ENVIRONMENT:
        keep_environment(t);
        break;
    case STAGE_LEAVE:
        left(t);
        break;
    case STAGE_BACK:
        step_facts(t);
        break;
    case STAGE_STARTUP:
        parsed_startup(t, true);
        break;
    case STAGE_PUSH:
        pushed(t);
        break;
    case STAGE_SAVE:
        step_saved(t);
        break;
    case STAGE_LOGOUT:
        machine_begin(t, STAGE_OPEN);
        break;
    default:
        break;
    }
}

/* Facts that the router does not give are no failure. */
static bool optional(const rtx_transaction *t, int rc)
{
    return !machine_session_lost(t, rc) &&
           (t->stage == STAGE_USERS || t->stage == STAGE_STARTUP);
}

static void failed(rtx_transaction *t, int rc)
{
    if (machine_ask_no_more(t, rc) || machine_knock_again(t, rc))
        return;
    if (optional(t, rc)) {
        if (t->stage == STAGE_USERS)
            step_facts(t);
        else
            parsed_startup(t, false);
        return;
    }
    if (t->stage == STAGE_LOGOUT) { /* gone is gone */
        machine_begin(t, STAGE_OPEN);
        return;
    }
    if (!t->begun) {
        machine_give_up(t);
        return;
    }
    if (t->stage == STAGE_PUSH && rc == RTX_E_REFUSED) {
        if (t->error.code == RTX_OK)
            decide_refused(t);
        machine_roll_back(t);
        return;
    }
    if (t->stage == STAGE_OPEN && rc == RTX_E_UNSUPPORTED) {
        machine_give_up(
            t); /* the caller's own wire, which cannot be opened again */
        return;
    }
    if (machine_session_lost(t, rc))
        machine_lost(t, rc);
    else if (t->stage == STAGE_READ && t->refusals++ < READ_TRIES)
        machine_begin(t, STAGE_READ);
    else if (t->stage == STAGE_OPEN || t->stage == STAGE_ADMIN)
        machine_reconnect(t);
    else if (t->goal == GOAL_ROLLBACK)
        machine_give_up(t);
    else
        machine_roll_back(t);
}

/* Once it is being saved, to go back would leave two configurations. */
static bool stoppable(const rtx_transaction *t)
{
    return t->goal != GOAL_ROLLBACK && t->goal != GOAL_DISARM &&
           t->goal != GOAL_SAVED && t->goal != GOAL_PROVE_SAVED;
}

/* ---- what its owner calls ---- */

int rtx_transaction_start_plan(rtx_transaction *t)
{
    if (!t)
        return RTX_E_ARGUMENT;
    if (t->stage != STAGE_NONE)
        return RTX_E_BUSY;
    if (t->plan || t->resuming || t->outcome != RTX_OUTCOME_NONE) {
        struct rtx_error *error = t->error.code == RTX_OK ? &t->error : NULL;

        return rtx__error(error, RTX_E_ARGUMENT,
                          "the transaction has its plan already: make another "
                          "one");
    }
    t->goal = GOAL_PLAN;
    if (allow_fragment(t) < 0)
        machine_refuse(t, RTX_E_FRAGMENT);
    else
        machine_begin(t, STAGE_ADMIN);
    return 0;
}

int rtx_transaction_start_commit(rtx_transaction *t)
{
    int rc;

    if (!t)
        return RTX_E_ARGUMENT;
    if (t->stage == STAGE_NONE && t->outcome == RTX_OUTCOME_UNCHANGED &&
        t->only_blind) { /* asked for, but it would not be done */
        machine_refuse(t, decide_plan(t));
        return 0;
    }
    if (t->stage != STAGE_NONE || t->outcome != RTX_OUTCOME_PLANNED)
        return t->outcome == RTX_OUTCOME_UNCHANGED ? 0 : RTX_E_ARGUMENT;
    t->outcome = RTX_OUTCOME_NONE;
    rc = allow_push(t);
    if (rc == 0)
        rc = keep_begin(t);
    if (rc < 0)
        machine_refuse(t, rc);
    else
        step_start(t);
    return 0;
}

int rtx_transaction_start_resume(rtx_transaction *t)
{
    if (!t)
        return RTX_E_ARGUMENT;
    if (t->stage != STAGE_NONE || !t->resuming ||
        t->outcome != RTX_OUTCOME_NONE)
        return t->outcome != RTX_OUTCOME_NONE ? 0 : RTX_E_ARGUMENT;
    t->goal = GOAL_RESUME;
    t->begun = true;
    machine_begin(t, STAGE_ADMIN);
    return 0;
}

void rtx_transaction_abort(rtx_transaction *t)
{
    if (!t || t->stage == STAGE_NONE || t->aborted || !stoppable(t))
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

    if (!t || t->stage == STAGE_NONE)
        return 1;
    if (t->stage == STAGE_PAUSE) {
        if (rtx__now_ms() < t->pause_until)
            return 0;
        machine_begin(t, STAGE_OPEN);
    }
    while (t->stage != STAGE_NONE && t->stage != STAGE_PAUSE) {
        if (rtx_session_process(t->session) == 0)
            return 0;
        rc = rtx_session_result(t->session);
        if (rc < 0)
            failed(t, rc);
        else if (t->aborted && stoppable(t))
            machine_roll_back(t);
        else
            succeeded(t);
    }
    return t->stage == STAGE_NONE;
}

int64_t rtx_transaction_deadline(const rtx_transaction *t)
{
    if (!t)
        return INT64_MAX;
    if (t->stage == STAGE_PAUSE)
        return t->pause_until;
    return rtx_session_deadline(t->session);
}

int rtx_transaction_wait(rtx_transaction *t, int64_t timeout_ms)
{
    int64_t until = rtx__until_ms(timeout_ms);
    enum rtx_phase phase = rtx_transaction_phase(t, NULL, NULL);

    if (!t || timeout_ms < 0)
        return RTX_E_ARGUMENT;
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
