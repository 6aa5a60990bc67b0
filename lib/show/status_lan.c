/* show status lanN: labels, ports, counters. */
#include "show/show.h"

#include <string.h>

#define SCHEMA (&rtx__schema_status_lan)
#define FIELD(member) RTX_FIELD_status_lan_##member
#define PORT(member) RTX_FIELD_lan_port_##member

/* What the rows under a counter are about: show->state. */
/* FOREIGN: another interface has begun, which is none of this record. */
enum { NOTHING, TRANSMITTED, RECEIVED, FOREIGN };

static void *record_of(const struct rtx__parse *show)
{
    return rtx__list_at(&show->records, 0);
}

static int set(struct rtx__parse *show, int field, const char *text,
               size_t length)
{
    return rtx__record_set(show, record_of(show), SCHEMA, field, text, length);
}

/* LAN1 alone, with a colon or not */
static size_t heading_length(const char *text)
{
    size_t n = rtx__interface_length(text);

    return n && (text[n] == '\0' || (text[n] == ':' && text[n + 1] == '\0'))
               ? n
               : 0;
}

/* ---- Auto Negotiation (1000BASE-T Full Duplex) */
static int set_port(struct rtx__parse *show, void *port, int field,
                    const char *text)
{
    return rtx__record_set(show, port, &rtx__schema_lan_port, field, text,
                           strlen(text));
}

/* 100BASE-TX, 2.5GBASE-T: how many Mbit/s; 0: no such medium. */
static int64_t speed_of(const char *media, size_t length)
{
    size_t n = strspn(media, "0123456789.");
    bool giga = media[n] == 'G';
    double speed;

    if (n >= length || !rtx__to_decimal(media, n, &speed) || speed >= 10000)
        return 0;
    return (int64_t)(giga ? speed * 1000 : speed);
}

/* 1000BASE-T Full Duplex | Link Down */
static int take_link(struct rtx__parse *show, void *port, const char *text,
                     size_t length)
{
    size_t media = strcspn(text, " )");
    int64_t speed = speed_of(text, media);
    const char *duplex = text + media + strspn(text + media, " ");
    bool full = strncasecmp(duplex, "full", 4) == 0;
    int rc;

    if (length >= 4 && strncasecmp(text + length - 4, "down", 4) == 0)
        return set_port(show, port, PORT(link), "down");
    if (speed == 0 || (!full && strncasecmp(duplex, "half", 4) != 0))
        return 0;
    rc = set_port(show, port, PORT(link), "up");
    if (rc > 0)
        rc = rtx__record_number(port, &rtx__schema_lan_port, PORT(speed_mbps),
                                speed);
    if (rc > 0)
        rc = rtx__record_set(show, port, &rtx__schema_lan_port, PORT(media),
                             text, media);
    return rc > 0 ? set_port(show, port, PORT(duplex), full ? "full" : "half")
                  : rc;
}

static int take_port(struct rtx__parse *show, int64_t number, const char *text)
{
    struct rtx_status_lan *lan = record_of(show);
    const char *open = strchr(text, '(');
    size_t length = strlen(text);
    bool automatic =
        strncasecmp(text, "auto", 4) == 0 || rtx__starts(text, "オート");
    void *port;
    int rc;

    if (!open || text[length - 1] != ')')
        return 0;
    port = rtx__record_add(show, (struct rtx_list *)(void *)&lan->ports,
                           &rtx__schema_lan_port);
    if (!port)
        return RTX_E_NOMEM;
    rc = rtx__record_number(port, &rtx__schema_lan_port, PORT(port), number);
    if (rc > 0)
        rc = set_port(show, port, PORT(negotiation),
                      automatic ? "auto" : "fixed");
    return rc > 0 ? take_link(show, port, open + 1,
                              (size_t)(text + length - 1 - open - 1))
                  : rc;
}

/* PORT1: … */
static int take_port_row(struct rtx__parse *show, const char *text)
{
    size_t n = strspn(text, "0123456789");
    int64_t number;

    if (!rtx__to_integer(text, n, &number) || text[n] != ':')
        return 0;
    text += n + 1;
    return take_port(show, number, text + strspn(text, " "));
}

/* ---- 送信パケット: 12 パケット(34 オクテット) */
static const struct {
    const char *label;
    int state;
} counted[] = {
    {"送信パケット:", TRANSMITTED},
    {"Transmitted packets:", TRANSMITTED},
    {"送信:", TRANSMITTED},
    {"Transmitted:", TRANSMITTED},
    {"受信パケット:", RECEIVED},
    {"Received packets:", RECEIVED},
    {"受信:", RECEIVED},
    {"Received:", RECEIVED},
};

