/* Running transactions for rtx-deploy; see deploy.h. */
#include "common/deploy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/streams.h"

/* What was told of the stage that runs. */
struct told {
    struct deploy *deploy;
    enum rtx_phase phase;
};

static void progress(void *user, const rtx_transaction *t)
{
    struct told *told = user;

    tell_progress(told->deploy, t, &told->phase);
}

int run_stage(struct deploy *d, rtx_transaction *t)
{
    struct told told = {d, RTX_PHASE_IDLE};

    return stage_run(&d->cli, t, progress, &told);
}

static int exit_code(const struct deploy *d, enum rtx_outcome outcome,
                     const struct rtx_error *error, const rtx_plan *plan)
{
    if (outcome == RTX_OUTCOME_PLANNED && d->plan_only) /* none: to be saved */
        return rtx_plan_is_empty(plan) && rtx_plan_count(plan) > 0
                   ? EXIT_DONE
                   : EXIT_CHANGES;
    return stage_exit_code(outcome, error);
}

int run_finish(struct deploy *d, const struct report *report, int code)
{
    if (d->json && report_json(report) < 0)
        fprintf(stderr, "%s: the report cannot be written\n", d->cli.program);
    if (!d->json && report->error && report->error->code != RTX_OK)
        cli_print_error(&d->cli, report->error);
    return code;
}

/* The stored file must say what runs. */
static int check_saved(const struct deploy *d, rtx_session *session,
                       struct rtx_error *error)
{
    char *difference = NULL;
    int rc = rtx_startup_compare(session, d->cli.timeout_ms * 8, &difference);
    int code = rc < 0 ? EXIT_READ_REFUSED : EXIT_DONE;

    if (rc < 0)
        *error = *rtx_session_error(session);
    if (rc > 0)
        tell(d, "The stored file, read by SFTP, says what runs.\n");
    if (rc == 0) {
        error->code = RTX_E_VERIFY;
        snprintf(error->message, sizeof error->message,
                 "the stored file does not say what runs");
        snprintf(error->answer, sizeof error->answer, "%s", difference);
        snprintf(error->router, sizeof error->router, "%s", d->cli.endpoint);
        snprintf(error->step, sizeof error->step, "save");
        snprintf(error->hint, sizeof error->hint,
                 "save again, and look at the router's memory");
        code = EXIT_NEEDS_PERSON;
    }
    rtx_free(difference);
    return code;
}

int run_end(struct deploy *d, rtx_transaction *t, rtx_session *session)
{
    enum rtx_outcome outcome = rtx_transaction_outcome(t);
    struct rtx_error checked;
    struct report report = {
        .result = rtx_outcome_name(outcome),
        .router = d->cli.endpoint,
        .plan = rtx_transaction_plan(t),
        .transaction = t,
        .error = rtx_transaction_error(t),
        .journal = rtx_transaction_journal(t),
    };
    int code = exit_code(d, outcome, report.error, report.plan);

    if (code == EXIT_NEEDS_PERSON && outcome != RTX_OUTCOME_NEEDS_PERSON &&
        !report.journal[0])
        code = EXIT_REFUSED; /* it was not begun */
    if (d->cancelled && outcome == RTX_OUTCOME_ROLLED_BACK)
        code = EXIT_DONE;
    tell_end(d, t, outcome);
    if (d->check_saved && code == EXIT_DONE) {
        rtx_error_init(&checked);
        code = check_saved(d, session, &checked);
        report.error = &checked;
    }
    (void)rtx_session_close(session, d->cli.timeout_ms, NULL);
    cli_check_transcript(&d->cli, session);
    return run_finish(d, &report, code);
}

/* ---- --resume, --rollback ---- */

static bool is(const struct rtx_journal_info *info, enum rtx_outcome outcome)
{
    return strcmp(info->outcome, rtx_outcome_name(outcome)) == 0;
}

/* Whoever names a journal asks about that one: how did it end? Whoever names
 * none wants the last to be finished, which it is already. */
