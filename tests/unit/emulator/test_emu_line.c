/* The line editor: echo, wrap, help, completion, keys. */
#include "rig.h"

#define A70 \
    "description lan1 aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeff"

static void echo_and_rubbing_out(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    TYPE(&r, "sh", "sh");
    TYPE(&r, "\b", "\b \b");
    TYPE(&r, "\x7f", "\b \b");
    TYPE(&r, "\b", "");
    TYPE(&r, "console lines 3x\b0\r", "console lines 3x\b \b0\r\n> ");
    ASSERT_RUNNING(&r, ENGLISH "console lines 30\n");
    rig_free(&r);
}

static void enter_is_cr_or_lf(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    TYPE(&r, "\r", "\r\n> ");
    TYPE(&r, "\n", "\r\n> ");
    /* CR LF: one Enter too many, as on the real console */
    TYPE(&r, "console lines 30\r\n", "console lines 30\r\n> \r\n> ");
    rig_set(&r, "crlf", "one");
    TYPE(&r, "console lines 31\r\n", "console lines 31\r\n> ");
    rig_free(&r);
}

static void comments_blanks_and_case(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    TYPE(&r, "# a remark\r", "# a remark\r\n> ");
    TYPE(&r, "   # a remark\r", "   # a remark\r\n> ");
    TYPE(&r, "  CONSOLE Lines  30   # more\r",
         "  CONSOLE Lines  30   # more\r\n> ");
    ASSERT_RUNNING(&r, ENGLISH "console lines 30\n");
    ASSERT_INT(r.world.counters.lines, 1);
    ASSERT_INT(r.world.counters.empty_lines, 2);
    rig_free(&r);
}

static void keys_that_cancel(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    TYPE(&r, "console li\x03", "console li^C\r\n> ");
    TYPE(&r, "abc\x15", "abc\b \b\b \b\b \b");
    rig_set(&r, "ctrl-u", "ignore");
    TYPE(&r, "abc\x15", "abc");
    TYPE(&r, "\r", "\r\nError: Invalid command name\r\n> ");
    TYPE(&r, "\033[A\033OBx\b", "x\b \b");
    rig_free(&r);
}

static void ctrl_r_shows_the_line_again(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    type(&r, "show en");
    TYPE(&r, "\x12", "\r\n> show en");
    rig_free(&r);
}

static void stop_and_go(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    TYPE(&r, "\x13", "");
    /* keys work although nothing shows */
    TYPE(&r, "console lines 30\r", "");
    ASSERT_RUNNING(&r, ENGLISH "console lines 30\n");
    TYPE(&r, "\x11", "console lines 30\r\n> ");
    rig_free(&r);
}

/* 79 columns, the prompt among them: "# " and 77 characters. */
static void long_echo_wraps(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    ASSERT_INT(strlen(A70), 69);
    TYPE(&r, A70 "gggggggg", A70 "gggggggg");
    TYPE(&r, "h", "\r\nh");
    TYPE(&r, "\r", "\r\n# ");
    rig_free(&r);
}

static void bytes_at_the_wrap(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_set(&r, "echo-wrap", "crlf-space-bs");
    TYPE(&r, A70 "gggggggghi\x03", A70 "gggggggg\r\n \bhi^C\r\n# ");
    rig_set(&r, "echo-wrap", "none");
    TYPE(&r, A70 "gggggggghi\x03", A70 "gggggggghi^C\r\n# ");
    rig_set(&r, "echo-wrap", "crlf");
    rig_set(&r, "echo-wrap-when", "last");
    TYPE(&r, A70 "gggggggg\x03", A70 "gggggggg\r\n^C\r\n# ");
    rig_free(&r);
}

static void wrap_follows_columns(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH "console columns 100\n");
    TYPE(&r, A70 "gggggggghhhhhhhhhhiiiiiiiiii\x03",
         A70 "gggggggghhhhhhhhhhiiiiiiiiii^C\r\n# ");
    TYPE(&r, A70 "gggggggghhhhhhhhhhiiiiiiiiiij\x03",
         A70 "gggggggghhhhhhhhhhiiiiiiiiii\r\nj^C\r\n# ");
    rig_free(&r);
}

static void no_more_than_4095_characters(void)
{
    struct rig r;
    char line[5001];

    rig_admin(&r, ENGLISH);
    rig_set(&r, "echo-wrap", "none");
    memset(line, '#', 5000);
    line[5000] = '\0';
    ASSERT_INT(strlen(type(&r, line)), 4095);
    TYPE(&r, "\r", "\r\n# ");
    rig_free(&r);
}

static void live_help(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    type(&r, "show status pp");
    TYPE(&r, "?", "\r\n? pp pptp\r\n> show status pp");
    TYPE(&r, "\x03", "^C\r\n> ");
    type(&r, "console ");
    TYPE(&r, "?", "\r\n? character columns info lines prompt\r\n> console ");
    rig_free(&r);
}

static void help_may_overwrite_the_line(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    rig_set(&r, "help-redraw", "cr-erase");
    type(&r, "show status pp");
    TYPE(&r, "?", "\r                \r? pp pptp\r\n> show status pp");
    rig_free(&r);
}

static void quoted_question_marks_are_text(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    TYPE(&r, "description lan1 \\?\r", "description lan1 \\?\r\n# ");
    TYPE(&r, "description lan1 'a?'\r", "description lan1 'a?'\r\n# ");
    TYPE(&r, "description lan1 \"?\"\r", "description lan1 \"?\"\r\n# ");
    TYPE(&r, "# why?\r", "# why?\r\n# ");
    rig_free(&r);
}

