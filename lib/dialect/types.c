/* The parameter types of commands.def: what a word must look like. */
#include "dialect/grammar.h"
#include "dialect/ipv4.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* What a word may be wrong in, seen over all alternatives. */
struct tried {
    bool keyword;
    bool integer;
    bool range; /* an integer, but too small or too large */
    bool address;
};

bool rtx__word_is(const char *word, size_t length, const char *text,
                  size_t text_length)
{
    return length == text_length && strncasecmp(word, text, length) == 0;
}

static size_t digits(const char *text, size_t length)
{
    size_t n = 0;

    while (n < length && isdigit((unsigned char)text[n]))
        n++;
    return n;
}

static unsigned long long number(const char *text, size_t length)
{
    unsigned long long value = 0;

    for (size_t i = 0; i < length && i < 18; i++)
        value = value * 10 + (unsigned long long)(text[i] - '0');
    return value;
}

/* N or N1-100 */
static bool fits_integer(const char *type, size_t type_length, const char *word,
                         size_t length, struct tried *tried)
{
    const char *end = type + type_length;
    size_t n = digits(type + 1, type_length - 1);
    const char *high = type + 1 + n + 1;

    tried->integer = true;
    if (length == 0 || digits(word, length) != length)
        return false;
    if (n == 0)
        return true;
    if (length < 19 && number(word, length) >= number(type + 1, n) &&
        number(word, length) <= number(high, (size_t)(end - high)))
        return true;
    tried->range = true;
    return false;
}

/* lan1, lan1.2, lan1/3, bridge1, wan1, … */
static bool fits_interface(const char *word, size_t length)
{
    static const char *const names[] = {"lan",      "wan",  "bridge", "vlan",
                                        "loopback", "onu",  "bri",    "pri",
                                        "lan-map",  "null", "ap",     "switch"};

    if (length == 0 || !isdigit((unsigned char)word[length - 1]))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t n = strlen(names[i]);
        size_t d;

        if (length <= n || strncasecmp(word, names[i], n) != 0)
            continue;
        d = digits(word + n, length - n);
        if (d == 0)
            continue;
        n += d;
        if (n == length ||
            ((word[n] == '.' || word[n] == '/' || word[n] == ':') &&
             digits(word + n + 1, length - n - 1) > 0))
            return true;
    }
    return false;
}

static bool fits_wan(const char *word, size_t length)
{
    return length > 3 && strncasecmp(word, "wan", 3) == 0 &&
           digits(word + 3, length - 3) == length - 3;
}

static bool fits_type(const char *type, size_t type_length, const char *word,
                      size_t length, unsigned char *roles, struct tried *tried)
{
    uint32_t low;
    uint32_t high;

#define IS(name) \
    (type_length == sizeof(name) - 1 && !strncmp(type, name, type_length))
    if (IS("W"))
        return true;
    if (IS("S")) {
        *roles = RTX_ROLE_SECRET;
        return true;
    }
    if (IS("NAMED")) {
        *roles = RTX_ROLE_NAME;
        if (memchr(word, '=', length))
            *roles |= RTX_ROLE_SECRET | RTX_ROLE_OPTION;
        return true;
    }
    if (type[0] == 'N' && (type_length == 1 || isdigit((unsigned char)type[1])))
        return fits_integer(type, type_length, word, length, tried);
    if (IS("IF") || IS("WAN")) {
        tried->keyword = true;
        *roles = RTX_ROLE_KEYWORD;
        return IS("IF") ? fits_interface(word, length) : fits_wan(word, length);
    }
    tried->address = true;
    if (IS("IP"))
        return rtx__ipv4(word, length, &low);
    if (IS("NET"))
        return rtx__ipv4_network(word, length, &low, &high);
    return IS("RANGE") && rtx__ipv4_range(word, length, &low, &high);
#undef IS
}

/* One of the command's own words, `name=` with any value, or `name=S`. */
static bool fits_keyword(const char *text, size_t text_length, const char *word,
                         size_t length, unsigned char *roles)
{
    const char *equal = memchr(text, '=', text_length);
    size_t prefix = equal ? (size_t)(equal - text) + 1 : 0;

    if (!equal) {
        *roles = RTX_ROLE_KEYWORD;
        return rtx__word_is(word, length, text, text_length);
    }
    *roles = prefix < text_length ? RTX_ROLE_SECRET | RTX_ROLE_OPTION : 0;
    return length >= prefix && strncasecmp(word, text, prefix) == 0;
}

static enum rtx_command_fault fault_of(const struct tried *tried,
                                       const char *word, size_t length)
{
    bool number_like = length > 0 && isdigit((unsigned char)word[0]);

    if (tried->range)
        return RTX_FAULT_RANGE;
    if (tried->address && (!tried->keyword || number_like))
        return RTX_FAULT_ADDRESS;
    if (tried->integer && (!tried->keyword || number_like))
        return RTX_FAULT_INTEGER;
    return RTX_FAULT_KEYWORD;
}

enum rtx_command_fault rtx__token_fits(const struct rtx_token *token,
                                       const char *word, size_t length,
                                       unsigned char *roles)
{
    struct tried tried = {false, false, false, false};
    const char *at = token->text;
    const char *end = token->text + token->length;

    while (at < end) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        size_t n = (size_t)((bar ? bar : end) - at);
        bool keyword = !isupper((unsigned char)*at);

        *roles = 0;
        if (keyword ? fits_keyword(at, n, word, length, roles)
                    : fits_type(at, n, word, length, roles, &tried))
            return RTX_FAULT_NONE;
        tried.keyword |= keyword;
        at += n + 1;
    }
    *roles = 0;
    return fault_of(&tried, word, length);
}
