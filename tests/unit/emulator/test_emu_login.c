/* The way in, byte by byte, in every order that the router may have. */
#include "rig.h"

static void password_and_banner(void)
{
    struct rig r;

    rig_make(&r, ENGLISH "login password tulip\n");
    rig_connect(&r, false);
    ASSERT_TEXT(rig_output(&r), "\r\nPassword: ");
    TYPE(&r, "tulip", "");
    TYPE(&r, "\r", "\r\n" BANNER "> ");
    rig_free(&r);
}

static void long_banner_is_not_wrapped(void)
{
    struct rig r;
    const char *out;

    rig_make(&r, ENGLISH);
    rig_set(&r, "banner", "long");
    rig_connect(&r, false);
    out = type(&r, "\r");
    CU_ASSERT_PTR_NOT_NULL(
        strstr(out, "\r\nRTX810 Rev.11.01.34 (Tue Nov 26 18:39:12 2019)\r\n"
                    "  Copyright (c) 1994-2019 Yamaha Corporation."));
    CU_ASSERT_PTR_NOT_NULL(strstr(
        out, "\r\n  Copyright (c) 2000 Japan Advanced Institute of Science and "
             "Technology, HOKURIKU.\r\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(out,
                                  "\r\n00:a0:de:74:13:00, 00:a0:de:74:13:01\r\n"
                                  "Memory 128Mbytes, 2LAN\r\n> "));
    rig_free(&r);
}

static void banner_options(void)
{
    struct rig r;
    const char *out;

    rig_make(&r, ENGLISH);
    rig_set(&r, "memory", "64");
    rig_set(&r, "mac-trailing-comma", "on");
    rig_set(&r, "factory-warning", "on");
    rig_connect(&r, false);
    out = type(&r, "\r");
    CU_ASSERT_PTR_NOT_NULL(
        strstr(out, "74:13:01, \r\nMemory 64Mbytes, 2LAN\r\n"
                    "\r\nThe login password is factory default setting. Please "
                    "request an administrator to change the password by the "
                    "'login password' command.\r\n> "));
    rig_free(&r);
}

static void wrong_password_and_how_often(void)
{
    struct rig r;

    rig_make(&r, ENGLISH "login password tulip\n");
    rig_set(&r, "login-tries", "2");
    rig_connect(&r, false);
    rig_output(&r);
    TYPE(&r, "rose\r", "\r\nError: Incorrect password\r\n\r\nPassword: ");
    CU_ASSERT_FALSE(r.shell.closing);
    TYPE(&r, "\r", "\r\nError: Incorrect password\r\n");
    CU_ASSERT_TRUE(r.shell.closing);
    rig_free(&r);
}

static void wrong_password_without_text_and_late(void)
{
    struct rig r;

    rig_make(&r, ENGLISH "login password tulip\n");
    rig_set(&r, "login-error", "none");
    rig_set(&r, "login-delay", "500");
    rig_connect(&r, false);
    rig_output(&r);
    TYPE(&r, "rose\r", "\r\n");
    ASSERT_TEXT(rig_advance(&r, 499), "");
    ASSERT_TEXT(rig_advance(&r, 1), "\r\nPassword: ");
    TYPE(&r, "tulip\r", "\r\n" BANNER "> ");
    rig_free(&r);
}

static void wrong_password_in_japanese(void)
{
    struct rig r;

    rig_make(&r, "login password tulip\n");
    rig_connect(&r, false);
    rig_output(&r);
    /* エラー: パスワードが間違っています */
    TYPE(&r, "rose\r",
         "\r\n\x83\x47\x83\x89\x81\x5b: \x83\x70\x83\x58\x83\x8f\x81\x5b\x83"
         "\x68\x82\xaa\x8a\xd4\x88\xe1\x82\xc1\x82\xc4\x82\xa2\x82\xdc\x82\xb7"
         "\r\n\r\nPassword: ");
    rig_free(&r);
}

