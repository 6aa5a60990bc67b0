/* What the fuzz targets share: require, and an allocator with a ceiling. */
#ifndef RTX_TESTS_FUZZ_H
#define RTX_TESTS_FUZZ_H

#include <rtx/base.h>

#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static size_t fuzz_live;         /* bytes that are allocated now */
static size_t fuzz_live_ceiling; /* and may be at most */

#define require(holds) fuzz_require((holds), __FILE__, __LINE__)

static inline void fuzz_require(bool holds, const char *file, int line)
{
    if (holds)
        return;
    fprintf(stderr, "%s:%d: does not hold\n", file, line);
    abort();
}

/* Two texts are the same but for the blanks at the beginning of lines. */
static inline void fuzz_require_same(const char *a, const char *b)
{
    const char *first = a;
    const char *second = b;

    while (*a || *b) {
        if (a == first || a[-1] == '\n')
            a += strspn(a, " ");
        if (b == second || b[-1] == '\n')
            b += strspn(b, " ");
        if (*a != *b) {
            fprintf(stderr, "differ: <%.200s>\nand:    <%.200s>\n%s---\n%s", a,
                    b, first, second);
            abort();
        }
        a += *a ? 1 : 0;
        b += *b ? 1 : 0;
    }
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
