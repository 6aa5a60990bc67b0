/* Look-ups in messages.def. */
#include "dialect/dialect.h"

#include <string.h>

static const struct {
    enum rtx_message_class class;
    const char *japanese;
    const char *english;
} messages[] = {
#define RTX_MESSAGE(id, class, japanese, english, source) \
    [RTX_MESSAGE_##id] = {RTX_MESSAGE_CLASS_##class, (japanese), (english)},
#include "dialect/messages.def"
#undef RTX_MESSAGE
};

const char *rtx__message(enum rtx_message id, bool japanese)
{
    return japanese ? messages[id].japanese : messages[id].english;
}

enum rtx_message_class rtx__message_class(enum rtx_message id)
{
    return messages[id].class;
}

const char *rtx__error_prefix(bool japanese)
{
    return japanese ? "エラー: " : "Error: ";
}

bool rtx__is_error_line(const char *line, const char **text)
{
    static const char *const prefixes[] = {"Error:", "エラー:", "エラー：",
                                           "Error："};

    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        size_t length = strlen(prefixes[i]);

        if (strncmp(line, prefixes[i], length) != 0)
            continue;
        if (text)
            *text = line + length + strspn(line + length, " ");
        return true;
    }
    return false;
}
