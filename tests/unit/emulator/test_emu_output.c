/* The screen: CR LF, the hard wrap, the pager, the charsets. */
#include "rig.h"

#define MORE "---more---"

/* An answer of the lines 1 to n. */
static void lines(struct rig *r, int n)
{
    char text[1024] = "";

    for (int i = 1; i <= n; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "line %d\n",
                 i);
    emu_answer_set(&r->world, "show lines", text);
}

static void long_lines_are_cut_at_79(void)
{
    struct rig r;

    rig_user(&r, ENGLISH);
    TYPE(
        &r, "show config | grep main\r",
        "show config | grep main\r\nSearching ...\r\n"
        "# main:  RTX810 ver=00 serial=S3K012345 MAC-Address=00:a0:de:74:13:00 "
        "MAC-Addre\r\nss=00:a0:de:74:13:01\r\n> ");
    rig_free(&r);
}

static void exactly_79_is_one_line(void)
{
    struct rig r;
    char text[81];
    char expected[128];

    rig_user(&r, ENGLISH);
    memset(text, 'x', 79);
    memcpy(text + 79, "\n", 2);
    emu_answer_set(&r.world, "show x", text);
    snprintf(expected, sizeof expected, "show x\r\n%.79s\r\n> ", text);
    TYPE(&r, "show x\r", expected);
    rig_free(&r);
}

static void a_page_is_one_line_less_than_the_screen(void)
{
    struct rig r;

    rig_user(&r, ENGLISH "console lines 10\n");
    lines(&r, 9);
    TYPE(&r, "show lines\r",
         "show lines\r\nline 1\r\nline 2\r\nline 3\r\nline 4\r\nline 5\r\n"
         "line 6\r\nline 7\r\nline 8\r\nline 9\r\n> ");
    lines(&r, 11);
    TYPE(&r, "show lines\r",
         "show lines\r\nline 1\r\nline 2\r\nline 3\r\nline 4\r\nline 5\r\n"
         "line 6\r\nline 7\r\nline 8\r\nline 9\r\n" MORE);
    /* keys that are none of the pager's are eaten */
    TYPE(&r, "xyz", "");
    TYPE(&r, "\r", "\r          \rline 10\r\n" MORE);
    TYPE(&r, " ", "\r          \rline 11\r\n> ");
    rig_set(&r, "pager-page", "full");
    TYPE(&r, "show lines\r",
         "show lines\r\nline 1\r\nline 2\r\nline 3\r\nline 4\r\nline 5\r\n"
         "line 6\r\nline 7\r\nline 8\r\nline 9\r\nline 10\r\n" MORE);
    rig_free(&r);
}

static void pages_end(void)
{
    struct rig r;

    rig_user(&r, ENGLISH "console lines 10\n");
    lines(&r, 30);
    type(&r, "show lines\r");
    TYPE(&r, "q", "\r          \r> ");
    type(&r, "show lines\r");
    TYPE(&r, "\x03", "\r          \r> ");
    type(&r, "console lines infinity\r");
    CU_ASSERT_PTR_NULL(strstr(type(&r, "show lines\r"), MORE));
    rig_free(&r);
}

static void ways_to_erase(void)
{
    struct rig r;

    rig_user(&r, ENGLISH "console lines 10\n");
    lines(&r, 10);
    rig_set(&r, "pager-erase", "spaces");
    type(&r, "show lines\r");
    TYPE(&r, " ", "\r          line 10\r\n> ");
    rig_set(&r, "pager-erase", "bs");
    type(&r, "show lines\r");
    TYPE(&r, " ",
         "\b\b\b\b\b\b\b\b\b\b          \b\b\b\b\b\b\b\b\b\bline 10\r\n> ");
    rig_set(&r, "pager-erase", "ansi");
    type(&r, "show lines\r");
    TYPE(&r, " ", "\r\033[Kline 10\r\n> ");
    rig_free(&r);
}

static void the_pager_in_japanese(void)
{
    struct rig r;
    const char *out;

    rig_user(&r, "console lines 10\n");
    lines(&r, 10);
    out = type(&r, "show lines\r");
    /* ---つづく---, 12 columns wide */
    ASSERT_TEXT(out + strlen(out) - 12, "---\x82\xc2\x82\xc3\x82\xad---");
    TYPE(&r, " ", "\r            \rline 10\r\n> ");
    rig_free(&r);
}

