/* What the model and its firmware can do, from limits.def. */
#include <stdio.h>
#include <string.h>

#include "recipe/recipe.h"

static const struct limit {
    const char *model;
    enum recipe_feature feature;
    const char *least;
    long most;
    const char *about;
} limits[] = {
#define LIMIT(model, feature, least, most, about) \
    {model, RECIPE_##feature, least, most, about},
#include "recipe/limits.def"
#undef LIMIT
};

/* "# RTX810 Rev.11.01.34 (…)" in the header of show config. */
static bool model_of(const rtx_config *running, char *model, char *revision)
{
    const char *at = running ? rtx_config_header(running) : "";

    for (; *at; at += strcspn(at, "\n"), at += *at == '\n')
        if (sscanf(at, "# %15[A-Za-z0-9] Rev.%15[0-9.]", model, revision) == 2)
            return true;
    return false;
}

/* Revisions compare number by number; not across their first number. */
static int compare(const char *a, const char *b)
{
    int x[3] = {0};
    int y[3] = {0};

    (void)sscanf(a, "%2d.%2d.%2d", &x[0], &x[1], &x[2]);
    (void)sscanf(b, "%2d.%2d.%2d", &y[0], &y[1], &y[2]);
    for (int i = 0; i < 3; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

static void cannot(rtx_recipe *r, const char *key, const char *text)
{
    if (r->leave & RTX_RECIPE_ANY_FIRMWARE)
        recipe_warn(r, "%s", text);
    else
        recipe_fail(r, RTX_E_UNSUPPORTED, key, "%s", text);
}

void limits_check(rtx_recipe *r, enum recipe_feature feature, long count)
{
    char model[16];
    char revision[16];
    char text[256];

    if (!model_of(r->running, model, revision)) {
        recipe_warn(r, "the router's model and firmware are not known: "
                       "whether it can do this was not checked");
        return;
    }
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        const struct limit *l = &limits[i];

        if (strcmp(l->model, model) != 0 || l->feature != feature)
            continue;
        if (compare(revision, l->least) < 0) {
            snprintf(text, sizeof text,
                     "%s Rev.%s cannot do this, Rev.%s and later can%s%s: "
                     "update the firmware first",
                     model, revision, l->least, l->about[0] ? "; " : "",
                     l->about);
            cannot(r, NULL, text);
        }
        if (l->most > 0 && count > l->most) {
            snprintf(text, sizeof text,
                     "%ld clients, but an %s takes %ld at once", count, model,
                     l->most);
            cannot(r, "user", text);
        }
        return;
    }
    recipe_warn(r, "whether an %s with Rev.%s can do this is not known", model,
                revision);
}
