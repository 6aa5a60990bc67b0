/* The calls that run a command: over a real session, its pager and its width.
 */
#include "rig.h"

#include "show/show.h"

enum { LIMIT = 10000 };

/* The emulator says a fixture when it is asked with its command. */
static void say(struct rig *rig, const char *command, const char *name)
{
    char path[256];
    char *text;

    snprintf(path, sizeof path, "tests/fixtures/show/%s.txt", name);
    text = test_file(path, NULL);
    ASSERT_INT(rtx_emulator_answer(rig->emulator, command, text, &rig->error),
               0);
    free(text);
}

/* The output is what the fixture's text alone gives. */
static void check(const void *output, const char *name)
{
    struct rtx_show_report report = {.size = sizeof report};
    char path[256];
    char *json = NULL;
    char *expected;

    CU_ASSERT_PTR_NOT_NULL_FATAL(output);
    ASSERT_INT(rtx_show_report(output, &report), 0);
    ASSERT_INT(report.complete, 1);
    snprintf(path, sizeof path, "tests/fixtures/show/%s.json", name);
    expected = test_file(path, NULL);
    ASSERT_INT(rtx_show_output_json(output, &json), 0);
    /* the command may be spelt otherwise */
    ASSERT_TEXT(strstr(json, "\"complete\""), strstr(expected, "\"complete\""));
    rtx_free(json);
    free(expected);
}

#define RUN(call, type, command, name, ...)                                   \
    do {                                                                      \
        type *output = NULL;                                                  \
                                                                              \
        say(&rig, (command), (name));                                         \
        ASSERT_INT(rtx_show_##call(rig.session, __VA_ARGS__, LIMIT, &output), \
                   0);                                                        \
        check(output, (name));                                                \
        rtx_free(output);                                                     \
    } while (0)
