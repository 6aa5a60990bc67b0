/* The router's state: what follows from the worked example, what commands and
 * clients do to it, what goes wrong, what a test may say. */
#include "emulator/state.h"
#include "rig.h"

#define HAS(r, keys, text) \
    CU_ASSERT_PTR_NOT_NULL(strstr(type((r), (keys)), (text)))
#define LACKS(r, keys, text) \
    CU_ASSERT_PTR_NULL(strstr(type((r), (keys)), (text)))

/* The two fragments of the examples as a startup configuration, without their
 * remarks. */
static char *worked_example(const char *first)
{
    struct rtx_buf text;
    char *files[2] = {test_file("examples/internet.rtx", NULL),
                      test_file("examples/vpn.rtx", NULL)};

    rtx__buf_init(&text, 65536);
    rtx__buf_text(&text, first);
    for (int i = 0; i < 2; i++) {
        rtx__buf_text(&text, files[i]);
        rtx__buf_text(&text, "pp select none\ntunnel select none\n");
        free(files[i]);
    }
    return rtx__buf_take(&text);
}

static void worked(struct rig *r, const char *first)
{
    char *startup = worked_example(first);

    rig_admin(r, startup);
    rtx_free(startup);
}

static void set(struct rig *r, const char *json)
{
    ASSERT_INT(emu_state_set(&r->device, json, strlen(json), NULL), 0);
}

static bool logged(struct rig *r, const char *text)
{
    struct rtx_buf log;
    bool ret;

    emu_net_look(&r->device);
    rtx__buf_init(&log, 1 << 20);
    emu_log_text(&r->device, false, &log);
    ret = strstr(rtx__buf_str(&log), text) != NULL;
    rtx__buf_free(&log);
    return ret;
}

static void dial(struct rig *r)
{
    ASSERT_INT(emu_net_client(&r->device, "alice", "198.51.100.77", true), 0);
}

static void the_worked_example_connects(void)
{
    struct rig r;

    worked(&r, "console character ja.utf8\nconsole columns 80\n"
               "console lines infinity\n");
    rig_set(&r, "idle-timer", "100000000");
    rig_advance(&r, 4833000);
    dial(&r);
    rig_advance(&r, 4000);
    CU_ASSERT(logged(
        &r, "2026/01/02 04:24:38: [IKE] respond ISAKMP phase to 198.51.100.77\n"
            "2026/01/02 04:24:38: [IKE] respond IPsec phase to 198.51.100.77\n"
            "2026/01/02 04:24:38: IP Tunnel[1] Up\n"
            "2026/01/02 04:24:38: [L2TP] TUNNEL[1] connected from "
            "198.51.100.77\n"
            "2026/01/02 04:24:38: [L2TP] TUNNEL[1] tunnel "));
    CU_ASSERT(
        logged(&r, "PP[ANONYMOUS01] Call detected from user 'alice'\n"
                   "2026/01/02 04:24:38: PP[ANONYMOUS01] PPP/IPV6CP up\n"
                   "2026/01/02 04:24:38: PP[ANONYMOUS01] PPP/IPCP up  (Local: "
                   "192.168.100.254, Remote: 192.168.100.120)\n"));
    HAS(&r, "show status pp 1\r",
        "PP[01]:\r\n説明: \r\nPPPoEセッションは接続されています\r\n"
        "接続相手: BAS\r\n通信時間: 1時間20分37秒\r\n受信: ");
    HAS(&r, "show status pp 1\r",
        "    IPCP Local: IP-Address Primary-DNS(203.0.113.53) "
        "Secondary-DNS(203.0.113.54\r\n), Remote: IP-Address\r\n"
        "    PP IP Address Local: 203.0.113.5, Remote: 198.51.100.1\r\n"
        "    CCP: None\r\n");
    HAS(&r, "show ipsec sa\r",
        "\r\n1     1    -    isakmp       -    3596    198.51.100.77\r\n"
        "2     1    1    tra[001]esp  send 3596    198.51.100.77\r\n"
        "3     1    1    tra[001]esp  recv 3596    198.51.100.77\r\n\r\n");
    HAS(&r, "show status pp anonymous\r",
        "ANONYMOUS[01]:\r\nL2TPセッションは接続されています\r\n"
        "接続相手: alice\r\n通信時間: 4秒\r\n");
    HAS(&r, "show status l2tp\r",
        "  Tunnel Control: 1, Session Control: 1\r\n"
        "TUNNEL[1] Information\r\n  Tunnel State: established\r\n");
    HAS(&r, "show status tunnel 1\r",
        "  インタフェースの種類: L2TP\r\n"
        "  トンネルインタフェースは接続されています\r\n"
        "  開始: 2026/01/02 04:24:38\r\n  通信時間: 4秒\r\n");
    rig_free(&r);
}

