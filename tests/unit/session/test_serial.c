/* Serial lines on real pseudo terminals, and console servers in front. */
#include <fcntl.h>
#include <poll.h>
#include <rtx/serial.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "line.h"

static void up(struct rig *rig, const char *startup, const char *const *set)
{
    rig_make(rig, startup, set);
    rig->serial = true;
    rig->login = "login-pass";
    rig->admin = "admin-pass";
    rig_start(rig);
}

static void opened(struct rig *rig)
{
    int rc = rtx_session_open(rig->session, 15000);

    if (rc == 0)
        rc = rtx_session_administrator(rig->session, 10000);
    if (rc < 0)
        line_print(rig, "open");
    CU_ASSERT_EQUAL_FATAL(rc, 0);
}

static void rest(int ms)
{
    struct timespec time = {ms / 1000, ms % 1000 * 1000000L};

    nanosleep(&time, NULL);
}

/* ---- the port ---- */

static void one_program_at_a_time(void)
{
    struct rig rig;
    rtx_session *other = NULL;
    const char *uri;

    up(&rig, NULL, NO_OPTIONS);
    uri = rtx_emulator_endpoint(rig.emulator, 0);
    opened(&rig);
    ASSERT_INT(rtx_session_new(&other, uri, &rig.error), 0);
    ASSERT_INT(rtx_session_open(other, 5000), RTX_E_PORT_IN_USE);
    CU_ASSERT(strstr(rtx_session_error(other)->message, "in use") != NULL);
    rtx_session_free(other);
    /* the one that has it does not notice */
    ASSERT_INT(rtx_session_run(rig.session, "show arp", 5000, NULL), 0);
    ASSERT_INT(rtx_session_close(rig.session, 5000, NULL), 0);
    rig_session(&rig);
    opened(&rig);
    rig_executed(&rig, "administrator\nshow arp\nquit\nquit\nadministrator\n");
    rig_down(&rig);
}

/* minicom and others leave a file; so do we, and take it away again. */
static void lock_files_are_honoured(void)
{
    char path[128];
    struct rig rig;
    pid_t child;
    FILE *file;

    up(&rig, NULL, NO_OPTIONS);
    snprintf(path, sizeof path, "/var/lock/LCK..pts_%s",
             strrchr(rtx_emulator_endpoint(rig.emulator, 0), '/') + 1);
    child = fork();
    if (child == 0) {
        pause();
        _exit(0);
    }
    file = fopen(path, "w");
    if (!file) { /* not ours to write, here */
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        rig_down(&rig);
        return;
    }
    fprintf(file, "%10d\n", (int)child);
    fclose(file);
    ASSERT_INT(rtx_session_open(rig.session, 5000), RTX_E_PORT_IN_USE);
    snprintf(path + 64, 32, "process %d", (int)child);
    CU_ASSERT(strstr(rtx_session_error(rig.session)->message, path + 64) !=
              NULL);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    /* its owner is gone: nothing holds us back, and nothing stays */
    rig_session(&rig);
    opened(&rig);
    CU_ASSERT(access(path, F_OK) == 0);
    rtx_session_free(rig.session);
    rig.session = NULL;
    CU_ASSERT(access(path, F_OK) != 0);
    rig_down(&rig);
}

static void what_is_no_port_is_told(void)
{
    static const struct {
        const char *uri;
        int rc;
        const char *message;
        const char *hint;
    } cases[] = {
        {"serial:///dev/ttyNONE7", RTX_E_CONNECT, "there is no serial port",
         "rtx-show --ports"},
        {"serial:///etc/passwd", RTX_E_CONNECT, "cannot open", "device"},
        {"serial:///dev/null?baud=19200", RTX_E_CONNECT, "cannot open",
         "device"},
    };
    int before = test_descriptors();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rtx_session *session = NULL;

        ASSERT_INT(rtx_session_new(&session, cases[i].uri, NULL), 0);
        ASSERT_INT(rtx_session_open(session, 5000), cases[i].rc);
        CU_ASSERT(strstr(rtx_session_error(session)->message,
                         cases[i].message) != NULL);
        CU_ASSERT(strstr(rtx_session_error(session)->hint, cases[i].hint) !=
                  NULL);
        rtx_session_free(session);
    }
    ASSERT_INT(test_descriptors(), before);
}

