/* The dead man's switch: its preconditions, and all its ends. */
#include "deal.h"

#include <unistd.h>

#define BEFORE                  \
    "console character ascii\n" \
    "ip lan1 address 192.168.100.1/24\n"
#define FRAGMENT "ip lan1 address 192.168.7.1/24\n"
#define AFTER                   \
    "console character ascii\n" \
    "ip lan1 address 192.168.7.1/24\n"

static rtx_transaction *confirmed(struct rig *rig, const char *fragment,
                                  const char *state, bool commit)
{
    rtx_transaction *t = deal_new(rig, fragment, state);

    ASSERT_INT(rtx_transaction_set(t, RTX_TRANSACTION_CONFIRM_S, 60), 0);
    rtx_transaction_set(t, RTX_TRANSACTION_AUTO_COMMIT, commit);
    deal_push(t);
    return t;
}

/* Refused before anything is sent, and the reason holds this text. */
static void refused_with(const char *startup, const char *option,
                         const char *typed, const char *fragment, int code,
                         const char *text)
{
    struct rig rig;
    rtx_transaction *t;
    char *running;
    char *now;

    rig_up(&rig, startup, option ? OPTIONS(option) : NO_OPTIONS);
    if (typed)
        ASSERT_INT(rtx_session_run(rig.session, typed, 5000, NULL), 0);
    running = rtx_emulator_running(rig.emulator);
    t = confirmed(&rig, fragment, NULL, true);
    deal_expect(t, RTX_OUTCOME_REFUSED, code);
    if (!strstr(rtx_transaction_error(t)->message, text))
        printf("\n%s\n", rtx_transaction_error(t)->message);
    CU_ASSERT(strstr(rtx_transaction_error(t)->message, text) != NULL);
    now = rtx_emulator_running(rig.emulator);
    ASSERT_TEXT(now, running);
    rtx_emulator_text_free(now);
    rtx_emulator_text_free(running);
    rtx_transaction_free(t);
    rig_down(&rig);
}

static void preconditions(void)
{
    enum { P = RTX_E_PRECONDITION };

    refused_with(BEFORE, NULL, "ip filter 1 pass * * * * *", FRAGMENT, P,
                 "nobody saved");
    refused_with(BEFORE, "clock=unset", NULL, FRAGMENT, P, "not set");
    refused_with(BEFORE, "clock=2016-05-05T12:00:00", NULL, FRAGMENT, P,
                 "not set"); /* before the firmware was built */
    refused_with(BEFORE "netvolante-dns use pp server=1 auto\n", NULL, NULL,
                 FRAGMENT, P, "NetVolante");
    refused_with(BEFORE, NULL, NULL, "schedule at 3 23:59 * pp enable 1\n", P,
                 "schedule at alone");
    refused_with(BEFORE "schedule at 1 */* *:*:00 * ntpdate ntp.example.jp\n",
                 NULL, NULL, FRAGMENT, P, "clock");
    refused_with(BEFORE "schedule at 1 */* 12:01:00 * ntpdate ntp.example.jp\n",
                 "clock=2026-03-03T12:00:30", NULL, FRAGMENT, P, "clock");
}

/* What does not stand in the way. */
static void accepted_with(const char *startup, const char *option,
                          const char *schedule)
{
    struct rig rig;
    char *state = deal_state();
    rtx_transaction *t;

    rig_up(&rig, startup, option ? OPTIONS(option) : NO_OPTIONS);
    t = confirmed(&rig, FRAGMENT, state, false);
    deal_expect(t, RTX_OUTCOME_AWAITING, RTX_OK);
    if (schedule)
        ASSERT_TEXT(rtx_transaction_schedule(t), schedule);
    CU_ASSERT(rig_has(rtx_emulator_running(rig.emulator), "* restart"));
    rtx_transaction_free(t);
    rig_down(&rig);
    deal_forget(state);
}

static void harmless_configurations(void)
{
    accepted_with(BEFORE "netvolante-dns auto save off\n"
                         "netvolante-dns use pp server=1 auto\n",
                  NULL, NULL);
    accepted_with(BEFORE
                  "schedule at 1 */* 03:00:00 * ntpdate ntp.example.jp\n",
                  "clock=2026-03-03T12:00:30", NULL);
}

