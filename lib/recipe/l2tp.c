/* An L2TP/IPsec remote-access VPN: its clients, a tunnel for each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "recipe/lines.h"

enum { CLIENTS_MOST = 200 };

/* What the recipe works out before it writes. */
struct vpn {
    long clients;
    struct recipe_net lan;
    char router[20]; /* its address on the LAN */
    struct recipe_tunnel tunnels[CLIENTS_MOST];
    size_t count;                             /* as many as clients */
    struct recipe_tunnel spare[CLIENTS_MOST]; /* those to be taken away */
    size_t spares;
};

/* ---- which tunnels ---- */

static bool is_l2tp(const rtx_recipe *r, long tunnel)
{
    char context[32];
    const char *kind;

    snprintf(context, sizeof context, "tunnel %ld", tunnel);
    kind = survey_values(r, context, "tunnel encapsulation");
    return kind && strcmp(kind, "l2tp") == 0;
}

/* The tunnels that answer the clients now, in the order of the bind. */
static size_t bound(const rtx_recipe *r, struct recipe_tunnel *ret)
{
    const char *list = survey_values(r, "pp anonymous", "pp bind");
    size_t count = 0;

    while (list && (list = strstr(list, "tunnel")) != NULL &&
           count < CLIENTS_MOST) {
        long first = strtol(list + strlen("tunnel"), NULL, 10);
        const char *dash;
        long last = first;

        list += strcspn(list, " -");
        dash = *list == '-' ? strstr(list, "tunnel") : NULL;
        if (dash)
            last = strtol(dash + strlen("tunnel"), NULL, 10);
        list += strcspn(list, " ");
        for (long n = first; n <= last && count < CLIENTS_MOST; n++)
            if (n > 0 && is_l2tp(r, n))
                ret[count++] = (struct recipe_tunnel){n, tunnel_ipsec(r, n)};
    }
    return count;
}

static void choose_tunnels(rtx_recipe *r, struct vpn *v)
{
    struct recipe_tunnel had[CLIENTS_MOST];
    size_t count = bound(r, had);

    for (size_t i = 0; i < count; i++) {
        if (had[i].ipsec == 0)
            had[i].ipsec = had[i].tunnel;
        if (v->count < (size_t)v->clients)
            v->tunnels[v->count++] = had[i];
        else
            v->spare[v->spares++] = had[i];
    }
    while (v->count < (size_t)v->clients && r->rc == 0) {
        v->tunnels[v->count] =
            tunnel_free(r, recipe_number(r, "tunnel"), v->tunnels, v->count);
        v->count++;
    }
}

/* ---- checks ---- */

static void check_clients(rtx_recipe *r, struct vpn *v)
{
    v->clients = recipe_highest(r, "user");
    if (v->clients > CLIENTS_MOST) {
        recipe_fail(r, RTX_E_ARGUMENT, "user", "more than %d clients",
                    CLIENTS_MOST);
        return;
    }
    for (long i = 1; i <= v->clients; i++) {
        const char *user = recipe_get_at(r, "user", i);

        if (!user || !recipe_get_at(r, "password", i))
            recipe_fail(r, RTX_E_ARGUMENT, user ? "password" : "user",
                        "client %ld has no %s", i, user ? "password" : "user");
        for (long j = 1; user && j < i; j++) {
            const char *other = recipe_get_at(r, "user", j);

            if (other && strcmp(other, user) == 0)
                recipe_fail(r, RTX_E_ARGUMENT, "user",
                            "clients %ld and %ld have the same name", j, i);
        }
    }
    if (recipe_highest(r, "password") > v->clients)
        recipe_fail(r, RTX_E_ARGUMENT, "password",
                    "client %ld has a password, but no user",
                    recipe_highest(r, "password"));
}

