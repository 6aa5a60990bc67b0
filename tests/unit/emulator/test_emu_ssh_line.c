/* The emulator's SSH server as a line: delay, faults, restarts, its end. */
#include "ssh_rig.h"

#include <netinet/in.h>
#include <sys/socket.h>

static int64_t since(int64_t start)
{
    return rtx__now_ms() - start;
}

static rtx_emulator *up_with(const char *name, const char *value)
{
    rtx_emulator *e = make(USERS);

    option(e, name, value);
    ASSERT_INT(rtx_emulator_start(e, NULL), 0);
    return e;
}

static void fault(rtx_emulator *e, const char *spec)
{
    ASSERT_INT(rtx_emulator_fault(e, spec, NULL), 0);
}

static void each_exchange_takes_a_round_trip(void)
{
    rtx_emulator *e = up_with("rtt", "100");
    int64_t start = rtx__now_ms();
    ssh_session s;
    ssh_channel c = shell(e, &s);
    int64_t took = since(start);

    /* ident, keys twice, newkeys, service, password, channel, pty, shell */
    CU_ASSERT_TRUE(took >= 700 && took < 6000);
    start = rtx__now_ms();
    ask(c, "pp select 1\r", "> ", "pp select 1\r\npp1> ");
    took = since(start);
    CU_ASSERT_TRUE(took >= 99 && took < 400);
    bye(s);
    rtx_emulator_free(e);
}

static void a_line_with_a_speed(void)
{
    rtx_emulator *e = up(USERS "console lines infinity\n");
    ssh_session s;
    ssh_channel c = shell(e, &s);
    int64_t start;
    size_t length;

    option(e, "baud", "38400");
    start = rtx__now_ms();
    put(c, "show log\r");
    length = strlen(until(c, "> "));
    CU_ASSERT_TRUE(since(start) >= (int64_t)length * 10000 / 38400 - 5);
    bye(s);
    rtx_emulator_free(e);
}

/* Nobody reads until all has been said: more than the window holds. */
static void a_slow_reader(void)
{
    rtx_emulator *e = up(USERS "console lines infinity\n");
    ssh_session s;
    ssh_channel c = shell(e, &s);
    static char text[65536];
    size_t total = 0;
    int n;

    for (int i = 0; i < 45; i++)
        put(c, "show command\r");
    put(c, "exit\r");
    poll(NULL, 0, 200);
    while ((n = ssh_channel_read_timeout(c, text, sizeof text, 0, WAIT_MS)) > 0)
        total += (size_t)n;
    CU_ASSERT_TRUE(total > 45 * 30000);
    ASSERT_INT(ssh_channel_is_eof(c), 1);
    bye(s);
    rtx_emulator_free(e);
}

static void cut_and_stalled(void)
{
    rtx_emulator *e = up(USERS);
    ssh_session s = enter(e, "anne", "iris");
    ssh_channel c = channel_of(s);
    char byte;

    fault(e, "cut-at=20,times=1");
    ASSERT_INT(ssh_channel_request_shell(c), SSH_OK);
    ASSERT_INT(strlen(until(c, "> ")), 20);
    CU_ASSERT_TRUE(gone(c));
    CU_ASSERT_EQUAL(ssh_is_connected(s), 0);
    bye(s);
    s = enter(e, "anne", "iris");
    c = channel_of(s);
    fault(e, "stall-at=30,times=1");
    ASSERT_INT(ssh_channel_request_shell(c), SSH_OK);
    for (int i = 0; i < 30; i++)
        ASSERT_INT(ssh_channel_read_timeout(c, &byte, 1, 0, WAIT_MS), 1);
    put(c, "show log\r");
    ASSERT_INT(ssh_channel_read_timeout(c, &byte, 1, 0, 300), 0);
    ASSERT_INT(ssh_is_connected(s), 1);
    rtx_emulator_cut(e);
    CU_ASSERT_TRUE(gone(c));
    bye(s);
    rtx_emulator_free(e);
}

static void the_same_faults_as_telnet(void)
{
    rtx_emulator *e = up_with("first-line", "drop");
    ssh_session s;
    ssh_channel c = shell(e, &s);

    ask(c, "show log\r", "> ", "show log\r\n> ");
    fault(e, "refuse-line=pp select 7");
    put(c, "pp select 7\r");
    CU_ASSERT_PTR_NOT_NULL(strstr(until(c, "> "), "Error: "));
    fault(e, "close-on=show arp");
    put(c, "show arp\r");
    CU_ASSERT_TRUE(gone(c));
    bye(s);
    fault(e, "never-answer");
    s = enter(e, "anne", "iris");
    c = channel_of(s);
    ASSERT_INT(ssh_channel_request_shell(c), SSH_OK);
    ASSERT_TEXT(ssh_channel_read_timeout(c, (char[1]){0}, 1, 0, 200) == 0
                    ? "silence"
                    : "words",
                "silence");
    bye(s);
    rtx_emulator_free(e);
}

