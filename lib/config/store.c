/* The list of statements: make, copy, add, find. */
#include "config/internal.h"

#include <string.h>

rtx_config *rtx__config_new(void)
{
    rtx_config *config = rtx__calloc(1, sizeof *config);

    if (!config)
        return NULL;
    config->header = rtx__strdup("");
    if (!config->header) {
        rtx_free(config);
        return NULL;
    }
    return config;
}

void rtx_config_free(rtx_config *config)
{
    if (!config)
        return;
    for (size_t i = 0; i < config->count; i++)
        rtx__entry_free(&config->items[i]);
    rtx__config_unindex(config);
    rtx_free(config->doomed);
    rtx_free(config->items);
    rtx_free(config->header);
    rtx_free(config);
}

static int reserve(rtx_config *config)
{
    return rtx__grow(&config->items, &config->capacity, config->count,
                     sizeof *config->items);
}

int rtx__config_take(rtx_config *config, size_t at, struct rtx_entry *entry)
{
    int rc = reserve(config);

    if (rc < 0) {
        rtx__entry_free(entry);
        return rc;
    }
    if (at < config->count) {
        rtx__config_unindex(config);
        memmove(&config->items[at + 1], &config->items[at],
                (config->count - at) * sizeof *entry);
    }
    config->items[at] = *entry;
    config->count++;
    return at + 1 == config->count ? rtx__config_indexed(config, at) : 0;
}

int rtx__config_add(rtx_config *config, const char *context, const char *text,
                    const char *file, int line)
{
    struct rtx_entry entry;
    int rc = rtx__entry_init(&entry, context, text, file, line);

    return rc ? rc : rtx__config_take(config, config->count, &entry);
}

void rtx__config_remove(rtx_config *config, size_t at)
{
    struct rtx_entry *e = &config->items[at];

    if (config->loose) {
        e->gone = e->idle = true;
        e->s.flags = RTX_STATEMENT_NO;
        e->command = NULL;
        return;
    }
    rtx__config_unindex(config);
    rtx__entry_free(e);
    config->count--;
    memmove(e, e + 1, (config->count - at) * sizeof *e);
}

int rtx_config_append(rtx_config *to, const rtx_config *from)
{
    size_t count = from ? from->count : 0;

    if (!to || !from)
        return RTX_E_ARGUMENT;
    for (size_t i = 0; i < count; i++) {
        struct rtx_entry entry;
        int rc = rtx__entry_copy(&entry, &from->items[i]);

        if (rc == 0)
            rc = rtx__config_take(to, to->count, &entry);
        if (rc < 0)
            return rc;
    }
    return 0;
}

rtx_config *rtx__config_copy(const rtx_config *config)
{
    rtx_config *copy = rtx__config_new();
    char *header;

    if (!copy)
        return NULL;
    header = rtx__strdup(config->header);
    if (!header || rtx_config_append(copy, config) < 0) {
        rtx_free(header);
        rtx_config_free(copy);
        return NULL;
    }
    rtx_free(copy->header);
    copy->header = header;
    copy->none_lines = config->none_lines;
    return copy;
}

rtx_config *rtx__config_loose(const rtx_config *config)
{
    rtx_config *copy = rtx__config_copy(config);

    if (!copy)
        return NULL;
    copy->loose = true;
    for (size_t i = 0; i < copy->count; i++)
        copy->items[i].order = i;
    if (rtx__config_index(copy) < 0) {
        rtx_config_free(copy);
        return NULL;
    }
    return copy;
}

size_t rtx_config_count(const rtx_config *config)
{
    return config ? config->count : 0;
}

int rtx_config_statement(const rtx_config *config, size_t index,
                         struct rtx_statement *ret)
{
    if (!config || index >= config->count)
        return RTX_E_ARGUMENT;
    return rtx__fill_sized(ret, &config->items[index].s, sizeof *ret);
}

const char *rtx_config_header(const rtx_config *config)
{
    return config ? config->header : "";
}

/* The last one wins, as on the router. */
static long find(const rtx_config *config, const char *context, const char *key,
                 uint32_t hash)
{
    long anywhere = -1;

    for (size_t at = rtx__config_walk(config, RTX_BY_KEY, hash, SIZE_MAX);
         at != SIZE_MAX; at = rtx__config_walk(config, RTX_BY_KEY, hash, at)) {
        const struct rtx_entry *e = &config->items[at];

        if ((e->s.flags & RTX_STATEMENT_NO) || strcmp(e->s.key, key) != 0)
            continue;
        if (strcmp(e->s.context, context) == 0)
            return (long)at;
        if (anywhere < 0 && rtx__entry_anywhere(e))
            anywhere = (long)at;
    }
    return anywhere;
}

long rtx__config_at(const rtx_config *config, const char *context,
                    const char *key)
{
    return find(config, context, key, rtx__key_hash(key));
}

long rtx__config_opener(const rtx_config *config, const char *tunnel)
{
    uint32_t hash = rtx__key_hash("ipsec tunnel 1");
    size_t at = SIZE_MAX;

    while ((at = rtx__config_walk(config, RTX_BY_KEY, hash, at)) != SIZE_MAX) {
        const struct rtx_entry *e = &config->items[at];

        if (!rtx__entry_idle(e) && rtx__command_opens(e->command) &&
            strcmp(e->s.context, tunnel) == 0)
            return (long)at;
    }
    return -1;
}

const struct rtx_statement *
rtx__config_find(const rtx_config *config, const char *context, const char *key)
{
    long at = rtx__config_at(config, context, key);

    return at < 0 ? NULL : &config->items[at].s;
}

struct rtx_entry *rtx__config_twin(const rtx_config *config,
                                   const struct rtx_entry *entry)
{
    long at = find(config, entry->s.context, entry->s.key, entry->key_hash);

    if (at < 0 || rtx__entry_idle(&config->items[at]))
        return NULL;
    return &config->items[at];
}
