/*
 * fleet: many sessions and transactions on one libuv loop, so many at a time.
 * It knows of them what everybody knows, include/rtx: nothing here looks into
 * a session.
 */
#ifndef RTX_FLEET_FLEET_H
#define RTX_FLEET_FLEET_H

#include <signal.h>
#include <sys/types.h>
#include <uv.h>

#include <rtx/fleet.h>

#include "base/base.h"

enum {
    FLEET_OPTIONS = RTX_FLEET_ROLLBACK_MS + 1,
    HANDSHAKE_MS = 2000, /* who takes longer waits, and computes nothing */
    LOGOUT_MS = 3000,
    BLIND_MS = 50,   /* without a watch on its descriptor: how often to look */
    ADMIT_TURN = 64, /* so many are begun per turn */
};

enum stage {
    STAGE_OPEN,
    STAGE_WORK, /* operations of next() */
    STAGE_DEAL, /* a transaction */
    STAGE_CLOSE,
};

/* A router under way. */
struct slot {
    rtx_fleet *fleet;
    size_t router;
    struct slot *before; /* in the fleet's list */
    struct slot *after;
    enum stage stage;
    rtx_session *session;
    rtx_transaction *transaction;
    size_t turn;

    uv_poll_t *poll; /* NULL: none; its memory outlives it until closed */
    int fd;
    ino_t inode;    /* a number that was closed and opened again is another */
    uint64_t epoch; /* of the session's descriptor when it was looked at */
    int wants;
    bool blind; /* no watch could be had */
    uv_timer_t timer;
    int64_t timer_at;

    bool queued;    /* for a login by SSH, its first or a later one */
    bool handshake; /* it is counted as one */
    bool late;      /* its time is over: it takes itself back */
    int64_t begun_ms;
    int64_t deadline_ms;
    int64_t opened_ms; /* when the handshake began */
    int code;
    struct rtx_error error;
};

/* What is kept of a router that has no slot. */
struct router {
    struct slot *slot;
    int32_t state;
    int32_t code;
    int32_t outcome;
    int64_t took_ms;
    struct rtx_error *error;
};

struct rtx_fleet {
    struct rtx_fleet_calls calls;
    void *user;
    int64_t options[FLEET_OPTIONS];
    uv_loop_t loop;
    uv_async_t wake;
    struct router *routers;
    size_t capacity;
    size_t count;
    size_t next;        /* the first that was not begun */
    struct slot *first; /* under way, by their beginning */
    struct slot *last;
    size_t running;
    size_t handshakes;
    size_t queued;
    size_t most; /* what the descriptors allow; 0: not asked yet */
    bool started;
    bool armed; /* something to watch was changed in this turn */
    bool aborted;
    volatile sig_atomic_t cancel; /* enum rtx_fleet_cancel */
    char notice[256];
};

/* ---- admit.c ---- */
/* Begin with as many as may be; true when nobody is or will be under way. */
bool admit(rtx_fleet *fleet);
void admit_limits(rtx_fleet *fleet);

/* ---- slot.c: a router from its turn to its end ---- */
int slot_begin(rtx_fleet *fleet, size_t router);
/* Something came for it, or its time has. */
void slot_process(struct slot *slot);
/* Take back, or end, what it does. */
void slot_abort(struct slot *slot, int code, const char *why);
void slot_free(struct slot *slot);

/* ---- watch.c: a slot on the loop ---- */
int watch_init(struct slot *slot);
/* Wait for what its session wants now. */
void watch_update(struct slot *slot);
/* The slot's memory is the loop's from now on, which frees it. */
void watch_end(struct slot *slot);

#endif
