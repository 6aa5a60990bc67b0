/* All transcripts of real routers, where they are present: each is complete, or
 * there is a reason; and values read by hand. */
#include "test.h"

#include <glob.h>

#include <rtx/show.h>

#include "show/show.h"

#define CORPUS "../shared/corpus/"

/* What is no output of a router, or not of this command alone. */
static const struct {
    const char *name;
    const char *reason;
} exceptions[] = {
    {"show-environment/05-", "its author cut it with `...`"},
    {"show-environment/06-", "invented: no router prints it"},
    {"show-config/07-", "typed commands, with one that is no setting"},
    {"show-config/10-", "a Lua script behind the configuration"},
    {"show-config/11-", "a Lua script behind the configuration"},
    {"show-config/20-", "a page of a manual"},
    {"show-log/07-", "lines of syslog, without stamps"},
    {"show-log/08-", "lines of syslog, without stamps"},
    {"show-log/09-", "lines of syslog, without stamps"},
    {"show-log/10-", "its author left out lines, and says so"},
    {"show-status-lan/02-", "two interfaces in one"},
};

static const struct {
    const char *folder;
    const char *command;
} folders[] = {
    {"show-environment", "show environment"},
    {"show-ip-route", "show ip route"},
    {"show-ipv6-route", "show ipv6 route"},
    {"show-ipsec-sa", "show ipsec sa"},
    {"show-ipsec-sa-gateway", "show ipsec sa gateway 1 detail"},
    {"show-status-pp", "show status pp 1"},
    {"show-status-tunnel", "show status tunnel 1"},
    {"show-status-l2tp", "show status l2tp"},
    {"show-nat-descriptor-address", "show nat descriptor address detail"},
    {"show-log", "show log"},
    {"show-arp", "show arp"},
    {"show-status-lan", "show status lan1"},
    {"show-status-dhcp", "show status dhcp"},
    {"show-status-dhcp-summary", "show status dhcp summary"},
    {"show-status-user", "show status user"},
    {"show-status-bgp-neighbor", "show status bgp neighbor"},
    {"show-config", "show config"},
    {"ping", "ping"},
};

static const char *reason_for(const char *path)
{
    for (size_t i = 0; i < sizeof exceptions / sizeof exceptions[0]; i++) {
        if (strstr(path, exceptions[i].name))
            return exceptions[i].reason;
    }
    return NULL;
}

static void check_file(const char *command, const char *path)
{
    struct rtx_show_report report = {.size = sizeof report};
    size_t length;
    char *text = test_file(path, &length);
    rtx_show *show = NULL;

    ASSERT_INT(rtx_parse_show(command, text, length, &show, &report), 0);
    CU_ASSERT(report.lines > 0 || length < 3);
    if (report.complete == (reason_for(path) != NULL))
        printf("\n%s: complete %d; line %llu: %s\n", path, report.complete,
               report.unparsed
                   ? (unsigned long long)report.unparsed_lines[0].line
                   : 0,
               report.unparsed ? report.unparsed_lines[0].text : "");
    CU_ASSERT(report.complete != (reason_for(path) != NULL));
    rtx_free(show);
    free(text);
}

static void each_is_complete_or_has_a_reason(void)
{
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char pattern[128];
        glob_t found;

        snprintf(pattern, sizeof pattern, CORPUS "%s/*.txt", folders[i].folder);
        if (glob(pattern, 0, NULL, &found) != 0)
            continue;
        for (size_t j = 0; j < found.gl_pathc; j++)
            check_file(folders[i].command, found.gl_pathv[j]);
        globfree(&found);
    }
}

/* The text of a file, or NULL where the corpus is not there. */
static char *corpus(const char *name, size_t *length)
{
    char path[256];

    snprintf(path, sizeof path, CORPUS "%s", name);
    return test_file_if_present(path, length);
}

