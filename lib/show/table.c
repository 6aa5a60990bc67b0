/* A parse as a table for people. */
#include "show/show.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MOST_COLUMNS = 64, GAP = 2, NARROWEST = 8 };

struct table {
    struct rtx_buf out;
    bool colour;
    int width; /* 0: no end */
};

/* What the router's text must not do to a terminal. */
static int add_clean(struct rtx_buf *out, const char *text)
{
    size_t length = strlen(text);
    int rc = 0;

    for (size_t i = 0; i < length && rc == 0;) {
        size_t step = rtx__utf8_step(text + i, length - i);
        unsigned char c = (unsigned char)text[i];
        bool control =
            c < 0x20 || c == 0x7F ||
            (c == 0xC2 && step == 2 && (unsigned char)text[i + 1] < 0xA0);

        rc = control ? rtx__buf_char(out, '?')
                     : rtx__buf_add(out, text + i, step);
        i += step;
    }
    return rc;
}

static int add_duration(struct rtx_buf *out, int64_t seconds)
{
    if (seconds >= 86400)
        return rtx__buf_format(
            out, "%" PRId64 "d %02" PRId64 ":%02" PRId64 ":%02" PRId64,
            seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60,
            seconds % 60);
    return rtx__buf_format(out, "%02" PRId64 ":%02" PRId64 ":%02" PRId64,
                           seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static const char *sign_of(const char *unit)
{
    static const char *const signs[][2] = {
        {"percent", "%"}, {"celsius", " C"}, {"milliseconds", " ms"}};

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (strcmp(signs[i][0], unit) == 0)
            return signs[i][1];
    }
    return "";
}

/* 1,234,567: what counts up for months is not read without its commas. */
static int add_grouped(struct rtx_buf *out, int64_t number)
{
    char digits[24];
    int rc = number < 0 ? rtx__buf_char(out, '-') : 0;
    int length = snprintf(digits, sizeof digits, "%" PRIu64,
                          number < 0 ? -(uint64_t)number : (uint64_t)number);

    for (int i = 0; i < length && rc == 0; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            rc = rtx__buf_char(out, ',');
        if (rc == 0)
            rc = rtx__buf_char(out, digits[i]);
    }
    return rc;
}

static int add_number(struct rtx_buf *out, const char *unit, int64_t number)
{
    if (strcmp(unit, "octets") == 0 || strcmp(unit, "packets") == 0)
        return add_grouped(out, number);
    return rtx__buf_format(out, "%" PRId64 "%s", number, sign_of(unit));
}

static int add_decimal(struct rtx_buf *out, const char *unit, double decimal)
{
    return rtx__buf_format(out, "%.10g%s", decimal, sign_of(unit));
}

static int add_ranges(struct rtx_buf *out, const struct rtx_ranges *ranges)
{
    int rc = 0;

    for (size_t i = 0; i < ranges->count && rc == 0; i++)
        rc = rtx__buf_format(out, "%s%" PRId64 "-%" PRId64, i ? " " : "",
                             ranges->items[i].first, ranges->items[i].last);
    return rc;
}

/* The seconds of a moment's offset are for programs, its T as well. */
static int add_time(struct rtx_buf *out, const char *iso)
{
    return rtx__buf_format(out, "%.10s %.8s%s%s", iso, iso + 11,
                           iso[19] ? " " : "", iso + 19);
}

static int add_texts(struct rtx_buf *out, const struct rtx_texts *texts)
{
    int rc = 0;

    for (size_t i = 0; i < texts->count && rc == 0; i++) {
        if (i > 0)
            rc = rtx__buf_char(out, ' ');
        if (rc == 0)
            rc = add_clean(out, texts->items[i]);
    }
    return rc;
}

static int add_cell(struct rtx_buf *out, const struct rtx__field *field,
                    const void *record)
{
    const void *member = rtx__record_member(record, field);

    switch (field->type) {
    case RTX__TYPE_decimal:
        return add_decimal(out, field->unit, *(const double *)member);
    case RTX__TYPE_address:
        return add_clean(out, ((const struct rtx_address *)member)->text);
    case RTX__TYPE_ranges:
        return add_ranges(out, member);
    case RTX__TYPE_number:
        return add_number(out, field->unit, *(const int64_t *)member);
    case RTX__TYPE_duration:
        return add_duration(out, *(const int64_t *)member);
    case RTX__TYPE_flag:
        return rtx__buf_text(out, *(const int32_t *)member ? "on" : "off");
    case RTX__TYPE_texts:
        return add_texts(out, member);
    case RTX__TYPE_records:
        return add_number(out, "",
                          (int64_t)((const struct rtx_list *)member)->count);
    case RTX__TYPE_time:
        return add_time(out, *(const char *const *)member);
    default:
        return add_clean(out, *(const char *const *)member);
    }
}

/* The field's name in words, without its unit: "cpu 5s", "uptime". */
static int heading(struct rtx_buf *out, const struct rtx__field *field)
{
    static const char *const units[] = {"_percent", "_s", "_c"};
    size_t length = strlen(field->name);
    int rc = 0;

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        size_t n = strlen(units[i]);

        if (strcmp(field->unit, "none") != 0 && length > n &&
            strcmp(field->name + length - n, units[i]) == 0) {
            length -= n;
            break;
        }
    }
    for (size_t i = 0; i < length && rc == 0; i++)
        rc = rtx__buf_char(out, field->name[i] == '_' ? ' ' : field->name[i]);
    return rc;
}

