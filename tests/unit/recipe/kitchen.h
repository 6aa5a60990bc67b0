/* What the suites of recipes share: filling in forms, trying fragments. */
#ifndef RTX_TESTS_KITCHEN_H
#define RTX_TESTS_KITCHEN_H

#include "rig.h"

/* A form with "KEY=VALUE" texts, secrets among them; NULL behind the last.
 * *rc is the first failure. */
rtx_recipe *kitchen_form(const char *name, const char *const *set, int *rc,
                         struct rtx_error *error);
/* The fragment onto `running` (text, may be NULL); owned by recipe_text_free.
 * NULL and *rc on failure. */
char *kitchen_cook(rtx_recipe *recipe, const char *running, int *rc,
                   struct rtx_error *error);
/* Push a fragment's text to the router of the rig, save, prove that the same
 * again changes nothing. */
void kitchen_push(struct rig *rig, const char *text);
/* How many changes the fragment makes to what the router of the rig has, as
 * lines "+ …" and "- …"; owned. */
char *kitchen_plan(struct rig *rig, const char *text);

#define SET(...) ((const char *const[]){__VA_ARGS__, NULL})

#endif
