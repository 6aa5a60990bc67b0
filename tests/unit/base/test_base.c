/* Memory, buffers, errors, text, charsets. */
#include "test.h"

static void buffer_keeps_its_ceiling(void)
{
    struct rtx_buf buf;

    rtx__buf_init(&buf, 10);
    ASSERT_INT(rtx__buf_text(&buf, "0123456789"), 0);
    ASSERT_INT(rtx__buf_char(&buf, 'x'), RTX_E_LIMIT);
    ASSERT_TEXT(rtx__buf_str(&buf), "0123456789");
    rtx__buf_drop(&buf, 8);
    ASSERT_TEXT(rtx__buf_str(&buf), "89");
    ASSERT_INT(rtx__buf_format(&buf, "%s", "abc"), 0);
    ASSERT_TEXT(rtx__buf_str(&buf), "89abc");
    rtx__buf_free(&buf);
}

static void copy_never_cuts_a_character(void)
{
    char text[6];

    rtx__copy(text, sizeof text, "ab\xE3\x81\x82\xE3\x81\x84");
    ASSERT_TEXT(text, "ab\xE3\x81\x82");
}

static void every_error_has_a_name_and_a_hint(void)
{
    ASSERT_TEXT(rtx_error_name(RTX_E_TIMEOUT), "TIMEOUT");
#define CHECK(name, number, text, hint)                \
    CU_ASSERT(strlen(rtx_strerror(RTX_E_##name)) > 5); \
    CU_ASSERT(strlen(rtx_error_hint(RTX_E_##name)) > 5);
    RTX_ERROR_MAP(CHECK)
#undef CHECK
    ASSERT_TEXT(rtx_strerror(-9999), "unknown error");
}

static void error_text_names_all_it_knows(void)
{
    struct rtx_error error;
    char text[1024];

    rtx_error_init(&error);
    rtx__error(&error, RTX_E_REFUSED, "the router refused line %d", 3);
    rtx__error_place(&error, "wan.rtx", 3, 0);
    RTX_ERROR_SET(&error, router, "telnet://192.0.2.1");
    RTX_ERROR_SET(&error, step, "push");
    RTX_ERROR_SET(&error, statement, "ip rout default");
    RTX_ERROR_SET(&error, answer, "Error: Invalid command name");
    RTX_ERROR_SET(&error, hint, "correct it");
    rtx_error_text(&error, text, sizeof text);
    ASSERT_TEXT(text,
                "telnet://192.0.2.1: push: wan.rtx:3: the router refused line "
                "3 [ip rout default]; the router answered: Error: Invalid "
                "command name; correct it");
    ASSERT_INT(rtx_error_text(&error, text, 10), 142);
}

static void charsets_go_there_and_back(void)
{
    static const char *const text = "\xE3\x82\xA8\xE3\x83\xA9\xE3\x83\xBC"
                                    ": \\~ \xE2\x80\xA6\xE8\xA1\xA8";
    enum rtx_charset charset;

    for (charset = RTX_CHARSET_SJIS; charset <= RTX_CHARSET_UTF8; charset++) {
        struct rtx_buf bytes;
        struct rtx_buf back;
        size_t bad = 0;

        rtx__buf_init(&bytes, 1000);
        rtx__buf_init(&back, 1000);
        ASSERT_INT(rtx__encode(charset, text, strlen(text), &bytes), 0);
        ASSERT_INT(rtx__decode(charset, bytes.data, bytes.length, &back, &bad),
                   0);
        ASSERT_TEXT(rtx__buf_str(&back), text);
        ASSERT_INT(bad, 0);
        ASSERT_INT(rtx__charset_guess(bytes.data, bytes.length), charset);
        rtx__buf_free(&bytes);
        rtx__buf_free(&back);
    }
    ASSERT_INT(rtx__charset_guess("plain", 5), RTX_CHARSET_ASCII);
    ASSERT_INT(rtx__charset_guess("\xFF\xFE\x80", 3), -1);
}

static void bad_bytes_are_counted_not_lost(void)
{
    struct rtx_buf utf8;
    size_t bad = 0;

    rtx__buf_init(&utf8, 100);
    ASSERT_INT(rtx__decode(RTX_CHARSET_SJIS, "a\xFF\x82", 3, &utf8, &bad), 0);
    ASSERT_INT(bad, 2);
    ASSERT_TEXT(rtx__buf_str(&utf8), "a\xEF\xBF\xBD\xEF\xBF\xBD");
    rtx__buf_free(&utf8);
    rtx__buf_init(&utf8, 100);
    ASSERT_INT(rtx__encode(RTX_CHARSET_ASCII, "\xE8\xA1\xA8", 3, &utf8),
               RTX_E_CHARSET);
    rtx__buf_free(&utf8);
}

struct sized {
    uint32_t size;
    int32_t first;
    int32_t second;
};

static void a_struct_is_filled_as_far_as_it_goes(void)
{
    const struct sized from = {77, 1, 2};
    struct sized older = {offsetof(struct sized, second), 0, 9};
    struct sized same = {sizeof same, 0, 0};
    struct {
        struct sized known;
        int32_t third;
    } newer = {{sizeof newer, 0, 0}, 9};

    ASSERT_INT(rtx__fill_sized(&older, &from, sizeof from), 0);
    ASSERT_INT(older.first, 1);
    ASSERT_INT(older.second, 9);
    ASSERT_INT(rtx__fill_sized(&same, &from, sizeof from), 0);
    ASSERT_INT(same.size, sizeof same);
    ASSERT_INT(same.second, 2);
    ASSERT_INT(rtx__fill_sized(&newer, &from, sizeof from), 0);
    ASSERT_INT(newer.known.size, sizeof newer);
    ASSERT_INT(newer.known.second, 2);
    ASSERT_INT(newer.third, 9);
    same.size = 3;
    ASSERT_INT(rtx__fill_sized(&same, &from, sizeof from), RTX_E_ARGUMENT);
    same.size = 4097;
    ASSERT_INT(rtx__fill_sized(&same, &from, sizeof from), RTX_E_ARGUMENT);
}

static CU_TestInfo tests[] = {
    {"a buffer keeps its ceiling", buffer_keeps_its_ceiling},
    {"a copy never cuts a character", copy_never_cuts_a_character},
    {"every error has a name and a hint", every_error_has_a_name_and_a_hint},
    {"an error's text names all it knows", error_text_names_all_it_knows},
    {"a struct is filled as far as it goes",
     a_struct_is_filled_as_far_as_it_goes},
    {"charsets go there and back", charsets_go_there_and_back},
    {"bad bytes are counted", bad_bytes_are_counted_not_lost},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(base, tests)
