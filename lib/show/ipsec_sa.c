/* show ipsec sa: the totals, and a row per SA. English in both languages. */
#include "show/show.h"

#include <string.h>

#define SCHEMA (&rtx__schema_ipsec_sa)
#define FIELD(member) RTX_FIELD_ipsec_sa_##member
#define ROW (&rtx__schema_ipsec_sa_row)
#define ROW_FIELD(member) RTX_FIELD_ipsec_sa_row_##member

enum { WORDS = 24, REMOTE = 6 };

/* isakmp | ike | tun[001]esp | tra[0001]ah */
struct connection {
    const char *kind;
    struct rtx__word tunnel;
    struct rtx__word protocol;
};

static bool read_connection(const struct rtx__word *word,
                            struct connection *ret)
{
    size_t digits = word->length > 4 ? strspn(word->text + 4, "0123456789") : 0;

    memset(ret, 0, sizeof *ret);
    ret->kind = "isakmp";
    if (rtx__is_word(word, "isakmp") || rtx__is_word(word, "ike"))
        return true;
    if (digits == 0 || word->text[4 + digits] != ']')
        return false;
    if (strncmp(word->text, "tun[", 4) == 0)
        ret->kind = "tunnel";
    else if (strncmp(word->text, "tra[", 4) == 0)
        ret->kind = "transport";
    else
        return false;
    ret->tunnel.text = word->text + 4;
    ret->tunnel.length = digits;
    ret->protocol.text = word->text + 5 + digits;
    ret->protocol.length = word->length - 5 - digits;
    return true;
}

static bool is_number(const struct rtx__word *word)
{
    return strspn(word->text, "0123456789") == word->length;
}

static bool is_row(const struct rtx__word *words, int count,
                   struct connection *connection)
{
    return count >= REMOTE && is_number(&words[0]) && is_number(&words[1]) &&
           read_connection(&words[3], connection);
}

static int set(struct rtx__parse *show, void *record, int field,
               const struct rtx__word *word)
{
    return rtx__record_set(show, record, ROW, field, word->text, word->length);
}

static int take_row(struct rtx__parse *show, const struct rtx__word *words,
                    int count, const struct connection *connection)
{
    struct rtx_ipsec_sa *all = rtx__list_at(&show->records, 0);
    const struct rtx__word kind = {connection->kind, strlen(connection->kind)};
    struct rtx__word remote = {"", 0};
    void *row =
        rtx__record_add(show, (struct rtx_list *)(void *)&all->sas, ROW);
    int understood = 1;

    if (count > REMOTE)
        remote = rtx__between(&words[REMOTE], &words[count - 1]);
    const struct {
        int field;
        const struct rtx__word *word;
    } fields[] = {
        {ROW_FIELD(id), &words[0]},
        {ROW_FIELD(gateway), &words[1]},
        {ROW_FIELD(isakmp), &words[2]},
        {ROW_FIELD(kind), &kind},
        {ROW_FIELD(tunnel), &connection->tunnel},
        {ROW_FIELD(protocol), &connection->protocol},
        {ROW_FIELD(direction), &words[4]},
        {ROW_FIELD(life_s), &words[5]},
        {ROW_FIELD(remote_id), &remote},
    };

    for (size_t i = 0; row && i < sizeof fields / sizeof fields[0]; i++) {
        int rc = set(show, row, fields[i].field, fields[i].word);

        if (rc < 0)
            return rc;
        understood = understood && rc;
    }
    return row ? understood : RTX_E_NOMEM;
}

/* Total: isakmp:2 send:2 recv:2 */
static int take_total(struct rtx__parse *show, const char *text)
{
    static const struct {
        const char *label;
        int field;
    } totals[] = {
        {"isakmp:", FIELD(isakmp)},
        {"ike:", FIELD(isakmp)},
        {"send:", FIELD(send)},
        {"recv:", FIELD(recv)},
    };
    void *record = rtx__list_at(&show->records, 0);
    struct rtx__word words[WORDS];
    int count = rtx__split(text, words, WORDS);
    int understood = count > 0;

    for (int i = 0; i < count; i++) {
        int rc = 0;

        for (size_t j = 0; j < sizeof totals / sizeof totals[0]; j++) {
            size_t n = strlen(totals[j].label);

            if (rtx__starts(words[i].text, totals[j].label))
                rc = rtx__record_set(show, record, SCHEMA, totals[j].field,
                                     words[i].text + n, words[i].length - n);
        }
        if (rc < 0)
            return rc;
        understood = understood && rc;
    }
    return understood;
}

static bool is_header(const char *text)
{
    struct rtx__word words[3];

    return rtx__split(text, words, 3) == 3 && rtx__is_word(&words[0], "sa") &&
           rtx__is_word(&words[1], "sgw");
}

static bool begins(const char *line)
{
    struct connection connection;
    struct rtx__word words[WORDS];
    int count = rtx__split(line, words, WORDS);

    return rtx__behind(line, "Total:") || is_header(line) ||
           rtx__is_rule(line) || is_row(words, count, &connection);
}

static int take_line(struct rtx__parse *show, const char *text)
{
    const char *total = rtx__behind(text, "Total:");
    struct connection connection;
    struct rtx__word words[WORDS];
    int count;

    if (total)
        return take_total(show, total);
    if (is_header(text) || rtx__is_rule(text))
        return 1;
    count = rtx__split(text, words, WORDS);
    if (!is_row(words, count, &connection))
        return 0;
    return take_row(show, words, count, &connection);
}

const struct rtx__command rtx__ipsec_sa = {
    .name = "show ipsec sa",
    .output = "ipsec_sa",
    .form = "show ipsec sa",
    .schema = SCHEMA,
    .array = false,
    .begins = begins,
    .line = take_line,
    .finish = NULL,
};
