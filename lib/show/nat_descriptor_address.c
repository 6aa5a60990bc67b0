/* show nat descriptor address: not yet. */
#include "show/show.h"

static int take_line(struct rtx__parse *show, const char *text)
{
    (void)show;
    (void)text;
    return 0;
}

const struct rtx__command rtx__nat_descriptor_address = {
    .name = "show nat descriptor address",
    .output = "nat_descriptor_address",
    .form = "show nat descriptor address [N|all] [detail]",
    .schema = &rtx__schema_nat_descriptor_address,
    .array = true,
    .begins = NULL,
    .line = take_line,
    .finish = NULL,
};
