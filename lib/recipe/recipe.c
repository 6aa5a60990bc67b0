/* The form: its keys, its values, and the fragment made of it. */
#include "recipe/recipe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FRAGMENT_CEILING = 1 << 20 };

static const struct recipe_scenario scenarios[] = {
    {"pppoe", "a fixed-address PPPoE line with NAT, filters and DHCP",
     recipe_pppoe},
    {"l2tp", "an L2TP/IPsec remote-access VPN for any number of clients",
     recipe_l2tp},
    {"lan_to_lan", "an IPsec tunnel between the LANs of two routers",
     recipe_lan_to_lan},
    {"behind", "a router behind another router, with or without NAT",
     recipe_behind},
    {"vpc", "a cloud's private network over two tunnels with BGP", recipe_vpc},
};
enum { SCENARIOS = sizeof scenarios / sizeof scenarios[0] };

static const struct recipe_key keys[] = {
#define KEY(recipe, name, type, min, max, choices, numbered, need, initial, \
            about)                                                          \
    {#recipe, #name,    RECIPE_##type, min,     max,                        \
     choices, numbered, need,          initial, about},
#include "recipe/keys.def"
#undef KEY
};
enum { KEYS = sizeof keys / sizeof keys[0] };

/* lan-to-lan is lan_to_lan */
static bool same_name(const char *a, const char *b)
{
    for (; *a && *b; a++, b++) {
        if ((*a == '-' ? '_' : *a) != (*b == '-' ? '_' : *b))
            return false;
    }
    return *a == *b;
}

static const struct recipe_scenario *scenario_of(const char *name)
{
    for (size_t i = 0; i < SCENARIOS; i++)
        if (same_name(scenarios[i].name, name))
            return &scenarios[i];
    return NULL;
}

/* ---- what there is ---- */

static const struct recipe_key *key_at(const char *recipe, size_t index)
{
    for (size_t i = 0; i < KEYS; i++)
        if (strcmp(keys[i].recipe, recipe) == 0 && index-- == 0)
            return &keys[i];
    return NULL;
}

/* "user.2" → "user" and 2; 0: not numbered; -1: not a number */
static long number_of(const char *key, size_t *length)
{
    const char *dot = strchr(key, '.');
    char *end;
    long n;

    *length = dot ? (size_t)(dot - key) : strlen(key);
    if (!dot)
        return 0;
    n = strtol(dot + 1, &end, 10);
    return dot[1] >= '1' && dot[1] <= '9' && *end == '\0' && n <= 9999 ? n : -1;
}

const struct recipe_key *recipe_key_find(const char *recipe, const char *key)
{
    size_t length;
    long n = number_of(key, &length);

    for (size_t i = 0; i < KEYS; i++)
        if (strcmp(keys[i].recipe, recipe) == 0 &&
            strlen(keys[i].name) == length &&
            strncmp(keys[i].name, key, length) == 0 &&
            (keys[i].numbered ? n > 0 : n == 0))
            return &keys[i];
    return NULL;
}

int rtx_recipe_info(size_t index, struct rtx_recipe_info *ret)
{
    struct rtx_recipe_info info = {.size = sizeof info};

    if (index >= SCENARIOS)
        return RTX_E_ARGUMENT;
    info.name = scenarios[index].name;
    info.about = scenarios[index].about;
    while (key_at(info.name, info.keys))
        info.keys++;
    return rtx__fill_sized(ret, &info, sizeof info);
}

int rtx_recipe_key(const char *recipe, size_t index, struct rtx_recipe_key *ret)
{
    static const char *const types[] = {
        [RECIPE_NAME] = "a word",
        [RECIPE_ACCOUNT] = "a user name",
        [RECIPE_SECRET] = "a secret",
        [RECIPE_ADDRESS] = "an address",
        [RECIPE_INTERFACE] = "an address with its prefix, 192.168.0.1/24",
        [RECIPE_NETWORK] = "a network, 192.168.0.0/24",
        [RECIPE_RANGE] = "a range, 192.168.0.10-192.168.0.20",
        [RECIPE_NUMBER] = "a number",
        [RECIPE_NUMBERS] = "numbers with blanks or commas between them",
        [RECIPE_LAN] = "an interface, lan2",
        [RECIPE_ADDRESSES] = "addresses with blanks or commas between them",
    };
    const struct recipe_scenario *scenario =
        recipe ? scenario_of(recipe) : NULL;
    const struct recipe_key *row =
        scenario ? key_at(scenario->name, index) : NULL;
    struct rtx_recipe_key key = {.size = sizeof key};

    if (!row)
        return RTX_E_ARGUMENT;
    key.required = row->required;
    key.secret = row->type == RECIPE_SECRET;
    key.numbered = row->numbered;
    key.name = row->name;
    key.type = row->type == RECIPE_CHOICE ? row->choices : types[row->type];
    key.initial = row->initial;
    key.about = row->about;
    return rtx__fill_sized(ret, &key, sizeof key);
}

