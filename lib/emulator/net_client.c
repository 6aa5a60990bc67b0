/* A client from outside that dials in by L2TP/IPsec, and how far it comes. */
#include "emulator/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

long emu_l2tp_number(const struct emu_client *client, int which)
{
    unsigned hash = 17u + 1000u * (unsigned)which;

    for (const char *c = client->name; *c; c++)
        hash = hash * 31 + (unsigned char)*c;
    return 1024 + (long)(hash % 60000);
}

/* ---- do its packets reach the router? ---- */
struct packet {
    const char *protocol;
    const char *port;
    const char *from;
};

static bool in_list(const char *list, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = list; *at;) {
        size_t n = strcspn(at, ",");

        if (n == length && strncmp(at, word, n) == 0)
            return true;
        at += n + (at[n] == ',');
    }
    return strcmp(list, "*") == 0;
}

/* 1: it passes, -1: it is rejected, 0: the filter is about something else */
static int filter_says(const struct emu_device *device, const char *number,
                       const struct packet *packet)
{
    struct emu_args args;
    char key[48];
    const char *value;
    int ret = 0;

    snprintf(key, sizeof key, "ip filter %s", number);
    value = emu_device_value(device, "", key);
    if (!value || emu_args_init(&args, value) < 0)
        return 0;
    if (args.count >= 2 &&
        (strcmp(args.word[1], "*") == 0 ||
         strcmp(args.word[1], packet->from) == 0) &&
        (args.count < 4 || in_list(args.word[3], packet->protocol)) &&
        (args.count < 5 || !packet->port[0] ||
         in_list(args.word[4], packet->port)) &&
        (args.count < 6 || !packet->port[0] ||
         in_list(args.word[5], packet->port)))
        ret = rtx__starts(args.word[0], "pass") ? 1 : -1;
    emu_args_free(&args);
    return ret;
}

static bool passes(const struct emu_device *device, long pp,
                   const struct packet *packet)
{
    struct emu_args args;
    char context[32];
    const char *value;
    int verdict = -1;

    snprintf(context, sizeof context, "pp %ld", pp);
    value = emu_device_value(device, context, "ip pp secure filter in");
    if (!value)
        return true;
    if (emu_args_init(&args, value) < 0)
        return false;
    for (int i = 0; i < args.count && strcmp(args.word[i], "dynamic") != 0;
         i++) {
        verdict = filter_says(device, args.word[i], packet);
        if (verdict)
            break;
        verdict = -1;
    }
    emu_args_free(&args);
    return verdict == 1;
}

struct port_search {
    const char *descriptor;
    const struct packet *packet;
    bool found;
};

static void find_static(struct emu_device *device,
                        const struct rtx_statement *s, void *data)
{
    struct port_search *search = data;
    struct emu_args args;

    (void)device;
    if (!rtx__starts(s->text, "nat descriptor masquerade static ") ||
        emu_args_init(&args, s->text) < 0)
        return;
    /* … static DESCRIPTOR ID INNER PROTOCOL [PORT] */
    if (args.count > 7 && strcmp(args.word[4], search->descriptor) == 0 &&
        in_list(args.word[7], search->packet->protocol) &&
        (!search->packet->port[0] ||
         (args.count > 8 && strtol(args.word[8], NULL, 10) ==
                                strtol(search->packet->port, NULL, 10))))
        search->found = true;
    emu_args_free(&args);
}

/* Address translation lets it through to the router itself. */
static bool translated(struct emu_device *device, long pp,
                       const struct packet *packet)
{
    struct port_search search = {"", packet, false};
    char descriptor[16];
    char context[32];
    const char *value;

    snprintf(context, sizeof context, "pp %ld", pp);
    value = emu_device_value(device, context, "ip pp nat descriptor");
    if (!value)
        return true;
    rtx__copy(descriptor, sizeof descriptor, value);
    descriptor[strcspn(descriptor, " ")] = '\0';
    search.descriptor = descriptor;
    emu_each_statement(device, find_static, &search);
    return search.found;
}

