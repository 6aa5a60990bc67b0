/* What a verifier says decides between commit and rollback. */
#include <signal.h>
#include <sys/time.h>

#include "deal.h"

#define BEFORE                     \
    "console character ascii\n"    \
    "ip lan1 address 10.0.0.1/8\n" \
    "ip filter 1 pass * * * * *\n"
#define FRAGMENT "ip filter 5 pass * * tcp * 22\n"

struct judge {
    int calls;
    int answer;
    const char *command; /* run first */
    rtx_session *other;  /* which changes something meanwhile */
    char *said;
};

static int judge(rtx_transaction *t, rtx_session *session,
                 struct rtx_error *error, void *user)
{
    struct judge *j = user;
    int rc = 0;

    (void)t;
    j->calls++;
    if (j->command)
        rc = rtx_session_run(session, j->command, 20000, &j->said);
    if (rc < 0) {
        *error = *rtx_session_error(session);
        return rc;
    }
    if (j->other)
        ASSERT_INT(rtx_session_run(j->other, "ip filter 9 reject * * * * *",
                                   5000, NULL),
                   0);
    if (j->answer < 0) {
        error->code = j->answer;
        snprintf(error->message, sizeof error->message, "it does not work");
    }
    return j->answer;
}

static rtx_transaction *push(struct rig *rig, struct judge *j)
{
    rtx_transaction *t = deal_new(rig, FRAGMENT, NULL);

    rtx_transaction_set_verifier(t, judge, j);
    deal_push(t);
    return t;
}

static void yes_commits(void)
{
    struct judge j = {.command = "show status lan1"};
    struct rig rig;
    rtx_transaction *t;

    rig_up(&rig, BEFORE, NO_OPTIONS);
    t = push(&rig, &j);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    ASSERT_INT(j.calls, 1);
    CU_ASSERT(j.said && strstr(j.said, "LAN1"));
    rtx_free(j.said);
    deal_router(&rig, BEFORE FRAGMENT, BEFORE FRAGMENT);
    rtx_transaction_free(t);
    rig_down(&rig);
}

static void no_rolls_back(void)
{
    struct judge j = {.answer = RTX_E_VERIFY};
    struct rig rig;
    rtx_transaction *t;

    rig_up(&rig, BEFORE, NO_OPTIONS);
    t = push(&rig, &j);
    deal_expect(t, RTX_OUTCOME_ROLLED_BACK, RTX_E_VERIFY);
    ASSERT_INT(j.calls, 1);
    ASSERT_TEXT(rtx_transaction_error(t)->message, "it does not work");
    ASSERT_TEXT(rtx_transaction_error(t)->step, "verify");
    deal_router(&rig, BEFORE, BEFORE);
    rtx_transaction_free(t);
    rig_down(&rig);
}

static void a_refused_push_is_not_judged(void)
{
    struct judge j = {0};
    struct rig rig;
    rtx_transaction *t;

    rig_up(&rig, BEFORE, OPTIONS("!refuse-line=ip filter 5"));
    t = push(&rig, &j);
    deal_expect(t, RTX_OUTCOME_ROLLED_BACK, RTX_E_REFUSED);
    ASSERT_INT(j.calls, 0);
    rtx_transaction_free(t);
    rig_down(&rig);
}

static void a_lost_connection_rolls_back(void)
{
    struct judge j = {.command = "show status lan1"};
    struct rig rig;
    rtx_transaction *t;

    rig_up(&rig, BEFORE, OPTIONS("!close-on=show status lan1"));
    t = push(&rig, &j);
    CU_ASSERT_EQUAL(rtx_transaction_outcome(t), RTX_OUTCOME_ROLLED_BACK);
    CU_ASSERT(rtx_transaction_error(t)->code < 0);
    deal_router(&rig, BEFORE, BEFORE);
    rtx_transaction_free(t);
    rig_down(&rig);
}

static void what_others_change_meanwhile(void)
{
    struct judge j = {0};
    struct rig rig;
    struct rig other;
    rtx_transaction *t;

    rig_up(&rig, BEFORE, OPTIONS("anonymous-telnet=many"));
    other = rig;
    other.session = NULL;
    rig_session(&other);
    ASSERT_INT(rtx_session_open(other.session, 10000), 0);
    ASSERT_INT(rtx_session_administrator(other.session, 10000), 0);
    j.other = other.session;
    t = push(&rig, &j);
    /* it is not saved behind his back */
    deal_expect(t, RTX_OUTCOME_ROLLED_BACK, RTX_E_UNSAVED);
    ASSERT_INT(j.calls, 1);
    deal_router(&rig, BEFORE "ip filter 9 reject * * * * *\n", BEFORE);
    rtx_transaction_free(t);
    rtx_session_free(other.session);
    rig_down(&rig);
}

static void on_alarm(int number)
{
    (void)number;
}

/* A signal ends the verifier's command for it, not for the router: what it
 * prints late must not be taken for a configuration. */
static void a_signal_in_the_middle(void)
{
    struct judge j = {.command = "ping -c 3 10.0.0.9"};
    struct sigaction action = {.sa_handler = on_alarm};
    struct sigaction before;
    struct itimerval soon = {.it_value = {.tv_usec = 300000}};
    struct rig rig;
    rtx_transaction *t;

    rig_up(&rig, BEFORE, NO_OPTIONS);
    sigaction(SIGALRM, &action, &before);
    t = deal_new(&rig, FRAGMENT, NULL);
    rtx_transaction_set_verifier(t, judge, &j);
    ASSERT_INT(rtx_transaction_start_plan(t), 0);
    deal_run(t);
    setitimer(ITIMER_REAL, &soon, NULL);
    ASSERT_INT(rtx_transaction_start_commit(t), 0);
    deal_run(t);
    sigaction(SIGALRM, &before, NULL);
    CU_ASSERT_EQUAL(rtx_transaction_outcome(t), RTX_OUTCOME_ROLLED_BACK);
    deal_expect(t, RTX_OUTCOME_ROLLED_BACK, RTX_E_INTERRUPTED);
    deal_router(&rig, BEFORE, BEFORE);
    rtx_free(j.said);
    rtx_transaction_free(t);
    rig_down(&rig);
}

static CU_TestInfo tests[] = {
    {"yes commits", yes_commits},
    {"no rolls back", no_rolls_back},
    {"a refused push is not judged", a_refused_push_is_not_judged},
    {"a lost connection rolls back", a_lost_connection_rolls_back},
    {"what others change meanwhile", what_others_change_meanwhile},
    {"a signal in the middle", a_signal_in_the_middle},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(verifier, tests)
