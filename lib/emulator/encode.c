/* UTF-8 to what the console speaks. */
#include "emulator/emulator.h"

#include <string.h>

static bool is_ascii(const char *text, size_t length)
{
    unsigned char all = 0;

    for (size_t i = 0; i < length; i++)
        all |= (unsigned char)text[i];
    return all < 0x80;
}

static int one_by_one(enum rtx_charset charset, const char *utf8, size_t length,
                      struct rtx_buf *ret)
{
    int rc = 0;

    for (size_t at = 0; at < length && rc == 0;) {
        size_t step = rtx__utf8_step(utf8 + at, length - at);

        rc = rtx__encode(charset, utf8 + at, step, ret);
        if (rc == RTX_E_CHARSET)
            rc = rtx__buf_char(ret, '?');
        at += step;
    }
    return rc;
}

int emu_encode(const struct emu_shell *shell, const char *utf8, size_t length,
               struct rtx_buf *ret)
{
    struct emu_shell *s = (struct emu_shell *)(uintptr_t)shell;
    enum rtx_charset charset = emu_console_of(s)->charset;
    size_t before = ret->length;
    int rc;

    if (is_ascii(utf8, length))
        return rtx__buf_add(ret, utf8, length);
    /* `console character ascii` changes the messages; what the configuration
     * holds in Shift_JIS comes out as it is */
    if (charset == RTX_CHARSET_ASCII)
        charset = RTX_CHARSET_SJIS;
    rc = rtx__encode(charset, utf8, length, ret);
    if (rc != RTX_E_CHARSET)
        return rc;
    ret->length = before;
    return one_by_one(charset, utf8, length, ret);
}
