/* A plan as a JSON object. */
#include <jansson.h>
#include <stdlib.h>

#include "config/plan.h"

static json_t *text_or_null(const char *text)
{
    return text[0] ? json_string(text) : json_null();
}

static json_t *change_json(const struct rtx_change *c)
{
    static const char *const ops[] = {"add", "replace", "remove"};

    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o}", "op", ops[c->op],
                     "context", c->context, "text", c->shown, "undo",
                     c->shown_undo, "file", text_or_null(c->file), "line",
                     c->line ? json_integer(c->line) : json_null());
}

static json_t *risk_json(const rtx_plan *plan, const struct rtx_risk *risk)
{
    static const char *const kinds[] = {"possible", "lockout", "cut"};
    const struct rtx_change *c = &plan->items[risk->change];

    return json_pack("{s:s, s:s, s:I, s:s, s:s}", "kind", kinds[risk->kind],
                     "reason", risk->text, "change", (json_int_t)risk->change,
                     "context", c->context, "text", c->shown);
}

static int add(json_t *array, json_t *item)
{
    return json_array_append_new(array, item);
}

static int fill(const rtx_plan *plan, json_t *changes, json_t *risks,
                json_t *warnings)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < plan->count; i++)
        rc = add(changes, change_json(&plan->items[i]));
    for (size_t i = 0; rc == 0 && i < plan->risk_count; i++)
        rc = add(risks, risk_json(plan, &plan->risks[i]));
    for (size_t i = 0; rc == 0 && i < plan->warnings.count; i++)
        rc = add(warnings, json_string(plan->warnings.items[i]));
    return rc;
}

static char *write(const rtx_plan *plan)
{
    json_t *changes = json_array();
    json_t *risks = json_array();
    json_t *warnings = json_array();
    int rc = changes && risks && warnings ? fill(plan, changes, risks, warnings)
                                          : -1;
    json_t *root = json_pack("{s:o, s:o, s:o}", "changes", changes, "risks",
                             risks, "warnings", warnings);
    char *dumped = root && rc == 0 ? json_dumps(root, JSON_INDENT(2)) : NULL;
    char *text = dumped ? rtx__strdup(dumped) : NULL;

    free(dumped);
    json_decref(root);
    return text;
}

char *rtx_plan_json(const rtx_plan *plan)
{
    return plan ? write(plan) : NULL;
}
