/* Symptoms of the line to the internet. */
#include "doctor/doctor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool check_pp_not_enabled(const rtx_doctor *d, struct symptom *s)
{
    int pp = facts_pp(d);
    const struct rtx_status_pp *status = facts_pp_status(d);
    char context[24];

    if (pp == 0)
        return false;
    facts_pp_context(d, context, sizeof context);
    if (facts_config(d) ? facts_values(d, context, "pp enable") != NULL
                        : !status || !status->state ||
                              strcmp(status->state, "disabled") != 0)
        return false;
    evidence(s, "show config", "pp enable %d is not there", pp);
    setting(s, "pp select %d\n pp enable %d", pp, pp);
    return true;
}

bool check_pp_down(const rtx_doctor *d, struct symptom *s)
{
    const struct rtx_status_pp *status = facts_pp_status(d);
    char context[24];

    facts_pp_context(d, context, sizeof context);
    if (!status || !status->state || strcmp(status->state, "connected") == 0 ||
        (facts_config(d) && !facts_values(d, context, "pp enable")))
        return false;
    for (size_t i = 0; i < d->finding_count; i++)
        if (d->findings[i].rule->link == LINK_LINE)
            return false; /* the cause is known already */
    evidence(s, "show status pp", "%s: %s", status->interface, status->state);
    s->kind = RTX_REMEDY_ACTION;
    (void)rtx__buf_format(&s->fix, "connect %d", facts_pp(d));
    return true;
}

bool check_pp_no_address(const rtx_doctor *d, struct symptom *s)
{
    const struct rtx_status_pp *status = facts_pp_status(d);
    char context[24];

    if (!status || !status->state || strcmp(status->state, "connected") != 0 ||
        (status->local_address.text &&
         strcmp(status->local_address.text, "0.0.0.0") != 0))
        return false;
    facts_pp_context(d, context, sizeof context);
    evidence(s, "show status pp", "%s: no PP IP Address Local",
             status->interface);
    if (facts_config(d) && !facts_values(d, context, "ppp ipcp ipaddress") &&
        !facts_values(d, context, "ip pp address"))
        setting(s, "pp select %d\n ppp ipcp ipaddress on", facts_pp(d));
    return true;
}

bool check_no_default_route(const rtx_doctor *d, struct symptom *s)
{
    const struct rtx_ip_route_list *routes = exam_output(d, "show ip route");
    int pp = facts_pp(d);

    for (size_t i = 0; routes && i < routes->count; i++) {
        const char *to = rtx_ip_route_at(routes, i)->destination.text;

        if (to && strcmp(to, "default") == 0)
            return false;
    }
    if (!routes ||
        (facts_config(d) && facts_values(d, "", "ip route default gateway")))
        return false; /* set, and only down with its line */
    evidence(s, "show ip route", "no row `default`");
    if (pp > 0)
        setting(s, "ip route default gateway pp %d", pp);
    return true;
}

/* The only masquerade there is, if there is just one. */
static long only_masquerade(const rtx_doctor *d)
{
    size_t at = 0;
    const struct rtx_config_line *line;
    long found = 0;

    while ((line = facts_next(d, "", "nat descriptor type", &at)) != NULL) {
        if (!strstr(line->text, "masquerade"))
            continue;
        if (found)
            return 0;
        found = facts_number(line->text + strlen("nat descriptor type "));
    }
    return found;
}

bool check_nat_not_bound(const rtx_doctor *d, struct symptom *s)
{
    char context[24];
    long only;

    if (!facts_config(d) || facts_pp(d) == 0)
        return false;
    facts_pp_context(d, context, sizeof context);
    if (facts_values(d, context, "ip pp nat descriptor"))
        return false;
    only = only_masquerade(d);
    evidence(s, "show config", "ip pp nat descriptor is not there in %s",
             context);
    if (only > 0)
        setting(s, "pp select %d\n ip pp nat descriptor %ld", facts_pp(d),
                only);
    return true;
}

bool check_nat_full(const rtx_doctor *d, struct symptom *s)
{
    const struct rtx_nat_descriptor_address_list *tables =
        exam_output(d, "show nat descriptor address");

    for (size_t i = 0; tables && i < tables->count; i++) {
        const struct rtx_nat_descriptor_address *table =
            rtx_nat_descriptor_address_at(tables, i);

        for (size_t k = 0; k < table->inner.count; k++) {
            const struct rtx_nat_inner *inner =
                rtx_nat_inner_at(&table->inner, k);

            if (inner->limit <= 0 || inner->in_use < inner->limit)
                continue;
            evidence(s, "show nat descriptor address", "%s: %ld of %ld",
                     inner->inner_address.text ? inner->inner_address.text
                                               : "?",
                     (long)inner->in_use, (long)inner->limit);
            return true;
        }
    }
    return false;
}

bool check_filters_missing(const rtx_doctor *d, struct symptom *s)
{
    static const char *const lists[] = {"ip pp secure filter in",
                                        "ip pp secure filter out"};
    char context[24];

    facts_pp_context(d, context, sizeof context);
    for (size_t i = 0; facts_config(d) && i < 2; i++) {
        const char *list = facts_values(d, context, lists[i]);
        bool dynamic = false;

        while (list && *list) {
            size_t n = strcspn(list, " ");
            char key[64];

            snprintf(key, sizeof key, "ip filter %s%.*s",
                     dynamic ? "dynamic " : "", (int)(n > 20 ? 20 : n), list);
            if (strncmp(list, "dynamic", n) == 0) {
                dynamic = true;
            } else if (!facts_values(d, "", key)) {
                evidence(s, "show config", "%s names %.*s, %s is not there",
                         lists[i], (int)n, list, key);
                return true;
            }
            list += n + strspn(list + n, " ");
        }
    }
    return false;
}
