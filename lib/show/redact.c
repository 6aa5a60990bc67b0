/* The text of an output for people, without the secrets of configurations. */
#include "show/show.h"

#include <string.h>

#include "dialect/commands.h"

/* A line that is a statement, with its secret words as *. */
static int add_line(struct rtx_buf *out, const struct rtx__line *line)
{
    size_t blanks = strspn(line->text, " \t");
    const char *statement = line->text + blanks;
    const struct rtx_command *command = NULL;
    int rc;

    if (!line->noise && *statement && *statement != '#')
        command = rtx__command_find(statement);
    rc = rtx__buf_add(out, line->text, command ? blanks : line->length);
    if (rc == 0 && command)
        rc = rtx__statement_redact(statement, "*", out);
    return rc ? rc : rtx__buf_char(out, '\n');
}

int rtx_show_text(const char *command, const char *text, size_t length,
                  char **ret)
{
    const struct rtx__command *parser = NULL;
    struct rtx__arena arena = {NULL, true};
    struct rtx__lines lines;
    struct rtx_buf copy;
    struct rtx_buf out;
    int rc;

    if (!command || !ret || (!text && length))
        return RTX_E_ARGUMENT;
    rtx__buf_init_secret(&out, SIZE_MAX / 4);
    rtx__buf_init_secret(&copy, RTX_SHOW_LIMIT);
    memset(&lines, 0, sizeof lines);
    rc = rtx__lines_from_cr(text, length, &copy);
    if (rc > 0)
        text = copy.data;
    if (rc >= 0)
        rc = rtx__command_text(command, &arena, &command);
    if (rc == 0)
        rc = rtx__lines_read(&lines, text ? text : "", length, true);
    if (rc == 0)
        parser = rtx__command_parser(command);
    /* a secret may be broken at the last column */
    if (rc == 0 && parser == &rtx__config)
        rc = rtx__lines_unwrap(&lines, parser->begins, &arena);
    for (size_t i = 0; i < lines.count && rc == 0; i++)
        rc = add_line(&out, &lines.items[i]);
    if (rc == 0) {
        *ret = rtx__buf_take(&out);
        rc = *ret ? 0 : RTX_E_NOMEM;
    }
    rtx__buf_free(&out);
    rtx__buf_free(&copy);
    rtx__lines_free(&lines);
    rtx__arena_free(&arena);
    return rc;
}
