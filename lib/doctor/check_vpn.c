/* Symptoms of VPN connections: SAs, L2TP, PPP. */
#include "doctor/doctor.h"

#include <stdio.h>
#include <string.h>

#include "dialect/limits.h"

bool check_firmware(const rtx_doctor *d, struct symptom *s)
{
    const struct rtx_environment *env = exam_output(d, "show environment");
    const struct rtx_limit *limit =
        env && env->model ? rtx__limit(env->model, RTX_FEATURE_L2TP) : NULL;

    if (!limit || !env->revision || !facts_l2tp(d) ||
        rtx__revision_compare(env->revision, limit->least) >= 0)
        return false;
    evidence(s, "show environment", "%s Rev.%s; Rev.%s or later is needed",
             env->model, env->revision, limit->least);
    return true;
}

/* ---- the SAs ---- */

static bool is(const char *word, const char *what)
{
    return word && strcmp(word, what) == 0;
}

static size_t count_sas(const struct rtx_ipsec_sa *sa, int64_t gateway,
                        const char *direction)
{
    size_t count = 0;

    for (size_t i = 0; sa && i < sa->sas.count; i++) {
        const struct rtx_ipsec_sa_row *row = rtx_ipsec_sa_row_at(&sa->sas, i);

        if (is(row->kind, "isakmp") ? is(direction, "isakmp")
                                    : is(row->direction, direction))
            count += gateway < 0 || row->gateway == gateway;
    }
    return count;
}

bool check_one_way(const rtx_doctor *d, struct symptom *s)
{
    const struct rtx_ipsec_sa *sa = exam_output(d, "show ipsec sa");

    for (size_t i = 0; sa && i < sa->sas.count; i++) {
        const struct rtx_ipsec_sa_row *row = rtx_ipsec_sa_row_at(&sa->sas, i);
        size_t send = count_sas(sa, row->gateway, "send");
        size_t recv = count_sas(sa, row->gateway, "recv");

        if (is(row->kind, "isakmp") || (send > 0) == (recv > 0))
            continue;
        evidence(s, "show ipsec sa", "gateway %ld: send:%zu recv:%zu",
                 (long)row->gateway, send, recv);
        return true;
    }
    return false;
}

bool check_no_ipsec(const rtx_doctor *d, struct symptom *s)
{
    const struct rtx_ipsec_sa *sa = exam_output(d, "show ipsec sa");

    for (size_t i = 0; sa && i < sa->sas.count; i++) {
        const struct rtx_ipsec_sa_row *row = rtx_ipsec_sa_row_at(&sa->sas, i);

        if (!is(row->kind, "isakmp") ||
            count_sas(sa, row->gateway, "send") > 0 ||
            count_sas(sa, row->gateway, "recv") > 0)
            continue;
        evidence(s, "show ipsec sa", "gateway %ld: isakmp, but no send or recv",
                 (long)row->gateway);
        return true;
    }
    return false;
}

/* ---- L2TP ---- */

static size_t transports(const rtx_doctor *d)
{
    const struct rtx_ipsec_sa *sa = exam_output(d, "show ipsec sa");
    size_t count = 0;

    for (size_t i = 0; sa && i < sa->sas.count; i++)
        count += is(rtx_ipsec_sa_row_at(&sa->sas, i)->kind, "transport") &&
                 is(rtx_ipsec_sa_row_at(&sa->sas, i)->direction, "recv");
    return count;
}

static size_t established(const struct rtx_status_l2tp *l2tp, bool sessions)
{
    size_t count = 0;

    for (size_t i = 0; l2tp && i < l2tp->tunnels.count; i++) {
        const struct rtx_l2tp_tunnel *t = rtx_l2tp_tunnel_at(&l2tp->tunnels, i);

        if (!sessions)
            count += is(t->state, "established");
        for (size_t k = 0; sessions && k < t->sessions.count; k++)
            count +=
                is(rtx_l2tp_session_at(&t->sessions, k)->state, "established");
    }
    return count;
}

/* Did L2TP answer since the last IPsec phase? Then what follows failed. */
static bool l2tp_answered(const rtx_doctor *d)
{
    const struct rtx_log_entry_list *log = exam_output(d, "show log");

    for (size_t i = log ? log->count : 0; i-- > 0;) {
        const char *message = rtx_log_entry_at(log, i)->message;

        if (message && strstr(message, "[L2TP] TUNNEL["))
            return true;
        if (message && strstr(message, "IPsec phase"))
            return false;
    }
    return false;
}

