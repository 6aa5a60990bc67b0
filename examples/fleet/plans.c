/* The plans of a deployment: kept in general words, told by groups of equal
 * ones; see app.h. */
#include <stdlib.h>
#include <string.h>

#include "fleet/app.h"
#include "fleet/template.h"

uint64_t plans_print(uint64_t before, const char *text)
{
    uint64_t h = before ^ 14695981039346656037u;

    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * 1099511628211u;
    return h;
}

/* Line `number` of a fragment as its author wrote it; false: there is none, or
 * it names no variable. */
static bool written(const struct app *app, const struct rtx_change *change,
                    const char **line, size_t *length)
{
    const char *text = NULL;

    for (size_t i = 0; i < app->fragments && change->line > 0; i++) {
        if (strcmp(app->names[i], change->file) == 0)
            text = app->texts[i];
    }
    for (int i = 1; text && i < change->line; i++) {
        text = strchr(text, '\n');
        text += text ? 1 : 0;
    }
    if (!text)
        return false;
    text += strspn(text, " \t");
    *line = text;
    *length = strcspn(text, "\r\n");
    return memmem(text, *length, "{{", 2) != NULL;
}

/* A change in general words: what depends on the router stays {{ NAME }}. */
static void add_change(const struct app *app, const struct member *member,
                       const struct rtx_change *change, FILE *out)
{
    const char *line;
    size_t length;
    bool general = written(app, change, &line, &length);
    char *used = general ? strndup(line, length) : NULL;
    char *shown = NULL;

    if (used && change->flags & RTX_STATEMENT_SECRET)
        shown = template_generalise(change->shown, used, member->variables);
    fprintf(out, "  %s%s%s %s%s%s\n", change->context,
            change->context[0] ? ": " : "",
            change->op == RTX_CHANGE_ADD       ? "+"
            : change->op == RTX_CHANGE_REPLACE ? "~"
                                               : "-",
            shown  ? shown
            : used ? used
                   : change->shown,
            change->op == RTX_CHANGE_REPLACE ? "   was: " : "",
            change->op == RTX_CHANGE_REPLACE ? change->shown_before : "");
    free(shown);
    free(used);
}

void plans_keep(struct app *app, struct member *member,
                const rtx_transaction *transaction)
{
    const rtx_plan *plan = rtx_transaction_plan(transaction);
    struct rtx_change change = {.size = sizeof change};
    size_t length;
    char *text;
    FILE *out;

    if (!plan || app->pushing)
        return;
    free(member->text);
    member->text = NULL;
    member->changes = rtx_plan_count(plan);
    text = rtx_plan_text(plan, 0);
    member->print = text ? plans_print(0, text) : 0;
    rtx_free(text);
    out = open_memstream(&member->text, &length);
    for (size_t i = 0; out && rtx_plan_change(plan, i, &change) == 0; i++)
        add_change(app, member, &change, out);
    for (size_t i = 0; out && rtx_plan_warning(plan, i); i++)
        fprintf(out, "  warning: %s\n", rtx_plan_warning(plan, i));
    if (out)
        fclose(out);
}

/* ---- groups of equal plans ---- */

static void tell_group(struct app *app, size_t group, const char *text)
{
    size_t count = 0;
    size_t told = 0;

    for (size_t i = 0; i < app->count; i++)
        count += app->members[i].group == group;
    say(app, "Group %zu, %zu router%s (", group, count, count == 1 ? "" : "s");
    for (size_t i = 0; i < app->count && told <= 3; i++) {
        if (app->members[i].group != group)
            continue;
        if (++told > 3)
            say(app, ", …");
        else
            say(app, "%s%s", told > 1 ? ", " : "", app->members[i].name);
    }
    say(app, "):\n%s", text);
}

struct group {
    const char *text;
    size_t count;
    size_t number; /* in the order of their first routers, from 1 */
};

static int larger_first(const void *left, const void *right)
{
    const struct group *a = left;
    const struct group *b = right;

    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return a->number < b->number ? -1 : 1;
}

/* Give each a number for its plan's text; the texts belong to the result. */
static json_t *number_plans(struct app *app)
{
    json_t *groups = json_object();

    for (size_t i = 0; i < app->count; i++) {
        struct member *member = &app->members[i];
        json_t *number;

        if (member->exit != EXIT_CHANGES || !member->text)
            continue;
        number = json_object_get(groups, member->text);
        if (!number) {
            number = json_integer((json_int_t)json_object_size(groups) + 1);
            json_object_set_new(groups, member->text, number);
        }
        member->group = (size_t)json_integer_value(number);
        free(member->text);
        member->text = NULL;
    }
    return groups;
}

/* The largest is told first, as number 1. *first: how many are in it. */
static size_t group_plans(struct app *app, size_t *first)
{
    json_t *texts = number_plans(app);
    size_t count = json_object_size(texts);
    struct group *groups = calloc(count + 1, sizeof *groups);
    size_t *place = calloc(count + 1, sizeof *place);
    size_t k = 0;
    const char *text;
    json_t *number;

    json_object_foreach(texts, text, number)
    {
        if (groups)
            groups[k] = (struct group){text, 0, k + 1};
        k++;
    }
    for (size_t i = 0; groups && i < app->count; i++) {
        if (app->members[i].group)
            groups[app->members[i].group - 1].count++;
    }
    if (groups)
        qsort(groups, count, sizeof *groups, larger_first);
    for (size_t i = 0; groups && place && i < count; i++)
        place[groups[i].number] = i + 1;
    for (size_t i = 0; place && i < app->count; i++)
        app->members[i].group = place[app->members[i].group];
    for (size_t i = 0; groups && i < count; i++)
        tell_group(app, i + 1, groups[i].text);
    *first = groups ? groups[0].count : 0;
    free(place);
    free(groups);
    json_decref(texts);
    return count;
}

void plans_tell(struct app *app)
{
    size_t first = 0;
    size_t groups = group_plans(app, &first);
    size_t change = 0;
    size_t same = 0;
    size_t bad = 0;

    for (size_t i = 0; i < app->count; i++) {
        struct member *member = &app->members[i];

        change += member->exit == EXIT_CHANGES;
        same += member->exit == EXIT_DONE;
        bad += member->exit > EXIT_CHANGES;
        if (app->json && app->plan_only) {
            json_t *line = member_json(member);

            member->told = true;
            json_object_set_new(line, "group",
                                member->group
                                    ? json_integer((json_int_t)member->group)
                                    : json_null());
            print_json(line);
        }
    }
    say(app, "Plan: %zu router%s in %zu way%s", change,
        change == 1 ? " changes" : "s change", groups, groups == 1 ? "" : "s");
    if (groups > 1)
        say(app, " (%zu in the same way, %zu differently)", first,
            change - first);
    say(app, ", %zu %s it already, %zu cannot be planned\n", same,
        same == 1 ? "has" : "have", bad);
}
