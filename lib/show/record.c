/* Storing fields in records, and asking for them, by their table. */
#include "show/show.h"

#include <string.h>

enum { PRESENT_AT = 8 };

int rtx__hand_over(void *ret, const void *full, size_t size)
{
    uint32_t wanted;

    memcpy(&wanted, ret, sizeof wanted);
    if (wanted < sizeof wanted)
        return RTX_E_ARGUMENT;
    memset(ret, 0, wanted);
    memcpy(ret, full, wanted < size ? wanted : size);
    memcpy(ret, &wanted, sizeof wanted);
    return 0;
}

void *rtx__list_at(const struct rtx_list *list, size_t index)
{
    return (char *)(uintptr_t)list->items + index * list->stride;
}

void *rtx__record_add(struct rtx__parse *show, struct rtx_list *list,
                      const struct rtx__schema *schema)
{
    size_t count = list->count;
    uint32_t size = (uint32_t)schema->size;
    char *record;

    /* room for 8, 16, 32, …: full whenever the count is one of these */
    if (count == 0 || (count >= 8 && (count & (count - 1)) == 0)) {
        size_t room = count ? count * 2 : 8;
        void *grown = NULL;

        if (room <= SIZE_MAX / schema->size)
            grown = rtx__arena_get(&show->arena, room * schema->size);
        if (!grown)
            return NULL;
        if (count)
            memcpy(grown, list->items, count * schema->size);
        list->items = grown;
        list->size = sizeof *list;
        list->stride = schema->size;
    }
    list->count++;
    record = rtx__list_at(list, count);
    memcpy(record, &size, sizeof size);
    for (int i = 0; i < schema->count; i++) {
        if (schema->fields[i].type == RTX__TYPE_records)
            rtx__record_mark(record, i);
    }
    return record;
}

static uint64_t present(const void *record)
{
    uint64_t bits;

    memcpy(&bits, (const char *)record + PRESENT_AT, sizeof bits);
    return bits;
}

bool rtx__record_has(const void *record, int field)
{
    return present(record) >> field & 1;
}

bool rtx__record_begun(const void *record, const struct rtx__schema *schema)
{
    for (int i = 0; i < schema->count; i++) {
        const struct rtx__field *field = &schema->fields[i];
        const struct rtx_list *list = rtx__record_member(record, field);

        if (field->type == RTX__TYPE_records ? list->count > 0
                                             : rtx__record_has(record, i))
            return true;
    }
    return false;
}

const void *rtx__record_member(const void *record,
                               const struct rtx__field *field)
{
    return (const char *)record + field->offset;
}

void rtx__record_mark(void *record, int field)
{
    uint64_t bits = present(record) | (uint64_t)1 << field;

    memcpy((char *)record + PRESENT_AT, &bits, sizeof bits);
}

/* Keep a value, unless another one is there. */
static int keep(void *record, const struct rtx__schema *schema, int field,
                const void *value)
{
    const struct rtx__field *row = &schema->fields[field];
    char *member = (char *)record + row->offset;

    if (rtx__record_has(record, field))
        return memcmp(member, value, row->size) == 0;
    memcpy(member, value, row->size);
    rtx__record_mark(record, field);
    return 1;
}

int rtx__record_number(void *record, const struct rtx__schema *schema,
                       int field, int64_t number)
{
    return keep(record, schema, field, &number);
}

int rtx__record_flag(void *record, const struct rtx__schema *schema, int field,
                     bool flag)
{
    int32_t value = flag;

    return keep(record, schema, field, &value);
}

int rtx__record_text(struct rtx__parse *show, void *record,
                     const struct rtx__schema *schema, int field,
                     const char *text, size_t length)
{
    const struct rtx__field *row = &schema->fields[field];
    const char *copy;

    if (rtx__record_has(record, field)) {
        memcpy(&copy, rtx__record_member(record, row), sizeof copy);
        return strlen(copy) == length && memcmp(copy, text, length) == 0;
    }
    copy = rtx__arena_text(&show->arena, text, length);
    if (!copy)
        return RTX_E_NOMEM;
    return keep(record, schema, field, &copy);
}

static int keep_word(struct rtx__parse *show, void *record,
                     const struct rtx__schema *schema, int field,
                     const char *text, size_t length)
{
    char word[64];

    if (length > sizeof word)
        return 0;
    for (size_t i = 0; i < length; i++)
        word[i] =
            text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
    return rtx__record_text(show, record, schema, field, word, length);
}

static int keep_time(struct rtx__parse *show, void *record,
                     const struct rtx__schema *schema, int field,
                     const char *text, size_t length)
{
    char iso[RTX__TIME_SIZE];

    if (!rtx__to_time(text, length, iso) && !rtx__to_asctime(text, length, iso))
        return 0;
    return rtx__record_text(show, record, schema, field, iso, strlen(iso));
}

