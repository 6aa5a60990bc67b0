/* What the fuzz targets share: require, and an allocator with a ceiling. */
#ifndef RTX_TESTS_FUZZ_H
#define RTX_TESTS_FUZZ_H

#include <rtx/base.h>

#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static size_t fuzz_live;         /* bytes that are allocated now */
static size_t fuzz_live_ceiling; /* and may be at most */

static inline void require(bool holds)
{
    if (!holds)
        abort();
}

static void *fuzz_count(void *memory)
{
    fuzz_live += memory ? malloc_usable_size(memory) : 0;
    require(fuzz_live <= fuzz_live_ceiling);
    return memory;
}

static void *fuzz_malloc(size_t size)
{
    return fuzz_count(malloc(size));
}

static void fuzz_free(void *memory)
{
    fuzz_live -= malloc_usable_size(memory);
    free(memory);
}

static void *fuzz_realloc(void *memory, size_t size)
{
    fuzz_live -= memory ? malloc_usable_size(memory) : 0;
    return fuzz_count(realloc(memory, size));
}

static inline void fuzz_count_memory(size_t ceiling)
{
    fuzz_live_ceiling = ceiling;
    rtx_set_allocator(fuzz_malloc, fuzz_realloc, fuzz_free);
}

#endif
