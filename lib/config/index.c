/* Finding statements by their key and by their meaning, without a search. */
#include "config/internal.h"

#include <string.h>

#define NONE UINT32_MAX

/* Chains of positions by three hashes; the last position comes first. */
struct rtx_index {
    uint32_t mask;   /* of a bucket's number */
    uint32_t *heads; /* RTX_BY_KINDS times mask + 1 */
    uint32_t *next;  /* RTX_BY_KINDS times capacity */
    size_t capacity; /* positions that there is room for */
};

static uint32_t hash_of(const struct rtx_entry *e, enum rtx_by by)
{
    return by == RTX_BY_KEY    ? e->key_hash
           : by == RTX_BY_SAME ? e->same_hash
                               : e->open_hash;
}

static void free_index(struct rtx_index *index)
{
    if (!index)
        return;
    rtx_free(index->heads);
    rtx_free(index->next);
    rtx_free(index);
}

void rtx__config_unindex(rtx_config *config)
{
    free_index(config->index);
    config->index = NULL;
}

static void add(struct rtx_index *index, const rtx_config *config, size_t at)
{
    for (int by = 0; by < RTX_BY_KINDS; by++) {
        uint32_t bucket =
            hash_of(&config->items[at], (enum rtx_by)by) & index->mask;
        uint32_t *head =
            &index->heads[(size_t)by * (index->mask + 1U) + bucket];

        index->next[(size_t)by * index->capacity + at] = *head;
        *head = (uint32_t)at;
    }
}

static struct rtx_index *make_index(const rtx_config *config)
{
    struct rtx_index *index = rtx__calloc(1, sizeof *index);
    size_t buckets = 64;

    if (!index || config->count >= NONE / 4) {
        rtx_free(index);
        return NULL;
    }
    while (buckets < config->count + config->count / 2)
        buckets *= 2;
    index->mask = (uint32_t)buckets - 1;
    index->capacity = config->count * 2 + 64;
    index->heads = rtx__malloc(RTX_BY_KINDS * buckets * sizeof(uint32_t));
    index->next =
        rtx__malloc(RTX_BY_KINDS * index->capacity * sizeof(uint32_t));
    if (!index->heads || !index->next) {
        free_index(index);
        return NULL;
    }
    memset(index->heads, 0xFF, RTX_BY_KINDS * buckets * sizeof(uint32_t));
    for (size_t i = 0; i < config->count; i++)
        add(index, config, i);
    return index;
}

int rtx__config_index(rtx_config *config)
{
    rtx__config_unindex(config);
    config->index = make_index(config);
    return config->index ? 0 : RTX_E_NOMEM;
}

int rtx__config_indexed(rtx_config *config, size_t at)
{
    if (!config->index)
        return 0;
    if (at >= config->index->capacity)
        return rtx__config_index(config);
    add(config->index, config, at);
    return 0;
}

size_t rtx__config_walk(const rtx_config *config, enum rtx_by by, uint32_t hash,
                        size_t behind)
{
    const struct rtx_index *index = config->index;
    size_t at = behind;
    uint32_t next;

    if (!index) {
        /* without an index every statement is looked at, the last first */
        at = behind == SIZE_MAX ? config->count : behind;
        while (at-- > 0) {
            if (hash_of(&config->items[at], by) == hash)
                return at;
        }
        return SIZE_MAX;
    }
    do {
        next = at == SIZE_MAX ? index->heads[(size_t)by * (index->mask + 1U) +
                                             (hash & index->mask)]
                              : index->next[(size_t)by * index->capacity + at];
        at = next == NONE ? SIZE_MAX : next;
    } while (at != SIZE_MAX && hash_of(&config->items[at], by) != hash);
    return at;
}
