/* Structs of callers who may have been built with another version's header. */
#include "base/base.h"

#include <string.h>

/* Beyond it, nobody has set the size. */
enum { SIZED_MAX = 4096 };

static uint32_t size_of(const void *sized)
{
    uint32_t size;

    memcpy(&size, sized, sizeof size);
    return size;
}

bool rtx__size_is_set(const void *ret)
{
    uint32_t size = ret ? size_of(ret) : 0;

    return size >= sizeof size && size <= SIZED_MAX;
}

int rtx__fill_sized(void *ret, const void *from, size_t known)
{
    uint32_t size;

    if (!rtx__size_is_set(ret))
        return RTX_E_ARGUMENT;
    size = size_of(ret);
    memcpy(ret, from, size < known ? size : known);
    memcpy(ret, &size, sizeof size);
    return 0;
}
