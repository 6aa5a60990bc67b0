/*
 * The options that PPP agreed on, in show status pp:
 *     IPCP Local: IP-Address Primary-DNS(192.0.2.1), Remote: IP-Address
 *     PP IP Address Local: 192.0.2.2, Remote: 192.0.2.3
 * Both sides have the same words. Such lines are long, and broken in copies at
 * widths that are no console's, as words stand there for addresses.
 */
#include "show/show.h"

#include <string.h>

#define SCHEMA (&rtx__schema_status_pp)
#define FIELD(member) RTX_FIELD_status_pp_##member

static const struct {
    const char *label;
    int local; /* the remote one's field follows */
} lines[] = {
    {"LCP Local:", FIELD(lcp_local)},
    {"IPCP Local:", FIELD(ipcp_local)},
    {"IPV6CP Local:", FIELD(ipv6cp_local)},
    {"PP IP Address Local:", FIELD(local_address)},
    {"PP Interface-ID Local:", FIELD(local_interface_id)},
};

static const char middle[] = ", Remote:";

static int line_of(const char *text, const char **rest)
{
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        *rest = rtx__behind(text, lines[i].label);
        if (*rest)
            return (int)i;
    }
    return -1;
}

static int set(struct rtx__parse *show, int field, const char *text,
               size_t length)
{
    return rtx__record_set(show, show->at, SCHEMA, field, text, length);
}

/* The bytes of an option: blanks within brackets belong to it. */
static size_t option_length(const char *text, size_t length)
{
    int depth = 0;
    size_t n = 0;

    for (; n < length && (depth > 0 || text[n] != ' '); n++)
        depth += (text[n] == '(') - (text[n] == ')');
    return n;
}

/* Primary-DNS(192.0.2.1): the first one counts. */
static int take_server(struct rtx__parse *show, const char *text, size_t length)
{
    static const struct {
        const char *mark;
        int field;
    } servers[] = {{"Primary-DNS(", FIELD(primary_dns)},
                   {"Secondary-DNS(", FIELD(secondary_dns)}};

    for (size_t i = 0; i < 2; i++) {
        size_t n = strlen(servers[i].mark);

        if (length <= n || strncmp(text, servers[i].mark, n) != 0)
            continue;
        if (text[length - 1] != ')')
            return 0;
        if (rtx__record_has(show->at, servers[i].field))
            return 1;
        return set(show, servers[i].field, text + n, length - n - 1);
    }
    return 1;
}

static int take_options(struct rtx__parse *show, int field, const char *text,
                        size_t length)
{
    int understood = 1;

    if (rtx__record_has(show->at, field))
        return 0;
    rtx__record_mark(show->at, field);
    while (length) {
        size_t n = option_length(text, length);
        size_t name = strcspn(text, "( ");
        int rc = n ? set(show, field, text, name < n ? name : n) : 1;

        if (rc > 0)
            rc = take_server(show, text, n);
        if (rc < 0)
            return rc;
        understood = understood && rc;
        n += n < length;
        text += n;
        length -= n;
    }
    return understood;
}

static int take_side(struct rtx__parse *show, int field, const char *text,
                     size_t length)
{
    text += strspn(text, " ");
    if (SCHEMA->fields[field].type == RTX__TYPE_texts)
        return take_options(show, field, text, length);
    return set(show, field, text, length);
}

/* Both sides, when they are there; 0: not. */
static int take_both(struct rtx__parse *show, const char *text)
{
    const char *rest;
    int line = line_of(text, &rest);
    const char *remote = line >= 0 ? strstr(rest, middle) : NULL;
    size_t length;
    int rc;

    if (!remote)
        return 0;
    length = rtx__trimmed(rest, (size_t)(remote - rest));
    rc = take_side(show, lines[line].local, rest, length);
    if (rc <= 0)
        return rc;
    rest = remote + sizeof middle - 1;
    rest += strspn(rest, " ");
    return take_side(show, lines[line].local + 1, rest,
                     rtx__trimmed(rest, strlen(rest)));
}

/* The line before was cut; this is the rest of it. */
static int take_joined(struct rtx__parse *show, const char *text)
{
    const struct rtx__line *first = show->waiting;
    size_t blank = text != show->line->text;
    size_t length = strlen(text);
    char *whole =
        rtx__arena_get(&show->arena, first->length + blank + length + 1);

    int rc;

    if (!whole)
        return RTX_E_NOMEM;
    memcpy(whole, first->text, first->length);
    if (blank)
        whole[first->length] = ' ';
    memcpy(whole + first->length + blank, text, length + 1);
    rc = take_both(show, whole);
    if (rc == 0)
        return rtx__give_up(show);
    show->waiting = NULL;
    return rc;
}

int rtx__take_ppp_options(struct rtx__parse *show, const char *text)
{
    const char *rest;
    int rc;

    if (line_of(text, &rest) < 0)
        return show->waiting ? take_joined(show, text) : 0;
    rc = rtx__give_up(show);
    if (rc < 0)
        return rc;
    rc = take_both(show, text);
    if (rc == 0 && !strstr(rest, middle)) {
        show->waiting = show->line;
        return 1;
    }
    return rc;
}
