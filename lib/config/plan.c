/* Plans: their changes, their warnings, what they lead to. */
#include "config/plan.h"

#include <string.h>

#define WARNING_MAX (1U << 16)

rtx_plan *rtx__plan_new(void)
{
    return rtx__calloc(1, sizeof(rtx_plan));
}

static void free_text(const char *text, bool secret)
{
    char *memory = (char *)(uintptr_t)text;

    if (memory && secret)
        rtx__wipe(memory, strlen(memory));
    rtx_free(memory);
}

static void free_change(struct rtx_change *c)
{
    free_text(c->text, true);
    free_text(c->undo, true);
    free_text(c->before, true);
    free_text(c->context, false);
    free_text(c->file, false);
    free_text(c->shown, false);
    free_text(c->shown_undo, false);
    free_text(c->shown_before, false);
}

void rtx_plan_free(rtx_plan *plan)
{
    if (!plan)
        return;
    for (size_t i = 0; i < plan->count; i++)
        free_change(&plan->items[i]);
    rtx__notes_free(&plan->warnings);
    for (size_t i = 0; i < plan->risk_count; i++)
        free_text(plan->risks[i].text, false);
    rtx_free(plan->items);
    rtx_free(plan->risks);
    rtx_free(plan);
}

/* Fill a change with copies; false when memory is short. */
static bool fill(struct rtx_change *c, const struct rtx_step *step,
                 const struct rtx_entry *sent, const char *undo)
{
    const struct rtx_entry *former = step->former;

    c->size = sizeof *c;
    c->op = (int32_t)step->op;
    c->flags = sent->s.flags;
    if (step->op == RTX_CHANGE_REPLACE &&
        (former->s.flags & RTX_STATEMENT_MASKED))
        c->flags |= RTX_STATEMENT_BLIND;
    c->line = step->entry ? step->entry->s.line : 0;
    c->context = rtx__strdup(step->context);
    c->text = rtx__strdup(sent->s.text);
    c->undo = rtx__strdup(undo);
    c->before = rtx__strdup(former ? former->s.text : "");
    c->file = rtx__strdup(step->entry ? step->entry->s.file : "");
    c->shown = rtx__strdup(sent->shown);
    c->shown_before = rtx__strdup(former ? former->shown : "");
    /* what takes an addition back is a key, which holds no secret */
    c->shown_undo = rtx__strdup(
        step->op == RTX_CHANGE_ADD || undo[0] == '\0' ? undo : c->shown_before);
    return c->context && c->text && c->undo && c->before && c->file &&
           c->shown && c->shown_before && c->shown_undo;
}

static int append(rtx_plan *plan, const struct rtx_step *step,
                  const struct rtx_entry *sent, const char *undo)
{
    struct rtx_change change;
    int rc = rtx__grow(&plan->items, &plan->capacity, plan->count,
                       sizeof *plan->items);

    if (rc < 0)
        return rc;
    memset(&change, 0, sizeof change);
    if (!fill(&change, step, sent, undo)) {
        free_change(&change);
        return RTX_E_NOMEM;
    }
    plan->items[plan->count++] = change;
    return 0;
}

/* What the reader of the plan ought to know about a step. */
static int warn_of(rtx_plan *plan, const struct rtx_step *step,
                   const struct rtx_entry *sent, const char *undo)
{
    struct rtx_statement about = sent->s;
    int rc = 0;

    if (step->entry) {
        about.file = step->entry->s.file;
        about.line = step->entry->s.line;
    }
    if (sent->s.flags & RTX_STATEMENT_UNKNOWN)
        rc = rtx__plan_warn_about(plan, &about,
                                  "not in the grammar, treated in general");
    if (rc == 0 && step->op == RTX_CHANGE_REPLACE &&
        (step->former->s.flags & RTX_STATEMENT_MASKED))
        rc = rtx__plan_warn_about(
            plan, &about,
            "the router shows the present value as *; it cannot be compared");
    if (rc == 0 && undo[0] == '\0')
        rc = rtx__plan_warn_about(plan, &about, "cannot be taken back");
    return rc;
}

int rtx__plan_add(rtx_plan *plan, const struct rtx_step *step,
                  const struct rtx_entry *sent)
{
    struct rtx_buf undo;
    int rc;

    rtx__buf_init_secret(&undo, RTX_TEXT_MAX);
    rc = rtx__step_undo(step, sent, &undo);
    if (rc == 0)
        rc = append(plan, step, sent, rtx__buf_str(&undo));
    if (rc == 0)
        rc = warn_of(plan, step, sent, rtx__buf_str(&undo));
    rtx__buf_free(&undo);
    return rc;
}

int rtx__plan_warn_about(rtx_plan *plan, const struct rtx_statement *s,
                         const char *what)
{
    struct rtx_buf text;
    int rc = 0;

    rtx__buf_init(&text, WARNING_MAX);
    if (s->file[0])
        rc = rtx__buf_format(&text, "%s:", s->file);
    if (rc == 0 && s->line > 0 && s->file[0])
        rc = rtx__buf_format(&text, "%d:", (int)s->line);
    if (rc == 0)
        rc = rtx__buf_format(&text, "%s%s: ", s->file[0] ? " " : "", what);
    if (rc == 0 && s->context[0])
        rc = rtx__buf_format(&text, "%s: ", s->context);
    if (rc == 0)
        rc = rtx__statement_redact(s->text, "***", &text);
    if (rc == 0)
        rc = rtx__notes_take(&plan->warnings, rtx__buf_take(&text));
    rtx__buf_free(&text);
    return rc;
}

size_t rtx_plan_count(const rtx_plan *plan)
{
    return plan ? plan->count : 0;
}

int rtx_plan_change(const rtx_plan *plan, size_t index, struct rtx_change *ret)
{
    if (!plan || index >= plan->count)
        return RTX_E_ARGUMENT;
    return rtx__fill_sized(ret, &plan->items[index], sizeof *ret);
}

const char *rtx_plan_warning(const rtx_plan *plan, size_t index)
{
    return plan ? rtx__notes_get(&plan->warnings, index) : NULL;
}

int rtx_plan_is_empty(const rtx_plan *plan)
{
    if (!plan)
        return 1;
    for (size_t i = 0; i < plan->count; i++) {
        if (!(plan->items[i].flags & RTX_STATEMENT_BLIND))
            return 0;
    }
    return 1;
}

int rtx__plan_expected(rtx_config **ret, const rtx_config *running,
                       const rtx_plan *plan)
{
    rtx_config *config = rtx__config_loose(running);
    size_t count = running->count;
    int rc = config ? 0 : RTX_E_NOMEM;

    *ret = NULL;
    for (size_t i = 0; rc >= 0 && i < plan->count; i++)
        rc = rtx__config_apply(config, plan->items[i].context,
                               plan->items[i].text);
    if (rc >= 0)
        rc = rtx__config_settle(config, count);
    if (rc < 0)
        rtx_config_free(config);
    else
        *ret = config;
    return rc;
}

int rtx_plan_expected(rtx_config **ret, const rtx_config *running,
                      const rtx_plan *plan, struct rtx_error *error)
{
    int rc;

    if (!ret || !running || !plan)
        return rtx__error(error, RTX_E_ARGUMENT,
                          "a configuration or a plan is missing");
    rc = rtx__plan_expected(ret, running, plan);
    return rc ? rtx__error(error, rc, "%s", rtx_strerror(rc)) : 0;
}
