/* The forms of a statement's text: tidied, as the router prints it, compared.
 */
#include "config/internal.h"

#include <ctype.h>
#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Copy one word, quotes and all; returns where it ends. */
static size_t copy_word(const char *line, size_t at, bool cut,
                        struct rtx_buf *ret, int *rc)
{
    size_t from = at;
    char quote = 0;

    while (line[at] && (quote || !is_blank(line[at]))) {
        char c = line[at];

        if (!quote && cut && c == '#')
            break;
        if (c == '\\' && line[at + 1])
            at++;
        else if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        at++;
    }
    *rc = rtx__buf_add(ret, line + from, at - from);
    return at;
}

int rtx__line_tidy(const char *line, bool cut, struct rtx_buf *ret)
{
    size_t at = 0;
    size_t start = ret->length;
    int rc = 0;

    while (rc == 0) {
        while (is_blank(line[at]))
            at++;
        if (line[at] == '\0' || (cut && line[at] == '#'))
            break;
        if (ret->length > start)
            rc = rtx__buf_char(ret, ' ');
        if (rc == 0)
            at = copy_word(line, at, cut, ret, &rc);
    }
    return rc;
}

static bool all_digits(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!isdigit((unsigned char)text[i]))
            return false;
    }
    return length > 0;
}

/* 0:00, *:30 or 12:34:56 as 00:00:00, *:30:00, 12:34:56 */
static int add_time(const char *word, size_t length, struct rtx_buf *ret)
{
    size_t at = 0;
    int parts = 0;
    int rc = 0;

    while (rc == 0 && at < length && parts < 3) {
        const char *colon = memchr(word + at, ':', length - at);
        size_t n = colon ? (size_t)(colon - (word + at)) : length - at;

        if (parts > 0)
            rc = rtx__buf_char(ret, ':');
        if (rc == 0 && n == 1 && all_digits(word + at, n))
            rc = rtx__buf_char(ret, '0');
        if (rc == 0)
            rc = rtx__buf_add(ret, word + at, n);
        at += n + 1;
        parts++;
    }
    return rc == 0 && parts == 2 ? rtx__buf_text(ret, ":00") : rc;
}

static bool is_time(const char *word, size_t length)
{
    size_t n = 0;

    while (n < length && (isdigit((unsigned char)word[n]) || word[n] == '*' ||
                          word[n] == ':'))
        n++;
    return n == length && memchr(word, ':', length) != NULL;
}

/* Bits of 255.255.255.0; -1 when it is no mask. */
static int mask_bits(const char *mask, size_t length)
{
    unsigned part = 0;
    unsigned long value = 0;
    int bits = 0;
    int dots = 0;

    for (size_t i = 0; i <= length; i++) {
        if (i < length && isdigit((unsigned char)mask[i])) {
            part = part * 10 + (unsigned)(mask[i] - '0');
        } else if (i == length || mask[i] == '.') {
            if (part > 255)
                return -1;
            value = value << 8 | part;
            part = 0;
            dots += i < length ? 1 : 0;
        } else {
            return -1;
        }
        if (part > 255)
            return -1;
    }
    while (bits < 32 && (value >> (31 - bits) & 1))
        bits++;
    return dots == 3 && (value << bits & 0xFFFFFFFFUL) == 0 ? bits : -1;
}

/* One word of the line as the router would print it. */
static int add_word(const char *word, size_t length, unsigned roles,
                    struct rtx_buf *ret)
{
    const char *slash = memchr(word, '/', length);
    int bits = -1;
    int rc = 0;

    if (slash && isdigit((unsigned char)word[0]) && !(roles & RTX_ROLE_SECRET))
        bits = mask_bits(slash + 1, length - (size_t)(slash + 1 - word));
    if (bits >= 0) {
        rc = rtx__buf_add(ret, word, (size_t)(slash + 1 - word));
        return rc ? rc : rtx__buf_format(ret, "%d", bits);
    }
    if (!(roles & RTX_ROLE_KEYWORD))
        return rtx__buf_add(ret, word, length);
    for (size_t i = 0; rc == 0 && i < length; i++)
        rc = rtx__buf_char(ret, (char)tolower((unsigned char)word[i]));
    return rc;
}

/* What stands for itself only behind a backslash, says the manual. Before
 * anything else it may be noise: then the values are not known to be equal. */
static bool is_escapable(char c)
{
    return c && strchr("?#|>\\'\" ", c);
}

