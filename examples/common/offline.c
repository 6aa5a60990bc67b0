/* See offline.h. */
#include "common/offline.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(struct rtx_error *error, const char *what, const char *path,
                const char *why)
{
    error->code = RTX_E_IO;
    snprintf(error->message, sizeof error->message, "%s cannot be %s: %s", path,
             what, why);
    snprintf(error->hint, sizeof error->hint, "%s", rtx_error_hint(RTX_E_IO));
    return RTX_E_IO;
}

rtx_config *offline_read(const struct cli *cli, const char *path,
                         struct rtx_error *error)
{
    size_t length = 0;
    char *text = cli_read(cli, path, &length);
    rtx_config *running = NULL;

    if (!text) {
        (void)fail(error, "read", path, strerror(errno));
        return NULL;
    }
    if (rtx_config_parse_running(&running, text, length, 0, error) < 0)
        running = NULL;
    explicit_bzero(text, length);
    free(text);
    return running;
}

/* The parts of scheme://[user@]host[:port], as far as a path needs them. */
struct place {
    struct rtx_path path;
    char user[64];
    char host[256];
};

static void split(struct place *p, const char *rest)
{
    const char *at = strrchr(rest, '@');
    const char *port;
    size_t length;

    if (at) {
        snprintf(p->user, sizeof p->user, "%.*s", (int)(at - rest), rest);
        p->path.user = p->user;
        rest = at + 1;
    }
    length = rest[0] == '[' ? strcspn(++rest, "]") : strcspn(rest, ":/?");
    snprintf(p->host, sizeof p->host, "%.*s", (int)length, rest);
    p->path.address = p->host;
    port = rest + length + (rest[length] == ']');
    if (*port == ':')
        p->path.port = (int32_t)strtol(port + 1, NULL, 10);
}

/* False when the endpoint says nothing of a path. */
static bool find_place(struct place *p, const char *endpoint)
{
    static const struct {
        const char *prefix;
        enum rtx_path_transport transport;
    } schemes[] = {{"telnet://", RTX_PATH_TELNET},
                   {"ssh://", RTX_PATH_SSH},
                   {"tcp://", RTX_PATH_SERIAL},
                   {"serial:", RTX_PATH_SERIAL}};

    memset(p, 0, sizeof *p);
    p->path.size = sizeof p->path;
    for (size_t i = 0; endpoint && i < sizeof schemes / sizeof schemes[0];
         i++) {
        size_t length = strlen(schemes[i].prefix);

        if (strncmp(endpoint, schemes[i].prefix, length) != 0)
            continue;
        p->path.transport = schemes[i].transport;
        if (p->path.transport != RTX_PATH_SERIAL)
            split(p, endpoint + length);
        return true;
    }
    return false;
}

rtx_plan *offline_plan(const struct cli *cli, const rtx_config *running,
                       const rtx_config *wanted, bool replace,
                       struct rtx_error *error)
{
    struct place place;
    struct rtx_plan_options options = {.size = sizeof options,
                                       .mode = replace ? RTX_PLAN_REPLACE
                                                       : RTX_PLAN_MERGE};
    rtx_plan *plan = NULL;

    if (find_place(&place, cli->endpoint))
        options.path = &place.path;
    if (rtx_plan_make(&plan, running, wanted, &options, error) < 0)
        return NULL;
    return plan;
}

static int write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, text, length);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        text += n;
        length -= (size_t)n;
    }
    return 0;
}

/* Into what is no file, or what a link names that is not there yet. */
static int write_through(const char *path, const char *text, size_t length)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
    int rc = fd < 0 ? -1 : write_all(fd, text, length);

    if (fd >= 0 && close(fd) < 0)
        rc = -1;
    return rc;
}

/* Beside the file, then in its place: an old backup is lost for a whole new
 * one only. */
