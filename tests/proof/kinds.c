/* The faults: where they strike, who drives, who else is at work. */
#include "proof.h"

#include <string.h>

#define FIRST ",connection=1,times=1"
#define AGAIN ",connection=2,times=1"

/* A fault, or two, and who meets them: the library, rtx-deploy, … */
#define ONE(n, u, f)                             \
    {                                            \
        .name = (n), .unit = (u), .fault = { f } \
    }
#define TWO(n, u, f, u2, f2)                                       \
    {                                                              \
        .name = (n), .unit = (u), .fault = {f, f2}, .second = (u2) \
    }
#define OTHER(n, what, f2)                                                \
    {                                                                     \
        .name = (n), .unit = LINES, .fault = {NULL, f2}, .second = LINES, \
        .meanwhile = (what)                                               \
    }
#define DEPLOY(n, u, f)                                             \
    {                                                               \
        .name = (n), .unit = (u), .driver = PROGRAM, .fault = { f } \
    }
#define DEPLOY_TWO(n, u, f, u2, f2)                                    \
    {                                                                  \
        .name = (n), .unit = (u), .driver = PROGRAM, .fault = {f, f2}, \
        .second = (u2)                                                 \
    }
#define KILL(n, then, ...)                                                  \
    {                                                                       \
        .name = (n), .unit = CALLS, .driver = KILLED, .afterwards = (then), \
        __VA_ARGS__                                                         \
    }
#define SWITCH(n, u, f, how, then)                                 \
    {                                                              \
        .name = (n), .unit = (u), .driver = PROGRAM, .fault = {f}, \
        .confirm = (how), .afterwards = (then)                     \
    }
#define SWITCH_KILL(n, how, then, ...)                        \
    {                                                         \
        .name = (n), .unit = CONFIRM_CALLS, .driver = KILLED, \
        .confirm = (how), .afterwards = (then), __VA_ARGS__   \
    }

