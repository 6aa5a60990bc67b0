/* A cloud's private network over two IPsec tunnels with BGP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "recipe/lines.h"

enum { TUNNELS = 2 };

static void check(rtx_recipe *r)
{
    static const char *const names[] = {"peer", "key", "inside", "neighbor"};
    const char *as = survey_values(r, "", "bgp autonomous-system");

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (recipe_highest(r, names[i]) > TUNNELS)
            recipe_fail(r, RTX_E_ARGUMENT, names[i], "there are two tunnels");
        for (long n = 1; n <= TUNNELS; n++)
            if (!recipe_get_at(r, names[i], n))
                recipe_fail(r, RTX_E_ARGUMENT, names[i], "missing: %s.%ld",
                            names[i], n);
    }
    if (as && strcmp(as, recipe_get(r, "as")) != 0)
        survey_unused(r, "", "bgp autonomous-system", "", "as");
}

static void check_ends(rtx_recipe *r)
{
    for (long n = 1; n <= TUNNELS && r->rc == 0; n++) {
        const char *inside = recipe_get_at(r, "inside", n);
        const char *neighbor = recipe_get_at(r, "neighbor", n);
        struct recipe_net net;
        uint32_t other;

        if (recipe_net(inside, &net) && recipe_address(neighbor, &other) &&
            (!recipe_inside(&net, other) || other == net.address))
            recipe_fail(r, RTX_E_ARGUMENT, "neighbor",
                        "%s is not the other end of %s", neighbor, inside);
    }
}

/* The tunnel to this peer, if the router has one; else a free one. */
static struct recipe_tunnel
choose(rtx_recipe *r, long n, const struct recipe_tunnel *taken, size_t count)
{
    size_t most = r->running ? rtx_config_count(r->running) : 0;

    for (size_t i = 0; i < most; i++) {
        struct rtx_statement s = {.size = sizeof s};
        const char *peer = recipe_get_at(r, "peer", n);
        long gateway;
        long tunnel;
        char address[40];

        if (rtx_config_statement(r->running, i, &s) == 0 &&
            sscanf(s.text, "ipsec ike remote address %9ld %39s", &gateway,
                   address) == 2 &&
            strcmp(address, peer) == 0 &&
            sscanf(s.context, "tunnel %9ld", &tunnel) == 1 &&
            tunnel_ipsec(r, tunnel) > 0)
            return (struct recipe_tunnel){tunnel, tunnel_ipsec(r, tunnel)};
    }
    return tunnel_free(r, recipe_number(r, "tunnel"), taken, count);
}

static void write_ike(rtx_recipe *r, long n, const struct recipe_tunnel *t,
                      const char *local)
{
    long id = t->ipsec;

    recipe_line(r, 2, "ipsec sa policy %ld %ld esp aes-cbc sha-hmac", id, id);
    recipe_line(r, 2, "ipsec ike duration ipsec-sa %ld 3600", id);
    recipe_line(r, 2, "ipsec ike encryption %ld aes-cbc", id);
    recipe_line(r, 2, "ipsec ike group %ld modp1024", id);
    recipe_line(r, 2, "ipsec ike hash %ld sha", id);
    recipe_line(r, 2, "ipsec ike keepalive use %ld on dpd 10 3", id);
    recipe_line(r, 2, "ipsec ike local address %ld %s", id, local);
    recipe_line(r, 2, "ipsec ike pfs %ld on", id);
    lines_pre_shared_key(r, id, recipe_get_at(r, "key", n));
    recipe_line(r, 2, "ipsec ike remote address %ld %s", id,
                recipe_get_at(r, "peer", n));
}

static void write_tunnel(rtx_recipe *r, long n, const struct recipe_tunnel *t)
{
    recipe_line(r, 0, "tunnel select %ld", t->tunnel);
    recipe_line(r, 1, "ipsec tunnel %ld", t->ipsec);
    write_ike(r, n, t, recipe_get(r, "address"));
    recipe_line(r, 1, "ipsec tunnel outer df-bit clear");
    recipe_line(r, 1, "ip tunnel address %s", recipe_get_at(r, "inside", n));
    recipe_line(r, 1, "ip tunnel remote address %s",
                recipe_get_at(r, "neighbor", n));
    recipe_line(r, 1, "ip tunnel tcp mss limit %s", recipe_get(r, "mss"));
    recipe_line(r, 1, "tunnel enable %ld", t->tunnel);
}

/* What the cloud says, and our LAN to the cloud. */
static void write_bgp(rtx_recipe *r, const struct recipe_net *lan)
{
    char net[20];

    recipe_comment(r, "routes by BGP: all of the cloud's, our LAN to it");
    recipe_line(r, 0, "bgp use on");
    recipe_line(r, 0, "bgp autonomous-system %s", recipe_get(r, "as"));
    for (long n = 1; n <= TUNNELS; n++) {
        char inside[40];

        rtx__copy(inside, sizeof inside, recipe_get_at(r, "inside", n));
        inside[strcspn(inside, "/")] = '\0';
        recipe_line(
            r, 0, "bgp neighbor %ld %s %s hold-time=30 local-address=%s", n,
            recipe_get(r, "cloud_as"), recipe_get_at(r, "neighbor", n), inside);
    }
    rtx__ipv4_text(lan->address & rtx__ipv4_mask(lan->prefix), net, sizeof net);
    recipe_line(r, 0, "bgp import filter 1 equal %s/%d", net, lan->prefix);
    recipe_line(r, 0, "bgp import %s static filter 1",
                recipe_get(r, "cloud_as"));
}

void recipe_vpc(rtx_recipe *r)
{
    static const char *const what[] = {"esp", "500"};
    struct recipe_net lan;
    struct recipe_tunnel tunnels[TUNNELS];
    char router[20];

    check(r);
    if (r->rc < 0 || !recipe_net(recipe_get(r, "lan"), &lan))
        return;
    check_ends(r);
    rtx__ipv4_text(lan.address, router, sizeof router);
    recipe_comment(r, "A cloud's private network over two tunnels.");
    for (long n = 1; n <= TUNNELS; n++) {
        tunnels[n - 1] = choose(r, n, tunnels, (size_t)n - 1);
        write_tunnel(r, n, &tunnels[n - 1]);
    }
    recipe_line(r, 0, "tunnel select none");
    write_bgp(r, &lan);
    tunnel_let_in(r, router, what, sizeof what / sizeof what[0]);
    recipe_line(r, 0, "ipsec auto refresh on");
}
