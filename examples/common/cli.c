/* See cli.h. */
#include "common/cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/streams.h"

void cli_init(struct cli *cli, const char *program)
{
    streams_begin(program);
    memset(cli, 0, sizeof *cli);
    cli->program = program;
    cli->endpoint = getenv("RTX_ENDPOINT");
    cli->timeout_ms = 15000;
}

void cli_free(struct cli *cli)
{
    rtx_secret_free(cli->login_password);
    rtx_secret_free(cli->admin_password);
    rtx_secret_free(cli->passphrase);
}

void cli_want_json(struct cli *cli, int argc, char **argv, cli_json_error *json)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--json") == 0 ||
            strcmp(argv[i], "--format=json") == 0 ||
            (strcmp(argv[i], "--format") == 0 && i + 1 < argc &&
             strcmp(argv[i + 1], "json") == 0))
            cli->json = json;
    }
}

void cli_usage(const struct cli *cli, const char *format, ...)
{
    struct rtx_error error;
    va_list args;

    rtx_error_init(&error);
    error.code = RTX_E_ARGUMENT;
    snprintf(error.hint, sizeof error.hint, "%s --help", cli->program);
    va_start(args, format);
    vsnprintf(error.message, sizeof error.message, format, args);
    va_end(args);
    if (cli->json)
        cli->json(cli, &error);
    else
        fprintf(stderr, "%s: %s\nTry '%s --help'.\n", cli->program,
                error.message, cli->program);
    exit(EXIT_USAGE);
}

static RTX_PRINTF(3, 0) void complain(const struct cli *cli, int code,
                                      const char *format, va_list args)
{
    struct rtx_error error;

    rtx_error_init(&error);
    error.code = code;
    vsnprintf(error.message, sizeof error.message, format, args);
    cli_fail(cli, &error);
}

void cli_complain(const struct cli *cli, int code, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    complain(cli, code, format, args);
    va_end(args);
}

void cli_refuse(const struct cli *cli, int code, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    complain(cli, code, format, args);
    va_end(args);
    exit(EXIT_REFUSED);
}

static rtx_secret *from_file(const struct cli *cli, const char *path)
{
    const char *reason = "";
    rtx_secret *secret = rtx_secret_from_file(path, &reason);

    if (!secret)
        cli_usage(cli, "%s: %s", path, reason);
    return secret;
}

static int64_t seconds(const struct cli *cli, const char *value)
{
    char *end;
    double s = strtod(value, &end);

    if (end == value || *end || !(s > 0) || s > 86400)
        cli_usage(cli, "--timeout wants seconds, not '%s'", value);
    return (int64_t)(s * 1000);
}

static bool ssh_option(struct cli *cli, int option, const char *value)
{
    switch (option) {
    case CLI_FIRST + 8:
        cli->known_hosts = value;
        return true;
    case CLI_FIRST + 9:
        cli->accept_new_host_key = true;
        return true;
    case CLI_FIRST + 10:
        cli->ssh_config = value;
        return true;
    case CLI_FIRST + 11:
        cli->identity = value;
        return true;
    case CLI_FIRST + 12:
        rtx_secret_free(cli->passphrase);
        cli->passphrase = from_file(cli, value);
        return true;
    case CLI_FIRST + 13:
        cli->legacy_algorithms = true;
        return true;
    default:
        return false;
    }
}

static void check_encoding(const struct cli *cli, const char *name)
{
    struct rtx_error error;
    rtx_config *nothing = NULL;

    rtx_error_init(&error);
    if (rtx_config_parse_fragment(&nothing, "", "", 0, name, &error) < 0)
        cli_usage(cli, "--encoding: %s", error.message);
    rtx_config_free(nothing);
}

