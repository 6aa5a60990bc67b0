/* Reading what `show config` printed. */
#include "config/internal.h"

#include <string.h>

#include "dialect/dialect.h"

struct reader {
    rtx_config *config;
    struct rtx_buf header;
    char selected[RTX_CONTEXT_MAX];
    bool fresh;    /* the line before selected a context */
    bool indented; /* the lines of this block are indented */
    bool main;     /* the line before was the header's last long one */
    int number;
};

static size_t blanks_of(const char *line)
{
    return strspn(line, " \t");
}

/* A prompt with nothing behind it, or a lone mark. */
static bool is_prompt(const char *line)
{
    struct rtx_prompt prompt;
    size_t length = rtx__trimmed(line, strlen(line));

    if (length == 0 || (line[length - 1] != '>' && line[length - 1] != '#'))
        return false;
    if (length == 1)
        return true;
    return line[0] != '#' && !rtx__command_begins(line) &&
           (rtx__prompt_guess(line, strlen(line), &prompt) ||
            strcspn(line, " ") >= length);
}

/* The line that asked for all this, with or without the prompt before it. */
static bool is_echo(const char *line)
{
    const char *show = strstr(line, "show config");
    size_t before = show ? rtx__trimmed(line, (size_t)(show - line)) : 0;

    if (!show)
        return false;
    return before == 0 || line[before - 1] == '>' || line[before - 1] == '#';
}

/* A setting or a context; `time` or `clear` never begin a line here. */
static bool is_statement(const char *line)
{
    const struct rtx_command *command = rtx__command_find(line);

    if (!command)
        return rtx__command_begins(line);
    return command->kind == RTX_COMMAND_SETTING ||
           command->kind == RTX_COMMAND_SELECT;
}

bool rtx__line_is_noise(const char *line)
{
    return is_prompt(line) || is_echo(line) ||
           (strstr(line, "MAC-Address=") && !rtx__command_begins(line));
}

bool rtx__line_starts(const char *line)
{
    return line[0] == '#' || is_statement(line) || is_prompt(line) ||
           is_echo(line);
}

static int add_header(struct reader *r, const char *line)
{
    int rc = rtx__buf_add(&r->header, line, rtx__trimmed(line, strlen(line)));

    return rc ? rc : rtx__buf_char(&r->header, '\n');
}

/* A piece of the header's `# main:` line that was cut at some other width. */
static bool is_main_tail(const struct reader *r, const char *line)
{
    return r->main && strstr(line, "MAC-Address=") &&
           !rtx__command_begins(line);
}

static int read_statement(struct reader *r, const char *line)
{
    struct rtx_placed placed;
    struct rtx_buf text;
    int rc;

    if (r->fresh)
        r->indented = blanks_of(line) > 0;
    rtx__config_place(rtx__context_by_margin(r->selected, r->indented, line),
                      line, &placed);
    r->fresh = placed.selects;
    rtx__copy(r->selected, sizeof r->selected, placed.selected);
    if (placed.selects) {
        r->config->none_lines |= placed.context[0] == '\0';
        return 0;
    }
    rtx__buf_init(&text, RTX_TEXT_MAX);
    text.secret = true;
    rc = rtx__line_tidy(line, false, &text);
    if (rc == 0)
        rc = rtx__config_add(r->config, placed.context, rtx__buf_str(&text), "",
                             r->number);
    rtx__buf_free(&text);
    return rc;
}

static int read_line(struct reader *r, const char *line)
{
    size_t blanks = blanks_of(line);
    bool main = r->main;

    r->number++;
    if (rtx__trimmed(line, strlen(line)) <= blanks || is_prompt(line) ||
        is_echo(line) || rtx__starts(line, "Searching ..."))
        return 0;
    r->main = rtx__starts(line, "# main:");
    if (line[blanks] == '#')
        return r->config->count == 0 && blanks == 0 ? add_header(r, line) : 0;
    if (main) {
        r->main = true;
        if (is_main_tail(r, line)) {
            r->header.length -= r->header.length > 0 ? 1 : 0;
            return add_header(r, line);
        }
        r->main = false;
    }
    return read_statement(r, line);
}

static int read_lines(struct reader *r, char *text)
{
    int rc = 0;

    while (*text && rc == 0) {
        char *newline = strchr(text, '\n');

        if (newline)
            *newline = '\0';
        rc = read_line(r, text);
        text = newline ? newline + 1 : text + strlen(text);
    }
    return rc;
}

/* The router said that it will not show it. */
static bool is_refusal(const rtx_config *config)
{
    const char *text = config->count == 1 ? config->items[0].s.text : "";

    return rtx__is_error_line(text, NULL);
}

static int finish(struct reader *r, struct rtx_error *error)
{
    char *header = rtx__buf_take(&r->header);

    if (!header)
        return RTX_E_NOMEM;
    rtx_free(r->config->header);
    r->config->header = header;
    if (!is_refusal(r->config))
        return 0;
    rtx__error(error, RTX_E_SYNTAX, "this is no configuration");
    RTX_ERROR_SET(error, answer, r->config->items[0].s.text);
    return RTX_E_SYNTAX;
}

/* Another charset than UTF-8, found out; what it cannot mean becomes U+FFFD. */
static int decode(const char *text, size_t length, struct rtx_buf *ret)
{
    int charset = rtx__charset_guess(text, length);

    return rtx__decode(charset < 0 ? RTX_CHARSET_UTF8
                                   : (enum rtx_charset)charset,
                       text, length, ret, NULL);
}

int rtx_config_parse_running(rtx_config **ret, const char *text, size_t length,
                             int columns, struct rtx_error *error)
{
    struct reader reader;
    struct rtx_buf joined;
    struct rtx_buf utf8;
    int rc = RTX_E_NOMEM;

    if (!ret || (!text && length))
        return rtx__error(error, RTX_E_ARGUMENT,
                          "a text or a result is missing");
    *ret = NULL;
    text = text ? text : "";
    memset(&reader, 0, sizeof reader);
    rtx__buf_init_secret(&utf8, RTX_TEXT_MAX);
    rtx__buf_init(&joined, RTX_TEXT_MAX);
    joined.secret = true;
    rtx__buf_init(&reader.header, RTX_TEXT_MAX);
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        length -= 3;
    }
    reader.config = rtx__config_new();
    if (reader.config && !rtx__utf8_valid(text, length)) {
        rc = decode(text, length, &utf8);
        text = rtx__buf_str(&utf8);
        length = utf8.length;
    } else if (reader.config) {
        rc = 0;
    }
    if (rc == 0)
        rc = rtx__unwrap(text, length, columns, rtx__line_starts, &joined);
    if (rc == 0 && joined.data)
        rc = read_lines(&reader, joined.data);
    if (rc == 0)
        rc = finish(&reader, error);
    if (rc == RTX_E_NOMEM || rc == RTX_E_LIMIT)
        rtx__error(error, rc, "%s", rtx_strerror(rc));
    if (rc == 0) {
        *ret = reader.config;
        reader.config = NULL;
    }
    rtx_config_free(reader.config);
    rtx__buf_free(&reader.header);
    rtx__buf_free(&joined);
    rtx__buf_free(&utf8);
    return rc;
}
