/* The show commands, against transcripts written from what routers print. */
#include "emulator/state.h"
#include "rig.h"

static void environment_in_english(void)
{
    struct rig r;
    const char *out;

    rig_make(&r, ENGLISH "console columns 200\n");
    emu_device_boot(&r.device, "Power-on boot");
    r.world.now_ms += 2 * 86400000 + 3723000;
    emu_shell_init(&r.shell, &r.device, false, "192.0.2.7");
    emu_shell_open(&r.shell);
    type(&r, "\r");
    out = type(&r, "show environment\r");
    CU_ASSERT_PTR_NOT_NULL(
        strstr(out, "show environment\r\n"
                    "RTX810 BootROM Ver. 1.00\r\n"
                    "RTX810 FlashROM Table Ver. 1.01\r\n"
                    "RTX810 Rev.11.01.34 (Tue Nov 26 18:39:12 2019)\r\n"
                    "  main:  RTX810 ver=00 serial=S3K012345 "
                    "MAC-Address=00:a0:de:74:13:00 "
                    "MAC-Address=00:a0:de:74:13:01\r\nCPU:   "));
    CU_ASSERT_PTR_NOT_NULL(strstr(out, "%(5min)    Memory: 24% used\r\n"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(out, "Packet-buffer:   0%(small)   0%(middle)   4%(large)   "
                    "0%(huge) used\r\n"
                    "Firmware: exec0  Config. file: config0\r\n"
                    "Default firmware: exec0  Default config. file: config0\r\n"
                    "Boot time: 2026/01/02 03:04:05 +09:00\r\n"
                    "Current time: 2026/01/04 04:06:08 +09:00\r\n"
                    "Elapsed time from boot: 2days 01:02:03\r\n"
                    "Security Class: 1, FORGET: ON, TELNET: OFF\r\n> "));
    CU_ASSERT_PTR_NULL(strstr(out, "Temperature"));
    rig_free(&r);
}

static void environment_in_japanese(void)
{
    struct rig r;
    const char *out;

    rig_user(&r, "console character ja.utf8\nconsole columns 200\n");
    out = type(&r, "show environment\r");
    CU_ASSERT_PTR_NOT_NULL(strstr(out, "%(5min)    メモリ: 24% used\r\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(out, "実行中設定ファイル: config0\r\n"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(out, "起動時刻: 2026/01/02 03:04:05 +09:00\r\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(out, "起動からの経過時間: "));
    rig_free(&r);
}

static void config_header(void)
{
    struct rig r;

    rig_user(&r, ENGLISH "login password tulip\n"
                         "administrator password lily\n"
                         "ip lan1 address 192.168.100.1/24\n");
    type(&r, "tulip\r");
    TYPE(&r, "show config\r",
         "show config\r\n"
         "# RTX810 Rev.11.01.34 (Tue Nov 26 18:39:12 2019)\r\n"
         "# MAC Address : 00:a0:de:74:13:00, 00:a0:de:74:13:01\r\n"
         "# Memory 128Mbytes, 2LAN\r\n"
         "# main:  RTX810 ver=00 serial=S3K012345 "
         "MAC-Address=00:a0:de:74:13:00 MAC-Addre\r\n"
         "ss=00:a0:de:74:13:01\r\n"
         "# Reporting Date: Jan 2 03:04:05 2026\r\n"
         "login password *\r\nadministrator password *\r\n"
         "console character ascii\r\nip lan1 address 192.168.100.1/24\r\n> ");
    rig_advance(&r, 1000);
    TYPE(&r, "show config | grep Date\r",
         "show config | grep Date\r\nSearching ...\r\n"
         "# Reporting Date: Jan 2 03:04:06 2026\r\n> ");
    rig_free(&r);
}

static void a_startup_file_in_any_shape(void)
{
    struct rig r;

    rig_user(&r, "# a file by hand\n\npp select 1\n\tpppoe use lan2\n"
                 "pp select none\n  syslog debug on # all of it\n"
                 "description lan1 \x93\xfa\x96\x7b\n"
                 "login user anne iris\n" ENGLISH);
    ASSERT_RUNNING(&r, "login user anne *\n" ENGLISH "description lan1 日本\n"
                       "pp select 1\n pppoe use lan2\nsyslog debug on\n");
    ASSERT_TEXT(emu_keys_find(&r.device.keys, "anne"), "iris");
    rig_free(&r);
}

static void secrets_for_users_and_administrators(void)
{
    struct rig r;

    rig_user(&r, ENGLISH "pp select 1\n pp auth myname me@example.jp daisy\n");
    TYPE(&r, "show config pp 1\r",
         "show config pp 1\r\npp select 1\r\n"
         " pp auth myname me@example.jp *\r\n> ");
    type(&r, "administrator\r\r");
    TYPE(&r, "show config pp 1\r",
         "show config pp 1\r\npp select 1\r\n"
         " pp auth myname me@example.jp daisy\r\n# ");
    rig_free(&r);
}

static void config_may_be_for_administrators(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    rig_set(&r, "user-show-config", "deny");
    TYPE(&r, "show config\r",
         "show config\r\nError: Administrator use only\r\n> ");
    rig_free(&r);
}

static void config_lines_may_end_with_a_blank(void)
{
    struct rig r;

    rig_user(&r, ENGLISH "ip routing on\n");
    rig_set(&r, "serial-number", "N7");
    CU_ASSERT_PTR_NOT_NULL(
        strstr(type(&r, "show config | grep main\r"), "serial=N7 "));
    rig_set(&r, "config-trailing-blank", "on");
    TYPE(&r, "show config | grep -v #\r",
         "show config | grep -v #\r\n"
         "Error: Insufficient or too many parameters\r\n> ");
    TYPE(&r, "show config | grep routing\r",
         "show config | grep routing\r\nSearching ...\r\n"
         "ip routing on \r\n> ");
    rig_free(&r);
}

static void a_stored_config_asks_for_both_passwords(void)
{
    struct rig r;
    const char *out;

    rig_make(&r, ENGLISH "administrator password lily\n");
    rig_connect(&r, false);
    type(&r, "\r");
    TYPE(&r, "show config 0\r", "show config 0\r\nLogin Password: ");
    TYPE(&r, "\r", "\r\nAdministrator Password: ");
    TYPE(&r, "rose\r", "\r\nError: Incorrect password\r\n> ");
    out = type(&r, "show config 0\r\rlily\r");
    CU_ASSERT_PTR_NOT_NULL(strstr(out, "\r\n# Reporting Date: "));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(out, "administrator password *\r\nconsole character ascii\r\n"));
    rig_set(&r, "config0-asks", "off");
    CU_ASSERT_PTR_NOT_NULL(
        strstr(type(&r, "show config 0\r"), "\r\n# Reporting Date: "));
    TYPE(&r, "show config 1\r",
         "show config 1\r\nError: Parameter out of range\r\n> ");
    rig_set(&r, "config-files", "5");
    CU_ASSERT_PTR_NULL(strstr(type(&r, "show config 1\r"), "Error"));
    rig_free(&r);
}

static void config_list(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(type(&r, "show config list\r"), "No.   Date       Time"));
    rig_set(&r, "config-list", "plain");
    TYPE(&r, "show config list\r",
         "show config list\r\n* 0   2026/01/02 03:04:05\r\n> ");
    rig_free(&r);
}

