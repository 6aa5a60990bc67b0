/*
 * What a run that was killed or stopped left: who was done, who was in the
 * middle, and who waits for a confirmation. See app.h.
 */
#include <stdlib.h>
#include <string.h>

#include "common/streams.h"
#include "fleet/app.h"

static const char *past_text(const json_t *record, const char *name)
{
    const char *text = json_string_value(json_object_get(record, name));

    return text ? text : "";
}

static bool past_is(const json_t *record, const char *state)
{
    return strcmp(past_text(record, "state"), state) == 0;
}

/* The word as one that lives as long as the program; NULL: it is to be done. */
static const char *done_word(const char *word)
{
    static const char *const words[] = {"committed", "applied", "unchanged"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(word, words[i]) == 0)
            return words[i];
    }
    return NULL;
}

/* ---- journals ---- */

/* The journal of a record, and what it says of itself; NULL: none. Owned. */
static char *journal_of(const json_t *record, struct rtx_journal_info *info)
{
    const char *known = past_text(record, "journal");
    char *path;

    if (!past_is(record, "begun") && !past_is(record, "needs_person") &&
        !past_is(record, "awaiting_confirmation"))
        return NULL;
    if (known[0]) {
        path = strdup(known);
    } else {
        char *found = rtx_journal_find(NULL, past_text(record, "endpoint"));

        path = found ? strdup(found) : NULL;
        rtx_free(found);
    }
    /* one that was found, and is from before, is somebody else's */
    if (path &&
        (rtx_journal_read(path, info, NULL) < 0 ||
         (!known[0] && strcmp(info->created, past_text(record, "at")) < 0))) {
        free(path);
        path = NULL;
    }
    return path;
}

static bool moved(const struct member *member)
{
    return strcmp(past_text(member->past, "endpoint"), member->endpoint) != 0;
}

static bool other_values(const struct member *member)
{
    char print[32];

    snprintf(print, sizeof print, "%016llx",
             (unsigned long long)member->wanted);
    return strcmp(past_text(member->past, "print"), print) != 0;
}

static bool complain(struct rtx_error *error, const struct member *member,
                     const char *journal)
{
    rtx_error_init(error);
    error->code = RTX_E_PRECONDITION;
    snprintf(error->message, sizeof error->message,
             "the run was stopped in the middle of %s at %s, and now that name "
             "is at %s",
             member->name, past_text(member->past, "endpoint"),
             member->endpoint);
    snprintf(error->hint, sizeof error->hint,
             "finish the one before: rtx-deploy --endpoint %s --resume %s",
             past_text(member->past, "endpoint"), journal);
    return false;
}

static bool look_at(struct member *member, struct rtx_error *error)
{
    struct rtx_journal_info info = {.size = sizeof info};
    char *path;

    if (!member->past)
        return true;
    path = journal_of(member->past, &info);
    if (!path) {
        member->before = done_word(past_text(member->past, "state"));
        return true;
    }
    if (info.finished) {
        member->before = done_word(info.outcome);
    } else if (moved(member)) {
        complain(error, member, path);
        free(path);
        return false;
    }
    member->live = !info.finished;
    member->journal = path;
    return true;
}

static bool in_the_middle(const json_t *record)
{
    struct rtx_journal_info info = {.size = sizeof info};
    char *path = record ? journal_of(record, &info) : NULL;
    bool is = path && !info.finished;

    free(path);
    return is;
}

size_t past_in_the_middle(const struct app *app)
{
    size_t count = 0;
    const char *name;
    json_t *record;

    for (size_t i = 0; i < app->count; i++)
        count += in_the_middle(app->members[i].past);
    json_object_foreach(app->strangers, name, record) count +=
        in_the_middle(record);
    return count;
}

/* Routers of that run that this call does not speak of, in the middle. */
static void look_at_strangers(struct app *app)
{
    const char *name;
    json_t *record;
    size_t count = 0;

    json_object_foreach(app->strangers, name, record)
    {
        struct rtx_journal_info info = {.size = sizeof info};
        char *path = journal_of(record, &info);

        if (path && !info.finished) {
            fprintf(stderr,
                    "%s: %s was left in the middle, and is not among the "
                    "routers of this call (%s)\n",
                    app->cli.program, name, path);
            count++;
        }
        free(path);
    }
    app->left_alone = count;
}

bool past_look(struct app *app, struct rtx_error *error)
{
    for (size_t i = 0; i < app->count; i++) {
        if (!look_at(&app->members[i], error))
            return false;
    }
    look_at_strangers(app);
    return true;
}

