/* rtx-fleet backup: one file per router, untouched when nothing changed. */
#include <ctype.h>
#include <errno.h>
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

static char *path_of(const struct member *member, const char *end)
{
    char *path = NULL;
    size_t length;
    FILE *out = open_memstream(&path, &length);

    if (!out)
        return NULL;
    fprintf(out, "%s/", directory);
    for (const char *c = member->name; *c; c++)
        fputc(isalnum((unsigned char)*c) || (*c == '.' && c > member->name) ||
                      strchr("-_", *c)
                  ? *c
                  : '_',
              out);
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
    equal = old && strcmp(old, text) == 0;
    if (old)
        explicit_bzero(old, length);
    free(old);
    return equal;
}

/* Whole or not at all. */
static int replace(const struct member *member, const char *path,
                   const char *text)
{
    char *new = path_of(member, ".new");
    mode_t before = umask(077);
    FILE *file = new ? fopen(new, "w") : NULL;
    bool fine;

    umask(before);
    fine = file && fputs(text, file) >= 0;
    if (file && fclose(file) != 0)
        fine = false;
    fine = fine && rename(new, path) == 0;
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
        member->result = "unchanged";
    } else if (rc == 0) {
        rc = replace(member, path, text);
        member->result = "written";
    }
    if (text)
        explicit_bzero(text, strlen(text));
    rtx_free(text);
    free(path);
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
                                                  : cli_exit_code(result->code),
                    result->error);
    }
    if (result->code != 0 || app->json ||
        strcmp(member->result, "written") == 0)
        progress_member(app, member);
}

int run_backup(struct app *app, const char *path)
{
    static const struct rtx_fleet_calls calls = {
        .size = sizeof calls, .session = begin, .next = next, .done = done};
    int rc;

    directory = path;
    if (mkdir(path, 0700) < 0 && errno != EEXIST) {
        fprintf(stderr, "%s: %s: %s\n", app->cli.program, path,
                strerror(errno));
        return EXIT_REFUSED;
    }
    rc = drive(app, &calls, "backup");
    progress_summary(app);
    return rc < 0 ? EXIT_CONNECT : members_exit(app);
}