static int cell_or_dash(struct rtx_buf *cell, const struct rtx__schema *schema,
                        int field, const void *record)
{
    rtx__buf_clear(cell);
    if (!record)
        return heading(cell, &schema->fields[field]);
    if (!rtx__record_has(record, field))
        return rtx__buf_char(cell, '-');
    return add_cell(cell, &schema->fields[field], record);
}

static int width_of(const struct rtx_buf *cell)
{
    return rtx__utf8_width(rtx__buf_str(cell), cell->length);
}

/* Cut at `width` columns, at a character's border. */
static void cut(struct rtx_buf *cell, int width)
{
    size_t kept = 0;
    int columns = 0;

    if (width <= 0 || width_of(cell) <= width)
        return;
    while (kept < cell->length) {
        size_t step = rtx__utf8_step(cell->data + kept, cell->length - kept);

        columns += rtx__utf8_width(cell->data + kept, step);
        if (columns > width)
            break;
        kept += step;
    }
    cell->length = kept;
    cell->data[kept] = '\0';
}

static bool is_right(const struct rtx__field *field)
{
    return field->type == RTX__TYPE_number ||
           field->type == RTX__TYPE_duration ||
           field->type == RTX__TYPE_decimal || field->type == RTX__TYPE_records;
}

static int style(struct table *table, const char *sequence)
{
    return table->colour ? rtx__buf_text(&table->out, sequence) : 0;
}

/* `text` in a column of this width; the last one is not filled up. */
static int add_padded(struct table *table, const struct rtx_buf *cell,
                      int width, bool right, bool last)
{
    size_t pad = (size_t)(width > width_of(cell) ? width - width_of(cell) : 0);
    int rc = right ? rtx__buf_fill(&table->out, ' ', pad) : 0;

    if (rc == 0)
        rc = rtx__buf_add(&table->out, rtx__buf_str(cell), cell->length);
    if (rc == 0 && !last)
        rc = rtx__buf_fill(&table->out, ' ', (right ? 0 : pad) + GAP);
    return rc;
}

/* A row, or the headings when there is no record. */
static int add_row(struct table *table, const struct rtx__schema *schema,
                   const int *widths, const void *record)
{
    struct rtx_buf cell;
    int left = table->width;
    int rc = 0;

    rtx__buf_init(&cell, SIZE_MAX / 4);
    for (int i = 0; i < schema->count && rc == 0; i++) {
        bool last = i + 1 == schema->count;

        rc = cell_or_dash(&cell, schema, i, record);
        if (table->width && last)
            cut(&cell, left > NARROWEST ? left : NARROWEST);
        if (rc == 0)
            rc = add_padded(table, &cell, widths[i],
                            is_right(&schema->fields[i]), last);
        left -= widths[i] + GAP;
    }
    rtx__buf_free(&cell);
    return rc;
}

static int measure(const struct rtx_list *list,
                   const struct rtx__schema *schema, int *widths)
{
    struct rtx_buf cell;
    int rc = 0;

    rtx__buf_init(&cell, SIZE_MAX / 4);
    for (size_t i = 0; i <= list->count && rc == 0; i++) {
        const void *record = i ? rtx__list_at(list, i - 1) : NULL;

        for (int j = 0; j < schema->count && rc == 0; j++) {
            rc = cell_or_dash(&cell, schema, j, record);
            if (width_of(&cell) > widths[j])
                widths[j] = width_of(&cell);
        }
    }
    rtx__buf_free(&cell);
    return rc;
}

static int add_list(struct table *table, const struct rtx_list *list,
                    const struct rtx__schema *schema)
{
    int widths[MOST_COLUMNS] = {0};
    int rc = measure(list, schema, widths);

    if (rc == 0)
        rc = style(table, "\033[1m");
    if (rc == 0)
        rc = add_row(table, schema, widths, NULL);
    if (rc == 0)
        rc = style(table, "\033[0m");
    if (rc == 0)
        rc = rtx__buf_char(&table->out, '\n');
    for (size_t i = 0; i < list->count && rc == 0; i++) {
        rc = add_row(table, schema, widths, rtx__list_at(list, i));
        if (rc == 0)
            rc = rtx__buf_char(&table->out, '\n');
    }
    return rc;
}

