/* Changes that decide what gets through to the router. */
#include "config/risk.h"

#include <string.h>
#include <strings.h>

static bool same(const char *word, size_t length, const char *text)
{
    return strlen(text) == length && strncasecmp(word, text, length) == 0;
}

/* Is a word the interface that he comes through? */
static bool is_here(const struct rtx_case *c, int index)
{
    size_t length;
    const char *word = rtx__case_word(c, index, &length);

    return same(word, length, c->v->interface);
}

/* lan1 of lan1.2 and lan1/3 */
static size_t base_length(const char *word, size_t length)
{
    size_t n = 0;

    while (n < length && word[n] != '.' && word[n] != '/')
        n++;
    return n;
}

/* The same for a port or a VLAN of it. */
static bool is_port_here(const struct rtx_case *c, int index)
{
    size_t length;
    const char *word = rtx__case_word(c, index, &length);
    const char *mine = c->v->interface;
    size_t n = base_length(mine, strlen(mine));

    return n > 0 && base_length(word, length) == n &&
           strncasecmp(word, mine, n) == 0;
}

/* Does the new address leave the old one, and the way back, as they were? */
static bool address_stays(const struct rtx_case *c)
{
    size_t length;
    const char *word = rtx__case_word(c, 3, &length);
    uint32_t address;
    uint32_t mask;

    return !rtx__case_removes(c) && c->v->has_address &&
           rtx__ipv4_network(word, length, &address, &mask) &&
           address == c->v->address &&
           (!c->v->near || (address & mask) == (c->v->source & mask));
}

/* Another address of the same network: whoever is on it finds the router. */
static bool network_stays(const struct rtx_case *c)
{
    struct rtx_word words[6];
    size_t length;
    const char *word = rtx__case_word(c, 3, &length);
    const char *before = c->change->before;
    uint32_t from;
    uint32_t from_mask;
    uint32_t to;
    uint32_t to_mask;

    return !rtx__case_removes(c) && before &&
           rtx__words(before, words, 6) > 3 &&
           rtx__ipv4_network(before + words[3].at, words[3].length, &from,
                             &from_mask) &&
           rtx__ipv4_network(word, length, &to, &to_mask) &&
           from_mask == to_mask && (from & from_mask) == (to & to_mask);
}

int rtx__risk_address(const struct rtx_case *c)
{
    struct rtx_word words[6];
    uint32_t address;
    const char *before = c->change->before;

    if (c->v->v6)
        return RTX_HARMLESS;
    if (rtx__case_word_is(c, 2, "secondary")) {
        if (c->change->op == RTX_CHANGE_ADD || !is_here(c, 1) ||
            !c->v->has_address || rtx__words(before, words, 6) < 5 ||
            !rtx__ipv4(before + words[4].at,
                       strcspn(before + words[4].at, "/ "), &address) ||
            address != c->v->address)
            return RTX_HARMLESS;
    } else if (!is_here(c, 1) || address_stays(c) ||
               (c->change->op == RTX_CHANGE_ADD && c->v->guessed)) {
        return RTX_HARMLESS;
    } else if (c->v->guessed && network_stays(c)) {
        /* it is not known that this address is the one that is used */
        return rtx__case_through(c, RTX_RISK_POSSIBLE,
                                 "changes its address within its network");
    }
    return rtx__case_through(c, RTX_RISK_CUT,
                             rtx__case_removes(c) ? "removes its address"
                                                  : "changes its address");
}

int rtx__risk_v6_address(const struct rtx_case *c)
{
    if (!c->v->v6 || !is_here(c, 1) || c->change->op == RTX_CHANGE_ADD)
        return RTX_HARMLESS;
    return rtx__case_through(c, RTX_RISK_CUT, "changes its address");
}

int rtx__risk_lan_type(const struct rtx_case *c)
{
    return is_port_here(c, 2)
               ? rtx__case_through(c, RTX_RISK_CUT, "resets the interface")
               : RTX_HARMLESS;
}

int rtx__risk_shutdown(const struct rtx_case *c)
{
    return is_port_here(c, 2) && !rtx__case_removes(c)
               ? rtx__case_through(c, RTX_RISK_CUT, "stops the interface")
               : RTX_HARMLESS;
}

