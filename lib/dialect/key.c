/* The identifying words of a statement, and its secret ones. */
#include "dialect/grammar.h"

#include <ctype.h>
#include <string.h>

/* Append a word of the key, its plain letters in lower case. */
static bool put(char *key, size_t size, size_t *length, const char *word,
                size_t word_length, bool lower)
{
    size_t blank = *length > 0 ? 1 : 0;

    if (*length + blank + word_length >= size)
        return false;
    if (blank)
        key[(*length)++] = ' ';
    for (size_t i = 0; i < word_length; i++)
        key[(*length)++] =
            lower ? (char)tolower((unsigned char)word[i]) : word[i];
    key[*length] = '\0';
    return true;
}

size_t rtx__match_key(const char *line, const struct rtx_match *match,
                      char *key, size_t size)
{
    size_t length = 0;

    if (size == 0)
        return 0;
    key[0] = '\0';
    for (int i = match->no ? 1 : 0; i < match->count; i++) {
        const char *word = line + match->words[i].at;
        size_t n = match->words[i].length;
        unsigned roles = match->roles[i];
        const char *equal = memchr(word, '=', n);

        if (!(roles & RTX_ROLE_KEY))
            break;
        if ((roles & RTX_ROLE_NAME) && equal)
            n = (size_t)(equal - word);
        if (!put(key, size, &length, word, n,
                 !match->command || (roles & RTX_ROLE_KEYWORD)))
            return 0;
    }
    return length;
}

size_t rtx__command_key(const char *line, char *key, size_t size)
{
    struct rtx_match match;

    rtx__command_match(line, &match);
    return rtx__match_key(line, &match, key, size);
}

unsigned long rtx__command_secrets(const char *line)
{
    struct rtx_match m;
    unsigned long bits = 0;

    rtx__command_match(line, &m);
    for (int i = 0; i < m.count && i < (int)sizeof bits * 8; i++) {
        if (m.roles[i] & RTX_ROLE_SECRET)
            bits |= 1UL << i;
    }
    return bits;
}
