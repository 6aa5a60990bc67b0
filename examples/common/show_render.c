/* What a command printed, in the form that was asked for. */
#include <string.h>
#include <unistd.h>

#include "common/show.h"

struct winsize show_size(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        memset(&size, 0, sizeof size);
    return size;
}

int show_add(struct show_metrics *metrics, const char *command,
             const char *text, size_t length)
{
    struct rtx_show_all *all = NULL;
    rtx_show *one = NULL;
    int rc;

    if (strcmp(command, "all") == 0) {
        rc = rtx_parse_all(text, length, &all);
        for (size_t i = 0; rc == 0 && i < all->count; i++)
            (void)show_metrics_add(metrics, all->items[i]);
        rtx_free(all);
        return rc;
    }
    rc = rtx_parse_show(command, text, length, &one, NULL);
    if (rc == 0 && show_metrics_add(metrics, one) == 0)
        rc = RTX_E_UNSUPPORTED;
    rtx_free(one);
    return rc;
}

static int render_metrics(FILE *out, const char *command, const char *text,
                          size_t length)
{
    struct show_metrics *metrics = show_metrics_new();
    int rc = metrics ? show_add(metrics, command, text, length) : RTX_E_NOMEM;

    if (rc == 0)
        rc = show_metrics_print(metrics, out);
    show_metrics_free(metrics);
    return rc;
}

static int table_flags(const struct show *s, bool colour)
{
    bool units = s->units == SHOW_UNITS_AUTO ? isatty(STDOUT_FILENO)
                                             : s->units == SHOW_UNITS_HUMAN;

    return (colour ? RTX_TABLE_COLOUR : 0) | (units ? RTX_TABLE_UNITS : 0);
}

static int table_width(void)
{
    return isatty(STDOUT_FILENO) ? show_size().ws_col : 0;
}

/* Each command of a transcript with its table. */
static int render_tables(const struct show *s, FILE *out, bool colour,
                         const char *text, size_t length)
{
    struct rtx_show_all *all = NULL;
    int rc = rtx_parse_all(text, length, &all);

    for (size_t i = 0; rc == 0 && i < all->count; i++) {
        struct rtx_show_report report = {.size = sizeof report};
        char *table = NULL;

        rc = rtx_show_report(all->items[i], &report);
        if (rc == 0)
            rc = rtx_show_output_table(all->items[i], table_flags(s, colour),
                                       table_width(), &table);
        if (rc == 0)
            fprintf(out, "%s%s# %s%s\n%s", i ? "\n" : "",
                    colour ? "\033[1m" : "", report.command,
                    colour ? "\033[0m" : "", table);
        rtx_free(table);
    }
    if (rc == 0 && all->count == 0)
        rc = RTX_E_SYNTAX;
    rtx_free(all);
    return rc;
}

/* Of a transcript without a prompt: an empty array. */
static bool holds_none(const char *json)
{
    json += strspn(json, " \n");
    return json[0] == '[' && json[1 + strspn(json + 1, " \n")] == ']';
}

/* `text` in the form that was asked for. */
int show_render(const struct show *s, FILE *out, bool colour,
                const char *command, const char *text, size_t length)
{
    char *form = NULL;
    int rc;

    if (s->format == SHOW_AS_NTC)
        return show_ntc(out, command, text, length);
    if (s->format == SHOW_AS_PROMETHEUS)
        return render_metrics(out, command, text, length);
    if (s->format == SHOW_AS_TEXT && s->secrets) {
        fwrite(text, 1, length, out);
        return 0;
    }
    if (s->format == SHOW_AS_TEXT)
        rc = rtx_show_text(command, text, length, &form);
    else if (strcmp(command, "all") == 0 && s->format == SHOW_AS_TABLES)
        return render_tables(s, out, colour, text, length);
    else if (strcmp(command, "all") == 0)
        rc = rtx_show_json_all(text, length, &form);
    else if (s->format == SHOW_AS_JSON)
        rc = rtx_show_json(command, text, length, &form);
    else
        rc = rtx_show_table(command, text, length, table_flags(s, colour),
                            table_width(), &form);
    if (rc == 0 && strcmp(command, "all") == 0 && holds_none(form))
        rc = RTX_E_SYNTAX;
    if (rc == 0)
        fputs(form, out);
    rtx_free(form);
    return rc;
}
