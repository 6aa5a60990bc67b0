/* What a plan may do to the path that it is sent over. */
#include "config/config.h"
#include "test.h"

static const char office[] =
    "ip lan1 address 192.168.100.254/24\n"
    "ip lan1 secondary address 10.9.0.1/24\n"
    "ip route default gateway pp 1\n"
    "ip route 172.16.0.0/16 gateway 192.168.100.2\n"
    "ip route 172.30.0.0/16 gateway tunnel 1\n"
    "ip filter 1 pass 192.168.100.0/24 * * * *\n"
    "ip filter 2 reject * * * * *\n"
    "ip filter 9 pass * * * * *\n"
    "ip lan1 secure filter in 1 2\n"
    "login user bob *\n"
    "telnetd host lan\n"
    "pp select 1\n pppoe use lan2\n ip pp address 203.0.113.5/32\n"
    " ip pp nat descriptor 1000\n pp enable 1\n"
    "tunnel select 1\n ipsec tunnel 101\n"
    "  ipsec sa policy 101 1 esp aes-cbc sha-hmac\n tunnel enable 1\n"
    "nat descriptor type 1000 masquerade\n"
    "sshd service on\nsshd host key generate *\n";

static const struct rtx_path lan_telnet = {.size = sizeof lan_telnet,
                                           .transport = RTX_PATH_TELNET,
                                           .address = "192.168.100.254",
                                           .source = "192.168.100.10",
                                           .user = ""};
static const struct rtx_path lan_ssh = {.size = sizeof lan_ssh,
                                        .transport = RTX_PATH_SSH,
                                        .address = "192.168.100.254",
                                        .source = "192.168.100.10",
                                        .user = "bob"};
static const struct rtx_path serial = {.size = sizeof serial,
                                       .transport = RTX_PATH_SERIAL};
static const struct rtx_path behind = {.size = sizeof behind,
                                       .transport = RTX_PATH_TELNET,
                                       .address = "192.168.100.254",
                                       .source = "172.16.3.4"};
static const struct rtx_path over_pp = {.size = sizeof over_pp,
                                        .transport = RTX_PATH_SSH,
                                        .address = "203.0.113.5",
                                        .source = "198.51.100.7",
                                        .user = "bob"};
static const struct rtx_path over_tunnel = {.size = sizeof over_tunnel,
                                            .transport = RTX_PATH_TELNET,
                                            .address = "192.168.100.254",
                                            .source = "172.30.0.9"};
static const struct rtx_path nowhere = {.size = sizeof nowhere,
                                        .transport = RTX_PATH_TELNET,
                                        .address = "127.0.0.1",
                                        .source = "127.0.0.1"};
static const struct rtx_path lan_v6 = {.size = sizeof lan_v6,
                                       .transport = RTX_PATH_TELNET,
                                       .address = "2001:db8::1",
                                       .source = "2001:db8::2"};