/* A handshake that is half done when the router goes, and one that is whole. */
static void a_restart_drops_all(void)
{
    rtx_emulator *e = up(USERS);
    ssh_session half = client(e);
    ssh_session s;
    ssh_channel c;

    ASSERT_INT(ssh_connect(half), SSH_OK);
    c = shell(e, &s);
    put(c, "administrator\rlily\r");
    until(c, "# ");
    put(c, "restart\r");
    CU_ASSERT_TRUE(gone(c));
    CU_ASSERT_NOT_EQUAL(ssh_userauth_password(half, "anne", "iris"),
                        SSH_AUTH_SUCCESS);
    bye(half);
    bye(s);
    s = NULL;
    for (int i = 0; !s && i < 50; i++) {
        poll(NULL, 0, 20);
        s = enter(e, "anne", "iris");
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    bye(s);
    rtx_emulator_free(e);
}

/* A router that is gone answers nothing, until its successor resets. */
static void a_restart_may_say_nothing(void)
{
    rtx_emulator *e = make(USERS);
    ssh_session s;
    ssh_channel c;
    char byte;

    option(e, "restart-drop", "silent");
    option(e, "boot-time", "400");
    ASSERT_INT(rtx_emulator_start(e, NULL), 0);
    c = shell(e, &s);
    rtx_emulator_power_cycle(e);
    poll(NULL, 0, 50);
    put(c, "show log\r");
    ASSERT_INT(ssh_channel_read_timeout(c, &byte, 1, 0, 100), 0);
    ASSERT_INT(ssh_is_connected(s), 1);
    CU_ASSERT_TRUE(gone(c));
    bye(s);
    rtx_emulator_free(e);
}

static void a_key_must_be_typed_in_time(void)
{
    rtx_emulator *e = up(USERS);
    ssh_session s;
    ssh_channel c = shell(e, &s);

    rtx_emulator_advance(e, 299);
    ask(c, "\r", "> ", "\r\n> ");
    rtx_emulator_advance(e, 301);
    ASSERT_TEXT(until(c, ""), "");
    ASSERT_INT(ssh_channel_is_eof(c), 1);
    bye(s);
    rtx_emulator_free(e);
}

enum { MANY = 60 };

static void many_sessions(void)
{
    rtx_emulator *e = up_with("sessions", "1000");
    struct rtx_emulator_counters n = {.size = sizeof n};
    static ssh_session s[MANY];
    static ssh_channel c[MANY];

    for (int i = 0; i < MANY; i++)
        c[i] = shell(e, &s[i]);
    for (int i = 0; i < MANY; i++)
        put(c[i], "pp select 1\r");
    for (int i = 0; i < MANY; i++)
        ASSERT_TEXT(until(c[i], "> "), "pp select 1\r\npp1> ");
    rtx_emulator_counters(e, &n);
    ASSERT_INT(n.open, MANY);
    for (int i = 0; i < MANY; i++)
        bye(s[i]);
    for (int i = 0; n.open && i < 100; i++) {
        poll(NULL, 0, 20);
        rtx_emulator_counters(e, &n);
    }
    ASSERT_INT(n.open, 0);
    rtx_emulator_free(e);
}

static int dial(rtx_emulator *e)
{
    struct sockaddr_in to = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    to.sin_port = htons((uint16_t)port_of(e));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_INT(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

static void rubbish_instead_of_ssh(void)
{
    rtx_emulator *e = up(USERS);
    char bytes[20000];
    uint32_t random = 7;
    ssh_session s;

    for (int round = 0; round < 4; round++) {
        int fd = dial(e);
        struct pollfd p = {.fd = fd, .events = POLLIN};
        ssize_t n = 1;

        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)test_random(&random);
        if (round > 1)
            memcpy(bytes, "SSH-2.0-x\r\n", 11);
        (void)!send(fd, bytes, round ? sizeof bytes : 100, MSG_NOSIGNAL);
        if (round == 0)
            (void)!send(fd, "GET / HTTP/1.0\r\n\r\n", 18, MSG_NOSIGNAL);
        while (n > 0 && poll(&p, 1, WAIT_MS) == 1)
            n = recv(fd, bytes, sizeof bytes, 0);
        CU_ASSERT_TRUE(n <= 0);
        close(fd);
    }
    (void)shell(e, &s);
    bye(s);
    rtx_emulator_free(e);
}

/* Sessions in every state: stopped, nothing is left but what we hold. */
static void nothing_is_left(void)
{
    int files;
    int threads;
    rtx_emulator *e;
    ssh_session s[4];
    ssh_channel c;
    int fd;

    (void)test_key();
    files = rtx__folder_entries("/proc/self/fd");
    threads = rtx__folder_entries("/proc/self/task");
    e = up(USERS);
    fd = dial(e);     /* has said nothing */
    s[0] = client(e); /* has keys, no login */
    ASSERT_INT(ssh_connect(s[0]), SSH_OK);
    c = shell(e, &s[1]); /* has a shell */
    put(c, "show log\r");
    s[2] = enter(e, "anne", "lily"); /* in the middle of SFTP */
    CU_ASSERT_PTR_NOT_NULL_FATAL(s[2]);
    ASSERT_INT(ssh_channel_request_sftp(channel_of(s[2])), SSH_OK);
    c = shell(e, &s[3]); /* has logged out, and does not close */
    put(c, "exit\r");
    until(c, "");
    rtx_emulator_stop(e);
    ASSERT_INT(rtx__folder_entries("/proc/self/task"), threads);
    close(fd);
    for (int i = 0; i < 4; i++)
        bye(s[i]);
    rtx_emulator_free(e);
    ASSERT_INT(rtx__folder_entries("/proc/self/fd"), files);
}

static CU_TestInfo tests[] = {
    {"each exchange takes a round trip", each_exchange_takes_a_round_trip},
    {"a line with a speed", a_line_with_a_speed},
    {"a slow reader", a_slow_reader},
    {"cut and stalled", cut_and_stalled},
    {"the same faults as telnet", the_same_faults_as_telnet},
    {"a restart drops all", a_restart_drops_all},
    {"a restart may say nothing", a_restart_may_say_nothing},
    {"a key must be typed in time", a_key_must_be_typed_in_time},
    {"many sessions", many_sessions},
    {"rubbish instead of SSH", rubbish_instead_of_ssh},
    {"nothing is left", nothing_is_left},
    CU_TEST_INFO_NULL};
RTX_SUITE(emu_ssh_line, tests)
