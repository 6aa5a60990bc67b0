/* See state_views.h. */
#include "state_views.h"

#include <stdio.h>
#include <string.h>

#include "test.h"

/* ---- IPsec ---- */
static const char *word_of(const json_t *record, const char *name)
{
    const char *text = json_string_value(json_object_get(record, name));

    return text ? text : "";
}

json_t *view_sa(const json_t *state)
{
    json_t *ret = json_deep_copy(state);
    size_t i;
    json_t *sa;

    json_array_foreach(json_object_get(ret, "sas"), i, sa)
    {
        json_object_del(sa, "local_id");
        json_object_del(sa, "algorithm");
        json_object_del(sa, "spi");
        json_object_del(sa, "duration_s");
    }
    return ret;
}

json_t *view_gateway(const json_t *state, int gateway)
{
    const json_t *first = NULL;
    int counts[3] = {0};
    size_t i;
    json_t *sa;

    json_array_foreach(json_object_get(state, "sas"), i, sa)
    {
        if (json_integer_value(json_object_get(sa, "gateway")) != gateway)
            continue;
        first = first ? first : sa;
        counts[strcmp(word_of(sa, "direction"), "send") == 0   ? 1
               : strcmp(word_of(sa, "direction"), "recv") == 0 ? 2
                                                               : 0]++;
    }
    if (!first)
        return NULL;
    return json_pack("[{s:i,s:O,s:O,s:i,s:i,s:i}]", "gateway", gateway,
                     "local_id", json_object_get(first, "local_id"),
                     "remote_id", json_object_get(first, "remote_id"),
                     "isakmp_count", counts[0], "send_count", counts[1],
                     "recv_count", counts[2]);
}

/* The algorithm is printed with what it is used with. */
static json_t *detail(const json_t *sa)
{
    bool isakmp = strcmp(word_of(sa, "kind"), "isakmp") == 0;
    json_t *ret = json_pack("{s:O,s:O,s:O,s:O,s:O,s:O,s:s}", "id",
                            json_object_get(sa, "id"), "gateway",
                            json_object_get(sa, "gateway"), "kind",
                            json_object_get(sa, "kind"), "local_id",
                            json_object_get(sa, "local_id"), "remote_id",
                            json_object_get(sa, "remote_id"), "duration_s",
                            json_object_get(sa, "duration_s"), "key", "*");
    char text[96];

    snprintf(text, sizeof text, "%s%s", word_of(sa, "algorithm"),
             isakmp ? ", SHA-1, MODP 1024bit" : " (for Auth.: HMAC-SHA)");
    json_object_set_new(ret, "algorithm", json_string(text));
    json_object_set(ret, "spi", json_object_get(sa, "spi"));
    if (isakmp)
        return ret;
    json_object_set(ret, "direction", json_object_get(sa, "direction"));
    json_object_set(ret, "protocol", json_object_get(sa, "protocol"));
    json_object_set(ret, "mode", json_object_get(sa, "kind"));
    return ret;
}

json_t *view_gateway_detail(const json_t *state, int gateway)
{
    json_t *ret = json_array();
    size_t i;
    json_t *sa;

    json_array_foreach(json_object_get(state, "sas"), i, sa)
    {
        if (json_integer_value(json_object_get(sa, "gateway")) == gateway)
            json_array_append_new(ret, detail(sa));
    }
    if (json_array_size(ret) > 0)
        return ret;
    json_decref(ret);
    return NULL;
}

/* ---- DHCP ---- */
/* (01) 00 a0 de 11 22 33 is printed as the hardware address that it is. */
static void set_client(json_t *to, const json_t *lease)
{
    const char *id = word_of(lease, "client_id");
    char mac[18];

    if (!*id) {
        json_object_set(to, "client_ethernet",
                        json_object_get(lease, "client_ethernet"));
        return;
    }
    snprintf(mac, sizeof mac, "%s", id + 5);
    for (char *c = mac; *c; c++)
        *c = *c == ' ' ? ':' : *c;
    json_object_set_new(to, "client_ethernet", json_string(mac));
}

json_t *view_dhcp_summary(const json_t *scopes)
{
    json_t *ret = json_array();
    size_t i;
    json_t *scope;

    json_array_foreach((json_t *)scopes, i, scope)
    {
        json_t *leases = json_array();
        size_t n;
        json_t *lease;

        json_array_foreach(json_object_get(scope, "leases"), n, lease)
        {
            json_t *row =
                json_pack("{s:i,s:O,s:O}", "no", (int)n + 1, "address",
                          json_object_get(lease, "address"), "hostname",
                          json_object_get(lease, "hostname"));

            set_client(row, lease);
            json_array_append_new(leases, row);
        }
        json_array_append_new(ret, json_pack("{s:O,s:o}", "scope",
                                             json_object_get(scope, "scope"),
                                             "leases", leases));
    }
    return ret;
}

