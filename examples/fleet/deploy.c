/*
 * rtx-fleet deploy: plan for all, show the plans by groups of equal ones, then
 * push: a few first, the rest when they have been verified. See app.h.
 */
#include <stdlib.h>
#include <string.h>

#include "common/streams.h"
#include "fleet/app.h"
#include "fleet/template.h"

/* ---- fragments ---- */

static int parse(const struct app *app, size_t i, const char *text,
                 rtx_config **all, struct rtx_error *error)
{
    rtx_config *one = NULL;
    int rc = rtx_config_parse_fragment(&one, app->names[i], text, strlen(text),
                                       app->cli.encoding, error);

    if (rc == 0 && *all) {
        rc = rtx_config_append(*all, one);
        rtx_config_free(one);
    } else if (rc == 0) {
        *all = one;
    }
    return rc;
}

static const char *resolve(void *user, const char *value, const char **reason)
{
    return is_reference(value) ? vault_text(user, value, reason) : value;
}

/* What it is to get, for the run file: secrets as references. */
static bool note_wanted(const struct app *app, struct member *member, size_t i,
                        struct rtx_error *error)
{
    char *text = template_fill(app->names[i], app->texts[i], member->name,
                               member->variables, NULL, NULL, error);

    if (!text)
        return false;
    member->wanted = plans_print(member->wanted, text);
    member->guarded = member->guarded || strstr(text, "@env:") ||
                      strstr(text, "@file:") || strstr(text, "@cmd:");
    free(text);
    return true;
}

/* All fragments for a router; owned. NULL: see error. */
static rtx_config *fragment_of(struct app *app, struct member *member,
                               struct rtx_error *error)
{
    rtx_config *all = NULL;
    int rc = 0;

    member->wanted = plans_print(0, member->endpoint);
    for (size_t i = 0; rc == 0 && i < app->fragments; i++) {
        char *text =
            note_wanted(app, member, i, error)
                ? template_fill(app->names[i], app->texts[i], member->name,
                                member->variables, resolve, app, error)
                : NULL;

        if (!text) {
            rc = RTX_E_FRAGMENT;
        } else {
            rc = parse(app, i, text, &all, error);
            explicit_bzero(text, strlen(text));
        }
        free(text);
    }
    if (rc < 0 && all) {
        rtx_config_free(all);
        all = NULL;
    }
    return all;
}

/* Every mistake is told before any router is called. */
static bool check_fragments(struct app *app, struct rtx_error *error)
{
    bool variables = false;

    for (size_t i = 0; i < app->fragments; i++) {
        size_t length;

        app->texts[i] = cli_read(&app->cli, app->names[i], &length);
        if (!app->texts[i]) {
            error->code = RTX_E_IO;
            snprintf(error->message, sizeof error->message, "cannot be read");
            snprintf(error->file, sizeof error->file, "%s", app->names[i]);
            return false;
        }
        variables = variables || template_has_variables(app->texts[i]);
    }
    for (size_t i = 0; i < app->count; i++) {
        rtx_config *one = fragment_of(app, &app->members[i], error);

        if (!one)
            return false;
        if (!variables && !app->shared)
            app->shared = one;
        else
            rtx_config_free(one);
    }
    return true;
}

/* ---- one router ---- */

static int begin(void *user, size_t router, rtx_session **ret,
                 struct rtx_error *error)
{
    struct app *app = user;
    struct member *member = drive_member(app, router);

    if (app->pushing)
        runfile_note(app, member, "begun");
    return member_session(app, member, ret, error);
}

static int set_up(const struct app *app, rtx_transaction *t)
{
    const struct {
        enum rtx_transaction_option option;
        int64_t value;
    } all[] = {
        {RTX_TRANSACTION_SAVE, !app->no_save},
        {RTX_TRANSACTION_IRREVERSIBLE, app->irreversible},
        {RTX_TRANSACTION_INCLUDE_UNSAVED, app->include_unsaved},
        {RTX_TRANSACTION_SAVE_FIRST, app->save_first},
        {RTX_TRANSACTION_ALLOW_LOCKOUT, app->allow_lockout},
        {RTX_TRANSACTION_AUTO_COMMIT, app->auto_commit},
        {RTX_TRANSACTION_CONFIRM_S, app->confirm_s},
    };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        (void)rtx_transaction_set(t, all[i].option, all[i].value);
    return app->pushing ? rtx_transaction_set_text(
                              t, RTX_TRANSACTION_STATE_DIRECTORY, "")
                        : 0;
}

