/* A push lands whole or leaves the router as it was, whatever goes wrong. */
#include <rtx/emulator.h>

#include "deal.h"

static const char before[] = "console character ascii\n"
                             "ip lan1 address 192.168.100.1/24\n"
                             "ip filter 100 reject 10.0.0.0/8 * * * *\n"
                             "pp select 1\n"
                             " pp name OLD\n"
                             " pp enable 1\n"
                             "dhcp scope 1 192.168.100.2-192.168.100.50/24\n";

/* An owned fragment from the examples. */
static rtx_config *fragment(const char *const *files)
{
    rtx_config *all = NULL;

    for (; *files; files++) {
        rtx_config *one = NULL;
        struct rtx_error error;
        size_t length;
        char *text = test_file(*files, &length);

        rtx_error_init(&error);
        if (rtx_config_parse_fragment(&one, *files, text, length, NULL,
                                      &error) < 0)
            printf("\n%s: %s\n", *files, error.message);
        CU_ASSERT_PTR_NOT_NULL_FATAL(one);
        free(text);
        if (all) {
            ASSERT_INT(rtx_config_append(all, one), 0);
            rtx_config_free(one);
        } else {
            all = one;
        }
    }
    return all;
}

static rtx_config *worked_example(void)
{
    return fragment((const char *const[]){"examples/internet.rtx",
                                          "examples/vpn.rtx", NULL});
}

/* All of it; the transaction stays for questions. */
static rtx_transaction *push(struct rig *rig, const rtx_config *config)
{
    rtx_transaction *t = NULL;

    CU_ASSERT_EQUAL_FATAL(
        rtx_transaction_new(&t, rig->session, config, &rig->error), 0);
    rtx_transaction_set(t, RTX_TRANSACTION_RECONNECT_MS, 4000);
    rtx_transaction_set(t, RTX_TRANSACTION_IRREVERSIBLE, 1);
    rtx_transaction_set(t, RTX_TRANSACTION_ALLOW_LOCKOUT, 1);
    deal_push(t);
    return t;
}

static void expect(const rtx_transaction *t, enum rtx_outcome outcome)
{
    char text[1500] = "";

    if (rtx_transaction_outcome(t) != outcome) {
        rtx_error_text(rtx_transaction_error(t), text, sizeof text);
        printf("\n%s, not %s: %s\n%s\n",
               rtx_outcome_name(rtx_transaction_outcome(t)),
               rtx_outcome_name(outcome), text, rtx_transaction_leftover(t));
    }
    ASSERT_INT(rtx_transaction_outcome(t), outcome);
}

/* Every statement of the fragment is in the text of a configuration. */
static void expect_all(const rtx_config *config, char *owned)
{
    rtx_config *there = NULL;
    rtx_plan *plan = NULL;
    struct rtx_error error;

    rtx_error_init(&error);
    ASSERT_INT(
        rtx_config_parse_running(&there, owned, strlen(owned), 0, &error), 0);
    ASSERT_INT(rtx_plan_merge(&plan, there, config, &error), 0);
    ASSERT_INT(rtx_plan_count(plan), 0);
    rtx_plan_free(plan);
    rtx_config_free(there);
    rtx_emulator_text_free(owned);
}

static void the_worked_example_lands(void)
{
    static const char *const languages[] = {
        "", "console character ascii\n", "console character euc\n",
        "console prompt \"[RTX810] \"\n", "console lines infinity\n"};
    static const char *const options[][3] = {
        {"pager-type-ahead=keep", "echo-wrap=crlf",
         "prompt-anonymous=anonymous"},
        {"pager-type-ahead=flush", "echo-wrap=crlf-space-bs",
         "prompt-anonymous=pp-anonymous"},
        {"echo-trailing-blank=on", "prompt-tunnel=bracket",
         "config-trailing-blank=on"},
        {"echo-wrap-when=last", "prompt-tunnel=blank", "first-line=drop"},
    };

    for (int i = 0; i < 20; i++) {
        rtx_config *config = worked_example();
        rtx_transaction *t;
        struct rig rig;
        char *executed;

        rig_up(
            &rig, languages[i % 5],
            OPTIONS(options[i / 5][0], options[i / 5][1], options[i / 5][2]));
        t = push(&rig, config);
        expect(t, RTX_OUTCOME_COMMITTED);
        expect_all(config, rtx_emulator_running(rig.emulator));
        expect_all(config, rtx_emulator_saved(rig.emulator));
        ASSERT_INT(rtx_emulator_dirty(rig.emulator), 0);
        rtx_transaction_free(t);
        /* no trace: nothing of the console was touched */
        executed = rtx_emulator_executed(rig.emulator);
        CU_ASSERT(!strstr(executed, "console"));
        rtx_emulator_text_free(executed);
        t = push(&rig, config);
        expect(t, RTX_OUTCOME_UNCHANGED);
        rtx_transaction_free(t);
        rtx_config_free(config);
        rig_down(&rig);
    }
}