static void date_and_time_are_the_routers(void)
{
    static const char *const clocks[][2] = {
        {"clock=2026-03-03T12:00:30", "schedule at 99 3/3 12:01:31 * restart"},
        {"clock=2026-03-03T23:59:30", "schedule at 99 3/4 00:00:31 * restart"},
        {"clock=2026-12-31T23:59:30", "schedule at 99 1/1 00:00:31 * restart"},
        {"clock=2028-02-28T23:59:30", "schedule at 99 2/29 00:00:31 * restart"},
        {"clock=2027-02-28T23:59:30", "schedule at 99 3/1 00:00:31 * restart"},
    };

    for (size_t i = 0; i < sizeof clocks / sizeof clocks[0]; i++) {
        char option[64];

        snprintf(option, sizeof option, "%s", clocks[i][0]);
        /* a clock that stands still makes the second known */
        struct rig rig;
        char *state = deal_state();
        rtx_transaction *t;

        rig_up(&rig, BEFORE, OPTIONS(option, "clock-rate=0"));
        t = confirmed(&rig, FRAGMENT, state, false);
        deal_expect(t, RTX_OUTCOME_AWAITING, RTX_OK);
        ASSERT_TEXT(rtx_transaction_schedule(t), clocks[i][1]);
        rtx_transaction_free(t);
        rig_down(&rig);
        deal_forget(state);
    }
}

static void a_free_id_is_taken(void)
{
    accepted_with(BEFORE "schedule at 99 */* 03:00:00 * pp enable 1\n",
                  "clock-rate=0", NULL);
}

static void committed_at_once(void)
{
    struct rig rig;
    rtx_transaction *t;
    struct rtx_emulator_counters counters = {.size = sizeof counters};

    rig_up(&rig, BEFORE, NO_OPTIONS);
    t = confirmed(&rig, FRAGMENT, NULL, true);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    CU_ASSERT(deal_warned(t, "nobody has proved"));
    deal_router(&rig, AFTER, AFTER);
    rtx_emulator_counters(rig.emulator, &counters);
    ASSERT_INT(counters.logins, 2); /* the proof was a session of its own */
    rtx_emulator_advance(rig.emulator, 3600);
    rtx_emulator_counters(rig.emulator, &counters);
    ASSERT_INT(counters.restarts, 0);
    rtx_transaction_free(t);
    rig_down(&rig);
}

/* The router's own thread does what has fallen due. */
static void advance_to(struct rig *rig, int seconds)
{
    struct rtx_emulator_counters counters = {.size = sizeof counters};

    rtx_emulator_advance(rig->emulator, seconds);
    for (int i = 0; seconds > 60 && i < 200; i++) {
        rtx_emulator_counters(rig->emulator, &counters);
        if (counters.restarts)
            break;
        usleep(10000);
    }
}

/* Push under confirm, then let another session finish it. */
static void finished_by_another(bool commit, int advance,
                                enum rtx_outcome outcome, int code,
                                const char *running)
{
    struct rig rig;
    char *state = deal_state();
    rtx_transaction *t;
    char *journal;

    rig_up(&rig, BEFORE, NO_OPTIONS);
    t = confirmed(&rig, FRAGMENT, state, false);
    deal_expect(t, RTX_OUTCOME_AWAITING, RTX_OK);
    journal = strdup(rtx_transaction_journal(t));
    rtx_transaction_free(t);
    rtx_session_close(rig.session, 5000, NULL);
    advance_to(&rig, advance);
    t = deal_resume(&rig, journal, state, commit);
    CU_ASSERT_PTR_NOT_NULL_FATAL(t);
    deal_expect(t, outcome, code);
    rtx_transaction_free(t);
    deal_router(&rig, running, running);
    rtx_emulator_advance(rig.emulator, 366 * 86400);
    deal_router(&rig, running, running);
    free(journal);
    rig_down(&rig);
    deal_forget(state);
}

static void confirmed_by_another(void)
{
    finished_by_another(true, 5, RTX_OUTCOME_COMMITTED, RTX_OK, AFTER);
}

static void cancelled_by_another(void)
{
    finished_by_another(false, 5, RTX_OUTCOME_ROLLED_BACK, RTX_OK, BEFORE);
}

static void nobody_confirms(void)
{
    finished_by_another(true, 120, RTX_OUTCOME_ROLLED_BACK, RTX_E_UNCONFIRMED,
                        BEFORE);
    finished_by_another(false, 120, RTX_OUTCOME_ROLLED_BACK, RTX_OK, BEFORE);
}

