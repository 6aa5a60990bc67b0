/* Do two configurations mean the same to the router? */
#include "config/internal.h"

#include <string.h>

static bool same_place(const struct rtx_entry *a, const struct rtx_entry *b)
{
    return strcmp(a->s.context, b->s.context) == 0 ||
           (rtx__entry_anywhere(a) && rtx__entry_anywhere(b));
}

bool rtx__config_has(const rtx_config *config, const struct rtx_entry *entry)
{
    for (size_t i = 0; i < config->count; i++) {
        const struct rtx_entry *e = &config->items[i];
        bool masked = ((e->s.flags | entry->s.flags) & RTX_STATEMENT_MASKED);

        if (rtx__entry_idle(e) || !same_place(e, entry))
            continue;
        if (strcmp(e->same, entry->same) == 0 ||
            (masked && strcmp(e->open, entry->open) == 0))
            return true;
    }
    return false;
}

static int add_difference(struct rtx_buf *ret, char mark,
                          const struct rtx_entry *e)
{
    int rc = rtx__buf_format(ret, "%c %s%s", mark, e->s.context,
                             e->s.context[0] ? ": " : "");

    if (rc == 0)
        rc = rtx__statement_redact(e->s.text, "***", ret);
    return rc ? rc : rtx__buf_char(ret, '\n');
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
    bool same = contains(b, a, '-', difference);

    return contains(a, b, '+', difference) && same;
}
