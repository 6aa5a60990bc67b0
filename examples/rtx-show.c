/*
 * rtx-show: ask a router with a show command, print what was understood.
 * The example of librtx's sessions and parsers.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/report.h"
#include "common/show.h"

static const char help[] =
    "Usage: rtx-show [OPTION]… COMMAND…\n"
    "       rtx-show --parse COMMAND [OPTION]… FILE|-\n"
    "       rtx-show --ports\n"
    "Ask a Yamaha RTX router with a command such as: show ip route\n\n"
    "  --table                     a table for people (the default)\n"
    "  --human                     with --table: KiB, MiB, 2d 16h (the "
    "default on a\n"
    "                              terminal)\n"
    "  --exact                     with --table: every octet and second\n"
    "  --json                      one JSON object\n"
    "  --text                      what the router printed, in UTF-8\n"
    "  --format F                  table, json, text; ntc: ntc-templates' "
    "keys,\n"
    "                              of show environment and show ip route;\n"
    "                              prometheus: for the textfile collector; "
    "without\n"
    "                              COMMAND all that has samples\n"
    "  --watch SECONDS             ask again and again, until Ctrl-C\n"
    "  --parse COMMAND             do the same with a saved output of COMMAND; "
    "all:\n"
    "                              each command of a session's transcript, as "
    "JSON,\n"
    "                              or with --table under its command\n"
    "  --any                       run what does more than look, too\n"
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
    OPT_PORTS,
    OPT_FORMAT,
    OPT_WATCH,
    OPT_HUMAN,
    OPT_EXACT,
    OPT_ANY
};

static int print(const struct show *s, const char *command, const char *text,
                 size_t length)
{
    bool colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
    struct rtx_error error;
    int rc = show_render(s, stdout, colour, command, text, length);

    if (rc == 0)
        return EXIT_DONE;
    if (rc == RTX_E_UNSUPPORTED)
        cli_usage(&s->cli, "%s: nothing in that format", command);
    rtx_error_init(&error);
    error.code = rc;
    snprintf(error.message, sizeof error.message, "%s: %s", command,
             rc == RTX_E_SYNTAX ? "no show command behind a prompt is in it"
                                : rtx_strerror(rc));
    cli_fail(&s->cli, &error);
    return EXIT_REFUSED;
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

static int from_router(struct show *s, const char *command)
{
    char *text = NULL;
    int code;
    rtx_session *session = show_connect(s, &code);
    int rc;

    if (!session)
        return code;
    rc = show_ask(s, session, command, &text);
    code = rc < 0 ? show_failed(s, session, rc)
                  : print(s, command, text, strlen(text));
    rtx_free(text);
    show_leave(s, session);
    return code;
}

static int from_file(struct show *s, const char *path)
{
    size_t length = 0;
    char *text = cli_read(&s->cli, path, &length);
    int code;

    if (!text)
        cli_refuse(&s->cli, RTX_E_IO, "%s cannot be read", path);
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

static int format_of(const struct show *s, const char *name)
{
    static const struct {
        const char *name;
        int format;
    } formats[] = {{"table", SHOW_AS_TABLES},
                   {"json", SHOW_AS_JSON},
                   {"text", SHOW_AS_TEXT},
                   {"ntc", SHOW_AS_NTC},
                   {"prometheus", SHOW_AS_PROMETHEUS}};

    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(formats[i].name, name) == 0)
            return formats[i].format;
    }
    cli_usage(&s->cli, "no such format: %s", name);
}

static int seconds_of(const struct show *s, const char *text)
{
    char *end;
    long seconds = strtol(text, &end, 10);

    if (end == text || *end || seconds < 1 || seconds > 86400)
        cli_usage(&s->cli, "--watch takes 1 to 86400 seconds");
    return (int)seconds;
}

/* What it was asked to type must be a command, and one that only looks. */
static void check_command(const struct show *s, int count, char **words,
                          const char *command)
{
    for (int i = 0; i < count; i++) {
        if (strncmp(words[i], "--", 2) == 0)
            cli_usage(&s->cli, "%s: options stand before the command",
                      words[i]);
    }
    if (!s->any && command && rtx_show_only_reads(command) != 1)
        cli_usage(&s->cli,
                  "'%s' may do more than look: settings are for rtx-deploy; "
                  "--any runs it all the same",
                  command);
}

/* What is left of the arguments: a file, or the words of a command. */
static int run(struct show *s, int count, char **words)
{
    char *command;
    int code;

    if (s->parse && !*s->parse)
        cli_usage(&s->cli, "--parse takes the command, then the file");
    if (s->parse && s->watch_s)
        cli_usage(&s->cli, "--watch needs a router, not a file");
    if (s->parse && count > 1)
        cli_usage(&s->cli, "--parse takes one file, behind the options");
    if (count == 0 && s->format == SHOW_AS_PROMETHEUS && !s->parse &&
        !s->watch_s)
        return show_gather(s);
    if (count == 0)
        cli_usage(&s->cli, s->parse ? "no file given" : "no command given");
    if (s->parse)
        return from_file(s, words[0]);
    command = join(count, words);
    check_command(s, count, words, command);
    code = !command     ? EXIT_REFUSED
           : s->watch_s ? show_watch(s, command)
                        : from_router(s, command);
    free(command);
    return code;
}

/* An option without a value; false: it is none of these. */
static bool set_flag(struct show *s, int option)
{
    switch (option) {
    case OPT_TABLE:
        s->format = SHOW_AS_TABLES;
        return true;
    case OPT_JSON:
        s->format = SHOW_AS_JSON;
        return true;
    case OPT_TEXT:
        s->format = SHOW_AS_TEXT;
        return true;
    case OPT_HUMAN:
        s->units = SHOW_UNITS_HUMAN;
        return true;
    case OPT_EXACT:
        s->units = SHOW_UNITS_EXACT;
        return true;
    case OPT_SECRETS:
        s->secrets = true;
        return true;
    case OPT_ANY:
        s->any = true;
        return true;
    default:
        return false;
    }
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
        {"format", required_argument, NULL, OPT_FORMAT},
        {"watch", required_argument, NULL, OPT_WATCH},
        {"human", no_argument, NULL, OPT_HUMAN},
        {"exact", no_argument, NULL, OPT_EXACT},
        {"any", no_argument, NULL, OPT_ANY},
        CLI_OPTIONS,
        {NULL, 0, NULL, 0}};
    struct show s = {.format = SHOW_AS_TABLE};
    bool ports = false;
    int option;
    int code;

    cli_init(&s.cli, "rtx-show");
    cli_want_json(&s.cli, argc, argv, report_error);
    /* words of the router's command are no options of ours: stop at them */
    while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
        if (cli_option(&s.cli, option, optarg, help) || set_flag(&s, option))
            continue;
        if (option == OPT_PARSE)
            s.parse = optarg;
        else if (option == OPT_PORTS)
            ports = true;
        else if (option == OPT_FORMAT)
            s.format = format_of(&s, optarg);
        else if (option == OPT_WATCH)
            s.watch_s = seconds_of(&s, optarg);
        else if (option == OPT_SCHEMA || option == OPT_REFERENCE)
            return print_tables(&s, optarg);
        else if (option == OPT_OUTPUTS)
            return print_outputs();
        else
            cli_usage(&s.cli, "wrong option");
    }
    if (ports && (s.parse || optind < argc))
        cli_usage(&s.cli, "--ports stands alone");
    code = ports ? print_ports() : run(&s, argc - optind, argv + optind);
    cli_free(&s.cli);
    return code;
}
