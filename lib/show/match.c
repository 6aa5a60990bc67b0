/* Labels: finding those of a table in a line, and the values behind them. */
#include "show/show.h"

#include <ctype.h>
#include <string.h>

/* A label as written in a table: `text`, or `text|tail`. */
struct label {
    const char *text;
    size_t length;
    const char *tail;
    size_t tail_length;
};

/* The next of a column's labels, which `;` parts; false: no more. */
static bool next_label(const char **column, struct label *ret)
{
    size_t length = strcspn(*column, ";");
    const char *bar = memchr(*column, '|', length);

    ret->text = *column;
    ret->length = bar ? (size_t)(bar - *column) : length;
    ret->tail = bar ? bar + 1 : "";
    ret->tail_length = bar ? length - ret->length - 1 : 0;
    *column += length + ((*column)[length] == ';');
    return ret->length > 0;
}

static bool same(char a, char b)
{
    return a == b || tolower((unsigned char)a) == tolower((unsigned char)b);
}

/*
 * The bytes of text that the words take; 0: they are not there. A blank stands
 * for any number, before a colon or a bracket also for none; a colon also for a
 * wide one; capitals for small letters, too.
 */
static size_t taken(const char *text, const char *words, size_t length)
{
    static const char wide_colon[] = "：";
    const char *at = text;

    for (size_t i = 0; i < length; i++) {
        char c = words[i];

        if (c == ' ' && (*at == ' ' || strchr(":[(", words[i + 1]))) {
            at += strspn(at, " ");
        } else if (c == ':' && rtx__starts(at, wide_colon)) {
            at += sizeof wide_colon - 1;
        } else if (*at && same(*at, c)) {
            at++;
        } else {
            return 0;
        }
    }
    return (size_t)(at - text);
}

static void match_column(const char *column, const char *text, int field,
                         bool japanese, struct rtx__match *ret)
{
    struct label label;

    while (next_label(&column, &label)) {
        size_t length = taken(text, label.text, label.length);

        if (length == 0 || length < ret->length)
            continue;
        if (length > ret->length) {
            memset(ret, 0, sizeof *ret);
            ret->field = field;
            ret->length = length;
        }
        ret->japanese = ret->japanese || japanese;
        ret->english = ret->english || !japanese;
        ret->value_only = label.text[label.length - 1] == '=';
    }
}

bool rtx__match_label(const struct rtx__schema *schema, const char *text,
                      struct rtx__match *ret)
{
    memset(ret, 0, sizeof *ret);
    for (int i = 0; i < schema->count; i++) {
        match_column(schema->fields[i].japanese, text, i, true, ret);
        match_column(schema->fields[i].english, text, i, false, ret);
    }
    return ret->length > 0;
}

/* How much of `value` the tail of this field, with this label, takes. */
static size_t tail_at(const struct rtx__field *row, const char *label,
                      const char *value)
{
    const char *columns[] = {row->japanese, row->english};
    struct label each;

    for (int i = 0; i < 2; i++) {
        while (next_label(&columns[i], &each)) {
            size_t tail = 0;

            if (each.tail_length && taken(label, each.text, each.length))
                tail = taken(value, each.tail, each.tail_length);
            if (tail)
                return tail;
        }
    }
    return 0;
}

static bool has_tail(const struct rtx__field *row)
{
    return strchr(row->english, '|') || strchr(row->japanese, '|');
}

/* One number with its tail; *rc is as of rtx__record_set(). */
static size_t take_tail(struct rtx__parse *show, void *record,
                        const struct rtx__schema *schema, const char *label,
                        const char *value, int *rc)
{
    size_t n = strspn(value, "0123456789");

    for (int i = 0; n && i < schema->count; i++) {
        size_t tail = tail_at(&schema->fields[i], label, value + n);

        if (tail) {
            *rc = rtx__record_set(show, record, schema, i, value, n);
            return n + tail;
        }
    }
    return 0;
}

/* 7%(5sec)   0%(1min)   0%(5min): each goes to the field of its tail. */
static int take_tails(struct rtx__parse *show, void *record,
                      const struct rtx__schema *schema, const char *label,
                      const char *value)
{
    int understood = 1;

    while (*value && strcmp(value, "used") != 0) {
        int rc = 0;
        size_t n = take_tail(show, record, schema, label, value, &rc);

        if (n == 0 || rc < 0)
            return rc;
        understood = understood && rc;
        value += n;
        value += strspn(value, " ");
    }
    return understood;
}

/* Where the value ends: before the next label, which stands behind a blank. */
static size_t value_length(const struct rtx__schema *schema, const char *text)
{
    struct rtx__match match;
    size_t i = 0;

    for (; text[i]; i++) {
        if (i > 0 && text[i - 1] == ' ' && text[i] != ' ' &&
            rtx__match_label(schema, text + i, &match))
            break;
    }
    return i;
}

static int take_value(struct rtx__parse *show, void *record,
                      const struct rtx__schema *schema, int field,
                      const char *label, const char *text, size_t length)
{
    const struct rtx__field *row = &schema->fields[field];
    char *value;

    while (length && (text[length - 1] == ' ' || text[length - 1] == ','))
        length--;
    if (!has_tail(row))
        return rtx__record_set(show, record, schema, field, text, length);
    value = rtx__arena_text(&show->arena, text, length);
    if (!value)
        return RTX_E_NOMEM;
    return take_tails(show, record, schema, label, value);
}

int rtx__match_line(struct rtx__parse *show, void *record,
                    const struct rtx__schema *schema, const char *text)
{
    struct rtx__match match;
    int understood = 1;

    text += strspn(text, " ");
    do {
        const char *label = text;
        size_t length;
        int rc;

        if (!rtx__match_label(schema, text, &match))
            return 0;
        rtx__saw_label(show, &match);
        text += match.length;
        text += strspn(text, " ");
        length = value_length(schema, text);
        rc = take_value(show, record, schema, match.field, label, text, length);
        if (rc < 0)
            return rc;
        understood = understood && rc;
        text += length;
    } while (*text);
    return understood;
}

int rtx__match_one(struct rtx__parse *show, void *record,
                   const struct rtx__schema *schema, const char *text)
{
    struct rtx__match match;

    text += strspn(text, " ");
    if (!rtx__match_label(schema, text, &match))
        return 0;
    rtx__saw_label(show, &match);
    text += match.length;
    text += strspn(text, " ");
    return rtx__record_set(show, record, schema, match.field, text,
                           rtx__trimmed(text, strlen(text)));
}
