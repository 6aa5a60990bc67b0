/* One case from its router to its judgement; what a scenario leads to. */
#include "base/base.h"
#include "proof.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

char *text_format(const char *format, ...)
{
    va_list args;
    char *text = NULL;
    int length;

    va_start(args, format);
    length = vasprintf(&text, format, args);
    va_end(args);
    if (length < 0)
        abort();
    return text;
}

void text_add(char **text, const char *more)
{
    size_t length = *text ? strlen(*text) : 0;
    size_t size = strlen(more) + 1;

    *text = realloc(*text, length + size);
    memcpy(*text + length, more, size);
}

int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Descriptors and threads of this process. */
static int belongings(void)
{
    return rtx__folder_entries("/proc/self/fd") * 1000 +
           rtx__folder_entries("/proc/self/task");
}

/* A thread that has been joined may be seen for a moment. */
static bool left_behind(int before)
{
    for (int i = 0; i < 50; i++) {
        if (belongings() == before)
            return false;
        usleep(1000);
    }
    return true;
}

static void arm(struct round *round, char faults[2][96], const char *set[2])
{
    const struct kind *kind = round->kind;
    struct dice dice = {round->scenario->seed ^ round->point * 31};
    uint64_t places = kind_places(kind->second, round->scenario);
    unsigned long long other = 1 + dice_roll(&dice, (uint32_t)places);
    int count = 0;

    set[0] = set[1] = NULL;
    for (int i = 0; i < 2; i++) {
        const char *form = kind->fault[i];
        const char *at = form ? strstr(form, "%llu") : NULL;

        if (!form)
            continue;
        if (at)
            snprintf(faults[i], 96, "%.*s%llu%s", (int)(at - form), form,
                     i ? other : (unsigned long long)round->point, at + 4);
        else
            snprintf(faults[i], 96, "%s", form);
        set[count++] = faults[i];
    }
    if (settings.verbose)
        printf("faults: %s %s\n", set[0] ? set[0] : "", set[1] ? set[1] : "");
}

/* Bugs on purpose that lie in what happened, not in the router. */
static void plant_deeds(struct round *round)
{
    struct peer *peer;

    if (planted("secret"))
        text_add(&round->verdict.said, round->scenario->login);
    if (planted("leak"))
        (void)!dup(0);
    if (!planted("mixture") && !planted("leftover"))
        return;
    peer = peer_login(&round->router);
    if (peer)
        (void)peer_type(peer, "snmp syscontact somebody");
    if (peer && planted("mixture"))
        (void)peer_type(peer, "save");
    peer_free(peer);
}

static void drive(struct round *round)
{
    switch (round->kind->driver) {
    case LIBRARY:
        attempt(round);
        break;
    case PROGRAM:
        program(round);
        break;
    case KILLED:
        killed(round);
        break;
    }
}

static void take_truth(struct round *round)
{
    char *executed;

    router_settle(&round->router);
    round->running = router_running(&round->router);
    round->saved = router_saved(&round->router);
    executed = rtx_emulator_executed(round->router.emulator);
    round->executed = text_format("\n%s", executed ? executed : "");
    rtx_emulator_text_free(executed);
}

static void tell_case(const struct round *round)
{
    char *difference = set_difference(
        round->scenario->old,
        round->scenario->new ? round->scenario->new : round->scenario->old);

    printf("---- startup\n%s---- fragment\n%s---- it changes\n%s"
           "---- executed\n%s---- said\n%s---- loud\n%s---- result %s, exit "
           "%d, %lld ms\n",
           round->scenario->startup, round->scenario->fragment, difference,
           round->executed, round->verdict.said ? round->verdict.said : "",
           round->verdict.loud ? round->verdict.loud : "",
           round->verdict.result, round->verdict.exit,
           (long long)round->verdict.took_ms);
    free(difference);
}

static void end(struct round *round)
{
    set_free(round->running);
    set_free(round->saved);
    set_free(round->killed_saved);
    free(round->executed);
    free(round->verdict.leftover);
    free(round->verdict.loud);
    free(round->verdict.said);
}

int round_run(const struct scenario *s, const struct kind *kind, uint64_t point)
{
    struct round round = {.scenario = s, .kind = kind, .point = point};
    int before = belongings();
    char faults[2][96];
    const char *set[2];
    int bad;

    round.verdict.exit = -1;
    arm(&round, faults, set);
    (void)router_up(&round.router, s, set, point);
    round.verdict.took_ms = now_ms();
    drive(&round);
    round.verdict.took_ms = now_ms() - round.verdict.took_ms;
    plant_deeds(&round);
    take_truth(&round);
    router_down(&round.router);
    round.verdict.leaked = left_behind(before);
    bad = judge(&round);
    if (settings.verbose)
        tell_case(&round);
    end(&round);
    return bad;
}

/* ---- what a scenario leads to, found out by hand ---- */

static int type_fragment(struct scenario *s, struct router *r)
{
    struct peer *peer = peer_login(r);
    char *copy = text_format("%s", s->fragment);
    char *rest = copy;
    char *line;
    bool refused = false;

    if (!peer) {
        free(copy);
        return -1;
    }
    while ((line = strsep(&rest, "\n")) && rest)
        refused = peer_type(peer, line) < 0 || refused;
    free(copy);
    peer_free(peer);
    s->refused = refused;
    return 0;
}

static void measure_run(struct scenario *s)
{
    struct round round = {.scenario = s, .kind = kind_find("none")};
    struct rtx_emulator_counters counters = {.size = sizeof counters};

    round.verdict.exit = -1;
    (void)router_up(&round.router, s, NULL, 0);
    attempt(&round);
    router_settle(&round.router);
    rtx_emulator_counters(round.router.emulator, &counters);
    s->sent = counters.bytes_sent;
    s->received = counters.bytes_received;
    s->lines = counters.lines;
    router_down(&round.router);
    end(&round);
}

int round_measure(struct scenario *s)
{
    struct router r;

    (void)router_up(&r, s, NULL, 0);
    s->old = router_running(&r);
    if (type_fragment(s, &r) < 0) {
        fprintf(stderr, "proof: seed %llu: the peer cannot log in\n",
                (unsigned long long)s->seed);
        router_down(&r);
        return -1;
    }
    s->new_text = rtx_emulator_running(r.emulator);
    if (!s->refused)
        s->new = set_parse(s->new_text);
    router_down(&r);
    measure_run(s);
    if (program_keeps_journals()) {
        s->calls = program_calls(s, kind_find("kill-resume"));
        s->confirm_calls = program_calls(s, kind_find("confirm-kill-resume"));
    }
    return 0;
}
