/* What follows from the configuration for lines and tunnels: show status pp,
 * show status tunnel, show status l2tp, show ipsec sa. */
#include "emulator/state.h"

#include <stdio.h>
#include <string.h>

static int64_t seconds_since(const struct emu_device *device, int64_t since_ms)
{
    return (emu_uptime(device) - since_ms) / 1000;
}

static json_t *texts(const char *const *words)
{
    json_t *ret = json_array();

    for (; *words; words++)
        json_array_append_new(ret, json_string(*words));
    return ret;
}

static json_t *text_or_null(const char *text)
{
    return text && *text ? json_string(text) : json_null();
}

static void set_counters(json_t *record, int64_t packets, int64_t in,
                         int64_t out)
{
    json_object_set_new(record, "received_packets", json_integer(packets));
    json_object_set_new(record, "received_octets", json_integer(packets * in));
    json_object_set_new(record, "transmitted_packets",
                        json_integer(packets - 1));
    json_object_set_new(record, "transmitted_octets",
                        json_integer(packets * out));
}

/* ---- show status pp ---- */
static const char *state_word(enum emu_link_state state)
{
    static const char *const words[] = {
        [EMU_LINK_UNUSABLE] = "disabled",
        [EMU_LINK_DISABLED] = "disabled",
        [EMU_LINK_NEVER] = "never_connected",
        [EMU_LINK_CONNECTING] = "connecting",
        [EMU_LINK_DOWN] = "disconnected",
        [EMU_LINK_UP] = "connected",
    };

    return words[state];
}

static void fill_session(struct emu_device *device, json_t *record, long n)
{
    static const char *const lcp[] = {"Magic-Number", "MRU", NULL};
    static const char *const lcp_remote[] = {"CHAP", "Magic-Number", "MRU",
                                             NULL};
    static const char *const dns[] = {"IP-Address", "Primary-DNS",
                                      "Secondary-DNS", NULL};
    static const char *const plain[] = {"IP-Address", NULL};
    int64_t seconds = seconds_since(device, device->net->pp[n].since_ms);
    char context[32];
    char local[48];
    char remote[48];
    bool msext;

    snprintf(context, sizeof context, "pp %ld", n);
    msext =
        strcmp(emu_on_off(device, context, "ppp ipcp msext", "off"), "on") == 0;
    emu_pp_address(device, n, local);
    emu_pp_remote(n, remote);
    json_object_set_new(record, "peer", json_string("BAS"));
    json_object_set_new(record, "connected_s", json_integer(seconds));
    set_counters(record, 14 + seconds * 3, 60, 36);
    json_object_set_new(record, "received_load_percent", json_real(0));
    json_object_set_new(record, "transmitted_load_percent", json_real(0));
    json_object_set_new(record, "lcp_local", texts(lcp));
    json_object_set_new(record, "lcp_remote", texts(lcp_remote));
    json_object_set_new(record, "ipcp_local", texts(msext ? dns : plain));
    json_object_set_new(record, "ipcp_remote", texts(plain));
    if (msext) {
        json_object_set_new(record, "primary_dns", json_string(EMU_DNS_1));
        json_object_set_new(record, "secondary_dns", json_string(EMU_DNS_2));
    }
    json_object_set_new(record, "local_address", json_string(local));
    json_object_set_new(record, "remote_address", json_string(remote));
}

static json_t *pp_record(struct emu_device *device, long n)
{
    enum emu_link_state state = device->net->pp[n].state;
    char interface[16];
    char context[32];
    json_t *record;

    snprintf(interface, sizeof interface, "PP[%02ld]", n);
    snprintf(context, sizeof context, "pp %ld", n);
    record = json_pack(
        "{s:s,s:o,s:s?,s:s}", "interface", interface, "description",
        text_or_null(emu_device_value(device, context, "description pp")),
        "session_type", state == EMU_LINK_UNUSABLE ? NULL : "pppoe", "state",
        state_word(state));
    if (state == EMU_LINK_UP)
        fill_session(device, record, n);
    return record;
}

