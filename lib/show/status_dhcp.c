/* show status dhcp: not yet. */
#include "show/show.h"

static int take_line(struct rtx__parse *show, const char *text)
{
    (void)show;
    (void)text;
    return 0;
}

const struct rtx__command rtx__status_dhcp = {
    .name = "show status dhcp",
    .output = "status_dhcp",
    .form = "show status dhcp [N] [summary]",
    .schema = &rtx__schema_status_dhcp,
    .array = true,
    .begins = NULL,
    .line = take_line,
    .finish = NULL,
};
