/**
 * @file session.h
 * A console session with one router.
 *
 * Make it with rtx_session_new(), say who you are, open it, run commands, close
 * it, free it. Every blocking call takes a time limit in milliseconds for the
 * whole of it and returns 0 or a code of <rtx/error.h>; the detail is in
 * rtx_session_error().
 *
 * The same without blocking: a rtx_session_start_…() call begins an operation;
 * then poll the descriptor for what the session wants, until its deadline,
 * and call rtx_session_process(), until that says that the operation has ended.
 * The blocking calls are exactly that loop. Any event loop can do the same.
 *
 * A session changes no setting of the router by itself: the console's language,
 * lines and columns stay as they are.
 *
 * Threads: one at a time per session.
 */
#ifndef RTX_SESSION_H
#define RTX_SESSION_H

#include <rtx/base.h>
#include <rtx/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A session. Opaque. */
typedef struct rtx_session rtx_session;

/** What rtx_session_set() sets, before the session is opened. */
enum rtx_option {
    /** Longest silence of the router within an exchange, ms. Default 15000. */
    RTX_OPTION_SILENCE_MS = 1,
    /** Longest time for a connection to come about, ms. Default 15000. */
    RTX_OPTION_CONNECT_MS = 2,
    /** Bytes that may be in flight at first when lines are pushed; 0: one
     *  line at a time. Default 2048. */
    RTX_OPTION_WINDOW = 3,
    /** The most that the window may grow to, bytes. Default 16384. */
    RTX_OPTION_WINDOW_MAX = 4,
    /** 1: answer the pager ahead, within bounds; 0: page by page. Default 1. */
    RTX_OPTION_BLANKS_AHEAD = 5,
    /** The most bytes that one answer may have. Default 16 MiB. */
    RTX_OPTION_ANSWER_MAX = 6,
    /** Longest time that `save` may take, ms. Default 60000. */
    RTX_OPTION_SAVE_MS = 7,
    /** A connection that ends after so long a rest, ms, was ended by the
     *  router's login timer (300 s from the factory, 120 s at least). Default
     *  100000. */
    RTX_OPTION_IDLE_MS = 8,
    /** What to do about the router's login timer: enum rtx_login_timer.
     *  Default RTX_LOGIN_TIMER_TELL. */
    RTX_OPTION_LOGIN_TIMER = 9,
    /** How often RTX_LOGIN_TIMER_KEEP types Enter, ms. Default 60000. */
    RTX_OPTION_KEEP_MS = 10,
};

/** The router logs out whoever types nothing for 300 s (`login timer`). */
enum rtx_login_timer {
    /** The next call fails with RTX_E_IDLE_LOGOUT. */
    RTX_LOGIN_TIMER_TELL = 0,
    /** Type Enter in time while the session rests: only while
     *  rtx_session_idle() waits, or rtx_session_process() is called by
     *  rtx_session_deadline(). */
    RTX_LOGIN_TIMER_KEEP = 1,
    /** The next rtx_session_administrator(), _run() or _save() logs in again
     *  first, as administrator if it was. Not where a context was left
     *  selected. */
    RTX_LOGIN_TIMER_AGAIN = 2,
};

/**
 * A session with the router at `endpoint`:
 * "telnet://[user@]host[:port]" or "tcp://host:port". Nothing is sent yet.
 *
 * @return 0; RTX_E_ARGUMENT, RTX_E_UNSUPPORTED, RTX_E_NOMEM (detail in `error`,
 *         which may be NULL)
 */
RTX_API RTX_MUST_USE int rtx_session_new(rtx_session **ret,
                                         const char *endpoint,
                                         struct rtx_error *error);

/** Close at once, without the router's leave, and free. NULL is fine. */
RTX_API void rtx_session_free(rtx_session *session);

/** Set an option. @return 0 or RTX_E_ARGUMENT */
RTX_API int rtx_session_set(rtx_session *session, enum rtx_option option,
                            int64_t value);

/** The named user to log in as; NULL: none. Copied. */
RTX_API int rtx_session_set_user(rtx_session *session, const char *user);

/** The login password (the named user's, when there is one). Copied. */
RTX_API int rtx_session_set_login_password(rtx_session *session,
                                           const rtx_secret *password);

/** The administrator password. Copied. */
RTX_API int rtx_session_set_admin_password(rtx_session *session,
                                           const rtx_secret *password);

/**
 * Write what is typed and answered to a file, for bug reports: appended, mode
 * 0600, UTF-8, with times, secrets as ***. @return 0 or RTX_E_IO
 */