static int add_member(struct table *table, const struct rtx__schema *schema,
                      int field, const void *record, int label_width)
{
    struct rtx_buf cell;
    int left = table->width - label_width - GAP;
    int rc;

    rtx__buf_init(&cell, SIZE_MAX / 4);
    rc = cell_or_dash(&cell, schema, field, NULL);
    if (rc == 0)
        rc = style(table, "\033[1m");
    if (rc == 0)
        rc = add_padded(table, &cell, label_width, false, false);
    if (rc == 0)
        rc = style(table, "\033[0m");
    if (rc == 0)
        rc = cell_or_dash(&cell, schema, field, record);
    if (table->width)
        cut(&cell, left > NARROWEST ? left : NARROWEST);
    if (rc == 0)
        rc = rtx__buf_add(&table->out, rtx__buf_str(&cell), cell.length);
    if (rc == 0)
        rc = rtx__buf_char(&table->out, '\n');
    rtx__buf_free(&cell);
    return rc;
}

/* A line per field that is there; the records inside follow as tables. */
static int add_record(struct table *table, const void *record,
                      const struct rtx__schema *schema)
{
    const struct rtx_list none = {sizeof none, 0, 0, 0, NULL};
    int widths[MOST_COLUMNS] = {0};
    int label = 0;
    int rc = measure(&none, schema, widths);

    for (int i = 0; i < schema->count; i++) {
        if (rtx__record_has(record, i) && widths[i] > label)
            label = widths[i];
    }
    for (int i = 0; i < schema->count && rc == 0; i++) {
        const struct rtx__field *field = &schema->fields[i];

        if (rtx__record_has(record, i))
            rc = add_member(table, schema, i, record, label);
        if (rc == 0 && field->type == RTX__TYPE_records)
            rc = add_list(table, rtx__record_member(record, field),
                          rtx__schema_find(field->unit));
    }
    return rc;
}

/* Too much for a row: more columns than a line has, or lists in it. */
static bool is_block(const struct rtx__schema *schema)
{
    enum { COLUMNS = 10 };

    for (int i = 0; i < schema->count; i++) {
        if (schema->fields[i].type == RTX__TYPE_records)
            return true;
    }
    return schema->count > COLUMNS;
}

/* Each record by itself, an empty line between. */
static int add_blocks(struct table *table, const struct rtx_list *list,
                      const struct rtx__schema *schema)
{
    int rc = 0;

    for (size_t i = 0; i < list->count && rc == 0; i++) {
        if (i > 0)
            rc = rtx__buf_char(&table->out, '\n');
        if (rc == 0)
            rc = add_record(table, rtx__list_at(list, i), schema);
    }
    return rc;
}

static int add_unparsed(struct table *table, const struct rtx__output *output)
{
    const struct rtx_show_report *report = &output->report;
    int rc = 0;

    if (output->parser && report->unparsed) {
        rc = rtx__buf_format(
            &table->out, "%s%" PRIu64 " line%s not understood:%s\n",
            table->colour ? "\033[33m" : "", report->unparsed,
            report->unparsed == 1 ? "" : "s", table->colour ? "\033[0m" : "");
    }
    for (uint64_t i = 0; i < report->unparsed && rc == 0; i++) {
        if (output->parser)
            rc = rtx__buf_text(&table->out, "  ");
        if (rc == 0)
            rc = add_clean(&table->out, report->unparsed_lines[i].text);
        if (rc == 0)
            rc = rtx__buf_char(&table->out, '\n');
    }
    return rc;
}

int rtx__table_write(const struct rtx__output *output, bool colour, int width,
                     char **ret)
{
    const struct rtx__command *parser = output->parser;
    struct table table = {.colour = colour, .width = width > 0 ? width : 0};
    int rc = 0;

    rtx__buf_init(&table.out, SIZE_MAX / 4);
    if (parser && parser->array && is_block(parser->schema))
        rc = add_blocks(&table, &output->records, parser->schema);
    else if (parser && parser->array)
        rc = add_list(&table, &output->records, parser->schema);
    else if (parser)
        rc = add_record(&table, rtx__list_at(&output->records, 0),
                        parser->schema);
    if (rc == 0)
        rc = add_unparsed(&table, output);
    if (rc == 0) {
        *ret = rtx__buf_take(&table.out);
        rc = *ret ? 0 : RTX_E_NOMEM;
    }
    rtx__buf_free(&table.out);
    return rc;
}
