/* From a command and its text to the output. */
#include "show/show.h"

#include <string.h>

static int take_line(struct rtx__parse *show, const struct rtx__line *line)
{
    const char *text = line->text + strspn(line->text, "# ");
    int rc = rtx__saw_model(show, text, false);

    show->line_count++;
    show->line = line;
    if (rc == 0 && show->parser && !line->foreign)
        rc = show->parser->line(show, line->text);
    return rc == 0 ? rtx__add_unparsed(show, line) : rc;
}

static int take_lines(struct rtx__parse *show)
{
    const struct rtx__command *parser = show->parser;
    int rc = 0;

    if (parser && !parser->array &&
        !rtx__record_add(show, &show->records, parser->schema))
        return RTX_E_NOMEM;
    for (size_t i = 0; i < show->lines.count && rc >= 0; i++) {
        if (!show->lines.items[i].noise)
            rc = take_line(show, &show->lines.items[i]);
    }
    if (rc >= 0 && parser && parser->finish)
        rc = parser->finish(show);
    return rc < 0 ? rc : 0;
}

static int parse_lines(struct rtx__parse *show, const char *text, size_t length,
                       rtx_show **ret)
{
    rtx__begins_fn *begins;
    int rc;

    begins = show->parser ? show->parser->begins : NULL;
    show->arena.secret = show->parser == &rtx__config;
    rc = rtx__lines_read(&show->lines, text, length, show->arena.secret);
    if (rc < 0)
        return rc;
    if (show->parser)
        rc =
            rtx__lines_piece(&show->lines, show->command, begins, &show->arena);
    if (rc < 0)
        return rc;
    rtx__lines_noise(&show->lines, show->command, begins);
    rc = rtx__lines_unwrap(&show->lines, begins, &show->arena);
    if (rc == 0)
        rc = take_lines(show);
    return rc < 0 ? rc : rtx__output_make(show, ret);
}

static int parse(struct rtx__parse *show, const char *command, const char *text,
                 size_t length, rtx_show **ret)
{
    int rc = rtx__command_text(command, &show->arena, &show->command);

    if (rc < 0)
        return rc;
    show->parser = rtx__command_parser(show->command);
    if (show->parser && show->parser->whole)
        rc = show->parser->whole(show->command, text, length, ret);
    return rc ? (rc < 0 ? rc : 0) : parse_lines(show, text, length, ret);
}

int rtx__parse_text(const char *command, const char *text, size_t length,
                    rtx_show **ret)
{
    struct rtx__parse show;
    struct rtx_buf copy;
    int rc;

    if (!command || (!text && length))
        return RTX_E_ARGUMENT;
    memset(&show, 0, sizeof show);
    rtx__buf_init_secret(&copy, (size_t)RTX_SHOW_LIMIT);
    rc = rtx__lines_from_cr(text, length, &copy);
    if (rc > 0)
        text = copy.data;
    if (rc >= 0)
        rc = parse(&show, command, text ? text : "", length, ret);
    rtx__buf_free(&copy);
    rtx__lines_free(&show.lines);
    rtx_free(show.unparsed);
    rtx__arena_free(&show.arena);
    return rc;
}

int rtx_parse_show(const char *command, const char *text, size_t length,
                   rtx_show **ret, struct rtx_show_report *report)
{
    rtx_show *show = NULL;
    int rc;

    if (!ret)
        return RTX_E_ARGUMENT;
    *ret = NULL;
    rc = rtx__parse_text(command, text, length, &show);
    if (rc == 0 && report)
        rc = rtx_show_report(show, report);
    if (rc < 0) {
        rtx_free(show);
        return rc;
    }
    *ret = show;
    return 0;
}

/* Any command will do for the two that have several: show log, show status pp.
 */
#define PARSE(name, type, command)                                    \
    int rtx_parse_##name(const char *text, size_t length, type **ret, \
                         struct rtx_show_report *report)              \
    {                                                                 \
        rtx_show *show = NULL;                                        \
        int rc = RTX_E_ARGUMENT;                                      \
                                                                      \
        if (!ret)                                                     \
            return rc;                                                \
        rc = rtx_parse_show(command, text, length, &show, report);    \
        *ret = (type *)(void *)show;                                  \
        return rc;                                                    \
    }
RTX_OUTPUTS(PARSE)
#undef PARSE
