/* show arp: rows of four columns. */
#include "show/show.h"

#include <string.h>

#define SCHEMA (&rtx__schema_arp)
#define FIELD(member) RTX_FIELD_arp_##member

enum { WORDS = 16 };

struct row {
    struct rtx__word interface;
    struct rtx__word address;
    struct rtx__word mac;
    struct rtx__word ttl;
};

static bool is_ttl(const struct rtx__word *word)
{
    int64_t seconds;

    return rtx__to_integer(word->text, word->length, &seconds) ||
           rtx__is_word(word, "permanent");
}

/* Words of a copy may stand for an address, or for a MAC address. */
static bool split(const char *text, struct row *row)
{
    struct rtx__word words[WORDS];
    int count = rtx__split(text, words, WORDS);
    bool ttl = count > 3 && is_ttl(&words[count - 1]);
    int mac = count - 1 - ttl;

    if (count < 3 || mac < 2 || (!ttl && !rtx__is_mac(&words[mac])) ||
        rtx__interface_length(words[0].text) != words[0].length)
        return false;
    row->interface = words[0];
    row->address = rtx__between(&words[1], &words[mac - 1]);
    row->mac = words[mac];
    row->ttl = words[count - 1];
    if (!ttl || rtx__is_word(&row->ttl, "permanent"))
        row->ttl.length = 0;
    return true;
}

/* LAN1(port4) is two things. */
static int set_interface(struct rtx__parse *show, void *record,
                         const struct rtx__word *word)
{
    static const char mark[] = "(port";
    const char *port = memchr(word->text, '(', word->length);
    size_t n = port ? (size_t)(port - word->text) : word->length;
    int rc = 1;

    if (port && rtx__starts(port, mark))
        rc = rtx__record_set(show, record, SCHEMA, FIELD(port),
                             port + sizeof mark - 1,
                             word->length - n - sizeof mark);
    if (rc <= 0)
        return rc;
    return rtx__record_set(
        show, record, SCHEMA, FIELD(interface), word->text,
        rc && port && rtx__starts(port, mark) ? n : word->length);
}

static int take_row(struct rtx__parse *show, const struct row *row)
{
    void *record = rtx__record_add(show, &show->records, SCHEMA);
    int rc =
        record ? set_interface(show, record, &row->interface) : RTX_E_NOMEM;

    if (rc > 0)
        rc = rtx__record_set(show, record, SCHEMA, FIELD(address),
                             row->address.text, row->address.length);
    if (rc > 0)
        rc = rtx__record_set(show, record, SCHEMA, FIELD(mac), row->mac.text,
                             row->mac.length);
    if (rc > 0)
        rc = rtx__record_set(show, record, SCHEMA, FIELD(ttl_s), row->ttl.text,
                             row->ttl.length);
    return rc;
}

/* Newer firmware counts the rows first. */
static bool is_count(const char *text)
{
    return rtx__behind(text, "カウント数:") || rtx__behind(text, "Count:");
}

static bool is_header(const char *text, struct rtx__match *match)
{
    struct rtx__match next;

    if (!rtx__match_label(SCHEMA, text, match) ||
        match->field != FIELD(interface))
        return false;
    text += match->length;
    text += strspn(text, " ");
    return rtx__match_label(SCHEMA, text, &next) &&
           next.field == FIELD(address);
}

static bool begins(const char *line)
{
    struct rtx__match match;
    struct row row;

    return is_count(line) || is_header(line, &match) || split(line, &row);
}

static int take_line(struct rtx__parse *show, const char *text)
{
    struct rtx__match match;
    struct row row;

    if (is_count(text))
        return 1;
    if (is_header(text, &match)) {
        rtx__saw_label(show, &match);
        return 1;
    }
    return split(text, &row) ? take_row(show, &row) : 0;
}

const struct rtx__command rtx__arp = {
    .name = "show arp",
    .output = "arp",
    .form = "show arp [*]",
    .schema = SCHEMA,
    .array = true,
    .begins = begins,
    .line = take_line,
    .finish = NULL,
};
