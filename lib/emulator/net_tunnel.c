/* What the configuration says of a tunnel. */
#include "emulator/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *emu_tunnel_value(const struct emu_device *device, long number,
                             long policy, const char *key)
{
    char context[96];
    const char *value;

    snprintf(context, sizeof context, "tunnel %ld ipsec tunnel %ld", number,
             policy);
    value = emu_device_value(device, context, key);
    if (value)
        return value;
    snprintf(context, sizeof context, "tunnel %ld", number);
    value = emu_device_value(device, context, key);
    return value ? value : emu_device_value(device, "", key);
}

/* The value of `ipsec ike KEY GATEWAY`. */
static const char *ike(const struct emu_device *device,
                       const struct emu_tunnel *t, const char *key)
{
    char text[80];

    snprintf(text, sizeof text, "ipsec ike %s %ld", key, t->gateway);
    return emu_tunnel_value(device, t->number, t->policy, text);
}

static void read_policy(const struct emu_device *device, struct emu_tunnel *t)
{
    const char *value;
    char key[48];

    snprintf(key, sizeof key, "ipsec sa policy %ld", t->policy);
    value = emu_tunnel_value(device, t->number, t->policy, key);
    if (!value || sscanf(value, "%ld %7s %31s %31s", &t->gateway, t->protocol,
                         t->algorithm, t->hash) < 2)
        t->gateway = 0;
}

static void read_word(char *ret, size_t size, const char *value)
{
    rtx__copy(ret, size, value ? value : "");
    ret[strcspn(ret, " ")] = '\0';
}

static void read_gateway(struct emu_device *device, struct emu_tunnel *t)
{
    const char *value;

    read_word(t->remote, sizeof t->remote, ike(device, t, "remote address"));
    read_word(t->local, sizeof t->local, ike(device, t, "local address"));
    if (!t->local[0])
        emu_pp_address(device, 1, t->local);
    read_word(t->local_id, sizeof t->local_id, ike(device, t, "local id"));
    if (!t->local_id[0])
        read_word(t->local_id, sizeof t->local_id,
                  ike(device, t, "local name"));
    if (!t->local_id[0])
        rtx__copy(t->local_id, sizeof t->local_id, t->local);
    t->key = ike(device, t, "pre-shared-key") != NULL;
    value = ike(device, t, "duration isakmp-sa");
    t->ike_life = value ? strtol(value, NULL, 10) : 28800;
    value = ike(device, t, "duration ipsec-sa");
    t->sa_life = value ? strtol(value, NULL, 10) : 28800;
}

static void read_transport(struct emu_device *device,
                           const struct rtx_statement *s, void *data)
{
    struct emu_tunnel *t = data;
    long id;
    long policy;

    (void)device;
    if (sscanf(s->text, "ipsec transport %ld %ld ", &id, &policy) == 2 &&
        policy == t->policy && t->policy)
        t->transport = true;
}

/* `ipsec tunnel N` in the tunnel: the policy that it stands for. */
static void read_nest(struct emu_device *device, const struct rtx_statement *s,
                      void *data)
{
    struct emu_tunnel *t = data;
    char context[32];

    (void)device;
    snprintf(context, sizeof context, "tunnel %ld", t->number);
    if (t->policy == 0 && strcmp(s->context, context) == 0)
        (void)sscanf(s->text, "ipsec tunnel %9ld", &t->policy);
}

bool emu_tunnel_read(struct emu_device *device, long number,
                     struct emu_tunnel *ret)
{
    char context[32];
    char key[32];
    const char *value;

    memset(ret, 0, sizeof *ret);
    ret->number = number;
    snprintf(context, sizeof context, "tunnel %ld", number);
    snprintf(key, sizeof key, "tunnel enable %ld", number);
    ret->enabled = emu_device_value(device, context, key) != NULL;
    value = emu_device_value(device, context, "tunnel encapsulation");
    rtx__copy(ret->kind, sizeof ret->kind, value ? value : "ipsec");
    emu_each_statement(device, read_nest, ret);
    if (ret->policy) {
        read_policy(device, ret);
        read_gateway(device, ret);
        emu_each_statement(device, read_transport, ret);
    } else if (strcmp(ret->kind, "ipip") == 0) {
        value = emu_device_value(device, context, "tunnel endpoint address");
        if (value && sscanf(value, "%47s %63s", ret->local, ret->remote) == 1) {
            rtx__copy(ret->remote, sizeof ret->remote, ret->local);
            emu_pp_address(device, 1, ret->local);
        }
    }
    return ret->enabled || value != NULL || ret->policy;
}

struct search {
    long number;
    bool found;
};

static void find_route(struct emu_device *device, const struct rtx_statement *s,
                       void *data)
{
    struct search *search = data;
    char end[32];
    const char *at;

    (void)device;
    if (!rtx__starts(s->text, "ip route "))
        return;
    snprintf(end, sizeof end, " tunnel %ld", search->number);
    at = strstr(s->text, end);
    if (at && (at[strlen(end)] == '\0' || at[strlen(end)] == ' '))
        search->found = true;
}

/* Something makes it send: a route into it, or its keys that never expire. */
static bool busy(struct emu_device *device, const struct emu_tunnel *t)
{
    struct search search = {t->number, false};
    const char *value = emu_device_value(device, "", "ipsec auto refresh");

    if (value && rtx__starts(value, "on"))
        return true;
    emu_each_statement(device, find_route, &search);
    return search.found;
}

static bool wanted(struct emu_device *device, const struct emu_tunnel *t)
{
    bool ipsec = strcmp(t->kind, "ipsec") == 0;

    if (!t->enabled || device->net->tunnel[t->number].held ||
        !emu_pp_first_up(device) || !t->remote[0] ||
        strcmp(t->remote, "any") == 0)
        return false;
    if (!ipsec)
        return strcmp(t->kind, "ipip") == 0;
    return t->gateway && t->key && busy(device, t);
}

bool emu_tunnel_fails(struct emu_device *device, const struct emu_tunnel *t)
{
    return wanted(device, t) && strcmp(t->kind, "ipsec") == 0 &&
           (emu_trouble(device, "peer-silent") ||
            emu_trouble(device, "key-mismatch"));
}

bool emu_tunnel_may(struct emu_device *device, const struct emu_tunnel *t)
{
    return wanted(device, t) && !emu_tunnel_fails(device, t);
}
