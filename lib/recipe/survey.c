/* What the router has already: numbers, lists, addresses. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "recipe/recipe.h"

const char *survey_text(const rtx_recipe *r, const char *context,
                        const char *key)
{
    const struct rtx_statement *s =
        r->running ? rtx__config_find(r->running, context, key) : NULL;

    return s ? s->text : NULL;
}

const char *survey_values(const rtx_recipe *r, const char *context,
                          const char *key)
{
    const char *text = survey_text(r, context, key);

    if (!text || strncmp(text, key, strlen(key)) != 0)
        return NULL;
    text += strlen(key);
    return text + strspn(text, " ");
}

static size_t count_of(const rtx_recipe *r)
{
    return r->running ? rtx_config_count(r->running) : 0;
}

static struct rtx_statement statement_at(const rtx_recipe *r, size_t index)
{
    struct rtx_statement s = {.size = sizeof s};

    (void)rtx_config_statement(r->running, index, &s);
    return s;
}

bool survey_has(const rtx_recipe *r, const char *context, const char *text)
{
    for (size_t i = 0; i < count_of(r); i++) {
        struct rtx_statement s = statement_at(r, i);

        if (strcmp(s.context, context) == 0 &&
            rtx__statement_same(s.text, text))
            return true;
    }
    return false;
}

/* "tunnel 1" holds "tunnel 1 ipsec tunnel 101" as well. */
static bool within(const char *context, const char *outer)
{
    size_t length = strlen(outer);

    return strncmp(context, outer, length) == 0 &&
           (context[length] == '\0' || context[length] == ' ');
}

bool survey_context(const rtx_recipe *r, const char *context)
{
    for (size_t i = 0; i < count_of(r); i++)
        if (within(statement_at(r, i).context, context))
            return true;
    return false;
}

/* ---- numbers ---- */

/* Numbers given out in this fragment stand in it already. */
static bool written(const rtx_recipe *r, const char *start)
{
    size_t length = strlen(start);
    const char *at = rtx__buf_str(&r->out);

    for (; (at = strstr(at, start)) != NULL; at += length)
        if ((at == r->out.data || at[-1] == '\n') &&
            (at[length] == ' ' || at[length] == '\n'))
            return true;
    return false;
}

/* The N of a statement "<prefix> N <body>" on the router; 0: none. */
static long same_body(const rtx_recipe *r, const char *prefix, const char *body)
{
    size_t length = strlen(prefix);

    for (size_t i = 0; i < count_of(r); i++) {
        struct rtx_statement s = statement_at(r, i);
        char *end;
        long n;

        if (s.context[0] || strncmp(s.text, prefix, length) != 0 ||
            s.text[length] != ' ')
            continue;
        n = strtol(s.text + length + 1, &end, 10);
        if (n > 0 && *end == ' ' && rtx__statement_same(end + 1, body))
            return n;
    }
    return 0;
}

static long free_number(rtx_recipe *r, const char *prefix, long from)
{
    char key[96];

    for (long n = from; n < from + 100000; n++) {
        snprintf(key, sizeof key, "%s %ld", prefix, n);
        if (!survey_text(r, "", key) && !written(r, key))
            return n;
    }
    recipe_fail(r, RTX_E_CONFLICT, NULL, "no number is free for %s from %ld on",
                prefix, from);
    return from;
}

static long number_for(rtx_recipe *r, const char *prefix, const char *body,
                       long from)
{
    long n = same_body(r, prefix, body);

    return n > 0 ? n : free_number(r, prefix, from);
}

long survey_filter(rtx_recipe *r, const char *body, long from)
{
    return number_for(r, "ip filter", body, from);
}

long survey_masquerade(rtx_recipe *r, long nat, const char *body)
{
    char prefix[64];

    snprintf(prefix, sizeof prefix, "nat descriptor masquerade static %ld",
             nat);
    return number_for(r, prefix, body, 1);
}

/* ---- lists ---- */