static void fill_caller(struct emu_device *device, json_t *record,
                        const struct emu_client *client)
{
    static const char *const lcp[] = {"CHAP", "Magic-Number", "MRU", NULL};
    static const char *const lcp_remote[] = {"Magic-Number", NULL};
    static const char *const address[] = {"IP-Address", NULL};
    static const char *const dns[] = {"IP-Address", "Primary-DNS", NULL};
    static const char *const id[] = {"Interface-ID", NULL};
    const char *lan = emu_device_value(device, "", "ip lan1 address");
    int64_t seconds = seconds_since(device, client->since_ms);
    char local[48];

    rtx__copy(local, sizeof local, lan ? lan : "192.168.100.1");
    local[strcspn(local, "/ ")] = '\0';
    json_object_set_new(record, "peer", json_string(client->name));
    json_object_set_new(record, "connected_s", json_integer(seconds));
    set_counters(record, 12 + seconds, 64, 150);
    json_object_set_new(record, "lcp_local", texts(lcp));
    json_object_set_new(record, "lcp_remote", texts(lcp_remote));
    json_object_set_new(record, "ipcp_local", texts(address));
    json_object_set_new(record, "ipcp_remote", texts(dns));
    json_object_set_new(record, "primary_dns", json_string(local));
    json_object_set_new(record, "local_address", json_string(local));
    json_object_set_new(record, "remote_address", json_string(client->given));
    json_object_set_new(record, "ipv6cp_local", texts(id));
    json_object_set_new(record, "ipv6cp_remote", texts(id));
    json_object_set_new(record, "local_interface_id",
                        json_string("02a0defffe741300"));
    json_object_set_new(record, "remote_interface_id",
                        json_string("5c0a5bfffe11a2b3"));
    json_object_set_new(record, "user_id", json_string(client->name));
}

static const struct emu_client *client_on(const struct emu_device *device,
                                          long tunnel)
{
    for (size_t i = 0; i < EMU_CLIENTS; i++) {
        const struct emu_client *client = &device->net->client[i];

        if (client->stage && client->tunnel == tunnel)
            return client;
    }
    return NULL;
}

static void add_anonymous(struct emu_device *device, json_t *array)
{
    for (long n = 1; n <= EMU_TUNNELS; n++) {
        const struct emu_client *client = client_on(device, n);
        char interface[24];
        json_t *record;

        if (!client || client->stage != EMU_PPP)
            continue;
        snprintf(interface, sizeof interface, "ANONYMOUS[%02ld]", n);
        record = json_pack("{s:s,s:s,s:s}", "interface", interface,
                           "session_type", "l2tp", "state", "connected");
        fill_caller(device, record, client);
        json_array_append_new(array, record);
    }
}

json_t *emu_derive_pp(struct emu_device *device)
{
    json_t *array = json_array();

    for (long n = 1; n <= EMU_PPS; n++)
        json_array_append_new(array, pp_record(device, n));
    add_anonymous(device, array);
    return array;
}

/* ---- show status tunnel ---- */
static void fill_tunnel(struct emu_device *device, json_t *record,
                        int64_t since_ms)
{
    int64_t seconds = seconds_since(device, since_ms);
    int64_t packets = 5 + seconds;
    char since[32];

    emu_iso_time((emu_wall(device) - emu_uptime(device) + since_ms) / 1000,
                 since);
    json_object_set_new(record, "since", json_string(since));
    json_object_set_new(record, "connected_s", json_integer(seconds));
    json_object_set_new(record, "received_ipv4_packets", json_integer(packets));
    json_object_set_new(record, "received_ipv4_octets",
                        json_integer(packets * 92));
    json_object_set_new(record, "transmitted_ipv4_packets",
                        json_integer(packets + 1));
    json_object_set_new(record, "transmitted_ipv4_octets",
                        json_integer((packets + 1) * 92));
}

json_t *emu_derive_tunnel(struct emu_device *device)
{
    static const char *const counters[] = {
        "received_ipv4_packets",    "received_ipv4_octets",
        "received_ipv6_packets",    "received_ipv6_octets",
        "transmitted_ipv4_packets", "transmitted_ipv4_octets",
        "transmitted_ipv6_packets", "transmitted_ipv6_octets"};
    json_t *array = json_array();

    for (long n = 1; n <= EMU_TUNNELS; n++) {
        const struct emu_client *client = client_on(device, n);
        bool up =
            client ? client->stage >= EMU_IPSEC : device->net->tunnel[n].up;
        struct emu_tunnel t;
        char context[32];
        json_t *record;

        if (!emu_tunnel_read(device, n, &t))
            continue;
        snprintf(context, sizeof context, "tunnel %ld", n);
        record = json_pack("{s:I,s:o,s:s,s:s}", "tunnel", (json_int_t)n,
                           "description",
                           text_or_null(emu_device_value(device, context,
                                                         "description tunnel")),
                           "interface_type", t.kind, "state",
                           up ? "connected" : "disconnected");
        for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++)
            json_object_set_new(record, counters[i], json_integer(0));
        if (up)
            fill_tunnel(device, record,
                        client ? client->since_ms
                               : device->net->tunnel[n].since_ms);
        json_array_append_new(array, record);
    }
    return array;
}

/* ---- show status l2tp ---- */
static json_t *l2tp_session(struct emu_device *device,
                            const struct emu_client *client)
{
    json_t *ret =
        json_pack("{s:s,s:I,s:I}", "state", "established", "local_session_id",
                  (json_int_t)emu_l2tp_number(client, 1), "remote_session_id",
                  (json_int_t)emu_l2tp_number(client, 3));

    set_counters(ret, 20 + seconds_since(device, client->since_ms), 65, 170);
    return ret;
}

