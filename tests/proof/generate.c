/* Random configurations and fragments from the forms that real ones have. */
#include "proof.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

uint32_t dice_roll(struct dice *dice, uint32_t sides)
{
    uint64_t x = dice->state += 0x9E3779B97F4A7C15u;

    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)((x ^ (x >> 31)) >> 11) % sides;
}

/*
 * A statement that may be there: its context, its text and what takes it away.
 * $o an octet, $p a port, $n a number, $k a secret, {a|b} one of them.
 */
struct slot {
    const char *context;
    const char *text;
    const char *away;
};

static const struct slot slots[] = {
    {"", "ip route 10.$o.0.0/16 gateway 192.168.100.{2|3|4}", ""},
    {"", "ip route default gateway pp 1", "no ip route default"},
    {"", "ip route 172.20.0.0/16 gateway {tunnel 1|pp 1|192.168.100.9}",
     "no ip route 172.20.0.0/16"},
    {"", "ip lan1 proxyarp {on|off}", "no ip lan1 proxyarp"},
    {"", "ip lan1 secure filter in 1001 1002 {1003|1004}",
     "no ip lan1 secure filter in"},
    {"", "ip lan2 nat descriptor {1|2}", "no ip lan2 nat descriptor"},
    {"", "provider lan1 name LAN:{x|y|z}", "no provider lan1 name"},
    {"", "ip filter 1001 {pass|reject} * * tcp * $p", "no ip filter 1001"},
    {"", "ip filter 1002 reject 10.$o.0.0/16 * * * *", "no ip filter 1002"},
    {"", "ip filter 1003 pass * 192.168.100.0/24 icmp * *",
     "no ip filter 1003"},
    {"", "ip filter 1004 pass * * udp * {53|123|500|4500}",
     "no ip filter 1004"},
    {"", "ip filter 2$p {pass|reject} * * {tcp|udp} $p *", ""},
    {"", "ip filter 1099 pass * * * * *", "no ip filter 1099"},
    {"", "ip filter dynamic 1080 * * {ftp|www|domain}",
     "no ip filter dynamic 1080"},
    {"", "ip filter dynamic 1098 * * tcp", "no ip filter dynamic 1098"},
    {"", "nat descriptor type 1 masquerade", ""},
    {"", "nat descriptor address outer 1 {ipcp|203.0.113.$o}",
     "no nat descriptor address outer 1"},
    {"", "nat descriptor masquerade static 1 {1|2|3} 192.168.100.$o tcp $p",
     ""},
    {"", "ipsec auto refresh {on|off}", "no ipsec auto refresh"},
    {"", "syslog host 192.168.100.$o", "no syslog host"},
    {"", "syslog {notice|debug} {on|off}", ""},
    {"", "dhcp service server", "no dhcp service"},
    {"", "dhcp scope 1 192.168.100.$o-192.168.100.254/24", ""},
    {"", "dhcp scope 2 192.168.200.2-192.168.200.$o/24", "no dhcp scope 2"},
    {"", "dhcp scope bind 1 192.168.100.77 00:a0:de:00:00:{01|02|03}",
     "no dhcp scope bind 1 192.168.100.77"},
    {"", "dns server 192.0.2.$o", "no dns server"},
    {"", "dns private address spoof {on|off}", "no dns private address spoof"},
    {"", "snmp sysname proof-$n", "no snmp sysname"},
    {"", "l2tp service {on|off}", "no l2tp service"},
    {"pp select 1", "pp name PRV/{a|b|c}", "no pp name"},
    {"pp select 1", "pppoe use lan2", "no pppoe use"},
    {"pp select 1", "pp always-on {on|off}", "no pp always-on"},
    {"pp select 1", "pp auth accept {pap|chap|pap chap}", "no pp auth accept"},
    {"pp select 1", "pp auth myname user$n@example.net $k",
     "no pp auth myname"},
    {"pp select 1", "ppp lcp mru on {1454|1438|1400}", "no ppp lcp mru"},
    {"pp select 1", "ip pp mtu {1454|1438|1400}", "no ip pp mtu"},
    {"pp select 1", "ip pp secure filter in 1001 {1002|1003} 1099",
     "no ip pp secure filter in"},
    {"pp select 1", "ip pp secure filter out 1099 dynamic 1080 1098",
     "no ip pp secure filter out"},
    {"pp select 1", "ip pp nat descriptor 1", "no ip pp nat descriptor"},
    {"pp select 1", "pp enable 1", "no pp enable 1"},
    {"pp select anonymous", "pp bind tunnel1", "no pp bind"},
    {"pp select anonymous", "pp auth request {pap|chap}", "no pp auth request"},
    {"pp select anonymous", "pp auth username alice $k",
     "no pp auth username alice"},
    {"pp select anonymous", "pp auth username bob $k",
     "no pp auth username bob"},
    {"pp select anonymous", "ip pp mtu {1258|1280}", "no ip pp mtu"},
    {"pp select anonymous", "pp enable anonymous", "no pp enable anonymous"},
    {"tunnel select 1", "tunnel encapsulation l2tp", "no tunnel encapsulation"},
    {"tunnel select 1/ipsec tunnel 1",
     "ipsec sa policy 1 1 esp {aes-cbc|3des-cbc} {sha-hmac|md5-hmac}",
     "no ipsec sa policy 1"},
    {"tunnel select 1/ipsec tunnel 1",
     "ipsec ike local address 1 192.168.100.{254|253}",
     "no ipsec ike local address 1"},
    {"tunnel select 1/ipsec tunnel 1", "ipsec ike pre-shared-key 1 text $k",
     "no ipsec ike pre-shared-key 1"},
    {"tunnel select 1/ipsec tunnel 1", "ipsec ike remote address 1 any",
     "no ipsec ike remote address 1"},
    {"tunnel select 1", "ip tunnel tcp mss limit auto",
     "no ip tunnel tcp mss limit"},
    {"tunnel select 1", "tunnel enable 1", "no tunnel enable 1"},
    {"tunnel select 2/ipsec tunnel 201",
     "ipsec sa policy 201 2 esp {aes-cbc|aes256-cbc} sha-hmac",
     "no ipsec sa policy 201"},
    {"tunnel select 2/ipsec tunnel 201",
     "ipsec ike keepalive use 2 on dpd {10|20} 3",
     "no ipsec ike keepalive use 2"},
    {"tunnel select 2/ipsec tunnel 201", "ipsec ike pre-shared-key 2 text $k",
     "no ipsec ike pre-shared-key 2"},
    {"tunnel select 2/ipsec tunnel 201",
     "ipsec ike remote address 2 198.51.100.$o",
     "no ipsec ike remote address 2"},
    {"tunnel select 2", "ip tunnel mtu {1240|1280}", "no ip tunnel mtu"},
    {"tunnel select 2", "tunnel enable 2", "no tunnel enable 2"},
};
enum { SLOTS = sizeof slots / sizeof slots[0] };