static void no_permission_names_the_group(void)
{
    struct rig rig;

    if (geteuid() != 0)
        return; /* whoever made the terminal may open it */
    up(&rig, NULL, NO_OPTIONS);
    ASSERT_INT(seteuid(65534), 0);
    ASSERT_INT(rtx_session_open(rig.session, 5000), RTX_E_CONNECT);
    ASSERT_INT(seteuid(0), 0);
    CU_ASSERT(strstr(rtx_session_error(rig.session)->hint, "dialout") != NULL);
    rig_down(&rig);
}

static void ports_are_listed(void)
{
    rtx_serial_list *list = NULL;
    struct rtx_serial_port port = {.size = sizeof port};
    int count = rtx_serial_ports(&list, NULL);

    CU_ASSERT_FATAL(count >= 0);
    for (int i = 0; i < count; i++) {
        ASSERT_INT(rtx_serial_port(list, (size_t)i, &port), 0);
        CU_ASSERT(rtx__starts(port.device, "/dev/"));
    }
    ASSERT_INT(rtx_serial_port(list, (size_t)count, &port), RTX_E_ARGUMENT);
    port.size = 0;
    ASSERT_INT(rtx_serial_port(list, 0, &port), RTX_E_ARGUMENT);
    rtx_serial_ports_free(list);
    rtx_serial_ports_free(NULL);
}

/* ---- the session ---- */

static void an_unplugged_adapter(void)
{
    int before = test_descriptors();
    struct pollfd hangup = {0}; /* which is always polled for */
    struct rig rig;

    up(&rig, NULL, NO_OPTIONS);
    opened(&rig);
    hangup.fd = rtx_session_fd(rig.session);
    rtx_emulator_cut(rig.emulator);
    ASSERT_INT(poll(&hangup, 1, 5000), 1);
    CU_ASSERT(hangup.revents & POLLHUP);
    ASSERT_INT(rtx_session_run(rig.session, "show arp", 5000, NULL),
               RTX_E_CLOSED);
    CU_ASSERT(strstr(rtx_session_error(rig.session)->message, "gone") != NULL);
    CU_ASSERT(strstr(rtx_session_error(rig.session)->hint, "plug") != NULL);
    /* plugged in again: our own session is found there */
    rig_session(&rig);
    opened(&rig);
    rig_executed(&rig, "administrator\n");
    rig_down(&rig);
    ASSERT_INT(test_descriptors(), before);
}

static void after_logout_the_login_again(void)
{
    struct rig rig;
    int unsaved = -1;

    up(&rig, NULL, NO_OPTIONS);
    for (int i = 0; i < 3; i++) {
        opened(&rig);
        if (i == 1)
            ASSERT_INT(rtx_session_run(rig.session, "ip filter 9 pass * *",
                                       5000, NULL),
                       0);
        ASSERT_INT(rtx_session_close(rig.session, 5000, &unsaved), 0);
        ASSERT_INT(unsaved, i > 0);
        rig_session(&rig);
    }
    rtx_session_set_login_password(rig.session, NULL);
    ASSERT_INT(rtx_session_open(rig.session, 10000), RTX_E_LOGIN);
    rig_down(&rig);
}

static void the_login_timer(void)
{
    struct rig rig;

    up(&rig, NULL, NO_OPTIONS);
    opened(&rig);
    rig_set(&rig, "idle-timer=250");
    rest(600);
    ASSERT_INT(rtx_session_run(rig.session, "show arp", 10000, NULL),
               RTX_E_IDLE_LOGOUT);
    rig_set(&rig, "idle-timer=0");
    rig_session(&rig);
    opened(&rig);
    rig_executed(&rig, "administrator\nadministrator\n");
    rig_down(&rig);
}