bool check_no_l2tp(const rtx_doctor *d, struct symptom *s)
{
    const struct rtx_status_l2tp *l2tp = exam_output(d, "show status l2tp");

    if (!l2tp || transports(d) == 0 || established(l2tp, false) > 0 ||
        l2tp_answered(d))
        return false;
    evidence(s, "show status l2tp",
             "no tunnel is established, with %zu "
             "transport SAs",
             transports(d));
    return true;
}

bool check_no_session(const rtx_doctor *d, struct symptom *s)
{
    const struct rtx_status_l2tp *l2tp = exam_output(d, "show status l2tp");

    for (size_t i = 0; l2tp && i < l2tp->tunnels.count; i++) {
        const struct rtx_l2tp_tunnel *t = rtx_l2tp_tunnel_at(&l2tp->tunnels, i);

        if (!is(t->state, "established") || t->sessions.count > 0)
            continue;
        evidence(s, "show status l2tp", "TUNNEL[%ld] has no session",
                 (long)t->tunnel);
        return true;
    }
    return false;
}

/* ---- PPP ---- */

static size_t callers(const rtx_doctor *d, bool with_address)
{
    const struct rtx_status_pp_list *list =
        exam_output(d, "show status pp anonymous");
    size_t count = 0;

    for (size_t i = 0; list && i < list->count; i++) {
        const struct rtx_status_pp *pp = rtx_status_pp_at(list, i);

        count += is(pp->state, "connected") &&
                 (!with_address || pp->remote_address.text);
    }
    return count;
}

bool check_no_ppp(const rtx_doctor *d, struct symptom *s)
{
    const struct rtx_status_l2tp *l2tp = exam_output(d, "show status l2tp");

    if (!exam_output(d, "show status pp anonymous") ||
        established(l2tp, true) <= callers(d, false))
        return false;
    evidence(s, "show status pp anonymous",
             "%zu L2TP sessions, %zu PPP connections", established(l2tp, true),
             callers(d, false));
    return true;
}

/* A call that came up for IPv6, but never for IPv4. */
static const struct rtx_log_entry *call_without_address(const rtx_doctor *d)
{
    const struct rtx_log_entry_list *log = exam_output(d, "show log");
    const struct rtx_log_entry *found = NULL;

    for (size_t i = 0; log && i < log->count; i++) {
        const struct rtx_log_entry *entry = rtx_log_entry_at(log, i);

        if (!entry->message || !strstr(entry->message, "PP[ANONYMOUS"))
            continue;
        if (strstr(entry->message, "PPP/IPV6CP up"))
            found = entry;
        else if (strstr(entry->message, "PPP/IPCP up"))
            found = NULL;
    }
    return found;
}

bool check_no_pool(const rtx_doctor *d, struct symptom *s)
{
    const struct rtx_log_entry *call = call_without_address(d);

    const char *pool =
        facts_values(d, "pp anonymous", "ip pp remote address pool");
    const struct rtx_status_dhcp_list *scopes =
        exam_output(d, "show status dhcp");

    if (callers(d, false) > callers(d, true)) {
        evidence(s, "show status pp anonymous",
                 "a connected client has no address");
        return true;
    }
    if (call && callers(d, true) == 0) {
        evidence(s, "show log", "%s: %s", call->time ? call->time : "?",
                 call->message);
        return true;
    }
    if (!pool || strncmp(pool, "dhcp", 4) != 0)
        return false;
    for (size_t i = 0; scopes && i < scopes->count; i++) {
        const struct rtx_status_dhcp *scope = rtx_status_dhcp_at(scopes, i);

        if (!RTX_HAS(status_dhcp, scope, free) || scope->free > 0)
            continue;
        evidence(s, "show status dhcp", "scope %ld: no address is free",
                 (long)scope->scope);
        return true;
    }
    return false;
}

bool check_no_proxyarp(const rtx_doctor *d, struct symptom *s)
{
    const char *on = facts_values(d, "", "ip lan1 proxyarp");

    if (!facts_config(d) || !facts_l2tp(d) ||
        (on && strncmp(on, "off", 3) != 0))
        return false;
    evidence(s, "show config", "ip lan1 proxyarp on is not there");
    setting(s, "ip lan1 proxyarp on");
    return true;
}
