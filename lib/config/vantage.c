/* Where somebody stands who is connected to the router. */
#include "config/vantage.h"

#include <stdio.h>
#include <string.h>

/* An address of one of the router's interfaces. */
struct site {
    char interface[RTX_INTERFACE_MAX];
    uint32_t address;
    uint32_t mask;
};

/* `ip lan1 address 192.0.2.1/24`, `ip pp address …` as a site */
static bool site_of(const struct rtx_entry *e, struct site *ret)
{
    struct rtx_word words[6];
    const char *text = e->s.text;
    int count;
    int value;

    if (!e->command || !rtx__starts(e->command->form, "ip ") ||
        rtx__entry_idle(e))
        return false;
    if (!rtx__is_form(e->command, "ip {IF} address") &&
        !rtx__is_form(e->command, "ip {IF} secondary address") &&
        !rtx__is_form(e->command, "ip pp address") &&
        !rtx__is_form(e->command, "ip tunnel address"))
        return false;
    count = rtx__words(text, words, 6);
    value = strstr(e->s.key, " secondary ") ? 4 : 3;
    if (count <= value || count > 6)
        return false;
    if (e->s.context[0])
        rtx__context_outer(e->s.context, ret->interface, sizeof ret->interface);
    else
        snprintf(ret->interface, sizeof ret->interface, "%.*s",
                 (int)words[1].length, text + words[1].at);
    if (rtx__ipv4(text + words[value].at, words[value].length, &ret->address)) {
        ret->mask = 0xFFFFFFFFU;
        return true;
    }
    return rtx__ipv4_network(text + words[value].at, words[value].length,
                             &ret->address, &ret->mask);
}

/* The interface with this address, or in whose network it is. */
static bool find_site(const rtx_config *config, uint32_t address, bool exact,
                      struct site *ret)
{
    for (size_t i = 0; i < config->count; i++) {
        if (!site_of(&config->items[i], ret))
            continue;
        if (exact ? ret->address == address
                  : (ret->address & ret->mask) == (address & ret->mask))
            return true;
    }
    return false;
}

/* Where `ip route … gateway X` leads to. */
static void gateway_interface(const rtx_config *config,
                              const struct rtx_entry *route, char *ret,
                              size_t size)
{
    struct rtx_word words[8];
    const char *text = route->s.text;
    int count = rtx__words(text, words, 8);
    struct site site;
    uint32_t hop;

    ret[0] = '\0';
    if (count < 5)
        return;
    if (rtx__ipv4(text + words[4].at, words[4].length, &hop)) {
        if (find_site(config, hop, false, &site))
            rtx__copy(ret, size, site.interface);
    } else if (count > 5 && (rtx__starts(text + words[4].at, "pp ") ||
                             rtx__starts(text + words[4].at, "tunnel "))) {
        snprintf(ret, size, "%.*s %.*s", (int)words[4].length,
                 text + words[4].at, (int)words[5].length, text + words[5].at);
    } else if (count > 5 && rtx__starts(text + words[4].at, "dhcp ")) {
        snprintf(ret, size, "%.*s", (int)words[5].length, text + words[5].at);
    }
}

/* How many bits of the route's network the source has; -1: it is not in it. */
static int route_fits(const struct rtx_vantage *v, const struct rtx_entry *e)
{
    const char *network = e->s.key + strlen("ip route ");
    size_t length = strcspn(network, " ");
    uint32_t address;
    uint32_t mask;
    int bits = 0;

    if (!rtx__is_form(e->command, "ip route {default|NET|IP|W}") ||
        rtx__entry_idle(e))
        return -1;
    if (strcmp(network, "default") == 0)
        return 0;
    if (rtx__ipv4(network, length, &address))
        return address == v->source ? 32 : -1;
    if (!rtx__ipv4_network(network, length, &address, &mask) ||
        (address & mask) != (v->source & mask))
        return -1;
    for (; mask; mask <<= 1)
        bits++;
    return bits;
}

