/* A transaction's lock and journal: taken, begun, loaded, ended. */
#include "transaction/transaction.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int unfinished(rtx_transaction *t, const char *path,
                      const struct rtx_journal_info *info,
                      struct rtx_error *error)
{
    int rc = rtx__error(error, RTX_E_LOCKED,
                        "router %s has a transaction that is not finished "
                        "(%s): %s",
                        t->router, info->state, path);

    RTX_ERROR_SET(error, step, "lock");
    RTX_ERROR_SET(error, hint,
                  "finish it: resume it, or roll it back, with that journal");
    return rc;
}

/* Another program may have pushed between our reading and our lock. */
static bool stale(const rtx_transaction *t)
{
    enum { COARSE_MS = 50 }; /* a file's times are this rough */

    return t->lock.released_ms + COARSE_MS >= t->read_at_ms;
}

/*
 * A router is known by its serial number. Behind a loopback address, though,
 * are forwarded ports and emulators, which may all say the same one: there the
 * port belongs to it. Owned.
 */
static char *lock_name(const char *router, const char *endpoint)
{
    const char *host = strstr(endpoint, "://");
    size_t length;

    host = host ? host + 3 : endpoint;
    length = strcspn(host, "/?");
    if (memchr(host, '@', length)) {
        length -= (size_t)(strchr(host, '@') + 1 - host);
        host = strchr(host, '@') + 1;
    }
    if (!rtx__starts(host, "127.") && !rtx__starts(host, "[::1]") &&
        !rtx__starts(host, "localhost"))
        return rtx__strdup(router);
    return rtx__format("%s@%.*s", router, (int)length, host);
}

static int take(rtx_transaction *t, const char *router, const char *endpoint,
                struct rtx_error *error)
{
    char *name = lock_name(router, endpoint);
    int rc = name ? lock_take(&t->lock, t->directory, name, error)
                  : rtx__error(error, RTX_E_NOMEM, "out of memory");

    rtx_free(name);
    return rc;
}

/* 0; 1: taken, but the configuration has to be read again; or an error. */
int keep_lock(rtx_transaction *t)
{
    struct rtx_journal_info info = {.size = sizeof info};
    int rc;

    if (!t->directory)
        return 0;
    rc = take(t, t->router, t->old_endpoint, &t->error);
    if (rc < 0)
        return rc;
    t->locked = true;
    if (t->lock.journal &&
        rtx_journal_read(t->lock.journal, &info, NULL) == 0 && !info.finished) {
        rc = unfinished(t, t->lock.journal, &info, &t->error);
        lock_release(&t->lock);
        t->locked = false;
        return rc;
    }
    return t->lock.journal && stale(t) ? 1 : 0;
}

/* ---- what a journal holds ---- */

static int put_config(struct rtx_buf *body, const char *name,
                      const rtx_config *config)
{
    char *text = rtx_config_text(config, 0);
    int rc = text ? journal_put(body, name, text) : RTX_E_NOMEM;

    if (text)
        rtx__wipe(text, strlen(text));
    rtx_free(text);
    return rc;
}

static int put_numbers(const rtx_transaction *t, struct rtx_buf *body)
{
    const struct {
        const char *name;
        int64_t value;
    } all[] = {
        {"save", t->save},         {"include-unsaved", t->include_unsaved},
        {"confirm", t->confirm_s}, {"schedule-id", t->schedule_id},
        {"dirty", t->dirty},
    };
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < sizeof all / sizeof all[0]; i++)
        rc = journal_put_number(body, all[i].name, all[i].value);
    return rc;
}

