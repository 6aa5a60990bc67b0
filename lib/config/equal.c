/* Do two configurations mean the same to the router? */
#include "config/internal.h"

#include <string.h>

/* Word for word. */
static bool has_same(const rtx_config *config, const struct rtx_entry *entry)
{
    size_t at = SIZE_MAX;

    while ((at = rtx__config_walk(config, RTX_BY_SAME, entry->same_hash, at)) !=
           SIZE_MAX) {
        const struct rtx_entry *e = &config->items[at];

        if (!rtx__entry_idle(e) && rtx__entry_same_place(e, entry) &&
            strcmp(e->same, entry->same) == 0)
            return true;
    }
    return false;
}

/* One of the two is masked, and the rest is the same. */
static bool has_masked(const rtx_config *config, const struct rtx_entry *entry)
{
    size_t at = SIZE_MAX;

    while ((at = rtx__config_walk(config, RTX_BY_OPEN, entry->open_hash, at)) !=
           SIZE_MAX) {
        const struct rtx_entry *e = &config->items[at];

        if (!rtx__entry_idle(e) && rtx__entry_same_place(e, entry) &&
            ((e->s.flags | entry->s.flags) & RTX_STATEMENT_MASKED) &&
            strcmp(e->open, entry->open) == 0)
            return true;
    }
    return false;
}

bool rtx__config_says(const rtx_config *config, const struct rtx_entry *entry)
{
    return has_same(config, entry);
}

bool rtx__config_has(const rtx_config *config, const struct rtx_entry *entry)
{
    return has_same(config, entry) || has_masked(config, entry);
}

static int add_difference(struct rtx_buf *ret, char mark,
                          const struct rtx_entry *e)
{
    return rtx__buf_format(ret, "%c %s%s%s\n", mark, e->s.context,
                           e->s.context[0] ? ": " : "", e->shown);
}

static bool contains(const rtx_config *whole, const rtx_config *part, char mark,
                     struct rtx_buf *difference)
{
    bool all = true;

    for (size_t i = 0; i < part->count; i++) {
        const struct rtx_entry *e = &part->items[i];

        if (rtx__entry_idle(e) || rtx__config_has(whole, e))
            continue;
        all = false;
        if (!difference)
            break;
        if (add_difference(difference, mark, e) < 0)
            break;
    }
    return all;
}

bool rtx__config_equal(const rtx_config *a, const rtx_config *b,
                       struct rtx_buf *difference)
{
    rtx_config *one = rtx__config_loose(a);
    rtx_config *two = rtx__config_loose(b);
    bool same = contains(two ? two : b, a, '-', difference);

    same = contains(one ? one : a, b, '+', difference) && same;
    rtx_config_free(one);
    rtx_config_free(two);
    return same;
}
