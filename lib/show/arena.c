/* Memory that is given back all at once. */
#include "show/show.h"

#include <stdalign.h>
#include <string.h>

enum { CHUNK_SIZE = 16 * 1024, ALIGNMENT = alignof(max_align_t) };

struct rtx__chunk {
    struct rtx__chunk *next;
    size_t size;
    size_t used;
    max_align_t bytes[];
};

static struct rtx__chunk *new_chunk(struct rtx__arena *arena, size_t size)
{
    size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;
    struct rtx__chunk *chunk = NULL;

    if (room <= SIZE_MAX - sizeof *chunk)
        chunk = rtx__malloc(sizeof *chunk + room);
    if (!chunk)
        return NULL;
    chunk->size = room;
    chunk->used = 0;
    /* a big one goes behind the first, which has room left */
    if (arena->chunks && size > CHUNK_SIZE) {
        chunk->next = arena->chunks->next;
        arena->chunks->next = chunk;
    } else {
        chunk->next = arena->chunks;
        arena->chunks = chunk;
    }
    return chunk;
}

void *rtx__arena_get(struct rtx__arena *arena, size_t size)
{
    struct rtx__chunk *chunk = arena->chunks;
    void *memory;

    if (size > SIZE_MAX - ALIGNMENT)
        return NULL;
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (!chunk || chunk->size - chunk->used < size)
        chunk = new_chunk(arena, size);
    if (!chunk)
        return NULL;
    memory = (char *)chunk->bytes + chunk->used;
    chunk->used += size;
    memset(memory, 0, size);
    return memory;
}

char *rtx__arena_text(struct rtx__arena *arena, const char *text, size_t length)
{
    char *copy = rtx__arena_get(arena, length + 1);

    if (copy)
        memcpy(copy, text, length);
    return copy;
}

void rtx__arena_free(struct rtx__arena *arena)
{
    while (arena->chunks) {
        struct rtx__chunk *chunk = arena->chunks;

        arena->chunks = chunk->next;
        if (arena->secret)
            rtx__wipe(chunk->bytes, chunk->used);
        rtx_free(chunk);
    }
}
