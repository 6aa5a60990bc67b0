/* show arp: not yet. */
#include "show/show.h"

static int take_line(struct rtx__parse *show, const char *text)
{
    (void)show;
    (void)text;
    return 0;
}

const struct rtx__command rtx__arp = {
    .name = "show arp",
    .output = "arp",
    .form = "show arp [lanN|*]",
    .schema = &rtx__schema_arp,
    .array = true,
    .begins = NULL,
    .line = take_line,
    .finish = NULL,
};
