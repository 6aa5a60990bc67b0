/* From the plan to the commit: what comes next when an operation has ended. */
#include "transaction/transaction.h"

#include <stdio.h>
#include <string.h>

static int keep_config(rtx_transaction *t, struct rtx_error *error)
{
    const char *text = rtx_session_output(t->session);
    rtx_config *config = NULL;
    int rc;

    rc = rtx_config_parse_running(&config, text, strlen(text), 0, error);
    if (rc < 0)
        return rc;
    rtx_config_free(t->now);
    t->now = config;
    t->armed_seen = confirm_take(t, config);
    t->reconnect_until = 0; /* it can be reached and read: that was it */
    t->silences = 0;
    t->refusals = 0;
    t->fresh = true;
    return 0;
}

/* ---- arm ---- */

void step_start(rtx_transaction *t)
{
    if (t->only_save) {
        t->goal = GOAL_VERIFY;
        t->begun = true;
        if (machine_note(t, "pushing", NULL))
            machine_begin(t, STAGE_READ); /* is it as it was? */
    } else if (t->save_first && !t->saved_first && t->dirty != DIRTY_EQUAL) {
        t->goal = GOAL_SAVE_FIRST;
        machine_begin(t, STAGE_SAVE);
    } else if (t->confirm_s && !t->armed) {
        t->goal = GOAL_ARM;
        machine_begin(t, STAGE_ENVIRONMENT); /* what time is it there now? */
    } else {
        t->goal = GOAL_COMMIT;
        if (machine_note(t, "pushing", NULL))
            machine_push(t, t->plan, false);
    }
}

void step_arm(rtx_transaction *t)
{
    struct rtx_buf body;
    int rc = confirm_schedule(t);

    if (rc < 0) {
        machine_refuse(t, rc);
        return;
    }
    rtx__buf_init(&body, 1024);
    rc = journal_put(&body, "schedule", t->schedule);
    if (rc < 0) {
        machine_refuse(t, rc);
    } else if (machine_note(t, "arming", &body)) {
        t->armed = true;
        machine_push_line(t, t->schedule);
    }
    rtx__buf_free(&body);
}

/* The switch must be there, and nothing else be different, before the push. */
static void armed(rtx_transaction *t)
{
    if (t->armed_seen) {
        step_start(t);
        return;
    }
    if (t->error.code == RTX_OK)
        rtx__error(&t->error, RTX_E_PRECONDITION,
                   "the router does not show `%s` in its configuration",
                   t->schedule);
    machine_roll_back(t);
}

/* ---- verify ---- */

/* Send what leads from what is there to what was planned. */
static bool push_rest(rtx_transaction *t)
{
    rtx_config *target = NULL;

    if (decide_target(t, t->expected, &target) < 0)
        return false;
    rtx_plan_free(t->back);
    t->back = NULL;
    if (rtx_plan_replace(&t->back, t->now, target, NULL) < 0 ||
        rtx_plan_count(t->back) == 0) {
        rtx_config_free(target);
        return false;
    }
    rtx_config_free(target);
    machine_push(t, t->back, false);
    return true;
}

/* Lines that arrived damaged may have run as something else: put it right. */
static bool repair(rtx_transaction *t)
{
    struct rtx_session_info info = {.size = sizeof info};

    if (rtx_session_info(t->session, &info) < 0 || info.damages == 0)
        return false;
    t->damaged = true;
    if (t->repairs >= REPAIR_ROUNDS ||
        rtx__config_equal(t->expected, t->now, NULL))
        return false;
    t->repairs++;
    return push_rest(t);
}

/* What a lost connection or a killed program kept from being sent. */
static bool resend(rtx_transaction *t)
{
    struct rtx_error before = t->error;

    if (!(t->new_endpoint || t->resuming) || t->goal != GOAL_VERIFY ||
        t->resends >= RESEND_ROUNDS)
        return false;
    t->resends++;
    rtx_error_init(&t->error);
    if (push_rest(t))
        return true;
    t->error = before;
    return false;
}

static bool foreign_allowed(rtx_transaction *t)
{
    if (t->foreign.length == 0)
        return true;
    if (!t->save || t->include_unsaved) {
        (void)decide_warn(t,
                          "besides the plan, somebody else changed the "
                          "configuration meanwhile:\n%s",
                          rtx__buf_str(&t->foreign));
        return true;
    }
    rtx__error(&t->error, RTX_E_UNSAVED,
               "somebody else changed the configuration meanwhile; to save "
               "would save that, too");
    RTX_ERROR_SET(&t->error, step, "verify");
    RTX_ERROR_SET(&t->error, router, rtx_session_endpoint(t->session));
    RTX_ERROR_SET(&t->error, answer, rtx__buf_str(&t->foreign));
    return false;
}

