/* show status l2tp: not yet. */
#include "show/show.h"

static int take_line(struct rtx__parse *show, const char *text)
{
    (void)show;
    (void)text;
    return 0;
}

const struct rtx__command rtx__status_l2tp = {
    .name = "show status l2tp",
    .output = "status_l2tp",
    .form = "show status l2tp [tunnel] [N]",
    .schema = &rtx__schema_status_l2tp,
    .array = false,
    .begins = NULL,
    .line = take_line,
    .finish = NULL,
};
