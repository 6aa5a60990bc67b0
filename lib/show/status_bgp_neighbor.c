/* show status bgp neighbor: not yet. */
#include "show/show.h"

static int take_line(struct rtx__parse *show, const char *text)
{
    (void)show;
    (void)text;
    return 0;
}

const struct rtx__command rtx__status_bgp_neighbor = {
    .name = "show status bgp neighbor",
    .output = "status_bgp_neighbor",
    .form = "show status bgp neighbor [*]",
    .schema = &rtx__schema_status_bgp_neighbor,
    .array = true,
    .begins = NULL,
    .line = take_line,
    .finish = NULL,
};
