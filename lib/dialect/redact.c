/* A statement with its secret words hidden. */
#include "base/base.h"
#include "dialect/grammar.h"

#include <string.h>

/* Shorter ones are found in every text. */
enum { SHORTEST = 4 };

static bool only_stars(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (word[i] != '*')
            return false;
    }
    return true;
}

static int add_hidden(const char *word, size_t length, unsigned roles,
                      const char *mask, struct rtx_buf *ret)
{
    const char *equal = memchr(word, '=', length);
    int rc = 0;

    if (only_stars(word, length))
        return rtx__buf_add(ret, word, length);
    if ((roles & RTX_ROLE_OPTION) && equal)
        rc = rtx__buf_add(ret, word, (size_t)(equal - word) + 1);
    return rc ? rc : rtx__buf_text(ret, mask);
}

bool rtx__is_garbled(const char *line)
{
    for (const char *c = line; *c; c++) {
        if ((unsigned char)*c < ' ' || *c == 0x7F)
            return true;
    }
    return strstr(line, "\xEF\xBF\xBD") != NULL;
}

static int redact(const char *line, const struct rtx_match *m, const char *mask,
                  struct rtx_buf *ret)
{
    int rc = 0;

    for (int i = 0; rc == 0 && i < m->count; i++) {
        const char *word = line + m->words[i].at;

        if (i > 0)
            rc = rtx__buf_char(ret, ' ');
        if (rc == 0 && (m->roles[i] & RTX_ROLE_SECRET))
            rc = add_hidden(word, m->words[i].length, m->roles[i], mask, ret);
        else if (rc == 0)
            rc = rtx__buf_add(ret, word, m->words[i].length);
    }
    return rc;
}

int rtx__statement_redact(const char *line, const char *mask,
                          struct rtx_buf *ret)
{
    struct rtx_match m;

    rtx__command_match(line, &m);
    return rtx__match_redact(line, &m, mask, ret);
}

int rtx__match_redact(const char *line, const struct rtx_match *match,
                      const char *mask, struct rtx_buf *ret)
{
    struct rtx_match m;
    struct rtx_word word;
    int count = match->count > 0 ? 0 : rtx__words(line, &word, 1);
    char *sane;
    int rc;

    if (rtx__is_garbled(line))
        return rtx__buf_text(ret, mask);
    if (count >= 0)
        return redact(line, match, mask, ret);
    /* Behind a quote that is never closed anything may be secret. */
    sane = rtx__strndup(line, (size_t)(-1 - count));
    if (sane)
        rtx__command_match(sane, &m);
    rc = sane ? redact(sane, &m, mask, ret) : RTX_E_NOMEM;
    if (rc == 0)
        rc = rtx__buf_format(ret, " %s", mask);
    rtx_free(sane);
    return rc;
}

void rtx__mask_secrets(const char *line, char *text)
{
    struct rtx_match m;

    rtx__command_match(line, &m);
    for (int i = 0; i < m.count; i++) {
        const char *word = line + m.words[i].at;
        const char *equal = memchr(word, '=', m.words[i].length);
        size_t length = m.words[i].length;

        if (!(m.roles[i] & RTX_ROLE_SECRET))
            continue;
        if ((m.roles[i] & RTX_ROLE_OPTION) && equal) {
            length -= (size_t)(equal + 1 - word);
            word = equal + 1;
        }
        if (length > 2 && (*word == '"' || *word == '\'')) {
            word++;
            length -= 2;
        }
        for (char *at = text;
             length >= SHORTEST &&
             (at = memmem(at, strlen(at), word, length)) != NULL;
             at += length)
            memset(at, '*', length);
    }
}
