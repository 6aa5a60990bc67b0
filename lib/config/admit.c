/* Who is let in by lists of hosts and by packet filters. */
#include "config/vantage.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_word(const char *word, size_t length, const char *text)
{
    return strlen(text) == length && strncasecmp(word, text, length) == 0;
}

static enum rtx_verdict admits_one(const struct rtx_vantage *v,
                                   const char *word, size_t length)
{
    uint32_t address;

    if (is_word(word, length, "any") || is_word(word, length, "on") ||
        is_word(word, length, "all"))
        return RTX_YES;
    if (is_word(word, length, "none") || is_word(word, length, "off"))
        return RTX_NO;
    if (v->interface[0] && is_word(word, length, v->interface))
        return RTX_YES;
    if (is_word(word, length, "lan"))
        return v->interface[0] == '\0' ? RTX_PERHAPS
               : strchr(v->interface, ' ') || rtx__starts(v->interface, "wan")
                   ? RTX_NO
                   : RTX_YES;
    if (!rtx__ipv4(word, strcspn(word, "-/, "), &address))
        return v->interface[0] ? RTX_NO : RTX_PERHAPS;
    if (!v->has_source)
        return RTX_PERHAPS;
    return rtx__ipv4_among(v->source, word, length) ? RTX_YES : RTX_NO;
}

enum rtx_verdict rtx__vantage_admits(const struct rtx_vantage *v,
                                     const char *word, size_t length)
{
    const char *end = word + length;
    enum rtx_verdict all = RTX_NO;

    while (word < end) {
        const char *comma = memchr(word, ',', (size_t)(end - word));
        const char *stop = comma ? comma : end;
        enum rtx_verdict one = admits_one(v, word, (size_t)(stop - word));

        if (one == RTX_YES)
            return RTX_YES;
        if (one == RTX_PERHAPS)
            all = RTX_PERHAPS;
        word = stop + 1;
    }
    return all;
}

/* ---- packet filters ---- */

static enum rtx_verdict fits_address(bool known, uint32_t address,
                                     const char *word, size_t length)
{
    if (length == 1 && word[0] == '*')
        return RTX_YES;
    if (!known)
        return RTX_PERHAPS;
    return rtx__ipv4_among(address, word, length) ? RTX_YES : RTX_NO;
}

/* Is a new TCP connection meant? established and the like are not for it. */
static enum rtx_verdict fits_protocol(const char *word, size_t length)
{
    const char *end = word + length;

    while (word < end) {
        const char *comma = memchr(word, ',', (size_t)(end - word));
        const char *stop = comma ? comma : end;
        size_t n = (size_t)(stop - word);

        if (is_word(word, n, "*") || is_word(word, n, "tcp") ||
            is_word(word, n, "6"))
            return RTX_YES;
        word = stop + 1;
    }
    return RTX_NO;
}

static long port_of(const char *word, size_t length)
{
    static const struct {
        const char *name;
        long port;
    } names[] = {{"telnet", 23}, {"ssh", 22}, {"www", 80}, {"https", 443}};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (is_word(word, length, names[i].name))
            return names[i].port;
    }
    return length > 0 && word[0] >= '0' && word[0] <= '9'
               ? strtol(word, NULL, 10)
               : -1;
}

static enum rtx_verdict fits_port(long port, const char *word, size_t length)
{
    const char *end = word + length;

    while (word < end) {
        const char *comma = memchr(word, ',', (size_t)(end - word));
        const char *stop = comma ? comma : end;
        size_t n = (size_t)(stop - word);
        const char *dash = memchr(word, '-', n);
        long low = port_of(word, dash ? (size_t)(dash - word) : n);
        long high = dash ? port_of(dash + 1, (size_t)(stop - dash - 1)) : low;

        if (is_word(word, n, "*"))
            return RTX_YES;
        if (dash && high < 0)
            high = 65535;
        if (low <= port && port <= high)
            return RTX_YES;
        word = stop + 1;
    }
    return RTX_NO;
}

/* The word of a filter, or "*" when it is left out. */
static const char *field(const char *text, const struct rtx_word *words,
                         int count, int index, size_t *length)
{
    *length = index < count ? words[index].length : 1;
    return index < count ? text + words[index].at : "*";
}

