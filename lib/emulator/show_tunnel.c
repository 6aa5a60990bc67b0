/* show status tunnel N, show status l2tp. */
#include "emulator/state.h"

#include <stdlib.h>
#include <string.h>

static const char *type_name(const char *type)
{
    static const char *const names[][2] = {
        {"ipsec", "IPsec"}, {"ipip", "IPIP"},     {"l2tp", "L2TP"},
        {"pptp", "PPTP"},   {"l2tpv3", "L2TPv3"}, {"ipudp", "IPUDP"}};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i][0], type) == 0)
            return names[i][1];
    }
    return type;
}

static void print_traffic(struct emu_shell *shell, const json_t *record,
                          const char *label, int width, const char *direction)
{
    emu_print(shell, "  ");
    emu_print_left(shell, width, label);
    emu_print(shell, "(IPv4) ");
    emu_print_traffic(shell, record, direction, "ipv4_");
    emu_print(shell, "\n  %*s(IPv6) ", width, "");
    emu_print_traffic(shell, record, direction, "ipv6_");
    emu_print(shell, "\n");
}

/* What younger firmware adds; nobody has seen it in Japanese. */
static void print_newer(struct emu_shell *shell, const json_t *record)
{
    if (emu_has(record, "mtu_ipv4"))
        emu_print(shell,
                  "  Maximum Transmission Unit(MTU):\n"
                  "    IPv4: %lld octets\n    IPv6: %lld octets\n",
                  emu_number(record, "mtu_ipv4"),
                  emu_number(record, "mtu_ipv6"));
}

static void print_keepalive(struct emu_shell *shell, const json_t *record)
{
    if (emu_has(record, "keepalive_type"))
        emu_print(shell,
                  "  IKE keepalive:\n    [Type]: %s\n    [Status]: OK\n"
                  "    [Next send]: 1 sec after\n",
                  emu_text(record, "keepalive_type"));
}

static void print_japanese(struct emu_shell *shell, const json_t *record)
{
    char since[32];

    emu_router_time(emu_text(record, "since"), since);
    emu_print(shell,
              "  トンネルインタフェースは接続されています\n  開始: %s\n"
              "  通信時間: ",
              since);
    emu_print_duration(shell, emu_number(record, "connected_s"));
    emu_print(shell, "\n");
    print_newer(shell, record);
    print_traffic(shell, record, "受信: ", 6, "received");
    print_traffic(shell, record, "送信: ", 6, "transmitted");
    print_keepalive(shell, record);
}

static void print_english(struct emu_shell *shell, const json_t *record)
{
    char since[32];

    emu_router_time(emu_text(record, "since"), since);
    emu_print(shell, "  Current status is Online.\n  from %s.\n  ", since);
    emu_print_duration(shell, emu_number(record, "connected_s"));
    emu_print(shell, "  connection.\n");
    print_newer(shell, record);
    print_traffic(shell, record, "Received:", 13, "received");
    print_traffic(shell, record, "Transmitted:", 13, "transmitted");
    print_keepalive(shell, record);
}

static void print_tunnel(struct emu_shell *shell, const json_t *record)
{
    bool japanese = emu_japanese(shell);

    emu_print(shell, japanese ? "TUNNEL[%lld]:\n" : "TUNNEL[%lld]: \n",
              emu_number(record, "tunnel"));
    emu_print(shell, "%s %s\n", japanese ? "説明:" : "Description:",
              emu_text(record, "description"));
    emu_print(shell, "  %s: %s\n",
              japanese ? "インタフェースの種類" : "Interface type",
              type_name(emu_text(record, "interface_type")));
    if (!emu_says(record, "state", "connected"))
        /* nobody has published how a tunnel looks that is down */
        emu_print(shell, "  %s\n",
                  japanese ? "トンネルインタフェースは接続されていません"
                           : "Current status is Offline.");
    else if (japanese)
        print_japanese(shell, record);
    else
        print_english(shell, record);
}

void emu_run_show_status_tunnel(struct emu_shell *shell, const char *args)
{
    char *end;
    long number = strtol(args, &end, 10);
    json_t *records;
    json_t *key;
    json_t *record;

    if (end == args || *end) {
        emu_error(shell, *args ? RTX_MESSAGE_INTEGER : RTX_MESSAGE_ARITY);
        return;
    }
    if (number < 1 || number > EMU_TUNNELS) {
        emu_error(shell, RTX_MESSAGE_RANGE);
        return;
    }
    records = emu_state_shown(shell, "show status tunnel");
    key = json_integer(number);
    record = emu_state_find(records, "tunnel", key);
    if (record) {
        print_tunnel(shell, record);
    } else {
        json_t *none =
            json_pack("{s:I,s:s,s:s}", "tunnel", (json_int_t)number,
                      "interface_type", "ipsec", "state", "disconnected");

        print_tunnel(shell, none);
        json_decref(none);
    }
    json_decref(key);
    json_decref(records);
}

/* ---- show status l2tp: English in both languages ---- */
static void print_session(struct emu_shell *shell, const json_t *s)
{
    emu_print(shell,
              "  Session Information\n    Session State: %s\n"
              "    Local  Session ID: %lld\n    Remote Session ID: %lld\n",
              emu_text(s, "state"), emu_number(s, "local_session_id"),
              emu_number(s, "remote_session_id"));
    emu_print(shell,
              "    Received: %lld packets [%lld octets]\n"
              "    Transmitted: %lld packets [%lld octets]\n",
              emu_number(s, "received_packets"),
              emu_number(s, "received_octets"),
              emu_number(s, "transmitted_packets"),
              emu_number(s, "transmitted_octets"));
}

static void print_l2tp(struct emu_shell *shell, const json_t *t)
{
    const json_t *sessions = emu_list(t, "sessions");
    size_t count = json_array_size(sessions);

    emu_print(shell,
              "TUNNEL[%lld] Information\n  Tunnel State: %s\n"
              "  Local  Tunnel ID: %lld\n  Remote Tunnel ID: %lld\n",
              emu_number(t, "tunnel"), emu_text(t, "state"),
              emu_number(t, "local_tunnel_id"),
              emu_number(t, "remote_tunnel_id"));
    emu_print(shell,
              "  Local  IP Address: %s\n  Remote IP Address: %s\n"
              "  Local  Src Port: %lld\n  Remote Src Port: %lld\n",
              emu_text(t, "local_address"), emu_text(t, "remote_address"),
              emu_number(t, "local_port"), emu_number(t, "remote_port"));
    emu_print(shell,
              "  PP bind: %s\n  Vendor: %s\n  Hostname: %s\n"
              "  Tunnel has %zu session%s.\n",
              emu_text(t, "pp_bind"), emu_text(t, "vendor"),
              emu_text(t, "hostname"), count, count > 1 ? "s" : "");
    for (size_t i = 0; i < count; i++)
        print_session(shell, json_array_get(sessions, i));
}

void emu_run_show_status_l2tp(struct emu_shell *shell, const char *args)
{
    json_t *state = emu_state_shown(shell, "show status l2tp");
    const json_t *tunnels = emu_list(state, "tunnels");

    (void)args;
    emu_print(shell,
              "------------------- L2TP INFORMATION -------------------\n"
              "Number of control table using\n"
              "  Tunnel Control: %lld, Session Control: %lld\n",
              emu_number(state, "tunnel_count"),
              emu_number(state, "session_count"));
    for (size_t i = 0; i < json_array_size(tunnels); i++)
        print_l2tp(shell, json_array_get(tunnels, i));
    json_decref(state);
}
