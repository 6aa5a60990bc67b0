/* Pushes over serial lines and console servers: pace, faults, boots. */
#include <unistd.h>

#include "../session/line.h"

static const char before[] = "console character ascii\n"
                             "ip lan1 address 192.168.100.1/24\n"
                             "ip filter 100 reject 10.0.0.0/8 * * * *\n";

static char *filters(int count)
{
    struct rtx_buf text;

    rtx__buf_init(&text, 1 << 20);
    for (int i = 0; i < count; i++)
        rtx__buf_format(&text, "ip filter %d pass 192.168.%d.0/24 * tcp * %d\n",
                        1000 + i, i % 250, 1000 + i);
    return rtx__buf_take(&text);
}

static void up(struct rig *rig, const char *const *set)
{
    rig_make(rig, before, set);
    rig->serial = true;
    rig->login = "login-pass";
    rig->admin = "admin-pass";
    rig_start(rig);
}

static int opened(struct rig *rig)
{
    int rc = rtx_session_open(rig->session, 20000);

    return rc < 0 ? rc : rtx_session_administrator(rig->session, 10000);
}

static void run_stage(rtx_transaction *t, int64_t until)
{
    while (rtx_transaction_wait(t, 500) == 0 && rtx__now_ms() < until)
        ;
}

static rtx_transaction *transaction(struct rig *rig, const char *text,
                                    int64_t reconnect_ms)
{
    rtx_config *config = NULL;
    rtx_transaction *t = NULL;

    CU_ASSERT_EQUAL_FATAL(rtx_config_parse_fragment(&config, "test.rtx", text,
                                                    strlen(text), NULL,
                                                    &rig->error),
                          0);
    CU_ASSERT_EQUAL_FATAL(
        rtx_transaction_new(&t, rig->session, config, &rig->error), 0);
    rtx_config_free(config);
    rtx_transaction_set(t, RTX_TRANSACTION_RECONNECT_MS, reconnect_ms);
    return t;
}

static rtx_transaction *push(struct rig *rig, const char *text)
{
    rtx_transaction *t = transaction(rig, text, 20000);

    ASSERT_INT(rtx_transaction_start_plan(t), 0);
    run_stage(t, rtx__now_ms() + 60000);
    if (rtx_transaction_outcome(t) == RTX_OUTCOME_PLANNED)
        ASSERT_INT(rtx_transaction_start_commit(t), 0);
    return t;
}

static void expect(const rtx_transaction *t, enum rtx_outcome outcome,
                   const char *what)
{
    char text[1500] = "";

    if (rtx_transaction_outcome(t) != outcome) {
        rtx_error_text(rtx_transaction_error(t), text, sizeof text);
        printf("\n%s: %s, not %s: %s\n", what,
               rtx_outcome_name(rtx_transaction_outcome(t)),
               rtx_outcome_name(outcome), text);
    }
    ASSERT_INT(rtx_transaction_outcome(t), outcome);
}

/* The line is what it waits for, where the router keeps up. */
static void at_the_rate_of_the_line(void)
{
    struct rtx_session_info info = {.size = sizeof info};
    struct rtx_emulator_counters first = {.size = sizeof first};
    struct rtx_emulator_counters last = {.size = sizeof last};
    char *text = filters(60);
    struct rig rig;
    rtx_transaction *t;
    int64_t begun;
    double share;
    int took;

    up(&rig, OPTIONS("baud=9600"));
    ASSERT_INT(opened(&rig), 0);
    t = push(&rig, text);
    rtx_emulator_counters(rig.emulator, &first);
    begun = rtx__now_ms();
    /* to the end of the push: a phase ends there */
    (void)rtx_transaction_wait(t, 60000);
    rtx_emulator_counters(rig.emulator, &last);
    took = (int)(rtx__now_ms() - begun);
    share = (double)(last.bytes_sent - first.bytes_sent) / (took * 0.96);
    if (getenv("RTX_BENCH"))
        printf("\nserial 9600: %d bytes in %d ms, %.1f %% of the line\n",
               (int)(last.bytes_sent - first.bytes_sent), took, 100 * share);
    /* a loaded machine is late now and then; tests/bench/serial has the figure
     */
    CU_ASSERT(share > 0.5);
    run_stage(t, rtx__now_ms() + 60000);
    expect(t, RTX_OUTCOME_COMMITTED, "at the rate of the line");
    ASSERT_INT(rtx_session_info(rig.session, &info), 0);
    ASSERT_INT(info.damages, 0);
    ASSERT_INT(info.lockstep, 0);
    rtx_transaction_free(t);
    rtx_free(text);
    rig_down(&rig);
}

