/* Reading and printing of `show config`. */
#include "config/config.h"
#include "test.h"

static rtx_config *parse(const char *text, int columns)
{
    rtx_config *config = NULL;
    struct rtx_error error;

    rtx_error_init(&error);
    ASSERT_INT(
        rtx_config_parse_running(&config, text, strlen(text), columns, &error),
        0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(config);
    return config;
}

static void assert_print(const char *text, const char *expected)
{
    rtx_config *config = parse(text, 0);
    char *printed = rtx_config_text(config, 0);

    ASSERT_TEXT(printed, expected);
    rtx_free(printed);
    rtx_config_free(config);
}

/* The text without header, prompts and blanks at line ends. */
static char *body_of(const char *text)
{
    struct rtx_buf body;
    bool inside = false;

    rtx__buf_init(&body, 1 << 20);
    while (*text) {
        size_t length = strcspn(text, "\n");
        size_t kept = rtx__trimmed(text, length);
        bool mark =
            kept > 0 && (text[kept - 1] == '>' || text[kept - 1] == '#');

        inside |= kept > 0 && text[0] != '#' &&
                  !memmem(text, length, "show config", 11) &&
                  !rtx__starts(text, "ess=");
        if (inside && kept > 0 && !(mark && !memchr(text, ' ', kept))) {
            rtx__buf_add(&body, text, kept);
            rtx__buf_char(&body, '\n');
        }
        text += length + (text[length] == '\n');
    }
    return rtx__buf_take(&body);
}

/* Real show config outputs come back as they were. */
static void test_round_trip(void)
{
    static const char *const names[] = {
        "01-rtx1000-en.txt", "02-rtx810-ja.txt",  "04-rtx810-ja.txt",
        "05-rtx810-ja.txt",  "14-nvr510-ja.txt",  "16-rtx1210-ja.txt",
        "17-rtx1210-ja.txt", "19-rtx1100-ja.txt", "26-rtx1220-en.txt",
        "28-rtx1000-en.txt", "33-rtx830-en.txt",  "36-rtx1200-en.txt"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[256];
        char *text;
        char *body;

        snprintf(path, sizeof path, "../shared/corpus/show-config/%s",
                 names[i]);
        text = test_file_if_present(path, NULL);
        if (!text)
            continue;
        body = body_of(text);
        assert_print(text, body);
        rtx_free(body);
        free(text);
    }
}

/* A capture at 80 columns with our own values, in the router's order. */
static void test_fixture(void)
{
    char *text = test_file("tests/fixtures/config/rtx810-home.txt", NULL);
    rtx_config *config = parse(text, 0);
    char *printed = rtx_config_text(config, 0);
    char *sorted;

    ASSERT_INT(rtx_config_count(config), 47);
    CU_ASSERT_PTR_NOT_NULL(strstr(printed, " 200025 200026 200027 200099 "));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(rtx_config_header(config), " MAC-Address=00:a0:de:00:00:02\n"));
    rtx__config_sort(config);
    sorted = rtx_config_text(config, 0);
    ASSERT_TEXT(sorted, printed);
    rtx_free(printed);
    rtx_free(sorted);
    rtx_config_free(config);
    free(text);
}

/* Break lines as a console of that many columns does. */
static char *wrap(const char *text, int columns)
{
    struct rtx_buf out;
    int width = 0;

    rtx__buf_init(&out, 1 << 20);
    while (*text) {
        size_t step = rtx__utf8_step(text, strlen(text));
        int wide = *text == '\n' ? 0 : rtx__utf8_width(text, step);

        if (width + wide > columns - 1) {
            rtx__buf_char(&out, '\n');
            width = 0;
        }
        rtx__buf_add(&out, text, step);
        width = *text == '\n' ? 0 : width + wide;
        text += step;
    }
    return rtx__buf_take(&out);
}

/* Lines of 79, 80, 158 columns and wide characters at the margin. */
static const char wide_text[] =
    "# RTX810 Rev.11.01.34 (Tue Nov 26 18:39:12 2019)\n"
    "# MAC Address : 00:a0:de:00:00:01, 00:a0:de:00:00:02\n"
    "# Memory 128Mbytes, 2LAN\n"
    "# main:  RTX810 ver=00 serial=S00000000 MAC-Address=00:a0:de:00:00:01 "
    "MAC-Address=00:a0:de:00:00:02\n"
    "# Reporting Date: Mar 27 14:19:42 2025\n";
static const char wide_body[] =
    "ip route default gateway pp 1 filter 500000 gateway pp 2 filter 500001 "
    "hide dead\n"
    "ip lan1 address 192.168.100.1/24\n"
    "description lan1 "
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもや\n"
    "pp select 1\n"
    " pp name "
    "xあいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもや"
    "ゆよ"
    "\n"
    " ip pp secure filter in 200003 200020 200021 200022 200023 200024 200025 "
    "200030\n"
    " ip pp secure filter out 200013 200020 200021 200022 200023 200024 200025 "
    "200026 200027 200099 dynamic 200080 200081 200082 200083 200084 200085 "
    "200098 200099\n"
    " pp enable 1\n"
    "dns server select 500001 pp 1 any abcdefghijklmnopqrst.example.com "
    "restrict pp 1\n"
    "ip filter 200099 pass * * * * *\n"
    "schedule at 1 */* 00:00:00 * ntpdate ntp.nict.jp "
    "syslog---------------------------------------------------x "
    "------------------------------------------y\n";

