/* Finding a line's command in the table. */
#include "dialect/grammar.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/*
 * How well a row fits: 0 not at all, else the better the more of the line is
 * key and the more of the form is there.
 */
static int try_row(const struct rtx_command *command, const char *line,
                   struct rtx_match *m)
{
    int first = m->no ? 1 : 0;
    int fit = 1;

    m->fault = rtx__form_match(command->form, line, m->words + first,
                               m->count - first, m->roles + first);
    if (m->no && m->fault)
        m->fault = rtx__form_match_no(command->form, line, m->words + first,
                                      m->count - first, m->roles + first);
    else if (!m->fault)
        fit = 2;
    if (!m->no || m->fault)
        return m->fault ? 0 : 1;
    for (int i = first; i < m->count; i++)
        fit += m->roles[i] & RTX_ROLE_KEY ? 2 : 0;
    return fit;
}

/* Where the form goes on behind this word, NULL when it has another one. */
static const char *behind_word(const char *form, const char *word,
                               size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (form[i] != tolower((unsigned char)word[i]))
            return NULL;
    }
    return form[length] == ' ' || form[length] == '\0' ? form + length : NULL;
}

/* Quick: can the form begin with the first words of the line? */
static bool may_begin(const char *form, const char *line,
                      const struct rtx_word *words, int count)
{
    for (int i = 0; i < count && i < 4; i++) {
        if (form[0] == '{')
            form = strchr(form, '}') + 1;
        else if (islower((unsigned char)form[0]))
            form = behind_word(form, line + words[i].at, words[i].length);
        else
            return true;
        if (!form)
            return false;
        if (form[0] != ' ')
            return true;
        form++;
    }
    return true;
}

/*
 * The row whose name has the most literals in common with the line; among equal
 * ones the one that the parameters fit best, else the first.
 */
static const struct rtx_command *best_row(const char *line, struct rtx_match *m,
                                          int *literals)
{
    const struct rtx_word *words = m->words + (m->no ? 1 : 0);
    int count = m->count - (m->no ? 1 : 0);
    const struct rtx_command *best = NULL;
    int most = 0;
    int best_fit = 0;
    struct rtx_rows rows;

    if (count == 0)
        return NULL;
    rtx__rows_begin(&rows, line, words, count);
    for (int i; (i = rtx__rows_next(&rows)) >= 0;) {
        int score;
        int fit;

        if (!may_begin(rtx__commands[i].form, line, words, count))
            continue;
        score = rtx__form_name(rtx__commands[i].form, line, words, count);
        if (score == 0 || score < most)
            continue;
        fit = try_row(&rtx__commands[i], line, m);
        if (score == most && fit <= best_fit)
            continue;
        most = score;
        best = &rtx__commands[i];
        best_fit = fit;
    }
    if (best)
        try_row(best, line, m);
    *literals = most;
    return best;
}

void rtx__command_match(const char *line, struct rtx_match *ret)
{
    int count = rtx__words(line, ret->words, RTX_WORDS_MAX);
    int literals = 0;
    int first;

    ret->command = NULL;
    ret->fault = RTX_FAULT_NAME;
    ret->no = false;
    ret->count = count < 0 ? 0 : count > RTX_WORDS_MAX ? RTX_WORDS_MAX : count;
    if (ret->count == 0)
        return;
    ret->roles[0] = 0;
    ret->no =
        rtx__word_is(line + ret->words[0].at, ret->words[0].length, "no", 2);
    ret->command = best_row(line, ret, &literals);
    if (!ret->command) {
        rtx__unknown_roles(line, ret->words, ret->count, ret->no, ret->roles);
        ret->fault = RTX_FAULT_NAME;
    } else if (ret->no) {
        ret->roles[0] = RTX_ROLE_KEYWORD;
        if (ret->command->flags & RTX_COMMAND_NO_NO)
            ret->fault = RTX_FAULT_NAME;
    }
    first = ret->no ? 1 : 0;
    if (ret->fault || ret->no)
        rtx__resembling_roles(line, ret->words + first, ret->count - first,
                              literals, ret->roles + first);
}

const struct rtx_command *rtx__command_find(const char *line)
{
    struct rtx_match match;

    rtx__command_match(line, &match);
    return match.command;
}

enum rtx_command_fault rtx__command_check(const char *line)
{
    struct rtx_match match;

    rtx__command_match(line, &match);
    return match.fault;
}

/* Do the first `count` words of the line begin the form? */
static bool begins(const char *form, const char *line,
                   const struct rtx_word *words, int count)
{
    struct rtx_token token;

    for (int i = 0; i < count; i++) {
        unsigned char roles;
        const char *word = line + words[i].at;

        form = rtx__token(form, &token);
        if (token.kind == RTX_TOKEN_LITERAL) {
            if (!rtx__word_is(word, words[i].length, token.text, token.length))
                return false;
        } else if (token.kind == RTX_TOKEN_KEY) {
            if (rtx__token_fits(&token, word, words[i].length, &roles))
                return false;
        } else {
            return i > 0;
        }
    }
    return true;
}

bool rtx__command_begins(const char *line)
{
    struct rtx_word words[4] = {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
    int count = rtx__words(line, words, 4);
    int first = 0;

    /* With an open quote, judge by the words that stand before it. */
    for (int i = 0; count < 0 && i < 4; i++) {
        if (words[i].length == 0)
            count = i;
    }
    if (count < 0)
        count = 4;
    if (count > 0 && rtx__word_is(line + words[0].at, words[0].length, "no", 2))
        first = 1;
    count = count - first > 2 ? 2 : count - first;
    for (int i = 0; i < rtx__command_count() && count > 0; i++) {
        if (may_begin(rtx__commands[i].form, line, words + first, count) &&
            begins(rtx__commands[i].form, line, words + first, count))
            return true;
    }
    return false;
}
