/* What the tests of transactions share: fragments, pushes, what came of them.
 */
#ifndef RTX_TESTS_DEAL_H
#define RTX_TESTS_DEAL_H

#include "rig.h"

/* A fragment from a text; owned. */
rtx_config *deal_fragment(const char *text);
/* A fresh directory for journals, in the environment's XDG_STATE_HOME; owned,
 * to be given to deal_forget(). */
char *deal_state(void);
void deal_forget(char *state);
/* A transaction with a journal in `state`/rtx; NULL: without. */
rtx_transaction *deal_new(struct rig *rig, const char *fragment,
                          const char *state);
/* Drive a stage to its end. */
void deal_run(rtx_transaction *t);
/* Plan, and begin the commit, which deal_run() ends. */
void deal_begin(rtx_transaction *t);
/* Plan, and commit when there is something to do. */
void deal_push(rtx_transaction *t);
void deal_expect(const rtx_transaction *t, enum rtx_outcome outcome, int code);
/* Finish a journal in a fresh session; the transaction stays for questions. */
rtx_transaction *deal_resume(struct rig *rig, const char *journal,
                             const char *state, bool commit);
/* A second session, also administrator; owned. */
rtx_session *deal_second(struct rig *rig);
/* A warning of the transaction holds this text. */
bool deal_warned(const rtx_transaction *t, const char *text);
/* What runs (NULL: whatever) and what was saved say this, header lines and
 * passwords aside. */
void deal_router(struct rig *rig, const char *running, const char *saved);
/* All of a file; owned by free(). */
char *deal_file(const char *path, size_t *length);

#endif