static bool arrives(struct emu_device *device, const struct emu_client *client,
                    const char *protocol, const char *port)
{
    const struct packet packet = {protocol, port, client->address};
    long pp = emu_pp_first_up(device);
    char local[48];

    if (!passes(device, pp, &packet)) {
        emu_pp_address(device, pp, local);
        emu_net_log(
            device,
            "PP[%02ld] Rejected at IN(default) filter: UDP %s:%s > %s:%s", pp,
            client->address, port, local, port);
        return false;
    }
    return translated(device, pp, &packet);
}

/* ---- which tunnel takes it? ---- */
static bool in_use(const struct emu_device *device, long tunnel)
{
    for (size_t i = 0; i < EMU_CLIENTS; i++) {
        if (device->net->client[i].stage &&
            device->net->client[i].tunnel == tunnel)
            return true;
    }
    return false;
}

static bool find_tunnel(struct emu_device *device,
                        const struct emu_client *client, struct emu_tunnel *t)
{
    const char *bound = emu_device_value(device, "pp anonymous", "pp bind");

    for (const char *at = bound; at && *at; at += strspn(at, " ")) {
        long first = 0;
        long last = 0;
        int read = sscanf(at, "tunnel%ld-tunnel%ld", &first, &last);

        if (read == 1)
            last = first;
        for (long n = first; read >= 1 && n <= last && n <= EMU_TUNNELS; n++) {
            if (n >= 1 && !in_use(device, n) && emu_tunnel_read(device, n, t) &&
                t->enabled && t->gateway && strcmp(t->kind, "l2tp") == 0 &&
                (strcmp(t->remote, "any") == 0 ||
                 strcmp(t->remote, client->address) == 0))
                return true;
        }
        at += strcspn(at, " ");
    }
    return false;
}

/* ---- the address that it gets ---- */
static bool taken(const struct emu_device *device, const char *address)
{
    for (size_t i = 0; i < EMU_CLIENTS; i++) {
        if (device->net->client[i].stage == EMU_PPP &&
            strcmp(device->net->client[i].given, address) == 0)
            return true;
    }
    return false;
}

static bool from_range(struct emu_device *device, const char *range,
                       char ret[48])
{
    unsigned a[4];
    unsigned last[4];
    int read = sscanf(range, "%3u.%3u.%3u.%3u-%3u.%3u.%3u.%3u", a, a + 1, a + 2,
                      a + 3, last, last + 1, last + 2, last + 3);

    if (read < 4)
        return false;
    /* from the far end: the near one goes to the hosts of the LAN */
    for (unsigned n = read == 8 ? last[3] : a[3]; n >= a[3] && n <= 255; n--) {
        snprintf(ret, 48, "%u.%u.%u.%u", a[0] & 255, a[1] & 255, a[2] & 255,
                 n & 255);
        if (!taken(device, ret))
            return true;
    }
    return false;
}

static bool find_address(struct emu_device *device, char ret[48])
{
    const char *pool =
        emu_device_value(device, "pp anonymous", "ip pp remote address pool");

    if (!pool || emu_trouble(device, "no-address"))
        return false;
    if (rtx__starts(pool, "dhcp"))
        pool = emu_device_value(device, "", "dhcp scope 1");
    return pool && from_range(device, pool, ret);
}

/* ---- the stages ---- */
static bool key_exchange(struct emu_device *device, struct emu_client *client,
                         const struct emu_tunnel *t)
{
    emu_net_log(device, "[IKE] respond ISAKMP phase to %s", client->address);
    if (emu_trouble(device, "old-firmware")) {
        emu_net_log(device, "[IKE] inactivate ISAKMP socket");
        return false;
    }
    if (!t->key || emu_trouble(device, "key-mismatch")) {
        /* it tries again, and again no IPsec phase follows */
        emu_net_log(device, "[IKE] respond ISAKMP phase to %s",
                    client->address);
        emu_net_log(device, "[IKE] respond ISAKMP phase to %s",
                    client->address);
        return false;
    }
    client->stage = EMU_ISAKMP;
    emu_net_log(device, "[IKE] respond IPsec phase to %s", client->address);
    client->stage = EMU_IPSEC;
    emu_net_log(device, "IP Tunnel[%ld] Up", t->number);
    return true;
}

