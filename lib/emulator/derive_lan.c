/* What follows for the LANs: show arp, show status lanN, show status dhcp. */
#include "dialect/ipv4.h"
#include "emulator/state.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARP_TTL = 1085, ARP_LIFE = 1200 };

static int64_t up_s(const struct emu_device *device)
{
    return (emu_uptime(device) - device->boot_ms) / 1000;
}

json_t *emu_derive_arp(struct emu_device *device)
{
    const char *address = emu_device_value(device, "", "ip lan1 address");
    json_t *array = json_array();
    unsigned a[3];
    char host[48];

    if (device->net->arp_cleared_s < 0 && address &&
        sscanf(address, "%3u.%3u.%3u.", a, a + 1, a + 2) == 3) {
        snprintf(host, sizeof host, "%u.%u.%u.200", a[0] & 255, a[1] & 255,
                 a[2] & 255);
        /* looked up anew whenever it has run out */
        json_array_append_new(
            array,
            json_pack("{s:s,s:i,s:s,s:s,s:I}", "interface", "LAN1", "port", 1,
                      "address", host, "mac", "00:a0:de:00:02:00", "ttl_s",
                      (json_int_t)(ARP_TTL - up_s(device) % ARP_TTL)));
    }
    return array;
}

/* ---- show status lanN ---- */
static json_t *port(int number, bool up)
{
    json_t *ret = json_pack("{s:i,s:s,s:s}", "port", number, "negotiation",
                            "auto", "link", up ? "up" : "down");

    if (up) {
        json_object_set_new(ret, "speed_mbps", json_integer(1000));
        json_object_set_new(ret, "duplex", json_string("full"));
        json_object_set_new(ret, "media", json_string("1000BASE-T"));
    }
    return ret;
}

static json_t *lan(struct emu_device *device, unsigned n)
{
    const char *address;
    const char *text;
    json_t *ports = json_array();
    json_int_t packets = 3 + up_s(device) * 4;
    char name[8];
    char key[32];
    char mac[18];

    snprintf(name, sizeof name, "LAN%u", n);
    snprintf(key, sizeof key, "ip lan%u address", n);
    address = emu_device_value(device, "", key);
    snprintf(key, sizeof key, "description lan%u", n);
    text = emu_device_value(device, "", key);
    emu_device_mac(device, n - 1, mac);
    for (int i = 1; n == 1 && i <= 4; i++)
        json_array_append_new(ports, port(i, i == 1));
    if (n == 2)
        json_array_append_new(ports, port(1, true));
    return json_pack("{s:s,s:s?,s:s?,s:s,s:i,s:b,s:o,s:I,s:I,s:I,s:I,s:i,s:i}",
                     "interface", name, "description", text, "ip_address",
                     address, "mac", mac, "mtu", 1500, "promiscuous", 0,
                     "ports", ports, "transmitted_packets", packets,
                     "transmitted_octets", packets * 90, "received_packets",
                     packets + 7, "received_octets", (packets + 7) * 84,
                     "unsupported_packets", 0, "receive_overflow", 0);
}

json_t *emu_derive_lan(struct emu_device *device)
{
    return json_pack("[o,o]", lan(device, 1), lan(device, 2));
}

/* ---- show status dhcp ---- */
struct scope {
    json_int_t number;
    uint32_t first;
    uint32_t last;
    int bits;
    json_t *leases;
    json_int_t reserved;
};

static uint32_t parse(const char *text)
{
    unsigned a[4];

    if (sscanf(text, "%3u.%3u.%3u.%3u", a, a + 1, a + 2, a + 3) != 4)
        return 0;
    return (a[0] & 255) << 24 | (a[1] & 255) << 16 | (a[2] & 255) << 8 |
           (a[3] & 255);
}

/* `dhcp scope bind SCOPE ADDRESS [ethernet] MAC` */
static void add_bind(struct emu_device *device, const struct rtx_statement *s,
                     void *data)
{
    struct scope *scope = data;
    struct emu_args args;

    (void)device;
    if (!rtx__starts(s->text, "dhcp scope bind ") ||
        emu_args_init(&args, s->text) < 0)
        return;
    if (args.count > 5 && strtoll(args.word[3], NULL, 10) == scope->number) {
        scope->reserved++;
        json_array_append_new(scope->leases,
                              json_pack("{s:s,s:s,s:n,s:s}", "address",
                                        args.word[4], "client_ethernet",
                                        args.word[args.count - 1],
                                        "remaining_s", "kind", "reserved"));
    }
    emu_args_free(&args);
}

static json_t *scope_json(struct scope *scope)
{
    json_int_t total = (json_int_t)(scope->last - scope->first) + 1;
    json_int_t used =
        (json_int_t)json_array_size(scope->leases) - scope->reserved;
    uint32_t mask = rtx__ipv4_mask(scope->bits);
    char network[48];

    rtx__ipv4_text(scope->first & mask, network, sizeof network);
    return json_pack("{s:I,s:s,s:o,s:I,s:I,s:I,s:I,s:i}", "scope",
                     scope->number, "network", network, "leases", scope->leases,
                     "total", total, "reserved", scope->reserved, "in_use",
                     used, "free", total - used, "excluded", 0);
}

/* `dhcp scope N A-B/M [expire …]`: the host on the LAN has the first address */
static void add_scope(struct emu_device *device, const struct rtx_statement *s,
                      void *data)
{
    enum { THREE_DAYS = 259200, HALF = 129600 };
    const char *range = s->text + strlen("dhcp scope ");
    struct scope scope = {0};
    const char *last;
    char host[48];
    char *end;

    if (!rtx__starts(s->text, "dhcp scope "))
        return;
    scope.number = strtol(range, &end, 10);
    if (end == range)
        return;
    range = end + strspn(end, " ");
    last = strchr(range, '-');
    scope.first = parse(range);
    scope.last = last ? parse(last + 1) : scope.first;
    last = strchr(range, '/');
    scope.bits = last ? (int)strtol(last + 1, NULL, 10) : 24;
    if (!scope.first || scope.last < scope.first || scope.bits < 0 ||
        scope.bits > 32)
        return;
    scope.leases = json_array();
    emu_each_statement(device, add_bind, &scope);
    rtx__ipv4_text(scope.first, host, sizeof host);
    json_array_insert_new(
        scope.leases, 0,
        json_pack("{s:s,s:s,s:s,s:I,s:s}", "address", host, "client_ethernet",
                  "00:a0:de:00:03:00", "hostname", "desk", "remaining_s",
                  (json_int_t)(THREE_DAYS - up_s(device) % HALF), "kind",
                  "leased"));
    json_array_append_new(data, scope_json(&scope));
}

json_t *emu_derive_dhcp(struct emu_device *device)
{
    const char *service = emu_device_value(device, "", "dhcp service");
    json_t *array = json_array();

    if (service && rtx__starts(service, "server"))
        emu_each_statement(device, add_scope, array);
    return array;
}