/* ---- going on ---- */

/* Those that were to be finished, and were not: it was stopped before. */
static void still_open(struct member *member)
{
    struct rtx_error error;

    rtx_error_init(&error);
    error.code = RTX_E_INTERRUPTED;
    snprintf(error.message, sizeof error.message,
             "its transaction is not finished");
    snprintf(error.hint, sizeof error.hint,
             "--resume goes on, --rollback takes it back");
    member_fail(member, "needs_person", EXIT_NEEDS_PERSON, &error);
}

static void finish_live(struct app *app)
{
    size_t count = 0;

    for (size_t i = 0; i < app->count; i++) {
        app->members[i].selected = app->members[i].live;
        count += app->members[i].live;
    }
    if (count == 0)
        return;
    say(app, "%s %zu that %s in the middle, or wait%s to be confirmed.\n",
        app->take_back ? "Taking back" : "Finishing", count,
        count == 1 ? "is" : "are", count == 1 ? "s" : "");
    streams_keep_status();
    app->pushing = app->finishing = true;
    (void)drive(app, &deploy_calls, app->take_back ? "rollback" : "finish");
    app->pushing = app->finishing = false;
    for (size_t i = 0; i < app->count; i++) {
        struct member *member = &app->members[i];

        if (member->live && !member->result)
            still_open(member);
        member->live = false;
    }
}

/* Not to be done again: it was, with the values and at the place of now. */
static bool settled(struct member *member)
{
    if (member->result && member->exit != EXIT_DONE)
        return true;
    if (other_values(member))
        return false;
    if (member->result)
        return true;
    if (!member->before || past_is(member->past, "begun") || member->guarded)
        return false; /* the router is asked: a journal said so, or another
                         secret may stand behind its reference now */
    member->result = member->before;
    member->exit = EXIT_DONE;
    member->earlier = true;
    return true;
}

void past_finish(struct app *app)
{
    size_t other = 0;

    finish_live(app);
    for (size_t i = 0; i < app->count; i++) {
        struct member *member = &app->members[i];

        member->selected = !member->past || !settled(member);
        if (!member->past || !member->selected)
            continue;
        other += (member->before || member->result) && other_values(member);
        member->result = NULL;
        member->exit = -1;
    }
    if (other > 0)
        fprintf(stderr,
                "%s: the fragment, its variables or the endpoint of %zu "
                "router%s changed since %s done: planned again\n",
                app->cli.program, other, other == 1 ? "" : "s",
                other == 1 ? "it was" : "they were");
}

void past_taken_back(struct app *app)
{
    for (size_t i = 0; i < app->count; i++) {
        struct member *member = &app->members[i];

        if (member->result)
            continue;
        member->result = member->before                         ? member->before
                         : past_is(member->past, "rolled_back") ? "rolled_back"
                                                                : "not_begun";
        member->exit = EXIT_DONE;
        member->earlier = strcmp(member->result, "not_begun") != 0;
    }
}

void past_name(struct member *member)
{
    if (!member->past || !member->before || other_values(member))
        return;
    member->result = member->before;
    member->earlier = true;
}

/* Does it restart by itself, as under confirm? */
static bool armed(const rtx_config *config)
{
    struct rtx_statement s = {.size = sizeof s};

    for (size_t i = 0; config && i < rtx_config_count(config); i++) {
        if (rtx_config_statement(config, i, &s) == 0 &&
            strncmp(s.text, "schedule at ", 12) == 0 &&
            strstr(s.text, " * restart"))
            return true;
    }
    return false;
}

bool past_awaits(const struct member *member,
                 const rtx_transaction *transaction, struct rtx_error *error)
{
    struct rtx_journal_info info = {.size = sizeof info};
    char *path = armed(rtx_transaction_checkpoint(transaction))
                     ? rtx_journal_find(NULL, member->endpoint)
                     : NULL;
    bool open =
        path && rtx_journal_read(path, &info, NULL) == 0 && !info.finished;

    rtx_error_init(error);
    if (open) {
        error->code = RTX_E_LOCKED;
        snprintf(error->router, sizeof error->router, "%s", member->endpoint);
        snprintf(error->message, sizeof error->message,
                 "it has all of it, but another run's change awaits its "
                 "confirmation (%s), or the router restarts",
                 path);
        snprintf(error->hint, sizeof error->hint,
                 "confirm it, or take it back: rtx-deploy --resume or "
                 "--rollback, with that journal");
    }
    rtx_free(path);
    return open;
}
