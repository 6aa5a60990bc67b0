/* What the router does with a setting: replace by key, remove with `no`. */
#include "config/internal.h"

#include <stdio.h>
#include <string.h>

#define OPENS_IPSEC "ipsec tunnel <N>"

/*
 * File the IPsec statements of a tunnel under its `ipsec tunnel`, or under the
 * tunnel itself when it has none.
 */
static int refile(rtx_config *config, const char *context)
{
    char outer[RTX_CONTEXT_MAX];
    char nested[RTX_CONTEXT_MAX * 2];
    long at;

    rtx__context_outer(context, outer, sizeof outer);
    at = rtx__config_index(config, outer, "ipsec tunnel");
    snprintf(nested, sizeof nested, "%s%s%s", outer, at < 0 ? "" : " ",
             at < 0 ? "" : config->items[at].s.text);
    for (size_t i = 0; i < config->count; i++) {
        struct rtx_entry *e = &config->items[i];
        char its[RTX_CONTEXT_MAX];

        rtx__context_outer(e->s.context, its, sizeof its);
        if (!rtx__entry_anywhere(e) || strcmp(its, outer) != 0 ||
            strcmp(e->s.context, nested) == 0)
            continue;
        if (rtx__entry_move(e, nested) < 0)
            return RTX_E_NOMEM;
    }
    return 0;
}

/* Where the router files a new statement that may stand in ipsec tunnel. */
static void resolve(const rtx_config *config, const struct rtx_match *m,
                    const char *context, char *ret, size_t size)
{
    long at;

    rtx__copy(ret, size, context);
    if (!m->command || m->command->context != RTX_IN_IPSEC ||
        !rtx__starts(context, "tunnel "))
        return;
    rtx__context_outer(context, ret, size);
    at = rtx__config_index(config, ret, "ipsec tunnel");
    if (at >= 0 && strlen(ret) + strlen(config->items[at].s.text) + 2 < size) {
        strncat(ret, " ", size - strlen(ret) - 1);
        strncat(ret, config->items[at].s.text, size - strlen(ret) - 1);
    }
}

static bool is_ipsec_tunnel(const struct rtx_match *m)
{
    return m->command && strcmp(m->command->form, OPENS_IPSEC) == 0;
}

/* Take away all global statements whose key begins so. */
static void drop_all(rtx_config *config, const char *prefix)
{
    size_t length = strlen(prefix);

    for (size_t i = config->count; i-- > 0;) {
        const char *key = config->items[i].s.key;

        if (strncmp(key, prefix, length) == 0 &&
            (key[length] == ' ' || key[length] == '\0'))
            rtx__config_remove(config, i);
    }
}

/* With a DHCP scope goes what hangs on it. */
static void drop_scope(rtx_config *config, const char *key)
{
    static const char *const kinds[] = {"bind", "option", "lease type"};
    const char *id = key + strlen("dhcp scope ");
    char prefix[64];

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        snprintf(prefix, sizeof prefix, "dhcp scope %s %.20s", kinds[i], id);
        drop_all(config, prefix);
    }
}

/* An unknown statement whose key is the beginning of what stands behind no. */
static long unknown_index(const rtx_config *config, const char *context,
                          const char *words)
{
    for (size_t i = 0; i < config->count; i++) {
        const struct rtx_statement *s = &config->items[i].s;
        size_t length = strlen(s->key);

        if ((s->flags & RTX_STATEMENT_UNKNOWN) &&
            strcmp(s->context, context) == 0 &&
            strncmp(words, s->key, length) == 0 &&
            (words[length] == ' ' || words[length] == '\0'))
            return (long)i;
    }
    return -1;
}

static int remove_key(rtx_config *config, const char *context, const char *key,
                      const struct rtx_match *m)
{
    char name[RTX_CONTEXT_MAX];
    long at = rtx__config_index(config, context, key);

    if (at < 0 && !m->command)
        at = unknown_index(config, context, key);
    if (at < 0)
        return 0;
    rtx__copy(name, sizeof name, config->items[at].s.context);
    rtx__config_remove(config, (size_t)at);
    if (rtx__is_form(m->command, "dhcp scope {N1-65535}"))
        drop_scope(config, key);
    if (is_ipsec_tunnel(m) && refile(config, name) < 0)
        return RTX_E_NOMEM;
    return 1;
}

/* `pp disable 1`, `no tunnel enable`: what they take away. */
static int disable(rtx_config *config, const char *context, const char *line,
                   const struct rtx_match *m)
{
    bool pp = rtx__starts(m->command->form, "pp ");
    size_t before = config->count;
    int id = 2 + (m->no ? 1 : 0);
    char key[64];

    snprintf(key, sizeof key, "%s enable", pp ? "pp" : "tunnel");
    if (id < m->count) {
        const char *word = line + m->words[id].at;
        size_t length = m->words[id].length;

        if (length != 3 || strncmp(word, "all", 3) != 0)
            snprintf(key, sizeof key, "%s enable %.*s", pp ? "pp" : "tunnel",
                     (int)(length < 30 ? length : 30), word);
    } else {
        size_t kind = strcspn(context, " ");

        if (!context[0])
            return 0;
        snprintf(key, sizeof key, "%s enable%.30s", pp ? "pp" : "tunnel",
                 context + kind);
    }
    drop_all(config, key);
    return config->count < before;
}

static int put(rtx_config *config, const char *context, const char *text,
               const char *key, const struct rtx_match *m)
{
    char where[RTX_CONTEXT_MAX * 2];
    struct rtx_entry fresh;
    long at = rtx__config_index(config, context, key);
    size_t slot;
    int rc;

    if (at >= 0) {
        struct rtx_entry *e = &config->items[at];
        struct rtx_entry changed;

        rc = rtx__entry_init(&changed, e->s.context, text, "", 0);
        if (rc < 0)
            return rc;
        if (strcmp(changed.same, e->same) == 0) {
            rtx__entry_free(&changed);
            return 0;
        }
        rtx__entry_free(e);
        *e = changed;
    } else {
        resolve(config, m, context, where, sizeof where);
        rc = rtx__entry_init(&fresh, where, text, "", 0);
        if (rc < 0)
            return rc;
        slot = rtx__config_slot(config, &fresh);
        rtx__entry_free(&fresh);
        rc = rtx__config_insert(config, slot, where, text);
        if (rc < 0)
            return rc;
    }
    return is_ipsec_tunnel(m) && refile(config, context) < 0 ? RTX_E_NOMEM : 1;
}

static int apply_text(rtx_config *config, const char *context, const char *text)
{
    struct rtx_match m;
    size_t size = strlen(text) + 2;
    char *key;
    int rc;

    rtx__command_match(text, &m);
    if (m.count == 0 || (m.command && m.command->kind != RTX_COMMAND_SETTING))
        return 0;
    if (rtx__is_form(m.command, "pp disable") ||
        rtx__is_form(m.command, "tunnel disable") ||
        (m.no && m.command && (m.command->flags & RTX_COMMAND_ENABLES)))
        return disable(config, context, text, &m);
    key = rtx__malloc(size);
    if (!key)
        return RTX_E_NOMEM;
    rtx__command_key(text, key, size);
    rc = m.no ? remove_key(config, context, key, &m)
              : put(config, context, text, key, &m);
    rtx_free(key);
    return rc;
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
