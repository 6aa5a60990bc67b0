/* Each fixture's JSON: as printed, wrapped, in each charset, cut, mutated. */
#include "test.h"

#include <rtx/show.h>

#include "fixtures.h"
#include "show/show.h"

static char *json_of(const char *command, const char *text, size_t length)
{
    char *json = NULL;

    ASSERT_INT(rtx_show_json(command, text, length, &json), 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(json);
    return json;
}

static void expect(const char *command, const struct rtx_buf *text,
                   const char *path, const char *expected)
{
    char *json = json_of(command, rtx__buf_str(text), text->length);

    if (strcmp(json, expected) != 0)
        printf("\n%s:\n%s\n", path, rtx__buf_str(text));
    ASSERT_TEXT(json, expected);
    rtx_free(json);
}

static void check_exact(const char *path, const char *command, const char *text,
                        size_t length, const char *expected)
{
    char *json = json_of(command, text, length);

    (void)path;
    ASSERT_TEXT(json, expected);
    rtx_free(json);
}

static void fixtures_give_their_json(void)
{
    fixture_each(check_exact);
}

static void check_line_ends(const char *path, const char *command,
                            const char *text, size_t length,
                            const char *expected)
{
    struct rtx_buf out;

    rtx__buf_init(&out, SIZE_MAX / 4);
    rtx__buf_text(&out, "\r\n");
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n')
            rtx__buf_char(&out, '\r');
        rtx__buf_char(&out, text[i]);
    }
    rtx__buf_text(&out, "\r\n\r\n");
    expect(command, &out, path, expected);
    rtx__buf_free(&out);
}

static void line_ends_do_not_matter(void)
{
    fixture_each(check_line_ends);
}

/* Break each line as a console of so many columns does. */
static void wrap(struct rtx_buf *out, const char *text, size_t length,
                 int columns)
{
    int column = 0;

    for (size_t i = 0; i < length;) {
        size_t step = rtx__utf8_step(text + i, length - i);
        int width = rtx__utf8_width(text + i, step);

        if (text[i] == '\n') {
            column = -width;
        } else if (column + width > columns - 1) {
            rtx__buf_text(out, "\r\n");
            column = 0;
        }
        rtx__buf_add(out, text + i, step);
        column += width;
        i += step;
    }
}

static void check_wrapped(const char *path, const char *command,
                          const char *text, size_t length, const char *expected)
{
    static const int columns[] = {80, 120, 132, 160, 200};

    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        struct rtx_buf out;

        rtx__buf_init(&out, SIZE_MAX / 4);
        wrap(&out, text, length, columns[i]);
        expect(command, &out, path, expected);
        rtx__buf_free(&out);
    }
}

static void wrapped_lines_are_one(void)
{
    fixture_each(check_wrapped);
}

/* The bytes of the charset, broken after `columns` - 1 of them, if not 0. */
static bool encode(struct rtx_buf *out, enum rtx_charset charset,
                   const char *text, size_t length, int columns)
{
    struct rtx_buf bytes;
    int column = 0;
    int rc;

    rtx__buf_init(&bytes, SIZE_MAX / 4);
    rtx__buf_init(out, SIZE_MAX / 4);
    rc = rtx__encode(charset, text, length, &bytes);
    for (size_t i = 0; i < bytes.length; i++) {
        if (bytes.data[i] == '\n') {
            column = -1;
        } else if (columns && column == columns - 1) {
            rtx__buf_text(out, "\r\n");
            column = 0;
        }
        rtx__buf_char(out, bytes.data[i]);
        column++;
    }
    rtx__buf_free(&bytes);
    return rc == 0;
}

