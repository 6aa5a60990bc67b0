/* From a command and its text to the object; asking the object. */
#include "show/show.h"

#include <string.h>

void rtx_show_free(rtx_show *show)
{
    if (!show)
        return;
    rtx__lines_free(&show->lines);
    rtx_free(show->unparsed);
    rtx__arena_free(&show->arena);
    rtx_free(show);
}

static int take_line(rtx_show *show, const struct rtx__line *line)
{
    const char *text = line->text + strspn(line->text, "# ");
    int rc = rtx__saw_model(show, text, false);

    show->line_count++;
    if (rc == 0 && show->parser)
        rc = show->parser->line(show, line->text);
    return rc == 0 ? rtx__add_unparsed(show, line) : rc;
}

static int take_lines(rtx_show *show)
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

static int parse(rtx_show *show, const char *command, const char *text,
                 size_t length)
{
    rtx__begins_fn *begins;
    int rc = rtx__command_text(command, &show->arena, &show->command);

    if (rc < 0)
        return rc;
    show->parser = rtx__command_parser(show->command);
    begins = show->parser ? show->parser->begins : NULL;
    rc = rtx__lines_read(&show->lines, text, length);
    if (rc < 0)
        return rc;
    rtx__lines_noise(&show->lines, show->command, begins);
    rc = rtx__lines_unwrap(&show->lines, begins, &show->arena);
    return rc < 0 ? rc : take_lines(show);
}

int rtx__show_parse(rtx_show **ret, const char *command, const char *text,
                    size_t length)
{
    rtx_show *show = NULL;
    int rc = RTX_E_NOMEM;

    if (!command || (!text && length))
        return RTX_E_ARGUMENT;
    show = rtx__calloc(1, sizeof *show);
    if (!show)
        goto out;
    rc = parse(show, command, text ? text : "", length);
    if (rc < 0)
        goto out;
    *ret = show;
    show = NULL; /* handed over */
out:
    rtx_show_free(show);
    return rc;
}

static int fill_report(const rtx_show *show, struct rtx_show_report *ret)
{
    struct rtx_show_report full = {0};

    full.complete = show->unparsed_count == 0 && show->parser;
    full.lines = show->line_count;
    full.unparsed = show->unparsed_count;
    full.understood = full.lines - full.unparsed;
    full.command = show->command;
    full.language = rtx__language(show);
    full.model = show->model;
    full.revision = show->revision;
    return rtx__hand_over(ret, &full, sizeof full);
}

int rtx_parse_show(const char *command, const char *text, size_t length,
                   rtx_show **ret, struct rtx_show_report *report,
                   struct rtx_error *error)
{
    rtx_show *show = NULL;
    int rc = RTX_E_ARGUMENT;

    if (ret)
        rc = rtx__show_parse(&show, command, text, length);
    if (rc == 0 && report)
        rc = fill_report(show, report);
    if (rc < 0) {
        rtx_show_free(show);
        return rtx__error(error, rc, "the output cannot be parsed: %s",
                          rtx_strerror(rc));
    }
    *ret = show;
    return 0;
}

int rtx_parse_environment(const char *text, size_t length, rtx_show **ret,
                          struct rtx_show_report *report,
                          struct rtx_error *error)
{
    return rtx_parse_show(rtx__environment.name, text, length, ret, report,
                          error);
}

int rtx_parse_ip_route(const char *text, size_t length, rtx_show **ret,
                       struct rtx_show_report *report, struct rtx_error *error)
{
    return rtx_parse_show(rtx__ip_route.name, text, length, ret, report, error);
}

int rtx_parse_log(const char *text, size_t length, rtx_show **ret,
                  struct rtx_show_report *report, struct rtx_error *error)
{
    return rtx_parse_show(rtx__log.name, text, length, ret, report, error);
}

size_t rtx_show_count(const rtx_show *show)
{
    return show ? show->records.count : 0;
}

int rtx_list_record(const struct rtx_list *list, size_t index, void *record)
{
    if (!list || !record || index >= list->count)
        return RTX_E_ARGUMENT;
    return rtx__hand_over(record, rtx__list_at(list, index), list->stride);
}

int rtx_show_record(const rtx_show *show, size_t index, void *record)
{
    return show ? rtx_list_record(&show->records, index, record)
                : RTX_E_ARGUMENT;
}

static int checked(const rtx_show *show, const struct rtx__schema *schema,
                   size_t index, void *record)
{
    if (!show || !show->parser || show->parser->schema != schema)
        return RTX_E_ARGUMENT;
    return rtx_show_record(show, index, record);
}

int rtx_show_environment(const rtx_show *show, struct rtx_environment *ret)
{
    return checked(show, &rtx__schema_environment, 0, ret);
}

int rtx_show_ip_route(const rtx_show *show, size_t index,
                      struct rtx_ip_route *ret)
{
    return checked(show, &rtx__schema_ip_route, index, ret);
}

int rtx_show_log_entry(const rtx_show *show, size_t index,
                       struct rtx_log_entry *ret)
{
    return checked(show, &rtx__schema_log_entry, index, ret);
}
