/* What the router does with a setting: replace by key, remove with `no`. */
#include "config/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct rtx_entry *opener(const rtx_config *config,
                                      const char *tunnel)
{
    long at = rtx__config_opener(config, tunnel);

    return at < 0 ? NULL : &config->items[at];
}

static void nest(const char *tunnel, const struct rtx_entry *opener_entry,
                 char *ret, size_t size)
{
    size_t length = strlen(tunnel);

    rtx__copy(ret, size, tunnel);
    if (opener_entry && length + strlen(opener_entry->s.text) + 2 <= size)
        snprintf(ret + length, size - length, " %s", opener_entry->s.text);
}

void rtx__config_resolve(const rtx_config *config,
                         const struct rtx_command *command, const char *context,
                         char *ret, size_t size)
{
    char outer[RTX_CONTEXT_MAX];

    rtx__copy(ret, size, context);
    if (!command || command->context != RTX_IN_IPSEC ||
        !rtx__starts(context, "tunnel "))
        return;
    rtx__context_outer(context, outer, sizeof outer);
    nest(outer, opener(config, outer), ret, size);
}

/*
 * File the IPsec statements of a tunnel under its `ipsec tunnel`, or under the
 * tunnel itself when it has none.
 */
static int refile(rtx_config *config, const char *context)
{
    char outer[RTX_CONTEXT_MAX];
    char nested[RTX_CONTEXT_MAX];

    rtx__context_outer(context, outer, sizeof outer);
    nest(outer, opener(config, outer), nested, sizeof nested);
    for (size_t i = 0; i < config->count; i++) {
        struct rtx_entry *e = &config->items[i];
        char its[RTX_CONTEXT_MAX];

        rtx__context_outer(e->s.context, its, sizeof its);
        if (rtx__entry_anywhere(e) && strcmp(its, outer) == 0 &&
            strcmp(e->s.context, nested) != 0 && rtx__entry_move(e, nested) < 0)
            return RTX_E_NOMEM;
    }
    return 0;
}

static int by_position(const void *a, const void *b)
{
    const size_t *one = a;
    const size_t *two = b;

    return (*one > *two) - (*one < *two);
}

static int remove_doomed(rtx_config *config)
{
    char tunnel[RTX_CONTEXT_MAX] = "";
    size_t count = config->doomed_count;

    if (count > 1)
        qsort(config->doomed, count, sizeof *config->doomed, by_position);
    config->doomed_count = 0;
    for (size_t i = count; i-- > 0;) {
        size_t at = config->doomed[i];

        config->items[at].doomed = false;
        if (rtx__command_opens(config->items[at].command))
            rtx__copy(tunnel, sizeof tunnel, config->items[at].s.context);
        rtx__config_remove(config, at);
    }
    return tunnel[0] ? refile(config, tunnel) : 0;
}

/* Exchange a statement; 0 when both say the same. */
static int exchange(rtx_config *config, size_t at, const struct rtx_entry *new)
{
    struct rtx_entry *old = &config->items[at];
    struct rtx_entry changed;
    int rc;

    if (strcmp(new->same, old->same) == 0)
        return 0;
    rc = rtx__entry_copy(&changed, new);
    if (rc == 0)
        rc = rtx__entry_move(&changed, old->s.context);
    if (rc < 0)
        return rc;
    if (config->loose) {
        /* it keeps its place when everything settles */
        changed.order = old->order;
        rtx__config_remove(config, at);
        rc = rtx__config_take(config, config->count, &changed);
        return rc < 0 ? rc : 1;
    }
    rtx__config_unindex(config);
    rtx__entry_free(old);
    *old = changed;
    return 1;
}

static int insert(rtx_config *config, const struct rtx_entry *new)
{
    struct rtx_entry fresh;
    char where[RTX_CONTEXT_MAX];
    size_t slot;
    int rc = rtx__entry_copy(&fresh, new);

    if (rc < 0)
        return rc;
    rtx__config_resolve(config, fresh.command, fresh.s.context, where,
                        sizeof where);
    rc = rtx__entry_move(&fresh, where);
    if (rc < 0) {
        rtx__entry_free(&fresh);
        return rc;
    }
    fresh.order = SIZE_MAX;
    slot = config->loose ? config->count : rtx__config_slot(config, &fresh);
    rc = rtx__config_take(config, slot, &fresh);
    return rc < 0 ? rc : 1;
}

/* A tunnel has one nest: the new one takes over what stood in the old. */
static int take_over(rtx_config *config, const struct rtx_entry *entry)
{
    for (size_t i = config->count; i-- > 0;) {
        const struct rtx_entry *e = &config->items[i];

        if (rtx__command_opens(e->command) && !rtx__entry_idle(e) &&
            strcmp(e->s.context, entry->s.context) == 0 &&
            strcmp(e->s.key, entry->s.key) != 0)
            rtx__config_remove(config, i);
    }
    return refile(config, entry->s.context);
}

static int put(rtx_config *config, const struct rtx_entry *entry)
{
    long at = rtx__config_at(config, entry->s.context, entry->s.key);
    int rc =
        at >= 0 ? exchange(config, (size_t)at, entry) : insert(config, entry);

    if (rc == 1 && rtx__command_opens(entry->command) &&
        take_over(config, entry) < 0)
        rc = RTX_E_NOMEM;
    return rc;
}

int rtx__config_apply_entry(rtx_config *config, const struct rtx_entry *entry)
{
    size_t doomed;
    int rc;

    if (entry->s.text[0] == '\0' ||
        (entry->command && entry->command->kind != RTX_COMMAND_SETTING))
        return 0;
    if (!rtx__entry_idle(entry))
        return put(config, entry);
    doomed = rtx__config_doom(config, entry);
    rc = doomed ? remove_doomed(config) : 0;
    return rc < 0 ? rc : doomed > 0;
}

int rtx__config_apply(rtx_config *config, const char *context, const char *line)
{
    struct rtx_buf text;
    struct rtx_entry entry;
    int rc;

    rtx__buf_init_secret(&text, RTX_TEXT_MAX);
    rc = rtx__line_normal(line, &text);
    if (rc == 0)
        rc = rtx__entry_init(&entry, context, rtx__buf_str(&text), "", 0);
    rtx__buf_free(&text);
    if (rc != 0)
        return rc;
    rc = rtx__config_apply_entry(config, &entry);
    rtx__entry_free(&entry);
    return rc;
}
