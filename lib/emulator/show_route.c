/* show ip route [detail|summary], show ipv6 route [summary] */
#include "emulator/state.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Protocols stand in capitals. */
static const char *kind_text(const json_t *route, char ret[16])
{
    rtx__copy(ret, 16, emu_text(route, "kind"));
    if (strcmp(ret, "ospf") == 0 || strcmp(ret, "bgp") == 0 ||
        strcmp(ret, "rip") == 0) {
        for (char *c = ret; *c; c++)
            *c = (char)toupper((unsigned char)*c);
    }
    return ret;
}

static const char *gateway_of(const json_t *route)
{
    return emu_has(route, "gateway") ? emu_text(route, "gateway") : "-";
}

static void print_routes(struct emu_shell *shell, const json_t *routes)
{
    char kind[16];

    emu_print(shell, emu_japanese(shell)
                         ? "宛先ネットワーク    ゲートウェイ     "
                           "インタフェース  種別  付加情報\n"
                         : "Destination         Gateway          Interface    "
                           "   Kind  Additional Info.\n");
    for (size_t i = 0; i < json_array_size(routes); i++) {
        const json_t *r = json_array_get(routes, i);

        emu_print(shell, "%-20s%-15s%12s%10s  %s\n", emu_text(r, "destination"),
                  gateway_of(r), emu_text(r, "interface"), kind_text(r, kind),
                  emu_text(r, "additional"));
    }
}

/* Routes per protocol; the emulator hides none. */
static void print_summary(struct emu_shell *shell, const json_t *routes,
                          const char *const (*kinds)[2])
{
    size_t total = json_array_size(routes);

    emu_print(shell, "Protocol   Active    Hidden\n"
                     "-----------------------------\n");
    for (; (*kinds)[0]; kinds++) {
        int count = 0;

        for (size_t i = 0; i < total; i++)
            count += emu_says(json_array_get(routes, i), "kind", (*kinds)[1]);
        emu_print(shell, "%-13s%4d%10d\n", (*kinds)[0], count, 0);
    }
    emu_print(shell, "-----------------------------\n%-13s%4zu%10d\n", "Total",
              total, 0);
}

static const char *const kinds_4[][2] = {{"Static", "static"},
                                         {"Implicit", "implicit"},
                                         {"Temporary", "temporary"},
                                         {"Redirect", "redirect"},
                                         {"RIP", "rip"},
                                         {"OSPF", "ospf"},
                                         {"BGP", "bgp"},
                                         {NULL, NULL}};

static const char *const kinds_6[][2] = {{"static", "static"},
                                         {"Implicit", "implicit"},
                                         {"Temporary", "temporary"},
                                         {"ICMP redirect", "redirect"},
                                         {"RA", "ra"},
                                         {"RIPng", "ripng"},
                                         {"OSPFv3", "ospfv3"},
                                         {NULL, NULL}};

void emu_run_show_route(struct emu_shell *shell, const char *args)
{
    json_t *routes;

    if (*args && !rtx__same_word(args, "detail") &&
        !rtx__same_word(args, "summary")) {
        emu_error(shell, RTX_MESSAGE_KEYWORD);
        return;
    }
    routes = emu_state_shown(shell, "show ip route");
    if (rtx__same_word(args, "summary"))
        print_summary(shell, routes, kinds_4);
    else
        print_routes(shell, routes);
    json_decref(routes);
}

/* ---- show ipv6 route ---- */
static void print_routes6(struct emu_shell *shell, const json_t *routes)
{
    emu_print(shell, emu_japanese(shell)
                         ? "宛先ネットワーク         ゲートウェイ             "
                           "インタフェース  タイプ\n"
                         : "Destination              Gateway                  "
                           "Interface  Type\n");
    for (size_t i = 0; i < json_array_size(routes); i++) {
        const json_t *r = json_array_get(routes, i);
        const char *gateway = gateway_of(r);
        char kind[16];

        kind_text(r, kind);
        emu_print(shell, "%-25s", emu_text(r, "destination"));
        /* the rest of the row goes below a gateway that fills its column; in
         * Japanese the columns of interface and type are wider */
        if (strlen(gateway) > 24)
            emu_print(shell, "%s \n%50s", gateway, "");
        else
            emu_print(shell, "%-25s", gateway);
        emu_print(shell, "%-*s%s\n", emu_japanese(shell) ? 16 : 11,
                  emu_text(r, "interface"), kind);
    }
}

void emu_run_show_route6(struct emu_shell *shell, const char *args)
{
    json_t *routes;

    if (*args && !rtx__same_word(args, "detail") &&
        !rtx__same_word(args, "summary")) {
        emu_error(shell, RTX_MESSAGE_KEYWORD);
        return;
    }
    routes = emu_state_shown(shell, "show ipv6 route");
    if (rtx__same_word(args, "summary"))
        print_summary(shell, routes, kinds_6);
    else
        print_routes6(shell, routes);
    json_decref(routes);
}
