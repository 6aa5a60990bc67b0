/* A session that was lost: is it gone on with, and for how long. */
#include "transaction/transaction.h"

/* While the switch is armed, what is out of reach comes back by itself. */
static int64_t reconnect_limit(const rtx_transaction *t, int64_t now)
{
    int64_t limit = now + t->reconnect_ms;

    if (t->armed && t->fires_at_ms && t->fires_at_ms + RESTART_MS > limit)
        return t->fires_at_ms + RESTART_MS;
    return limit;
}

void machine_reconnect(rtx_transaction *t)
{
    int64_t now = rtx__now_ms();
    bool first = t->reconnect_until == 0;
    bool many = t->silences >= SILENCES_MOST || t->timeouts > TIMEOUTS_MOST ||
                t->reconnects > RECONNECTS_MOST;

    if (first)
        t->reconnect_until = reconnect_limit(t, now);
    if (now >= t->reconnect_until || (many && !t->fires_at_ms)) {
        machine_give_up(t);
        return;
    }
    t->pause_until = first ? now : now + RETRY_MS;
    t->stage = STAGE_PAUSE;
}

/* Lines of which nobody knows what became of them. */
static void note_damage(rtx_transaction *t)
{
    struct rtx_session_info info = {.size = sizeof info};

    if (rtx_session_info(t->session, &info) == 0 && info.damages > 0)
        t->damaged = true;
    for (size_t i = 0; t->lines && i < t->count; i++) {
        if (t->lines[i].status == RTX_LINE_UNKNOWN)
            t->damaged = true;
    }
}

/* What may be gone on with in another session, from what the router says. */
static bool goes_on(const rtx_transaction *t)
{
    switch (t->goal) {
    case GOAL_COMMIT: /* the line that moves the router cuts the session */
        return t->new_endpoint && t->resends < RESEND_ROUNDS;
    case GOAL_VERIFY:
        return t->new_endpoint != NULL;
    case GOAL_PROVE:
    case GOAL_DISARM:
    case GOAL_SAVED:
    case GOAL_PROVE_SAVED:
    case GOAL_RESUME:
        return true;
    default:
        return false;
    }
}

void machine_lost(rtx_transaction *t, int rc)
{
    note_damage(t);
    machine_note_failure(t);
    if (t->stage == STAGE_READ && rc == RTX_E_TIMEOUT)
        t->silences++;
    if (t->stage != STAGE_OPEN && rc == RTX_E_TIMEOUT)
        t->timeouts++;
    if (!goes_on(t)) {
        t->goal = GOAL_ROLLBACK;
        (void)machine_note(t, "rolling-back", NULL);
    } else if (t->goal == GOAL_COMMIT) {
        t->goal = GOAL_VERIFY;
    }
    machine_reconnect(t);
}

bool machine_session_lost(const rtx_transaction *t, int rc)
{
    return RTX_IS_FATAL(rc) || rtx_session_fd(t->session) < 0 ||
           rc == RTX_E_TIMEOUT;
}

/*
 * Nothing was sent yet, and what is asked about can do without an answer: a
 * router that falls silent or hangs up there is reached anew, once.
 */
bool machine_ask_no_more(rtx_transaction *t, int rc)
{
    if (t->begun || t->goal != GOAL_PLAN || t->given_up_asking ||
        !machine_session_lost(t, rc) ||
        (t->stage != STAGE_USERS && t->stage != STAGE_LEAVE &&
         t->stage != STAGE_BACK && t->stage != STAGE_STARTUP))
        return false;
    t->given_up_asking = true;
    t->users_asked = t->dirty_asked = t->startup_asked = true;
    t->dirty = DIRTY_UNKNOWN;
    t->opens = 1; /* it is where it was */
    machine_begin(t, STAGE_OPEN);
    return true;
}

/* The router that is reached anew may hold our old session for a moment, and
 * let nobody else in. */
bool machine_knock_again(rtx_transaction *t, int rc)
{
    if (t->begun || !t->given_up_asking || t->stage != STAGE_OPEN ||
        rc == RTX_E_UNSUPPORTED)
        return false;
    if (t->reconnect_until == 0)
        t->reconnect_until = rtx__now_ms() + KNOCK_MS;
    t->opens = 1;
    machine_reconnect(t);
    return true;
}