static void completion(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    TYPE(&r, "adm", "adm");
    TYPE(&r, "\t", "inistrator ");
    TYPE(&r, "\x03", "^C\r\n> ");
    TYPE(&r, "show env ", "show environment ");
    TYPE(&r, "\x03", "^C\r\n> ");
    /* two words begin so, and a whole word is what it is */
    TYPE(&r, "show status pp ", "show status pp ");
    TYPE(&r, "\x03", "^C\r\n> ");
    TYPE(&r, "sh\t\t", "show ");
    TYPE(&r, "\x03", "^C\r\n> ");
    rig_set(&r, "completion", "off");
    TYPE(&r, "adm\t ", "adm ");
    rig_free(&r);
}

static void full_words_come_back_as_typed(void)
{
    static const char *const lines[] = {
        "ip route default gateway pp 1",
        "ip filter 200000 reject 10.0.0.0/8 * * * *",
        "no ip filter 200000",
        "nat descriptor masquerade static 1000 1 192.168.100.254 esp",
        "dhcp scope 1 192.168.100.2-192.168.100.191/24",
        "schedule at 1 */* 01:00 * ntpdate ntp.example.jp",
        "ipsec auto refresh on",
        "dns server 192.0.2.53",
        "dns private address spoof on",
        "pp select none",
        "snmp sysname x",
    };
    struct rig r;

    rig_admin(&r, ENGLISH);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char typed[128];
        char expected[128];

        snprintf(typed, sizeof typed, "%s\r", lines[i]);
        snprintf(expected, sizeof expected, "%s\r\n# ", lines[i]);
        TYPE(&r, typed, expected);
    }
    rig_free(&r);
}

static void trailing_blank_of_the_echo(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    rig_set(&r, "echo-trailing-blank", "on");
    TYPE(&r, "administrator\r", "administrator \r\nPassword: ");
    TYPE(&r, "\r", "\r\n# ");
    TYPE(&r, "\r", "\r\n# ");
    rig_free(&r);
}

static void abbreviations(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    rig_set(&r, "completion", "off");
    TYPE(&r, "sh stat use\r",
         "sh stat use\r\nError: Invalid command name\r\n> ");
    rig_set(&r, "abbreviation", "on");
    TYPE(&r, "adm\r", "adm\r\nPassword: ");
    TYPE(&r, "\r", "\r\n# ");
    TYPE(&r, "cons lin 30\r", "cons lin 30\r\n# ");
    ASSERT_RUNNING(&r, ENGLISH "console lines 30\n");
    rig_free(&r);
}

static void japanese_is_typed(void)
{
    struct rig r;

    rig_admin(&r, "");
    /* 日本: two bytes and two columns each */
    TYPE(&r, "description lan1 \x93\xfa\x96\x7b",
         "description lan1 \x93\xfa\x96\x7b");
    TYPE(&r, "\b", "\b \b\b \b");
    TYPE(&r, "\r", "\r\n# ");
    ASSERT_RUNNING(&r, "description lan1 日\n");
    /* an English console takes no such bytes */
    type(&r, "console character ascii\r");
    TYPE(&r,
         "\x93\xfa"
         "a\b\b",
         "a\b \b");
    rig_free(&r);
}

static void type_ahead_is_worked_on(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_set(&r, "command-delay", "100");
    TYPE(&r, "console lines 30\rconsole lines 31\rconsole lines 32\r",
         "console lines 30\r\n");
    ASSERT_TEXT(rig_advance(&r, 100), "# console lines 31\r\n");
    ASSERT_TEXT(rig_advance(&r, 100), "# console lines 32\r\n");
    ASSERT_TEXT(rig_advance(&r, 100), "# ");
    rig_free(&r);
}

static void small_type_ahead_loses(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_set(&r, "command-delay", "100");
    rig_set(&r, "type-ahead", "10");
    type(&r, "console lines 30\r");
    type(&r, "console lines 31\r");
    ASSERT_TEXT(rig_advance(&r, 100), "# console li");
    ASSERT_INT(r.world.counters.lost, 7);
    rig_free(&r);
}

static void xon_and_xoff(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_set(&r, "command-delay", "100");
    rig_set(&r, "type-ahead", "20");
    rig_set(&r, "xon-xoff", "on");
    TYPE(&r, "console lines 30\r", "console lines 30\r\n");
    TYPE(&r, "12345678901234", "");
    TYPE(&r, "5", "\x13");
    ASSERT_TEXT(rig_advance(&r, 100), "# 123456789012345\x11");
    rig_free(&r);
}

static CU_TestInfo tests[] = {
    {"echo and rubbing out", echo_and_rubbing_out},
    {"Enter is CR or LF", enter_is_cr_or_lf},
    {"comments, blanks, case", comments_blanks_and_case},
    {"keys that cancel", keys_that_cancel},
    {"Ctrl-R shows the line again", ctrl_r_shows_the_line_again},
    {"Ctrl-S and Ctrl-Q", stop_and_go},
    {"a long echo wraps", long_echo_wraps},
    {"bytes at the wrap", bytes_at_the_wrap},
    {"the wrap follows console columns", wrap_follows_columns},
    {"no more than 4095 characters", no_more_than_4095_characters},
    {"live help", live_help},
    {"help may overwrite the line", help_may_overwrite_the_line},
    {"quoted ? is text", quoted_question_marks_are_text},
    {"completion", completion},
    {"full words come back as typed", full_words_come_back_as_typed},
    {"trailing blank of the echo", trailing_blank_of_the_echo},
    {"abbreviations", abbreviations},
    {"Japanese is typed", japanese_is_typed},
    {"type-ahead is worked on", type_ahead_is_worked_on},
    {"a small type-ahead loses", small_type_ahead_loses},
    {"Xon and Xoff", xon_and_xoff},
    CU_TEST_INFO_NULL};
RTX_SUITE(emu_line, tests)
