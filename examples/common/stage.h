/* stage: a transaction's stage run to its end, and what its end means. */
#ifndef RTX_EXAMPLES_STAGE_H
#define RTX_EXAMPLES_STAGE_H

#include "common/cli.h"

/* From now on signals abort the transaction that runs. */
void stage_signals(void);

/* To see how it comes on. */
typedef void stage_watch(void *user, const rtx_transaction *t);

/* A signal aborts it, a second one leaves it as it stands. `watch` may be
 * NULL. */
int stage_run(const struct cli *cli, rtx_transaction *t, stage_watch *watch,
              void *user);

int stage_exit_code(enum rtx_outcome outcome, const struct rtx_error *error);

#endif
