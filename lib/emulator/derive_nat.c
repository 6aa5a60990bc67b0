/* What follows for show nat descriptor address: the static entries of the
 * configuration, and a few sessions of the host on the LAN. */
#include "emulator/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct search {
    long descriptor;
    json_t *entries;
};

static void add_static(struct emu_device *device, const struct rtx_statement *s,
                       void *data)
{
    struct search *search = data;
    struct emu_args args;

    (void)device;
    if (!rtx__starts(s->text, "nat descriptor masquerade static ") ||
        emu_args_init(&args, s->text) < 0)
        return;
    if (args.count > 7 &&
        strtol(args.word[4], NULL, 10) == search->descriptor) {
        const char *port = args.count > 8 ? args.word[8] : "";
        json_t *entry = json_pack(
            "{s:s,s:s,s:n,s:n,s:n,s:n,s:s}", "protocol", args.word[7],
            "inner_address", args.word[6], "inner_port", "destination_address",
            "destination_port", "masquerade", "type", "static");

        if (*port) {
            json_object_set_new(entry, "inner_port",
                                json_integer(strtol(port, NULL, 10)));
            json_object_set_new(entry, "masquerade",
                                json_integer(strtol(port, NULL, 10)));
        }
        /* the last one stands first */
        json_array_insert_new(search->entries, 0, entry);
    }
    emu_args_free(&args);
}

/* Three sessions of one host, opened one after another. */
static int add_dynamic(struct emu_device *device, json_t *entries,
                       char host[48])
{
    static const struct {
        const char *protocol;
        const char *address;
        int port;
        int ttl;
    } sessions[] = {{"tcp", "198.51.100.80", 443, 900},
                    {"udp", EMU_DNS_1, 53, 60},
                    {"tcp", "198.51.100.81", 443, 870}};
    const char *lan = emu_device_value(device, "", "ip lan1 address");
    unsigned a[3];

    if (!lan || sscanf(lan, "%3u.%3u.%3u.", a, a + 1, a + 2) != 3)
        return 0;
    snprintf(host, 48, "%u.%u.%u.200", a[0] & 255, a[1] & 255, a[2] & 255);
    for (int i = 0; i < 3; i++)
        json_array_append_new(
            entries,
            json_pack("{s:s,s:s,s:i,s:s,s:i,s:i,s:s,s:i}", "protocol",
                      sessions[i].protocol, "inner_address", host, "inner_port",
                      49700 + i, "destination_address", sessions[i].address,
                      "destination_port", sessions[i].port, "masquerade",
                      60000 + i, "type", "dynamic", "ttl_s", sessions[i].ttl));
    return 3;
}

static void add_table(struct emu_device *device, json_t *array,
                      const char *interface, long index, long descriptor,
                      bool up, const char *outer)
{
    struct search search = {descriptor, json_array()};
    json_t *inner = json_array();
    char host[48];
    char key[64];
    const char *kind;
    int used = 0;

    snprintf(key, sizeof key, "nat descriptor type %ld", descriptor);
    kind = emu_device_value(device, "", key);
    emu_each_statement(device, add_static, &search);
    if (up && device->net->nat_cleared_s < 0)
        used = add_dynamic(device, search.entries, host);
    if (used)
        json_array_append_new(inner,
                              json_pack("{s:i,s:s,s:i,s:i,s:s}", "no", 1,
                                        "inner_address", host, "in_use", used,
                                        "limit", 10000, "type", "dynamic"));
    json_array_append_new(
        array, json_pack("{s:I,s:s,s:I,s:s,s:s,s:[[i,i],[i,i]],s:i,s:o,s:o}",
                         "descriptor", (json_int_t)descriptor, "interface",
                         interface, "interface_index", (json_int_t)index,
                         "kind", kind ? kind : "none", "outer_address", outer,
                         "port_ranges", 60000, 64095, 54096, 59999, "in_use",
                         used, "entries", search.entries, "inner", inner));
}

/* `ip INTERFACE nat descriptor A B …` */
static void add_interface(struct emu_device *device,
                          const struct rtx_statement *s, void *data)
{
    const char *at = strstr(s->text, " nat descriptor ");
    char interface[24];
    char outer[48];
    struct emu_args args;
    bool up = true;
    long n = 0;

    if (!rtx__starts(s->text, "ip ") || !at)
        return;
    if (sscanf(s->context, "pp %ld", &n) == 1) {
        up = n >= 1 && n <= EMU_PPS && device->net->pp[n].state == EMU_LINK_UP;
        snprintf(interface, sizeof interface, "PP[%02ld]", n);
        emu_pp_address(device, n, outer);
    } else if (sscanf(s->context, "tunnel %ld", &n) == 1) {
        up = n >= 1 && n <= EMU_TUNNELS && device->net->tunnel[n].up;
        snprintf(interface, sizeof interface, "TUNNEL[%ld]", n);
        rtx__copy(outer, sizeof outer, "10.0.0.1");
    } else if (sscanf(s->text, "ip lan%ld ", &n) == 1) {
        snprintf(interface, sizeof interface, "LAN%ld", n);
        rtx__copy(outer, sizeof outer, "192.0.2.1");
    } else {
        return;
    }
    if (emu_args_init(&args, at + strlen(" nat descriptor ")) < 0)
        return;
    for (int i = 0;
         i < args.count && args.word[i][0] >= '0' && args.word[i][0] <= '9';
         i++)
        add_table(device, data, interface, i + 1,
                  strtol(args.word[i], NULL, 10), up, outer);
    emu_args_free(&args);
}

json_t *emu_derive_nat(struct emu_device *device)
{
    json_t *array = json_array();

    emu_each_statement(device, add_interface, array);
    return array;
}
