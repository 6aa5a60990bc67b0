/*
 * rtx-bench-fleet READY COMMANDS [FRAGMENT]: all routers of an emulator's ready
 * file at once: login, administrator and so many commands each, or a push of
 * the fragment. Prints what it cost.
 */
#include <rtx/rtx.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/cost.h"
#include "work.h"

struct bench {
    struct work work; /* first: it is what work_calls gets */
    rtx_fleet *fleet;
    size_t running;
    size_t at_once; /* the most that were under way together */
    uint64_t bytes; /* of the consoles, both ways */
};

static int make(void *user, size_t router, rtx_session **ret,
                struct rtx_error *error)
{
    struct bench *b = user;

    b->running++;
    if (b->running > b->at_once)
        b->at_once = b->running;
    return work_calls.session(user, router, ret, error);
}

static void done(void *user, size_t router,
                 const struct rtx_fleet_result *result)
{
    struct bench *b = user;
    struct rtx_session_info info = {.size = sizeof info};

    b->running--;
    if (result->code != 0 && b->work.failed == 0)
        fprintf(stderr, "rtx-bench-fleet: router %zu: %s %s\n", router,
                result->error->message, result->error->answer);
    work_calls.done(user, router, result);
    if (result->session && rtx_session_info(result->session, &info) == 0)
        b->bytes += info.bytes_sent + info.bytes_received;
}

static int read_fragment(struct bench *b, const char *path)
{
    static char text[1 << 20];
    FILE *file = fopen(path, "r");
    size_t length = file ? fread(text, 1, sizeof text, file) : 0;

    if (file)
        fclose(file);
    return rtx_config_parse_fragment(&b->work.fragment, path, text, length,
                                     NULL, NULL);
}

static void add(struct bench *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (rtx_fleet_add(b->fleet) < 0)
            exit(64);
    }
    (void)rtx_fleet_set(b->fleet, RTX_FLEET_PARALLEL, (int64_t)count);
}

int main(int argc, char **argv)
{
    struct bench b = {.work = {.login = COST_LOGIN,
                               .admin = COST_ADMIN,
                               .known_hosts = getenv("RTX_BENCH_KNOWN_HOSTS"),
                               .patience_ms = 120000,
                               .command = cost_command()}};
    struct rtx_fleet_calls calls = work_calls;
    struct cost_list endpoints = {0};
    struct cost cost;

    calls.session = make;
    calls.done = done;
    if (argc < 3 || cost_read(&endpoints, argv[1]) < 0 ||
        rtx_fleet_new(&b.fleet, &calls, &b, NULL) < 0 ||
        (argc > 3 && read_fragment(&b, argv[3]) < 0))
        return 64;
    b.work.endpoints = (const char *const *)endpoints.text;
    b.work.commands = (size_t)strtoul(argv[2], NULL, 10);
    add(&b, endpoints.count);
    cost_begin(&cost);
    (void)rtx_fleet_run(b.fleet, -1);
    cost_print(&cost, b.work.done, b.work.failed);
    printf("at_once=%zu bytes=%llu\n", b.at_once, (unsigned long long)b.bytes);
    rtx_fleet_free(b.fleet);
    rtx_config_free(b.work.fragment);
    cost_free(&endpoints);
    return b.work.failed > 0;
}
