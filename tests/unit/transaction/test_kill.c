/* A program killed anywhere: another one finishes its work, either way. */
#include "deal.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define BEFORE                     \
    "console character ascii\n"    \
    "ip lan1 address 10.0.0.1/8\n" \
    "pp select 1\n"                \
    " pp auth myname alice oldsecretword\n"
#define FRAGMENT                      \
    "ip filter 5 pass * * tcp * 22\n" \
    "pp select 1\n"                   \
    " pp auth myname alice newsecretword\n"
#define AFTER                               \
    "console character ascii\n"             \
    "ip lan1 address 10.0.0.1/8\n"          \
    "pp select 1\n"                         \
    " pp auth myname alice newsecretword\n" \
    "ip filter 5 pass * * tcp * 22\n"

enum { CONFIRM = 1, DONE = 77 };

static int *steps; /* of the child, shared with it */

/* In a child: the whole push; killed at its nth step. */
static _Noreturn void push_and_die(struct rig *rig, const char *state, int how,
                                   int nth)
{
    struct rig mine = *rig;
    rtx_transaction *t;
    int rc;

    mine.session = NULL;
    rig_session(&mine);
    if (rtx_session_open(mine.session, 10000) < 0)
        _exit(1);
    t = deal_new(&mine, FRAGMENT, state);
    if (how & CONFIRM) {
        rtx_transaction_set(t, RTX_TRANSACTION_CONFIRM_S, 60);
        rtx_transaction_set(t, RTX_TRANSACTION_AUTO_COMMIT, 1);
    }
    (void)rtx_transaction_start_plan(t);
    deal_run(t);
    if (rtx_transaction_start_commit(t) < 0)
        _exit(2);
    while ((rc = rtx_transaction_process(t)) == 0) {
        if ((*steps)++ == nth)
            raise(SIGKILL);
        (void)rtx_transaction_wait(t, 0);
        usleep(100);
    }
    _exit(rtx_transaction_outcome(t) == RTX_OUTCOME_COMMITTED ? DONE : 3);
}

/* @return whether the child came to its end before */
static bool kill_at(int how, int nth, bool commit)
{
    struct rig rig;
    char *state = deal_state();
    rtx_transaction *t;
    char *journal;
    int status;
    pid_t child;

    rig_up(&rig, BEFORE, OPTIONS("rtt=3"));
    rtx_session_close(rig.session, 5000, NULL);
    *steps = 0;
    child = fork();
    if (child == 0)
        push_and_die(&rig, state, how, nth);
    ASSERT_INT(waitpid(child, &status, 0), child);
    if (!WIFSIGNALED(status))
        ASSERT_INT(WEXITSTATUS(status), DONE);
    journal = rtx_journal_find(state, rtx_emulator_endpoint(rig.emulator, 0));
    CU_ASSERT_PTR_NOT_NULL_FATAL(journal);
    for (int again = 0; again < 2; again++) { /* the second time it is done */
        t = deal_resume(&rig, journal, state, commit);
        CU_ASSERT_PTR_NOT_NULL_FATAL(t);
        if (WIFSIGNALED(status))
            deal_expect(
                t, commit ? RTX_OUTCOME_COMMITTED : RTX_OUTCOME_ROLLED_BACK,
                RTX_OK);
        rtx_transaction_free(t);
    }
    if (commit || !WIFSIGNALED(status))
        deal_router(&rig, AFTER, AFTER);
    else
        deal_router(&rig, BEFORE, BEFORE);
    rtx_free(journal);
    rig_down(&rig);
    deal_forget(state);
    return !WIFSIGNALED(status);
}

/* At so many points of its life, evenly. */
static void everywhere(int how, bool commit, int points)
{
    int whole;

    steps = mmap(NULL, sizeof *steps, PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CU_ASSERT_FATAL(steps != MAP_FAILED);
    CU_ASSERT(kill_at(how, -1, commit));
    whole = *steps;
    CU_ASSERT(whole > points);
    for (int i = 0; i < points; i++)
        (void)kill_at(how, whole * i / points, commit);
    munmap(steps, sizeof *steps);
}

static void killed_then_resumed(void)
{
    everywhere(0, true, 5);
}

static void killed_then_rolled_back(void)
{
    everywhere(0, false, 5);
}

static void killed_under_confirm_then_resumed(void)
{
    everywhere(CONFIRM, true, 8);
}

static void killed_under_confirm_then_rolled_back(void)
{
    everywhere(CONFIRM, false, 8);
}

static CU_TestInfo tests[] = {
    {"then resumed", killed_then_resumed},
    {"then rolled back", killed_then_rolled_back},
    {"under confirm, resumed", killed_under_confirm_then_resumed},
    {"under confirm, rolled back", killed_under_confirm_then_rolled_back},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(kill, tests)