static void check_pool(rtx_recipe *r, const struct vpn *v)
{
    const char *pool = recipe_get(r, "pool");
    uint32_t first;
    uint32_t last;

    if (!pool || !recipe_range(pool, &first, &last))
        return;
    if (!recipe_inside(&v->lan, first) || !recipe_inside(&v->lan, last))
        recipe_fail(r, RTX_E_ARGUMENT, "pool", "the range leaves the LAN");
    else if (first <= v->lan.address && v->lan.address <= last)
        recipe_fail(r, RTX_E_ARGUMENT, "pool",
                    "the range holds the router's own address");
    else if (last - first + 1 < (uint32_t)v->clients)
        recipe_fail(r, RTX_E_ARGUMENT, "pool", "%lu addresses for %ld clients",
                    (unsigned long)last - first + 1, v->clients);
}

/* ---- writing ---- */

/* Clients that the router knows and the form does not. */
static void remove_users(rtx_recipe *r, const struct vpn *v)
{
    size_t count = r->running ? rtx_config_count(r->running) : 0;

    for (size_t i = 0; i < count; i++) {
        struct rtx_statement s = {.size = sizeof s};
        const char *name;
        bool wanted = false;

        if (rtx_config_statement(r->running, i, &s) < 0 ||
            strcmp(s.context, "pp anonymous") != 0 ||
            !rtx__starts(s.key, "pp auth username "))
            continue;
        name = s.key + strlen("pp auth username ");
        for (long n = 1; n <= v->clients && !wanted; n++) {
            char *quoted = recipe_quoted(recipe_get_at(r, "user", n));

            wanted = quoted && strcmp(quoted, name) == 0;
            rtx_free(quoted);
        }
        if (!wanted)
            recipe_line(r, 1, "no %s", s.key);
    }
}

static void write_users(rtx_recipe *r, const struct vpn *v)
{
    for (long n = 1; n <= v->clients; n++) {
        char *user = recipe_quoted(recipe_get_at(r, "user", n));
        char *password = recipe_quoted(recipe_get_at(r, "password", n));

        if (user && password)
            recipe_line(r, 1, "pp auth username %s %s", user, password);
        else
            recipe_fail(r, RTX_E_NOMEM, NULL, "out of memory");
        rtx_free(user);
        recipe_quoted_free(password);
    }
}

static void write_bind(rtx_recipe *r, const struct vpn *v)
{
    struct rtx_buf list;

    rtx__buf_init(&list, 8192);
    for (size_t i = 0; i < v->count; i++)
        (void)rtx__buf_format(&list, " tunnel%ld", v->tunnels[i].tunnel);
    recipe_line(r, 1, "pp bind%s", rtx__buf_str(&list));
    rtx__buf_free(&list);
}

static void write_peer(rtx_recipe *r, const struct vpn *v)
{
    const char *auth = recipe_get(r, "auth");

    recipe_comment(r, "who may call, and what a caller gets");
    recipe_line(r, 0, "pp select anonymous");
    write_bind(r, v);
    recipe_line(r, 1, "pp auth request %s",
                strcmp(auth, "pap-chap") == 0 ? "pap chap" : auth);
    remove_users(r, v);
    write_users(r, v);
    recipe_line(r, 1, "ppp ipcp ipaddress on");
    recipe_line(r, 1, "ppp ipcp msext on");
    recipe_line(r, 1, "ip pp remote address pool %s",
                recipe_get(r, "pool") ? recipe_get(r, "pool") : "dhcp");
    recipe_line(r, 1, "ip pp mtu %s", recipe_get(r, "mtu"));
    recipe_line(r, 1, "pp enable anonymous");
    recipe_line(r, 0, "pp select none");
}