/* ---- the configuration ---- */
struct writer {
    uint32_t *seed;
    struct rtx_buf *startup;
    json_t *wanted;
    const char *context;
};

static unsigned below(const struct writer *w, unsigned n)
{
    return test_random(w->seed) % n;
}

/* A setting as it is kept; `hidden` is the secret word in it, or NULL. */
static void add(struct writer *w, const char *text, const char *hidden)
{
    static const char blanks[] = "  ";
    size_t depth = strstr(w->context, "ipsec") ? 2 : *w->context ? 1 : 0;
    const char *at = hidden ? strstr(text, hidden) : NULL;
    char shown[512];

    rtx__buf_format(w->startup, "%.*s%s\n", (int)depth, blanks, text);
    snprintf(shown, sizeof shown, "%.*s%s%s",
             at ? (int)(at - text) : (int)strlen(text), text, at ? "*" : "",
             at ? at + strlen(hidden) : "");
    json_array_append_new(w->wanted,
                          json_pack("{s:s,s:s,s:b}", "context", w->context,
                                    "text", shown, "secret", hidden != NULL));
}

/* So many numbers that the line is broken once or twice. */
static void add_filter_list(struct writer *w, const char *interface)
{
    char text[400];
    int n = snprintf(text, sizeof text, "ip %s secure filter in", interface);

    for (unsigned i = 1 + below(w, 30); i > 0; i--)
        n += snprintf(text + n, sizeof text - (size_t)n, " %u",
                      1000 + below(w, 200000));
    add(w, text, NULL);
}

static void add_global(struct writer *w, bool japanese)
{
    static const char *const names[] = {"office", "本社のルーター",
                                        "支店と倉庫をむすぶ回線 その2"};
    char text[256];

    for (unsigned i = below(w, 6); i > 0; i--) {
        snprintf(text, sizeof text, "ip route 10.%u.%u.0/24 gateway tunnel %u",
                 i, below(w, 256), 1 + below(w, 30));
        add(w, text, NULL);
    }
    snprintf(text, sizeof text, "description lan1 \"%s %s\"",
             names[japanese ? below(w, 3) : 0],
             names[japanese ? below(w, 3) : 0]);
    add(w, text, NULL);
    for (unsigned i = below(w, 5); i > 0; i--) {
        snprintf(text, sizeof text,
                 "ip filter %u pass 192.168.%u.0/24 203.0.113.%u tcp * "
                 "www,https",
                 i, below(w, 256), below(w, 256));
        add(w, text, NULL);
    }
    snprintf(text, sizeof text, "login user user%u secret%u", below(w, 99),
             below(w, 9999));
    add(w, text, strstr(text, "secret"));
}

static void add_pp(struct writer *w, int number)
{
    char context[32];
    char text[256];

    snprintf(context, sizeof context, "pp %d", number);
    rtx__buf_format(w->startup, "pp select %d\n", number);
    w->context = context;
    snprintf(text, sizeof text, "pp auth myname user%u@example.jp pass%u",
             below(w, 99), below(w, 9999));
    add(w, text, strstr(text, "pass"));
    add_filter_list(w, "pp");
    snprintf(text, sizeof text, "pp enable %d", number);
    add(w, text, NULL);
    w->context = "";
}

static void add_tunnel(struct writer *w, int number)
{
    char contexts[2][48];
    char text[256];

    snprintf(contexts[0], sizeof contexts[0], "tunnel %d", number);
    snprintf(contexts[1], sizeof contexts[1], "tunnel %d ipsec tunnel %d",
             number, number + 100);
    rtx__buf_format(w->startup, "tunnel select %d\n", number);
    w->context = contexts[0];
    snprintf(text, sizeof text, "ipsec tunnel %d", number + 100);
    add(w, text, NULL);
    w->context = contexts[1];
    snprintf(text, sizeof text, "ipsec sa policy %d %d esp aes-cbc sha-hmac",
             number + 100, number);
    add(w, text, NULL);
    snprintf(text, sizeof text, "ipsec ike pre-shared-key %d text psk%u",
             number, below(w, 9999));
    add(w, text, strstr(text, "psk"));
    w->context = contexts[0];
    add_filter_list(w, "tunnel");
    snprintf(text, sizeof text, "tunnel enable %d", number);
    add(w, text, NULL);
    w->context = "";
}

json_t *config_random(uint32_t *seed, bool japanese, struct rtx_buf *startup)
{
    struct writer w = {seed, startup, json_array(), ""};

    add_global(&w, japanese);
    for (unsigned i = below(&w, 3); i > 0; i--)
        add_pp(&w, (int)i);
    for (unsigned i = below(&w, 3); i > 0; i--)
        add_tunnel(&w, (int)i);
    return w.wanted;
}
