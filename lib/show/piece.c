/*
 * A transcript of a whole session, of which one command's output is wanted: the
 * lines between its echo and the next command. What stands around them was
 * printed by others: it is kept, but not understood.
 */
#include "show/show.h"

#include <string.h>

#include "dialect/commands.h"
#include "dialect/dialect.h"

/* Where the line's command begins, behind this console prompt; NULL: nowhere.
 */
static const char *typed_behind(const struct rtx__line *line,
                                const char *string, size_t length)
{
    const char *command = rtx__command_in(line->text, line->length);
    struct rtx_prompt prompt;

    if (!command || command == line->text)
        return command;
    /* people write comments into configurations, `# like this` */
    if (!rtx__starts(command, "sh") && !rtx__command_find(command))
        return NULL;
    return rtx__prompt_match(line->text, (size_t)(command - line->text), string,
                             length, &prompt)
               ? command
               : NULL;
}

/* Is it the echo of this very command? *string: bytes of its console prompt. */
static int is_echo(const struct rtx__line *line, const char *command,
                   struct rtx__arena *arena, size_t *string)
{
    const char *typed = rtx__command_in(line->text, line->length);
    struct rtx_prompt prompt = {0};
    const char *text;
    int rc;

    if (!typed ||
        (typed > line->text &&
         !rtx__prompt_guess(line->text, (size_t)(typed - line->text), &prompt)))
        return 0;
    *string = prompt.string_length;
    rc = rtx__command_text(typed, arena, &text);
    return rc < 0 ? rc : strcmp(text, command) == 0;
}

/* The lines from the next echo on; 0: there is none. */
static int next_piece(struct rtx__lines *lines, size_t *at, const char *command,
                      struct rtx__arena *arena)
{
    size_t string = 0;
    size_t from = *at;
    int rc = 0;

    for (; from < lines->count; from++) {
        rc = is_echo(&lines->items[from], command, arena, &string);
        if (rc != 0)
            break;
    }
    if (rc <= 0)
        return rc;
    lines->from = from;
    for (*at = from + 1; *at < lines->count; ++*at) {
        if (typed_behind(&lines->items[*at], lines->items[from].text, string))
            break;
    }
    lines->to = *at;
    return 1;
}

/* Is there anything in it? The router may have refused the command. */
static bool is_answered(const struct rtx__lines *lines, rtx__begins_fn *begins)
{
    for (size_t i = lines->from + 1; i < lines->to; i++) {
        if (begins(lines->items[i].text))
            return true;
    }
    return false;
}

int rtx__lines_piece(struct rtx__lines *lines, const char *command,
                     rtx__begins_fn *begins, struct rtx__arena *arena)
{
    size_t at = 0;
    int rc;

    do
        rc = next_piece(lines, &at, command, arena);
    while (rc > 0 && !is_answered(lines, begins));
    if (rc <= 0) {
        lines->from = 0;
        lines->to = lines->count;
    }
    for (size_t i = 0; i < lines->count; i++)
        lines->items[i].foreign = i < lines->from || i >= lines->to;
    return rc < 0 ? rc : 0;
}
