/* What the files of rtx-fleet share. */
#ifndef RTX_EXAMPLES_FLEET_APP_H
#define RTX_EXAMPLES_FLEET_APP_H

#include <stdio.h>

#include "common/cli.h"
#include "fleet/inventory.h"

/* A router of the inventory, and what became of it. */
struct member {
    const char *name; /* the inventory's */
    char *endpoint;
    json_t *variables;
    const rtx_secret *login; /* the vault's, or the command line's */
    const rtx_secret *admin;
    const char *result; /* "committed", "failed", …; NULL: nothing yet */
    int exit;           /* enum cli_exit; -1: nothing to say */
    struct rtx_error *error;
    size_t changes;
    size_t group;       /* of equal plans, from 1; 0: none */
    uint64_t print;     /* of the plan that was shown */
    char *journal;      /* of its transaction; of a backup: its file */
    char *text;         /* what it printed, or its plan in general words */
    bool selected;      /* for the fleet that runs */
    uint64_t wanted;    /* its endpoint and fragments, as a hash */
    json_t *past;       /* what the run file says last; NULL: nothing */
    const char *before; /* how it ended in the run before; NULL: not well */
    bool guarded;       /* secrets are in its fragments */
    bool live;          /* the run before left it in the middle */
    bool earlier;       /* its result is of the run before */
    bool told;          /* its line of JSON was printed */
    int64_t took_ms;
};

/* Secrets by their references, each fetched once. */
struct vault {
    struct {
        char *reference;
        char *text; /* wiped when freed */
        rtx_secret *secret;
    } * items;
    size_t count;
};

struct app {
    struct cli cli;
    const char *inventory_path;
    const char *limit;
    struct inventory inventory;
    struct vault vault;
    struct member *members;
    size_t count;

    int64_t parallel;
    int64_t handshakes;
    int64_t deadline_ms;
    int64_t canary;
    int64_t max_failures; /* -1: any number */
    bool max_percent;
    bool json;
    bool table;
    bool quiet;
    bool plan_only;
    bool yes_resume;
    bool take_back; /* --rollback */
    bool forget;
    bool no_save;
    bool save_first;
    bool include_unsaved;
    bool allow_lockout;
    bool irreversible;
    int64_t confirm_s;
    bool auto_commit;
    bool redact;

    /* the fleet that runs */
    rtx_fleet *fleet;
    size_t *order; /* its routers' indexes in members */
    size_t running;
    size_t ended;
    size_t failures;
    const char *verb;
    int64_t began_ms;
    size_t drawn; /* lines on the terminal */
    bool stopped; /* too many failures, or a signal */
    bool noticed; /* what the fleet had to say was printed */

    /* deploy */
    char **names; /* of the fragments */
    char **texts;
    size_t fragments;
    rtx_config *shared; /* the fragment, when it has no variables */
    bool pushing;
    bool finishing; /* what a run before left */
    FILE *run;
    json_t *strangers; /* records of routers that are not among the members */
    size_t left_alone; /* of them, in the middle */
    char *run_path;
};

/* ---- members.c, vault.c: from the inventory to what can be connected to ----
 */
bool members_make(struct app *app);
void members_free(struct app *app);
int member_session(const struct app *app, const struct member *member,
                   rtx_session **ret, struct rtx_error *error);
void member_fail(struct member *member, const char *result, int exit,
                 const struct rtx_error *error);
/* What stands behind @env:, @file: or @cmd:; borrowed from the vault. NULL: see
 * reason. */
const char *vault_text(struct app *app, const char *reference,
                       const char **reason);
void vault_free(struct vault *vault);
/* Likewise; said on stderr with `name`. */
const rtx_secret *vault_secret(struct app *app, const char *name,
                               const char *reference);
bool is_reference(const char *text);
/* The code of the whole by those of its routers. */
int members_exit(const struct app *app);

/* ---- drive.c: one fleet over the selected members ---- */
void drive_signals(void);
/* 0: all have ended; RTX_E_…; see app->stopped. */
int drive(struct app *app, const struct rtx_fleet_calls *calls,
          const char *verb);
struct member *drive_member(const struct app *app, size_t router);

/* ---- progress.c: for people and machines ---- */
void progress_draw(struct app *app);
void progress_clear(struct app *app);
/* A line on standard output, above the bar; nothing with --json or --quiet. */
void say(struct app *app, const char *format, ...) RTX_PRINTF(2, 3);
void progress_member(struct app *app, struct member *member);
json_t *member_json(const struct member *member);
void print_json(json_t *value);
void progress_summary(struct app *app);
/* Instead of it, where nothing was begun; with --json. */
void print_refusal(size_t routers, int exit_code,
                   const struct rtx_error *error);
/* The same of a wrong call. A cli_json_error. */
void print_usage(const struct cli *cli, const struct rtx_error *error);

/* ---- the verbs ---- */
int run_deploy(struct app *app, int count, char **fragments);
int run_show(struct app *app, const char *command);
int run_backup(struct app *app, const char *directory);

extern const struct rtx_fleet_calls deploy_calls;

/* ---- past.c: what a run before left ---- */
/* False: it cannot be gone on with. */
bool past_look(struct app *app, struct rtx_error *error);
/* How many the run file left in the middle. */
size_t past_in_the_middle(const struct app *app);
/* End what is in the middle; select those that are to be planned. */
void past_finish(struct app *app);
/* After --rollback: name those that were not concerned. */
void past_taken_back(struct app *app);
/* It has all, but a transaction of somebody else is not confirmed there: 1, and
 * why. */
bool past_awaits(const struct member *member,
                 const rtx_transaction *transaction, struct rtx_error *error);
/* There is nothing to do any more: by the run before, if its journal says so.
 */
void past_name(struct member *member);

/* ---- plans.c: the plans of a deployment ---- */
/* What two plans have in common if they are the same. */
uint64_t plans_print(uint64_t before, const char *text);
/* Keep it in general words, as long as nothing is pushed. */
void plans_keep(struct app *app, struct member *member,
                const rtx_transaction *transaction);
void plans_tell(struct app *app);

/* ---- runfile.c: what was begun and what ended, to go on after a kill ---- */
bool runfile_open(struct app *app, struct rtx_error *error);
void runfile_note(struct app *app, const struct member *member,
                  const char *state);
void runfile_end(struct app *app, bool all);

#endif
