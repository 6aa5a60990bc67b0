/* ping: not yet. */
#include "show/show.h"

static int take_line(struct rtx__parse *show, const char *text)
{
    (void)show;
    (void)text;
    return 0;
}

const struct rtx__command rtx__ping = {
    .name = "ping",
    .output = "ping",
    .form = "ping …",
    .schema = &rtx__schema_ping,
    .array = false,
    .begins = NULL,
    .line = take_line,
    .finish = NULL,
};
