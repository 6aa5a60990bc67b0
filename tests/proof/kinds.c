/* The faults: where they strike, who drives, who else is at work. */
#include "proof.h"

#include <string.h>

#define FIRST ",connection=1,times=1"
#define AGAIN ",connection=2,times=1"

const struct kind kinds[] = {
    /* one fault at each byte of the connection */
    {"cut-sent", SENT, LIBRARY, {"cut-at=%llu" FIRST}, ONCE, 0, 0, 0},
    {"cut-received", RECEIVED, LIBRARY, {"cut-received=%llu" FIRST}, ONCE, 0, 0,
     0},
    {"stall-sent", SENT, LIBRARY, {"stall-at=%llu" FIRST}, ONCE, 0, 0, 0},
    {"stall-received", RECEIVED, LIBRARY, {"stall-received=%llu" FIRST}, ONCE,
     0, 0, 0},
    {"garbage-sent", SENT, LIBRARY, {"garbage-at=%llu" FIRST}, ONCE, 0, 0, 0},
    {"garbage-received", RECEIVED, LIBRARY, {"garbage-received=%llu:2" FIRST},
     ONCE, 0, 0, 0},
    {"restart", RECEIVED, LIBRARY, {"restart-received=%llu" FIRST}, ONCE, 0, 0,
     0},
    /* at each line */
    {"refuse", LINES, LIBRARY, {"refuse-nth=%llu"}, ONCE, 0, 0, 0},
    {"ignore", LINES, LIBRARY, {"ignore-nth=%llu"}, ONCE, 0, 0, 0},
    {"lose-line", LINES, LIBRARY, {"drop-line=%llu" FIRST}, ONCE, 0, 0, 0},
    {"save-fails", ONCE, LIBRARY, {"save-fails,times=1"}, ONCE, 0, 0, 0},
    {"save-never", ONCE, LIBRARY, {"save-fails"}, ONCE, 0, 0, 0},
    {"none", ONCE, LIBRARY, {NULL}, ONCE, 0, 0, 0},
    /* a second administrator */
    {"other-changes", LINES, LIBRARY, {NULL}, ONCE, CHANGES, 0, 0},
    {"other-conflicts", LINES, LIBRARY, {NULL}, ONCE, CONFLICTS, 0, 0},
    {"other-saves", LINES, LIBRARY, {NULL}, ONCE, SAVES, 0, 0},
    {"other-changes+refuse", LINES, LIBRARY, {NULL, "refuse-nth=%llu"}, LINES,
     CHANGES, 0, 0},
    {"other-conflicts+refuse", LINES, LIBRARY, {NULL, "refuse-nth=%llu"}, LINES,
     CONFLICTS, 0, 0},
    {"other-saves+refuse", LINES, LIBRARY, {NULL, "refuse-nth=%llu"}, LINES,
     SAVES, 0, 0},
    /* two faults */
    {"cut+cut", SENT, LIBRARY, {"cut-at=%llu" FIRST, "cut-at=%llu" AGAIN}, SENT,
     0, 0, 0},
    {"cut+full", RECEIVED, LIBRARY, {"cut-received=%llu" FIRST,
     "full,connection=2,times=1"}, ONCE, 0, 0, 0},
    {"refuse+cut", RECEIVED, LIBRARY, {"cut-received=%llu" FIRST,
     "refuse-nth=%llu"}, LINES, 0, 0, 0},
    {"refuse+cut-sent", SENT, LIBRARY, {"cut-at=%llu" FIRST, "refuse-nth=%llu"},
     LINES, 0, 0, 0},
    {"refuse+stall", RECEIVED, LIBRARY, {"stall-received=%llu" FIRST,
     "refuse-nth=%llu"}, LINES, 0, 0, 0},
    {"refuse+restart", RECEIVED, LIBRARY, {"restart-received=%llu" FIRST,
     "refuse-nth=%llu"}, LINES, 0, 0, 0},
    {"refuse+refuse", LINES, LIBRARY, {"refuse-nth=%llu", "refuse-nth=%llu"},
     LINES, 0, 0, 0},
    {"cut+restart", RECEIVED, LIBRARY, {"cut-received=%llu" FIRST,
     "restart-received=%llu" AGAIN}, RECEIVED, 0, 0, 0},
    {"restart+cut", RECEIVED, LIBRARY, {"restart-received=%llu" FIRST,
     "cut-received=%llu" AGAIN}, RECEIVED, 0, 0, 0},
    /* the program: exit status, JSON, files */
    {"program-none", ONCE, PROGRAM, {NULL}, ONCE, 0, 0, 0},
    {"program-cut-sent", SENT, PROGRAM, {"cut-at=%llu" FIRST}, ONCE, 0, 0, 0},
    {"program-cut-received", RECEIVED, PROGRAM, {"cut-received=%llu" FIRST},
     ONCE, 0, 0, 0},
    {"program-stall", RECEIVED, PROGRAM, {"stall-received=%llu" FIRST}, ONCE, 0,
     0, 0},
    {"program-garbage", SENT, PROGRAM, {"garbage-at=%llu" FIRST}, ONCE, 0, 0,
     0},
    {"program-restart", RECEIVED, PROGRAM, {"restart-received=%llu" FIRST},
     ONCE, 0, 0, 0},
    {"program-refuse", LINES, PROGRAM, {"refuse-nth=%llu"}, ONCE, 0, 0, 0},
    {"program-save-never", ONCE, PROGRAM, {"save-fails"}, ONCE, 0, 0, 0},
    {"program-refuse+cut", RECEIVED, PROGRAM, {"cut-received=%llu" FIRST,
     "refuse-nth=%llu"}, LINES, 0, 0, 0},
    /* killed before a system call, then finished by another program */
    {"kill-resume", CALLS, KILLED, {NULL}, ONCE, 0, PLAIN, RESUME},
    {"kill-rollback", CALLS, KILLED, {NULL}, ONCE, 0, PLAIN, ROLLBACK},
    {"kill-refuse-resume", CALLS, KILLED, {NULL, "refuse-nth=%llu"}, LINES, 0,
     PLAIN, RESUME},
    /* the dead man's switch */
    {"confirm-nobody", ONCE, PROGRAM, {NULL}, ONCE, 0, CONFIRM, NOBODY},
    {"confirm-resume", ONCE, PROGRAM, {NULL}, ONCE, 0, CONFIRM, RESUME},
    {"confirm-rollback", ONCE, PROGRAM, {NULL}, ONCE, 0, CONFIRM, ROLLBACK},
    {"confirm-auto", ONCE, PROGRAM, {NULL}, ONCE, 0, AUTO_COMMIT, NOBODY},
    {"confirm-cut-nobody", RECEIVED, PROGRAM, {"cut-received=%llu" FIRST}, ONCE,
     0, CONFIRM, NOBODY},
    {"confirm-restart-resume", RECEIVED, PROGRAM,
     {"restart-received=%llu" FIRST}, ONCE, 0, CONFIRM, RESUME},
    {"confirm-refuse-nobody", LINES, PROGRAM, {"refuse-nth=%llu"}, ONCE, 0,
     CONFIRM, NOBODY},
    {"confirm-kill-nobody", CONFIRM_CALLS, KILLED, {NULL}, ONCE, 0, CONFIRM, NOBODY},
    {"confirm-kill-resume", CONFIRM_CALLS, KILLED, {NULL}, ONCE, 0, AUTO_COMMIT,
     RESUME},
    {"confirm-kill-rollback", CONFIRM_CALLS, KILLED, {NULL}, ONCE, 0, AUTO_COMMIT,
     ROLLBACK},
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
