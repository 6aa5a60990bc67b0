/* Settings: what is refused and how, what is kept and how. */
#include "rig.h"

static void errors_in_english(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    TYPE(&r, "nonsense\r", "nonsense\r\nError: Invalid command name\r\n# ");
    TYPE(&r, "ip tunnel1 secure filter in 1\r",
         "ip tunnel1 secure filter in 1\r\nError: Invalid command name\r\n# ");
    TYPE(&r, "console lines 0\r",
         "console lines 0\r\nError: Parameter out of range\r\n# ");
    TYPE(&r, "console lines\r",
         "console lines\r\nError: Insufficient or too many parameters\r\n# ");
    TYPE(&r, "console character french\r",
         "console character french\r\nError: Illegal keyword\r\n# ");
    TYPE(&r, "pp name x\r",
         "pp name x\r\nError: Execute pp select command beforehand\r\n# ");
    TYPE(&r, "ip lan1 address 192.168.0.300/24\r",
         "ip lan1 address 192.168.0.300/24\r\n"
         "Error: Unrecognized IP address parameter\r\n# ");
    TYPE(&r, "show nothing\r",
         "show nothing\r\nError: Invalid command name\r\n# ");
    ASSERT_RUNNING(&r, ENGLISH);
    ASSERT_INT(r.device.dirty, 0);
    ASSERT_INT(r.world.counters.errors, 8);
    rig_free(&r);
}

static void errors_in_japanese(void)
{
    struct rig r;

    rig_user(&r, "");
    rig_set(&r, "utf8", "accept");
    type(&r, "console character ja.utf8\r");
    TYPE(&r, "console lines 0\r",
         "console lines 0\r\nエラー: パラメータが範囲を越えています\r\n> ");
    TYPE(&r, "save\r",
         "save\r\nエラー: このコマンドは管理レベルでのみ使用できます\r\n> ");
    type(&r, "administrator\r\r");
    TYPE(&r, "console lines 30 31\r",
         "console lines 30 31\r\nエラー: パラメータの数が不適当です\r\n# ");
    TYPE(&r, "tunnel select 1\r", "tunnel select 1\r\ntunnel1# ");
    TYPE(&r, "pp name x\r",
         "pp name x\r\nエラー: "
         "このコマンドは相手を選択してから実行してください\r\ntunnel1# ");
    rig_free(&r);
}

static void statements_replace_by_key(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    type(&r, "ip filter 200 pass * * tcp * www\r");
    type(&r, "ip filter 100 pass * * udp\r");
    type(&r, "ip filter 200 reject * * tcp\r");
    ASSERT_RUNNING(&r, ENGLISH "ip filter 100 pass * * udp\n"
                               "ip filter 200 reject * * tcp\n");
    type(&r, "no ip filter 100\r");
    ASSERT_RUNNING(&r, ENGLISH "ip filter 200 reject * * tcp\n");
    rig_free(&r);
}

static void blocks_are_indented(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    type(&r, "tunnel select 1\r");
    type(&r, "ipsec tunnel 101\r");
    type(&r, "ipsec sa policy 101 1 esp aes-cbc sha-hmac\r");
    type(&r, "ipsec ike pre-shared-key 1 text orchid\r");
    type(&r, "tunnel enable 1\r");
    type(&r, "pp select 1\r");
    type(&r, "pppoe use lan2\r");
    type(&r, "pp auth myname me@example.jp daisy\r");
    type(&r, "pp enable 1\r");
    type(&r, "pp select none\r");
    TYPE(&r, "show config tunnel 1\r",
         "show config tunnel 1\r\ntunnel select 1\r\n ipsec tunnel 101\r\n"
         "  ipsec sa policy 101 1 esp aes-cbc sha-hmac\r\n"
         "  ipsec ike pre-shared-key 1 text orchid\r\n tunnel enable 1\r\n# ");
    TYPE(&r, "show config pp 1\r",
         "show config pp 1\r\npp select 1\r\n pppoe use lan2\r\n"
         " pp auth myname me@example.jp daisy\r\n pp enable 1\r\n# ");
    rig_free(&r);
}

static void defaults_that_were_typed_are_listed(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    type(&r, "console columns 80\r");
    type(&r, "ip routing on\r");
    ASSERT_RUNNING(&r, ENGLISH "console columns 80\nip routing on\n");
    type(&r, "no console columns\r");
    ASSERT_RUNNING(&r, ENGLISH "ip routing on\n");
    rig_free(&r);
}

static void times_are_normalised(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    type(&r, "schedule at 1 0:00 * restart\r");
    ASSERT_RUNNING(&r, ENGLISH "schedule at 1 */* 00:00:00 * restart\n");
    rig_free(&r);
}

static void console_settings_hold_at_once(void)
{
    struct rig r;

    rig_user(&r, "");
    TYPE(&r, "console character ascii\r", "console character ascii\r\n> ");
    TYPE(&r, "nonsense\r", "nonsense\r\nError: Invalid command name\r\n> ");
    TYPE(&r, "console prompt A\r", "console prompt A\r\nA> ");
    TYPE(&r, "no console prompt\r", "no console prompt\r\n> ");
    rig_set(&r, "user-console", "some");
    TYPE(&r, "console lines 30\r", "console lines 30\r\n> ");
    TYPE(&r, "console info on\r",
         "console info on\r\nError: Administrator use only\r\n> ");
    rig_free(&r);
}

