/*
 * rtx-fleet: deploy, show and backup over many routers at once.
 * The example of librtx's fleets.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "fleet/app.h"

static const char help[] =
    "Usage: rtx-fleet --inventory FILE [OPTION]… deploy FRAGMENT…\n"
    "       rtx-fleet --inventory FILE [OPTION]… show COMMAND…\n"
    "       rtx-fleet --inventory FILE [OPTION]… backup DIRECTORY\n"
    "The same for all routers of an inventory, from one thread.\n\n"
    "  --inventory FILE            Ansible's: INI, or YAML if it ends with "
    ".yml,\n"
    "                              with group_vars/ and host_vars/ beside it;\n"
    "                              a router's endpoint is its variable\n"
    "                              rtx_endpoint, else telnet://NAME, or what\n"
    "                              ansible_host, _user, _port, _connection "
    "say;\n"
    "                              its secrets are login_password and\n"
    "                              admin_password (ansible_password,\n"
    "                              ansible_become_password): @env:NAME,\n"
    "                              @file:PATH or @cmd:COMMAND\n"
    "  --limit NAME[,NAME]…        these routers and groups only\n"
    "  --parallel N                so many at once, 64\n"
    "  --handshakes N              so many of them in the login of SSH, 16\n"
    "  --deadline S                the longest time per router, 600\n"
    "  --json                      a JSON object per line and router\n"
    "  --quiet                     print only what went wrong\n\n"
    "deploy: fragments may hold {{ NAME }}, a variable of the inventory; what "
    "it\nrefers to, where that is a secret (@env:, @file:, @cmd:).\n"
    "  --plan                      only print what would be changed\n"
    "  --canary N                  the first N have to be verified before "
    "the\n"
    "                              others are begun\n"
    "  --max-failures N|P%         begin with no other router then\n"
    "  --resume                    go on with a run that did not end well: "
    "finish\n"
    "                              what is in the middle, confirm what awaits "
    "it,\n"
    "                              do the rest\n"
    "  --rollback                  take back what is in the middle, or awaits "
    "its\n"
    "                              confirmation; the rest stays as it is\n"
    "  --forget                    begin it anew\n"
    "  --confirm SECONDS, --auto-commit, --no-save, --save-first,\n"
    "  --include-unsaved, --allow-lockout, --allow-irreversible: as\n"
    "                              rtx-deploy has them, for each router\n\n"
    "show: --table (the router as the first column) or --json\n"
    "backup: --secrets keep|redact  keep\n\n" CLI_HELP
    "\nCtrl-C begins with no other router and finishes those under way; once "
    "more\ntakes them back.\n"
    "Exit status, the first that occurred: 6 a router needs a person; 7 one "
    "awaits\nconfirmation; 5 rolled back; 4 cannot connect; 8 a command was "
    "refused;\n3 refused before anything was sent; 2 a plan with changes; 0; "
    "64 usage.\n";

enum {
    OPT_INVENTORY = 1,
    OPT_LIMIT,
    OPT_PARALLEL,
    OPT_HANDSHAKES,
    OPT_DEADLINE,
    OPT_CANARY,
    OPT_MAX_FAILURES,
    OPT_CONFIRM,
    OPT_SECRETS,
    OPT_FLAGS, /* from here on, in the order of set_flag() */
};

static const struct option options[] = {
    {"inventory", required_argument, NULL, OPT_INVENTORY},
    {"limit", required_argument, NULL, OPT_LIMIT},
    {"parallel", required_argument, NULL, OPT_PARALLEL},
    {"handshakes", required_argument, NULL, OPT_HANDSHAKES},
    {"deadline", required_argument, NULL, OPT_DEADLINE},
    {"canary", required_argument, NULL, OPT_CANARY},
    {"max-failures", required_argument, NULL, OPT_MAX_FAILURES},
    {"confirm", required_argument, NULL, OPT_CONFIRM},
    {"secrets", required_argument, NULL, OPT_SECRETS},
    {"json", no_argument, NULL, OPT_FLAGS},
    {"table", no_argument, NULL, OPT_FLAGS + 1},
    {"quiet", no_argument, NULL, OPT_FLAGS + 2},
    {"plan", no_argument, NULL, OPT_FLAGS + 3},
    {"resume", no_argument, NULL, OPT_FLAGS + 4},
    {"forget", no_argument, NULL, OPT_FLAGS + 5},
    {"no-save", no_argument, NULL, OPT_FLAGS + 6},
    {"save-first", no_argument, NULL, OPT_FLAGS + 7},
    {"include-unsaved", no_argument, NULL, OPT_FLAGS + 8},
    {"allow-lockout", no_argument, NULL, OPT_FLAGS + 9},
    {"allow-irreversible", no_argument, NULL, OPT_FLAGS + 10},
    {"auto-commit", no_argument, NULL, OPT_FLAGS + 11},
    {"rollback", no_argument, NULL, OPT_FLAGS + 12},
    CLI_OPTIONS,
    {NULL, 0, NULL, 0}};

static bool set_flag(struct app *app, int option)
{
    bool *const flags[] = {
        &app->json,          &app->table,        &app->quiet,
        &app->plan_only,     &app->yes_resume,   &app->forget,
        &app->no_save,       &app->save_first,   &app->include_unsaved,
        &app->allow_lockout, &app->irreversible, &app->auto_commit,
        &app->take_back,
    };
    size_t index = (size_t)(option - OPT_FLAGS);

    if (option < OPT_FLAGS || index >= sizeof flags / sizeof flags[0])
        return false;
    *flags[index] = true;
    return true;
}

