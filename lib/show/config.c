/* show config: statements with their contexts and keys, secrets hidden. */
#include "show/show.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "dialect/commands.h"

#define SCHEMA (&rtx__schema_config_listing)
#define FIELD(member) RTX_FIELD_config_listing_##member
#define LINE (&rtx__schema_config_line)
#define LINE_FIELD(member) RTX_FIELD_config_line_##member

/* A selection's words, so that a context of two fits in its record. */
enum { NAME_LONGEST = 32, NUMBER_LONGEST = 8, CONTEXT_SIZE = 80 };

static const char board_mark[] = "# main:";

static void *record_of(const struct rtx__parse *show)
{
    return rtx__list_at(&show->records, 0);
}

static int set(struct rtx__parse *show, int field, const char *text,
               size_t length)
{
    return rtx__record_set(show, record_of(show), SCHEMA, field, text, length);
}

/* ---- the header */

/* RTX810 Rev.11.01.21 (Mon Jun 30 15:21:35 2014) */
static int take_version(struct rtx__parse *show, const char *text)
{
    size_t model = rtx__model_length(text);
    const char *rest = rtx__behind(text + model, "Rev.");
    size_t revision = rest ? strcspn(rest, " (") : 0;
    const char *open = revision ? strchr(rest + revision, '(') : NULL;
    size_t length = open ? strlen(open) : 0;
    int rc;

    if (model == 0 || revision == 0)
        return 0;
    rc = set(show, FIELD(model), text, model);
    if (rc > 0)
        rc = set(show, FIELD(revision), rest, revision);
    if (rc > 0 && length > 2 && open[length - 1] == ')')
        rc = set(show, FIELD(built), open + 1, length - 2);
    return rc;
}

/* 00:a0:de:00:00:01, 00:a0:de:00:00:02, */
static int take_addresses(struct rtx__parse *show, const char *text)
{
    int rc = 1;

    while (*text && rc > 0) {
        size_t n = strcspn(text, ",");

        rc = set(show, FIELD(mac_addresses), text, rtx__trimmed(text, n));
        text += n;
        text += strspn(text, ", ");
    }
    return rc;
}

/* main:  RTX810 ver=00 serial=S… MAC-Address=…: the addresses are known. */
static int take_board(struct rtx__parse *show, const char *text)
{
    static const struct {
        const char *label;
        int field;
    } labels[] = {{"ver=", FIELD(hardware_version)},
                  {"serial=", FIELD(serial)}};
    struct rtx__word words[24];
    int count = rtx__split(text, words, 24);

    for (int i = 0; i < count; i++) {
        for (size_t j = 0; j < 2; j++) {
            size_t n = strlen(labels[j].label);
            int rc = 1;

            if (words[i].length > n &&
                rtx__starts(words[i].text, labels[j].label))
                rc = set(show, labels[j].field, words[i].text + n,
                         words[i].length - n);
            if (rc <= 0)
                return rc;
        }
    }
    return 1;
}

/* A line with `#`; comments that people wrote between say nothing. */
static int take_header(struct rtx__parse *show, const char *text)
{
    const char *line = text + strspn(text, "# ");
    const char *value;
    int rc = 1;

    if (rtx__starts(text, board_mark))
        return take_board(show, text + sizeof board_mark - 1);
    value = rtx__behind(line, "MAC Address :");
    if (value)
        return take_addresses(show, value);
    value = rtx__behind(line, "Reporting Date:");
    if (value)
        return set(show, FIELD(reporting_date), value, strlen(value));
    value = rtx__behind(line, "Memory ");
    if (value)
        return set(show, FIELD(memory), value, strlen(value));
    if (rtx__model_length(line) && strstr(line, " Rev."))
        rc = take_version(show, line);
    return rc;
}

/* ---- statements */

/* The words of a context that a line selects; false: it selects none. */
static bool selects(const char *line, const struct rtx_match *m, char *context,
                    size_t size)
{
    const char *kind;

    if (!m->command || m->command->kind != RTX_COMMAND_SELECT || m->count < 3 ||
        m->words[2].length > NAME_LONGEST)
        return false;
    kind = strncmp(m->command->form, "pp", 2) == 0 ? "pp" : "tunnel";
    context[0] = '\0';
    if (strncasecmp(line + m->words[2].at, "none", 4) != 0)
        snprintf(context, size, "%s %.*s", kind, (int)m->words[2].length,
                 line + m->words[2].at);
    return true;
}

/* Without the `ipsec tunnel N` in it. */
static size_t outer_length(const char *context)
{
    const char *nested = strstr(context, " ipsec tunnel ");

    return nested ? (size_t)(nested - context) : strlen(context);
}

static bool is_form(const struct rtx_match *m, const char *form)
{
    return m->command && rtx__starts(m->command->form, form);
}

/* What has been selected by the lines before. */
struct selection {
    char context[CONTEXT_SIZE];
    bool fresh;    /* by the very line before */
    bool indented; /* the lines of this block are */
};

/* `ipsec tunnel 101` stands in its tunnel, and selects. */
static const char *nest(struct rtx__parse *show, const char *line,
                        const struct rtx_match *m, struct selection *selection)
{
    size_t outer = outer_length(selection->context);
    char *context = rtx__arena_text(&show->arena, selection->context, outer);
    const struct rtx_word *number = &m->words[2];

    if (context)
        snprintf(selection->context, sizeof selection->context,
                 "%s ipsec tunnel %.*s", context, (int)number->length,
                 line + number->at);
    return context;
}

