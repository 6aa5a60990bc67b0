/* Pushes while the console says things that nobody asked about. */
#include <poll.h>

#include "deal.h"

#define BEFORE                  \
    "console character ascii\n" \
    "console info on\n"         \
    "ip lan1 address 10.0.0.1/8\n"

enum { LINES = 60, LONGEST_MS = 60000 };

static char *fragment(void)
{
    struct rtx_buf text;

    rtx__buf_init(&text, 1 << 20);
    for (int i = 1; i <= LINES; i++)
        rtx__buf_format(&text, "ip filter %d pass 192.168.%d.0/24 * tcp * %d\n",
                        1000 + i, i, i);
    return rtx__buf_take(&text);
}

/* Until it has ended, a message every so many ms. @return whether it ended */
static bool run_chatty(struct rig *rig, rtx_transaction *t, int period_ms)
{
    int64_t begun = rtx__now_ms();
    int64_t next = begun;

    while (rtx_transaction_process(t) == 0) {
        struct pollfd poller = {.fd = rtx_session_fd(rig->session),
                                .events = POLLIN};
        int64_t now = rtx__now_ms();
        int64_t at = rtx_transaction_deadline(t);

        if (now - begun > LONGEST_MS)
            return false;
        if (now >= next) {
            (void)!rtx_emulator_inject(rig->emulator, "LAN2: link up", NULL);
            next = now + period_ms;
        }
        if (rtx_session_wants(rig->session) & RTX_WANTS_WRITE)
            poller.events |= POLLOUT;
        at = at < next ? at : next;
        (void)poll(&poller, 1, at <= now ? 0 : (int)(at - now));
    }
    return true;
}

/* It lands, or it ends and says by what it was disturbed. */
static void push_beside(int period_ms, int silence_ms, const char *format,
                        const char *date, bool lands)
{
    char *text = fragment();
    struct rig rig;
    rtx_transaction *t;

    rig_make(&rig, BEFORE, OPTIONS(format, date));
    rig_start(&rig);
    rtx_session_set(rig.session, RTX_OPTION_SILENCE_MS, silence_ms);
    ASSERT_INT(rtx_session_open(rig.session, 10000), 0);
    t = deal_new(&rig, text, NULL);
    ASSERT_INT(rtx_transaction_start_plan(t), 0);
    CU_ASSERT(run_chatty(&rig, t, period_ms));
    if (rtx_transaction_outcome(t) == RTX_OUTCOME_PLANNED) {
        ASSERT_INT(rtx_transaction_start_commit(t), 0);
        CU_ASSERT(run_chatty(&rig, t, period_ms));
    }
    if (lands)
        deal_expect(t, RTX_OUTCOME_COMMITTED, RTX_OK);
    else if (rtx_transaction_outcome(t) != RTX_OUTCOME_COMMITTED)
        CU_ASSERT(deal_warned(t, "console info on"));
    rtx_transaction_free(t);
    rtx_free(text);
    rig_down(&rig);
}

static void messages_with_a_date(void)
{
    push_beside(40, 3000, "info-format=crlf", "info-date=on", true);
    push_beside(40, 3000, "info-format=inline", "info-date=on", true);
    push_beside(5, 3000, "info-format=crlf", "info-date=on", false);
    push_beside(5, 3000, "info-format=inline", "info-date=on", false);
}

static void messages_without_a_date(void)
{
    push_beside(40, 3000, "info-format=crlf", "info-date=off", false);
    push_beside(40, 3000, "info-format=inline", "info-date=off", false);
    push_beside(5, 500, "info-format=crlf", "info-date=off", false);
    push_beside(5, 500, "info-format=inline", "info-date=off", false);
}

static CU_TestInfo tests[] = {
    {"messages with a date", messages_with_a_date},
    {"messages without a date", messages_without_a_date},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(chatty, tests)
