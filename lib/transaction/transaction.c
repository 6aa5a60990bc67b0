/* The life of a transaction and what can be asked of it. */
#include "transaction/transaction.h"

#include <string.h>

/* Without a fragment: one that a journal will fill. */
static int make(rtx_transaction **ret, rtx_session *session,
                const rtx_config *fragment, struct rtx_error *error)
{
    rtx_transaction *t = rtx__calloc(1, sizeof *t);

    if (!t)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    t->session = session;
    t->save = true;
    t->reconnect_ms = 60000;
    lock_init(&t->lock);
    rtx_error_init(&t->error);
    rtx__buf_init(&t->leftover, 1 << 20);
    rtx__buf_init(&t->stale, 1 << 20);
    rtx__buf_init_secret(&t->odd, 64 << 20);
    rtx__buf_init(&t->unsaved, 1 << 20);
    rtx__buf_init(&t->foreign, 1 << 20);
    t->fragment = fragment ? rtx__config_copy(fragment) : rtx__config_new();
    t->old_endpoint = rtx__strdup(rtx_session_endpoint(session));
    if (!t->fragment || !t->old_endpoint) {
        rtx_transaction_free(t);
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    }
    *ret = t;
    return 0;
}

int rtx_transaction_new(rtx_transaction **ret, rtx_session *session,
                        const rtx_config *fragment, struct rtx_error *error)
{
    if (!ret || !session || !fragment)
        return rtx__error(error, RTX_E_ARGUMENT,
                          "a transaction needs a session and a fragment");
    return make(ret, session, fragment, error);
}

int rtx_transaction_resume(rtx_transaction **ret, rtx_session *session,
                           const char *journal, const char *directory,
                           int commit, struct rtx_error *error)
{
    rtx_transaction *t = NULL;
    int rc;

    if (!ret || !session || !journal)
        return rtx__error(error, RTX_E_ARGUMENT,
                          "a session and a journal are needed");
    rc = make(&t, session, NULL, error);
    if (rc < 0 || !t)
        return rc;
    t->resuming = true;
    t->towards_commit = commit != 0;
    t->directory = directory ? rtx__strdup(directory) : files_state_directory();
    if (!t->directory) /* as whoever named it without a home had it */
        t->directory = files_parent(journal);
    rc = t->directory
             ? keep_load(t, journal, error)
             : rtx__error(error, RTX_E_JOURNAL, "there is no state directory");
    if (rc < 0) {
        rtx_transaction_free(t);
        return rc;
    }
    *ret = t;
    return 0;
}

void rtx_transaction_free(rtx_transaction *t)
{
    if (!t)
        return;
    if (t->stage != STAGE_NONE)
        rtx__session_abandon(t->session);
    decide_free_lines(t);
    lock_release(&t->lock);
    journal_free(t->journal);
    rtx_free(t->journal_path);
    rtx_free(t->directory);
    rtx_free(t->new_endpoint);
    rtx_free(t->old_endpoint);
    rtx_free(t->environment);
    rtx_free(t->own_line);
    rtx_config_free(t->fragment);
    rtx_config_free(t->checkpoint);
    rtx_config_free(t->expected);
    rtx_config_free(t->blind);
    rtx_config_free(t->reading);
    rtx_config_free(t->target);
    rtx_config_free(t->strays);
    rtx_config_free(t->now);
    rtx_plan_free(t->plan);
    rtx_plan_free(t->back);
    rtx__buf_free(&t->leftover);
    rtx__buf_free(&t->stale);
    rtx__buf_free(&t->odd);
    rtx__buf_free(&t->unsaved);
    rtx__buf_free(&t->foreign);
    rtx__notes_free(&t->warnings);
    rtx_free(t->states);
    rtx_free(t);
}

static int set_confirm(rtx_transaction *t, int64_t value)
{
    if (value && (value < CONFIRM_LEAST_S || value > CONFIRM_MOST_S))
        return RTX_E_ARGUMENT;
    t->confirm_s = value;
    return 0;
}

static int set_reconnect(rtx_transaction *t, int64_t value)
{
    if (value < 0)
        return RTX_E_ARGUMENT;
    t->reconnect_ms = value;
    return 0;
}

