/* risk: the rules by which a change is judged; private to config. */
#ifndef RTX_CONFIG_RISK_H
#define RTX_CONFIG_RISK_H

#include "config/plan.h"
#include "config/vantage.h"

/* A change under judgement. */
struct rtx_case {
    const struct rtx_change *change;
    struct rtx_match m; /* of change->text */
    const struct rtx_vantage *v;
    const rtx_config *before;
    const rtx_config *after;
    struct rtx_buf *why; /* gets the sentence */
};

#define RTX_HARMLESS (-1)

/* A rule says RTX_HARMLESS, or a kind of risk with its sentence in `why`. */
typedef int rtx_rule(const struct rtx_case *c);

/* ---- risk_case.c ---- */
/* Word `index` of the statement, not counting a `no`; "" behind the last. */
const char *rtx__case_word(const struct rtx_case *c, int index, size_t *length);
bool rtx__case_word_is(const struct rtx_case *c, int index, const char *text);
bool rtx__case_removes(const struct rtx_case *c);
/* "you are connected through lan1 192.168.100.254, this WHAT" */
int rtx__case_through(const struct rtx_case *c, enum rtx_risk_kind kind,
                      const char *what);
int rtx__case_say(const struct rtx_case *c, enum rtx_risk_kind kind,
                  const char *format, ...) RTX_PRINTF(3, 4);

/* Who may log in: risk_login.c. */
rtx_rule rtx__risk_service, rtx__risk_hosts, rtx__risk_listen,
    rtx__risk_sessions, rtx__risk_login_user, rtx__risk_attribute,
    rtx__risk_security, rtx__risk_radius, rtx__risk_host_key,
    rtx__risk_algorithm;
/* What gets through: risk_path.c. */
rtx_rule rtx__risk_address, rtx__risk_lan_type, rtx__risk_shutdown,
    rtx__risk_vlan, rtx__risk_mapping, rtx__risk_bridge, rtx__risk_filter_list,
    rtx__risk_filter, rtx__risk_closed_list, rtx__risk_policy, rtx__risk_nat,
    rtx__risk_descriptor, rtx__risk_route, rtx__risk_routing, rtx__risk_ipsec,
    rtx__risk_v6_address, rtx__risk_v6_filter, rtx__risk_peer;

#endif
