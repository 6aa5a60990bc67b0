/* What can be asked of an output. */
#include "show/show.h"

int rtx_show_report(const void *output, struct rtx_show_report *ret)
{
    if (!output || !ret)
        return RTX_E_ARGUMENT;
    return rtx__hand_over(ret, &rtx__output(output)->report, sizeof *ret);
}

size_t rtx_show_count(const void *output)
{
    return output ? rtx__output(output)->records.count : 0;
}

int rtx_list_record(const void *list, size_t index, void *record)
{
    const struct rtx_list *from = list;

    if (!from || !record || index >= from->count)
        return RTX_E_ARGUMENT;
    return rtx__hand_over(record, rtx__list_at(from, index), from->stride);
}

int rtx_show_record(const void *output, size_t index, void *record)
{
    return output
               ? rtx_list_record(&rtx__output(output)->records, index, record)
               : RTX_E_ARGUMENT;
}

const char *rtx_show_unparsed(const void *output, size_t index, uint64_t *line)
{
    const struct rtx_show_report *report =
        output ? &rtx__output(output)->report : NULL;

    if (!report || index >= report->unparsed)
        return NULL;
    if (line)
        *line = report->unparsed_lines[index].line;
    return report->unparsed_lines[index].text;
}

int rtx_show_output_json(const void *output, char **ret)
{
    if (!output || !ret)
        return RTX_E_ARGUMENT;
    return rtx__json_write(rtx__output(output), ret);
}

int rtx_show_output_table(const void *output, int flags, int width, char **ret)
{
    if (!output || !ret)
        return RTX_E_ARGUMENT;
    return rtx__table_write(rtx__output(output), (unsigned)flags, width, ret);
}

int rtx_show_json(const char *command, const char *text, size_t length,
                  char **ret)
{
    rtx_show *show = NULL;
    int rc =
        ret ? rtx__parse_text(command, text, length, &show) : RTX_E_ARGUMENT;

    if (rc == 0)
        rc = rtx_show_output_json(show, ret);
    rtx_free(show);
    return rc;
}

int rtx_show_json_all(const char *text, size_t length, char **ret)
{
    struct rtx_show_all *all = NULL;
    int rc = ret ? rtx_parse_all(text, length, &all) : RTX_E_ARGUMENT;

    if (rc == 0)
        rc = rtx__json_write_all(all, ret);
    rtx_free(all);
    return rc;
}

int rtx_show_table(const char *command, const char *text, size_t length,
                   int flags, int width, char **ret)
{
    rtx_show *show = NULL;
    int rc =
        ret ? rtx__parse_text(command, text, length, &show) : RTX_E_ARGUMENT;

    if (rc == 0)
        rc = rtx_show_output_table(show, flags, width, ret);
    rtx_free(show);
    return rc;
}
