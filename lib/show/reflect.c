/* The tables for bindings: names, types and offsets of all records. */
#include "show/show.h"

size_t rtx_schema_count(void)
{
    size_t count = 0;

    while (rtx__schema_at(count))
        count++;
    return count;
}

int rtx_schema_record(size_t index, struct rtx_schema_record *ret)
{
    const struct rtx__schema *schema = rtx__schema_at(index);
    const struct rtx__command *command;
    struct rtx_schema_record full = {0};

    if (!schema || !ret)
        return RTX_E_ARGUMENT;
    command = rtx__command_of(schema);
    full.fields = (uint32_t)schema->count;
    full.bytes = schema->size;
    full.name = schema->name;
    full.command = command ? command->name : "";
    full.array = !command || command->array;
    return rtx__hand_over(ret, &full, sizeof full);
}

int rtx_schema_field(size_t record, size_t field, struct rtx_schema_field *ret)
{
    const struct rtx__schema *schema = rtx__schema_at(record);
    const struct rtx__field *row;
    struct rtx_schema_field full = {0};

    if (!schema || !ret || field >= (size_t)schema->count)
        return RTX_E_ARGUMENT;
    row = &schema->fields[field];
    full.optional = row->optional;
    full.offset = row->offset;
    full.bytes = row->size;
    full.name = row->name;
    full.type = row->type_name;
    full.unit = row->unit;
    full.japanese = row->japanese;
    full.english = row->english;
    full.about = row->about;
    return rtx__hand_over(ret, &full, sizeof full);
}

const char *rtx_schema_output(size_t index)
{
    const struct rtx__command *command = rtx__command_at(index);

    return command ? command->output : NULL;
}
