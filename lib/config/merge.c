/* The plan that brings a fragment onto a router. */
#include "config/plan.h"

#include <string.h>

static bool enables(const struct rtx_entry *e)
{
    return e->command && (e->command->flags & RTX_COMMAND_ENABLES);
}

/* How many statements of `state` a `no` line would take away. */
static size_t weight(rtx_config *state, const struct rtx_entry *entry)
{
    return rtx__config_doom(state, entry);
}

/* Is it overtaken by a later line, so that nothing need be done about it? */
static int is_overtaken(rtx_plan *plan, rtx_config *state,
                        const rtx_config *fragment, size_t at)
{
    const struct rtx_entry *entry = &fragment->items[at];
    const struct rtx_entry *next = rtx__config_later(fragment, at);
    int rc;

    if (!next || enables(entry))
        return 0;
    if (rtx__entry_idle(entry))
        return !rtx__entry_idle(next) && weight(state, entry) <= 1;
    rc = rtx__plan_warn_overtaken(plan, entry, next);
    return rc < 0 ? rc : 1;
}

static int run(rtx_plan *plan, const rtx_config *running,
               const rtx_config *fragment, const bool *skip)
{
    rtx_config *state = rtx__config_loose(running);
    int rc = state ? 0 : RTX_E_NOMEM;

    plan->wanted = fragment;
    for (size_t i = 0; rc >= 0 && i < fragment->count; i++) {
        const struct rtx_entry *entry = &fragment->items[i];

        if (skip[i])
            continue;
        rc = is_overtaken(plan, state, fragment, i);
        if (rc == 0)
            rc = rtx__entry_idle(entry) ? rtx__plan_take(plan, state, entry)
                                        : rtx__plan_set(plan, state, entry);
    }
    plan->wanted = NULL;
    rtx_config_free(state);
    return rc < 0 ? rc : 0;
}

/* Does the line stop what a later line of the fragment starts again? */
static long restart_of(const rtx_config *running, const rtx_config *fragment,
                       size_t at)
{
    const struct rtx_entry *entry = &fragment->items[at];
    bool stops =
        rtx__entry_idle(entry) &&
        (enables(entry) || rtx__is_form(entry->command, "pp disable") ||
         rtx__is_form(entry->command, "tunnel disable"));

    for (size_t i = at + 1; stops && i < fragment->count; i++) {
        const struct rtx_entry *e = &fragment->items[i];

        if (enables(e) && !rtx__entry_idle(e) && e->s.context[0] &&
            strcmp(e->s.context, entry->s.context) == 0 &&
            rtx__config_has(running, e))
            return (long)i;
    }
    return -1;
}

static bool touches(const rtx_plan *plan, const char *context)
{
    for (size_t i = 0; i < plan->count; i++) {
        char outer[RTX_CONTEXT_MAX];

        rtx__context_outer(plan->items[i].context, outer, sizeof outer);
        if (strcmp(outer, context) == 0)
            return true;
    }
    return false;
}

/* `pp disable all`, `tunnel disable all`: NULL, or what it stops. */
static const char *stops_all(const struct rtx_entry *e)
{
    if (strcmp(e->s.key, "pp disable all") == 0)
        return "pp enable ";
    return strcmp(e->s.key, "tunnel disable all") == 0 ? "tunnel enable "
                                                       : NULL;
}

/* Does a line behind `at` start what this statement starts? */
static bool starts_later(const rtx_config *fragment, size_t at,
                         const struct rtx_entry *e)
{
    for (size_t i = at + 1; i < fragment->count; i++) {
        if (!rtx__entry_idle(&fragment->items[i]) &&
            strcmp(fragment->items[i].s.key, e->s.key) == 0)
            return true;
    }
    return false;
}

/* Is it one that runs, of those that the line stops? */
static bool is_stopped(const struct rtx_entry *e, const char *stopped)
{
    return !rtx__entry_idle(e) && enables(e) && rtx__starts(e->s.key, stopped);
}

/* Does the fragment start all again that this line stops, and nothing else of
 * the plan touches it? Then the line is left out. */
static bool restarts_all(const rtx_plan *plan, const rtx_config *running,
                         const rtx_config *fragment, size_t at,
                         const char *stopped)
{
    bool any = false;

    for (size_t i = 0; i < running->count; i++) {
        const struct rtx_entry *e = &running->items[i];

        if (!is_stopped(e, stopped))
            continue;
        if (!starts_later(fragment, at, e) ||
            (plan && touches(plan, e->s.context)))
            return false;
        any = true;
    }
    /* also what the fragment itself has started by then */
    for (size_t i = 0; i < at; i++) {
        if (is_stopped(&fragment->items[i], stopped) &&
            !starts_later(fragment, at, &fragment->items[i]))
            return false;
    }
    return any;
}

/*
 * `pp disable 1` … `pp enable 1` around changes that are there already would
 * stop and start the peer for nothing: leave such pairs out. With `plan` NULL
 * all pairs are left out, else those whose context the plan does not touch.
 */
static bool skip_pairs(const rtx_plan *plan, const rtx_config *running,
                       const rtx_config *fragment, bool *skip)
{
    bool changed = false;

    for (size_t i = 0; i < fragment->count; i++) {
        long start = restart_of(running, fragment, i);
        bool idle = !plan || (start >= 0 &&
                              !touches(plan, fragment->items[i].s.context));

        const char *all = stops_all(&fragment->items[i]);

        if (all) {
            idle = restarts_all(plan, running, fragment, i, all);
            changed |= skip[i] != idle;
            skip[i] = idle;
        }
        if (start < 0)
            continue;
        changed |= skip[i] != idle;
        skip[i] = skip[start] = idle;
    }
    return changed;
}

static int merge(rtx_plan **ret, const rtx_config *running,
                 const rtx_config *fragment, bool *skip)
{
    int rc;

    skip_pairs(NULL, running, fragment, skip);
    *ret = rtx__plan_new();
    rc = *ret ? run(*ret, running, fragment, skip) : RTX_E_NOMEM;
    if (rc < 0 || !skip_pairs(*ret, running, fragment, skip))
        return rc;
    rtx_plan_free(*ret);
    *ret = rtx__plan_new();
    return *ret ? run(*ret, running, fragment, skip) : RTX_E_NOMEM;
}

int rtx__plan_merge(rtx_plan **ret, const rtx_config *running,
                    const rtx_config *fragment)
{
    bool *skip = rtx__calloc(fragment->count + 1, sizeof *skip);
    rtx_config *wanted = rtx__config_loose(fragment);
    int rc;

    *ret = NULL;
    rc = skip && wanted ? merge(ret, running, wanted, skip) : RTX_E_NOMEM;
    rtx_config_free(wanted);
    rtx_free(skip);
    return rc;
}
