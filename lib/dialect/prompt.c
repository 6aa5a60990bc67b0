/* The shape of the console's prompts. */
#include "dialect/dialect.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* The length of a name of letters and digits, "anonymous" or "12". */
static size_t name_length(const char *text, size_t length)
{
    size_t n = 0;

    while (n < length && n < 24 &&
           (isalnum((unsigned char)text[n]) || text[n] == '-'))
        n++;
    return n;
}

static bool all_digits(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!isdigit((unsigned char)text[i]))
            return false;
    }
    return length > 0;
}

/*
 * pp1 | pp 1 | pp[1] | pp anonymous | anonymous | tunnel1 | tunnel 1 |
 * tunnel[1] The transcripts show pp1; the other spellings are not known for
 * sure.
 */
static bool match_context(const char *text, size_t length, char *context,
                          size_t size)
{
    static const char *const kinds[] = {"pp", "tunnel"};

    context[0] = '\0';
    if (length == 0)
        return true;
    if (length == 9 && memcmp(text, "anonymous", 9) == 0) {
        snprintf(context, size, "pp anonymous");
        return true;
    }
    for (size_t k = 0; k < 2; k++) {
        size_t at = strlen(kinds[k]);
        size_t n;
        bool bracket;

        if (length <= at || memcmp(text, kinds[k], at) != 0)
            continue;
        bracket = text[at] == '[';
        if (bracket || text[at] == ' ')
            at++;
        n = name_length(text + at, length - at);
        if (!all_digits(text + at, n) &&
            !(n == 9 && memcmp(text + at, "anonymous", 9) == 0))
            continue;
        if (at + n + (bracket ? 1 : 0) != length ||
            (bracket && text[length - 1] != ']'))
            continue;
        snprintf(context, size, "%s %.*s", kinds[k], (int)n, text + at);
        return true;
    }
    return false;
}

static bool ends_with_mark(const char *text, size_t length)
{
    return length >= 2 && text[length - 1] == ' ' &&
           (text[length - 2] == '>' || text[length - 2] == '#');
}

bool rtx__prompt_match(const char *text, size_t length, const char *string,
                       size_t string_length, struct rtx_prompt *ret)
{
    if (length < string_length + 2 || !ends_with_mark(text, length) ||
        (string_length && memcmp(text, string, string_length) != 0))
        return false;
    if (!match_context(text + string_length, length - string_length - 2,
                       ret->context, sizeof ret->context))
        return false;
    ret->string_length = string_length;
    ret->administrator = text[length - 2] == '#';
    return true;
}

bool rtx__prompt_guess(const char *text, size_t length, struct rtx_prompt *ret)
{
    if (length > 64 + 40 || !ends_with_mark(text, length))
        return false;
    ret->administrator = text[length - 2] == '#';
    /* the longest tail that names a context, so "tunnel12" is not "pp" text */
    for (size_t at = 0; at + 2 <= length; at++) {
        if (at + 2 < length &&
            !match_context(text + at, length - 2 - at, ret->context,
                           sizeof ret->context))
            continue;
        if (at + 2 == length)
            ret->context[0] = '\0';
        ret->string_length = at;
        return true;
    }
    return false;
}
