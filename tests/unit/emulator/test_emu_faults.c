/* Faults that befall lines, and the options' and faults' own syntax. */
#include "rig.h"

static void specs(void)
{
    static const char *const bad[] = {"",
                                      "nonsense",
                                      "cut-at",
                                      "cut-at=x",
                                      "cut-at=-1",
                                      "cut-at=5:3",
                                      "full=1",
                                      "close-on=",
                                      "close-on",
                                      "mangle-line=a",
                                      "garbage-at=5:0",
                                      "cut-at=5,times=0",
                                      "cut-at=5,x=1",
                                      "pause-after-header=5:x"};
    struct emu_faults faults = {0};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ASSERT_INT(emu_faults_add(&faults, bad[i], NULL), RTX_E_ARGUMENT);
    ASSERT_INT(faults.count, 0);
    ASSERT_INT(emu_faults_add(&faults, "cut-at=5,times=2,connection=3", NULL),
               0);
    ASSERT_INT(emu_faults_add(&faults, "close-on=a,b", NULL), 0);
    ASSERT_TEXT(faults.items[1].text, "a,b");
    CU_ASSERT_PTR_NULL(emu_fault_find(&faults, EMU_CUT_AT, 2));
    CU_ASSERT_PTR_NOT_NULL(emu_fault_find(&faults, EMU_CUT_AT, 3));
    emu_fault_used(&faults.items[0]);
    emu_fault_used(&faults.items[0]);
    CU_ASSERT_PTR_NULL(emu_fault_find(&faults, EMU_CUT_AT, 3));
    emu_faults_clear(&faults);
}

static void options_check_their_values(void)
{
    struct emu_options options;
    struct rtx_error error;

    rtx_error_init(&error);
    ASSERT_INT(emu_options_init(&options), 0);
    ASSERT_INT(emu_options_set(&options, "banner", "medium", &error),
               RTX_E_ARGUMENT);
    ASSERT_TEXT(error.message, "option banner takes long|short, not 'medium'");
    ASSERT_INT(emu_options_set(&options, "banner", "short", NULL), 0);
    ASSERT_INT(emu_options_set(&options, "banner", "lo", NULL), RTX_E_ARGUMENT);
    ASSERT_INT(emu_options_set(&options, "banner", "", NULL), RTX_E_ARGUMENT);
    ASSERT_INT(emu_options_set(&options, "memory", "0", NULL), RTX_E_ARGUMENT);
    ASSERT_INT(emu_options_set(&options, "memory", "8x", NULL), RTX_E_ARGUMENT);
    ASSERT_INT(emu_options_set(&options, "memory", "", NULL), RTX_E_ARGUMENT);
    ASSERT_INT(emu_options_set(&options, "nothing", "1", NULL), RTX_E_ARGUMENT);
    emu_options_free(&options);
}

static void every_option_is_documented(void)
{
    struct rtx_emulator_option_info option = {.size = sizeof option};
    struct rtx_emulator_fault_info fault = {.size = sizeof fault};
    struct emu_options options;
    size_t count = 0;

    ASSERT_INT(emu_options_init(&options), 0);
    for (; rtx_emulator_option_info(count, &option) == 0; count++) {
        CU_ASSERT_TRUE(strlen(option.meaning) > 10);
        ASSERT_INT(emu_options_set(&options, option.name, option.initial, NULL),
                   0);
    }
    ASSERT_INT(count, EMU_OPTIONS);
    for (count = 0; rtx_emulator_fault_info(count, &fault) == 0; count++)
        CU_ASSERT_TRUE(strlen(fault.meaning) > 10);
    ASSERT_INT(count, EMU_FAULT_KINDS);
    emu_options_free(&options);
    /* by callers with an older header, too */
    option.size = offsetof(struct rtx_emulator_option_info, standing);
    ASSERT_INT(rtx_emulator_option_info(0, &option), 0);
    fault.size = offsetof(struct rtx_emulator_fault_info, meaning);
    ASSERT_INT(rtx_emulator_fault_info(0, &fault), 0);
}

static void lines_refused_ignored_and_mangled(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_fault(&r, "refuse-line=lines 30,times=1");
    rig_fault(&r, "ignore-line=lines 31,times=1");
    rig_fault(&r, "mangle-line=lines 32:lines 52,times=1");
    TYPE(&r, "console lines 30\r",
         "console lines 30\r\nError: Parameter out of range\r\n# ");
    TYPE(&r, "console lines 31\r", "console lines 31\r\n# ");
    ASSERT_RUNNING(&r, ENGLISH);
    TYPE(&r, "console lines 32\r", "console lines 32\r\n# ");
    ASSERT_RUNNING(&r, ENGLISH "console lines 52\n");
    TYPE(&r, "console lines 30\r", "console lines 30\r\n# ");
    ASSERT_TEXT(rtx__buf_str(&r.device.executed),
                "administrator\nconsole lines 52\nconsole lines 30\n");
    rig_free(&r);
}

