/* See state_random.h. */
#include "state_random.h"

#include "test.h"

static uint32_t *source;

static unsigned below(unsigned n)
{
    return test_random(source) % n;
}

static json_int_t number(unsigned digits)
{
    json_int_t ret = 0;

    for (unsigned i = below(digits) + 1; i > 0; i--)
        ret = ret * 10 + below(10);
    return ret;
}

static json_t *pick(const char *const *words, unsigned count)
{
    return json_string(words[below(count)]);
}
#define PICK(...)                            \
    pick((const char *const[]){__VA_ARGS__}, \
         sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static json_t *textf(const char *format, ...) RTX_PRINTF(1, 2);
static json_t *textf(const char *format, ...)
{
    va_list args;
    json_t *ret;

    va_start(args, format);
    ret = json_vsprintf(format, args);
    va_end(args);
    return ret;
}

static json_t *address(void)
{
    return textf("%u.%u.%u.%u", 1 + below(223), below(256), below(256),
                 1 + below(254));
}

static json_t *mac(void)
{
    return textf("%02x:%02x:%02x:%02x:%02x:%02x", below(256), below(256),
                 below(256), below(256), below(256), below(256));
}

static json_t *maybe(json_t *value)
{
    if (below(3))
        return value;
    json_decref(value);
    return json_null();
}

static json_t *name(void)
{
    return PICK("desk", "nas-2", "iPhone", "Living-Room", "SwitchBot-89B0F7",
                "a");
}

/* `count` records of a kind */
static json_t *several(unsigned most, json_t *(*one)(unsigned index))
{
    json_t *ret = json_array();
    unsigned count = below(most + 1);

    for (unsigned i = 0; i < count; i++)
        json_array_append_new(ret, one(i));
    return ret;
}

static json_t *interface(void)
{
    switch (below(5)) {
    case 0:
        return textf("PP[%02u]", 1 + below(30));
    case 1:
        return textf("TUNNEL[%u]", 1 + below(40));
    case 2:
        return textf("LAN2(DHCP)");
    default:
        return textf("LAN%u", 1 + below(2));
    }
}

/* ---- tables ---- */
static json_t *arp(unsigned index)
{
    json_t *port = below(2) ? json_integer(1 + below(4)) : json_null();

    (void)index;
    return json_pack("{s:s,s:o,s:o,s:o,s:o}", "interface",
                     below(2) ? "LAN1" : "LAN2", "port", port, "address",
                     address(), "mac", mac(), "ttl_s",
                     below(5) ? json_integer(1 + below(1200)) : json_null());
}

static json_t *route(unsigned index)
{
    json_t *to = below(6) ? textf("%u.%u.%u.0/%u", 1 + below(223), below(256),
                                  below(256), 8 + below(25))
                          : json_string("default");

    (void)index;
    return json_pack(
        "{s:o,s:o,s:o,s:o,s:o}", "destination", to, "gateway", maybe(address()),
        "interface", interface(), "kind",
        PICK("static", "implicit", "temporary", "ospf", "bgp", "rip"),
        "additional", maybe(PICK("path=65001", "cost=2", "k(1)", "w(0)")));
}

static json_t *route6(unsigned index)
{
    json_t *to = below(4) ? textf("2001:db8:%x::/%u", 1 + below(65535),
                                  48 + 8 * below(3))
                          : json_string("default");
    json_t *gateway =
        below(2) ? textf("2001:db8::%x", 1 + below(65535))
                 : textf("fe80::%x:%xff:fe%02x:%x", 4096 + below(9999),
                         16 + below(239), 16 + below(239), 4096 + below(9999));

    (void)index;
    return json_pack("{s:o,s:o,s:o,s:o}", "destination", to, "gateway",
                     maybe(gateway), "interface", interface(), "kind",
                     PICK("static", "implicit", "temporary"));
}

static json_t *log_entry(unsigned index)
{
    return json_pack(
        "{s:o,s:o}", "time",
        textf("2026-01-%02uT%02u:%02u:%02u", 1 + index % 28, below(24),
              below(60), below(60)),
        "message",
        PICK("Power-on boot", "IP Tunnel[3] Up", "LAN1: link up",
             "[IKE] respond ISAKMP phase to 198.51.100.3",
             "[L2TP] TUNNEL[2] tunnel 4711 established",
             "PP[ANONYMOUS02] PPP/IPCP up  (Local: 192.168.0.1, Remote: "
             "192.168.0.200)",
             "PPPOE[01] Disconnected, cause [PPPoE: PADI Timeout]"));
}

/* ---- IPsec ---- */
static json_t *sa(json_int_t id, unsigned gateway, const json_t *remote,
                  const json_t *local)
{
    json_t *spi = textf("%02x %02x %02x %02x", below(256), below(256),
                        below(256), below(256));

    return json_pack("{s:I,s:i,s:s,s:n,s:n,s:n,s:n,s:i,s:O,s:O,s:o,s:o,s:i}",
                     "id", id, "gateway", gateway, "kind", "isakmp", "isakmp",
                     "tunnel", "protocol", "direction", "life_s",
                     1 + below(28800), "remote_id", remote, "local_id", local,
                     "algorithm", PICK("AES-CBC", "AES256-CBC", "3DES-CBC"),
                     "spi", spi, "duration_s", 1 + below(28800));
}

static json_t *sas(void)
{
    json_t *array = json_array();
    json_int_t id = 1 + below(80);
    unsigned gateways = below(4);

    for (unsigned g = 1; g <= gateways; g++) {
        json_t *remote = address();
        json_t *local = below(3) ? address() : textf("site%u.example.jp", g);
        json_int_t isakmp = id++;

        json_array_append_new(array, sa(isakmp, g, remote, local));
        for (int i = 0; i < 2; i++) {
            json_t *one = sa(id++, g, remote, local);
            json_t *more =
                json_pack("{s:I,s:s,s:i,s:s,s:s}", "isakmp", isakmp, "kind",
                          below(2) ? "tunnel" : "transport", "tunnel",
                          1 + below(999), "protocol", below(4) ? "esp" : "ah",
                          "direction", i ? "recv" : "send");

            json_object_update(one, more);
            json_decref(more);
            json_array_append_new(array, one);
        }
        json_decref(remote);
        json_decref(local);
    }
    return json_pack("{s:i,s:i,s:i,s:o}", "isakmp", gateways, "send", gateways,
                     "recv", gateways, "sas", array);
}

/* ---- lines and tunnels ---- */
static void add_traffic(json_t *record, const char *middle)
{
    static const char *const ways[] = {"received", "transmitted"};

    for (int i = 0; i < 2; i++) {
        char key[64];

        snprintf(key, sizeof key, "%s_%spackets", ways[i], middle);
        json_object_set_new(record, key, json_integer(number(12)));
        snprintf(key, sizeof key, "%s_%soctets", ways[i], middle);
        json_object_set_new(record, key, json_integer(number(15)));
    }
}

static json_t *options(const char *first)
{
    json_t *ret = json_array();
    static const char *const names[] = {"CHAP", "Magic-Number", "MRU"};

    if (first)
        json_array_append_new(ret, json_string(first));
    for (int i = 0; i < 3 && !first; i++) {
        if (i == 1 || below(2))
            json_array_append_new(ret, json_string(names[i]));
    }
    return ret;
}

static void add_session(json_t *record, bool line)
{
    add_traffic(record, "");
    json_object_set_new(record, "peer", name());
    json_object_set_new(record, "connected_s", json_integer(number(7)));
    json_object_set_new(record, "lcp_local", options(NULL));
    json_object_set_new(record, "lcp_remote", options(NULL));
    json_object_set_new(record, "ipcp_local", options("IP-Address"));
    json_object_set_new(record, "ipcp_remote", options("IP-Address"));
    json_object_set_new(record, "local_address", address());
    json_object_set_new(record, "remote_address", address());
    if (line) {
        json_object_set_new(record, "received_load_percent",
                            json_real(below(1000) / 10.0));
        json_object_set_new(record, "transmitted_load_percent",
                            json_real(below(1000) / 10.0));
    } else {
        json_object_set_new(record, "user_id", name());
    }
}

static json_t *pp(unsigned index)
{
    json_t *record = json_pack(
        "{s:o,s:o,s:s,s:o}", "interface", textf("PP[%02u]", index + 1),
        "description", maybe(name()), "session_type", "pppoe", "state",
        PICK("disabled", "never_connected", "disconnected", "connecting",
             "connected", "connected"));

    if (strcmp(json_string_value(json_object_get(record, "state")),
               "connected") == 0)
        add_session(record, true);
    return record;
}

static json_t *caller(unsigned index)
{
    json_t *record = json_pack("{s:o,s:s,s:s}", "interface",
                               textf("ANONYMOUS[%02u]", index + 1),
                               "session_type", "l2tp", "state", "connected");

    add_session(record, false);
    return record;
}

static json_t *tunnel(unsigned index)
{
    json_t *record = json_pack(
        "{s:i,s:o,s:o,s:s}", "tunnel", index + 1, "description", maybe(name()),
        "interface_type", PICK("ipsec", "ipip", "l2tp"), "state", "connected");

    json_object_set_new(record, "since",
                        textf("2025-12-%02uT%02u:%02u:%02u", 1 + below(31),
                              below(24), below(60), below(60)));
    json_object_set_new(record, "connected_s", json_integer(number(7)));
    add_traffic(record, "ipv4_");
    add_traffic(record, "ipv6_");
    return record;
}

static json_t *l2tp_session(unsigned index)
{
    json_t *record =
        json_pack("{s:s,s:i,s:i}", "state", "established", "local_session_id",
                  1 + index, "remote_session_id", 1 + below(65535));

    add_traffic(record, "");
    return record;
}

static json_t *l2tp_tunnel(unsigned index)
{
    json_t *record = json_pack(
        "{s:i,s:s,s:i,s:i,s:o,s:o,s:i,s:i}", "tunnel", index + 1, "state",
        "established", "local_tunnel_id", 1 + below(65535), "remote_tunnel_id",
        1 + below(65535), "local_address", address(), "remote_address",
        address(), "local_port", 1701, "remote_port", 1024 + below(60000));

    json_object_set_new(record, "pp_bind", textf("ANONYMOUS[%u]", index + 1));
    json_object_set_new(record, "vendor", maybe(name()));
    json_object_set_new(record, "hostname", maybe(name()));
    json_object_set_new(record, "sessions", several(2, l2tp_session));
    return record;
}

static json_t *l2tp(void)
{
    json_t *tunnels = several(3, l2tp_tunnel);
    int sessions = 0;
    size_t i;
    json_t *item;

    json_array_foreach(tunnels, i, item)
    {
        sessions += (int)json_array_size(json_object_get(item, "sessions"));
    }
    return json_pack("{s:i,s:i,s:o}", "tunnel_count",
                     (int)json_array_size(tunnels), "session_count", sessions,
                     "tunnels", tunnels);
}

/* ---- NAT ---- */
static json_t *nat_entry(unsigned index)
{
    bool fixed = below(2);
    json_t *port = json_integer(1 + below(65535));

    return json_pack(
        "{s:o,s:o,s:o,s:o,s:o,s:i,s:s,s:o}", "protocol", PICK("tcp", "udp"),
        "inner_address", address(), "inner_port", port, "destination_address",
        fixed ? json_null() : address(), "destination_port",
        fixed ? json_null() : json_integer(1 + below(65535)), "masquerade",
        1024 + index, "type", fixed ? "static" : "dynamic", "ttl_s",
        fixed ? json_null() : json_integer(1 + below(900)));
}

static json_t *nat_host(unsigned index)
{
    return json_pack("{s:i,s:o,s:i,s:i,s:o}", "no", index + 1, "inner_address",
                     address(), "in_use", below(10000), "limit", 10000, "type",
                     PICK("dynamic", "static"));
}

static json_t *nat(unsigned index)
{
    return json_pack(
        "{s:i,s:o,s:i,s:s,s:o,s:[[i,i],[i,i]],s:i,s:o,s:o}", "descriptor",
        1000 + index, "interface", textf("PP[%02u]", index + 1),
        "interface_index", 1, "kind", "masquerade", "outer_address", address(),
        "port_ranges", 60000, 64095, 54096, 59999, "in_use", below(10000),
        "entries", several(5, nat_entry), "inner", several(4, nat_host));
}

/* ---- the LAN ---- */
static json_t *lan_port(unsigned number_of)
{
    bool up = below(2);

    return json_pack("{s:i,s:s,s:s,s:o,s:o,s:o}", "port", number_of,
                     "negotiation", "auto", "link", up ? "up" : "down",
                     "speed_mbps", up ? json_integer(1000) : json_null(),
                     "duplex", up ? json_string("full") : json_null(), "media",
                     up ? json_string("1000BASE-T") : json_null());
}

static json_t *lan(unsigned index)
{
    json_t *ports = json_array();
    json_t *record;

    for (unsigned i = 1; index == 0 && i <= 4; i++)
        json_array_append_new(ports, lan_port(i));
    if (index == 1)
        json_array_append_new(ports, lan_port(1));
    record = json_pack("{s:o,s:o,s:o,s:o,s:i,s:b,s:o}", "interface",
                       textf("LAN%u", index + 1), "description", maybe(name()),
                       "ip_address", maybe(textf("192.0.2.%u/24", below(255))),
                       "mac", mac(), "mtu", 1280 + below(221), "promiscuous",
                       below(2), "ports", ports);
    add_traffic(record, "");
    return record;
}

static json_t *lease(unsigned index)
{
    json_t *record =
        json_pack("{s:o,s:o,s:i,s:s}", "address",
                  textf("192.168.7.%u", index + 2), "hostname", maybe(name()),
                  "remaining_s", 1 + below(400000), "kind", "leased");

    if (below(2))
        json_object_set_new(record, "client_ethernet", mac());
    else
        json_object_set_new(record, "client_id",
                            textf("(01) %02x %02x %02x %02x %02x %02x",
                                  below(256), below(256), below(256),
                                  below(256), below(256), below(256)));
    return record;
}

static json_t *scope(unsigned index)
{
    json_t *leases = several(5, lease);
    int used = (int)json_array_size(leases);

    return json_pack("{s:i,s:s,s:o,s:i,s:i,s:i}", "scope", index + 1, "network",
                     "192.168.7.0", "leases", leases, "total", 100, "in_use",
                     used, "free", 100 - used);
}

static json_t *neighbor(unsigned index)
{
    bool up = below(2);
    json_int_t hold = 3 * (1 + below(60));

    return json_pack("{s:o,s:i,s:i,s:o,s:s,s:o,s:I,s:I,s:i,s:i}", "neighbor",
                     textf("169.254.%u.%u", index, 1 + below(254)), "remote_as",
                     1 + below(65535), "local_as", 1 + below(65535), "link",
                     PICK("external", "internal"), "state",
                     up ? "established" : "active", "uptime_s",
                     up ? json_integer(number(6)) : json_null(), "hold_s", hold,
                     "keepalive_s", hold / 3, "received_messages",
                     below(100000), "sent_messages", below(100000));
}

/* ---- the box ---- */
static json_t *environment(void)
{
    json_int_t up = number(7);

    return json_pack(
        "{s:o,s:o,s:[o,o],s:i,s:i,s:i,s:i,s:i,s:o,s:I,s:i}", "revision",
        PICK("11.01.19", "11.01.28"), "serial", textf("S3K%06u", below(999999)),
        "mac_addresses", mac(), mac(), "cpu_5s_percent", below(101),
        "cpu_1min_percent", below(101), "cpu_5min_percent", below(101),
        "memory_percent", below(101), "packet_buffer_large_percent", below(101),
        "config_file", PICK("config0", "config1"), "uptime_s", up,
        "security_class", 1 + below(3));
}

static json_t *user(unsigned index)
{
    bool serial = index == 0 && below(2);

    return json_pack(
        "{s:o,s:o,s:o,s:i,s:o,s:b,s:b}", "name",
        PICK("anne", "user-local", "bob"), "connection",
        serial ? json_string("serial") : textf("telnet%u", index + 1), "login",
        textf("%02u/%02u %02u:%02u", 1 + below(12), 1 + below(28), below(24),
              below(60)),
        "idle_s", below(36000), "address", serial ? json_null() : address(),
        "self", index == 0, "administrator", below(2));
}

static json_t *both(json_t *a, json_t *b)
{
    json_array_extend(a, b);
    json_decref(b);
    return a;
}

static json_t *two(json_t *(*one)(unsigned index))
{
    json_t *first = one(0);

    return json_pack("[o,o]", first, one(1));
}

json_t *state_random(uint32_t *seed)
{
    json_t *state = json_object();

    source = seed;
    json_object_set_new(state, "show arp", several(6, arp));
    json_object_set_new(state, "show environment", environment());
    json_object_set_new(state, "show ip route", several(12, route));
    json_object_set_new(state, "show ipsec sa", sas());
    json_object_set_new(state, "show ipv6 route", several(6, route6));
    json_object_set_new(state, "show log", several(20, log_entry));
    json_object_set_new(state, "show nat descriptor address", several(3, nat));
    json_object_set_new(state, "show status bgp neighbor",
                        several(3, neighbor));
    json_object_set_new(state, "show status dhcp", several(3, scope));
    json_object_set_new(state, "show status l2tp", l2tp());
    json_object_set_new(state, "show status lan", two(lan));
    json_object_set_new(state, "show status pp",
                        both(several(4, pp), several(3, caller)));
    json_object_set_new(state, "show status tunnel", several(4, tunnel));
    json_object_set_new(state, "show status user", several(3, user));
    return state;
}
