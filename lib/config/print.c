/* A configuration as `show config` prints it. */
#include "config/internal.h"

#include <string.h>

/* Leave one block and enter the next. */
static int change_block(const rtx_config *config, const char *from,
                        const char *to, struct rtx_buf *ret)
{
    int rc = 0;

    if (strcmp(from, to) == 0)
        return 0;
    if (from[0] && config->none_lines)
        rc = rtx__buf_text(ret, rtx__starts(from, "pp ")
                                    ? "pp select none\n"
                                    : "tunnel select none\n");
    if (rc == 0 && to[0]) {
        rc = rtx__context_line("", to, ret);
        rc = rc ? rc : rtx__buf_char(ret, '\n');
    }
    return rc;
}

static int print_entry(const struct rtx_entry *e, bool redact,
                       struct rtx_buf *ret)
{
    size_t indent = e->s.context[0] ? 1 : 0;
    int rc;

    if (rtx__context_nested(e->s.context))
        indent = 2;
    rc = rtx__buf_fill(ret, ' ', indent);
    if (rc < 0)
        return rc;
    rc = redact ? rtx__statement_redact(e->s.text, "*", ret)
                : rtx__buf_text(ret, e->s.text);
    return rc ? rc : rtx__buf_char(ret, '\n');
}

char *rtx_config_text(const rtx_config *config, int redact)
{
    struct rtx_buf buf;
    char outer[RTX_CONTEXT_MAX] = "";
    char *text = NULL;
    int rc = 0;

    if (!config)
        return NULL;
    rtx__buf_init(&buf, RTX_TEXT_MAX);
    buf.secret = true;
    for (size_t i = 0; rc == 0 && i < config->count; i++) {
        char next[RTX_CONTEXT_MAX];

        rtx__context_outer(config->items[i].s.context, next, sizeof next);
        rc = change_block(config, outer, next, &buf);
        rtx__copy(outer, sizeof outer, next);
        if (rc == 0)
            rc = print_entry(&config->items[i], redact != 0, &buf);
    }
    if (rc == 0)
        rc = change_block(config, outer, "", &buf);
    if (rc == 0)
        text = rtx__buf_take(&buf);
    rtx__buf_free(&buf);
    return text;
}
