/* Which rows of the command table a line may be: by its first two words. */
#include "dialect/grammar.h"

#include <ctype.h>
#include <stdatomic.h>
#include <string.h>

enum { BUCKETS = 1024, NONE = -1 };

/* Chains of rows, each in the order of the table. A row is in the chain of its
 * first two words, or of the first where the second is a parameter, or in that
 * of the rows which begin with a parameter. */
static short first_row[BUCKETS];
static short next_row[RTX_ROWS_MAX];
enum { EMPTY, GROWING, READY };
static atomic_int state = EMPTY;

enum { OPEN_BUCKET = 0 };

static unsigned add_word(unsigned hash, const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash =
            (hash ^ (unsigned char)tolower((unsigned char)word[i])) * 16777619U;
    return (hash ^ ' ') * 16777619U;
}

static unsigned bucket_of(unsigned hash)
{
    return 1 + (hash ^ hash >> 16) % (BUCKETS - 1);
}

static unsigned bucket_of_form(const char *form)
{
    size_t one = strcspn(form, " ");
    const char *second = form + one + (form[one] == ' ' ? 1 : 0);
    unsigned hash;

    if (form[0] == '{')
        return OPEN_BUCKET;
    hash = add_word(2166136261U, form, one);
    if (isalnum((unsigned char)second[0]))
        hash = add_word(hash, second, strcspn(second, " "));
    return bucket_of(hash);
}

static void fill(void)
{
    memset(first_row, 0xFF, sizeof first_row);
    for (int row = rtx__command_count(); row-- > 0;) {
        unsigned bucket = bucket_of_form(rtx__command_row(row)->form);

        next_row[row] = first_row[bucket];
        first_row[bucket] = (short)row;
    }
}

/* True when the chains may be used; another thread may just be making them. */
static bool chains_ready(void)
{
    int seen = atomic_load_explicit(&state, memory_order_acquire);

    if (seen == EMPTY &&
        atomic_compare_exchange_strong(&state, &seen, GROWING)) {
        fill();
        atomic_store_explicit(&state, READY, memory_order_release);
        return true;
    }
    return seen == READY;
}

void rtx__rows_begin(struct rtx_rows *rows, const char *line,
                     const struct rtx_word *words, int count)
{
    unsigned one;
    unsigned two;
    unsigned hash;

    rows->all = !chains_ready();
    rows->next[0] = rows->all ? 0 : first_row[OPEN_BUCKET];
    rows->next[1] = rows->next[2] = NONE;
    if (rows->all || count == 0)
        return;
    hash = add_word(2166136261U, line + words[0].at, words[0].length);
    one = bucket_of(hash);
    rows->next[1] = first_row[one];
    if (count < 2)
        return;
    two = bucket_of(add_word(hash, line + words[1].at, words[1].length));
    if (two != one)
        rows->next[2] = first_row[two];
}

int rtx__rows_next(struct rtx_rows *rows)
{
    int least = NONE;
    int from = 0;

    if (rows->all)
        return rows->next[0] < rtx__command_count() ? rows->next[0]++ : NONE;
    for (int i = 0; i < 3; i++) {
        int row = rows->next[i];

        if (row != NONE && (least == NONE || row < least)) {
            least = row;
            from = i;
        }
    }
    if (least != NONE)
        rows->next[from] = next_row[least];
    return least;
}
