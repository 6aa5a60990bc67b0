/* See report.h. */
#include "common/report.h"

#include <ctype.h>
#include <stdio.h>

json_t *json_text_or_null(const char *text)
{
    return text && text[0] ? json_string(text) : json_null();
}

static json_t *number_or_null(int number)
{
    return number ? json_integer(number) : json_null();
}

json_t *json_of_error(const struct rtx_error *error)
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
        "message", error->message, "step", json_text_or_null(error->step),
        "file", json_text_or_null(error->file), "line",
        number_or_null(error->line), "column", number_or_null(error->column),
        "statement", json_text_or_null(error->statement), "answer",
        json_text_or_null(error->answer), "hint",
        json_text_or_null(error->hint));
}

/* What the library says of the plan. */
static void add_plan(const rtx_plan *plan, json_t *changes, json_t *risks)
{
    char *text = plan ? rtx_plan_json(plan) : NULL;
    json_t *root = text ? json_loads(text, 0, NULL) : NULL;

    json_array_extend(changes, json_object_get(root, "changes"));
    json_array_extend(risks, json_object_get(root, "risks"));
    json_decref(root);
    rtx_free(text);
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

    add_plan(report->plan, changes, risks);
    add_warnings(report, warnings);
    if (leftover[0])
        json_array_append_new(
            warnings, json_sprintf("left on the router:\n%s", leftover));
    root = json_pack(
        "{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "result", report->result,
        "router", json_text_or_null(report->router), "journal",
        json_text_or_null(report->journal), "changes", changes, "risks", risks,
        "warnings", warnings, "error", json_of_error(report->error));
    if (!root || json_dumpf(root, stdout, JSON_INDENT(2)) != 0)
        return -1;
    putchar('\n');
    json_decref(root);
    return 0;
}

void report_refused(const struct cli *cli, const struct rtx_error *error)
{
    const struct report report = {
        .result = "refused", .router = cli->endpoint, .error = error};

    (void)report_json(&report);
}

void report_error(const struct cli *cli, const struct rtx_error *error)
{
    json_t *root =
        json_pack("{s:o, s:o}", "router", json_text_or_null(cli->endpoint),
                  "error", json_of_error(error));

    if (root && json_dumpf(root, stdout, JSON_INDENT(2)) == 0)
        putchar('\n');
    json_decref(root);
}
