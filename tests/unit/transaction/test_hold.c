/* Held between the proof and the save, until somebody has decided. */
#include "deal.h"

#define BEFORE                  \
    "console character ascii\n" \
    "ip lan1 address 192.168.100.1/24\n"
#define FRAGMENT "ip filter 1 pass * * * * *\n"

static rtx_transaction *held(struct rig *rig, const char *state,
                             int64_t confirm_s)
{
    rtx_transaction *t;
    char *saved;

    rig_up(rig, BEFORE, NO_OPTIONS);
    t = deal_new(rig, FRAGMENT, state);
    ASSERT_INT(rtx_transaction_set(t, RTX_TRANSACTION_HOLD, 1), 0);
    ASSERT_INT(rtx_transaction_set(t, RTX_TRANSACTION_CONFIRM_S, confirm_s), 0);
    ASSERT_INT(rtx_transaction_start_save(t), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_transaction_start_rollback(t), RTX_E_ARGUMENT);
    deal_push(t);
    deal_expect(t, confirm_s ? RTX_OUTCOME_AWAITING : RTX_OUTCOME_APPLIED,
                RTX_OK);
    CU_ASSERT(rig_has(rtx_emulator_running(rig->emulator), FRAGMENT));
    saved = rtx_emulator_saved(rig->emulator);
    CU_ASSERT(strstr(saved, "ip filter") == NULL);
    rtx_emulator_text_free(saved);
    return t;
}

static void done(struct rig *rig, rtx_transaction *t)
{
    ASSERT_INT(rtx_transaction_start_save(t), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_transaction_start_rollback(t), RTX_E_ARGUMENT);
    rtx_transaction_free(t);
    rig_down(rig);
}

static void kept(int64_t confirm_s)
{
    struct rig rig;
    rtx_transaction *t = held(&rig, NULL, confirm_s);

    ASSERT_INT(rtx_transaction_start_save(t), 0);
    deal_run(t);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    deal_router(&rig, BEFORE FRAGMENT, BEFORE FRAGMENT);
    done(&rig, t);
}

static void taken_back(int64_t confirm_s)
{
    struct rig rig;
    rtx_transaction *t = held(&rig, NULL, confirm_s);

    ASSERT_INT(rtx_transaction_start_rollback(t), 0);
    deal_run(t);
    deal_expect(t, RTX_OUTCOME_ROLLED_BACK, RTX_E_INTERRUPTED);
    deal_router(&rig, BEFORE, BEFORE);
    done(&rig, t);
}

static void held_is_saved(void)
{
    kept(0);
}

static void held_is_confirmed(void)
{
    kept(60);
}

static void held_is_taken_back(void)
{
    taken_back(0);
}

static void held_is_not_confirmed(void)
{
    taken_back(60);
}

static void a_lost_session_is_made_anew(void)
{
    struct rig rig;
    rtx_transaction *t = held(&rig, NULL, 0);

    rtx_emulator_cut(rig.emulator);
    ASSERT_INT(rtx_transaction_start_save(t), 0);
    deal_run(t);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    deal_router(&rig, BEFORE FRAGMENT, BEFORE FRAGMENT);
    done(&rig, t);
}

static void a_forgotten_one_is_resumed(void)
{
    struct rig rig;
    char *state = deal_state();
    rtx_transaction *t = held(&rig, state, 0);
    char *journal = strdup(rtx_transaction_journal(t));

    rtx_transaction_free(t);
    t = deal_resume(&rig, journal, state, false);
    ASSERT_INT(rtx_transaction_outcome(t), RTX_OUTCOME_ROLLED_BACK);
    deal_router(&rig, BEFORE, BEFORE);
    free(journal);
    rtx_transaction_free(t);
    rig_down(&rig);
    deal_forget(state);
}

/* Freed in mid-work: what is on the router stays, the journal says so, and the
 * session is over, not busy. */
static void freed_in_the_middle(void)
{
    char *state = deal_state();
    rtx_transaction *t;
    char *journal;
    struct rig rig;
    size_t done = 0;

    rig_up(&rig, BEFORE, OPTIONS("rtt=20"));
    t = deal_new(&rig, FRAGMENT "ip filter 2 pass * * * * *\n", state);
    ASSERT_INT(rtx_transaction_start_plan(t), 0);
    ASSERT_INT(rtx_transaction_start_plan(t), RTX_E_BUSY);
    deal_run(t);
    ASSERT_INT(rtx_transaction_start_plan(t), RTX_E_ARGUMENT);
    CU_ASSERT(rtx_transaction_error(t)->message[0] != '\0');
    ASSERT_INT(rtx_transaction_start_commit(t), 0);
    while (rtx_transaction_phase(t, &done, NULL) != RTX_PHASE_VERIFY)
        (void)rtx_transaction_wait(t, 1000);
    journal = strdup(rtx_transaction_journal(t));
    rtx_transaction_free(t);
    ASSERT_INT(rtx_session_run(rig.session, "show arp", 1000, NULL),
               RTX_E_DESYNC);
    CU_ASSERT(rig_has(rtx_emulator_running(rig.emulator), FRAGMENT));
    t = deal_resume(&rig, journal, state, false);
    ASSERT_INT(rtx_transaction_outcome(t), RTX_OUTCOME_ROLLED_BACK);
    free(journal);
    rtx_transaction_free(t);
    rig_down(&rig);
    deal_forget(state);
}

static CU_TestInfo tests[] = {
    {"freed in the middle", freed_in_the_middle},
    {"saved", held_is_saved},
    {"confirmed", held_is_confirmed},
    {"taken back", held_is_taken_back},
    {"not confirmed", held_is_not_confirmed},
    {"a lost session", a_lost_session_is_made_anew},
    {"forgotten, resumed", a_forgotten_one_is_resumed},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(hold, tests)