static void named_user_behind_an_empty_password(void)
{
    struct rig r;

    rig_make(&r, ENGLISH "login password tulip\nlogin user anne iris\n");
    rig_connect(&r, false);
    ASSERT_TEXT(rig_output(&r), "\r\nPassword: ");
    TYPE(&r, "\r", "\r\nUsername: ");
    TYPE(&r, "anne\r", "anne\r\nPassword: ");
    TYPE(&r, "iris\r", "\r\n" BANNER "> ");
    ASSERT_TEXT(r.shell.user, "anne");
    rig_free(&r);
}

static void username_first(void)
{
    struct rig r;

    rig_make(&r, ENGLISH "login user anne iris\n");
    rig_set(&r, "login-order", "username-first");
    rig_connect(&r, false);
    ASSERT_TEXT(rig_output(&r), "\r\nUsername: ");
    TYPE(&r, "anne\r", "anne\r\nPassword: ");
    TYPE(&r, "tulip\r", "\r\nError: Incorrect password\r\n\r\nUsername: ");
    TYPE(&r, "nobody\r", "nobody\r\nPassword: ");
    TYPE(&r, "\r", "\r\nError: Incorrect password\r\n\r\nUsername: ");
    TYPE(&r, "anne\riris\r", "anne\r\nPassword: \r\n" BANNER "> ");
    rig_free(&r);
}

static void username_if_there_are_users(void)
{
    struct rig r;

    rig_make(&r, ENGLISH);
    rig_set(&r, "login-order", "username-if-users");
    rig_connect(&r, false);
    ASSERT_TEXT(rig_output(&r), "\r\nPassword: ");
    rig_free(&r);
    rig_make(&r, ENGLISH "login user anne iris\n");
    rig_set(&r, "login-order", "username-if-users");
    rig_connect(&r, false);
    ASSERT_TEXT(rig_output(&r), "\r\nUsername: ");
    rig_free(&r);
}

static void anonymous_has_one_telnet_connection(void)
{
    struct rig r;
    struct emu_shell second;

    rig_user(&r, ENGLISH);
    emu_shell_init(&second, &r.device, false, "192.0.2.8");
    emu_shell_open(&second);
    emu_shell_feed(&second, "\r", 1);
    ASSERT_TEXT(rtx__buf_str(&second.sent),
                "\r\nPassword: \r\nError: Login access is restricted.\r\n");
    CU_ASSERT_TRUE(second.closing);
    emu_shell_free(&second);

    rig_set(&r, "anonymous-telnet", "many");
    emu_shell_init(&second, &r.device, false, "192.0.2.8");
    emu_shell_open(&second);
    emu_shell_feed(&second, "\r", 1);
    CU_ASSERT_TRUE(second.logged_in);
    emu_shell_free(&second);
    rig_free(&r);
}

static void serial_says_nothing_before_enter(void)
{
    struct rig r;

    rig_make(&r, ENGLISH "login password tulip\n");
    rig_connect(&r, true);
    ASSERT_TEXT(rig_output(&r), "");
    TYPE(&r, "xy", "");
    TYPE(&r, "\r", "\r\nPassword: ");
    TYPE(&r, "tulip\r", "\r\n" BANNER "> ");
    /* logging out leads back to where it began */
    TYPE(&r, "exit\r", "exit\r\n");
    CU_ASSERT_FALSE(r.shell.closing);
    TYPE(&r, "\r", "\r\nPassword: ");
    rig_free(&r);
}

static void emergency_password_on_serial_only(void)
{
    struct rig r;

    rig_make(&r, ENGLISH "login password tulip\n");
    rig_connect(&r, true);
    TYPE(&r, "\rw,lXlma\r", "\r\nPassword: \r\n" BANNER "# ");
    rig_free(&r);
    rig_make(&r, ENGLISH "login password tulip\n");
    rig_set(&r, "emergency-password", "off");
    rig_connect(&r, true);
    TYPE(&r, "\rw,lXlma\r",
         "\r\nPassword: \r\nError: Incorrect password\r\n\r\nPassword: ");
    rig_free(&r);
    rig_make(&r, ENGLISH "login password tulip\n");
    rig_connect(&r, false);
    TYPE(&r, "w,lXlma\r",
         "\r\nPassword: \r\nError: Incorrect password\r\n\r\nPassword: ");
    rig_free(&r);
}

