/* Values and headings of tables, as people read them. */
#include "show/table.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

int rtx__cell_clean(struct rtx_buf *out, const char *text)
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

/* 70d 23:22:43, or 70d 23h: of what takes days, nobody counts the seconds. */
static int add_duration(struct rtx_buf *out, int64_t seconds, bool units)
{
    static const struct {
        int64_t seconds;
        const char *names;
    } parts[] = {{86400, "dh"}, {3600, "hm"}, {60, "ms"}};
    static const int64_t below[] = {3600, 60, 1};
    int64_t day = seconds / 86400;
    int64_t hour = seconds / 3600;

    for (size_t i = 0; units && i < sizeof parts / sizeof parts[0]; i++) {
        if (seconds >= parts[i].seconds)
            return rtx__buf_format(
                out, "%" PRId64 "%c %02" PRId64 "%c",
                seconds / parts[i].seconds, parts[i].names[0],
                seconds % parts[i].seconds / below[i], parts[i].names[1]);
    }
    if (units || seconds < 0)
        return rtx__buf_format(out, "%" PRId64 "s", seconds);
    if (day)
        return rtx__buf_format(
            out, "%" PRId64 "d %02" PRId64 ":%02" PRId64 ":%02" PRId64, day,
            hour % 24, seconds / 60 % 60, seconds % 60);
    return rtx__buf_format(out, "%02" PRId64 ":%02" PRId64 ":%02" PRId64, hour,
                           seconds / 60 % 60, seconds % 60);
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

/* 774.7 MiB */
static int add_octets(struct rtx_buf *out, int64_t octets)
{
    static const char prefixes[] = "KMGTPE";
    double value = (double)octets;
    size_t i = 0;

    if (octets < 1024)
        return rtx__buf_format(out, "%" PRId64 " B", octets);
    /* not 1024.0 KiB */
    for (value /= 1024; value >= 1023.95 && i + 2 < sizeof prefixes; i++)
        value /= 1024;
    return rtx__buf_format(out, "%.1f %ciB", value, prefixes[i]);
}

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name);
    size_t n = strlen(end);

    return length > n && strcmp(name + length - n, end) == 0;
}

static int add_number(struct rtx_buf *out, const struct rtx__field *field,
                      int64_t number, bool units)
{
    static const char *const signs[][2] = {
        {"percent", "%"}, {"celsius", " C"}, {"mbps", " Mbit/s"}};

    /* a longest packet in octets is no amount of data */
    if (ends_with(field->name, "_octets"))
        return units ? add_octets(out, number) : add_grouped(out, number);
    if (strcmp(field->unit, "packets") == 0)
        return add_grouped(out, number);
    if (strcmp(field->unit, "seconds") == 0)
        return units ? add_duration(out, number, true)
                     : rtx__buf_format(out, "%" PRId64 " s", number);
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (strcmp(signs[i][0], field->unit) == 0)
            return rtx__buf_format(out, "%" PRId64 "%s", number, signs[i][1]);
    }
    return rtx__buf_format(out, "%" PRId64, number);
}

/* As many decimals as the router prints, so that they stand in columns. */
static int add_decimal(struct rtx_buf *out, const char *unit, double decimal)
{
    if (strcmp(unit, "percent") == 0)
        return rtx__buf_format(out, "%.1f%%", decimal);
    if (strcmp(unit, "milliseconds") == 0)
        return rtx__buf_format(out, "%.3f ms", decimal);
    return rtx__buf_format(out, "%.10g", decimal);
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
            rc = rtx__cell_clean(out, texts->items[i]);
    }
    return rc;
}

int rtx__cell_value(struct rtx_buf *out, const struct rtx__schema *schema,
                    int field_at, const void *record, bool units)
{
    const struct rtx__field *field = &schema->fields[field_at];
    const void *member = rtx__record_member(record, field);

    if (!rtx__record_has(record, field_at))
        return rtx__buf_char(out, '-');
    switch (field->type) {
    case RTX__TYPE_decimal:
        return add_decimal(out, field->unit, *(const double *)member);
    case RTX__TYPE_address:
        return rtx__cell_clean(out, ((const struct rtx_address *)member)->text);
    case RTX__TYPE_ranges:
        return add_ranges(out, member);
    case RTX__TYPE_number:
        return add_number(out, field, *(const int64_t *)member, units);
    case RTX__TYPE_duration:
        return add_duration(out, *(const int64_t *)member, units);
    case RTX__TYPE_flag:
        return rtx__buf_text(out, *(const int32_t *)member ? "on" : "off");
    case RTX__TYPE_texts:
        return add_texts(out, member);
    case RTX__TYPE_records:
        return rtx__buf_format(out, "%zu",
                               ((const struct rtx_list *)member)->count);
    case RTX__TYPE_time:
        return add_time(out, *(const char *const *)member);
    default:
        return rtx__cell_clean(out, *(const char *const *)member);
    }
}

int rtx__cell_heading(struct rtx_buf *out, const struct rtx__field *field)
{
    static const char *const units[] = {"_percent", "_s", "_c", "_ms", "_mbps"};
    size_t length = strlen(field->name);
    int rc = 0;

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(field->unit, "none") != 0 &&
            ends_with(field->name, units[i])) {
            length -= strlen(units[i]);
            break;
        }
    }
    for (size_t i = 0; i < length && rc == 0; i++)
        rc = rtx__buf_char(out, field->name[i] == '_' ? ' ' : field->name[i]);
    return rc;
}

int rtx__cell_brief(struct rtx_buf *out, const struct rtx__field *field)
{
    static const char *const words[][2] = {
        {"destination", "dest"},   {"protocol", "proto"},
        {"masquerade", "masq"},    {"administrator", "admin"},
        {"direction", "dir"},      {"remaining", "left"},
        {"additional", "more"},    {"connection", "conn"},
        {"negotiation", "negot."},
    };
    size_t from = out->length;
    int rc = rtx__cell_heading(out, field);

    for (size_t i = 0; i < sizeof words / sizeof words[0] && rc == 0; i++) {
        size_t length = strlen(words[i][0]);
        char *word = strstr(out->data + from, words[i][0]);
        size_t shorter = strlen(words[i][1]);

        if (!word)
            continue;
        memcpy(word, words[i][1], shorter);
        memmove(word + shorter, word + length, strlen(word + length) + 1);
        out->length -= length - shorter;
    }
    return rc;
}

int rtx__cell_width(const struct rtx_buf *cell)
{
    return rtx__utf8_width(rtx__buf_str(cell), cell->length);
}

/* Of the word at `from`: one that fits no line is broken where it stands. */
static int word_width(const char *text, size_t length, size_t from)
{
    const char *end = memchr(text + from, ' ', length - from);

    return rtx__utf8_width(text + from,
                           end ? (size_t)(end - text) - from : length - from);
}

size_t rtx__cell_piece(const char *text, size_t length, int width, size_t *next)
{
    size_t kept = 0;
    size_t blank = 0;
    int columns = 0;

    while (kept < length) {
        size_t step = rtx__utf8_step(text + kept, length - kept);

        columns += rtx__utf8_width(text + kept, step);
        /* one character at least: a wide one may be wider than the column */
        if (columns > width && kept)
            break;
        kept += step;
        if (kept < length && text[kept] == ' ')
            blank = kept;
    }
    if (kept < length && blank && word_width(text, length, blank + 1) <= width)
        kept = blank;
    *next = kept;
    while (*next < length && text[*next] == ' ')
        (*next)++;
    return kept;
}
