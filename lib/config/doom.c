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

static size_t doom_all(rtx_config *config, const char *prefix)
{
    size_t count = 0;

    for (size_t i = 0; i < config->count; i++) {
        struct rtx_entry *e = &config->items[i];

        if (!e->doomed && !rtx__entry_idle(e) && key_begins(e, prefix)) {
            e->doomed = true;
            count++;
        }
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

static size_t doom_key(rtx_config *config, const char *context, const char *key,
                       const struct rtx_command *command)
{
    long at = rtx__config_index(config, context, key);

    if (at < 0 && !command)
        at = unknown_index(config, context, key);
    if (at < 0)
        return 0;
    config->items[at].doomed = true;
    if (rtx__is_form(command, "dhcp scope {N1-65535}"))
        return 1 + doom_scope(config, key);
    return 1;
}

/* `pp disable 1`, `no tunnel enable`: the key of what they take away. */
static void enable_key(const char *context, const char *line,
                       const struct rtx_match *m, char *key, size_t size)
{
    const char *kind = rtx__starts(m->command->form, "pp ") ? "pp" : "tunnel";
    int id = 2 + (m->no ? 1 : 0);
    const char *word = id < m->count ? line + m->words[id].at : "";
    size_t length = id < m->count ? m->words[id].length : 0;

    if (length == 3 && strncmp(word, "all", 3) == 0)
        snprintf(key, size, "%s enable", kind);
    else if (length > 0)
        snprintf(key, size, "%s enable %.*s", kind, (int)length, word);
    else
        snprintf(key, size, "%s enable%s", kind,
                 context[0] ? context + strcspn(context, " ") : " none");
}

static bool is_disable(const struct rtx_match *m)
{
    return rtx__is_form(m->command, "pp disable") ||
           rtx__is_form(m->command, "tunnel disable") ||
           (m->no && m->command && (m->command->flags & RTX_COMMAND_ENABLES));
}

size_t rtx__config_doom(rtx_config *config, const char *context,
                        const char *line, bool *takes)
{
    struct rtx_match m;
    /* also for `enable` in the place of `no`, with the selected context */
    size_t size = strlen(line) + RTX_CONTEXT_MAX;
    size_t count = 0;
    char *key;

    rtx__command_match(line, &m);
    *takes = m.no || is_disable(&m);
    key = *takes ? rtx__malloc(size) : NULL;
    if (key && is_disable(&m)) {
        enable_key(context, line, &m, key, size);
        count = doom_all(config, key);
    } else if (key && rtx__command_key(line, key, size) > 0) {
        count = doom_key(config, context, key, m.command);
    }
    rtx_free(key);
    return count;
}
