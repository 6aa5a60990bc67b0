/* check: the faults of a fragment's line; private to config. */
#ifndef RTX_CONFIG_CHECK_H
#define RTX_CONFIG_CHECK_H

#include <strings.h>

#include "config/internal.h"

/* What is wrong, and at which byte of the UTF-8 line. */
struct rtx_complaint {
    int code;
    size_t at;
    const char *message;
    char text[160]; /* room for a message of its own */
};

/* Both: 0, or the code with `ret` filled. */
int rtx__check_text(const char *line, size_t length, struct rtx_complaint *ret);
int rtx__check_command(const char *line, const struct rtx_match *m,
                       bool misplaced, struct rtx_complaint *ret);

#endif
