/* rtx-fleet backup: one file per router, untouched when nothing changed. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fleet/app.h"

static const char *directory;

static int begin(void *user, size_t router, rtx_session **ret,
                 struct rtx_error *error)
{
    const struct app *app = user;

    return member_session(app, drive_member(app, router), ret, error);
}

/* In the directory and nowhere else, whatever the router is called; no two
 * names make the same file. */
static char *path_of(const struct member *member, const char *end)
{
    char *path = NULL;
    size_t length;
    FILE *out = open_memstream(&path, &length);

    if (!out)
        return NULL;
    fprintf(out, "%s/", directory);
    for (const char *c = member->name; *c; c++) {
        unsigned char byte = (unsigned char)*c;

        if ((isalnum(byte) && byte < 0x80) || byte >= 0x80 ||
            strchr("-_", *c) || (*c == '.' && c > member->name))
            fputc(*c, out);
        else
            fprintf(out, "%%%02X", byte);
    }
    fputs(end, out);
    fclose(out);
    return path;
}

static bool same(const struct app *app, const char *path, const char *text)
{
    size_t length = 0;
    bool equal;
    char *old;

    if (access(path, R_OK) < 0)
        return false;
    old = cli_read(&app->cli, path, &length);
    equal = old && length == strlen(text) && memcmp(old, text, length) == 0;
    if (old)
        explicit_bzero(old, length);
    free(old);
    return equal;
}

/* What others may read now is not left to them. */
static void close_to_others(const struct app *app, const char *path)
{
    struct stat status;

    if (!app->redact && stat(path, &status) == 0 && status.st_mode & 077)
        (void)chmod(path, status.st_mode & 0700);
}

static bool write_new(const char *path, const char *text)
{
    int fd;
    FILE *file;
    bool fine;

    (void)unlink(path); /* of a run that was killed */
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!file)
        return false;
    fine = fputs(text, file) >= 0 && fflush(file) == 0 && fsync(fd) == 0;
    if (fclose(file) != 0)
        fine = false;
    return fine;
}

/* Whole or not at all. */
static int replace(struct member *member, const char *path, const char *text)
{
    char *new = path_of(member, ".new");
    bool fine = new &&write_new(new, text) && rename(new, path) == 0;

    if (!fine) {
        member->text = strdup(strerror(errno));
        if (new)
            (void)unlink(new);
    }
    free(new);
    return fine ? 0 : RTX_E_IO;
}

/* Lines that change although the configuration does not. */
static void drop_dates(char *text)
{
    static const char date[] = "# Reporting Date:";
    char *at = strstr(text, date);

    while (at && at != text && at[-1] != '\n')
        at = strstr(at + 1, date);
    if (at) {
        char *end = strchr(at, '\n');

        end = end ? end + 1 : at + strlen(at);
        memmove(at, end, strlen(end) + 1);
    }
}

static int store(struct app *app, struct member *member,
                 const rtx_config *config)
{
    char *path = path_of(member, ".rtx");
    char *text = app->redact ? rtx_config_text(config, 1)
                             : rtx_config_backup(config, NULL);
    int rc = path && text ? 0 : RTX_E_NOMEM;

    if (text)
        drop_dates(text);
    if (rc == 0 && same(app, path, text)) {
        close_to_others(app, path);
        member->result = "unchanged";
    } else if (rc == 0) {
        rc = replace(member, path, text);
        member->result = "written";
    }
    if (text)
        explicit_bzero(text, strlen(text));
    rtx_free(text);
    free(member->journal);
    member->journal = path;
    return rc;
}

static int next(void *user, size_t router, rtx_session *session, size_t turn)
{
    struct app *app = user;
    rtx_config *config = NULL;
    const char *output;
    int rc;

    if (turn == 0)
        rc = rtx_session_start_administrator(session);
    else if (turn == 1)
        rc = rtx_session_start_run(session, "show config");
    if (turn < 2)
        return rc < 0 ? rc : 1;
    if (rtx_session_result(session) < 0)
        return rtx_session_result(session);
    output = rtx_session_output(session);
    rc = rtx_config_parse_running(&config, output, strlen(output), 0, NULL);
    if (rc == 0)
        rc = store(app, drive_member(app, router), config);
    rtx_config_free(config);
    return rc;
}

/* Why a file could not be written; the router has no part in it. */
static void name_file(const struct member *member, struct rtx_error *error)
{
    snprintf(error->file, sizeof error->file, "%s", member->journal);
    snprintf(error->message, sizeof error->message, "cannot be written: %s",
             member->text);
    snprintf(error->step, sizeof error->step, "backup");
    error->router[0] = '\0';
}

static void tell(struct app *app, struct member *member)
{
    json_t *line;

    if (!app->json) {
        progress_member(app, member);
        return;
    }
    line = member_json(member);
    json_object_del(line, "changes");
    json_object_del(line, "journal");
    json_object_del(line, "earlier_run");
    json_object_set_new(line, "file",
                        member->result && member->exit == EXIT_DONE
                            ? json_string(member->journal)
                            : json_null());
    member->told = true;
    progress_clear(app);
    print_json(line);
}

static void done(void *user, size_t router,
                 const struct rtx_fleet_result *result)
{
    struct app *app = user;
    struct member *member = drive_member(app, router);

    app->ended++;
    member->took_ms = result->took_ms;
    member->exit = EXIT_DONE;
    if (result->code != 0) {
        app->failures++;
        member_fail(member, "failed",
                    result->code == RTX_E_REFUSED ? EXIT_READ_REFUSED
                    : member->text                ? EXIT_REFUSED
                                                  : cli_exit_code(result->code),
                    result->error);
        if (member->text && member->error)
            name_file(member, member->error);
    }
    if (result->code != 0 || app->json ||
        strcmp(member->result, "written") == 0)
        tell(app, member);
}

int run_backup(struct app *app, const char *path)
{
    static const struct rtx_fleet_calls calls = {
        .size = sizeof calls, .session = begin, .next = next, .done = done};
    int rc;

    struct stat status;

    directory = path;
    if ((mkdir(path, 0700) < 0 && errno != EEXIST) || stat(path, &status) < 0 ||
        (!S_ISDIR(status.st_mode) && (errno = ENOTDIR))) {
        fprintf(stderr, "%s: %s: %s\n", app->cli.program, path,
                strerror(errno));
        return EXIT_REFUSED;
    }
    rc = drive(app, &calls, "backup");
    progress_summary(app);
    return rc < 0 ? EXIT_CONNECT : members_exit(app);
}
