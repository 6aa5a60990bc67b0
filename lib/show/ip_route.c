/*
 * show ip route, and the rows of show ipv6 route: columns. Columns are found by
 * what stands in them, not by their place: copies are re-aligned, and words
 * stand for addresses.
 */
#include "show/show.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define SCHEMA (&rtx__schema_ip_route)
#define FIELD(member) RTX_FIELD_ip_route_##member

struct span {
    const char *text;
    size_t length;
};

struct row {
    struct span destination;
    struct span gateway;
    struct span interface;
    struct span kind;
    struct span additional;
};

static bool is_kind(const char *text, size_t length)
{
    static const char *const kinds[] = {
        "static", "implicit", "temporary", "redirect", "rip",
        "ospf",   "bgp",      "ra",        "ripng",    "ospfv3"};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strlen(kinds[i]) == length &&
            strncasecmp(text, kinds[i], length) == 0)
            return true;
    }
    return false;
}

/* LAN1, PP[01], LAN3(DHCP), or a name that later models may have. */
static bool is_interface(const struct span *word)
{
    if (word->length == 1 && word->text[0] == '-')
        return true;
    for (size_t i = 0; i < word->length; i++) {
        if (!isalnum((unsigned char)word->text[i]) &&
            !strchr("[]().:/-_", word->text[i]))
            return false;
    }
    return isalpha((unsigned char)word->text[0]);
}

static bool is_letters(const struct span *word)
{
    for (size_t i = 0; i < word->length; i++) {
        if (!isalpha((unsigned char)word->text[i]))
            return false;
    }
    return true;
}

/* Two words that can only be interface and kind; the destination helps. */
static bool are_interface_and_kind(const struct span *interface,
                                   const struct span *kind, bool prefix)
{
    bool sure = rtx__interface_length(interface->text) == interface->length;

    if (is_kind(kind->text, kind->length))
        return sure || (prefix && is_interface(interface));
    /* a kind not seen yet */
    return sure && prefix && is_letters(kind);
}

/* Does the line begin with `default`, or with words up to one with a `/`? */
static bool begins_with_prefix(const char *text)
{
    size_t n = strcspn(text, " \t");
    const char *slash = strchr(text, '/');
    const char *gap = strstr(text, "  ");

    return (n == 7 && strncmp(text, "default", n) == 0) ||
           (slash && (!gap || slash < gap));
}

static bool next_word(const char *line, struct span *word)
{
    const char *at = word->text ? word->text + word->length : line;

    at += strspn(at, " \t");
    word->text = at;
    word->length = strcspn(at, " \t");
    return word->length > 0;
}

/* From the first word to behind the last. */
static struct span from_to(const char *from, const char *to)
{
    struct span ret = {from, rtx__trimmed(from, (size_t)(to - from))};

    return ret;
}

/* Where the gateway begins in "destination gateway"; NULL: nowhere. */
static const char *gateway_in(const char *text, const char *end)
{
    const char *gap = NULL;
    const char *at = text;

    /* words of a published copy may hold single blanks */
    while (at < end && !gap) {
        at += strcspn(at, " \t");
        if (at + 1 < end && strchr(" \t", at[1]))
            gap = at;
        at += at < end;
    }
    /* only behind the gateway: the destination fills its column */
    if (!gap || gap + strspn(gap, " \t") >= end)
        gap = text + strcspn(text, " \t");
    gap += strspn(gap, " \t");
    return gap < end ? gap : NULL;
}

static bool split(const char *line, struct row *row)
{
    struct span before = {NULL, 0};
    struct span word = {NULL, 0};
    const char *start = line + strspn(line, " \t");
    bool prefix = begins_with_prefix(start);
    const char *gateway;
    int count = 0;

    memset(row, 0, sizeof *row);
    for (;; count++) {
        before = word;
        if (!next_word(line, &word))
            return false;
        if (count >= 3 && are_interface_and_kind(&before, &word, prefix))
            break;
    }
    gateway = gateway_in(start, before.text);
    if (!gateway)
        return false;
    row->destination = from_to(start, gateway);
    row->gateway = from_to(gateway, before.text);
    row->interface = before;
    row->kind = word;
    next_word(line, &word);
    row->additional = from_to(word.text, line + strlen(line));
    return row->gateway.length > 0;
}

static bool is_header(const struct rtx__schema *schema, const char *line,
                      struct rtx__match *match)
{
    static const int rest[] = {FIELD(gateway), FIELD(interface), FIELD(kind)};
    const char *at = line + strspn(line, " ");

    if (!rtx__match_label(schema, at, match) ||
        match->field != FIELD(destination))
        return false;
    at += match->length;
    for (size_t i = 0; i < sizeof rest / sizeof rest[0]; i++) {
        struct rtx__match next;

        at += strspn(at, " ");
        if (!rtx__match_label(schema, at, &next) || next.field != rest[i])
            return false;
        at += next.length;
    }
    return true;
}

bool rtx__route_begins(const struct rtx__schema *schema, const char *line)
{
    struct rtx__match match;
    struct row row;

    return split(line, &row) || is_header(schema, line, &match);
}

static bool begins(const char *line)
{
    return rtx__route_begins(SCHEMA, line);
}

/* `default` is a network as well. */
static void name_default(void *route, const struct rtx__schema *schema)
{
    struct rtx_address *destination =
        (void *)((char *)route + schema->fields[FIELD(destination)].offset);

    if (destination->text && strcmp(destination->text, "default") == 0) {
        destination->family = schema == SCHEMA ? 4 : 6;
        destination->prefix = 0;
    }
}

static int take_row(struct rtx__parse *show, const struct rtx__schema *schema,
                    const struct row *row)
{
    const struct span *columns[] = {
        [FIELD(destination)] = &row->destination,
        [FIELD(gateway)] = &row->gateway,
        [FIELD(interface)] = &row->interface,
        [FIELD(kind)] = &row->kind,
        [FIELD(additional)] = &row->additional,
    };
    void *route = rtx__record_add(show, &show->records, schema);
    int understood = 1;

    if (!route)
        return RTX_E_NOMEM;
    for (int i = 0; i < RTX_FIELDS_ip_route; i++) {
        int rc = rtx__record_set(show, route, schema, i, columns[i]->text,
                                 columns[i]->length);

        if (rc < 0)
            return rc;
        understood = understood && rc;
    }
    name_default(route, schema);
    return understood;
}

int rtx__route_line(struct rtx__parse *show, const struct rtx__schema *schema,
                    const char *text)
{
    struct rtx__match match;
    struct row row;

    if (split(text, &row))
        return take_row(show, schema, &row);
    if (!is_header(schema, text, &match))
        return 0;
    rtx__saw_label(show, &match);
    return 1;
}

static int take_line(struct rtx__parse *show, const char *text)
{
    return rtx__route_line(show, SCHEMA, text);
}

const struct rtx__command rtx__ip_route = {
    .name = "show ip route",
    .output = "ip_route",
    .form = "show ip route [detail]",
    .schema = SCHEMA,
    .array = true,
    .begins = begins,
    .line = take_line,
    .finish = NULL,
};