static int deal(void *user, size_t router, rtx_session *session,
                rtx_transaction **ret, struct rtx_error *error)
{
    struct app *app = user;
    struct member *member = drive_member(app, router);
    rtx_config *own = NULL;
    int rc;

    if (member->live) {
        rc = rtx_transaction_resume(ret, session, member->journal, NULL,
                                    !app->take_back, error);
        if (rc < 0)
            return rc;
        if (rtx_transaction_outcome(*ret) == RTX_OUTCOME_NONE)
            rc = rtx_transaction_start_resume(*ret);
        return rc;
    }
    if (!app->shared) {
        own = fragment_of(app, member, error);
        if (!own)
            return error->code;
    }
    rc = rtx_transaction_new(ret, session, own ? own : app->shared, error);
    if (own)
        rtx_config_free(own);
    if (rc == 0)
        rc = set_up(app, *ret);
    return rc < 0 ? rc : rtx_transaction_start_plan(*ret);
}

/* Push what was shown, and nothing else. */
static int planned(void *user, size_t router, rtx_transaction *transaction)
{
    struct app *app = user;
    struct member *member = drive_member(app, router);
    char *text;
    int same;

    if (!app->pushing)
        return 0;
    text = rtx_plan_text(rtx_transaction_plan(transaction), 0);
    same = text && plans_print(0, text) == member->print;
    rtx_free(text);
    return same;
}

/* ---- how it went ---- */

static int code_of(const struct app *app, enum rtx_outcome outcome, int code)
{
    switch (outcome) {
    case RTX_OUTCOME_PLANNED:
        return app->pushing ? EXIT_REFUSED : EXIT_CHANGES;
    case RTX_OUTCOME_ROLLED_BACK:
        return EXIT_ROLLED_BACK;
    case RTX_OUTCOME_AWAITING:
        return EXIT_AWAITING;
    case RTX_OUTCOME_NEEDS_PERSON:
        return EXIT_NEEDS_PERSON;
    case RTX_OUTCOME_REFUSED:
        return cli_exit_code(code);
    case RTX_OUTCOME_NONE:
        return EXIT_CONNECT;
    default:
        return EXIT_DONE;
    }
}

/* A transaction that had to be left in the middle has a journal; one that a run
 * before left there still is, if it cannot be gone on with. */
static bool left(const struct member *member,
                 const struct rtx_fleet_result *result, const char **journal)
{
    *journal =
        result->transaction ? rtx_transaction_journal(result->transaction) : "";
    return result->outcome == RTX_OUTCOME_NONE &&
           ((*journal)[0] || member->live);
}

static void judge(struct app *app, struct member *member,
                  const struct rtx_fleet_result *result)
{
    struct rtx_error error;
    const char *journal;
    bool in_between = left(member, result, &journal);

    if (journal[0]) {
        free(member->journal);
        member->journal = strdup(journal);
    }
    member->took_ms = result->took_ms;
    if (app->pushing && result->outcome == RTX_OUTCOME_PLANNED) {
        rtx_error_init(&error);
        error.code = RTX_E_CONFLICT;
        snprintf(error.message, sizeof error.message,
                 "the router is not any more as it was when it was planned; "
                 "nothing was sent");
        member_fail(member, "refused", EXIT_REFUSED, &error);
        return;
    }
    /* it was taken back before anything was sent */
    if (result->code == RTX_E_INTERRUPTED && !in_between &&
        (result->outcome == RTX_OUTCOME_NONE ||
         result->outcome == RTX_OUTCOME_REFUSED)) {
        member_fail(member, "not_begun", EXIT_REFUSED, NULL);
        return;
    }
    member_fail(member,
                in_between ? "needs_person"
                : result->outcome == RTX_OUTCOME_NONE
                    ? "unreachable"
                    : rtx_outcome_name((enum rtx_outcome)result->outcome),
                in_between ? EXIT_NEEDS_PERSON
                           : code_of(app, (enum rtx_outcome)result->outcome,
                                     result->code),
                result->error);
}

/* What was asked for is no failure; what is done already was, perhaps, by the
 * run before. */
static void judge_past(const struct app *app, struct member *member,
                       const struct rtx_fleet_result *result)
{
    struct rtx_error error;

    if (app->finishing && app->take_back &&
        result->outcome == RTX_OUTCOME_ROLLED_BACK)
        member->exit = EXIT_DONE;
    if (app->pushing || result->outcome != RTX_OUTCOME_UNCHANGED)
        return;
    if (past_awaits(member, result->transaction, &error))
        member_fail(member, "refused", EXIT_REFUSED, &error);
    else
        past_name(member);
}

static bool failed(const struct member *member)
{
    return member->exit != EXIT_DONE && member->exit != EXIT_AWAITING &&
           member->exit != EXIT_CHANGES;
}