bool cli_option(struct cli *cli, int option, const char *value,
                const char *help)
{
    switch (option) {
    case CLI_FIRST:
        cli->endpoint = value;
        return true;
    case CLI_FIRST + 1:
        cli->timeout_ms = seconds(cli, value);
        return true;
    case CLI_FIRST + 2:
        rtx_secret_free(cli->login_password);
        cli->login_password = from_file(cli, value);
        return true;
    case CLI_FIRST + 3:
        rtx_secret_free(cli->admin_password);
        cli->admin_password = from_file(cli, value);
        return true;
    case CLI_FIRST + 4:
        check_encoding(cli, value);
        cli->encoding = value;
        return true;
    case CLI_FIRST + 7:
        cli->transcript = value;
        return true;
    case CLI_FIRST + 5:
        fputs(help, stdout);
        exit(EXIT_DONE);
    case CLI_FIRST + 6:
        printf("%s (librtx) %s\n", cli->program, rtx_version());
        exit(EXIT_DONE);
    default:
        return ssh_option(cli, option, value);
    }
}

char *cli_read(const struct cli *cli, const char *path, size_t *length)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "rb");
    char *text = NULL;
    size_t size = 0;
    size_t used = 0;

    if (!file) {
        fprintf(stderr, "%s: %s: %s\n", cli->program, path, strerror(errno));
        return NULL;
    }
    for (;;) {
        if (used + 1 >= size) {
            char *grown = realloc(text, size = size ? size * 2 : 65536);

            if (!grown)
                break;
            text = grown;
        }
        size_t n = fread(text + used, 1, size - used - 1, file);

        used += n;
        if (n == 0)
            break;
    }
    if (text && ferror(file)) {
        fprintf(stderr, "%s: %s: %s\n", cli->program, path, strerror(errno));
        free(text);
        text = NULL;
    }
    if (!standard)
        fclose(file);
    if (text)
        text[used] = '\0';
    *length = used;
    return text;
}

static void need_secret(const struct cli *cli, rtx_secret **slot,
                        const char *variable, const char *question)
{
    const char *value = getenv(variable);

    if (*slot)
        return;
    *slot =
        value ? rtx_secret_new(value, strlen(value)) : cli_ask(cli, question);
    if (!*slot)
        *slot = rtx_secret_new("", 0);
}

int cli_exit_code(int error)
{
    switch (error) {
    case RTX_E_ARGUMENT:
    case RTX_E_UNSUPPORTED:
        return EXIT_USAGE;
    case RTX_E_FRAGMENT:
    case RTX_E_FORBIDDEN:
    case RTX_E_CHARSET:
    case RTX_E_IRREVERSIBLE:
    case RTX_E_LOCKOUT:
    case RTX_E_UNSAVED:
    case RTX_E_PRECONDITION:
    case RTX_E_LOCKED:
    case RTX_E_JOURNAL:
    case RTX_E_SAVE:
    case RTX_E_SYNTAX:
    case RTX_E_IO:
    case RTX_E_NOMEM:
    case RTX_E_INTERRUPTED:
        return EXIT_REFUSED;
    default:
        return EXIT_CONNECT;
    }
}

static int set_ssh(struct cli *cli, rtx_session *session)
{
    const char *passphrase = getenv("RTX_PASSPHRASE");
    int rc;

    if (!cli->passphrase && passphrase)
        cli->passphrase = rtx_secret_new(passphrase, strlen(passphrase));
    (void)rtx_session_set(session, RTX_OPTION_ACCEPT_NEW_HOST_KEY,
                          cli->accept_new_host_key);
    (void)rtx_session_set(session, RTX_OPTION_LEGACY_ALGORITHMS,
                          cli->legacy_algorithms);
    rc = rtx_session_set_passphrase(session, cli->passphrase);
    if (rc == 0)
        rc = rtx_session_set_text(session, RTX_TEXT_KNOWN_HOSTS,
                                  cli->known_hosts);
    if (rc == 0)
        rc =
            rtx_session_set_text(session, RTX_TEXT_SSH_CONFIG, cli->ssh_config);
    if (rc == 0)
        rc = rtx_session_set_text(session, RTX_TEXT_IDENTITY, cli->identity);
    return rc;
}

