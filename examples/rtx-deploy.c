/*
 * rtx-deploy: push configuration fragments to a router, all or nothing.
 * The example of librtx's transactions.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/deploy.h"
#include "common/offline.h"

static const char help[] =
    "Usage: rtx-deploy [OPTION]… FRAGMENT…\n"
    "       rtx-deploy --resume|--rollback [JOURNAL]\n"
    "Push configuration fragments to a Yamaha RTX router: all of it or "
    "nothing.\n"
    "All fragments are one transaction; - is standard input.\n\n"
    "  --plan                      only print what would be changed\n"
    "  --running FILE              with --plan: a saved show config, no "
    "router\n"
    "  --replace                   what the fragments do not say is removed\n"
    "  --backup FILE               write the configuration to FILE instead;\n"
    "                              what it cannot bring back is named\n"
    "  --confirm SECONDS           the router restarts into its saved\n"
    "                              configuration unless --resume confirms\n"
    "  --auto-commit               confirm when a new session has succeeded\n"
    "  --new-endpoint URI          where the fragment moves the router to\n"
    "  --no-save                   leave the changes unsaved\n"
    "  --save-first                save before what nobody saved\n"
    "  --include-unsaved           save it together with the changes\n"
    "  --allow-lockout             accept changes that can cut you off\n"
    "  --allow-irreversible        accept changes that cannot be taken back\n"
    "  --journal FILE              where to write down what is done\n"
    "                              (else in the user's state directory)\n"
    "  --resume [JOURNAL]          finish what was begun, and confirm it\n"
    "  --rollback [JOURNAL]        take back what was begun\n"
    "  --json                      one JSON object on standard output\n"
    "  --quiet                     print only what went wrong\n" CLI_HELP
    "\nExit status: 0 done, or nothing to change; 2 a plan with changes;\n"
    "3 refused before any setting was sent; 4 cannot connect or log in;\n"
    "5 failed and rolled back; 6 failed and needs a person; 7 awaiting\n"
    "confirmation; 64 usage.\n";

enum {
    OPT_PLAN = 1,
    OPT_RUNNING,
    OPT_CONFIRM,
    OPT_AUTO_COMMIT,
    OPT_NEW_ENDPOINT,
    OPT_NO_SAVE,
    OPT_SAVE_FIRST,
    OPT_INCLUDE_UNSAVED,
    OPT_LOCKOUT,
    OPT_IRREVERSIBLE,
    OPT_JOURNAL,
    OPT_RESUME,
    OPT_ROLLBACK,
    OPT_REPLACE,
    OPT_BACKUP,
    OPT_JSON,
    OPT_QUIET,
};

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

/* ---- the work ---- */

static const char *first_line(const rtx_config *config, char *line, size_t size)
{
    const char *header = rtx_config_header(config);

    header += strspn(header, "# ");
    snprintf(line, size, "%.*s", (int)strcspn(header, "\r\n"), header);
    return line;
}

static int set_up(const struct deploy *d, rtx_transaction *t,
                  struct rtx_error *error)
{
    const struct {
        enum rtx_transaction_option option;
        int64_t value;
    } all[] = {
        {RTX_TRANSACTION_SAVE, !d->no_save},
        {RTX_TRANSACTION_IRREVERSIBLE, d->irreversible},
        {RTX_TRANSACTION_INCLUDE_UNSAVED, d->include_unsaved},
        {RTX_TRANSACTION_SAVE_FIRST, d->save_first},
        {RTX_TRANSACTION_ALLOW_LOCKOUT, d->allow_lockout},
        {RTX_TRANSACTION_AUTO_COMMIT, d->auto_commit},
        {RTX_TRANSACTION_CONFIRM_S, d->confirm_s},
        {RTX_TRANSACTION_REPLACE, d->replace},
    };
    int rc = 0;

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        (void)rtx_transaction_set(t, all[i].option, all[i].value);
    rc = rtx_transaction_set_text(t, RTX_TRANSACTION_NEW_ENDPOINT,
                                  d->new_endpoint);
    if (rc == 0 && !d->plan_only)
        rc = rtx_transaction_set_text(t, RTX_TRANSACTION_STATE_DIRECTORY, "");
    if (rc == 0)
        rc = rtx_transaction_set_text(t, RTX_TRANSACTION_JOURNAL, d->journal);
    if (rc < 0) {
        error->code = rc;
        snprintf(error->message, sizeof error->message,
                 "no journal can be kept: neither HOME nor XDG_STATE_HOME is "
                 "set");
    }
    return rc;
}

