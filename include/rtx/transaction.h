/**
 * @file transaction.h
 * A push that lands whole or leaves the router as it was.
 *
 * A transaction reads the running configuration (the checkpoint), plans what a
 * fragment changes in it, sends that, stops at the first line that the router
 * refuses, reads the configuration again and compares it with the plan, and
 * saves. Whatever fails after the first setting was sent, it reads what is
 * there and goes back to the checkpoint, and proves by reading once more that
 * the router is as it was. A lost connection is made anew for that.
 *
 * It drives a session, which nobody else uses meanwhile; the session's own
 * rtx_session_fd(), rtx_session_wants() and rtx_transaction_deadline() say what
 * to wait for.
 *
 * Threads: one at a time, together with its session.
 */
#ifndef RTX_TRANSACTION_H
#define RTX_TRANSACTION_H

#include <rtx/config.h>
#include <rtx/journal.h>
#include <rtx/session.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A transaction. Opaque. */
typedef struct rtx_transaction rtx_transaction;

/** How a transaction ended. */
enum rtx_outcome {
    RTX_OUTCOME_NONE = 0,     /**< it has not ended */
    RTX_OUTCOME_PLANNED,      /**< the plan is there; nothing was sent */
    RTX_OUTCOME_UNCHANGED,    /**< everything is there already, and saved, as
                                   far as that was asked for and is known */
    RTX_OUTCOME_COMMITTED,    /**< on the router, verified and saved */
    RTX_OUTCOME_APPLIED,      /**< on the router and verified, not saved, as
                                   asked */
    RTX_OUTCOME_REFUSED,      /**< it failed before any setting was sent */
    RTX_OUTCOME_ROLLED_BACK,  /**< it failed; the router is as it was: proven */
    RTX_OUTCOME_NEEDS_PERSON, /**< it failed; see the error for what is left */
    RTX_OUTCOME_AWAITING,     /**< on the router, proved in a new session, not
                                   saved: whoever resumes the journal confirms
                                   it; else the router restarts by itself */
};

/** What it is doing. */
enum rtx_phase {
    RTX_PHASE_IDLE = 0,
    RTX_PHASE_CHECKPOINT, /**< reading the running configuration */
    RTX_PHASE_PUSH,
    RTX_PHASE_VERIFY,
    RTX_PHASE_SAVE,
    RTX_PHASE_RECONNECT,
    RTX_PHASE_ROLLBACK,
    RTX_PHASE_ARM,   /**< setting the router's dead man's switch */
    RTX_PHASE_PROVE, /**< logging in anew */
};

/** What rtx_transaction_set() sets. */
enum rtx_transaction_option {
    /** 1: save when verified (default); 0: leave it unsaved. */
    RTX_TRANSACTION_SAVE = 1,
    /** 1: accept changes that cannot be undone. Default 0. */
    RTX_TRANSACTION_IRREVERSIBLE = 2,
    /** Longest time to get a lost connection back, ms. Default 60000. */
    RTX_TRANSACTION_RECONNECT_MS = 3,
    /** 1: what somebody else left unsaved, or changes meanwhile, may be saved
     *  with it. Default 0: refused, or rolled back. */
    RTX_TRANSACTION_INCLUDE_UNSAVED = 4,
    /** 1: save what is unsaved before anything is sent. Default 0. */
    RTX_TRANSACTION_SAVE_FIRST = 5,
    /** Seconds, 30 to 86400, after which the router restarts into its saved
     *  configuration unless somebody confirms; 0 (default): no such switch. */
    RTX_TRANSACTION_CONFIRM_S = 6,
    /** 1: confirm by itself when a new session has succeeded. Default 0. */
    RTX_TRANSACTION_AUTO_COMMIT = 7,
    /** 1: accept changes that can cut off who sends them. Default 0; with
     *  confirm they are accepted, too. */
    RTX_TRANSACTION_ALLOW_LOCKOUT = 8,
    /** 1: the fragment is to become all of the configuration. Default 0. */
    RTX_TRANSACTION_REPLACE = 9,
    /** 1: stop once it is verified, and under confirm proved, with APPLIED or
     *  AWAITING, until rtx_transaction_start_save() or _start_rollback(); the
     *  lock is kept until then. Default 0. */
    RTX_TRANSACTION_HOLD = 10,
    /** 1: with RTX_TRANSACTION_REPLACE, a fragment without a statement is meant
     *  so. Default 0: refused with RTX_E_FRAGMENT. */
    RTX_TRANSACTION_ALLOW_EMPTY = 11,
};

