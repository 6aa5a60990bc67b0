/*
 * rtx-bench-fleet READY COMMANDS [FRAGMENT]: all routers of an emulator's ready
 * file at once: login, administrator and so many commands each, or a push of
 * the fragment. Prints what it cost.
 */
#include <rtx/rtx.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

struct bench {
    char **endpoints;
    size_t count;
    size_t commands;
    const char *command;
    size_t done;
    size_t failed;
    rtx_config *fragment;
};

static int make(void *user, size_t router, rtx_session **ret,
                struct rtx_error *error)
{
    struct bench *b = user;
    rtx_secret *login = rtx_secret_new("open-sesame", 11);
    rtx_secret *admin = rtx_secret_new("treasure", 8);
    int rc = rtx_session_new(ret, b->endpoints[router], error);

    if (rc == 0) {
        (void)rtx_session_set_login_password(*ret, login);
        (void)rtx_session_set_admin_password(*ret, admin);
        (void)rtx_session_set(*ret, RTX_OPTION_SILENCE_MS, 120000);
        (void)rtx_session_set(*ret, RTX_OPTION_CONNECT_MS, 120000);
        (void)rtx_session_set(*ret, RTX_OPTION_ACCEPT_NEW_HOST_KEY, 1);
        (void)rtx_session_set_text(*ret, RTX_TEXT_KNOWN_HOSTS,
                                   getenv("RTX_BENCH_KNOWN_HOSTS"));
    }
    rtx_secret_free(login);
    rtx_secret_free(admin);
    return rc;
}

static int deal(void *user, size_t router, rtx_session *session,
                rtx_transaction **ret, struct rtx_error *error)
{
    struct bench *b = user;
    int rc;

    (void)router;
    if (!b->fragment)
        return 0;
    rc = rtx_transaction_new(ret, session, b->fragment, error);
    return rc < 0 ? rc : rtx_transaction_start_plan(*ret);
}

static int planned(void *user, size_t router, rtx_transaction *transaction)
{
    (void)user;
    (void)router;
    (void)transaction;
    return 1;
}

static int next(void *user, size_t router, rtx_session *session, size_t turn)
{
    const struct bench *b = user;
    int rc;

    (void)router;
    if (turn > b->commands)
        return 0;
    rc = turn == 0 ? rtx_session_start_administrator(session)
                   : rtx_session_start_run(session, b->command);
    return rc < 0 ? rc : 1;
}

static void done(void *user, size_t router,
                 const struct rtx_fleet_result *result)
{
    struct bench *b = user;

    b->done++;
    if (result->code != 0 && b->failed++ == 0)
        fprintf(stderr, "router %zu: %s %s\n", router, result->error->message,
                result->error->answer);
}

static double seconds(const struct timeval *time)
{
    return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

static int read_endpoints(struct bench *b, const char *path)
{
    FILE *file = fopen(path, "r");
    char line[256];

    b->endpoints = calloc(20000, sizeof *b->endpoints);
    while (file && b->endpoints && b->count < 20000 &&
           fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        b->endpoints[b->count++] = strdup(line);
    }
    if (file)
        fclose(file);
    return b->count > 0 ? 0 : -1;
}

static void read_fragment(struct bench *b, const char *path)
{
    static char text[1 << 20];
    FILE *file = fopen(path, "r");
    size_t length = file ? fread(text, 1, sizeof text, file) : 0;

    if (file)
        fclose(file);
    if (rtx_config_parse_fragment(&b->fragment, path, text, length, NULL,
                                  NULL) < 0)
        exit(64);
}

int main(int argc, char **argv)
{
    static const struct rtx_fleet_calls calls = {.size = sizeof calls,
                                                 .session = make,
                                                 .transaction = deal,
                                                 .planned = planned,
                                                 .next = next,
                                                 .done = done};
    struct bench b = {0};
    struct rusage before;
    struct rusage after;
    struct timespec start;
    struct timespec end;
    rtx_fleet *fleet = NULL;

    if (argc < 3 || read_endpoints(&b, argv[1]) < 0 ||
        rtx_fleet_new(&fleet, &calls, &b, NULL) < 0)
        return 64;
    b.command = getenv("RTX_BENCH_COMMAND");
    if (!b.command)
        b.command = "show environment";
    b.commands = (size_t)strtoul(argv[2], NULL, 10);
    if (argc > 3)
        read_fragment(&b, argv[3]);
    for (size_t i = 0; i < b.count; i++)
        (void)!rtx_fleet_add(fleet);
    (void)rtx_fleet_set(fleet, RTX_FLEET_PARALLEL, (int64_t)b.count);
    getrusage(RUSAGE_SELF, &before);
    clock_gettime(CLOCK_MONOTONIC, &start);
    (void)rtx_fleet_run(fleet, -1);
    clock_gettime(CLOCK_MONOTONIC, &end);
    getrusage(RUSAGE_SELF, &after);
    printf("%5zu routers, %zu failed: %7.2f s wall, %6.2f s processor "
           "(%.2f user), %5.1f KB per session\n",
           b.done, b.failed,
           (double)(end.tv_sec - start.tv_sec) +
               (double)(end.tv_nsec - start.tv_nsec) / 1e9,
           seconds(&after.ru_utime) + seconds(&after.ru_stime),
           seconds(&after.ru_utime),
           (double)(after.ru_maxrss - before.ru_maxrss) / (double)b.count);
    rtx_fleet_free(fleet);
    return b.failed > 0;
}