static int write_beside(const char *path, const char *text, size_t length)
{
    char beside[4096];
    int fd;
    int rc;
    int n = snprintf(beside, sizeof beside, "%s.XXXXXX", path);

    if (n < 0 || (size_t)n >= sizeof beside) {
        errno = ENAMETOOLONG;
        return -1;
    }
    fd = mkstemp(beside); /* mode 0600 */
    if (fd < 0)
        return -1;
    rc = write_all(fd, text, length) < 0 || fsync(fd) < 0 ? -1 : 0;
    rc = close(fd) < 0 ? -1 : rc;
    if (rc == 0)
        rc = rename(beside, path);
    if (rc < 0)
        (void)unlink(beside);
    return rc;
}

/* A link stays, and what it leads to gets the text. */
static int write_file(const char *path, const char *text, size_t length)
{
    struct stat status;
    char *target;
    int rc;

    if (lstat(path, &status) < 0)
        return write_beside(path, text, length);
    if (stat(path, &status) < 0 || !S_ISREG(status.st_mode))
        return write_through(path, text, length);
    target = realpath(path, NULL);
    rc = target ? write_beside(target, text, length) : -1;
    free(target);
    return rc;
}

/* The text is wiped and freed. */
static int put(char *text, const char *path, struct rtx_error *error)
{
    size_t length = text ? strlen(text) : 0;
    int rc;

    if (!text) {
        error->code = RTX_E_NOMEM;
        snprintf(error->message, sizeof error->message, "out of memory");
        return RTX_E_NOMEM;
    }
    rc = strcmp(path, "-") == 0 ? write_all(STDOUT_FILENO, text, length)
                                : write_file(path, text, length);
    if (rc < 0)
        rc = fail(error, "written", path, strerror(errno));
    explicit_bzero(text, length);
    rtx_free(text);
    return rc;
}

/* The running configuration of the router; NULL and *code when it fails. */
static rtx_config *read_router(struct cli *cli, struct rtx_error *error,
                               int *code)
{
    rtx_session *session = cli_open(cli, error, code);
    rtx_config *running;

    if (!session)
        return NULL;
    running = cli_running(cli, session, error);
    *code = running ? EXIT_DONE : cli_exit_code(error->code);
    (void)rtx_session_close(session, cli->timeout_ms, NULL);
    cli_check_transcript(cli, session);
    rtx_session_free(session);
    return running;
}

static int save(const rtx_config *running, const char *path, char **missing,
                struct rtx_error *error)
{
    return put(rtx_config_backup(running, missing), path, error);
}

static void tell_missing(const struct cli *cli, const char *missing)
{
    while (*missing) {
        size_t length = strcspn(missing, "\n");

        fprintf(stderr, "%s: not in the backup: %.*s\n", cli->program,
                (int)length, missing);
        missing += length + (missing[length] == '\n');
    }
}

int offline_backup(struct cli *cli, const char *saved, const char *path)
{
    struct rtx_error error;
    rtx_config *running;
    char *missing = NULL;
    int code = EXIT_REFUSED;

    rtx_error_init(&error);
    running = saved ? offline_read(cli, saved, &error)
                    : read_router(cli, &error, &code);
    if (running && save(running, path, &missing, &error) == 0) {
        code = EXIT_DONE;
        tell_missing(cli, missing);
    } else if (running) {
        code = EXIT_REFUSED;
    }
    if (error.code != RTX_OK)
        cli_fail(cli, &error);
    rtx_free(missing);
    rtx_config_free(running);
    return code;
}

int offline_startup(struct cli *cli, const char *path)
{
    struct rtx_error error;
    rtx_session *session;
    char *text = NULL;
    int code = EXIT_DONE;
    int rc = 0;

    rtx_error_init(&error);
    session = cli_session(cli, &error, &code);
    if (session) {
        rc = rtx_startup_read(session, cli->timeout_ms * 4, &text);
        if (rc < 0)
            error = *rtx_session_error(session);
        code = rc == RTX_E_REFUSED ? EXIT_READ_REFUSED : cli_exit_code(rc);
        if (rc == 0)
            code = put(text, path, &error) < 0 ? EXIT_REFUSED : EXIT_DONE;
    }
    if (error.code != RTX_OK)
        cli_fail(cli, &error);
    rtx_session_free(session);
    return code;
}
