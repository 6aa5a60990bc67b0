/* A transcript as lines: decoded, split, the echo and the prompts marked. */
#include "show/show.h"

#include <string.h>
#include <strings.h>

#include "dialect/dialect.h"
#include "show/charset.h"

/* No line holds a NUL, so that each can be a C string. Telnet puts one behind a
 * CR that ends no line. */
static int without_nul(struct rtx_buf *utf8)
{
    struct rtx_buf clean;
    size_t from = 0;
    int rc = 0;

    if (utf8->length == 0 || !memchr(utf8->data, '\0', utf8->length))
        return 0;
    rtx__buf_init(&clean, utf8->ceiling);
    while (from < utf8->length && rc == 0) {
        const char *at = utf8->data + from;
        const char *nul = memchr(at, '\0', utf8->length - from);
        size_t n = nul ? (size_t)(nul - at) : utf8->length - from;

        rc = rtx__buf_add(&clean, at, n);
        if (rc == 0 && nul && (n == 0 || nul[-1] != '\r'))
            rc = rtx__buf_text(&clean, "\xEF\xBF\xBD");
        from += n + 1;
    }
    rtx__buf_free(utf8);
    *utf8 = clean;
    return rc;
}

/* Back to the line's start, and what terminals erase a line with. */
static size_t back_length(const char *text)
{
    size_t n = strspn(text, "\r\b");

    while (text[n] == 0x1B && text[n + 1] == '[') {
        size_t end = n + 2 + strspn(text + n + 2, "0123456789");

        if (text[end] != 'K' && text[end] != 'J')
            break;
        n = end + 1;
        n += strspn(text + n, "\r\b");
    }
    return n;
}

/*
 * The pager's line and the blanks that erase it stand before the next line's
 * text, with carriage returns between or without.
 */
static size_t pager_length(const char *text)
{
    for (int japanese = 0; text[0] == '-' && japanese < 2; japanese++) {
        const char *pager = rtx__message(RTX_MESSAGE_PAGER, japanese);
        size_t n = strlen(pager);
        int width = rtx__utf8_width(pager, n);
        size_t back;

        if (strncmp(text, pager, n) != 0)
            continue;
        back = back_length(text + n);
        if (memchr(text + n, 0x1B, back))
            return n + back; /* blanks behind are the text's */
        for (n += back; width > 0 && text[n] == ' '; width--)
            n++;
        return n + back_length(text + n);
    }
    return 0;
}

/*
 * How wide the physical lines are. Where one was broken within a character of
 * two columns, it ended and the next one began with half of it.
 */
static void measure(struct rtx__line *line, char *text, bool breaks)
{
    char *from = text;
    char *to = text;
    int begun = 0;

    for (;;) {
        char *mark = breaks ? strchr(from, RTX__BREAK) : NULL;
        size_t n = mark ? (size_t)(mark - from) : strlen(from);

        line->width = begun + rtx__utf8_width(from, n) - (mark != NULL);
        if (line->width > line->widest)
            line->widest = line->width;
        memmove(to, from, n);
        to += n;
        if (!mark)
            break;
        from = mark + 1;
        begun = 1;
    }
    *to = '\0';
    line->length = (size_t)(to - text);
}

static int add_line(struct rtx__lines *lines, char *text, size_t length,
                    uint64_t number, bool breaks)
{
    struct rtx__line *line;
    size_t pager;
    int rc = rtx__grow(&lines->items, &lines->capacity, lines->count,
                       sizeof *lines->items);

    if (rc < 0)
        return rc;
    if (length > RTX_SHOW_LINE_LIMIT || lines->count >= RTX_SHOW_LINES_LIMIT)
        return RTX_E_LIMIT;
    while (length && text[length - 1] == '\r')
        length--;
    text[length] = '\0';
    text += strspn(text, "\r"); /* what ends LF CR has it here */
    pager = pager_length(text);
    line = &lines->items[lines->count++];
    memset(line, 0, sizeof *line);
    line->text = text + pager;
    line->number = number;
    measure(line, text + pager, breaks);
    return 0;
}

/*
 * Do blanks stand behind every line but those that fill the widest one's
 * columns? They are a copy's, then.
 */
static bool is_padded(const struct rtx__lines *lines)
{
    int full = 0;
    int widest = 0;

    for (size_t i = 0; i < lines->count; i++) {
        const struct rtx__line *line = &lines->items[i];

        if (line->width > widest)
            widest = line->width;
        if (line->length == 0 || line->text[line->length - 1] == ' ')
            continue;
        if (full && line->width != full)
            return false;
        full = line->width;
    }
    return full == 0 || full == widest;
}

/* They hide how wide the lines are. */
static void unpad(struct rtx__lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct rtx__line *line = &lines->items[i];
        size_t kept = rtx__trimmed(line->text, line->length);
        int width = line->width - (int)(line->length - kept);

        lines->utf8.data[line->text - lines->utf8.data + (ptrdiff_t)kept] =
            '\0';
        line->length = kept;
        if (line->widest == line->width)
            line->widest = width;
        line->width = width;
    }
}

int rtx__lines_from_cr(const char *text, size_t length, struct rtx_buf *copy)
{
    int rc;

    /* the last two bytes may be a CR LF that ends one line alone */
    if (length < 3 || memchr(text, '\n', length - 1) ||
        !memchr(text, '\r', length - 2))
        return 0;
    rc = rtx__buf_add(copy, text, length);
    for (size_t i = 0; rc == 0 && i < length; i++) {
        if (copy->data[i] == '\r')
            copy->data[i] = '\n';
    }
    return rc < 0 ? rc : 1;
}

