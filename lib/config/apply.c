/* What the router does with a setting: replace by key, remove with `no`. */
#include "config/internal.h"

#include <stdio.h>
#include <string.h>

/* The `ipsec tunnel 101` of a tunnel, or NULL. */
static const struct rtx_entry *opener(const rtx_config *config,
                                      const char *tunnel)
{
    long at = rtx__config_index(config, tunnel, "ipsec tunnel");

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

static bool opens(const struct rtx_command *command)
{
    return command && strcmp(command->form, "ipsec tunnel <N>") == 0;
}

static int remove_doomed(rtx_config *config)
{
    char tunnel[RTX_CONTEXT_MAX] = "";

    for (size_t i = config->count; i-- > 0;) {
        if (!config->items[i].doomed)
            continue;
        if (opens(config->items[i].command))
            rtx__copy(tunnel, sizeof tunnel, config->items[i].s.context);
        rtx__config_remove(config, i);
    }
    return tunnel[0] ? refile(config, tunnel) : 0;
}

/* Exchange a statement; 0 when both say the same. */
static int exchange(struct rtx_entry *entry, const char *text)
{
    struct rtx_entry changed;
    int rc = rtx__entry_init(&changed, entry->s.context, text, "", 0);

    if (rc < 0)
        return rc;
    if (strcmp(changed.same, entry->same) == 0) {
        rtx__entry_free(&changed);
        return 0;
    }
    rtx__entry_free(entry);
    *entry = changed;
    return 1;
}

static int insert(rtx_config *config, const char *context, const char *text)
{
    struct rtx_entry fresh;
    char where[RTX_CONTEXT_MAX];
    size_t slot;
    int rc = rtx__entry_init(&fresh, context, text, "", 0);

    if (rc < 0)
        return rc;
    rtx__config_resolve(config, fresh.command, context, where, sizeof where);
    rc = rtx__entry_move(&fresh, where);
    slot = rc < 0 ? 0 : rtx__config_slot(config, &fresh);
    rtx__entry_free(&fresh);
    if (rc == 0)
        rc = rtx__config_insert(config, slot, where, text);
    return rc < 0 ? rc : 1;
}

static int put(rtx_config *config, const char *context, const char *text)
{
    const struct rtx_command *command = rtx__command_find(text);
    size_t size = strlen(text) + 2;
    char *key = rtx__malloc(size);
    long at;
    int rc;

    if (!key)
        return RTX_E_NOMEM;
    rtx__command_key(text, key, size);
    at = rtx__config_index(config, context, key);
    rtx_free(key);
    rc = at >= 0 ? exchange(&config->items[at], text)
                 : insert(config, context, text);
    if (rc == 1 && opens(command) && refile(config, context) < 0)
        rc = RTX_E_NOMEM;
    return rc;
}

static int apply_text(rtx_config *config, const char *context, const char *text)
{
    const struct rtx_command *command = rtx__command_find(text);
    bool takes;
    size_t doomed;
    int rc;

    if (text[0] == '\0' || (command && command->kind != RTX_COMMAND_SETTING))
        return 0;
    doomed = rtx__config_doom(config, context, text, &takes);
    if (!takes)
        return put(config, context, text);
    rc = doomed ? remove_doomed(config) : 0;
    return rc < 0 ? rc : doomed > 0;
}

int rtx__config_apply(rtx_config *config, const char *context, const char *line)
{
    struct rtx_buf text;
    int rc;

    rtx__buf_init(&text, RTX_TEXT_MAX);
    text.secret = true;
    rc = rtx__line_normal(line, &text);
    if (rc == 0)
        rc = apply_text(config, context, rtx__buf_str(&text));
    rtx__buf_free(&text);
    return rc;
}
