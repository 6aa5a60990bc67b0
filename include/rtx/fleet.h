/**
 * @file fleet.h
 * Many routers from one thread.
 *
 * A fleet takes its routers one after the other, so many at a time, and drives
 * the session (and the transaction) of each by the calls that never block, on
 * one event loop. It asks its owner, through struct rtx_fleet_calls, for each
 * router's session when its turn has come, for what to do in it, and tells how
 * it went. Then the session is freed: what a fleet needs grows with how many
 * are under way, not with how many there are.
 *
 * rtx_fleet_run() does all of it. Who has a loop of his own polls
 * rtx_fleet_fd() for reading, no longer than rtx_fleet_timeout(), and calls
 * rtx_fleet_step() then, until it says 1.
 *
 * A router that is slow, silent or talks without end delays nobody: each gets
 * a bounded piece of work per turn, and has a deadline of its own.
 *
 * Memory: below 100 bytes per router that waits or has ended (2.5 KB more for
 * one that failed); under way below 64 KB per telnet session and 96 KB per SSH
 * session, besides its answers and configurations.
 *
 * Threads: one at a time; rtx_fleet_cancel() alone may be called by any, and by
 * signal handlers. All calls of struct rtx_fleet_calls come from within
 * rtx_fleet_run() and rtx_fleet_step().
 */
#ifndef RTX_FLEET_H
#define RTX_FLEET_H

#include <rtx/session.h>
#include <rtx/transaction.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A fleet. Opaque. */
typedef struct rtx_fleet rtx_fleet;

/** What rtx_fleet_set() sets. At any time: it holds for who begins then. */
enum rtx_fleet_option {
    /** How many routers may be under way at once. Default 64. */
    RTX_FLEET_PARALLEL = 1,
    /** How many of them may be in the login of SSH, which costs much processor
     *  time at once: in the first one, or in a later one of a transaction. Who
     *  waits for his router longer than 2 s is not counted. Default 16. */
    RTX_FLEET_HANDSHAKES = 2,
    /** How many routers may be begun in all, by the order in which they were
     *  added: the first few have to prove something. Default: all. */
    RTX_FLEET_ADMIT = 3,
    /** The longest time for all of a router's work, ms. Default 600000. */
    RTX_FLEET_DEADLINE_MS = 4,
    /** What a transaction gets beyond that to take back what it sent, ms.
     *  Default 120000. */
    RTX_FLEET_ROLLBACK_MS = 5,
};

/** Where a router stands. */
enum rtx_fleet_state {
    RTX_FLEET_WAITING = 0, /**< not begun */
    RTX_FLEET_RUNNING = 1,
    RTX_FLEET_DONE = 2, /**< see its code and outcome */
};

/** How a router went, or goes. */
struct rtx_fleet_result {
    uint32_t size;   /**< set by the caller: sizeof of the struct */
    int32_t state;   /**< enum rtx_fleet_state */
    int32_t code;    /**< 0, or why it failed: enum rtx_error_code */
    int32_t outcome; /**< of its transaction: enum rtx_outcome */
    int64_t took_ms; /**< since its beginning */
    /** NULL when nothing failed; borrowed from the fleet */
    const struct rtx_error *error;
    /** "waiting", "connect", "run", "push", "verify", … (static) */
    const char *doing;
    size_t done;  /**< how far it has come in that */
    size_t total; /**< 0: not known */
    /** Borrowed, while it is under way and in done(); else NULL */
    rtx_session *session;
    rtx_transaction *transaction; /**< likewise; NULL: there is none */
};

/**
 * What a fleet asks its owner for. Set `size`; what is not needed is NULL.
 * `router` is what rtx_fleet_add() returned. None of them may block, nor free
 * the fleet. A negative code, with its detail in `error`, ends that router.
 */