/* One more text of several. */
static int keep_one_of(struct rtx__parse *show, void *record,
                       const struct rtx__schema *schema, int field,
                       const char *text, size_t length)
{
    enum { MOST = 256 };
    struct rtx_texts texts;
    char *member = (char *)record + schema->fields[field].offset;
    const char **items;
    const char *copy;

    memcpy(&texts, member, sizeof texts);
    if (texts.count >= MOST)
        return 0;
    items = rtx__arena_get(&show->arena, (texts.count + 1) * sizeof *items);
    copy = rtx__arena_text(&show->arena, text, length);
    if (!items || !copy)
        return RTX_E_NOMEM;
    if (texts.count)
        memcpy(items, texts.items, texts.count * sizeof *items);
    items[texts.count++] = copy;
    texts.items = items;
    memcpy(member, &texts, sizeof texts);
    rtx__record_mark(record, field);
    return 1;
}

static int keep_address(struct rtx__parse *show, void *record,
                        const struct rtx__schema *schema, int field,
                        const char *text, size_t length)
{
    const struct rtx__field *row = &schema->fields[field];
    struct rtx_address address;
    const char *copy;

    if (rtx__record_has(record, field)) {
        memcpy(&address, rtx__record_member(record, row), sizeof address);
        return strlen(address.text) == length &&
               memcmp(address.text, text, length) == 0;
    }
    copy = rtx__arena_text(&show->arena, text, length);
    if (!copy)
        return RTX_E_NOMEM;
    rtx__to_address(copy, &address);
    return keep(record, schema, field, &address);
}

/* 60000-64095, 49152-59999 */
static int keep_ranges(struct rtx__parse *show, void *record,
                       const struct rtx__schema *schema, int field,
                       const char *text, size_t length)
{
    enum { MOST = 256 };
    struct rtx_range *items =
        rtx__arena_get(&show->arena, MOST * sizeof *items);
    struct rtx_ranges ranges = {0, items};
    const char *end = text + length;

    if (!items)
        return RTX_E_NOMEM;
    while (text < end && ranges.count < MOST) {
        const char *stop = memchr(text, ',', (size_t)(end - text));
        size_t n = (size_t)((stop ? stop : end) - text);
        size_t first = 0;
        struct rtx_range *range = &items[ranges.count];

        while (first < n && text[first] != '-')
            first++;
        if (!rtx__to_integer(text, first, &range->first))
            return 0;
        range->last = range->first;
        if (first < n &&
            !rtx__to_integer(text + first + 1, n - first - 1, &range->last))
            return 0;
        ranges.count++;
        text += n + (stop != NULL);
        while (text < end && *text == ' ')
            text++;
    }
    return text == end && keep(record, schema, field, &ranges);
}

static int keep_number(void *record, const struct rtx__schema *schema,
                       int field, const char *text, size_t length)
{
    int64_t number;
    double decimal;
    int32_t flag;

    switch (schema->fields[field].type) {
    case RTX__TYPE_number:
        /* nothing but a temperature is less than nothing */
        return rtx__to_integer(text, length, &number) &&
               (number >= 0 ||
                strcmp(schema->fields[field].unit, "celsius") == 0) &&
               keep(record, schema, field, &number);
    case RTX__TYPE_duration:
        /* digits alone are seconds: columns say so in their heading */
        return ((rtx__to_integer(text, length, &number) && number >= 0) ||
                rtx__to_duration(text, length, &number)) &&
               keep(record, schema, field, &number);
    case RTX__TYPE_decimal:
        return rtx__to_decimal(text, length, &decimal) &&
               keep(record, schema, field, &decimal);
    default:
        return rtx__to_flag(text, length, &flag) &&
               keep(record, schema, field, &flag);
    }
}

int rtx__record_set(struct rtx__parse *show, void *record,
                    const struct rtx__schema *schema, int field,
                    const char *text, size_t length)
{
    if (length == 0 || (length == 1 && (text[0] == '-' || text[0] == '*')))
        return 1;
    switch (schema->fields[field].type) {
    case RTX__TYPE_text:
        return rtx__record_text(show, record, schema, field, text, length);
    case RTX__TYPE_word:
        return keep_word(show, record, schema, field, text, length);
    case RTX__TYPE_time:
        return keep_time(show, record, schema, field, text, length);
    case RTX__TYPE_texts:
        return keep_one_of(show, record, schema, field, text, length);
    case RTX__TYPE_address:
        return keep_address(show, record, schema, field, text, length);
    case RTX__TYPE_ranges:
        return keep_ranges(show, record, schema, field, text, length);
    case RTX__TYPE_records:
        return 0;
    default:
        return keep_number(record, schema, field, text, length);
    }
}