static void idle_logout(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    ASSERT_TEXT(rig_advance(&r, 200000), "");
    TYPE(&r, "x", "x"); /* a key starts it anew */
    ASSERT_TEXT(rig_advance(&r, 299999), "");
    CU_ASSERT_FALSE(r.shell.closing);
    ASSERT_TEXT(rig_advance(&r, 1), "");
    CU_ASSERT_TRUE(r.shell.closing);
    rig_free(&r);
}

static void idle_logout_with_a_text_and_another_timer(void)
{
    struct rig r;

    rig_make(&r, ENGLISH "login timer 120\n");
    rig_set(&r, "idle-text", "Logged out.");
    rig_connect(&r, false);
    type(&r, "\r");
    ASSERT_TEXT(rig_advance(&r, 119999), "");
    ASSERT_TEXT(rig_advance(&r, 1), "\r\nLogged out.\r\n");
    rig_free(&r);
}

static void nobody_finishes_the_login(void)
{
    struct rig r;

    rig_make(&r, ENGLISH);
    rig_connect(&r, false);
    rig_advance(&r, 300000);
    CU_ASSERT_TRUE(r.shell.closing);
    rig_free(&r);
}

static void the_timer_may_be_the_tests(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    rig_set(&r, "idle-timer", "50");
    rig_advance(&r, 49);
    CU_ASSERT_TRUE(r.shell.logged_in);
    rig_advance(&r, 1);
    CU_ASSERT_FALSE(r.shell.logged_in);
    rig_free(&r);
}

static void timer_clear_holds_on_serial_only(void)
{
    struct rig r;

    rig_make(&r, ENGLISH "login timer clear\n");
    rig_connect(&r, true);
    type(&r, "\r\r");
    rig_advance(&r, 1000000);
    CU_ASSERT_TRUE(r.shell.logged_in);
    rig_free(&r);
    rig_make(&r, ENGLISH "login timer clear\n");
    rig_connect(&r, false);
    type(&r, "\r");
    rig_advance(&r, 300000);
    CU_ASSERT_FALSE(r.shell.logged_in);
    rig_free(&r);
}

static void the_first_line_may_be_lost(void)
{
    struct rig r;

    rig_make(&r, ENGLISH);
    rig_set(&r, "first-line", "drop");
    rig_connect(&r, false);
    type(&r, "\r");
    TYPE(&r, "console lines 30\r", "console lines 30\r\n> ");
    ASSERT_RUNNING(&r, ENGLISH);
    TYPE(&r, "console lines 30\r", "console lines 30\r\n> ");
    ASSERT_RUNNING(&r, ENGLISH "console lines 30\n");
    rig_free(&r);
    rig_make(&r, ENGLISH);
    rig_set(&r, "first-line", "swallow");
    rig_connect(&r, false);
    type(&r, "\r");
    TYPE(&r, "console lines 30\r", "");
    TYPE(&r, "\r", "\r\n> ");
    ASSERT_RUNNING(&r, ENGLISH);
    rig_free(&r);
}

static CU_TestInfo tests[] = {
    {"password and banner", password_and_banner},
    {"long banner is not wrapped", long_banner_is_not_wrapped},
    {"banner options", banner_options},
    {"wrong password, and how often", wrong_password_and_how_often},
    {"wrong password without text, late", wrong_password_without_text_and_late},
    {"wrong password in Japanese", wrong_password_in_japanese},
    {"named user behind an empty password",
     named_user_behind_an_empty_password},
    {"username first", username_first},
    {"username if there are users", username_if_there_are_users},
    {"anonymous has one TELNET connection",
     anonymous_has_one_telnet_connection},
    {"serial says nothing before Enter", serial_says_nothing_before_enter},
    {"emergency password on serial only", emergency_password_on_serial_only},
    {"idle logout", idle_logout},
    {"idle logout with a text", idle_logout_with_a_text_and_another_timer},
    {"nobody finishes the login", nobody_finishes_the_login},
    {"the timer may be the test's", the_timer_may_be_the_tests},
    {"login timer clear holds on serial only",
     timer_clear_holds_on_serial_only},
    {"the first line may be lost", the_first_line_may_be_lost},
    CU_TEST_INFO_NULL};
RTX_SUITE(emu_login, tests)
