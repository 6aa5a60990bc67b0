/* charset: see charset.c. */
#ifndef RTX_SHOW_CHARSET_H
#define RTX_SHOW_CHARSET_H

#include "base/base.h"

/* Where a line was broken within the character before; see rtx__show_decode. */
enum { RTX__BREAK = 0x1E };

/*
 * Append the bytes as UTF-8. What makes no sense in the charset that fits best
 * becomes U+FFFD. *breaks: the text may hold RTX__BREAK, in place of line ends.
 */
int rtx__show_decode(const char *text, size_t length, struct rtx_buf *utf8,
                     bool *breaks);

#endif
