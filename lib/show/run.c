/* Running a command in a session, and parsing what it printed. */
#include "show/show.h"

#include <stdio.h>
#include <string.h>

#include <rtx/session.h>

enum { LONGEST = 320 };

int rtx_show_run(rtx_session *session, const char *command, int64_t timeout_ms,
                 rtx_show **ret)
{
    char *text = NULL;
    int rc = RTX_E_ARGUMENT;

    if (!session || !command || !ret)
        return rc;
    *ret = NULL;
    rc = rtx_session_run(session, command, timeout_ms, &text);
    if (rc == 0)
        rc = rtx__parse_text(command, text, text ? strlen(text) : 0, ret);
    /* it may have been a configuration */
    if (text)
        rtx__wipe(text, strlen(text));
    rtx_free(text);
    return rc;
}

/* The output of a command that is known: `ret` is the address of its pointer.
 */
static int run(rtx_session *session, int64_t timeout_ms, void *ret,
               const char *command)
{
    rtx_show *show = NULL;
    int rc = RTX_E_ARGUMENT;

    if (!ret)
        return rc;
    rc = rtx_show_run(session, command, timeout_ms, &show);
    memcpy(ret, &show, sizeof show);
    return rc;
}

/* `before` and the number, or nothing for all of them, and `after`. */
static int run_number(rtx_session *session, int64_t timeout_ms, void *ret,
                      const char *before, int number, const char *after)
{
    char command[LONGEST];

    if (number == RTX_SHOW_ALL)
        snprintf(command, sizeof command, "%s%s", before, after);
    else if (number < 0)
        return RTX_E_ARGUMENT;
    else
        snprintf(command, sizeof command, "%s %d%s", before, number, after);
    return run(session, timeout_ms, ret, command);
}

#define PLAIN(name, type, command)                                            \
    int rtx_show_##name(rtx_session *session, int64_t timeout_ms, type **ret) \
    {                                                                         \
        return run(session, timeout_ms, ret, command);                        \
    }
PLAIN(environment, struct rtx_environment, "show environment")
PLAIN(ip_route, struct rtx_ip_route_list, "show ip route")
PLAIN(ipv6_route, struct rtx_ipv6_route_list, "show ipv6 route")
PLAIN(ipsec_sa, struct rtx_ipsec_sa, "show ipsec sa")
PLAIN(status_pp_anonymous, struct rtx_status_pp_list,
      "show status pp anonymous")
PLAIN(status_l2tp, struct rtx_status_l2tp, "show status l2tp")
PLAIN(log, struct rtx_log_entry_list, "show log")
PLAIN(arp, struct rtx_arp_list, "show arp")
PLAIN(status_user, struct rtx_status_user_list, "show status user")
PLAIN(status_bgp_neighbor, struct rtx_status_bgp_neighbor_list,
      "show status bgp neighbor")
#undef PLAIN

int rtx_show_ipsec_sa_gateway(rtx_session *session, int gateway, int detail,
                              int64_t timeout_ms,
                              struct rtx_ipsec_sa_gateway_list **ret)
{
    return run_number(session, timeout_ms, ret, "show ipsec sa gateway",
                      gateway, detail ? " detail" : "");
}

int rtx_show_status_pp(rtx_session *session, int pp, int64_t timeout_ms,
                       struct rtx_status_pp_list **ret)
{
    return run_number(session, timeout_ms, ret, "show status pp", pp, "");
}

int rtx_show_status_tunnel(rtx_session *session, int tunnel, int64_t timeout_ms,
                           struct rtx_status_tunnel **ret)
{
    return run_number(session, timeout_ms, ret, "show status tunnel", tunnel,
                      "");
}

int rtx_show_nat_descriptor_address(
    rtx_session *session, int descriptor, int detail, int64_t timeout_ms,
    struct rtx_nat_descriptor_address_list **ret)
{
    return run_number(session, timeout_ms, ret, "show nat descriptor address",
                      descriptor, detail ? " detail" : "");
}

int rtx_show_status_lan(rtx_session *session, int lan, int64_t timeout_ms,
                        struct rtx_status_lan **ret)
{
    char command[LONGEST];

    if (lan < 1)
        return RTX_E_ARGUMENT;
    snprintf(command, sizeof command, "show status lan%d", lan);
    return run(session, timeout_ms, ret, command);
}

int rtx_show_status_dhcp(rtx_session *session, int scope, int summary,
                         int64_t timeout_ms, struct rtx_status_dhcp_list **ret)
{
    return run_number(session, timeout_ms, ret, "show status dhcp", scope,
                      summary ? " summary" : "");
}

int rtx_show_config(rtx_session *session, int64_t timeout_ms,
                    struct rtx_config_listing **ret)
{
    int rc = RTX_E_ARGUMENT;

    if (!session || !ret)
        return rc;
    *ret = NULL;
    rc = rtx_session_administrator(session, timeout_ms);
    return rc < 0 ? rc : run(session, timeout_ms, ret, "show config");
}

int rtx_show_ping(rtx_session *session, const char *host, int count,
                  int64_t timeout_ms, struct rtx_ping **ret)
{
    enum { HOST_MAX = 255, MOST = 64 };
    char command[LONGEST];
    size_t length = host ? strlen(host) : 0;

    if (length == 0 || length > HOST_MAX || host[0] == '-' || count < 1 ||
        count > MOST)
        return RTX_E_ARGUMENT;
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)host[i] <= ' ' || strchr("\"'\\|>?", host[i]))
            return RTX_E_ARGUMENT;
    }
    snprintf(command, sizeof command, "ping -c %d %s", count, host);
    return run(session, timeout_ms, ret, command);
}