static int64_t number(const struct app *app, const char *name, const char *text,
                      int64_t least, int64_t most)
{
    char *end;
    long long value = strtoll(text, &end, 10);

    if (end == text || *end || value < least || value > most)
        cli_usage(&app->cli, "%s wants %lld to %lld, not '%s'", name,
                  (long long)least, (long long)most, text);
    return value;
}

static void max_failures(struct app *app, const char *text)
{
    size_t length = strlen(text);
    char *copy = strdup(text);

    app->max_percent = length > 1 && text[length - 1] == '%';
    if (copy && app->max_percent)
        copy[length - 1] = '\0';
    app->max_failures = number(app, "--max-failures", copy ? copy : "", 0,
                               app->max_percent ? 100 : 1000000);
    free(copy);
}

static void secrets(struct app *app, const char *value)
{
    app->redact = strcmp(value, "redact") == 0;
    if (!app->redact && strcmp(value, "keep") != 0)
        cli_usage(&app->cli, "--secrets is keep or redact, not '%s'", value);
}

static void set_value(struct app *app, int option, const char *value)
{
    switch (option) {
    case OPT_INVENTORY:
        app->inventory_path = value;
        break;
    case OPT_LIMIT:
        app->limit = value;
        break;
    case OPT_PARALLEL:
        app->parallel = number(app, "--parallel", value, 1, 100000);
        break;
    case OPT_HANDSHAKES:
        app->handshakes = number(app, "--handshakes", value, 1, 100000);
        break;
    case OPT_DEADLINE:
        app->deadline_ms = 1000 * number(app, "--deadline", value, 1, 864000);
        break;
    case OPT_CANARY:
        app->canary = number(app, "--canary", value, 1, 1000000);
        break;
    case OPT_MAX_FAILURES:
        max_failures(app, value);
        break;
    case OPT_CONFIRM:
        app->confirm_s = number(app, "--confirm", value, 30, 86400);
        break;
    case OPT_SECRETS:
        secrets(app, value);
        break;
    default:
        cli_usage(&app->cli, "wrong option");
    }
}

/* All words that are left, as one command. */
static char *join(int count, char **words)
{
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);

    for (int i = 0; out && i < count; i++)
        fprintf(out, "%s%s", i ? " " : "", words[i]);
    if (out)
        fclose(out);
    return text;
}

static int run(struct app *app, const char *verb, int count, char **words)
{
    char *command;
    int code;

    if (strcmp(verb, "deploy") == 0)
        return run_deploy(app, count, words);
    if (strcmp(verb, "backup") == 0)
        return run_backup(app, words[0]);
    /* `show environment` and `show show environment` are the same */
    command = strcmp(words[0], "show") == 0 || strcmp(words[0], "ping") == 0
                  ? join(count, words)
                  : join(count + 1, words - 1);
    code = command ? run_show(app, command) : EXIT_REFUSED;
    free(command);
    return code;
}

static void check(struct app *app, const char *verb, int words)
{
    if (!app->inventory_path)
        cli_usage(&app->cli, "no inventory: give --inventory FILE");
    if (!verb || (strcmp(verb, "deploy") != 0 && strcmp(verb, "show") != 0 &&
                  strcmp(verb, "backup") != 0))
        cli_usage(&app->cli, "say deploy, show or backup");
    if (words < 1)
        cli_usage(&app->cli, "%s what?", verb);
    if (strcmp(verb, "backup") == 0 && words > 1)
        cli_usage(&app->cli, "backup takes one directory");
    if (app->cli.transcript)
        cli_usage(&app->cli, "--transcript is for one router: see rtx-deploy");
    if (app->cli.endpoint && app->cli.endpoint != getenv("RTX_ENDPOINT"))
        cli_usage(&app->cli, "the endpoints of a fleet are in its inventory");
    if (app->auto_commit && !app->confirm_s)
        cli_usage(&app->cli, "--auto-commit goes with --confirm");
    if (app->yes_resume + app->forget + app->take_back > 1)
        cli_usage(&app->cli,
                  "--resume, --rollback and --forget do not go together");
    if (app->plan_only && (app->yes_resume || app->take_back))
        cli_usage(&app->cli, "--plan says what a run would do, and goes "
                             "neither with --resume nor with --rollback");
}

int main(int argc, char **argv)
{
    struct app app = {.parallel = 64,
                      .handshakes = 16,
                      .deadline_ms = 600000,
                      .max_failures = -1};
    int code = EXIT_REFUSED;
    int option;

    cli_init(&app.cli, "rtx-fleet");
    cli_want_json(&app.cli, argc, argv, print_usage);
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (!cli_option(&app.cli, option, optarg, help) &&
            !set_flag(&app, option))
            set_value(&app, option, optarg);
    }
    check(&app, optind < argc ? argv[optind] : NULL, argc - optind - 1);
    drive_signals();
    if (!inventory_read(&app.inventory, app.inventory_path))
        cli_complain(&app.cli, RTX_E_SYNTAX, "%s", app.inventory.error);
    else if (members_make(&app))
        code = run(&app, argv[optind], argc - optind - 1, argv + optind + 1);
    members_free(&app);
    inventory_free(&app.inventory);
    free(app.order);
    cli_free(&app.cli);
    return code;
}
