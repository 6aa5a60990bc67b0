/*
 * rtx-bench: one measured use of librtx per call, for tests/bench/run.
 * It prints one line of NAME=VALUE; times are in ms. Passwords come from
 * RTX_LOGIN_PASSWORD and RTX_ADMIN_PASSWORD.
 */
#include <inttypes.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <rtx/rtx.h>

#include "bench/plan.h"

enum { USAGE = 64, LONG_MS = 120000, FRAGMENT_MAX = 1 << 20 };

static const char synopsis[] =
    "usage: rtx-bench open ENDPOINT\n"
    "       rtx-bench push ENDPOINT FRAGMENT WINDOW   push, verify, no save\n"
    "       rtx-bench refused ENDPOINT FRAGMENT LINE  LINE must be to blame\n"
    "       rtx-bench read ENDPOINT BLANKS_AHEAD COMMAND\n"
    "       rtx-bench plan STATEMENTS OF_THE_FRAGMENT  no router\n"
    "       rtx-bench run PROGRAM ARGUMENT...         what a process costs\n";

static double now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int fail(const struct rtx_error *error, const char *what)
{
    char text[1024];

    rtx_error_text(error, text, sizeof text);
    fprintf(stderr, "rtx-bench: %s: %s\n", what, text);
    return EXIT_FAILURE;
}

/* ---- sessions ---- */

static int set_password(rtx_session *session, const char *variable,
                        int (*set)(rtx_session *, const rtx_secret *))
{
    const char *text = getenv(variable);
    rtx_secret *secret =
        rtx_secret_new(text ? text : "", text ? strlen(text) : 0);
    int rc = secret ? set(session, secret) : RTX_E_NOMEM;

    rtx_secret_free(secret);
    return rc;
}

/* NULL: said on stderr. */
static rtx_session *session_new(const char *endpoint)
{
    struct rtx_error error;
    rtx_session *session = NULL;

    rtx_error_init(&error);
    if (rtx_session_new(&session, endpoint, &error) < 0) {
        fail(&error, endpoint);
        return NULL;
    }
    if (set_password(session, "RTX_LOGIN_PASSWORD",
                     rtx_session_set_login_password) < 0 ||
        set_password(session, "RTX_ADMIN_PASSWORD",
                     rtx_session_set_admin_password) < 0) {
        fprintf(stderr, "rtx-bench: out of memory\n");
        rtx_session_free(session);
        return NULL;
    }
    return session;
}

/* An open session at the administrator level; NULL: said on stderr. */
static rtx_session *session_up(const char *endpoint, enum rtx_option option,
                               int64_t value)
{
    rtx_session *session = session_new(endpoint);
    int rc;

    if (!session)
        return NULL;
    rc = rtx_session_set(session, option, value);
    if (rc == 0)
        rc = rtx_session_open(session, LONG_MS);
    if (rc == 0)
        rc = rtx_session_administrator(session, LONG_MS);
    if (rc == 0)
        return session;
    fail(rtx_session_error(session), endpoint);
    rtx_session_free(session);
    return NULL;
}

