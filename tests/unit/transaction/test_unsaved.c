/* What nobody saved, and what others change while a push is on its way. */
#include "deal.h"

#define BEFORE                     \
    "console character ascii\n"    \
    "ip lan1 address 10.0.0.1/8\n" \
    "ip filter 1 pass * * * * *\n"
#define FRAGMENT \
    "ip filter 5 pass * * tcp * 22\nip filter 6 pass * * tcp * 23\n"
#define AFTER BEFORE FRAGMENT

static void up(struct rig *rig, const char *option)
{
    rig_up(rig, BEFORE,
           option ? OPTIONS("anonymous-telnet=many", option)
                  : OPTIONS("anonymous-telnet=many"));
}

static void type(rtx_session *session, const char *line)
{
    ASSERT_INT(rtx_session_run(session, line, 5000, NULL), 0);
}

static void equal_is_found_without_a_trace(void)
{
    struct rig rig;
    rtx_transaction *t;

    up(&rig, NULL);
    t = deal_new(&rig, FRAGMENT, NULL);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    CU_ASSERT_PTR_NULL(rtx_transaction_warning(t, 0));
    rig_executed(&rig, "administrator\nshow config\nshow status user\nquit\n"
                       "administrator\nip filter 5 pass * * tcp * 22\n"
                       "ip filter 6 pass * * tcp * 23\nshow config\nsave\n");
    deal_router(&rig, AFTER, AFTER);
    rtx_transaction_free(t);
    rig_down(&rig);
}

/* One push onto a router on which somebody left `ip filter 2` unsaved. */
static void push_onto_unsaved(enum rtx_transaction_option option, int value,
                              enum rtx_outcome outcome, int code,
                              const char *running, const char *saved)
{
    struct rig rig;
    rtx_transaction *t;

    up(&rig, NULL);
    type(rig.session, "ip filter 2 reject * * * * *");
    t = deal_new(&rig, FRAGMENT, NULL);
    if (option)
        rtx_transaction_set(t, option, value);
    deal_push(t);
    deal_expect(t, outcome, code);
    if (code)
        CU_ASSERT(strstr(rtx_transaction_error(t)->answer,
                         "+ ip filter 2 reject") != NULL);
    deal_router(&rig, running, saved);
    rtx_transaction_free(t);
    rig_down(&rig);
}

#define UNSAVED BEFORE "ip filter 2 reject * * * * *\n"

static void different_is_refused_and_shown(void)
{
    push_onto_unsaved(0, 0, RTX_OUTCOME_REFUSED, RTX_E_UNSAVED, UNSAVED,
                      BEFORE);
}

static void different_is_allowed_three_ways(void)
{
    push_onto_unsaved(RTX_TRANSACTION_INCLUDE_UNSAVED, 1, RTX_OUTCOME_COMMITTED,
                      RTX_OK, UNSAVED FRAGMENT, UNSAVED FRAGMENT);
    push_onto_unsaved(RTX_TRANSACTION_SAVE_FIRST, 1, RTX_OUTCOME_COMMITTED,
                      RTX_OK, UNSAVED FRAGMENT, UNSAVED FRAGMENT);
    push_onto_unsaved(RTX_TRANSACTION_SAVE, 0, RTX_OUTCOME_APPLIED, RTX_OK,
                      UNSAVED FRAGMENT, BEFORE);
}

static void changed_back_is_equal(void)
{
    struct rig rig;
    rtx_transaction *t;

    up(&rig, NULL);
    type(rig.session, "ip filter 2 reject * * * * *");
    type(rig.session, "no ip filter 2");
    ASSERT_INT(rtx_emulator_dirty(rig.emulator), 1);
    t = deal_new(&rig, FRAGMENT, NULL);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    rtx_transaction_free(t);
    rig_down(&rig);
}

static void different_without_config_0(void)
{
    struct rig rig;
    rtx_transaction *t;

    up(&rig, "!refuse-line=show config 0");
    type(rig.session, "ip filter 2 reject * * * * *");
    t = deal_new(&rig, FRAGMENT, NULL);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_REFUSED, RTX_E_UNSAVED);
    deal_router(&rig, UNSAVED, BEFORE);
    rtx_transaction_free(t);
    rig_down(&rig);
}

static void another_administrator_is_named(void)
{
    struct rig rig;
    rtx_transaction *t;
    rtx_session *other;

    up(&rig, NULL);
    other = deal_second(&rig);
    t = deal_new(&rig, FRAGMENT, NULL);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    CU_ASSERT(deal_warned(t, "another administrator is logged in"));
    rtx_transaction_free(t);
    rtx_session_free(other);
    rig_down(&rig);
}

