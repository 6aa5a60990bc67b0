/* sample: random statements made from the forms of the grammar. */
#ifndef RTX_TESTS_SAMPLE_H
#define RTX_TESTS_SAMPLE_H

#include "config/config.h"

/* A line that fits the form of the row. */
void sample_line(const struct rtx_command *row, uint32_t *state,
                 struct rtx_buf *ret);

/* The context that a statement of the row belongs to, by chance. */
const char *sample_context(const struct rtx_command *row, uint32_t *state);

/* A configuration of about `count` random statements. */
rtx_config *sample_config(size_t count, uint32_t *state);

#endif
