/* Connect, log in, wake the console up, leave a forgotten context. */
#include "session/internal.h"

#include <string.h>

enum state {
    GREETING,
    EMPTY_SENT, /* an empty password, to be asked for the user name */
    USER_SENT,
    PASSWORD_SENT,
    NAMELESS_SENT, /* Enter for a name, where an empty password led to it */
    NAMELESS_PASSWORD_SENT,
    WAKING,
    LEAVING_CONTEXT,
    RESYNC,
};

static int refused(rtx_session *s, const struct rtx_reply *reply,
                   const char *why)
{
    session_answer(s, reply);
    return session_fail(s, RTX_E_LOGIN, "%s", why);
}

static bool has_password(const rtx_session *s)
{
    return s->login_password && s->login_password->length > 0;
}

static int send_password(rtx_session *s)
{
    bool asked = s->op.state == NAMELESS_SENT || s->op.state == USER_SENT;

    s->op.state = asked && !s->user ? NAMELESS_PASSWORD_SENT : PASSWORD_SENT;
    return session_type_secret(s, s->login_password);
}

/* A nameless login asks at once; a user's begins with an empty answer. Over
 * SSH the password has been given to SSH, and no console gets it as well. */
static int on_password(rtx_session *s, const struct rtx_reply *reply)
{
    bool ssh = s->endpoint.scheme == RTX_SSH;

    switch (s->op.state) {
    case GREETING:
        if (!s->user && !ssh)
            return send_password(s);
        s->op.state = EMPTY_SENT;
        return session_type_secret(s, NULL);
    case USER_SENT:
    case NAMELESS_SENT:
        return send_password(s);
    case EMPTY_SENT:
        /* this one never asks for a name */
        return refused(s, reply,
                       ssh ? "behind SSH there is a console with a login "
                             "password of its own"
                           : "the router asks for no user name, but a user is "
                             "given");
    default:
        return refused(s, reply,
                       has_password(s) || ssh
                           ? "the router refused the login password"
                           : "the router wants a login password, and none is "
                             "given");
    }
}

static int on_username(rtx_session *s, const struct rtx_reply *reply)
{
    if (!s->user && s->op.state == PASSWORD_SENT && !has_password(s)) {
        /* an empty password is how one asks for it; the nameless go on */
        s->op.state = NAMELESS_SENT;
        return session_type(s, "", RTX_EXCHANGE_ALONE, 0, 0);
    }
    if (s->op.state != GREETING && s->op.state != EMPTY_SENT)
        return refused(s, reply,
                       !s->user ? "the router wants a user name, or a login "
                                  "password for none"
                       : has_password(s)
                           ? "the router refused the user or its password"
                           : "the router wants the user's password, and none "
                             "is given");
    if (!s->user && s->op.state != GREETING)
        return refused(s, reply,
                       "the router asks for a user name, and none is given");
    /* the nameless user's name is empty */
    s->op.state = USER_SENT;
    return session_type(s, s->user ? s->user : "", RTX_EXCHANGE_ALONE, 0, 0);
}

static int wake(rtx_session *s)
{
    s->op.state = WAKING;
    if (s->op.tries++ >= WAKE_TRIES)
        return session_fail(s, RTX_E_TIMEOUT,
                            "the console does not answer the Enter key");
    return session_type(s, "", RTX_EXCHANGE_ALONE,
                        (int64_t)WAKE_MS * s->op.tries, 0);
}

static int on_prompt(rtx_session *s, const struct rtx_reply *reply)
{
    if (s->op.state == LEAVING_CONTEXT)
        return OP_DONE;
    if (s->op.state != WAKING) {
        s->op.tries = 0;
        return wake(s);
    }
    if (reply->prompt.context[0] == '\0')
        return OP_DONE;
    s->op.state = LEAVING_CONTEXT;
    return session_type(s,
                        rtx__starts(reply->prompt.context, "tunnel")
                            ? "tunnel select none"
                            : "pp select none",
                        RTX_EXCHANGE_ALONE, 0, 0);
}

static int on_closed(rtx_session *s, const struct rtx_reply *reply)
{
    char line[sizeof s->error.answer];
    bool told;

    session_answer(s, reply);
    if (s->broken && s->endpoint.scheme == RTX_SSH)
        return s->broken; /* the login is over: the wire knows more */
    rtx__copy(line, sizeof line, s->error.answer);
    told = rtx__is_error_line(line, NULL) || strstr(line, "restricted");
    if (s->op.state == PASSWORD_SENT || s->op.state == NAMELESS_PASSWORD_SENT ||
        told)
        return refused(s, reply,
                       "the router closed the connection at the "
                       "login");
    if (s->broken && s->endpoint.scheme == RTX_SERIAL)
        return s->broken; /* what the wire said says more */
    session_fail(s, RTX_E_CLOSED,
                 "the router closed the connection before the login");
    RTX_ERROR_SET(&s->error, hint,
                  "are all sessions in use, or does telnetd host keep this "
                  "address out?");
    return RTX_E_CLOSED;
}

int open_prompt(rtx_session *s)
{
    rtx__buf_clear(&s->op.output);
    s->op.tries = 0;
    return wake(s);
}

int open_login(rtx_session *s, const struct rtx_reply *reply)
{
    s->op.state = GREETING;
    return reply->end == RTX_END_PASSWORD ? on_password(s, reply)
                                          : on_username(s, reply);
}

static int answer(rtx_session *s, const struct rtx_reply *reply)
{
    if (s->op.state == RESYNC && reply->end != RTX_END_CLOSED)
        return resync_answer(s, reply);
    switch (reply->end) {
    case RTX_END_PASSWORD:
        return on_password(s, reply);
    case RTX_END_USERNAME:
        return on_username(s, reply);
    case RTX_END_PROMPT:
        return on_prompt(s, reply);
    case RTX_END_CLOSED:
        return on_closed(s, reply);
    case RTX_END_TIMEOUT:
        if (s->op.state == WAKING)
            return wake(s);
        return session_unexpected(s, reply);
    case RTX_END_BOOT:
        if (!s->line)
            return session_unexpected(s, reply);
        s->op.state = RESYNC;
        return resync_boot(s);
    default:
        return session_unexpected(s, reply);
    }
}

int open_connected(rtx_session *s)
{
    RTX_ERROR_SET(&s->error, step, "login");
    if (s->line) {
        s->op.state = RESYNC;
        return resync_begin(s);
    }
    return session_type(s, "", RTX_EXCHANGE_WAIT, 0, 0);
}

int rtx_session_start_open(rtx_session *s)
{
    int rc;

    if (!s)
        return RTX_E_ARGUMENT;
    if (s->op.running)
        return RTX_E_BUSY;
    if (s->transport || s->opened)
        return session_reject(s, "the session was opened before: make a new "
                                 "one");
    rc = session_begin(s, "connect", answer);
    if (rc < 0)
        return rc;
    s->opened = true;
    rc = session_connect(s);
    if (rc < 0) {
        if (!s->broken)
            s->broken = RTX_E_CLOSED;
        session_end(s, rc);
    }
    return rc;
}
