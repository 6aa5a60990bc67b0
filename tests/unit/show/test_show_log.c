/* The quick way through a log gives what the slow one gives. */
#include "test.h"

#include <rtx/show.h>

#include "show/show.h"

/* The quick way takes no byte order mark: with it the text goes the other one.
 */
static void compare(const char *command, const char *text)
{
    struct rtx_buf slow;
    char *json[2] = {NULL, NULL};

    rtx__buf_init(&slow, SIZE_MAX / 4);
    rtx__buf_text(&slow, "\xEF\xBB\xBF");
    rtx__buf_text(&slow, text);
    ASSERT_INT(rtx_show_json(command, text, strlen(text), &json[0]), 0);
    ASSERT_INT(
        rtx_show_json(command, rtx__buf_str(&slow), slow.length, &json[1]), 0);
    if (json[0] && json[1] && strcmp(json[0], json[1]) != 0)
        printf("\n<%s>\n", text);
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

/* Lines of 79 and 78 columns, and what may follow. */
#define R79                                    \
    "oooooooooooooooooooooooooooooooooooooooo" \
    "ooooooooooooooooooooooooooooooooooooooo"
#define L78                                    \
    "2024/05/01 00:00:03: [IKE] initiate ISAK" \
    "MP phase to 203.0.113.9 (local address"
#define L79 L78 "!"

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
        {"# show log\n2024/05/01 00:00:03: x\n# ", true},
        {"# show log reverse\r\n2024/05/01 00:00:03: x\r\n"
         "2024/05/01 00:00:03: y\r\n\r\n# ",
         true},
        {"gw> show log\n\n2024/05/01 00:00:03: x\n\ngw> exit\n", true},
        {"gw> show log\nx\n2024/05/01 00:00:03: x\ngw> ", false},
        {"gw> show log\n2024/05/01 00:00:03: x\nx\ngw> ", false},
        {"2024/05/01 00:00:03: x\r\r\n2024/05/01 00:00:04: y \r\n", true},
        /* broken at 79 columns; a blank lost there; and once more */
        {L79 "\n[go]es on\n2024/05/01 00:00:03: x\n", true},
        {L78 "\r\ngoes on\r\n2024/05/01 00:00:03: x\r\n", true},
        {L79 "\n" R79 "\ny\n", true},
        {"# show log\n" L79 "\n" R79 "\n# ", true},
        {L79 "\n\ny\n", false},
        {L79 "\n- y\n", false},
        {L79 "\n\xE6\x9C\xAC\n", false},
        {"2024/05/01 00:00:03: x\n" L79 "x\n" L79 "\ny\n", false},
        {"# " R79 "\n" L79 "\ny\n", false},
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

/* What a terminal does to a log. */
struct frame {
    char above[64];
    char below[64];
    char end[3];
    int columns; /* 0: lines are not broken */
    bool lossy;  /* blanks at their end are lost */
};

static struct frame random_frame(uint32_t *seed)
{
    static const char *const above[] = {
        "", "# show log\n", "gw> show log reverse\n\n", "\ngw> \n", "lost\n"};
    static const char *const below[] = {"", "# ", "gw> \n", "\n\ngw> exit\n"};
    static const int columns[] = {0, 79, 79, 199, 60, 78};
    struct frame ret = {.columns = columns[test_random(seed) % 6],
                        .lossy = test_random(seed) % 2};

    rtx__copy(ret.above, sizeof ret.above, above[test_random(seed) % 5]);
    rtx__copy(ret.below, sizeof ret.below, below[test_random(seed) % 4]);
    rtx__copy(ret.end, sizeof ret.end, test_random(seed) % 2 ? "\r\n" : "\n");
    return ret;
}

/* Break what has been written since `from`, and end it. */
static void end_line(struct rtx_buf *text, size_t from,
                     const struct frame *frame)
{
    char line[512];
    size_t length = text->length - from;
    size_t width = frame->columns ? (size_t)frame->columns : sizeof line;

    length = length < sizeof line ? length : sizeof line - 1;
    memcpy(line, text->data + from, length);
    text->length = from;
    for (size_t at = 0; at < length; at += width) {
        size_t n = length - at < width ? length - at : width;

        while (frame->lossy && n > 0 && line[at + n - 1] == ' ')
            n--;
        rtx__buf_add(text, line + at, n);
        rtx__buf_text(text, frame->end);
    }
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
    int quick = 0;

    rtx__buf_init(&text, SIZE_MAX / 4);
    for (int round = 0; round < 1500; round++) {
        struct frame frame = {.columns = 0, .end = "\n"};

        rtx__buf_clear(&text);
        if (round % 3)
            frame = random_frame(&seed);
        rtx__buf_text(&text, frame.above);
        for (int i = 0; i < 12; i++) {
            size_t from = text.length;

            rtx__buf_format(&text,
                            "2024/05/01 00:%02u:%02u: ", test_random(&seed) % 3,
                            test_random(&seed) % 61);
            for (uint32_t n = test_random(&seed) % 15; n > 0; n--)
                rtx__buf_text(&text, pieces[test_random(&seed) % PIECES]);
            end_line(&text, from, &frame);
        }
        rtx__buf_text(&text, frame.below);
        quick += is_quick(rtx__buf_str(&text));
        compare("show log", rtx__buf_str(&text));
    }
    /* else this test compares the slow way with itself */
    CU_ASSERT(quick > 500);
    rtx__buf_free(&text);
}

static CU_TestInfo tests[] = {
    {"both ways agree", both_ways_agree},
    {"too many names are no matter", too_many_names_are_no_matter},
    {"random logs agree", random_logs_agree},
    CU_TEST_INFO_NULL};

RTX_SUITE(show_log, tests)
