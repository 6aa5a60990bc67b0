/* Console and file charsets to and from UTF-8, through iconv. */
#include "base/base.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

static const struct {
    const char *name;
    const char *iconv;
    const char *aliases[4];
} charsets[] = {
    [RTX_CHARSET_ASCII] = {"ascii", "ASCII", {"us-ascii", "en.ascii"}},
    /* CP932, never SHIFT_JIS: that one turns a backslash into a yen sign */
    [RTX_CHARSET_SJIS] = {"sjis", "CP932", {"shift_jis", "cp932", "ja.sjis"}},
    [RTX_CHARSET_EUC] = {"euc", "EUC-JP-MS", {"euc-jp", "eucjp", "ja.euc"}},
    [RTX_CHARSET_UTF8] = {"utf8", "UTF-8", {"utf-8", "ja.utf8"}},
};

enum { CHARSETS = sizeof charsets / sizeof charsets[0] };

int rtx__charset_by_name(const char *name)
{
    for (int i = 0; i < CHARSETS; i++) {
        if (rtx__same_word(name, charsets[i].name))
            return i;
        for (int j = 0; j < 4 && charsets[i].aliases[j]; j++) {
            if (rtx__same_word(name, charsets[i].aliases[j]))
                return i;
        }
    }
    return -1;
}

const char *rtx__charset_name(enum rtx_charset charset)
{
    return charsets[charset].name;
}

static int convert(iconv_t cd, char **in, size_t *left, struct rtx_buf *out)
{
    char chunk[256];

    while (*left) {
        char *to = chunk;
        size_t room = sizeof chunk;
        size_t n = iconv(cd, in, left, &to, &room);
        int saved = errno;
        int rc = rtx__buf_add(out, chunk, sizeof chunk - room);

        rtx__wipe(chunk, sizeof chunk - room);
        if (rc < 0)
            return rc;
        if (n == (size_t)-1 && saved != E2BIG)
            return RTX_E_CHARSET;
    }
    return 0;
}

/* iconv would let characters beyond Unicode through. */
static int decode_utf8(const char *text, size_t length, struct rtx_buf *utf8,
                       size_t *bad)
{
    size_t from = 0;
    int rc = 0;

    if (rtx__utf8_valid(text, length))
        return rtx__buf_add(utf8, text, length);
    for (size_t i = 0; i < length && rc == 0;) {
        size_t step = rtx__utf8_step(text + i, length - i);

        if (!rtx__utf8_valid(text + i, step)) {
            step = 1;
            rc = rtx__buf_add(utf8, text + from, i - from);
            if (rc == 0)
                rc = rtx__buf_text(utf8, "\xEF\xBF\xBD");
            if (bad)
                ++*bad;
            from = i + 1;
        }
        i += step;
    }
    return rc < 0 ? rc : rtx__buf_add(utf8, text + from, length - from);
}

int rtx__decode(enum rtx_charset charset, const void *bytes, size_t length,
                struct rtx_buf *utf8, size_t *bad)
{
    iconv_t cd;
    char *in = (char *)(uintptr_t)bytes;
    size_t left = length;
    int rc = 0;

    if (charset == RTX_CHARSET_UTF8)
        return decode_utf8(bytes, length, utf8, bad);
    cd = iconv_open("UTF-8", charsets[charset].iconv);
    if (cd == (iconv_t)-1)
        return RTX_E_CHARSET;
    while (left) {
        rc = convert(cd, &in, &left, utf8);
        if (rc != RTX_E_CHARSET)
            break;
        rc = rtx__buf_text(utf8, "\xEF\xBF\xBD");
        if (rc < 0)
            break;
        if (bad)
            ++*bad;
        in++;
        left--;
    }
    iconv_close(cd);
    return rc;
}

int rtx__encode(enum rtx_charset charset, const char *utf8, size_t length,
                struct rtx_buf *bytes)
{
    iconv_t cd;
    char *in = (char *)(uintptr_t)utf8;
    size_t left = length;
    int rc;

    /* ASCII is the same in all of them */
    if (rtx__ascii_length(utf8, length) == length)
        return rtx__buf_add(bytes, utf8, length);
    cd = iconv_open(charsets[charset].iconv, "UTF-8");
    if (cd == (iconv_t)-1)
        return RTX_E_CHARSET;
    rc = convert(cd, &in, &left, bytes);
    iconv_close(cd);
    return rc;
}

static bool fits(enum rtx_charset charset, const void *bytes, size_t length,
                 struct rtx_buf *utf8)
{
    size_t bad = 0;

    rtx__buf_clear(utf8);
    return rtx__decode(charset, bytes, length, utf8, &bad) == 0 && bad == 0;
}

/* Kana count for, half-width kana and private use count against. */
static int plausibility(const char *utf8, size_t length)
{
    int score = 0;

    for (size_t i = 0; i < length;) {
        size_t step = rtx__utf8_step(utf8 + i, length - i);
        const unsigned char *c = (const unsigned char *)utf8 + i;

        if (step == 3 && c[0] == 0xE3 && (c[1] >= 0x80 && c[1] <= 0x83))
            score += 2;
        else if (step == 3 && c[0] == 0xEF && (c[1] == 0xBD || c[1] == 0xBE))
            score -= 2;
        else if (step == 3 && c[0] == 0xEE)
            score -= 4;
        i += step;
    }
    return score;
}

int rtx__charset_guess(const void *bytes, size_t length)
{
    struct rtx_buf utf8;
    int sjis = INT32_MIN;
    int euc = INT32_MIN;
    int guess = -1;

    if (rtx__ascii_length(bytes, length) == length)
        return RTX_CHARSET_ASCII;
    if (rtx__utf8_valid(bytes, length))
        return RTX_CHARSET_UTF8;
    rtx__buf_init(&utf8, SIZE_MAX / 2);
    if (fits(RTX_CHARSET_SJIS, bytes, length, &utf8))
        sjis = plausibility(rtx__buf_str(&utf8), utf8.length);
    if (fits(RTX_CHARSET_EUC, bytes, length, &utf8))
        euc = plausibility(rtx__buf_str(&utf8), utf8.length);
    if (sjis != INT32_MIN || euc != INT32_MIN)
        guess = euc > sjis ? RTX_CHARSET_EUC : RTX_CHARSET_SJIS;
    rtx__buf_free(&utf8);
    return guess;
}