RTX_API int rtx_session_set_transcript(rtx_session *session, const char *path);

/** The detail of the last failure; borrowed until the next call. */
RTX_API const struct rtx_error *rtx_session_error(const rtx_session *session);

/* ---- blocking calls ---- */

/** Connect and log in, up to the first prompt. */
RTX_API int rtx_session_open(rtx_session *session, int64_t timeout_ms);

/** Become administrator; nothing is sent when the session is already. */
RTX_API int rtx_session_administrator(rtx_session *session, int64_t timeout_ms);

/**
 * Type one command line and read what it prints.
 *
 * @param ret  gets the output as UTF-8, lines ending with LF as the router's
 *             console broke them, without echo, pager and prompt; owned by
 *             the caller, who frees it with rtx_free(). May be NULL.
 * @return RTX_E_REFUSED when the router answered with an error (then *ret is
 *         set, too); RTX_E_QUESTION when it asked something (answered with N or
 *         an empty line)
 */
RTX_API int rtx_session_run(rtx_session *session, const char *command,
                            int64_t timeout_ms, char **ret);

/** Type `save` as administrator and check the answer. */
RTX_API int rtx_session_save(rtx_session *session, int64_t timeout_ms);

/**
 * Leave the router politely: out of the administrator level (a question about
 * unsaved changes is answered with N, never with Y), log out, close.
 *
 * @param unsaved  may be NULL; set to 1 when the router asked about unsaved
 *                 changes, to 0 when not
 */
RTX_API int rtx_session_close(rtx_session *session, int64_t timeout_ms,
                              int *unsaved);

/**
 * Rest for timeout_ms with nothing to do, kept logged in if the option
 * RTX_OPTION_LOGIN_TIMER says so. @return 0, or why the session has ended
 */
RTX_API int rtx_session_idle(rtx_session *session, int64_t timeout_ms);

/* ---- the same, never blocking ---- */

/** Begin an operation. @return 0, RTX_E_BUSY when one is under way, … */
RTX_API int rtx_session_start_open(rtx_session *session);
RTX_API int rtx_session_start_administrator(rtx_session *session);
RTX_API int rtx_session_start_run(rtx_session *session, const char *command);
RTX_API int rtx_session_start_save(rtx_session *session);
RTX_API int rtx_session_start_close(rtx_session *session);

/** Bits of rtx_session_wants(). */
enum rtx_wants { RTX_WANTS_READ = 1, RTX_WANTS_WRITE = 2 };

/** The descriptor to poll now; -1: none. It may change between calls. */
RTX_API int rtx_session_fd(const rtx_session *session);

/** What to poll it for: bits of enum rtx_wants. */
RTX_API int rtx_session_wants(const rtx_session *session);

/**
 * When rtx_session_process() is due even if nothing happens, in ms of the
 * monotonic clock (CLOCK_MONOTONIC); INT64_MAX: never.
 */
RTX_API int64_t rtx_session_deadline(const rtx_session *session);

/**
 * Do what can be done now.
 * @return 1 the operation has ended: ask rtx_session_result(); 0 go on polling
 */
RTX_API int rtx_session_process(rtx_session *session);

/** How the last operation ended: 0 or its error; RTX_E_BUSY while it runs. */
RTX_API int rtx_session_result(const rtx_session *session);

/** What the last command printed, as rtx_session_run() gives it; borrowed
 *  until the next operation begins. */
RTX_API const char *rtx_session_output(const rtx_session *session);

/* ---- what is known ---- */

/** Facts about the session. Set `size` before the call. */
struct rtx_session_info {
    uint32_t size;
    int32_t administrator; /**< 1: at the administrator level */
    int32_t lockstep;      /**< 1: fell back to one line at a time */
    int32_t reserved;
    int64_t rtt_ms; /**< shortest round trip seen; -1: none yet */
    uint64_t lines_sent;
    uint64_t bytes_sent;
    uint64_t bytes_received;
    uint64_t pagers;  /**< pages that had to be turned */
    uint64_t damages; /**< echoes that were not what was typed */
};
RTX_API int rtx_session_info(const rtx_session *session,
                             struct rtx_session_info *ret);

/** The console prompt string, UTF-8, "" when there is none; borrowed. */
RTX_API const char *rtx_session_prompt(const rtx_session *session);

/** Lines that `console info on` printed in between, LF after each; borrowed. */
RTX_API const char *rtx_session_notices(const rtx_session *session);

/** The endpoint as given; borrowed. */
RTX_API const char *rtx_session_endpoint(const rtx_session *session);

#ifdef __cplusplus
}
#endif

#endif