static void typed_ahead_keys_reach_the_pager(void)
{
    struct rig r;
    const char *out;

    rig_user(&r, ENGLISH "console lines 10\n");
    lines(&r, 12);
    out = type(&r, "show lines\r\r\rq");
    CU_ASSERT_PTR_NOT_NULL(strstr(out, "line 10\r\n" MORE));
    CU_ASSERT_PTR_NOT_NULL(strstr(out, "line 11\r\n" MORE "\r          \r> "));
    rig_set(&r, "pager-type-ahead", "flush");
    out = type(&r, "show lines\r\r\rq");
    CU_ASSERT_PTR_NULL(strstr(out, "line 10"));
    TYPE(&r, "q", "\r          \r> ");
    rig_free(&r);
}

static void the_pager_falls_into_a_wrapped_line(void)
{
    struct rig r;
    char text[700];
    const char *out;

    rig_user(&r, ENGLISH "console lines 10\n");
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    emu_answer_set(&r.world, "show x", text);
    /* 699 = 8 * 79 + 67: nine lines, no pager */
    out = type(&r, "show x\r");
    CU_ASSERT_PTR_NULL(strstr(out, MORE));
    memset(text, 'y', sizeof text - 1);
    rig_free(&r);
    rig_user(&r, ENGLISH "console lines 10\n");
    lines(&r, 5);
    emu_answer_set(&r.world, "show y",
                   "1\n2\n3\n4\n5\n6\n7\n8\n"
                   "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee"
                   "ffffffffffgggggggggghhhhhhhhhhiiiiiiiiii\n");
    out = type(&r, "show y\r");
    CU_ASSERT_PTR_NOT_NULL(strstr(out, "hhhhhhhhh\r\n" MORE));
    TYPE(&r, " ", "\r          \rhiiiiiiiiii\r\n> ");
    rig_free(&r);
}

static void wide_characters_at_the_edge(void)
{
    struct rig r;
    char text[128];
    char expected[256];

    rig_user(&r, "");
    /* 78 columns, then one that is two wide */
    memset(text, 'x', 78);
    snprintf(text + 78, sizeof text - 78, "%s", "日y\n");
    emu_answer_set(&r.world, "show x", text);
    snprintf(expected, sizeof expected, "show x\r\n%.78s\r\n\x93\xfay\r\n> ",
             text);
    TYPE(&r, "show x\r", expected);
    rig_set(&r, "wrap-wide", "split");
    snprintf(expected, sizeof expected, "show x\r\n%.78s\x93\r\n\xfay\r\n> ",
             text);
    TYPE(&r, "show x\r", expected);
    rig_free(&r);
}

static void charsets(void)
{
    struct rig r;

    rig_admin(&r, "description lan1 日本\n");
    TYPE(&r, "nonsense\r",
         "nonsense\r\n\x83\x47\x83\x89\x81\x5b: \x83\x52\x83\x7d\x83\x93\x83"
         "\x68\x96\xbc\x82\xf0\x8a\x6d\x94\x46\x82\xb5\x82\xc4\x82\xad\x82\xbe"
         "\x82\xb3\x82\xa2\r\n# ");
    type(&r, "console character euc\r");
    TYPE(&r, "nonsense\r",
         "nonsense\r\n\xa5\xa8\xa5\xe9\xa1\xbc: \xa5\xb3\xa5\xde\xa5\xf3\xa5"
         "\xc9\xcc\xbe\xa4\xf2\xb3\xce\xc7\xa7\xa4\xb7\xa4\xc6\xa4\xaf\xa4\xc0"
         "\xa4\xb5\xa4\xa4\r\n# ");
    type(&r, "console character ascii\r");
    /* the language of messages changes, not what the configuration holds */
    TYPE(&r, "show config | grep desc\r",
         "show config | grep desc\r\nSearching ...\r\n"
         "description lan1 \x93\xfa\x96\x7b\r\n# ");
    rig_free(&r);
}

