/* What an L2TP listener needs: tunnels, filters, NAT entries. */
#include "doctor/doctor.h"

#include <stdio.h>
#include <string.h>

static bool listens(const rtx_doctor *d)
{
    return facts_config(d) && facts_l2tp(d);
}

bool check_l2tp_service_off(const rtx_doctor *d, struct symptom *s)
{
    const char *on = facts_values(d, "", "l2tp service");

    if (!listens(d) || (on && strncmp(on, "on", 2) == 0))
        return false;
    evidence(s, "show config", "l2tp service on is not there");
    setting(s, "l2tp service on");
    return true;
}

bool check_anonymous_off(const rtx_doctor *d, struct symptom *s)
{
    if (!listens(d) || facts_values(d, "pp anonymous", "pp enable"))
        return false;
    evidence(s, "show config", "pp enable anonymous is not there");
    setting(s, "pp select anonymous\n pp enable anonymous");
    return true;
}

bool check_not_bound(const rtx_doctor *d, struct symptom *s)
{
    const char *bind = facts_values(d, "pp anonymous", "pp bind");

    if (!listens(d) || (bind && strstr(bind, "tunnel")))
        return false;
    evidence(s, "show config", "pp bind is not there in pp anonymous");
    return true;
}

/* Calls `visit` for each tunnel that is bound to the clients' peer. */
static bool each_bound(const rtx_doctor *d, struct symptom *s,
                       bool (*visit)(const rtx_doctor *d, struct symptom *s,
                                     long tunnel))
{
    const char *bind = facts_values(d, "pp anonymous", "pp bind");

    while (listens(d) && bind && (bind = strstr(bind, "tunnel")) != NULL) {
        long first = 0;
        long last = 0;
        int length = 0;

        bind += strlen("tunnel");
        if (sscanf(bind, "%9ld-tunnel%9ld%n", &first, &last, &length) != 2)
            last = first;
        bind += length;
        for (long n = first; n > 0 && n <= last && n < first + 1000; n++)
            if (visit(d, s, n))
                return true;
    }
    return false;
}

static bool off(const rtx_doctor *d, struct symptom *s, long tunnel)
{
    char context[32];

    snprintf(context, sizeof context, "tunnel %ld", tunnel);
    if (facts_values(d, context, "tunnel enable"))
        return false;
    evidence(s, "show config", "tunnel enable %ld is not there", tunnel);
    setting(s, "tunnel select %ld\n tunnel enable %ld", tunnel, tunnel);
    return true;
}

bool check_tunnel_off(const rtx_doctor *d, struct symptom *s)
{
    return each_bound(d, s, off);
}

static bool no_transport(const rtx_doctor *d, struct symptom *s, long tunnel)
{
    char context[32];
    long policy;
    size_t at = 0;
    const struct rtx_config_line *line;

    snprintf(context, sizeof context, "tunnel %ld", tunnel);
    policy = facts_number(facts_values(d, context, "ipsec tunnel"));
    if (policy == 0)
        return false;
    while ((line = facts_next(d, "", "ipsec transport", &at)) != NULL) {
        long number;
        long named;

        if (sscanf(line->text, "ipsec transport %9ld %9ld", &number, &named) ==
                2 &&
            named == policy)
            return false;
    }
    evidence(s, "show config",
             "ipsec transport for policy %ld (tunnel %ld) is "
             "not there",
             policy, tunnel);
    setting(s, "ipsec transport %ld %ld udp 1701",
            facts_free(d, "ipsec transport", policy), policy);
    return true;
}

bool check_transport_missing(const rtx_doctor *d, struct symptom *s)
{
    return each_bound(d, s, no_transport);
}

/* What clients send: in the order of the remedies. */
static const struct {
    const char *protocol;
    int port;
} needs[] = {{"esp", 0}, {"udp", 500}, {"udp", 4500}, {"udp", 1701}};
enum { NEEDS = sizeof needs / sizeof needs[0] };

/* "esp" or "udp 500" */
static const char *need_text(int need, const char *between, char *ret,
                             size_t size)
{
    if (needs[need].port)
        snprintf(ret, size, "%s%s%d", needs[need].protocol, between,
                 needs[need].port);
    else
        snprintf(ret, size, "%s", needs[need].protocol);
    return ret;
}

/* ---- filters ---- */

static bool stopped(const rtx_doctor *d, const char *context, const char *lan,
                    int need, long *which)
{
    return filters_pass(d, context, lan, needs[need].protocol, needs[need].port,
                        which) == PASSES_NO;
}

/* The new numbers, and behind them what was in the list: a number that was
 * named there without a filter is not named twice. */
static void name_all(struct rtx_buf *numbers, const char *list)
{
    bool dynamic = false;

    while (*list) {
        size_t n = strcspn(list, " ");
        char *word = rtx__format(" %.*s ", (int)n, list);

        dynamic = dynamic || rtx__starts(list, "dynamic");
        if (word && (dynamic || !strstr(rtx__buf_str(numbers), word)))
            (void)rtx__buf_text(numbers, word + 1);
        rtx_free(word);
        list += n + strspn(list + n, " ");
    }
    if (numbers->length > 0) /* the blank behind the last */
        numbers->data[--numbers->length] = '\0';
}

