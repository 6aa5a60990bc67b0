/* A router behind another router: masquerade, plain or one-to-one NAT, none. */
#include <stdio.h>
#include <string.h>

#include "recipe/lines.h"

static void check_maps(rtx_recipe *r, const struct recipe_net *lan)
{
    long outer = recipe_highest(r, "map_outer");
    long inner = recipe_highest(r, "map_inner");
    long most = outer > inner ? outer : inner;

    if (most > 0 && strcmp(recipe_get(r, "mode"), "none") == 0)
        recipe_fail(r, RTX_E_ARGUMENT, "mode",
                    "with mode=none there is nothing to map");
    for (long i = 1; i <= most; i++) {
        uint32_t address;

        if (!recipe_get_at(r, "map_outer", i) ||
            !recipe_get_at(r, "map_inner", i))
            recipe_fail(r, RTX_E_ARGUMENT, "map_outer",
                        "map_outer.%ld and map_inner.%ld belong together", i,
                        i);
        else if (recipe_address(recipe_get_at(r, "map_inner", i), &address) &&
                 !recipe_inside(lan, address))
            recipe_fail(r, RTX_E_ARGUMENT, "map_inner",
                        "%s does not lie in the LAN",
                        recipe_get_at(r, "map_inner", i));
    }
}

static void check(rtx_recipe *r, const struct recipe_net *lan)
{
    const char *address = recipe_get(r, "address");
    const char *gateway = recipe_get(r, "gateway");
    const char *mode = recipe_get(r, "mode");
    struct recipe_net wan;
    uint32_t front;

    if (strcmp(recipe_get(r, "wan"), "lan1") == 0)
        recipe_fail(r, RTX_E_ARGUMENT, "wan", "lan1 is the LAN");
    if (strcmp(mode, "nat") == 0 && !recipe_get(r, "outer"))
        recipe_fail(r, RTX_E_ARGUMENT, "outer",
                    "missing: mode=nat needs outer addresses");
    check_maps(r, lan);
    if (!address) {
        if (gateway)
            recipe_fail(r, RTX_E_ARGUMENT, "gateway",
                        "with DHCP the gateway comes from there");
        return;
    }
    if (!gateway) {
        recipe_fail(r, RTX_E_ARGUMENT, "gateway",
                    "missing: a fixed address needs the router in front");
        return;
    }
    if (!recipe_net(address, &wan) || !recipe_address(gateway, &front))
        return;
    if (!recipe_inside(&wan, front) || front == wan.address)
        recipe_fail(r, RTX_E_ARGUMENT, "gateway",
                    "the router in front is not a neighbour on %s", address);
    if (recipe_inside(&wan, lan->address) || recipe_inside(lan, wan.address))
        recipe_fail(r, RTX_E_ARGUMENT, "lan",
                    "the LAN and the network in front are the same");
}

static void write_wan(rtx_recipe *r)
{
    const char *wan = recipe_get(r, "wan");
    const char *address = recipe_get(r, "address");

    recipe_comment(r, "the way out, through the router in front");
    if (address) {
        recipe_line(r, 0, "ip %s address %s", wan, address);
        recipe_line(r, 0, "ip route default gateway %s",
                    recipe_get(r, "gateway"));
    } else {
        recipe_line(r, 0, "ip %s address dhcp", wan);
        recipe_line(r, 0, "ip route default gateway dhcp %s", wan);
    }
}

static void write_nat(rtx_recipe *r)
{
    const char *mode = recipe_get(r, "mode");
    const char *outer = recipe_get(r, "outer");
    long nat = recipe_number(r, "nat");
    long maps = recipe_highest(r, "map_outer");
    bool masquerade = strcmp(mode, "masquerade") == 0;
    char key[64];
    char text[96];

    if (strcmp(mode, "none") == 0)
        return;
    snprintf(key, sizeof key, "nat descriptor type %ld", nat);
    /* one-to-one entries need plain NAT under the masquerade */
    snprintf(text, sizeof text, "%s %s", key,
             !masquerade ? "nat"
             : maps > 0  ? "nat-masquerade"
                         : "masquerade");
    survey_unused(r, "", key, text, "nat");
    recipe_comment(r, "how inner addresses are shown outside");
    recipe_line(r, 0, "ip %s nat descriptor %ld", recipe_get(r, "wan"), nat);
    recipe_line(r, 0, "%s", text);
    recipe_line(r, 0, "nat descriptor address outer %ld %s", nat,
                outer ? outer : "primary");
    recipe_line(r, 0, "nat descriptor address inner %ld auto", nat);
    for (long i = 1; i <= maps; i++)
        recipe_line(r, 0, "nat descriptor static %ld %ld %s=%s 1", nat, i,
                    recipe_get_at(r, "map_outer", i),
                    recipe_get_at(r, "map_inner", i));
}

void recipe_behind(rtx_recipe *r)
{
    struct recipe_net lan;

    if (!recipe_net(recipe_get(r, "lan"), &lan))
        return;
    check(r, &lan);
    lines_check_lan(r, &lan);
    recipe_comment(r, "A router behind another router.");
    recipe_line(r, 0, "ip lan1 address %s", recipe_get(r, "lan"));
    write_wan(r);
    write_nat(r);
    lines_dhcp(r, &lan);
    lines_dns(r);
}