/* By its indent, where it is no command that says more. */
static const char *by_indent(struct selection *selection, size_t indent)
{
    if (selection->indented && indent == 0)
        return "";
    if (indent == 1)
        selection->context[outer_length(selection->context)] = '\0';
    return selection->context;
}

/* Where the statement stands; NULL: no memory. */
static const char *place(struct rtx__parse *show, const char *line,
                         const struct rtx_match *m, size_t indent)
{
    struct selection *selection = show->at;
    bool tunnel = rtx__starts(selection->context, "tunnel ");

    if (selection->fresh)
        selection->indented = indent > 0;
    selection->fresh = false;
    if (!m->command)
        return by_indent(selection, indent);
    /* its lines are indented as well, and belong to no context */
    if (is_form(m, "provider set ") && indent == 0 && selection->indented)
        selection->context[0] = '\0';
    if (is_form(m, "ipsec tunnel {N}") && m->count > 2 && tunnel &&
        m->words[2].length <= NUMBER_LONGEST)
        return nest(show, line, m, selection);
    switch (m->command->context) {
    case RTX_IN_TUNNEL:
        if (tunnel)
            selection->context[outer_length(selection->context)] = '\0';
        return selection->context;
    case RTX_IN_PP:
        return selection->context;
    case RTX_IN_IPSEC:
        return tunnel ? selection->context : "";
    default:
        return indent ? by_indent(selection, indent) : "";
    }
}

static int add_statement(struct rtx__parse *show, const char *context,
                         const char *text, bool secret, const char *key)
{
    struct rtx_config_listing *listing = record_of(show);
    void *record = rtx__record_add(
        show, (struct rtx_list *)(void *)&listing->statements, LINE);
    int rc = record ? 1 : RTX_E_NOMEM;

    if (rc > 0)
        rc = rtx__record_text(show, record, LINE, LINE_FIELD(context), context,
                              strlen(context));
    if (rc > 0)
        rc = rtx__record_text(show, record, LINE, LINE_FIELD(text), text,
                              strlen(text));
    if (rc > 0)
        rc = rtx__record_set(show, record, LINE, LINE_FIELD(key), key,
                             strlen(key));
    return rc > 0 ? rtx__record_flag(record, LINE, LINE_FIELD(secret), secret)
                  : rc;
}

static bool has_secret(const struct rtx_match *m)
{
    for (int i = 0; i < m->count; i++) {
        if (m->roles[i] & RTX_ROLE_SECRET)
            return true;
    }
    return false;
}

static int take_statement(struct rtx__parse *show, const char *line)
{
    enum { KEY_MAX = 512 };
    struct selection *selection = show->at;
    char key[KEY_MAX];
    struct rtx_match m;
    struct rtx_buf text;
    const char *context;
    int rc;

    rtx__command_match(line, &m);
    if (selects(line, &m, selection->context, sizeof selection->context)) {
        selection->fresh = true;
        return 1;
    }
    context = place(show, line, &m, strspn(show->line->text, " \t"));
    if (!context)
        return RTX_E_NOMEM;
    if (rtx__match_key(line, &m, key, sizeof key) == 0)
        key[0] = '\0';
    rtx__buf_init_secret(&text, SIZE_MAX / 4);
    rc = rtx__statement_redact(line, "*", &text);
    if (rc == 0)
        rc = add_statement(show, context, rtx__buf_str(&text), has_secret(&m),
                           key);
    rtx__buf_free(&text);
    return rc;
}

/* A statement of later firmware: a word in small letters, then more. */
static bool looks_typed(const char *line)
{
    size_t n = 0;

    while (islower((unsigned char)line[n]) || isdigit((unsigned char)line[n]) ||
           line[n] == '-')
        n++;
    return islower((unsigned char)line[0]) && n >= 2 &&
           (line[n] == ' ' || line[n] == '\0');
}

static bool is_statement(const char *line)
{
    const struct rtx_command *command = rtx__command_find(line);

    if (!command)
        return rtx__command_begins(line) || looks_typed(line);
    return command->kind == RTX_COMMAND_SETTING ||
           command->kind == RTX_COMMAND_SELECT;
}

/* Only what is known for sure ends a broken line. */
static bool begins(const char *line)
{
    const struct rtx_command *command;

    line += strspn(line, " ");
    if (*line == '#')
        return true;
    command = rtx__command_find(line);
    return command ? command->kind == RTX_COMMAND_SETTING ||
                         command->kind == RTX_COMMAND_SELECT
                   : rtx__command_begins(line);
}

static int take_line(struct rtx__parse *show, const char *text)
{
    text += strspn(text, " \t");
    if (!show->at)
        show->at = rtx__arena_get(&show->arena, sizeof(struct selection));
    if (!show->at)
        return RTX_E_NOMEM;
    if (*text == '#')
        return take_header(show, text);
    if (rtx__starts(text, "Searching ..."))
        return 1;
    if (is_statement(text))
        return take_statement(show, text);
    /* the end of the header's long line, where a copy cut it */
    return strstr(text, "MAC-Address=") != NULL;
}

const struct rtx__command rtx__config = {
    .name = "show config",
    .output = "config",
    .form = "show config [pp|tunnel] [N|N-N|anonymous]",
    .schema = SCHEMA,
    .array = false,
    .begins = begins,
    .line = take_line,
    .finish = NULL,
};
