/* The life of a transaction and what can be asked of it. */
#include "transaction/transaction.h"

#include <string.h>

int rtx_transaction_new(rtx_transaction **ret, rtx_session *session,
                        const rtx_config *fragment, struct rtx_error *error)
{
    rtx_transaction *t = rtx__calloc(1, sizeof *t);

    if (!t)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    t->session = session;
    t->save = true;
    t->reconnect_ms = 60000;
    rtx_error_init(&t->error);
    rtx__buf_init(&t->leftover, 1 << 20);
    t->fragment = rtx__config_copy(fragment);
    if (!t->fragment) {
        rtx_transaction_free(t);
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    }
    *ret = t;
    return 0;
}

void rtx_transaction_free(rtx_transaction *t)
{
    if (!t)
        return;
    decide_free_lines(t);
    rtx_config_free(t->fragment);
    rtx_config_free(t->checkpoint);
    rtx_config_free(t->expected);
    rtx_config_free(t->now);
    rtx_plan_free(t->plan);
    rtx_plan_free(t->back);
    rtx__buf_free(&t->leftover);
    for (size_t i = 0; i < t->warning_count; i++)
        rtx_free(t->warnings[i]);
    rtx_free(t->warnings);
    rtx_free(t->states);
    rtx_free(t);
}

int rtx_transaction_set(rtx_transaction *t, enum rtx_transaction_option option,
                        int64_t value)
{
    switch (option) {
    case RTX_TRANSACTION_SAVE:
        t->save = value != 0;
        return 0;
    case RTX_TRANSACTION_IRREVERSIBLE:
        t->irreversible = value != 0;
        return 0;
    case RTX_TRANSACTION_RECONNECT_MS:
        if (value < 0)
            return RTX_E_ARGUMENT;
        t->reconnect_ms = value;
        return 0;
    default:
        return RTX_E_ARGUMENT;
    }
}

enum rtx_outcome rtx_transaction_outcome(const rtx_transaction *t)
{
    return t->outcome;
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
    };

    if (outcome < RTX_OUTCOME_NONE || outcome > RTX_OUTCOME_NEEDS_PERSON)
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
    };

    if (phase < RTX_PHASE_IDLE || phase > RTX_PHASE_ROLLBACK)
        return "idle";
    return names[phase];
}

const struct rtx_error *rtx_transaction_error(const rtx_transaction *t)
{
    return &t->error;
}

const char *rtx_transaction_leftover(const rtx_transaction *t)
{
    return t->outcome == RTX_OUTCOME_NEEDS_PERSON ? rtx__buf_str(&t->leftover)
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

    if (!t->plan || index >= rtx_plan_count(t->plan))
        return RTX_CHANGE_UNSENT;
    if (t->sending == t->plan && index < t->count)
        return states[t->lines[index].status];
    return t->states ? states[t->states[index]] : RTX_CHANGE_UNSENT;
}

const rtx_plan *rtx_transaction_plan(const rtx_transaction *t)
{
    return t->plan;
}

const rtx_config *rtx_transaction_checkpoint(const rtx_transaction *t)
{
    return t->checkpoint;
}

const char *rtx_transaction_warning(const rtx_transaction *t, size_t index)
{
    size_t planned = 0;

    if (t->plan) {
        while (rtx_plan_warning(t->plan, planned)) {
            if (planned == index)
                return rtx_plan_warning(t->plan, planned);
            planned++;
        }
    }
    index -= planned;
    return index < t->warning_count ? t->warnings[index] : NULL;
}
