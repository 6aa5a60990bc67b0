/* The options of rtx-deploy; see deploy.h. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/deploy.h"

static const char help[] =
    "Usage: rtx-deploy [OPTION]… FRAGMENT…\n"
    "       rtx-deploy --recipe NAME --set KEY=VALUE… [FRAGMENT…]\n"
    "       rtx-deploy --resume|--rollback [JOURNAL]\n"
    "Push configuration fragments to a Yamaha RTX router: all of it or "
    "nothing.\n"
    "All fragments are one transaction; - is standard input.\n\n"
    "  --plan                      only print what would be changed\n"
    "  --running FILE              with --plan: a saved show config, no "
    "router\n"
    "  --replace                   what the fragments do not say is removed\n"
    "  --allow-empty               with --replace: even all of it\n"
    "  --backup FILE               write the configuration to FILE instead;\n"
    "                              what it cannot bring back is named\n"
    "  --from startup              with --backup: the stored file as it is,\n"
    "                              by SFTP: comments, passwords in "
    "clear\n" CLI_RECIPE_HELP CLI_VERIFY_HELP
    "  --check-saved               after a save, compare the stored file by\n"
    "                              SFTP with what runs (ssh:// alone)\n"
    "  --confirm SECONDS           the router restarts into its saved\n"
    "                              configuration unless --resume confirms\n"
    "  --auto-commit               confirm when a new session has succeeded\n"
    "  --new-endpoint URI          where the fragment moves the router to\n"
    "  --no-save                   leave the changes unsaved\n"
    "  --save-first                save before what nobody saved\n"
    "  --include-unsaved           save it together with the changes\n"
    "  --allow-lockout             accept changes that can cut you off\n"
    "  --allow-irreversible        accept changes that cannot be taken back\n"
    "  --journal FILE              where to write down what is done\n"
    "                              (else in the user's state directory)\n"
    "  --resume [JOURNAL]          finish what was begun, and confirm it\n"
    "  --rollback [JOURNAL]        take back what was begun\n"
    "  --json                      one JSON object on standard output\n"
    "  --quiet                     print only what went wrong\n" CLI_HELP
    "\nExit status: 0 done, or nothing to change; 2 a plan with changes;\n"
    "3 refused before any setting was sent; 4 cannot connect or log in;\n"
    "5 failed and rolled back; 6 failed and needs a person; 7 awaiting\n"
    "confirmation; 8 the router refused to be read; 64 usage.\n";

enum {
    OPT_PLAN = 1,
    OPT_RUNNING,
    OPT_CONFIRM,
    OPT_AUTO_COMMIT,
    OPT_NEW_ENDPOINT,
    OPT_NO_SAVE,
    OPT_SAVE_FIRST,
    OPT_INCLUDE_UNSAVED,
    OPT_LOCKOUT,
    OPT_IRREVERSIBLE,
    OPT_JOURNAL,
    OPT_RESUME,
    OPT_ROLLBACK,
    OPT_REPLACE,
    OPT_ALLOW_EMPTY,
    OPT_BACKUP,
    OPT_FROM,
    OPT_CHECK_SAVED,
    OPT_RECIPE,
    OPT_SET,
    OPT_RECIPE_FILE,
    OPT_ANY_FIRMWARE,
    OPT_TAKE_OVER,
    OPT_VERIFY,
    OPT_VERIFY_STRICT,
    OPT_VERIFY_WAIT,
    OPT_JSON,
    OPT_QUIET,
};

static int64_t confirm_seconds(const struct deploy *d, const char *text)
{
    char *end;
    long long value = strtoll(text, &end, 10);

    if (end == text || *end || value < 30 || value > 86400)
        cli_usage(&d->cli, "--confirm wants 30 to 86400 seconds, not '%s'",
                  text);
    return value;
}

static bool set_flag(struct deploy *d, int option)
{
    bool *const flags[] = {
        [OPT_PLAN] = &d->plan_only,
        [OPT_AUTO_COMMIT] = &d->auto_commit,
        [OPT_NO_SAVE] = &d->no_save,
        [OPT_SAVE_FIRST] = &d->save_first,
        [OPT_INCLUDE_UNSAVED] = &d->include_unsaved,
        [OPT_LOCKOUT] = &d->allow_lockout,
        [OPT_IRREVERSIBLE] = &d->irreversible,
        [OPT_REPLACE] = &d->replace,
        [OPT_ALLOW_EMPTY] = &d->allow_empty,
        [OPT_CHECK_SAVED] = &d->check_saved,
        [OPT_ANY_FIRMWARE] = &d->any_firmware,
        [OPT_TAKE_OVER] = &d->take_over,
        [OPT_VERIFY_STRICT] = &d->verify.strict,
        [OPT_JSON] = &d->json,
        [OPT_QUIET] = &d->quiet,
    };

    if (option < OPT_PLAN || option > OPT_QUIET || !flags[option])
        return false;
    *flags[option] = true;
    return true;
}

static void set_source(struct deploy *d, const char *value)
{
    if (strcmp(value, "startup") != 0)
        cli_usage(&d->cli, "--from knows startup, not '%s'", value);
    d->from_startup = true;
}

/* What concerns recipes and checks; false: it does not. */
static bool set_intent(struct deploy *d, int option, const char *value)
{
    switch (option) {
    case OPT_RECIPE:
        cli_recipe_name(&d->cli, &d->recipe, value);
        return true;
    case OPT_SET:
        cli_recipe_set(&d->cli, &d->recipe, value);
        return true;
    case OPT_RECIPE_FILE:
        cli_recipe_file(&d->cli, &d->recipe, value);
        return true;
    case OPT_VERIFY:
        verify_take(&d->cli, &d->verify, value);
        return true;
    case OPT_VERIFY_WAIT:
        verify_patience(&d->cli, &d->verify, value);
        return true;
    case OPT_FROM:
        set_source(d, value);
        return true;
    default:
        return false;
    }
}

