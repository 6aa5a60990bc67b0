/* charset: see charset.c. */
#ifndef RTX_SHOW_CHARSET_H
#define RTX_SHOW_CHARSET_H

#include "base/base.h"

/*
 * Append the bytes as UTF-8. What makes no sense in the charset that fits best
 * becomes U+FFFD.
 */
int rtx__show_decode(const char *text, size_t length, struct rtx_buf *utf8);

#endif