static void the_worked_example_translates(void)
{
    struct rig r;

    worked(&r, "console character ja.utf8\nconsole lines infinity\n");
    TYPE(&r, "show nat descriptor address\r",
         "show nat descriptor address\r\n"
         "参照NATディスクリプタ : 1000, 適用インタフェース : PP[01](1)\r\n"
         "Masqueradeテーブル\r\n    外側アドレス: 203.0.113.5\r\n"
         "    ポート範囲: 60000-64095, 54096-59999   3個使用中\r\n"
         "プロトコル      内側アドレス                  宛先   "
         "マスカレード    種別\r\n"
         "   UDP   192.168.100.254.1701            *.*.*.*.*         1701   "
         "    static\r\n"
         "   UDP   192.168.100.254.4500            *.*.*.*.*         4500   "
         "    static\r\n"
         "   UDP    192.168.100.254.500            *.*.*.*.*          500   "
         "    static\r\n"
         "   ESP      192.168.100.254.*            *.*.*.*.*            *   "
         "    static\r\n"
         "  -*-    -*-    -*-    -*-    -*-    -*-    -*-    -*-    -*-    "
         "-*-    -*-\r\n"
         "      No.       内側アドレス      使用中のポート数    制限数      "
         "   種別\r\n"
         "       1      192.168.100.200                    3     10000      "
         "   dynamic\r\n"
         "---------------------\r\n"
         "有効なNATディスクリプタテーブルが1個ありました\r\n# ");
    HAS(&r, "show ip route\r",
        "default             -                    PP[01]    static  \r\n"
        "192.168.100.0/24    192.168.100.254        LAN1  implicit  \r\n"
        "198.51.100.1/32     -                    PP[01] temporary  \r\n");
    type(&r, "clear nat descriptor dynamic all\r");
    HAS(&r, "show nat descriptor address\r", "   0個使用中\r\n");
    rig_free(&r);
}

static void settings_bring_it_up_and_down(void)
{
    struct rig r;

    worked(&r, ENGLISH "console lines infinity\n");
    dial(&r);
    HAS(&r, "show status l2tp\r", "Tunnel Control: 1,");
    type(&r, "pp disable anonymous\r");
    HAS(&r, "show status l2tp\r", "Tunnel Control: 0,");
    type(&r, "pp enable anonymous\r");
    HAS(&r, "show status l2tp\r", "Tunnel Control: 1,");
    type(&r, "no l2tp service\rdisconnect anonymous\r");
    HAS(&r, "show status l2tp\r", "Tunnel Control: 0,");
    HAS(&r, "show ipsec sa\r", "Total: isakmp:1 send:1 recv:1");
    type(&r, "l2tp service on\rpp disable 1\r");
    HAS(&r, "show status pp 1\r", "PPPoE session status is disabled.");
    HAS(&r, "show ipsec sa\r", "Total: isakmp:0 send:0 recv:0");
    LACKS(&r, "show ip route\r", "temporary");
    CU_ASSERT(logged(&r, "PPPOE[01] Disconnected, cause [No error.]"));
    rig_free(&r);
}

static void lines_are_cut_and_dialled(void)
{
    struct rig r;

    worked(&r, ENGLISH "console lines infinity\n");
    type(&r, "disconnect 1\r");
    HAS(&r, "show status pp 1\r", "PPPoE session status is Offline.\r\n");
    type(&r, "connect pp 1\r");
    HAS(&r, "show status pp 1\r", "PPPoE session status is Connected.\r\n");
    type(&r, "disconnect all\r");
    HAS(&r, "show status pp 1\r", "PPPoE session status is Offline.\r\n");
    TYPE(&r, "disconnect nobody\r",
         "disconnect nobody\r\nError: Illegal keyword\r\n# ");
    TYPE(&r, "connect 99\r",
         "connect 99\r\nError: Parameter out of range\r\n# ");
    type(&r, "clear arp\r");
    LACKS(&r, "show arp\r", "LAN1");
    rig_free(&r);
}