static void check_charsets(const char *path, const char *command,
                           const char *text, size_t length,
                           const char *expected)
{
    static const enum rtx_charset charsets[] = {RTX_CHARSET_SJIS,
                                                RTX_CHARSET_EUC};

    if (!strstr(path, "ja-"))
        return;
    for (int i = 0; i < 4; i++) {
        struct rtx_buf out;

        CU_ASSERT(encode(&out, charsets[i / 2], text, length, i % 2 ? 80 : 0));
        expect(command, &out, path, expected);
        rtx__buf_free(&out);
    }
}

static void charsets_do_not_matter(void)
{
    fixture_each(check_charsets);
}

/* A lead byte, then the line end, then the rest of the character. */
static void a_character_may_be_broken(void)
{
    const char *line = "2024/05/01 09:02:02: [LUA] "
                       "バックアップを開始します。設定はすべて保存済み、次の実"
                       "行は明日の朝です、それからさらに次の作業を始めます\n"
                       "2024/05/01 09:02:03: x\n";

    for (int charset = RTX_CHARSET_SJIS; charset <= RTX_CHARSET_EUC;
         charset++) {
        char *expected = json_of("show log", line, strlen(line));
        struct rtx_buf out;

        CU_ASSERT(
            encode(&out, (enum rtx_charset)charset, line, strlen(line), 80));
        expect("show log", &out, "a broken character", expected);
        rtx__buf_free(&out);
        rtx_free(expected);
    }
}

/* Nothing may crash, and an understood text stays within its fields. */
static void try_all(const char *command, const char *text, size_t length)
{
    /* of exact size, for the sanitizers */
    char *copy = malloc(length ? length : 1);
    char *json = NULL;
    char *table = NULL;

    CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
    memcpy(copy, text, length);
    CU_ASSERT(rtx_show_json(command, copy, length, &json) == 0);
    CU_ASSERT(rtx_show_table(command, copy, length, 1, 60, &table) == 0);
    CU_ASSERT(table && rtx__utf8_valid(table, strlen(table)));
    rtx_free(json);
    rtx_free(table);
    free(copy);
}

static void check_cut(const char *path, const char *command, const char *text,
                      size_t length, const char *expected)
{
    (void)path;
    (void)expected;
    /* everywhere in short ones, at so many places in long ones */
    for (size_t i = 0; i <= length; i += 1 + length / 150)
        try_all(command, text, i);
}

static void any_cut_is_survived(void)
{
    fixture_each(check_cut);
}

/* What is complete in a cut text is as in the whole one, or absent. */
static void check_cut_values(const char *path, const char *command,
                             const char *text, size_t length,
                             const char *expected)
{
    struct rtx_environment whole = {.size = sizeof whole};
    rtx_show *show = NULL;

    (void)expected;
    if (!strstr(path, "show-environment"))
        return;
    ASSERT_INT(rtx_parse_show("show environment", text, length, &show, NULL),
               0);
    ASSERT_INT(rtx_show_record(show, 0, &whole), 0);
    for (size_t i = 0; i < length; i++) {
        struct rtx_environment env = {.size = sizeof env};
        rtx_show *cut = NULL;

        /* after whole lines only: a number may lose its last digits */
        if (text[i] != '\n')
            continue;
        ASSERT_INT(rtx_parse_show(command, text, i, &cut, NULL), 0);
        ASSERT_INT(rtx_show_record(cut, 0, &env), 0);
        CU_ASSERT((env.present & ~whole.present) == 0);
        CU_ASSERT(!RTX_HAS(environment, &env, uptime_s) ||
                  env.uptime_s == whole.uptime_s);
        CU_ASSERT(!env.serial || strcmp(env.serial, whole.serial) == 0);
        rtx_free(cut);
    }
    rtx_free(show);
}

static void a_cut_text_gives_no_wrong_value(void)
{
    fixture_each(check_cut_values);
}

