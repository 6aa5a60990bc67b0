/* What the caller gets: all that was understood, in one block of memory. */
#include "show/show.h"

#include <stdalign.h>
#include <string.h>

/*
 * The block: the record, or the head of the list; behind it struct rtx__output;
 * behind that whatever they point to. It is made twice: first nothing is
 * written, to learn its size.
 */
struct block {
    char *memory; /* NULL: only measure */
    size_t used;
};

size_t rtx__output_aligned(size_t size)
{
    return (size + alignof(max_align_t) - 1) / alignof(max_align_t) *
           alignof(max_align_t);
}

/* Room for a copy of `from`, or for nothing in particular. */
static void *put(struct block *block, const void *from, size_t size)
{
    char *to = block->memory ? block->memory + block->used : NULL;

    block->used += rtx__output_aligned(size);
    if (to && size)
        memcpy(to, from, size);
    return to;
}

static const char *put_text(struct block *block, const char *text)
{
    size_t size = text ? strlen(text) + 1 : 0;
    char *to = block->memory ? block->memory + block->used : NULL;

    if (!text)
        return NULL;
    block->used += size; /* texts need no alignment; see put_records() */
    if (to)
        memcpy(to, text, size);
    return to;
}

static void align(struct block *block)
{
    block->used = rtx__output_aligned(block->used);
}

static void put_records(struct block *block, struct rtx_list *list,
                        const struct rtx__schema *schema);

static void put_texts(struct block *block, struct rtx_texts *texts)
{
    const char *const *from = texts->items;
    const char **to;

    align(block);
    to = put(block, from, texts->count * sizeof *to);
    for (size_t i = 0; i < texts->count; i++) {
        const char *text = put_text(block, from[i]);

        if (to)
            to[i] = text;
    }
    texts->items = to;
}

/* What the member points to; `member` is of the copy, or one to throw away. */
static void put_member(struct block *block, const struct rtx__field *field,
                       void *member)
{
    struct rtx_ranges *ranges = member;
    const char **text = member;

    switch (field->type) {
    case RTX__TYPE_text:
    case RTX__TYPE_word:
    case RTX__TYPE_time:
        *text = put_text(block, *text);
        break;
    case RTX__TYPE_address:
        ((struct rtx_address *)member)->text =
            put_text(block, ((struct rtx_address *)member)->text);
        break;
    case RTX__TYPE_texts:
        put_texts(block, member);
        break;
    case RTX__TYPE_ranges:
        align(block);
        ranges->items =
            put(block, ranges->items, ranges->count * sizeof *ranges->items);
        break;
    case RTX__TYPE_records:
        put_records(block, member, rtx__schema_find(field->unit));
        break;
    default:
        break;
    }
}

/* The members of a record that has been copied already (or is measured). */
static void put_members(struct block *block, const struct rtx__schema *schema,
                        const void *from, void *to)
{
    union {
        const char *text;
        struct rtx_address address;
        struct rtx_texts texts;
        struct rtx_ranges ranges;
        struct rtx_list list;
    } scratch;

    for (int i = 0; i < schema->count; i++) {
        const struct rtx__field *field = &schema->fields[i];
        void *member = &scratch;

        if (field->type == RTX__TYPE_number ||
            field->type == RTX__TYPE_duration ||
            field->type == RTX__TYPE_decimal || field->type == RTX__TYPE_flag)
            continue;
        if (to)
            member = (char *)to + field->offset;
        else
            memcpy(&scratch, rtx__record_member(from, field), field->size);
        put_member(block, field, member);
    }
}

static void put_records(struct block *block, struct rtx_list *list,
                        const struct rtx__schema *schema)
{
    const struct rtx_list from = *list;
    char *to;

    align(block);
    to = put(block, from.items, from.count * from.stride);
    list->size = sizeof *list;
    list->stride = schema->size;
    list->items = to;
    for (size_t i = 0; i < from.count; i++)
        put_members(block, schema, rtx__list_at(&from, i),
                    to ? to + i * from.stride : NULL);
}

static void put_report(struct block *block, struct rtx_show_report *report)
{
    const struct rtx_unparsed *from = report->unparsed_lines;
    struct rtx_unparsed *to;

    report->command = put_text(block, report->command);
    report->language = put_text(block, report->language);
    report->model = put_text(block, report->model);
    report->revision = put_text(block, report->revision);
    align(block);
    to = put(block, from, (size_t)report->unparsed * sizeof *from);
    report->unparsed_lines = to;
    for (uint64_t i = 0; i < report->unparsed; i++) {
        const char *text = put_text(block, from[i].text);

        if (to)
            to[i].text = text;
    }
}

static bool is_record(const struct rtx__output *output)
{
    return output->parser && !output->parser->array;
}

/* Copies, and what they point to; *output is changed to point there. */
static void put_output(struct block *block, const struct rtx__output *output)
{
    struct rtx__output copy = *output;
    struct rtx_list head = output->records;
    struct rtx__output *back;
    void *front;

    head.size = sizeof head;
    if (is_record(output)) {
        const struct rtx__schema *schema = output->parser->schema;
        const void *record = rtx__list_at(&output->records, 0);

        front = put(block, record, schema->size);
        back = put(block, &copy, sizeof copy);
        put_members(block, schema, record, front);
        copy.records.items = front;
    } else {
        front = put(block, &head, sizeof head);
        back = put(block, &copy, sizeof copy);
        if (output->parser)
            put_records(block, &copy.records, output->parser->schema);
        head.stride = copy.records.stride;
        head.items = copy.records.items;
        if (front)
            memcpy(front, &head, sizeof head);
    }
    put_report(block, &copy.report);
    align(block);
    if (back)
        *back = copy;
}

const struct rtx__output *rtx__output(const void *output)
{
    uint32_t front;

    memcpy(&front, output, sizeof front);
    return (const void *)((const char *)output + rtx__output_aligned(front));
}

size_t rtx__output_size(const rtx_show *output)
{
    struct block block = {NULL, 0};

    put_output(&block, rtx__output(output));
    return block.used;
}

void rtx__output_copy(const rtx_show *output, void *memory)
{
    struct block block = {memory, 0};

    put_output(&block, rtx__output(output));
}

static void fill_report(const struct rtx__parse *show,
                        struct rtx_show_report *report)
{
    report->size = sizeof *report;
    report->complete = show->unparsed_count == 0 && show->parser;
    report->lines = show->line_count;
    report->unparsed = show->unparsed_count;
    report->understood = report->lines - report->unparsed;
    report->unparsed_lines = show->unparsed;
    report->command = show->command;
    report->language = rtx__language(show);
    report->model = show->model;
    report->revision = show->revision;
}

int rtx__output_make(const struct rtx__parse *show, rtx_show **ret)
{
    struct rtx__output output = {show->parser, show->records, {0}};
    struct block block = {NULL, 0};
    size_t size;

    fill_report(show, &output.report);
    put_output(&block, &output);
    size = block.used;
    block.memory = rtx__malloc(size);
    block.used = 0;
    if (!block.memory)
        return RTX_E_NOMEM;
    put_output(&block, &output);
    *ret = (rtx_show *)(void *)block.memory;
    return 0;
}
