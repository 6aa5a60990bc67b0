/*
 * transaction: checkpoint, plan, arm, push, verify, prove, commit, or back to
 * the checkpoint. One machine (machine.c) begins an operation of the session;
 * steps.c says what its end means and what comes next; what to decide is in
 * decide.c, foreign.c and confirm.c, which do no I/O.
 *
 *   ADMIN ─► READ ─► USERS ─► LEAVE ─► BACK ─► planned
 *   [SAVE first] ─► [arm] ─► PUSH ─► READ ─► [new session] ─► SAVE ─► committed
 *                             │ refused, cut, not as planned
 *                             ▼
 *        [RECONNECT ─► ADMIN ─►] READ ─► PUSH back ─► READ ─► rolled back
 *                                  ▲         │ still different: again,
 *                                  └─────────┘ then: needs a person
 *
 * With a journal, each of these is written down before it begins.
 */
#ifndef RTX_TRANSACTION_TRANSACTION_H
#define RTX_TRANSACTION_TRANSACTION_H

#include <rtx/transaction.h>

#include "base/base.h"
#include "config/config.h"
#include "session/session.h"
#include "transaction/journal.h"

enum {
    ROLLBACK_ROUNDS = 4,
    REPAIR_ROUNDS = 2,
    RESEND_ROUNDS = 3,
    DISARM_TRIES = 3,
    READINGS_MOST = 4,    /* of a configuration that is doubtful */
    READ_TRIES = 3,       /* of one that was refused or cannot be parsed */
    TIMEOUTS_MOST = 4,    /* operations that were not answered, of all kinds */
    RETRY_MS = 1000,      /* between two tries to reconnect */
    KNOCK_MS = 10000,     /* so long while nothing has been sent yet */
    RECONNECTS_MOST = 8,  /* sessions made anew in one transaction */
    SILENCES_MOST = 2,    /* logins after which show config stays silent */
    SETTLE_MS = 15000,    /* for what a verifier left running */
    RESTART_MS = 180000,  /* the longest that a restart may take */
    CONFIRM_LEAST_S = 30, /* bounds of RTX_TRANSACTION_CONFIRM_S */
    CONFIRM_MOST_S = 86400,
};

/* Which operation of the session is awaited. */
enum stage {
    STAGE_NONE,
    STAGE_ADMIN,
    STAGE_READ,        /* show config */
    STAGE_USERS,       /* show status user */
    STAGE_ENVIRONMENT, /* show environment */
    STAGE_LEAVE,       /* leave administrator: does it ask to save? */
    STAGE_BACK,        /* and become it again */
    STAGE_STARTUP,     /* show config 0 */
    STAGE_PUSH,
    STAGE_SAVE,
    STAGE_LOGOUT,
    STAGE_PAUSE, /* before the next try to connect */
    STAGE_OPEN,
};

/* Where it is heading. */
enum goal {
    GOAL_PLAN,
    GOAL_SAVE_FIRST,
    GOAL_ARM,
    GOAL_COMMIT,
    GOAL_VERIFY,
    GOAL_PROVE,       /* in a new session */
    GOAL_DISARM,      /* and take the schedule away */
    GOAL_SAVED,       /* save */
    GOAL_PROVE_SAVED, /* is the schedule in what was saved? */
    GOAL_ROLLBACK,
    GOAL_RESUME, /* of a journal: what is there? */
};

/* Does the running configuration equal the saved one? */
enum dirty { DIRTY_UNKNOWN, DIRTY_EQUAL, DIRTY_DIFFERENT };

struct rtx_transaction {
    rtx_session *session;
    rtx_config *fragment;
    bool save;
    bool irreversible;
    bool include_unsaved;
    bool save_first;
    bool auto_commit;
    bool allow_lockout;
    bool replace;          /* the fragment is all of the configuration */
    bool allow_empty;      /* and may say nothing */
    rtx_verifier verifier; /* NULL: none */
    void *verifier_user;
    bool given_up_asking; /* the router went when it was asked for facts */
    bool only_blind;      /* only values that the router shows as * */
    bool works;           /* it said so */
    bool hold;            /* stop before the save */
    bool held;            /* it has stopped there */
    int64_t confirm_s;    /* 0: no confirm */
    int64_t reconnect_ms;
    char *journal_path; /* NULL: a name of its own in the directory */
    char *directory;    /* of state; NULL: no journal, no lock */
    char *new_endpoint; /* NULL: the router stays where it is */
    char *old_endpoint;

