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
    rtx_free(config->items);
    rtx_free(config->header);
    rtx_free(config);
}

int rtx__config_insert(rtx_config *config, size_t at, const char *context,
                       const char *text)
{
    int rc = rtx__config_add(config, context, text, "", 0);
    struct rtx_entry entry;

    if (rc < 0)
        return rc;
    entry = config->items[config->count - 1];
    memmove(&config->items[at + 1], &config->items[at],
            (config->count - 1 - at) * sizeof entry);
    config->items[at] = entry;
    return 0;
}

int rtx__config_add(rtx_config *config, const char *context, const char *text,
                    const char *file, int line)
{
    int rc = rtx__grow(&config->items, &config->capacity, config->count,
                       sizeof *config->items);

    if (rc < 0)
        return rc;
    rc = rtx__entry_init(&config->items[config->count], context, text, file,
                         line);
    if (rc == 0)
        config->count++;
    return rc;
}

void rtx__config_remove(rtx_config *config, size_t at)
{
    rtx__entry_free(&config->items[at]);
    config->count--;
    memmove(&config->items[at], &config->items[at + 1],
            (config->count - at) * sizeof config->items[0]);
}

int rtx_config_append(rtx_config *to, const rtx_config *from)
{
    size_t count = from->count;

    for (size_t i = 0; i < count; i++) {
        const struct rtx_statement *s = &from->items[i].s;
        int rc = rtx__config_add(to, s->context, s->text, s->file, s->line);

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

size_t rtx_config_count(const rtx_config *config)
{
    return config->count;
}

int rtx_config_statement(const rtx_config *config, size_t index,
                         struct rtx_statement *ret)
{
    size_t size = ret ? ret->size : 0;

    if (index >= config->count || size == 0)
        return RTX_E_ARGUMENT;
    if (size > sizeof *ret)
        size = sizeof *ret;
    memcpy(ret, &config->items[index].s, size);
    ret->size = (uint32_t)size;
    return 0;
}

const char *rtx_config_header(const rtx_config *config)
{
    return config->header;
}

/* The last one wins, as on the router. */
long rtx__config_index(const rtx_config *config, const char *context,
                       const char *key)
{
    long anywhere = -1;

    for (size_t i = config->count; i-- > 0;) {
        const struct rtx_entry *e = &config->items[i];

        if ((e->s.flags & RTX_STATEMENT_NO) || strcmp(e->s.key, key) != 0)
            continue;
        if (strcmp(e->s.context, context) == 0)
            return (long)i;
        if (anywhere < 0 && rtx__entry_anywhere(e))
            anywhere = (long)i;
    }
    return anywhere;
}

const struct rtx_statement *
rtx__config_find(const rtx_config *config, const char *context, const char *key)
{
    long at = rtx__config_index(config, context, key);

    return at < 0 ? NULL : &config->items[at].s;
}

struct rtx_entry *rtx__config_twin(const rtx_config *config,
                                   const struct rtx_entry *entry)
{
    long at = rtx__config_index(config, entry->s.context, entry->s.key);

    if (at < 0 || rtx__entry_idle(&config->items[at]))
        return NULL;
    return &config->items[at];
}
