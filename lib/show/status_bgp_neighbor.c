/*
 * show status bgp neighbor: sentences of parts with commas between, `label
 * value` or `value label`. English in both languages.
 */
#include "show/show.h"

#include <string.h>

#define SCHEMA (&rtx__schema_status_bgp_neighbor)
#define FIELD(member) RTX_FIELD_status_bgp_neighbor_##member

static int set(struct rtx__parse *show, int field, const char *text,
               size_t length)
{
    return rtx__record_set(show, show->at, SCHEMA, field, text, length);
}

/* The bytes before the next ", " or "; ". */
static size_t part_length(const char *text)
{
    size_t n = 0;

    while (text[n] &&
           !((text[n] == ',' || text[n] == ';') && text[n + 1] == ' '))
        n++;
    return n;
}

static bool ends(const char *text, size_t *length, const char *tail)
{
    size_t n = strlen(tail);

    if (*length <= n || memcmp(text + *length - n, tail, n) != 0)
        return false;
    *length -= n;
    return true;
}

/* `724 messages`, of those received or sent. */
static int take_count(struct rtx__parse *show, int field, const char *text,
                      size_t length)
{
    static const char *const tails[][2] = {{" messages", " message"},
                                           {" notifications", " notification"},
                                           {" in queue", " in queue"}};

    for (int i = 0; i < 3; i++) {
        if (ends(text, &length, tails[i][0]) ||
            ends(text, &length, tails[i][1]))
            return set(show, field + i, text, length);
    }
    return 0;
}

/* What is not there is said in words. */
static bool is_nothing(const char *text, size_t length)
{
    const struct rtx__word word = {text, length};

    return rtx__is_word(&word, "never") || rtx__is_word(&word, "unspecified");
}

static int take_part(struct rtx__parse *show, const char *text, size_t length)
{
    struct rtx__match match;
    const char *value;
    size_t n = length;

    if (ends(text, &n, " link"))
        return set(show, FIELD(link), text, n);
    if (!rtx__match_label(SCHEMA, text, &match) || match.length > length)
        return 0;
    rtx__saw_label(show, &match);
    value = text + match.length;
    n = length - match.length;
    for (; n && *value == ' '; n--)
        value++;
    if (match.field == FIELD(keepalive_s) || match.field == FIELD(hold_s))
        (void)(ends(value, &n, " seconds") || ends(value, &n, " second"));
    return is_nothing(value, n) ? 1 : set(show, match.field, value, n);
}

/* Received 724 messages, 0 notifications, 0 in queue: the first of them is
 * `counts`; -1: each part has a label of its own. */
static int take_parts(struct rtx__parse *show, int counts, const char *text)
{
    int understood = 1;

    while (*text) {
        size_t n = part_length(text);
        int rc = counts < 0 ? take_part(show, text, n)
                            : take_count(show, counts, text, n);

        if (rc < 0)
            return rc;
        understood = understood && rc;
        text += n;
        text += strspn(text, ",; ");
    }
    return understood;
}

static const char heading[] = "BGP neighbor is ";

static bool begins(const char *line)
{
    struct rtx__match match;

    line += strspn(line, " ");
    return rtx__match_label(SCHEMA, line, &match);
}

static int take_line(struct rtx__parse *show, const char *text)
{
    const char *received = rtx__behind(text, "Received ");
    const char *sent = rtx__behind(text, "Sent ");

    text += strspn(text, " ");
    if (rtx__starts(text, heading)) {
        show->at = rtx__record_add(show, &show->records, SCHEMA);
        if (!show->at)
            return RTX_E_NOMEM;
    }
    if (!show->at)
        return 0;
    if (received && received[0] >= '0' && received[0] <= '9')
        return take_parts(show, FIELD(received_messages), received);
    if (sent && sent[0] >= '0' && sent[0] <= '9')
        return take_parts(show, FIELD(sent_messages), sent);
    return take_parts(show, -1, text);
}

const struct rtx__command rtx__status_bgp_neighbor = {
    .name = "show status bgp neighbor",
    .output = "status_bgp_neighbor",
    .form = "show status bgp neighbor [*]",
    .schema = SCHEMA,
    .array = true,
    .begins = begins,
    .line = take_line,
    .finish = NULL,
};