static int bench_open(char **argv)
{
    rtx_session *session = session_new(argv[0]);
    double begun = now_ms();
    int rc;

    if (!session)
        return EXIT_FAILURE;
    rc = rtx_session_open(session, LONG_MS);
    printf("ms=%.3f\n", now_ms() - begun);
    if (rc == 0)
        rc = rtx_session_close(session, LONG_MS, NULL);
    if (rc < 0)
        fail(rtx_session_error(session), "open");
    rtx_session_free(session);
    return rc < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int bench_read(char **argv)
{
    rtx_session *session = session_up(argv[0], RTX_OPTION_BLANKS_AHEAD,
                                      strtoll(argv[1], NULL, 10));
    char *text = NULL;
    size_t lines = 0;
    double begun = now_ms();

    if (!session)
        return EXIT_FAILURE;
    if (rtx_session_run(session, argv[2], LONG_MS, &text) < 0) {
        fail(rtx_session_error(session), argv[2]);
        rtx_session_free(session);
        return EXIT_FAILURE;
    }
    printf("ms=%.3f ", now_ms() - begun);
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        lines++;
    printf("lines=%zu\n", lines);
    rtx_free(text);
    (void)rtx_session_close(session, LONG_MS, NULL);
    rtx_session_free(session);
    return EXIT_SUCCESS;
}

/* ---- transactions ---- */

static rtx_config *read_fragment(const char *path)
{
    static char text[FRAGMENT_MAX];
    FILE *file = fopen(path, "rb");
    rtx_config *config = NULL;
    struct rtx_error error;
    size_t length;

    rtx_error_init(&error);
    if (!file) {
        perror(path);
        return NULL;
    }
    length = fread(text, 1, sizeof text, file);
    fclose(file);
    if (rtx_config_parse_fragment(&config, path, text, length, NULL, &error) <
        0)
        fail(&error, path);
    return config;
}

static void finish_stage(rtx_transaction *t)
{
    while (rtx_transaction_wait(t, LONG_MS) == 0)
        ;
}

/* Plan, then push; return the time that the push itself took. */
static double push(rtx_transaction *t)
{
    double begun;

    (void)rtx_transaction_set(t, RTX_TRANSACTION_SAVE, 0);
    (void)rtx_transaction_start_plan(t);
    finish_stage(t);
    begun = now_ms();
    if (rtx_transaction_start_commit(t) < 0)
        return -1;
    while (rtx_transaction_phase(t, NULL, NULL) == RTX_PHASE_PUSH &&
           rtx_transaction_wait(t, LONG_MS) == 0)
        ;
    return now_ms() - begun;
}

static int print_applied(rtx_session *session, rtx_transaction *t, double ms)
{
    struct rtx_session_info info = {.size = sizeof info};
    double pushed = now_ms();

    finish_stage(t);
    if (rtx_transaction_outcome(t) != RTX_OUTCOME_APPLIED)
        return fail(rtx_transaction_error(t), "push");
    (void)rtx_session_info(session, &info);
    printf("ms=%.3f verified_ms=%.3f lines=%zu damages=%" PRIu64
           " lockstep=%d\n",
           ms, ms + now_ms() - pushed, rtx_plan_count(rtx_transaction_plan(t)),
           info.damages, (int)info.lockstep);
    return EXIT_SUCCESS;
}

/* The line must be named when the push ends, and all be taken back then. */
static int print_refused(rtx_transaction *t, double ms, int line)
{
    double known = now_ms();
    int named = rtx_transaction_error(t)->line;

    if (rtx_transaction_error(t)->code != RTX_E_REFUSED || named != line) {
        fprintf(stderr, "rtx-bench: line %d was blamed, not %d\n", named, line);
        return fail(rtx_transaction_error(t), "refused");
    }
    finish_stage(t);
    if (rtx_transaction_outcome(t) != RTX_OUTCOME_ROLLED_BACK)
        return fail(rtx_transaction_error(t), "rollback");
    printf("ms=%.3f rolled_back_ms=%.3f line=%d\n", ms, ms + now_ms() - known,
           named);
    return EXIT_SUCCESS;
}

/* line: the one that the router refuses; 0: none. */
static int transact(const char *endpoint, const char *path, int64_t window,
                    int line)
{
    rtx_config *fragment = read_fragment(path);
    rtx_session *session = session_up(endpoint, RTX_OPTION_WINDOW, window);
    rtx_transaction *t = NULL;
    struct rtx_error error;
    int status = EXIT_FAILURE;
    double ms;

    rtx_error_init(&error);
    if (!fragment || !session)
        goto out;
    if (rtx_transaction_new(&t, session, fragment, &error) < 0) {
        fail(&error, "transaction");
        goto out;
    }
    ms = push(t);
    if (ms < 0)
        fail(rtx_transaction_error(t), "plan");
    else if (line)
        status = print_refused(t, ms, line);
    else
        status = print_applied(session, t, ms);
    (void)rtx_session_close(session, LONG_MS, NULL);
out:
    rtx_transaction_free(t);
    rtx_session_free(session);
    rtx_config_free(fragment);
    return status;
}

static int bench_push(char **argv)
{
    return transact(argv[0], argv[1], strtoll(argv[2], NULL, 10), 0);
}

static int bench_refused(char **argv)
{
    return transact(argv[0], argv[1], 1024, (int)strtol(argv[2], NULL, 10));
}

/* ---- processes ---- */

static double seconds(const struct timeval *time)
{
    return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

/* From this small program, since a child's peak begins with its parent's. */
static int bench_run(char **argv)
{
    double begun = now_ms();
    struct rusage usage;
    pid_t pid;
    int status;
    int rc = posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ);

    if (rc != 0 || wait4(pid, &status, 0, &usage) < 0) {
        fprintf(stderr, "rtx-bench: %s: %s\n", argv[0], strerror(rc));
        return EXIT_FAILURE;
    }
    printf("ms=%.3f cpu_ms=%.3f rss_kb=%ld\n", now_ms() - begun,
           1e3 * (seconds(&usage.ru_utime) + seconds(&usage.ru_stime)),
           usage.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int arguments; /* -1: one or more */
        int (*run)(char **argv);
    } commands[] = {
        {"open", 1, bench_open},       {"push", 3, bench_push},
        {"refused", 3, bench_refused}, {"read", 3, bench_read},
        {"plan", 2, bench_plan},       {"run", -1, bench_run},
    };

    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        int want = commands[i].arguments;

        if (argc > 2 && strcmp(argv[1], commands[i].name) == 0 &&
            (want < 0 || want == argc - 2))
            return commands[i].run(argv + 2);
    }
    fputs(synopsis, stderr);
    return USAGE;
}