/** What rtx_transaction_set_text() sets; all are copied. */
enum rtx_transaction_text {
    /** Where journals, locks and the key file are; "": the user's state
     *  directory ($XDG_STATE_HOME/rtx, ~/.local/state/rtx). Without it (NULL,
     *  the default) there is neither journal nor lock. */
    RTX_TRANSACTION_STATE_DIRECTORY = 1,
    /** The journal's own path. Default: a new file in that directory. */
    RTX_TRANSACTION_JOURNAL = 2,
    /** Where the router is found when the fragment has moved it. */
    RTX_TRANSACTION_NEW_ENDPOINT = 3,
};

/**
 * A transaction that brings `fragment` (copied) onto the router of `session`
 * (borrowed), which is open already.
 */
RTX_API RTX_MUST_USE int rtx_transaction_new(rtx_transaction **ret,
                                             rtx_session *session,
                                             const rtx_config *fragment,
                                             struct rtx_error *error);

/** Free it. A transaction in the middle of its work (see
 *  rtx_transaction_abort(), which takes it back) is abandoned as it stands:
 *  what is on the router stays, unsaved; its journal says so and can be
 *  resumed; its session, which must still be there, can only be freed then.
 *  NULL is fine. */
RTX_API void rtx_transaction_free(rtx_transaction *transaction);

RTX_API int rtx_transaction_set(rtx_transaction *transaction,
                                enum rtx_transaction_option option,
                                int64_t value);

/** Set a text. @return 0; RTX_E_ARGUMENT; RTX_E_NOMEM; RTX_E_JOURNAL when the
 *  user has no state directory */
RTX_API int rtx_transaction_set_text(rtx_transaction *transaction,
                                     enum rtx_transaction_text what,
                                     const char *text);

/**
 * What decides, when the push was read back as planned and before it is saved
 * (or, with confirm, before the new session), whether it also works. It may
 * run commands in the session, blocking, but must change nothing and not touch
 * the transaction; rtx_transaction_process() blocks meanwhile. The
 * configuration is read once more behind it.
 *
 * @param error  empty; its message goes into rtx_transaction_error()
 * @return 0: commit; a negative code: roll back
 */
typedef int (*rtx_verifier)(rtx_transaction *transaction, rtx_session *session,
                            struct rtx_error *error, void *user);

/** Set it, before the commit is begun; NULL: none. A transaction that is
 *  resumed from its journal has none. */
RTX_API void rtx_transaction_set_verifier(rtx_transaction *transaction,
                                          rtx_verifier verifier, void *user);

/**
 * The transaction of a journal that another process left, to be finished with
 * rtx_transaction_start_resume(). The session is open already, with the
 * administrator password that the journal was written with. When the journal
 * is finished, rtx_transaction_outcome() says how it ended, at once.
 *
 * @param directory  the state directory; NULL: the user's own
 * @param commit     1: finish towards the commit, and so confirm; 0: towards
 *                   the checkpoint
 * @return 0; RTX_E_JOURNAL; RTX_E_LOCKED while somebody else is at it
 */
RTX_API RTX_MUST_USE int
rtx_transaction_resume(rtx_transaction **ret, rtx_session *session,
                       const char *journal, const char *directory, int commit,
                       struct rtx_error *error);

/** Begin: read what is there, and go on from that. Ends as a commit does. */
RTX_API int rtx_transaction_start_resume(rtx_transaction *transaction);

/** The path of its journal; "" when there is none (yet); borrowed. */
RTX_API const char *rtx_transaction_journal(const rtx_transaction *transaction);

/** The router's dead man's switch, as the line of its configuration; "" when
 *  there is none; borrowed. */
RTX_API const char *
rtx_transaction_schedule(const rtx_transaction *transaction);

