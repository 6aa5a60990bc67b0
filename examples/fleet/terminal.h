/* Widths of texts, and of the terminal behind standard error. */
#ifndef RTX_EXAMPLES_FLEET_TERMINAL_H
#define RTX_EXAMPLES_FLEET_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Standard error is one that can go back a line. */
bool terminal_there(void);
/* And wants colours: NO_COLOR is not set. */
bool terminal_coloured(void);
/* How large it is now. */
void terminal_size(size_t *columns, size_t *lines);

/* In columns: 2 for kanji and kana. What cannot be printed is one `?`. */
size_t text_width(const char *text);
/* Print it in so many columns: cut, or filled up if `fill`. */
void text_put(FILE *out, const char *text, size_t columns, bool fill);

#endif
