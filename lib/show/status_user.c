/* show status user: not yet. */
#include "show/show.h"

static int take_line(struct rtx__parse *show, const char *text)
{
    (void)show;
    (void)text;
    return 0;
}

const struct rtx__command rtx__status_user = {
    .name = "show status user",
    .output = "status_user",
    .form = "show status user",
    .schema = &rtx__schema_status_user,
    .array = true,
    .begins = NULL,
    .line = take_line,
    .finish = NULL,
};