static void plan_and_push(struct deploy *d, rtx_transaction *t)
{
    char line[160];

    if (rtx_transaction_start_plan(t) < 0 || run_stage(d, t) < 0)
        return;
    if (rtx_transaction_checkpoint(t))
        tell(d, "%s: %s\n", d->cli.endpoint,
             first_line(rtx_transaction_checkpoint(t), line, sizeof line));
    if (rtx_transaction_plan(t))
        tell_plan(d, rtx_transaction_plan(t));
    tell_warnings(d, t);
    if (rtx_transaction_outcome(t) != RTX_OUTCOME_PLANNED || d->plan_only)
        return;
    if (rtx_transaction_start_commit(t) == 0)
        (void)run_stage(d, t);
}

static int deploy(struct deploy *d)
{
    struct rtx_error error;
    rtx_transaction *t = NULL;
    rtx_session *session;
    struct report report = {.result = "refused", .router = d->cli.endpoint};
    int code = EXIT_CONNECT;

    rtx_error_init(&error);
    report.error = &error;
    session = cli_open(&d->cli, &error, &code);
    if (!session)
        return run_finish(d, &report, code);
    if (rtx_transaction_new(&t, session, d->fragment, &error) == 0 &&
        set_up(d, t, &error) == 0) {
        plan_and_push(d, t);
        code = run_end(d, t, session);
    } else {
        (void)rtx_session_close(session, d->cli.timeout_ms, NULL);
        code = run_finish(d, &report, EXIT_REFUSED);
    }
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
        code = rtx_plan_is_empty(plan) ? EXIT_DONE : EXIT_CHANGES;
        tell_plan(d, plan);
    }
    code = run_finish(d, &report, code);
    rtx_plan_free(plan);
    rtx_config_free(running);
    return code;
}

/* ---- options ---- */

static int64_t confirm_seconds(const struct deploy *d, const char *text)
{
    char *end;
    long long value = strtoll(text, &end, 10);

    if (end == text || *end || value < 30 || value > 86400)
        cli_usage(&d->cli, "--confirm wants 30 to 86400 seconds, not '%s'",
                  text);
    return value;
}

static bool set_flag(struct deploy *d, int option)
{
    bool *const flags[] = {
        [OPT_PLAN] = &d->plan_only,
        [OPT_AUTO_COMMIT] = &d->auto_commit,
        [OPT_NO_SAVE] = &d->no_save,
        [OPT_SAVE_FIRST] = &d->save_first,
        [OPT_INCLUDE_UNSAVED] = &d->include_unsaved,
        [OPT_LOCKOUT] = &d->allow_lockout,
        [OPT_IRREVERSIBLE] = &d->irreversible,
        [OPT_REPLACE] = &d->replace,
        [OPT_JSON] = &d->json,
        [OPT_QUIET] = &d->quiet,
    };

    if (option < OPT_PLAN || option > OPT_QUIET || !flags[option])
        return false;
    *flags[option] = true;
    return true;
}