static void translations_of_an_rtx810(void)
{
    struct rtx_nat_descriptor_address_list *list = NULL;
    const struct rtx_nat_descriptor_address *nat;
    size_t length;
    char *text =
        corpus("show-nat-descriptor-address/01-rtx810-ja.txt", &length);

    if (!text)
        return;
    ASSERT_INT(rtx_parse_nat_descriptor_address(text, length, &list, NULL), 0);
    ASSERT_INT(list->count, 1);
    nat = rtx_nat_descriptor_address_at(list, 0);
    ASSERT_INT(nat->descriptor, 1000);
    ASSERT_TEXT(nat->interface, "PP[01]");
    ASSERT_INT(nat->interface_index, 1);
    ASSERT_TEXT(nat->kind, "masquerade");
    ASSERT_TEXT(nat->outer_address.text, "x.x.x.x");
    ASSERT_INT(nat->outer_address.family, 0);
    ASSERT_INT(nat->port_ranges.count, 2);
    ASSERT_INT(nat->port_ranges.items[1].last, 59999);
    ASSERT_INT(nat->in_use, 75);
    ASSERT_INT(nat->entries.count, 4);
    ASSERT_INT(rtx_nat_entry_at(&nat->entries, 1)->inner_port, 4500);
    ASSERT_INT(rtx_nat_entry_at(&nat->entries, 1)->inner_address.bytes[3], 254);
    ASSERT_TEXT(rtx_nat_entry_at(&nat->entries, 3)->protocol, "esp");
    CU_ASSERT(
        !RTX_HAS(nat_entry, rtx_nat_entry_at(&nat->entries, 3), inner_port));
    CU_ASSERT_PTR_NULL(
        rtx_nat_entry_at(&nat->entries, 0)->destination_address.text);
    ASSERT_INT(nat->inner.count, 2);
    ASSERT_TEXT(rtx_nat_inner_at(&nat->inner, 0)->inner_address.text,
                "192.168.100.zz");
    ASSERT_INT(rtx_nat_inner_at(&nat->inner, 0)->in_use, 74);
    rtx_free(list);
    free(text);
}

static void a_call_of_l2tp(void)
{
    struct rtx_status_pp_list *list = NULL;
    const struct rtx_status_pp *pp;
    size_t length;
    char *text = corpus("show-status-pp/02-rtx810-ja.txt", &length);

    if (!text)
        return;
    ASSERT_INT(rtx_parse_status_pp(text, length, &list, NULL), 0);
    ASSERT_INT(list->count, 1);
    pp = rtx_status_pp_at(list, 0);
    ASSERT_TEXT(pp->interface, "ANONYMOUS[01]");
    ASSERT_TEXT(pp->session_type, "l2tp");
    ASSERT_TEXT(pp->state, "connected");
    ASSERT_INT(pp->connected_s, 89);
    ASSERT_INT(pp->received_octets, 4254);
    CU_ASSERT(!RTX_HAS(status_pp, pp, received_load_percent));
    ASSERT_INT(pp->lcp_local.count, 3);
    ASSERT_TEXT(pp->lcp_local.items[0], "CHAP");
    ASSERT_TEXT(pp->ipcp_remote.items[1], "Primary-DNS");
    ASSERT_TEXT(pp->primary_dns.text, "x.x.x.x(RTX810のIP)");
    ASSERT_TEXT(pp->local_interface_id, "ccacccccccccac3");
    ASSERT_TEXT(pp->ccp, "none");
    ASSERT_TEXT(pp->user_id, "接続ユーザー名");
    rtx_free(list);
    free(text);
}

static void neighbours_and_leases(void)
{
    struct rtx_status_bgp_neighbor_list *bgp = NULL;
    struct rtx_status_dhcp_list *dhcp = NULL;
    size_t length;
    char *text = corpus("show-status-bgp-neighbor/01-rtx810-ja.txt", &length);

    if (!text)
        return;
    ASSERT_INT(rtx_parse_status_bgp_neighbor(text, length, &bgp, NULL), 0);
    ASSERT_INT(bgp->count, 2);
    ASSERT_TEXT(rtx_status_bgp_neighbor_at(bgp, 0)->state, "established");
    ASSERT_INT(rtx_status_bgp_neighbor_at(bgp, 0)->uptime_s, 4849);
    ASSERT_INT(rtx_status_bgp_neighbor_at(bgp, 1)->sent_notifications, 23);
    rtx_free(bgp);
    free(text);
    text = corpus("show-status-dhcp/02-rtx810-en.txt", &length);
    if (!text)
        return;
    ASSERT_INT(rtx_parse_status_dhcp(text, length, &dhcp, NULL), 0);
    ASSERT_INT(dhcp->count, 1);
    ASSERT_INT(rtx_status_dhcp_at(dhcp, 0)->leases.count, 3);
    ASSERT_INT(rtx_status_dhcp_at(dhcp, 0)->free, 506);
    ASSERT_INT(
        rtx_dhcp_lease_at(&rtx_status_dhcp_at(dhcp, 0)->leases, 0)->remaining_s,
        2 * 86400 + 16 * 3600 + 3 * 60 + 50);
    ASSERT_TEXT(
        rtx_dhcp_lease_at(&rtx_status_dhcp_at(dhcp, 0)->leases, 2)->client_id,
        "(01) ac de 48 00 11 22");
    rtx_free(dhcp);
    free(text);
}

static CU_TestInfo tests[] = {
    {"each is complete or has a reason", each_is_complete_or_has_a_reason},
    {"translations of an RTX810", translations_of_an_rtx810},
    {"a call of L2TP", a_call_of_l2tp},
    {"neighbours and leases", neighbours_and_leases},
    CU_TEST_INFO_NULL};

RTX_SUITE(show_corpus_all, tests)