size_t rtx__vantage_routes(const struct rtx_vantage *v,
                           const rtx_config *config,
                           const struct rtx_entry **routes, size_t most)
{
    size_t count = 0;
    int best = 0;

    for (size_t i = 0; i < config->count; i++) {
        int bits = route_fits(v, &config->items[i]);

        if (bits < best)
            continue;
        if (bits > best)
            count = 0;
        best = bits;
        if (count < most)
            routes[count++] = &config->items[i];
    }
    return count;
}

/* The interface that the answers to him take. */
static void find_way_back(struct rtx_vantage *v, const rtx_config *running)
{
    const struct rtx_entry *route = NULL;
    struct site site;

    if (find_site(running, v->source, false, &site)) {
        v->near = true;
        rtx__copy(v->interface, sizeof v->interface, site.interface);
    } else if (rtx__vantage_routes(v, running, &route, 1) > 0) {
        gateway_interface(running, route, v->interface, sizeof v->interface);
    }
}

/* Nothing is known: most people come through the first LAN. */
static void guess(struct rtx_vantage *v, const rtx_config *running)
{
    v->guessed = true;
    v->near = v->has_source = v->has_address = false;
    v->shown[0] = '\0';
    for (size_t i = 0; i < running->count; i++) {
        const struct rtx_entry *e = &running->items[i];

        if (rtx__is_form(e->command, "ip {IF} address") &&
            !rtx__entry_idle(e) &&
            (v->interface[0] == '\0' || strncmp(e->s.key, "ip lan1 ", 8) == 0))
            snprintf(v->interface, sizeof v->interface, "%.*s",
                     (int)strcspn(e->s.key + 3, " "), e->s.key + 3);
    }
}

static bool usable(const char *text, uint32_t *ret)
{
    return text && rtx__ipv4(text, strlen(text), ret) && *ret >> 24 != 127;
}

static void find_interface(struct rtx_vantage *v, const rtx_config *running)
{
    struct site site;

    if (v->has_source)
        find_way_back(v, running);
    if (v->interface[0] == '\0' && v->has_address &&
        find_site(running, v->address, true, &site))
        rtx__copy(v->interface, sizeof v->interface, site.interface);
    if (v->interface[0] == '\0')
        guess(v, running);
}

void rtx__vantage(struct rtx_vantage *ret, const struct rtx_path *path,
                  const rtx_config *running)
{
    memset(ret, 0, sizeof *ret);
    if (!path)
        return;
    ret->transport = (enum rtx_path_transport)path->transport;
    ret->user = path->user;
    ret->port = (uint16_t)(path->port > 0                   ? path->port
                           : ret->transport == RTX_PATH_SSH ? 22
                                                            : 23);
    if (!rtx__vantage_network(ret))
        return;
    ret->v6 = path->address && strchr(path->address, ':');
    ret->has_address = usable(path->address, &ret->address);
    ret->has_source = usable(path->source, &ret->source);
    if (ret->has_address || ret->v6)
        rtx__copy(ret->shown, sizeof ret->shown, path->address);
    if (path->interface && path->interface[0]) {
        struct site site;

        rtx__copy(ret->interface, sizeof ret->interface, path->interface);
        ret->near = ret->has_source &&
                    find_site(running, ret->source, false, &site) &&
                    rtx__same_word(site.interface, ret->interface);
    } else {
        find_interface(ret, running);
    }
}

bool rtx__vantage_network(const struct rtx_vantage *v)
{
    return v->transport == RTX_PATH_TELNET || v->transport == RTX_PATH_SSH;
}

const struct rtx_statement *rtx__vantage_setting(const struct rtx_vantage *v,
                                                 const rtx_config *config,
                                                 const char *what)
{
    bool peer = strchr(v->interface, ' ') != NULL;
    char key[128];

    snprintf(key, sizeof key, "ip %.*s %s", (int)strcspn(v->interface, " "),
             v->interface, what);
    return rtx__config_find(config, peer ? v->interface : "", key);
}