static void save(rtx_transaction *t)
{
    if (!machine_note(t, "saving", NULL))
        return;
    t->goal = GOAL_SAVED;
    t->save_tried = true;
    machine_begin(t, STAGE_SAVE);
}

static void disarm(rtx_transaction *t)
{
    char line[48];

    if (!machine_note(t, "disarming", NULL))
        return;
    t->goal = GOAL_DISARM;
    if (!t->armed_seen) {
        t->armed = false;
        save(t);
    } else if (t->disarms++ < DISARM_TRIES) {
        snprintf(line, sizeof line, "no schedule at %d", t->schedule_id);
        machine_push_line(t, line);
    } else {
        rtx__error(&t->error, RTX_E_VERIFY,
                   "the router keeps its scheduled restart");
        machine_roll_back(t);
    }
}

static void proved(rtx_transaction *t)
{
    if (!t->hold && (t->auto_commit || (t->resuming && t->towards_commit)))
        disarm(t);
    else if (!machine_note(t, "awaiting", NULL))
        return;
    else if (t->hold)
        machine_hold(t, RTX_OUTCOME_AWAITING);
    else
        machine_finish(t, RTX_OUTCOME_AWAITING);
}

/* A verifier that a signal interrupted may leave its command running. */
static void settle(rtx_transaction *t)
{
    int64_t until = rtx__now_ms() + SETTLE_MS;

    while (rtx_session_result(t->session) == RTX_E_BUSY)
        (void)rtx__session_wait(t->session, until);
}

/* It is as planned; does it work? Others may change something meanwhile: it is
 * read again. */
static void ask_verifier(rtx_transaction *t)
{
    struct rtx_error error;
    int rc;

    rtx_error_init(&error);
    rc = t->verifier(t, t->session, &error, t->verifier_user);
    settle(t);
    if (rc >= 0) {
        t->works = true;
        machine_begin(t, STAGE_READ);
        return;
    }
    if (error.code == RTX_OK)
        rtx__error(&error, rc, "the verifier says no: %s", rtx_strerror(rc));
    RTX_ERROR_SET(&error, step, "verify");
    RTX_ERROR_SET(&error, router, rtx_session_endpoint(t->session));
    if (t->error.code == RTX_OK)
        t->error = error;
    machine_roll_back(t);
}

static void as_planned(rtx_transaction *t)
{
    switch (t->goal) {
    case GOAL_PROVE:
        proved(t);
        break;
    case GOAL_DISARM:
        disarm(t);
        break;
    case GOAL_PROVE_SAVED:
        machine_begin(t, STAGE_STARTUP);
        break;
    case GOAL_SAVED:
        save(t);
        break;
    default:
        if (t->verifier && !t->works) {
            ask_verifier(t);
        } else if (t->confirm_s && t->armed) {
            if (!machine_note(t, "applied", NULL))
                return;
            t->goal = GOAL_PROVE;
            machine_begin(t, STAGE_LOGOUT);
        } else if (t->save && t->hold) {
            if (machine_note(t, "applied", NULL))
                machine_hold(t, RTX_OUTCOME_APPLIED);
        } else if (t->save) {
            save(t);
        } else {
            machine_finish(t, RTX_OUTCOME_APPLIED);
        }
    }
}

static void verified(rtx_transaction *t)
{
    struct rtx_error before = t->error;

    if (repair(t))
        return;
    rtx_error_init(&t->error);
    if (decide_verified(t) < 0) {
        if (resend(t))
            return;
        if (before.code != RTX_OK)
            t->error = before;
        machine_roll_back(t);
        return;
    }
    if (t->blind && !t->blind_sent && t->goal == GOAL_VERIFY) {
        t->blind_sent = true;
        machine_push_blind(t);
        return;
    }
    if (foreign_allowed(t))
        as_planned(t);
    else
        machine_roll_back(t);
}

/* Characters that nobody types there. */
static bool strange(const char *text)
{
    bool described = rtx__starts(text, "description ");

    for (const char *c = text; *c; c++) {
        if ((unsigned char)*c < ' ' || *c == 0x7F ||
            ((unsigned char)*c >= 0x80 && !described))
            return true;
    }
    return strstr(text, "\xEF\xBF\xBD") != NULL;
}