/* lan1's new address cuts the session; nobody can reach it any more. */
static void what_cuts_off_comes_back(void)
{
    struct rig rig;
    char *state = deal_state();
    rtx_transaction *t;

    rig_up(&rig, BEFORE, OPTIONS("management=lan1"));
    rtx_session_set(rig.session, RTX_OPTION_SILENCE_MS, 300);
    rtx_session_set(rig.session, RTX_OPTION_CONNECT_MS, 300);
    t = deal_new(&rig, FRAGMENT, state);
    rtx_transaction_set(t, RTX_TRANSACTION_CONFIRM_S, 60);
    deal_begin(t);
    while (rtx_transaction_phase(t, NULL, NULL) != RTX_PHASE_RECONNECT)
        ASSERT_INT(rtx_transaction_wait(t, 1000), 0);
    ASSERT_INT(rtx_transaction_wait(t, 100), 0);
    rtx_emulator_advance(rig.emulator, 61);
    deal_run(t);
    ASSERT_INT(rtx_transaction_outcome(t), RTX_OUTCOME_ROLLED_BACK);
    rtx_transaction_free(t);
    deal_router(&rig, BEFORE, BEFORE);
    rig_down(&rig);
    deal_forget(state);
}

/* A restart that is not done while there are unsaved changes: the other thing
 * that nobody has seen. Then --resume still ends it properly. */
static void a_restart_that_does_not_happen(void)
{
    struct rig rig;
    char *state = deal_state();
    rtx_transaction *t;
    char *journal;

    rig_up(&rig, BEFORE, OPTIONS("schedule-asks=on"));
    t = confirmed(&rig, FRAGMENT, state, false);
    deal_expect(t, RTX_OUTCOME_AWAITING, RTX_OK);
    journal = strdup(rtx_transaction_journal(t));
    rtx_transaction_free(t);
    rtx_session_close(rig.session, 5000, NULL);
    rtx_emulator_advance(rig.emulator, 120);
    t = deal_resume(&rig, journal, state, false);
    CU_ASSERT_PTR_NOT_NULL_FATAL(t);
    deal_expect(t, RTX_OUTCOME_ROLLED_BACK, RTX_OK);
    rtx_transaction_free(t);
    deal_router(&rig, BEFORE, BEFORE);
    free(journal);
    rig_down(&rig);
    deal_forget(state);
}

static void a_refused_line_disarms(void)
{
    struct rig rig;
    rtx_transaction *t;

    rig_up(&rig, BEFORE, OPTIONS("!refuse-line=ip lan1 address 192.168.7"));
    t = confirmed(&rig, FRAGMENT, NULL, true);
    deal_expect(t, RTX_OUTCOME_ROLLED_BACK, RTX_E_REFUSED);
    deal_router(&rig, BEFORE, BEFORE);
    rtx_transaction_free(t);
    rig_down(&rig);
}

static void a_refused_schedule_is_no_push(void)
{
    struct rig rig;
    rtx_transaction *t;
    char *executed;

    rig_up(&rig, BEFORE, OPTIONS("!refuse-line=schedule at"));
    t = confirmed(&rig, FRAGMENT, NULL, true);
    deal_expect(t, RTX_OUTCOME_ROLLED_BACK, RTX_E_REFUSED);
    deal_router(&rig, BEFORE, BEFORE);
    executed = rtx_emulator_executed(rig.emulator);
    CU_ASSERT(!strstr(executed, "192.168.7.1"));
    rtx_emulator_text_free(executed);
    rtx_transaction_free(t);
    rig_down(&rig);
}

/* A rig whose router listens twice. */
static void two_ways(struct rig *rig)
{
    rig_make(rig, BEFORE, OPTIONS("anonymous-telnet=many", "rtt=10"));
    for (int i = 0; i < 2; i++)
        ASSERT_INT(
            rtx_emulator_listen(rig->emulator, "127.0.0.1:0", &rig->error), i);
    ASSERT_INT(rtx_emulator_start(rig->emulator, &rig->error), 0);
    rig_session(rig);
    ASSERT_INT(rtx_session_open(rig->session, 10000), 0);
}

