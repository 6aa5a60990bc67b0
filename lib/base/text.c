/* Small helpers for UTF-8 text. */
#include "base/base.h"

#include <string.h>
#include <strings.h>

size_t rtx__utf8_step(const char *text, size_t length)
{
    unsigned char c = (unsigned char)text[0];
    size_t n = c < 0x80   ? 1
               : c < 0xC2 ? 0
               : c < 0xE0 ? 2
               : c < 0xF0 ? 3
               : c < 0xF5 ? 4
                          : 0;

    if (n == 0 || n > length)
        return 1;
    for (size_t i = 1; i < n; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            return 1;
    }
    return n;
}

static uint32_t code_point(const char *text, size_t step)
{
    const unsigned char *t = (const unsigned char *)text;

    switch (step) {
    case 2:
        return (uint32_t)(t[0] & 0x1F) << 6 | (t[1] & 0x3F);
    case 3:
        return (uint32_t)(t[0] & 0x0F) << 12 | (uint32_t)(t[1] & 0x3F) << 6 |
               (t[2] & 0x3F);
    case 4:
        return (uint32_t)(t[0] & 0x07) << 18 | (uint32_t)(t[1] & 0x3F) << 12 |
               (uint32_t)(t[2] & 0x3F) << 6 | (t[3] & 0x3F);
    default:
        return t[0];
    }
}

/* How many bytes at the start are ASCII, in whole words. */
static size_t ascii_words(const char *text, size_t length)
{
    const uint64_t high = UINT64_C(0x8080808080808080);
    uint64_t word;
    size_t n = 0;

    for (; n + 4 * sizeof word <= length; n += 4 * sizeof word) {
        uint64_t four[4];

        memcpy(four, text + n, sizeof four);
        if ((four[0] | four[1] | four[2] | four[3]) & high)
            break;
    }
    for (; n + sizeof word <= length; n += sizeof word) {
        memcpy(&word, text + n, sizeof word);
        if (word & high)
            break;
    }
    return n;
}

size_t rtx__ascii_length(const char *text, size_t length)
{
    size_t n = ascii_words(text, length);

    while (n < length && (unsigned char)text[n] < 0x80)
        n++;
    return n;
}

bool rtx__utf8_valid(const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t plain = ascii_words(text + i, length - i);
        size_t step;
        uint32_t c;

        i += plain;
        if (i >= length)
            break;
        step = rtx__utf8_step(text + i, length - i);
        c = code_point(text + i, step);
        if (step == 1 && (unsigned char)text[i] >= 0x80)
            return false;
        if ((step == 3 && (c < 0x800 || (c >= 0xD800 && c < 0xE000))) ||
            (step == 4 && (c < 0x10000 || c > 0x10FFFF)))
            return false;
        i += step;
    }
    return true;
}

static bool is_wide(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x20000 && c <= 0x3FFFD) ||
           /* two columns in the Japanese charsets, one in Unicode's table */
           (c >= 0x2010 && c <= 0x266F);
}

int rtx__utf8_width(const char *text, size_t length)
{
    size_t plain = ascii_words(text, length);
    int width = (int)plain;

    for (size_t i = plain; i < length;) {
        size_t step = rtx__utf8_step(text + i, length - i);

        width += is_wide(code_point(text + i, step)) ? 2 : 1;
        i += step;
    }
    return width;
}

void rtx__copy(char *to, size_t size, const char *from)
{
    size_t length = strlen(from);
    size_t kept = 0;

    if (size == 0)
        return;
    while (kept < length) {
        size_t step = rtx__utf8_step(from + kept, length - kept);

        if (kept + step >= size)
            break;
        kept += step;
    }
    memmove(to, from, kept);
    to[kept] = '\0';
}

bool rtx__starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool rtx__same_word(const char *a, const char *b)
{
    return strcasecmp(a, b) == 0;
}

size_t rtx__trimmed(const char *text, size_t length)
{
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t' ||
                          text[length - 1] == '\r' || text[length - 1] == '\n'))
        length--;
    return length;
}