static void a_tunnel_between_two_routers(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH "console lines infinity\n"
                          "ip route 10.9.0.0/16 gateway tunnel 2\n"
                          "pp select 1\n pppoe use lan2\n"
                          " pp auth myname me@example.jp daisy\n"
                          " pp enable 1\n"
                          "tunnel select 2\n ipsec tunnel 102\n"
                          "  ipsec sa policy 102 2 esp aes-cbc sha-hmac\n"
                          "  ipsec ike pre-shared-key 2 text rose\n"
                          "  ipsec ike remote address 2 198.51.100.9\n"
                          " tunnel enable 2\n"
                          "tunnel select none\nbgp use on\n"
                          "bgp autonomous-system 64999\n"
                          "bgp neighbor 1 65001 10.9.0.1 hold-time=30\n");
    rig_advance(&r, 100000);
    HAS(&r, "show ipsec sa\r",
        "1     2    -    isakmp       -    28700   198.51.100.9\r\n"
        "2     2    1    tun[102]esp  send 28700   198.51.100.9\r\n");
    HAS(&r, "show status tunnel 2\r", "1 minute 40 seconds  connection.");
    HAS(&r, "show status bgp neighbor\r",
        "BGP state = Established, up for 00:01:40\r\n");
    CU_ASSERT(logged(&r, "[IKE] initiate ISAKMP phase to 198.51.100.9 (local "
                         "address 203.0.113.1)\n"));
    type(&r, "ipsec refresh sa\r");
    HAS(&r, "show ipsec sa\r",
        "1     2    -    isakmp       -    28800   198.51.100.9\r\n");
    rig_set(&r, "trouble", "key-mismatch");
    type(&r, "ipsec refresh sa\rclear log\ripsec refresh sa\r");
    HAS(&r, "show ipsec sa\r", "Total: isakmp:0 send:0 recv:0");
    HAS(&r, "show status tunnel 2\r", "Current status is Offline.");
    CU_ASSERT(logged(&r, "[IKE] initiate ISAKMP phase to 198.51.100.9"));
    CU_ASSERT_FALSE(logged(&r, "[IKE] initiate IPsec phase"));
    rig_set(&r, "trouble", "none");
    HAS(&r, "show ipsec sa\r", "Total: isakmp:1 send:1 recv:1");
    type(&r, "tunnel disable 2\r");
    HAS(&r, "show ipsec sa\r", "Total: isakmp:0 send:0 recv:0");
    HAS(&r, "show status bgp neighbor\r", "BGP state = Active\r\n");
    CU_ASSERT(logged(&r, "IP Tunnel[2] Down"));
    rig_free(&r);
}

/* A state is as old as it is: lifetimes end, durations grow. */
static void time_passes(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    set(&r, "{\"show arp\": [{\"interface\": \"LAN2\", \"address\": "
            "\"192.0.2.9\", \"mac\": \"02:00:00:00:00:09\", \"ttl_s\": 90}],"
            " \"show status pp\": [{\"interface\": \"PP[03]\","
            " \"session_type\": \"pppoe\", \"state\": \"connected\","
            " \"connected_s\": 10}]}");
    rig_advance(&r, 89000);
    HAS(&r, "show arp\r", "02:00:00:00:00:09    1\r\n");
    HAS(&r, "show status pp 3\r", "1 minute 39 seconds  connection.");
    rig_advance(&r, 1000);
    LACKS(&r, "show arp\r", "LAN2");
    set(&r, "{\"show arp\": null}");
    type(&r, "disconnect 3\r");
    HAS(&r, "show status pp 4\r", "Current line status is disabled.");
    rig_free(&r);
}

static void what_is_no_state_changes_nothing(void)
{
    static const char *const wrong[] = {
        "{", "[]", "{\"show arp\": [], \"show nothing\": []}",
        "{\"show arp\": [], \"show ipsec sa\": []}",
        "{\"show arp\": [], \"show arp\": []}"};
    struct rtx_error error = {.size = sizeof error};
    struct rig r;

    rig_admin(&r, ENGLISH "ip lan1 address 192.168.100.254/24\n");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        CU_ASSERT(emu_state_set(&r.device, wrong[i], strlen(wrong[i]), &error) <
                  0);
        CU_ASSERT(error.message[0] != '\0');
    }
    HAS(&r, "show arp\r", "192.168.100.200");
    CU_ASSERT_PTR_NULL(emu_state_of(&r.device, "show nothing"));
    rig_free(&r);
}

/* ---- troubles ---- */
static void check_trouble(const struct rtx_emulator_trouble_info *trouble)
{
    bool none = strcmp(trouble->name, "none") == 0;
    struct rig r;
    char *startup = worked_example(ENGLISH "console lines infinity\n");

    rig_make(&r, startup);
    rtx_free(startup);
    rig_set(&r, "trouble", trouble->name);
    rig_connect(&r, false);
    type(&r, "\radministrator\r\r");
    dial(&r);
    CU_ASSERT(logged(&r, trouble->evidence));
    CU_ASSERT(logged(&r, "PP[ANONYMOUS01] PPP/IPCP up") == none);
    HAS(&r, "show status l2tp\r",
        none ? "Tunnel Control: 1," : "Tunnel Control: ");
    if (trouble->remedy[0]) {
        emu_execute(&r.shell, trouble->remedy);
        CU_ASSERT(logged(&r, "PP[ANONYMOUS01] PPP/IPCP up"));
    }
    rig_set(&r, "trouble", "none");
    emu_net_changed(&r.device);
    CU_ASSERT(logged(&r, "PP[ANONYMOUS01] PPP/IPCP up"));
    rig_free(&r);
}

