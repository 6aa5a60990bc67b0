/* Reading a fragment that a person wrote, with all checks before use. */
#include "config/check.h"

#include <string.h>

struct reader {
    rtx_config *config;
    const char *name;
    enum rtx_charset charset;
    char selected[RTX_CONTEXT_MAX];
    struct rtx_error *error;
    const char *raw; /* the line in the file's own encoding */
    size_t raw_length;
    int number;
    bool fresh;           /* the line before selected a context */
    bool indented;        /* the lines of this block are indented */
    bool capture;         /* what `show config` printed, header and all */
    const char *original; /* of a capture: the lines as they were broken */
    const char *end;      /* of the original */
};

/* The bytes of one character in the file's encoding. */
static size_t raw_step(enum rtx_charset charset, const char *text,
                       size_t length)
{
    unsigned char c = (unsigned char)text[0];
    size_t step = 1;

    if (charset == RTX_CHARSET_UTF8)
        return rtx__utf8_step(text, length);
    if (charset == RTX_CHARSET_SJIS &&
        ((c >= 0x81 && c <= 0x9F) || (c >= 0xE0 && c <= 0xFC)))
        step = 2;
    else if (charset == RTX_CHARSET_EUC && c >= 0x8E)
        step = c == 0x8F ? 3 : c == 0x8E || c >= 0xA1 ? 2 : 1;
    return step > length ? length : step;
}

/* The column in the file of byte `at` of the line in UTF-8. */
static int column_of(const struct reader *r, const char *utf8, size_t at)
{
    size_t raw = 0;

    for (size_t i = 0; i < at && raw < r->raw_length;) {
        size_t step = rtx__utf8_step(utf8 + i, at - i);

        i += step;
        raw += raw_step(r->charset, r->raw + raw, r->raw_length - raw);
    }
    return (int)raw + 1;
}

/* The error is shown on terminals: no control characters in it. */
static void show_statement(struct rtx_error *error, const char *line)
{
    struct rtx_buf shown;

    rtx__buf_init(&shown, RTX_TEXT_MAX);
    if (rtx__statement_redact(line, "***", &shown) == 0 && shown.data) {
        for (size_t i = 0; i < shown.length; i++) {
            if ((unsigned char)shown.data[i] < 0x20 || shown.data[i] == 0x7F)
                shown.data[i] = '?';
        }
        RTX_ERROR_SET(error, statement, shown.data);
    }
    rtx__buf_free(&shown);
}

static int complain(const struct reader *r, const char *line,
                    const struct rtx_complaint *what)
{
    rtx__error(r->error, what->code, "%s", what->message);
    rtx__error_place(r->error, r->name, r->number,
                     column_of(r, line, what->at));
    show_statement(r->error, line);
    return what->code;
}

/* Where in the line the first character is that its encoding does not have. */
static int complain_charset(const struct reader *r)
{
    size_t at = 0;

    while (at < r->raw_length) {
        size_t step = raw_step(r->charset, r->raw + at, r->raw_length - at);
        struct rtx_buf one;
        size_t bad = 0;

        rtx__buf_init(&one, 64);
        if (rtx__decode(r->charset, r->raw + at, step, &one, &bad) < 0)
            bad = 1;
        rtx__buf_free(&one);
        if (bad)
            break;
        at += step;
    }
    rtx__error(r->error, RTX_E_CHARSET, "a byte that is no %s",
               rtx__charset_name(r->charset));
    rtx__error_place(r->error, r->name, r->number, (int)at + 1);
    return RTX_E_CHARSET;
}

static int add_statement(struct reader *r, const char *line)
{
    struct rtx_match m;
    struct rtx_placed placed;
    struct rtx_complaint what;
    struct rtx_buf text;
    int rc;

    rtx__command_match(line, &m);
    if (m.count == 0)
        return 0;
    if (r->fresh)
        r->indented = line[0] == ' ' || line[0] == '\t';
    rtx__config_place(rtx__context_by_margin(r->selected, r->indented, line),
                      line, &placed);
    if (rtx__check_command(line, &m, placed.misplaced, &what) < 0)
        return complain(r, line, &what);
    r->fresh = placed.selects;
    rtx__copy(r->selected, sizeof r->selected, placed.selected);
    if (placed.selects)
        return 0;
    rtx__buf_init(&text, RTX_TEXT_MAX);
    text.secret = true;
    rc = rtx__line_tidy(line, true, &text);
    if (rc == 0)
        rc = rtx__config_add(r->config, placed.context, rtx__buf_str(&text),
                             r->name, r->number);
    rtx__buf_free(&text);
    return rc;
}

static int read_line(struct reader *r)
{
    struct rtx_complaint what = {0, 0, "", ""};
    struct rtx_buf line;
    size_t bad = 0;
    int rc;

    rtx__buf_init(&line, RTX_TEXT_MAX);
    line.secret = true;
    rc = rtx__decode(r->charset, r->raw, r->raw_length, &line, &bad);
    if (rc == 0 && bad > 0)
        rc = complain_charset(r);
    else if (rc == 0 && r->capture && rtx__line_is_noise(rtx__buf_str(&line)))
        rc = 0;
    else if (rc == 0 &&
             rtx__check_text(rtx__buf_str(&line), line.length, &what))
        rc = complain(r, rtx__buf_str(&line), &what);
    else if (rc == 0)
        rc = add_statement(r, rtx__buf_str(&line));
    rtx__buf_free(&line);
    return rc;
}

