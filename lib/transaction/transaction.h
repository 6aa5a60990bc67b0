/*
 * transaction: checkpoint, plan, push, verify, commit, or back to the
 * checkpoint. One machine (machine.c) that begins an operation of the session
 * and goes on when it has ended; what to decide is in decide.c, which does no
 * I/O.
 *
 *   ADMIN ─► READ ─► planned ─► PUSH ─► READ ─► SAVE ─► committed
 *                                │ refused, cut, not as planned
 *                                ▼
 *              [RECONNECT ─► ADMIN ─►] READ ─► PUSH back ─► READ ─► rolled back
 *                                                │ still different: once more,
 *                                                ▼ then: needs a person
 */
#ifndef RTX_TRANSACTION_TRANSACTION_H
#define RTX_TRANSACTION_TRANSACTION_H

#include <rtx/transaction.h>

#include "base/base.h"
#include "config/config.h"
#include "session/session.h"

enum {
    ROLLBACK_ROUNDS = 4,
    REPAIR_ROUNDS = 2,
    RETRY_MS = 1000,     /* between two tries to reconnect */
    RECONNECTS_MOST = 8, /* in one transaction */
};

/* Which operation of the session is awaited. */
enum stage {
    STAGE_NONE,
    STAGE_ADMIN,
    STAGE_READ,
    STAGE_PUSH,
    STAGE_SAVE,
    STAGE_PAUSE, /* before the next try to connect */
    STAGE_OPEN,
};

/* Where it is heading. */
enum goal { GOAL_PLAN, GOAL_COMMIT, GOAL_VERIFY, GOAL_SAVED, GOAL_ROLLBACK };

struct rtx_transaction {
    rtx_session *session;
    rtx_config *fragment;
    bool save;
    bool irreversible;
    int64_t reconnect_ms;

    enum stage stage;
    enum goal goal;
    bool begun; /* a setting may have been sent */
    bool aborted;
    enum rtx_outcome outcome;
    struct rtx_error error;

    rtx_config *checkpoint;
    rtx_config *expected;
    rtx_config *now; /* as read last */
    rtx_plan *plan;
    rtx_plan *back; /* the plan of a rollback or of a repair */
    struct rtx_push_line *lines;
    size_t count;
    const rtx_plan *sending;
    unsigned char *states; /* of the plan's changes, when it was sent */

    int rounds; /* of rollback */
    int reconnects;
    int repairs; /* of lines that arrived damaged */
    int64_t reconnect_until;
    int64_t pause_until;
    struct rtx_buf leftover;
    char **warnings;
    size_t warning_count;
    size_t warning_capacity;
};

/* decide.c */
/* Can the plan be carried out at all? 0 or an error, before anything is sent.
 */
int decide_plan(rtx_transaction *t);
/* Does `now` hold what the plan promised? 0, or RTX_E_VERIFY with its detail.
 */
int decide_verified(rtx_transaction *t);
void decide_charset(rtx_transaction *t);
/* The lines of a plan, to be pushed. */
int decide_lines(rtx_transaction *t, const rtx_plan *plan);
void decide_free_lines(rtx_transaction *t);
/* Keep how the plan's own lines went, before others are sent. */
void decide_keep_states(rtx_transaction *t);
/* The failure of the push, with the line that it concerns. */
void decide_refused(rtx_transaction *t);
int decide_warn(rtx_transaction *t, const char *format, ...) RTX_PRINTF(2, 3);

#endif
