/* The reference page, made from the tables. */
#include "show/show.h"

#include <string.h>

static const char *const intro =
    "# What the show parsers give\n\n"
    "Made from the tables of include/rtx/show by `rtx-show --reference`. The C "
    "structs\nand the JSON have the same names. A field that the router did "
    "not print is null\nin JSON; in C its bit in `present` is not set. "
    "`optional` fields are not printed\nby every firmware. A label `a|b` "
    "stands before the value (`a`) and behind it (`b`);\n`;` parts labels "
    "that mean the same.\n";

/* A cell; what would end it is escaped. */
static int add_cell(struct rtx_buf *out, const char *text)
{
    int rc = rtx__buf_text(out, " ");

    for (; *text && rc == 0; text++) {
        if (*text == '|' || *text == '<' || *text == '*')
            rc = rtx__buf_char(out, '\\');
        if (rc == 0)
            rc = rtx__buf_char(out, *text);
    }
    return rc ? rc : rtx__buf_text(out, " |");
}

static int add_field(struct rtx_buf *out, const struct rtx__field *field)
{
    const char *const cells[] = {
        field->name,
        field->type_name,
        strcmp(field->unit, "none") == 0 ? "" : field->unit,
        field->optional ? "optional" : "",
        field->japanese,
        field->english,
        field->about,
    };
    int rc = rtx__buf_text(out, "|");

    for (size_t i = 0; i < sizeof cells / sizeof cells[0] && rc == 0; i++)
        rc = add_cell(out, cells[i]);
    return rc ? rc : rtx__buf_char(out, '\n');
}

static int add_record(struct rtx_buf *out, const struct rtx__schema *schema)
{
    int rc = rtx__buf_format(
        out,
        "\n### struct rtx_%s\n\n"
        "| field | type | unit, record | | Japanese label | English label | "
        "|\n|---|---|---|---|---|---|---|\n",
        schema->name);

    for (int i = 0; i < schema->count && rc == 0; i++)
        rc = add_field(out, &schema->fields[i]);
    for (int i = 0; i < schema->count && rc == 0; i++) {
        if (schema->fields[i].type == RTX__TYPE_records)
            rc = add_record(out, rtx__schema_find(schema->fields[i].unit));
    }
    return rc;
}

static int add_command(struct rtx_buf *out, const struct rtx__command *parser)
{
    int rc = rtx__buf_format(out,
                             "\n## %s\n\n`%s`; rtx_parse_%s(), "
                             "rtx_show_%s(); %s.\n",
                             parser->name, parser->form, parser->output,
                             parser->output,
                             parser->array ? "a list" : "one record");

    return rc ? rc : add_record(out, parser->schema);
}

int rtx_schema_reference(char **ret)
{
    struct rtx_buf out;
    int rc;

    if (!ret)
        return RTX_E_ARGUMENT;
    rtx__buf_init(&out, SIZE_MAX / 4);
    rc = rtx__buf_text(&out, intro);
    for (size_t i = 0; rtx__command_at(i) && rc == 0; i++)
        rc = add_command(&out, rtx__command_at(i));
    if (rc == 0) {
        *ret = rtx__buf_take(&out);
        rc = *ret ? 0 : RTX_E_NOMEM;
    }
    rtx__buf_free(&out);
    return rc;
}
