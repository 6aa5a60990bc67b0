/* What a `no` line takes away, and all that goes with it. */
#include "config/internal.h"

#include <stdio.h>
#include <string.h>

static bool key_begins(const struct rtx_entry *e, const char *prefix)
{
    size_t length = strlen(prefix);

    return strncmp(e->s.key, prefix, length) == 0 &&
           (e->s.key[length] == ' ' || e->s.key[length] == '\0');
}

static size_t doom_one(rtx_config *config, size_t at)
{
    if (config->items[at].doomed ||
        rtx__grow(&config->doomed, &config->doomed_capacity,
                  config->doomed_count, sizeof *config->doomed) < 0)
        return 0;
    config->items[at].doomed = true;
    config->doomed[config->doomed_count++] = at;
    return 1;
}

static size_t doom_all(rtx_config *config, const char *prefix)
{
    size_t count = 0;

    for (size_t i = 0; i < config->count; i++) {
        const struct rtx_entry *e = &config->items[i];

        if (!rtx__entry_idle(e) && key_begins(e, prefix))
            count += doom_one(config, i);
    }
    return count;
}

/* With a DHCP scope goes what hangs on it. */
static size_t doom_scope(rtx_config *config, const char *key)
{
    static const char *const kinds[] = {"bind", "option", "lease type"};
    const char *id = key + strlen("dhcp scope ");
    size_t count = 0;
    char prefix[64];

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        snprintf(prefix, sizeof prefix, "dhcp scope %s %.20s", kinds[i], id);
        count += doom_all(config, prefix);
    }
    return count;
}

/*
 * The unknown statement whose key is the beginning of what stands behind no,
 * the one with the most in common if there are several.
 */
static long unknown_index(const rtx_config *config, const char *context,
                          const char *words)
{
    size_t most = 0;
    long found = -1;

    for (size_t i = 0; i < config->count; i++) {
        const struct rtx_statement *s = &config->items[i].s;
        size_t length = strlen(s->key);

        if ((s->flags & RTX_STATEMENT_UNKNOWN) && length > most &&
            strcmp(s->context, context) == 0 &&
            strncmp(words, s->key, length) == 0 &&
            (words[length] == ' ' || words[length] == '\0')) {
            most = length;
            found = (long)i;
        }
    }
    return found;
}

static size_t doom_key(rtx_config *config, const struct rtx_entry *entry)
{
    long at = rtx__config_at(config, entry->s.context, entry->s.key);
    size_t count;

    if (at < 0 && strcmp(entry->s.key, "ipsec tunnel") == 0)
        at = rtx__config_opener(config, entry->s.context);
    if (at < 0 && !entry->command)
        at = unknown_index(config, entry->s.context, entry->s.key);
    if (at < 0)
        return 0;
    count = doom_one(config, (size_t)at);
    if (rtx__is_form(entry->command, "dhcp scope {N1-65535}"))
        count += doom_scope(config, entry->s.key);
    return count;
}

/* `pp disable 1`, `no tunnel enable`: the key of what they take away. */
static void enable_key(const struct rtx_entry *entry, char *key, size_t size)
{
    struct rtx_word words[4];
    const char *line = entry->s.text;
    const char *context = entry->s.context;
    const char *kind =
        rtx__starts(entry->command->form, "pp ") ? "pp" : "tunnel";
    int id = entry->s.flags & RTX_STATEMENT_NO ? 3 : 2;
    int count = rtx__words(line, words, 4);
    const char *word = id < count ? line + words[id].at : "";
    size_t length = id < count ? words[id].length : 0;

    if (length == 3 && strncmp(word, "all", 3) == 0)
        snprintf(key, size, "%s enable", kind);
    else if (length > 0)
        snprintf(key, size, "%s enable %.*s", kind, (int)length, word);
    else
        snprintf(key, size, "%s enable%s", kind,
                 context[0] ? context + strcspn(context, " ") : " none");
}

static bool is_disable(const struct rtx_entry *e)
{
    return e->command && (rtx__is_form(e->command, "pp disable") ||
                          rtx__is_form(e->command, "tunnel disable") ||
                          ((e->s.flags & RTX_STATEMENT_NO) &&
                           (e->command->flags & RTX_COMMAND_ENABLES)));
}

size_t rtx__config_doom(rtx_config *config, const struct rtx_entry *entry)
{
    char key[RTX_CONTEXT_MAX + 64];

    for (size_t i = 0; i < config->doomed_count; i++) {
        if (config->doomed[i] < config->count)
            config->items[config->doomed[i]].doomed = false;
    }
    config->doomed_count = 0;
    if (is_disable(entry)) {
        enable_key(entry, key, sizeof key);
        return doom_all(config, key);
    }
    return entry->s.flags & RTX_STATEMENT_NO && entry->s.key[0]
               ? doom_key(config, entry)
               : 0;
}
