/* The emulator over real sockets and a pseudo terminal. */
#include <fcntl.h>
#include <termios.h>

#include "server_rig.h"

static void a_session_from_greeting_to_close(void)
{
    rtx_emulator *e = make(ENGLISH);
    struct rtx_emulator_counters c = {.size = sizeof c};
    char *text;
    int fd;

    start(e);
    fd = dial(e, 0);
    ASSERT_TEXT(until(fd, "Password: "),
                "\xff\xfb\x01\xff\xfb\x03\r\nPassword: ");
    put(fd, "\xff\xfd\x01\xff\xfd\x03\xff\xfb\x18\r");
    CU_ASSERT_PTR_NOT_NULL(strstr(until(fd, "> "), "\xff\xfe\x18"));
    ask(fd, "administrator\r", ": ", "administrator\r\nPassword: ");
    ask(fd, "\r", "# ", "\r\n# ");
    ask(fd, "ip routing off\r", "# ", "ip routing off\r\n# ");
    ASSERT_INT(rtx_emulator_dirty(e), 1);
    ask(fd, "exit\r", ")", "exit\r\nSave new configuration ? (Y/N)");
    ask(fd, "Y", "> ", "YSaving ... CONFIG0 Done .\r\n> ");
    ask(fd, "exit\r", "", "exit\r\n");
    close(fd);
    ASSERT_INT(rtx_emulator_dirty(e), 0);
    text = rtx_emulator_saved(e);
    ASSERT_TEXT(text, ENGLISH "ip routing off\n");
    rtx_emulator_text_free(text);
    text = rtx_emulator_executed(e);
    ASSERT_TEXT(text, "administrator\nip routing off\nexit\nexit\n");
    rtx_emulator_text_free(text);
    rtx_emulator_counters(e, &c);
    ASSERT_INT(c.connections, 1);
    ASSERT_INT(c.open, 0);
    ASSERT_INT(c.logins, 1);
    ASSERT_INT(c.administrators, 1);
    ASSERT_INT(c.lines, 4);
    ASSERT_INT(c.saves, 1);
    CU_ASSERT_TRUE(c.bytes_sent > 300 && c.bytes_received > 40);
    text = rtx_emulator_log(e);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, ": Logout from TELNET: 127.0.0.1\n"));
    rtx_emulator_text_free(text);
    rtx_emulator_free(e);
}

static void passwords_by_call(void)
{
    rtx_emulator *e = make(ENGLISH);
    char *text;
    int fd;

    ASSERT_INT(rtx_emulator_login_password(e, "tulip", NULL), 0);
    ASSERT_INT(rtx_emulator_admin_password(e, "lily", NULL), 0);
    ASSERT_INT(rtx_emulator_user(e, "anne", "iris", NULL), 0);
    start(e);
    text = rtx_emulator_running(e);
    ASSERT_TEXT(text, "login password *\nadministrator password *\n"
                      "login user anne *\n" ENGLISH);
    rtx_emulator_text_free(text);
    fd = dial(e, 0);
    until(fd, "Password: ");
    put(fd, "\ranne\riris\r");
    until(fd, "> ");
    ask(fd, "administrator\rlily\r", "# ", "administrator\r\nPassword: \r\n# ");
    close(fd);
    rtx_emulator_free(e);
}

static void sessions_are_counted(void)
{
    rtx_emulator *e = make(ENGLISH "telnetd session 2\n");
    int a;
    int b;
    int c;

    start(e);
    a = dial(e, 0);
    b = dial(e, 0);
    until(a, "Password: ");
    until(b, "Password: ");
    c = dial(e, 0);
    CU_ASSERT_TRUE(closed(c));
    close(c);
    option(e, "full-answer", "message");
    c = dial(e, 0);
    ASSERT_TEXT(until(c, ""), "Error: Login access is restricted.\r\n");
    close(c);
    option(e, "sessions", "3");
    c = dial(e, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(until(c, ": "), "Password: "));
    close(a);
    close(b);
    close(c);
    rtx_emulator_free(e);
}

