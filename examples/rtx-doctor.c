/* rtx-doctor: says what is broken, why, and the remedy. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/report.h"
#include "common/stage.h"
#include "common/streams.h"

enum { FIXES_MOST = 64 };

static const char help[] =
    "usage: rtx-doctor [--endpoint URI | --parse FILE...] [vpn|internet|all]\n"
    "                  [--fix] [--json]\n"
    "Follow a connection through the router's show commands, link by link, and "
    "say\nwhere it is broken, with the evidence, the cause and the remedy.\n\n"
    "  --parse FILE                saved transcripts instead of a router; "
    "often\n"
    "  --fix                       apply the remedies that are settings, as a\n"
    "                              transaction; ask before each command\n"
    "  --yes                       with --fix: run the commands unasked\n"
    "  --allow-lockout             with --fix: accept changes that can cut\n"
    "                              you off\n"
    "  --language ja|en            else as the environment says\n"
    "  --json                      one object for programs\n" CLI_HELP
    "\nExit status: 0 no fault, 1 a fault, 3 refused before any setting was "
    "sent,\n4 cannot connect, 5 the remedy failed and was rolled back, 6 it "
    "needs a person,\n64 wrong usage.\n";

struct program {
    struct cli cli;
    unsigned scope;
    bool fix;
    bool yes;
    bool allow_lockout;
    bool json;
    bool japanese;
    const char **files;
    size_t file_count;
    rtx_doctor *doctor;
};

static bool speaks_japanese(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < 3; i++) {
        const char *value = getenv(names[i]);

        if (value && value[0])
            return strncmp(value, "ja", 2) == 0;
    }
    return false;
}

static void take_language(struct program *p, const char *value)
{
    if (strcmp(value, "ja") != 0 && strcmp(value, "en") != 0)
        cli_usage(&p->cli, "--language wants ja or en, not '%s'", value);
    p->japanese = value[0] == 'j';
}

static void take_scope(struct program *p, const char *word)
{
    static const struct {
        const char *word;
        unsigned scope;
    } scopes[] = {{"vpn", RTX_DOCTOR_VPN},
                  {"internet", RTX_DOCTOR_INTERNET},
                  {"all", RTX_DOCTOR_ALL}};

    for (size_t i = 0; i < 3; i++) {
        if (strcmp(scopes[i].word, word) == 0) {
            p->scope = scopes[i].scope;
            return;
        }
    }
    cli_usage(&p->cli, "'%s' is none of vpn, internet, all", word);
}

static void read_options(struct program *p, int argc, char **argv)
{
    static const struct option options[] = {
        {"parse", required_argument, NULL, 'p'},
        {"fix", no_argument, NULL, 'f'},
        {"yes", no_argument, NULL, 'y'},
        {"allow-lockout", no_argument, NULL, 'a'},
        {"json", no_argument, NULL, 'j'},
        {"language", required_argument, NULL, 'l'},
        CLI_OPTIONS,
        {0}};
    int option;

    p->files = calloc((size_t)argc, sizeof *p->files);
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 'p' && p->files)
            p->files[p->file_count++] = optarg;
        else if (option == 'f')
            p->fix = true;
        else if (option == 'y')
            p->yes = true;
        else if (option == 'a')
            p->allow_lockout = true;
        else if (option == 'j')
            p->json = true;
        else if (option == 'l')
            take_language(p, optarg);
        else if (!cli_option(&p->cli, option, optarg, help))
            cli_usage(&p->cli, "wrong usage");
    }
    for (; optind < argc; optind++)
        take_scope(p, argv[optind]);
    if (p->fix && p->file_count > 0)
        cli_usage(&p->cli, "--fix needs a router, not --parse");
    if ((p->yes || p->allow_lockout) && !p->fix)
        cli_usage(&p->cli, "--yes and --allow-lockout go with --fix");
}

/* ---- looking ---- */

static int add_files(struct program *p)
{
    for (size_t i = 0; i < p->file_count; i++) {
        size_t length;
        char *text = cli_read(&p->cli, p->files[i], &length);
        int rc = text ? rtx_doctor_add(p->doctor, text, length) : RTX_E_IO;

        free(text);
        if (rc < 0) {
            cli_refuse(&p->cli, rc, "%s: %s", p->files[i],
                       rc == RTX_E_SYNTAX
                           ? "no show command behind a prompt is in it"
                           : rtx_strerror(rc));
        }
    }
    return 0;
}

