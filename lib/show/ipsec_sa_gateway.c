/*
 * show ipsec sa gateway N: a row per gateway; with detail a block of labels per
 * SA. English in both languages.
 */
#include "show/show.h"

#include <ctype.h>
#include <string.h>

#define SCHEMA (&rtx__schema_ipsec_sa_gateway)
#define FIELD(member) RTX_FIELD_ipsec_sa_gateway_##member

enum { WORDS = 24 };

static int set(struct rtx__parse *show, int field, const char *text,
               size_t length)
{
    return rtx__record_set(show, show->at, SCHEMA, field, text, length);
}

/* The gateway that the command names, in its words behind the name. */
static int set_gateway(struct rtx__parse *show)
{
    static const char name[] = "show ipsec sa gateway ";
    size_t n;

    if (!rtx__starts(show->command, name))
        return 1;
    n = strspn(show->command + sizeof name - 1, "0123456789");
    return set(show, FIELD(gateway), show->command + sizeof name - 1, n);
}

/* SA[1] Duration: 28789s */
static int take_heading(struct rtx__parse *show, const char *text)
{
    size_t n = strspn(text + 3, "0123456789");
    const char *rest = text + 3 + n;
    int rc;

    if (n == 0 || *rest != ']')
        return 0;
    show->at = rtx__record_add(show, &show->records, SCHEMA);
    if (!show->at)
        return RTX_E_NOMEM;
    rc = set(show, FIELD(id), text + 3, n);
    if (rc > 0)
        rc = set_gateway(show);
    rest += 1 + strspn(rest + 1, " ");
    return rc > 0 && *rest ? rtx__match_one(show, show->at, SCHEMA, rest) : rc;
}

/* IKE | ESP (Mode: tunnel) */
static int take_protocol(struct rtx__parse *show, const char *text)
{
    static const char mark[] = "(Mode: ";
    size_t length = strcspn(text, " (");
    const char *mode = strstr(text, mark);
    bool ike = length >= 3 && strncmp(text, "IKE", 3) == 0;
    int rc = 1;

    if (ike)
        rc = set(show, FIELD(kind), "isakmp", 6);
    else
        rc = set(show, FIELD(protocol), text, length);
    if (rc <= 0 || !mode)
        return rc > 0 && text[length] != '\0' ? 0 : rc;
    mode += sizeof mark - 1;
    length = strcspn(mode, ")");
    rc = set(show, FIELD(mode), mode, length);
    if (rc > 0 && !ike && mode[length] == ')')
        rc = set(show, FIELD(kind), mode, length);
    return mode[length] == ')' ? rc : 0;
}

static int take_direction(struct rtx__parse *show, const char *text)
{
    if (strcmp(text, "receive") == 0)
        return set(show, FIELD(direction), "recv", 4);
    return set(show, FIELD(direction), text, strlen(text));
}

/* Whatever stands there: keys go nowhere. */
static int take_key(struct rtx__parse *show, const char *text)
{
    (void)text;
    return rtx__record_text(show, show->at, SCHEMA, FIELD(key), "*", 1);
}

static int take_label(struct rtx__parse *show, const char *text)
{
    static const struct {
        const char *label;
        int (*take)(struct rtx__parse *show, const char *text);
    } special[] = {{"Protocol:", take_protocol},
                   {"Direction:", take_direction},
                   {"Key:", take_key}};
    struct rtx__match match;

    for (size_t i = 0; i < sizeof special / sizeof special[0]; i++) {
        const char *value = rtx__behind(text, special[i].label);

        if (value)
            return special[i].take(show, value);
    }
    text += strspn(text, " ");
    if (!rtx__match_label(SCHEMA, text, &match) ||
        text[match.length - 1] != ':')
        return 0;
    return rtx__match_one(show, show->at, SCHEMA, text);
}

/* i:2 s:1 r:1 */
static bool is_count(const struct rtx__word *word, char mark)
{
    return word->length >= 3 && word->text[0] == mark && word->text[1] == ':' &&
           strspn(word->text + 2, "0123456789") == word->length - 2;
}

/* 1    U K   local   remote   i:2 s:1 r:1; how many flags, -1: no such row */
static int row_flags(const struct rtx__word *words, int count)
{
    int flags = 0;

    if (count < 6 || !is_count(&words[count - 3], 'i') ||
        !is_count(&words[count - 2], 's') ||
        !is_count(&words[count - 1], 'r') ||
        strspn(words[0].text, "0123456789") != words[0].length)
        return -1;
    while (words[1 + flags].length == 1 &&
           (isupper((unsigned char)words[1 + flags].text[0]) ||
            words[1 + flags].text[0] == '-'))
        flags++;
    return count - 4 - flags >= 2 ? flags : -1;
}

static int take_row(struct rtx__parse *show, const struct rtx__word *words,
                    int count, int flags)
{
    static const int counts[] = {FIELD(isakmp_count), FIELD(send_count),
                                 FIELD(recv_count)};
    int remote = count - 4;
    struct rtx__word local =
        rtx__between(&words[1 + flags], &words[remote - 1]);
    int rc;

    show->at = rtx__record_add(show, &show->records, SCHEMA);
    if (!show->at)
        return RTX_E_NOMEM;
    rc = set(show, FIELD(gateway), words[0].text, words[0].length);
    if (rc > 0 && flags) {
        struct rtx__word all = rtx__between(&words[1], &words[flags]);

        rc = set(show, FIELD(flags), all.text, all.length);
    }
    if (rc > 0)
        rc = set(show, FIELD(local_id), local.text, local.length);
    if (rc > 0)
        rc = set(show, FIELD(remote_id), words[remote].text,
                 words[remote].length);
    for (int i = 0; i < 3 && rc > 0; i++)
        rc = set(show, counts[i], words[count - 3 + i].text + 2,
                 words[count - 3 + i].length - 2);
    return rc;
}

static bool is_header(const char *text)
{
    struct rtx__word words[2];

    return rtx__split(text, words, 2) == 2 && rtx__is_word(&words[0], "sgw") &&
           rtx__is_word(&words[1], "flags");
}

static bool begins(const char *line)
{
    struct rtx__word words[WORDS];
    struct rtx__match match;

    if (is_header(line) || rtx__is_rule(line) ||
        row_flags(words, rtx__split(line, words, WORDS)) >= 0)
        return true;
    line += strspn(line, " ");
    return rtx__match_label(SCHEMA, line, &match) &&
           (line[match.length - 1] == ':' || line[match.length - 1] == '[');
}

static int take_line(struct rtx__parse *show, const char *text)
{
    const char *heading = rtx__behind(text, "SA[");
    struct rtx__word words[WORDS];
    int count = rtx__split(text, words, WORDS);
    int flags = row_flags(words, count);

    if (is_header(text) || rtx__is_rule(text))
        return 1;
    if (heading)
        return take_heading(show, text + strspn(text, " "));
    if (flags >= 0)
        return take_row(show, words, count, flags);
    return show->at ? take_label(show, text) : 0;
}

const struct rtx__command rtx__ipsec_sa_gateway = {
    .name = "show ipsec sa gateway",
    .output = "ipsec_sa_gateway",
    .form = "show ipsec sa gateway [N] [detail]",
    .schema = SCHEMA,
    .array = true,
    .begins = begins,
    .line = take_line,
    .finish = NULL,
};