static void set_value(struct deploy *d, int option, const char *value)
{
    switch (option) {
    case OPT_RUNNING:
        d->running = value;
        break;
    case OPT_CONFIRM:
        d->confirm_s = confirm_seconds(d, value);
        break;
    case OPT_NEW_ENDPOINT:
        d->new_endpoint = value;
        break;
    case OPT_BACKUP:
        d->backup = value;
        break;
    case OPT_JOURNAL:
        d->journal = value;
        break;
    case OPT_RESUME:
        d->finish = FINISH_COMMIT;
        break;
    case OPT_ROLLBACK:
        d->finish = FINISH_ROLLBACK;
        break;
    default:
        cli_usage(&d->cli, "wrong option");
    }
}

static void parse_options(struct deploy *d, int argc, char **argv)
{
    static const struct option options[] = {
        {"plan", no_argument, NULL, OPT_PLAN},
        {"running", required_argument, NULL, OPT_RUNNING},
        {"replace", no_argument, NULL, OPT_REPLACE},
        {"backup", required_argument, NULL, OPT_BACKUP},
        {"confirm", required_argument, NULL, OPT_CONFIRM},
        {"auto-commit", no_argument, NULL, OPT_AUTO_COMMIT},
        {"new-endpoint", required_argument, NULL, OPT_NEW_ENDPOINT},
        {"no-save", no_argument, NULL, OPT_NO_SAVE},
        {"save-first", no_argument, NULL, OPT_SAVE_FIRST},
        {"include-unsaved", no_argument, NULL, OPT_INCLUDE_UNSAVED},
        {"allow-lockout", no_argument, NULL, OPT_LOCKOUT},
        {"allow-irreversible", no_argument, NULL, OPT_IRREVERSIBLE},
        {"journal", required_argument, NULL, OPT_JOURNAL},
        {"resume", no_argument, NULL, OPT_RESUME},
        {"rollback", no_argument, NULL, OPT_ROLLBACK},
        {"json", no_argument, NULL, OPT_JSON},
        {"quiet", no_argument, NULL, OPT_QUIET},
        CLI_OPTIONS,
        {NULL, 0, NULL, 0}};
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (!cli_option(&d->cli, option, optarg, help) && !set_flag(d, option))
            set_value(d, option, optarg);
    }
}

static void check_options(struct deploy *d, int names)
{
    if (d->backup && (names > 0 || d->plan_only || d->replace || d->finish))
        cli_usage(&d->cli, "--backup FILE takes no fragment and no plan");
    if (d->replace && names != 1)
        cli_usage(&d->cli, "--replace takes one file, the whole of it");
    if (d->running && !d->plan_only && !d->backup)
        cli_usage(&d->cli, "--running goes with --plan or --backup");
    if (d->auto_commit && !d->confirm_s)
        cli_usage(&d->cli, "--auto-commit goes with --confirm");
    if (d->confirm_s && d->no_save)
        cli_usage(&d->cli, "--confirm and --no-save do not go together");
    if (d->finish && (d->plan_only || d->confirm_s || names > 1))
        cli_usage(&d->cli, "--resume and --rollback take a journal, no more");
    if (!d->finish && !d->backup && names == 0)
        cli_usage(&d->cli, "no fragment given");
}

int main(int argc, char **argv)
{
    struct deploy d = {.bar = isatty(STDOUT_FILENO)};
    struct rtx_error error;
    struct report report = {.result = "refused", .error = &error};
    int code;

    cli_init(&d.cli, "rtx-deploy");
    parse_options(&d, argc, argv);
    check_options(&d, argc - optind);
    d.bar = d.bar && !d.json && !d.quiet;
    run_signals();
    rtx_error_init(&error);
    if (d.finish) {
        if (optind < argc)
            d.journal = argv[optind];
        code = run_journal(&d);
    } else if (d.backup) {
        code = offline_backup(&d.cli, d.running, d.backup);
    } else if (read_fragments(&d, argc - optind, argv + optind, &error) < 0) {
        code = run_finish(&d, &report, EXIT_REFUSED);
    } else if (d.running) {
        code = plan_offline(&d);
    } else {
        code = deploy(&d);
    }
    rtx_config_free(d.fragment);
    cli_free(&d.cli);
    return code;
}
