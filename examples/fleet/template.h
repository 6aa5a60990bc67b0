/* Fragments with variables: {{ name }}. */
#ifndef RTX_EXAMPLES_FLEET_TEMPLATE_H
#define RTX_EXAMPLES_FLEET_TEMPLATE_H

#include <jansson.h>
#include <rtx/rtx.h>
#include <stdbool.h>

/* Does the text name any variable? */
bool template_has_variables(const char *text);
/* The text with a router's values; owned by free(). NULL: `error` names file,
 * line, column and the variable that is missing. */
char *template_fill(const char *name, const char *text, const char *router,
                    const json_t *variables, struct rtx_error *error);
/* The other way: a router's values that stand alone in the text become
 * {{ name }} again, for all names in `used` (templates' text). Owned by
 * free(). */
char *template_generalise(const char *text, const char *used,
                          const json_t *variables);

#endif