static const char *counters_in(const char *text, int *state)
{
    for (size_t i = 0; i < sizeof counted / sizeof counted[0]; i++) {
        const char *rest = rtx__behind(text, counted[i].label);

        if (rest) {
            *state = counted[i].state;
            return rest;
        }
    }
    return NULL;
}

static int take_counters(struct rtx__parse *show, const char *text)
{
    int field = show->state == RECEIVED ? FIELD(received_packets)
                                        : FIELD(transmitted_packets);
    struct rtx__counters counters;
    int rc;

    if (!rtx__to_counters(text, &counters) || *counters.rest)
        return 0;
    rc = rtx__record_number(record_of(show), SCHEMA, field, counters.packets);
    return rc > 0 ? rtx__record_number(record_of(show), SCHEMA, field + 1,
                                       counters.octets)
                  : rc;
}

/* IPアドレス: 192.168.1.1/24 (DHCP) */
static int take_address(struct rtx__parse *show, const char *text)
{
    static const char mark[] = "(DHCP)";
    size_t n = strlen(text);
    bool dhcp =
        n >= sizeof mark - 1 && strcmp(text + n - (sizeof mark - 1), mark) == 0;
    int rc = 1;

    if (dhcp) {
        n = rtx__trimmed(text, n - (sizeof mark - 1));
        rc = rtx__record_flag(record_of(show), SCHEMA, FIELD(dhcp), true);
    }
    return rc > 0 ? set(show, FIELD(ip_address), text, n) : rc;
}

/* The rows of IPv4 and IPv6 stand under both directions. */
static bool is_of_direction(const struct rtx__parse *show, int field)
{
    switch (field) {
    case FIELD(received_ipv4_packets):
    case FIELD(received_ipv6_packets):
        return show->state == RECEIVED;
    default:
        return show->state == TRANSMITTED;
    }
}

static bool has_tail(int field)
{
    return strchr(SCHEMA->fields[field].english, '|') != NULL;
}

static int take_label(struct rtx__parse *show, const char *text)
{
    struct rtx__match match;
    const char *rest;

    if (!rtx__match_label(SCHEMA, text, &match))
        return 0;
    rest = text + match.length;
    rest += strspn(rest, " ");
    rtx__saw_label(show, &match);
    switch (match.field) {
    case FIELD(ports):
        if (*rest == '\0' || strcmp(rest, "Type (Link status)") == 0 ||
            strcmp(rest, "Type (Link Status)") == 0)
            return 1;
        return take_port(show, 1, rest);
    case FIELD(ip_address):
        return take_address(show, rest);
    case FIELD(mtu):
        return rtx__match_line(show, record_of(show), SCHEMA, text);
    default:
        break;
    }
    if (has_tail(match.field))
        return is_of_direction(show, match.field)
                   ? rtx__match_line(show, record_of(show), SCHEMA, text)
                   : 0;
    return set(show, match.field, rest, rtx__trimmed(rest, strlen(rest)));
}

static bool begins(const char *line)
{
    struct rtx__match match;

    line += strspn(line, " ");
    return heading_length(line) || rtx__match_label(SCHEMA, line, &match) ||
           rtx__match_label(&rtx__schema_lan_port, line, &match);
}

static int take_line(struct rtx__parse *show, const char *text)
{
    const char *port = rtx__behind(text, "PORT");
    int state = show->state;
    const char *counters = counters_in(text, &state);
    size_t n;

    text += strspn(text, " ");
    n = heading_length(text);
    /* a copy may begin within one interface, and go on with another */
    if (n && rtx__record_begun(record_of(show), SCHEMA))
        show->state = FOREIGN;
    if (show->state == FOREIGN)
        return 0;
    if (n)
        return set(show, FIELD(interface), text, n);
    if (port)
        return take_port_row(show, port);
    if (counters) {
        show->state = state;
        rtx__known(show, (unsigned char)text[0] >= 0x80);
        return take_counters(show, counters);
    }
    return take_label(show, text);
}

const struct rtx__command rtx__status_lan = {
    .name = "show status lan1",
    .output = "status_lan",
    .form = "show status lanN",
    .schema = SCHEMA,
    .array = false,
    .begins = begins,
    .line = take_line,
    .finish = NULL,
};
