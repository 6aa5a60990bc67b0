/* show status l2tp: tunnels, and sessions in them. English in both languages.
 */
#include "show/show.h"

#include <string.h>

#define SCHEMA (&rtx__schema_status_l2tp)
#define TUNNEL (&rtx__schema_l2tp_tunnel)
#define SESSION (&rtx__schema_l2tp_session)

static struct rtx_status_l2tp *all(const struct rtx__parse *show)
{
    return rtx__list_at(&show->records, 0);
}

/* Lines that only head others, or say what is counted below. */
static bool is_heading(const char *text)
{
    static const char *const headings[] = {"Number of control table using",
                                           "Session Information"};

    text += strspn(text, " ");
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        if (rtx__starts(text, headings[i]))
            return true;
    }
    if (strstr(text, "L2TP INFORMATION"))
        return true;
    return rtx__starts(text, "Tunnel has ") && strstr(text, " session");
}

/* TUNNEL[1] Information */
static int take_tunnel(struct rtx__parse *show, const char *text)
{
    static const char tail[] = "] Information";
    size_t n = strspn(text, "0123456789");

    if (n == 0 || !rtx__starts(text + n, tail) || text[n + sizeof tail - 1])
        return 0;
    show->inner = NULL;
    show->at = rtx__record_add(
        show, (struct rtx_list *)(void *)&all(show)->tunnels, TUNNEL);
    if (!show->at)
        return RTX_E_NOMEM;
    return rtx__record_set(show, show->at, TUNNEL, RTX_FIELD_l2tp_tunnel_tunnel,
                           text, n);
}

static int take_session(struct rtx__parse *show)
{
    struct rtx_l2tp_tunnel *tunnel = show->at;

    if (!tunnel)
        return 0;
    show->inner = rtx__record_add(
        show, (struct rtx_list *)(void *)&tunnel->sessions, SESSION);
    return show->inner ? 1 : RTX_E_NOMEM;
}

/* Tunnel Control: 1, Session Control: 1 */
static int take_totals(struct rtx__parse *show, const char *text)
{
    return rtx__match_line(show, all(show), SCHEMA, text);
}

static bool is_counter(const struct rtx__match *match)
{
    return match->field >= RTX_FIELD_l2tp_session_received_packets &&
           match->field <= RTX_FIELD_l2tp_session_transmitted_octets;
}

static int take_label(struct rtx__parse *show, const char *text)
{
    struct rtx__match match;
    int rc;

    text += strspn(text, " ");
    if (rtx__match_label(SESSION, text, &match)) {
        if (match.field == RTX_FIELD_l2tp_session_state) {
            rc = take_session(show);
            if (rc <= 0)
                return rc;
        }
        if (!show->inner)
            return 0;
        return is_counter(&match)
                   ? rtx__match_line(show, show->inner, SESSION, text)
                   : rtx__match_one(show, show->inner, SESSION, text);
    }
    return show->at ? rtx__match_one(show, show->at, TUNNEL, text) : 0;
}

static bool begins(const char *line)
{
    struct rtx__match match;

    line += strspn(line, " ");
    return is_heading(line) || rtx__starts(line, "TUNNEL[") ||
           rtx__match_label(SCHEMA, line, &match) ||
           rtx__match_label(TUNNEL, line, &match) ||
           rtx__match_label(SESSION, line, &match);
}

static int take_line(struct rtx__parse *show, const char *text)
{
    const char *tunnel = rtx__behind(text, "TUNNEL[");
    struct rtx__match match;

    if (tunnel)
        return take_tunnel(show, tunnel);
    if (is_heading(text) || rtx__is_rule(text))
        return 1;
    text += strspn(text, " ");
    if (rtx__match_label(SCHEMA, text, &match))
        return take_totals(show, text);
    return take_label(show, text);
}

const struct rtx__command rtx__status_l2tp = {
    .name = "show status l2tp",
    .output = "status_l2tp",
    .form = "show status l2tp [tunnel] [N]",
    .schema = SCHEMA,
    .array = false,
    .begins = begins,
    .line = take_line,
    .finish = NULL,
};