static bool looks_odd(const struct rtx_statement *s)
{
    struct rtx_placed placed;

    if (s->flags & RTX_STATEMENT_UNKNOWN || strange(s->text) ||
        strange(s->context))
        return true;
    rtx__config_place(s->context, s->text, &placed);
    return placed.misplaced; /* a line that selects was damaged */
}

/* Nothing on a serial line notices noise. */
static bool noisy(const rtx_transaction *t)
{
    const char *endpoint = rtx_session_endpoint(t->session);

    return rtx__starts(endpoint, "serial:") || rtx__starts(endpoint, "tcp:");
}

/* Does it say the same as the reading before? */
static bool agrees(const rtx_transaction *t)
{
    return t->reading && rtx__config_equal(t->reading, t->now, NULL);
}

/* All that looks odd in what was read. */
static void list_odd(const rtx_transaction *t, struct rtx_buf *ret)
{
    for (size_t i = 0; i < rtx_config_count(t->now); i++) {
        struct rtx_statement s = {.size = sizeof s};

        if (rtx_config_statement(t->now, i, &s) == 0 && looks_odd(&s))
            (void)rtx__buf_format(ret, "%s\n%s\n", s.context, s.text);
    }
}

/*
 * What is in no grammar may be a command that we do not know, or noise on the
 * line: it is read again until it comes twice. Over a serial line so is all of
 * what a plan is made from.
 */
static bool doubtful(rtx_transaction *t)
{
    struct rtx_buf now;
    bool again;

    rtx__buf_init_secret(&now, 64 << 20);
    list_odd(t, &now);
    again = strcmp(rtx__buf_str(&now), rtx__buf_str(&t->odd)) != 0 ||
            (noisy(t) && t->goal == GOAL_PLAN && !agrees(t));
    rtx__buf_free(&t->odd);
    t->odd = now;
    rtx_config_free(t->reading);
    t->reading = NULL;
    if (again && t->readings++ < READINGS_MOST) {
        t->reading = rtx__config_copy(t->now);
        return true;
    }
    t->readings = 0;
    return false;
}

void step_config_read(rtx_transaction *t)
{
    struct rtx_error error;

    rtx_error_init(&error);
    if (keep_config(t, &error) < 0) {
        if (t->refusals++ < READ_TRIES) {
            machine_begin(t, STAGE_READ);
            return;
        }
        if (t->error.code == RTX_OK)
            t->error = error;
        machine_give_up(t);
        return;
    }
    if (doubtful(t)) {
        machine_begin(t, STAGE_READ);
        return;
    }
    switch (t->goal) {
    case GOAL_PLAN:
        step_planned(t);
        break;
    case GOAL_ARM:
        armed(t);
        break;
    case GOAL_ROLLBACK:
        step_rollback(t);
        break;
    case GOAL_RESUME:
        step_resumed(t);
        break;
    default:
        verified(t);
        break;
    }
}

/* ---- save ---- */

/* Neither what runs nor what was saved may hold the switch any more. */
static void proved_saved(rtx_transaction *t, rtx_config *startup)
{
    if (!startup) {
        (void)decide_warn(t, "the router does not show what it saved: that the "
                             "scheduled restart is not in it follows from the "
                             "running configuration alone");
    } else if (confirm_take(t, startup)) {
        rtx__error(&t->error, RTX_E_SAVE,
                   "the scheduled restart is in the saved configuration");
        machine_give_up(t);
        return;
    }
    machine_finish(t, RTX_OUTCOME_COMMITTED);
}

void step_saved(rtx_transaction *t)
{
    switch (t->goal) {
    case GOAL_SAVE_FIRST:
        t->saved_first = true;
        t->dirty = DIRTY_EQUAL;
        step_start(t);
        break;
    case GOAL_ROLLBACK:
        step_restored(t, NULL);
        break;
    default:
        if (!t->schedule_id) {
            machine_finish(t, RTX_OUTCOME_COMMITTED);
            return;
        }
        t->goal = GOAL_PROVE_SAVED;
        machine_begin(t, STAGE_STARTUP);
    }
}

void step_startup(rtx_transaction *t, const rtx_config *startup)
{
    rtx_config *copy = startup ? rtx__config_copy(startup) : NULL;

    if (t->goal == GOAL_ROLLBACK)
        step_restored(t, startup);
    else if (t->goal == GOAL_PROVE_SAVED)
        proved_saved(t, copy);
    else
        step_facts_startup(t, startup);
    rtx_config_free(copy);
}