static enum rtx_verdict both(enum rtx_verdict a, enum rtx_verdict b)
{
    if (a == RTX_NO || b == RTX_NO)
        return RTX_NO;
    return a == RTX_YES && b == RTX_YES ? RTX_YES : RTX_PERHAPS;
}

/* Does `ip filter N pass SOURCE DESTINATION PROTOCOL PORT PORT` mean him? */
static enum rtx_verdict filter_fits(const struct rtx_vantage *v,
                                    const char *text, bool out)
{
    struct rtx_word words[10];
    int count = rtx__words(text, words, 10);
    int near = out ? 4 : 5; /* the words about the router itself */
    int far = out ? 5 : 4;
    size_t length;
    const char *word;
    enum rtx_verdict fits;

    if (count < 5 || count > 10)
        return RTX_PERHAPS;
    word = field(text, words, count, far, &length);
    fits = fits_address(v->has_source, v->source, word, length);
    word = field(text, words, count, near, &length);
    fits = both(fits, fits_address(v->has_address, v->address, word, length));
    word = field(text, words, count, 6, &length);
    fits = both(fits, fits_protocol(word, length));
    word = field(text, words, count, out ? 7 : 8, &length);
    fits = both(fits, fits_port(v->port, word, length));
    word = field(text, words, count, out ? 8 : 7, &length);
    /* his own port is any */
    return both(fits, is_word(word, length, "*") ? RTX_YES : RTX_PERHAPS);
}

static const struct rtx_statement *filter_of(const rtx_config *config,
                                             const char *number, size_t length)
{
    char key[64] = "ip filter ";
    size_t n = strlen(key);

    if (length >= sizeof key - n)
        return NULL;
    memcpy(key + n, number, length);
    key[n + length] = '\0';
    return rtx__config_find(config, "", key);
}

/* `ip filter N TYPE …` */
static bool lets_pass(const char *text)
{
    struct rtx_word words[4];

    return rtx__words(text, words, 4) >= 4 &&
           !rtx__starts(text + words[3].at, "reject");
}

static enum rtx_verdict list_passes(const struct rtx_vantage *v,
                                    const rtx_config *config, const char *text,
                                    bool out)
{
    struct rtx_word words[136];
    int count = rtx__words(text, words, 136);
    enum rtx_verdict unsure = RTX_NO;

    for (int i = 5; i < count && i < 136; i++) {
        const char *word = text + words[i].at;
        const struct rtx_statement *filter =
            filter_of(config, word, words[i].length);
        enum rtx_verdict fits;

        if (is_word(word, words[i].length, "dynamic"))
            return RTX_PERHAPS;
        fits = filter ? filter_fits(v, filter->text, out) : RTX_NO;
        if (fits == RTX_YES && unsure == RTX_NO)
            return lets_pass(filter->text) ? RTX_YES : RTX_NO;
        if (fits != RTX_NO)
            unsure = RTX_PERHAPS;
        if (fits == RTX_YES)
            return RTX_PERHAPS;
    }
    /* what no filter of the list means is rejected */
    return count < 0 ? RTX_PERHAPS : unsure;
}

enum rtx_verdict rtx__vantage_passes(const struct rtx_vantage *v,
                                     const rtx_config *config, bool out)
{
    const struct rtx_statement *list = rtx__vantage_setting(
        v, config, out ? "secure filter out" : "secure filter in");

    return list ? list_passes(v, config, list->text, out) : RTX_YES;
}

static bool names_filter(const struct rtx_statement *list, const char *number)
{
    struct rtx_word words[136];
    int count = list ? rtx__words(list->text, words, 136) : 0;

    for (int i = 5; i < count && i < 136; i++) {
        if (is_word(list->text + words[i].at, words[i].length, number))
            return true;
    }
    return false;
}

bool rtx__vantage_uses_filter(const struct rtx_vantage *v,
                              const rtx_config *config, const char *number)
{
    return names_filter(rtx__vantage_setting(v, config, "secure filter in"),
                        number) ||
           names_filter(rtx__vantage_setting(v, config, "secure filter out"),
                        number);
}