static void grep_filters(void)
{
    struct rig r;

    rig_user(&r, ENGLISH "ip filter 1 pass * *\nip filter 11 pass * *\n"
                         "ethernet filter 1 pass *:*:*:*:*:*\n");
    TYPE(&r, "show config | grep \"ip filter\"\r",
         "show config | grep \"ip filter\"\r\nSearching ...\r\n"
         "ip filter 1 pass * *\r\nip filter 11 pass * *\r\n> ");
    TYPE(&r, "show config | grep -w 1\r",
         "show config | grep -w 1\r\nSearching ...\r\n"
         "ip filter 1 pass * *\r\nethernet filter 1 pass *:*:*:*:*:*\r\n> ");
    TYPE(&r, "show config | grep -i IP.FILTER.11\r",
         "show config | grep -i IP.FILTER.11\r\nSearching ...\r\n"
         "ip filter 11 pass * *\r\n> ");
    TYPE(&r, "show config | sort\r",
         "show config | sort\r\nError: Illegal keyword\r\n> ");
    rig_free(&r);
}

static void output_into_a_file(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_set(&r, "overwrite-text", "It is there. Overwrite ? (Y/N)");
    TYPE(&r, "show config > usb1:a.txt\r", "show config > usb1:a.txt\r\n# ");
    TYPE(&r, "show config > usb1:a.txt\r",
         "show config > usb1:a.txt\r\nIt is there. Overwrite ? (Y/N)");
    TYPE(&r, "N", "N\r\n# ");
    TYPE(&r, "show config > nowhere\r",
         "show config > nowhere\r\nError: Illegal keyword\r\n# ");
    rig_free(&r);
}

