/* show ipsec sa: not yet. */
#include "show/show.h"

static int take_line(struct rtx__parse *show, const char *text)
{
    (void)show;
    (void)text;
    return 0;
}

const struct rtx__command rtx__ipsec_sa = {
    .name = "show ipsec sa",
    .output = "ipsec_sa",
    .form = "show ipsec sa",
    .schema = &rtx__schema_ipsec_sa,
    .array = false,
    .begins = NULL,
    .line = take_line,
    .finish = NULL,
};
