/* What a line would be if its abbreviated words were written out. */
#include "base/base.h"
#include "dialect/grammar.h"

#include <string.h>
#include <strings.h>

/* The rows that are still meant, and where in their forms. */
struct meant {
    struct rtx_match match;         /* the line taken apart */
    const char *rest[RTX_ROWS_MAX]; /* NULL: not this one */
    int expanded;                   /* words that were abbreviated */
};

/* How a word can be taken, the better one first. */
enum way { EXACT, PARAMETER, PREFIX, WAYS };

struct choice {
    int rows[WAYS];
    const char *word; /* the one that is begun */
    size_t length;
    bool several; /* more than one is begun */
    bool ends;    /* the name of some command ends before this word */
};

static bool way_of(const struct rtx_token *token, const char *word,
                   size_t length, enum way *way)
{
    unsigned char roles;

    if (token->kind == RTX_TOKEN_KEY) {
        *way = PARAMETER;
        return rtx__token_fits(token, word, length, &roles) == RTX_FAULT_NONE;
    }
    if (token->kind != RTX_TOKEN_LITERAL || length > token->length ||
        strncasecmp(word, token->text, length) != 0)
        return false;
    *way = length == token->length ? EXACT : PREFIX;
    return true;
}

static void look(const struct meant *m, const char *word, size_t length,
                 struct choice *ret)
{
    memset(ret, 0, sizeof *ret);
    for (int i = 0; i < rtx__command_count(); i++) {
        struct rtx_token token;
        enum way way;

        if (!m->rest[i])
            continue;
        (void)rtx__token(m->rest[i], &token);
        ret->ends |=
            token.kind != RTX_TOKEN_LITERAL && token.kind != RTX_TOKEN_KEY;
        if (!way_of(&token, word, length, &way))
            continue;
        ret->rows[way]++;
        if (way != PREFIX)
            continue;
        ret->several |=
            ret->word && (ret->length != token.length ||
                          strncmp(ret->word, token.text, token.length) != 0);
        ret->word = token.text;
        ret->length = token.length;
    }
}

static void keep(struct meant *m, const char *word, size_t length,
                 enum way chosen)
{
    for (int i = 0; i < rtx__command_count(); i++) {
        struct rtx_token token;
        enum way way;

        if (!m->rest[i])
            continue;
        m->rest[i] = rtx__token(m->rest[i], &token);
        if (!way_of(&token, word, length, &way) || way != chosen)
            m->rest[i] = NULL;
    }
}

/* Append the words as far as they belong to a name; false: no name is meant. */
static bool expand(struct meant *m, const char *line, struct rtx_buf *ret)
{
    const struct rtx_match *match = &m->match;
    bool named = false;

    for (int i = match->no ? 1 : 0; i < match->count; i++) {
        const char *word = line + match->words[i].at;
        size_t length = match->words[i].length;
        struct choice c;
        enum way way;

        look(m, word, length, &c);
        named |= c.ends;
        if (c.rows[EXACT] == 0 && c.rows[PARAMETER] == 0 &&
            (c.rows[PREFIX] == 0 || c.several))
            return named;
        way = c.rows[EXACT] ? EXACT : c.rows[PARAMETER] ? PARAMETER : PREFIX;
        if (way == PREFIX && named)
            return true; /* a value, not a word of the name */
        m->expanded += way == PREFIX ? 1 : 0;
        if (ret->length > 0)
            (void)rtx__buf_char(ret, ' ');
        (void)rtx__buf_add(ret, way == PREFIX ? c.word : word,
                           way == PREFIX ? c.length : length);
        keep(m, word, length, way);
    }
    for (int i = 0; i < rtx__command_count() && !named; i++) {
        struct rtx_token token;

        if (m->rest[i]) {
            (void)rtx__token(m->rest[i], &token);
            named = token.kind != RTX_TOKEN_LITERAL;
        }
    }
    return named;
}

static bool abbreviated(struct meant *m, const char *line, struct rtx_buf *ret)
{
    rtx__command_match(line, &m->match);
    if (m->match.command)
        return false;
    m->expanded = 0;
    memset(m->rest, 0, sizeof m->rest);
    for (int i = 0; i < rtx__command_count(); i++)
        m->rest[i] = rtx__command_row(i)->form;
    if (m->match.no)
        (void)rtx__buf_text(ret, "no");
    return expand(m, line, ret) && m->expanded > 0;
}

int rtx__command_written_out(const char *line, struct rtx_buf *ret)
{
    struct meant *m = rtx__malloc(sizeof *m);
    int found = m ? 0 : RTX_E_NOMEM;

    rtx__buf_init(ret, 1 << 16);
    if (m)
        found = abbreviated(m, line, ret);
    rtx_free(m);
    return found;
}
