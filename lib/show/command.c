/* The commands whose output is understood. */
#include "show/show.h"

#include <ctype.h>
#include <string.h>

#include "dialect/commands.h"

static const struct rtx__command *const parsers[] = {
    &rtx__environment,
    &rtx__ip_route,
    &rtx__ipv6_route,
    &rtx__ipsec_sa,
    &rtx__ipsec_sa_gateway,
    &rtx__status_pp,
    &rtx__status_tunnel,
    &rtx__status_l2tp,
    &rtx__nat_descriptor_address,
    &rtx__log,
    &rtx__arp,
    &rtx__status_lan,
    &rtx__status_dhcp,
    &rtx__status_user,
    &rtx__status_bgp_neighbor,
    &rtx__config,
    &rtx__ping,
};

enum { PARSERS = sizeof parsers / sizeof parsers[0] };

/* In lower case but for a filter, with single blanks. */
static int tidy(const char *command, struct rtx__arena *arena, const char **ret)
{
    size_t length = strcspn(command, "\r\n");
    char *text = rtx__arena_get(arena, length + 1);
    bool filter = false;
    size_t n = 0;

    if (!text)
        return RTX_E_NOMEM;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)command[i];
        bool blank = c == ' ' || c == '\t';

        filter = filter || c == '|';
        if (blank && (n == 0 || text[n - 1] == ' '))
            continue;
        text[n++] = blank                 ? ' '
                    : filter || c >= 0x80 ? (char)c
                                          : (char)tolower(c);
    }
    n = rtx__trimmed(text, n);
    for (size_t i = 0; !rtx__utf8_valid(text, n) && i < n; i++)
        text[i] = (unsigned char)text[i] < 0x80 ? text[i] : '?';
    text[n] = '\0';
    *ret = text;
    return 0;
}

static const char *next_word(const char *text, const char *end)
{
    while (text < end && *text != ' ')
        text++;
    return text;
}

static const char *skip(const char *text, const char *end)
{
    return text + (text < end && *text == ' ');
}

/* One of a form's alternatives: itself, but an N stands for digits. */
static bool fits(const char *form, size_t form_length, const char *word,
                 size_t length)
{
    size_t at = 0;

    for (size_t i = 0; i < form_length; i++) {
        size_t from = at;

        if (form[i] == '*')
            return length > 0;
        while (form[i] == 'N' && at < length &&
               isdigit((unsigned char)word[at]))
            at++;
        if (form[i] == 'N' ? at == from : at >= length || word[at] != form[i])
            return false;
        at += form[i] != 'N';
    }
    return at == length;
}

static bool fits_one(const char *form, size_t form_length, const char *word,
                     size_t length)
{
    const char *end = form + form_length;

    while (form < end) {
        const char *bar = memchr(form, '|', (size_t)(end - form));
        size_t n = (size_t)((bar ? bar : end) - form);

        if (fits(form, n, word, length))
            return true;
        form += n + 1;
    }
    return false;
}

/*
 * Do the words from `text` to `end` fit the form? Its words stand for
 * themselves; N for a number, * for any word, a|b for either; [x] may be
 * missing; … is anything.
 */
static bool is_it(const char *form, const char *text, const char *end)
{
    const char *form_end = form + strlen(form);

    while (form < form_end) {
        const char *stop = next_word(form, form_end);
        const char *word = next_word(text, end);
        bool optional = form[0] == '[';

        if (strncmp(form, "…", strlen("…")) == 0)
            return true;
        if (fits_one(form + optional, (size_t)(stop - form) - optional * 2UL,
                     text, (size_t)(word - text)))
            text = skip(word, end);
        else if (!optional)
            return false;
        form = skip(stop, form_end);
    }
    return text == end;
}

const struct rtx__command *rtx__command_parser(const char *canonical)
{
    size_t length = rtx__trimmed(canonical, strcspn(canonical, "|>"));

    for (int i = 0; i < PARSERS; i++) {
        if (is_it(parsers[i]->form, canonical, canonical + length))
            return parsers[i];
    }
    return NULL;
}

/* The name, and the words of the line behind as many as it has. */
static int join(const char *name, const char *line, struct rtx__arena *arena,
                const char **ret)
{
    size_t length = strlen(name);
    char *text;

    for (const char *at = name; at; at = strchr(at + 1, ' ')) {
        line += strspn(line, " ");
        line += strcspn(line, " ");
    }
    text = rtx__arena_get(arena, length + strlen(line) + 1);
    if (!text)
        return RTX_E_NOMEM;
    memcpy(text, name, length + 1);
    memcpy(text + length, line, strlen(line) + 1);
    *ret = text;
    return 0;
}

/* `sh ip route`, written out where that is a command that is understood. */
static int write_out(const char *line, struct rtx__arena *arena,
                     const char **ret)
{
    const char *whole = line;
    struct rtx_buf name;
    int rc = rtx__command_written_out(line, &name);

    if (rc > 0)
        rc = join(rtx__buf_str(&name), line, arena, &whole);
    if (rc == 0 && rtx__command_parser(whole))
        *ret = whole;
    rtx__buf_free(&name);
    return rc;
}

int rtx__command_text(const char *command, struct rtx__arena *arena,
                      const char **ret)
{
    int rc = tidy(command, arena, ret);

    if (rc < 0 || **ret != 's' || rtx__command_parser(*ret))
        return rc;
    return write_out(*ret, arena, ret);
}

const struct rtx__command *rtx__command_of(const struct rtx__schema *schema)
{
    for (int i = 0; i < PARSERS; i++) {
        if (parsers[i]->schema == schema)
            return parsers[i];
    }
    return NULL;
}

const struct rtx__command *rtx__command_at(size_t index)
{
    return index < PARSERS ? parsers[index] : NULL;
}

const struct rtx__command *rtx__command_named(const char *name)
{
    for (int i = 0; i < PARSERS; i++) {
        if (strcmp(parsers[i]->output, name) == 0)
            return parsers[i];
    }
    return rtx__command_parser(name);
}
