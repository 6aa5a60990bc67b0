/* A fragment that is on the router already: is it saved, too? */
#include "deal.h"

#define BEFORE                     \
    "console character ascii\n"    \
    "ip lan1 address 10.0.0.1/8\n" \
    "ip filter 1 pass * * * * *\n"
#define FRAGMENT "ip filter 5 pass * * tcp * 22\n"
#define FOREIGN "ip filter 2 reject * * * * *\n"

static void up(struct rig *rig, const char *startup, const char *option)
{
    rig_up(rig, startup,
           option ? OPTIONS("anonymous-telnet=many", option)
                  : OPTIONS("anonymous-telnet=many"));
}

static void type(struct rig *rig, const char *line)
{
    char command[128];

    snprintf(command, sizeof command, "%.*s", (int)strcspn(line, "\n"), line);
    ASSERT_INT(rtx_session_administrator(rig->session, 5000), 0);
    ASSERT_INT(rtx_session_run(rig->session, command, 5000, NULL), 0);
}

/* `typed` stands unsaved on a router that has `startup`; then a push. */
static void push(const char *startup, const char *typed, const char *option,
                 enum rtx_transaction_option set, int value,
                 enum rtx_outcome outcome, int code, const char *warning,
                 const char *saved)
{
    struct rig rig;
    rtx_transaction *t;

    up(&rig, startup, option);
    for (const char *line = typed; *line; line = strchr(line, '\n') + 1)
        type(&rig, line);
    t = deal_new(&rig, FRAGMENT, NULL);
    if (set)
        ASSERT_INT(rtx_transaction_set(t, set, value), 0);
    deal_push(t);
    deal_expect(t, outcome, code);
    ASSERT_INT(rtx_plan_count(rtx_transaction_plan(t)), 0);
    if (warning)
        CU_ASSERT(deal_warned(t, warning));
    deal_router(&rig, NULL, saved);
    rtx_transaction_free(t);
    rig_down(&rig);
}

static void its_own_is_saved(void)
{
    push(BEFORE, FRAGMENT, NULL, 0, 0, RTX_OUTCOME_COMMITTED, RTX_OK,
         "not saved yet", BEFORE FRAGMENT);
}

static void not_when_it_is_not_to_be(void)
{
    push(BEFORE, FRAGMENT, NULL, RTX_TRANSACTION_SAVE, 0, RTX_OUTCOME_UNCHANGED,
         RTX_OK, NULL, BEFORE);
}

static void with_others_it_is_refused(void)
{
    push(BEFORE, FRAGMENT FOREIGN, NULL, 0, 0, RTX_OUTCOME_REFUSED,
         RTX_E_UNSAVED, "+ ip filter 2 reject", BEFORE);
    /* nobody can tell what it is */
    push(BEFORE, FRAGMENT, "!refuse-line=show config 0", 0, 0,
         RTX_OUTCOME_REFUSED, RTX_E_UNSAVED, NULL, BEFORE);
}

static void with_others_it_is_allowed(void)
{
    push(BEFORE, FRAGMENT FOREIGN, NULL, RTX_TRANSACTION_INCLUDE_UNSAVED, 1,
         RTX_OUTCOME_COMMITTED, RTX_OK, NULL, BEFORE FOREIGN FRAGMENT);
    push(BEFORE, FRAGMENT FOREIGN, NULL, RTX_TRANSACTION_SAVE_FIRST, 1,
         RTX_OUTCOME_COMMITTED, RTX_OK, NULL, BEFORE FOREIGN FRAGMENT);
}

static void others_alone_are_left(void)
{
    push(BEFORE FRAGMENT, FOREIGN, NULL, 0, 0, RTX_OUTCOME_UNCHANGED, RTX_OK,
         "nobody saved", BEFORE FRAGMENT);
}

static void confirm_has_nothing_to_try(void)
{
    push(BEFORE, FRAGMENT, NULL, RTX_TRANSACTION_CONFIRM_S, 60,
         RTX_OUTCOME_COMMITTED, RTX_OK, NULL, BEFORE FRAGMENT);
}