struct rtx_fleet_calls {
    uint32_t size;
    uint32_t reserved;
    /** Its turn has come: a new session, not open, the fleet's own from now on;
     *  so is its gate (rtx_session_set_gate()). */
    int (*session)(void *user, size_t router, rtx_session **ret,
                   struct rtx_error *error);
    /** It is logged in: a transaction that was started, the fleet's own from
     *  now on, or NULL for next(). */
    int (*transaction)(void *user, size_t router, rtx_session *session,
                       rtx_transaction **ret, struct rtx_error *error);
    /** Its transaction is planned: 1 to commit, 0 to leave it at the plan.
     *  NULL: leave it. */
    int (*planned)(void *user, size_t router, rtx_transaction *transaction);
    /**
     * It is logged in and has no transaction (`turn` 0), or the operation that
     * the last call began has ended, see rtx_session_result(), with 0,
     * RTX_E_REFUSED or RTX_E_QUESTION; other failures end it.
     * @return 1: began another one; 0: there is no more to do; a code
     */
    int (*next)(void *user, size_t router, rtx_session *session, size_t turn);
    /** It has ended, and is logged out. */
    void (*done)(void *user, size_t router,
                 const struct rtx_fleet_result *result);
};

/** A fleet without routers. The table is copied. @return 0, RTX_E_ARGUMENT,
 *  RTX_E_NOMEM, RTX_E_IO */
RTX_API RTX_MUST_USE int rtx_fleet_new(rtx_fleet **ret,
                                       const struct rtx_fleet_calls *calls,
                                       void *user, struct rtx_error *error);

/** Free it; sessions under way are closed without the routers' leave. NULL is
 *  fine. */
RTX_API void rtx_fleet_free(rtx_fleet *fleet);

/** Set an option. @return 0 or RTX_E_ARGUMENT */
RTX_API int rtx_fleet_set(rtx_fleet *fleet, enum rtx_fleet_option option,
                          int64_t value);

/** One more router. @return its index, from 0; RTX_E_NOMEM */
RTX_API RTX_MUST_USE long rtx_fleet_add(rtx_fleet *fleet);

/** How many were added. */
RTX_API size_t rtx_fleet_count(const rtx_fleet *fleet);

/**
 * Make room for descriptors, and begin with the first routers. The soft limit
 * of the process is raised; where the hard one is too low, fewer routers are
 * under way at once, and rtx_fleet_notice() says so.
 */
RTX_API int rtx_fleet_start(rtx_fleet *fleet);

/** What the owner should know, "" when there is nothing; borrowed. */
RTX_API const char *rtx_fleet_notice(const rtx_fleet *fleet);

/** The one descriptor to poll for reading. */
RTX_API int rtx_fleet_fd(const rtx_fleet *fleet);

/** For how long at most, ms; -1: for ever. */
RTX_API int rtx_fleet_timeout(const rtx_fleet *fleet);

/** Do what can be done now. @return 1: all have ended that may be begun; 0 */
RTX_API int rtx_fleet_step(rtx_fleet *fleet);

/**
 * Start, if that was not done, and go on until all have ended that may be
 * begun, or for timeout_ms (-1: without limit).
 * @return 1: they have; 0: not yet, call again; RTX_E_…
 */
RTX_API int rtx_fleet_run(rtx_fleet *fleet, int64_t timeout_ms);

/** How to cancel. */
enum rtx_fleet_cancel {
    /** Begin with no other router; finish those under way. */
    RTX_FLEET_STOP = 1,
    /** And take back what is under way: transactions roll back, reading ends
     *  with RTX_E_INTERRUPTED. */
    RTX_FLEET_ABORT = 2,
};

/** Cancel soon. Safe in signal handlers and other threads. */
RTX_API void rtx_fleet_cancel(rtx_fleet *fleet, enum rtx_fleet_cancel how);

/** How router `router` went. @return 0 or RTX_E_ARGUMENT */
RTX_API int rtx_fleet_result(const rtx_fleet *fleet, size_t router,
                             struct rtx_fleet_result *ret);

#ifdef __cplusplus
}
#endif

#endif