static void mutate(char *text, size_t *length, uint32_t *seed)
{
    static const char bytes[] = {0,      '\n', '\r', ' ',    ':',    '%',
                                 '9',    '[',  '/',  '\x81', '\xA4', '\xFF',
                                 '\xE3', 0x1E, 0x1B, '-'};
    size_t at = test_random(seed) % *length;
    size_t n = test_random(seed) % 9 + 1;

    if (n > *length - at)
        n = *length - at;
    switch (test_random(seed) % 4) {
    case 0:
        text[at] = bytes[test_random(seed) % sizeof bytes];
        break;
    case 1: /* a piece is lost */
        memmove(text + at, text + at + n, *length - at - n);
        *length -= *length > n ? n : 0;
        break;
    case 2: /* a piece moves */
        memmove(text + test_random(seed) % (*length - n + 1), text + at, n);
        break;
    default:
        text[at] = (char)test_random(seed);
        break;
    }
}

static void check_mutations(const char *path, const char *command,
                            const char *text, size_t length,
                            const char *expected)
{
    uint32_t seed = (uint32_t)length + 1;
    char *copy = malloc(length);

    (void)path;
    (void)expected;
    CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
    for (int i = 0; i < 60; i++) {
        size_t left = length;

        memcpy(copy, text, length);
        for (uint32_t n = test_random(&seed) % 12 + 1; n > 0; n--)
            mutate(copy, &left, &seed);
        try_all(command, copy, left);
    }
    free(copy);
}

static void any_mutation_is_survived(void)
{
    fixture_each(check_mutations);
}

/* The next line; NULL: none. */
static const char *behind_line(const char *text)
{
    const char *newline = strchr(text, '\n');

    return newline ? newline + 1 : NULL;
}

/* A row that the router itself cuts in two, or a line as wide as the console:
 * what is put between changes them. */
static bool may_go_on(const char *text, const char *at)
{
    const char *from = at;

    if (strncmp(at, "                    ", 20) == 0)
        return true;
    while (from > text && (from == at || from[-1] != '\n'))
        from--;
    return from < at && rtx__utf8_width(from, (size_t)(at - from) - 1) >= 78;
}

/* An unknown line at any place is kept, and changes nothing else. */
static void check_strangers(const char *path, const char *command,
                            const char *text, size_t length,
                            const char *expected)
{
    static const char stranger[] = "%% 12 34: Strange / line [56]\n";
    const char *data = strstr(expected, "\"data\"");

    for (const char *at = text; at; at = behind_line(at)) {
        struct rtx_buf out;
        char *json;

        rtx__buf_init(&out, SIZE_MAX / 4);
        rtx__buf_add(&out, text, (size_t)(at - text));
        rtx__buf_text(&out, stranger);
        rtx__buf_add(&out, at, length - (size_t)(at - text));
        json = json_of(command, rtx__buf_str(&out), out.length);
        CU_ASSERT_PTR_NOT_NULL(strstr(json, "%% 12 34: Strange"));
        if (!may_go_on(text, at) && strcmp(strstr(json, "\"data\""), data) != 0)
            printf("\n%s before %.40s\n", path, at);
        if (!may_go_on(text, at))
            ASSERT_TEXT(strstr(json, "\"data\""), data);
        rtx_free(json);
        rtx__buf_free(&out);
    }
}

static void strangers_change_nothing(void)
{
    fixture_each(check_strangers);
}

/* Memory that runs out after so many allocations. */
static long allocations_left;

static void *failing_malloc(size_t size)
{
    return allocations_left-- > 0 ? malloc(size) : NULL;
}

static void *failing_realloc(void *memory, size_t size)
{
    return allocations_left-- > 0 ? realloc(memory, size) : NULL;
}

static void check_memory(const char *path, const char *command,
                         const char *text, size_t length, const char *expected)
{
    int rc = RTX_E_NOMEM;

    (void)path;
    (void)expected;
    for (long n = 0; rc == RTX_E_NOMEM && n < 300; n += 1 + n / 8) {
        rtx_show *show = NULL;

        allocations_left = n;
        rtx_set_allocator(failing_malloc, failing_realloc, free);
        rc = rtx_parse_show(command, text, length, &show, NULL);
        rtx_set_allocator(NULL, NULL, NULL);
        CU_ASSERT(rc == 0 || (rc == RTX_E_NOMEM && !show));
        rtx_free(show);
    }
    ASSERT_INT(rc, 0);
}

