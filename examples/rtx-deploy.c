/*
 * rtx-deploy: push configuration fragments to a router, all or nothing.
 * The example of librtx's transactions.
 */
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/cli.h"
#include "common/offline.h"
#include "common/report.h"

static const char help[] =
    "Usage: rtx-deploy [OPTION]… FRAGMENT…\n"
    "Push configuration fragments to a Yamaha RTX router: all of it or "
    "nothing.\n"
    "All fragments are one transaction; - is standard input.\n\n"
    "  --plan                      only print what would be changed\n"
    "  --running FILE              with --plan: a saved show config, no "
    "router\n"
    "  --replace                   what the fragments do not say is removed\n"
    "  --backup FILE               write the configuration to FILE instead;\n"
    "                              what it cannot bring back is named\n"
    "  --no-save                   leave the changes unsaved\n"
    "  --allow-irreversible        accept changes that cannot be taken back\n"
    "  --json                      one JSON object on standard output\n"
    "  --quiet                     print only what went wrong\n" CLI_HELP
    "\nExit status: 0 done, or nothing to change; 2 a plan with changes;\n"
    "3 refused before any setting was sent; 4 cannot connect or log in;\n"
    "5 failed and rolled back; 6 failed and needs a person; 64 usage.\n";

enum {
    OPT_PLAN = 1,
    OPT_RUNNING,
    OPT_NO_SAVE,
    OPT_IRREVERSIBLE,
    OPT_JSON,
    OPT_QUIET,
    OPT_REPLACE,
    OPT_BACKUP,
};

struct deploy {
    struct cli cli;
    bool plan_only;
    const char *running;
    bool replace;
    const char *backup;
    bool no_save;
    bool irreversible;
    bool json;
    bool quiet;
    bool bar; /* standard output is a terminal */
    rtx_config *fragment;
    size_t printed; /* changes of which the fate was told */
};

static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
    (void)number;
    interrupted = 1;
}

static void say(const struct deploy *d, const char *format, ...)
    RTX_PRINTF(2, 3);

static void say(const struct deploy *d, const char *format, ...)
{
    va_list args;

    if (d->json || d->quiet)
        return;
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    fflush(stdout);
}

/* ---- fragments ---- */

static int read_fragments(struct deploy *d, int count, char **names,
                          struct rtx_error *error)
{
    for (int i = 0; i < count; i++) {
        rtx_config *one = NULL;
        size_t length = 0;
        char *text = cli_read(&d->cli, names[i], &length);
        int rc;

        if (!text) {
            error->code = RTX_E_IO;
            snprintf(error->message, sizeof error->message, "%s cannot be read",
                     names[i]);
            return RTX_E_IO;
        }
        rc = rtx_config_parse_fragment(&one, names[i], text, length,
                                       d->cli.encoding, error);
        explicit_bzero(text, length);
        free(text);
        if (rc == 0 && d->fragment) {
            rc = rtx_config_append(d->fragment, one);
            rtx_config_free(one);
        } else if (rc == 0) {
            d->fragment = one;
        }
        if (rc < 0)
            return rc;
    }
    return 0;
}

/* ---- telling ---- */

static void print_plan(const struct deploy *d, const rtx_plan *plan)
{
    char *text = rtx_plan_text(plan, d->bar && !getenv("NO_COLOR"));
    size_t count = rtx_plan_count(plan);

    if (rtx_plan_is_empty(plan))
        say(d, "Nothing to change: the router has all of it already%s.\n",
            count ? ", as far as it can be seen" : "");
    else
        say(d, "Plan: %zu change%s\n", count, count == 1 ? "" : "s");
    say(d, "%s", text ? text : "");
    rtx_free(text);
}

static void draw_bar(const struct deploy *d, const char *what, size_t done,
                     size_t total)
{
    enum { WIDTH = 40 };
    size_t filled = total ? done * WIDTH / total : 0;

    if (!d->bar || total == 0)
        return;
    say(d, "\r\033[K%-9s[", what);
    for (size_t i = 0; i < WIDTH; i++)
        say(d, "%c", i < filled ? '#' : '.');
    say(d, "] %zu/%zu", done, total);
}

static void clear_bar(const struct deploy *d)
{
    if (d->bar)
        say(d, "\r\033[K");
}

/* Tell the fate of each change as it becomes known, in the plan's order. */
static void tell_changes(struct deploy *d, const rtx_transaction *t)
{
    static const char *const words[] = {"", "ok", "REFUSED", "unclear"};
    const rtx_plan *plan = rtx_transaction_plan(t);
    size_t count = rtx_plan_count(plan);

    while (d->printed < count) {
        struct rtx_change change = {.size = sizeof change};
        enum rtx_change_state state =
            rtx_transaction_change_state(t, d->printed);

        if (state == RTX_CHANGE_UNSENT || state == RTX_CHANGE_UNCERTAIN ||
            rtx_plan_change(plan, d->printed, &change) < 0)
            return;
        clear_bar(d);
        d->printed++;
        say(d, "  %-8s %3zu/%zu  %s%s%s\n", words[state], d->printed, count,
            change.context, change.context[0] ? ": " : "", change.shown);
    }
}

