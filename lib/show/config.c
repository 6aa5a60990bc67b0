/* show config: not yet. */
#include "show/show.h"

static int take_line(struct rtx__parse *show, const char *text)
{
    (void)show;
    (void)text;
    return 0;
}

const struct rtx__command rtx__config = {
    .name = "show config",
    .output = "config",
    .form = "show config [pp|tunnel] [N|N-N|anonymous]",
    .schema = &rtx__schema_config_listing,
    .array = false,
    .begins = NULL,
    .line = take_line,
    .finish = NULL,
};
