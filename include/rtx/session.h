/**
 * @file session.h
 * A console session with one router.
 *
 * Make it with rtx_session_new(), say who you are, open it, run commands, close
 * it, free it. Every blocking call takes a time limit in milliseconds for the
 * whole of it and returns 0 or a code of <rtx/error.h>; the detail is in
 * rtx_session_error(). A negative limit is RTX_E_ARGUMENT, before anything is
 * done. When the limit is over, or the router is silent for
 * RTX_OPTION_SILENCE_MS (RTX_E_TIMEOUT), nobody knows what is on the line: the
 * session can only be freed.
 *
 * The same without blocking: a rtx_session_start_…() call begins an operation;
 * then poll the descriptor for what the session wants, until its deadline,
 * and call rtx_session_process(), until that says that the operation has ended.
 * The blocking calls are exactly that loop. Any event loop can do the same.
 *
 * A session changes no setting of the router by itself: the console's language,
 * lines and columns stay as they are.
 *
 * Threads: one at a time per session; rtx_session_cancel() alone may be called
 * by any, and by signal handlers.
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

/** What rtx_session_set() sets, before the session is opened; SILENCE_MS,
 *  SAVE_MS, IDLE_MS, LOGIN_TIMER and KEEP_MS at any time, CONNECT_MS for the
 *  next login. */
enum rtx_option {
    /** Longest silence of the router within an exchange, ms. Default 15000. */
    RTX_OPTION_SILENCE_MS = 1,
    /** Longest time for a connection to come about, ms. Default 15000. */
    RTX_OPTION_CONNECT_MS = 2,
    /** Bytes that may be in flight at first when lines are pushed; 0: one
     *  line at a time. Default 2048; on a serial line and behind tcp:// one
     *  line, and more as its echoes come back clean. */
    RTX_OPTION_WINDOW = 3,
    /** The most that the window may grow to, bytes. Default 16384; on a serial
     *  line what it carries in half a second. */
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
    /** SSH: 1: a host key of a router that is not known yet is believed and
     *  written down; a changed one is refused all the same. Default 0. */
    RTX_OPTION_ACCEPT_NEW_HOST_KEY = 11,
    /** SSH: 1: old algorithms, too, as "?algorithms=legacy" in the endpoint.
     *  Default 0. */
    RTX_OPTION_LEGACY_ALGORITHMS = 12,
    /** SSH: after so long without a byte sent, ms, an ignored message is, while
     *  the session is processed; 0: never. No key stroke: the login timer runs
     *  on. (The other networks' connections have TCP's keep-alive.)
     *  Default 60000. */
    RTX_OPTION_SSH_KEEPALIVE_MS = 13,
};

