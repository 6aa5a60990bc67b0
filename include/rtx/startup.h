/**
 * @file startup.h
 * What the router boots next: its stored configuration, read by SFTP.
 *
 * `/system/config0` is the file as it was stored: with its comments, and with
 * its passwords in plain text. The router shows it over SFTP to a named user
 * who gives the administrator password, and only where `sshd service`, `sshd
 * host` and `sftpd host` let him in. It has SSH endpoints only.
 *
 * A connection of its own is made for that: the router gives one channel per
 * connection. These calls block; there is no other form of them.
 *
 * Threads: one at a time per session; rtx_session_cancel() ends them.
 */
#ifndef RTX_STARTUP_H
#define RTX_STARTUP_H

#include <rtx/session.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Read the stored configuration of the session's router. The session gives its
 * endpoint, options, user and administrator password; it may be open or not,
 * stays as it is, and its rtx_session_error() tells what failed.
 *
 * @param ret  the text as UTF-8, lines ended by LF; owned:
 *             rtx_startup_free(), which wipes it
 * @return 0; RTX_E_UNSUPPORTED when the endpoint is no SSH; RTX_E_BUSY while
 *         an operation runs; RTX_E_REFUSED when the router does not show the
 *         file; RTX_E_TIMEOUT, RTX_E_LOGIN, RTX_E_INTERRUPTED, …
 */
RTX_API RTX_MUST_USE int rtx_startup_read(rtx_session *session,
                                          int64_t timeout_ms, char **ret);

/** Wipe and free. NULL is fine. */
RTX_API void rtx_startup_free(char *text);

/**
 * Is the running configuration the stored one? Runs `show config` in the
 * session, which is open, and reads the stored one. What the router hides in
 * one of them is not compared.
 *
 * @param difference  may be NULL; lines without secrets, "+" for what only
 *                    runs, "-" for what is only stored; "" for none; owned:
 *                    rtx_free()
 * @return 1 they say the same; 0 they do not; or a failure
 */
RTX_API RTX_MUST_USE int rtx_startup_compare(rtx_session *session,
                                             int64_t timeout_ms,
                                             char **difference);

#ifdef __cplusplus
}
#endif

#endif
