/*
 * What a deployment began and ended, so that another process can go on: JSON, a
 * head and then a line for each beginning and each end. It lies in the state
 * directory, under a name made from the inventory and the fragments, and goes
 * away when all is done. No secret is in it.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fleet/app.h"

static uint64_t hash(uint64_t h, const char *text)
{
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * 1099511628211u;
    return (h ^ 0xff) * 1099511628211u;
}

/* ---- where it is ---- */

static char *make_directory(void)
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    if (!out)
        return NULL;
    if (state && state[0] == '/')
        fprintf(out, "%s/rtx", state);
    else
        fprintf(out, "%s/.local/state/rtx", home ? home : "");
    fclose(out);
    if (!text)
        return NULL;
    for (char *slash = strchr(text + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(text, 0700);
        *slash = '/';
    }
    (void)mkdir(text, 0700);
    return text;
}

static char *in_directory(const char *directory, const char *name)
{
    char *path = NULL;
    size_t length;
    FILE *out = open_memstream(&path, &length);

    if (!out)
        return NULL;
    fprintf(out, "%s/%s", directory, name);
    fclose(out);
    return path;
}

static char *make_path(const struct app *app, const char *directory,
                       const char *inventory)
{
    uint64_t h = hash(14695981039346656037u, inventory);
    char name[64];

    for (size_t i = 0; i < app->fragments; i++)
        h = hash(h, app->texts[i]);
    snprintf(name, sizeof name, "fleet-%016llx.run", (unsigned long long)h);
    return in_directory(directory, name);
}

/* ---- its head ---- */

/* The options that decide what becomes of a router. */
static char *options_text(struct app *app)
{
    const struct {
        const char *name;
        bool on;
    } all[] = {
        {"--auto-commit", app->auto_commit},
        {"--no-save", app->no_save},
        {"--save-first", app->save_first},
        {"--include-unsaved", app->include_unsaved},
        {"--allow-lockout", app->allow_lockout},
        {"--allow-irreversible", app->irreversible},
    };
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    if (!out)
        return NULL;
    if (app->confirm_s)
        fprintf(out, " --confirm %lld", (long long)app->confirm_s);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].on)
            fprintf(out, " %s", all[i].name);
    fclose(out);
    return text;
}

/* Go on with those that the run was begun with. */
static void adopt(struct app *app, const char *text)
{
    const char *confirm = strstr(text, "--confirm ");

    app->confirm_s = confirm ? strtoll(confirm + 10, NULL, 10) : 0;
    app->auto_commit = strstr(text, "--auto-commit") != NULL;
    app->no_save = strstr(text, "--no-save") != NULL;
    app->save_first = strstr(text, "--save-first") != NULL;
    app->include_unsaved = strstr(text, "--include-unsaved") != NULL;
    app->allow_lockout = strstr(text, "--allow-lockout") != NULL;
    app->irreversible = strstr(text, "--allow-irreversible") != NULL;
}

static void write_line(struct app *app, json_t *line)
{
    if (line) {
        (void)json_dumpf(line, app->run, JSON_COMPACT);
        fputc('\n', app->run);
        fflush(app->run);
    }
    json_decref(line);
}

static void write_head(struct app *app, const char *inventory)
{
    char *options = options_text(app);
    json_t *names = json_array();

    for (size_t i = 0; i < app->fragments; i++)
        json_array_append_new(names, json_string(app->names[i]));
    write_line(app, json_pack("{s:i, s:s, s:o, s:s}", "rtx-fleet", 1,
                              "inventory", inventory, "fragments", names,
                              "options", options ? options : ""));
    free(options);
}

/* ---- reading it ---- */

static struct member *find(const struct app *app, const char *name)
{
    for (size_t i = 0; i < app->count; i++) {
        if (strcmp(app->members[i].name, name) == 0)
            return &app->members[i];
    }
    return NULL;
}

