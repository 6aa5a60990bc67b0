/*
 * proof: a push lands whole or leaves the router as it was, whatever fails.
 *
 * For a random configuration and a random fragment (a scenario, from a seed)
 * one fault is put at every possible point of a transaction, one after another,
 * each against a router of its own. Then the router's true state is taken from
 * the emulator, not through the library, and judged.
 *
 *   generate.c  scenarios             truth.c    configurations as sets
 *   router.c    a router per case     peer.c     a second administrator
 *   kinds.c     the faults            attempt.c  the library's transaction
 *   program.c   rtx-deploy            judge.c    what must hold at the end
 *   kill.c      killed at a call      disk.c     what a power failure leaves
 *   round.c     one case              main.c     all points, over processes
 */
#ifndef RTX_PROOF_H
#define RTX_PROOF_H

#include <rtx/emulator.h>
#include <rtx/rtx.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

/* ---- randomness: the same from the same seed ---- */
struct dice {
    uint64_t state;
};
uint32_t dice_roll(struct dice *dice, uint32_t sides);

/* ---- truth.c ---- */
/* A configuration as a sorted set of "CONTEXT: STATEMENT". */
struct set {
    char **items;
    size_t count;
};
struct set *set_parse(const char *text);
void set_free(struct set *set);
bool set_equal(const struct set *a, const struct set *b);
bool set_has(const struct set *set, const char *item);
/* "- X\n" for what only `from` has, "+ X\n" for what only `to` has. Owned. */
char *set_difference(const struct set *from, const struct set *to);

/* ---- generate.c ---- */
struct scenario {
    uint64_t seed;
    char marker[16];   /* a part of every secret, and of nothing else */
    char login[64];    /* password of the users */
    char admin[64];    /* administrator password; "" for none */
    char *startup;     /* what the router boots from */
    char *fragment;    /* what is pushed */
    char *conflicting; /* a line about something that the fragment is about */
    const char *conflicting_key;
    char *foreign; /* a line about something else */
    const char *foreign_key;
    const char *options[4];
    bool refused; /* a line of the fragment is none for the router */
    /* measured on a router without faults (router.c, attempt.c) */
    struct set *old;
    struct set *new;
    char *new_text; /* as the router has it */
    uint64_t sent;
    uint64_t received;
    uint64_t lines;
    uint64_t calls; /* system calls of rtx-deploy */
    uint64_t confirm_calls;
};
struct scenario *scenario_new(uint64_t seed);
void scenario_free(struct scenario *s);

/* ---- router.c ---- */
enum transport { TELNET, SERIAL, SSH };
extern enum transport proof_transport;
struct router {
    rtx_emulator *emulator;
    const struct scenario *scenario;
    char peer_endpoint[64]; /* always telnet */
    struct rtx_error error;
};
/* `chance` is the seed of what the faults do at random. */
int router_up(struct router *r, const struct scenario *s,
              const char *const *faults, uint64_t chance);
void router_down(struct router *r);
struct set *router_running(const struct router *r);
struct set *router_saved(const struct router *r);
const char *router_endpoint(const struct router *r);
uint64_t router_lines(const struct router *r);
/* Wait until a scheduled restart that is due has happened. */
void router_wait_restart(const struct router *r);
/* Wait until nobody is connected any more and nothing is under way. */
void router_settle(const struct router *r);

/* ---- peer.c: a second administrator, by a client of its own ---- */
struct peer;
struct peer *peer_login(const struct router *r);
/* @return 0, or -1 when it was refused or the connection ended */
int peer_type(struct peer *peer, const char *line);
void peer_free(struct peer *peer);