static void set_finish(struct deploy *d, enum deploy_finish finish)
{
    if (d->finish && d->finish != finish)
        cli_usage(&d->cli, "--resume or --rollback, not both");
    d->finish = finish;
}

static void set_value(struct deploy *d, int option, const char *value)
{
    switch (option) {
    case OPT_RUNNING:
        d->running = value;
        break;
    case OPT_CONFIRM:
        d->confirm_s = confirm_seconds(d, value);
        break;
    case OPT_NEW_ENDPOINT:
        d->new_endpoint = value;
        break;
    case OPT_BACKUP:
        d->backup = value;
        break;
    case OPT_JOURNAL:
        d->journal = value;
        break;
    case OPT_RESUME:
    case OPT_ROLLBACK:
        set_finish(d, option == OPT_RESUME ? FINISH_COMMIT : FINISH_ROLLBACK);
        break;
    default:
        cli_usage(&d->cli, "wrong option");
    }
}

static void parse_options(struct deploy *d, int argc, char **argv)
{
    static const struct option options[] = {
        {"plan", no_argument, NULL, OPT_PLAN},
        {"running", required_argument, NULL, OPT_RUNNING},
        {"replace", no_argument, NULL, OPT_REPLACE},
        {"allow-empty", no_argument, NULL, OPT_ALLOW_EMPTY},
        {"backup", required_argument, NULL, OPT_BACKUP},
        {"from", required_argument, NULL, OPT_FROM},
        {"check-saved", no_argument, NULL, OPT_CHECK_SAVED},
        {"recipe", required_argument, NULL, OPT_RECIPE},
        {"set", required_argument, NULL, OPT_SET},
        {"recipe-file", required_argument, NULL, OPT_RECIPE_FILE},
        {"any-firmware", no_argument, NULL, OPT_ANY_FIRMWARE},
        {"take-over", no_argument, NULL, OPT_TAKE_OVER},
        {"verify", required_argument, NULL, OPT_VERIFY},
        {"verify-strict", no_argument, NULL, OPT_VERIFY_STRICT},
        {"verify-wait", required_argument, NULL, OPT_VERIFY_WAIT},
        {"confirm", required_argument, NULL, OPT_CONFIRM},
        {"auto-commit", no_argument, NULL, OPT_AUTO_COMMIT},
        {"new-endpoint", required_argument, NULL, OPT_NEW_ENDPOINT},
        {"no-save", no_argument, NULL, OPT_NO_SAVE},
        {"save-first", no_argument, NULL, OPT_SAVE_FIRST},
        {"include-unsaved", no_argument, NULL, OPT_INCLUDE_UNSAVED},
        {"allow-lockout", no_argument, NULL, OPT_LOCKOUT},
        {"allow-irreversible", no_argument, NULL, OPT_IRREVERSIBLE},
        {"journal", required_argument, NULL, OPT_JOURNAL},
        {"resume", no_argument, NULL, OPT_RESUME},
        {"rollback", no_argument, NULL, OPT_ROLLBACK},
        {"json", no_argument, NULL, OPT_JSON},
        {"quiet", no_argument, NULL, OPT_QUIET},
        CLI_OPTIONS,
        {NULL, 0, NULL, 0}};
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (!cli_option(&d->cli, option, optarg, help) &&
            !set_flag(d, option) && !set_intent(d, option, optarg))
            set_value(d, option, optarg);
    }
}