/* Values that the router shows as `*`: what was sent is not to be seen. */
static int put_blind(const rtx_transaction *t, struct rtx_buf *body)
{
    rtx_config *blind = rtx__config_new();
    int rc = blind ? 0 : RTX_E_NOMEM;

    for (size_t i = 0; rc == 0 && i < rtx_plan_count(t->plan); i++) {
        struct rtx_change change = {.size = sizeof change};

        rc = rtx_plan_change(t->plan, i, &change);
        if (rc == 0 && change.flags & RTX_STATEMENT_BLIND)
            rc = rtx__config_add(blind, change.context, change.text, "", 0);
    }
    if (rc == 0 && rtx_config_count(blind) > 0)
        rc = put_config(body, "blind", blind);
    rtx_config_free(blind);
    return rc;
}

static int describe(const rtx_transaction *t, struct rtx_buf *body)
{
    int rc = put_numbers(t, body);

    if (rc == 0)
        rc = put_config(body, "checkpoint", t->checkpoint);
    if (rc == 0)
        rc = put_config(body, "expected", t->expected);
    return rc ? rc : put_blind(t, body);
}

/* The same second may bring a second one. Owned. */
static char *free_path(const char *stem)
{
    char *path = rtx__format("%s.journal", stem);

    for (int i = 2; path && access(path, F_OK) == 0; i++) {
        rtx_free(path);
        path = rtx__format("%s-%d.journal", stem, i);
    }
    return path;
}

/* "S3K012345-20260131T120000Z-1234.journal" in the state directory; whoever has
 * a lock of his own has a journal of his own, too */
static char *own_path(const rtx_transaction *t)
{
    char when[32] = "";
    char *name = lock_name(t->router, t->old_endpoint);
    time_t now = time(NULL);
    struct tm tm;
    char *stem;
    char *path;

    if (gmtime_r(&now, &tm))
        (void)strftime(when, sizeof when, "%Y%m%dT%H%M%SZ", &tm);
    for (char *c = name; c && *c; c++) {
        if (!strchr("0123456789abcdefghijklmnopqrstuvwxyz"
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZ._-",
                    *c))
            *c = '_';
    }
    stem = name ? rtx__format("%s/%s-%s-%ld", t->directory, name, when,
                              (long)getpid())
                : NULL;
    path = stem ? free_path(stem) : NULL;
    rtx_free(stem);
    rtx_free(name);
    return path;
}

/* Others find it from wherever they are. */
static char *absolute(const char *path)
{
    char *here = path[0] == '/' ? NULL : realpath(".", NULL);
    char *whole = here ? rtx__format("%s/%s", here, path) : rtx__strdup(path);

    free(here);
    return whole;
}

int keep_begin(rtx_transaction *t)
{
    struct journal_facts facts = {t->router, t->old_endpoint, t->new_endpoint};
    struct rtx_buf body;
    char *path;
    int rc;

    if (!t->directory)
        return 0;
    prune_journals(t->directory);
    path = t->journal_path ? absolute(t->journal_path) : own_path(t);
    rtx__buf_init_secret(&body, 128 << 20);
    rc = path ? describe(t, &body) : RTX_E_NOMEM;
    if (rc == 0)
        rc = journal_create(&t->journal, path, t->directory, &facts,
                            rtx__session_admin_password(t->session), &body,
                            &t->error);
    if (rc == 0)
        rc = lock_note(&t->lock, path, &t->error);
    rtx__buf_free(&body);
    rtx_free(path);
    return rc;
}

/* ---- what another process left ---- */

static rtx_config *get_config(const struct rtx_buf *body, const char *name)
{
    char *text = journal_get(body, name);
    rtx_config *config = NULL;

    if (text &&
        rtx_config_parse_running(&config, text, strlen(text), 0, NULL) < 0)
        config = NULL;
    if (text)
        rtx__wipe(text, strlen(text));
    rtx_free(text);
    return config;
}

