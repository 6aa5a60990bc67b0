/* plan: the list of changes while it is made; private to config. */
#ifndef RTX_CONFIG_PLAN_H
#define RTX_CONFIG_PLAN_H

#include "config/internal.h"

/* A change in the making. `entry` is the statement to be sent, `former` the one
 * that it replaces or removes, or NULL. */
struct rtx_step {
    enum rtx_change_op op;
    const struct rtx_entry *entry; /* for file and line; may be NULL */
    const struct rtx_entry *former;
    const char *context;
    const char *text;             /* the line, or NULL: that of `sent` */
    const struct rtx_entry *sent; /* the line taken apart, or NULL */
};

struct rtx_plan {
    struct rtx_change *items; /* all their texts are owned */
    size_t count;
    size_t capacity;
    struct rtx_risk *risks; /* in the order of the changes; texts are owned */
    size_t risk_count;
    size_t risk_capacity;
    const rtx_config *wanted; /* while it is made: where it leads */
    struct rtx_notes warnings;
};

/* ---- plan.c ---- */
rtx_plan *rtx__plan_new(void);
int rtx__plan_add(rtx_plan *plan, const struct rtx_step *step,
                  const struct rtx_entry *sent);
/* rtx_plan_expected without its error. */
int rtx__plan_expected(rtx_config **ret, const rtx_config *running,
                       const rtx_plan *plan);
/* "FILE:LINE: what: statement", its secrets hidden. */
int rtx__plan_warn_about(rtx_plan *plan, const struct rtx_statement *s,
                         const char *what);

/* ---- undo.c ---- */
/* The line that takes a statement away, into `ret`; nothing when there is none.
 */
int rtx__undo_line(const struct rtx_entry *entry, struct rtx_buf *ret);
/* What takes the step back. */
int rtx__step_undo(const struct rtx_step *step, const struct rtx_entry *sent,
                   struct rtx_buf *ret);
/* Why a statement with this key can cut the connection, in general. */
const char *rtx__cut_reason(const char *key);

/* ---- risk.c ---- */
/* Find the plan's risks for who is connected by `path` (may be NULL). */
int rtx__plan_judge(rtx_plan *plan, const rtx_config *running,
                    const struct rtx_path *path);

/* ---- merge.c, replace.c: all but the risks ---- */
int rtx__plan_merge(rtx_plan **ret, const rtx_config *running,
                    const rtx_config *fragment);
int rtx__plan_replace(rtx_plan **ret, const rtx_config *from,
                      const rtx_config *to, bool exact);

/* ---- steps.c: changes to `state`, a copy of what the router has ---- */
/* Bring a statement there: nothing, an addition or a replacement. */
int rtx__plan_set(rtx_plan *plan, rtx_config *state,
                  const struct rtx_entry *entry);
/* Carry out a `no` or `disable` line of a fragment. */
int rtx__plan_take(rtx_plan *plan, rtx_config *state,
                   const struct rtx_entry *entry);
/* The next statement behind `at` about the same thing, or NULL. */
const struct rtx_entry *rtx__config_later(const rtx_config *config, size_t at);
/* Warn that the statement at `at` is overtaken by `next`. */
int rtx__plan_warn_overtaken(rtx_plan *plan, const struct rtx_entry *entry,
                             const struct rtx_entry *next);
/* Take one statement of `state` away. */
int rtx__plan_drop(rtx_plan *plan, rtx_config *state,
                   const struct rtx_entry *victim);

#endif
