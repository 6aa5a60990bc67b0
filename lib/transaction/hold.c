/* Stopping between the proof and the save, until somebody has decided. */
#include "transaction/transaction.h"

void machine_hold(rtx_transaction *t, enum rtx_outcome outcome)
{
    t->stage = STAGE_NONE;
    t->outcome = outcome;
    t->held = true;
    rtx_error_init(&t->error); /* what failed on the way was got over */
}

static bool let_go(rtx_transaction *t)
{
    if (!t || t->stage != STAGE_NONE || !t->held)
        return false;
    t->held = false;
    t->hold = false;
    t->aborted = false;
    t->outcome = RTX_OUTCOME_NONE;
    return true;
}

int rtx_transaction_start_save(rtx_transaction *t)
{
    if (!let_go(t))
        return RTX_E_ARGUMENT;
    t->auto_commit = true;
    t->goal = t->armed ? GOAL_PROVE : GOAL_SAVED;
    machine_begin(t, STAGE_ADMIN); /* the session was its owner's meanwhile */
    return 0;
}

int rtx_transaction_start_rollback(rtx_transaction *t)
{
    if (!let_go(t))
        return RTX_E_ARGUMENT;
    rtx__error(&t->error, RTX_E_INTERRUPTED, "the push was taken back");
    RTX_ERROR_SET(&t->error, router, rtx_session_endpoint(t->session));
    RTX_ERROR_SET(&t->error, step, "rollback");
    RTX_ERROR_SET(&t->error, hint, "");
    t->goal = GOAL_ROLLBACK;
    (void)machine_note(t, "rolling-back", NULL);
    machine_begin(t, STAGE_ADMIN);
    return 0;
}