const struct kind kinds[] = {
    /* one fault at each byte of the connection */
    ONE("cut-sent", SENT, "cut-at=%llu" FIRST),
    ONE("cut-received", RECEIVED, "cut-received=%llu" FIRST),
    ONE("stall-sent", SENT, "stall-at=%llu" FIRST),
    ONE("stall-received", RECEIVED, "stall-received=%llu" FIRST),
    ONE("garbage-sent", SENT, "garbage-at=%llu" FIRST),
    ONE("garbage-received", RECEIVED, "garbage-received=%llu:2" FIRST),
    ONE("restart", RECEIVED, "restart-received=%llu" FIRST),
    /* at each line */
    ONE("refuse", LINES, "refuse-nth=%llu"),
    ONE("ignore", LINES, "ignore-nth=%llu"),
    ONE("lose-line", LINES, "drop-line=%llu" FIRST),
    ONE("save-fails", ONCE, "save-fails,times=1"),
    ONE("save-never", ONCE, "save-fails"),
    ONE("none", ONCE, NULL),
    /* a second administrator */
    OTHER("other-changes", CHANGES, NULL),
    OTHER("other-conflicts", CONFLICTS, NULL),
    OTHER("other-saves", SAVES, NULL),
    OTHER("other-changes+refuse", CHANGES, "refuse-nth=%llu"),
    OTHER("other-conflicts+refuse", CONFLICTS, "refuse-nth=%llu"),
    OTHER("other-saves+refuse", SAVES, "refuse-nth=%llu"),
    /* two faults */
    TWO("cut+cut", SENT, "cut-at=%llu" FIRST, SENT, "cut-at=%llu" AGAIN),
    TWO("cut+full", RECEIVED, "cut-received=%llu" FIRST, ONCE,
        "full,connection=2,times=1"),
    TWO("refuse+cut", RECEIVED, "cut-received=%llu" FIRST, LINES,
        "refuse-nth=%llu"),
    TWO("refuse+cut-sent", SENT, "cut-at=%llu" FIRST, LINES, "refuse-nth=%llu"),
    TWO("refuse+stall", RECEIVED, "stall-received=%llu" FIRST, LINES,
        "refuse-nth=%llu"),
    TWO("refuse+restart", RECEIVED, "restart-received=%llu" FIRST, LINES,
        "refuse-nth=%llu"),
    TWO("refuse+refuse", LINES, "refuse-nth=%llu", LINES, "refuse-nth=%llu"),
    TWO("cut+restart", RECEIVED, "cut-received=%llu" FIRST, RECEIVED,
        "restart-received=%llu" AGAIN),
    TWO("restart+cut", RECEIVED, "restart-received=%llu" FIRST, RECEIVED,
        "cut-received=%llu" AGAIN),
    /* the program: exit status, JSON, files */
    DEPLOY("program-none", ONCE, NULL),
    DEPLOY("program-cut-sent", SENT, "cut-at=%llu" FIRST),
    DEPLOY("program-cut-received", RECEIVED, "cut-received=%llu" FIRST),
    DEPLOY("program-stall", RECEIVED, "stall-received=%llu" FIRST),
    DEPLOY("program-garbage", SENT, "garbage-at=%llu" FIRST),
    DEPLOY("program-restart", RECEIVED, "restart-received=%llu" FIRST),
    DEPLOY("program-refuse", LINES, "refuse-nth=%llu"),
    DEPLOY("program-save-never", ONCE, "save-fails"),
    DEPLOY_TWO("program-refuse+cut", RECEIVED, "cut-received=%llu" FIRST, LINES,
               "refuse-nth=%llu"),
    /* killed before a system call, then finished by another program */
    KILL("kill-resume", RESUME, .fault = {NULL}),
    KILL("kill-rollback", ROLLBACK, .fault = {NULL}),
    KILL("kill-refuse-resume", RESUME, .fault = {NULL, "refuse-nth=%llu"},
         .second = LINES),
    KILL("kill-cut-resume", RESUME, .fault = {NULL, "cut-received=%llu" FIRST},
         .second = RECEIVED),
    KILL("kill+kill-resume", RESUME, .again = true),
    KILL("kill+kill-rollback", ROLLBACK, .again = true),
    KILL("power+power-resume", RESUME, .again = true, .power = true),
    KILL("power-resume", RESUME, .power = true),
    KILL("power-rollback", ROLLBACK, .power = true),
    /* the dead man's switch */
    SWITCH("confirm-nobody", ONCE, NULL, CONFIRM, NOBODY),
    SWITCH("confirm-resume", ONCE, NULL, CONFIRM, RESUME),
    SWITCH("confirm-rollback", ONCE, NULL, CONFIRM, ROLLBACK),
    SWITCH("confirm-auto", ONCE, NULL, AUTO_COMMIT, NOBODY),
    SWITCH("confirm-cut-nobody", RECEIVED, "cut-received=%llu" FIRST, CONFIRM,
           NOBODY),
    SWITCH("confirm-restart-resume", RECEIVED, "restart-received=%llu" FIRST,
           CONFIRM, RESUME),
    SWITCH("confirm-refuse-nobody", LINES, "refuse-nth=%llu", CONFIRM, NOBODY),
    SWITCH_KILL("confirm-kill-nobody", CONFIRM, NOBODY, .again = false),
    SWITCH_KILL("confirm-kill+kill-resume", CONFIRM, RESUME, .again = true),
    SWITCH_KILL("confirm-kill-resume", AUTO_COMMIT, RESUME, .again = false),
    SWITCH_KILL("confirm-kill-rollback", AUTO_COMMIT, ROLLBACK, .again = false),
};
const size_t kind_count = sizeof kinds / sizeof kinds[0];

uint64_t kind_places(enum unit unit, const struct scenario *s)
{
    switch (unit) {
    case SENT:
        return s->sent;
    case RECEIVED:
        return s->received;
    case LINES:
        return s->lines;
    case CALLS:
        return s->calls;
    case CONFIRM_CALLS:
        return s->confirm_calls;
    case ONCE:
        break;
    }
    return 1;
}

uint64_t kind_points(const struct kind *kind, const struct scenario *s)
{
    if (kind->meanwhile == CONFLICTS && !s->conflicting)
        return 0;
    if ((kind->confirm || kind->driver == KILLED) && !program_keeps_journals())
        return 0;
    return kind_places(kind->unit, s);
}

const struct kind *kind_find(const char *name)
{
    for (size_t i = 0; i < kind_count; i++) {
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    }
    return NULL;
}
