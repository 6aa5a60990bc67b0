/* show ipv6 route: not yet. */
#include "show/show.h"

static int take_line(struct rtx__parse *show, const char *text)
{
    (void)show;
    (void)text;
    return 0;
}

const struct rtx__command rtx__ipv6_route = {
    .name = "show ipv6 route",
    .output = "ipv6_route",
    .form = "show ipv6 route [detail]",
    .schema = &rtx__schema_ipv6_route,
    .array = true,
    .begins = NULL,
    .line = take_line,
    .finish = NULL,
};
