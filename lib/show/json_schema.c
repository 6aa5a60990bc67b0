/* JSON Schemas of the outputs, made from the tables. */
#include "show/show.h"

#include <jansson.h>
#include <string.h>

#define DIALECT "https://json-schema.org/draft/2020-12/schema"

/* `{"type": [type, "null"], …}`; takes `more` over, which may be NULL. */
static json_t *nullable(const char *type, json_t *more)
{
    json_t *ret = json_pack("{s: [s, s]}", "type", type, "null");

    if (ret && more && json_object_update(ret, more) < 0) {
        json_decref(ret);
        ret = NULL;
    }
    json_decref(more);
    return ret;
}

static json_t *array_of(const char *record)
{
    json_t *name = json_sprintf("#/$defs/%s", record);

    return json_pack("{s: s, s: {s: o}}", "type", "array", "items", "$ref",
                     name);
}

static json_t *type_json(const struct rtx__field *field)
{
    switch (field->type) {
    case RTX__TYPE_number:
        return nullable("integer", NULL);
    case RTX__TYPE_duration:
        return nullable("integer", json_pack("{s: i}", "minimum", 0));
    case RTX__TYPE_decimal:
        return nullable("number", NULL);
    case RTX__TYPE_flag:
        return nullable("boolean", NULL);
    case RTX__TYPE_time:
        return nullable(
            "string", json_pack("{s: s}", "pattern",
                                "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}"
                                ":[0-9]{2}([+-][0-9]{2}:[0-9]{2})?$"));
    case RTX__TYPE_word:
        return nullable("string", json_pack("{s: s}", "pattern", "^[^A-Z]*$"));
    case RTX__TYPE_texts:
        return nullable("array",
                        json_pack("{s: {s: s}}", "items", "type", "string"));
    case RTX__TYPE_ranges:
        return nullable("array",
                        json_pack("{s: {s: s, s: {s: s}, s: i, s: i}}", "items",
                                  "type", "array", "items", "type", "integer",
                                  "minItems", 2, "maxItems", 2));
    case RTX__TYPE_records:
        return array_of(field->unit);
    default:
        return nullable("string", NULL);
    }
}

static json_t *field_json(const struct rtx__field *field)
{
    json_t *ret = type_json(field);
    json_t *about =
        strcmp(field->unit, "none") == 0 || field->type == RTX__TYPE_records
            ? json_string(field->about)
            : json_sprintf("%s (%s)", field->about, field->unit);

    if (json_object_set_new(ret, "description", about) < 0) {
        json_decref(ret);
        ret = NULL;
    }
    return ret;
}

static int add_record(json_t *defs, const struct rtx__schema *schema);

/* The records that it holds, too. */
static int add_inner(json_t *defs, const struct rtx__schema *schema)
{
    int rc = 0;

    for (int i = 0; i < schema->count && rc == 0; i++) {
        if (schema->fields[i].type == RTX__TYPE_records)
            rc = add_record(defs, rtx__schema_find(schema->fields[i].unit));
    }
    return rc;
}

static int add_record(json_t *defs, const struct rtx__schema *schema)
{
    json_t *properties = json_object();
    json_t *required = json_array();
    json_t *record;

    for (int i = 0; i < schema->count; i++) {
        const struct rtx__field *field = &schema->fields[i];

        if (json_object_set_new(properties, field->name, field_json(field)) <
                0 ||
            json_array_append_new(required, json_string(field->name)) < 0) {
            json_decref(properties);
            properties = NULL;
        }
    }
    record =
        json_pack("{s: s, s: o, s: o, s: b}", "type", "object", "properties",
                  properties, "required", required, "additionalProperties", 0);
    if (json_object_set_new(defs, schema->name, record) < 0)
        return RTX_E_NOMEM;
    return add_inner(defs, schema);
}

static json_t *data_json(const struct rtx__command *parser)
{
    if (parser->array)
        return array_of(parser->schema->name);
    return json_pack("{s: o}", "$ref",
                     json_sprintf("#/$defs/%s", parser->schema->name));
}

/* What stands around the data, for every command. */
static json_t *envelope(const struct rtx__command *parser, json_t *defs)
{
    json_t *properties = json_pack(
        "{s: {s: s}, s: o, s: {s: [s, s, n]}, s: {s: s}, s: {s: s, s: {s: s}},"
        " s: o}",
        "command", "type", "string", "model", nullable("string", NULL),
        "language", "enum", "ja", "en", "complete", "type", "boolean",
        "unparsed", "type", "array", "items", "type", "string", "data",
        data_json(parser));

    return json_pack("{s: s, s: s, s: s, s: s, s: o, s: [s, s, s, s, s, s], "
                     "s: b, s: o}",
                     "$schema", DIALECT, "$id", parser->output, "title",
                     parser->name, "type", "object", "properties", properties,
                     "required", "command", "model", "language", "complete",
                     "unparsed", "data", "additionalProperties", 0, "$defs",
                     defs);
}

int rtx_schema_json(const char *command, char **ret)
{
    const struct rtx__command *parser;
    json_t *defs;

    if (!command || !ret)
        return RTX_E_ARGUMENT;
    parser = rtx__command_named(command);
    if (!parser)
        return RTX_E_UNSUPPORTED;
    defs = json_object();
    if (add_record(defs, parser->schema) < 0) {
        json_decref(defs);
        return RTX_E_NOMEM;
    }
    return rtx__json_text(envelope(parser, defs), ret);
}