/* A router that cannot take so much at once gets less, and all of it. */
static void no_faster_than_the_router(void)
{
    static const char *const sets[][4] = {
        {"type-ahead=16", "xon-xoff=off", "command-delay=5", "baud=0"},
        {"type-ahead=64", "xon-xoff=off", "command-delay=5", "baud=57600"},
        {"type-ahead=64", "xon-xoff=on", "command-delay=5", "baud=57600"},
        {"!lose=3", "xon-xoff=off", "command-delay=2", "baud=0"},
        {"!lose=3", "xon-xoff=on", "type-ahead=16", "command-delay=2"},
    };
    char *text = filters(30);

    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        struct rig rig;
        rtx_transaction *t;

        up(&rig, OPTIONS(sets[i][0], sets[i][1], sets[i][2], sets[i][3]));
        ASSERT_INT(opened(&rig), 0);
        t = push(&rig, text);
        run_stage(t, rtx__now_ms() + 60000);
        expect(t, RTX_OUTCOME_COMMITTED, sets[i][0]);
        CU_ASSERT(
            rig_has(rtx_emulator_saved(rig.emulator), "ip filter 1029 pass"));
        rtx_transaction_free(t);
        rig_down(&rig);
    }
    rtx_free(text);
}

/* In the middle of a push: the router has what it had, and that is told. */
static void a_boot_in_the_middle(void)
{
    char *text = filters(40);

    for (int at = 100; at < 1000; at += 500) {
        struct rig rig;
        rtx_transaction *t;
        int64_t until;

        up(&rig, OPTIONS("baud=19200", "boot-time=500"));
        ASSERT_INT(opened(&rig), 0);
        t = push(&rig, text);
        until = rtx__now_ms() + at;
        while (rtx__now_ms() < until)
            (void)rtx_transaction_wait(t, until - rtx__now_ms());
        rtx_emulator_power_cycle(rig.emulator);
        run_stage(t, rtx__now_ms() + 60000);
        expect(t, RTX_OUTCOME_ROLLED_BACK, "a boot");
        CU_ASSERT(!strstr(rtx_transaction_leftover(t), "filter"));
        rtx_transaction_free(t);
        rig_down(&rig);
    }
    rtx_free(text);
}

/* ---- every fault ---- */

static const char *const faults[] = {
    "!cut-at=3000,times=1",
    "!stall-at=3000",
    "!garbage-at=3000:40,times=1",
    "!drop-line=8",
    "!lose=5",
    "!refuse-line=1009",
    "!ignore-line=1009",
    "!mangle-line=1009 pass:1009 reject",
    "!close-on=1009,times=1",
    "!close-after=1009,times=1",
    "!stall-on=1009",
    "!stall-after=1009",
    "!delay-before-prompt=20",
    "!pause-after-header=300",
    "!save-fails",
    "!corrupt-echo=97,times=3",
    "!never-answer",
};

static bool in_balance(struct rig *rig, const rtx_transaction *t)
{
    char *saved = rtx_emulator_saved(rig->emulator);
    char *running = rtx_emulator_running(rig->emulator);
    int count = 0;
    bool fine;

    for (const char *at = strstr(running, "ip filter 10"); at;
         at = strstr(at + 1, "ip filter 10"))
        count++;
    count--; /* ip filter 100 was there */
    switch (rtx_transaction_outcome(t)) {
    case RTX_OUTCOME_COMMITTED:
        fine = count == 12 && strstr(saved, "ip filter 1011");
        break;
    case RTX_OUTCOME_REFUSED:
    case RTX_OUTCOME_ROLLED_BACK:
        fine = count == 0 && !strstr(saved, "ip filter 1011");
        break;
    default: /* a dead line: told so */
        fine = rtx_transaction_outcome(t) == RTX_OUTCOME_NEEDS_PERSON;
        break;
    }
    if (!fine)
        printf("\n%s: %d lines\n", rtx_outcome_name(rtx_transaction_outcome(t)),
               count);
    rtx_emulator_text_free(saved);
    rtx_emulator_text_free(running);
    return fine;
}