/* Which secrets there are already: each is used once only. */
struct maker {
    struct dice dice;
    const char *marker;
    unsigned secrets;
    char *conflicting; /* another value of something in the fragment */
    const char *key;   /* its identifying words */
};

static void expand_to(struct maker *m, FILE *out, const char *at, size_t size);

/* One of the words between | and |. */
static void put_choice(struct maker *m, FILE *out, const char *at, size_t size)
{
    uint32_t options = 1;
    uint32_t wanted;
    size_t length;

    for (size_t i = 0; i < size; i++)
        options += at[i] == '|';
    wanted = dice_roll(&m->dice, options);
    while (wanted--) {
        const char *bar = memchr(at, '|', size);

        size -= (size_t)(bar + 1 - at);
        at = bar + 1;
    }
    length = strcspn(at, "|}");
    expand_to(m, out, at, length < size ? length : size);
}

static void put_value(struct maker *m, FILE *out, char kind)
{
    if (kind == 'o')
        fprintf(out, "%u", 2 + dice_roll(&m->dice, 250));
    else if (kind == 'p')
        fprintf(out, "%u", 1000 + dice_roll(&m->dice, 9000));
    else if (kind == 'n')
        fprintf(out, "%u", dice_roll(&m->dice, 100));
    else
        fprintf(out, "%s-%u", m->marker, ++m->secrets);
}

static void expand_to(struct maker *m, FILE *out, const char *at, size_t size)
{
    const char *end = at + size;

    for (; at < end; at++) {
        if (*at == '{') {
            size_t length = strcspn(at + 1, "}");

            put_choice(m, out, at + 1, length);
            at += length + 1;
        } else if (*at == '$') {
            put_value(m, out, *++at);
        } else {
            fputc(*at, out);
        }
    }
}

static char *expand(struct maker *m, const char *form)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    expand_to(m, out, form, strlen(form));
    fclose(out);
    return text;
}

static void put_context(FILE *out, const char *context, const char **now)
{
    size_t first = strcspn(context, "/");

    if (*now && strcmp(*now, context) == 0)
        return;
    if (context[0] && (!*now || strncmp(*now, context, first) != 0))
        fprintf(out, "%.*s\n", (int)first, context);
    if (context[first])
        fprintf(out, " %s\n", context + first + 1);
    *now = context;
}

/* A line in its context, indented as show config does. */
static void put(FILE *out, const struct slot *slot, const char *text,
                const char **now)
{
    const char *indent = strchr(slot->context, '/') ? "  "
                         : slot->context[0]         ? " "
                                                    : "";

    put_context(out, slot->context, now);
    fprintf(out, "%s%s\n", indent, text);
}

static void put_console(struct maker *m, FILE *out)
{
    static const char *const characters[] = {
        "", "console character ascii\n", "console character ascii\n",
        "console character sjis\n", "console character euc\n"};
    static const char *const lines[] = {"", "", "console lines infinity\n",
                                        "console lines 40\n"};

    fputs(characters[dice_roll(&m->dice, 5)], out);
    if (dice_roll(&m->dice, 6) == 0)
        fputs("console prompt \"[R1]\"\n", out);
    fputs(lines[dice_roll(&m->dice, 4)], out);
    fputs("ip lan1 address 192.168.100.254/24\n", out);
}

