/* What follows for show ip route: made from the running configuration and the
 * lines that are up. */
#include "dialect/ipv4.h"
#include "emulator/state.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct route {
    uint32_t network;
    int bits;
    bool is_default;
    char destination[40];
    char gateway[40];
    char interface[32];
    const char *kind;
    char more[64];
};

struct table {
    struct route *routes;
    size_t count;
    size_t capacity;
};

static bool parse_network(const char *text, uint32_t *address, int *bits)
{
    char host[40];
    size_t length = strcspn(text, "/ ");
    struct in_addr in;

    if (length >= sizeof host)
        return false;
    memcpy(host, text, length);
    host[length] = '\0';
    if (inet_pton(AF_INET, host, &in) != 1)
        return false;
    *address = ntohl(in.s_addr);
    *bits = text[length] == '/' ? (int)strtol(text + length + 1, NULL, 10) : 32;
    return *bits >= 0 && *bits <= 32;
}

static struct route *add(struct table *table, uint32_t address, int bits)
{
    struct route *route;
    char text[20];

    if (rtx__grow(&table->routes, &table->capacity, table->count,
                  sizeof *table->routes) < 0)
        return NULL;
    route = &table->routes[table->count++];
    memset(route, 0, sizeof *route);
    route->network = address & rtx__ipv4_mask(bits);
    route->bits = bits;
    rtx__ipv4_text(route->network, text, sizeof text);
    snprintf(route->destination, sizeof route->destination, "%s/%d", text,
             bits);
    return route;
}

/* "ip lan1 address A.B.C.D/M" */
static void add_lan(struct table *table, const struct rtx_statement *s)
{
    uint32_t address;
    struct route *route;
    int bits;
    int lan;
    int at = 0;

    if (sscanf(s->text, "ip lan%d address %n", &lan, &at) < 1 || at == 0 ||
        !parse_network(s->text + at, &address, &bits))
        return;
    route = add(table, address, bits);
    if (!route)
        return;
    rtx__ipv4_text(address, route->gateway, sizeof route->gateway);
    snprintf(route->interface, sizeof route->interface, "LAN%d", lan);
    route->kind = "implicit";
}

/* The interface behind which a gateway's address lies. */
static void find_interface(const struct emu_device *device, uint32_t gateway,
                           char *ret, size_t size)
{
    for (int lan = 1; lan <= 2; lan++) {
        char key[32];
        const char *value;
        uint32_t address;
        int bits;

        snprintf(key, sizeof key, "ip lan%d address", lan);
        value = emu_device_value(device, "", key);
        if (!value || !parse_network(value, &address, &bits))
            continue;
        if ((address & rtx__ipv4_mask(bits)) ==
            (gateway & rtx__ipv4_mask(bits)))
            snprintf(ret, size, "LAN%d", lan);
    }
}

/* One "gateway …" of an `ip route`: fills gateway and interface. */
static void set_gateway(const struct emu_device *device, struct route *route,
                        const struct emu_args *args, int at)
{
    const char *gateway = args->word[at];
    const char *number = at + 1 < args->count ? args->word[at + 1] : "";
    uint32_t address;
    int bits;

    snprintf(route->gateway, sizeof route->gateway, "-");
    if (strcmp(gateway, "pp") == 0) {
        if (strcmp(number, "anonymous") == 0)
            snprintf(route->interface, sizeof route->interface,
                     "PP[ANONYMOUS]");
        else
            snprintf(route->interface, sizeof route->interface, "PP[%02ld]",
                     strtol(number, NULL, 10));
    } else if (strcmp(gateway, "tunnel") == 0) {
        snprintf(route->interface, sizeof route->interface, "TUNNEL[%ld]",
                 strtol(number, NULL, 10));
    } else if (parse_network(gateway, &address, &bits)) {
        snprintf(route->gateway, sizeof route->gateway, "%s", gateway);
        find_interface(device, address, route->interface,
                       sizeof route->interface);
    }
}