/* All that is stopped, in one: the list is set as a whole. */
static void let_in(const rtx_doctor *d, struct symptom *s, const char *context,
                   const char *lan)
{
    const char *list = facts_values(d, context, "ip pp secure filter in");
    struct rtx_buf numbers;
    long number = 200060;

    rtx__buf_init(&numbers, 4096);
    (void)rtx__buf_char(&numbers, ' ');
    for (int i = 0; i < NEEDS; i++) {
        char port[16] = "*";
        long which;

        if (!stopped(d, context, lan, i, &which))
            continue;
        number = facts_free(d, "ip filter", number + 1);
        if (needs[i].port)
            snprintf(port, sizeof port, "%d", needs[i].port);
        setting(s, "ip filter %ld pass * %s %s * %s", number, lan,
                needs[i].protocol, port);
        (void)rtx__buf_format(&numbers, "%ld ", number);
    }
    /* before whatever stops them */
    name_all(&numbers, list ? list : "");
    setting(s, "pp select %d\n ip pp secure filter in%s", facts_pp(d),
            rtx__buf_str(&numbers));
    rtx__buf_free(&numbers);
}

static bool filtered(const rtx_doctor *d, struct symptom *s, int need)
{
    char context[24];
    char lan[40];
    long which;

    if (!listens(d) || facts_pp(d) == 0 || !facts_lan(d, lan, sizeof lan))
        return false;
    facts_pp_context(d, context, sizeof context);
    if (!stopped(d, context, lan, need, &which))
        return false;
    if (which)
        evidence(s, "show config", "ip filter %ld stops it", which);
    else
        evidence(s, "show config", "ip pp secure filter in %s: none lets it in",
                 facts_values(d, context, "ip pp secure filter in"));
    let_in(d, s, context, lan);
    return true;
}

bool check_filter_esp(const rtx_doctor *d, struct symptom *s)
{
    return filtered(d, s, 0);
}

bool check_filter_500(const rtx_doctor *d, struct symptom *s)
{
    return filtered(d, s, 1);
}

bool check_filter_4500(const rtx_doctor *d, struct symptom *s)
{
    return filtered(d, s, 2);
}

bool check_filter_1701(const rtx_doctor *d, struct symptom *s)
{
    return filtered(d, s, 3);
}

/* ---- NAT entries ---- */

/* Static, as the router shows its table or as it is configured. */
static bool in_table(const rtx_doctor *d, int need)
{
    const struct rtx_nat_descriptor_address_list *tables =
        exam_output(d, "show nat descriptor address");

    for (size_t i = 0; tables && i < tables->count; i++) {
        const struct rtx_nat_descriptor_address *table =
            rtx_nat_descriptor_address_at(tables, i);

        for (size_t k = 0; k < table->entries.count; k++) {
            const struct rtx_nat_entry *e =
                rtx_nat_entry_at(&table->entries, k);

            if (e->protocol && e->type &&
                strcmp(e->protocol, needs[need].protocol) == 0 &&
                strcmp(e->type, "static") == 0 &&
                (needs[need].port == 0 || e->inner_port == needs[need].port))
                return true;
        }
    }
    return false;
}

static bool in_config(const rtx_doctor *d, const char *words, int need)
{
    size_t at = 0;
    const struct rtx_config_line *line;

    while ((line = facts_next(d, "", words, &at)) != NULL) {
        char inner[48];
        char name[16];
        char ports[64] = "";
        long id;

        if (sscanf(line->text + strlen(words), " %9ld %47s %15s %63s", &id,
                   inner, name, ports) >= 3 &&
            strcmp(name, needs[need].protocol) == 0 &&
            (needs[need].port == 0 || facts_number(ports) == needs[need].port))
            return true;
    }
    return false;
}

static bool has_entry(const rtx_doctor *d, const char *words, int need)
{
    return in_table(d, need) || in_config(d, words, need);
}

static bool no_entry(const rtx_doctor *d, struct symptom *s, int need)
{
    char context[24];
    char lan[40];
    char words[64];
    char what[24];
    long nat;
    long id = 0;

    if (!listens(d) || facts_pp(d) == 0 || !facts_lan(d, lan, sizeof lan))
        return false;
    facts_pp_context(d, context, sizeof context);
    nat = facts_number(facts_values(d, context, "ip pp nat descriptor"));
    snprintf(words, sizeof words, "nat descriptor masquerade static %ld", nat);
    if (nat == 0 || has_entry(d, words, need))
        return false;
    evidence(s,
             exam_output(d, "show nat descriptor address")
                 ? "show nat descriptor address"
                 : "show config",
             "no static entry for %s in descriptor %ld",
             need_text(need, " ", what, sizeof what), nat);
    /* all that are missing, so that their numbers differ */
    for (int i = 0; i < NEEDS; i++) {
        if (has_entry(d, words, i))
            continue;
        id = facts_free(d, words, id + 1);
        setting(s, "%s %ld %s %s", words, id, lan,
                need_text(i, " ", what, sizeof what));
    }
    return true;
}

bool check_nat_esp(const rtx_doctor *d, struct symptom *s)
{
    return no_entry(d, s, 0);
}

bool check_nat_500(const rtx_doctor *d, struct symptom *s)
{
    return no_entry(d, s, 1);
}

bool check_nat_4500(const rtx_doctor *d, struct symptom *s)
{
    return no_entry(d, s, 2);
}

bool check_nat_1701(const rtx_doctor *d, struct symptom *s)
{
    return no_entry(d, s, 3);
}
