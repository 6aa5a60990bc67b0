/* Progress on a terminal, plain lines, JSON lines; see app.h. */
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fleet/app.h"

enum { SHOWN = 8, WIDTH = 30 };

static bool on_terminal(const struct app *app)
{
    return !app->json && !app->quiet && isatty(STDERR_FILENO);
}

void progress_clear(struct app *app)
{
    for (; app->drawn > 0; app->drawn--)
        fputs("\033[1A\033[2K", stderr);
}

static void draw_bar(struct app *app)
{
    struct timespec now;
    double seconds;
    size_t filled = app->running ? app->ended * WIDTH / app->running : WIDTH;

    clock_gettime(CLOCK_MONOTONIC, &now);
    seconds = (double)now.tv_sec + (double)now.tv_nsec / 1e9 -
              (double)app->began_ms / 1000;
    fprintf(stderr, "%-7s[", app->verb);
    for (size_t i = 0; i < WIDTH; i++)
        fputc(i < filled ? '#' : '.', stderr);
    fprintf(stderr, "] %zu/%zu", app->ended, app->running);
    if (app->ended > 0 && seconds > 0.5)
        fprintf(stderr, "  %.1f/s  %.0f s left", (double)app->ended / seconds,
                seconds / (double)app->ended *
                    (double)(app->running - app->ended));
    if (app->failures > 0)
        fprintf(stderr, "  %zu failed", app->failures);
    fputc('\n', stderr);
    app->drawn++;
}

void progress_draw(struct app *app)
{
    size_t under_way = 0;

    if (!on_terminal(app))
        return;
    progress_clear(app);
    for (size_t i = 0; i < app->running; i++) {
        struct rtx_fleet_result result = {.size = sizeof result};

        if (rtx_fleet_result(app->fleet, i, &result) < 0 ||
            result.state != RTX_FLEET_RUNNING || ++under_way > SHOWN)
            continue;
        fprintf(stderr, "  %-20.20s %-10s", drive_member(app, i)->name,
                result.doing);
        if (result.total > 0)
            fprintf(stderr, " %zu/%zu", result.done, result.total);
        fprintf(stderr, "  %.1f s\n", (double)result.took_ms / 1000);
        app->drawn++;
    }
    if (under_way > SHOWN) {
        fprintf(stderr, "  … and %zu more\n", under_way - SHOWN);
        app->drawn++;
    }
    draw_bar(app);
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

static json_t *text_or_null(const char *text)
{
    return text && text[0] ? json_string(text) : json_null();
}

static json_t *error_json(const struct rtx_error *error)
{
    char code[32];
    const char *name;
    size_t i = 0;

    if (!error || error->code == RTX_OK)
        return json_null();
    name = rtx_error_name(error->code);
    for (; name[i] && i + 1 < sizeof code; i++)
        code[i] = (char)tolower((unsigned char)name[i]);
    code[i] = '\0';
    return json_pack(
        "{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "code", code, "message",
        error->message, "step", text_or_null(error->step), "file",
        text_or_null(error->file), "line",
        error->line ? json_integer(error->line) : json_null(), "statement",
        text_or_null(error->statement), "answer", text_or_null(error->answer),
        "hint", text_or_null(error->hint));
}

json_t *member_json(const struct member *member)
{
    return json_pack(
        "{s:s, s:s, s:s, s:b, s:o, s:I, s:I, s:o}", "router", member->name,
        "endpoint", member->endpoint, "result",
        member->result ? member->result : "not_begun", "earlier_run",
        member->earlier, "journal", text_or_null(member->journal), "changes",
        (json_int_t)member->changes, "took_ms", (json_int_t)member->took_ms,
        "error", error_json(member->error));
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
    char text[2048];

    if (app->json) {
        member->told = true;
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
    fprintf(stderr, "%s: %s: %s\n", member->name, member->result, text);
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
