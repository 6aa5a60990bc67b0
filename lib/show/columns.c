/*
 * A list as rows under headings, made to fit: on a terminal that is too narrow
 * headings are broken, then shortened, columns that say nothing of their own
 * are left out, and at last texts are broken inside their columns.
 */
#include "show/table.h"

#include <string.h>

enum { MOST_COLUMNS = 64 };

enum fit { FIT_PLAIN, FIT_BROKEN, FIT_BRIEF, FIT_FEWER, FIT_SHRUNK };

struct column {
    int field;
    int width;
    int value; /* the widest of its values, headings apart */
    bool used; /* does any record have it? */
    bool shown;
};

struct columns {
    const struct rtx__schema *schema;
    struct column items[MOST_COLUMNS];
    int count;
    int indent;
    enum fit fit;
};

/* One line of a row: what is left of each cell. */
struct row {
    struct rtx_buf cells[MOST_COLUMNS];
    size_t at[MOST_COLUMNS];
};

/* What another column says as well. */
static bool is_aside(const struct rtx__schema *schema, int field)
{
    static const char *const asides[][2] = {{"log_entry", "category"},
                                            {"log_entry", "interface"},
                                            {"config_line", "key"},
                                            {"status_user", "radius"}};

    for (size_t i = 0; i < sizeof asides / sizeof asides[0]; i++) {
        if (strcmp(asides[i][0], schema->name) == 0 &&
            strcmp(asides[i][1], schema->fields[field].name) == 0)
            return true;
    }
    return false;
}

static bool is_right(const struct rtx__field *field)
{
    return field->type == RTX__TYPE_number ||
           field->type == RTX__TYPE_duration ||
           field->type == RTX__TYPE_decimal || field->type == RTX__TYPE_records;
}

static bool is_text(const struct rtx__field *field)
{
    return field->type == RTX__TYPE_text || field->type == RTX__TYPE_texts ||
           field->type == RTX__TYPE_ranges;
}

static int add_heading(struct rtx_buf *cell, const struct rtx__field *field,
                       enum fit fit)
{
    rtx__buf_clear(cell);
    return fit >= FIT_BRIEF ? rtx__cell_brief(cell, field)
                            : rtx__cell_heading(cell, field);
}

static int longest_word(const struct rtx_buf *cell)
{
    const char *word = rtx__buf_str(cell);
    int longest = 0;

    while (*word) {
        int length = (int)strcspn(word, " ");

        longest = length > longest ? length : longest;
        word += length;
        word += strspn(word, " ");
    }
    return longest;
}

/* How wide the values are, and which columns have any. */
static int measure(struct columns *columns, const struct rtx__table *table,
                   const struct rtx_list *list)
{
    struct rtx_buf cell;
    int rc = 0;

    rtx__buf_init(&cell, SIZE_MAX / 4);
    for (size_t i = 0; i < list->count && rc == 0; i++) {
        const void *record = rtx__list_at(list, i);

        for (int j = 0; j < columns->count && rc == 0; j++) {
            struct column *column = &columns->items[j];
            int width;

            rtx__buf_clear(&cell);
            rc = rtx__cell_value(&cell, columns->schema, column->field, record,
                                 table->units);
            width = rtx__cell_width(&cell);
            column->value = width > column->value ? width : column->value;
            column->used |= rtx__record_has(record, column->field);
        }
    }
    rtx__buf_free(&cell);
    return rc;
}

static int total(const struct columns *columns)
{
    int ret = columns->indent - RTX__TABLE_GAP;

    for (int i = 0; i < columns->count; i++) {
        if (columns->items[i].shown)
            ret += columns->items[i].width + RTX__TABLE_GAP;
    }
    return ret;
}

/* The widths that this way of fitting gives. */
static int try_fit(struct columns *columns, const struct rtx__table *table)
{
    struct rtx_buf cell;
    int rc = 0;

    rtx__buf_init(&cell, SIZE_MAX / 4);
    for (int i = 0; i < columns->count && rc == 0; i++) {
        struct column *column = &columns->items[i];
        int width;

        rc = add_heading(&cell, &columns->schema->fields[column->field],
                         columns->fit);
        width = columns->fit >= FIT_BROKEN ? longest_word(&cell)
                                           : rtx__cell_width(&cell);
        column->width = width > column->value ? width : column->value;
        column->shown =
            (column->used || !table->width) &&
            (columns->fit < FIT_FEWER || !is_aside(columns->schema, i));
    }
    rtx__buf_free(&cell);
    return rc;
}

/* The widest of the columns that may become narrower; NULL: there is none. */
static struct column *widest(struct columns *columns)
{
    struct column *ret = NULL;

    for (int i = 0; i < columns->count; i++) {
        struct column *column = &columns->items[i];

        if (column->shown && column->width > RTX__TABLE_NARROWEST &&
            is_text(&columns->schema->fields[column->field]) &&
            (!ret || column->width > ret->width))
            ret = column;
    }
    return ret;
}