/* ---- kinds.c ---- */
enum unit { ONCE, SENT, RECEIVED, LINES, CALLS, CONFIRM_CALLS };
enum driver { LIBRARY, PROGRAM, KILLED };
struct kind {
    const char *name;
    enum unit unit;
    enum driver driver;
    const char *fault[2]; /* %llu: the point; of the second, another */
    enum unit second;
    /* what a second administrator does before line `point` */
    enum { NOTHING, CHANGES, CONFLICTS, SAVES } meanwhile;
    enum { PLAIN, CONFIRM, AUTO_COMMIT } confirm;
    enum { NOBODY, RESUME, ROLLBACK } afterwards;
    bool again; /* who finishes it is killed, too */
    bool power; /* what the disk had not been told to keep is lost, too */
};
extern const struct kind kinds[];
extern const size_t kind_count;
/* How many places there are for a fault, and for all of a kind. */
uint64_t kind_places(enum unit unit, const struct scenario *s);
uint64_t kind_points(const struct kind *kind, const struct scenario *s);
const struct kind *kind_find(const char *name);

/* ---- one case ---- */
struct verdict {
    char result[32]; /* as the JSON says it; "connect": it never got in */
    int exit;        /* of the program; -1: there was none */
    char *leftover;  /* what it says is left; owned */
    char *loud;      /* error, warnings, leftover; owned */
    char *said;      /* whatever else it said or wrote anywhere; owned */
    bool exposed;    /* it wrote a file that others may read */
    bool hung;
    bool leaked;
    int64_t took_ms;
};
struct round {
    const struct scenario *scenario;
    const struct kind *kind;
    uint64_t point;
    struct router router;
    struct verdict verdict;
    bool acted;          /* the second administrator did its work */
    char *executed;      /* what the router did, in order */
    struct set *running; /* the truth at the end */
    struct set *saved;
    struct set *killed_saved; /* startup when the program was killed */
};
void attempt(struct round *round);
void program(struct round *round);
void killed(struct round *round);
/* program.c, for kill.c: rtx-deploy's command line and environment */
enum { CALL_WORDS = 24 };
struct call {
    char *words[CALL_WORDS];
    int count;
    char *environment[8];
};
void call_push(struct call *call, const struct round *round);
/* The one that resumes or rolls back. */
void call_go_on(struct call *call, const struct round *round);
void call_end(struct call *call);
pid_t call_start(const struct call *call, bool traced);
/* Take what it said; it exited so. */
void listen_to(struct round *round, int status);
/* Resume, roll back, or wait until the router restarts by itself. */
void go_on(struct round *round);
/* Did it end awaiting confirmation? */
bool awaits(const struct round *round);
/* disk.c: what a power failure leaves of the files in a directory */
struct disk;
struct disk *disk_new(const char *path);
void disk_free(struct disk *disk);
/* A descriptor of the process was synced. */
void disk_synced(struct disk *disk, pid_t pid, int fd);
/* Put back what had been synced, take away the rest. */
void disk_fail(struct disk *disk);
/* Does this rtx-deploy have --resume and --confirm? */
bool program_keeps_journals(void);
/* System calls of a whole run without faults. */
uint64_t program_calls(const struct scenario *s, const struct kind *kind);
/* Let the second administrator act when it is time. */
void meanwhile(struct round *round);
/* All of it. @return the number of violations */
int round_run(const struct scenario *s, const struct kind *kind,
              uint64_t point);
/* Find out what the scenario leads to and how long it is; -1: no good. */
int round_measure(struct scenario *s);

/* ---- judge.c ---- */
int judge(const struct round *round);

/* ---- main.c ---- */
struct settings {
    const char *build;
    const char *plant; /* a bug on purpose, to see it caught */
    bool verbose;
    char scratch[64]; /* a directory of this process */
};
extern struct settings settings;
void violation(const struct round *round, const char *what, const char *format,
               ...) RTX_PRINTF(3, 4);
/* Something worth counting that is no violation. */
void remark(const char *what);
bool planted(const char *plant);

/* ---- helpers ---- */
char *text_format(const char *format, ...) RTX_PRINTF(1, 2);
/* Append to an owned text; NULL is an empty one. */
void text_add(char **text, const char *more);
int64_t now_ms(void);

#endif
