/* Single steps of a plan, carried out on a copy of what the router has. */
#include "config/plan.h"

#include <stdio.h>
#include <string.h>

/* `sshd host key generate` when the router has a key already */
static bool is_satisfied(const struct rtx_entry *entry,
                         const struct rtx_entry *twin)
{
    size_t length = strlen(entry->s.text);

    return twin && rtx__is_form(entry->command, "sshd host key generate") &&
           strncmp(twin->s.text, entry->s.text, length) == 0 &&
           (twin->s.text[length] == ' ' || twin->s.text[length] == '\0');
}

/* `*` means to keep what is there: it is never sent. */
static int keep(rtx_plan *plan, const struct rtx_entry *entry,
                const struct rtx_entry *twin)
{
    if (!twin)
        return rtx__plan_warn_about(
            plan, &entry->s,
            "* means to keep what is there, but the router has nothing there");
    if (strcmp(twin->open, entry->open) == 0)
        return 0;
    return rtx__plan_warn_about(
        plan, &entry->s,
        "the router has something else, and * is not enough to set it");
}

static int carry_out(rtx_plan *plan, rtx_config *state,
                     const struct rtx_step *step)
{
    struct rtx_entry sent;
    int rc;

    if (step->sent)
        rc = rtx__entry_copy(&sent, step->sent);
    else
        rc = rtx__entry_init(&sent, step->context, step->text, "", 0);
    if (rc < 0)
        return rc;
    rc = rtx__entry_move(&sent, step->context);
    if (rc == 0)
        rc = rtx__plan_add(plan, step, &sent);
    if (rc == 0)
        rc = rtx__config_apply_entry(state, &sent);
    rtx__entry_free(&sent);
    return rc < 0 ? rc : 0;
}

/* Will the statement be another tunnel's: the same gateway, used there? */
static bool moves_away(const rtx_plan *plan, const struct rtx_entry *e)
{
    const struct rtx_entry *twin =
        plan->wanted ? rtx__config_twin(plan->wanted, e) : NULL;
    char here[RTX_CONTEXT_MAX];
    char there[RTX_CONTEXT_MAX];

    if (!twin)
        return false;
    rtx__context_outer(e->s.context, here, sizeof here);
    rtx__context_outer(twin->s.context, there, sizeof there);
    return strcmp(here, there) != 0;
}

/*
 * Another nest of the tunnel is there. Whether a router would keep what stands
 * in it, or keep the nest itself, is not known: take all of it away first.
 * What is wanted all the same is noted in `again`.
 */
static int leave_nest(rtx_plan *plan, rtx_config *state, size_t at,
                      rtx_config *again)
{
    char nest[RTX_CONTEXT_MAX];
    const char *tunnel = state->items[at].s.context;
    int rc = 0;

    snprintf(nest, sizeof nest, "%s %s", tunnel, state->items[at].s.key);
    for (size_t i = state->count; rc == 0 && i-- > 0;) {
        const struct rtx_entry *e = &state->items[i];

        if (rtx__entry_idle(e) || strcmp(e->s.context, nest) != 0 ||
            moves_away(plan, e))
            continue;
        if (plan->wanted && rtx__config_says(plan->wanted, e))
            rc = rtx__config_add(again, tunnel, e->s.text, "", 0);
        if (rc == 0)
            rc = rtx__plan_drop(plan, state, e);
    }
    return rc ? rc : rtx__plan_drop(plan, state, &state->items[at]);
}

/* `ipsec tunnel 8` in a tunnel that has another nest. */
static int change_nest(rtx_plan *plan, rtx_config *state, size_t at,
                       const struct rtx_entry *entry)
{
    rtx_config *again = rtx__config_new();
    int rc = again ? leave_nest(plan, state, at, again) : RTX_E_NOMEM;

    if (rc == 0)
        rc = rtx__plan_set(plan, state, entry);
    for (size_t i = again ? again->count : 0; rc == 0 && i-- > 0;)
        rc = rtx__plan_set(plan, state, &again->items[i]);
    rtx_config_free(again);
    return rc;
}