int rtx__lines_read(struct rtx__lines *lines, const char *text, size_t length,
                    bool secret)
{
    uint64_t number = 0;
    size_t from = 0;
    bool breaks = false;
    int rc;

    memset(lines, 0, sizeof *lines);
    rtx__buf_init(&lines->utf8, (size_t)RTX_SHOW_LIMIT * 3);
    lines->utf8.secret = secret;
    if (length > RTX_SHOW_LIMIT)
        return RTX_E_LIMIT;
    rc = rtx__show_decode(text, length, &lines->utf8, &breaks);
    if (rc == 0)
        rc = without_nul(&lines->utf8);
    while (rc == 0 && from < lines->utf8.length) {
        char *at = lines->utf8.data + from;
        char *end = memchr(at, '\n', lines->utf8.length - from);
        size_t n = end ? (size_t)(end - at) : lines->utf8.length - from;

        rc = add_line(lines, at, n, ++number, breaks);
        from += n + 1;
    }
    if (rc == 0 && is_padded(lines))
        unpad(lines);
    lines->to = lines->count;
    return rc;
}

void rtx__lines_free(struct rtx__lines *lines)
{
    rtx__buf_free(&lines->utf8);
    rtx_free(lines->items);
    lines->items = NULL;
    lines->count = 0;
}

/* The command's first word, or what people make of it: `sh`. */
static bool begins_command(const char *text, const char *command)
{
    size_t n = strcspn(command, " ");
    size_t length = strcspn(text, " ");

    return length <= n && strncasecmp(text, command, length) == 0 &&
           (length == n || (length >= 2 && text[length] == ' '));
}

/*
 * The echo: a command with the same first word behind a prompt, or at the start
 * of the line; NULL: none.
 */
static const char *echoed(const char *text, const char *command)
{
    const char *at = *command ? text : NULL;

    while (at && !begins_command(at, command)) {
        at = strpbrk(at, "#>");
        if (at)
            at += 1 + strspn(at + 1, " ");
    }
    return at && at - text <= 80 ? at : NULL;
}

/* Nothing but a prompt? A copied one may have lost the blank at its end. */
static bool is_prompt(const struct rtx__line *line)
{
    char text[104];
    struct rtx_prompt prompt;
    size_t n = rtx__trimmed(line->text, line->length);

    if (n == 0 || n > 64)
        return false;
    memcpy(text, line->text, n);
    text[n] = ' ';
    text[n + 1] = '\0';
    return !strstr(text, "  ") && rtx__prompt_guess(text, n + 1, &prompt);
}

static bool is_blank(const struct rtx__line *line)
{
    return rtx__trimmed(line->text, line->length) == 0;
}

/* A line above the output; the echo, if it is one, goes to *echo. */
static bool is_above(const struct rtx__line *line, const char *command,
                     rtx__begins_fn *begins, const char **echo)
{
    if (is_blank(line))
        return true;
    if (begins && begins(line->text))
        return false;
    *echo = echoed(line->text, command);
    return *echo || is_prompt(line);
}

/* A line below it: a prompt, with a further command behind it or not. */
static bool is_below(const struct rtx__line *line, rtx__begins_fn *begins,
                     const char *prompt, size_t prompt_length)
{
    if (is_blank(line))
        return true;
    if (begins && begins(line->text))
        return false;
    return is_prompt(line) || (prompt_length && line->length >= prompt_length &&
                               memcmp(line->text, prompt, prompt_length) == 0);
}

/* Does the line go on with the echo before, which was broken? */
static bool is_echo_cut(const struct rtx__lines *lines, size_t index,
                        rtx__begins_fn *begins)
{
    return lines->echo && index > 0 && index < lines->to && begins &&
           lines->items[index - 1].noise &&
           lines->items[index - 1].width == RTX__USUAL_WIDTH &&
           !is_blank(&lines->items[index]) && !begins(lines->items[index].text);
}

/* What stands around the lines of the command. */
static void foreign_noise(struct rtx__lines *lines, rtx__begins_fn *begins,
                          const char *prompt, size_t length)
{
    for (size_t i = 0; i < lines->count; i++) {
        struct rtx__line *line = &lines->items[i];

        if (i < lines->from)
            line->noise = is_blank(line) || is_prompt(line);
        else if (i >= lines->to) /* the first one is a command */
            line->noise =
                i == lines->to || is_below(line, begins, prompt, length);
    }
}

void rtx__lines_noise(struct rtx__lines *lines, const char *command,
                      rtx__begins_fn *begins)
{
    const char *prompt = "";
    size_t length = 0;
    size_t first = lines->from;
    size_t i;

    for (; first < lines->to && !lines->echo; first++) {
        struct rtx__line *line = &lines->items[first];

        line->noise = is_above(line, command, begins, &lines->echo);
        if (!line->noise)
            break;
        if (lines->echo) {
            prompt = line->text;
            length = (size_t)(lines->echo - line->text);
        }
    }
    foreign_noise(lines, begins, prompt, length);
    for (; is_echo_cut(lines, first, begins); first++)
        lines->items[first].noise = true;
    for (i = lines->to; i > first; i--) {
        struct rtx__line *line = &lines->items[i - 1];

        line->noise = is_below(line, begins, prompt, length);
        if (!line->noise)
            break;
    }
    for (; i > first; i--)
        lines->items[i - 1].noise = is_blank(&lines->items[i - 1]);
}
