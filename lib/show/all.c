/* A transcript of several commands: each with what it printed. */
#include "show/show.h"

#include <ctype.h>
#include <string.h>

/* A piece of the transcript: its command and all lines up to the next one. */
struct piece {
    const char *text; /* the line with the command, and all behind it */
    size_t length;
    const char *command; /* in that line */
    size_t command_length;
};

static size_t line_length(const char *text, const char *end)
{
    const char *newline = memchr(text, '\n', (size_t)(end - text));

    return (size_t)((newline ? newline : end) - text);
}

static bool word_at(const char *text, size_t length, const char *word)
{
    size_t n = strlen(word);

    return length >= n && memcmp(text, word, n) == 0 &&
           (length == n || text[n] == ' ' || text[n] == '\r');
}

/* Does it look like what people type: small letters, then more? */
static bool is_typed(const char *text, size_t length)
{
    size_t n = 0;

    while (n < length && islower((unsigned char)text[n]))
        n++;
    return n >= 2 && (n == length || text[n] == ' ' || text[n] == '\r');
}

/*
 * Where the command begins in a line: behind a prompt, `RTX810# show arp`, or
 * at its start, `show arp`; NULL: there is none. A prompt begins with no blank,
 * holds neither ": " nor two blanks nor a quote (which a statement of a
 * configuration may), and ends with its mark and one blank.
 */
const char *rtx__command_in(const char *line, size_t length)
{
    enum { PROMPT_MOST = 80 };

    if (word_at(line, length, "show") && length > 5)
        return line;
    if (length > 0 && line[0] == ' ')
        return NULL;
    for (size_t i = 0; i + 2 < length && i < PROMPT_MOST; i++) {
        if (line[i] == '"' || (line[i] == ':' && line[i + 1] == ' '))
            return NULL;
        if (line[i] == ' ' && line[i + 1] == ' ')
            return NULL;
        if ((line[i] == '#' || line[i] == '>') && line[i + 1] == ' ' &&
            is_typed(line + i + 2, length - i - 2))
            return line + i + 2;
    }
    return NULL;
}

/* The next piece at or behind *at; false: no more. */
static bool next_piece(const char **at, const char *end, struct piece *ret)
{
    const char *line = *at;

    ret->command = NULL;
    for (; line < end; line += line_length(line, end) + 1) {
        size_t length = line_length(line, end);
        const char *command = rtx__command_in(line, length);

        if (!command)
            continue;
        if (ret->command)
            break;
        ret->text = line;
        ret->command = command;
        ret->command_length = (size_t)(line + length - command);
    }
    if (!ret->command)
        return false;
    line = line < end ? line : end;
    ret->length = (size_t)(line - ret->text);
    *at = line;
    return true;
}

struct outputs {
    rtx_show **items;
    size_t count;
    size_t capacity;
};

static int add_piece(struct outputs *outputs, const struct piece *piece)
{
    char *command = rtx__strndup(piece->command, piece->command_length);
    rtx_show *show = NULL;
    int rc = RTX_E_NOMEM;

    if (command)
        rc = rtx__grow(&outputs->items, &outputs->capacity, outputs->count,
                       sizeof(rtx_show *));
    if (rc == 0)
        rc = rtx__parse_text(command, piece->text, piece->length, &show);
    if (rc == 0)
        outputs->items[outputs->count++] = show;
    rtx_free(command);
    return rc;
}

/* All in one block. */
static int join(const struct outputs *outputs, struct rtx_show_all **ret)
{
    size_t size = sizeof **ret + (outputs->count + 1) * sizeof(rtx_show *);
    size_t head = (size + 15) / 16 * 16;
    struct rtx_show_all *all;
    const rtx_show **items;
    char *at;

    size = head;
    for (size_t i = 0; i < outputs->count; i++)
        size += rtx__output_size(outputs->items[i]);
    all = rtx__calloc(1, size);
    if (!all)
        return RTX_E_NOMEM;
    items = (void *)(all + 1);
    at = (char *)all + head;
    for (size_t i = 0; i < outputs->count; i++) {
        rtx__output_copy(outputs->items[i], at);
        items[i] = (const rtx_show *)(const void *)at;
        at += rtx__output_size(outputs->items[i]);
    }
    all->size = sizeof *all;
    all->count = outputs->count;
    all->items = items;
    *ret = all;
    return 0;
}

static int parse_pieces(const char *text, size_t length,
                        struct rtx_show_all **ret)
{
    struct outputs outputs = {NULL, 0, 0};
    const char *at = text;
    struct piece piece;
    int rc = 0;

    while (rc == 0 && text && next_piece(&at, text + length, &piece))
        rc = add_piece(&outputs, &piece);
    if (rc == 0)
        rc = join(&outputs, ret);
    for (size_t i = 0; i < outputs.count; i++)
        rtx_free(outputs.items[i]);
    rtx_free(outputs.items);
    return rc;
}

int rtx_parse_all(const char *text, size_t length, struct rtx_show_all **ret)
{
    struct rtx_buf copy;
    int rc;

    if (!ret || (!text && length))
        return RTX_E_ARGUMENT;
    *ret = NULL;
    if (length > RTX_SHOW_LIMIT)
        return RTX_E_LIMIT;
    rtx__buf_init_secret(&copy, (size_t)RTX_SHOW_LIMIT);
    rc = rtx__lines_from_cr(text, length, &copy);
    if (rc >= 0)
        rc = parse_pieces(rc ? copy.data : text, length, ret);
    rtx__buf_free(&copy);
    return rc;
}