/* ---- filling it in ---- */

int rtx_recipe_new(rtx_recipe **ret, const char *name, struct rtx_error *error)
{
    const struct recipe_scenario *scenario = name ? scenario_of(name) : NULL;
    rtx_recipe *r;

    if (!ret || !scenario)
        return rtx__error(error, RTX_E_ARGUMENT,
                          "there is no recipe \"%s\": pppoe, l2tp, lan-to-lan, "
                          "behind, vpc",
                          name ? name : "");
    r = rtx__calloc(1, sizeof *r);
    if (!r)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    r->scenario = scenario;
    rtx__buf_init_secret(&r->out, FRAGMENT_CEILING);
    *ret = r;
    return 0;
}

void rtx_recipe_free(rtx_recipe *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->count; i++) {
        rtx_free(r->values[i].key);
        rtx_secret_free(r->values[i].text);
    }
    rtx_free(r->values);
    rtx__notes_free(&r->warnings);
    rtx__buf_free(&r->out);
    rtx_free(r);
}

static int no_such_key(const rtx_recipe *r, const char *key,
                       struct rtx_error *error)
{
    size_t length;
    struct rtx_buf known;

    rtx__buf_init(&known, 1024);
    for (size_t i = 0; key_at(r->scenario->name, i); i++) {
        const struct recipe_key *row = key_at(r->scenario->name, i);

        if (number_of(key, &length) == 0 && row->numbered &&
            strcmp(row->name, key) == 0) {
            rtx__buf_free(&known);
            return rtx__error(error, RTX_E_ARGUMENT,
                              "%s needs a number: %s.1, %s.2, …", key, key,
                              key);
        }
        (void)rtx__buf_format(&known, "%s%s%s", i ? ", " : "", row->name,
                              row->numbered ? ".N" : "");
    }
    rtx__error(error, RTX_E_ARGUMENT, "%s has no key \"%s\"; it has %s",
               r->scenario->name, key, rtx__buf_str(&known));
    rtx__buf_free(&known);
    return RTX_E_ARGUMENT;
}

static int put(rtx_recipe *r, const char *key, const struct recipe_key *row,
               const rtx_secret *text, struct rtx_error *error)
{
    char room[128];
    const char *fault = recipe_value_fault(row, text->text, room, sizeof room);
    struct recipe_value value = {0};

    for (size_t i = 0; i < r->count && !fault; i++)
        if (strcmp(r->values[i].key, key) == 0)
            fault = "it is set already";
    if (!fault && strlen(text->text) != text->length)
        fault = "a NUL character";
    if (fault)
        return rtx__error(error, RTX_E_ARGUMENT, "%s: %s", key, fault);
    value.row = row;
    value.key = rtx__strdup(key);
    value.text = rtx_secret_copy(text);
    if (!value.key || !value.text ||
        rtx__grow(&r->values, &r->capacity, r->count, sizeof *r->values) < 0) {
        rtx_free(value.key);
        rtx_secret_free(value.text);
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    }
    r->values[r->count++] = value;
    return 0;
}

int rtx_recipe_is_secret(const rtx_recipe *r, const char *key)
{
    const struct recipe_key *row =
        r && key ? recipe_key_find(r->scenario->name, key) : NULL;

    return row ? row->type == RECIPE_SECRET : RTX_E_ARGUMENT;
}