static json_t *l2tp_tunnel(struct emu_device *device,
                           const struct emu_client *client)
{
    char local[48];
    char bind[24];

    emu_pp_address(device, emu_pp_first_up(device), local);
    snprintf(bind, sizeof bind, "ANONYMOUS[%ld]", client->tunnel);
    return json_pack(
        "{s:I,s:s,s:I,s:I,s:s,s:s,s:I,s:I,s:s,s:n,s:s,s:[o]}", "tunnel",
        (json_int_t)client->tunnel, "state", "established", "local_tunnel_id",
        (json_int_t)emu_l2tp_number(client, 0), "remote_tunnel_id",
        (json_int_t)emu_l2tp_number(client, 2), "local_address", local,
        "remote_address", client->address, "local_port", (json_int_t)1701,
        "remote_port", (json_int_t)emu_l2tp_number(client, 4), "pp_bind", bind,
        "vendor", "hostname", client->name, "sessions",
        l2tp_session(device, client));
}

json_t *emu_derive_l2tp(struct emu_device *device)
{
    json_t *tunnels = json_array();
    json_int_t count;

    for (long n = 1; n <= EMU_TUNNELS; n++) {
        const struct emu_client *client = client_on(device, n);

        if (client && client->stage >= EMU_L2TP)
            json_array_append_new(tunnels, l2tp_tunnel(device, client));
    }
    count = (json_int_t)json_array_size(tunnels);
    return json_pack("{s:I,s:I,s:o}", "tunnel_count", count, "session_count",
                     count, "tunnels", tunnels);
}

/* ---- show ipsec sa ---- */
struct sas {
    json_t *array;
    json_int_t isakmp;
    json_int_t pairs;
};

static json_t *sa(const struct emu_tunnel *t, const char *remote, json_int_t id,
                  json_int_t life)
{
    return json_pack("{s:I,s:I,s:I,s:s,s:s,s:s}", "id", id, "gateway",
                     (json_int_t)t->gateway, "life_s", life, "remote_id",
                     remote, "local_id", t->local_id, "algorithm",
                     rtx__starts(t->algorithm, "3des")  ? "3DES-CBC"
                     : rtx__starts(t->algorithm, "des") ? "DES-CBC"
                                                        : "AES-CBC");
}

/* The keys of one tunnel: of the exchange itself, and one for each way. They
 * are renewed when they have run out. */
static void add_sas(struct emu_device *device, struct sas *sas,
                    const struct emu_tunnel *t, const char *remote,
                    int64_t since_ms, bool both)
{
    json_int_t first = (json_int_t)json_array_size(sas->array) + 1;
    int64_t age = seconds_since(device, since_ms);
    json_t *record = sa(t, remote, first, t->ike_life - age % t->ike_life);
    static const char *const ways[] = {"send", "recv"};

    json_object_set_new(record, "kind", json_string("isakmp"));
    json_array_append_new(sas->array, record);
    sas->isakmp++;
    for (int i = 0; both && i < 2; i++) {
        record = sa(t, remote, first + 1 + i, t->sa_life - age % t->sa_life);
        json_object_set_new(record, "isakmp", json_integer(first));
        json_object_set_new(record, "kind",
                            json_string(t->transport ? "transport" : "tunnel"));
        json_object_set_new(record, "tunnel", json_integer(t->policy));
        json_object_set_new(record, "protocol", json_string(t->protocol));
        json_object_set_new(record, "direction", json_string(ways[i]));
        json_array_append_new(sas->array, record);
    }
    sas->pairs += both;
}

json_t *emu_derive_sa(struct emu_device *device)
{
    struct sas sas = {json_array(), 0, 0};

    for (long n = 1; n <= EMU_TUNNELS; n++) {
        const struct emu_client *client = client_on(device, n);
        struct emu_tunnel t;

        if ((!client && !device->net->tunnel[n].up) ||
            !emu_tunnel_read(device, n, &t) || !t.gateway)
            continue;
        if (client) {
            /* the lifetimes that a telephone proposes */
            t.ike_life = 3600;
            t.sa_life = 3600;
            add_sas(device, &sas, &t, client->address, client->since_ms,
                    client->stage >= EMU_IPSEC);
        } else {
            add_sas(device, &sas, &t, t.remote, device->net->tunnel[n].since_ms,
                    true);
        }
    }
    return json_pack("{s:I,s:I,s:I,s:o}", "isakmp", sas.isakmp, "send",
                     sas.pairs, "recv", sas.pairs, "sas", sas.array);
}
