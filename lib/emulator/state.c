/* What a test says of the router's state, laid over what follows from its
 * configuration. */
#include "emulator/state.h"

#include <stdio.h>
#include <string.h>

/*
 * A section is named after the command that shows it. An object's given
 * members are laid over the derived ones; of an array with a key, given records
 * take the place of those with the same key; another array is taken as a whole.
 */
static const struct section {
    const char *name;
    bool object;
    const char *key;
    emu_derive *derive;
} sections[] = {
    {"ping", true, NULL, emu_derive_ping},
    {"show arp", false, NULL, emu_derive_arp},
    {"show environment", true, NULL, emu_derive_environment},
    {"show ip route", false, NULL, emu_derive_route},
    {"show ipsec sa", true, NULL, emu_derive_sa},
    {"show ipv6 route", false, NULL, emu_derive_route6},
    {"show log", false, NULL, emu_derive_log},
    {"show nat descriptor address", false, NULL, emu_derive_nat},
    {"show status bgp neighbor", false, NULL, emu_derive_bgp},
    {"show status dhcp", false, NULL, emu_derive_dhcp},
    {"show status l2tp", true, NULL, emu_derive_l2tp},
    {"show status lan", false, "interface", emu_derive_lan},
    {"show status pp", false, "interface", emu_derive_pp},
    {"show status tunnel", false, "tunnel", emu_derive_tunnel},
    {"show status user", false, NULL, emu_derive_users},
};

static const struct section *section_of(const char *name)
{
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        if (strcmp(sections[i].name, name) == 0)
            return &sections[i];
    }
    return NULL;
}

json_t *emu_state_find(json_t *array, const char *key, const json_t *value)
{
    size_t i;
    json_t *item;

    json_array_foreach(array, i, item)
    {
        if (json_equal(json_object_get(item, key), value))
            return item;
    }
    return NULL;
}

json_t *emu_state_given_value(const struct emu_device *device,
                              const char *section)
{
    return json_object_get(json_object_get(device->net->given, section), "is");
}

/* A copy of what was given, as old as it is now; NULL: nothing was. */
static json_t *given(const struct emu_device *device, const char *section)
{
    const json_t *kept = json_object_get(device->net->given, section);
    json_t *ret;

    if (!kept)
        return NULL;
    ret = json_deep_copy(json_object_get(kept, "is"));
    emu_state_age(ret, emu_uptime(device) / 1000 - emu_number(kept, "at"));
    return ret;
}

/* Records of `over` take the place of those with the same key. */
static void lay_over(json_t *array, const char *key, json_t *over)
{
    size_t i;
    json_t *item;

    json_array_foreach(over, i, item)
    {
        const json_t *value = json_object_get(item, key);
        json_t *old = emu_state_find(array, key, value);

        if (old) {
            json_object_clear(old);
            json_object_update(old, item);
        } else {
            json_array_append(array, item);
        }
    }
}

json_t *emu_state_of(struct emu_device *device, const char *name)
{
    const struct section *section = section_of(name);
    json_t *over;
    json_t *ret;

    if (!section)
        return NULL;
    emu_net_look(device);
    over = given(device, name);
    if (over && !section->object && !section->key)
        return over;
    ret = section->derive(device);
    if (over && section->object)
        json_object_update(ret, over);
    else if (over)
        lay_over(ret, section->key, over);
    json_decref(over);
    return ret;
}

/* Before the first boot it is given for that moment. */
static void keep(struct emu_device *device, const char *section, json_t *value)
{
    int64_t at = device->booted ? emu_uptime(device) / 1000 : 0;

    json_object_set_new(
        device->net->given, section,
        json_pack("{s:I,s:O}", "at", (json_int_t)at, "is", value));
}

void emu_state_empty(struct emu_device *device, const char *section)
{
    json_t *empty = json_array();

    if (emu_state_given_value(device, section))
        keep(device, section, empty);
    json_decref(empty);
}

void emu_state_change(struct emu_device *device, const char *section,
                      const char *key, const json_t *value, const char *member,
                      const char *text)
{
    json_t *item =
        emu_state_find(emu_state_given_value(device, section), key, value);

    if (item)
        json_object_set_new(item, member, json_string(text));
}

/* The log is kept in the device itself. */
static void take_log(struct emu_device *device, const json_t *entries)
{
    size_t i;
    const json_t *entry;

    emu_log_clear(device);
    json_array_foreach(entries, i, entry)
    {
        struct emu_time t = {1980, 1, 1, 0, 0, 0, 0};

        sscanf(emu_text(entry, "time"), "%4d-%2d-%2dT%2d:%2d:%2d", &t.year,
               &t.month, &t.day, &t.hour, &t.minute, &t.second);
        emu_log_at(device, emu_time_seconds(&t), emu_text(entry, "message"));
    }
}

static void take_clients(struct emu_device *device, const json_t *clients)
{
    size_t i;
    const json_t *client;

    json_array_foreach(clients, i, client)
    {
        const json_t *dials = json_object_get(client, "dials");

        (void)emu_net_client(device, emu_text(client, "name"),
                             emu_text(client, "address"),
                             !dials || json_is_true(dials));
    }
}

static int check(const char *name, const json_t *value, struct rtx_error *error)
{
    const struct section *section = section_of(name);

    if (strcmp(name, "clients") == 0 && json_is_array(value))
        return 0;
    if (!section)
        return rtx__error(error, RTX_E_ARGUMENT, "no such state: \"%s\"", name);
    if (!json_is_null(value) &&
        !(section->object ? json_is_object(value) : json_is_array(value)))
        return rtx__error(error, RTX_E_ARGUMENT, "\"%s\" must be an %s", name,
                          section->object ? "object" : "array");
    return 0;
}

static void take(struct emu_device *device, const char *name, json_t *value)
{
    if (strcmp(name, "clients") == 0)
        take_clients(device, value);
    else if (json_is_null(value))
        json_object_del(device->net->given, name);
    else if (strcmp(name, "show log") == 0)
        take_log(device, value);
    else
        keep(device, name, value);
}

int emu_state_set(struct emu_device *device, const char *text, size_t length,
                  struct rtx_error *error)
{
    json_error_t where;
    json_t *state = json_loadb(text, length, JSON_REJECT_DUPLICATES, &where);
    const char *name;
    json_t *value;
    int rc = 0;

    if (!state)
        return rtx__error(error, RTX_E_SYNTAX, "state, line %d: %s", where.line,
                          where.text);
    if (!json_is_object(state))
        rc = rtx__error(error, RTX_E_ARGUMENT, "a state is an object");
    json_object_foreach(state, name, value)
    {
        if (rc == 0)
            rc = check(name, value, error);
    }
    if (rc == 0) {
        json_object_foreach(state, name, value)
        {
            take(device, name, value);
        }
    }
    json_decref(state);
    return rc;
}