struct pushed {
    rtx_transaction *transaction;
    struct line_server *server;
    char link[64];
};

static void prepare(struct rig *rig, struct pushed *p, size_t i)
{
    char text[96];

    snprintf(p->link, sizeof p->link, "/tmp/rtx-line-%d-%zu", (int)getpid(), i);
    snprintf(text, sizeof text, "pty-link=%s", p->link);
    up(rig, OPTIONS(text, faults[i / 2]));
    p->transaction = NULL;
    p->server = NULL;
    if (i % 2) {
        p->server = line_server_new(p->link, text, sizeof text);
        rig_session_at(rig, text);
    }
    rtx_session_set(rig->session, RTX_OPTION_SILENCE_MS, 1000);
    ASSERT_INT(rtx_session_start_open(rig->session), 0);
}

/* All of them at once, until none goes on. */
static void run_all(struct rig *rigs, struct pushed *pushed, size_t count)
{
    int64_t until = rtx__now_ms() + 60000;
    bool running = true;

    while (running && rtx__now_ms() < until) {
        running = false;
        for (size_t i = 0; i < count; i++) {
            if (pushed[i].transaction &&
                rtx_transaction_process(pushed[i].transaction) == 0)
                running = true;
            if (pushed[i].transaction &&
                rtx_transaction_outcome(pushed[i].transaction) ==
                    RTX_OUTCOME_PLANNED)
                ASSERT_INT(rtx_transaction_start_commit(pushed[i].transaction),
                           0);
        }
        line_wait(rigs, count, 2);
    }
}

static void finish(struct rig *rig, struct pushed *p, size_t i)
{
    if (p->transaction && !in_balance(rig, p->transaction)) {
        printf("%s over %s\n", faults[i / 2], i % 2 ? "tcp" : "serial");
        CU_FAIL("neither all nor nothing");
    }
    if (!p->transaction)
        CU_ASSERT(strcmp(faults[i / 2], "!never-answer") == 0);
    rtx_transaction_free(p->transaction);
    rtx_session_free(rig->session);
    rig->session = NULL;
    if (p->server)
        line_server_free(p->server);
    rig_down(rig);
}

/* Over both kinds of line. */
static void every_fault(void)
{
    enum { COUNT = 2 * (sizeof faults / sizeof faults[0]) };
    static struct rig rigs[COUNT];
    static struct pushed pushed[COUNT];
    char *text = filters(12);
    int before_all = test_descriptors();

    for (size_t i = 0; i < COUNT; i++)
        prepare(&rigs[i], &pushed[i], i);
    line_drive(rigs, COUNT, 30000);
    for (size_t i = 0; i < COUNT; i++) {
        if (rtx_session_result(rigs[i].session) < 0)
            continue;
        pushed[i].transaction = transaction(&rigs[i], text, 3000);
        ASSERT_INT(rtx_transaction_start_plan(pushed[i].transaction), 0);
    }
    run_all(rigs, pushed, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        finish(&rigs[i], &pushed[i], i);
    rtx_free(text);
    ASSERT_INT(test_descriptors(), before_all);
}

static CU_TestInfo tests[] = {
    {"no faster than the router", no_faster_than_the_router},
    {"a boot in the middle", a_boot_in_the_middle},
    {"every fault over every line", every_fault},
    CU_TEST_INFO_NULL,
};

static CU_TestInfo rates[] = {
    {"at the rate of the line", at_the_rate_of_the_line},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(line_push, tests)
RTX_SUITE(line_rate, rates)