static int set_flag(rtx_transaction *t, enum rtx_transaction_option option,
                    bool value)
{
    bool *flags[] = {
        [RTX_TRANSACTION_SAVE] = &t->save,
        [RTX_TRANSACTION_IRREVERSIBLE] = &t->irreversible,
        [RTX_TRANSACTION_RECONNECT_MS] = NULL,
        [RTX_TRANSACTION_INCLUDE_UNSAVED] = &t->include_unsaved,
        [RTX_TRANSACTION_SAVE_FIRST] = &t->save_first,
        [RTX_TRANSACTION_CONFIRM_S] = NULL,
        [RTX_TRANSACTION_AUTO_COMMIT] = &t->auto_commit,
        [RTX_TRANSACTION_ALLOW_LOCKOUT] = &t->allow_lockout,
        [RTX_TRANSACTION_REPLACE] = &t->replace,
        [RTX_TRANSACTION_HOLD] = &t->hold,
        [RTX_TRANSACTION_ALLOW_EMPTY] = &t->allow_empty,
    };

    *flags[option] = value;
    return 0;
}

int rtx_transaction_set(rtx_transaction *t, enum rtx_transaction_option option,
                        int64_t value)
{
    if (!t || option < RTX_TRANSACTION_SAVE ||
        option > RTX_TRANSACTION_ALLOW_EMPTY)
        return RTX_E_ARGUMENT;
    if (option == RTX_TRANSACTION_CONFIRM_S)
        return set_confirm(t, value);
    if (option == RTX_TRANSACTION_RECONNECT_MS)
        return set_reconnect(t, value);
    return set_flag(t, option, value != 0);
}

int rtx_transaction_set_text(rtx_transaction *t, enum rtx_transaction_text what,
                             const char *text)
{
    if (!t)
        return RTX_E_ARGUMENT;
    switch (what) {
    case RTX_TRANSACTION_STATE_DIRECTORY:
        if (text && text[0])
            return rtx__replace(&t->directory, text);
        rtx_free(t->directory);
        t->directory = text ? files_state_directory() : NULL;
        return text && !t->directory ? RTX_E_JOURNAL : 0;
    case RTX_TRANSACTION_JOURNAL:
        return rtx__replace(&t->journal_path, text);
    case RTX_TRANSACTION_NEW_ENDPOINT:
        return rtx__replace(&t->new_endpoint, text);
    default:
        return RTX_E_ARGUMENT;
    }
}

void rtx_transaction_set_verifier(rtx_transaction *t, rtx_verifier verifier,
                                  void *user)
{
    if (!t)
        return;
    t->verifier = verifier;
    t->verifier_user = user;
}

const char *rtx_transaction_journal(const rtx_transaction *t)
{
    return t && t->journal ? t->journal->path : "";
}

const char *rtx_transaction_schedule(const rtx_transaction *t)
{
    return t ? t->schedule : "";
}

enum rtx_outcome rtx_transaction_outcome(const rtx_transaction *t)
{
    return t ? t->outcome : RTX_OUTCOME_NONE;
}

const char *rtx_outcome_name(enum rtx_outcome outcome)
{
    static const char *const names[] = {
        [RTX_OUTCOME_NONE] = "none",
        [RTX_OUTCOME_PLANNED] = "planned",
        [RTX_OUTCOME_UNCHANGED] = "unchanged",
        [RTX_OUTCOME_COMMITTED] = "committed",
        [RTX_OUTCOME_APPLIED] = "applied",
        [RTX_OUTCOME_REFUSED] = "refused",
        [RTX_OUTCOME_ROLLED_BACK] = "rolled_back",
        [RTX_OUTCOME_NEEDS_PERSON] = "needs_person",
        [RTX_OUTCOME_AWAITING] = "awaiting_confirmation",
    };

    if (outcome < RTX_OUTCOME_NONE || outcome > RTX_OUTCOME_AWAITING)
        return "none";
    return names[outcome];
}

