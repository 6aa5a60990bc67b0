/* The quick way through a log gives what the slow one gives. */
#include "test.h"

#include <rtx/show.h>

#include "show/show.h"

/* The quick way takes no CR: the same text with it goes the other one. */
static void compare(const char *command, const char *text)
{
    size_t length = strlen(text);
    struct rtx_buf slow;
    char *json[2] = {NULL, NULL};

    rtx__buf_init(&slow, SIZE_MAX / 4);
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n')
            rtx__buf_char(&slow, '\r');
        rtx__buf_char(&slow, text[i]);
    }
    if (length && text[length - 1] != '\n')
        rtx__buf_text(&slow, "\r\n");
    ASSERT_INT(rtx_show_json(command, text, length, &json[0]), 0);
    ASSERT_INT(
        rtx_show_json(command, rtx__buf_str(&slow), slow.length, &json[1]), 0);
    ASSERT_TEXT(json[0], json[1]);
    rtx_free(json[0]);
    rtx_free(json[1]);
    rtx__buf_free(&slow);
}

/* Does the quick way take it? */
static bool is_quick(const char *text)
{
    rtx_show *show = NULL;
    int rc = rtx__log_fast("show log", text, strlen(text), false, &show);

    CU_ASSERT(rc >= 0);
    rtx_free(show);
    return rc == 1;
}

static void both_ways_agree(void)
{
    static const struct {
        const char *text;
        bool quick;
    } logs[] = {
        {"2024/05/01 00:00:01: [IKE] a\n2024/05/01 00:00:02: b\n", true},
        {"2024/05/01 00:00:02: later\n2024/05/01 00:00:01: sooner\n", true},
        {"2024/05/01 00:00:02: same\n2024/05/01 00:00:02: time\n", true},
        {"2024/05/01 00:00:02: no end of line", true},
        {"2024/05/01 00:00:02: [L2TP]   PP[ANONYMOUS01] x  \n\n  \n"
         "2024/05/01 00:00:03:\n2024/05/01 00:00:04: TUNNEL[12]\n",
         true},
        {"2024/05/01 00:00:02:   LAN1(port4), three blanks\n", true},
        {"2024/05/01 00:00:02: 設定を保存しました\n", true},
        {"2024/05/01 00:00:02: RTX810 Rev.11.01.21 (x) starts\n"
         "2024/05/01 00:00:03: RTX810 Rev.11.01.34 (y) starts\n",
         true},
        {"2024/05/01 00:00:03: RTX810 Rev.11.01.34 (y) starts\n"
         "2024/05/01 00:00:02: RTX810 Rev.11.01.21 (x) starts\n",
         true},
        {"2024/05/01 00:00:03: RTX810 BootROM Ver. 1.02 starts\n", false},
        {"2024/05/01 00:00:03: x\n2024/05/01 00:00:61: no such second\n",
         false},
        {"2024/05/01 00:00:03: x\n2024/05/01 00:00:60: a leap second\n", true},
        {"2024/13/01 00:00:03: no such month\n", false},
        {"2024/05/01 00:00:03: x\nsomething else\n", false},
        {"2024/05/01 00:00:03: bad \xF9\xAB byte\n", false},
        {"# show log\n2024/05/01 00:00:03: x\n# ", false},
        {"", false},
    };

    for (size_t i = 0; i < sizeof logs / sizeof logs[0]; i++) {
        ASSERT_INT(is_quick(logs[i].text), logs[i].quick);
        compare("show log", logs[i].text);
        compare("show log reverse", logs[i].text);
        compare("show log | grep :", logs[i].text);
    }
}

/* More names than it keeps, more lines than it guessed: the slow way does it.
 */
static void too_many_names_are_no_matter(void)
{
    struct rtx_buf text;

    rtx__buf_init(&text, SIZE_MAX / 4);
    for (int i = 0; i < 3000; i++)
        rtx__buf_format(&text,
                        "2024/05/01 %02d:%02d:%02d: [C%d] TUNNEL[%d] x\n",
                        i / 3600, i / 60 % 60, i % 60, i % 90, i % 70);
    CU_ASSERT(!is_quick(rtx__buf_str(&text)));
    compare("show log", rtx__buf_str(&text));
    rtx__buf_clear(&text);
    rtx__buf_format(&text, "2024/05/01 00:00:00: %070000d\n", 0);
    for (int i = 0; i < 30000; i++)
        rtx__buf_format(&text, "2024/05/01 00:00:00: x\n");
    compare("show log", rtx__buf_str(&text));
    rtx__buf_free(&text);
}

static void random_logs_agree(void)
{
    static const char *const pieces[] = {
        "[IKE] ",
        "PP[01] ",
        "LAN1: ",
        "LAN1(port2) ",
        "x",
        " ",
        "[",
        "]",
        "本",
        "RTX810 Rev.1 ",
        "starts",
        "TUNNEL[1]",
        "2024/05/01 00:00:01: ",
        "[INSPECT] ",
        "ANONYMOUS[",
        ".",
        "NULL",
        "L2TP[1] ",
    };
    enum { PIECES = sizeof pieces / sizeof pieces[0] };
    uint32_t seed = 7;
    struct rtx_buf text;

    rtx__buf_init(&text, SIZE_MAX / 4);
    for (int round = 0; round < 300; round++) {
        rtx__buf_clear(&text);
        for (int i = 0; i < 12; i++) {
            rtx__buf_format(&text,
                            "2024/05/01 00:%02u:%02u: ", test_random(&seed) % 3,
                            test_random(&seed) % 61);
            for (uint32_t n = test_random(&seed) % 5; n > 0; n--)
                rtx__buf_text(&text, pieces[test_random(&seed) % PIECES]);
            rtx__buf_char(&text, '\n');
        }
        compare("show log", rtx__buf_str(&text));
    }
    rtx__buf_free(&text);
}

static CU_TestInfo tests[] = {
    {"both ways agree", both_ways_agree},
    {"too many names are no matter", too_many_names_are_no_matter},
    {"random logs agree", random_logs_agree},
    CU_TEST_INFO_NULL};

RTX_SUITE(show_log, tests)
