/* The lines and peers that come and go: PPPoE sessions, tunnels, clients from
 * outside. They are where the configuration wants them as soon as somebody
 * looks; what changes, is logged. */
#include "emulator/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int emu_net_init(struct emu_device *device)
{
    device->net = rtx__calloc(1, sizeof *device->net);
    if (!device->net)
        return RTX_E_NOMEM;
    device->net->given = json_object();
    device->net->arp_cleared_s = -1;
    device->net->nat_cleared_s = -1;
    return device->net->given ? 0 : RTX_E_NOMEM;
}

void emu_net_free(struct emu_device *device)
{
    if (device->net)
        json_decref(device->net->given);
    rtx_free(device->net);
    device->net = NULL;
}

void emu_net_copy(struct emu_device *to, const struct emu_device *from)
{
    json_object_clear(to->net->given);
    json_object_update_new(to->net->given, json_deep_copy(from->net->given));
    memcpy(to->net->client, from->net->client, sizeof to->net->client);
}

void emu_net_boot(struct emu_device *device)
{
    struct emu_net *net = device->net;

    memset(net->pp, 0, sizeof net->pp);
    memset(net->tunnel, 0, sizeof net->tunnel);
    for (size_t i = 0; i < EMU_CLIENTS; i++)
        net->client[i].stage = EMU_AWAY;
    net->arp_cleared_s = -1;
    net->nat_cleared_s = -1;
    net->refreshed = false;
    emu_net_changed(device);
}

void emu_net_changed(struct emu_device *device)
{
    device->net->changes++;
    device->net->changed_ms = emu_uptime(device);
}

bool emu_trouble(const struct emu_device *device, const char *name)
{
    return emu_is(device->world, EMU_TROUBLE, name);
}

const char *emu_on_off(const struct emu_device *device, const char *context,
                       const char *key, const char *none)
{
    const char *value = emu_device_value(device, context, key);

    return value ? value : none;
}

void emu_pp_address(const struct emu_device *device, long n, char ret[48])
{
    char context[32];
    const char *value;
    long descriptor;
    unsigned a[4];
    char key[64];

    snprintf(context, sizeof context, "pp %ld", n);
    value = emu_device_value(device, context, "ip pp address");
    if (!value) {
        value = emu_device_value(device, context, "ip pp nat descriptor");
        descriptor = value ? strtol(value, NULL, 10) : 0;
        snprintf(key, sizeof key, "nat descriptor address outer %ld",
                 descriptor);
        value = descriptor ? emu_device_value(device, "", key) : NULL;
    }
    if (value && sscanf(value, "%3u.%3u.%3u.%3u", a, a + 1, a + 2, a + 3) == 4)
        snprintf(ret, 48, "%u.%u.%u.%u", a[0], a[1], a[2], a[3]);
    else
        snprintf(ret, 48, "203.0.113.%ld", n & 0xFF);
}

void emu_pp_remote(long n, char ret[48])
{
    snprintf(ret, 48, "198.51.100.%ld", n & 0xFF);
}

long emu_pp_first_up(const struct emu_device *device)
{
    for (long n = 1; n <= EMU_PPS; n++) {
        if (device->net->pp[n].state == EMU_LINK_UP)
            return n;
    }
    return 0;
}

/* ---- PPPoE ---- */
enum emu_link_state emu_pp_may(const struct emu_device *device, long n)
{
    const struct emu_pp *pp = &device->net->pp[n];
    char context[32];
    char key[32];

    snprintf(context, sizeof context, "pp %ld", n);
    snprintf(key, sizeof key, "pp enable %ld", n);
    if (!emu_device_value(device, context, "pppoe use"))
        return EMU_LINK_UNUSABLE;
    if (!emu_device_value(device, context, key) ||
        !emu_device_value(device, context, "pp auth myname"))
        return EMU_LINK_DISABLED;
    if (pp->held)
        return EMU_LINK_DOWN;
    if (!pp->asked &&
        strcmp(emu_on_off(device, context, "pppoe auto connect", "on"),
               "off") == 0)
        return EMU_LINK_NEVER;
    return EMU_LINK_UP;
}

/* The troubles that keep a line down: their last word in the log. */
static const char *pp_cause(const struct emu_device *device)
{
    if (emu_trouble(device, "padi-timeout"))
        return "PPPoE: PADI Timeout";
    if (emu_trouble(device, "provider-authentication"))
        return "PPP: Authentication failed";
    return NULL;
}

static void pp_dial(struct emu_device *device, long n)
{
    struct emu_pp *pp = &device->net->pp[n];
    const char *cause = pp_cause(device);
    char local[48];
    char remote[48];

    emu_net_log(device, "PPPOE[%02ld] Connecting to PPPoE server", n);
    if (cause) {
        if (emu_trouble(device, "provider-authentication")) {
            emu_net_log(device, "PPPOE[%02ld] PPPoE Connect", n);
            emu_net_log(device,
                        "PP[%02ld] RECV CHAP Failure in CS_OPEN/SS_CLOSED", n);
        }
        emu_net_log(device, "PPPOE[%02ld] Disconnected, cause [%s]", n, cause);
        pp->state = EMU_LINK_CONNECTING;
        return;
    }
    emu_pp_address(device, n, local);
    emu_pp_remote(n, remote);
    emu_net_log(device, "PPPOE[%02ld] PPPoE Connect", n);
    emu_net_log(device, "PP[%02ld] PPP/IPCP up  (Local: %s, Remote: %s)", n,
                local, remote);
    pp->state = EMU_LINK_UP;
    pp->since_ms = device->net->now_ms;
}

