/* The result of a deploy, as JSON. */
#ifndef RTX_EXAMPLES_REPORT_H
#define RTX_EXAMPLES_REPORT_H

#include <jansson.h>

#include "common/cli.h"

struct report {
    const char *result; /* "committed", … */
    const char *router; /* NULL: none */
    const rtx_plan *plan;
    const rtx_transaction *transaction; /* NULL: none */
    const struct rtx_error *error;      /* NULL or code RTX_OK: none */
    const char *journal;                /* NULL or "": none */
};

/* JSON's null for no text, or "". */
json_t *json_text_or_null(const char *text);
/* What went wrong, with all that is known of it; null: nothing did. */
json_t *json_of_error(const struct rtx_error *error);

/* An error alone: the router's endpoint, and what went wrong. A
 * cli_json_error. */
void report_error(const struct cli *cli, const struct rtx_error *error);
/* The same in the form of a deploy's report. */
void report_refused(const struct cli *cli, const struct rtx_error *error);

/* One JSON object on standard output. 0, or -1 when memory is short. */
int report_json(const struct report *report);

#endif
