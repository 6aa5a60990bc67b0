/* The tables of all records as data. */
#include "show/show.h"

#include <string.h>

enum { NEED_required = 0, NEED_optional = 1 };

#define RTX_RECORD environment
#define RTX_RECORD_DEF <rtx/show/environment.def>
#include "show/schema.inc"

#define RTX_RECORD ip_route
#define RTX_RECORD_DEF <rtx/show/ip_route.def>
#include "show/schema.inc"

#define RTX_RECORD ipv6_route
#define RTX_RECORD_DEF <rtx/show/ipv6_route.def>
#include "show/schema.inc"

#define RTX_RECORD ipsec_sa_row
#define RTX_RECORD_DEF <rtx/show/ipsec_sa_row.def>
#include "show/schema.inc"

#define RTX_RECORD ipsec_sa
#define RTX_RECORD_DEF <rtx/show/ipsec_sa.def>
#include "show/schema.inc"

#define RTX_RECORD ipsec_sa_gateway
#define RTX_RECORD_DEF <rtx/show/ipsec_sa_gateway.def>
#include "show/schema.inc"

#define RTX_RECORD status_pp
#define RTX_RECORD_DEF <rtx/show/status_pp.def>
#include "show/schema.inc"

#define RTX_RECORD status_tunnel
#define RTX_RECORD_DEF <rtx/show/status_tunnel.def>
#include "show/schema.inc"

#define RTX_RECORD l2tp_session
#define RTX_RECORD_DEF <rtx/show/l2tp_session.def>
#include "show/schema.inc"

#define RTX_RECORD l2tp_tunnel
#define RTX_RECORD_DEF <rtx/show/l2tp_tunnel.def>
#include "show/schema.inc"

#define RTX_RECORD status_l2tp
#define RTX_RECORD_DEF <rtx/show/status_l2tp.def>
#include "show/schema.inc"

#define RTX_RECORD nat_entry
#define RTX_RECORD_DEF <rtx/show/nat_entry.def>
#include "show/schema.inc"

#define RTX_RECORD nat_inner
#define RTX_RECORD_DEF <rtx/show/nat_inner.def>
#include "show/schema.inc"

#define RTX_RECORD nat_descriptor_address
#define RTX_RECORD_DEF <rtx/show/nat_descriptor_address.def>
#include "show/schema.inc"

#define RTX_RECORD log_entry
#define RTX_RECORD_DEF <rtx/show/log_entry.def>
#include "show/schema.inc"

#define RTX_RECORD arp
#define RTX_RECORD_DEF <rtx/show/arp.def>
#include "show/schema.inc"

#define RTX_RECORD lan_port
#define RTX_RECORD_DEF <rtx/show/lan_port.def>
#include "show/schema.inc"

#define RTX_RECORD status_lan
#define RTX_RECORD_DEF <rtx/show/status_lan.def>
#include "show/schema.inc"

#define RTX_RECORD dhcp_lease
#define RTX_RECORD_DEF <rtx/show/dhcp_lease.def>
#include "show/schema.inc"

#define RTX_RECORD status_dhcp
#define RTX_RECORD_DEF <rtx/show/status_dhcp.def>
#include "show/schema.inc"

#define RTX_RECORD status_user
#define RTX_RECORD_DEF <rtx/show/status_user.def>
#include "show/schema.inc"

#define RTX_RECORD status_bgp_neighbor
#define RTX_RECORD_DEF <rtx/show/status_bgp_neighbor.def>
#include "show/schema.inc"

#define RTX_RECORD config_line
#define RTX_RECORD_DEF <rtx/show/config_line.def>
#include "show/schema.inc"

#define RTX_RECORD config_listing
#define RTX_RECORD_DEF <rtx/show/config_listing.def>
#include "show/schema.inc"

#define RTX_RECORD ping_reply
#define RTX_RECORD_DEF <rtx/show/ping_reply.def>
#include "show/schema.inc"

#define RTX_RECORD ping
#define RTX_RECORD_DEF <rtx/show/ping.def>
#include "show/schema.inc"

static const struct rtx__schema *const schemas[] = {
    &rtx__schema_environment,  &rtx__schema_ip_route,
    &rtx__schema_ipv6_route,   &rtx__schema_ipsec_sa_row,
    &rtx__schema_ipsec_sa,     &rtx__schema_ipsec_sa_gateway,
    &rtx__schema_status_pp,    &rtx__schema_status_tunnel,
    &rtx__schema_l2tp_session, &rtx__schema_l2tp_tunnel,
    &rtx__schema_status_l2tp,  &rtx__schema_nat_entry,
    &rtx__schema_nat_inner,    &rtx__schema_nat_descriptor_address,
    &rtx__schema_log_entry,    &rtx__schema_arp,
    &rtx__schema_lan_port,     &rtx__schema_status_lan,
    &rtx__schema_dhcp_lease,   &rtx__schema_status_dhcp,
    &rtx__schema_status_user,  &rtx__schema_status_bgp_neighbor,
    &rtx__schema_config_line,  &rtx__schema_config_listing,
    &rtx__schema_ping_reply,   &rtx__schema_ping,
};

const struct rtx__schema *rtx__schema_at(size_t index)
{
    if (index >= sizeof schemas / sizeof schemas[0])
        return NULL;
    return schemas[index];
}

const struct rtx__schema *rtx__schema_find(const char *name)
{
    for (size_t i = 0; rtx__schema_at(i); i++) {
        if (strcmp(schemas[i]->name, name) == 0)
            return schemas[i];
    }
    return NULL;
}
