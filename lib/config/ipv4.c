/* IPv4 addresses, networks and ranges in the words of a statement. */
#include "config/vantage.h"

#include <string.h>

bool rtx__ipv4(const char *text, size_t length, uint32_t *ret)
{
    uint32_t value = 0;
    uint32_t part = 0;
    int dots = 0;
    size_t digits = 0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] >= '0' && text[i] <= '9' && digits < 3) {
            part = part * 10 + (uint32_t)(text[i] - '0');
            digits++;
        } else if (text[i] == '.' && digits > 0 && dots < 3 && part < 256) {
            value = value << 8 | part;
            part = 0;
            digits = 0;
            dots++;
        } else {
            return false;
        }
    }
    if (dots != 3 || digits == 0 || part > 255)
        return false;
    *ret = value << 8 | part;
    return true;
}

/* 24 or 255.255.255.0 */
static bool read_mask(const char *text, size_t length, uint32_t *mask)
{
    unsigned bits = 0;

    if (rtx__ipv4(text, length, mask))
        return true;
    if (length == 0 || length > 2)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        bits = bits * 10 + (unsigned)(text[i] - '0');
    }
    if (bits > 32)
        return false;
    *mask = bits == 0 ? 0 : 0xFFFFFFFFU << (32 - bits);
    return true;
}

bool rtx__ipv4_network(const char *text, size_t length, uint32_t *address,
                       uint32_t *mask)
{
    const char *slash = memchr(text, '/', length);
    size_t n = slash ? (size_t)(slash - text) : length;

    return slash && rtx__ipv4(text, n, address) &&
           read_mask(slash + 1, length - n - 1, mask);
}

static bool is_one(uint32_t address, const char *text, size_t length)
{
    const char *dash = memchr(text, '-', length);
    uint32_t low;
    uint32_t high;
    uint32_t mask;

    if (length == 1 && text[0] == '*')
        return true;
    if (rtx__ipv4(text, length, &low))
        return low == address;
    if (rtx__ipv4_network(text, length, &low, &mask))
        return (low & mask) == (address & mask);
    if (!dash || !rtx__ipv4(text, (size_t)(dash - text), &low))
        return false;
    dash++;
    length -= (size_t)(dash - text);
    return (rtx__ipv4(dash, length, &high) ||
            rtx__ipv4_network(dash, length, &high, &mask)) &&
           address >= low && address <= high;
}

bool rtx__ipv4_among(uint32_t address, const char *text, size_t length)
{
    const char *end = text + length;

    while (text < end) {
        const char *comma = memchr(text, ',', (size_t)(end - text));
        const char *stop = comma ? comma : end;

        if (is_one(address, text, (size_t)(stop - text)))
            return true;
        text = stop + 1;
    }
    return false;
}
