/* Commands that act on lines, peers and tables: connect, disconnect, ipsec
 * refresh sa, clear arp, clear nat descriptor dynamic. */
#include "emulator/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void emu_run_clear_arp(struct emu_shell *shell, const char *args)
{
    (void)args;
    shell->device->net->arp_cleared_s = emu_uptime(shell->device) / 1000;
    emu_state_empty(shell->device, "show arp");
}

/* ---- clear nat descriptor dynamic (N | all) ---- */
static void forget_sessions(json_t *table)
{
    json_t *entries = json_object_get(table, "entries");

    for (size_t i = json_array_size(entries); i > 0; i--) {
        if (!emu_says(json_array_get(entries, i - 1), "type", "static"))
            json_array_remove(entries, i - 1);
    }
    json_object_set_new(table, "inner", json_array());
    json_object_set_new(table, "in_use", json_integer(0));
}

void emu_run_clear_nat(struct emu_shell *shell, const char *args)
{
    struct emu_device *device = shell->device;
    bool all = rtx__same_word(args, "all");
    char *end;
    long number = strtol(args, &end, 10);
    json_t *tables =
        emu_state_given_value(device, "show nat descriptor address");

    if (!all && (end == args || *end)) {
        emu_error(shell, *args ? RTX_MESSAGE_KEYWORD : RTX_MESSAGE_ARITY);
        return;
    }
    if (!tables)
        device->net->nat_cleared_s = emu_uptime(device) / 1000;
    for (size_t i = 0; i < json_array_size(tables); i++) {
        json_t *table = json_array_get(tables, i);

        if (all || emu_number(table, "descriptor") == number)
            forget_sessions(table);
    }
}

/* ---- ipsec refresh sa: all keys go; whoever wants one, asks again ---- */
void emu_run_refresh_sa(struct emu_shell *shell, const char *args)
{
    struct emu_device *device = shell->device;
    struct emu_net *net = device->net;
    json_t *given = emu_state_given_value(device, "show ipsec sa");

    (void)args;
    emu_net_look(device);
    for (size_t i = 0; i < EMU_CLIENTS; i++)
        emu_client_drop(device, &net->client[i]);
    for (long n = 1; n <= EMU_TUNNELS; n++) {
        if (net->tunnel[n].up)
            emu_net_log(device, "IP Tunnel[%ld] Down", n);
        net->tunnel[n].up = false;
    }
    if (given)
        json_object_update_new(given,
                               json_pack("{s:i,s:i,s:i,s:[]}", "isakmp", 0,
                                         "send", 0, "recv", 0, "sas"));
    net->refreshed = true;
    emu_net_changed(device);
    emu_net_look(device);
}

/* ---- connect, disconnect ---- */
static void say_given(struct emu_device *device, long n, const char *state)
{
    char interface[24];
    json_t *name;

    snprintf(interface, sizeof interface, "PP[%02ld]", n);
    name = json_string(interface);
    emu_state_change(device, "show status pp", "interface", name, "state",
                     state);
    json_decref(name);
}

static void set_pp(struct emu_device *device, long n, bool up)
{
    struct emu_pp *pp = &device->net->pp[n];

    if (!up && pp->state != EMU_LINK_UP && pp->state != EMU_LINK_CONNECTING)
        return;
    pp->held = !up;
    pp->asked = up;
    if (up && pp->state == EMU_LINK_CONNECTING)
        pp->state = EMU_LINK_DOWN; /* it tries once more */
    say_given(device, n, up ? "connected" : "disconnected");
}

static void hang_up_clients(struct emu_device *device)
{
    for (size_t i = 0; i < EMU_CLIENTS; i++)
        emu_client_drop(device, &device->net->client[i]);
}

/* WHAT is "3", "pp 3", "tunnel 3", "anonymous" or "all". */
static int switch_link(struct emu_device *device, const struct emu_args *args,
                       bool up)
{
    bool tunnel = rtx__same_word(args->word[0], "tunnel");
    bool named = tunnel || rtx__same_word(args->word[0], "pp") ||
                 rtx__same_word(args->word[0], "peer");
    const char *what = args->word[args->count - 1];
    long n = strtol(what, NULL, 10);

    if (args->count != 1 + named)
        return RTX_MESSAGE_ARITY;
    if (!up && rtx__same_word(what, "all")) {
        for (n = 1; n <= EMU_PPS; n++)
            set_pp(device, n, false);
        hang_up_clients(device);
    } else if (!up && rtx__same_word(what, "anonymous")) {
        hang_up_clients(device);
    } else if (what[0] < '0' || what[0] > '9') {
        return RTX_MESSAGE_KEYWORD;
    } else if (n < 1 || n > (tunnel ? (long)EMU_TUNNELS : (long)EMU_PPS)) {
        return RTX_MESSAGE_RANGE;
    } else if (tunnel) {
        device->net->tunnel[n].held = !up;
    } else {
        set_pp(device, n, up);
    }
    return EMU_APPLIED;
}

static void run_switch(struct emu_shell *shell, const char *text, bool up)
{
    struct emu_device *device = shell->device;
    struct emu_args args;
    int rc = RTX_MESSAGE_ARITY;

    if (emu_args_init(&args, text) < 0) {
        emu_error(shell, RTX_MESSAGE_ARITY);
        return;
    }
    emu_net_look(device);
    if (args.count > 0)
        rc = switch_link(device, &args, up);
    emu_args_free(&args);
    if (rc != EMU_APPLIED) {
        emu_error(shell, (enum rtx_message)rc);
        return;
    }
    emu_net_changed(device);
    emu_net_look(device);
}

void emu_run_connect(struct emu_shell *shell, const char *args)
{
    run_switch(shell, args, true);
}

void emu_run_disconnect(struct emu_shell *shell, const char *args)
{
    /* flows of packets are not emulated, so none is there to end */
    if (rtx__starts(args, "ip connection") ||
        rtx__starts(args, "ipv6 connection"))
        return;
    run_switch(shell, args, false);
}