static void tell_progress(struct deploy *d, const rtx_transaction *t,
                          enum rtx_phase *before)
{
    size_t done;
    size_t total;
    enum rtx_phase phase = rtx_transaction_phase(t, &done, &total);

    if (rtx_transaction_plan(t))
        tell_changes(d, t);
    if (phase != *before && phase != RTX_PHASE_IDLE) {
        clear_bar(d);
        say(d, "%s …\n", rtx_phase_name(phase));
        *before = phase;
    }
    draw_bar(d, rtx_phase_name(phase), done, total);
}

/* Those of the plan were printed with it. */
static size_t planned_warnings(const rtx_plan *plan)
{
    size_t count = 0;

    while (rtx_plan_warning(plan, count))
        count++;
    return count;
}

static void tell_end(const struct deploy *d, const rtx_transaction *t,
                     enum rtx_outcome outcome)
{
    const rtx_plan *plan = rtx_transaction_plan(t);
    size_t count = plan ? rtx_plan_count(plan) : 0;

    clear_bar(d);
    for (size_t i = plan ? planned_warnings(plan) : 0;
         rtx_transaction_warning(t, i); i++)
        say(d, "warning: %s\n", rtx_transaction_warning(t, i));
    switch (outcome) {
    case RTX_OUTCOME_COMMITTED:
        say(d, "Committed: %zu change%s on the router, verified and saved.\n",
            count, count == 1 ? " is" : "s are");
        break;
    case RTX_OUTCOME_APPLIED:
        say(d, "Applied: %zu change%s on the router and verified, not saved.\n",
            count, count == 1 ? " is" : "s are");
        break;
    case RTX_OUTCOME_ROLLED_BACK:
        say(d, "Rolled back: the router's configuration was read again and is "
               "exactly as before.\n");
        break;
    case RTX_OUTCOME_NEEDS_PERSON:
        fprintf(stderr,
                "NEEDS A PERSON: the router is not as it was. Difference "
                "to the checkpoint:\n%s",
                rtx_transaction_leftover(t)[0] ? rtx_transaction_leftover(t)
                                               : "(not known: it cannot be "
                                                 "read)\n");
        break;
    default:
        break;
    }
}

/* ---- the work ---- */

/* One stage of the transaction, with its progress; a signal aborts it. */
static int run_stage(struct deploy *d, rtx_transaction *t)
{
    enum rtx_phase before = RTX_PHASE_IDLE;

    for (;;) {
        int rc;

        tell_progress(d, t, &before);
        rc = rtx_transaction_wait(t, 100);
        if (interrupted)
            rtx_transaction_abort(t);
        tell_progress(d, t, &before);
        if (rc == 1)
            return 0;
        if (rc < 0 && rc != RTX_E_INTERRUPTED)
            return rc;
    }
}

static const char *first_line(const rtx_config *config, char *line, size_t size)
{
    const char *header = rtx_config_header(config);

    header += strspn(header, "# ");
    snprintf(line, size, "%.*s", (int)strcspn(header, "\r\n"), header);
    return line;
}

static int plan_code(const rtx_plan *plan)
{
    return rtx_plan_is_empty(plan) ? EXIT_DONE : EXIT_CHANGES;
}

static int exit_code(enum rtx_outcome outcome, const struct rtx_error *error,
                     const rtx_plan *plan, bool plan_only)
{
    switch (outcome) {
    case RTX_OUTCOME_PLANNED:
        return plan_only ? plan_code(plan) : EXIT_NEEDS_PERSON;
    case RTX_OUTCOME_REFUSED:
        return cli_exit_code(error->code);
    case RTX_OUTCOME_ROLLED_BACK:
        return EXIT_ROLLED_BACK;
    case RTX_OUTCOME_NEEDS_PERSON:
    case RTX_OUTCOME_NONE:
        return EXIT_NEEDS_PERSON;
    default:
        return EXIT_DONE;
    }
}

static void plan_and_push(struct deploy *d, rtx_transaction *t)
{
    char line[160];

    (void)rtx_transaction_set(t, RTX_TRANSACTION_SAVE, !d->no_save);
    (void)rtx_transaction_set(t, RTX_TRANSACTION_IRREVERSIBLE, d->irreversible);
    if (rtx_transaction_start_plan(t) < 0 || run_stage(d, t) < 0)
        return;
    if (rtx_transaction_checkpoint(t))
        say(d, "%s: %s\n", d->cli.endpoint,
            first_line(rtx_transaction_checkpoint(t), line, sizeof line));
    if (rtx_transaction_plan(t))
        print_plan(d, rtx_transaction_plan(t));
    if (rtx_transaction_outcome(t) != RTX_OUTCOME_PLANNED || d->plan_only)
        return;
    if (rtx_transaction_start_commit(t) == 0)
        (void)run_stage(d, t);
}

