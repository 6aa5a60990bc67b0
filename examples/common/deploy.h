/* What the files of rtx-deploy share. */
#ifndef RTX_EXAMPLES_DEPLOY_H
#define RTX_EXAMPLES_DEPLOY_H

#include "common/cli.h"
#include "common/recipe.h"
#include "common/report.h"
#include "common/stage.h"
#include "common/verify.h"

/* What to do with a journal that is there. */
enum deploy_finish { FINISH_NONE, FINISH_COMMIT, FINISH_ROLLBACK };

struct deploy {
    struct cli cli;
    bool plan_only;
    const char *running;
    bool replace;
    bool allow_empty; /* that nothing replaces everything is meant */
    const char *backup;
    bool from_startup; /* the backup */
    struct cli_recipe recipe;
    bool any_firmware;
    bool take_over;
    struct verify verify;
    bool check_saved;
    bool no_save;
    bool irreversible;
    bool include_unsaved;
    bool save_first;
    bool allow_lockout;
    bool auto_commit;
    int64_t confirm_s;
    const char *new_endpoint;
    const char *journal; /* NULL: in the state directory */
    enum deploy_finish finish;
    bool cancelled; /* rolled back as asked */
    bool json;
    bool quiet;
    bool bar; /* standard output is a terminal */
    rtx_config *fragment;
    size_t warned;  /* warnings told */
    size_t printed; /* changes of which the fate was told */
};

/* ---- deploy_options.c: the command line; exits with 64 when it is wrong ----
 */
void deploy_options(struct deploy *d, int argc, char **argv);

/* ---- deploy_tell.c: for people ---- */
void tell(const struct deploy *d, const char *format, ...) RTX_PRINTF(2, 3);
void tell_plan(const struct deploy *d, const rtx_plan *plan);
void tell_progress(struct deploy *d, const rtx_transaction *t,
                   enum rtx_phase *before);
void tell_warnings(struct deploy *d, const rtx_transaction *t);
void tell_end(struct deploy *d, const rtx_transaction *t,
              enum rtx_outcome outcome);

/* ---- deploy_run.c ---- */
/* One stage of the transaction, with its progress. */
int run_stage(struct deploy *d, rtx_transaction *t);
/* The report, as JSON or as an error; the exit code once more. */
int run_finish(struct deploy *d, const struct report *report, int code);
/* Tell how a transaction ended, close the session. */
int run_end(struct deploy *d, rtx_transaction *t, rtx_session *session);
/* --resume, --rollback. */
int run_journal(struct deploy *d);

#endif
