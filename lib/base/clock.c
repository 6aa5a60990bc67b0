/* The monotonic clock. */
#include "base/base.h"

#include <time.h>

int64_t rtx__now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t rtx__until_ms(int64_t timeout_ms)
{
    int64_t now = rtx__now_ms();

    if (timeout_ms < 0)
        return now;
    return timeout_ms > INT64_MAX - now ? INT64_MAX : now + timeout_ms;
}
