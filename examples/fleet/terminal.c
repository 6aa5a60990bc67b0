/* See terminal.h. */
#include "fleet/terminal.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

bool terminal_there(void)
{
    const char *name = getenv("TERM");

    return isatty(STDERR_FILENO) && name && name[0] &&
           strcmp(name, "dumb") != 0;
}

bool terminal_coloured(void)
{
    const char *no = getenv("NO_COLOR");

    return terminal_there() && !(no && no[0]);
}

void terminal_size(size_t *columns, size_t *lines)
{
    struct winsize size;

    *columns = 80;
    *lines = 24;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) < 0)
        return;
    if (size.ws_col > 0)
        *columns = size.ws_col;
    if (size.ws_row > 0)
        *lines = size.ws_row;
}

/* The next character: its bytes, and its columns; 0 bytes: the end. */
static size_t next(const char *text, size_t *columns)
{
    static locale_t utf8;
    locale_t before;
    mbstate_t state;
    wchar_t wide = 0;
    size_t length;
    int width;

    if (!*text)
        return 0;
    if (!utf8)
        utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", NULL);
    before = uselocale(utf8 ? utf8 : LC_GLOBAL_LOCALE);
    memset(&state, 0, sizeof state);
    length = mbrtowc(&wide, text, strlen(text), &state);
    width = length > 8 ? -1 : wcwidth(wide);
    uselocale(before);
    *columns = width < 0 ? 1 : (size_t)width;
    if (length > 8) /* no character */
        return 1;
    return length;
}

static bool printable(const char *text, size_t length)
{
    unsigned char first = (unsigned char)text[0];

    if (length > 1) /* U+0080 to U+009F obey some terminals, too */
        return !(first == 0xc2 && (unsigned char)text[1] < 0xa0);
    return first >= ' ' && first < 0x7f;
}

size_t text_width(const char *text)
{
    size_t width = 0;
    size_t columns;
    size_t length;

    for (; (length = next(text, &columns)) > 0; text += length)
        width += columns;
    return width;
}

void text_put(FILE *out, const char *text, size_t columns, bool fill)
{
    size_t used = 0;
    size_t width;
    size_t length;

    for (; (length = next(text, &width)) > 0 && used + width <= columns;
         text += length) {
        if (printable(text, length))
            fwrite(text, 1, length, out);
        else
            fputc('?', out);
        used += width;
    }
    for (; fill && used < columns; used++)
        fputc(' ', out);
}
