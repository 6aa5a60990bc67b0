/* show ipsec sa gateway: not yet. */
#include "show/show.h"

static int take_line(struct rtx__parse *show, const char *text)
{
    (void)show;
    (void)text;
    return 0;
}

const struct rtx__command rtx__ipsec_sa_gateway = {
    .name = "show ipsec sa gateway",
    .output = "ipsec_sa_gateway",
    .form = "show ipsec sa gateway [N] [detail]",
    .schema = &rtx__schema_ipsec_sa_gateway,
    .array = true,
    .begins = NULL,
    .line = take_line,
    .finish = NULL,
};