int rtx_recipe_set_secret(rtx_recipe *r, const char *key,
                          const rtx_secret *value, struct rtx_error *error)
{
    const struct recipe_key *row;

    if (!r || !key || !value)
        return rtx__error(error, RTX_E_ARGUMENT,
                          "a key or its value is missing");
    row = recipe_key_find(r->scenario->name, key);
    return row ? put(r, key, row, value, error) : no_such_key(r, key, error);
}

int rtx_recipe_set(rtx_recipe *r, const char *key, const char *value,
                   struct rtx_error *error)
{
    rtx_secret *text;
    int rc;

    if (!r || !key || !value)
        return rtx__error(error, RTX_E_ARGUMENT,
                          "a key or its value is missing");
    if (rtx_recipe_is_secret(r, key) == 1)
        return rtx__error(error, RTX_E_ARGUMENT,
                          "%s is secret: it is not given as plain text", key);
    text = rtx_secret_new(value, strlen(value));
    if (!text)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    rc = rtx_recipe_set_secret(r, key, text, error);
    rtx_secret_free(text);
    return rc;
}

void rtx_recipe_allow(rtx_recipe *r, unsigned leave)
{
    if (!r)
        return;
    r->leave = leave;
}

/* ---- for the scenarios ---- */

const char *recipe_get(const rtx_recipe *r, const char *key)
{
    const struct recipe_key *row;

    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->values[i].key, key) == 0)
            return r->values[i].text->text;
    row = recipe_key_find(r->scenario->name, key);
    return row && row->initial[0] ? row->initial : NULL;
}

const char *recipe_get_at(const rtx_recipe *r, const char *name, long n)
{
    char key[64];

    snprintf(key, sizeof key, "%s.%ld", name, n);
    return recipe_get(r, key);
}

long recipe_number(const rtx_recipe *r, const char *key)
{
    const char *text = recipe_get(r, key);

    return text ? strtol(text, NULL, 10) : 0;
}

long recipe_highest(const rtx_recipe *r, const char *name)
{
    long highest = 0;

    for (size_t i = 0; i < r->count; i++) {
        size_t length;
        long n = number_of(r->values[i].key, &length);

        if (strcmp(r->values[i].row->name, name) == 0 && n > highest)
            highest = n;
    }
    return highest;
}

void recipe_fail(rtx_recipe *r, int code, const char *key, const char *format,
                 ...)
{
    va_list args;
    char text[400];

    if (r->rc < 0)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    r->rc = rtx__error(r->error, code, "%s%s%s", key ? key : "",
                       key ? ": " : "", text);
    RTX_ERROR_SET(r->error, step, "recipe");
}

void recipe_warn(rtx_recipe *r, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    (void)rtx__notes_vformat(&r->warnings, format, args);
    va_end(args);
}

const char *rtx_recipe_warning(const rtx_recipe *r, size_t index)
{
    return r ? rtx__notes_get(&r->warnings, index) : NULL;
}

/* ---- the fragment ---- */

static void check_required(rtx_recipe *r)
{
    const struct recipe_key *row;

    for (size_t i = 0; (row = key_at(r->scenario->name, i)) != NULL; i++) {
        if (!row->required)
            continue;
        if (row->numbered ? recipe_highest(r, row->name) == 0
                          : recipe_get(r, row->name) == NULL)
            recipe_fail(r, RTX_E_ARGUMENT, row->name, "missing: %s%s",
                        row->about, row->numbered ? " (KEY.1, KEY.2, …)" : "");
    }
}

int rtx_recipe_fragment(rtx_recipe *r, const rtx_config *running, char **ret,
                        struct rtx_error *error)
{
    if (!r || !ret)
        return rtx__error(error, RTX_E_ARGUMENT,
                          "a recipe or a result is missing");
    r->running = running;
    r->error = error;
    r->rc = 0;
    rtx__notes_free(&r->warnings);
    rtx__buf_clear(&r->out);
    check_required(r);
    if (r->rc == 0)
        r->scenario->write(r);
    if (r->rc == 0) {
        *ret = rtx__buf_take(&r->out);
        if (!*ret)
            recipe_fail(r, RTX_E_NOMEM, NULL, "out of memory");
    }
    r->running = NULL;
    r->error = NULL;
    return r->rc;
}

void rtx_recipe_text_free(char *text)
{
    if (text)
        rtx__wipe(text, strlen(text));
    rtx_free(text);
}