static void write_tunnel(rtx_recipe *r, const struct vpn *v,
                         const struct recipe_tunnel *t)
{
    long n = t->ipsec;

    recipe_line(r, 0, "tunnel select %ld", t->tunnel);
    recipe_line(r, 1, "tunnel encapsulation l2tp");
    recipe_line(r, 1, "ipsec tunnel %ld", n);
    recipe_line(r, 2, "ipsec sa policy %ld %ld esp %s %s", n, n,
                recipe_get(r, "cipher"), recipe_get(r, "hash"));
    recipe_line(r, 2, "ipsec ike keepalive use %ld off", n);
    recipe_line(r, 2, "ipsec ike local address %ld %s", n, v->router);
    recipe_line(r, 2, "ipsec ike nat-traversal %ld on", n);
    lines_pre_shared_key(r, n, recipe_get(r, "key"));
    recipe_line(r, 2, "ipsec ike remote address %ld any", n);
    recipe_line(r, 1, "l2tp tunnel disconnect time off");
    recipe_line(r, 1, "l2tp keepalive use on 10 3");
    recipe_line(r, 1, "l2tp keepalive log on");
    recipe_line(r, 1, "l2tp syslog on");
    recipe_line(r, 1, "ip tunnel tcp mss limit auto");
    recipe_line(r, 1, "tunnel enable %ld", t->tunnel);
}

static void write_tunnels(rtx_recipe *r, const struct vpn *v)
{
    recipe_comment(r, "a tunnel for each client");
    for (size_t i = 0; i < v->count; i++)
        write_tunnel(r, v, &v->tunnels[i]);
    recipe_line(r, 0, "tunnel select none");
}

/* The number of the transport of an ipsec tunnel; its own, if there is none. */
static long transport_of(const rtx_recipe *r, long ipsec)
{
    size_t count = r->running ? rtx_config_count(r->running) : 0;

    for (size_t i = 0; i < count; i++) {
        struct rtx_statement s = {.size = sizeof s};
        long number;
        long policy;

        if (rtx_config_statement(r->running, i, &s) == 0 &&
            sscanf(s.text, "ipsec transport %9ld %9ld", &number, &policy) ==
                2 &&
            policy == ipsec)
            return number;
    }
    return ipsec;
}

static void write_transports(rtx_recipe *r, const struct vpn *v)
{
    recipe_comment(r, "L2TP inside IPsec");
    for (size_t i = 0; i < v->count; i++)
        recipe_line(r, 0, "ipsec transport %ld %ld udp 1701",
                    transport_of(r, v->tunnels[i].ipsec), v->tunnels[i].ipsec);
    recipe_line(r, 0, "ipsec auto refresh on");
    recipe_line(r, 0, "l2tp service on");
}

static void remove_spares(rtx_recipe *r, const struct vpn *v)
{
    if (v->spares == 0)
        return;
    recipe_comment(r, "the tunnels of clients that are no more");
    for (size_t i = 0; i < v->spares; i++) {
        char context[32];

        snprintf(context, sizeof context, "tunnel %ld", v->spare[i].tunnel);
        recipe_line(r, 0, "no ipsec transport %ld",
                    transport_of(r, v->spare[i].ipsec));
        recipe_line(r, 0, "tunnel select %ld", v->spare[i].tunnel);
        survey_remove_context(r, context);
        recipe_line(r, 0, "tunnel select none");
    }
}

void recipe_l2tp(rtx_recipe *r)
{
    static const char *const what[] = {"esp", "500", "4500", "1701"};
    struct vpn v = {0};

    check_clients(r, &v);
    if (r->rc < 0 || !survey_interface(r, "lan", "lan1", &v.lan))
        return;
    rtx__ipv4_text(v.lan.address, v.router, sizeof v.router);
    check_pool(r, &v);
    limits_check(r, RTX_FEATURE_L2TP, v.clients);
    choose_tunnels(r, &v);
    recipe_comment(r, "An L2TP/IPsec VPN for clients on the road.");
    recipe_line(r, 0, "ip lan1 proxyarp on");
    write_peer(r, &v);
    write_tunnels(r, &v);
    remove_spares(r, &v);
    tunnel_let_in(r, v.router, what, sizeof what / sizeof what[0]);
    write_transports(r, &v);
    recipe_comment(r, "questions about private addresses stay here");
    recipe_line(r, 0, "dns private address spoof on");
}