static void take_record(struct app *app, json_t *record)
{
    const char *name = json_string_value(json_object_get(record, "router"));
    struct member *member = name ? find(app, name) : NULL;

    if (member) {
        json_decref(member->past);
        member->past = json_incref(record);
    } else if (name) {
        json_object_set(app->strangers, name, record);
    }
}

/* The head, owned; *records: how many follow. NULL: there is none. */
static json_t *read_back(struct app *app, FILE *file, size_t *records)
{
    json_t *head = NULL;
    char *line = NULL;
    size_t room = 0;
    ssize_t length;

    *records = 0;
    while ((length = getline(&line, &room, file)) > 0) {
        json_t *record = json_loads(line, 0, NULL);

        if (!record || line[length - 1] != '\n') { /* it was not finished */
            json_decref(record);
        } else if (!head) {
            head = record;
        } else {
            ++*records;
            if (app)
                take_record(app, record);
            json_decref(record);
        }
    }
    free(line);
    if (json_integer_value(json_object_get(head, "rtx-fleet")) == 1)
        return head;
    json_decref(head);
    return NULL;
}

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text ? text : "";
}

/* Another run with this inventory: its fragments, for a message; owned. */
static char *another(const char *directory, const char *inventory)
{
    DIR *dir = opendir(directory);
    struct dirent *entry;
    char *found = NULL;

    while (dir && !found && (entry = readdir(dir)) != NULL) {
        size_t length = strlen(entry->d_name);
        char *path =
            length > 4 && strcmp(entry->d_name + length - 4, ".run") == 0
                ? in_directory(directory, entry->d_name)
                : NULL;
        FILE *file = path ? fopen(path, "r") : NULL;
        size_t records;
        json_t *head = file ? read_back(NULL, file, &records) : NULL;

        if (head && records > 0 &&
            strcmp(text_of(head, "inventory"), inventory) == 0)
            found = json_dumps(json_object_get(head, "fragments"), 0);
        json_decref(head);
        if (file)
            fclose(file);
        free(path);
    }
    if (dir)
        closedir(dir);
    return found;
}

/* ---- opening it ---- */

static bool refuse(struct rtx_error *error, int code, const char *hint,
                   const char *format, ...) RTX_PRINTF(4, 5);
static bool refuse(struct rtx_error *error, int code, const char *hint,
                   const char *format, ...)
{
    va_list args;

    rtx_error_init(error);
    error->code = code;
    va_start(args, format);
    vsnprintf(error->message, sizeof error->message, format, args);
    va_end(args);
    snprintf(error->hint, sizeof error->hint, "%s", hint);
    return false;
}

static bool nothing_begun(const char *directory, const char *inventory,
                          struct rtx_error *error)
{
    char *other = another(directory, inventory);

    if (other)
        refuse(error, RTX_E_PRECONDITION,
               "were the fragments changed since? Finish that run first, or "
               "begin this one without --resume",
               "no run with this inventory and these fragments is open; one "
               "with %s is",
               other);
    else
        refuse(error, RTX_E_PRECONDITION,
               "did all end well, or was the inventory or a fragment changed? "
               "Without --resume and --rollback it is begun",
               "no run with this inventory and these fragments is open");
    free(other);
    return false;
}

static bool same_options(struct app *app, const json_t *head,
                         struct rtx_error *error)
{
    const char *before = text_of(head, "options");
    char *now = options_text(app);
    bool fine = now && (!now[0] || strcmp(now, before) == 0);

    if (!fine)
        refuse(error, RTX_E_PRECONDITION,
               "--resume goes on with the options of the run; --forget begins "
               "anew",
               "the run was begun with%s, this is with%s",
               before[0] ? before : " no such options", now ? now : "");
    else
        adopt(app, before);
    free(now);
    return fine;
}