static int understand(rtx_transaction *t, struct rtx_error *error)
{
    const struct rtx_buf *body = &t->journal->body;
    char *line = journal_get(&t->journal->schedule, "schedule");
    int rc = 0;

    t->save = journal_get_number(body, "save") != 0;
    t->include_unsaved = journal_get_number(body, "include-unsaved") != 0;
    t->confirm_s = journal_get_number(body, "confirm");
    t->schedule_id = (int)journal_get_number(body, "schedule-id");
    t->dirty = (enum dirty)journal_get_number(body, "dirty");
    rtx__copy(t->schedule, sizeof t->schedule, line ? line : "");
    rtx_free(line);
    t->checkpoint = get_config(body, "checkpoint");
    t->expected = get_config(body, "expected");
    if (strcmp(t->journal->state, "planned") == 0 ||
        strcmp(t->journal->state, "arming") == 0 ||
        strcmp(t->journal->state, "pushing") == 0)
        t->blind = get_config(body, "blind");
    if (!t->checkpoint || !t->expected)
        rc = rtx__error(error, RTX_E_JOURNAL, "%s: the journal is damaged",
                        t->journal->path);
    if (rc == 0)
        rc = rtx_plan_replace(&t->plan, t->checkpoint, t->expected, error);
    return rc;
}

static enum rtx_outcome outcome_named(const char *name)
{
    for (int i = RTX_OUTCOME_NONE; i <= RTX_OUTCOME_AWAITING; i++) {
        if (strcmp(rtx_outcome_name((enum rtx_outcome)i), name) == 0)
            return (enum rtx_outcome)i;
    }
    return RTX_OUTCOME_NONE;
}

static bool has_saved(const char *state)
{
    return strcmp(state, "saving") == 0 || strcmp(state, "rolling-back") == 0;
}

/* Another unfinished one of this router stays known as that. */
static int note_path(rtx_transaction *t, const char *path,
                     struct rtx_error *error)
{
    struct rtx_journal_info other = {.size = sizeof other};

    if (t->lock.journal && strcmp(t->lock.journal, path) != 0 &&
        rtx_journal_read(t->lock.journal, &other, NULL) == 0 && !other.finished)
        return 0;
    return lock_note(&t->lock, path, error);
}

static int load(rtx_transaction *t, const char *path, struct rtx_error *error)
{
    struct rtx_journal_info info = {.size = sizeof info};
    int rc = rtx_journal_read(path, &info, error);

    if (rc == 0 && info.finished) {
        t->outcome = outcome_named(info.outcome);
        return 0;
    }
    if (rc == 0)
        rc = take(t, info.router, info.endpoint, error);
    if (rc == 0)
        rc = journal_open(&t->journal, path, t->directory,
                          rtx__session_admin_password(t->session), error);
    if (rc < 0)
        return rc;
    rtx__copy(t->router, sizeof t->router, t->journal->info.router);
    if (rtx__starts(t->journal->state, "done:")) {
        t->outcome = outcome_named(t->journal->state + 5);
        return 0;
    }
    t->locked = true;
    t->save_tried = has_saved(t->journal->state);
    t->half_back = strcmp(t->journal->state, "rolling-back") == 0;
    t->damaged = true; /* a line that was half typed may have run */
    rc = note_path(t, path, error);
    return rc ? rc : understand(t, error);
}

int keep_load(rtx_transaction *t, const char *path, struct rtx_error *error)
{
    char *whole = absolute(path);
    int rc = whole ? load(t, whole, error)
                   : rtx__error(error, RTX_E_NOMEM, "out of memory");

    rtx_free(whole);
    return rc;
}

void keep_end(rtx_transaction *t, enum rtx_outcome outcome)
{
    struct rtx_error error;

    if (t->journal && outcome != RTX_OUTCOME_NEEDS_PERSON &&
        outcome != RTX_OUTCOME_AWAITING) {
        rtx_error_init(&error);
        if (journal_finish(t->journal, rtx_outcome_name(outcome), &error) < 0)
            (void)decide_warn(t, "the journal was not closed: %s",
                              error.message);
    }
    lock_release(&t->lock);
    t->locked = false;
}