static void test_wrapped(void)
{
    static const int widths[] = {80, 81, 100, 200};
    char whole[4096];

    snprintf(whole, sizeof whole, "%s%s", wide_text, wide_body);
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        char *wrapped = wrap(whole, widths[i]);
        rtx_config *config = parse(wrapped, widths[i]);
        char *printed = rtx_config_text(config, 0);

        ASSERT_TEXT(printed, wide_body);
        ASSERT_TEXT(rtx_config_header(config), wide_text);
        rtx_free(printed);
        rtx_config_free(config);
        if (widths[i] == 80 || widths[i] == 200)
            assert_print(wrapped, wide_body);
        rtx_free(wrapped);
    }
    /* Never broken, as from a file. */
    assert_print(whole, wide_body);
}

/* A line that just fits is followed by a new one, not by its own rest. */
static void test_exact(void)
{
    char text[1024];
    char expected[1024];
    int fill = 79 - (int)strlen("snmp sysname ");

    snprintf(text, sizeof text, "snmp sysname %0*d\nsyslog notice on\n", fill,
             7);
    ASSERT_INT(strcspn(text, "\n"), 79);
    assert_print(text, text);
    snprintf(text, sizeof text, "snmp sysname %0*d\n9\nsyslog notice on\n",
             fill, 7);
    snprintf(expected, sizeof expected,
             "snmp sysname %0*d9\nsyslog notice on\n", fill, 7);
    assert_print(text, expected);
    /* At 78 columns nothing was broken. */
    snprintf(text, sizeof text, "snmp sysname %0*d\nfrobnicate on\n", fill - 1,
             7);
    assert_print(text, text);
}

static void test_surroundings(void)
{
    assert_print("# show config\n# RTX810 Rev.11.01.34 (x)\n"
                 "syslog notice on  \r\n\r\n# \n",
                 "syslog notice on\n");
    assert_print("[RTX810] # show config\nsyslog notice on\n[RTX810] # ",
                 "syslog notice on\n");
    assert_print("show config\nsyslog notice on\n> \n", "syslog notice on\n");
    assert_print("#8 3 94 0\npp disable all\npp select 1\npp always-on on\n"
                 "pp enable 1\nno tunnel enable all\nip routing on\n",
                 "pp disable all\npp select 1\n pp always-on on\n"
                 " pp enable 1\nno tunnel enable all\nip routing on\n");
    assert_print("# tftp\n#\n\n#\tRTX810 Rev.11.01.34\n"
                 "#\t\tMAC Address : 00:a0:de:00:00:01\nsyslog notice on\n",
                 "syslog notice on\n");
    assert_print("\xEF\xBB\xBF# RTX810\nsyslog notice on\n",
                 "syslog notice on\n");
    assert_print("pp select 1\n frob on\n pp enable 1\nfrob off\n",
                 "pp select 1\n frob on\n pp enable 1\nfrob off\n");
    assert_print("", "");
}

static void test_refusal(void)
{
    static const char text[] = "Error: Administrator use only\n";
    rtx_config *config = NULL;
    struct rtx_error error;

    rtx_error_init(&error);
    ASSERT_INT(
        rtx_config_parse_running(&config, text, sizeof text - 1, 80, &error),
        RTX_E_SYNTAX);
    CU_ASSERT_PTR_NULL(config);
    ASSERT_TEXT(error.answer, "Error: Administrator use only");
}

static void test_secrets(void)
{
    rtx_config *config = parse("login password *\nlogin user a encrypted bcd\n"
                               "pp select 1\n pp auth myname a hoge\n",
                               80);
    char *text = rtx_config_text(config, 1);
    struct rtx_statement s = {.size = sizeof s};

    ASSERT_TEXT(text, "login password *\nlogin user a encrypted *\n"
                      "pp select 1\n pp auth myname a *\n");
    rtx_free(text);
    ASSERT_INT(rtx_config_statement(config, 0, &s), 0);
    CU_ASSERT(s.flags & RTX_STATEMENT_MASKED);
    ASSERT_INT(rtx_config_statement(config, 1, &s), 0);
    CU_ASSERT_FALSE(s.flags & RTX_STATEMENT_MASKED);
    CU_ASSERT(s.flags & RTX_STATEMENT_SECRET);
    rtx_config_free(config);
}

/* A file that a terminal saved in the router's own charset. */
static void test_charsets(void)
{
    assert_print("pp select 1\n pp name \x83\x65\x83\x58\x83\x67\n",
                 "pp select 1\n pp name テスト\n");
    assert_print("pp select 1\n pp name \xa5\xc6\xa5\xb9\xa5\xc8\n",
                 "pp select 1\n pp name テスト\n");
    assert_print("pp select 1\n pp name a\xff\n",
                 "pp select 1\n pp name a\xef\xbf\xbd\n");
}

static CU_TestInfo tests[] = {
    {"round trip of the corpus", test_round_trip},
    {"a capture in the router's order", test_fixture},
    {"lines broken at the last column", test_wrapped},
    {"lines that just fit", test_exact},
    {"prompts, echoes, other headers", test_surroundings},
    {"an error instead of a configuration", test_refusal},
    {"secrets in print", test_secrets},
    {"other charsets", test_charsets},
    CU_TEST_INFO_NULL};
RTX_SUITE(running, tests)