static bool open_locked(struct app *app, struct rtx_error *error)
{
    struct stat status;
    int fd = app->run_path ? open(app->run_path,
                                  O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600)
                           : -1;

    app->run = fd >= 0 ? fdopen(fd, "r+") : NULL;
    if (!app->run)
        return refuse(error, RTX_E_IO, "", "%s cannot be written",
                      app->run_path ? app->run_path : "the state directory");
    if (flock(fd, LOCK_EX | LOCK_NB) < 0 || fstat(fd, &status) < 0 ||
        status.st_nlink == 0) /* it has just ended */
        return refuse(error, RTX_E_LOCKED, "",
                      "another rtx-fleet deploys the same, see %s",
                      app->run_path);
    return true;
}

/* Nobody is forgotten who is in the middle: a router that restarts unless it is
 * confirmed would look as if all were well. */
static bool forget(struct app *app, struct rtx_error *error)
{
    size_t count = past_in_the_middle(app);

    if (count > 0)
        return refuse(error, RTX_E_PRECONDITION,
                      "--resume finishes and confirms them, --rollback takes "
                      "them back",
                      "%zu router%s in the middle of that run, or await%s a "
                      "confirmation (%s)",
                      count, count == 1 ? " is" : "s are",
                      count == 1 ? "s" : "", app->run_path);
    if (ftruncate(fileno(app->run), 0) < 0)
        return refuse(error, RTX_E_IO, "", "%s cannot be written",
                      app->run_path);
    for (size_t i = 0; i < app->count; i++) {
        json_decref(app->members[i].past);
        app->members[i].past = NULL;
    }
    json_object_clear(app->strangers);
    return true;
}

static bool go_on(struct app *app, const char *directory, const char *inventory,
                  struct rtx_error *error)
{
    bool resume = app->yes_resume || app->take_back;
    size_t records = 0;
    json_t *head = read_back(app, app->run, &records);
    bool fine = true;

    if (app->forget) {
        fine = forget(app, error);
        records = 0;
        json_decref(head);
        head = NULL;
    }
    fseek(app->run, 0, SEEK_END);
    if (!fine)
        return false;
    if (!head && ftell(app->run) > 0)
        fine = refuse(error, RTX_E_JOURNAL, "--forget begins anew",
                      "%s is of another version of rtx-fleet", app->run_path);
    else if (records > 0 && !resume)
        fine = refuse(error, RTX_E_PRECONDITION,
                      "--resume goes on, --rollback takes back what is not "
                      "finished, --forget begins anew",
                      "the same was begun before and not finished (%s)",
                      app->run_path);
    else if (records == 0 && resume)
        fine = nothing_begun(directory, inventory, error);
    else if (records > 0)
        fine = same_options(app, head, error);
    else if (!head)
        write_head(app, inventory);
    if (!fine && !head && ftell(app->run) == 0)
        unlink(app->run_path);
    else
        fputs("\n", app->run); /* behind a line that was not finished */
    json_decref(head);
    return fine;
}

bool runfile_open(struct app *app, struct rtx_error *error)
{
    char *directory = make_directory();
    char *real = realpath(app->inventory_path, NULL);
    const char *inventory = real ? real : app->inventory_path;
    bool fine = directory != NULL;

    app->strangers = json_object();
    if (fine) {
        app->run_path = make_path(app, directory, inventory);
        fine =
            open_locked(app, error) && go_on(app, directory, inventory, error);
    }
    free(directory);
    free(real);
    return fine;
}

void runfile_note(struct app *app, const struct member *member,
                  const char *state)
{
    time_t now = time(NULL);
    char print[32];
    char at[32] = "";
    struct tm tm;

    if (!app->run)
        return;
    if (gmtime_r(&now, &tm))
        (void)strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", &tm);
    snprintf(print, sizeof print, "%016llx",
             (unsigned long long)member->wanted);
    /* what another run left in the middle is still of its values */
    write_line(app,
               json_pack("{s:s, s:s, s:s, s:s, s:s, s:s*}", "router",
                         member->name, "state", state, "print",
                         member->live ? text_of(member->past, "print") : print,
                         "endpoint", member->endpoint, "at", at, "journal",
                         member->journal));
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