static int finished_code(const struct deploy *d,
                         const struct rtx_journal_info *info)
{
    bool back = is(info, RTX_OUTCOME_ROLLED_BACK);

    if (!d->journal)
        return EXIT_REFUSED;
    if (d->finish == FINISH_ROLLBACK)
        return back || is(info, RTX_OUTCOME_REFUSED) ? EXIT_DONE : EXIT_REFUSED;
    return back ? EXIT_ROLLED_BACK
           : is(info, RTX_OUTCOME_COMMITTED) || is(info, RTX_OUTCOME_APPLIED) ||
                   is(info, RTX_OUTCOME_UNCHANGED)
               ? EXIT_DONE
               : EXIT_REFUSED;
}

static int finished(struct deploy *d, const char *path,
                    const struct rtx_journal_info *info)
{
    struct rtx_error error;
    struct report report = {
        .result = info->outcome, .router = info->endpoint, .journal = path};
    int code = finished_code(d, info);

    rtx_error_init(&error);
    if (code != EXIT_REFUSED) {
        tell(d, "%s: the transaction of %s is finished: %s.\n", path,
             info->created, info->outcome);
        return run_finish(d, &report, code);
    }
    error.code = RTX_E_JOURNAL;
    snprintf(error.message, sizeof error.message,
             "nothing to %s: the %stransaction of %s is finished: %s",
             d->finish == FINISH_COMMIT ? "resume" : "roll back",
             d->journal ? "" : "router's last ", info->created, info->outcome);
    snprintf(error.file, sizeof error.file, "%s", path);
    report.error = &error;
    return run_finish(d, &report, code);
}

static int fail(struct deploy *d, const char *path, struct rtx_error *error,
                int code)
{
    struct report report = {.result = "refused",
                            .router = d->cli.endpoint,
                            .error = error,
                            .journal = path};

    return run_finish(d, &report, code);
}

static int go_on(struct deploy *d, const char *path)
{
    struct rtx_error error;
    rtx_transaction *t = NULL;
    rtx_session *session;
    int code = EXIT_CONNECT;

    rtx_error_init(&error);
    session = cli_open(&d->cli, &error, &code);
    if (!session)
        return fail(d, path, &error, code);
    if (rtx_transaction_resume(&t, session, path, NULL,
                               d->finish == FINISH_COMMIT, &error) < 0) {
        code = fail(d, path, &error, EXIT_REFUSED);
        (void)rtx_session_close(session, d->cli.timeout_ms, NULL);
    } else {
        streams_keep_status();
        if (rtx_transaction_start_resume(t) == 0)
            (void)run_stage(d, t);
        if (rtx_transaction_outcome(t) == RTX_OUTCOME_ROLLED_BACK &&
            d->finish == FINISH_ROLLBACK)
            d->cancelled = true; /* as asked: no failure */
        code = run_end(d, t, session);
    }
    rtx_transaction_free(t);
    rtx_session_free(session);
    return code;
}

int run_journal(struct deploy *d)
{
    struct rtx_journal_info info = {.size = sizeof info};
    struct rtx_error error;
    char *found = d->journal || !d->cli.endpoint
                      ? NULL
                      : rtx_journal_find(NULL, d->cli.endpoint);
    const char *path = d->journal ? d->journal : found;
    int code;

    rtx_error_init(&error);
    if (!path && !d->cli.endpoint)
        cli_usage(&d->cli, "no journal and no --endpoint to find one by");
    if (!path) {
        error.code = RTX_E_JOURNAL;
        snprintf(error.message, sizeof error.message,
                 "there is no journal of %s", d->cli.endpoint);
        code = fail(d, NULL, &error, EXIT_REFUSED);
    } else if (rtx_journal_read(path, &info, &error) < 0) {
        code = fail(d, path, &error, EXIT_REFUSED);
    } else if (info.finished) {
        code = finished(d, path, &info);
    } else {
        if (!d->cli.endpoint || !d->cli.endpoint[0])
            d->cli.endpoint = info.endpoint;
        code = go_on(d, path);
    }
    rtx_free(found);
    return code;
}
