/* Setting a router up, blocking, each new password proved by a login. */
#include <rtx/setup.h>
#include <string.h>

#include "session/internal.h"

static int64_t left(int64_t until)
{
    int64_t ms = until - rtx__now_ms();

    return ms > 0 ? ms : 0;
}

static int finish(rtx_session *s, int rc, int64_t until)
{
    return rc < 0 ? rc : rtx__session_wait(s, until);
}

static rtx_secret **slot_of(rtx_session *s, enum rtx_password which)
{
    return which == RTX_PASSWORD_LOGIN ? &s->login_password
                                       : &s->admin_password;
}

/* ---- the proof ---- */

/* A serial line is only one. */
static bool one_line(const rtx_session *s)
{
    return s->endpoint.scheme == RTX_SERIAL || s->endpoint.scheme == RTX_TCP;
}

/* May this session have another one beside it? The nameless user may not. */
static bool only_one(const rtx_session *s)
{
    return one_line(s) || !s->user;
}

static int log_in(rtx_session *s, int64_t until)
{
    int rc = rtx_session_open(s, left(until));

    if (rc == 0 && !s->administrator)
        rc = rtx_session_administrator(s, left(until));
    return rc;
}

/* A login beside this session; `user` with its password, or the own user with
 * an administrator password. */
static int prove_beside(rtx_session *s, const char *user,
                        const rtx_secret *password, int64_t until)
{
    rtx_session *twin = NULL;
    int rc = rtx__session_twin(&twin, s);

    if (rc < 0)
        return session_fail(s, rc, "%s", rtx_strerror(rc));
    if (user) {
        rc = rtx_session_set_user(twin, user);
        if (rc == 0)
            rc = rtx_session_set_login_password(twin, password);
        if (rc == 0)
            rc = rtx_session_open(twin, left(until));
    } else {
        rc = rtx_session_set_admin_password(twin, password);
        if (rc == 0)
            rc = log_in(twin, until);
    }
    if (rc == 0)
        (void)rtx_session_close(twin, left(until), NULL);
    else
        RTX_ERROR_SET(&s->error, answer, rtx_session_error(twin)->answer);
    rtx_session_free(twin);
    return rc;
}

/* Out, and in again with `password`. */
static int again(rtx_session *s, enum rtx_password which,
                 const rtx_secret *password, int64_t until)
{
    int rc = which == RTX_PASSWORD_LOGIN
                 ? rtx_session_set_login_password(s, password)
                 : rtx_session_set_admin_password(s, password);

    if (rc < 0)
        return rc;
    if (s->connected && !s->broken)
        (void)rtx_session_close(s, left(until), NULL);
    rtx__session_reset(s);
    return log_in(s, until);
}

static bool said_no(int rc)
{
    return rc == RTX_E_LOGIN || rc == RTX_E_ADMINISTRATOR;
}

static int prove_again(rtx_session *s, enum rtx_password which,
                       const rtx_secret *password, int64_t until)
{
    rtx_secret *old = rtx_secret_copy(*slot_of(s, which));
    int rc = again(s, which, password, until);

    if (said_no(rc)) {
        rc = again(s, which, old, until);
        if (rc == 0)
            rc = session_fail(s, RTX_E_REFUSED,
                              "the router took the new password, but lets "
                              "nobody in with it: it still has the old one");
        else if (said_no(rc))
            rc = session_fail(s, RTX_E_NEEDS_PERSON,
                              "the router lets nobody in, neither with the "
                              "new password nor with the old one");
    }
    rtx_secret_free(old);
    return rc;
}

/* The new one does not work: put the old one back, by the same dialogue. */
static int put_back(rtx_session *s, int rc)
{
    char answer[sizeof s->error.answer];

    rtx__copy(answer, sizeof answer, s->error.answer);
    rc = rc == 0 ? session_fail(s, RTX_E_REFUSED,
                                "a new login with the new password failed: "
                                "the old one was put back")
                 : session_fail(s, RTX_E_NEEDS_PERSON,
                                "a new login with the new password failed, "
                                "and the old one could not be put back");
    RTX_ERROR_SET(&s->error, answer, answer);
    return rc;
}

static int prove_administrator(rtx_session *s, const rtx_secret *password,
                               int64_t until)
{
    rtx_secret *old;
    int rc = prove_beside(s, NULL, password, until);

    if (rc == 0)
        return rtx_session_set_admin_password(s, password);
    old = rtx_secret_copy(s->admin_password);
    rc = rtx_session_set_admin_password(s, password);
    if (rc == 0)
        rc = finish(
            s, rtx_setup_start_password(s, RTX_PASSWORD_ADMINISTRATOR, old),
            until);
    (void)rtx_session_set_admin_password(s, old);
    rtx_secret_free(old);
    return put_back(s, rc);
}

int rtx_setup_password(rtx_session *s, enum rtx_password which,
                       const rtx_secret *password, int64_t timeout_ms)
{
    int64_t until = rtx__until_ms(timeout_ms);
    int rc = rtx_session_administrator(s, timeout_ms);

    if (rc == 0)
        rc = finish(s, rtx_setup_start_password(s, which, password), until);
    if (rc < 0)
        return rc;
    return only_one(s) ? prove_again(s, which, password, until)
                       : prove_administrator(s, password, until);
}

/* ---- users and the SSH server ---- */

/* The own password did not work; that of others is not known. */
static int take_user_back(rtx_session *s, const char *name, bool own,
                          int64_t until)
{
    if (own)
        return put_back(
            s,
            finish(s, rtx_setup_start_user(s, name, s->login_password), until));
    return session_fail(s, RTX_E_REFUSED,
                        "the router took the user %s, but no login works with "
                        "this password; it was left there",
                        name);
}

static int prove_user(rtx_session *s, const char *name,
                      const rtx_secret *password, int64_t until)
{
    bool own = s->user && strcmp(s->user, name) == 0;
    int rc;

    if (one_line(s))
        return own ? prove_again(s, RTX_PASSWORD_LOGIN, password, until) : 0;
    rc = prove_beside(s, name, password, until);
    if (rc < 0)
        return take_user_back(s, name, own, until);
    return own ? rtx_session_set_login_password(s, password) : 0;
}

int rtx_setup_user(rtx_session *s, const char *name, const rtx_secret *password,
                   int64_t timeout_ms)
{
    int64_t until = rtx__until_ms(timeout_ms);
    int rc = rtx_session_administrator(s, timeout_ms);

    if (rc == 0)
        rc = finish(s, rtx_setup_start_user(s, name, password), until);
    return rc < 0 ? rc : prove_user(s, name, password, until);
}

int rtx_setup_host_key(rtx_session *s, int replace, int64_t timeout_ms,
                       int *made)
{
    int64_t until = rtx__until_ms(timeout_ms);
    int rc = rtx_session_administrator(s, timeout_ms);

    if (rc == 0)
        rc = finish(s, rtx_setup_start_host_key(s, replace), until);
    if (rc == 0 && made)
        *made = !s->op.asked || replace;
    return rc;
}

int rtx_setup_sshd(rtx_session *s, int64_t timeout_ms)
{
    int64_t until = rtx__until_ms(timeout_ms);
    int rc = rtx_session_administrator(s, timeout_ms);

    return rc < 0 ? rc
                  : rtx_session_run(s, "sshd service on", left(until), NULL);
}