/* The router is as it was: running, startup, and whether it is dirty. */
static void expect_as_before(struct rig *rig, const char *running,
                             const char *saved)
{
    char *now = rtx_emulator_running(rig->emulator);

    ASSERT_TEXT(now, running);
    rtx_emulator_text_free(now);
    now = rtx_emulator_saved(rig->emulator);
    ASSERT_TEXT(now, saved);
    rtx_emulator_text_free(now);
}

/* Push the worked example into a fault; it must end as told. */
static void push_into(const char *startup, const char *fault,
                      enum rtx_outcome outcome, int code)
{
    rtx_config *config = worked_example();
    rtx_transaction *t;
    struct rig rig;
    char *running;
    char *saved;

    rig_up(&rig, startup, NO_OPTIONS);
    running = rtx_emulator_running(rig.emulator);
    saved = rtx_emulator_saved(rig.emulator);
    rig_set(&rig, fault);
    t = push(&rig, config);
    expect(t, outcome);
    if (rtx_transaction_outcome(t) != outcome)
        printf("\nwith %s\n", fault);
    if (code)
        ASSERT_INT(rtx_transaction_error(t)->code, code);
    if (outcome == RTX_OUTCOME_ROLLED_BACK)
        expect_as_before(&rig, running, saved);
    rtx_transaction_free(t);
    rtx_config_free(config);
    rtx_emulator_text_free(running);
    rtx_emulator_text_free(saved);
    rig_down(&rig);
}

static void a_refused_line_takes_all_back(void)
{
    static const char *const lines[] = {
        "!refuse-line=ip route default",
        "!refuse-line=pp name",
        "!refuse-line=pp enable anonymous",
        "!refuse-line=filter dynamic 200082",
        "!refuse-line=tunnel encapsulation",
        "!refuse-line=ipsec ike remote",
        "!refuse-line=pp select anonymous",
        "!refuse-line=l2tp service",
        "!refuse-line=masquerade static 1000 3",
    };

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        push_into(before, lines[i], RTX_OUTCOME_ROLLED_BACK, RTX_E_REFUSED);
}

static void the_refused_line_is_named(void)
{
    rtx_config *config = deal_fragment("ip filter 1 pass * * * * *\n\n"
                                       "ip filter 2 pass * * * *  * # two\n"
                                       "ip filter 3 pass * * * * *\n");
    const struct rtx_error *error;
    rtx_transaction *t;
    struct rig rig;

    rig_up(&rig, before, OPTIONS("!refuse-line=ip filter 2"));
    t = push(&rig, config);
    expect(t, RTX_OUTCOME_ROLLED_BACK);
    error = rtx_transaction_error(t);
    ASSERT_TEXT(error->file, "test.rtx");
    ASSERT_INT(error->line, 3);
    ASSERT_TEXT(error->statement, "ip filter 2 pass * * * * *");
    CU_ASSERT(rtx__starts(error->answer, "Error: "));
    rtx_transaction_free(t);
    rtx_config_free(config);
    rig_down(&rig);
}

/* Line 150 of 200 in a wide window: its neighbours are not blamed. */
static void the_right_line_in_a_window(void)
{
    struct rtx_buf text;
    rtx_config *config;
    rtx_transaction *t;
    struct rig rig;
    struct rtx_emulator_counters counters = {.size = sizeof counters};

    rtx__buf_init(&text, 1 << 20);
    for (int i = 1; i <= 200; i++)
        rtx__buf_format(&text, "ip filter %d pass * * tcp * %d\n", 5000 + i, i);
    config = deal_fragment(rtx__buf_str(&text));
    rig_make(&rig, before, OPTIONS("rtt=20", "!refuse-line=ip filter 5150"));
    rig_start(&rig);
    rtx_session_set(rig.session, RTX_OPTION_WINDOW_MAX, 1024);
    ASSERT_INT(rtx_session_open(rig.session, 5000), 0);
    t = push(&rig, config);
    expect(t, RTX_OUTCOME_ROLLED_BACK);
    ASSERT_INT(rtx_transaction_error(t)->line, 150);
    ASSERT_INT(rtx_transaction_change_state(t, 148), RTX_CHANGE_ACCEPTED);
    ASSERT_INT(rtx_transaction_change_state(t, 149), RTX_CHANGE_REFUSED);
    ASSERT_INT(rtx_transaction_change_state(t, 199), RTX_CHANGE_UNSENT);
    rtx_emulator_counters(rig.emulator, &counters);
    ASSERT_INT(counters.saves, 0);
    rtx_transaction_free(t);
    rtx_config_free(config);
    rtx__buf_free(&text);
    rig_down(&rig);
}

