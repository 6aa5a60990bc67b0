/* What a plan may do to the very path that it is sent over. */
#include "config/risk.h"

#include <string.h>

/* Who is concerned by a rule. */
enum { NETWORK = 1, TELNET_SSH = NETWORK, ANYBODY = 2 };

/* The first form that a command's begins with decides. */
static const struct {
    const char *form;
    int whom;
    rtx_rule *rule;
} rules[] = {
    {"telnetd service", TELNET_SSH, rtx__risk_service},
    {"sshd service", TELNET_SSH, rtx__risk_service},
    {"telnetd host", TELNET_SSH, rtx__risk_hosts},
    {"sshd host key", TELNET_SSH, rtx__risk_host_key},
    {"sshd host", TELNET_SSH, rtx__risk_hosts},
    {"telnetd listen", TELNET_SSH, rtx__risk_listen},
    {"sshd listen", TELNET_SSH, rtx__risk_listen},
    {"telnetd session", TELNET_SSH, rtx__risk_sessions},
    {"sshd session", TELNET_SSH, rtx__risk_sessions},
    {"sshd encrypt algorithm", TELNET_SSH, rtx__risk_algorithm},
    {"login user", ANYBODY, rtx__risk_login_user},
    {"user attribute", ANYBODY, rtx__risk_attribute},
    {"security class", TELNET_SSH, rtx__risk_security},
    {"login radius use", ANYBODY, rtx__risk_radius},
    {"administrator radius auth", ANYBODY, rtx__risk_radius},
    {"ip {IF} address", NETWORK, rtx__risk_address},
    {"ip {IF} secondary address", NETWORK, rtx__risk_address},
    {"ipv6 {IF} address", NETWORK, rtx__risk_v6_address},
    {"ipv6 {IF} prefix", NETWORK, rtx__risk_v6_address},
    {"lan type", NETWORK, rtx__risk_lan_type},
    {"lan shutdown", NETWORK, rtx__risk_shutdown},
    {"vlan {IF}", NETWORK, rtx__risk_vlan},
    {"vlan port mapping", NETWORK, rtx__risk_mapping},
    {"bridge member", NETWORK, rtx__risk_bridge},
    {"ip {IF} secure filter", NETWORK, rtx__risk_filter_list},
    {"ip pp secure filter", NETWORK, rtx__risk_filter_list},
    {"ip tunnel secure filter", NETWORK, rtx__risk_filter_list},
    {"ip filter {N1-21474836}", NETWORK, rtx__risk_filter},
    {"ip {IF} inbound filter list", NETWORK, rtx__risk_closed_list},
    {"ip pp inbound filter list", NETWORK, rtx__risk_closed_list},
    {"ip tunnel inbound filter list", NETWORK, rtx__risk_closed_list},
    {"ethernet {IF} filter", NETWORK, rtx__risk_closed_list},
    {"ipv6 {IF} secure filter", NETWORK, rtx__risk_v6_filter},
    {"ipv6 {IF} inbound filter list", NETWORK, rtx__risk_v6_filter},
    {"ipv6 pp secure filter", NETWORK, rtx__risk_v6_filter},
    {"ipv6 tunnel secure filter", NETWORK, rtx__risk_v6_filter},
    {"ip policy filter set enable", NETWORK, rtx__risk_policy},
    {"ip {IF} nat descriptor", NETWORK, rtx__risk_nat},
    {"ip pp nat descriptor", NETWORK, rtx__risk_nat},
    {"ip tunnel nat descriptor", NETWORK, rtx__risk_nat},
    {"nat descriptor", NETWORK, rtx__risk_descriptor},
    {"ip route {default|NET|IP|W}", NETWORK, rtx__risk_route},
    {"ip routing", NETWORK, rtx__risk_routing},
    {"ipsec use", NETWORK, rtx__risk_ipsec},
};

#define RULES (sizeof rules / sizeof rules[0])

/* Nothing is known of the path: what the command can do in general. */
static int judge_blindly(const struct rtx_case *c)
{
    char key[256];

    if (!(c->change->flags & RTX_STATEMENT_CUTS))
        return RTX_HARMLESS;
    rtx__match_key(c->change->text, &c->m, key, sizeof key);
    return rtx__case_say(c, RTX_RISK_POSSIBLE, "%s", rtx__cut_reason(key));
}

static int judge(struct rtx_case *c)
{
    bool network = rtx__vantage_network(c->v);

    rtx__command_match(c->change->text, &c->m);
    if (c->v->transport == RTX_PATH_UNKNOWN)
        return judge_blindly(c);
    for (size_t i = 0; i < RULES; i++) {
        int kind;

        if (!rtx__is_form(c->m.command, rules[i].form))
            continue;
        if (rules[i].whom == NETWORK && !network)
            return RTX_HARMLESS;
        kind = rules[i].rule(c);
        if (kind != RTX_HARMLESS || c->change->context[0] == '\0')
            return kind;
        break;
    }
    return network && c->m.command ? rtx__risk_peer(c) : RTX_HARMLESS;
}

static int keep(rtx_plan *plan, size_t change, int kind, struct rtx_buf *why)
{
    struct rtx_risk *risk;
    int rc = rtx__grow(&plan->risks, &plan->risk_capacity, plan->risk_count,
                       sizeof *plan->risks);

    if (rc < 0)
        return rc;
    risk = &plan->risks[plan->risk_count];
    memset(risk, 0, sizeof *risk);
    risk->size = sizeof *risk;
    risk->kind = kind;
    risk->change = change;
    risk->text = rtx__buf_take(why);
    if (!risk->text)
        return RTX_E_NOMEM;
    plan->risk_count++;
    return 0;
}

static int judge_all(rtx_plan *plan, struct rtx_case *c, struct rtx_buf *why)
{
    int rc = 0;

    c->why = why;
    for (size_t i = 0; rc >= 0 && i < plan->count; i++) {
        c->change = &plan->items[i];
        rtx__buf_clear(why);
        rc = judge(c);
        if (rc >= RTX_RISK_POSSIBLE)
            rc = keep(plan, i, rc, why);
        else if (rc == RTX_HARMLESS)
            rc = 0;
    }
    return rc;
}

int rtx__plan_judge(rtx_plan *plan, const rtx_config *running,
                    const struct rtx_path *path)
{
    struct rtx_vantage v;
    struct rtx_buf why;
    struct rtx_case *c = rtx__calloc(1, sizeof *c);
    rtx_config *after = NULL;
    int rc = c ? 0 : RTX_E_NOMEM;

    rtx__buf_init(&why, 4096);
    rtx__vantage(&v, path, running);
    if (rc == 0 && rtx__vantage_network(&v) && plan->count > 0)
        rc = rtx__plan_expected(&after, running, plan);
    if (rc == 0) {
        c->v = &v;
        c->before = running;
        c->after = after;
        rc = judge_all(plan, c, &why);
    }
    rtx__buf_free(&why);
    rtx_config_free(after);
    rtx_free(c);
    return rc;
}

int rtx_plan_risk(const rtx_plan *plan, size_t index, struct rtx_risk *ret)
{
    if (!plan || index >= plan->risk_count)
        return RTX_E_ARGUMENT;
    return rtx__fill_sized(ret, &plan->risks[index], sizeof *ret);
}

long rtx_plan_first_risk(const rtx_plan *plan)
{
    if (!plan)
        return -1;
    for (size_t i = 0; i < plan->risk_count; i++) {
        if (plan->risks[i].kind > RTX_RISK_POSSIBLE)
            return (long)i;
    }
    return -1;
}