static bool l2tp(struct emu_device *device, struct emu_client *client,
                 const struct emu_tunnel *t)
{
    const char *service = emu_device_value(device, "", "l2tp service");
    char context[32];

    if (!service || !rtx__starts(service, "on") || !t->transport)
        return false;
    snprintf(context, sizeof context, "tunnel %ld", t->number);
    if (strcmp(emu_on_off(device, context, "l2tp syslog", "off"), "on") == 0) {
        emu_net_log(device, "[L2TP] TUNNEL[%ld] connected from %s", t->number,
                    client->address);
        emu_net_log(device, "[L2TP] TUNNEL[%ld] tunnel %ld established",
                    t->number, emu_l2tp_number(client, 0));
        emu_net_log(device, "[L2TP] TUNNEL[%ld] session %ld established",
                    t->number, emu_l2tp_number(client, 1));
    }
    client->stage = EMU_L2TP;
    return true;
}

static void ppp(struct emu_device *device, struct emu_client *client)
{
    const char *lan = emu_device_value(device, "", "ip lan1 address");
    char key[96];
    char local[48];

    snprintf(key, sizeof key, "pp auth username %s", client->name);
    emu_net_log(device, "PP[ANONYMOUS%02ld] Call detected from user '%s'",
                client->tunnel, client->name);
    if (!emu_device_value(device, "pp anonymous", key) ||
        emu_trouble(device, "client-authentication")) {
        emu_net_log(device, "PP[ANONYMOUS%02ld] CHAP Response Error",
                    client->tunnel);
        client->stage = EMU_IPSEC;
        return;
    }
    emu_net_log(device, "PP[ANONYMOUS%02ld] PPP/IPV6CP up", client->tunnel);
    if (!find_address(device, client->given)) {
        client->stage = EMU_IPSEC;
        return;
    }
    rtx__copy(local, sizeof local, lan ? lan : "192.168.100.1");
    local[strcspn(local, "/ ")] = '\0';
    emu_net_log(device,
                "PP[ANONYMOUS%02ld] PPP/IPCP up  (Local: %s, Remote: %s)",
                client->tunnel, local, client->given);
    client->stage = EMU_PPP;
}

void emu_client_dial(struct emu_device *device, struct emu_client *client)
{
    struct emu_tunnel t;

    client->tried = device->net->changes;
    client->stage = EMU_AWAY;
    if (!emu_pp_first_up(device) || emu_trouble(device, "peer-silent") ||
        !arrives(device, client, "udp", "500"))
        return;
    if ((emu_trouble(device, "unknown-gateway") && !device->net->refreshed) ||
        !find_tunnel(device, client, &t)) {
        emu_net_log(device, "[IKE] receive message from unknown gateway %s",
                    client->address);
        return;
    }
    client->tunnel = t.number;
    client->since_ms = device->net->now_ms;
    if (!key_exchange(device, client, &t) ||
        !arrives(device, client, "udp", "4500") ||
        !arrives(device, client, "esp", "") ||
        !arrives(device, client, "udp", "1701") ||
        !emu_device_value(device, "pp anonymous", "pp enable anonymous") ||
        !l2tp(device, client, &t))
        return;
    ppp(device, client);
}

void emu_client_drop(struct emu_device *device, struct emu_client *client)
{
    if (client->stage >= EMU_IPSEC)
        emu_net_log(device, "IP Tunnel[%ld] Down", client->tunnel);
    client->stage = EMU_AWAY;
}
