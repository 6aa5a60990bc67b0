/* What the model and its firmware can do, asked before a fragment is made. */
#include <stdio.h>
#include <string.h>

#include "dialect/limits.h"
#include "recipe/recipe.h"

/* "# RTX810 Rev.11.01.34 (…)" in the header of show config. */
static bool model_of(const rtx_config *running, char *model, char *revision)
{
    const char *at = running ? rtx_config_header(running) : "";

    for (; *at; at += strcspn(at, "\n"), at += *at == '\n')
        if (sscanf(at, "# %15[A-Za-z0-9] Rev.%15[0-9.]", model, revision) == 2)
            return true;
    return false;
}

static void cannot(rtx_recipe *r, const char *key, const char *text)
{
    if (r->leave & RTX_RECIPE_ANY_FIRMWARE)
        recipe_warn(r, "%s", text);
    else
        recipe_fail(r, RTX_E_UNSUPPORTED, key, "%s", text);
}

static void check(rtx_recipe *r, const struct rtx_limit *l,
                  const char *revision, long count)
{
    char text[256];

    if (rtx__revision_compare(revision, l->least) < 0) {
        snprintf(text, sizeof text,
                 "%s Rev.%s cannot do this, Rev.%s and later can%s%s: update "
                 "the firmware first",
                 l->model, revision, l->least, l->about[0] ? "; " : "",
                 l->about);
        cannot(r, NULL, text);
    }
    if (l->most > 0 && count > l->most) {
        snprintf(text, sizeof text, "%ld clients, but an %s takes %ld at once",
                 count, l->model, l->most);
        cannot(r, "user", text);
    }
}

void limits_check(rtx_recipe *r, enum rtx_feature feature, long count)
{
    const struct rtx_limit *limit;
    char model[16];
    char revision[16];

    if (!model_of(r->running, model, revision)) {
        recipe_warn(r, "the router's model and firmware are not known: "
                       "whether it can do this was not checked");
        return;
    }
    limit = rtx__limit(model, feature);
    if (limit)
        check(r, limit, revision, count);
    else
        recipe_warn(r, "whether an %s with Rev.%s can do this is not known",
                    model, revision);
}
