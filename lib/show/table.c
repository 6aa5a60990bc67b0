/* A parse as a table for people. */
#include "show/table.h"

#include <inttypes.h>
#include <string.h>

int rtx__table_style(struct rtx__table *table, const char *sequence)
{
    return table->colour ? rtx__buf_text(&table->out, sequence) : 0;
}

static int add_list(struct rtx__table *table, const struct rtx_list *list,
                    const struct rtx__schema *schema, int indent);

/* The value behind its label, broken into lines where it is too long. */
static int add_value(struct rtx__table *table, const struct rtx_buf *value,
                     int indent)
{
    int left = table->width - indent;
    int width = left > RTX__TABLE_NARROWEST ? left : RTX__TABLE_NARROWEST;
    size_t length = value->length;
    size_t at = 0;
    int rc = 0;

    do {
        size_t next = length - at;
        const char *text = rtx__buf_str(value) + at;
        size_t kept = table->width
                          ? rtx__cell_piece(text, length - at, width, &next)
                          : length;

        if (at > 0)
            rc = rtx__buf_fill(&table->out, ' ', (size_t)indent);
        if (rc == 0)
            rc = rtx__buf_add(&table->out, text, kept);
        if (rc == 0)
            rc = rtx__buf_char(&table->out, '\n');
        at += next;
    } while (rc == 0 && at < length);
    return rc;
}

static int add_member(struct rtx__table *table,
                      const struct rtx__schema *schema, int field,
                      const void *record, int indent, int label)
{
    struct rtx_buf cell;
    int rc = rtx__buf_fill(&table->out, ' ', (size_t)indent);
    size_t begin;

    rtx__buf_init(&cell, SIZE_MAX / 4);
    if (rc == 0)
        rc = rtx__table_style(table, "\033[1m");
    begin = table->out.length;
    if (rc == 0)
        rc = rtx__cell_heading(&table->out, &schema->fields[field]);
    if (rc == 0)
        rc = rtx__buf_fill(&table->out, ' ',
                           begin + (size_t)label + RTX__TABLE_GAP -
                               table->out.length);
    if (rc == 0)
        rc = rtx__table_style(table, "\033[0m");
    if (rc == 0)
        rc = rtx__cell_value(&cell, schema, field, record, table->units);
    if (rc == 0)
        rc = add_value(table, &cell, indent + label + RTX__TABLE_GAP);
    rtx__buf_free(&cell);
    return rc;
}

/* ports (4) */
static int add_inner(struct rtx__table *table, const struct rtx__field *field,
                     const struct rtx_list *list, int indent)
{
    int rc = rtx__buf_fill(&table->out, ' ', (size_t)indent);

    if (rc == 0)
        rc = rtx__table_style(table, "\033[1m");
    if (rc == 0)
        rc = rtx__cell_heading(&table->out, field);
    if (rc == 0)
        rc = rtx__table_style(table, "\033[0m");
    if (rc == 0)
        rc = rtx__buf_format(&table->out, " (%zu)\n", list->count);
    if (rc == 0 && list->count)
        rc = add_list(table, list, rtx__schema_find(field->unit),
                      indent + RTX__TABLE_NESTED);
    return rc;
}

/* How wide the labels are; -1: no memory. */
static int label_width(const struct rtx__schema *schema, const void *record)
{
    struct rtx_buf cell;
    int ret = 0;
    int rc = 0;

    rtx__buf_init(&cell, SIZE_MAX / 4);
    for (int i = 0; i < schema->count && rc == 0; i++) {
        if (!rtx__record_has(record, i) ||
            schema->fields[i].type == RTX__TYPE_records)
            continue;
        rtx__buf_clear(&cell);
        rc = rtx__cell_heading(&cell, &schema->fields[i]);
        if (rtx__cell_width(&cell) > ret)
            ret = rtx__cell_width(&cell);
    }
    rtx__buf_free(&cell);
    return rc < 0 ? -1 : ret;
}

/* A line per field that is there; the records inside follow as tables. */
static int add_record(struct rtx__table *table, const void *record,
                      const struct rtx__schema *schema, int indent)
{
    int label = label_width(schema, record);
    int rc = label < 0 ? RTX_E_NOMEM : 0;

    for (int i = 0; i < schema->count && rc == 0; i++) {
        if (rtx__record_has(record, i) &&
            schema->fields[i].type != RTX__TYPE_records)
            rc = add_member(table, schema, i, record, indent, label);
    }
    for (int i = 0; i < schema->count && rc == 0; i++) {
        const struct rtx__field *field = &schema->fields[i];

        if (field->type == RTX__TYPE_records)
            rc = add_inner(table, field, rtx__record_member(record, field),
                           indent);
    }
    return rc;
}

/* Too much for a row: lists in it, or more columns than a line has. Those of
 * a list inside a record are few, as most have no value. */
static bool is_block(const struct rtx__schema *schema, bool inside)
{
    enum { COLUMNS = 10 };

    for (int i = 0; i < schema->count; i++) {
        if (schema->fields[i].type == RTX__TYPE_records)
            return true;
    }
    return !inside && schema->count > COLUMNS;
}

/* Rows under headings, or each record by itself, an empty line between. */
static int add_list(struct rtx__table *table, const struct rtx_list *list,
                    const struct rtx__schema *schema, int indent)
{
    int rc = 0;

    if (!is_block(schema, indent > 0))
        rc = rtx__columns_write(table, list, schema, indent);
    if (rc != 0)
        return rc < 0 ? rc : 0;
    for (size_t i = 0; i < list->count && rc == 0; i++) {
        if (i > 0)
            rc = rtx__buf_char(&table->out, '\n');
        if (rc == 0)
            rc = add_record(table, rtx__list_at(list, i), schema, indent);
    }
    return rc;
}

static int add_unparsed(struct rtx__table *table,
                        const struct rtx__output *output)
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
            rc = rtx__cell_clean(&table->out, report->unparsed_lines[i].text);
        if (rc == 0)
            rc = rtx__buf_char(&table->out, '\n');
    }
    return rc;
}

static int add_output(struct rtx__table *table,
                      const struct rtx__output *output)
{
    const struct rtx__command *parser = output->parser;
    size_t begin = table->out.length;
    int rc = 0;

    if (parser && parser->array && output->records.count)
        rc = add_list(table, &output->records, parser->schema, 0);
    else if (parser && !parser->array)
        rc = add_record(table, rtx__list_at(&output->records, 0),
                        parser->schema, 0);
    if (rc == 0)
        rc = add_unparsed(table, output);
    /* an empty table looks like a program that did nothing */
    if (rc == 0 && table->out.length == begin)
        rc = rtx__buf_text(&table->out, "none\n");
    return rc;
}

int rtx__table_write(const struct rtx__output *output, unsigned flags,
                     int width, char **ret)
{
    struct rtx__table table = {.colour = flags & RTX_TABLE_COLOUR,
                               .units = flags & RTX_TABLE_UNITS,
                               .width = width > 0 ? width : 0};
    int rc;

    rtx__buf_init(&table.out, SIZE_MAX / 4);
    rc = add_output(&table, output);
    if (rc == 0) {
        *ret = rtx__buf_take(&table.out);
        rc = *ret ? 0 : RTX_E_NOMEM;
    }
    rtx__buf_free(&table.out);
    return rc;
}
