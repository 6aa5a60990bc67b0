/* What rtx-deploy prints for people; see deploy.h. */
#include "common/deploy.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void tell(const struct deploy *d, const char *format, ...)
{
    va_list args;

    if (d->json || d->quiet)
        return;
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    fflush(stdout);
}

void tell_plan(const struct deploy *d, const rtx_plan *plan)
{
    char *text = rtx_plan_text(plan, d->bar && !getenv("NO_COLOR"));
    size_t count = rtx_plan_count(plan);

    if (rtx_plan_is_empty(plan))
        tell(d, "Nothing to change: the router has all of it already%s.\n",
             count ? ", as far as it can be seen" : "");
    else
        tell(d, "Plan: %zu change%s\n", count, count == 1 ? "" : "s");
    tell(d, "%s", text ? text : "");
    rtx_free(text);
}

static void draw_bar(const struct deploy *d, const char *what, size_t done,
                     size_t total)
{
    enum { WIDTH = 40 };
    size_t filled = total ? done * WIDTH / total : 0;

    if (!d->bar || total == 0)
        return;
    tell(d, "\r\033[K%-9s[", what);
    for (size_t i = 0; i < WIDTH; i++)
        tell(d, "%c", i < filled ? '#' : '.');
    tell(d, "] %zu/%zu", done, total);
}

static void clear_bar(const struct deploy *d)
{
    if (d->bar)
        tell(d, "\r\033[K");
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
        tell(d, "  %-8s %3zu/%zu  %s%s%s\n", words[state], d->printed, count,
             change.context, change.context[0] ? ": " : "", change.shown);
    }
}

void tell_progress(struct deploy *d, const rtx_transaction *t,
                   enum rtx_phase *before)
{
    size_t done;
    size_t total;
    enum rtx_phase phase = rtx_transaction_phase(t, &done, &total);

    if (rtx_transaction_plan(t))
        tell_changes(d, t);
    if (phase != *before && phase != RTX_PHASE_IDLE) {
        clear_bar(d);
        tell(d, "%s …\n", rtx_phase_name(phase));
        *before = phase;
    }
    draw_bar(d, rtx_phase_name(phase), done, total);
}

/* Those that were not told yet; the plan's own were printed with it. */
void tell_warnings(struct deploy *d, const rtx_transaction *t)
{
    const rtx_plan *plan = rtx_transaction_plan(t);
    const char *text;

    while (plan && rtx_plan_warning(plan, d->warned))
        d->warned++;
    while ((text = rtx_transaction_warning(t, d->warned)) != NULL) {
        clear_bar(d);
        tell(d, "warning: %s\n", text);
        d->warned++;
    }
}

void tell_end(struct deploy *d, const rtx_transaction *t,
              enum rtx_outcome outcome)
{
    const rtx_plan *plan = rtx_transaction_plan(t);
    size_t count = plan ? rtx_plan_count(plan) : 0;

    clear_bar(d);
    tell_warnings(d, t);
    switch (outcome) {
    case RTX_OUTCOME_COMMITTED:
        if (count == 0)
            tell(d, "Committed: what was on the router already is saved "
                    "now.\n");
        else
            tell(d,
                 "Committed: %zu change%s on the router, verified and saved.\n",
                 count, count == 1 ? " is" : "s are");
        break;
    case RTX_OUTCOME_APPLIED:
        tell(d,
             "Applied: %zu change%s on the router and verified, not saved.\n",
             count, count == 1 ? " is" : "s are");
        break;
    case RTX_OUTCOME_ROLLED_BACK:
        tell(d, "Rolled back: the router's configuration was read again and is "
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
    case RTX_OUTCOME_AWAITING:
        tell(d,
             "Awaiting confirmation: %zu change%s on the router, proved in a "
             "new session, not saved.\nUnless somebody confirms, the router "
             "restarts: %s\nConfirm:  rtx-deploy --resume %s\nCancel:   "
             "rtx-deploy --rollback %s\n",
             count, count == 1 ? " is" : "s are", rtx_transaction_schedule(t),
             rtx_transaction_journal(t), rtx_transaction_journal(t));
        break;
    default:
        break;
    }
}
