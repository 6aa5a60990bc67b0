/* The one door to the allocator, so that a user can replace it. */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *(*malloc_hook)(size_t) = malloc;
static void *(*realloc_hook)(void *, size_t) = realloc;
static void (*free_hook)(void *) = free;

void rtx_set_allocator(void *(*malloc_fn)(size_t),
                       void *(*realloc_fn)(void *, size_t),
                       void (*free_fn)(void *))
{
    bool all = malloc_fn && realloc_fn && free_fn;

    malloc_hook = all ? malloc_fn : malloc;
    realloc_hook = all ? realloc_fn : realloc;
    free_hook = all ? free_fn : free;
}

void rtx_free(void *memory)
{
    if (memory)
        free_hook(memory);
}

void *rtx__malloc(size_t size)
{
    return malloc_hook(size ? size : 1);
}

void *rtx__calloc(size_t count, size_t size)
{
    void *memory;

    if (size && count > SIZE_MAX / size)
        return NULL;
    memory = rtx__malloc(count * size);
    if (memory)
        memset(memory, 0, count * size);
    return memory;
}

void *rtx__realloc(void *memory, size_t count, size_t size)
{
    size_t bytes = count * size;

    if (size && count > SIZE_MAX / size)
        return NULL;
    return realloc_hook(memory, bytes ? bytes : 1);
}

char *rtx__strndup(const char *text, size_t length)
{
    char *copy = rtx__malloc(length + 1);

    if (copy) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

char *rtx__strdup(const char *text)
{
    return rtx__strndup(text, strlen(text));
}

int rtx__replace(char **slot, const char *text)
{
    char *copy = text ? rtx__strdup(text) : NULL;

    if (text && !copy)
        return RTX_E_NOMEM;
    rtx_free(*slot);
    *slot = copy;
    return 0;
}

char *rtx__format(const char *format, ...)
{
    va_list args;
    char *text = NULL;
    int length;

    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        return NULL;
    text = rtx__malloc((size_t)length + 1);
    if (text) {
        va_start(args, format);
        vsnprintf(text, (size_t)length + 1, format, args);
        va_end(args);
    }
    return text;
}

void rtx__wipe(void *memory, size_t size)
{
    if (memory)
        explicit_bzero(memory, size);
}

int rtx__grow(void *items, size_t *capacity, size_t count, size_t size)
{
    void *old;
    void *grown;
    size_t wanted;

    if (count < *capacity)
        return 0;
    wanted = *capacity ? *capacity * 2 : 8;
    memcpy(&old, items, sizeof old);
    grown = rtx__realloc(old, wanted, size);
    if (!grown)
        return RTX_E_NOMEM;
    memcpy(items, &grown, sizeof grown);
    *capacity = wanted;
    return 0;
}
