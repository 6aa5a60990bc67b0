/* Fragments with variables: {{ name }}. */
#ifndef RTX_EXAMPLES_FLEET_TEMPLATE_H
#define RTX_EXAMPLES_FLEET_TEMPLATE_H

#include <jansson.h>
#include <rtx/rtx.h>
#include <stdbool.h>

/* Does the text name any variable? */
bool template_has_variables(const char *text);
/* What a value stands for that is a reference to a secret; NULL: *reason. */
typedef const char *(*template_resolve)(void *user, const char *value,
                                        const char **reason);
/* The text with a router's values; owned by free(), and to be wiped. Without
 * `resolve`, references stay as they are. NULL: `error` names file, line,
 * column and the variable that is missing, or why it cannot be used. */
char *template_fill(const char *name, const char *text, const char *router,
                    const json_t *variables, template_resolve resolve,
                    void *user, struct rtx_error *error);
/* The other way: a router's values that stand alone in the text become
 * {{ name }} again, for all names in `used` (templates' text). Owned by
 * free(). */
char *template_generalise(const char *text, const char *used,
                          const json_t *variables);

#endif
