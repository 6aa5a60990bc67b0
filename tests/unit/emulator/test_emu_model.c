/* What an RTX810 does not take, though its family's grammar has it. */
#include "rig.h"

static const char unknown[] = "Error: Invalid command name";
static const char count[] = "Error: Insufficient or too many parameters";
static const char range[] = "Error: Parameter out of range";
static const char keyword[] = "Error: Illegal keyword";
static const char address[] = "Error: Unrecognized IP address parameter";

/* `answer` NULL: it is taken without a word. */
struct expected {
    const char *line;
    const char *answer;
};

static void type_all(struct rig *r, const struct expected *expected)
{
    for (; expected->line; expected++) {
        char *keys = rtx__format("%s\r", expected->line);
        char *want = rtx__format("%s\r\n%s%s# ", expected->line,
                                 expected->answer ? expected->answer : "",
                                 expected->answer ? "\r\n" : "");

        TYPE(r, keys, want);
        rtx_free(keys);
        rtx_free(want);
    }
}

static void no_such_command(void)
{
    static const struct expected lines[] = {
        {"load config 0", unknown},
        {"rollback timer 300", unknown},
        {"no save", unknown},
        {"no restart", unknown},
        {"no date", unknown},
        {"no time", unknown},
        {"no tunnel disable 1", unknown},
        {"ip lan3 address 192.0.2.1/24", unknown},
        {"no ip lan3 address", unknown},
        {"ipv6 lan4 prefix 2001:db8::/64", unknown},
        {"no ip lan2 address", NULL},
        {NULL, NULL},
    };
    struct rig r;

    rig_admin(&r, ENGLISH);
    type_all(&r, lines);
    ASSERT_RUNNING(&r, ENGLISH);
    rig_set(&r, "family", "newer");
    TYPE(&r, "rollback timer 300\r", "rollback timer 300\r\n# ");
    TYPE(&r, "ip lan3 mtu 1400\r", "ip lan3 mtu 1400\r\n# ");
    rig_free(&r);
}

static void values(void)
{
    static const struct expected lines[] = {
        {"ip lan1 address vlan", address},
        {"ip lan1 address 192.0.2.1/33", address},
        {"ip lan2 address 192.0.2.1/255.255.255.0", NULL},
        {"ip lan2 address dhcp", NULL},
        {"login timer 119", range},
        {"login timer 120", NULL},
        {"login timer clear", NULL},
        {"user attribute rose administrator=2", keyword},
        {"user attribute rose administrator=off login-timer=300", NULL},
        {"sshd encrypt algorithm aes128-ctr rot13", keyword},
        {"sshd encrypt algorithm aes128-ctr 3des-cbc", NULL},
        {"show config | grep -n x", keyword},
        {"date 2026-02-29", range},
        {"date 2026-01-00", range},
        {"date 2026-01-32", range},
        {"date 2028/2/29", NULL},
        {"snmp community read-only abcdefghijklmnopq",
         "Error: Unrecognized community name"},
        {"snmp trap community abcdefghijklmnop", NULL},
        {"save -1", range},
        {"show status boot 5", range},
        {"show status boot never", keyword},
        {"show status boot 0", "Power-on boot"},
        {"show status boot list", "Power-on boot"},
        {NULL, NULL},
    };
    struct rig r;

    rig_admin(&r, ENGLISH);
    type_all(&r, lines);
    rig_free(&r);
}

static void schedules(void)
{
    static const struct expected lines[] = {
        {"schedule at 1 2026/12/24 7:05 * pp enable 1", range},
        {"schedule at 1 13/1 7:05 * pp enable 1", range},
        {"schedule at 1 1/32 7:05 * pp enable 1", range},
        {"schedule at 1 mon/1 7:05 * pp enable 1", keyword},
        {"schedule at 1 */1,mon 7:05 * pp enable 1", keyword},
        {"schedule at 1 */mon,1 7:05 * pp enable 1", keyword},
        {"schedule at 1 */ 7:05 * pp enable 1", keyword},
        {"schedule at 1 24:00 * pp enable 1", range},
        {"schedule at 1 7:60 * pp enable 1", range},
        {"schedule at 1 7:05:* * pp enable 1", keyword},
        {"schedule at 1 7 * pp enable 1", keyword},
        {"schedule at 1 noon * pp enable 1", keyword},
        {"schedule at 1 +600 * restart", keyword},
        {"schedule at 1 7:05 restart now", keyword},
        {"schedule at 1 7:05 *", count},
        {"schedule at 1 7:05 pp 1", count},
        {"schedule at 2 */sat-sun,wed *:30 * no such command", NULL},
        {"schedule at 3 -3,6,10-/2-7 7:05:59 tunnel 1 tunnel enable 1", NULL},
        {"schedule at 4 startup * pp enable 1", NULL},
        {NULL, NULL},
    };
    struct rig r;

    rig_admin(&r, ENGLISH);
    type_all(&r, lines);
    ASSERT_RUNNING(
        &r,
        ENGLISH "schedule at 2 */sat-sun,wed *:30:00 * no such command\n"
                "schedule at 3 -3,6,10-/2-7 07:05:59 tunnel 1 tunnel enable 1\n"
                "schedule at 4 startup * pp enable 1\n");
    rig_free(&r);
}

/* They are entered, and not done. */
static void what_is_never_scheduled(void)
{
    static const char config[] =
        ENGLISH "schedule at 1 */* 04:00:00 * console columns 100\n"
                "schedule at 2 */* 04:00:00 * login timer 600\n"
                "schedule at 3 */* 04:00:00 * no schedule at 1\n"
                "schedule at 4 */* 04:00:00 * timezone utc\n";
    struct rig r;

    rig_admin(&r, config);
    rig_advance(&r, (int64_t)3600 * 1000);
    ASSERT_RUNNING(&r, config);
    rig_free(&r);
    rig_admin(&r, "schedule at 5 */* 04:30:00 * console prompt lily\n");
    rig_advance(&r, (int64_t)2 * 3600 * 1000);
    CU_ASSERT_STRING_EQUAL(r.device.console.prompt, "lily");
    rig_free(&r);
}

/* What needs no console is done, at its time and at the start. */
static void what_is_scheduled(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH "schedule at 1 startup * pp name lily\n"
                          "schedule at 2 startup pp 1 pp name rose\n"
                          "schedule at 3 startup * restart\n"
                          "schedule at 4 */* 03:05:00 * clear log\n");
    CU_ASSERT_PTR_NOT_NULL(
        strstr(type(&r, "show config pp 1\r"), "\r\n pp name rose\r\n"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(type(&r, "show log\r"), "[SCHEDULE] Startup: pp name rose\r\n"));
    type(&r, "q");
    rig_advance(&r, 60000);
    CU_ASSERT_PTR_NULL(strstr(type(&r, "show log\r"), "Startup"));
    rig_free(&r);
}

static CU_TestInfo tests[] = {
    {"no such command", no_such_command},
    {"values", values},
    {"schedules", schedules},
    {"what is never scheduled", what_is_never_scheduled},
    {"what is scheduled", what_is_scheduled},
    CU_TEST_INFO_NULL};
RTX_SUITE(emu_model, tests)
