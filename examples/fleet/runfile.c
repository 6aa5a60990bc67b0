/*
 * What a deployment began and ended, a line each, so that another process can
 * go on: RESULT ROUTER. It lies in the state directory, under a name made from
 * the inventory and the fragments, and goes away when all routers have ended.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fleet/app.h"

static uint64_t hash(uint64_t h, const char *text)
{
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * 1099511628211u;
    return (h ^ 0xff) * 1099511628211u;
}

static char *make_path(const struct app *app)
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    char *real = realpath(app->inventory_path, NULL);
    uint64_t h = hash(14695981039346656037u, real ? real : "");
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    free(real);
    for (size_t i = 0; i < app->fragments; i++)
        h = hash(h, app->texts[i]);
    if (!out)
        return NULL;
    if (state && state[0] == '/')
        fprintf(out, "%s/rtx", state);
    else
        fprintf(out, "%s/.local/state/rtx", home ? home : "");
    fprintf(out, "/fleet-%016llx.run", (unsigned long long)h);
    fclose(out);
    for (char *slash = text ? strchr(text + 1, '/') : NULL; slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(text, 0700);
        *slash = '/';
    }
    return text;
}

static struct member *find(const struct app *app, const char *name)
{
    for (size_t i = 0; i < app->count; i++) {
        if (strcmp(app->members[i].name, name) == 0)
            return &app->members[i];
    }
    return NULL;
}

/* The word as one that lives as long as the program. */
static const char *known(const char *word, int *exit)
{
    static const struct {
        const char *word;
        int exit;
    } words[] = {{"committed", EXIT_DONE},
                 {"applied", EXIT_DONE},
                 {"unchanged", EXIT_DONE},
                 {"awaiting_confirmation", EXIT_AWAITING}};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(word, words[i].word) == 0) {
            *exit = words[i].exit;
            return words[i].word;
        }
    }
    return NULL;
}

static size_t read_back(struct app *app)
{
    char line[512];
    size_t lines = 0;

    while (fgets(line, sizeof line, app->run)) {
        char *blank = strchr(line, ' ');
        struct member *member;
        size_t length = strlen(line);

        if (!blank || line[length - 1] != '\n')
            break; /* a line that was not finished */
        line[length - 1] = *blank = '\0';
        lines++;
        member = find(app, blank + 1);
        if (!member)
            continue;
        member->begun = strcmp(line, "begun") == 0;
        member->result = known(line, &member->exit);
    }
    return lines;
}

static bool refuse(struct rtx_error *error, int code, const char *format,
                   const char *path)
{
    rtx_error_init(error);
    error->code = code;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(error->message, sizeof error->message, format, path);
#pragma GCC diagnostic pop
    return false;
}

bool runfile_open(struct app *app, struct rtx_error *error)
{
    size_t lines;
    int fd;

    app->run_path = make_path(app);
    fd = app->run_path ? open(app->run_path,
                              O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600)
                       : -1;
    app->run = fd >= 0 ? fdopen(fd, "r+") : NULL;
    if (!app->run)
        return refuse(error, RTX_E_IO, "%s cannot be written",
                      app->run_path ? app->run_path : "the state directory");
    if (flock(fd, LOCK_EX | LOCK_NB) < 0)
        return refuse(error, RTX_E_LOCKED,
                      "another rtx-fleet deploys the same, see %s",
                      app->run_path);
    if (app->forget && ftruncate(fd, 0) < 0)
        return refuse(error, RTX_E_IO, "%s cannot be written", app->run_path);
    lines = read_back(app);
    fseek(app->run, 0, SEEK_END);
    if (lines > 0 && !app->yes_resume)
        return refuse(error, RTX_E_PRECONDITION,
                      "the same was begun before and not finished (%s): "
                      "--resume goes on, --forget begins anew",
                      app->run_path);
    return true;
}

void runfile_note(struct app *app, const struct member *member,
                  const char *state)
{
    if (!app->run)
        return;
    fprintf(app->run, "%s %s\n", state, member->name);
    fflush(app->run);
}

void runfile_end(struct app *app, bool all)
{
    if (!app->run)
        return;
    if (all)
        unlink(app->run_path);
    fclose(app->run);
    app->run = NULL;
}
