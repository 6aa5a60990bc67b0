/* The line editor: one key at a time, the echo, live help. */
#include "emulator/emulator.h"

#include <string.h>

/* How many bytes a character that begins with c has in the console's charset,
 * and how many columns it takes. */
static size_t char_size(enum rtx_charset charset, unsigned char c, int *width)
{
    *width = 1;
    if (c < 0x80)
        return 1;
    switch (charset) {
    case RTX_CHARSET_SJIS:
        if (c >= 0xA0 && c <= 0xDF)
            return 1;
        *width = 2;
        return 2;
    case RTX_CHARSET_EUC:
        *width = c == 0x8E ? 1 : 2;
        return c == 0x8F ? 3 : 2;
    case RTX_CHARSET_UTF8:
        *width = c >= 0xE0 ? 2 : 1;
        return c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
    case RTX_CHARSET_ASCII:
        break;
    }
    return 0; /* cannot be typed */
}

static void wrap_echo(struct emu_shell *shell)
{
    const struct emu_world *world = emu_world_of(shell);

    if (emu_is(world, EMU_ECHO_WRAP, "none"))
        return;
    emu_send(shell, "\r\n", 2);
    if (emu_is(world, EMU_ECHO_WRAP, "crlf-space-bs"))
        emu_send(shell, " \b", 2);
    shell->column = 0;
}

static void corrupt(struct emu_shell *shell, char *byte)
{
    struct emu_world *world = emu_world_of(shell);
    struct emu_fault *fault =
        emu_fault_find(&world->faults, EMU_CORRUPT_ECHO, shell->connection);

    if (!fault || fault->number < 1 || ++shell->counts[3] % fault->number != 0)
        return;
    emu_fault_used(fault);
    *byte = (char)('!' + emu_random(world) % 90);
}

void emu_echo(struct emu_shell *shell, const char *bytes, size_t length,
              int width)
{
    int last = emu_console_of(shell)->columns - 1;
    char only;

    if (shell->column + width > last)
        wrap_echo(shell);
    if (length == 1 && emu_world_of(shell)->faults.count) {
        only = bytes[0];
        corrupt(shell, &only);
        emu_send(shell, &only, 1);
    } else {
        emu_send(shell, bytes, length);
    }
    shell->column += width;
    if (shell->column >= last &&
        emu_is(emu_world_of(shell), EMU_ECHO_WRAP_WHEN, "last"))
        wrap_echo(shell);
}

static void echo_line(struct emu_shell *shell)
{
    enum rtx_charset charset = emu_console_of(shell)->charset;
    const struct emu_line *line = &shell->line;
    int width;

    for (size_t at = 0; at < line->length;) {
        size_t size =
            char_size(charset, (unsigned char)line->bytes[at], &width);

        if (size == 0 || size > line->length - at)
            size = 1;
        emu_echo(shell, line->bytes + at, size, width);
        at += size;
    }
}

static void prompt_and_line(struct emu_shell *shell)
{
    struct rtx_buf prompt;

    rtx__buf_init(&prompt, 1024);
    emu_prompt_text(shell, &prompt);
    emu_say(shell, "%s", rtx__buf_str(&prompt));
    rtx__buf_free(&prompt);
    echo_line(shell);
}

void emu_line_redraw(struct emu_shell *shell)
{
    emu_say(shell, "\n");
    prompt_and_line(shell);
}

int emu_line_text(struct emu_shell *shell, struct rtx_buf *ret)
{
    enum rtx_charset charset = emu_console_of(shell)->charset;

    for (size_t i = 0; i < shell->line.length; i++) {
        if ((unsigned char)shell->line.bytes[i] >= 0x80)
            return rtx__decode(charset, shell->line.bytes, shell->line.length,
                               ret, NULL);
    }
    return rtx__buf_add(ret, shell->line.bytes, shell->line.length);
}

/* Add a character of the line, once all of its bytes are there. */
static void insert(struct emu_shell *shell, unsigned char c)
{
    struct emu_line *line = &shell->line;
    enum rtx_charset charset = emu_console_of(shell)->charset;
    size_t size;
    int width;

    if (line->expected == 0) {
        size = char_size(charset, c, &width);
        if (size == 0 || line->length + size > EMU_LINE_MAX)
            return;
        line->expected = size;
    }
    line->bytes[line->length++] = (char)c;
    if (--line->expected > 0 || shell->mode == EMU_SECRET)
        return;
    /* the first byte of the character that is whole now */
    for (size_t at = 0; at < line->length; at += size) {
        size = char_size(charset, (unsigned char)line->bytes[at], &width);
        if (size == 0)
            size = 1;
        if (at + size >= line->length)
            emu_echo(shell, line->bytes + at, line->length - at, width);
    }
}