static int say(const struct program *p)
{
    char *text = NULL;
    bool colour = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
    int rc = p->json ? rtx_doctor_json(p->doctor, &text)
                     : rtx_doctor_text(p->doctor, p->japanese, colour, &text);

    if (rc == 0)
        fputs(text, stdout);
    rtx_free(text);
    return rc;
}

/* ---- mending ---- */

static bool confirmed(const struct program *p, const char *command)
{
    char answer[16] = "";
    FILE *terminal;

    if (p->yes)
        return true;
    terminal = fopen("/dev/tty", "r+");
    if (!terminal) {
        fprintf(stderr, "%s: not run without --yes: %s\n", p->cli.program,
                command);
        return false;
    }
    fprintf(terminal, "Run '%s' on the router? It cannot be undone. (y/N) ",
            command);
    fflush(terminal);
    if (!fgets(answer, sizeof answer, terminal))
        answer[0] = '\0';
    fclose(terminal);
    return answer[0] == 'y' || answer[0] == 'Y';
}

/* The settings of all findings, each once; owned. */
static char *settings(const struct program *p)
{
    struct rtx_finding f = {.size = sizeof f};
    const char *seen[FIXES_MOST];
    size_t count = 0;
    size_t size = 1;
    char *all = calloc(1, 1);

    for (size_t i = 0; all && rtx_doctor_finding(p->doctor, i, &f) == 0; i++) {
        bool known = f.remedy_kind != RTX_REMEDY_SETTING;
        char *grown;

        for (size_t k = 0; k < count && !known; k++)
            known = strcmp(seen[k], f.fix) == 0;
        if (known || count >= FIXES_MOST)
            continue;
        seen[count++] = f.fix;
        size += strlen(f.fix) + 32;
        grown = realloc(all, size);
        if (!grown)
            break;
        all = grown;
        snprintf(all + strlen(all), size - strlen(all), "%spp select none\n",
                 f.fix);
    }
    return all;
}

static int commit(struct program *p, rtx_session *session,
                  const rtx_config *fragment)
{
    rtx_transaction *t = NULL;
    struct rtx_error error;
    enum rtx_outcome outcome;
    int code;

    rtx_error_init(&error);
    if (rtx_transaction_new(&t, session, fragment, &error) < 0)
        return EXIT_REFUSED;
    (void)rtx_transaction_set(t, RTX_TRANSACTION_ALLOW_LOCKOUT,
                              p->allow_lockout);
    if (rtx_transaction_set_text(t, RTX_TRANSACTION_STATE_DIRECTORY, "") < 0) {
        fprintf(stderr, "%s: no journal can be kept: set HOME\n",
                p->cli.program);
        rtx_transaction_free(t);
        return EXIT_REFUSED;
    }
    (void)rtx_transaction_start_plan(t);
    (void)stage_run(&p->cli, t, NULL, NULL);
    if (rtx_transaction_outcome(t) == RTX_OUTCOME_PLANNED) {
        char *plan = rtx_plan_text(rtx_transaction_plan(t), 0);

        fprintf(stderr, "%s", plan ? plan : "");
        rtx_free(plan);
        streams_keep_status();
        (void)rtx_transaction_start_commit(t);
        (void)stage_run(&p->cli, t, NULL, NULL);
    }
    outcome = rtx_transaction_outcome(t);
    fprintf(stderr, "%s: %s\n", p->cli.program, rtx_outcome_name(outcome));
    if (rtx_transaction_error(t)->code != RTX_OK)
        cli_print_error(&p->cli, rtx_transaction_error(t));
    code = stage_exit_code(outcome, rtx_transaction_error(t));
    rtx_transaction_free(t);
    return code;
}