static void console_settings_are_everybodys(void)
{
    struct rig r;
    struct emu_shell other;

    rig_user(&r, ENGLISH);
    rig_set(&r, "anonymous-telnet", "many");
    emu_shell_init(&other, &r.device, false, "192.0.2.9");
    emu_shell_open(&other);
    emu_shell_feed(&other, "\r", 1);
    rtx__buf_clear(&other.sent);
    type(&r, "console columns 200\r");
    ASSERT_INT(emu_console_of(&other)->columns, 200);
    rig_set(&r, "console-scope", "session");
    r.shell.own = other.own = r.device.console;
    type(&r, "console columns 100\r");
    ASSERT_INT(emu_console_of(&r.shell)->columns, 100);
    ASSERT_INT(emu_console_of(&other)->columns, 200);
    ASSERT_RUNNING(&r, ENGLISH "console columns 100\n");
    emu_shell_free(&other);
    rig_free(&r);
}

static void unknown_settings(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    TYPE(&r, "frobnicate 3 on\r",
         "frobnicate 3 on\r\nError: Invalid command name\r\n# ");
    rig_set(&r, "unknown-setting", "accept");
    TYPE(&r, "frobnicate 3 on\r", "frobnicate 3 on\r\n# ");
    CU_ASSERT_TRUE(emu_device_unsaved(&r.device));
    rig_free(&r);
}

static void commands_that_may_not_exist(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    TYPE(&r, "set-serial-baudrate 115200\r",
         "set-serial-baudrate 115200\r\nError: Invalid command name\r\n# ");
    rig_set(&r, "serial-baudrate", "on");
    TYPE(&r, "set-serial-baudrate 115200\r",
         "set-serial-baudrate 115200\r\n# ");
    TYPE(&r, "set-serial-baudrate 300\r",
         "set-serial-baudrate 300\r\nError: Parameter out of range\r\n# ");
    rig_free(&r);
}

static void host_keys(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_set(&r, "hostkey-time", "30000");
    TYPE(&r, "sshd host key generate\r", "sshd host key generate\r\n");
    ASSERT_TEXT(rig_advance(&r, 29999), "");
    ASSERT_TEXT(rig_advance(&r, 1), "# ");
    ASSERT_RUNNING(&r, ENGLISH "sshd host key generate *\n");
    rig_set(&r, "hostkey-text", "Again ? (Y/N)");
    TYPE(&r, "sshd host key generate\r",
         "sshd host key generate\r\nAgain ? (Y/N)");
    TYPE(&r, "N", "N\r\n# ");
    rig_set(&r, "hostkey-question", "off");
    TYPE(&r, "sshd host key generate\r", "sshd host key generate\r\n");
    ASSERT_TEXT(rig_advance(&r, 30000), "# ");
    rig_free(&r);
}

static void too_many_words(void)
{
    struct rig r;
    struct rtx_buf line;

    rig_admin(&r, ENGLISH);
    rig_set(&r, "echo-wrap", "none");
    rtx__buf_init(&line, 8192);
    for (int i = 0; i < 1025; i++)
        rtx__buf_text(&line, "a ");
    emu_shell_feed(&r.shell, line.data, line.length);
    rig_output(&r);
    TYPE(&r, "\r", "\r\nError: Insufficient or too many parameters\r\n# ");
    rtx__buf_free(&line);
    rig_free(&r);
}

static void the_path_to_lan1_can_be_cut(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH "ip lan1 address 192.168.100.1/24\n");
    rig_set(&r, "management", "lan1");
    TYPE(&r, "ip lan1 address 192.168.100.1/24\r",
         "ip lan1 address 192.168.100.1/24\r\n# ");
    TYPE(&r, "ip lan1 address 192.168.100.2/24\r",
         "ip lan1 address 192.168.100.2/24\r\n");
    TYPE(&r, "\r\r", "");
    CU_ASSERT_TRUE(r.device.stalled);
    emu_device_boot(&r.device, "Power-on boot");
    CU_ASSERT_FALSE(r.device.stalled);
    rig_free(&r);
}

static CU_TestInfo tests[] = {
    {"errors in English", errors_in_english},
    {"errors in Japanese", errors_in_japanese},
    {"statements replace by key", statements_replace_by_key},
    {"blocks are indented", blocks_are_indented},
    {"defaults that were typed are listed",
     defaults_that_were_typed_are_listed},
    {"times are normalised", times_are_normalised},
    {"console settings hold at once", console_settings_hold_at_once},
    {"console settings are everybody's", console_settings_are_everybodys},
    {"unknown settings", unknown_settings},
    {"commands that may not exist", commands_that_may_not_exist},
    {"host keys", host_keys},
    {"too many words", too_many_words},
    {"the path to lan1 can be cut", the_path_to_lan1_can_be_cut},
    CU_TEST_INFO_NULL};
RTX_SUITE(emu_settings, tests)