/* The usual case, without looking at the whole line for it. */
static void insert_ascii(struct emu_shell *shell, unsigned char c)
{
    struct emu_line *line = &shell->line;
    char byte = (char)c;

    if (line->length >= EMU_LINE_MAX)
        return;
    line->bytes[line->length++] = byte;
    if (shell->mode != EMU_SECRET)
        emu_echo(shell, &byte, 1, 1);
}

static void rub_out(struct emu_shell *shell)
{
    struct emu_line *line = &shell->line;
    enum rtx_charset charset = emu_console_of(shell)->charset;
    size_t at = 0;
    size_t size = 1;
    int width = 1;

    line->expected = 0;
    if (line->length == 0)
        return;
    while (at < line->length) {
        size = char_size(charset, (unsigned char)line->bytes[at], &width);
        if (size == 0 || size > line->length - at)
            size = 1;
        at += size;
    }
    line->length -= size;
    if (shell->mode == EMU_SECRET)
        return;
    for (int i = 0; i < width; i++)
        emu_send(shell, "\b \b", 3);
    shell->column -= width < shell->column ? width : shell->column;
}

static void clear(struct emu_shell *shell)
{
    while (shell->line.length > 0)
        rub_out(shell);
}

/* Is the end of the line inside quotes, or behind a backslash? */
static bool quoted(const struct emu_line *line)
{
    char quote = 0;
    bool escaped = false;

    for (size_t i = 0; i < line->length; i++) {
        char c = line->bytes[i];

        if (escaped)
            escaped = false;
        else if (c == '\\')
            escaped = true;
        else if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '#')
            return true; /* a comment */
    }
    return quote || escaped;
}

static void help(struct emu_shell *shell)
{
    struct rtx_buf words;
    struct rtx_buf line;

    rtx__buf_init(&words, 65536);
    rtx__buf_init(&line, 65536);
    if (emu_line_text(shell, &line) == 0)
        emu_words_next(emu_world_of(shell), rtx__buf_str(&line), &words);
    if (emu_is(emu_world_of(shell), EMU_HELP_REDRAW, "cr-erase")) {
        emu_send(shell, "\r", 1);
        for (int i = shell->column; i > 0; i--)
            emu_send(shell, " ", 1);
        emu_send(shell, "\r", 1);
        shell->column = 0;
    } else {
        emu_say(shell, "\n");
    }
    emu_say(shell, "? %s\n", rtx__buf_str(&words));
    prompt_and_line(shell);
    rtx__buf_free(&line);
    rtx__buf_free(&words);
}

static void complete(struct emu_shell *shell, bool tab)
{
    struct rtx_buf add;
    struct rtx_buf line;
    int found = 0;

    rtx__buf_init(&add, 4096);
    rtx__buf_init(&line, 65536);
    if (shell->mode == EMU_LINE && emu_line_text(shell, &line) == 0)
        found =
            emu_words_complete(emu_world_of(shell), rtx__buf_str(&line), &add);
    for (size_t i = 0; i < add.length; i++)
        insert_ascii(shell, (unsigned char)add.data[i]);
    if (tab && found)
        insert_ascii(shell, ' ');
    rtx__buf_free(&line);
    rtx__buf_free(&add);
}

/* Escape sequences of the cursor keys have no effect. */
static bool in_escape(struct emu_line *line, unsigned char c)
{
    if (c == 0x1B) {
        line->escape = 1;
        return true;
    }
    if (line->escape == 1) {
        line->escape = c == '[' || c == 'O' ? 2 : 0;
        return true;
    }
    if (line->escape == 2) {
        if (c >= 0x40 && c <= 0x7E)
            line->escape = 0;
        return true;
    }
    return false;
}

static void control(struct emu_shell *shell, unsigned char c)
{
    bool typed = shell->mode == EMU_LINE;

    switch (c) {
    case 0x08:
    case 0x7F:
        rub_out(shell);
        break;
    case 0x09:
        if (typed && emu_on(emu_world_of(shell), EMU_COMPLETION) &&
            !quoted(&shell->line))
            complete(shell, true);
        break;
    case 0x12:
        if (typed)
            emu_line_redraw(shell);
        break;
    case 0x15:
        if (emu_is(emu_world_of(shell), EMU_CTRL_U, "clear"))
            clear(shell);
        break;
    default:
        break;
    }
}

void emu_line_key(struct emu_shell *shell, unsigned char c)
{
    struct emu_line *line = &shell->line;
    bool typed = shell->mode == EMU_LINE;

    if (line->expected > 0) {
        insert(shell, c);
        return;
    }
    if (in_escape(line, c))
        return;
    if (c < 0x20 || c == 0x7F) {
        control(shell, c);
        return;
    }
    if (typed && c == '?' && !quoted(line)) {
        help(shell);
        return;
    }
    if (typed && c == ' ' && emu_on(emu_world_of(shell), EMU_COMPLETION) &&
        line->length && line->bytes[line->length - 1] != ' ' && !quoted(line))
        complete(shell, false);
    if (c < 0x80)
        insert_ascii(shell, c);
    else
        insert(shell, c);
}