int rtx__plan_set(rtx_plan *plan, rtx_config *state,
                  const struct rtx_entry *entry)
{
    const struct rtx_entry *twin = rtx__config_twin(state, entry);
    char context[RTX_CONTEXT_MAX];
    struct rtx_step step = {RTX_CHANGE_ADD, entry, twin, context, NULL, entry};

    if (entry->s.flags & RTX_STATEMENT_MASKED)
        return keep(plan, entry, twin);
    if (is_satisfied(entry, twin))
        return 0;
    if (rtx__config_says(state, entry))
        return 0;
    if (rtx__command_opens(entry->command) && !twin) {
        long other = rtx__config_opener(state, entry->s.context);

        if (other >= 0)
            return change_nest(plan, state, (size_t)other, entry);
    }
    rtx__config_resolve(state, entry->command, entry->s.context, context,
                        sizeof context);
    if (twin) {
        step.op = RTX_CHANGE_REPLACE;
        rtx__copy(context, sizeof context, twin->s.context);
    }
    return carry_out(plan, state, &step);
}

int rtx__plan_drop(rtx_plan *plan, rtx_config *state,
                   const struct rtx_entry *victim)
{
    char context[RTX_CONTEXT_MAX];
    struct rtx_step step = {RTX_CHANGE_REMOVE, NULL, victim,
                            context,           NULL, NULL};
    struct rtx_buf line;
    int rc;

    rtx__copy(context, sizeof context, victim->s.context);
    rtx__buf_init(&line, RTX_TEXT_MAX);
    rc = rtx__undo_line(victim, &line);
    if (rc == 0 && line.length == 0) {
        rc = rtx__plan_warn_about(plan, &victim->s,
                                  "there is no way to take it away; it stays");
    } else if (rc == 0) {
        step.text = rtx__buf_str(&line);
        rc = carry_out(plan, state, &step);
    }
    rtx__buf_free(&line);
    return rc;
}

/* The line took one statement away, the way the person wrote it. */
static int take_one(rtx_plan *plan, rtx_config *state,
                    const struct rtx_entry *entry,
                    const struct rtx_entry *victim)
{
    char context[RTX_CONTEXT_MAX];
    struct rtx_step step = {RTX_CHANGE_REMOVE, entry, victim,
                            context,           NULL,  entry};

    rtx__copy(context, sizeof context, victim->s.context);
    return carry_out(plan, state, &step);
}

/* One of the marked statements, rather not that with this key. */
static struct rtx_entry *pick_doomed(rtx_config *state, const char *not_key)
{
    struct rtx_entry *found = NULL;

    for (size_t i = 0; i < state->doomed_count; i++) {
        struct rtx_entry *e = &state->items[state->doomed[i]];

        if (!found || strcmp(found->s.key, not_key) == 0)
            found = e;
    }
    return found;
}

int rtx__plan_take(rtx_plan *plan, rtx_config *state,
                   const struct rtx_entry *entry)
{
    size_t before = SIZE_MAX;
    int rc = 0;

    /* First one by one what goes along, so that each has its undo. */
    while (rc == 0) {
        size_t doomed = rtx__config_doom(state, entry);
        struct rtx_entry *victim = pick_doomed(state, entry->s.key);

        if (!victim || doomed >= before)
            break;
        before = doomed;
        rc = doomed > 1 ? rtx__plan_drop(plan, state, victim)
                        : take_one(plan, state, entry, victim);
    }
    return rc;
}

/* Do both say the same thing? Nests too: a tunnel has one. */
static bool same_target(const struct rtx_entry *a, const struct rtx_entry *b)
{
    if (!rtx__entry_same_place(a, b))
        return false;
    return strcmp(a->s.key, b->s.key) == 0 ||
           (rtx__command_opens(a->command) && !rtx__entry_idle(a) &&
            rtx__command_opens(b->command) && !rtx__entry_idle(b));
}

const struct rtx_entry *rtx__config_later(const rtx_config *config, size_t at)
{
    const struct rtx_entry *entry = &config->items[at];
    const struct rtx_entry *next = NULL;
    size_t i = SIZE_MAX;

    while ((i = rtx__config_walk(config, RTX_BY_KEY, entry->key_hash, i)) !=
               SIZE_MAX &&
           i > at) {
        const struct rtx_entry *e = &config->items[i];

        if (same_target(e, entry))
            next = e;
    }
    return next;
}

int rtx__plan_warn_overtaken(rtx_plan *plan, const struct rtx_entry *entry,
                             const struct rtx_entry *next)
{
    return rtx__notes_format(
        &plan->warnings, "%s:%d: overtaken by %s:%d, which says it again: %s",
        entry->s.file, (int)entry->s.line, next->s.file, (int)next->s.line,
        entry->s.key);
}
