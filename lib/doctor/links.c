/* What tells that a link of the chain works. */
#include "doctor/doctor.h"

#include <stdio.h>
#include <string.h>

static void good(rtx_doctor *d, enum link_id id, enum rtx_link_state state,
                 const char *format, ...) RTX_PRINTF(4, 5);

static void good(rtx_doctor *d, enum link_id id, enum rtx_link_state state,
                 const char *format, ...)
{
    va_list args;
    char text[256];

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    d->links[id].state = state;
    rtx_free(d->links[id].evidence);
    d->links[id].evidence = rtx__strdup(text);
}

static bool is(const char *word, const char *what)
{
    return word && strcmp(word, what) == 0;
}

/* ---- the way out ---- */

static void look_line(rtx_doctor *d)
{
    const struct rtx_environment *env = exam_output(d, "show environment");
    const struct rtx_status_pp *pp = facts_pp_status(d);

    if (env && env->current_time)
        good(d, LINK_CLOCK, RTX_LINK_GOOD, "%s", env->current_time);
    if (!pp || !is(pp->state, "connected"))
        return;
    good(d, LINK_LINE, RTX_LINK_GOOD, "%s, %ld s", pp->interface,
         (long)pp->connected_s);
    if (pp->local_address.text)
        good(d, LINK_ADDRESS, RTX_LINK_GOOD, "%s", pp->local_address.text);
}

static void look_route(rtx_doctor *d)
{
    const struct rtx_ip_route_list *routes = exam_output(d, "show ip route");

    for (size_t i = 0; routes && i < routes->count; i++) {
        const struct rtx_ip_route *route = rtx_ip_route_at(routes, i);

        if (is(route->destination.text, "default"))
            good(d, LINK_ROUTE, RTX_LINK_GOOD, "default by %s",
                 route->interface ? route->interface : "?");
    }
}

static void look_nat(rtx_doctor *d)
{
    const struct rtx_nat_descriptor_address_list *tables =
        exam_output(d, "show nat descriptor address");
    size_t statics = 0;

    for (size_t i = 0; tables && i < tables->count; i++) {
        const struct rtx_nat_descriptor_address *table =
            rtx_nat_descriptor_address_at(tables, i);

        good(d, LINK_NAT, RTX_LINK_GOOD, "%ld on %s", (long)table->descriptor,
             table->interface ? table->interface : "?");
        for (size_t k = 0; k < table->entries.count; k++)
            statics += is(rtx_nat_entry_at(&table->entries, k)->type, "static");
    }
    if (statics > 0)
        good(d, LINK_VPN_NAT, RTX_LINK_GOOD, "%zu static entries", statics);
    if (facts_config(d) && facts_pp(d) > 0)
        good(d, LINK_FILTER, RTX_LINK_GOOD, "lists and definitions agree");
}

/* ---- the VPN ---- */

static void look_listener(rtx_doctor *d)
{
    const struct rtx_environment *env = exam_output(d, "show environment");
    const char *bind = facts_values(d, "pp anonymous", "pp bind");

    if (env && env->revision)
        good(d, LINK_FIRMWARE, RTX_LINK_GOOD, "%s Rev.%s",
             env->model ? env->model : "?", env->revision);
    if (!facts_config(d) || !facts_l2tp(d))
        return;
    if (bind)
        good(d, LINK_LISTENER, RTX_LINK_GOOD, "pp bind %s", bind);
    good(d, LINK_LET_IN, RTX_LINK_GOOD, "ESP, UDP 500, 4500 and 1701 pass");
}

static void look_sas(rtx_doctor *d)
{
    const struct rtx_ipsec_sa *sa = exam_output(d, "show ipsec sa");
    size_t count[3] = {0};

    for (size_t i = 0; sa && i < sa->sas.count; i++) {
        const struct rtx_ipsec_sa_row *row = rtx_ipsec_sa_row_at(&sa->sas, i);

        count[0] += is(row->kind, "isakmp");
        count[1] += is(row->direction, "send");
        count[2] += is(row->direction, "recv");
    }
    if (!sa)
        return;
    if (count[0] + count[1] + count[2] == 0) {
        good(d, LINK_ISAKMP, RTX_LINK_IDLE, "nobody is connected now");
        good(d, LINK_IPSEC, RTX_LINK_IDLE, "nobody is connected now");
        return;
    }
    if (count[0] > 0)
        good(d, LINK_ISAKMP, RTX_LINK_GOOD, "isakmp:%zu", count[0]);
    if (count[1] > 0 && count[2] > 0)
        good(d, LINK_IPSEC, RTX_LINK_GOOD, "send:%zu recv:%zu", count[1],
             count[2]);
}

static void look_l2tp(rtx_doctor *d)
{
    const struct rtx_status_l2tp *l2tp = exam_output(d, "show status l2tp");
    size_t sessions = 0;

    for (size_t i = 0; l2tp && i < l2tp->tunnels.count; i++)
        sessions += rtx_l2tp_tunnel_at(&l2tp->tunnels, i)->sessions.count;
    if (l2tp && l2tp->tunnels.count == 0)
        good(d, LINK_L2TP, RTX_LINK_IDLE, "nobody is connected now");
    else if (sessions > 0)
        good(d, LINK_L2TP, RTX_LINK_GOOD, "tunnels:%zu sessions:%zu",
             l2tp->tunnels.count, sessions);
}

static void look_ppp(rtx_doctor *d)
{
    const struct rtx_status_pp_list *list =
        exam_output(d, "show status pp anonymous");
    const struct rtx_status_pp *first = NULL;
    size_t count = 0;

    for (size_t i = 0; list && i < list->count; i++) {
        const struct rtx_status_pp *pp = rtx_status_pp_at(list, i);

        if (!is(pp->state, "connected") || !pp->remote_address.text)
            continue;
        first = first ? first : pp;
        count++;
    }
    if (list && count == 0)
        good(d, LINK_PPP, RTX_LINK_IDLE, "nobody is connected now");
    else if (first)
        good(d, LINK_PPP, RTX_LINK_GOOD, "%s: %s%s",
             first->user_id ? first->user_id : "?", first->remote_address.text,
             count > 1 ? ", …" : "");
}

void links_look(rtx_doctor *d)
{
    look_line(d);
    look_route(d);
    look_nat(d);
    look_listener(d);
    look_sas(d);
    look_l2tp(d);
    look_ppp(d);
}