static void short_memory_is_said(void)
{
    fixture_each(check_memory);
}

/* Which fields of each record some fixture sets, and which some leaves out. */
enum { RECORDS = 32 };
static uint64_t seen[2][RECORDS];
static uint64_t missed[RECORDS];

static size_t index_of(const struct rtx__schema *schema)
{
    size_t at = 0;

    while (rtx__schema_at(at) != schema)
        at++;
    CU_ASSERT_FATAL(at < RECORDS);
    return at;
}

static void note(const struct rtx_list *list, const struct rtx__schema *schema,
                 bool japanese)
{
    size_t at = index_of(schema);

    for (size_t i = 0; i < list->count; i++) {
        const void *record = rtx__list_at(list, i);

        for (int j = 0; j < schema->count; j++) {
            const struct rtx__field *field = &schema->fields[j];

            if (rtx__record_has(record, j))
                seen[japanese][at] |= (uint64_t)1 << j;
            else
                missed[at] |= (uint64_t)1 << j;
            if (field->type == RTX__TYPE_records)
                note(rtx__record_member(record, field),
                     rtx__schema_find(field->unit), japanese);
        }
    }
}

static void check_fields(const char *path, const char *command,
                         const char *text, size_t length, const char *expected)
{
    const struct rtx__output *output;
    rtx_show *show = NULL;

    (void)expected;
    ASSERT_INT(rtx_parse_show(command, text, length, &show, NULL), 0);
    output = rtx__output(show);
    note(&output->records, output->parser->schema, strstr(path, "ja-") != NULL);
    rtx_free(show);
}

/* No firmware that is known prints these. */
static bool is_unprinted(const struct rtx__schema *schema, int field)
{
    return schema == &rtx__schema_ipsec_sa_gateway &&
           (field == RTX_FIELD_ipsec_sa_gateway_isakmp ||
            field == RTX_FIELD_ipsec_sa_gateway_tunnel);
}

/* Every row of every table is used by a fixture in each language. */
static void every_field_is_exercised(void)
{
    memset(seen, 0, sizeof seen);
    memset(missed, 0, sizeof missed);
    fixture_each(check_fields);
    for (size_t at = 0; at < rtx_schema_count(); at++) {
        const struct rtx__schema *schema = rtx__schema_at(at);

        for (int j = 0; j < schema->count; j++) {
            bool both = seen[0][at] >> j & seen[1][at] >> j & 1;

            if (both == is_unprinted(schema, j))
                printf("\n%s.%s\n", schema->name, schema->fields[j].name);
            CU_ASSERT(both != is_unprinted(schema, j));
            /* what every firmware prints is never missing, but in pieces */
            CU_ASSERT(schema->fields[j].optional || !(missed[at] >> j & 1));
        }
    }
}

static CU_TestInfo tests[] = {
    {"fixtures give their JSON", fixtures_give_their_json},
    {"line ends do not matter", line_ends_do_not_matter},
    {"wrapped lines are one", wrapped_lines_are_one},
    {"charsets do not matter", charsets_do_not_matter},
    {"a character may be broken", a_character_may_be_broken},
    {"any cut is survived", any_cut_is_survived},
    {"a cut text gives no wrong value", a_cut_text_gives_no_wrong_value},
    {"any mutation is survived", any_mutation_is_survived},
    {"strangers change nothing", strangers_change_nothing},
    {"short memory is said", short_memory_is_said},
    {"every field is exercised", every_field_is_exercised},
    CU_TEST_INFO_NULL};

RTX_SUITE(show_fixtures, tests)