static void what_does_not_stick_is_found(void)
{
    push_into(before, "!ignore-line=ipsec auto refresh",
              RTX_OUTCOME_ROLLED_BACK, RTX_E_VERIFY);
    push_into(before, "!mangle-line=mru on 1454:mru on 1400",
              RTX_OUTCOME_ROLLED_BACK, RTX_E_VERIFY);
    push_into("", "!save-fails", RTX_OUTCOME_ROLLED_BACK, RTX_E_SAVE);
}

/* The link dies at a line; the router is reached again and put right. */
static void a_cut_is_healed(void)
{
    static const char *const faults[] = {
        "!close-on=ip route default", "!close-after=ip route default",
        "!close-on=pp name",          "!close-after=pp enable anonymous",
        "!close-on=filter 200099",    "!close-after=tunnel enable 1",
        "!stall-after=l2tp service",
    };

    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        push_into(before, faults[i], RTX_OUTCOME_ROLLED_BACK, 0);
    /* gone while saving: all of it is there, so it is saved once more */
    push_into(before, "!close-on=save,times=1", RTX_OUTCOME_COMMITTED, 0);
    push_into(before, "!close-after=save,times=1", RTX_OUTCOME_COMMITTED, 0);
}

static void cut_anywhere_it_is_all_or_nothing(void)
{
    uint32_t seed = 20261123;

    for (int i = 0; i < 25; i++) {
        rtx_config *config = worked_example();
        enum rtx_outcome outcome;
        rtx_transaction *t;
        struct rig rig;
        char fault[64];
        char *running;
        char *saved;

        rig_make(&rig, before, NO_OPTIONS);
        rig.login = "login-pass";
        rig.admin = "admin-pass";
        snprintf(fault, sizeof fault, "!cut-at=%u,connection=1",
                 1500 + test_random(&seed) % 14000);
        rig_set(&rig, fault);
        rig_start(&rig);
        running = rtx_emulator_running(rig.emulator);
        saved = rtx_emulator_saved(rig.emulator);
        if (rtx_session_open(rig.session, 5000) == 0) {
            t = push(&rig, config);
            outcome = rtx_transaction_outcome(t);
            if (outcome == RTX_OUTCOME_COMMITTED) {
                expect_all(config, rtx_emulator_saved(rig.emulator));
            } else if (outcome == RTX_OUTCOME_REFUSED ||
                       outcome == RTX_OUTCOME_ROLLED_BACK) {
                expect_as_before(&rig, running, saved);
            } else {
                printf("\n%s\n", fault);
                expect(t, RTX_OUTCOME_ROLLED_BACK);
            }
            rtx_transaction_free(t);
        }
        rtx_emulator_text_free(running);
        rtx_emulator_text_free(saved);
        rtx_config_free(config);
        rig_down(&rig);
    }
}

/* Type-ahead that is lost, or echoes that lie: nothing is lost, nothing stays.
 */
static void lost_type_ahead_loses_nothing(void)
{
    static const char *const sets[][2] = {
        {"type-ahead=64", "command-delay=2"},
        {"type-ahead=200", "command-delay=1"},
        {"!lose=97", "command-delay=1"},
        {"!drop-line=20", "rtt=0"},
        {"!corrupt-echo=500", "rtt=0"},
    };

    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        rtx_config *config = worked_example();
        struct rtx_session_info info = {.size = sizeof info};
        rtx_transaction *t;
        struct rig rig;

        rig_up(&rig, before, OPTIONS(sets[i][0], sets[i][1]));
        t = push(&rig, config);
        if (rtx_transaction_outcome(t) != RTX_OUTCOME_COMMITTED)
            printf("\nwith %s\n", sets[i][0]);
        expect(t, RTX_OUTCOME_COMMITTED);
        expect_all(config, rtx_emulator_running(rig.emulator));
        expect_all(config, rtx_emulator_saved(rig.emulator));
        ASSERT_INT(rtx_session_info(rig.session, &info), 0);
        ASSERT_INT(info.lockstep, 1);
        rtx_transaction_free(t);
        rtx_config_free(config);
        rig_down(&rig);
    }
}