/* Push while another administrator types a line, as soon as it begins. */
static void push_beside(const char *line, const char *fault,
                        enum rtx_transaction_option option, int value,
                        enum rtx_outcome outcome, int code, const char *running,
                        const char *saved)
{
    struct rig rig;
    rtx_transaction *t;
    rtx_session *other;

    up(&rig, fault);
    other = deal_second(&rig);
    t = deal_new(&rig, FRAGMENT, NULL);
    if (option)
        rtx_transaction_set(t, option, value);
    deal_begin(t);
    type(other, line);
    deal_run(t);
    deal_expect(t, outcome, code);
    if (line[0] != 's')
        CU_ASSERT(deal_warned(t, line));
    deal_router(&rig, running, saved);
    rtx_transaction_free(t);
    rtx_session_free(other);
    rig_down(&rig);
}

#define THEIRS "ip filter 3 pass * * icmp * *\n"

static void a_foreign_change_is_not_saved(void)
{
    push_beside("ip filter 3 pass * * icmp * *", NULL, 0, 0,
                RTX_OUTCOME_ROLLED_BACK, RTX_E_UNSAVED, BEFORE THEIRS, BEFORE);
}

static void a_foreign_change_is_saved_when_allowed(void)
{
    push_beside("ip filter 3 pass * * icmp * *", NULL,
                RTX_TRANSACTION_INCLUDE_UNSAVED, 1, RTX_OUTCOME_COMMITTED,
                RTX_OK, BEFORE THEIRS FRAGMENT, BEFORE THEIRS FRAGMENT);
}

static void a_rollback_leaves_a_foreign_change(void)
{
    push_beside("ip filter 3 pass * * icmp * *", "!refuse-line=ip filter 6", 0,
                0, RTX_OUTCOME_ROLLED_BACK, RTX_E_REFUSED, BEFORE THEIRS,
                BEFORE);
}

/* As far as all lines are sent. */
static void send_lines(rtx_transaction *t)
{
    deal_begin(t);
    while (rtx_transaction_phase(t, NULL, NULL) == RTX_PHASE_PUSH &&
           rtx_transaction_wait(t, 1000) == 0)
        ;
}

/* Our first line is there when somebody saves; the second is refused. */
static void a_foreign_save_is_undone(void)
{
    struct rig rig;
    rtx_transaction *t;
    rtx_session *other;

    up(&rig, "!refuse-line=ip filter 6");
    other = deal_second(&rig);
    t = deal_new(&rig, FRAGMENT, NULL);
    send_lines(t);
    ASSERT_INT(rtx_session_save(other, 5000), 0);
    deal_run(t);
    deal_expect(t, RTX_OUTCOME_ROLLED_BACK, RTX_E_REFUSED);
    deal_router(&rig, BEFORE, BEFORE);
    rtx_transaction_free(t);
    rtx_session_free(other);
    rig_down(&rig);
}

/* `no dhcp scope 1` takes a bind along that was there before us. */
static void what_an_undo_drags_along_is_put_back(void)
{
    static const char bound[] =
        "console character ascii\n"
        "ip lan1 address 10.0.0.1/8\n"
        "dhcp scope bind 1 10.0.0.9 00:a0:de:01:02:03\n";
    struct rig rig;
    rtx_transaction *t;

    rig_up(&rig, bound, OPTIONS("!refuse-line=ip filter 6"));
    t = deal_new(&rig,
                 "dhcp scope 1 10.0.0.2-10.0.0.50/8\n"
                 "ip filter 6 pass * * tcp * 23\n",
                 NULL);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_ROLLED_BACK, RTX_E_REFUSED);
    CU_ASSERT(!deal_warned(t, "somebody else"));
    deal_router(&rig, bound, bound);
    rtx_transaction_free(t);
    rig_down(&rig);
}

/* He sets once more what we had set; it is lost, but not without a word. */
static void who_sets_ours_again_is_told(void)
{
    struct rig rig;
    rtx_transaction *t;
    rtx_session *other;

    up(&rig, "!refuse-line=ip filter 6");
    other = deal_second(&rig);
    t = deal_new(&rig, FRAGMENT, NULL);
    send_lines(t);
    rtx_session_free(other);
    other = deal_second(&rig);
    type(other, "ip filter 5 reject * * udp * 99");
    deal_run(t);
    ASSERT_INT(rtx_transaction_outcome(t), RTX_OUTCOME_ROLLED_BACK);
    deal_router(&rig, BEFORE, BEFORE);
    rtx_transaction_free(t);
    rtx_session_free(other);
    rig_down(&rig);
}

