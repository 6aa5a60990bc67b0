/* The order in which the router prints its statements. */
#include "config/internal.h"

#include <ctype.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static size_t digits(const char *text)
{
    size_t n = 0;

    while (isdigit((unsigned char)text[n]))
        n++;
    return n;
}

int rtx__natural(const char *a, const char *b)
{
    while (*a && *b) {
        size_t m = digits(a);
        size_t n = digits(b);

        if (m > 0 && n > 0) {
            int c = m != n ? (m < n ? -1 : 1) : strncmp(a, b, m);

            if (c != 0)
                return c;
            a += m;
            b += n;
        } else if (*a != *b) {
            return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        } else {
            a++;
            b++;
        }
    }
    return (*a != '\0') - (*b != '\0');
}

/* The rows by which blocks are placed: looked up once. */
enum mark { PP_SELECT, TUNNEL_SELECT, OUTER, PP_ENABLE, TUNNEL_ENABLE, MARKS };

static int row_of(enum mark mark)
{
    static const char *const words[MARKS] = {"pp select", "tunnel select",
                                             "ipsec tunnel outer", "pp enable",
                                             "tunnel enable"};
    static atomic_int known[MARKS]; /* row + 1; all threads find the same */
    int row = atomic_load_explicit(&known[mark], memory_order_relaxed) - 1;

    if (row >= 0)
        return row;
    for (row = 0; row < rtx__command_count() &&
                  !rtx__is_form(rtx__command_row(row), words[mark]);)
        row++;
    atomic_store_explicit(&known[mark], row + 1, memory_order_relaxed);
    return row;
}

/* What is not known stands at the end, but before what ends its block. */
static int unknown_rank(const char *context)
{
    if (rtx__context_nested(context))
        return row_of(OUTER) * 2 - 1;
    if (rtx__starts(context, "pp "))
        return row_of(PP_ENABLE) * 2 - 1;
    if (rtx__starts(context, "tunnel "))
        return row_of(TUNNEL_ENABLE) * 2 - 1;
    return INT_MAX;
}

void rtx__entry_rank(struct rtx_entry *entry)
{
    const struct rtx_command *command = entry->command;

    if (rtx__starts(entry->s.context, "pp "))
        entry->block = row_of(PP_SELECT);
    else if (rtx__starts(entry->s.context, "tunnel "))
        entry->block = row_of(TUNNEL_SELECT);
    else
        entry->block = command ? rtx__command_group(command) : INT_MAX;
    entry->rank = command ? command->rank * 2 : unknown_rank(entry->s.context);
}

/* The first parameter of the key: what a group is sorted by. */
static const char *first_parameter(const struct rtx_entry *e)
{
    const char *form = e->command->form;
    const char *key = e->s.key;

    while (*form && *form != '{' && *key) {
        form += strcspn(form, " ");
        form += strspn(form, " ");
        key += strcspn(key, " ");
        key += strspn(key, " ");
    }
    return key;
}

static int compare_parameters(const struct rtx_entry *a,
                              const struct rtx_entry *b)
{
    char one[128];
    char two[128];

    rtx__copy(one, sizeof one, first_parameter(a));
    rtx__copy(two, sizeof two, first_parameter(b));
    one[strcspn(one, " ")] = '\0';
    two[strcspn(two, " ")] = '\0';
    return rtx__natural(one, two);
}

static int compare_contexts(const struct rtx_entry *a,
                            const struct rtx_entry *b)
{
    char one[RTX_CONTEXT_MAX];
    char two[RTX_CONTEXT_MAX];

    if (strcmp(a->s.context, b->s.context) == 0)
        return 0;
    rtx__context_outer(a->s.context, one, sizeof one);
    rtx__context_outer(b->s.context, two, sizeof two);
    return rtx__natural(one, two);
}

static int compare_keys(const struct rtx_entry *a, const struct rtx_entry *b)
{
    bool one = strcmp(a->s.key, "ip route default") == 0 ||
               strcmp(a->s.key, "ipv6 route default") == 0;
    bool two = strcmp(b->s.key, "ip route default") == 0 ||
               strcmp(b->s.key, "ipv6 route default") == 0;

    return one != two ? (one ? -1 : 1) : rtx__natural(a->s.key, b->s.key);
}

static int by_number(int a, int b)
{
    return (a > b) - (a < b);
}

int rtx__entry_compare(const struct rtx_entry *a, const struct rtx_entry *b)
{
    int c = by_number(a->block, b->block);

    if (c == 0)
        c = compare_contexts(a, b);
    if (c == 0 && a->command && b->command && !a->s.context[0] &&
        (a->command->flags & RTX_COMMAND_GROUP))
        c = compare_parameters(a, b);
    if (c == 0)
        c = by_number(a->rank, b->rank);
    return c || !a->command ? c : compare_keys(a, b);
}

static int compare_stable(const void *a, const void *b)
{
    const struct rtx_entry *one = a;
    const struct rtx_entry *two = b;
    int c = rtx__entry_compare(one, two);

    return c ? c : (one->order > two->order) - (one->order < two->order);
}

void rtx__config_sort(rtx_config *config)
{
    rtx__config_unindex(config);
    for (size_t i = 0; i < config->count; i++)
        config->items[i].order = i;
    if (config->count > 1)
        qsort(config->items, config->count, sizeof config->items[0],
              compare_stable);
}

bool rtx__entry_same_block(const struct rtx_entry *a, const struct rtx_entry *b)
{
    return a->block == b->block && compare_contexts(a, b) == 0;
}

size_t rtx__config_slot(const rtx_config *config, const struct rtx_entry *entry)
{
    size_t behind = config->count;
    size_t last = config->count;
    bool block = false;

    for (size_t i = 0; i < config->count; i++) {
        const struct rtx_entry *e = &config->items[i];
        int c = rtx__entry_compare(entry, e);

        if (rtx__entry_same_block(entry, e)) {
            if (c < 0)
                return i;
            block = true;
            last = i + 1;
        } else if (c < 0 && behind == config->count) {
            behind = i;
        }
    }
    return block ? last : behind;
}
