/* Fitting the words of a line to a form of commands.def. */
#include "dialect/grammar.h"

#include <string.h>

const char *rtx__token(const char *form, struct rtx_token *token)
{
    const char *close;

    form += strspn(form, " ");
    *token = (struct rtx_token){RTX_TOKEN_END, form, 0, false};
    if (*form == '\0')
        return form;
    if (*form == '[' || *form == ']') {
        token->kind = *form == '[' ? RTX_TOKEN_OPEN : RTX_TOKEN_CLOSE;
        return form + 1;
    }
    if (strncmp(form, "...", 3) == 0) {
        token->kind = RTX_TOKEN_REST;
        return form + 3;
    }
    if (*form == '{' || *form == '<') {
        token->kind = *form == '{' ? RTX_TOKEN_KEY : RTX_TOKEN_VALUE;
        close = strchr(form, *form == '{' ? '}' : '>');
        token->text = form + 1;
        token->length = (size_t)(close - form) - 1;
        form = close + 1;
        token->repeat = strncmp(form, "...", 3) == 0;
        return token->repeat ? form + 3 : form;
    }
    token->kind = RTX_TOKEN_LITERAL;
    token->length = strcspn(form, " ");
    return form + token->length;
}

/* Does a literal follow that belongs to the name, before optional parts? */
static bool more_name(const char *form)
{
    struct rtx_token token;

    do {
        form = rtx__token(form, &token);
        if (token.kind == RTX_TOKEN_LITERAL)
            return true;
    } while (token.kind == RTX_TOKEN_KEY);
    return false;
}

int rtx__form_name(const char *form, const char *line,
                   const struct rtx_word *words, int count)
{
    struct rtx_token token;
    int score = 0;

    for (int i = 0;; i++) {
        unsigned char roles;

        form = rtx__token(form, &token);
        if (token.kind == RTX_TOKEN_LITERAL) {
            if (i >= count || !rtx__word_is(line + words[i].at, words[i].length,
                                            token.text, token.length))
                return 0;
            score++;
            continue;
        }
        if (token.kind != RTX_TOKEN_KEY || !more_name(form))
            return score;
        if (i >= count || rtx__token_fits(&token, line + words[i].at,
                                          words[i].length, &roles))
            return 0;
    }
}

struct fitting {
    const char *line;
    const struct rtx_word *words;
    int count;
    unsigned char *roles;
    int furthest; /* the word at which the best attempt failed */
    enum rtx_command_fault fault;
};

static bool fail(struct fitting *f, int word, enum rtx_command_fault fault)
{
    if (word > f->furthest ||
        (word == f->furthest && f->fault == RTX_FAULT_ARITY)) {
        f->furthest = word;
        f->fault = fault;
    }
    return false;
}

/* Behind the group whose inside begins at `form`. */
static const char *behind_group(const char *form)
{
    struct rtx_token token;
    int depth = 1;

    while (depth > 0) {
        form = rtx__token(form, &token);
        depth += token.kind == RTX_TOKEN_OPEN ? 1 : 0;
        depth -= token.kind == RTX_TOKEN_CLOSE ? 1 : 0;
        if (token.kind == RTX_TOKEN_END)
            break;
    }
    return form;
}

static bool fit_word(struct fitting *f, const struct rtx_token *token, int word)
{
    const char *text;
    enum rtx_command_fault fault;
    unsigned char roles = 0;

    if (word >= f->count)
        return fail(f, word, RTX_FAULT_ARITY);
    text = f->line + f->words[word].at;
    if (token->kind == RTX_TOKEN_LITERAL) {
        if (!rtx__word_is(text, f->words[word].length, token->text,
                          token->length))
            return fail(f, word, RTX_FAULT_KEYWORD);
        f->roles[word] = RTX_ROLE_KEY | RTX_ROLE_KEYWORD;
        return true;
    }
    fault = rtx__token_fits(token, text, f->words[word].length, &roles);
    if (fault)
        return fail(f, word, fault);
    if (token->kind == RTX_TOKEN_KEY)
        roles |= RTX_ROLE_KEY;
    f->roles[word] = roles;
    return true;
}

static bool fit(struct fitting *f, const char *form, int word);

/* One more of a repeated parameter, or what follows it. */
static bool fit_repeat(struct fitting *f, const struct rtx_token *token,
                       const char *form, int word)
{
    int last = word;

    while (last < f->count && fit_word(f, token, last))
        last++;
    for (; last >= word; last--) {
        if (fit(f, form, last))
            return true;
    }
    return false;
}

static bool fit_rest(struct fitting *f, int word)
{
    for (; word < f->count; word++)
        f->roles[word] = 0;
    return true;
}

static bool fit(struct fitting *f, const char *form, int word)
{
    struct rtx_token token;

    for (;;) {
        form = rtx__token(form, &token);
        switch (token.kind) {
        case RTX_TOKEN_END:
            return word == f->count || fail(f, word, RTX_FAULT_ARITY);
        case RTX_TOKEN_REST:
            return fit_rest(f, word);
        case RTX_TOKEN_OPEN:
            if (fit(f, form, word))
                return true;
            form = behind_group(form);
            break;
        case RTX_TOKEN_CLOSE:
            break;
        default:
            if (!fit_word(f, &token, word++))
                return false;
            if (token.repeat)
                return fit_repeat(f, &token, form, word);
        }
    }
}

bool rtx__form_has_secret(const char *form)
{
    return strstr(form, "<S>") || strstr(form, "|S>") || strstr(form, "<S|") ||
           strstr(form, "|S|") || strstr(form, "=S");
}

/*
 * The words of the key, as far as they fit; behind it everything may be a
 * secret when the form has one.
 */
static enum rtx_command_fault fit_key(struct fitting *f, const char *form)
{
    struct rtx_token token;
    bool secret = rtx__form_has_secret(form);
    int word = 0;
    enum rtx_command_fault fault = RTX_FAULT_NONE;

    memset(f->roles, 0, (size_t)f->count);
    for (;; word++) {
        form = rtx__token(form, &token);
        if (token.kind != RTX_TOKEN_LITERAL && token.kind != RTX_TOKEN_KEY)
            break;
        f->furthest = -1;
        if (fit_word(f, &token, word))
            continue;
        fault = fault ? fault : f->fault;
        if (word >= f->count)
            break;
        if (secret && token.kind == RTX_TOKEN_KEY)
            break; /* the key was left out: the secret may stand in its place */
        f->roles[word] = RTX_ROLE_KEY;
    }
    for (; secret && word < f->count; word++)
        f->roles[word] = RTX_ROLE_SECRET;
    return fault;
}

enum rtx_command_fault rtx__form_match(const char *form, const char *line,
                                       const struct rtx_word *words, int count,
                                       unsigned char *roles)
{
    struct fitting f = {line, words, count, roles, -1, RTX_FAULT_NONE};
    enum rtx_command_fault fault;

    memset(roles, 0, (size_t)count);
    if (fit(&f, form, 0))
        return RTX_FAULT_NONE;
    fault = f.fault;
    fit_key(&f, form);
    return fault;
}

enum rtx_command_fault rtx__form_match_no(const char *form, const char *line,
                                          const struct rtx_word *words,
                                          int count, unsigned char *roles)
{
    struct fitting f = {line, words, count, roles, -1, RTX_FAULT_NONE};

    return fit_key(&f, form);
}