static void the_emergency_password(void)
{
    struct rtx_session_info info = {.size = sizeof info};
    struct rig rig;

    up(&rig, NULL, NO_OPTIONS);
    rig.login = "w,lXlma";
    rig_session(&rig);
    ASSERT_INT(rtx_session_open(rig.session, 10000), 0);
    ASSERT_INT(rtx_session_info(rig.session, &info), 0);
    ASSERT_INT(info.administrator, 1);
    ASSERT_INT(rtx_session_administrator(rig.session, 5000), 0);
    rig_executed(&rig, "");
    ASSERT_INT(rtx_session_close(rig.session, 5000, NULL), 0);
    rig_down(&rig);
}

static void messages_in_between(void)
{
    static const char *const formats[] = {"info-format=inline",
                                          "info-format=crlf"};

    for (int i = 0; i < 2; i++) {
        struct rig rig;

        up(&rig, "console info on\n", OPTIONS(formats[i], "info-date=on"));
        opened(&rig);
        for (int round = 0; round < 4; round++) {
            ASSERT_INT(rtx_session_start_run(rig.session, "show ip route"), 0);
            ASSERT_INT(
                rtx_emulator_inject(rig.emulator, "LAN1: link down", NULL), 0);
            line_drive(&rig, 1, 5000);
            ASSERT_INT(rtx_session_result(rig.session), 0);
        }
        CU_ASSERT(strstr(rtx_session_notices(rig.session), "link down") !=
                  NULL);
        rig_down(&rig);
    }
}

/* ---- boots ---- */

static void check_after_boot(struct rig *rig, int at)
{
    int rc = rtx_session_result(rig->session);

    if (rc == 0)
        rc = rtx_session_administrator(rig->session, 10000);
    /* a boot behind the login has ended this session */
    if (rc == RTX_E_CLOSED || rc == RTX_E_IDLE_LOGOUT) {
        rig_session(rig);
        opened(rig);
        rc = 0;
    }
    if (rc != 0) {
        printf("\nat %d: ", at);
        line_print(rig, "login");
    }
    ASSERT_INT(rc, 0);
}

/* Whenever it comes, the login waits for its end. */
static void a_boot_during_the_login(void)
{
    enum { COUNT = 16, STEP = 150 };
    static struct rig rigs[COUNT];

    for (int i = 0; i < COUNT; i++) {
        up(&rigs[i], "console character ascii\n", OPTIONS("boot-time=700"));
        ASSERT_INT(rtx_session_start_open(rigs[i].session), 0);
    }
    for (int i = 0; i < COUNT; i++) {
        int64_t until = rtx__now_ms() + STEP;

        line_drive(rigs, COUNT, STEP);
        while (rtx__now_ms() < until)
            rest(1);
        rtx_emulator_power_cycle(rigs[i].emulator);
    }
    line_drive(rigs, COUNT, 20000);
    for (int i = 0; i < COUNT; i++) {
        check_after_boot(&rigs[i], i * STEP);
        rig_down(&rigs[i]);
    }
}

static void a_boot_in_a_session(void)
{
    struct rig rig;

    up(&rig, "console character ascii\n", OPTIONS("boot-time=300"));
    opened(&rig);
    rtx_emulator_power_cycle(rig.emulator);
    rest(500);
    ASSERT_INT(rtx_session_run(rig.session, "show arp", 10000, NULL),
               RTX_E_CLOSED);
    CU_ASSERT(strstr(rtx_session_error(rig.session)->message, "restarted") !=
              NULL);
    rig_session(&rig);
    opened(&rig);
    rig_down(&rig);
}

static CU_TestInfo tests[] = {
    {"one program at a time", one_program_at_a_time},
    {"lock files are honoured", lock_files_are_honoured},
    {"what is no port is told", what_is_no_port_is_told},
    {"no permission names the group", no_permission_names_the_group},
    {"ports are listed", ports_are_listed},
    {"an unplugged adapter", an_unplugged_adapter},
    {"after the logout the login again", after_logout_the_login_again},
    {"the login timer", the_login_timer},
    {"the emergency password", the_emergency_password},
    {"messages in between", messages_in_between},
    {"a boot during the login", a_boot_during_the_login},
    {"a boot in a session", a_boot_in_a_session},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(session_serial, tests)