static int mend_settings(struct program *p, rtx_session *session)
{
    char *text = settings(p);
    rtx_config *fragment = NULL;
    struct rtx_error error;
    int code = EXIT_DONE;

    rtx_error_init(&error);
    if (!text || !text[0]) {
        free(text);
        return EXIT_DONE;
    }
    if (rtx_config_parse_fragment(&fragment, "remedies", text, strlen(text),
                                  "utf-8", &error) < 0) {
        cli_print_error(&p->cli, &error);
        code = EXIT_REFUSED;
    } else {
        code = commit(p, session, fragment);
    }
    rtx_config_free(fragment);
    free(text);
    return code;
}

static void mend_actions(struct program *p, rtx_session *session)
{
    struct rtx_finding f = {.size = sizeof f};
    char done[256] = "";

    for (size_t i = 0; rtx_doctor_finding(p->doctor, i, &f) == 0; i++) {
        char *said = NULL;
        int rc;

        if (f.remedy_kind != RTX_REMEDY_ACTION || strcmp(done, f.fix) == 0 ||
            !confirmed(p, f.fix))
            continue;
        snprintf(done, sizeof done, "%s", f.fix);
        rc = rtx_session_run(session, f.fix, p->cli.timeout_ms * 4, &said);
        fprintf(stderr, "%s: %s: %s\n", p->cli.program, f.fix,
                rc == 0 ? "done, cannot be undone"
                        : rtx_session_error(session)->message);
        rtx_free(said);
    }
}

/* Again from the start, to see whether it helped. */
static int look_again(struct program *p, rtx_session *session)
{
    rtx_doctor_free(p->doctor);
    p->doctor = NULL;
    if (rtx_doctor_new(&p->doctor) < 0 ||
        rtx_doctor_examine(p->doctor, session, p->scope,
                           p->cli.timeout_ms * 8) < 0)
        return EXIT_CONNECT;
    return rtx_doctor_diagnose(p->doctor, p->scope) == 0 ? EXIT_DONE
                                                         : EXIT_FAULT;
}

static int mend(struct program *p, rtx_session *session)
{
    int code = mend_settings(p, session);

    if (code == EXIT_DONE) {
        mend_actions(p, session);
        code = look_again(p, session);
        if (code == EXIT_CONNECT)
            return code;
    } else if (!p->json) {
        return code; /* it was said already */
    }
    if (!p->json)
        fputs("\n", stdout);
    (void)say(p);
    return code;
}

/* ---- all of it ---- */

static int on_router(struct program *p)
{
    struct rtx_error error;
    int code = EXIT_CONNECT;
    rtx_session *session;
    bool mends;

    rtx_error_init(&error);
    session = cli_open(&p->cli, &error, &code);
    if (!session) {
        cli_fail(&p->cli, &error);
        return code;
    }
    if (rtx_doctor_examine(p->doctor, session, p->scope,
                           p->cli.timeout_ms * 8) < 0) {
        cli_fail(&p->cli, rtx_session_error(session));
        code = EXIT_CONNECT;
    } else {
        code = rtx_doctor_diagnose(p->doctor, p->scope) > 0 ? EXIT_FAULT
                                                            : EXIT_DONE;
        mends = p->fix && rtx_doctor_count(p->doctor) > 0;
        if (!p->json || !mends) /* one object is all that programs get */
            (void)say(p);
        if (mends)
            code = mend(p, session);
    }
    (void)rtx_session_close(session, p->cli.timeout_ms, NULL);
    cli_check_transcript(&p->cli, session);
    rtx_session_free(session);
    return code;
}

static int on_files(struct program *p)
{
    int code = add_files(p);

    if (code != 0)
        return code;
    code =
        rtx_doctor_diagnose(p->doctor, p->scope) > 0 ? EXIT_FAULT : EXIT_DONE;
    (void)say(p);
    return code;
}

int main(int argc, char **argv)
{
    struct program p = {.scope = RTX_DOCTOR_ALL, .japanese = speaks_japanese()};
    int code;

    cli_init(&p.cli, "rtx-doctor");
    cli_want_json(&p.cli, argc, argv, report_error);
    read_options(&p, argc, argv);
    if (rtx_doctor_new(&p.doctor) < 0)
        return EXIT_REFUSED;
    code = p.file_count > 0 ? on_files(&p) : on_router(&p);
    rtx_doctor_free(p.doctor);
    free(p.files);
    cli_free(&p.cli);
    return code;
}