static void doors_that_are_shut(void)
{
    rtx_emulator *e = make(ENGLISH);
    int fd;
    int other;

    start(e);
    fd = login(e);
    /* the session stays, a new one does not come in */
    ask(fd, "telnetd host none\r", "# ", "telnetd host none\r\n# ");
    other = dial(e, 0);
    CU_ASSERT_TRUE(closed(other));
    close(other);
    ask(fd, "telnetd host 192.0.2.1-192.0.2.9\r", "# ",
        "telnetd host 192.0.2.1-192.0.2.9\r\n# ");
    other = dial(e, 0);
    CU_ASSERT_TRUE(closed(other));
    close(other);
    ask(fd, "no telnetd host\r", "# ", "no telnetd host\r\n# ");
    ASSERT_INT(rtx_emulator_fault(e, "full,times=1", NULL), 0);
    other = dial(e, 0);
    CU_ASSERT_TRUE(closed(other));
    close(other);
    other = dial(e, 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(until(other, ": "), "Password: "));
    close(other);
    close(fd);
    rtx_emulator_free(e);
}

/* It has said all it has to say, and waits for the rest of the answers. */
static void a_far_end_that_half_closes(void)
{
    rtx_emulator *e = make(ENGLISH);
    int fd;

    option(e, "rtt", "60");
    start(e);
    fd = dial(e, 0);
    until(fd, "Password: ");
    put(fd, "\rshow status boot\r");
    shutdown(fd, SHUT_WR);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(until(fd, "boot\r\n> "), "\r\nPower-on boot\r\n> "));
    CU_ASSERT_TRUE(closed(fd));
    close(fd);
    rtx_emulator_free(e);
}

static void the_clock_goes_forward(void)
{
    rtx_emulator *e = make(ENGLISH);
    int fd;

    option(e, "clock", "2026-01-02T03:04:05");
    option(e, "idle-text", "Bye");
    start(e);
    fd = login(e);
    ask(fd, "schedule at 99 1/2 03:06:00 * restart\r", "# ",
        "schedule at 99 1/2 03:06:00 * restart\r\n# ");
    rtx_emulator_advance(e, 100);
    put(fd, "\r");
    until(fd, "# ");
    rtx_emulator_advance(e, 15);
    ASSERT_TEXT(until(fd, ""), "");
    close(fd);
    fd = login(e);
    rtx_emulator_advance(e, 301);
    ASSERT_TEXT(until(fd, ""), "\r\nBye\r\n");
    close(fd);
    rtx_emulator_free(e);
}

static void messages_come_in_all_sessions(void)
{
    rtx_emulator *e = make(ENGLISH "console info on\n");
    int a;
    int b;

    option(e, "anonymous-telnet", "many");
    start(e);
    a = login(e);
    b = login(e);
    until(a, "'administrator' succeeded for TELNET: 127.0.0.1\r\n");
    put(a, "show e");
    until(a, "show e");
    ASSERT_INT(rtx_emulator_inject(e, "LAN2: link down", NULL), 0);
    ASSERT_TEXT(until(a, "down\r\n"), "LAN2: link down\r\n");
    ASSERT_TEXT(until(b, "down\r\n"), "LAN2: link down\r\n");
    ask(a, "\x12", "show e", "\r\n# show e");
    close(a);
    close(b);
    rtx_emulator_free(e);
}

static void each_endpoint_its_own_router(void)
{
    rtx_emulator *e = make(ENGLISH);
    char *text;
    int fd;

    option(e, "routers", "each");
    ASSERT_INT(rtx_emulator_listen(e, "127.0.0.1:0", NULL), 0);
    ASSERT_INT(rtx_emulator_listen(e, "127.0.0.1:0", NULL), 1);
    ASSERT_INT(rtx_emulator_listen(e, "localhost", NULL), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_emulator_listen(e, "127.0.0.1:65536", NULL), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_emulator_startup(e, "this is no config\n", 18, NULL),
               RTX_E_SYNTAX);
    ASSERT_INT(rtx_emulator_start(e, NULL), 0);
    CU_ASSERT_PTR_NULL(rtx_emulator_endpoint(e, 2));
    fd = dial(e, 1);
    until(fd, "Password: ");
    put(fd, "\rconsole lines 30\r");
    until(fd, "30\r\n> ");
    CU_ASSERT_PTR_NOT_NULL((put(fd, "show config | grep serial\r"),
                            strstr(until(fd, "> "), "serial=S3K012346")));
    text = rtx_emulator_running(e);
    ASSERT_TEXT(text, ENGLISH);
    rtx_emulator_text_free(text);
    ASSERT_INT(rtx_emulator_focus(e, 1), 0);
    ASSERT_INT(rtx_emulator_focus(e, 2), RTX_E_ARGUMENT);
    text = rtx_emulator_running(e);
    ASSERT_TEXT(text, ENGLISH "console lines 30\n");
    rtx_emulator_text_free(text);
    close(fd);
    rtx_emulator_free(e);
}

