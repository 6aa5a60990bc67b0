/*
 * The router's login timer (300 s without a key): Enter typed in time, or a new
 * login when it has struck.
 */
#include "session/internal.h"

#include <string.h>

enum { KEEP_TAG_TIMEOUT_MS = 15000 };

static bool chosen(const rtx_session *s, enum rtx_login_timer what)
{
    return s->options[RTX_OPTION_LOGIN_TIMER] == (int64_t)what;
}

/* ---- Enter in time ---- */

int64_t stay_deadline(const rtx_session *s)
{
    if (!chosen(s, RTX_LOGIN_TIMER_KEEP) || s->op.running || s->stay.typed)
        return INT64_MAX;
    return s->last_typed_ms + s->options[RTX_OPTION_KEEP_MS];
}

void stay_tick(rtx_session *s)
{
    if (rtx__now_ms() < stay_deadline(s))
        return;
    if (session_type(s, "", RTX_EXCHANGE_ALONE, KEEP_TAG_TIMEOUT_MS,
                     TAG_STAY) == 0)
        s->stay.typed = true;
}

bool stay_answer(rtx_session *s, const struct rtx_reply *reply)
{
    if (reply->tag != TAG_STAY)
        return false;
    s->stay.typed = false;
    if (reply->end != RTX_END_PROMPT && !s->broken)
        (void)session_fail(s, RTX_E_IDLE_LOGOUT,
                           "the router answered an Enter with something else "
                           "than its prompt");
    return true;
}

int rtx_session_idle(rtx_session *s, int64_t timeout_ms)
{
    int64_t until;
    int limit = session_limit(s, timeout_ms);

    if (limit < 0)
        return limit;
    if (s->op.running)
        return RTX_E_BUSY;
    until = rtx__until_ms(timeout_ms);
    while (!s->broken && s->connected && rtx__now_ms() < until) {
        int rc;

        (void)rtx_session_process(s);
        s->resting = true;
        rc = rtx__session_poll(s, until);
        s->resting = false;
        if (rc < 0 || cancel_take(s))
            return session_fail(s, RTX_E_INTERRUPTED,
                                rc < 0 ? "interrupted by a signal"
                                       : "the rest was cancelled");
    }
    if (s->broken && chosen(s, RTX_LOGIN_TIMER_AGAIN) &&
        s->broken == RTX_E_IDLE_LOGOUT)
        return 0; /* the next call logs in again */
    return s->broken;
}

/* ---- a new login ---- */

/*
 * Did the timer strike? Also looks at what came while nobody looked. Not in a
 * context: what the caller means to run there would run elsewhere.
 */
bool stay_wanted(rtx_session *s)
{
    if (!chosen(s, RTX_LOGIN_TIMER_AGAIN) || s->op.running ||
        s->stay.then != STAY_NOTHING || !s->transport)
        return false;
    if (!s->broken)
        (void)rtx_session_process(s);
    return s->broken == RTX_E_IDLE_LOGOUT && s->context[0] == '\0';
}

int stay_begin(rtx_session *s, enum stay then, const char *command)
{
    int rc;

    s->stay.administrator = s->administrator;
    rtx_free(s->stay.command);
    s->stay.command = command ? rtx__strdup(command) : NULL;
    if (command && !s->stay.command)
        return session_fail(s, RTX_E_NOMEM, "out of memory");
    rtx__session_reset(s);
    rc = rtx_session_start_open(s);
    if (rc == 0)
        s->stay.then = then;
    return rc;
}

static int next(rtx_session *s)
{
    enum stay then = s->stay.then;

    if (s->stay.administrator) {
        s->stay.administrator = false;
        return rtx_session_start_administrator(s);
    }
    s->stay.then = STAY_NOTHING;
    switch (then) {
    case STAY_ADMINISTRATOR:
        return rtx_session_start_administrator(s);
    case STAY_RUN:
        return rtx_session_start_run(s, s->stay.command);
    case STAY_SAVE:
        return rtx_session_start_save(s);
    default:
        return 0;
    }
}

void stay_ended(rtx_session *s)
{
    if (s->stay.then == STAY_NOTHING)
        return;
    if (s->op.result == 0)
        (void)next(s);
    if (s->op.result < 0 && !s->op.running)
        s->stay.then = STAY_NOTHING;
}

void stay_free(rtx_session *s)
{
    rtx_free(s->stay.command);
    s->stay.command = NULL;
}
