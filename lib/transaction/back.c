/* Back to the checkpoint, and going on with what another process began. */
#include "transaction/transaction.h"

#include <stdio.h>
#include <string.h>

static void rolled_back(rtx_transaction *t)
{
    if (t->foreign.length)
        (void)decide_warn(t,
                          "somebody else changed the configuration meanwhile; "
                          "that was left as it is:\n%s",
                          rtx__buf_str(&t->foreign));
    machine_finish(t, RTX_OUTCOME_ROLLED_BACK);
}

/* What runs is as before; is what was saved, too? */
static void back_at_checkpoint(rtx_transaction *t)
{
    char line[48];

    if (t->armed_seen && t->disarms++ < DISARM_TRIES) {
        snprintf(line, sizeof line, "no schedule at %d", t->schedule_id);
        machine_push_line(t, line);
    } else if (t->armed_seen) {
        machine_give_up(t);
    } else if (t->save_tried || t->dirty == DIRTY_EQUAL) {
        machine_begin(t, STAGE_STARTUP);
    } else {
        rolled_back(t);
    }
}

/*
 * What others changed is told apart by what is there when the rollback begins:
 * its own lines may take more along than they say.
 */
static int fix_target(rtx_transaction *t)
{
    const rtx_config *base = t->target ? t->target : t->checkpoint;
    rtx_config *target = NULL;
    int rc = decide_target(t, base, &target);

    if (rc < 0)
        return rc;
    rtx_config_free(t->target);
    t->target = target;
    return 0;
}

void step_rollback(rtx_transaction *t)
{
    rtx__buf_clear(&t->leftover);
    if (fix_target(t) < 0) {
        machine_give_up(t);
        return;
    }
    if (rtx__config_equal(t->target, t->now, &t->leftover)) {
        rtx__buf_clear(&t->leftover);
        back_at_checkpoint(t);
        return;
    }
    rtx_plan_free(t->back);
    t->back = NULL;
    if (t->rounds++ >= ROLLBACK_ROUNDS ||
        rtx_plan_replace(&t->back, t->now, t->target, NULL) < 0 ||
        rtx_plan_count(t->back) == 0)
        machine_give_up(t);
    else
        machine_push(t, t->back, true);
}

/*
 * The saved configuration after a rollback, NULL when it cannot be read (or
 * was just written anew, from the checkpoint that runs). Somebody may have
 * saved while our lines were there, or our own save may have got through.
 */
void step_restored(rtx_transaction *t, const rtx_config *startup)
{
    bool anew = t->stage == STAGE_SAVE;
    bool touched = startup ? !rtx__config_equal(startup, t->checkpoint, NULL) &&
                                 !rtx__config_equal(startup, t->now, NULL)
                           : t->save_tried;

    rtx__buf_clear(&t->stale);
    if (touched && startup)
        (void)rtx__config_equal(t->checkpoint, startup, &t->stale);
    if ((anew || !touched) && t->only_save && t->save_tried) {
        machine_finish(t, RTX_OUTCOME_COMMITTED); /* it was saved after all */
    } else if (anew || !touched) {
        rolled_back(t);
    } else if (t->foreign.length && startup) {
        rtx__buf_clear(&t->leftover);
        (void)rtx__buf_text(&t->leftover, rtx__buf_str(&t->stale));
        (void)decide_warn(t, "what was saved on the router differs from the "
                             "checkpoint; it was not saved again because that "
                             "would save somebody else's changes");
        machine_give_up(t);
    } else {
        machine_begin(t, STAGE_SAVE);
    }
}

/* ---- resume ---- */

static bool other_router(rtx_transaction *t)
{
    char named[sizeof t->router];

    rtx__copy(named, sizeof named, t->router);
    decide_router(t);
    if (strcmp(named, t->router) == 0)
        return false;
    rtx__error(&t->error, RTX_E_JOURNAL,
               "the journal is of router %s, but this one is %s", named,
               t->router);
    return true;
}

/* Nothing of the plan is there any more. */
static bool is_checkpoint(rtx_transaction *t)
{
    rtx_config *target = NULL;
    bool equal = decide_target(t, t->checkpoint, &target) == 0 &&
                 rtx__config_equal(target, t->now, NULL);

    rtx_config_free(target);
    return equal;
}

static void came_back(rtx_transaction *t)
{
    rtx__error(&t->error, RTX_E_UNCONFIRMED,
               "nobody confirmed in time: the router restarted into its saved "
               "configuration by itself");
    RTX_ERROR_SET(&t->error, step, "confirm");
    RTX_ERROR_SET(&t->error, router, rtx_session_endpoint(t->session));
    rolled_back(t);
}

/* Before `pushing` nothing of the plan had left. */
static bool was_sent(const rtx_transaction *t)
{
    return strcmp(t->journal->state, "planned") != 0 &&
           strcmp(t->journal->state, "arming") != 0;
}

/*
 * Under confirm, whatever is left of the plan without the switch: the router
 * restarted. With it, or without confirm: what is missing is sent, and this
 * session, which is a new one, is the proof of what is there already.
 */
static void towards_commit(rtx_transaction *t)
{
    if (t->confirm_s && !t->armed_seen && is_checkpoint(t)) {
        if (was_sent(t)) {
            came_back(t);
        } else {
            t->goal = GOAL_ARM;
            machine_begin(t, STAGE_ENVIRONMENT);
        }
        return;
    }
    t->armed = t->armed_seen;
    t->goal = strcmp(t->journal->state, "awaiting") == 0    ? GOAL_PROVE
              : strcmp(t->journal->state, "disarming") == 0 ? GOAL_DISARM
                                                            : GOAL_VERIFY;
    step_config_read(t);
}

void step_resumed(rtx_transaction *t)
{
    if (other_router(t)) {
        t->begun = false;
        rtx_free(t->own_line);
        t->own_line = NULL;
        journal_free(t->journal);
        t->journal = NULL;
        machine_refuse(t, RTX_E_JOURNAL);
        return;
    }
    decide_charset(t);
    if (t->towards_commit) {
        towards_commit(t);
        return;
    }
    if (t->confirm_s && !t->armed_seen && is_checkpoint(t) &&
        strcmp(t->journal->state, "rolling-back") != 0)
        (void)decide_warn(t, "nothing of the plan is on the router; it may "
                             "have restarted by itself");
    t->goal = GOAL_ROLLBACK;
    t->armed = t->armed_seen;
    (void)machine_note(t, "rolling-back", NULL);
    step_rollback(t);
}
