/* The tables of all records as data. */
#include "show/show.h"

#include <string.h>

enum { NEED_required = 0, NEED_optional = 1 };

#define RTX_RECORD environment
#define RTX_RECORD_DEF <rtx/show/environment.def>
#include "show/schema.inc"

#define RTX_RECORD ip_route
#define RTX_RECORD_DEF <rtx/show/ip_route.def>
#include "show/schema.inc"

#define RTX_RECORD log_entry
#define RTX_RECORD_DEF <rtx/show/log_entry.def>
#include "show/schema.inc"

static const struct rtx__schema *const schemas[] = {
    &rtx__schema_environment,
    &rtx__schema_ip_route,
    &rtx__schema_log_entry,
};

const struct rtx__schema *rtx__schema_at(size_t index)
{
    if (index >= sizeof schemas / sizeof schemas[0])
        return NULL;
    return schemas[index];
}

const struct rtx__schema *rtx__schema_find(const char *name)
{
    for (size_t i = 0; rtx__schema_at(i); i++) {
        if (strcmp(schemas[i]->name, name) == 0)
            return schemas[i];
    }
    return NULL;
}