/**
 * Begin: become administrator, read the checkpoint, plan. Ends with PLANNED,
 * UNCHANGED or REFUSED.
 *
 * When all of the fragment is there and it is to be saved, the router is asked
 * whether it is saved; if not, the outcome is PLANNED with a plan without
 * changes, and the commit saves it, under the same rules about what others left
 * unsaved. After UNCHANGED the session may have left the administrator level.
 *
 * @return 0; RTX_E_BUSY while a stage runs; RTX_E_ARGUMENT when it was planned
 * before
 */
RTX_API int rtx_transaction_start_plan(rtx_transaction *transaction);

/** Begin, after a plan: push, verify, save, or roll back. */
RTX_API int rtx_transaction_start_commit(rtx_transaction *transaction);

/**
 * Begin, where RTX_TRANSACTION_HOLD stopped it: verify once more, take the
 * switch away if there is one, save. Ends as a commit does.
 * @return 0; RTX_E_ARGUMENT when nothing is held
 */
RTX_API int rtx_transaction_start_save(rtx_transaction *transaction);

/** Begin, where it was held: back to the checkpoint. Ends with ROLLED_BACK or
 *  NEEDS_PERSON. @return 0; RTX_E_ARGUMENT when nothing is held */
RTX_API int rtx_transaction_start_rollback(rtx_transaction *transaction);

/** Give up: stop sending and go back to the checkpoint. Keep processing. */
RTX_API void rtx_transaction_abort(rtx_transaction *transaction);

/** As rtx_session_process(): 1 the stage has ended, 0 go on polling. */
RTX_API int rtx_transaction_process(rtx_transaction *transaction);

/** As rtx_session_deadline(), for session and transaction together. */
RTX_API int64_t rtx_transaction_deadline(const rtx_transaction *transaction);

/**
 * Wait for the stage to end, but not longer than timeout_ms, and not beyond
 * the next change of rtx_transaction_phase().
 * @return 1 it has ended; 0 not yet, call again; RTX_E_INTERRUPTED
 */
RTX_API int rtx_transaction_wait(rtx_transaction *transaction,
                                 int64_t timeout_ms);

/** How it ended. */
RTX_API enum rtx_outcome
rtx_transaction_outcome(const rtx_transaction *transaction);

/** "committed", "rolled_back", … (static). */
RTX_API const char *rtx_outcome_name(enum rtx_outcome outcome);

/** Why it failed: the first failure; borrowed. Its code is RTX_OK when nothing
 *  failed. */
RTX_API const struct rtx_error *
rtx_transaction_error(const rtx_transaction *transaction);

/** What the router has beyond the checkpoint, or lacks, when it needs a person:
 *  redacted lines; "" otherwise; borrowed. */
RTX_API const char *
rtx_transaction_leftover(const rtx_transaction *transaction);

/** The plan; borrowed; NULL before there is one. */
RTX_API const rtx_plan *
rtx_transaction_plan(const rtx_transaction *transaction);

/** The configuration read at the beginning; borrowed; NULL before. */
RTX_API const rtx_config *
rtx_transaction_checkpoint(const rtx_transaction *transaction);

/** What it is doing, and how far it has come in it. */
RTX_API enum rtx_phase rtx_transaction_phase(const rtx_transaction *transaction,
                                             size_t *done, size_t *total);

/** How a change of the plan went while it was pushed. */
enum rtx_change_state {
    RTX_CHANGE_UNSENT = 0,
    RTX_CHANGE_ACCEPTED,
    RTX_CHANGE_REFUSED,
    RTX_CHANGE_UNCERTAIN, /**< sent; what became of it is not known */
};

/** The state of change `index` of the plan. */
RTX_API enum rtx_change_state
rtx_transaction_change_state(const rtx_transaction *transaction, size_t index);

/** "push", "verify", … (static). */
RTX_API const char *rtx_phase_name(enum rtx_phase phase);

/** Warnings that came up on the way (also the plan's), borrowed; NULL behind
 *  the last. */
RTX_API const char *rtx_transaction_warning(const rtx_transaction *transaction,
                                            size_t index);

#ifdef __cplusplus
}
#endif

#endif
