/*
 * What the programs share: common flags, secrets, opening a session, exit
 * codes.
 */
#ifndef RTX_EXAMPLES_CLI_H
#define RTX_EXAMPLES_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <rtx/rtx.h>

enum cli_exit {
    EXIT_DONE = 0,
    EXIT_FAULT = 1,   /* the doctor found one */
    EXIT_CHANGES = 2, /* a plan with changes */
    EXIT_REFUSED = 3, /* before any setting was sent */
    EXIT_CONNECT = 4, /* cannot connect or log in, or lost early */
    EXIT_ROLLED_BACK = 5,
    EXIT_NEEDS_PERSON = 6,
    EXIT_AWAITING = 7,     /* somebody has to confirm */
    EXIT_READ_REFUSED = 8, /* the router refused a read command */
    EXIT_USAGE = 64,
};

struct cli;
/* Prints an error as JSON on standard output. */
typedef void cli_json_error(const struct cli *cli,
                            const struct rtx_error *error);

struct cli {
    const char *program;
    cli_json_error *json; /* NULL: errors are for people */
    const char *endpoint;
    const char *encoding; /* of fragments; NULL: find out */
    const char *transcript;
    const char *known_hosts;
    const char *ssh_config;
    const char *identity;
    rtx_secret *passphrase;
    bool accept_new_host_key;
    bool legacy_algorithms;
    int64_t timeout_ms;
    rtx_secret *login_password;
    rtx_secret *admin_password;
    bool admin_given;
};

/* The long options that all programs know; put them behind the own ones. */
enum { CLI_FIRST = 1000 };
#define CLI_OPTIONS                                                      \
    {"endpoint", required_argument, NULL, CLI_FIRST},                    \
        {"timeout", required_argument, NULL, CLI_FIRST + 1},             \
        {"login-password-file", required_argument, NULL, CLI_FIRST + 2}, \
        {"admin-password-file", required_argument, NULL, CLI_FIRST + 3}, \
        {"encoding", required_argument, NULL, CLI_FIRST + 4},            \
        {"transcript", required_argument, NULL, CLI_FIRST + 7},          \
        {"help", no_argument, NULL, CLI_FIRST + 5},                      \
        {"known-hosts", required_argument, NULL, CLI_FIRST + 8},         \
        {"accept-new-host-key", no_argument, NULL, CLI_FIRST + 9},       \
        {"ssh-config", required_argument, NULL, CLI_FIRST + 10},         \
        {"identity", required_argument, NULL, CLI_FIRST + 11},           \
        {"passphrase-file", required_argument, NULL, CLI_FIRST + 12},    \
        {"legacy-algorithms", no_argument, NULL, CLI_FIRST + 13},        \
    {                                                                    \
        "version", no_argument, NULL, CLI_FIRST + 6                      \
    }
#define CLI_HELP                                                               \
    "  --endpoint URI              telnet://[user@]host[:port],\n"             \
    "                              ssh://user@host[:port], tcp://host:port,\n" \
    "                              serial:///dev/NAME[?baud=9600]\n"           \
    "                              (else the environment's RTX_ENDPOINT)\n"    \
    "  --timeout S                 longest silence of the router, 15\n"        \
    "  --login-password-file F     first line of F, which only you may read\n" \
    "  --admin-password-file F     likewise; else RTX_LOGIN_PASSWORD and\n"    \
    "                              RTX_ADMIN_PASSWORD (empty: no password),\n" \
    "                              else they are asked for on the terminal\n"  \
    "  --encoding E                of fragments: utf-8, sjis, euc-jp\n"        \
    "  --transcript F              append what is typed and answered to F\n"   \
    "  --known-hosts F             SSH: instead of ~/.ssh/known_hosts\n"       \
    "  --accept-new-host-key       SSH: believe an unknown router, and\n"      \
    "                              write its key down; never a changed one\n"  \
    "  --ssh-config F              SSH: honour F, or ~/.ssh/config for\n"      \
    "                              \"default\"; else none is read\n"           \
    "  --identity F                SSH: a private key, or \"agent\"\n"         \
    "  --passphrase-file F         its passphrase; else RTX_PASSPHRASE\n"      \
    "  --legacy-algorithms         SSH: also the RTX810's old algorithms\n"    \
    "  --help, --version\n"

/* First of all: it sees to the standard streams, too (streams.h). */
void cli_init(struct cli *cli, const char *program);
/* Take a common option; false: it is none. Exits on a bad value. */
bool cli_option(struct cli *cli, int option, const char *value,
                const char *help);
void cli_free(struct cli *cli);

/* Is JSON asked for? Looked for before the options are read, so that what is
 * wrong with them comes as `json` prints it. */
void cli_want_json(struct cli *cli, int argc, char **argv,
                   cli_json_error *json);

/* Say what is wrong with the call, and exit with 64. */
_Noreturn void cli_usage(const struct cli *cli, const char *format, ...)
    RTX_PRINTF(2, 3);
/* Say why nothing can be begun. */
void cli_complain(const struct cli *cli, int error, const char *format, ...)
    RTX_PRINTF(3, 4);
/* The same, and exit with 3. */
_Noreturn void cli_refuse(const struct cli *cli, int error, const char *format,
                          ...) RTX_PRINTF(3, 4);

/* All of a file, or of standard input for "-". NULL: said on stderr. */
char *cli_read(const struct cli *cli, const char *path, size_t *length);

/* ask.c: on the terminal, without echo; NULL where there is none. Whoever
 * answers with Ctrl-C or Ctrl-D ends the program. */
rtx_secret *cli_ask(const struct cli *cli, const char *question);

/* A session with all that was asked for, not opened; NULL as below. */
rtx_session *cli_session(struct cli *cli, struct rtx_error *error,
                         int *exit_code);

/* A session that is open; NULL and *exit_code on failure, *error says why. */
rtx_session *cli_open(struct cli *cli, struct rtx_error *error, int *exit_code);

/* What runs on the router, asked as administrator; NULL: *error says why. */
rtx_config *cli_running(const struct cli *cli, rtx_session *session,
                        struct rtx_error *error);

/* The exit code that a failure to reach the router means. */
int cli_exit_code(int error);

/* Print an error on stderr as one sentence per line. */
void cli_print_error(const struct cli *cli, const struct rtx_error *error);
/* The same, or the one JSON object of a program that was asked for that. */
void cli_fail(const struct cli *cli, const struct rtx_error *error);
/* Say it when not all of the transcript could be written. */
void cli_check_transcript(const struct cli *cli, const rtx_session *session);

#endif
