/* What was saved: does the router ask to save, and what is in its file 0. */
#include "session/internal.h"

/* ---- leave administrator ---- */

static int leave_answer(rtx_session *s, const struct rtx_reply *reply)
{
    switch (reply->end) {
    case RTX_END_YESNO:
        if (s->op.tries++ >= DAMAGE_TRIES)
            return session_fail(s, RTX_E_DESYNC, "the router keeps asking");
        s->op.asked = true;
        return session_type(s, "N", RTX_EXCHANGE_KEY, 0, 0);
    case RTX_END_PROMPT:
        if (!reply->prompt.administrator)
            return OP_DONE;
        if (s->op.tries++ >= DAMAGE_TRIES)
            return session_unexpected(s, reply);
        return session_type(s, "quit", RTX_EXCHANGE_ALONE, 0, 0);
    default:
        return session_unexpected(s, reply);
    }
}

int rtx__session_start_leave(rtx_session *s)
{
    int rc = session_start(s, "leave", leave_answer);

    if (rc < 0)
        return rc;
    rc = session_type(s, "quit", RTX_EXCHANGE_ALONE, 0, 0);
    if (rc < 0)
        session_end(s, rc);
    return rc;
}

bool rtx__session_asked(const rtx_session *s)
{
    return s->op.asked;
}

/* ---- show config 0 ---- */

enum { OUTPUT = RTX_EXCHANGE_OUTPUT | RTX_EXCHANGE_CONFIG };

static int type_password(rtx_session *s)
{
    const rtx_secret *secret =
        s->op.state == 0 ? s->login_password : s->admin_password;
    struct rtx_exchange exchange = {
        .text = secret ? secret->text : "",
        .length = secret ? secret->length : 0,
        .flags = RTX_EXCHANGE_SECRET | OUTPUT,
        .timeout_ms = s->options[RTX_OPTION_SILENCE_MS],
    };
    int rc;

    if (s->op.state++ >= 2)
        return session_fail(s, RTX_E_QUESTION,
                            "the router wants more passwords than two");
    rc = rtx__console_push(s->console, &exchange, rtx__now_ms());
    transcript_typed(s, NULL);
    return rc < 0 ? session_fail(s, rc, "%s", rtx_strerror(rc)) : 0;
}

static int startup_answer(rtx_session *s, const struct rtx_reply *reply)
{
    char line[sizeof s->error.answer];
    int rc;

    if (reply->end == RTX_END_PASSWORD)
        return type_password(s);
    if (reply->end == RTX_END_YESNO && s->op.tries++ < DAMAGE_TRIES) {
        s->op.asked = true;
        return session_type(s, "N", RTX_EXCHANGE_KEY, 0, 0);
    }
    if (reply->end != RTX_END_PROMPT)
        return session_unexpected(s, reply);
    if (!reply->clean || s->op.asked)
        return session_fail(s, RTX_E_SYNTAX,
                            "the saved configuration came damaged");
    rc = session_decode(s, reply, &s->op.output);
    if (rc < 0)
        return session_fail(s, rc, "%s", rtx_strerror(rc));
    if (!session_error_line(rtx__buf_str(&s->op.output), line, sizeof line))
        return OP_DONE;
    RTX_ERROR_SET(&s->error, answer, line);
    return session_fail(s, RTX_E_REFUSED,
                        "the router does not show its saved configuration");
}

int rtx__session_start_startup(rtx_session *s)
{
    int rc = session_start(s, "read", startup_answer);

    if (rc < 0)
        return rc;
    rc = session_type(s, "show config 0", RTX_EXCHANGE_ALONE | OUTPUT, 0, 0);
    if (rc < 0)
        session_end(s, rc);
    return rc;
}
