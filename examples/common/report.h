/* The result of a deploy, as JSON. */
#ifndef RTX_EXAMPLES_REPORT_H
#define RTX_EXAMPLES_REPORT_H

#include <rtx/rtx.h>

struct report {
    const char *result; /* "committed", … */
    const char *router; /* NULL: none */
    const rtx_plan *plan;
    const rtx_transaction *transaction; /* NULL: none */
    const struct rtx_error *error;      /* NULL or code RTX_OK: none */
    const char *journal;                /* NULL or "": none */
};

/* One JSON object on standard output. 0, or -1 when memory is short. */
int report_json(const struct report *report);

#endif
