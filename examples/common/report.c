/* See report.h. */
#include "common/report.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>

static json_t *text_or_null(const char *text)
{
    return text && text[0] ? json_string(text) : json_null();
}

static json_t *number_or_null(int number)
{
    return number ? json_integer(number) : json_null();
}

static json_t *error_json(const struct rtx_error *error)
{
    char code[32];
    const char *name;
    size_t i = 0;

    if (!error || error->code == RTX_OK)
        return json_null();
    name = rtx_error_name(error->code);
    for (; name[i] && i + 1 < sizeof code; i++)
        code[i] = (char)tolower((unsigned char)name[i]);
    code[i] = '\0';
    return json_pack(
        "{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "code", code,
        "message", error->message, "step", text_or_null(error->step), "file",
        text_or_null(error->file), "line", number_or_null(error->line),
        "column", number_or_null(error->column), "statement",
        text_or_null(error->statement), "answer", text_or_null(error->answer),
        "hint", text_or_null(error->hint));
}

static json_t *change_json(const struct rtx_change *change)
{
    static const char *const ops[] = {"add", "replace", "remove"};

    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o}", "op", ops[change->op],
                     "context", change->context, "text", change->shown, "undo",
                     change->shown_undo, "file", text_or_null(change->file),
                     "line", number_or_null(change->line));
}

static void add_changes(const rtx_plan *plan, json_t *changes, json_t *risks)
{
    struct rtx_risk risk = {.size = sizeof risk};

    for (size_t i = 0; plan && i < rtx_plan_count(plan); i++) {
        struct rtx_change change = {.size = sizeof change};

        if (rtx_plan_change(plan, i, &change) == 0)
            json_array_append_new(changes, change_json(&change));
    }
    for (size_t i = 0; plan && rtx_plan_risk(plan, i, &risk) == 0; i++)
        json_array_append_new(risks, json_string(risk.text));
}

static void add_warnings(const struct report *report, json_t *warnings)
{
    const char *text;

    for (size_t i = 0;; i++) {
        text = report->transaction
                   ? rtx_transaction_warning(report->transaction, i)
               : report->plan ? rtx_plan_warning(report->plan, i)
                              : NULL;
        if (!text)
            return;
        json_array_append_new(warnings, json_string(text));
    }
}

int report_json(const struct report *report)
{
    json_t *changes = json_array();
    json_t *risks = json_array();
    json_t *warnings = json_array();
    json_t *root;
    const char *leftover = report->transaction
                               ? rtx_transaction_leftover(report->transaction)
                               : "";

    add_changes(report->plan, changes, risks);
    add_warnings(report, warnings);
    if (leftover[0])
        json_array_append_new(
            warnings, json_sprintf("left on the router:\n%s", leftover));
    root = json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "result",
                     report->result, "router", text_or_null(report->router),
                     "journal", text_or_null(report->journal), "changes",
                     changes, "risks", risks, "warnings", warnings, "error",
                     error_json(report->error));
    if (!root || json_dumpf(root, stdout, JSON_INDENT(2)) != 0)
        return -1;
    putchar('\n');
    json_decref(root);
    return 0;
}
