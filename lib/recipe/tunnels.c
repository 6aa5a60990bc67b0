/* Tunnels: their numbers, and letting their packets in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "recipe/recipe.h"

enum { TUNNELS_MOST = 6000 };

long tunnel_ipsec(const rtx_recipe *r, long tunnel)
{
    size_t count = r->running ? rtx_config_count(r->running) : 0;
    char context[32];

    snprintf(context, sizeof context, "tunnel %ld", tunnel);
    for (size_t i = 0; i < count; i++) {
        struct rtx_statement s = {.size = sizeof s};

        if (rtx_config_statement(r->running, i, &s) == 0 &&
            strcmp(s.context, context) == 0 &&
            rtx__starts(s.text, "ipsec tunnel ") &&
            strtol(s.text + strlen("ipsec tunnel "), NULL, 10) > 0)
            return strtol(s.text + strlen("ipsec tunnel "), NULL, 10);
    }
    return 0;
}

/* Does some tunnel of the router use this `ipsec tunnel N`? */
static bool ipsec_used(const rtx_recipe *r, long n)
{
    size_t count = r->running ? rtx_config_count(r->running) : 0;
    char text[32];

    snprintf(text, sizeof text, "ipsec tunnel %ld", n);
    for (size_t i = 0; i < count; i++) {
        struct rtx_statement s = {.size = sizeof s};

        if (rtx_config_statement(r->running, i, &s) == 0 &&
            (rtx__statement_same(s.text, text) ||
             (strstr(s.context, text) &&
              strcmp(strstr(s.context, text), text) == 0)))
            return true;
    }
    return false;
}

static bool taken_already(const struct recipe_tunnel *taken, size_t count,
                          long n)
{
    for (size_t i = 0; i < count; i++)
        if (taken[i].tunnel == n || taken[i].ipsec == n)
            return true;
    return false;
}

struct recipe_tunnel tunnel_free(rtx_recipe *r, long from,
                                 const struct recipe_tunnel *taken,
                                 size_t count)
{
    for (long n = from; n < from + TUNNELS_MOST; n++) {
        char context[32];

        snprintf(context, sizeof context, "tunnel %ld", n);
        if (!taken_already(taken, count, n) && !survey_context(r, context) &&
            !ipsec_used(r, n))
            return (struct recipe_tunnel){n, n};
    }
    recipe_fail(r, RTX_E_CONFLICT, "tunnel", "no tunnel is free from %ld on",
                from);
    return (struct recipe_tunnel){from, from};
}

/* The peer's own descriptor where it has one. */
static long descriptor_of(const rtx_recipe *r, const char *context)
{
    const char *own = survey_values(r, context, "ip pp nat descriptor");

    return own && own[0] ? strtol(own, NULL, 10) : recipe_number(r, "nat");
}

static void write_list(rtx_recipe *r, const char *context, const char *numbers)
{
    char *list = survey_extended(r, context, "ip pp secure filter in", numbers);

    if (list) {
        recipe_line(r, 0, "pp select %ld", recipe_number(r, "pp"));
        recipe_line(r, 1, "ip pp secure filter in %s", list);
        recipe_line(r, 0, "pp select none");
    }
    rtx_free(list);
}

void tunnel_let_in(rtx_recipe *r, const char *inner, const char *const *what,
                   size_t count)
{
    char context[32];
    struct rtx_buf numbers;
    long nat;

    snprintf(context, sizeof context, "pp %ld", recipe_number(r, "pp"));
    nat = descriptor_of(r, context);
    rtx__buf_init(&numbers, 4096);
    recipe_comment(r, "let it in from outside: a filter list is set as a "
                      "whole, so what was in it stays in it");
    for (size_t i = 0; i < count; i++) {
        bool esp = strcmp(what[i], "esp") == 0;
        char body[96];
        long n;

        snprintf(body, sizeof body, "pass * %s %s * %s", inner,
                 esp ? "esp" : "udp", esp ? "*" : what[i]);
        n = survey_filter(r, body, recipe_number(r, "filter"));
        recipe_line(r, 0, "ip filter %ld %s", n, body);
        (void)rtx__buf_format(&numbers, " %ld", n);
    }
    write_list(r, context, rtx__buf_str(&numbers));
    rtx__buf_free(&numbers);
    recipe_comment(r, "and through NAT to the router itself");
    for (size_t i = 0; i < count; i++) {
        bool esp = strcmp(what[i], "esp") == 0;
        char body[96];

        snprintf(body, sizeof body, "%s %s%s", inner, esp ? "esp" : "udp ",
                 esp ? "" : what[i]);
        recipe_line(r, 0, "nat descriptor masquerade static %ld %ld %s", nat,
                    survey_masquerade(r, nat, body), body);
    }
}
