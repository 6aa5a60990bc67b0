/* show arp, show status lanN */
#include "emulator/state.h"

#include <stdio.h>
#include <string.h>

/* ---- show arp ---- */
static void print_arp(struct emu_shell *shell, const json_t *entry)
{
    char interface[48];

    rtx__copy(interface, sizeof interface, emu_text(entry, "interface"));
    if (emu_has(entry, "port"))
        snprintf(interface, sizeof interface, "%.20s(port%lld)",
                 emu_text(entry, "interface"), emu_number(entry, "port"));
    emu_print(shell, "%-15s%-18s%-18s", interface, emu_text(entry, "address"),
              emu_text(entry, "mac"));
    if (emu_has(entry, "ttl_s"))
        emu_print(shell, "%4lld\n", emu_number(entry, "ttl_s"));
    else
        emu_print(shell, "permanent\n");
}

void emu_run_show_arp(struct emu_shell *shell, const char *args)
{
    json_t *entries = emu_state_shown(shell, "show arp");
    size_t count = json_array_size(entries);

    (void)args;
    if (emu_newer(shell))
        emu_print(shell,
                  emu_japanese(shell) ? "カウント数: %zu\n"
                                      : "Number of entries: %zu\n",
                  count);
    emu_print(shell, emu_japanese(shell)
                         ? "インタフェース IPアドレス        MACアドレス       "
                           "TTL(秒)\n"
                         : "Interface      IP address        MAC address       "
                           "TTL(second)\n");
    for (size_t i = 0; i < count; i++)
        print_arp(shell, json_array_get(entries, i));
    json_decref(entries);
}

/* ---- show status lanN ---- */
/* "Auto Negotiation (1000BASE-T Full Duplex)" */
static void print_port(struct emu_shell *shell, const json_t *port)
{
    char mode[64];
    char link[64] = "Link Down";

    snprintf(mode, sizeof mode, "%.24s %s Duplex",
             emu_has(port, "media") ? emu_text(port, "media") : "100BASE-TX",
             emu_says(port, "duplex", "half") ? "Half" : "Full");
    if (emu_says(port, "link", "up"))
        rtx__copy(link, sizeof link, mode);
    emu_print(shell, "%s (%s)\n",
              emu_says(port, "negotiation", "fixed") ? mode
                                                     : "Auto Negotiation",
              link);
}

static void print_ports(struct emu_shell *shell, const json_t *record)
{
    const json_t *ports = emu_list(record, "ports");
    bool japanese = emu_japanese(shell);
    const char *label =
        japanese ? "動作モード設定: " : "Operation mode setting: ";

    if (json_array_size(ports) == 1) {
        emu_print(shell, "%s", label);
        print_port(shell, json_array_get(ports, 0));
        return;
    }
    emu_print(shell, "%sType (Link status)\n", label);
    for (size_t i = 0; i < json_array_size(ports); i++) {
        const json_t *port = json_array_get(ports, i);

        emu_print(shell, "%15sPORT%lld: ", "", emu_number(port, "port"));
        print_port(shell, port);
    }
}

static void print_traffic(struct emu_shell *shell, const json_t *record,
                          const char *label, const char *direction)
{
    char packets[32];
    char octets[32];

    snprintf(packets, sizeof packets, "%s_packets", direction);
    snprintf(octets, sizeof octets, "%s_octets", direction);
    emu_print(shell,
              emu_japanese(shell) ? "%s:  %lld パケット(%lld オクテット)\n"
                                  : "%s:  %lld packets (%lld octets)\n",
              label, emu_number(record, packets), emu_number(record, octets));
}

static void print_counters(struct emu_shell *shell, const json_t *record)
{
    bool japanese = emu_japanese(shell);

    print_traffic(shell, record, japanese ? "送信パケット" : "Transmitted",
                  "transmitted");
    print_traffic(shell, record, japanese ? "受信パケット" : "Received",
                  "received");
    if (emu_has(record, "unsupported_packets"))
        emu_print(shell, "%s: %lld\n",
                  japanese ? "未サポートパケットの受信"
                           : "Unknown packets received",
                  emu_number(record, "unsupported_packets"));
    emu_print(shell, "%s:  %lld\n",
              japanese ? "受信オーバーフロー" : "Receive overflow",
              emu_number(record, "receive_overflow"));
}

/* No transcript of it is complete: the labels are known, the order is that of
 * programs that read it. */
static void print_lan(struct emu_shell *shell, const json_t *record)
{
    bool japanese = emu_japanese(shell);
    const char *promiscuous =
        json_is_true(json_object_get(record, "promiscuous")) ? "ON" : "OFF";

    emu_print(shell, "%s\n%s: %s\n", emu_text(record, "interface"),
              japanese ? "説明" : "Description",
              emu_text(record, "description"));
    emu_print(shell, "%s: %s%s\n", japanese ? "IPアドレス" : "IP address",
              emu_text(record, "ip_address"),
              json_is_true(json_object_get(record, "dhcp")) ? " (DHCP)" : "");
    emu_print(shell, "%s: %s\n",
              japanese ? "イーサネットアドレス" : "Ethernet address",
              emu_text(record, "mac"));
    print_ports(shell, record);
    emu_print(shell,
              japanese ? "最大パケット長(MTU): %lld オクテット\n"
                         "プロミスキャスモード: %s\n"
                       : "Maximum Transmission Unit(MTU): %lld octets\n"
                         "Promiscuous mode: %s\n",
              emu_number(record, "mtu"), promiscuous);
    print_counters(shell, record);
}

static void show_lan(struct emu_shell *shell, const char *name)
{
    json_t *records = emu_state_shown(shell, "show status lan");
    json_t *key = json_string(name);
    json_t *record = emu_state_find(records, "interface", key);

    if (record)
        print_lan(shell, record);
    json_decref(key);
    json_decref(records);
}

void emu_run_show_status_lan1(struct emu_shell *shell, const char *args)
{
    (void)args;
    show_lan(shell, "LAN1");
}

void emu_run_show_status_lan2(struct emu_shell *shell, const char *args)
{
    (void)args;
    show_lan(shell, "LAN2");
}
