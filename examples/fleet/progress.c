/* Progress on a terminal, plain lines, JSON lines; see app.h. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/report.h"
#include "fleet/app.h"
#include "fleet/terminal.h"

enum {
    SHOWN = 8, /* routers under way */
    BAR = 30,
    BAR_LEAST = 8,
    NAME = 20,
    REST = 24, /* of a router's line behind its name */
};

static bool drawn_at_all(const struct app *app)
{
    return !app->quiet && !(app->json && isatty(STDOUT_FILENO)) &&
           terminal_there();
}

void progress_clear(struct app *app)
{
    for (; app->drawn > 0; app->drawn--)
        fputs("\033[1A\033[2K", stderr);
}

static void add_time(char *text, size_t size, double seconds)
{
    if (seconds < 100)
        snprintf(text, size, "  %.0f s left", seconds);
    else if (seconds < 6000)
        snprintf(text, size, "  %.0f min left", seconds / 60);
    else
        snprintf(text, size, "  %.0f h left", seconds / 3600);
}

/* verb [####....] 12/50  3.2/s  12 s left  1 failed: as much as there is room
 * for. */
static void draw_bar(struct app *app, size_t columns)
{
    struct timespec now;
    char count[64];
    char failed[32] = "";
    char rate[32] = "";
    char left[32] = "";
    char *const parts[] = {rate, left, failed};
    double seconds;
    size_t width = columns - 1;
    size_t used;
    size_t filled;

    clock_gettime(CLOCK_MONOTONIC, &now);
    seconds = (double)now.tv_sec + (double)now.tv_nsec / 1e9 -
              (double)app->began_ms / 1000;
    snprintf(count, sizeof count, "] %zu/%zu", app->ended, app->running);
    if (app->ended > 0 && seconds > 0.5) {
        snprintf(rate, sizeof rate, "  %.1f/s", (double)app->ended / seconds);
        add_time(left, sizeof left,
                 seconds / (double)app->ended *
                     (double)(app->running - app->ended));
    }
    if (app->failures > 0)
        snprintf(failed, sizeof failed, "  %zu failed", app->failures);
    for (size_t i = 0; i < 3; i++) { /* the last is the last to go */
        used = strlen(app->verb) + 2 + strlen(count) + strlen(rate) +
               strlen(left) + strlen(failed);
        if (used + BAR_LEAST > width)
            parts[i][0] = '\0';
    }
    used = strlen(app->verb) + 2 + strlen(count) + strlen(rate) + strlen(left) +
           strlen(failed);
    width = used < width ? width - used : 0;
    width = width < BAR ? width : BAR;
    filled = app->running ? app->ended * width / app->running : width;
    fprintf(stderr, "%s [", app->verb);
    for (size_t i = 0; i < width; i++)
        fputc(i < filled ? '#' : '.', stderr);
    fprintf(stderr, "%s%s%s%s\n", count, rate, left, failed);
    app->drawn++;
}

static void draw_router(struct app *app, const char *name, size_t columns,
                        const struct rtx_fleet_result *result)
{
    size_t room = columns > NAME + REST + 2 ? NAME
                  : columns > REST + 6      ? columns - REST - 2
                                            : 4;
    char rest[64];
    char steps[32] = "";

    if (result->total > 0)
        snprintf(steps, sizeof steps, "%zu/%zu", result->done, result->total);
    snprintf(rest, sizeof rest, " %-10s %5.1f s %s", result->doing,
             (double)result->took_ms / 1000, steps);
    fputs("  ", stderr);
    text_put(stderr, name, room, true);
    text_put(stderr, rest, columns - room - 3, false);
    fputc('\n', stderr);
    app->drawn++;
}

void progress_draw(struct app *app)
{
    size_t under_way = 0;
    size_t columns;
    size_t lines;
    size_t shown = SHOWN;

    if (!drawn_at_all(app))
        return;
    terminal_size(&columns, &lines);
    progress_clear(app);
    if (columns < BAR_LEAST + 20)
        columns = BAR_LEAST + 20;
    if (shown + 3 > lines)
        shown = lines > 3 ? lines - 3 : 0;
    for (size_t i = 0; i < app->running; i++) {
        struct rtx_fleet_result result = {.size = sizeof result};

        if (rtx_fleet_result(app->fleet, i, &result) == 0 &&
            result.state == RTX_FLEET_RUNNING && ++under_way <= shown)
            draw_router(app, drive_member(app, i)->name, columns, &result);
    }
    if (under_way > shown && lines > 3) {
        fprintf(stderr, "  … and %zu more\n", under_way - shown);
        app->drawn++;
    }
    draw_bar(app, columns);
    fflush(stderr);
}

