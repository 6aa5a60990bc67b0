/* rtx-fleet show: one command on all routers; see app.h. */
#include <stdlib.h>
#include <string.h>

#include "fleet/app.h"
#include "fleet/terminal.h"

static const char *the_command;

static int begin(void *user, size_t router, rtx_session **ret,
                 struct rtx_error *error)
{
    const struct app *app = user;

    return member_session(app, drive_member(app, router), ret, error);
}

static int next(void *user, size_t router, rtx_session *session, size_t turn)
{
    struct app *app = user;
    struct member *member = drive_member(app, router);
    char *json = NULL;
    const char *output;
    int rc;

    if (turn == 0 && member->admin) {
        rc = rtx_session_start_administrator(session);
        return rc < 0 ? rc : 1;
    }
    if (turn == (member->admin ? 1 : 0)) {
        rc = rtx_session_start_run(session, the_command);
        return rc < 0 ? rc : 1;
    }
    if (rtx_session_result(session) < 0)
        return rtx_session_result(session);
    output = rtx_session_output(session);
    rc = rtx_show_json(the_command, output, strlen(output), &json);
    if (rc == 0)
        member->text = strdup(json);
    rtx_free(json);
    return rc;
}

static void done(void *user, size_t router,
                 const struct rtx_fleet_result *result)
{
    struct app *app = user;
    struct member *member = drive_member(app, router);

    app->ended++;
    member->took_ms = result->took_ms;
    if (result->code == 0) {
        member->result = "ok";
        member->exit = EXIT_DONE;
    } else {
        app->failures++;
        member_fail(member, "failed",
                    result->code == RTX_E_REFUSED ? EXIT_READ_REFUSED
                                                  : cli_exit_code(result->code),
                    result->error);
    }
    if (app->json) {
        json_t *line = member_json(member);

        json_object_del(line, "changes");
        json_object_del(line, "journal");
        json_object_set_new(line, "output",
                            member->text ? json_loads(member->text, 0, NULL)
                                         : json_null());
        member->told = true;
        progress_clear(app);
        print_json(line);
    } else if (result->code != 0) {
        progress_member(app, member);
    }
}

/* ---- the table ---- */

static char *cell(const json_t *value)
{
    char *text = NULL;
    size_t length;
    FILE *out;

    if (json_is_string(value))
        return strdup(json_string_value(value));
    if (json_is_null(value))
        return strdup("-");
    if (!json_is_array(value) && !json_is_object(value))
        return json_dumps(value, JSON_ENCODE_ANY);
    out = open_memstream(&text, &length);
    if (!out)
        return NULL;
    fprintf(out, "(%zu)",
            json_is_array(value) ? json_array_size(value)
                                 : json_object_size(value));
    fclose(out);
    return text;
}

/* Rows as arrays of cells, the router first. */
static void add_row(json_t *rows, const json_t *columns, const char *router,
                    const json_t *record)
{
    json_t *row = json_array();
    size_t i;
    json_t *column;

    json_array_append_new(row, json_string(router));
    json_array_foreach(columns, i, column)
    {
        const json_t *value =
            json_object_get(record, json_string_value(column));
        char *text = cell(value ? value : json_null());

        json_array_append_new(row, json_string(text ? text : ""));
        free(text);
    }
    json_array_append_new(rows, row);
}

static void add_columns(json_t *columns, json_t *seen, json_t *record)
{
    const char *name;
    json_t *value;

    json_object_foreach(record, name, value)
    {
        if (json_object_get(seen, name) || json_is_null(value))
            continue; /* absent everywhere: no column */
        json_object_set_new(seen, name, json_true());
        json_array_append_new(columns, json_string(name));
    }
}

static void print_rows(const json_t *rows, const json_t *columns)
{
    size_t count = json_array_size(columns) + 1;
    size_t *widths = calloc(count, sizeof *widths);
    size_t i;
    json_t *row;

    if (!widths)
        return;
    json_array_foreach(rows, i, row)
    {
        for (size_t k = 0; k < count; k++) {
            size_t width =
                text_width(json_string_value(json_array_get(row, k)));

            widths[k] = width > widths[k] ? width : widths[k];
        }
    }
    json_array_foreach(rows, i, row)
    {
        for (size_t k = 0; k < count; k++) {
            const char *text = json_string_value(json_array_get(row, k));

            text_put(stdout, text, widths[k], k + 1 < count);
            fputs(k + 1 < count ? "  " : "", stdout);
        }
        putchar('\n');
    }
    free(widths);
}

/* Each output's records, an object as one; texts without a parser by lines. */
static json_t *records_of(const struct member *member)
{
    json_t *output = member->text ? json_loads(member->text, 0, NULL) : NULL;
    json_t *data = json_incref(json_object_get(output, "data"));
    json_t *all = json_array();
    size_t i;
    json_t *line;

    if (json_is_array(data))
        json_array_extend(all, data);
    else if (json_is_object(data))
        json_array_append(all, data);
    if (json_array_size(all) == 0)
        json_array_foreach(json_object_get(output, "unparsed"), i, line)
            json_array_append_new(all, json_pack("{s:O}", "output", line));
    json_decref(data);
    json_decref(output);
    return all;
}

static void print_table(struct app *app)
{
    json_t *columns = json_array();
    json_t *seen = json_object();
    json_t *rows = json_array();
    json_t *head = json_array();
    json_t *record;
    size_t k;

    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < app->count; i++) {
            json_t *records = records_of(&app->members[i]);

            json_array_foreach(records, k, record)
            {
                if (pass == 0)
                    add_columns(columns, seen, record);
                else
                    add_row(rows, columns, app->members[i].name, record);
            }
            json_decref(records);
        }
    }
    json_array_append_new(head, json_string("router"));
    json_array_extend(head, columns);
    json_array_insert_new(rows, 0, head);
    print_rows(rows, columns);
    json_decref(rows);
    json_decref(columns);
    json_decref(seen);
}

int run_show(struct app *app, const char *command)
{
    static const struct rtx_fleet_calls calls = {
        .size = sizeof calls, .session = begin, .next = next, .done = done};
    int rc;

    the_command = command;
    rc = drive(app, &calls, "show");
    if (!app->json)
        print_table(app);
    return rc < 0 ? EXIT_CONNECT : members_exit(app);
}
