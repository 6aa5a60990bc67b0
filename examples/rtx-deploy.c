/*
 * rtx-deploy: push configuration fragments to a router, all or nothing.
 * The example of librtx's transactions.
 */
#include <getopt.h> /* optind */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/deploy.h"
#include "common/offline.h"
#include "common/streams.h"

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

static int read_all(struct deploy *d, int count, char **names,
                    struct rtx_error *error)
{
    int rc = read_fragments(d, count, names, error);

    if (rc < 0 || !d->replace || d->allow_empty ||
        rtx_config_count(d->fragment) > 0)
        return rc;
    error->code = RTX_E_FRAGMENT;
    snprintf(error->message, sizeof error->message,
             "%s says nothing: everything would be removed", names[0]);
    snprintf(error->hint, sizeof error->hint,
             "is it the right file? if so: --allow-empty; nothing was sent");
    return error->code;
}

/* The recipe's fragment goes before the others, which may differ from it. */
static int cook(struct deploy *d, const rtx_config *running,
                struct rtx_error *error)
{
    rtx_config *cooked =
        cli_recipe_fragment(&d->cli, &d->recipe, running, error);
    int rc = 0;

    if (!cooked)
        return error->code ? error->code : RTX_E_NOMEM;
    if (d->fragment)
        rc = rtx_config_append(cooked, d->fragment);
    rtx_config_free(d->fragment);
    d->fragment = cooked;
    return rc;
}

/* The exit code; EXIT_DONE: go on. */
static int cook_for(struct deploy *d, rtx_session *session,
                    struct rtx_error *error)
{
    rtx_config *running;
    int rc;

    if (!d->recipe.name)
        return EXIT_DONE;
    running = cli_running(&d->cli, session, error);
    if (!running)
        return cli_exit_code(error->code);
    rc = cook(d, running, error);
    rtx_config_free(running);
    return rc == 0 ? EXIT_DONE : EXIT_REFUSED;
}

/* ---- the work ---- */

static const char *first_line(const rtx_config *config, char *line, size_t size)
{
    const char *header = rtx_config_header(config);

    header += strspn(header, "# ");
    snprintf(line, size, "%.*s", (int)strcspn(header, "\r\n"), header);
    return line;
}

/* The user's own; without a home, where the journal is. */
static int set_state_directory(const struct deploy *d, rtx_transaction *t)
{
    int rc = rtx_transaction_set_text(t, RTX_TRANSACTION_STATE_DIRECTORY, "");
    const char *slash = d->journal ? strrchr(d->journal, '/') : NULL;
    char *directory;

    if (rc != RTX_E_JOURNAL || !d->journal)
        return rc;
    directory = slash ? strndup(d->journal, (size_t)(slash - d->journal) + 1)
                      : strdup(".");
    rc = directory ? rtx_transaction_set_text(
                         t, RTX_TRANSACTION_STATE_DIRECTORY, directory)
                   : RTX_E_NOMEM;
    free(directory);
    return rc;
}

static int set_up(struct deploy *d, rtx_transaction *t, struct rtx_error *error)
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
        {RTX_TRANSACTION_ALLOW_EMPTY, d->allow_empty},
    };
    int rc = 0;

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        (void)rtx_transaction_set(t, all[i].option, all[i].value);
    if (verify_wanted(&d->verify))
        rtx_transaction_set_verifier(t, verify_now, &d->verify);
    rc = rtx_transaction_set_text(t, RTX_TRANSACTION_NEW_ENDPOINT,
                                  d->new_endpoint);
    if (rc == 0 && !d->plan_only)
        rc = set_state_directory(d, t);
    if (rc == 0)
        rc = rtx_transaction_set_text(t, RTX_TRANSACTION_JOURNAL, d->journal);
    if (rc < 0) {
        error->code = rc;
        snprintf(error->message, sizeof error->message,
                 "no journal can be kept: neither HOME nor XDG_STATE_HOME is "
                 "set");
        snprintf(error->hint, sizeof error->hint,
                 "set one of them, or name a journal (--journal FILE): the "
                 "lock and the key are kept beside it then");
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
    if (d->plan_only || (rtx_transaction_outcome(t) != RTX_OUTCOME_PLANNED &&
                         rtx_transaction_outcome(t) != RTX_OUTCOME_UNCHANGED))
        return;
    streams_keep_status();
    if (rtx_transaction_start_commit(t) == 0)
        (void)run_stage(d, t);
}

/* What was broken before is not the push's fault. */
static int look_before(struct deploy *d, rtx_session *session,
                       struct rtx_error *error)
{
    int rc = verify_before(&d->cli, &d->verify, session, error);

    return rc < 0 ? cli_exit_code(rc) : EXIT_DONE;
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
    code = cook_for(d, session, &error);
    if (code == EXIT_DONE)
        code = look_before(d, session, &error);
    if (code == EXIT_DONE &&
        (rtx_transaction_new(&t, session, d->fragment, &error) < 0 ||
         set_up(d, t, &error) < 0))
        code = EXIT_REFUSED;
    if (code == EXIT_DONE) {
        plan_and_push(d, t);
        code = run_end(d, t, session);
    } else {
        (void)rtx_session_close(session, d->cli.timeout_ms, NULL);
        code = run_finish(d, &report, code);
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
    if (running && d->recipe.name && cook(d, running, &error) < 0) {
        rtx_config_free(running);
        running = NULL;
    }
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

int main(int argc, char **argv)
{
    struct deploy d = {.bar = isatty(STDOUT_FILENO)};
    struct rtx_error error;
    struct report report = {.result = "refused", .error = &error};
    int code;

    cli_init(&d.cli, "rtx-deploy");
    cli_want_json(&d.cli, argc, argv, report_refused);
    deploy_options(&d, argc, argv);
    d.bar = d.bar && !d.json && !d.quiet;
    stage_signals();
    rtx_error_init(&error);
    if (d.finish) {
        if (optind < argc)
            d.journal = argv[optind];
        code = run_journal(&d);
    } else if (d.backup) {
        code = d.from_startup ? offline_startup(&d.cli, d.backup)
                              : offline_backup(&d.cli, d.running, d.backup);
    } else if (read_all(&d, argc - optind, argv + optind, &error) < 0) {
        code = run_finish(&d, &report, EXIT_REFUSED);
    } else if (d.running) {
        code = plan_offline(&d);
    } else {
        code = deploy(&d);
    }
    rtx_config_free(d.fragment);
    cli_recipe_free(&d.recipe);
    verify_free(&d.verify);
    cli_free(&d.cli);
    return code;
}