static rtx_session *failed(rtx_session *session, int rc,
                           struct rtx_error *error, int *exit_code)
{
    if (session)
        *error = *rtx_session_error(session);
    *exit_code = cli_exit_code(rc);
    rtx_session_free(session);
    return NULL;
}

rtx_session *cli_session(struct cli *cli, struct rtx_error *error,
                         int *exit_code)
{
    rtx_session *session = NULL;
    int rc;

    if (!cli->endpoint || !cli->endpoint[0])
        cli_usage(cli, "no router: give --endpoint or set RTX_ENDPOINT");
    rc = rtx_session_new(&session, cli->endpoint, error);
    if (rc == RTX_E_ARGUMENT || rc == RTX_E_UNSUPPORTED)
        cli_usage(cli, "%s", error->message);
    if (rc == 0) {
        need_secret(cli, &cli->login_password, "RTX_LOGIN_PASSWORD",
                    "Login password");
        need_secret(cli, &cli->admin_password, "RTX_ADMIN_PASSWORD",
                    "Administrator password");
        (void)rtx_session_set(session, RTX_OPTION_SILENCE_MS, cli->timeout_ms);
        (void)rtx_session_set(session, RTX_OPTION_CONNECT_MS, cli->timeout_ms);
        rc = rtx_session_set_login_password(session, cli->login_password);
    }
    if (rc == 0)
        rc = rtx_session_set_admin_password(session, cli->admin_password);
    if (rc == 0)
        rc = set_ssh(cli, session);
    if (rc == 0 && cli->transcript)
        rc = rtx_session_set_transcript(session, cli->transcript);
    return rc == 0 ? session : failed(session, rc, error, exit_code);
}

rtx_session *cli_open(struct cli *cli, struct rtx_error *error, int *exit_code)
{
    rtx_session *session = cli_session(cli, error, exit_code);
    int rc = session ? rtx_session_open(session, cli->timeout_ms * 4) : 0;

    return rc == 0 ? session : failed(session, rc, error, exit_code);
}

rtx_config *cli_running(const struct cli *cli, rtx_session *session,
                        struct rtx_error *error)
{
    rtx_config *running = NULL;
    char *text = NULL;
    int rc = rtx_session_administrator(session, cli->timeout_ms);

    if (rc == 0)
        rc =
            rtx_session_run(session, "show config", cli->timeout_ms * 4, &text);
    if (rc < 0)
        *error = *rtx_session_error(session);
    else if (text && rtx_config_parse_running(&running, text, strlen(text), 0,
                                              error) < 0)
        running = NULL;
    if (text)
        explicit_bzero(text, strlen(text));
    rtx_free(text);
    return running;
}

void cli_print_error(const struct cli *cli, const struct rtx_error *error)
{
    fprintf(stderr, "%s: ", cli->program);
    if (error->file[0])
        fprintf(stderr, "%s:", error->file);
    if (error->file[0] && error->line)
        fprintf(stderr, "%d:", (int)error->line);
    if (error->file[0] && error->column)
        fprintf(stderr, "%d:", (int)error->column);
    fprintf(stderr, "%s%s\n", error->file[0] ? " " : "", error->message);
    if (error->statement[0])
        fprintf(stderr, "  line:    %s\n", error->statement);
    if (error->answer[0])
        fprintf(stderr, "  answer:  %s\n", error->answer);
    if (error->router[0])
        fprintf(stderr, "  router:  %s, at %s\n", error->router, error->step);
    if (error->hint[0])
        fprintf(stderr, "  what to do: %s\n", error->hint);
}

void cli_fail(const struct cli *cli, const struct rtx_error *error)
{
    if (cli->json)
        cli->json(cli, error);
    else
        cli_print_error(cli, error);
}

void cli_check_transcript(const struct cli *cli, const rtx_session *session)
{
    if (session && rtx_session_transcript_lost(session) == 1)
        fprintf(stderr,
                "%s: warning: %s: not all of the transcript could be "
                "written\n",
                cli->program, cli->transcript);
}