static bool shrink(struct columns *columns, int width)
{
    struct column *column;

    while (total(columns) > width && (column = widest(columns)))
        column->width--;
    return total(columns) <= width;
}

/* 1: it fits, 0: it cannot, negative: an error */
static int fit(struct columns *columns, const struct rtx__table *table)
{
    int rc = 0;

    for (int i = FIT_PLAIN; i <= FIT_SHRUNK && rc == 0; i++) {
        columns->fit = (enum fit)i;
        rc = try_fit(columns, table);
        if (rc == 0 && (!table->width || total(columns) <= table->width ||
                        (i == FIT_SHRUNK && shrink(columns, table->width))))
            return 1;
    }
    return rc;
}

/* The next line of a cell, in its column. */
static int add_piece(struct rtx__table *table, const struct columns *columns,
                     const struct column *column, const struct rtx_buf *cell,
                     size_t *at)
{
    const char *text = rtx__buf_str(cell) + *at;
    size_t length = cell->length - *at;
    size_t next = length;
    size_t kept = table->width
                      ? rtx__cell_piece(text, length, column->width, &next)
                      : length;
    int width = rtx__utf8_width(text, kept);
    size_t pad = (size_t)(column->width > width ? column->width - width : 0);
    bool right = is_right(&columns->schema->fields[column->field]);
    int rc = right ? rtx__buf_fill(&table->out, ' ', pad) : 0;

    *at += next;
    if (rc == 0)
        rc = rtx__buf_add(&table->out, text, kept);
    if (rc == 0)
        rc = rtx__buf_fill(&table->out, ' ', (right ? 0 : pad));
    return rc;
}

static bool is_left(const struct columns *columns, const struct row *row)
{
    for (int i = 0; i < columns->count; i++) {
        if (columns->items[i].shown && row->at[i] < row->cells[i].length)
            return true;
    }
    return false;
}

/* The lines of a row, whose cells are made. */
static int add_lines(struct rtx__table *table, const struct columns *columns,
                     struct row *row)
{
    int rc = 0;

    do {
        size_t begin = table->out.length;

        rc = rtx__buf_fill(&table->out, ' ', (size_t)columns->indent);
        for (int i = 0, first = 1; i < columns->count && rc == 0; i++) {
            if (!columns->items[i].shown)
                continue;
            rc = rtx__buf_fill(&table->out, ' ', first ? 0 : RTX__TABLE_GAP);
            if (rc == 0)
                rc = add_piece(table, columns, &columns->items[i],
                               &row->cells[i], &row->at[i]);
            first = 0;
        }
        while (rc == 0 && table->out.length > begin &&
               table->out.data[table->out.length - 1] == ' ')
            table->out.length--;
        if (rc == 0)
            rc = rtx__buf_char(&table->out, '\n');
    } while (rc == 0 && is_left(columns, row));
    return rc;
}

/* A record's row; the headings when there is none. */
static int add_row(struct rtx__table *table, const struct columns *columns,
                   struct row *row, const void *record)
{
    int rc = 0;

    for (int i = 0; i < columns->count && rc == 0; i++) {
        int field = columns->items[i].field;

        row->at[i] = 0;
        if (!columns->items[i].shown)
            continue;
        rtx__buf_clear(&row->cells[i]);
        rc = record
                 ? rtx__cell_value(&row->cells[i], columns->schema, field,
                                   record, table->units)
                 : add_heading(&row->cells[i], &columns->schema->fields[field],
                               columns->fit);
    }
    return rc ? rc : add_lines(table, columns, row);
}

static int add_rows(struct rtx__table *table, const struct columns *columns,
                    const struct rtx_list *list)
{
    struct row row;
    int rc = rtx__table_style(table, "\033[1m");

    for (int i = 0; i < columns->count; i++)
        rtx__buf_init(&row.cells[i], SIZE_MAX / 4);
    if (rc == 0)
        rc = add_row(table, columns, &row, NULL);
    if (rc == 0)
        rc = rtx__table_style(table, "\033[0m");
    for (size_t i = 0; i < list->count && rc == 0; i++)
        rc = add_row(table, columns, &row, rtx__list_at(list, i));
    for (int i = 0; i < columns->count; i++)
        rtx__buf_free(&row.cells[i]);
    return rc;
}

int rtx__columns_write(struct rtx__table *table, const struct rtx_list *list,
                       const struct rtx__schema *schema, int indent)
{
    struct columns columns = {
        .schema = schema, .count = schema->count, .indent = indent};
    int rc;

    for (int i = 0; i < columns.count; i++)
        columns.items[i].field = i;
    rc = measure(&columns, table, list);
    if (rc == 0)
        rc = fit(&columns, table);
    if (rc <= 0)
        return rc;
    rc = add_rows(table, &columns, list);
    return rc ? rc : 1;
}
