/* Before anything is sent: the plan, who else is there, what was not saved. */
#include "transaction/transaction.h"

#include <string.h>

/* ---- the plan ---- */

static int make_plan(rtx_transaction *t)
{
    int rc;

    rtx_plan_free(t->plan); /* of a session that was lost */
    t->plan = NULL;
    rtx_config_free(t->expected);
    t->expected = NULL;
    rtx_config_free(t->checkpoint);
    t->checkpoint = rtx__config_copy(t->now);
    if (!t->checkpoint)
        return RTX_E_NOMEM;
    decide_charset(t);
    rc = allow_make_plan(t);
    if (rc == 0)
        rc = rtx_plan_expected(&t->expected, t->checkpoint, t->plan, &t->error);
    return rc;
}

/* New values for what the router shows as `*` are set when asked for only. */
static bool nothing_to_do(rtx_transaction *t)
{
    if (rtx_plan_count(t->plan) == 0)
        return true;
    if (!rtx_plan_is_empty(t->plan) || t->irreversible)
        return false;
    t->only_blind = true;
    (void)decide_warn(t, "values that the router shows as * are not set again "
                         "unless irreversible changes are allowed");
    return true;
}

void step_planned(rtx_transaction *t)
{
    int rc;

    t->only_save = t->own_unsaved = false;
    decide_router(t);
    rc = t->locked ? 0 : keep_lock(t);
    if (rc > 0) { /* it changed hands since the configuration was read */
        machine_begin(t, STAGE_READ);
        return;
    }
    if (rc == 0)
        rc = make_plan(t);
    if (rc == 0 && nothing_to_do(t)) {
        t->only_save = t->save && !t->only_blind;
        if (t->only_save)
            step_facts(t);
        else
            machine_finish(t, RTX_OUTCOME_UNCHANGED);
        return;
    }
    if (rc == 0)
        rc = decide_plan(t);
    if (rc < 0)
        machine_refuse(t, rc);
    else
        step_facts(t);
}

/* ---- what else must be known ---- */

static void warn_unsaved(rtx_transaction *t)
{
    (void)decide_warn(t, "the router holds changes that nobody saved:\n%s",
                      rtx__buf_str(&t->unsaved));
}

static void facts_known(rtx_transaction *t)
{
    if (t->dirty == DIRTY_DIFFERENT)
        warn_unsaved(t);
    else if (t->dirty_asked && t->dirty == DIRTY_UNKNOWN)
        (void)decide_warn(t, "whether all of the router's configuration is "
                             "saved is not known");
    if (t->confirm_s)
        (void)decide_warn(t, "nobody has proved on a real RTX810 that a "
                             "scheduled restart goes through while there are "
                             "unsaved changes");
    machine_finish(t, RTX_OUTCOME_PLANNED);
}

/*
 * Nothing is to be sent; is it saved? To leave administrator costs nothing
 * then: whoever closes the session would do it next.
 */
static void look_whether_saved(rtx_transaction *t)
{
    if (!t->dirty_asked) {
        machine_begin(t, STAGE_LEAVE);
    } else if (t->dirty != DIRTY_DIFFERENT) {
        if (t->dirty == DIRTY_UNKNOWN)
            (void)decide_warn(t, "whether all of the router's configuration is "
                                 "saved is not known");
        machine_finish(t, RTX_OUTCOME_UNCHANGED);
    } else if (!t->startup_asked && !t->include_unsaved && !t->save_first) {
        machine_begin(t, STAGE_STARTUP);
    } else {
        if (t->own_unsaved)
            (void)decide_warn(t, "all of it is on the router, but it is not "
                                 "saved yet");
        else
            warn_unsaved(t);
        machine_finish(t, RTX_OUTCOME_PLANNED);
    }
}

/* Of a router that has all of the fragment: what of it was saved? */
static void compare_saved(rtx_transaction *t, const rtx_config *startup)
{
    struct rtx_plan_options options = {
        .size = sizeof options,
        .mode = t->replace ? RTX_PLAN_REPLACE : RTX_PLAN_MERGE,
    };
    rtx_plan *plan = NULL;
    rtx_config *with = NULL;

    if (rtx_plan_make(&plan, startup, t->fragment, &options, NULL) == 0 &&
        rtx_plan_is_empty(plan)) {
        warn_unsaved(t); /* which is somebody else's affair */
        machine_finish(t, RTX_OUTCOME_UNCHANGED);
    } else {
        t->own_unsaved = plan &&
                         rtx_plan_expected(&with, startup, plan, NULL) == 0 &&
                         rtx__config_equal(with, t->checkpoint, NULL);
        step_facts(t);
    }
    rtx_config_free(with);
    rtx_plan_free(plan);
}

/*
 * Leaving administrator costs three round trips and no bytes; `show config 0`
 * as many, all of the configuration, and a password that need not be ours. So
 * the second is only asked for where the first says that there is something.
 */
void step_facts(rtx_transaction *t)
{
    bool saves = t->save && !t->include_unsaved;

    if (t->only_save) {
        look_whether_saved(t);
    } else if (!t->users_asked) {
        t->users_asked = true;
        machine_begin(t, STAGE_USERS);
    } else if (t->confirm_s && !t->environment) {
        machine_begin(t, STAGE_ENVIRONMENT);
    } else if ((saves || t->confirm_s) && !t->dirty_asked) {
        machine_begin(t, STAGE_LEAVE);
    } else if (t->dirty == DIRTY_DIFFERENT && !t->startup_asked) {
        machine_begin(t, STAGE_STARTUP);
    } else {
        facts_known(t);
    }
}

void step_users(rtx_transaction *t)
{
    decide_users(t, rtx_session_output(t->session));
    step_facts(t);
}

void step_facts_startup(rtx_transaction *t, const rtx_config *startup)
{
    rtx__buf_clear(&t->unsaved);
    if (startup && rtx__config_equal(startup, t->checkpoint, &t->unsaved)) {
        rtx__buf_clear(&t->unsaved);
        t->dirty = DIRTY_EQUAL; /* changed, and changed back */
    }
    if (t->only_save && startup && t->dirty == DIRTY_DIFFERENT)
        compare_saved(t, startup);
    else
        step_facts(t);
}