    enum stage stage;
    enum goal goal;
    bool begun; /* a setting may have been sent */
    bool aborted;
    bool resuming;
    bool towards_commit; /* of a resumed one */
    enum rtx_outcome outcome;
    struct rtx_error error;

    char router[64]; /* serial number, else the endpoint */
    rtx_config *checkpoint;
    rtx_config *expected;
    rtx_config *blind;   /* of a resumed one: values that cannot be compared and
                            may not have been set yet; NULL: none */
    rtx_config *target;  /* of the rollback, from when it began */
    rtx_config *strays;  /* lines of ours that the router filed elsewhere */
    rtx_config *reading; /* the one before, while it is doubtful */
    rtx_config *now;     /* as read last, without our schedule */
    rtx_plan *plan;
    rtx_plan *back; /* the plan of a rollback or of a repair */
    struct rtx_push_line *lines;
    size_t count;
    const rtx_plan *sending;
    char *own_line;        /* the schedule, or what takes it away */
    unsigned char *states; /* of the plan's changes, when it was sent */

    enum dirty dirty;
    bool only_save;   /* all of the fragment is there: is it saved? */
    bool own_unsaved; /* what is not saved is of the fragment alone */
    bool dirty_asked;
    bool left_lost; /* the session went while it left administrator */
    bool startup_asked;
    bool users_asked;
    bool save_tried;
    bool saved_first;
    bool blind_sent;
    bool half_back; /* another process had begun to roll back */
    bool damaged;   /* lines may have run as something else */

    int schedule_id;
    char schedule[96];   /* the whole line; "" until it is made */
    bool armed;          /* it may be on the router */
    bool armed_seen;     /* it was, when read last */
    int64_t fires_at_ms; /* monotonic; 0: not armed by this process */
    int disarms;
    char *environment; /* what show environment printed */

    struct lock lock;
    struct journal *journal;
    bool locked;
    int64_t read_at_ms; /* wall clock: when the checkpoint was asked for */

    int rounds; /* of rollback */
    int reconnects;
    int opens;
    int silences;
    int timeouts;
    int refusals; /* of reading, in a row */
    bool fresh;   /* `now` was read after the last line was sent */
    int repairs;  /* of lines that arrived damaged */
    int resends;  /* of what a lost connection kept from being sent */
    int64_t reconnect_until;
    int64_t pause_until;
    int readings;       /* of one configuration that is doubtful */
    struct rtx_buf odd; /* what is in no grammar, as read last */
    struct rtx_buf leftover;
    struct rtx_buf stale;   /* how the saved one differs from the checkpoint */
    struct rtx_buf unsaved; /* what nobody saved before us, redacted */
    struct rtx_buf foreign; /* what others changed meanwhile, redacted */
    struct rtx_notes warnings;
};

/* ---- machine.c ---- */
void machine_begin(rtx_transaction *t, enum stage stage);
void machine_finish(rtx_transaction *t, enum rtx_outcome outcome);
/* Stop here until the save, or the rollback, is asked for. */
void machine_hold(rtx_transaction *t, enum rtx_outcome outcome);
/* End with what t->error says, before anything was sent. */
void machine_refuse(rtx_transaction *t, int rc);
void machine_push(rtx_transaction *t, const rtx_plan *plan, bool all);
/* Set once more what nobody can see. */
void machine_push_blind(rtx_transaction *t);
/* Push one line that is of no plan. */
void machine_push_line(rtx_transaction *t, const char *text);
void machine_roll_back(rtx_transaction *t);
void machine_give_up(rtx_transaction *t);
/* The first failure is the one to tell. */
void machine_note_failure(rtx_transaction *t);
/* ---- reconnect.c ---- */
void machine_reconnect(rtx_transaction *t);
/* The session has ended while an operation ran. */
void machine_lost(rtx_transaction *t, int rc);
bool machine_session_lost(const rtx_transaction *t, int rc);
/* Was what failed only asked about? Then the router is reached anew. */
bool machine_ask_no_more(rtx_transaction *t, int rc);
/* The router that is reached anew may hold our old session for a moment. */
bool machine_knock_again(rtx_transaction *t, int rc);

