/* The error map, and the forming of error details. */
#include "base/base.h"

#include <stdio.h>
#include <string.h>

#define STRING_(x) #x
#define STRING(x) STRING_(x)

const char *rtx_version(void)
{
    return STRING(RTX_VERSION_MAJOR) "." STRING(RTX_VERSION_MINOR) "." STRING(
        RTX_VERSION_PATCH);
}

int rtx_abi(void)
{
    return RTX_ABI;
}

struct row {
    int code;
    const char *name;
    const char *text;
    const char *hint;
};

static const struct row rows[] = {{RTX_OK, "OK", "no error", ""},
#define ROW(name, number, text, hint) {(number), #name, (text), (hint)},
                                  RTX_ERROR_MAP(ROW)
#undef ROW
};

static const struct row *find(int code)
{
    static const struct row unknown = {1, "UNKNOWN", "unknown error", ""};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].code == code)
            return &rows[i];
    }
    return &unknown;
}

const char *rtx_strerror(int code)
{
    return find(code)->text;
}

const char *rtx_error_name(int code)
{
    return find(code)->name;
}

const char *rtx_error_hint(int code)
{
    return find(code)->hint;
}

void rtx_error_init(struct rtx_error *error)
{
    if (!error)
        return;
    memset(error, 0, sizeof *error);
    error->size = sizeof *error;
}

int rtx__error(struct rtx_error *error, int code, const char *format, ...)
{
    va_list args;
    char text[1024]; /* longer than a message, to be cut at a character */

    if (!error)
        return code;
    error->code = code;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    rtx__copy(error->message, sizeof error->message, text);
    rtx__copy(error->hint, sizeof error->hint, rtx_error_hint(code));
    return code;
}

void rtx__error_place(struct rtx_error *error, const char *file, int line,
                      int column)
{
    if (!error)
        return;
    rtx__copy(error->file, sizeof error->file, file ? file : "");
    error->line = line;
    error->column = column;
}

/* Append like snprintf, counting on when the room is used up. */
static void append(char *text, size_t size, size_t *length, const char *format,
                   ...) RTX_PRINTF(4, 5);

static void append(char *text, size_t size, size_t *length, const char *format,
                   ...)
{
    va_list args;
    size_t room = *length < size ? size - *length : 0;
    int n;

    va_start(args, format);
    n = vsnprintf(room ? text + *length : NULL, room, format, args);
    va_end(args);
    if (n > 0)
        *length += (size_t)n;
}

size_t rtx_error_text(const struct rtx_error *error, char *text, size_t size)
{
    size_t n = 0;

    if (!text)
        size = 0;
    if (!error && size)
        text[0] = '\0';
    if (!error)
        return 0;
    if (error->router[0])
        append(text, size, &n, "%s: ", error->router);
    if (error->step[0])
        append(text, size, &n, "%s: ", error->step);
    if (error->file[0])
        append(text, size, &n, "%s:", error->file);
    if (error->line)
        append(text, size, &n, "%s%d:", error->file[0] ? "" : "line ",
               (int)error->line);
    if (error->column)
        append(text, size, &n, "%d:", (int)error->column);
    if (error->file[0] || error->line)
        append(text, size, &n, " ");
    append(text, size, &n, "%s",
           error->message[0] ? error->message : rtx_strerror(error->code));
    if (error->statement[0])
        append(text, size, &n, " [%s]", error->statement);
    if (error->answer[0])
        append(text, size, &n, "; the router answered: %s", error->answer);
    if (error->hint[0])
        append(text, size, &n, "; %s", error->hint);
    if (size && n == 0)
        text[0] = '\0';
    return n;
}
