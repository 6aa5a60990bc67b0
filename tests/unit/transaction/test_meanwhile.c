/* What another administrator does while a rollback is on its way. */
#include <poll.h>

#include "deal.h"

#define BEFORE                       \
    "console character ascii\n"      \
    "ip lan1 address 10.0.0.1/8\n"   \
    "ip filter 1 pass * * * * *\n"   \
    "ip filter 5 pass * * udp * 7\n" \
    "snmp sysname before\n"
#define FRAGMENT                     \
    "ip filter 5 pass * * tcp * 1\n" \
    "ip filter 6 pass * * tcp * 2\n" \
    "ip filter 7 pass * * tcp * 2\n" \
    "ip filter 8 pass * * tcp * 2\n" \
    "snmp sysname ours\n"            \
    "ip filter 9 pass * * tcp * 3\n"

static bool executed(struct rig *rig, const char *line)
{
    char *text = rtx_emulator_executed(rig->emulator);
    bool found = text && strstr(text, line);

    rtx_emulator_text_free(text);
    return found;
}

/* One line at a time; when `mark` was executed, he types his line. */
static bool run_beside(struct rig *rig, rtx_transaction *t, const char *mark,
                       const char *line)
{
    rtx_session *other = deal_second(rig);
    bool typed = false;

    while (rtx_transaction_process(t) == 0) {
        struct pollfd poller = {.fd = rtx_session_fd(rig->session),
                                .events = POLLIN};

        if (!typed && executed(rig, mark)) {
            typed = true;
            ASSERT_INT(rtx_session_run(other, line, 5000, NULL), 0);
        }
        if (rtx_session_wants(rig->session) & RTX_WANTS_WRITE)
            poller.events |= POLLOUT;
        (void)poll(&poller, 1, 5);
    }
    rtx_session_free(other);
    return typed;
}

/* Planned, and begun to be pushed, a line at a time. */
static rtx_transaction *begin(struct rig *rig)
{
    rtx_transaction *t;

    rig_start(rig);
    rtx_session_set(rig->session, RTX_OPTION_WINDOW, 0);
    ASSERT_INT(rtx_session_open(rig->session, 10000), 0);
    t = deal_new(rig, FRAGMENT, NULL);
    deal_begin(t);
    return t;
}

/* The last line of ours is refused; he acts behind a line of the
 * rollback that others follow. */
static void roll_back_beside(const char *line, const char *running,
                             const char *said)
{
    struct rig rig;
    rtx_transaction *t;

    rig_make(&rig, BEFORE,
             OPTIONS("anonymous-telnet=many", "!refuse-line=ip filter 9"));
    t = begin(&rig);
    CU_ASSERT(run_beside(&rig, t, "\nno ip filter 8\n", line));
    deal_expect(t, RTX_OUTCOME_ROLLED_BACK, RTX_E_REFUSED);
    CU_ASSERT(deal_warned(t, said));
    deal_router(&rig, running, BEFORE);
    rtx_transaction_free(t);
    rig_down(&rig);
}

static void what_is_not_ours_is_kept(void)
{
    roll_back_beside("ip filter 1 reject * * * * *",
                     "console character ascii\n"
                     "ip lan1 address 10.0.0.1/8\n"
                     "ip filter 1 reject * * * * *\n"
                     "ip filter 5 pass * * udp * 7\n"
                     "snmp sysname before\n",
                     "+ ip filter 1 reject * * * * *");
}

static void what_is_new_is_kept(void)
{
    roll_back_beside("ip filter 3 pass * * icmp * *",
                     "console character ascii\n"
                     "ip lan1 address 10.0.0.1/8\n"
                     "ip filter 1 pass * * * * *\n"
                     "ip filter 3 pass * * icmp * *\n"
                     "ip filter 5 pass * * udp * 7\n"
                     "snmp sysname before\n",
                     "+ ip filter 3 pass * * icmp * *");
}

static void what_is_ours_is_taken_back_and_named(void)
{
    roll_back_beside("ip filter 8 reject * * udp * 8", BEFORE,
                     "ip filter 8 reject * * udp * 8");
}

static void what_was_ours_again_is_named(void)
{
    roll_back_beside("ip filter 8 pass * * tcp * 2", BEFORE,
                     "ip filter 8 pass * * tcp * 2");
}

static void what_he_takes_away_is_put_back_and_named(void)
{
    roll_back_beside("no ip filter 1", BEFORE, "ip filter 1 pass * * * * *");
}

/* He saves half of ours, and what was saved cannot be written again. */
static void what_he_saved_is_named(void)
{
    struct rig rig;
    rtx_transaction *t;

    rig_make(&rig, BEFORE,
             OPTIONS("anonymous-telnet=many", "!refuse-line=ip filter 9",
                     "!refuse-line=save,connection=1"));
    t = begin(&rig);
    CU_ASSERT(run_beside(&rig, t, "\nip filter 6 ", "save"));
    ASSERT_INT(rtx_transaction_outcome(t), RTX_OUTCOME_NEEDS_PERSON);
    CU_ASSERT(strstr(rtx_transaction_leftover(t),
                     "+ ip filter 6 pass * * tcp * 2") != NULL);
    CU_ASSERT(deal_warned(t, "what was saved"));
    rtx_transaction_free(t);
    rig_down(&rig);
}

static CU_TestInfo tests[] = {
    {"what is not ours is kept", what_is_not_ours_is_kept},
    {"what is new is kept", what_is_new_is_kept},
    {"what is ours is taken back", what_is_ours_is_taken_back_and_named},
    {"what was ours, again", what_was_ours_again_is_named},
    {"what he takes away", what_he_takes_away_is_put_back_and_named},
    {"what he saved is named", what_he_saved_is_named},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(meanwhile, tests)