static char *make_startup(struct maker *m, bool present[])
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    const char *context = "";
    uint32_t chance = 2 + dice_roll(&m->dice, 6);

    put_console(m, out);
    for (int i = 0; i < SLOTS; i++) {
        char *line = expand(m, slots[i].text);

        present[i] = dice_roll(&m->dice, 8) < chance;
        if (present[i])
            put(out, &slots[i], line, &context);
        free(line);
    }
    fclose(out);
    return text;
}

/* One line of the fragment. @return it changes something for sure */
static bool put_change(struct maker *m, FILE *out, int i, bool present,
                       const char **context)
{
    const struct slot *slot = &slots[i];
    bool away = present && slot->away[0] && dice_roll(&m->dice, 4) == 0;
    char *line = expand(m, away ? slot->away : slot->text);

    put(out, slot, line, context);
    if (!away && slot->away[0] && !slot->context[0] &&
        strpbrk(slot->text, "${") && !m->conflicting) {
        m->key = slot->away + strlen("no ");
        m->conflicting = expand(m, slot->text);
        while (strcmp(m->conflicting, line) == 0) {
            free(m->conflicting);
            m->conflicting = expand(m, slot->text);
        }
    }
    free(line);
    return away || !present;
}

static bool put_refused(struct maker *m, FILE *out, const char **context)
{
    static const struct slot refused[] = {
        {"", "ip filter 1055 passs * * tcp * 80", ""},
        {"", "dhcp scope 3 192.168.300.2-192.168.300.9/24", ""},
        {"pp select 1", "ppp lcp mru on 99999", ""},
        {"", "ip fliter 1001 pass * * * * *", ""},
    };
    const struct slot *slot = &refused[dice_roll(&m->dice, 4)];

    put(out, slot, slot->text, context);
    return true;
}

static char *make_fragment(struct maker *m, const bool present[], bool refused)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    const char *context = "";
    uint32_t chance = 2 + dice_roll(&m->dice, 5);
    int start = (int)dice_roll(&m->dice, SLOTS);
    int bad = refused ? (int)dice_roll(&m->dice, SLOTS) : SLOTS;
    int changes = 0;

    for (int k = 0; k < SLOTS || changes < 2; k++) {
        int i = (start + k) % SLOTS;

        /* back in the global context only by beginning there */
        if (i == 0)
            fputs("pp select none\n", out);
        if (i == 0)
            context = "";
        if (k == bad)
            put_refused(m, out, &context);
        if (k >= SLOTS || dice_roll(&m->dice, 12) < chance)
            changes += put_change(m, out, i, present[i], &context);
    }
    fclose(out);
    return text;
}

static void choose_options(struct scenario *s, struct dice *dice)
{
    static const char *const some[][4] = {
        {NULL},
        {"echo-trailing-blank=on", "prompt-tunnel=bracket"},
        {"prompt-anonymous=pp-anonymous", "echo-wrap=crlf-space-bs"},
        {"pager-type-ahead=flush", "dirty=compare"},
        {"info-format=crlf", "config-trailing-blank=on"},
        {"dirty=any", "restart-drop=reset"},
        {"restart-drop=silent", "boot-time=30"},
        {"first-line=drop", "telnet-negotiation=full"},
        {"save-delay=40", "question-newline=on"},
        {"command-delay=1", "type-ahead=256"},
    };
    uint32_t i = dice_roll(dice, sizeof some / sizeof some[0]);

    memcpy(s->options, some[i], sizeof s->options);
}

struct scenario *scenario_new(uint64_t seed)
{
    struct scenario *s = calloc(1, sizeof *s);
    struct maker m = {.dice = {seed * 0x5851F42D4C957F2Du + 1}};
    bool present[SLOTS];

    s->seed = seed;
    snprintf(s->marker, sizeof s->marker, "Zq%06xX",
             dice_roll(&m.dice, 0xFFFFFF));
    m.marker = s->marker;
    snprintf(s->login, sizeof s->login, "%s-login", s->marker);
    /* without one, journals are under a key file: faster, and another way */
    if (dice_roll(&m.dice, 3))
        s->admin[0] = '\0';
    else
        snprintf(s->admin, sizeof s->admin, "%s-admin", s->marker);
    choose_options(s, &m.dice);
    s->startup = make_startup(&m, present);
    s->refused = dice_roll(&m.dice, 5) == 0;
    s->fragment = make_fragment(&m, present, s->refused);
    s->conflicting = m.conflicting;
    s->conflicting_key = m.key;
    s->foreign_key = "snmp syslocation";
    s->foreign = expand(&m, "snmp syslocation rack-$p");
    return s;
}

void scenario_free(struct scenario *s)
{
    if (!s)
        return;
    free(s->startup);
    free(s->fragment);
    free(s->conflicting);
    free(s->foreign);
    set_free(s->old);
    set_free(s->new);
    rtx_emulator_text_free(s->new_text);
    free(s);
}