static void a_serial_console(void)
{
    rtx_emulator *e = make(ENGLISH);
    struct pollfd p = {.events = POLLIN};
    const char *uri;
    int fd;

    ASSERT_INT(rtx_emulator_pty(e, NULL), 0);
    ASSERT_INT(rtx_emulator_start(e, NULL), 0);
    uri = rtx_emulator_endpoint(e, 0);
    CU_ASSERT_EQUAL_FATAL(strncmp(uri, "serial:///dev/", 14), 0);
    fd = open(uri + 9, O_RDWR | O_NOCTTY);
    CU_ASSERT_TRUE_FATAL(fd >= 0);
    p.fd = fd;
    ASSERT_INT(poll(&p, 1, 50), 0);
    ask(fd, "\r", ": ", "\r\nPassword: ");
    put(fd, "\r");
    until(fd, "> ");
    put(fd, "show status user\r");
    CU_ASSERT_PTR_NOT_NULL(strstr(until(fd, "\r\n> "), "serial     "));
    close(fd);
    rtx_emulator_free(e);
}

static void many_sessions(void)
{
    enum { SESSIONS = 200 };
    rtx_emulator *e = make(ENGLISH);
    struct rtx_emulator_counters c = {.size = sizeof c};
    int fd[SESSIONS];

    option(e, "anonymous-telnet", "many");
    option(e, "sessions", "100000");
    start(e);
    for (int i = 0; i < SESSIONS; i++) {
        fd[i] = dial(e, 0);
        put(fd[i], "\rshow ip route\rshow ip route\r");
    }
    for (int i = 0; i < SESSIONS; i++)
        until(fd[i], "Info.\r\n> ");
    rtx_emulator_counters(e, &c);
    ASSERT_INT(c.open, SESSIONS);
    ASSERT_INT(c.logins, SESSIONS);
    for (int i = 0; i < SESSIONS; i++)
        close(fd[i]);
    rtx_emulator_stop(e);
    rtx_emulator_counters(e, &c);
    ASSERT_INT(c.lines, 2 * SESSIONS);
    rtx_emulator_free(e);
}

static void not_started_twice(void)
{
    rtx_emulator *e = make(ENGLISH);

    start(e);
    ASSERT_INT(rtx_emulator_start(e, NULL), RTX_E_BUSY);
    ASSERT_INT(rtx_emulator_listen(e, "127.0.0.1:0", NULL), RTX_E_BUSY);
    rtx_emulator_stop(e);
    rtx_emulator_stop(e);
    CU_ASSERT_EQUAL(dial(e, 0), -1);
    rtx_emulator_free(e);
    rtx_emulator_free(NULL);
    rtx_emulator_text_free(NULL);
}

static CU_TestInfo tests[] = {
    {"a session from greeting to close", a_session_from_greeting_to_close},
    {"passwords by call", passwords_by_call},
    {"sessions are counted", sessions_are_counted},
    {"doors that are shut", doors_that_are_shut},
    {"the clock goes forward", the_clock_goes_forward},
    {"messages come in all sessions", messages_come_in_all_sessions},
    {"each endpoint its own router", each_endpoint_its_own_router},
    {"a serial console", a_serial_console},
    {"many sessions", many_sessions},
    {"not started twice", not_started_twice},
    {"a far end that half closes", a_far_end_that_half_closes},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(emu_server, tests)