static int finish(struct deploy *d, const struct report *report, int code)
{
    if (d->json && report_json(report) < 0)
        return EXIT_NEEDS_PERSON;
    if (!d->json && report->error && report->error->code != RTX_OK)
        cli_print_error(&d->cli, report->error);
    return code;
}

static int deploy(struct deploy *d)
{
    struct rtx_error error;
    rtx_transaction *t = NULL;
    rtx_session *session;
    struct report report = {.result = "refused", .router = d->cli.endpoint};
    enum rtx_outcome outcome;
    int code = EXIT_CONNECT;

    rtx_error_init(&error);
    report.error = &error;
    session = cli_open(&d->cli, &error, &code);
    if (!session)
        return finish(d, &report, code);
    if (rtx_transaction_new(&t, session, d->fragment, &error) == 0) {
        plan_and_push(d, t);
        outcome = rtx_transaction_outcome(t);
        tell_end(d, t, outcome);
        report.result = rtx_outcome_name(outcome);
        report.plan = rtx_transaction_plan(t);
        report.transaction = t;
        report.error = rtx_transaction_error(t);
        code = exit_code(outcome, report.error, report.plan, d->plan_only);
    }
    (void)rtx_session_close(session, d->cli.timeout_ms, NULL);
    code = finish(d, &report, code);
    rtx_transaction_free(t);
    rtx_session_free(session);
    return code;
}

static int plan_offline(struct deploy *d)
{
    struct rtx_error error;
    struct report report = {.result = "refused", .error = &error};
    rtx_config *running;
    rtx_plan *plan = NULL;
    int code = EXIT_REFUSED;

    rtx_error_init(&error);
    running = offline_read(&d->cli, d->running, &error);
    if (running)
        plan = offline_plan(&d->cli, running, d->fragment, d->replace, &error);
    if (plan) {
        report.result = rtx_plan_is_empty(plan) ? "unchanged" : "planned";
        report.plan = plan;
        code = plan_code(plan);
        print_plan(d, plan);
    }
    code = finish(d, &report, code);
    rtx_plan_free(plan);
    rtx_config_free(running);
    return code;
}

static void parse_options(struct deploy *d, int argc, char **argv)
{
    static const struct option options[] = {
        {"plan", no_argument, NULL, OPT_PLAN},
        {"running", required_argument, NULL, OPT_RUNNING},
        {"replace", no_argument, NULL, OPT_REPLACE},
        {"backup", required_argument, NULL, OPT_BACKUP},
        {"no-save", no_argument, NULL, OPT_NO_SAVE},
        {"allow-irreversible", no_argument, NULL, OPT_IRREVERSIBLE},
        {"json", no_argument, NULL, OPT_JSON},
        {"quiet", no_argument, NULL, OPT_QUIET},
        CLI_OPTIONS,
        {NULL, 0, NULL, 0}};
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (cli_option(&d->cli, option, optarg, help))
            continue;
        switch (option) {
        case OPT_PLAN:
            d->plan_only = true;
            break;
        case OPT_RUNNING:
            d->running = optarg;
            break;
        case OPT_REPLACE:
            d->replace = true;
            break;
        case OPT_BACKUP:
            d->backup = optarg;
            break;
        case OPT_NO_SAVE:
            d->no_save = true;
            break;
        case OPT_IRREVERSIBLE:
            d->irreversible = true;
            break;
        case OPT_JSON:
            d->json = true;
            break;
        case OPT_QUIET:
            d->quiet = true;
            break;
        default:
            cli_usage(&d->cli, "wrong option");
        }
    }
}

static void check_call(const struct deploy *d, int fragments)
{
    if (d->backup && (fragments > 0 || d->plan_only || d->replace))
        cli_usage(&d->cli, "--backup FILE takes no fragment and no plan");
    if (!d->backup && fragments == 0)
        cli_usage(&d->cli, "no fragment given");
    if (d->replace && fragments != 1)
        cli_usage(&d->cli, "--replace takes one file, the whole of it");
    if (d->running && !d->plan_only && !d->backup)
        cli_usage(&d->cli, "--running goes with --plan or --backup");
}

int main(int argc, char **argv)
{
    struct deploy d = {.bar = isatty(STDOUT_FILENO)};
    struct sigaction action = {.sa_handler = on_signal};
    struct rtx_error error;
    struct report report = {.result = "refused", .error = &error};
    int code;

    cli_init(&d.cli, "rtx-deploy");
    parse_options(&d, argc, argv);
    check_call(&d, argc - optind);
    d.bar = d.bar && !d.json && !d.quiet;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    rtx_error_init(&error);
    if (d.backup)
        code = offline_backup(&d.cli, d.running, d.backup);
    else if (read_fragments(&d, argc - optind, argv + optind, &error) < 0)
        code = finish(&d, &report, EXIT_REFUSED);
    else if (d.running)
        code = plan_offline(&d);
    else
        code = deploy(&d);
    rtx_config_free(d.fragment);
    cli_free(&d.cli);
    return code;
}