static rtx_plan *plan_of(const char *running, const char *fragment,
                         const struct rtx_path *path)
{
    struct rtx_plan_options options = {.size = sizeof options, .path = path};
    rtx_config *from = NULL;
    rtx_config *to = NULL;
    rtx_plan *plan = NULL;

    ASSERT_INT(
        rtx_config_parse_running(&from, running, strlen(running), 0, NULL), 0);
    ASSERT_INT(rtx_config_parse_fragment(&to, "f", fragment, strlen(fragment),
                                         NULL, NULL),
               0);
    ASSERT_INT(rtx_plan_make(&plan, from, to, &options, NULL), 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
    rtx_config_free(from);
    rtx_config_free(to);
    return plan;
}

/* All risks, one per line: kind, statement, sentence. */
static void assert_risk_of(const char *running, const char *fragment,
                           const struct rtx_path *path, const char *expected)
{
    static const char *const kinds[] = {"possible", "lockout", "cut"};
    rtx_plan *plan = plan_of(running, fragment, path);
    struct rtx_risk risk = {.size = sizeof risk};
    struct rtx_buf out;

    rtx__buf_init(&out, 1 << 16);
    for (size_t i = 0; rtx_plan_risk(plan, i, &risk) == 0; i++)
        rtx__buf_format(&out, "%s%s: %s", i ? "\n" : "", kinds[risk.kind],
                        risk.text);
    if (strcmp(rtx__buf_str(&out), expected) != 0)
        printf("\nof: %s\n", fragment);
    ASSERT_TEXT(rtx__buf_str(&out), expected);
    rtx__buf_free(&out);
    rtx_plan_free(plan);
}

static void assert_risk(const char *fragment, const struct rtx_path *path,
                        const char *expected)
{
    assert_risk_of(office, fragment, path, expected);
}

#define THROUGH_LAN "cut: you are connected through lan1 192.168.100.254, this "

static void test_address(void)
{
    assert_risk("ip lan1 address 192.168.100.1/24\n", &lan_telnet,
                THROUGH_LAN "changes its address");
    assert_risk("ip lan1 address dhcp\n", &lan_ssh,
                THROUGH_LAN "changes its address");
    assert_risk("no ip lan1 address\n", &behind,
                THROUGH_LAN "removes its address");
    /* The mask alone, as long as the way back remains. */
    assert_risk("ip lan1 address 192.168.100.254/16\n", &lan_telnet, "");
    assert_risk("ip lan1 address 192.168.100.254/29\n", &lan_telnet,
                THROUGH_LAN "changes its address");
    assert_risk("ip lan1 address 192.168.100.1/24\n", &serial, "");
    assert_risk("ip lan1 address 192.168.100.1/24\n", &over_pp, "");
    assert_risk("ip lan1 address 192.168.100.1/24\n", &lan_v6, "");
    assert_risk("ip lan2 address 192.0.2.1/24\n", &lan_telnet, "");
    assert_risk("no ip lan1 secondary address\n", &lan_telnet, "");
    assert_risk("pp select 1\nip pp address 203.0.113.6/32\n", &over_pp,
                "cut: you are connected through pp 1 203.0.113.5, this changes "
                "it");
}

static void test_interface(void)
{
    assert_risk("lan type lan1 100-fdx\n", &lan_telnet,
                THROUGH_LAN "resets the interface");
    assert_risk("lan type lan1 100-fdx\n", &serial, "");
    assert_risk("lan type lan2 100-fdx\n", &lan_telnet, "");
    assert_risk("lan shutdown lan1\n", &lan_telnet,
                THROUGH_LAN "stops the interface");
    assert_risk("lan shutdown lan2\n", &lan_telnet, "");
    assert_risk("vlan lan1/1 802.1q vid=2\n", &lan_telnet,
                THROUGH_LAN "rearranges the interface");
    assert_risk("vlan port mapping lan1.2 vlan2\n", &lan_telnet,
                THROUGH_LAN "rearranges its ports");
    assert_risk("bridge member bridge1 lan1 lan2\n", &lan_telnet,
                THROUGH_LAN "rearranges the interface");
    assert_risk("bridge member bridge1 lan2 tunnel1\n", &lan_telnet, "");
}

static void test_filter(void)
{
    /* The list lets him in as before. */
    assert_risk("ip lan1 secure filter in 1 9 2\n", &lan_telnet, "");
    assert_risk("ip lan1 secure filter in 2 1\n", &lan_telnet,
                THROUGH_LAN "filters what you send or what you get");
    assert_risk("ip lan1 secure filter in 7\n", &lan_telnet,
                THROUGH_LAN "filters what you send or what you get");
    assert_risk("no ip lan1 secure filter in\n", &lan_telnet, "");
    assert_risk("ip lan1 secure filter in 2\n", &serial, "");
    assert_risk("ip lan1 secure filter in 2\n", &over_pp, "");
    assert_risk("ip lan1 secure filter out 2\n", &lan_telnet,
                THROUGH_LAN "filters what you send or what you get");
    assert_risk("ip lan2 secure filter in 2\n", &lan_telnet, "");
    assert_risk("pp select 1\nip pp secure filter in 2\n", &lan_telnet, "");
    assert_risk("pp select 1\nip pp secure filter in 2\n", &over_pp,
                "cut: you are connected through pp 1 203.0.113.5, this filters "
                "what you send or what you get");
    /* A filter that is in use. */
    assert_risk("ip filter 1 reject 192.168.100.0/24 * * * *\n", &lan_telnet,
                THROUGH_LAN "filters what you send or what you get");
    assert_risk("ip filter 1 pass 192.168.100.0/24 * tcp * telnet\n",
                &lan_telnet, "");
    assert_risk("ip filter 1 pass 192.168.100.0/24 * tcp * telnet\n", &lan_ssh,
                THROUGH_LAN "filters what you send or what you get");
    assert_risk("ip filter 9 reject * * * * *\n", &lan_telnet, "");
    assert_risk("ip lan1 inbound filter list 1\n", &lan_telnet,
                THROUGH_LAN "decides what may pass there");
    assert_risk("ethernet lan1 filter in 1\n", &lan_telnet,
                THROUGH_LAN "decides what may pass there");
}

static void test_services(void)
{
    assert_risk("telnetd service off\n", &lan_telnet,
                "cut: you are connected by TELNET, this stops its server");
    assert_risk("telnetd service off\n", &lan_ssh, "");
    assert_risk("telnetd service off\n", &serial, "");
    assert_risk("telnetd service on\n", &lan_telnet, "");
    assert_risk("sshd service off\n", &lan_ssh,
                "cut: you are connected by SSH, this stops its server");
    assert_risk("no sshd service\n", &lan_ssh,
                "cut: you are connected by SSH, this stops its server");
    assert_risk("sshd service off\n", &lan_telnet, "");
    assert_risk("telnetd host none\n", &lan_telnet,
                "lockout: your next login by TELNET fails: this does not let "
                "your address in");
    assert_risk("telnetd host 192.168.100.1-192.168.100.20\n", &lan_telnet, "");
    assert_risk("telnetd host 192.168.100.11-192.168.100.20\n", &lan_telnet,
                "lockout: your next login by TELNET fails: this does not let "
                "your address in");
    assert_risk("telnetd host any\n", &over_tunnel, "");
    assert_risk("sshd host lan\n", &over_pp,
                "lockout: your next login by SSH fails: this does not let your "
                "address in");
    assert_risk("sshd host lan1\n", &lan_ssh, "");
    assert_risk("sshd host none\n", &lan_telnet, "");
    assert_risk("telnetd listen 2323\n", &lan_telnet,
                "lockout: you are connected to port 23, this moves the TELNET "
                "server to port 2323");
    assert_risk("telnetd listen 23\n", &lan_telnet, "");
    assert_risk("telnetd session 1\n", &lan_telnet,
                "possible: while you are connected nobody else can log in by "
                "TELNET, nor you a second time");
    assert_risk("no sshd host key generate\n", &lan_ssh,
                "lockout: you are connected by SSH, this changes the host key: "
                "the known one will not fit any more");
}

static void test_users(void)
{
    assert_risk("login user alice secret\n", &lan_ssh, "");
    assert_risk("login user bob secret\n", &lan_ssh,
                "lockout: you are logged in as this user, this changes its "
                "password");
    assert_risk("no login user bob\n", &lan_ssh,
                "lockout: you are logged in as this user, this removes it");
    assert_risk("no login user bob\n", &lan_telnet, "");
    assert_risk("no login user bob\n", &behind,
                "possible: if you log in as this user, this removes it");
    assert_risk("user attribute bob connection=serial,telnet\n", &lan_ssh,
                "lockout: at your next login this does not let this user in on "
                "the way you came");
    assert_risk("user attribute bob connection=serial,ssh\n", &lan_ssh, "");
    assert_risk("user attribute * administrator=off\n", &lan_ssh,
                "lockout: at your next login this does not let this user "
                "become administrator");
    assert_risk("user attribute connection=off\n", &serial,
                "lockout: at your next login this does not let this user in on "
                "the way you came");
    assert_risk("user attribute bob host=192.168.100.99\n", &lan_ssh,
                "lockout: at your next login this does not let this user in "
                "from your address");
    assert_risk("user attribute alice administrator=off\n", &lan_ssh, "");
    assert_risk("security class 3 on off\n", &lan_telnet,
                "lockout: your next login by TELNET fails: security class 3 "
                "lets people in on the serial port only");
    assert_risk("security class 3 on off\n", &serial, "");
    assert_risk("security class 1 on off\n", &lan_telnet, "");
}

static void test_ways(void)
{
    assert_risk("no ip route default\n", &lan_telnet, "");
    assert_risk("no ip route 172.16.0.0/16\n", &behind,
                THROUGH_LAN "changes the way back to you");
    assert_risk("ip route 172.16.3.0/24 gateway pp 1\n", &behind,
                THROUGH_LAN "changes the way back to you");
    assert_risk("ip route 172.17.0.0/24 gateway pp 1\n", &behind, "");
    assert_risk("no ip route default\n", &over_pp,
                "cut: you are connected through pp 1 203.0.113.5, this changes "
                "the way back to you");
    assert_risk("ip routing off\n", &lan_telnet, "");
    assert_risk("ip routing off\n", &behind,
                THROUGH_LAN "ends the routing back to you");
    assert_risk("pp disable 1\n", &lan_telnet, "");
    assert_risk("pp disable 1\n", &over_pp,
                "cut: you are connected through pp 1 203.0.113.5, this changes "
                "it");
    assert_risk("nat descriptor type 1000 nat\n", &over_pp,
                "cut: you are connected through pp 1 203.0.113.5, this changes "
                "how addresses are translated there");
    assert_risk("nat descriptor type 1000 nat\n", &lan_telnet, "");
    assert_risk("pp select 1\nip pp nat descriptor 2000\n", &over_pp,
                "cut: you are connected through pp 1 203.0.113.5, this changes "
                "how addresses are translated there");
    assert_risk("tunnel disable 1\n", &over_tunnel,
                "cut: you are connected through tunnel 1 192.168.100.254, this "
                "changes it");
    assert_risk("tunnel select 1\nipsec sa policy 101 1 esp 3des-cbc "
                "md5-hmac\n",
                &over_tunnel,
                "cut: you are connected through tunnel 1 192.168.100.254, this "
                "changes it");
    assert_risk("tunnel select 1\ntunnel name x\n", &over_tunnel, "");
    assert_risk("ipsec use off\n", &over_tunnel,
                "cut: you are connected through tunnel 1 192.168.100.254, this "
                "stops all tunnels");
}

/* A forwarded port, a name: the LAN is assumed, the rest is let be. */
static void test_guess(void)
{
    assert_risk("ip lan1 address 192.168.1.1/24\n", &nowhere,
                "cut: you are probably connected through lan1, this changes "
                "its address");
    assert_risk("ip lan1 address 192.168.100.1/24\n", &nowhere,
                "possible: you are probably connected through lan1, this "
                "changes its address within its network");
    assert_risk("ip lan1 address 192.168.100.1/25\n", &nowhere,
                "cut: you are probably connected through lan1, this changes "
                "its address");
    assert_risk_of("", "ip lan1 address 192.168.100.1/24\n", &nowhere, "");
    assert_risk("pp select 1\nip pp secure filter in 2\npp enable 1\n",
                &nowhere, "");
    assert_risk("ip lan1 secure filter in 9\n", &nowhere, "");
    assert_risk("ip lan1 secure filter in 1 2\nip filter 2 reject * * tcp\n",
                &nowhere,
                "possible: you are probably connected through lan1, this "
                "decides what may pass there, and perhaps not you");
    assert_risk("telnetd host 192.168.100.7\n", &nowhere,
                "lockout: your next login by TELNET may fail: it is not known "
                "whether this lets your address in");
    assert_risk("telnetd host lan1\n", &nowhere, "");
}

/* Nothing is known: everything that may cut is told, nothing is refused. */
static void test_blind(void)
{
    rtx_plan *plan = plan_of(office, "ip lan1 address 10.0.0.1/8\n", NULL);

    ASSERT_INT(rtx_plan_first_risk(plan), -1);
    rtx_plan_free(plan);
    assert_risk("ip lan1 address 10.0.0.1/8\n", NULL,
                "possible: can cut the connection (changes an address)");
    assert_risk("telnetd host any\nsyslog notice on\n", NULL,
                "possible: can lock you out (decides who may connect)");
    plan = plan_of(office, "telnetd session 1\ntelnetd service off\n",
                   &lan_telnet);
    ASSERT_INT(rtx_plan_first_risk(plan), 1);
    rtx_plan_free(plan);
}

static void test_json(void)
{
    rtx_plan *plan = plan_of(office,
                             "telnetd service off\nlogin user bob hoge\n"
                             "pp select 1\n pp auth myname a fuga\n",
                             &lan_telnet);
    char *json = rtx_plan_json(plan);

    CU_ASSERT_PTR_NOT_NULL_FATAL(json);
    CU_ASSERT_PTR_NOT_NULL(strstr(json, "\"kind\": \"cut\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(json, "\"op\": \"replace\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(json, "\"context\": \"pp 1\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(json, "pp auth myname a ***"));
    CU_ASSERT_PTR_NULL(strstr(json, "hoge"));
    CU_ASSERT_PTR_NULL(strstr(json, "fuga"));
    rtx_free(json);
    rtx_plan_free(plan);
}

static CU_TestInfo tests[] = {{"addresses", test_address},
                              {"interfaces", test_interface},
                              {"filters", test_filter},
                              {"servers", test_services},
                              {"users", test_users},
                              {"routes, peers, tunnels, NAT", test_ways},
                              {"when the path is guessed", test_guess},
                              {"when nothing is known", test_blind},
                              {"a plan as JSON", test_json},
                              CU_TEST_INFO_NULL};
RTX_SUITE(risk, tests)
