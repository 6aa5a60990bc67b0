/* What user attribute means, and the dialogues outside of levels and save. */
#include "rig.h"

#define ROSE "login user rose plum\n"

/* Rose is in, from a fresh connection. */
static void rose(struct rig *r, const char *startup)
{
    rig_make(r, startup);
    rig_connect(r, false);
    type(r, "\rrose\rplum\r");
}

static void may_not_administer(void)
{
    struct rig r;

    rose(&r, ENGLISH ROSE "user attribute rose administrator=off\n");
    TYPE(&r, "administrator\r", "administrator\r\nPassword: ");
    TYPE(&r, "\r", "\r\nError: Incorrect password\r\n> ");
    rig_free(&r);
    rose(&r, ENGLISH ROSE "user attribute rose administrator=on\n");
    TYPE(&r, "administrator\r", "administrator\r\nPassword: ");
    TYPE(&r, "\r", "\r\n# ");
    /* it concerns the next login only */
    TYPE(&r, "user attribute rose administrator=off\r",
         "user attribute rose administrator=off\r\n# ");
    TYPE(&r, "exit\r", "exit\r\nSave new configuration ? (Y/N)");
    TYPE(&r, "N", "N\r\n> ");
    type(&r, "administrator\r");
    TYPE(&r, "\r", "\r\n# ");
    rig_free(&r);
}

static void a_timer_of_her_own(void)
{
    struct rig r;

    rose(&r, ENGLISH ROSE "login timer 600\n"
                          "user attribute rose login-timer=150\n");
    rig_advance(&r, 149000);
    CU_ASSERT_FALSE(r.shell.closing);
    type(&r, "\r");
    rig_advance(&r, 149000);
    CU_ASSERT_FALSE(r.shell.closing);
    rig_advance(&r, 2000);
    CU_ASSERT_TRUE(r.shell.closing);
    rig_free(&r);
}

static void a_name_is_registered(void)
{
    static const char question[] = "Save new configuration ? (Y/N)";
    struct rig r;
    char want[160];

    rig_admin(&r, ENGLISH "pp select 1\n"
                          " netvolante-dns hostname host pp lily-of-kyoto\n");
    snprintf(want, sizeof want,
             "netvolante-dns go pp 1\r\n\r\n(Netvolante DNS server 1)\r\n"
             "[lily-of-kyoto.aa0.netvolante.jp] registered\r\n%s",
             question);
    TYPE(&r, "netvolante-dns go pp 1\r", want);
    TYPE(&r, "Y", "YSaving ... CONFIG0 Done .\r\n# ");
    type(&r, "netvolante-dns go pp 1\r");
    TYPE(&r, "N", "N\r\n# ");
    TYPE(&r, "netvolante-dns go pp 2\r",
         "netvolante-dns go pp 2\r\n\r\n(Netvolante DNS server 1)\r\n# ");
    TYPE(&r, "netvolante-dns go pp\r",
         "netvolante-dns go pp\r\n"
         "Error: Insufficient or too many parameters\r\n# ");
    rig_free(&r);
}

static void a_prompt_begins_its_line(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    TYPE(&r, "sshd host key generate\r", "sshd host key generate\r\n# ");
    type(&r, "sshd host key generate\r");
    TYPE(&r, "Y", "Y\r\n# ");
    rig_free(&r);
}

static void the_security_class(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(type(&r, "show environment\r"),
               "\nSecurity Class: 1, FORGET: ON, TELNET: OFF\r\n"));
    type(&r, "security class 2 off on\r");
    CU_ASSERT_PTR_NOT_NULL(
        strstr(type(&r, "show environment\r"),
               "\nSecurity Class: 2, FORGET: OFF, TELNET: ON\r\n"));
    rig_free(&r);
    rig_make(&r, ENGLISH "login password plum\nsecurity class 1 off off\n");
    rig_connect(&r, true);
    TYPE(&r, "\rw,lXlma\r",
         "\r\nPassword: \r\nError: Incorrect password\r\n\r\nPassword: ");
    rig_free(&r);
}

static void techinfo_is_not_wrapped(void)
{
    static const char serial[] =
        "\r\n  main:  RTX810 ver=00 serial=S3K012345 "
        "MAC-Address=00:a0:de:74:13:00 MAC-Address=00:a0:de:74:13:01\r\n";
    struct rig r;

    rig_admin(&r, ENGLISH);
    CU_ASSERT_PTR_NOT_NULL(strstr(type(&r, "show techinfo\r"), serial));
    CU_ASSERT_PTR_NULL(strstr(type(&r, "show environment\r"), serial));
    rig_free(&r);
}

static void encrypted_and_quoted(void)
{
    static const char config[] = ENGLISH "login user rose encrypted 2f3a\n"
                                         "login user lily 'p w#'\n"
                                         "administrator password \"a b\"\n";
    struct rig r;

    rig_make(&r, config);
    rig_connect(&r, false);
    rig_output(&r);
    TYPE(&r, "\rrose\r2f3a\r",
         "\r\nUsername: rose\r\nPassword: "
         "\r\nError: Incorrect password\r\n\r\nPassword: ");
    type(&r, "\rlily\rp w#\r");
    TYPE(&r, "administrator\ra b\r", "administrator\r\nPassword: \r\n# ");
    TYPE(&r, "login user iris encrypted 77\r",
         "login user iris encrypted 77\r\n# ");
    TYPE(&r, "show config | grep login\r",
         "show config | grep login\r\nSearching ...\r\n"
         "login user iris encrypted *\r\nlogin user rose encrypted *\r\n"
         "login user lily *\r\n# ");
    rig_free(&r);
}

static void several_configurations(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_set(&r, "config-files", "3");
    type(&r, "ip filter 1 pass * *\r");
    TYPE(&r, "save 1\r", "save 1\r\nSaving ... CONFIG1 Done .\r\n# ");
    type(&r, "no ip filter 1\r");
    CU_ASSERT_PTR_NOT_NULL(strstr(type(&r, "show config 1\r\r\r"),
                                  "\r\nip filter 1 pass * *\r\n# "));
    CU_ASSERT_PTR_NULL(strstr(type(&r, "show config 0\r\r\r"), "ip filter"));
    rig_free(&r);
}

static CU_TestInfo tests[] = {
    {"may not administer", may_not_administer},
    {"a timer of her own", a_timer_of_her_own},
    {"a name is registered", a_name_is_registered},
    {"a prompt begins its line", a_prompt_begins_its_line},
    {"the security class", the_security_class},
    {"techinfo is not wrapped", techinfo_is_not_wrapped},
    {"encrypted and quoted passwords", encrypted_and_quoted},
    {"several configurations", several_configurations},
    CU_TEST_INFO_NULL};
RTX_SUITE(emu_users, tests)