#define RUN0(call, type, command, name)                              \
    do {                                                             \
        type *output = NULL;                                         \
                                                                     \
        say(&rig, (command), (name));                                \
        ASSERT_INT(rtx_show_##call(rig.session, LIMIT, &output), 0); \
        check(output, (name));                                       \
        rtx_free(output);                                            \
    } while (0)

static void run_plain(struct rig *r)
{
    struct rig rig = *r;

    RUN0(environment, struct rtx_environment, "show environment",
         "show-environment/ja-01");
    RUN0(ip_route, struct rtx_ip_route_list, "show ip route",
         "show-ip-route/ja-01");
    RUN0(ipv6_route, struct rtx_ipv6_route_list, "show ipv6 route",
         "show-ipv6-route/en-01");
    RUN0(ipsec_sa, struct rtx_ipsec_sa, "show ipsec sa", "show-ipsec-sa/ja-02");
    RUN0(status_pp_anonymous, struct rtx_status_pp_list,
         "show status pp anonymous", "show-status-pp-anonymous/ja-02");
    RUN0(status_l2tp, struct rtx_status_l2tp, "show status l2tp",
         "show-status-l2tp/en-02");
    RUN0(log, struct rtx_log_entry_list, "show log", "show-log/ja-01");
    RUN0(arp, struct rtx_arp_list, "show arp", "show-arp/ja-02");
    RUN0(status_user, struct rtx_status_user_list, "show status user",
         "show-status-user/ja-02");
    RUN0(status_bgp_neighbor, struct rtx_status_bgp_neighbor_list,
         "show status bgp neighbor", "show-status-bgp-neighbor/en-02");
    RUN0(config, struct rtx_config_listing, "show config", "show-config/en-01");
}

static void run_numbered(struct rig *r)
{
    struct rig rig = *r;

    RUN(ipsec_sa_gateway, struct rtx_ipsec_sa_gateway_list,
        "show ipsec sa gateway 2 detail",
        "show-ipsec-sa-gateway-2-detail/en-01", 2, 1);
    RUN(status_pp, struct rtx_status_pp_list, "show status pp 1",
        "show-status-pp-1/ja-02", 1);
    RUN(status_tunnel, struct rtx_status_tunnel, "show status tunnel 3",
        "show-status-tunnel-3/ja-02", 3);
    RUN(nat_descriptor_address, struct rtx_nat_descriptor_address_list,
        "show nat descriptor address", "show-nat-descriptor-address/ja-02",
        RTX_SHOW_ALL, 0);
    RUN(nat_descriptor_address, struct rtx_nat_descriptor_address_list,
        "show nat descriptor address 1000 detail",
        "show-nat-descriptor-address-1000-detail/ja-01", 1000, 1);
    RUN(status_lan, struct rtx_status_lan, "show status lan1",
        "show-status-lan1/ja-02", 1);
    RUN(status_dhcp, struct rtx_status_dhcp_list, "show status dhcp 7",
        "show-status-dhcp/ja-02", 7, 0);
    RUN(status_dhcp, struct rtx_status_dhcp_list, "show status dhcp summary",
        "show-status-dhcp-summary/ja-01", RTX_SHOW_ALL, 1);
    RUN(ping, struct rtx_ping, "ping -c 2 192.0.2.1", "ping/ja-02", "192.0.2.1",
        2);
}

static void each_call_runs_and_parses(void)
{
    static const char *const startups[] = {
        "console character ja.sjis\n",
        "console character ja.sjis\nconsole lines 5\n",
        "console character ja.sjis\nconsole columns 200\n"};

    for (size_t i = 0; i < sizeof startups / sizeof startups[0]; i++) {
        struct rig rig;

        rig_up(&rig, startups[i], NO_OPTIONS);
        run_plain(&rig);
        run_numbered(&rig);
        rig_down(&rig);
    }
}

static void failures_are_the_sessions(void)
{
    struct rtx_environment *environment = NULL;
    struct rtx_status_lan *lan = NULL;
    struct rtx_ping *ping = NULL;
    rtx_show *show = NULL;
    struct rig rig;

    rig_up(&rig, NULL, OPTIONS("command-delay=50"));
    ASSERT_INT(rtx_show_run(rig.session, "show nonsense", LIMIT, &show),
               RTX_E_REFUSED);
    CU_ASSERT_PTR_NULL(show);
    CU_ASSERT(rtx_session_error(rig.session)->answer[0] != '\0');
    ASSERT_INT(rtx_show_status_lan(rig.session, 0, LIMIT, &lan),
               RTX_E_ARGUMENT);
    ASSERT_INT(rtx_show_environment(NULL, LIMIT, &environment), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_show_environment(rig.session, LIMIT, NULL), RTX_E_ARGUMENT);
    /* nothing that a name could smuggle in */
    ASSERT_INT(rtx_show_ping(rig.session, "a\nrestart", 1, LIMIT, &ping),
               RTX_E_ARGUMENT);
    ASSERT_INT(rtx_show_ping(rig.session, "a b", 1, LIMIT, &ping),
               RTX_E_ARGUMENT);
    ASSERT_INT(rtx_show_ping(rig.session, "a", 0, LIMIT, &ping),
               RTX_E_ARGUMENT);
    ASSERT_INT(rtx_show_environment(rig.session, 1, &environment),
               RTX_E_TIMEOUT);
    CU_ASSERT_PTR_NULL(environment);
    rig_down(&rig);
}

static void the_emulators_own_words_are_understood(void)
{
    struct rtx_environment *environment = NULL;
    struct rtx_config_listing *config = NULL;
    struct rtx_show_report report = {.size = sizeof report};
    struct rig rig;

    rig_up(&rig, "ip lan1 address 192.168.7.1/24\n", NO_OPTIONS);
    ASSERT_INT(rtx_show_environment(rig.session, LIMIT, &environment), 0);
    ASSERT_TEXT(environment->model, "RTX810");
    CU_ASSERT(RTX_HAS(environment, environment, uptime_s));
    ASSERT_INT(rtx_show_config(rig.session, LIMIT, &config), 0);
    ASSERT_INT(rtx_show_report(config, &report), 0);
    ASSERT_INT(report.complete, 1);
    /* behind the two passwords */
    ASSERT_INT(config->statements.count, 3);
    ASSERT_TEXT(rtx_config_line_at(&config->statements, 2)->key,
                "ip lan1 address");
    rtx_free(environment);
    rtx_free(config);
    rig_down(&rig);
}

static void expect_only_reads(const char *command, int expected)
{
    if (rtx_show_only_reads(command) != expected)
        printf("\n%s: not %d\n", command, expected);
    ASSERT_INT(rtx_show_only_reads(command), expected);
}

static void what_only_looks(void)
{
    static const char *const only[] = {
        "show environment",     "SHOW IP ROUTE",  "sh conf",
        " show  log | grep PP", "show nonsense",  "ping 192.0.2.1",
        "ping -c 3 192.0.2.1",  "traceroute a.b", "nslookup a.b",
        "ping6 2001:db8::1",    "show command",   "show config 0",
    };
    static const char *const more[] = {
        "",          "cold start",  "restart",          "rest",
        "save",      "no show",     "ip filter 1",      "no ip filter 1",
        "clear log", "clear arp",   "show arp > a",     "show arp >> usb1:/a",
        "copy a b",  "shutdown",    "nonsense",         "administrator",
        "quit",      "pp select 1", "telnet 192.0.2.1", "#",
    };

    for (size_t i = 0; i < sizeof only / sizeof only[0]; i++)
        expect_only_reads(only[i], 1);
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++)
        expect_only_reads(more[i], 0);
    ASSERT_INT(rtx_show_only_reads(NULL), RTX_E_ARGUMENT);
}

static CU_TestInfo tests[] = {
    {"what only looks", what_only_looks},
    {"each call runs and parses", each_call_runs_and_parses},
    {"failures are the session's", failures_are_the_sessions},
    {"the emulator's own words are understood",
     the_emulators_own_words_are_understood},
    CU_TEST_INFO_NULL};

RTX_SUITE(show_run, tests)
