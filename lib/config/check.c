/* What must not stand in a line of a fragment, and where it stands. */
#include "config/check.h"

#include <stdio.h>
#include <string.h>

static const char *control_name(char c)
{
    return c == '\0'     ? "a NUL byte"
           : c == '\r'   ? "a carriage return"
           : c == '\033' ? "an escape character"
                         : "a control character";
}

static int find_control(const char *line, size_t length,
                        struct rtx_complaint *ret)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)line[i];

        if ((c >= 0x20 && c != 0x7F) || c == '\t')
            continue;
        ret->at = i;
        ret->message = control_name(line[i]);
        return ret->code = RTX_E_FRAGMENT;
    }
    return 0;
}

/* A tab that is no blank between words. */
static int find_tab(const char *line, struct rtx_complaint *ret)
{
    struct rtx_word words[RTX_WORDS_MAX];
    int count = strchr(line, '\t') ? rtx__words(line, words, RTX_WORDS_MAX) : 0;

    for (int i = 0; i < count; i++) {
        const char *word = line + words[i].at;
        const char *tab = memchr(word, '\t', words[i].length);

        if (!tab)
            continue;
        ret->at = (size_t)(tab - line);
        ret->message = "a tab inside a word: on the console it completes "
                       "words, so that it cannot be typed";
        return ret->code = RTX_E_FRAGMENT;
    }
    return 0;
}

/* A character that the router's console takes for itself. */
static int find_special(const char *line, struct rtx_complaint *ret)
{
    const char *found = rtx__find_bare(line, "?|>#");

    if (!found || *found == '#')
        return find_tab(line, ret);
    ret->at = (size_t)(found - line);
    ret->message = *found == '?' ? "a bare ? calls up the router's help; "
                                   "quote it or put a backslash before it"
                   : *found == '|'
                       ? "a bare | pipes; quote it or put a backslash "
                         "before it"
                       : "a bare > redirects; quote it or put a "
                         "backslash before it";
    return ret->code = RTX_E_FRAGMENT;
}

static int find_excess(const char *line, struct rtx_complaint *ret)
{
    struct rtx_word words[2];
    int count = rtx__words(line, words, 2);
    size_t first = strspn(line, " \t");
    size_t length = rtx__trimmed(line, strlen(line));

    if (count < 0) {
        ret->at = (size_t)(-1 - count);
        ret->message = "a quote that is never closed";
    } else if (count > RTX_WORDS_MAX) {
        ret->at = first;
        ret->message = "more than 1024 words";
    } else if (count > 0 && length - first > RTX_LINE_MAX &&
               strcspn(line + first, "#") > RTX_LINE_MAX) {
        ret->at = first + RTX_LINE_MAX;
        ret->message = "a line longer than 4095 bytes";
    } else {
        return 0;
    }
    return ret->code = RTX_E_FRAGMENT;
}

int rtx__check_text(const char *line, size_t length, struct rtx_complaint *ret)
{
    int rc = find_control(line, length, ret);

    if (rc == 0)
        rc = find_excess(line, ret);
    if (rc == 0)
        rc = find_special(line, ret);
    return rc;
}

/* Do all commands that begin with the line's first word only act? */
static bool only_acts(const char *line, const struct rtx_match *m)
{
    const struct rtx_word *first = &m->words[0];
    bool acts = false;

    for (int i = 0; i < rtx__command_count(); i++) {
        const struct rtx_command *c = rtx__command_row(i);
        size_t n = strcspn(c->form, " ");

        if (first->length != n ||
            strncasecmp(line + first->at, c->form, n) != 0)
            continue;
        if (c->kind == RTX_COMMAND_SETTING || c->kind == RTX_COMMAND_SELECT)
            return false;
        acts = true;
    }
    return acts;
}

static int forbid(struct rtx_complaint *ret, const struct rtx_match *m,
                  const char *message)
{
    ret->at = m->words[0].at;
    ret->message = message;
    return ret->code = RTX_E_FORBIDDEN;
}

/* Is there a word with this role, and is it nothing but stars? */
static bool has_secret(const char *line, const struct rtx_match *m,
                       bool *masked)
{
    bool found = false;

    *masked = false;
    for (int i = 0; i < m->count; i++) {
        const char *word = line + m->words[i].at;

        if (!(m->roles[i] & RTX_ROLE_SECRET))
            continue;
        found = true;
        *masked |= strspn(word, "*") >= m->words[i].length;
    }
    return found;
}

static int check_password(const char *line, const struct rtx_match *m,
                          struct rtx_complaint *ret)
{
    bool masked;
    bool secret = has_secret(line, m, &masked);

    if ((m->command->flags & RTX_COMMAND_PASSWORD) && (m->no || !masked))
        return forbid(ret, m,
                      "the router asks for this password; only * (keep what is "
                      "there) may stand here");
    if (!m->no && !secret && rtx__is_form(m->command, "login user"))
        return forbid(ret, m, "without a password the router asks for one");
    return 0;
}

/* `pp enable` and the like, with nothing that says which peer. */
static bool names_nobody(const struct rtx_match *m)
{
    return !m->no && m->fault &&
           ((m->command->flags & RTX_COMMAND_ENABLES) ||
            rtx__is_form(m->command, "pp disable") ||
            rtx__is_form(m->command, "tunnel disable"));
}

static int check_words(const char *line, const struct rtx_match *m,
                       struct rtx_complaint *ret)
{
    struct rtx_buf whole;
    int rc = rtx__command_written_out(line, &whole);

    if (rc != 0) {
        rc = rc < 0 ? rc : RTX_E_FRAGMENT;
        ret->code = rc;
        ret->at = m->words[0].at;
        snprintf(ret->text, sizeof ret->text, RTX_ABBREVIATED,
                 rtx__buf_str(&whole));
        ret->message = rc == RTX_E_NOMEM ? rtx_strerror(rc) : ret->text;
    }
    rtx__buf_free(&whole);
    return rc;
}

int rtx__check_command(const char *line, const struct rtx_match *m,
                       bool misplaced, struct rtx_complaint *ret)
{
    const struct rtx_command *c = m->command;

    if (c ? c->kind == RTX_COMMAND_ACTION : only_acts(line, m))
        return forbid(ret, m, "this does something at once and is no setting");
    if (c && c->kind == RTX_COMMAND_SHOW)
        return forbid(ret, m, "this only shows something and is no setting");
    if (c && names_nobody(m)) {
        ret->at = m->words[0].at;
        ret->message = "it must say which one: its number, or all";
        return ret->code = RTX_E_FRAGMENT;
    }
    if (c && misplaced) {
        ret->at = m->words[0].at;
        ret->message = c->context == RTX_IN_PP
                           ? "`pp select N` must stand before it; the router "
                             "refuses it here"
                           : "`tunnel select N` must stand before it; the "
                             "router refuses it here";
        return ret->code = RTX_E_FRAGMENT;
    }
    return c ? check_password(line, m, ret) : check_words(line, m, ret);
}