static void look_at_pp(struct emu_device *device, long n)
{
    struct emu_pp *pp = &device->net->pp[n];
    enum emu_link_state may = emu_pp_may(device, n);

    if (may == EMU_LINK_UP) {
        if (pp->state != EMU_LINK_UP &&
            (pp->state != EMU_LINK_CONNECTING || !pp_cause(device)))
            pp_dial(device, n);
        return;
    }
    if (pp->state == EMU_LINK_UP)
        emu_net_log(device, "PPPOE[%02ld] Disconnected, cause [No error.]", n);
    pp->state = may;
}

/* ---- tunnels to known gateways ---- */
static void tunnel_dial(struct emu_device *device, const struct emu_tunnel *t)
{
    struct emu_peer *peer = &device->net->tunnel[t->number];

    peer->up = true;
    peer->since_ms = device->net->now_ms;
    if (strcmp(t->kind, "ipsec") == 0) {
        emu_net_log(device,
                    "[IKE] initiate ISAKMP phase to %s (local address %s)",
                    t->remote, t->local);
        emu_net_log(device, "[IKE] initiate IPsec phase to %s", t->remote);
    }
    emu_net_log(device, "IP Tunnel[%ld] Up", t->number);
}

/* It begins, and nothing follows. */
static void tunnel_try(struct emu_device *device, const struct emu_tunnel *t)
{
    struct emu_peer *peer = &device->net->tunnel[t->number];

    if (peer->tried == device->net->changes)
        return;
    peer->tried = device->net->changes;
    emu_net_log(device, "[IKE] initiate ISAKMP phase to %s (local address %s)",
                t->remote, t->local);
}

static void look_at_tunnel(struct emu_device *device, long n)
{
    struct emu_peer *peer = &device->net->tunnel[n];
    struct emu_tunnel t;
    bool there = emu_tunnel_read(device, n, &t);
    bool may = there && emu_tunnel_may(device, &t);

    for (size_t i = 0; i < EMU_CLIENTS; i++) {
        /* a client's tunnel is the client's affair */
        if (device->net->client[i].stage && device->net->client[i].tunnel == n)
            return;
    }
    if (may && !peer->up) {
        tunnel_dial(device, &t);
    } else if (!may && peer->up) {
        peer->up = false;
        emu_net_log(device, "IP Tunnel[%ld] Down", n);
    }
    if (there && emu_tunnel_fails(device, &t))
        tunnel_try(device, &t);
}

/* ---- clients ---- */
static void look_at_client(struct emu_device *device, struct emu_client *client)
{
    struct emu_tunnel t;

    if (client->stage &&
        (!client->wanted || !emu_pp_first_up(device) ||
         !emu_tunnel_read(device, client->tunnel, &t) || !t.enabled ||
         !emu_device_value(device, "pp anonymous", "pp enable anonymous")))
        emu_client_drop(device, client);
    if (client->wanted && client->stage != EMU_PPP &&
        client->tried != device->net->changes)
        emu_client_dial(device, client);
}

int emu_net_client(struct emu_device *device, const char *name,
                   const char *address, bool dials)
{
    struct emu_client *free_one = NULL;

    for (size_t i = 0; i < EMU_CLIENTS; i++) {
        struct emu_client *client = &device->net->client[i];

        if (strcmp(client->name, name) == 0) {
            free_one = client;
            break;
        }
        if (!client->name[0] && !free_one)
            free_one = client;
    }
    if (!free_one || !name[0])
        return RTX_E_LIMIT;
    rtx__copy(free_one->name, sizeof free_one->name, name);
    if (address[0])
        rtx__copy(free_one->address, sizeof free_one->address, address);
    free_one->wanted = dials;
    emu_net_changed(device);
    emu_net_look(device);
    return 0;
}

/* Which PPs and tunnels are there at all? Those that were, are looked at too.
 */
struct present {
    bool pp[EMU_PPS + 1];
    bool tunnel[EMU_TUNNELS + 1];
};

static void mark_present(struct emu_device *device,
                         const struct rtx_statement *s, void *data)
{
    struct present *present = data;
    long n;

    (void)device;
    if (sscanf(s->context, "pp %ld", &n) == 1 && n >= 1 && n <= EMU_PPS)
        present->pp[n] = true;
    if (sscanf(s->context, "tunnel %ld", &n) == 1 && n >= 1 && n <= EMU_TUNNELS)
        present->tunnel[n] = true;
}

void emu_net_look(struct emu_device *device)
{
    struct emu_net *net = device->net;
    struct present present = {0};

    if (net->looking || !device->booted)
        return;
    net->looking = true;
    net->now_ms =
        net->seen == net->changes ? emu_uptime(device) : net->changed_ms;
    net->seen = net->changes;
    emu_each_statement(device, mark_present, &present);
    for (long n = 1; n <= EMU_PPS; n++) {
        if (present.pp[n] || net->pp[n].state == EMU_LINK_UP)
            look_at_pp(device, n);
        else
            net->pp[n].state = EMU_LINK_UNUSABLE;
    }
    for (long n = 1; n <= EMU_TUNNELS; n++) {
        if (present.tunnel[n] || net->tunnel[n].up)
            look_at_tunnel(device, n);
    }
    for (size_t i = 0; i < EMU_CLIENTS; i++)
        look_at_client(device, &net->client[i]);
    net->looking = false;
}

void emu_each_statement(struct emu_device *device,
                        void (*each)(struct emu_device *device,
                                     const struct rtx_statement *s, void *data),
                        void *data)
{
    const rtx_config *running = emu_device_running(device);

    for (size_t i = 0; i < rtx_config_count(running); i++) {
        struct rtx_statement s = {.size = sizeof s};

        if (rtx_config_statement(running, i, &s) == 0)
            each(device, &s, data);
    }
}