/* How many lines of the original the joined one of this length was. */
static int original_lines(struct reader *r, size_t length)
{
    int lines = 0;

    while (r->original < r->end) {
        const char *newline =
            memchr(r->original, '\n', (size_t)(r->end - r->original));
        const char *stop = newline ? newline : r->end;
        size_t n = (size_t)(stop - r->original);

        while (n > 0 && r->original[n - 1] == '\r')
            n--;
        r->original = newline ? newline + 1 : r->end;
        lines++;
        if (n >= length)
            break;
        length -= n;
    }
    return lines;
}

static int read_lines(struct reader *r, const char *text, size_t length)
{
    int next = 1;

    const char *end = text + length;
    int rc = 0;

    while (text < end && rc == 0) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));

        r->raw = text;
        r->raw_length = (size_t)((newline ? newline : end) - text);
        r->number = next;
        next += r->capture ? original_lines(r, r->raw_length) : 1;
        text = newline ? newline + 1 : end;
        if (r->raw_length > 0 && r->raw[r->raw_length - 1] == '\r')
            r->raw_length--;
        rc = read_line(r);
    }
    return rc;
}

/* Find out the encoding; *skip gets the length of a byte order mark. */
static int choose_charset(struct reader *r, const char *encoding,
                          const char *text, size_t length, size_t *skip)
{
    int charset = encoding ? rtx__charset_by_name(encoding)
                           : rtx__charset_guess(text, length);

    *skip = 0;
    if (encoding && charset < 0)
        return rtx__error(r->error, RTX_E_ARGUMENT,
                          "there is no encoding of the name %s", encoding);
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        *skip = 3;
        charset = RTX_CHARSET_UTF8;
    }
    /* When it is none at all, the reading says where UTF-8 ends. */
    r->charset = charset < 0 ? RTX_CHARSET_UTF8 : (enum rtx_charset)charset;
    if (charset == RTX_CHARSET_ASCII && !encoding)
        r->charset = RTX_CHARSET_UTF8;
    return 0;
}

/* Does it begin with the header of `show config`, "# RTX810 Rev.11.01.34 …"?
 * The echo of the command may stand before it. */
static bool is_capture(const char *text, size_t length)
{
    for (int line = 0; line < 3 && length > 0; line++) {
        const char *newline = memchr(text, '\n', length);
        size_t n = newline ? (size_t)(newline - text) : length;

        if (n > 2 && text[0] == '#' && text[1] == ' ' &&
            memmem(text, n, " Rev.", 5))
            return true;
        n += newline ? 1 : 0;
        text += n;
        length -= n;
    }
    return false;
}

/* A capture may be broken at the console's last column. */
static int read_capture(struct reader *r, const char *text, size_t length)
{
    struct rtx_buf utf8;
    struct rtx_buf joined;
    size_t bad = 0;
    int rc;

    rtx__buf_init_secret(&utf8, RTX_TEXT_MAX);
    rtx__buf_init_secret(&joined, RTX_TEXT_MAX);
    rc = rtx__decode(r->charset, text, length, &utf8, &bad);
    if (rc == 0 && bad > 0) {
        /* as it stands, to find the place */
        rc = read_lines(r, text, length);
    } else if (rc == 0) {
        rc = rtx__unwrap(rtx__buf_str(&utf8), utf8.length, 0, rtx__line_starts,
                         &joined);
        r->capture = true;
        r->charset = RTX_CHARSET_UTF8;
        r->original = rtx__buf_str(&utf8);
        r->end = r->original + utf8.length;
        if (rc == 0)
            rc = read_lines(r, rtx__buf_str(&joined), joined.length);
    }
    rtx__buf_free(&utf8);
    rtx__buf_free(&joined);
    return rc;
}

int rtx_config_parse_fragment(rtx_config **ret, const char *name,
                              const void *bytes, size_t length,
                              const char *encoding, struct rtx_error *error)
{
    struct reader r;
    size_t skip = 0;
    const char *text;
    int rc;

    if (!ret || (!bytes && length))
        return rtx__error(error, RTX_E_ARGUMENT,
                          "a text or a result is missing");
    *ret = NULL;
    memset(&r, 0, sizeof r);
    r.name = name ? name : "";
    r.error = error;
    rc = choose_charset(&r, encoding, bytes, length, &skip);
    if (rc < 0)
        return rc;
    r.config = rtx__config_new();
    text = bytes ? (const char *)bytes + skip : "";
    length -= skip;
    if (!r.config)
        rc = RTX_E_NOMEM;
    else if (is_capture(text, length))
        rc = read_capture(&r, text, length);
    else
        rc = read_lines(&r, text, length);
    if (rc == RTX_E_NOMEM || rc == RTX_E_LIMIT)
        rtx__error(error, rc, "%s", rtx_strerror(rc));
    if (rc < 0)
        rtx_config_free(r.config);
    else
        *ret = r.config;
    return rc;
}
