/* Replacing a router's configuration by a file, and making such files. */
#include "config/config.h"
#include "test.h"

static rtx_config *running_of(const char *text)
{
    rtx_config *c = NULL;

    ASSERT_INT(rtx_config_parse_running(&c, text, strlen(text), 0, NULL), 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(c);
    return c;
}

static rtx_plan *plan_of(const char *running, const char *file, int mode)
{
    struct rtx_plan_options options = {.size = sizeof options, .mode = mode};
    rtx_config *from = running_of(running);
    rtx_config *to = NULL;
    rtx_plan *plan = NULL;

    ASSERT_INT(
        rtx_config_parse_fragment(&to, "f", file, strlen(file), NULL, NULL), 0);
    ASSERT_INT(rtx_plan_make(&plan, from, to, &options, NULL), 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
    rtx_config_free(from);
    rtx_config_free(to);
    return plan;
}

/* The lines to send, and the warnings. */
static void assert_plan(const char *running, const char *file, int mode,
                        const char *expected)
{
    rtx_plan *plan = plan_of(running, file, mode);
    struct rtx_buf out;

    rtx__buf_init(&out, 1 << 16);
    for (size_t i = 0; i < rtx_plan_count(plan); i++) {
        struct rtx_change c = {.size = sizeof c};

        ASSERT_INT(rtx_plan_change(plan, i, &c), 0);
        rtx__buf_format(&out, "%s\n", c.text);
    }
    for (size_t i = 0; rtx_plan_warning(plan, i); i++)
        rtx__buf_format(&out, "! %s\n", rtx_plan_warning(plan, i));
    ASSERT_TEXT(rtx__buf_str(&out), expected);
    rtx__buf_free(&out);
    rtx_plan_free(plan);
}

static void test_survivors(void)
{
    static const char running[] = "login password *\n"
                                  "administrator password encrypted *\n"
                                  "login user bob *\n"
                                  "user attribute bob connection=ssh\n"
                                  "syslog notice on\n"
                                  "sshd host key generate *\n";

    assert_plan(running, "syslog notice on\n", RTX_PLAN_REPLACE,
                "no user attribute bob\n"
                "! is not in what replaces it, and stays: sshd host key "
                "generate *\n"
                "! is not in what replaces it, and stays: login user bob *\n"
                "! is not in what replaces it, and stays: administrator "
                "password encrypted *\n"
                "! is not in what replaces it, and stays: login password *\n");
    assert_plan(running,
                "login password *\nadministrator password *\n"
                "login user bob *\nuser attribute bob connection=ssh\n"
                "syslog notice on\nsshd host key generate *\n",
                RTX_PLAN_REPLACE, "");
    /* The way back to what was read before takes a user away again. */
    assert_plan("login user bob *\nsyslog notice on\n", "syslog notice on\n",
                RTX_PLAN_EXACT,
                "no login user bob\n! cannot be taken back: no login user "
                "bob\n");
    /* A star where nothing is sets nothing, and is told. */
    assert_plan("", "login user bob *\n", RTX_PLAN_REPLACE,
                "! f:1: * means to keep what is there, but the router has "
                "nothing there: login user bob *\n");
}

/* A new value for what cannot be seen is no change that can be seen. */
static void test_blind(void)
{
    rtx_plan *plan =
        plan_of("login user bob *\n", "login user bob hoge\n", RTX_PLAN_MERGE);
    struct rtx_change c = {.size = sizeof c};

    ASSERT_INT(rtx_plan_count(plan), 1);
    ASSERT_INT(rtx_plan_is_empty(plan), 1);
    ASSERT_INT(rtx_plan_change(plan, 0, &c), 0);
    CU_ASSERT(c.flags & RTX_STATEMENT_BLIND);
    ASSERT_TEXT(c.undo, "");
    rtx_plan_free(plan);
    plan = plan_of("", "login user bob hoge\n", RTX_PLAN_MERGE);
    ASSERT_INT(rtx_plan_is_empty(plan), 0);
    ASSERT_INT(rtx_plan_change(plan, 0, &c), 0);
    CU_ASSERT(!(c.flags & RTX_STATEMENT_BLIND));
    rtx_plan_free(plan);
    plan = plan_of("login user bob *\n",
                   "login user bob hoge\nsyslog notice on\n", RTX_PLAN_MERGE);
    ASSERT_INT(rtx_plan_is_empty(plan), 0);
    rtx_plan_free(plan);
}

static void test_backup(void)
{
    rtx_config *c = running_of("# RTX810 Rev.11.01.34\n"
                               "login password *\n"
                               "description lan1 a#b\n"
                               "pp select 1\n"
                               " pp auth myname a ho?e\n"
                               " frobnicate on\n"
                               " pp enable 1\n"
                               "tunnel select 1\n"
                               " ipsec tunnel 101\n"
                               "  ipsec ike hash 1 sha\n"
                               "ip filter 1 pass * *\n"
                               "frobnicate lan1 on\n");
    char *missing = NULL;
    char *text = rtx_config_backup(c, &missing);
    rtx_plan *plan;
    char *running = rtx_config_text(c, 0);

    ASSERT_TEXT(text, "# RTX810 Rev.11.01.34\n"
                      "# not in this file: login password *\n"
                      "description lan1 \"a#b\"\n"
                      "pp select 1\n"
                      " pp auth myname a \"ho?e\"\n"
                      " frobnicate on\n"
                      " pp enable 1\n"
                      "pp select none\n"
                      "tunnel select 1\n"
                      " ipsec tunnel 101\n"
                      "  ipsec ike hash 1 sha\n"
                      "tunnel select none\n"
                      "ip filter 1 pass * *\n"
                      "frobnicate lan1 on\n");
    ASSERT_TEXT(missing, "login password *\n");
    plan = plan_of(running, text, RTX_PLAN_REPLACE);
    ASSERT_INT(rtx_plan_count(plan), 0);
    rtx_plan_free(plan);
    rtx_free(running);
    rtx_free(missing);
    rtx_free(text);
    rtx_config_free(c);
}

/* A backup of a whole configuration has nothing to change in it. */
static void test_backup_fixture(void)
{
    char *home = test_file("tests/fixtures/config/rtx810-home.txt", NULL);
    rtx_config *c = running_of(home);
    char *text = rtx_config_backup(c, NULL);
    char *running = rtx_config_text(c, 0);
    rtx_plan *plan = plan_of(running, text, RTX_PLAN_REPLACE);

    ASSERT_INT(rtx_plan_count(plan), 0);
    rtx_plan_free(plan);
    rtx_free(running);
    rtx_free(text);
    rtx_config_free(c);
    free(home);
}

static CU_TestInfo tests[] = {{"what survives a replacement", test_survivors},
                              {"values that cannot be seen", test_blind},
                              {"a backup", test_backup},
                              {"a backup leads back", test_backup_fixture},
                              CU_TEST_INFO_NULL};
RTX_SUITE(backup, tests)
