/* What the words of a command that is in no row are likely to be. */
#include "dialect/grammar.h"

#include <ctype.h>
#include <string.h>

static bool is_plain(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!isalnum((unsigned char)word[i]) && word[i] != '-' &&
            word[i] != '_')
            return false;
    }
    return true;
}

static bool is_switch(const char *word, size_t length)
{
    static const char *const words[] = {"on",  "off",  "auto",
                                        "any", "none", "encrypted"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (rtx__word_is(word, length, words[i], strlen(words[i])))
            return true;
    }
    return false;
}

/* A word behind which a secret is likely to stand. */
static bool announces_secret(const char *word, size_t length)
{
    static const char *const words[] = {
        "password", "key",       "secret",   "text",   "pre-shared-key", "auth",
        "passwd",   "community", "username", "myname", "encrypted"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (rtx__word_is(word, length, words[i], strlen(words[i])))
            return true;
    }
    return false;
}

/* password=…, key=…, and the like */
static bool is_secret_option(const char *word, size_t length)
{
    const char *equal = memchr(word, '=', length);
    size_t n = equal ? (size_t)(equal - word) : 0;

    for (size_t at = n; at > 0; at--) {
        if (announces_secret(word + at - 1, n - (at - 1)))
            return true;
    }
    return false;
}

/* A name, a number, or an interface such as lan1.2. */
static bool is_guessed_key(const char *word, size_t length)
{
    size_t n = 0;

    if (is_switch(word, length))
        return false;
    while (n < length && isdigit((unsigned char)word[n]))
        n++;
    if (n > 0)
        return n == length;
    while (n < length && isalpha((unsigned char)word[n]))
        n++;
    return n > 0 && (is_plain(word, length) ||
                     strspn(word + n, "0123456789./:") >= length - n);
}

void rtx__unknown_roles(const char *line, const struct rtx_word *words,
                        int count, bool no, unsigned char *roles)
{
    bool secret = false;
    int first = no ? 1 : 0;
    int key = first;

    memset(roles, 0, (size_t)count);
    while (key < count &&
           is_guessed_key(line + words[key].at, words[key].length))
        key++;
    if (!no && key == count && count > 1)
        key--; /* something must be the value */
    if (key == first && count > first)
        key++;
    for (int i = first; i < count; i++) {
        const char *word = line + words[i].at;

        if (secret)
            roles[i] = RTX_ROLE_SECRET;
        else if (is_secret_option(word, words[i].length))
            roles[i] = RTX_ROLE_SECRET | RTX_ROLE_OPTION;
        else if (i < key)
            roles[i] = RTX_ROLE_KEY;
        if (announces_secret(word, words[i].length))
            secret = true;
    }
}