/* A second run says nothing and asks no more than who closes would. */
static void saved_costs_nothing(void)
{
    struct rig rig;
    rtx_transaction *t;

    up(&rig, BEFORE FRAGMENT, NULL);
    t = deal_new(&rig, FRAGMENT, NULL);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_UNCHANGED, RTX_OK);
    CU_ASSERT_PTR_NULL(rtx_transaction_warning(t, 0));
    rig_executed(&rig, "administrator\nshow config\nquit\n");
    ASSERT_INT(rtx_session_close(rig.session, 5000, NULL), 0);
    rtx_transaction_free(t);
    rig_down(&rig);
}

static void others_meanwhile_are_not_saved(void)
{
    struct rig rig;
    struct rig other;
    rtx_transaction *t;

    up(&rig, BEFORE, NULL);
    type(&rig, FRAGMENT);
    t = deal_new(&rig, FRAGMENT, NULL);
    ASSERT_INT(rtx_transaction_start_plan(t), 0);
    deal_run(t);
    deal_expect(t, RTX_OUTCOME_PLANNED, RTX_OK);
    other = rig;
    other.session = NULL;
    rig_session(&other);
    ASSERT_INT(rtx_session_open(other.session, 10000), 0);
    type(&other, FOREIGN);
    ASSERT_INT(rtx_transaction_start_commit(t), 0);
    deal_run(t);
    deal_expect(t, RTX_OUTCOME_ROLLED_BACK, RTX_E_UNSAVED);
    deal_router(&rig, BEFORE FOREIGN FRAGMENT, BEFORE);
    rtx_session_free(other.session);
    rtx_transaction_free(t);
    rig_down(&rig);
}

static void killed_before_the_save(void)
{
    char *state = deal_state();
    char journal[512];
    struct rig rig;
    rtx_transaction *t;

    up(&rig, BEFORE, NULL);
    type(&rig, FRAGMENT);
    t = deal_new(&rig, FRAGMENT, state);
    ASSERT_INT(rtx_transaction_set(t, RTX_TRANSACTION_HOLD, 1), 0);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_APPLIED, RTX_OK);
    snprintf(journal, sizeof journal, "%s", rtx_transaction_journal(t));
    rtx_transaction_free(t);
    t = deal_resume(&rig, journal, state, true);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    deal_router(&rig, BEFORE FRAGMENT, BEFORE FRAGMENT);
    rtx_transaction_free(t);
    rig_down(&rig);
    deal_forget(state);
}

static void nothing_replaces_everything(void)
{
    struct rig rig;
    rtx_transaction *t;

    up(&rig, BEFORE, NULL);
    t = deal_new(&rig, "# nothing\n", NULL);
    ASSERT_INT(rtx_transaction_set(t, RTX_TRANSACTION_REPLACE, 1), 0);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_REFUSED, RTX_E_FRAGMENT);
    rig_executed(&rig, "administrator\n"); /* the rig's own */
    rtx_transaction_free(t);
    t = deal_new(&rig, "# nothing\n", NULL);
    ASSERT_INT(rtx_transaction_set(t, RTX_TRANSACTION_REPLACE, 1), 0);
    ASSERT_INT(rtx_transaction_set(t, RTX_TRANSACTION_ALLOW_EMPTY, 1), 0);
    ASSERT_INT(rtx_transaction_start_plan(t), 0);
    deal_run(t);
    deal_expect(t, RTX_OUTCOME_PLANNED, RTX_OK);
    CU_ASSERT(rtx_plan_count(rtx_transaction_plan(t)) > 0);
    rtx_transaction_free(t);
    rig_down(&rig);
}

static CU_TestInfo tests[] = {
    {"its own is saved", its_own_is_saved},
    {"not when it is not to be", not_when_it_is_not_to_be},
    {"with others it is refused", with_others_it_is_refused},
    {"with others it is allowed", with_others_it_is_allowed},
    {"others alone are left", others_alone_are_left},
    {"confirm has nothing to try", confirm_has_nothing_to_try},
    {"saved costs nothing", saved_costs_nothing},
    {"others meanwhile are not saved", others_meanwhile_are_not_saved},
    {"killed before the save", killed_before_the_save},
    {"nothing replaces everything", nothing_replaces_everything},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(left_unsaved, tests)