static void utf8_only_when_asked_for(void)
{
    struct rig r;

    rig_user(&r, "");
    /* エラー: パラメータのキーワードが認識できません */
    TYPE(&r, "console character ja.utf8\r",
         "console character ja.utf8\r\n\x83\x47\x83\x89\x81\x5b: \x83\x70\x83"
         "\x89\x83\x81\x81\x5b\x83\x5e\x82\xcc\x83\x4c\x81\x5b\x83\x8f\x81\x5b"
         "\x83\x68\x82\xaa\x94\x46\x8e\xaf\x82\xc5\x82\xab\x82\xdc\x82\xb9\x82"
         "\xf1\r\n> ");
    rig_set(&r, "utf8", "accept");
    TYPE(&r, "console character ja.utf8\r", "console character ja.utf8\r\n> ");
    TYPE(&r, "nonsense\r",
         "nonsense\r\nエラー: コマンド名を確認してください\r\n> ");
    rig_free(&r);
}

static void a_caret_before_errors(void)
{
    struct rig r;

    rig_user(&r, ENGLISH "console prompt ABC\n");
    rig_set(&r, "error-caret", "on");
    TYPE(&r, "nonsense\r",
         "nonsense\r\n     ^\r\nError: Invalid command name\r\nABC> ");
    rig_free(&r);
}

static void messages_break_into_the_line(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH "console info on\n");
    TYPE(&r, "show en", "show en");
    emu_log(&r.device, "LAN2: link up");
    ASSERT_TEXT(rig_output(&r), "LAN2: link up\r\n");
    TYPE(&r, "\x12", "\r\n# show en");
    rig_set(&r, "info-format", "crlf");
    rig_set(&r, "info-date", "on");
    emu_log(&r.device, "LAN2: link down");
    ASSERT_TEXT(rig_output(&r), "\r\n2026/01/02 03:04:05: LAN2: link down\r\n");
    rig_set(&r, "info-sessions", "serial");
    emu_log(&r.device, "LAN2: link up");
    ASSERT_TEXT(rig_output(&r), "");
    rig_set(&r, "info-sessions", "all");
    TYPE(&r,
         "\x03"
         "console info off\r",
         "^C\r\n# console info off\r\n# ");
    emu_log(&r.device, "LAN2: link up");
    ASSERT_TEXT(rig_output(&r), "");
    rig_free(&r);
}

/* However much is typed ahead, not all of its output is held at once. */
static void output_is_bounded(void)
{
    struct rtx_buf startup;
    struct rig r;

    rtx__buf_init(&startup, 1 << 20);
    rtx__buf_text(&startup, ENGLISH "console lines infinity\n");
    for (int i = 1; i <= 1000; i++)
        rtx__buf_format(&startup, "ip filter %d pass * *\n", i);
    rig_admin(&r, rtx__buf_str(&startup));
    for (int i = 0; i < 50; i++)
        emu_shell_feed(&r.shell, "show config\r", 12);
    CU_ASSERT_TRUE(r.shell.blocked);
    CU_ASSERT_TRUE(r.shell.sent.length < 400000);
    CU_ASSERT_TRUE(r.shell.typed.length > r.shell.typed_at);
    rtx__buf_free(&startup);
    rig_free(&r);
}

static CU_TestInfo tests[] = {
    {"long lines are cut at 79", long_lines_are_cut_at_79},
    {"exactly 79 is one line", exactly_79_is_one_line},
    {"pages", a_page_is_one_line_less_than_the_screen},
    {"pages end", pages_end},
    {"ways to erase the pager", ways_to_erase},
    {"the pager in Japanese", the_pager_in_japanese},
    {"typed-ahead keys reach the pager", typed_ahead_keys_reach_the_pager},
    {"the pager falls into a wrapped line",
     the_pager_falls_into_a_wrapped_line},
    {"wide characters at the edge", wide_characters_at_the_edge},
    {"charsets", charsets},
    {"UTF-8 only when asked for", utf8_only_when_asked_for},
    {"a caret before errors", a_caret_before_errors},
    {"messages break into the line", messages_break_into_the_line},
    {"output is bounded", output_is_bounded},
    CU_TEST_INFO_NULL};
RTX_SUITE(emu_output, tests)
