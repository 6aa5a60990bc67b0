/* An IPsec tunnel between two LANs: both sides from one description. */
#include <stdio.h>
#include <string.h>

#include "recipe/lines.h"

/* One side as the other sees it. */
struct side {
    struct recipe_net lan;
    char router[20];     /* its own address on its LAN */
    char network[24];    /* its LAN */
    const char *address; /* on the internet; NULL: not fixed */
};

static bool read_side(rtx_recipe *r, const char *lan, const char *address,
                      struct side *ret)
{
    char net[20];

    if (!recipe_net(recipe_get(r, lan), &ret->lan))
        return false;
    rtx__ipv4_text(ret->lan.address, ret->router, sizeof ret->router);
    rtx__ipv4_text(ret->lan.address & rtx__ipv4_mask(ret->lan.prefix), net,
                   sizeof net);
    snprintf(ret->network, sizeof ret->network, "%s/%d", net, ret->lan.prefix);
    ret->address = recipe_get(r, address);
    return true;
}

static void check(rtx_recipe *r, const struct side *here,
                  const struct side *there)
{
    char key[64];
    char text[96];

    if (recipe_inside(&here->lan, there->lan.address) ||
        recipe_inside(&there->lan, here->lan.address))
        recipe_fail(r, RTX_E_ARGUMENT, "b_lan",
                    "both LANs have addresses of the same network");
    if (!here->address && !there->address)
        recipe_fail(r, RTX_E_ARGUMENT, "a_address",
                    "one side at least needs a fixed address");
    if ((!here->address || !there->address) && !recipe_get(r, "name"))
        recipe_fail(r, RTX_E_ARGUMENT, "name",
                    "missing: a side without a fixed address needs a name to "
                    "be known by");
    snprintf(key, sizeof key, "ip route %s", there->network);
    if (survey_values(r, "", key) &&
        !rtx__starts(survey_values(r, "", key), "gateway tunnel")) {
        snprintf(text, sizeof text, "%s gateway tunnel", key);
        survey_unused(r, "", key, text, "b_lan");
    }
}

/* The tunnel to this LAN, if the router has one; else a free one. */
static struct recipe_tunnel choose(rtx_recipe *r, const struct side *there)
{
    char key[64];
    const char *route;
    long n = 0;

    snprintf(key, sizeof key, "ip route %s", there->network);
    route = survey_values(r, "", key);
    if (route && sscanf(route, "gateway tunnel %9ld", &n) == 1 && n > 0 &&
        tunnel_ipsec(r, n) > 0)
        return (struct recipe_tunnel){n, tunnel_ipsec(r, n)};
    return tunnel_free(r, recipe_number(r, "tunnel"), NULL, 0);
}

/* Main mode between addresses; a side without one says its name. */
static void write_ends(rtx_recipe *r, long n, const struct side *here,
                       const struct side *there)
{
    char *name =
        recipe_get(r, "name") ? recipe_quoted(recipe_get(r, "name")) : NULL;

    recipe_line(r, 2, "ipsec ike local address %ld %s", n, here->router);
    if (!here->address && name)
        recipe_line(r, 2, "ipsec ike local name %ld %s key-id", n, name);
    if (there->address)
        recipe_line(r, 2, "ipsec ike remote address %ld %s", n, there->address);
    else
        recipe_line(r, 2, "ipsec ike remote address %ld any", n);
    if (!there->address && name)
        recipe_line(r, 2, "ipsec ike remote name %ld %s key-id", n, name);
    rtx_free(name);
}

static void write_tunnel(rtx_recipe *r, const struct recipe_tunnel *t,
                         const struct side *here, const struct side *there)
{
    const char *cipher = recipe_get(r, "cipher");
    const char *hash = recipe_get(r, "hash");
    long n = t->ipsec;

    recipe_comment(r, "the tunnel: algorithms and key as on the other side");
    recipe_line(r, 0, "tunnel select %ld", t->tunnel);
    recipe_line(r, 1, "ipsec tunnel %ld", n);
    recipe_line(r, 2, "ipsec sa policy %ld %ld esp %s %s-hmac", n, n, cipher,
                hash);
    recipe_line(r, 2, "ipsec ike encryption %ld %s", n, cipher);
    recipe_line(r, 2, "ipsec ike group %ld %s", n, recipe_get(r, "group"));
    recipe_line(r, 2, "ipsec ike hash %ld %s", n, hash);
    recipe_line(r, 2, "ipsec ike keepalive use %ld on dpd 10 3", n);
    lines_pre_shared_key(r, n, recipe_get(r, "key"));
    write_ends(r, n, here, there);
    recipe_line(r, 1, "ip tunnel tcp mss limit auto");
    recipe_line(r, 1, "tunnel enable %ld", t->tunnel);
    recipe_line(r, 0, "tunnel select none");
}

void recipe_lan_to_lan(rtx_recipe *r)
{
    static const char *const what[] = {"esp", "500"};
    bool a = strcmp(recipe_get(r, "side"), "a") == 0;
    struct side sides[2];
    const struct side *here = &sides[a ? 0 : 1];
    const struct side *there = &sides[a ? 1 : 0];
    struct recipe_tunnel tunnel;

    if (!read_side(r, "a_lan", "a_address", &sides[0]) ||
        !read_side(r, "b_lan", "b_address", &sides[1]))
        return;
    check(r, here, there);
    tunnel = choose(r, there);
    recipe_comment(r, a ? "Router A's side of a tunnel between two LANs."
                        : "Router B's side of a tunnel between two LANs.");
    write_tunnel(r, &tunnel, here, there);
    recipe_comment(r, "the other LAN lies behind it");
    recipe_line(r, 0, "ip route %s gateway tunnel %ld", there->network,
                tunnel.tunnel);
    tunnel_let_in(r, here->router, what, sizeof what / sizeof what[0]);
    recipe_line(r, 0, "ipsec auto refresh on");
}
