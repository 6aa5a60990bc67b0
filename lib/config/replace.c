/* The plan that leads from one whole configuration to another. */
#include "config/plan.h"

#include <string.h>

/* The order of a change of everything: what defines, what refers to it, what
 * is taken away, what starts the peers and tunnels. */
enum phase { PHASE_DEFINE, PHASE_REFER, PHASE_ENABLE };

struct replacing {
    rtx_plan *plan;
    rtx_config *state; /* what the router has by then */
    const rtx_config *from;
    const rtx_config *to;
    bool exact; /* nothing survives */
};

static enum phase phase_of(const struct rtx_entry *e)
{
    unsigned flags = e->command ? e->command->flags : 0;

    /* what stands inside it comes after it, and goes before it */
    if (rtx__command_opens(e->command))
        return PHASE_DEFINE;
    return flags & RTX_COMMAND_ENABLES  ? PHASE_ENABLE
           : flags & RTX_COMMAND_REFERS ? PHASE_REFER
                                        : PHASE_DEFINE;
}

/*
 * What a fragment says and takes back again. In what a router shows, two
 * statements of one key are rather two that the grammar cannot tell apart.
 */
static int is_overtaken(rtx_plan *plan, const rtx_config *to, size_t at)
{
    const struct rtx_entry *entry = &to->items[at];
    const struct rtx_entry *next =
        entry->s.file[0] ? rtx__config_later(to, at) : NULL;
    int rc = next ? rtx__plan_warn_overtaken(plan, entry, next) : 0;

    return rc < 0 ? rc : next != NULL;
}

static int set_phase(const struct replacing *r, enum phase phase)
{
    int rc = 0;

    for (size_t i = 0; rc >= 0 && i < r->to->count; i++) {
        const struct rtx_entry *e = &r->to->items[i];

        if (phase_of(e) != phase || rtx__entry_idle(e))
            continue;
        rc = is_overtaken(r->plan, r->to, i);
        if (rc == 0)
            rc = rtx__plan_set(r->plan, r->state, e);
    }
    return rc < 0 ? rc : 0;
}

/* Lines that take something away say nothing about a whole. */
static int warn_idle(rtx_plan *plan, const rtx_config *to)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < to->count; i++) {
        const struct rtx_entry *e = &to->items[i];

        if (rtx__entry_idle(e) && e->s.file[0])
            rc = rtx__plan_warn_about(
                plan, &e->s, "says nothing where everything is replaced");
    }
    return rc;
}

/* What the router shows as `*` cannot be brought back, nor can its host key. */
static bool survives(const struct rtx_entry *e)
{
    return (e->s.flags & RTX_STATEMENT_MASKED) ||
           rtx__is_form(e->command, "sshd host key generate");
}

/* Does `to` have something in the place of this statement? */
static bool has_target(const rtx_config *to, const struct rtx_entry *entry)
{
    return rtx__config_has(to, entry) || rtx__config_twin(to, entry) != NULL;
}

/* Take away what `to` does not have, backwards: what came last goes first. */
static int drop_phase(const struct replacing *r, enum phase phase)
{
    const rtx_config *from = r->from;
    int rc = 0;

    for (size_t i = from->count; rc == 0 && i-- > 0;) {
        const struct rtx_entry *e = &from->items[i];
        const struct rtx_entry *victim;

        if (phase_of(e) != phase || rtx__entry_idle(e) || has_target(r->to, e))
            continue;
        victim = rtx__config_twin(r->state, e);
        if (victim && !r->exact && survives(victim))
            rc = rtx__plan_warn_about(r->plan, &victim->s,
                                      "is not in what replaces it, and stays");
        else if (victim)
            rc = rtx__plan_drop(r->plan, r->state, victim);
    }
    return rc;
}

static int replace(const struct replacing *r)
{
    int rc = warn_idle(r->plan, r->to);

    if (rc == 0)
        rc = set_phase(r, PHASE_DEFINE);
    if (rc == 0)
        rc = set_phase(r, PHASE_REFER);
    if (rc == 0)
        rc = drop_phase(r, PHASE_ENABLE);
    if (rc == 0)
        rc = drop_phase(r, PHASE_REFER);
    if (rc == 0)
        rc = drop_phase(r, PHASE_DEFINE);
    return rc ? rc : set_phase(r, PHASE_ENABLE);
}

int rtx__plan_replace(rtx_plan **ret, const rtx_config *from,
                      const rtx_config *to, bool exact)
{
    rtx_config *sorted_from = rtx__config_copy(from);
    rtx_config *sorted_to = rtx__config_copy(to);
    struct replacing r = {rtx__plan_new(), rtx__config_loose(from), sorted_from,
                          sorted_to, exact};
    int rc = RTX_E_NOMEM;

    *ret = r.plan;
    if (r.plan && r.state && sorted_from && sorted_to) {
        rtx__config_sort(sorted_from);
        rtx__config_sort(sorted_to);
        rc = rtx__config_index(sorted_to);
    }
    if (rc == 0) {
        r.plan->wanted = sorted_to;
        rc = replace(&r);
        r.plan->wanted = NULL;
    }
    rtx_config_free(r.state);
    rtx_config_free(sorted_from);
    rtx_config_free(sorted_to);
    return rc;
}