int rtx__risk_vlan(const struct rtx_case *c)
{
    return is_port_here(c, 1)
               ? rtx__case_through(c, RTX_RISK_CUT, "rearranges the interface")
               : RTX_HARMLESS;
}

int rtx__risk_mapping(const struct rtx_case *c)
{
    return is_port_here(c, 3) || rtx__starts(c->v->interface, "vlan")
               ? rtx__case_through(c, RTX_RISK_CUT, "rearranges its ports")
               : RTX_HARMLESS;
}

/* `bridge member bridge1 lan1 lan2`: those that it had, and will have */
int rtx__risk_bridge(const struct rtx_case *c)
{
    struct rtx_word words[16];
    const char *before = c->change->before;
    int count = rtx__words(before, words, 16);
    bool here = is_here(c, 2);

    for (int i = 3; i < c->m.count; i++)
        here |= is_port_here(c, i);
    for (int i = 3; i < count && i < 16; i++)
        here |= same(before + words[i].at, words[i].length, c->v->interface);
    return here ? rtx__case_through(c, RTX_RISK_CUT, "rearranges the interface")
                : RTX_HARMLESS;
}

/* ---- filters ---- */

/* What the packet filters do after the plan that they did not do before. */
static int judge_filters(const struct rtx_case *c, bool direct)
{
    enum rtx_verdict in = rtx__vantage_passes(c->v, c->after, false);
    enum rtx_verdict out = rtx__vantage_passes(c->v, c->after, true);

    if (in == RTX_YES && out == RTX_YES)
        return RTX_HARMLESS;
    if (in == RTX_NO || out == RTX_NO)
        return rtx__case_through(c, RTX_RISK_CUT,
                                 "filters what you send or what you get");
    return rtx__case_through(
        c, direct ? RTX_RISK_CUT : RTX_RISK_POSSIBLE,
        "decides what may pass there, and perhaps not you");
}

/* Is the statement about his interface? For a peer its context tells. */
static bool about_here(const struct rtx_case *c)
{
    char outer[RTX_CONTEXT_MAX];

    if (c->change->context[0] == '\0')
        return is_here(c, 1);
    rtx__context_outer(c->change->context, outer, sizeof outer);
    return c->v->interface[0] && strcmp(outer, c->v->interface) == 0;
}

int rtx__risk_filter_list(const struct rtx_case *c)
{
    if (c->v->v6 || !about_here(c) || rtx__case_removes(c))
        return RTX_HARMLESS;
    if (rtx__case_word_is(c, 4, "name"))
        return rtx__case_through(c, RTX_RISK_CUT,
                                 "decides what may pass there");
    return judge_filters(c, true);
}

int rtx__risk_filter(const struct rtx_case *c)
{
    char number[24] = "";
    size_t length;
    const char *word = rtx__case_word(c, 2, &length);

    if (c->v->v6 || length >= sizeof number)
        return RTX_HARMLESS;
    memcpy(number, word, length);
    if (!rtx__vantage_uses_filter(c->v, c->before, number) &&
        !rtx__vantage_uses_filter(c->v, c->after, number))
        return RTX_HARMLESS;
    return judge_filters(c, false);
}

/* Lists whose filters are not understood here. */
int rtx__risk_closed_list(const struct rtx_case *c)
{
    return !rtx__case_removes(c) && about_here(c)
               ? rtx__case_through(c, RTX_RISK_CUT,
                                   "decides what may pass there")
               : RTX_HARMLESS;
}

int rtx__risk_v6_filter(const struct rtx_case *c)
{
    return c->v->v6 ? rtx__risk_closed_list(c) : RTX_HARMLESS;
}

int rtx__risk_policy(const struct rtx_case *c)
{
    return rtx__case_removes(c)
               ? RTX_HARMLESS
               : rtx__case_through(c, RTX_RISK_CUT,
                                   "decides what may pass everywhere");
}

/* ---- addresses in between, and the way back ---- */

