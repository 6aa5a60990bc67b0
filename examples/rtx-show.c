/*
 * rtx-show: ask a router with a show command, print what was understood.
 * The example of librtx's sessions and parsers.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "common/cli.h"

static const char help[] =
    "Usage: rtx-show [OPTION]… COMMAND…\n"
    "       rtx-show --parse COMMAND [OPTION]… FILE|-\n"
    "       rtx-show --ports\n"
    "Ask a Yamaha RTX router with a command such as: show ip route\n\n"
    "  --table                     a table for people (the default)\n"
    "  --json                      one JSON object\n"
    "  --text                      what the router printed, in UTF-8\n"
    "  --parse COMMAND             do the same with a saved output of COMMAND; "
    "all:\n"
    "                              each command of a session's transcript, as "
    "JSON\n"
    "  --show-secrets              with --text: passwords and keys as they "
    "are\n"
    "  --schema COMMAND            print the JSON Schema of its output\n"
    "  --outputs                   print the names of all outputs\n"
    "  --reference                 print what is known of all outputs, as "
    "Markdown\n"
    "  --ports                     list the serial ports of this "
    "computer\n" CLI_HELP
    "\nExit status: 0 done; 3 a file cannot be read; 4 cannot connect or log "
    "in;\n8 the router refused the command; 64 usage.\n";

enum {
    OPT_TABLE = 1,
    OPT_JSON,
    OPT_TEXT,
    OPT_PARSE,
    OPT_SECRETS,
    OPT_SCHEMA,
    OPT_REFERENCE,
    OPT_OUTPUTS,
    OPT_PORTS
};

struct show {
    struct cli cli;
    int format;
    const char *parse;
    bool secrets;
};

static int columns(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        return 0;
    return size.ws_col;
}

static int print(const struct show *s, const char *command, const char *text,
                 size_t length)
{
    bool terminal = isatty(STDOUT_FILENO);
    char *out = NULL;
    int rc = 0;

    if (s->format == OPT_TEXT && s->secrets) {
        fwrite(text, 1, length, stdout);
        return EXIT_DONE;
    }
    if (s->format == OPT_TEXT)
        rc = rtx_show_text(command, text, length, &out);
    else if (strcmp(command, "all") == 0)
        rc = rtx_show_json_all(text, length, &out);
    else if (s->format == OPT_JSON)
        rc = rtx_show_json(command, text, length, &out);
    else
        rc = rtx_show_table(command, text, length,
                            terminal && !getenv("NO_COLOR"),
                            terminal ? columns() : 0, &out);
    if (rc < 0) {
        fprintf(stderr, "rtx-show: %s: %s\n", command, rtx_strerror(rc));
        return EXIT_REFUSED;
    }
    fputs(out, stdout);
    rtx_free(out);
    return EXIT_DONE;
}

/* What needs no router: a schema, the reference. */
static int print_tables(const struct show *s, const char *command)
{
    char *out = NULL;
    int rc =
        command ? rtx_schema_json(command, &out) : rtx_schema_reference(&out);

    if (rc == RTX_E_UNSUPPORTED)
        cli_usage(&s->cli, "no parser for that command");
    if (rc < 0)
        return EXIT_REFUSED;
    fputs(out, stdout);
    rtx_free(out);
    return EXIT_DONE;
}

static int print_outputs(void)
{
    for (size_t i = 0; rtx_schema_output(i); i++)
        puts(rtx_schema_output(i));
    return EXIT_DONE;
}

/* All words as one line, as typed on the router. */
static char *join(int count, char **words)
{
    size_t length = 1;
    char *line;

    for (int i = 0; i < count; i++)
        length += strlen(words[i]) + 1;
    line = calloc(length, 1);
    for (int i = 0; line && i < count; i++) {
        size_t at = strlen(line);

        snprintf(line + at, length - at, "%s%s", i ? " " : "", words[i]);
    }
    return line;
}

/*
 * Most show commands are open to everybody; the configuration is for
 * administrators. A router that asks for more than that is asked again.
 */
static int ask(struct show *s, rtx_session *session, const char *command,
               char **text)
{
    int64_t limit = s->cli.timeout_ms * 20;
    int rc;

    if (strncasecmp(command, "show config", 11) == 0) {
        rc = rtx_session_administrator(session, s->cli.timeout_ms * 2);
        return rc < 0 ? rc : rtx_session_run(session, command, limit, text);
    }
    rc = rtx_session_run(session, command, limit, text);
    if (rc != RTX_E_REFUSED ||
        (!strstr(rtx_session_error(session)->answer, "Administrator use") &&
         !strstr(rtx_session_error(session)->answer, "管理レベル")))
        return rc;
    rtx_free(*text);
    *text = NULL;
    rc = rtx_session_administrator(session, s->cli.timeout_ms * 2);
    return rc < 0 ? rc : rtx_session_run(session, command, limit, text);
}