/* ---- machine.c again ---- */
/* Write down what begins; false: it could not, and the machine goes back. */
bool machine_note(rtx_transaction *t, const char *state,
                  const struct rtx_buf *body);

/* ---- steps.c, facts.c, back.c: the end of an operation ---- */
void step_config_read(rtx_transaction *t);
void step_saved(rtx_transaction *t);
/* From the planned on: save first, arm, push. */
void step_start(rtx_transaction *t);
void step_arm(rtx_transaction *t);
void step_startup(rtx_transaction *t, const rtx_config *startup);
void step_planned(rtx_transaction *t);
/* One more fact before the plan is ready. */
void step_facts(rtx_transaction *t);
void step_users(rtx_transaction *t);
void step_facts_startup(rtx_transaction *t, const rtx_config *startup);
void step_rollback(rtx_transaction *t);
void step_restored(rtx_transaction *t, const rtx_config *startup);
void step_resumed(rtx_transaction *t);

/* ---- decide.c ---- */
/* Can the plan be carried out at all? 0 or an error, before anything is sent.
 */
int decide_plan(rtx_transaction *t);
/* Does `now` hold what the plan promised? 0, or RTX_E_VERIFY with its detail.
 * What others changed is in t->foreign then. */
int decide_verified(rtx_transaction *t);
/* Is one change of the plan on the router? `found`: what is in its place. */
bool decide_holds(const rtx_transaction *t, const struct rtx_change *change,
                  const struct rtx_statement **found);
void decide_charset(rtx_transaction *t);
/* The lines of a plan, to be pushed. */
int decide_lines(rtx_transaction *t, const rtx_plan *plan);
int decide_line(rtx_transaction *t, const char *text);
int decide_blind(rtx_transaction *t);
void decide_free_lines(rtx_transaction *t);
/* Keep how the plan's own lines went, before others are sent. */
void decide_keep_states(rtx_transaction *t);
/* The failure of the push, with the line that it concerns. */
void decide_refused(rtx_transaction *t);
int decide_warn(rtx_transaction *t, const char *format, ...) RTX_PRINTF(2, 3);
/* Name what makes a router talk unasked, when something failed. */
void decide_talk(rtx_transaction *t);
/* What may be on the router, when nobody can read it: into t->leftover. */
void decide_perhaps(rtx_transaction *t);
/* Who else is administrator: a warning each. */
void decide_users(rtx_transaction *t, const char *text);
/* Name the router by its serial number, else by its endpoint. */
void decide_router(rtx_transaction *t);

/* ---- allow.c ---- */
/* The plan, with its risks for the path that it is sent over. */
int allow_make_plan(rtx_transaction *t);
/* Is it meant? 0 or an error, before anything is asked. */
int allow_fragment(rtx_transaction *t);
/* May it be carried out? 0 or an error, before anything is sent. */
int allow_push(rtx_transaction *t);

/* ---- foreign.c: three ways to a statement ---- */
/*
 * `base` (checkpoint or expected) in everything that the plan is about, and
 * `now` in everything else, which others changed: that goes to t->foreign.
 */
int decide_target(rtx_transaction *t, const rtx_config *base, rtx_config **ret);

/* ---- confirm.c: the dead man's switch ---- */
/* May the switch be armed? 0, or RTX_E_PRECONDITION and the like. */
int confirm_check(rtx_transaction *t);
/* Make t->schedule from the router's clock. */
int confirm_schedule(rtx_transaction *t);
/* Take our schedule out of a configuration just read; was it there? */
bool confirm_take(const rtx_transaction *t, rtx_config *config);

/* ---- keep.c: journal and lock of a transaction ---- */
int keep_lock(rtx_transaction *t);
int keep_begin(rtx_transaction *t);
int keep_load(rtx_transaction *t, const char *path, struct rtx_error *error);
/* What is done needs no journal; what needs a person or waits, keeps it. */
void keep_end(rtx_transaction *t, enum rtx_outcome outcome);

#endif
