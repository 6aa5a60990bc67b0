/*
 * dialect: the router's own words as data: its messages in both languages
 * (messages.def), its prompts (prompt.c) and its statement grammar
 * (commands.def). Read by console, config, show and the emulator. Pure.
 * What stands around the words (line ends, wrap, erasing) is nobody's to share:
 * the emulator and the console each have their own idea of it.
 */
#ifndef RTX_DIALECT_DIALECT_H
#define RTX_DIALECT_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

/* ---- messages ---- */
enum rtx_message {
#define RTX_MESSAGE(id, class, japanese, english, source) RTX_MESSAGE_##id,
#include "dialect/messages.def"
#undef RTX_MESSAGE
    RTX_MESSAGES
};

enum rtx_message_class {
    RTX_MESSAGE_CLASS_ERROR,
    RTX_MESSAGE_CLASS_QUESTION,
    RTX_MESSAGE_CLASS_PROGRESS,
    RTX_MESSAGE_CLASS_DONE,
    RTX_MESSAGE_CLASS_PAGER,
};

/* The sentence in UTF-8, without the error prefix (static). */
const char *rtx__message(enum rtx_message id, bool japanese);
enum rtx_message_class rtx__message_class(enum rtx_message id);
/* "Error: " or "エラー: " (static). */
const char *rtx__error_prefix(bool japanese);
/*
 * Is this line (UTF-8) an error that the router reports? Both languages, half
 * and full width colon. *text, if not NULL, points behind the prefix.
 */
bool rtx__is_error_line(const char *line, const char **text);

/* ---- prompts: <console prompt string><context><mark><blank> ---- */
struct rtx_prompt {
    size_t string_length; /* bytes of the console prompt string */
    char context[40];     /* "", "pp 1", "pp anonymous", "tunnel 3" */
    bool administrator;   /* the mark is '#' */
};

/*
 * Is `text` (the whole line, bytes) a prompt with this console prompt string?
 * The string is compared byte by byte. Anything between string and mark must
 * be the name of a context.
 */
bool rtx__prompt_match(const char *text, size_t length, const char *string,
                       size_t string_length, struct rtx_prompt *ret);

/*
 * Is `text` a prompt with some prompt string that is not known yet? What looks
 * like a context at its end is taken for one.
 */
bool rtx__prompt_guess(const char *text, size_t length, struct rtx_prompt *ret);

#endif
