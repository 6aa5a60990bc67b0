/* A change under judgement: its words, and the sentence about it. */
#include "config/risk.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *rtx__case_word(const struct rtx_case *c, int index, size_t *length)
{
    index += c->m.no ? 1 : 0;
    *length = index < c->m.count ? c->m.words[index].length : 0;
    return index < c->m.count ? c->change->text + c->m.words[index].at : "";
}

bool rtx__case_word_is(const struct rtx_case *c, int index, const char *text)
{
    size_t length;
    const char *word = rtx__case_word(c, index, &length);
    size_t n = strlen(text);

    for (size_t i = 0; i < n && i < length; i++) {
        char one[2] = {word[i], '\0'};
        char two[2] = {text[i], '\0'};

        if (!rtx__same_word(one, two))
            return false;
    }
    return length == n && n > 0;
}

bool rtx__case_removes(const struct rtx_case *c)
{
    return c->change->op == RTX_CHANGE_REMOVE;
}

int rtx__case_say(const struct rtx_case *c, enum rtx_risk_kind kind,
                  const char *format, ...)
{
    va_list args;
    char text[256];

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return rtx__buf_text(c->why, text) < 0 ? RTX_E_NOMEM : (int)kind;
}

int rtx__case_through(const struct rtx_case *c, enum rtx_risk_kind kind,
                      const char *what)
{
    if (c->v->interface[0] == '\0')
        return rtx__case_say(c, kind,
                             "you are connected through the network, "
                             "this %s",
                             what);
    return rtx__case_say(c, kind, "you are %s through %s%s%s, this %s",
                         c->v->guessed ? "probably connected" : "connected",
                         c->v->interface, c->v->shown[0] ? " " : "",
                         c->v->shown, what);
}
