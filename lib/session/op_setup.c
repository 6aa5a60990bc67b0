/* Dialogues that set the router up: its passwords, users and host key. */
#include "session/internal.h"

#include <ctype.h>
#include <rtx/setup.h>
#include <string.h>

enum { HOST_KEY_MS = 180000 }; /* it takes 30 to 60 s, and is silent */

static void forget(rtx_session *s)
{
    for (size_t i = 0; i < DIALOGUE_MOST; i++) {
        rtx_secret_free(s->dialogue.secrets[i]);
        s->dialogue.secrets[i] = NULL;
    }
    s->dialogue.count = 0;
    s->dialogue.next = 0;
}

void dialogue_free(rtx_session *s)
{
    forget(s);
}

static int keep(rtx_session *s, const rtx_secret *secret)
{
    rtx_secret *copy = secret ? rtx_secret_copy(secret) : rtx_secret_new("", 0);

    if (!copy)
        return session_fail(s, RTX_E_NOMEM, "out of memory");
    s->dialogue.secrets[s->dialogue.count++] = copy;
    return 0;
}

static int refused(rtx_session *s, const struct rtx_reply *reply,
                   const char *why)
{
    session_answer(s, reply);
    session_concerns(s, rtx__buf_str(&s->op.command));
    return session_fail(s, RTX_E_REFUSED, "%s", why);
}

static int dialogue_ended(rtx_session *s, const struct rtx_reply *reply)
{
    char line[sizeof s->error.answer];
    int rc = session_decode(s, reply, &s->op.output);

    if (rc < 0)
        return session_fail(s, rc, "%s", rtx_strerror(rc));
    if (session_error_line(rtx__buf_str(&s->op.output), line, sizeof line))
        return refused(s, reply, "the router refused it");
    if (s->dialogue.next < s->dialogue.count)
        return refused(s, reply, "the router did not ask for the password");
    return OP_DONE;
}

static int dialogue_answer(rtx_session *s, const struct rtx_reply *reply)
{
    int rc;

    switch (reply->end) {
    case RTX_END_PROMPT:
        rc = dialogue_ended(s, reply);
        break;
    case RTX_END_PASSWORD:
        if (s->dialogue.next >= s->dialogue.count) {
            rc = refused(s, reply, "the router asks for one more password");
            break;
        }
        return session_type_secret(s, s->dialogue.secrets[s->dialogue.next++]);
    case RTX_END_YESNO:
        if (s->op.tries++ >= DAMAGE_TRIES) {
            rc = session_fail(s, RTX_E_DESYNC, "the router keeps asking");
            break;
        }
        s->op.asked = true;
        return session_type(s, s->dialogue.yes ? "Y" : "N", RTX_EXCHANGE_KEY,
                            HOST_KEY_MS, 0);
    default:
        rc = session_unexpected(s, reply);
        break;
    }
    forget(s);
    return rc;
}

static int dialogue_begin(rtx_session *s, const char *step)
{
    int rc = s ? session_start(s, step, dialogue_answer) : RTX_E_ARGUMENT;

    if (rc == 0) {
        forget(s);
        s->dialogue.yes = false;
        rtx__buf_clear(&s->op.command);
    }
    return rc;
}

static int dialogue_type(rtx_session *s, int rc)
{
    if (rc == 0 && !s->administrator)
        rc = session_fail(s, RTX_E_ADMINISTRATOR,
                          "this needs the administrator level");
    if (rc == 0)
        rc = session_type(s, rtx__buf_str(&s->op.command), RTX_EXCHANGE_ALONE,
                          HOST_KEY_MS, 0);
    if (rc < 0) {
        forget(s);
        session_end(s, rc);
    }
    return rc;
}

int rtx_setup_start_password(rtx_session *s, enum rtx_password which,
                             const rtx_secret *password)
{
    bool login = which == RTX_PASSWORD_LOGIN;
    int rc = dialogue_begin(s, "password");

    if (rc < 0)
        return rc;
    if ((!login && which != RTX_PASSWORD_ADMINISTRATOR) || !password ||
        password->length == 0)
        rc =
            session_fail(s, RTX_E_ARGUMENT, "a new password must not be empty");
    else if (login && s->user)
        rc = session_fail(s, RTX_E_ARGUMENT,
                          "the login password is the nameless user's: log in "
                          "without a user, or change the user's own");
    if (rc == 0)
        rc = rtx__buf_text(&s->op.command,
                           login ? "login password" : "administrator password");
    if (rc == 0)
        rc = keep(s, login ? s->login_password : s->admin_password);
    if (rc == 0)
        rc = keep(s, password);
    if (rc == 0)
        rc = keep(s, password);
    return dialogue_type(s, rc);
}

/* What the router's command line carries without quotes. */
static bool plain_name(const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < length; i++)
        if (!isgraph((unsigned char)name[i]) || strchr("?#|>\\'\"*", name[i]))
            return false;
    return length > 0 && length <= 32;
}

int rtx_setup_start_user(rtx_session *s, const char *name,
                         const rtx_secret *password)
{
    int rc = dialogue_begin(s, "login user");

    if (rc < 0)
        return rc;
    if (!name || !plain_name(name))
        rc = session_fail(s, RTX_E_ARGUMENT,
                          "a user's name is 1 to 32 letters, digits and signs "
                          "without blanks, quotes and ?#|>\\*");
    else if (!password || password->length == 0)
        rc = session_fail(s, RTX_E_ARGUMENT,
                          "a named user needs a password that is not empty");
    if (rc == 0)
        rc = rtx__buf_format(&s->op.command, "login user %s", name);
    if (rc == 0)
        rc = keep(s, password);
    return dialogue_type(s, rc);
}

int rtx_setup_start_host_key(rtx_session *s, int replace)
{
    int rc = dialogue_begin(s, "host key");

    if (rc < 0)
        return rc;
    s->dialogue.yes = replace != 0;
    return dialogue_type(
        s, rtx__buf_text(&s->op.command, "sshd host key generate"));
}
