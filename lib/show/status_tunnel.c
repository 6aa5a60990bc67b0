/* show status tunnel: not yet. */
#include "show/show.h"

static int take_line(struct rtx__parse *show, const char *text)
{
    (void)show;
    (void)text;
    return 0;
}

const struct rtx__command rtx__status_tunnel = {
    .name = "show status tunnel",
    .output = "status_tunnel",
    .form = "show status tunnel [N]",
    .schema = &rtx__schema_status_tunnel,
    .array = false,
    .begins = NULL,
    .line = take_line,
    .finish = NULL,
};
