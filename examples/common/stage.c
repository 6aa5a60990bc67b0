/* A transaction's stage, run to its end; see stage.h. */
#include "common/stage.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
    (void)number;
    interrupted++;
}

void stage_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};

    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

/* The journal says what is left to do; without one it was not begun. */
static _Noreturn void leave(const struct cli *cli, const rtx_transaction *t)
{
    if (!rtx_transaction_journal(t)[0]) {
        fprintf(stderr, "\n%s: interrupted, nothing was sent\n", cli->program);
        _exit(EXIT_REFUSED);
    }
    fprintf(stderr,
            "\n%s: stopped in the middle. What is on the router is not "
            "known.\n",
            cli->program);
    fprintf(stderr,
            "Go on:   rtx-deploy --resume %s\nGo back: rtx-deploy --rollback "
            "%s\n",
            rtx_transaction_journal(t), rtx_transaction_journal(t));
    _exit(EXIT_NEEDS_PERSON);
}

int stage_run(const struct cli *cli, rtx_transaction *t, stage_watch *watch,
              void *user)
{
    int rc = 0;

    for (;;) {
        if (watch)
            watch(user, t);
        if (rc == 1)
            return 0;
        if (rc < 0 && rc != RTX_E_INTERRUPTED)
            return rc;
        rc = rtx_transaction_wait(t, 100);
        if (interrupted > 1)
            leave(cli, t);
        if (interrupted)
            rtx_transaction_abort(t);
    }
}

int stage_exit_code(enum rtx_outcome outcome, const struct rtx_error *error)
{
    switch (outcome) {
    case RTX_OUTCOME_REFUSED:
        return cli_exit_code(error->code);
    case RTX_OUTCOME_ROLLED_BACK:
        return EXIT_ROLLED_BACK;
    case RTX_OUTCOME_AWAITING:
        return EXIT_AWAITING;
    case RTX_OUTCOME_PLANNED: /* and not begun */
    case RTX_OUTCOME_NEEDS_PERSON:
    case RTX_OUTCOME_NONE:
        return EXIT_NEEDS_PERSON;
    default:
        return EXIT_DONE;
    }
}
