/* show status tunnel: labels and counters. */
#include "show/show.h"

#include <string.h>

#define SCHEMA (&rtx__schema_status_tunnel)
#define FIELD(member) RTX_FIELD_status_tunnel_##member

/* What the counters are about: show->state. */
/* FOREIGN: another tunnel has begun, which is none of this record. */
enum { NOTHING, RECEIVED, TRANSMITTED, FOREIGN };

static int set(struct rtx__parse *show, int field, const char *text,
               size_t length)
{
    return rtx__record_set(show, rtx__list_at(&show->records, 0), SCHEMA, field,
                           text, length);
}

/* Lines that only head others. */
static const struct {
    const char *text;
    bool japanese;
} headings[] = {
    {"Maximum Transmission Unit(MTU):", false},
    {"最大パケット長(MTU):", true},
    {"IKE keepalive:", false},
    {"IKEキープアライブ:", true},
    {"IKE キープアライブ:", true},
};

/* Behind 受信: and the like; *direction says which. */
static const char *counters_in(const char *text, int *direction)
{
    static const struct {
        const char *label;
        int direction;
    } labels[] = {{"受信:", RECEIVED},
                  {"Received:", RECEIVED},
                  {"送信:", TRANSMITTED},
                  {"Transmitted:", TRANSMITTED}};

    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        const char *rest = rtx__behind(text, labels[i].label);

        if (rest) {
            *direction = labels[i].direction;
            return rest;
        }
    }
    text += strspn(text, " ");
    return rtx__starts(text, "(IPv") ? text : NULL;
}

/* (IPv4) 12 packets [34 octets] */
static int take_counters(struct rtx__parse *show, const char *text)
{
    static const int fields[][2] = {
        [RECEIVED] = {FIELD(received_ipv4_packets),
                      FIELD(received_ipv6_packets)},
        [TRANSMITTED] = {FIELD(transmitted_ipv4_packets),
                         FIELD(transmitted_ipv6_packets)},
    };
    void *record = rtx__list_at(&show->records, 0);
    const char *rest = rtx__behind(text, "(IPv4)");
    bool six = !rest;
    struct rtx__counters counters;
    int field;
    int rc;

    if (six)
        rest = rtx__behind(text, "(IPv6)");
    if (!rest || show->state == NOTHING || !rtx__to_counters(rest, &counters) ||
        *counters.rest)
        return 0;
    field = fields[show->state][six];
    rc = rtx__record_number(record, SCHEMA, field, counters.packets);
    return rc > 0
               ? rtx__record_number(record, SCHEMA, field + 1, counters.octets)
               : rc;
}

static int take_state(struct rtx__parse *show, const char *text)
{
    static const char *const labels[] = {"トンネルインタフェースは",
                                         "Current status is"};

    for (int i = 0; i < 2; i++) {
        const char *rest = rtx__behind(text, labels[i]);
        const char *state = rest ? rtx__link_state(rest) : NULL;

        if (state) {
            rtx__known(show, i == 0);
            return set(show, FIELD(state), state, strlen(state));
        }
    }
    return 0;
}

/* from 2011/08/15 18:19:45. */
static int take_since(struct rtx__parse *show, const char *text)
{
    size_t n = rtx__trimmed(text, strlen(text));

    rtx__known(show, false);
    return set(show, FIELD(since), text, n && text[n - 1] == '.' ? n - 1 : n);
}

/* 1 sec after, 1秒後 */
static int take_next(struct rtx__parse *show, const char *text)
{
    static const char *const tails[] = {"after", "後"};
    size_t n = strlen(text);

    for (size_t i = 0; i < 2; i++) {
        size_t length = strlen(tails[i]);

        if (n > length && strcmp(text + n - length, tails[i]) == 0) {
            n = rtx__trimmed(text, n - length);
            break;
        }
    }
    return set(show, FIELD(keepalive_next_s), text, n);
}

/* TUNNEL[1]: */
static int take_heading(struct rtx__parse *show, const char *text)
{
    size_t n = strspn(text, "0123456789");

    if (n == 0 || text[n] != ']' || (text[n + 1] && text[n + 1] != ':'))
        return 0;
    return set(show, FIELD(tunnel), text, n);
}

