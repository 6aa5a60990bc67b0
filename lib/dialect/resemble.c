/* A line that is no command, but was meant as one with a secret in it. */
#include "dialect/grammar.h"

#include <ctype.h>
#include <stdatomic.h>
#include <string.h>
#include <strings.h>

enum { EDITS_MOST = 2, EDITED_LEAST = 4, WORD_MOST = 32 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* How many letters were missed, typed too much, or mistaken. */
static int edits(const char *a, size_t a_length, const char *b, size_t b_length)
{
    int row[WORD_MOST + 1];

    for (size_t j = 0; j <= b_length; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= a_length; i++) {
        int corner = row[0];

        row[0] = (int)i;
        for (size_t j = 1; j <= b_length; j++) {
            int differ = tolower((unsigned char)a[i - 1]) !=
                         tolower((unsigned char)b[j - 1]);
            int best = least(corner + differ, least(row[j], row[j - 1]) + 1);

            corner = row[j];
            row[j] = best;
        }
    }
    return row[b_length];
}

static bool alike(const char *word, size_t length,
                  const struct rtx_token *literal)
{
    size_t most = literal->length + EDITS_MOST;

    if (length <= literal->length &&
        strncasecmp(word, literal->text, length) == 0)
        return true;
    return literal->length >= EDITED_LEAST && length >= EDITED_LEAST - 1 &&
           literal->length <= WORD_MOST && length <= most &&
           edits(word, length, literal->text, literal->length) <= EDITS_MOST;
}

/* Behind the last literal of a form's name that the words resemble; 0: they do
 * not. */
static int behind_name(const char *form, const char *line,
                       const struct rtx_word *words, int count, int literals)
{
    struct rtx_token token;
    int behind = 0;

    for (int i = 0;; i++) {
        form = rtx__token(form, &token);
        if (token.kind != RTX_TOKEN_LITERAL && token.kind != RTX_TOKEN_KEY)
            return literals < 0 ? behind : 0;
        if (token.kind == RTX_TOKEN_KEY)
            continue;
        if (i >= count || !alike(line + words[i].at, words[i].length, &token))
            return 0;
        literals--;
        behind = i + 1;
    }
}

/* The rows that have a secret, found once; see rows.c. */
static const char *forms[RTX_ROWS_MAX];
static int form_count;
enum { EMPTY, GROWING, READY };
static atomic_int state = EMPTY;

static bool forms_ready(void)
{
    int seen = atomic_load_explicit(&state, memory_order_acquire);

    if (seen != EMPTY ||
        !atomic_compare_exchange_strong(&state, &seen, GROWING))
        return seen == READY;
    for (int row = 0; row < rtx__command_count(); row++) {
        if (rtx__form_has_secret(rtx__commands[row].form))
            forms[form_count++] = rtx__commands[row].form;
    }
    atomic_store_explicit(&state, READY, memory_order_release);
    return true;
}

/* Secret form `index`, in no order; NULL behind the last; "" for none. */
static const char *secret_form(bool ready, int index)
{
    if (ready)
        return index < form_count ? forms[index] : NULL;
    if (index >= rtx__command_count())
        return NULL;
    return rtx__form_has_secret(rtx__commands[index].form)
               ? rtx__commands[index].form
               : "";
}

void rtx__resembling_roles(const char *line, const struct rtx_word *words,
                           int count, int literals, unsigned char *roles)
{
    bool ready = forms_ready();
    const char *form;
    int from = count;

    for (int i = 0; (form = secret_form(ready, i)) != NULL; i++) {
        int behind = behind_name(form, line, words, count, literals);

        if (behind > 0 && behind < from)
            from = behind;
    }
    for (; from < count; from++)
        roles[from] = RTX_ROLE_SECRET;
}
