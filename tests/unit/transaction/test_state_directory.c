/* The directory of journals and locks: whose it is, and the names in it. */
#include "deal.h"

#include <sys/stat.h>
#include <unistd.h>

#define BEFORE                     \
    "console character ascii\n"    \
    "ip lan1 address 10.0.0.1/8\n" \
    "ip filter 1 pass * * * * *\n"

static void two_in_one_second(void)
{
    char *state = deal_state();
    char first[512] = "";
    struct rig rig;

    rig_up(&rig, BEFORE, NO_OPTIONS);
    for (int i = 0; i < 2; i++) {
        rtx_transaction *t = deal_new(
            &rig, i ? "no ip filter 1\n" : "ip filter 2 pass * *\n", state);

        deal_push(t);
        deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
        CU_ASSERT_STRING_NOT_EQUAL(rtx_transaction_journal(t), first);
        snprintf(first, sizeof first, "%s", rtx_transaction_journal(t));
        rtx_transaction_free(t);
    }
    rig_down(&rig);
    deal_forget(state);
}

static void one_that_others_can_write_to(void)
{
    char *state = deal_state();
    struct rig rig;
    rtx_transaction *t;

    CU_ASSERT_EQUAL(chmod(state, 0777), 0);
    rig_up(&rig, BEFORE, NO_OPTIONS);
    t = deal_new(&rig, "ip filter 2 pass * *\n", state);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_REFUSED, RTX_E_JOURNAL);
    CU_ASSERT(strstr(rtx_transaction_error(t)->message, "others") != NULL);
    rtx_transaction_free(t);
    deal_router(&rig, BEFORE, BEFORE);
    rig_down(&rig);
    deal_forget(state);
}

static void the_users_own_is_mended(void)
{
    char *state = deal_state();
    char *before = getenv("XDG_STATE_HOME");
    char own[512];
    struct rig rig;
    struct stat status;
    rtx_transaction *t;

    before = before ? strdup(before) : NULL;
    snprintf(own, sizeof own, "%s/rtx", state);
    CU_ASSERT_EQUAL(mkdir(own, 0700), 0);
    CU_ASSERT_EQUAL(chmod(own, 0777), 0);
    CU_ASSERT_EQUAL(setenv("XDG_STATE_HOME", state, 1), 0);
    rig_up(&rig, BEFORE, NO_OPTIONS);
    t = deal_new(&rig, "ip filter 2 pass * *\n", "");
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    rtx_transaction_free(t);
    CU_ASSERT_EQUAL(stat(own, &status), 0);
    ASSERT_INT(status.st_mode & 0777, 0700);
    rig_down(&rig);
    if (before)
        (void)setenv("XDG_STATE_HOME", before, 1);
    else
        (void)unsetenv("XDG_STATE_HOME");
    free(before);
    deal_forget(strdup(own));
    deal_forget(state);
}

static CU_TestInfo tests[] = {
    {"two in one second", two_in_one_second},
    {"others can write to it", one_that_others_can_write_to},
    {"the user's own is mended", the_users_own_is_mended},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(state_directory, tests)
