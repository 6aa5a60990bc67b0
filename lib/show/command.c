/* The commands whose output is understood. */
#include "show/show.h"

#include <ctype.h>
#include <string.h>

static const struct rtx__command *const parsers[] = {
    &rtx__environment,
    &rtx__ip_route,
    &rtx__log,
};

enum { PARSERS = sizeof parsers / sizeof parsers[0] };

int rtx__command_text(const char *command, struct rtx__arena *arena,
                      const char **ret)
{
    size_t length = strcspn(command, "\r\n");
    char *text = rtx__arena_get(arena, length + 1);
    bool filter = false;
    size_t n = 0;

    if (!text)
        return RTX_E_NOMEM;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)command[i];
        bool blank = c == ' ' || c == '\t';

        filter = filter || c == '|';
        if (blank && (n == 0 || text[n - 1] == ' '))
            continue;
        text[n++] = blank                 ? ' '
                    : filter || c >= 0x80 ? (char)c
                                          : (char)tolower(c);
    }
    text[rtx__trimmed(text, n)] = '\0';
    *ret = text;
    return 0;
}

/* Is it this command, with its option or without? */
static bool is_it(const struct rtx__command *parser, const char *text,
                  size_t length)
{
    size_t name = strlen(parser->name);
    size_t option = strlen(parser->options);

    if (length < name || memcmp(text, parser->name, name) != 0)
        return false;
    return length == name ||
           (option && length == name + 1 + option && text[name] == ' ' &&
            memcmp(text + name + 1, parser->options, option) == 0);
}

const struct rtx__command *rtx__command_parser(const char *canonical)
{
    size_t length = rtx__trimmed(canonical, strcspn(canonical, "|"));

    for (int i = 0; i < PARSERS; i++) {
        if (is_it(parsers[i], canonical, length))
            return parsers[i];
    }
    return NULL;
}

const struct rtx__command *rtx__command_of(const struct rtx__schema *schema)
{
    for (int i = 0; i < PARSERS; i++) {
        if (parsers[i]->schema == schema)
            return parsers[i];
    }
    return NULL;
}