const char *rtx_phase_name(enum rtx_phase phase)
{
    static const char *const names[] = {
        [RTX_PHASE_IDLE] = "idle",
        [RTX_PHASE_CHECKPOINT] = "checkpoint",
        [RTX_PHASE_PUSH] = "push",
        [RTX_PHASE_VERIFY] = "verify",
        [RTX_PHASE_SAVE] = "save",
        [RTX_PHASE_RECONNECT] = "reconnect",
        [RTX_PHASE_ROLLBACK] = "rollback",
        [RTX_PHASE_ARM] = "arm",
        [RTX_PHASE_PROVE] = "prove",
    };

    if (phase < RTX_PHASE_IDLE || phase > RTX_PHASE_PROVE)
        return "idle";
    return names[phase];
}

enum rtx_phase rtx_transaction_phase(const rtx_transaction *t, size_t *done,
                                     size_t *total)
{
    static const enum rtx_phase phases[] = {
        [GOAL_PLAN] = RTX_PHASE_CHECKPOINT,
        [GOAL_SAVE_FIRST] = RTX_PHASE_SAVE,
        [GOAL_ARM] = RTX_PHASE_ARM,
        [GOAL_COMMIT] = RTX_PHASE_PUSH,
        [GOAL_VERIFY] = RTX_PHASE_VERIFY,
        [GOAL_PROVE] = RTX_PHASE_PROVE,
        [GOAL_DISARM] = RTX_PHASE_SAVE,
        [GOAL_SAVED] = RTX_PHASE_SAVE,
        [GOAL_PROVE_SAVED] = RTX_PHASE_SAVE,
        [GOAL_ROLLBACK] = RTX_PHASE_ROLLBACK,
        [GOAL_RESUME] = RTX_PHASE_CHECKPOINT,
    };
    bool pushing = t && t->stage == STAGE_PUSH && t->sending;

    if (done)
        *done = pushing ? rtx__session_pushed(t->session) : 0;
    if (total)
        *total = pushing ? t->count : 0;
    if (!t || t->stage == STAGE_NONE)
        return RTX_PHASE_IDLE;
    if (t->stage == STAGE_PAUSE ||
        (t->stage == STAGE_OPEN && t->goal != GOAL_PROVE))
        return RTX_PHASE_RECONNECT;
    return phases[t->goal];
}

const struct rtx_error *rtx_transaction_error(const rtx_transaction *t)
{
    static const struct rtx_error nobody = {
        .size = sizeof nobody,
        .code = RTX_E_ARGUMENT,
        .message = "no transaction was given",
    };

    return t ? &t->error : &nobody;
}

const char *rtx_transaction_leftover(const rtx_transaction *t)
{
    return t && t->outcome == RTX_OUTCOME_NEEDS_PERSON
               ? rtx__buf_str(&t->leftover)
               : "";
}

enum rtx_change_state rtx_transaction_change_state(const rtx_transaction *t,
                                                   size_t index)
{
    static const enum rtx_change_state states[] = {
        [RTX_LINE_UNSENT] = RTX_CHANGE_UNSENT,
        [RTX_LINE_DONE] = RTX_CHANGE_ACCEPTED,
        [RTX_LINE_REFUSED] = RTX_CHANGE_REFUSED,
        [RTX_LINE_UNKNOWN] = RTX_CHANGE_UNCERTAIN,
    };

    if (!t || !t->plan || index >= rtx_plan_count(t->plan))
        return RTX_CHANGE_UNSENT;
    if (t->sending == t->plan && index < t->count)
        return states[t->lines[index].status];
    return t->states ? states[t->states[index]] : RTX_CHANGE_UNSENT;
}

const rtx_plan *rtx_transaction_plan(const rtx_transaction *t)
{
    return t ? t->plan : NULL;
}

const rtx_config *rtx_transaction_checkpoint(const rtx_transaction *t)
{
    return t ? t->checkpoint : NULL;
}

const char *rtx_transaction_warning(const rtx_transaction *t, size_t index)
{
    size_t planned = 0;

    if (!t)
        return NULL;
    if (t->plan) {
        while (rtx_plan_warning(t->plan, planned)) {
            if (planned == index)
                return rtx_plan_warning(t->plan, planned);
            planned++;
        }
    }
    index -= planned;
    return rtx__notes_get(&t->warnings, index);
}
