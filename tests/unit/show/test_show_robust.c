/*
 * Each fixture spoiled: lines swapped, columns shifted, absurd numbers, lines
 * without end. Every parser must stay honest: it counts what it understood, and
 * what it gives stands in the text.
 */
#include "test.h"

#include <jansson.h>
#include <malloc.h>
#include <math.h>

#include <rtx/show.h>

#include "fixtures.h"
#include "show/show.h"

/* ---- what holds for any output of any text ---- */
/* Without blanks and line ends, which joining lines adds and removes. */
static char *flattened(const char *text, size_t length)
{
    char *ret = malloc(length + 1);
    size_t n = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(ret);
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '\r' && text[i] != '\n' && text[i] != ' ')
            ret[n++] = text[i];
    }
    ret[n] = '\0';
    return ret;
}

static bool stands_in(const char *text, const struct rtx_address *address)
{
    char *flat = flattened(address->text, strlen(address->text));
    bool ret = strstr(text, flat) != NULL;

    free(flat);
    return ret;
}

static bool is_honest_field(const struct rtx__field *field, const void *member,
                            const char *text)
{
    int64_t number;
    double decimal;

    switch (field->type) {
    case RTX__TYPE_address:
        return stands_in(text, member);
    case RTX__TYPE_number:
    case RTX__TYPE_duration:
        /* nothing but a temperature is less than nothing */
        memcpy(&number, member, sizeof number);
        return number >= 0 || strcmp(field->unit, "celsius") == 0;
    case RTX__TYPE_decimal:
        memcpy(&decimal, member, sizeof decimal);
        return isfinite(decimal) && decimal >= 0;
    default:
        return true;
    }
}

static void check_list(const struct rtx_list *list,
                       const struct rtx__schema *schema, const char *text)
{
    for (size_t i = 0; i < list->count; i++) {
        const void *record = rtx__list_at(list, i);

        for (int j = 0; j < schema->count; j++) {
            const struct rtx__field *field = &schema->fields[j];
            const void *member = rtx__record_member(record, field);

            if (!rtx__record_has(record, j))
                continue;
            if (!is_honest_field(field, member, text))
                printf("\n%s.%s\n", schema->name, field->name);
            CU_ASSERT(is_honest_field(field, member, text));
            if (field->type == RTX__TYPE_records)
                check_list(member, rtx__schema_find(field->unit), text);
        }
    }
}

