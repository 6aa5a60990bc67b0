/* A plan as a diff that people read. */
#include "config/plan.h"

#include <string.h>

static const char red[] = "\033[31m";
static const char green[] = "\033[32m";
static const char yellow[] = "\033[33m";
static const char plain[] = "\033[0m";

/* One line: its mark, its indentation as on the router, its text. */
static int add_line(struct rtx_buf *ret, const char *colour, char mark,
                    size_t indent, const char *text)
{
    int rc = colour ? rtx__buf_text(ret, colour) : 0;

    if (rc == 0)
        rc = rtx__buf_format(ret, "%c ", mark);
    if (rc == 0)
        rc = rtx__buf_fill(ret, ' ', indent);
    if (rc == 0)
        rc = rtx__buf_text(ret, text);
    if (rc == 0 && colour)
        rc = rtx__buf_text(ret, plain);
    return rc ? rc : rtx__buf_char(ret, '\n');
}

/*
 * The lines that lead from one context to the next. `last` is the statement
 * above: one that opens the context itself needs no line.
 */
static int add_context(struct rtx_buf *ret, const char *from, const char *to,
                       const char *last)
{
    char outer[RTX_CONTEXT_MAX];
    char outer_from[RTX_CONTEXT_MAX];
    struct rtx_buf line;
    int rc = 0;

    if (strcmp(from, to) == 0 || to[0] == '\0')
        return 0;
    rtx__context_outer(to, outer, sizeof outer);
    rtx__context_outer(from, outer_from, sizeof outer_from);
    rtx__buf_init(&line, RTX_TEXT_MAX);
    if (strcmp(outer, outer_from) != 0) {
        rc = rtx__context_line("", outer, &line);
        if (rc == 0)
            rc = add_line(ret, NULL, ' ', 0, rtx__buf_str(&line));
    }
    if (rc == 0 && rtx__context_nested(to) &&
        strcmp(to + strlen(outer) + 1, last) != 0)
        rc = add_line(ret, NULL, ' ', 1, to + strlen(outer) + 1);
    rtx__buf_free(&line);
    return rc;
}

static int add_change(struct rtx_buf *ret, const struct rtx_change *c,
                      bool colour)
{
    size_t indent = c->context[0] ? 1 : 0;
    int rc = 0;

    if (rtx__context_nested(c->context))
        indent = 2;
    if (c->shown_before[0])
        rc = add_line(ret, colour ? red : NULL, '-', indent, c->shown_before);
    if (rc == 0 && c->op != RTX_CHANGE_REMOVE)
        rc = add_line(ret, colour ? green : NULL, '+', indent, c->shown);
    return rc;
}

/* "FILE:LINE: why: context: statement" */
static int add_risk(struct rtx_buf *ret, const struct rtx_change *c,
                    const char *why, const char *colour)
{
    struct rtx_buf line;
    int rc = 0;

    rtx__buf_init(&line, RTX_TEXT_MAX);
    if (c->file[0] && c->line > 0)
        rc = rtx__buf_format(&line, "%s:%d: ", c->file, (int)c->line);
    if (rc == 0)
        rc = rtx__buf_format(&line, "%s: %s%s%s", why, c->context,
                             c->context[0] ? ": " : "", c->shown);
    if (rc == 0)
        rc = add_line(ret, colour, '!', 0, rtx__buf_str(&line));
    rtx__buf_free(&line);
    return rc;
}

static int add_notes(struct rtx_buf *ret, const rtx_plan *plan,
                     const char *colour)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < plan->risk_count; i++)
        rc = add_risk(ret, &plan->items[plan->risks[i].change],
                      plan->risks[i].text, colour);
    for (size_t i = 0; rc == 0 && i < plan->warnings.count; i++)
        rc = add_line(ret, colour, '!', 0, plan->warnings.items[i]);
    return rc;
}

char *rtx_plan_text(const rtx_plan *plan, int colour)
{
    struct rtx_buf buf;
    const char *context = "";
    const char *last = "";
    char *text = NULL;
    int rc = 0;

    if (!plan)
        return NULL;
    rtx__buf_init(&buf, RTX_TEXT_MAX);
    for (size_t i = 0; rc == 0 && i < plan->count; i++) {
        const struct rtx_change *c = &plan->items[i];

        rc = add_context(&buf, context, c->context, last);
        if (rc == 0)
            rc = add_change(&buf, c, colour != 0);
        context = c->context;
        last = c->text;
    }
    if (rc == 0)
        rc = add_notes(&buf, plan, colour ? yellow : NULL);
    if (rc == 0)
        text = rtx__buf_take(&buf);
    rtx__buf_free(&buf);
    return text;
}