#define ROUTES                                             \
    ENGLISH "ip route default gateway pp 1\n"              \
            "ip route 10.1.0.0/16 gateway 192.168.100.9\n" \
            "ip route 10.2.0.0/16 gateway tunnel 1\n"      \
            "ip lan1 address 192.168.100.254/24\n"

static void routes(void)
{
    struct rig r;

    rig_user(&r, ROUTES);
    TYPE(&r, "show ip route\r",
         "show ip route\r\n"
         "Destination         Gateway          Interface       Kind  "
         "Additional Info.\r\n"
         "default             -                    PP[01]    static  \r\n"
         "10.1.0.0/16         192.168.100.9          LAN1    static  \r\n"
         "10.2.0.0/16         -                 TUNNEL[1]    static  \r\n"
         "192.168.100.0/24    192.168.100.254        LAN1  implicit  \r\n"
         "> ");
    rig_free(&r);
}

static void routes_of_a_pp_that_is_up(void)
{
    struct rig r;

    rig_user(&r, ENGLISH "ip lan1 address 192.168.100.254/24\n"
                         "pp select 1\n pppoe use lan2\n"
                         " pp auth myname me@example.jp daisy\n"
                         " pp enable 1\n");
    type(&r, "console character ascii\r");
    TYPE(&r, "show ip route\r",
         "show ip route\r\n"
         "Destination         Gateway          Interface       Kind  "
         "Additional Info.\r\n"
         "192.168.100.0/24    192.168.100.254        LAN1  implicit  \r\n"
         "198.51.100.1/32     -                    PP[01] temporary  \r\n"
         "203.0.113.53/32     -                    PP[01] temporary  \r\n"
         "203.0.113.54/32     -                    PP[01] temporary  \r\n"
         "> ");
    rig_free(&r);
}

static void routes_in_japanese(void)
{
    struct rig r;

    rig_user(&r, "console character ja.utf8\n"
                 "ip lan1 address 192.168.100.254/24\n");
    TYPE(&r, "show ip route\r",
         "show ip route\r\n"
         "宛先ネットワーク    ゲートウェイ     インタフェース  種別  付加情報"
         "\r\n"
         "192.168.100.0/24    192.168.100.254        LAN1  implicit  \r\n"
         "> ");
    rig_free(&r);
}

#define PPPOE \
    "pp select 1\n pppoe use lan2\n pp auth myname me@example.jp daisy\n"

static void a_pp_in_english(void)
{
    struct rig r;

    rig_user(&r, ENGLISH "console columns 200\n" PPPOE
                         " ppp ipcp msext on\n pp enable 1\n");
    rig_advance(&r, 109000);
    TYPE(&r, "show status pp 1\r",
         "show status pp 1\r\nPP[01]:\r\nDescription: \r\n"
         "Current PPPoE session status is Connected.\r\n"
         "Access Concentrator: BAS\r\n"
         "1 minute 49 seconds  connection.\r\n"
         "Received: 341 packets [20460 octets]  Load: 0.0%\r\n"
         "Transmitted: 340 packets [12276 octets]  Load: 0.0%\r\n"
         "PPP Cofigure Options\r\n"
         "    LCP Local: Magic-Number MRU, Remote: CHAP Magic-Number MRU\r\n"
         "    IPCP Local: IP-Address Primary-DNS(203.0.113.53) "
         "Secondary-DNS(203.0.113.54), Remote: IP-Address\r\n"
         "    PP IP Address Local: 203.0.113.1, Remote: 198.51.100.1\r\n"
         "    CCP: None\r\n> ");
    TYPE(&r, "show status pp 2\r",
         "show status pp 2\r\nPP[02]:\r\nDescription: \r\n"
         "Current line status is disabled.\r\n> ");
    TYPE(&r, "show status pp x\r",
         "show status pp x\r\nError: Parameter must be an integer\r\n> ");
    rig_free(&r);
}