/* Noise in show config: it is read again, and never planned from. */
static void a_damaged_reading_is_read_again(void)
{
    int committed = 0;

    for (int at = 1500; at < 2100; at += 20) {
        struct rig rig;
        rtx_transaction *t;
        char fault[64];

        up(&rig, NULL);
        snprintf(fault, sizeof fault, "!garbage-at=%d,times=1", at);
        rig_set(&rig, fault);
        t = deal_new(&rig, FRAGMENT, NULL);
        deal_push(t);
        if (rtx_transaction_outcome(t) == RTX_OUTCOME_COMMITTED) {
            deal_router(&rig, AFTER, AFTER);
            committed++;
        } else { /* noise in a prompt that never came: refused, or back */
            CU_ASSERT(rtx_transaction_outcome(t) != RTX_OUTCOME_NEEDS_PERSON);
            deal_router(&rig, BEFORE, BEFORE);
        }
        rtx_transaction_free(t);
        rig_down(&rig);
    }
    CU_ASSERT(committed > 10);
}

#define ABOVE "console character ascii\nip lan1 address 10.0.0.1/8\n"
#define IN_PP "pp select 1\r\n pp name one\r\n ppp lcp mru on 1454\r\n"

/* How many bytes the router sends before `pp select 1` in its configuration. */
static int place_of_context(const char *before)
{
    struct rtx_emulator_counters counters = {.size = sizeof counters};
    struct rig rig;

    rig_up(&rig, before, NO_OPTIONS);
    ASSERT_INT(rtx_session_run(rig.session, "show config", 5000, NULL), 0);
    rtx_emulator_counters(rig.emulator, &counters);
    rig_down(&rig);
    return (int)counters.bytes_sent - (int)strlen(IN_PP "# ");
}

/* Noise in the line that selects: what stands below it is not another's. */
static void a_damaged_context_is_read_again(void)
{
    static const char before[] =
        ABOVE "pp select 1\n pp name one\n ppp lcp mru on 1454\n";
    static const char after[] =
        ABOVE "pp select 1\n pp name two\n ppp lcp mru on 1454\n";
    int at = place_of_context(before);

    for (int i = 7; i < 12; i++) {
        struct rig rig;
        rtx_transaction *t;
        char fault[64];

        snprintf(fault, sizeof fault, "!garbage-at=%d,times=1", at + i);
        rig_up(&rig, before, OPTIONS(fault));
        t = deal_new(&rig, "pp select 1\n pp name two\n", NULL);
        deal_push(t);
        deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
        deal_router(&rig, after, after);
        rtx_transaction_free(t);
        rig_down(&rig);
    }
}

static void a_failed_save_leaves_startup_as_it_was(void)
{
    struct rig rig;
    rtx_transaction *t;

    up(&rig, "!refuse-line=save,times=1");
    t = deal_new(&rig, FRAGMENT, NULL);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_ROLLED_BACK, RTX_E_SAVE);
    deal_router(&rig, BEFORE, BEFORE);
    rtx_transaction_free(t);
    rig_down(&rig);
}

/* Asked whether all is saved it falls silent; and whoever reaches it anew comes
 * before it has seen that we are gone. */
static void our_old_session_holds_the_door(void)
{
    struct rig rig;
    rtx_transaction *t;

    up(&rig, "!stall-on=quit,times=1");
    rtx_session_set(rig.session, RTX_OPTION_SILENCE_MS, 500);
    ASSERT_INT(rtx_emulator_fault(rig.emulator, "full,times=1", &rig.error), 0);
    t = deal_new(&rig, FRAGMENT, NULL);
    deal_push(t);
    deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    deal_router(&rig, BEFORE FRAGMENT, BEFORE FRAGMENT);
    rtx_transaction_free(t);
    rig_down(&rig);
}

static CU_TestInfo tests[] = {
    {"our old session holds the door", our_old_session_holds_the_door},
    {"equal, without a trace", equal_is_found_without_a_trace},
    {"different is refused and shown", different_is_refused_and_shown},
    {"different, allowed", different_is_allowed_three_ways},
    {"changed back is equal", changed_back_is_equal},
    {"different without show config 0", different_without_config_0},
    {"another administrator is named", another_administrator_is_named},
    {"a foreign change is not saved", a_foreign_change_is_not_saved},
    {"it is when allowed", a_foreign_change_is_saved_when_allowed},
    {"a rollback leaves it", a_rollback_leaves_a_foreign_change},
    {"a foreign save is undone", a_foreign_save_is_undone},
    {"what an undo drags along", what_an_undo_drags_along_is_put_back},
    {"who sets ours again is told", who_sets_ours_again_is_told},
    {"a damaged reading", a_damaged_reading_is_read_again},
    {"a damaged context", a_damaged_context_is_read_again},
    {"a failed save", a_failed_save_leaves_startup_as_it_was},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(unsaved, tests)
