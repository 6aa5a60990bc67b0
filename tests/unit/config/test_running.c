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

static CU_TestInfo tests[] = {{"round trip of the corpus", test_round_trip},
                              CU_TEST_INFO_NULL};
RTX_SUITE(running, tests)
