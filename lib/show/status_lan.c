/* show status lan1: not yet. */
#include "show/show.h"

static int take_line(struct rtx__parse *show, const char *text)
{
    (void)show;
    (void)text;
    return 0;
}

const struct rtx__command rtx__status_lan = {
    .name = "show status lan1",
    .output = "status_lan",
    .form = "show status lanN",
    .schema = &rtx__schema_status_lan,
    .array = false,
    .begins = NULL,
    .line = take_line,
    .finish = NULL,
};
