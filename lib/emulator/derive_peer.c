/* What follows for show ipv6 route and show status bgp neighbor. */
#include "emulator/state.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- show ipv6 route ---- */
static void add_route6(json_t *array, const char *destination,
                       const char *gateway, const char *interface,
                       const char *kind)
{
    json_array_append_new(
        array, json_pack("{s:s,s:s?,s:s,s:s,s:n}", "destination", destination,
                         "gateway", gateway, "interface", interface, "kind",
                         kind, "additional"));
}

/* "2001:db8::1/64" → "2001:db8::/64" */
static bool prefix_of(const char *address, char *ret, size_t size)
{
    char host[64];
    char text[INET6_ADDRSTRLEN];
    unsigned char bytes[16];
    const char *slash = strchr(address, '/');
    long bits = slash ? strtol(slash + 1, NULL, 10) : 128;

    rtx__copy(host, sizeof host, address);
    host[strcspn(host, "/ ")] = '\0';
    if (bits < 0 || bits > 128 || inet_pton(AF_INET6, host, bytes) != 1)
        return false;
    for (long i = bits; i < 128; i++)
        bytes[i / 8] &= (unsigned char)~(0x80u >> i % 8);
    if (!inet_ntop(AF_INET6, bytes, text, sizeof text))
        return false;
    snprintf(ret, size, "%s/%ld", text, bits);
    return true;
}

static void add_gateway6(json_t *array, const struct emu_args *args)
{
    char interface[32] = "LAN1";
    const char *gateway = NULL;

    /* ipv6 route DESTINATION gateway (pp N | tunnel N | ADDRESS) */
    if (strcmp(args->word[4], "pp") == 0 && args->count > 5)
        snprintf(interface, sizeof interface, "PP[%02ld]",
                 strtol(args->word[5], NULL, 10));
    else if (strcmp(args->word[4], "tunnel") == 0 && args->count > 5)
        snprintf(interface, sizeof interface, "TUNNEL[%ld]",
                 strtol(args->word[5], NULL, 10));
    else
        gateway = args->word[4];
    add_route6(array, args->word[2], gateway, interface, "static");
}

static void add_ipv6(struct emu_device *device, const struct rtx_statement *s,
                     void *data)
{
    struct emu_args args;
    char prefix[64];
    char interface[16];

    (void)device;
    if (!rtx__starts(s->text, "ipv6 ") || emu_args_init(&args, s->text) < 0)
        return;
    if (args.count > 4 && strcmp(args.word[1], "route") == 0)
        add_gateway6(data, &args);
    if (args.count > 3 && strcmp(args.word[2], "address") == 0 &&
        rtx__starts(args.word[1], "lan") &&
        prefix_of(args.word[3], prefix, sizeof prefix)) {
        snprintf(interface, sizeof interface, "LAN%.8s", args.word[1] + 3);
        add_route6(data, prefix, NULL, interface, "implicit");
    }
    emu_args_free(&args);
}

json_t *emu_derive_route6(struct emu_device *device)
{
    json_t *array = json_array();

    emu_each_statement(device, add_ipv6, array);
    return array;
}

/* ---- show status bgp neighbor ---- */
struct bgp {
    json_t *array;
    json_int_t as;
    int64_t since_ms; /* of the tunnel it runs through; -1: none is up */
};

static void fill_neighbor(struct emu_device *device, json_t *record,
                          const struct bgp *bgp, json_int_t hold,
                          const char *address)
{
    int64_t up = (emu_uptime(device) - bgp->since_ms) / 1000;
    char local[48];

    emu_pp_address(device, 1, local);
    json_object_set_new(record, "state", json_string("established"));
    json_object_set_new(record, "uptime_s", json_integer(up));
    json_object_set_new(record, "last_read_s", json_integer(up % (hold / 3)));
    json_object_set_new(record, "received_messages",
                        json_integer(4 + up / (hold / 3)));
    json_object_set_new(record, "sent_messages",
                        json_integer(5 + up / (hold / 3)));
    json_object_set_new(record, "established_count", json_integer(1));
    json_object_set_new(record, "local_address", json_string(local));
    json_object_set_new(record, "local_port", json_integer(1079));
    json_object_set_new(record, "router_id", json_string(address));
}

/* `bgp neighbor ID AS ADDRESS [hold-time=N] …` */
static void add_neighbor(struct emu_device *device,
                         const struct rtx_statement *s, void *data)
{
    struct bgp *bgp = data;
    struct emu_args args;
    json_int_t hold = 180;
    json_int_t as;
    json_t *record;

    if (!rtx__starts(s->text, "bgp neighbor ") ||
        emu_args_init(&args, s->text) < 0)
        return;
    if (args.count > 4 && args.word[2][0] >= '0' && args.word[2][0] <= '9') {
        for (int i = 5; i < args.count; i++) {
            if (rtx__starts(args.word[i], "hold-time="))
                hold = strtol(args.word[i] + 10, NULL, 10);
        }
        hold = hold < 3 ? 180 : hold;
        as = strtoll(args.word[3], NULL, 10);
        record = json_pack(
            "{s:s,s:I,s:I,s:s,s:s,s:I,s:I,s:i,s:i,s:i,s:i,s:s}", "neighbor",
            args.word[4], "remote_as", as, "local_as", bgp->as, "link",
            as == bgp->as ? "internal" : "external", "state", "active",
            "hold_s", hold, "keepalive_s", hold / 3, "received_messages", 0,
            "sent_messages", 0, "established_count", 0, "dropped_count", 0,
            "router_id", "0.0.0.0");
        if (bgp->since_ms >= 0)
            fill_neighbor(device, record, bgp, hold, args.word[4]);
        json_array_append_new(bgp->array, record);
    }
    emu_args_free(&args);
}

json_t *emu_derive_bgp(struct emu_device *device)
{
    struct bgp bgp = {json_array(), 0, -1};
    const char *use = emu_device_value(device, "", "bgp use");
    const char *as = emu_device_value(device, "", "bgp autonomous-system");

    bgp.as = as ? strtoll(as, NULL, 10) : 0;
    for (long n = 1; n <= EMU_TUNNELS && bgp.since_ms < 0; n++) {
        if (device->net->tunnel[n].up)
            bgp.since_ms = device->net->tunnel[n].since_ms;
    }
    if (use && rtx__starts(use, "on"))
        emu_each_statement(device, add_neighbor, &bgp);
    return bgp.array;
}