int rtx__risk_nat(const struct rtx_case *c)
{
    return about_here(c) && !c->v->v6
               ? rtx__case_through(c, RTX_RISK_CUT,
                                   "changes how addresses are translated there")
               : RTX_HARMLESS;
}

/* Is descriptor `number` bound to his interface in this configuration? */
static bool bound(const struct rtx_vantage *v, const rtx_config *config,
                  const char *number, size_t length)
{
    const struct rtx_statement *s =
        rtx__vantage_setting(v, config, "nat descriptor");
    struct rtx_word words[32];
    int count = s ? rtx__words(s->text, words, 32) : 0;

    for (int i = 4; i < count && i < 32; i++) {
        if (words[i].length == length &&
            strncmp(s->text + words[i].at, number, length) == 0)
            return true;
    }
    return false;
}

/* The first number of a `nat descriptor` statement is the descriptor. */
int rtx__risk_descriptor(const struct rtx_case *c)
{
    for (int i = 2; i < c->m.count && !c->v->v6; i++) {
        size_t length;
        const char *word = rtx__case_word(c, i, &length);

        if (length == 0 || word[0] < '0' || word[0] > '9')
            continue;
        if (bound(c->v, c->before, word, length) ||
            bound(c->v, c->after, word, length))
            return rtx__case_through(
                c, RTX_RISK_CUT, "changes how addresses are translated there");
        break;
    }
    return RTX_HARMLESS;
}

/* Is one of the routes this one's? */
static bool leads(const struct rtx_entry *const *routes, size_t count,
                  const char *key)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(routes[i]->s.key, key) == 0)
            return true;
    }
    return false;
}

int rtx__risk_route(const struct rtx_case *c)
{
    const struct rtx_entry *old[8];
    const struct rtx_entry *new[8];
    char key[256];
    size_t a;
    size_t b;

    if (c->v->v6 || c->v->near)
        return RTX_HARMLESS;
    if (!c->v->has_source)
        return c->change->op == RTX_CHANGE_ADD
                   ? RTX_HARMLESS
                   : rtx__case_say(c, RTX_RISK_POSSIBLE,
                                   "if you come from behind this route, the "
                                   "way back changes");
    a = rtx__vantage_routes(c->v, c->before, old, 8);
    b = rtx__vantage_routes(c->v, c->after, new, 8);
    rtx__match_key(c->change->text, &c->m, key, sizeof key);
    if (!leads(old, a, key) && !leads(new, b, key))
        return RTX_HARMLESS;
    return rtx__case_through(c, RTX_RISK_CUT, "changes the way back to you");
}

int rtx__risk_routing(const struct rtx_case *c)
{
    if (rtx__case_removes(c) || !rtx__case_word_is(c, 2, "off") || c->v->near)
        return RTX_HARMLESS;
    return rtx__case_through(
        c, c->v->has_source ? RTX_RISK_CUT : RTX_RISK_POSSIBLE,
        "ends the routing back to you");
}

int rtx__risk_ipsec(const struct rtx_case *c)
{
    bool off = rtx__case_removes(c) || rtx__case_word_is(c, 2, "off");

    return off && rtx__starts(c->v->interface, "tunnel ")
               ? rtx__case_through(c, RTX_RISK_CUT, "stops all tunnels")
               : RTX_HARMLESS;
}

/* What is said of a peer or a tunnel for people or for the log only. */
static bool is_idle_talk(const struct rtx_command *command)
{
    static const char *const forms[] = {
        "pp name",         "tunnel name",        "pp keepalive log",
        "l2tp syslog",     "l2tp keepalive log", "ipsec ike keepalive log",
        "ipsec ike log",   "pptp keepalive log", "queue",
        "ip pp mtu",       "ip tunnel mtu",      "url",
        "pp auth username"};

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (rtx__is_form(command, forms[i]))
            return true;
    }
    return false;
}

/* Everything else in the context of the peer or tunnel that he comes through.
 */
int rtx__risk_peer(const struct rtx_case *c)
{
    if (!strchr(c->v->interface, ' ') || !about_here(c) ||
        is_idle_talk(c->m.command))
        return RTX_HARMLESS;
    return rtx__case_through(c, RTX_RISK_CUT, "changes it");
}