static int from_router(struct show *s, const char *command)
{
    struct rtx_error error;
    char *text = NULL;
    rtx_session *session;
    int code = EXIT_CONNECT;
    int rc;

    rtx_error_init(&error);
    session = cli_open(&s->cli, &error, &code);
    if (!session) {
        cli_print_error(&s->cli, &error);
        return code;
    }
    rc = ask(s, session, command, &text);
    if (rc == 0) {
        code = print(s, command, text, strlen(text));
    } else {
        error = *rtx_session_error(session);
        if (rc == RTX_E_REFUSED)
            snprintf(error.hint, sizeof error.hint,
                     "check the command; on the router, show command lists "
                     "them");
        code = rc == RTX_E_REFUSED || rc == RTX_E_QUESTION ? EXIT_READ_REFUSED
               : rc == RTX_E_ARGUMENT                      ? EXIT_USAGE
                                                           : EXIT_CONNECT;
        cli_print_error(&s->cli, &error);
    }
    rtx_free(text);
    (void)rtx_session_close(session, s->cli.timeout_ms, NULL);
    rtx_session_free(session);
    return code;
}

static int from_file(struct show *s, const char *path)
{
    size_t length = 0;
    char *text = cli_read(&s->cli, path, &length);
    int code;

    if (!text)
        return EXIT_REFUSED;
    code = print(s, s->parse, text, length);
    free(text);
    return code;
}

static int print_ports(void)
{
    struct rtx_error error;
    rtx_serial_list *list = NULL;
    int count;

    rtx_error_init(&error);
    count = rtx_serial_ports(&list, &error);
    if (count < 0) {
        fprintf(stderr, "rtx-show: %s\n", error.message);
        return EXIT_REFUSED;
    }
    if (count == 0)
        fputs("rtx-show: this computer has no serial port\n", stderr);
    for (int i = 0; i < count; i++) {
        struct rtx_serial_port port = {.size = sizeof port};

        if (rtx_serial_port(list, (size_t)i, &port) < 0)
            continue;
        printf("serial://%-16s %s%s%s%s%s\n", port.device, port.description,
               port.maker[0] ? ", " : "", port.maker,
               port.serial[0] ? ", serial number " : "", port.serial);
    }
    rtx_serial_ports_free(list);
    return EXIT_DONE;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"table", no_argument, NULL, OPT_TABLE},
        {"json", no_argument, NULL, OPT_JSON},
        {"text", no_argument, NULL, OPT_TEXT},
        {"parse", required_argument, NULL, OPT_PARSE},
        {"ports", no_argument, NULL, OPT_PORTS},
        {"show-secrets", no_argument, NULL, OPT_SECRETS},
        {"schema", required_argument, NULL, OPT_SCHEMA},
        {"reference", no_argument, NULL, OPT_REFERENCE},
        {"outputs", no_argument, NULL, OPT_OUTPUTS},
        CLI_OPTIONS,
        {NULL, 0, NULL, 0}};
    struct show s = {.format = OPT_TABLE};
    bool ports = false;
    char *command;
    int option;
    int code;

    cli_init(&s.cli, "rtx-show");
    /* words of the router's command are no options of ours: stop at them */
    while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
        if (cli_option(&s.cli, option, optarg, help))
            continue;
        if (option == OPT_PARSE)
            s.parse = optarg;
        else if (option == OPT_PORTS)
            ports = true;
        else if (option == OPT_SECRETS)
            s.secrets = true;
        else if (option == OPT_SCHEMA || option == OPT_REFERENCE)
            return print_tables(&s, optarg);
        else if (option == OPT_OUTPUTS)
            return print_outputs();
        else if (option == OPT_TABLE || option == OPT_JSON ||
                 option == OPT_TEXT)
            s.format = option;
        else
            cli_usage(&s.cli, "wrong option");
    }
    if (ports) {
        if (s.parse || optind < argc)
            cli_usage(&s.cli, "--ports stands alone");
        cli_free(&s.cli);
        return print_ports();
    }
    if (s.parse && optind + 1 < argc)
        cli_usage(&s.cli, "--parse takes one file, behind the options");
    if (optind >= argc)
        cli_usage(&s.cli, s.parse ? "no file given" : "no command given");
    if (s.parse) {
        code = from_file(&s, argv[optind]);
    } else {
        command = join(argc - optind, argv + optind);
        code = command ? from_router(&s, command) : EXIT_REFUSED;
        free(command);
    }
    cli_free(&s.cli);
    return code;
}
