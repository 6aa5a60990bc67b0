/* Look-ups in limits.def. */
#include "dialect/limits.h"

#include <stdio.h>
#include <string.h>

static const struct rtx_limit limits[] = {
#define LIMIT(model, feature, least, most, about) \
    {model, RTX_FEATURE_##feature, least, most, about},
#include "dialect/limits.def"
#undef LIMIT
};

const struct rtx_limit *rtx__limit(const char *model, enum rtx_feature feature)
{
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        if (strcmp(limits[i].model, model) == 0 && limits[i].feature == feature)
            return &limits[i];
    return NULL;
}

int rtx__revision_compare(const char *a, const char *b)
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