static bool in_list(const char *list, const char *word, size_t length)
{
    while (*(list += strspn(list, " "))) {
        size_t n = strcspn(list, " ");

        if (n == length && strncmp(list, word, n) == 0)
            return true;
        list += n;
    }
    return false;
}

/* The static part of a filter list, and what stands behind `dynamic`. */
char *survey_extended(rtx_recipe *r, const char *context, const char *key,
                      const char *more)
{
    const char *had = survey_values(r, context, key);
    const char *dynamic = had ? strstr(had, "dynamic") : NULL;
    size_t statics =
        had ? (dynamic ? (size_t)(dynamic - had) : strlen(had)) : 0;
    struct rtx_buf list;
    int rc;

    rtx__buf_init(&list, 4096);
    rc = rtx__buf_add(&list, had ? had : "",
                      rtx__trimmed(had ? had : "", statics));
    while (rc == 0 && *(more += strspn(more, " "))) {
        size_t n = strcspn(more, " ");

        if (!in_list(rtx__buf_str(&list), more, n))
            rc = rtx__buf_format(&list, "%s%.*s", list.length ? " " : "",
                                 (int)n, more);
        more += n;
    }
    if (rc == 0 && dynamic)
        rc = rtx__buf_format(&list, " %s", dynamic);
    if (rc < 0)
        recipe_fail(r, rc, NULL, "%s", rtx_strerror(rc));
    return rtx__buf_take(&list);
}

/* ---- what is in use ---- */

void survey_unused(rtx_recipe *r, const char *context, const char *key,
                   const char *text, const char *hint_key)
{
    const char *had = survey_text(r, context, key);
    struct rtx_buf shown;

    if (!had || rtx__statement_same(had, text))
        return;
    rtx__buf_init(&shown, 4096);
    (void)rtx__statement_redact(had, "***", &shown);
    if (r->leave & RTX_RECIPE_TAKE_OVER) {
        recipe_warn(r, "overwrites %s%s%s", context, context[0] ? ": " : "",
                    rtx__buf_str(&shown));
    } else {
        recipe_fail(r, RTX_E_CONFLICT, hint_key,
                    "the router uses this for something else (%s%s%s): choose "
                    "another value, or allow taking over",
                    context, context[0] ? ": " : "", rtx__buf_str(&shown));
    }
    rtx__buf_free(&shown);
}

bool survey_interface(rtx_recipe *r, const char *key, const char *lan,
                      struct recipe_net *ret)
{
    const char *text = recipe_get(r, key);
    char address_key[64];

    if (!text) {
        snprintf(address_key, sizeof address_key, "ip %s address", lan);
        text = survey_values(r, "", address_key);
    }
    if (text && recipe_net(text, ret))
        return true;
    recipe_fail(r, RTX_E_ARGUMENT, key,
                "missing: %s has no address on the router that is known", lan);
    return false;
}

/* What the router would have without the context. */
static rtx_config *without(rtx_recipe *r, const char *context)
{
    rtx_config *rest = rtx__config_new();

    for (size_t i = 0; rest && i < count_of(r); i++) {
        struct rtx_statement s = statement_at(r, i);

        if (!within(s.context, context) &&
            rtx__config_apply(rest, s.context, s.text) < 0) {
            rtx_config_free(rest);
            return NULL;
        }
    }
    return rest;
}

void survey_remove_context(rtx_recipe *r, const char *context)
{
    rtx_config *rest = without(r, context);
    rtx_plan *plan = NULL;
    int rc = rest ? rtx_plan_replace(&plan, r->running, rest, r->error)
                  : RTX_E_NOMEM;

    if (rc < 0)
        recipe_fail(r, rc, NULL, "%s", rtx_strerror(rc));
    for (size_t i = 0; plan && i < rtx_plan_count(plan); i++) {
        struct rtx_change change = {.size = sizeof change};

        if (rtx_plan_change(plan, i, &change) == 0)
            recipe_line(r, change.context[0] ? 1 : 0, "%s", change.text);
    }
    rtx_plan_free(plan);
    rtx_config_free(rest);
}