/** What rtx_session_set_text() sets, before the session is opened. */
enum rtx_text_option {
    /** SSH: the known_hosts file, instead of ~/.ssh/known_hosts and
     *  /etc/ssh/ssh_known_hosts. */
    RTX_TEXT_KNOWN_HOSTS = 1,
    /** SSH: a file like ~/.ssh/config to be honoured, or "default" for that
     *  one: HostName, Port, User, IdentityFile, ProxyJump, ProxyCommand,
     *  UserKnownHostsFile. By default none is read. */
    RTX_TEXT_SSH_CONFIG = 2,
    /** SSH: a private key's file, or "agent" for all keys of the agent: tried
     *  before the password. By default no key is. While the agent thinks, also
     *  rtx_session_process() waits, a minute or until RTX_OPTION_CONNECT_MS is
     *  over: RTX_E_TIMEOUT. */
    RTX_TEXT_IDENTITY = 3,
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
 * "telnet://[user@]host[:port]", "ssh://user@host[:port][?algorithms=legacy]",
 * "tcp://host:port" (a console server) or
 * "serial:///dev/ttyUSB0[?baud=9600]". Nothing is sent yet.
 *
 * A serial line or a console server may be in the middle of somebody's session.
 * Opening brings it to an empty prompt without executing what is typed there
 * and without a Y to a question, or fails with RTX_E_PORT_IN_USE. A session
 * that is found logged in is gone on with, at the level and as the user that it
 * has; its context is left. Closing logs out as usual.
 *
 * @return 0; RTX_E_ARGUMENT, RTX_E_UNSUPPORTED, RTX_E_NOMEM (detail in `error`,
 *         which may be NULL)
 */
RTX_API RTX_MUST_USE int rtx_session_new(rtx_session **ret,
                                         const char *endpoint,
                                         struct rtx_error *error);

/**
 * The caller's own wire: a console server's library, a jump host, a test. None
 * of the functions may block. Set `size`; what is not needed is NULL.
 */
struct rtx_wire {
    uint32_t size;
    uint32_t reserved;
    /** Bytes read; 0: none now; RTX_E_CLOSED: at the end; another code: lost */
    ptrdiff_t (*read)(void *user, void *bytes, size_t size);
    /** Bytes taken, 0: none now; <0 as above */
    ptrdiff_t (*write)(void *user, const void *bytes, size_t length);
    /** The one descriptor to poll; it may change when something was done. */
    int (*fd)(void *user);
    /** Bits of enum rtx_wants; RTX_WANTS_WRITE is added by the session while it
     *  has something to write. NULL: RTX_WANTS_READ. */
    int (*wants)(void *user);
    /** The session is done with this connection, opened or not. May be NULL. */
    void (*close)(void *user);
    /** Connect again, after close. 0 or a negative code. NULL: that cannot be
     *  done, and a transaction whose connection is lost cannot take itself
     *  back. */
    int (*reopen)(void *user);
};

/**
 * A session over the caller's wire, which is connected already. `user` is given
 * to its functions; `name` stands for the endpoint in messages. The functions'
 * table is copied. After a failure, nothing of the wire has been called but fd.
 *
 * @return 0, RTX_E_ARGUMENT, RTX_E_NOMEM
 */
RTX_API RTX_MUST_USE int rtx_session_new_wire(rtx_session **ret,
                                              const struct rtx_wire *wire,
                                              void *user, const char *name,
                                              struct rtx_error *error);

/**
 * A session over descriptors that are connected already: a socket or a terminal
 * (twice the same), or a pair of pipes, as of `ssh -W` or any ProxyCommand.
 * They are made non-blocking, and are the session's from then on, which closes
 * them; after a failure they are still the caller's. Such a session cannot be
 * opened again.
 *
 * @return 0, RTX_E_ARGUMENT, RTX_E_NOMEM
 */
RTX_API RTX_MUST_USE int rtx_session_new_fd(rtx_session **ret, int in_fd,
                                            int out_fd, const char *name,
                                            struct rtx_error *error);

/** Close at once, without the router's leave, and free. NULL is fine. */
RTX_API void rtx_session_free(rtx_session *session);

/**
 * Who decides when a session may log in by SSH, which costs much processor time
 * at once: one who has many of them. Called from within the session's own
 * calls, also for every later login of the same session, as when a transaction
 * makes a lost connection anew.
 *
 * @param enter  1: it wants to begin; 0: its login is over, well or not (only
 *               behind a 1 that was answered by 1)
 * @return for enter 1: 1 begin; 0 not yet: it is asked again in each
 *         rtx_session_process(), and every 100 ms by rtx_session_deadline().
 *         The time for the connection begins with the 1.
 */
typedef int (*rtx_gate)(void *user, rtx_session *session, int enter);

/** Set it, before the session is opened; NULL: none. */
RTX_API void rtx_session_set_gate(rtx_session *session, rtx_gate gate,
                                  void *user);

/** Set an option. @return 0; RTX_E_ARGUMENT for an option or a value that there
 *  is not, and for one that would come too late */
RTX_API int rtx_session_set(rtx_session *session, enum rtx_option option,
                            int64_t value);

/** Set a text option, before the session is opened; NULL: the default again.
 *  Copied. @return 0 or RTX_E_ARGUMENT, RTX_E_NOMEM */
RTX_API int rtx_session_set_text(rtx_session *session,
                                 enum rtx_text_option option, const char *text);

/** The passphrase of RTX_TEXT_IDENTITY's private key. Copied. */
RTX_API int rtx_session_set_passphrase(rtx_session *session,
                                       const rtx_secret *passphrase);

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

/** Could not all of the transcript be written, on a full disk, say? The session
 *  goes on without. @return 1 or 0; RTX_E_ARGUMENT */
RTX_API int rtx_session_transcript_lost(const rtx_session *session);

/** The detail of the last failure; borrowed until the next call. */
RTX_API const struct rtx_error *rtx_session_error(const rtx_session *session);

/* ---- blocking calls ---- */

/**
 * Connect and log in, up to the first prompt. On a serial line a boot that is
 * under way is waited for. A session opens once: when it has ended, or could
 * not be opened, make a new one; a second opening is RTX_E_ARGUMENT and changes
 * nothing.
 */
RTX_API int rtx_session_open(rtx_session *session, int64_t timeout_ms);

/** Become administrator; nothing is sent when the session is already. */
RTX_API int rtx_session_administrator(rtx_session *session, int64_t timeout_ms);

/**
 * Type one command line and read what it prints. A control character or a bare
 * `?` (the router's help) in it is RTX_E_ARGUMENT. What is not ASCII is sent in
 * the console's charset; to find that out `show environment` may be run first.
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
 * End the running operation soon, with RTX_E_INTERRUPTED; when none runs, the
 * next one that is begun. Any thread may call it, and a signal handler (it is
 * async-signal-safe), while the session exists. A blocking call wakes up for
 * it; who polls himself sees it at the next rtx_session_process(). What the
 * router did of the operation is not known: the session can only be freed (but
 * rtx_session_idle() just ends).
 * For a transaction see rtx_transaction_abort(), which undoes: to cancel its
 * session is a lost connection to it.
 */
RTX_API void rtx_session_cancel(rtx_session *session);

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

/** The one descriptor to poll now; -1: none. It may change between calls. */
RTX_API int rtx_session_fd(const rtx_session *session);

/**
 * A number that is another one whenever rtx_session_fd() may have become
 * another descriptor since, be it one with the number of a descriptor that was
 * closed: a loop that keeps its watch looks at it instead of asking the system.
 */
RTX_API uint64_t rtx_session_fd_epoch(const rtx_session *session);

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

/** Facts about the session. Set `size` before the call. (In C++ write `struct
 *  rtx_session_info`, because the function has the same name.) */
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