static bool has_intent(const struct deploy *d)
{
    return d->recipe.name || d->recipe.count > 0 || verify_wanted(&d->verify) ||
           d->check_saved;
}

static void check_backup(const struct deploy *d, int names)
{
    if (d->backup &&
        (names > 0 || d->plan_only || d->replace || d->finish || has_intent(d)))
        cli_usage(&d->cli, "--backup FILE takes no fragment and no plan");
    if (d->from_startup && (!d->backup || d->running))
        cli_usage(&d->cli, "--from startup goes with --backup and a router");
}

static void check_intent(const struct deploy *d)
{
    bool verify = verify_wanted(&d->verify);

    if ((verify || d->check_saved) && d->plan_only)
        cli_usage(&d->cli, "--plan pushes nothing that could be checked");
    if (d->check_saved &&
        (!d->cli.endpoint || strncmp(d->cli.endpoint, "ssh://", 6) != 0))
        cli_usage(&d->cli, "--check-saved needs an ssh:// endpoint");
    if (d->check_saved && (d->no_save || d->confirm_s))
        cli_usage(&d->cli, "--check-saved goes with a push that saves at once");
    if ((d->verify.strict || d->verify.wait_ms) && !verify)
        cli_usage(&d->cli, "--verify-strict and --verify-wait go with "
                           "--verify");
    if (d->recipe.name && d->replace)
        cli_usage(&d->cli, "a recipe is no whole configuration to --replace");
}

static void check_options(struct deploy *d, int names)
{
    check_backup(d, names);
    check_intent(d);
    if (d->allow_empty && !d->replace)
        cli_usage(&d->cli, "--allow-empty goes with --replace");
    if (d->replace && names != 1)
        cli_usage(&d->cli, "--replace takes one file, the whole of it");
    if (d->running && !d->plan_only && !d->backup)
        cli_usage(&d->cli, "--running goes with --plan or --backup");
    if (d->auto_commit && !d->confirm_s)
        cli_usage(&d->cli, "--auto-commit goes with --confirm");
    if (d->confirm_s && d->no_save)
        cli_usage(&d->cli, "--confirm and --no-save do not go together");
    if (d->finish &&
        (d->plan_only || d->confirm_s || names > 1 || has_intent(d)))
        cli_usage(&d->cli, "--resume and --rollback take a journal, no more");
    if (!d->finish && !d->backup && names == 0 && !d->recipe.name)
        cli_usage(&d->cli, "no fragment given");
}

void deploy_options(struct deploy *d, int argc, char **argv)
{
    parse_options(d, argc, argv);
    check_options(d, argc - optind);
    cli_recipe_read(&d->cli, &d->recipe,
                    (d->any_firmware ? RTX_RECIPE_ANY_FIRMWARE : 0) |
                        (d->take_over ? RTX_RECIPE_TAKE_OVER : 0));
}
