/* IPv4 addresses, networks and ranges in the words of a statement. */
#include "dialect/ipv4.h"

#include <stdio.h>
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

const char *rtx__ipv4_text(uint32_t address, char *ret, size_t size)
{
    snprintf(ret, size, "%u.%u.%u.%u", (unsigned)(address >> 24),
             (unsigned)(address >> 16 & 255), (unsigned)(address >> 8 & 255),
             (unsigned)(address & 255));
    return ret;
}

uint32_t rtx__ipv4_mask(int bits)
{
    return bits == 0 ? 0 : ~UINT32_C(0) << (32 - bits);
}

static bool read_bits(const char *text, size_t length, int *ret)
{
    int bits = 0;

    if (length == 0 || length > 2)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        bits = bits * 10 + (text[i] - '0');
    }
    *ret = bits;
    return bits <= 32;
}

bool rtx__ipv4_prefix(const char *text, size_t length, uint32_t *address,
                      int *bits)
{
    const char *slash = memchr(text, '/', length);
    size_t n = slash ? (size_t)(slash - text) : length;

    return slash && rtx__ipv4(text, n, address) &&
           read_bits(slash + 1, length - n - 1, bits);
}

bool rtx__ipv4_network(const char *text, size_t length, uint32_t *address,
                       uint32_t *mask)
{
    const char *slash = memchr(text, '/', length);
    size_t n = slash ? (size_t)(slash - text) : length;
    int bits;

    if (rtx__ipv4_prefix(text, length, address, &bits)) {
        *mask = rtx__ipv4_mask(bits);
        return true;
    }
    return slash && rtx__ipv4(text, n, address) &&
           rtx__ipv4(slash + 1, length - n - 1, mask);
}

bool rtx__ipv4_range(const char *text, size_t length, uint32_t *low,
                     uint32_t *high)
{
    const char *dash = memchr(text, '-', length);
    uint32_t mask;

    if (!dash || !rtx__ipv4(text, (size_t)(dash - text), low))
        return false;
    dash++;
    length -= (size_t)(dash - text);
    return rtx__ipv4(dash, length, high) ||
           rtx__ipv4_network(dash, length, high, &mask);
}

static bool is_one(uint32_t address, const char *text, size_t length)
{
    uint32_t low;
    uint32_t high;
    uint32_t mask;

    if (length == 1 && text[0] == '*')
        return true;
    if (rtx__ipv4(text, length, &low))
        return low == address;
    if (rtx__ipv4_network(text, length, &low, &mask))
        return (low & mask) == (address & mask);
    return rtx__ipv4_range(text, length, &low, &high) && address >= low &&
           address <= high;
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