static void an_abort_takes_back(void)
{
    rtx_config *config = worked_example();
    rtx_transaction *t = NULL;
    struct rig rig;
    char *running;
    char *saved;

    rig_up(&rig, before, OPTIONS("rtt=20"));
    running = rtx_emulator_running(rig.emulator);
    saved = rtx_emulator_saved(rig.emulator);
    ASSERT_INT(rtx_transaction_new(&t, rig.session, config, &rig.error), 0);
    rtx_transaction_set(t, RTX_TRANSACTION_ALLOW_LOCKOUT, 1);
    deal_begin(t);
    (void)rtx_transaction_wait(t, 120);
    rtx_transaction_abort(t);
    deal_run(t);
    expect(t, RTX_OUTCOME_ROLLED_BACK);
    ASSERT_INT(rtx_transaction_error(t)->code, RTX_E_INTERRUPTED);
    expect_as_before(&rig, running, saved);
    rtx_transaction_free(t);
    rtx_config_free(config);
    rtx_emulator_text_free(running);
    rtx_emulator_text_free(saved);
    rig_down(&rig);
}

static void a_question_in_the_middle_is_declined(void)
{
    rtx_config *config = deal_fragment("ip filter 1 pass * * * * *\n"
                                       "sshd host key generate 4711\n"
                                       "ip filter 2 pass * * * * *\n");
    struct rig rig;
    rtx_transaction *t;
    char *executed;

    rig_up(&rig, before, OPTIONS("hostkey-question=on"));
    ASSERT_INT(
        rtx_session_run(rig.session, "sshd host key generate", 5000, NULL), 0);
    ASSERT_INT(rtx_session_save(rig.session, 5000), 0);
    t = push(&rig, config);
    expect(t, RTX_OUTCOME_ROLLED_BACK);
    ASSERT_INT(rtx_transaction_error(t)->line, 2);
    CU_ASSERT(strstr(rtx_transaction_error(t)->answer, "(Y/N)") != NULL);
    executed = rtx_emulator_executed(rig.emulator);
    CU_ASSERT(!strstr(executed, "ip filter 2"));
    rtx_emulator_text_free(executed);
    rtx_transaction_free(t);
    rtx_config_free(config);
    rig_down(&rig);
}

static void text_beyond_the_charset_is_refused(void)
{
    rtx_config *config = deal_fragment("description lan1 \"東京\"\n");
    struct rig rig;
    rtx_transaction *t;

    rig_up(&rig, before, NO_OPTIONS);
    t = push(&rig, config);
    expect(t, RTX_OUTCOME_REFUSED);
    ASSERT_INT(rtx_transaction_error(t)->code, RTX_E_CHARSET);
    ASSERT_INT(rtx_transaction_error(t)->line, 1);
    rig_executed(&rig, "administrator\nshow config\n");
    rtx_transaction_free(t);
    rig_down(&rig);
    /* and on a Japanese console it lands */
    rig_up(&rig, "", NO_OPTIONS);
    t = push(&rig, config);
    expect(t, RTX_OUTCOME_COMMITTED);
    rtx_transaction_free(t);
    rtx_config_free(config);
    rig_down(&rig);
}

static void console_info_does_not_disturb(void)
{
    static const char *const formats[] = {"info-format=inline",
                                          "info-format=crlf"};

    for (int i = 0; i < 2; i++) {
        rtx_config *config = worked_example();
        rtx_transaction *t = NULL;
        struct rig rig;

        rig_up(&rig, "console character ascii\nconsole info on\n",
               OPTIONS(formats[i], "info-date=on", "rtt=6"));
        ASSERT_INT(rtx_transaction_new(&t, rig.session, config, &rig.error), 0);
        ASSERT_INT(rtx_transaction_start_plan(t), 0);
        deal_run(t);
        ASSERT_INT(rtx_transaction_start_commit(t), 0);
        while (rtx_transaction_wait(t, 40) == 0)
            ASSERT_INT(
                rtx_emulator_inject(rig.emulator, "LAN2: link up", &rig.error),
                0);
        expect(t, RTX_OUTCOME_COMMITTED);
        expect_all(config, rtx_emulator_saved(rig.emulator));
        rtx_transaction_free(t);
        rtx_config_free(config);
        rig_down(&rig);
    }
}

static CU_TestInfo tests[] = {
    {"the worked example lands", the_worked_example_lands},
    {"a refused line takes all back", a_refused_line_takes_all_back},
    {"the refused line is named", the_refused_line_is_named},
    {"the right line in a window", the_right_line_in_a_window},
    {"what does not stick is found", what_does_not_stick_is_found},
    {"a cut is healed", a_cut_is_healed},
    {"cut anywhere: all or nothing", cut_anywhere_it_is_all_or_nothing},
    {"lost type-ahead loses nothing", lost_type_ahead_loses_nothing},
    {"an abort takes back", an_abort_takes_back},
    {"a question is declined", a_question_in_the_middle_is_declined},
    {"text beyond the charset", text_beyond_the_charset_is_refused},
    {"console info does not disturb", console_info_does_not_disturb},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(transaction, tests)
