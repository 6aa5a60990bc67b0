/* Lines with a speed and a delay, cut and stalled ones, restarts. */
#include "server_rig.h"

static int64_t round_trip(int fd)
{
    int64_t start_ms = rtx__now_ms();

    ask(fd, "\r", "# ", "\r\n# ");
    return rtx__now_ms() - start_ms;
}

static void a_line_with_a_round_trip_time(void)
{
    rtx_emulator *e = make(ENGLISH);
    int64_t ms;
    int fd;

    start(e);
    fd = login(e);
    option(e, "rtt", "80");
    ms = round_trip(fd);
    CU_ASSERT_TRUE(ms >= 79 && ms < 300);
    /* many lines in flight cost one round trip, not many */
    put(fd, "\r\r\r\r\r\r\r\r\r\r");
    ms = rtx__now_ms();
    until(fd, "\r\n# \r\n# \r\n# \r\n# \r\n# \r\n# \r\n# \r\n# \r\n# \r\n# ");
    ms = rtx__now_ms() - ms;
    CU_ASSERT_TRUE(ms < 300);
    close(fd);
    rtx_emulator_free(e);
}

static void a_line_with_a_speed(void)
{
    rtx_emulator *e = make(ENGLISH);
    int64_t ms = 0;
    int fd;

    start(e);
    fd = login(e);
    option(e, "baud", "9600");
    ms = rtx__now_ms();
    put(fd, "show ip route\r");
    until(fd, "# ");
    ms = rtx__now_ms() - ms;
    /* 14 bytes in, 16 + 76 + 2 out: some 110 ms */
    CU_ASSERT_TRUE(ms > 80 && ms < 600);
    close(fd);
    rtx_emulator_free(e);
}

static void connections_cut_and_stalled(void)
{
    rtx_emulator *e = make(ENGLISH);
    struct pollfd p = {.events = POLLIN};
    const char *text;
    int fd;

    start(e);
    ASSERT_INT(rtx_emulator_fault(e, "cut-at=10,connection=1", NULL), 0);
    ASSERT_INT(rtx_emulator_fault(e, "stall-at=12,connection=2", NULL), 0);
    ASSERT_INT(rtx_emulator_fault(e, "garbage-at=6:5,connection=3", NULL), 0);
    fd = dial(e, 0);
    ASSERT_TEXT(until(fd, ""), "\xff\xfb\x01\xff\xfb\x03\r\nPa");
    close(fd);
    fd = dial(e, 0);
    ASSERT_TEXT(until(fd, "Pass"), "\xff\xfb\x01\xff\xfb\x03\r\nPass");
    put(fd, "\r");
    p.fd = fd;
    ASSERT_INT(poll(&p, 1, 100), 0);
    close(fd);
    fd = dial(e, 0);
    text = until(fd, "\r\nPassword: ");
    ASSERT_INT(strlen(text), 6 + 5 + 12);
    close(fd);
    rtx_emulator_free(e);
}

static void cut_by_the_test(void)
{
    rtx_emulator *e = make(ENGLISH);
    int fd;

    start(e);
    fd = login(e);
    rtx_emulator_cut(e);
    CU_ASSERT_TRUE(closed(fd));
    close(fd);
    fd = login(e); /* and it is there again */
    close(fd);
    rtx_emulator_free(e);
}

static void restart_refuses_until_it_is_up(void)
{
    rtx_emulator *e = make(ENGLISH);
    struct rtx_emulator_counters c = {.size = sizeof c};
    char *text;
    int fd;
    int again = -1;

    option(e, "boot-time", "200");
    start(e);
    fd = login(e);
    ask(fd, "ip routing off\r", "# ", "ip routing off\r\n# ");
    put(fd, "restart\r");
    ASSERT_TEXT(until(fd, ""), "restart\r\n");
    close(fd);
    CU_ASSERT_EQUAL(dial(e, 0), -1);
    for (int i = 0; again < 0 && i < 100; i++) {
        poll(NULL, 0, 20);
        again = dial(e, 0);
    }
    CU_ASSERT_PTR_NOT_NULL(strstr(until(again, ": "), "Password: "));
    text = rtx_emulator_running(e);
    ASSERT_TEXT(text, ENGLISH);
    rtx_emulator_text_free(text);
    rtx_emulator_counters(e, &c);
    ASSERT_INT(c.restarts, 1);
    close(again);
    rtx_emulator_free(e);
}

static void restart_may_reset_or_say_nothing(void)
{
    rtx_emulator *e = make(ENGLISH);
    struct pollfd p = {.events = POLLIN};
    int fd;

    option(e, "restart-drop", "reset");
    start(e);
    fd = login(e);
    rtx_emulator_power_cycle(e);
    CU_ASSERT_TRUE(closed(fd));
    close(fd);
    option(e, "restart-drop", "silent");
    option(e, "boot-time", "300");
    fd = login(e);
    rtx_emulator_power_cycle(e);
    p.fd = fd;
    ASSERT_INT(poll(&p, 1, 150), 0);
    CU_ASSERT_TRUE(closed(fd));
    close(fd);
    rtx_emulator_free(e);
}

static CU_TestInfo tests[] = {
    {"a line with a round-trip time", a_line_with_a_round_trip_time},
    {"a line with a speed", a_line_with_a_speed},
    {"connections cut and stalled", connections_cut_and_stalled},
    {"cut by the test", cut_by_the_test},
    {"restart refuses until it is up", restart_refuses_until_it_is_up},
    {"restart may reset or say nothing", restart_may_reset_or_say_nothing},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(emu_wire, tests)