static void lines_lost_in_one_piece(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    /* Enter at the login, administrator, its password were the first three */
    rig_fault(&r, "drop-line=5");
    TYPE(&r, "console lines 30\r", "console lines 30\r\n# ");
    TYPE(&r, "console lines 31\r", "");
    TYPE(&r, "console lines 32\r", "console lines 32\r\n# ");
    ASSERT_INT(r.world.counters.lost, 17);
    rig_free(&r);
}

static void characters_lost_in_type_ahead(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_fault(&r, "lose=8");
    TYPE(&r, "console lines 30\r", "console lines 30\r\n# ");
    /* the eighth that comes while the first line is not yet done: a blank */
    TYPE(&r, "console lines 31\rconsole lines 32\r",
         "console lines 31\r\n# consolelines 3\r\n"
         "Error: Invalid command name\r\n# ");
    rig_free(&r);
}

static void sessions_that_end_at_a_line(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_fault(&r, "close-on=lines 30");
    TYPE(&r, "console lines 30\r", "console lines 30\r\n");
    CU_ASSERT_TRUE(r.shell.closing);
    ASSERT_RUNNING(&r, ENGLISH);
    rig_free(&r);
    rig_admin(&r, ENGLISH);
    rig_fault(&r, "close-after=lines 30");
    TYPE(&r, "console lines 30\r", "console lines 30\r\n");
    CU_ASSERT_TRUE(r.shell.closing);
    ASSERT_RUNNING(&r, ENGLISH "console lines 30\n");
    rig_free(&r);
}

static void sessions_that_fall_silent(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_fault(&r, "stall-on=lines 30");
    TYPE(&r, "console lines 30\r", "console lines 30\r\n");
    TYPE(&r, "\r\r", "");
    CU_ASSERT_FALSE(r.shell.closing);
    ASSERT_RUNNING(&r, ENGLISH);
    rig_free(&r);
    rig_admin(&r, ENGLISH);
    rig_fault(&r, "stall-after=lines 30");
    TYPE(&r, "console lines 30\r", "console lines 30\r\n");
    TYPE(&r, "\r\r", "");
    ASSERT_RUNNING(&r, ENGLISH "console lines 30\n");
    rig_free(&r);
    rig_make(&r, ENGLISH);
    rig_fault(&r, "never-answer");
    rig_connect(&r, false);
    TYPE(&r, "\r\r", "");
    rig_free(&r);
}

static void prompts_that_come_late(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_fault(&r, "delay-before-prompt=700");
    TYPE(&r, "nonsense\r", "nonsense\r\nError: Invalid command name\r\n");
    ASSERT_TEXT(rig_advance(&r, 699), "");
    ASSERT_TEXT(rig_advance(&r, 1), "# ");
    rig_free(&r);
}

/* What looks like a prompt at the beginning of show config, and then nothing.
 */
static void show_config_may_pause(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_fault(&r, "pause-after-header=900");
    TYPE(&r, "show config\r",
         "show config\r\n"
         "# RTX810 Rev.11.01.34 (Tue Nov 26 18:39:12 2019)\r\n");
    CU_ASSERT_PTR_NOT_NULL(strstr(rig_advance(&r, 900), "# MAC Address"));
    rig_free(&r);
    rig_admin(&r, ENGLISH);
    rig_fault(&r, "pause-after-header=900:mark");
    TYPE(&r, "show config\r", "show config\r\n# ");
    ASSERT_TEXT(rig_advance(&r, 899), "");
    CU_ASSERT_EQUAL(strncmp(rig_advance(&r, 1), "RTX810 Rev.", 11), 0);
    rig_free(&r);
}

static void an_echo_may_be_damaged(void)
{
    struct rig r;
    const char *out;

    rig_admin(&r, ENGLISH);
    rig_fault(&r, "corrupt-echo=4,times=1");
    out = type(&r, "abcdefgh");
    CU_ASSERT_EQUAL(strncmp(out, "abc", 3), 0);
    ASSERT_TEXT(out + 4, "efgh");
    CU_ASSERT_NOT_EQUAL(out[3], 'd');
    rig_free(&r);
}

static CU_TestInfo tests[] = {
    {"specs", specs},
    {"options check their values", options_check_their_values},
    {"every option is documented", every_option_is_documented},
    {"lines refused, ignored and mangled", lines_refused_ignored_and_mangled},
    {"lines lost in one piece", lines_lost_in_one_piece},
    {"characters lost in type-ahead", characters_lost_in_type_ahead},
    {"sessions that end at a line", sessions_that_end_at_a_line},
    {"sessions that fall silent", sessions_that_fall_silent},
    {"prompts that come late", prompts_that_come_late},
    {"show config may pause", show_config_may_pause},
    {"an echo may be damaged", an_echo_may_be_damaged},
    CU_TEST_INFO_NULL};
RTX_SUITE(emu_faults, tests)
