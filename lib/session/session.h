/*
 * session: one router, one console, one wire, one operation at a time; never
 * blocking. drive.c moves bytes between wire and console, op_*.c say what an
 * operation types next when it sees an answer, wait.c is the blocking half.
 * The public half is <rtx/session.h>; this one serves transaction.
 */
#ifndef RTX_SESSION_SESSION_H
#define RTX_SESSION_SESSION_H

#include <rtx/session.h>

#include "base/base.h"
#include "console/console.h"
#include "transport/transport.h"

/* How a pushed line went. */
enum rtx_line_status {
    RTX_LINE_UNSENT,  /* it never left */
    RTX_LINE_DONE,    /* echoed as typed, and no error */
    RTX_LINE_REFUSED, /* the router answered with an error, or asked */
    RTX_LINE_UNKNOWN, /* sent, but what became of it is not known */
};

struct rtx_push_line {
    const char *context; /* where it must run; "" is the global one */
    const char *text;    /* UTF-8 */
    enum rtx_line_status status;
    char *answer; /* owned: what the router said, UTF-8; NULL: nothing */
};

/*
 * Begin to send lines, through the window, each in its context; stop sending at
 * the first refusal. The array stays the caller's and must outlive the
 * operation. With `all`, refused lines do not keep the others from being sent.
 * Ends with 0, RTX_E_REFUSED (some line's status says which), or a
 * failure of the session. The global context is selected at the end.
 */
int rtx__session_start_push(rtx_session *session, struct rtx_push_line *lines,
                            size_t count, bool all);
/* Send nothing more of the running push; it ends with RTX_E_INTERRUPTED. */
void rtx__session_stop_push(rtx_session *session);
/* How many lines of the running push were answered. */
size_t rtx__session_pushed(const rtx_session *session);

/* The charset that typed text is sent in; -1: not known (ASCII only). */
void rtx__session_set_charset(rtx_session *session, int charset);
int rtx__session_charset(const rtx_session *session);

/*
 * Leave administrator, answering the save question with No; whether it came
 * says rtx__session_asked(). The session is a general user's then.
 */
int rtx__session_start_leave(rtx_session *session);
bool rtx__session_asked(const rtx_session *session);
/* `show config 0` with the session's two passwords; its output is what was
 * saved. RTX_E_REFUSED where the router does not show it. */
int rtx__session_start_startup(rtx_session *session);

/* The named user; borrowed; "": none. */
const char *rtx__session_user(const rtx_session *session);
/* The administrator password; borrowed, may be NULL. */
const rtx_secret *rtx__session_admin_password(const rtx_session *session);
/* From the next opening on it is reached at another endpoint. */
int rtx__session_redirect(rtx_session *session, const char *endpoint,
                          struct rtx_error *error);

/* End the running operation, whose owner goes away: the session, which may be
 * in the middle of anything, can only be freed then. */
void rtx__session_abandon(rtx_session *session);

/* Make a session whose connection was lost like new, to be opened again. */
void rtx__session_reset(rtx_session *session);

/* A session not opened yet with the same router, options, user and passwords.
 */
int rtx__session_twin(rtx_session **ret, const rtx_session *session);

/* Drive the current operation to its end, blocking, until `until_ms`. */
int rtx__session_wait(rtx_session *session, int64_t until_ms);

/* Poll once for what the session wants, until `until_ms` at most. */
int rtx__session_poll(rtx_session *session, int64_t until_ms);

#endif