static void a_pp_in_japanese(void)
{
    struct rig r;

    rig_user(&r, "console character ja.utf8\n" PPPOE);
    TYPE(&r, "show status pp 1\r",
         "show status pp 1\r\nPP[01]:\r\n説明: \r\n"
         "PPPoEセッションは現在使用できません\r\n> ");
    rig_free(&r);
    rig_user(&r, "console character ja.utf8\n" PPPOE " pp enable 1\n");
    rig_set(&r, "idle-timer", "100000000");
    rig_advance(&r, 4833000);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(type(&r, "show status pp 1\r"),
               "PPPoEセッションは接続されています\r\n接続相手: BAS\r\n"
               "通信時間: 1時間20分33秒\r\n"
               "受信: 14513 パケット [870780 オクテット]  負荷: 0.0%\r\n"));
    rig_free(&r);
}

static void the_log(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH "console columns 120\n");
    rig_advance(&r, 10000);
    type(&r, "save\r");
    TYPE(&r, "show log\r",
         "show log\r\n\r\n"
         "2026/01/02 03:04:05: Power-on boot\r\n"
         "2026/01/02 03:04:05: RTX810 Rev.11.01.34 (Tue Nov 26 18:39:12 2019) "
         "starts\r\n"
         "2026/01/02 03:04:05: main:  RTX810 ver=00 serial=S3K012345 "
         "MAC-Address=00:a0:de:74:13:00 MAC-Address=00:a0:de:74:13:01\r\n"
         "2026/01/02 03:04:05: LAN1: link up\r\n"
         "2026/01/02 03:04:05: LAN1: PORT1 link up (1000BASE-T Full Duplex)\r\n"
         "2026/01/02 03:04:05: Login succeeded for TELNET: 192.0.2.7\r\n"
         "2026/01/02 03:04:05: 'administrator' succeeded for TELNET: "
         "192.0.2.7\r\n"
         "2026/01/02 03:04:15: Configuration saved in \"CONFIG0\" by TELNET\r\n"
         "# ");
    type(&r, "clear log\r");
    TYPE(&r, "show log\r", "show log\r\n\r\n# ");
    rig_set(&r, "log-blank-line", "off");
    emu_log(&r.device, "one");
    emu_log(&r.device, "two");
    TYPE(&r, "show log reverse\r",
         "show log reverse\r\n2026/01/02 03:04:15: two\r\n"
         "2026/01/02 03:04:15: one\r\n# ");
    TYPE(&r, "show log backwards\r",
         "show log backwards\r\nError: Illegal keyword\r\n# ");
    rig_free(&r);
}

static void users(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_advance(&r, 65000);
    TYPE(&r, "show status user\r",
         "show status user\r\n"
         "   (*: current user, +: administrator mode, @: authenticated via "
         "RADIUS)\r\n"
         "   username        connection login time   idle       IP address\r\n"
         "------------------------------------------------------------------"
         "-------------\r\n"
         "*+                 telnet1    01/02 03:04  0:00:00    192.0.2.7\r\n"
         "# ");
    rig_free(&r);
}

static void arp(void)
{
    struct rig r;

    rig_user(&r, ENGLISH "ip lan1 address 192.168.100.254/24\n");
    TYPE(&r, "show arp\r",
         "show arp\r\n"
         "Interface      IP address        MAC address       TTL(second)\r\n"
         "LAN1(port1)    192.168.100.200   00:a0:de:00:02:00 1085\r\n> ");
    rig_free(&r);
}

static const char ping_state[] =
    "{\"ping\": {\"192.168.100.9\": [1.742, 2.056],"
    " \"192.168.100.8\": [null, 3]}}";