void say(struct app *app, const char *format, ...)
{
    va_list args;

    if (app->json || app->quiet)
        return;
    progress_clear(app);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    fflush(stdout);
}

json_t *member_json(const struct member *member)
{
    return json_pack(
        "{s:s, s:s, s:s, s:b, s:o, s:I, s:I, s:o}", "router", member->name,
        "endpoint", member->endpoint, "result",
        member->result ? member->result : "not_begun", "earlier_run",
        member->earlier, "journal", json_text_or_null(member->journal),
        "changes", (json_int_t)member->changes, "took_ms",
        (json_int_t)member->took_ms, "error", json_of_error(member->error));
}

void print_json(json_t *value)
{
    if (value)
        json_dumpf(value, stdout, JSON_COMPACT);
    putchar('\n');
    fflush(stdout);
    json_decref(value);
}

void progress_member(struct app *app, struct member *member)
{
    const char *colour = terminal_coloured() ? "\033[31m" : "";
    char text[2048];

    if (app->json) {
        member->told = true;
        progress_clear(app);
        print_json(member_json(member));
        return;
    }
    if (!member->error || member->error->code == RTX_OK) {
        say(app, "%s: %s (%.1f s)\n", member->name, member->result,
            (double)member->took_ms / 1000);
        return;
    }
    progress_clear(app);
    (void)rtx_error_text(member->error, text, sizeof text);
    fprintf(stderr, "%s%s: %s%s: %s\n", colour, member->name, member->result,
            colour[0] ? "\033[0m" : "", text);
    if (member->exit == EXIT_NEEDS_PERSON && member->journal)
        fprintf(stderr, "%s: its journal: %s\n", member->name, member->journal);
}

static size_t count(const struct app *app, const char *result)
{
    size_t n = 0;

    for (size_t i = 0; i < app->count; i++)
        n += strcmp(app->members[i].result ? app->members[i].result
                                           : "not_begun",
                    result) == 0;
    return n;
}

/* Of whom nothing was said: with a name each, so that nobody is missed. */
static void tell_rest(struct app *app)
{
    size_t told = 0;

    for (size_t i = 0; i < app->count; i++) {
        struct member *member = &app->members[i];

        if (app->json && !member->told)
            progress_member(app, member);
        else if (app->stopped && member->result &&
                 strcmp(member->result, "not_begun") == 0)
            say(app, "%s%s", told++ ? ", " : "Not begun: ", member->name);
    }
    if (told > 0)
        say(app, "\n");
}

static size_t count_earlier(const struct app *app)
{
    size_t n = 0;

    for (size_t i = 0; i < app->count; i++)
        n += app->members[i].earlier;
    return n;
}

/* How many ended how, in the order in which the words first come. */
void progress_summary(struct app *app)
{
    json_t *all = json_object();
    size_t earlier = count_earlier(app);
    const char *word;
    json_t *value;

    tell_rest(app);
    for (size_t i = 0; i < app->count; i++) {
        const char *result = app->members[i].result;

        result = result ? result : "not_begun";
        if (!json_object_get(all, result))
            json_object_set_new(all, result,
                                json_integer((json_int_t)count(app, result)));
    }
    if (app->json) {
        print_json(json_pack("{s:I, s:I, s:o, s:i}", "routers",
                             (json_int_t)app->count, "earlier_run",
                             (json_int_t)earlier, "summary", all, "exit",
                             members_exit(app)));
        return;
    }
    say(app, "%zu router%s:", app->count, app->count == 1 ? "" : "s");
    json_object_foreach(all, word, value)
        say(app, " %lld %s", (long long)json_integer_value(value), word);
    if (earlier > 0)
        say(app, " (%zu in the run before)", earlier);
    say(app, "\n");
    json_decref(all);
}

void print_refusal(size_t routers, int exit_code, const struct rtx_error *error)
{
    print_json(json_pack("{s:I, s:I, s:{s:I}, s:i, s:o}", "routers",
                         (json_int_t)routers, "earlier_run", (json_int_t)0,
                         "summary", "not_begun", (json_int_t)routers, "exit",
                         exit_code, "error", json_of_error(error)));
}

void print_usage(const struct cli *cli, const struct rtx_error *error)
{
    (void)cli; /* which routers, nobody knows yet */
    print_refusal(0, error->code == RTX_E_ARGUMENT ? EXIT_USAGE : EXIT_REFUSED,
                  error);
}