static void the_proof_is_made_where_it_moved(void)
{
    struct rig rig;
    rtx_transaction *t;

    two_ways(&rig);
    t = deal_new(&rig, FRAGMENT, NULL);
    rtx_transaction_set_text(t, RTX_TRANSACTION_NEW_ENDPOINT,
                             rtx_emulator_endpoint(rig.emulator, 1));
    rtx_transaction_set(t, RTX_TRANSACTION_CONFIRM_S, 60);
    rtx_transaction_set(t, RTX_TRANSACTION_AUTO_COMMIT, 1);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    ASSERT_TEXT(rtx_session_endpoint(rig.session),
                rtx_emulator_endpoint(rig.emulator, 1));
    deal_router(&rig, AFTER, AFTER);
    rtx_transaction_free(t);
    rig_down(&rig);
}

/* The line that moves it cuts the session; what was not sent is sent there. */
static void the_rest_is_sent_where_it_moved(void)
{
    struct rig rig;
    rtx_transaction *t;

    two_ways(&rig);
    t = deal_new(&rig, FRAGMENT "ip filter 3 pass * * * * *\n", NULL);
    rtx_transaction_set_text(t, RTX_TRANSACTION_NEW_ENDPOINT,
                             rtx_emulator_endpoint(rig.emulator, 1));
    rtx_transaction_set(t, RTX_TRANSACTION_ALLOW_LOCKOUT, 1);
    deal_begin(t);
    ASSERT_INT(rtx_transaction_wait(t, 3), 0);
    rtx_emulator_cut(rig.emulator);
    deal_run(t);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    ASSERT_TEXT(rtx_session_endpoint(rig.session),
                rtx_emulator_endpoint(rig.emulator, 1));
    deal_router(&rig, AFTER "ip filter 3 pass * * * * *\n",
                AFTER "ip filter 3 pass * * * * *\n");
    rtx_transaction_free(t);
    rig_down(&rig);
}

static void save_first(void)
{
    struct rig rig;
    rtx_transaction *t;

    rig_up(&rig, BEFORE, NO_OPTIONS);
    ASSERT_INT(
        rtx_session_run(rig.session, "ip filter 1 pass * * * * *", 5000, NULL),
        0);
    t = deal_new(&rig, FRAGMENT, NULL);
    rtx_transaction_set(t, RTX_TRANSACTION_CONFIRM_S, 60);
    rtx_transaction_set(t, RTX_TRANSACTION_SAVE_FIRST, 1);
    rtx_transaction_set(t, RTX_TRANSACTION_AUTO_COMMIT, 1);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    deal_router(&rig, AFTER "ip filter 1 pass * * * * *\n",
                AFTER "ip filter 1 pass * * * * *\n");
    rtx_transaction_free(t);
    rig_down(&rig);
}

static void a_lockout_is_refused_without(void)
{
    struct rig rig;
    rtx_transaction *t;

    rig_up(&rig, BEFORE, NO_OPTIONS);
    t = deal_new(&rig, FRAGMENT, NULL);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_REFUSED, RTX_E_LOCKOUT);
    ASSERT_INT(rtx_transaction_error(t)->line, 1);
    deal_router(&rig, BEFORE, BEFORE);
    rtx_transaction_free(t);
    t = deal_new(&rig, FRAGMENT, NULL);
    rtx_transaction_set(t, RTX_TRANSACTION_ALLOW_LOCKOUT, 1);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    rtx_transaction_free(t);
    rig_down(&rig);
}

static CU_TestInfo tests[] = {
    {"preconditions", preconditions},
    {"harmless configurations", harmless_configurations},
    {"the router's date and time", date_and_time_are_the_routers},
    {"a free id is taken", a_free_id_is_taken},
    {"committed at once", committed_at_once},
    {"confirmed by another", confirmed_by_another},
    {"cancelled by another", cancelled_by_another},
    {"nobody confirms", nobody_confirms},
    {"what cuts off comes back", what_cuts_off_comes_back},
    {"a restart that does not happen", a_restart_that_does_not_happen},
    {"a refused line disarms", a_refused_line_disarms},
    {"a refused schedule is no push", a_refused_schedule_is_no_push},
    {"proved where it moved", the_proof_is_made_where_it_moved},
    {"the rest where it moved", the_rest_is_sent_where_it_moved},
    {"save first", save_first},
    {"a lockout is refused without", a_lockout_is_refused_without},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(confirm, tests)