static void each_trouble_shows(void)
{
    struct rtx_emulator_trouble_info trouble = {.size = sizeof trouble};
    size_t count = 0;

    while (rtx_emulator_trouble_info(count, &trouble) == 0) {
        check_trouble(&trouble);
        count++;
    }
    ASSERT_INT(count, 9);
}

/* What keeps a client out is found in the settings, too. */
static void each_missing_setting_shows(void)
{
    static const struct {
        const char *line;
        const char *log; /* "": silence */
        const char *without;
    } rows[] = {
        {"no ip filter 200062",
         "PP[01] Rejected at IN(default) filter: UDP "
         "198.51.100.77:500 > 203.0.113.5:500",
         "[IKE] respond"},
        {"no nat descriptor masquerade static 1000 2", "", "[IKE] respond"},
        {"no l2tp service", "IP Tunnel[1] Up", "[L2TP]"},
        {"no ipsec transport 1", "IP Tunnel[1] Up", "[L2TP]"},
        {"tunnel disable 1", "receive message from unknown gateway",
         "[IKE] respond"},
        {"no ip pp remote address pool", "PPP/IPV6CP up",
         "PP[ANONYMOUS01] PPP/IPCP up"},
        {"no pp auth username alice", "CHAP Response Error", "PPP/IPV6CP up"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct rig r;

        worked(&r, ENGLISH);
        type(&r, "pp select anonymous\r");
        emu_execute(&r.shell, rows[i].line);
        dial(&r);
        CU_ASSERT(logged(&r, rows[i].log));
        CU_ASSERT_FALSE(logged(&r, rows[i].without));
        if (logged(&r, rows[i].without))
            printf("\n%s: %s\n", rows[i].line, rows[i].without);
        rig_free(&r);
    }
}

/* The public calls, on a router that runs. */
static void through_the_api(void)
{
    struct rtx_error error = {.size = sizeof error};
    rtx_emulator *emulator = NULL;
    char *startup = worked_example(ENGLISH);
    char *text;

    CU_ASSERT_EQUAL_FATAL(rtx_emulator_new(&emulator, &error), 0);
    ASSERT_INT(rtx_emulator_startup(emulator, startup, strlen(startup), &error),
               0);
    rtx_free(startup);
    ASSERT_INT(
        rtx_emulator_state(emulator,
                           "{\"clients\": [{\"name\": \"alice\", \"address\": "
                           "\"198.51.100.77\", \"dials\": false}]}",
                           &error),
        0);
    ASSERT_INT(rtx_emulator_state(emulator, "{\"nothing\": 1}", &error),
               RTX_E_ARGUMENT);
    ASSERT_INT(rtx_emulator_start(emulator, &error), 0);
    text = rtx_emulator_state_text(emulator, "show ipsec sa");
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"sas\": []"));
    rtx_emulator_text_free(text);
    ASSERT_INT(rtx_emulator_client(emulator, "alice", NULL, 1, &error), 0);
    text = rtx_emulator_state_text(emulator, "show ipsec sa");
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"remote_id\": \"198.51.100.77\""));
    rtx_emulator_text_free(text);
    CU_ASSERT_PTR_NULL(rtx_emulator_state_text(emulator, "show nothing"));
    text = rtx_emulator_log(emulator);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "[L2TP] TUNNEL[1] connected from"));
    rtx_emulator_text_free(text);
    for (int i = 0; i < EMU_CLIENTS - 1; i++) {
        char name[] = {'c', (char)('0' + i), '\0'};

        ASSERT_INT(rtx_emulator_client(emulator, name, "192.0.2.1", 1, &error),
                   0);
    }
    ASSERT_INT(rtx_emulator_client(emulator, "more", "192.0.2.1", 1, &error),
               RTX_E_LIMIT);
    rtx_emulator_free(emulator);
}

static CU_TestInfo tests[] = {
    {"the worked example connects", the_worked_example_connects},
    {"the worked example translates", the_worked_example_translates},
    {"settings bring it up and down", settings_bring_it_up_and_down},
    {"lines are cut and dialled", lines_are_cut_and_dialled},
    {"a tunnel between two routers", a_tunnel_between_two_routers},
    {"time passes", time_passes},
    {"what is no state changes nothing", what_is_no_state_changes_nothing},
    {"each trouble shows", each_trouble_shows},
    {"each missing setting shows", each_missing_setting_shows},
    {"through the API", through_the_api},
    CU_TEST_INFO_NULL};
RTX_SUITE(emu_state, tests)
