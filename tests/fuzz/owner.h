/*
 * The owner of a console machine, as careful as the real one, who checks what
 * must hold whatever the router says.
 */
#ifndef RTX_TESTS_FUZZ_OWNER_H
#define RTX_TESTS_FUZZ_OWNER_H

#include "console/console.h"
#include "fuzz/fuzz.h"

enum {
    OWNER_CEILING = 600,
    OWNER_EXCHANGES = 40,
    OWNER_MEMORY = 8 * OWNER_CEILING * OWNER_EXCHANGES,
    TIMEOUT_MS = 5000,
    DRAIN_MS = 20000,
    TICKS_MOST = 50000,
};

struct owner {
    rtx_console *console;
    int64_t now;
    uint64_t tags[OWNER_EXCHANGES]; /* not answered yet */
    size_t waiting;
    uint64_t next_tag;
};

/* Two bytes that the router of these tests never says. */
static const char owner_secret[] = "\x11\x13\x13\x11";

static void no_secret(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        require(text[i] != owner_secret[0] && text[i] != owner_secret[1]);
}

static void fetch(struct owner *o)
{
    struct rtx_reply reply;

    while (rtx__console_reply(o->console, &reply)) {
        require(o->waiting > 0 && reply.tag == o->tags[0]);
        require(reply.end != RTX_END_NONE);
        o->waiting--;
        memmove(o->tags, o->tags + 1, o->waiting * sizeof o->tags[0]);
        no_secret(reply.output, reply.length);
        no_secret(reply.tail, reply.tail_length);
    }
    rtx__console_resume(o->console, o->now);
}

static void tick(struct owner *o)
{
    rtx__console_tick(o->console, o->now);
    require(rtx__console_deadline(o->console) > o->now);
}

/* Let time pass, waking the console when it asks to be. */
static void pass(struct owner *o, int64_t ms, bool fetching)
{
    int64_t end = o->now + ms;
    int64_t at;
    int ticks = 0;

    tick(o);
    while ((at = rtx__console_deadline(o->console)) <= end) {
        o->now = at > o->now ? at : o->now;
        tick(o);
        require(++ticks < TICKS_MOST);
        if (fetching)
            fetch(o);
    }
    o->now = end;
}

static void discard(struct owner *o)
{
    size_t count = rtx__console_discard(o->console);

    require(count <= o->waiting);
    o->waiting -= count;
}

static void settle(struct owner *o)
{
    struct rtx_console_stats stats;
    size_t length;
    const char *stray = rtx__console_stray(o->console, &length);

    no_secret(stray, length);
    no_secret(rtx__console_notices(o->console),
              strlen(rtx__console_notices(o->console)));
    rtx__console_stats(o->console, &stats);
    /* a router that is dead: each exchange ends by its own time */
    fetch(o);
    pass(o, (int64_t)(o->waiting + 1) * (TIMEOUT_MS + DRAIN_MS), true);
    fetch(o);
    require(o->waiting == 0);
    rtx__console_eof(o->console, o->now);
    require(rtx__console_idle(o->console));
}

#endif