/* Parameters behind a gateway show up as additional information. */
static void set_more(struct route *route, const struct emu_args *args, int at)
{
    for (; at + 1 < args->count && strcmp(args->word[at], "gateway") != 0;
         at++) {
        size_t used = strlen(route->more);
        bool weight = strcmp(args->word[at], "weight") == 0;

        if (weight || strcmp(args->word[at], "keepalive") == 0)
            snprintf(route->more + used, sizeof route->more - used, "%c(%s)",
                     weight ? 'w' : 'k', args->word[at + 1]);
    }
}

static void add_static(const struct emu_device *device, struct table *table,
                       const struct rtx_statement *s)
{
    struct emu_args args;
    uint32_t address = 0;
    int bits = 0;
    bool is_default;

    if (!rtx__starts(s->text, "ip route ") || emu_args_init(&args, s->text) < 0)
        return;
    is_default = args.count > 2 && strcmp(args.word[2], "default") == 0;
    if (args.count > 2 &&
        (is_default || parse_network(args.word[2], &address, &bits))) {
        for (int i = 3; i + 1 < args.count; i++) {
            struct route *route;

            if (strcmp(args.word[i], "gateway") != 0)
                continue;
            route = add(table, address, bits);
            if (!route)
                break;
            route->is_default = is_default;
            if (is_default)
                snprintf(route->destination, sizeof route->destination,
                         "default");
            route->kind = "static";
            set_gateway(device, route, &args, i + 1);
            set_more(route, &args, i + 2);
        }
    }
    emu_args_free(&args);
}

/* A PPPoE peer that is up: the far end of the line and two name servers. */
static void add_pp(const struct emu_device *device, struct table *table, long n)
{
    const uint32_t hosts[] = {0xC6336400u + ((uint32_t)n & 0xFF), 0xCB007135u,
                              0xCB007136u};

    if (device->net->pp[n].state != EMU_LINK_UP)
        return;
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++) {
        struct route *route = add(table, hosts[i], 32);

        if (!route)
            return;
        snprintf(route->gateway, sizeof route->gateway, "-");
        snprintf(route->interface, sizeof route->interface, "PP[%02ld]", n);
        route->kind = "temporary";
    }
}

/* "ip tunnel address A.B.C.D/M" */
static void add_tunnel(struct table *table, const struct rtx_statement *s)
{
    static const char words[] = "ip tunnel address ";
    struct route *route;
    uint32_t address;
    long number;
    int bits;

    if (!rtx__starts(s->text, words) ||
        sscanf(s->context, "tunnel %ld", &number) != 1 ||
        !parse_network(s->text + sizeof words - 1, &address, &bits))
        return;
    route = add(table, address, bits);
    if (!route)
        return;
    snprintf(route->gateway, sizeof route->gateway, "-");
    snprintf(route->interface, sizeof route->interface, "TUNNEL[%ld]", number);
    route->kind = "implicit";
}

static int compare(const void *a, const void *b)
{
    const struct route *x = a;
    const struct route *y = b;

    if (x->is_default != y->is_default)
        return x->is_default ? -1 : 1;
    if (x->network != y->network)
        return x->network < y->network ? -1 : 1;
    return x->bits - y->bits;
}

static json_t *route_json(const struct route *r)
{
    return json_pack("{s:s,s:s?,s:s,s:s,s:s?}", "destination", r->destination,
                     "gateway",
                     strcmp(r->gateway, "-") == 0 ? NULL : r->gateway,
                     "interface", r->interface, "kind", r->kind, "additional",
                     r->more[0] ? r->more : NULL);
}

json_t *emu_derive_route(struct emu_device *device)
{
    const rtx_config *running = emu_device_running(device);
    json_t *array = json_array();
    struct table table = {0};

    for (size_t i = 0; i < rtx_config_count(running); i++) {
        struct rtx_statement s = {.size = sizeof s};

        if (rtx_config_statement(running, i, &s) < 0)
            continue;
        add_lan(&table, &s);
        add_tunnel(&table, &s);
        add_static(device, &table, &s);
    }
    for (long n = 1; n <= EMU_PPS; n++)
        add_pp(device, &table, n);
    if (table.count)
        qsort(table.routes, table.count, sizeof *table.routes, compare);
    for (size_t i = 0; i < table.count; i++)
        json_array_append_new(array, route_json(&table.routes[i]));
    rtx_free(table.routes);
    return array;
}
