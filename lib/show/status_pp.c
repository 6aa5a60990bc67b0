/* show status pp: a block of labels per connection. */
#include "show/show.h"

#include <string.h>

#define SCHEMA (&rtx__schema_status_pp)
#define FIELD(member) RTX_FIELD_status_pp_##member

/* show->state */
enum { NOW, HISTORY };

static int set(struct rtx__parse *show, int field, const char *text,
               size_t length)
{
    return rtx__record_set(show, show->at, SCHEMA, field, text, length);
}

static int add(struct rtx__parse *show)
{
    int rc = rtx__give_up(show);

    show->at = rtx__record_add(show, &show->records, SCHEMA);
    show->state = NOW;
    return rc < 0 ? rc : show->at ? 1 : RTX_E_NOMEM;
}

/* PP[01]: or ANONYMOUS[01]: */
static size_t heading_length(const char *text)
{
    size_t n = rtx__interface_length(text);

    return n && text[n] == ':' && text[n + 1] == '\0' ? n : 0;
}

/* ---- PPPoEセッションは接続されています | Current PPPoE session status is … */
struct sentence {
    struct rtx__word type; /* empty: the line itself */
    const char *state;
    bool japanese;
};

static bool read_japanese(const char *text, struct sentence *ret)
{
    static const char middle[] = "セッションは";
    static const char line[] = "回線は";
    const char *at = strstr(text, middle);

    ret->japanese = true;
    ret->type.text = text;
    ret->type.length = 0;
    if (at) {
        ret->type.length = (size_t)(at - text);
        ret->state = rtx__link_state(at + sizeof middle - 1);
    } else if (rtx__starts(text, line)) {
        ret->state = rtx__link_state(text + sizeof line - 1);
    } else {
        return false;
    }
    return ret->state && ret->type.length <= 16;
}

static bool read_english(const char *text, struct sentence *ret)
{
    static const char middle[] = " session status is ";
    static const char line[] = "line status is ";
    const char *rest = rtx__behind(text, "Current ");
    const char *at = rest ? strstr(rest, middle) : NULL;

    ret->japanese = false;
    ret->type.text = rest;
    ret->type.length = 0;
    if (at) {
        ret->type.length = (size_t)(at - rest);
        ret->state = rtx__link_state(at + sizeof middle - 1);
    } else if (rest && rtx__starts(rest, line)) {
        ret->state = rtx__link_state(rest + sizeof line - 1);
    } else {
        return false;
    }
    return ret->state && ret->type.length <= 16;
}

static bool read_sentence(const char *text, struct sentence *ret)
{
    text += strspn(text, " ");
    return read_japanese(text, ret) || read_english(text, ret);
}

static int take_sentence(struct rtx__parse *show, const struct sentence *s)
{
    int rc = 1;

    /* a collection of such lines, without headings */
    if (!show->at || rtx__record_has(show->at, FIELD(state)))
        rc = add(show);
    if (rc > 0)
        rc = set(show, FIELD(session_type), s->type.text, s->type.length);
    if (rc > 0)
        rc = set(show, FIELD(state), s->state, strlen(s->state));
    return rc > 0 ? rtx__known(show, s->japanese) : rc;
}

/* ---- 受信: 12 パケット [34 オクテット]  負荷: 0.0% */
static int take_load(struct rtx__parse *show, const char *text, int field)
{
    static const char *const labels[] = {"負荷:", "Load:"};
    const char *value = NULL;
    size_t n;

    if (*text == '\0')
        return 1;
    for (int i = 0; i < 2 && !value; i++)
        value = rtx__behind(text, labels[i]);
    n = value ? strlen(value) : 0;
    if (n < 2 || value[n - 1] != '%')
        return 0;
    return set(show, field, value, n - 1);
}

static int take_counters(struct rtx__parse *show, const char *text)
{
    static const struct {
        const char *label;
        int field; /* packets; octets and load follow */
    } labels[] = {{"受信:", FIELD(received_packets)},
                  {"Received:", FIELD(received_packets)},
                  {"送信:", FIELD(transmitted_packets)},
                  {"Transmitted:", FIELD(transmitted_packets)}};

    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        const char *rest = rtx__behind(text, labels[i].label);
        int field = labels[i].field;
        struct rtx__counters counters;
        int rc;

        if (!rest)
            continue;
        if (!rtx__to_counters(rest, &counters))
            return 0;
        rtx__known(show, i % 2 == 0);
        rc = rtx__record_number(show->at, SCHEMA, field, counters.packets);
        if (rc > 0)
            rc = rtx__record_number(show->at, SCHEMA, field + 1,
                                    counters.octets);
        return rc > 0 ? take_load(show, counters.rest, field + 2) : rc;
    }
    return 0;
}

static bool is_heading(const char *text, bool *japanese)
{
    text += strspn(text, " ");
    *japanese = rtx__starts(text, "PPPオプション");
    return *japanese || rtx__starts(text, "PPP Cofigure Options") ||
           rtx__starts(text, "PPP Configure Options");
}

static bool begins(const char *line)
{
    struct rtx__match match;
    struct sentence sentence;
    bool japanese;

    line += strspn(line, " ");
    if (heading_length(line) || read_sentence(line, &sentence) ||
        is_heading(line, &japanese) || rtx__connection_length(line))
        return true;
    return rtx__match_label(SCHEMA, line, &match) &&
           match.field != FIELD(primary_dns) &&
           match.field != FIELD(secondary_dns) &&
           strncmp(line, "Remote:", 7) != 0;
}

static int take_label(struct rtx__parse *show, const char *text)
{
    size_t connection = rtx__connection_length(text);
    struct rtx__match match;

    if (connection) {
        rtx__known(show, false);
        return set(show, FIELD(connected_s), text, connection);
    }
    if (!rtx__match_label(SCHEMA, text, &match))
        return 0;
    /* a copy may begin within the options, at their `Remote:` */
    if (rtx__starts(text, "Remote:") &&
        !rtx__record_has(show->at, FIELD(state)))
        return 0;
    if (match.field == FIELD(last_state)) {
        show->state = HISTORY;
    } else if (match.field != FIELD(description) &&
               match.field != FIELD(peer) &&
               match.field != FIELD(connected_s) && match.field != FIELD(ccp) &&
               match.field != FIELD(user_id)) {
        return 0;
    }
    return rtx__match_one(show, show->at, SCHEMA, text);
}

static int take_line(struct rtx__parse *show, const char *text)
{
    struct sentence sentence;
    bool japanese;
    size_t n;
    int rc;

    text += strspn(text, " ");
    n = heading_length(text);
    if (n) {
        rc = add(show);
        return rc > 0 ? set(show, FIELD(interface), text, n) : rc;
    }
    /* what stands under the last session is about that one */
    if (show->at && show->state == HISTORY && !read_sentence(text, &sentence))
        return 0;
    if (read_sentence(text, &sentence))
        return take_sentence(show, &sentence);
    if (!show->at && rtx__match_label(SCHEMA, text, &(struct rtx__match){0})) {
        rc = add(show);
        if (rc < 0)
            return rc;
    }
    if (!show->at)
        return 0;
    if (is_heading(text, &japanese))
        return rtx__known(show, japanese);
    rc = take_counters(show, text);
    if (rc == 0)
        rc = rtx__take_ppp_options(show, text);
    return rc ? rc : take_label(show, text);
}

const struct rtx__command rtx__status_pp = {
    .name = "show status pp",
    .output = "status_pp",
    .form = "show status pp [N|anonymous]",
    .schema = SCHEMA,
    .array = true,
    .begins = begins,
    .line = take_line,
    .finish = rtx__give_up,
};
