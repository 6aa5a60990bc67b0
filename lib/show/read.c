/* Small readings that several outputs have in common. */
#include "show/show.h"

#include <string.h>

int rtx__split(const char *text, struct rtx__word *words, int max)
{
    int count = 0;

    for (text += strspn(text, " \t"); *text && count < max; count++) {
        words[count].text = text;
        words[count].length = strcspn(text, " \t");
        text += words[count].length;
        text += strspn(text, " \t");
    }
    return count;
}

struct rtx__word rtx__between(const struct rtx__word *first,
                              const struct rtx__word *last)
{
    struct rtx__word ret = {first->text,
                            (size_t)(last->text - first->text) + last->length};

    return ret;
}

bool rtx__is_word(const struct rtx__word *word, const char *text)
{
    return strlen(text) == word->length &&
           memcmp(word->text, text, word->length) == 0;
}

bool rtx__is_mac(const struct rtx__word *word)
{
    for (size_t i = 0; i < word->length; i++) {
        if (i % 3 == 2 ? word->text[i] != ':'
                       : !strchr("0123456789abcdefABCDEF", word->text[i]))
            return false;
    }
    return word->length == 17;
}

bool rtx__is_rule(const char *text)
{
    size_t n = strspn(text, "-*= ");

    return n >= 5 && text[n] == '\0';
}

const char *rtx__behind(const char *text, const char *label)
{
    text += strspn(text, " ");
    if (!rtx__starts(text, label))
        return NULL;
    text += strlen(label);
    return text + strspn(text, " ");
}

int rtx__known(struct rtx__parse *show, bool japanese)
{
    show->saw_japanese |= japanese;
    show->saw_english |= !japanese;
    return 1;
}

/* A number at the start; behind it and its blanks, NULL: none. */
static const char *number(const char *text, int64_t *ret)
{
    size_t n = strspn(text, "0123456789");

    if (!rtx__to_integer(text, n, ret))
        return NULL;
    return text + n + strspn(text + n, " ");
}

/* The first of the words with which the text begins. */
static const char *one_of(const char *text, const char *const *words)
{
    for (; text && *words; words++) {
        if (rtx__starts(text, *words))
            return text + strlen(*words);
    }
    return NULL;
}

bool rtx__to_counters(const char *text, struct rtx__counters *ret)
{
    static const char *const packets[] = {"パケット", "packets", "packet",
                                          NULL};
    static const char *const octets[] = {"オクテット", "octets", "octet", NULL};

    text += strspn(text, " ");
    text =
        one_of(number(text, &ret->packets) ? number(text, &ret->packets) : "",
               packets);
    if (!text)
        return false;
    text += strspn(text, " ");
    if (*text != '[' && *text != '(')
        return false;
    text = number(text + 1, &ret->octets);
    text = one_of(text, octets);
    if (!text || (*text != ']' && *text != ')'))
        return false;
    text++;
    ret->rest = text + strspn(text, " ");
    return true;
}

const char *rtx__link_state(const char *text)
{
    static const char *const states[][2] = {
        {"現在使用できません", "disabled"},
        {"一度も継っていません", "never_connected"},
        {"一度も繋がっていません", "never_connected"},
        {"一度も接続されていません", "never_connected"},
        {"継っていません", "disconnected"},
        {"繋がっていません", "disconnected"},
        {"接続されていません", "disconnected"},
        {"切断されています", "disconnected"},
        {"接続処理中です", "connecting"},
        {"接続されています", "connected"},
        {"disabled.", "disabled"},
        {"Disabled.", "disabled"},
        {"Offline, never connected.", "never_connected"},
        {"Offline.", "disconnected"},
        {"Disconnected.", "disconnected"},
        {"In connecting process.", "connecting"},
        {"Connecting.", "connecting"},
        {"Connected.", "connected"},
        {"Online.", "connected"},
    };

    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        if (strcmp(text, states[i][0]) == 0)
            return states[i][1];
    }
    return NULL;
}

size_t rtx__connection_length(const char *text)
{
    static const char tail[] = "connection.";
    size_t n = rtx__trimmed(text, strlen(text));
    size_t length = sizeof tail - 1;

    if (n <= length || memcmp(text + n - length, tail, length) != 0)
        return 0;
    return rtx__trimmed(text, n - length);
}
