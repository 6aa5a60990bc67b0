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

    decide_router(t);
    rc = t->locked ? 0 : keep_lock(t);
    if (rc > 0) { /* it changed hands since the configuration was read */
        machine_begin(t, STAGE_READ);
        return;
    }
    if (rc == 0)
        rc = make_plan(t);
    if (rc == 0 && nothing_to_do(t)) {
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

static void facts_known(rtx_transaction *t)
{
    if (t->dirty == DIRTY_DIFFERENT)
        (void)decide_warn(t, "the router holds changes that nobody saved:\n%s",
                          rtx__buf_str(&t->unsaved));
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
 * Leaving administrator costs three round trips and no bytes; `show config 0`
 * as many, all of the configuration, and a password that need not be ours. So
 * the second is only asked for where the first says that there is something.
 */
void step_facts(rtx_transaction *t)
{
    bool saves = t->save && !t->include_unsaved;

    if (!t->users_asked) {
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
    step_facts(t);
}