/* The word without quotes and the backslashes that they or it need. */
static int add_bare(const char *word, size_t length, struct rtx_buf *ret)
{
    char quote = 0;
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < length; i++) {
        if (word[i] == '\\' && i + 1 < length && is_escapable(word[i + 1]))
            rc = rtx__buf_char(ret, word[++i]);
        else if (quote && word[i] == quote)
            quote = 0;
        else if (!quote && (word[i] == '"' || word[i] == '\''))
            quote = word[i];
        else
            rc = rtx__buf_char(ret, word[i]);
    }
    return rc;
}

/* schedule at ID [DATE] TIME …: the word of the time, or 0. */
static int schedule_time(const char *line, const struct rtx_match *m)
{
    if (m->no || !rtx__is_form(m->command, "schedule at"))
        return 0;
    for (int i = 3; i < m->count && i < 5; i++) {
        if (is_time(line + m->words[i].at, m->words[i].length))
            return i;
    }
    return 0;
}

static int write_words(const char *line, const struct rtx_match *m, bool bare,
                       struct rtx_buf *ret)
{
    int time = schedule_time(line, m);
    int rc = 0;

    for (int i = 0; rc == 0 && i < m->count; i++) {
        const char *word = line + m->words[i].at;
        size_t length = m->words[i].length;

        if (i > 0)
            rc = rtx__buf_char(ret, bare ? '\x1f' : ' ');
        if (rc == 0 && time == 3 && i == 3)
            rc = rtx__buf_text(ret, bare ? "*/*\x1f" : "*/* ");
        if (rc < 0)
            break;
        if (time && i == time)
            rc = add_time(word, length, ret);
        else if (bare && memchr(word, '\\', length))
            rc = add_bare(word, length, ret);
        else if (bare &&
                 (memchr(word, '"', length) || memchr(word, '\'', length)))
            rc = add_bare(word, length, ret);
        else if (bare && time && i < time)
            rc = add_word(word, length, RTX_ROLE_KEYWORD, ret);
        else
            rc = add_word(word, length, m->roles[i], ret);
    }
    return rc;
}

int rtx__line_normal(const char *line, struct rtx_buf *ret)
{
    struct rtx_match m;

    rtx__command_match(line, &m);
    if (m.count == 0)
        return rtx__line_tidy(line, true, ret);
    return write_words(line, &m, false, ret);
}

/* How a secret is written down, not what it is. */
static bool is_manner(const char *word, size_t length)
{
    return (length == 9 && strncmp(word, "encrypted", 9) == 0) ||
           (length == 4 && strncmp(word, "text", 4) == 0);
}

int rtx__line_open(const char *line, const struct rtx_match *m,
                   struct rtx_buf *ret)
{
    int rc = 0;

    for (int i = 0; rc == 0 && i < m->count; i++) {
        const char *word = line + m->words[i].at;

        if ((m->roles[i] & RTX_ROLE_SECRET) ||
            is_manner(word, m->words[i].length))
            continue;
        rc = add_bare(word, m->words[i].length, ret);
        rc = rc ? rc : rtx__buf_char(ret, '\x1f');
    }
    return rc;
}

int rtx__line_same(const char *line, const struct rtx_match *m,
                   struct rtx_buf *ret)
{
    size_t end;
    int rc;

    if (m->count == 0)
        return rtx__line_tidy(line, false, ret);
    rc = write_words(line, m, true, ret);
    /* The router may print a value with a bare # in it. */
    end = m->words[m->count - 1].at + m->words[m->count - 1].length;
    if (rc == 0 && line[end] == '#')
        rc = rtx__line_tidy(line + end, false, ret);
    return rc;
}

static int same_form(const char *line, struct rtx_buf *ret)
{
    struct rtx_match m;

    rtx__command_match(line, &m);
    return rtx__line_same(line, &m, ret);
}

bool rtx__statement_same(const char *a, const char *b)
{
    struct rtx_buf one;
    struct rtx_buf two;
    bool same = false;

    rtx__buf_init(&one, RTX_TEXT_MAX);
    rtx__buf_init(&two, RTX_TEXT_MAX);
    one.secret = two.secret = true;
    if (same_form(a, &one) == 0 && same_form(b, &two) == 0)
        same = strcmp(rtx__buf_str(&one), rtx__buf_str(&two)) == 0;
    rtx__buf_free(&one);
    rtx__buf_free(&two);
    return same;
}
