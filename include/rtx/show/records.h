/*
 * All records, those inside others first: struct rtx_NAME, its list and
 * rtx_NAME_at(). Included by <rtx/show.h>.
 */
#ifndef RTX_SHOW_RECORDS_H
#define RTX_SHOW_RECORDS_H

/* struct rtx_environment: show environment */
#define RTX_RECORD environment
#define RTX_RECORD_DEF <rtx/show/environment.def>
#include <rtx/show/record.inc>

/* struct rtx_ip_route: a row of show ip route */
#define RTX_RECORD ip_route
#define RTX_RECORD_DEF <rtx/show/ip_route.def>
#include <rtx/show/record.inc>

/* struct rtx_ipv6_route: a row of show ipv6 route */
#define RTX_RECORD ipv6_route
#define RTX_RECORD_DEF <rtx/show/ipv6_route.def>
#include <rtx/show/record.inc>

/* struct rtx_ipsec_sa_row: a row of show ipsec sa */
#define RTX_RECORD ipsec_sa_row
#define RTX_RECORD_DEF <rtx/show/ipsec_sa_row.def>
#include <rtx/show/record.inc>

/* struct rtx_ipsec_sa: show ipsec sa */
#define RTX_RECORD ipsec_sa
#define RTX_RECORD_DEF <rtx/show/ipsec_sa.def>
#include <rtx/show/record.inc>

/* struct rtx_ipsec_sa_gateway: an SA of show ipsec sa gateway N [detail] */
#define RTX_RECORD ipsec_sa_gateway
#define RTX_RECORD_DEF <rtx/show/ipsec_sa_gateway.def>
#include <rtx/show/record.inc>

/* struct rtx_status_pp: a connection of show status pp N|anonymous */
#define RTX_RECORD status_pp
#define RTX_RECORD_DEF <rtx/show/status_pp.def>
#include <rtx/show/record.inc>

/* struct rtx_status_tunnel: show status tunnel N */
#define RTX_RECORD status_tunnel
#define RTX_RECORD_DEF <rtx/show/status_tunnel.def>
#include <rtx/show/record.inc>

/* struct rtx_l2tp_session: a session in a tunnel */
#define RTX_RECORD l2tp_session
#define RTX_RECORD_DEF <rtx/show/l2tp_session.def>
#include <rtx/show/record.inc>

/* struct rtx_l2tp_tunnel: a tunnel of show status l2tp */
#define RTX_RECORD l2tp_tunnel
#define RTX_RECORD_DEF <rtx/show/l2tp_tunnel.def>
#include <rtx/show/record.inc>

/* struct rtx_status_l2tp: show status l2tp */
#define RTX_RECORD status_l2tp
#define RTX_RECORD_DEF <rtx/show/status_l2tp.def>
#include <rtx/show/record.inc>

/* struct rtx_nat_entry: a translation */
#define RTX_RECORD nat_entry
#define RTX_RECORD_DEF <rtx/show/nat_entry.def>
#include <rtx/show/record.inc>

/* struct rtx_nat_inner: a host behind it, and what it uses */
#define RTX_RECORD nat_inner
#define RTX_RECORD_DEF <rtx/show/nat_inner.def>
#include <rtx/show/record.inc>

/* struct rtx_nat_descriptor_address: a descriptor of show nat descriptor
 * address */
#define RTX_RECORD nat_descriptor_address
#define RTX_RECORD_DEF <rtx/show/nat_descriptor_address.def>
#include <rtx/show/record.inc>

/* struct rtx_log_entry: an entry of show log */
#define RTX_RECORD log_entry
#define RTX_RECORD_DEF <rtx/show/log_entry.def>
#include <rtx/show/record.inc>

/* struct rtx_arp: a row of show arp */
#define RTX_RECORD arp
#define RTX_RECORD_DEF <rtx/show/arp.def>
#include <rtx/show/record.inc>

/* struct rtx_lan_port: a port of its switch */
#define RTX_RECORD lan_port
#define RTX_RECORD_DEF <rtx/show/lan_port.def>
#include <rtx/show/record.inc>

/* struct rtx_status_lan: show status lanN */
#define RTX_RECORD status_lan
#define RTX_RECORD_DEF <rtx/show/status_lan.def>
#include <rtx/show/record.inc>

/* struct rtx_dhcp_lease: a lease */
#define RTX_RECORD dhcp_lease
#define RTX_RECORD_DEF <rtx/show/dhcp_lease.def>
#include <rtx/show/record.inc>

/* struct rtx_status_dhcp: a scope of show status dhcp */
#define RTX_RECORD status_dhcp
#define RTX_RECORD_DEF <rtx/show/status_dhcp.def>
#include <rtx/show/record.inc>

/* struct rtx_status_user: a user of show status user */
#define RTX_RECORD status_user
#define RTX_RECORD_DEF <rtx/show/status_user.def>
#include <rtx/show/record.inc>

/* struct rtx_status_bgp_neighbor: a neighbour of show status bgp neighbor */
#define RTX_RECORD status_bgp_neighbor
#define RTX_RECORD_DEF <rtx/show/status_bgp_neighbor.def>
#include <rtx/show/record.inc>

/* struct rtx_config_line: a statement */
#define RTX_RECORD config_line
#define RTX_RECORD_DEF <rtx/show/config_line.def>
#include <rtx/show/record.inc>

/* struct rtx_config_listing: show config */
#define RTX_RECORD config_listing
#define RTX_RECORD_DEF <rtx/show/config_listing.def>
#include <rtx/show/record.inc>

/* struct rtx_ping_reply: an answer to ping */
#define RTX_RECORD ping_reply
#define RTX_RECORD_DEF <rtx/show/ping_reply.def>
#include <rtx/show/record.inc>

/* struct rtx_ping: ping */
#define RTX_RECORD ping
#define RTX_RECORD_DEF <rtx/show/ping.def>
#include <rtx/show/record.inc>

#endif