static void too_many(struct app *app)
{
    size_t most = app->max_percent
                      ? app->running * (size_t)app->max_failures / 100
                      : (size_t)app->max_failures;

    if (app->max_failures < 0 || app->failures <= most || app->stopped ||
        app->finishing || app->ended == app->running)
        return;
    app->stopped = true;
    rtx_fleet_cancel(app->fleet, RTX_FLEET_STOP);
    progress_clear(app);
    fprintf(stderr, "%s: %zu failed, %zu may: no other router is begun\n",
            app->cli.program, app->failures, most);
}

static void canary(struct app *app)
{
    if (app->canary <= 0 || app->finishing || app->ended != (size_t)app->canary)
        return;
    if (app->failures > 0) {
        app->stopped = true;
        progress_clear(app);
        fprintf(stderr, "%s: a canary failed: no other router is begun\n",
                app->cli.program);
        return;
    }
    if (app->running > app->ended)
        say(app, "The first %zu are verified: the other %zu follow.\n",
            app->ended, app->running - app->ended);
    (void)rtx_fleet_set(app->fleet, RTX_FLEET_ADMIT, INT64_MAX);
}

static void done(void *user, size_t router,
                 const struct rtx_fleet_result *result)
{
    struct app *app = user;
    struct member *member = drive_member(app, router);

    judge(app, member, result);
    judge_past(app, member, result);
    if (result->transaction && result->outcome != RTX_OUTCOME_NONE)
        plans_keep(app, member, result->transaction);
    app->ended++;
    app->failures += failed(member);
    if (app->pushing) {
        runfile_note(app, member, member->result);
        progress_member(app, member);
        too_many(app);
        canary(app);
    } else if (failed(member) && !(app->json && app->plan_only)) {
        progress_member(app, member);
    }
}

/* ---- the verb ---- */

const struct rtx_fleet_calls deploy_calls = {.size = sizeof deploy_calls,
                                             .session = begin,
                                             .transaction = deal,
                                             .planned = planned,
                                             .done = done};

static void push(struct app *app)
{
    for (size_t i = 0; i < app->count; i++)
        app->members[i].selected = app->members[i].exit == EXIT_CHANGES;
    streams_keep_status();
    app->pushing = true;
    app->failures = 0;
    (void)drive(app, &deploy_calls, "deploy");
    for (size_t i = 0; i < app->count; i++) {
        if (app->members[i].exit == EXIT_CHANGES)
            member_fail(&app->members[i], "not_begun", EXIT_REFUSED, NULL);
    }
}

static void clean_up(struct app *app)
{
    for (size_t i = 0; i < app->fragments; i++)
        free(app->texts[i]);
    free(app->texts);
    if (app->shared)
        rtx_config_free(app->shared);
    free(app->run_path);
    json_decref(app->strangers);
}

static int refused(struct app *app, const struct rtx_error *error)
{
    cli_print_error(&app->cli, error);
    if (app->json)
        print_refusal(app->count, EXIT_REFUSED, error);
    runfile_end(app, false);
    clean_up(app);
    return EXIT_REFUSED;
}

static bool any_selected(const struct app *app)
{
    for (size_t i = 0; i < app->count; i++) {
        if (app->members[i].selected)
            return true;
    }
    return false;
}

/* Plan, tell, push. True: all are as they should be. */
static bool go(struct app *app)
{
    bool all = app->left_alone == 0;

    if (any_selected(app)) {
        if (!app->stopped)
            (void)drive(app, &deploy_calls, "plan");
        plans_tell(app);
        if (!app->plan_only && !app->stopped)
            push(app);
    }
    for (size_t i = 0; i < app->count; i++) {
        struct member *member = &app->members[i];

        if (app->stopped && (!member->result || member->exit == EXIT_CHANGES))
            member_fail(member, "not_begun", EXIT_REFUSED, NULL);
        all = all && member->exit == EXIT_DONE;
    }
    return all;
}

static bool taken_back(struct app *app)
{
    bool all = app->left_alone == 0;

    past_taken_back(app);
    for (size_t i = 0; i < app->count; i++)
        all = all && app->members[i].exit == EXIT_DONE;
    return all;
}

int run_deploy(struct app *app, int count, char **fragments)
{
    struct rtx_error error;

    rtx_error_init(&error);
    app->names = fragments;
    app->fragments = (size_t)count;
    app->texts = calloc(app->fragments, sizeof app->texts[0]);
    if (!app->texts || !check_fragments(app, &error) ||
        (!app->plan_only && !runfile_open(app, &error)) ||
        !past_look(app, &error))
        return refused(app, &error);
    past_finish(app);
    runfile_end(app, app->take_back ? taken_back(app) : go(app));
    progress_summary(app);
    if (members_exit(app) == EXIT_AWAITING)
        say(app, "They restart into what they had unless --resume confirms "
                 "them in time; --rollback takes it back.\n");
    clean_up(app);
    return members_exit(app);
}
