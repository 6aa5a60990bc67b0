/* show status dhcp [summary]: scopes and their leases. */
#include "show/show.h"

#include <string.h>

#define SCHEMA (&rtx__schema_status_dhcp)
#define FIELD(member) RTX_FIELD_status_dhcp_##member
#define LEASE (&rtx__schema_dhcp_lease)
#define LEASE_FIELD(member) RTX_FIELD_dhcp_lease_##member

static int add_scope(struct rtx__parse *show)
{
    show->inner = NULL;
    show->at = rtx__record_add(show, &show->records, SCHEMA);
    return show->at ? 1 : RTX_E_NOMEM;
}

/* A copy may begin within a scope. */
static int add_lease(struct rtx__parse *show, const char *kind)
{
    struct rtx_status_dhcp *scope;
    int rc = show->at ? 1 : add_scope(show);

    if (rc <= 0)
        return rc;
    scope = show->at;
    show->inner =
        rtx__record_add(show, (struct rtx_list *)(void *)&scope->leases, LEASE);
    if (!show->inner)
        return RTX_E_NOMEM;
    return rtx__record_set(show, show->inner, LEASE, LEASE_FIELD(kind), kind,
                           strlen(kind));
}

static int set(struct rtx__parse *show, int field, const char *text,
               size_t length)
{
    return rtx__record_set(show, show->inner, LEASE, field, text, length);
}

/* ---- the summary: "  8:      192.168.1.30:  12:1f:94:f6:de:ea, name" */
struct row {
    struct rtx__word no;
    struct rtx__word address;
    struct rtx__word client;
    struct rtx__word name;
};

static bool split(const char *text, struct row *row)
{
    const char *comma;

    memset(row, 0, sizeof *row);
    row->no.text = text + strspn(text, " ");
    row->no.length = strspn(row->no.text, "0123456789");
    text = row->no.text + row->no.length;
    if (row->no.length == 0 || text[0] != ':' || text[1] != ' ')
        return false;
    text++;
    row->address.text = text + strspn(text, " ");
    row->address.length = strcspn(row->address.text, ": ");
    text = row->address.text + row->address.length;
    if (row->address.length == 0 || text[0] != ':' || text[1] != ' ')
        return false;
    text++;
    row->client.text = text + strspn(text, " ");
    /* no name may stand behind the comma */
    comma = strchr(row->client.text, ',');
    row->client.length =
        comma ? (size_t)(comma - row->client.text) : strlen(row->client.text);
    row->name.text = comma ? comma + 1 + strspn(comma + 1, " ") : "";
    row->name.length = strlen(row->name.text);
    return row->client.length > 0;
}

static int take_row(struct rtx__parse *show, const struct row *row)
{
    int rc = add_lease(show, "leased");

    if (rc > 0)
        rc = set(show, LEASE_FIELD(no), row->no.text, row->no.length);
    if (rc > 0)
        rc = set(show, LEASE_FIELD(address), row->address.text,
                 row->address.length);
    if (rc > 0)
        rc = set(show,
                 rtx__is_mac(&row->client) ? LEASE_FIELD(client_ethernet)
                                           : LEASE_FIELD(client_id),
                 row->client.text, row->client.length);
    return rc > 0 ? set(show, LEASE_FIELD(hostname), row->name.text,
                        row->name.length)
                  : rc;
}

/* ---- labels */

/* 10 (予約 2): what is kept stands behind. */
static int take_count(struct rtx__parse *show, int field, const char *text)
{
    size_t n = strspn(text, "0123456789");
    const char *open = text + n + strspn(text + n, " ");
    int rc = rtx__record_set(show, show->at, SCHEMA, field, text, n);
    const char *digits;

    if (rc <= 0 || *open == '\0')
        return n ? rc : 0;
    digits = strpbrk(open, "0123456789");
    if (*open != '(' || !digits)
        return 0;
    return rtx__record_set(show, show->at, SCHEMA, FIELD(reserved), digits,
                           strspn(digits, "0123456789"));
}

static int take_scope(struct rtx__parse *show, const char *text,
                      const struct rtx__match *match)
{
    const char *value = text + match->length;
    int rc = 1;

    value += strspn(value, " ");
    rtx__saw_label(show, match);
    if (match->field == FIELD(scope) || !show->at)
        rc = add_scope(show);
    if (rc <= 0)
        return rc;
    show->inner = NULL;
    if (match->field >= FIELD(total))
        return take_count(show, match->field, value);
    return rtx__record_set(show, show->at, SCHEMA, match->field, value,
                           strlen(value));
}

/* For ever: nothing remains, and nothing runs out. */
static bool is_unlimited(const char *text)
{
    static const char *const words[] = {"無期限",   "無制限",    "infinity",
                                        "Infinity", "unlimited", "Unlimited"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(text, words[i]) == 0)
            return true;
    }
    return false;
}

static int take_lease(struct rtx__parse *show, const char *text,
                      const struct rtx__match *match)
{
    const char *value = text + match->length;
    bool reserved =
        rtx__starts(text, "予約") || strncasecmp(text, "reserved", 8) == 0;
    int rc = 1;

    value += strspn(value, " ");
    rtx__saw_label(show, match);
    if (match->field == LEASE_FIELD(address))
        rc = add_lease(show, reserved ? "reserved" : "leased");
    if (rc <= 0 || !show->inner)
        return rc < 0 ? rc : 0;
    if (match->field == LEASE_FIELD(remaining_s) && is_unlimited(value))
        return 1;
    return set(show, match->field, value, strlen(value));
}

static bool begins(const char *line)
{
    struct rtx__match match;
    struct row row;

    if (split(line, &row))
        return true;
    line += strspn(line, " ");
    return rtx__match_label(LEASE, line, &match) ||
           rtx__match_label(SCHEMA, line, &match);
}

static int take_line(struct rtx__parse *show, const char *text)
{
    struct rtx__match match;
    struct rtx__match scope;
    struct row row;

    if (split(text, &row))
        return take_row(show, &row);
    text += strspn(text, " ");
    rtx__match_label(LEASE, text, &match);
    rtx__match_label(SCHEMA, text, &scope);
    if (scope.length > match.length)
        return take_scope(show, text, &scope);
    return match.length ? take_lease(show, text, &match) : 0;
}

const struct rtx__command rtx__status_dhcp = {
    .name = "show status dhcp",
    .output = "status_dhcp",
    .form = "show status dhcp [N] [summary]",
    .schema = SCHEMA,
    .array = true,
    .begins = begins,
    .line = take_line,
    .finish = NULL,
};
