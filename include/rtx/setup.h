/**
 * @file setup.h
 * Setting a router up for management: users, passwords, the SSH server.
 *
 * These are explicit calls of their own, outside transactions: what they set
 * cannot be read back from the router, so no rollback could restore it. None
 * of them saves: call rtx_session_save() when you are content. All of them
 * become administrator first, and none types a password where it is echoed.
 *
 * Threads: one at a time per session.
 */
#ifndef RTX_SETUP_H
#define RTX_SETUP_H

#include <rtx/session.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Which password. */
enum rtx_password {
    RTX_PASSWORD_LOGIN = 1, /**< of the nameless user (`login password`) */
    RTX_PASSWORD_ADMINISTRATOR = 2, /**< `administrator password` */
};

/**
 * Change a password on the router and prove it: the session's present one is
 * typed as the old one, `password` twice as the new one; then a new login with
 * it must work. Only then does the session forget the old password.
 *
 * A named user's session is proved by another one beside it. The nameless user
 * may have only one connection, and a serial line is only one: there the
 * session logs out and in again, and is administrator again at the end.
 * The login password can only be changed in a session without a user.
 *
 * @param password  the new one; must not be empty
 * @return 0; RTX_E_REFUSED when the router refused the change, or when no login
 *         works with the new password: it has the old one then, and
 *         so has the session. RTX_E_NEEDS_PERSON when neither the new nor the
 *         old one lets us in; RTX_E_ARGUMENT; failures of the session
 */
RTX_API int rtx_setup_password(rtx_session *session, enum rtx_password which,
                               const rtx_secret *password, int64_t timeout_ms);

/**
 * Make a named user, or change its password: `login user NAME`, the password
 * typed where the router asks for it. Proved by a login of that user, as for
 * rtx_setup_password(); over a serial line only for the session's own user.
 * When it does not work, the own user gets the old password back; another user
 * is left as set.
 *
 * @return 0; RTX_E_REFUSED; RTX_E_NEEDS_PERSON; RTX_E_ARGUMENT for a name that
 *         the router's command line cannot carry
 */
RTX_API int rtx_setup_user(rtx_session *session, const char *name,
                           const rtx_secret *password, int64_t timeout_ms);

/**
 * `sshd host key generate`: takes 30 to 60 seconds on an RTX810.
 *
 * @param replace  what is answered when there is a key already: 0 keeps it,
 *                 1 makes a new one, after which clients see a changed key
 * @param made     may be NULL; set to 1 when a key was made, 0 when the old
 *                 one was kept
 */
RTX_API int rtx_setup_host_key(rtx_session *session, int replace,
                               int64_t timeout_ms, int *made);

/** `sshd service on`, needed once; a user and a host key must be there. */
RTX_API int rtx_setup_sshd(rtx_session *session, int64_t timeout_ms);

/* ---- the dialogues, never blocking; see rtx_session_process() ---- */

/** Only the change, without the proof; the session keeps the old password. */
RTX_API int rtx_setup_start_password(rtx_session *session,
                                     enum rtx_password which,
                                     const rtx_secret *password);
RTX_API int rtx_setup_start_user(rtx_session *session, const char *name,
                                 const rtx_secret *password);
RTX_API int rtx_setup_start_host_key(rtx_session *session, int replace);

#ifdef __cplusplus
}
#endif

#endif