static void check_honest(const char *command, const char *text, size_t length)
{
    struct rtx_show_report report = {.size = sizeof report};
    /* of exact size, for the sanitizers */
    char *copy = malloc(length ? length : 1);
    char *flat = flattened(text, length);
    const struct rtx__output *output;
    rtx_show *show = NULL;
    char *json = NULL;

    CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
    memcpy(copy, text, length);
    ASSERT_INT(rtx_parse_show(command, copy, length, &show, &report), 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(show);
    ASSERT_INT(report.understood + report.unparsed, report.lines);
    CU_ASSERT(!report.complete == (report.unparsed > 0));
    ASSERT_INT(rtx_show_output_json(show, &json), 0);
    output = rtx__output(show);
    check_list(&output->records, output->parser->schema, flat);
    rtx_free(json);
    rtx_free(show);
    free(flat);
    free(copy);
}

/* ---- cut behind a line ---- */
/* Nothing that the whole text does not say as well, at the same place. */
static bool is_part(const json_t *part, const json_t *whole)
{
    const char *key;
    size_t i;
    json_t *value;

    json_object_foreach((json_t *)part, key, value)
    {
        if (!is_part(value, json_object_get(whole, key)))
            return false;
    }
    json_array_foreach((json_t *)part, i, value)
    {
        if (!is_part(value, json_array_get(whole, i)))
            return false;
    }
    return json_is_null(part) || json_is_object(part) || json_is_array(part) ||
           json_equal(part, whole);
}

static void check_cut(const char *path, const char *command, const char *text,
                      size_t length, const char *expected)
{
    json_t *whole = json_loads(expected, 0, NULL);
    bool reverse = strstr(path, "show-log/en-02") != NULL;

    CU_ASSERT_PTR_NOT_NULL_FATAL(whole);
    for (size_t i = 0; i < length && !reverse; i++) {
        char *json = NULL;
        json_t *part;

        if (i > 0 && text[i - 1] != '\n')
            continue;
        ASSERT_INT(rtx_show_json(command, text, i, &json), 0);
        part = json_loads(json, 0, NULL);
        if (!is_part(json_object_get(part, "data"),
                     json_object_get(whole, "data")))
            printf("\n%s\n%.*s\n%s\n", path, (int)i, text, json);
        CU_ASSERT(is_part(json_object_get(part, "data"),
                          json_object_get(whole, "data")));
        json_decref(part);
        rtx_free(json);
    }
    json_decref(whole);
}

static void a_cut_text_says_nothing_else(void)
{
    fixture_each(check_cut);
}

/* ---- lines swapped ---- */
enum { LINES = 256 };

struct piece {
    const char *text;
    size_t length;
};

static size_t split(const char *text, struct piece *lines)
{
    size_t count = 0;

    while (*text && count < LINES) {
        size_t n = strcspn(text, "\n");

        n += text[n] == '\n';
        lines[count++] = (struct piece){text, n};
        text += n;
    }
    return count;
}

static void check_swapped(const char *path, const char *command,
                          const char *text, size_t length, const char *expected)
{
    uint32_t seed = (uint32_t)length + 7;
    struct piece lines[LINES];
    size_t count = split(text, lines);

    (void)path;
    (void)expected;
    for (int round = 0; round < 15; round++) {
        struct rtx_buf out;
        size_t a = test_random(&seed) % count;
        size_t b = test_random(&seed) % count;
        struct piece kept = lines[a];

        /* they stay swapped: in the end all is shuffled */
        lines[a] = lines[b];
        lines[b] = kept;
        rtx__buf_init(&out, SIZE_MAX / 4);
        for (size_t i = 0; i < count; i++)
            rtx__buf_add(&out, lines[i].text, lines[i].length);
        check_honest(command, rtx__buf_str(&out), out.length);
        rtx__buf_free(&out);
    }
}

static void lines_may_be_swapped(void)
{
    fixture_each(check_swapped);
}

/* ---- columns shifted ---- */
static void check_shifted(const char *path, const char *command,
                          const char *text, size_t length, const char *expected)
{
    uint32_t seed = (uint32_t)length + 11;

    (void)path;
    (void)expected;
    for (int round = 0; round < 15; round++) {
        struct rtx_buf out;

        rtx__buf_init(&out, SIZE_MAX / 4);
        for (size_t i = 0; i < length; i++) {
            unsigned what = test_random(&seed) % 8;
            bool edge = i == 0 || text[i - 1] == '\n';

            /* at the edges of words: more blanks, or fewer */
            if ((edge || text[i] == ' ') && what == 0)
                rtx__buf_fill(&out, ' ', 1 + test_random(&seed) % 9);
            if (text[i] != ' ' || what != 1)
                rtx__buf_char(&out, text[i]);
        }
        check_honest(command, rtx__buf_str(&out), out.length);
        rtx__buf_free(&out);
    }
}

static void columns_may_be_shifted(void)
{
    fixture_each(check_shifted);
}

/* ---- absurd numbers ---- */
static void put_number(struct rtx_buf *out, uint32_t *seed, const char *digits,
                       size_t length)
{
    static const char *const absurd[] = {
        "0",
        "-1",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "99999999999999999999999999999999999999999999",
        "4294967296",
        "1e999",
        "0x7f",
        "NaN",
        "00000000000000000000000000000000000000000000000000000001",
        "",
    };
    enum { ABSURD = sizeof absurd / sizeof absurd[0] };

    if (test_random(seed) % 3)
        rtx__buf_add(out, digits, length);
    else
        rtx__buf_text(out, absurd[test_random(seed) % ABSURD]);
}

static void check_absurd(const char *path, const char *command,
                         const char *text, size_t length, const char *expected)
{
    uint32_t seed = (uint32_t)length + 13;

    (void)path;
    (void)expected;
    for (int round = 0; round < 25; round++) {
        struct rtx_buf out;

        rtx__buf_init(&out, SIZE_MAX / 4);
        for (size_t i = 0; i < length;) {
            size_t digits = strspn(text + i, "0123456789");

            if (digits)
                put_number(&out, &seed, text + i, digits);
            else
                rtx__buf_char(&out, text[i++]);
            i += digits;
        }
        check_honest(command, rtx__buf_str(&out), out.length);
        rtx__buf_free(&out);
    }
}

static void numbers_may_be_absurd(void)
{
    fixture_each(check_absurd);
}

/* ---- lines without end ---- */
static size_t live;
static size_t peak;

static void *count(void *memory)
{
    live += memory ? malloc_usable_size(memory) : 0;
    peak = live > peak ? live : peak;
    return memory;
}

static void *counting_malloc(size_t size)
{
    return count(malloc(size));
}

static void *counting_realloc(void *memory, size_t size)
{
    live -= memory ? malloc_usable_size(memory) : 0;
    return count(realloc(memory, size));
}

static void counting_free(void *memory)
{
    live -= memory ? malloc_usable_size(memory) : 0;
    free(memory);
}

/* The longest line of the fixture again and again, as one line. */
static char *endless(const char *text, size_t length)
{
    char *ret = malloc(length);
    struct piece lines[LINES];
    size_t count_of = split(text, lines);
    struct piece best = lines[0];

    CU_ASSERT_PTR_NOT_NULL_FATAL(ret);
    for (size_t i = 0; i < count_of; i++)
        best = lines[i].length > best.length ? lines[i] : best;
    best.length--; /* its end */
    memcpy(ret, best.text, best.length);
    for (size_t n = best.length; n < length; n *= 2)
        memcpy(ret + n, ret, n < length - n ? n : length - n);
    return ret;
}

static void check_endless(const char *path, const char *command,
                          const char *text, size_t length, const char *expected)
{
    enum { HUNDRED = 100 * 1000 * 1000, SHORTER = 2 * 1000 * 1000 };
    rtx_show *show = NULL;
    char *line;

    (void)expected;
    if (!strstr(path, "en-01.txt"))
        return;
    line = endless(text, HUNDRED);
    live = 0;
    peak = 0;
    rtx_set_allocator(counting_malloc, counting_realloc, counting_free);
    /* too much text; not too much, but a line that is too long */
    ASSERT_INT(rtx_parse_show(command, line, HUNDRED, &show, NULL),
               RTX_E_LIMIT);
    CU_ASSERT(peak < (size_t)1 << 20);
    ASSERT_INT(rtx_parse_show(command, line, SHORTER, &show, NULL),
               RTX_E_LIMIT);
    CU_ASSERT(peak < (size_t)4 * SHORTER);
    ASSERT_INT(live, 0);
    rtx_set_allocator(NULL, NULL, NULL);
    CU_ASSERT_PTR_NULL(show);
    /* as long as a line may be */
    length = RTX_SHOW_LINE_LIMIT;
    while (((unsigned char)line[length] & 0xC0) == 0x80)
        length--;
    check_honest(command, line, length);
    free(line);
}

static void a_line_may_have_no_end(void)
{
    fixture_each(check_endless);
}

static CU_TestInfo tests[] = {
    {"a cut text says nothing else", a_cut_text_says_nothing_else},
    {"lines may be swapped", lines_may_be_swapped},
    {"columns may be shifted", columns_may_be_shifted},
    {"numbers may be absurd", numbers_may_be_absurd},
    {"a line may have no end", a_line_may_have_no_end},
    CU_TEST_INFO_NULL};

RTX_SUITE(show_robust, tests)
