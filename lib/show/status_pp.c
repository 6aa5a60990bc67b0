/* show status pp: not yet. */
#include "show/show.h"

static int take_line(struct rtx__parse *show, const char *text)
{
    (void)show;
    (void)text;
    return 0;
}

const struct rtx__command rtx__status_pp = {
    .name = "show status pp",
    .output = "status_pp",
    .form = "show status pp [N|anonymous]",
    .schema = &rtx__schema_status_pp,
    .array = true,
    .begins = NULL,
    .line = take_line,
    .finish = NULL,
};