/* A copy may begin within one tunnel, and go on with another. */
static bool is_second(const struct rtx__parse *show)
{
    return rtx__record_begun(rtx__list_at(&show->records, 0), SCHEMA);
}

/* Behind the heading; NULL: it is none. */
static const char *behind_heading(struct rtx__parse *show, const char *text)
{
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        const char *rest = rtx__behind(text, headings[i].text);

        if (rest) {
            rtx__known(show, headings[i].japanese);
            return rest;
        }
    }
    return NULL;
}

static bool is_mtu(int field)
{
    return field == FIELD(mtu_ipv4) || field == FIELD(mtu_ipv6);
}

static bool is_keepalive(int field)
{
    return field == FIELD(keepalive_type) || field == FIELD(keepalive_status) ||
           field == FIELD(keepalive_next_s);
}

static int take_label(struct rtx__parse *show, const char *text)
{
    void *record = rtx__list_at(&show->records, 0);
    struct rtx__match match;

    text += strspn(text, " ");
    if (!rtx__match_label(SCHEMA, text, &match))
        return 0;
    if (is_mtu(match.field))
        return rtx__match_line(show, record, SCHEMA, text);
    if (match.field == FIELD(keepalive_next_s)) {
        rtx__saw_label(show, &match);
        text += match.length;
        return take_next(show, text + strspn(text, " "));
    }
    return rtx__match_one(show, record, SCHEMA, text);
}

/* Does one of the labels that share lines stand there? */
static bool shares_line(const char *text)
{
    struct rtx__match match;

    return rtx__match_label(SCHEMA, text, &match) &&
           (is_mtu(match.field) || is_keepalive(match.field));
}

/* `IPv4: 1280 octets / IPv6: 1280 octets`: copies join such lines. */
static int take_labels(struct rtx__parse *show, const char *text)
{
    int understood = 1;

    text += strspn(text, " /");
    if (!shares_line(text))
        return take_label(show, text);
    while (*text) {
        size_t length = 1;
        const char *label;
        char *one;
        int rc;

        while (text[length] &&
               (text[length - 1] != ' ' || !shares_line(text + length)))
            length++;
        label = text;
        text += length;
        while (length && (label[length - 1] == ' ' || label[length - 1] == '/'))
            length--;
        one = rtx__arena_text(&show->arena, label, length);
        rc = one ? take_label(show, one) : RTX_E_NOMEM;
        if (rc < 0)
            return rc;
        understood = understood && rc;
    }
    return understood;
}

static bool begins(const char *line)
{
    struct rtx__match match;
    int direction;

    if (counters_in(line, &direction) || rtx__connection_length(line))
        return true;
    line += strspn(line, " ");
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        if (rtx__starts(line, headings[i].text))
            return true;
    }
    return rtx__match_label(SCHEMA, line, &match);
}

static int take_line(struct rtx__parse *show, const char *text)
{
    int state = show->state;
    const char *counters = counters_in(text, &state);
    const char *since = rtx__behind(text, "from ");
    const char *number = rtx__behind(text, "TUNNEL[");
    size_t connection = rtx__connection_length(text);
    const char *heading;
    int rc;

    if (number && is_second(show))
        show->state = FOREIGN;
    if (show->state == FOREIGN)
        return 0;
    show->state = state;
    if (counters)
        return take_counters(show, counters);
    if (number)
        return take_heading(show, number);
    if (since)
        return take_since(show, since);
    heading = behind_heading(show, text);
    if (heading)
        return *heading ? take_labels(show, heading) : 1;
    if (connection) {
        size_t blanks = strspn(text, " ");

        rtx__known(show, false);
        return set(show, FIELD(connected_s), text + blanks,
                   connection - blanks);
    }
    rc = take_state(show, text);
    return rc ? rc : take_labels(show, text);
}

const struct rtx__command rtx__status_tunnel = {
    .name = "show status tunnel",
    .output = "status_tunnel",
    .form = "show status tunnel [N]",
    .schema = SCHEMA,
    .array = false,
    .begins = begins,
    .line = take_line,
    .finish = NULL,
};
