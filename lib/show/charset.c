/* The bytes of a transcript, whatever their charset, as UTF-8. */
#include "show/charset.h"

#include <string.h>

#define MARK "\xEF\xBB\xBF"

/* How many bytes long is the character that this byte begins? */
static size_t wanted(enum rtx_charset charset, unsigned char c)
{
    switch (charset) {
    case RTX_CHARSET_SJIS:
        return (c >= 0x81 && c <= 0x9F) || (c >= 0xE0 && c <= 0xFC) ? 2 : 1;
    case RTX_CHARSET_EUC:
        return c == 0x8F ? 3 : c == 0x8E || (c >= 0xA1 && c <= 0xFE) ? 2 : 1;
    case RTX_CHARSET_UTF8:
        return c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC2 ? 2 : 1;
    default:
        return 1;
    }
}

/*
 * Copy, but without line ends inside of a character: the console breaks a line
 * at its last column even there, and no character holds a line end. Behind such
 * a character stands RTX__BREAK.
 */
static int mend(enum rtx_charset charset, const char *text, size_t length,
                struct rtx_buf *mended)
{
    size_t missing = 0;
    size_t from = 0;
    bool broken = false;
    int rc = 0;

    for (size_t i = 0; i < length && rc == 0; i++) {
        size_t end = text[i] == '\r' ? 2 : 1;

        if (missing == 0) {
            missing = wanted(charset, (unsigned char)text[i]) - 1;
        } else if ((text[i] == '\n' || text[i] == '\r') && i + end < length &&
                   text[i + end - 1] == '\n' &&
                   (unsigned char)text[i + end] >= 0x40) {
            rc = rtx__buf_add(mended, text + from, i - from);
            from = i + end;
            i = from - 1;
            broken = true;
        } else if (--missing == 0 && broken) {
            rc = rtx__buf_add(mended, text + from, i + 1 - from);
            if (rc == 0)
                rc = rtx__buf_char(mended, RTX__BREAK);
            from = i + 1;
            broken = false;
        }
    }
    return rc < 0 ? rc : rtx__buf_add(mended, text + from, length - from);
}

/* Is it UTF-8 but for some bytes? Two good long characters to a bad byte. */
static bool mostly_utf8(const char *text, size_t length)
{
    size_t good = 0;
    size_t bad = 0;

    for (size_t i = 0; i < length;) {
        size_t step = rtx__utf8_step(text + i, length - i);

        good += step >= 3;
        bad += step == 1 && (unsigned char)text[i] >= 0x80;
        i += step;
    }
    return good > bad * 2;
}

/* Find the charset in which the text makes sense once it is mended. */
static int find(const char *text, size_t length, struct rtx_buf *mended,
                enum rtx_charset *charset)
{
    static const enum rtx_charset candidates[] = {
        RTX_CHARSET_UTF8, RTX_CHARSET_SJIS, RTX_CHARSET_EUC};

    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++) {
        int rc;

        rtx__buf_clear(mended);
        rc = mend(candidates[i], text, length, mended);
        if (rc < 0)
            return rc;
        *charset = candidates[i];
        if (rtx__charset_guess(mended->data, mended->length) ==
                (int)candidates[i] ||
            (i == 0 && mostly_utf8(mended->data, mended->length)))
            return 0;
    }
    *charset = RTX_CHARSET_UTF8;
    return 0;
}

int rtx__show_decode(const char *text, size_t length, struct rtx_buf *utf8,
                     bool *breaks)
{
    enum rtx_charset charset = RTX_CHARSET_UTF8;
    struct rtx_buf mended;
    int guess;
    int rc;

    *breaks = false;
    /* editors put a mark before UTF-8; it is none of the router's text */
    if (length >= sizeof MARK - 1 && memcmp(text, MARK, sizeof MARK - 1) == 0) {
        text += sizeof MARK - 1;
        length -= sizeof MARK - 1;
    }
    if (rtx__utf8_valid(text, length))
        return rtx__buf_add(utf8, text, length);
    rtx__buf_init(&mended, length * 2 + 1);
    guess = mostly_utf8(text, length) ? -1 : rtx__charset_guess(text, length);
    if (guess >= 0) {
        rc = rtx__decode((enum rtx_charset)guess, text, length, utf8, NULL);
        goto out;
    }
    *breaks = true;
    rc = find(text, length, &mended, &charset);
    if (rc == 0)
        rc = rtx__decode(charset, mended.data, mended.length, utf8, NULL);
out:
    rtx__buf_free(&mended);
    return rc;
}