static void ping(void)
{
    struct rig r;
    const char *out;

    rig_user(&r, ENGLISH);
    ASSERT_INT(emu_state_set(&r.device, ping_state, strlen(ping_state), NULL),
               0);
    out = type(&r, "ping -c 2 192.168.100.9\r");
    CU_ASSERT_EQUAL(
        strncmp(out,
                "ping -c 2 192.168.100.9\r\n"
                "received from 192.168.100.9: icmp_seq=0 ttl=254 time=",
                78),
        0);
    out = rig_advance(&r, 1000);
    CU_ASSERT_PTR_NOT_NULL(strstr(out, "icmp_seq=1"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(out, "ms\r\n\r\n2 packets transmitted, 2 packets received, "
                    "0.0% packet loss\r\n"
                    "round-trip min/avg/max = 1.742/1.899/2.056 ms\r\n> "));
    rig_set(&r, "ping-interval", "0");
    TYPE(&r, "ping -c 4 192.168.100.8\r",
         "ping -c 4 192.168.100.8\r\n"
         "received from 192.168.100.8: icmp_seq=1 ttl=254 time=3.000ms\r\n"
         "received from 192.168.100.8: icmp_seq=3 ttl=254 time=3.000ms\r\n"
         "\r\n4 packets transmitted, 2 packets received, 50.0% packet loss"
         "\r\nround-trip min/avg/max = 3.000/3.000/3.000 ms\r\n> ");
    rig_set(&r, "ping-interval", "1000");
    TYPE(&r, "ping 192.0.2.1\r", "ping 192.0.2.1\r\n");
    ASSERT_TEXT(rig_advance(&r, 1000), "");
    TYPE(&r, "\x03",
         "^C\r\n\r\n2 packets transmitted, 0 packets received, "
         "100.0% packet loss\r\n> ");
    rig_free(&r);
}

static void ping_in_japanese(void)
{
    struct rig r;
    const char *out;

    rig_user(&r, "console character ja.utf8\n");
    rig_set(&r, "ping-interval", "0");
    out = type(&r, "ping -c 1 192.168.100.9\r");
    CU_ASSERT_PTR_NOT_NULL(strstr(
        out, "\r\n192.168.100.9から受信: シーケンス番号=0 ttl=254 時間="));
    CU_ASSERT_PTR_NOT_NULL(strstr(
        out, "ミリ秒\r\n\r\n1個のパケットを送信し、1個のパケットを受信しました"
             "。0.0%パケットロス\r\n往復遅延 最低/平均/最大 = "));
    rig_free(&r);
}

static void techinfo_never_pages(void)
{
    struct rig r;

    rig_admin(&r, "console lines 10\n");
    CU_ASSERT_PTR_NOT_NULL(
        strstr(type(&r, "show techinfo\r"), "Security Class: 1"));
    rig_free(&r);
}

static void given_answers(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    emu_answer_set(&r.world, "show status pp 1", "PP[01]:\nDescription: \n");
    TYPE(&r, "show status pp 1\r",
         "show status pp 1\r\nPP[01]:\r\nDescription: \r\n> ");
    TYPE(&r, "show status pp 1 | grep Desc\r",
         "show status pp 1 | grep Desc\r\nSearching ...\r\n"
         "Description: \r\n> ");
    rig_free(&r);
}

static CU_TestInfo tests[] = {
    {"environment in English", environment_in_english},
    {"environment in Japanese", environment_in_japanese},
    {"config with its header", config_header},
    {"a startup file in any shape", a_startup_file_in_any_shape},
    {"secrets for users and administrators",
     secrets_for_users_and_administrators},
    {"config may be for administrators", config_may_be_for_administrators},
    {"config lines may end with a blank", config_lines_may_end_with_a_blank},
    {"a stored config asks for both passwords",
     a_stored_config_asks_for_both_passwords},
    {"config list", config_list},
    {"grep", grep_filters},
    {"output into a file", output_into_a_file},
    {"routes", routes},
    {"routes of a pp that is up", routes_of_a_pp_that_is_up},
    {"routes in Japanese", routes_in_japanese},
    {"a pp in English", a_pp_in_english},
    {"a pp in Japanese", a_pp_in_japanese},
    {"the log", the_log},
    {"users", users},
    {"arp", arp},
    {"ping", ping},
    {"ping in Japanese", ping_in_japanese},
    {"techinfo never pages", techinfo_never_pages},
    {"given answers", given_answers},
    CU_TEST_INFO_NULL};
RTX_SUITE(emu_show, tests)
