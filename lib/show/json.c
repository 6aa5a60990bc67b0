/* A parse as one JSON object. */
#include "show/show.h"

#include <jansson.h>
#include <string.h>

static json_t *text_json(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *texts_json(const struct rtx_texts *texts)
{
    json_t *array = json_array();

    for (size_t i = 0; array && i < texts->count; i++) {
        if (json_array_append_new(array, text_json(texts->items[i])) < 0) {
            json_decref(array);
            array = NULL;
        }
    }
    return array;
}

static json_t *ranges_json(const struct rtx_ranges *ranges)
{
    json_t *array = json_array();

    for (size_t i = 0; array && i < ranges->count; i++) {
        json_t *range = json_pack("[I, I]", (json_int_t)ranges->items[i].first,
                                  (json_int_t)ranges->items[i].last);

        if (json_array_append_new(array, range) < 0) {
            json_decref(array);
            array = NULL;
        }
    }
    return array;
}

static json_t *list_json(const struct rtx_list *list,
                         const struct rtx__schema *schema);

static json_t *value_json(const struct rtx__field *field, const void *member)
{
    switch (field->type) {
    case RTX__TYPE_number:
    case RTX__TYPE_duration:
        return json_integer(*(const int64_t *)member);
    case RTX__TYPE_decimal:
        return json_real(*(const double *)member);
    case RTX__TYPE_address:
        return text_json(((const struct rtx_address *)member)->text);
    case RTX__TYPE_ranges:
        return ranges_json(member);
    case RTX__TYPE_flag:
        return json_boolean(*(const int32_t *)member);
    case RTX__TYPE_texts:
        return texts_json(member);
    case RTX__TYPE_records:
        return list_json(member, rtx__schema_find(field->unit));
    default:
        return text_json(*(const char *const *)member);
    }
}

static json_t *record_json(const void *record, const struct rtx__schema *schema)
{
    json_t *object = json_object();

    for (int i = 0; object && i < schema->count; i++) {
        const struct rtx__field *field = &schema->fields[i];
        json_t *value =
            rtx__record_has(record, i)
                ? value_json(field, rtx__record_member(record, field))
                : json_null();

        if (json_object_set_new(object, field->name, value) < 0) {
            json_decref(object);
            object = NULL;
        }
    }
    return object;
}

static json_t *list_json(const struct rtx_list *list,
                         const struct rtx__schema *schema)
{
    json_t *array = json_array();

    for (size_t i = 0; array && i < list->count; i++) {
        json_t *record = record_json(rtx__list_at(list, i), schema);

        if (json_array_append_new(array, record) < 0) {
            json_decref(array);
            array = NULL;
        }
    }
    return array;
}

static json_t *data_json(const struct rtx__output *output)
{
    const struct rtx__command *parser = output->parser;

    if (!parser)
        return json_null();
    if (parser->array)
        return list_json(&output->records, parser->schema);
    return record_json(rtx__list_at(&output->records, 0), parser->schema);
}

static json_t *unparsed_json(const struct rtx_show_report *report)
{
    json_t *array = json_array();

    for (uint64_t i = 0; array && i < report->unparsed; i++) {
        if (json_array_append_new(
                array, text_json(report->unparsed_lines[i].text)) < 0) {
            json_decref(array);
            array = NULL;
        }
    }
    return array;
}

/* All of these take over `value`; NULL stands for one that failed. */
static json_t *object_json(const struct rtx__output *output)
{
    const struct rtx_show_report *report = &output->report;
    json_t *object = json_object();
    const struct {
        const char *name;
        json_t *value;
    } members[] = {
        {"command", text_json(report->command)},
        {"model", text_json(report->model)},
        {"language", text_json(report->language)},
        {"complete", json_boolean(report->complete)},
        {"unparsed", unparsed_json(report)},
        {"data", data_json(output)},
    };
    bool failed = !object;

    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        /* also drops the value when the object is missing */
        if (json_object_set_new(object, members[i].name, members[i].value) < 0)
            failed = true;
    }
    if (failed) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static int write_chunk(const char *text, size_t length, void *buf)
{
    return rtx__buf_add(buf, text, length) < 0 ? -1 : 0;
}

int rtx__json_text(json_t *value, char **ret)
{
    enum { DIGITS = 15 };
    struct rtx_buf buf;
    int rc = RTX_E_NOMEM;

    rtx__buf_init(&buf, SIZE_MAX / 4);
    if (!value || json_dump_callback(value, write_chunk, &buf,
                                     JSON_INDENT(2) | JSON_PRESERVE_ORDER |
                                         JSON_REAL_PRECISION(DIGITS)) < 0)
        goto out;
    rc = rtx__buf_char(&buf, '\n');
    if (rc == 0)
        *ret = rtx__buf_take(&buf);
out:
    rtx__buf_free(&buf);
    json_decref(value);
    return rc;
}

int rtx__json_write(const struct rtx__output *output, char **ret)
{
    return rtx__json_text(object_json(output), ret);
}

int rtx__json_write_all(const struct rtx_show_all *all, char **ret)
{
    json_t *array = json_array();

    for (size_t i = 0; array && i < all->count; i++) {
        if (json_array_append_new(
                array, object_json(rtx__output(all->items[i]))) < 0) {
            json_decref(array);
            array = NULL;
        }
    }
    return rtx__json_text(array, ret);
}
