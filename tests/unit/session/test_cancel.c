/* Cancelling: from a thread, from a signal handler, before, without blocking.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <rtx/emulator.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "rig.h"

enum { SOON_MS = 2000 };

static void rest(int ms)
{
    struct timespec time = {ms / 1000, ms % 1000 * 1000000L};

    while (nanosleep(&time, &time) != 0)
        ;
}

static void *cancel_later(void *argument)
{
    rest(150);
    rtx_session_cancel(argument);
    return NULL;
}

/* A command that the router never answers. */
static void stuck(struct rig *rig)
{
    rig_up(rig, NULL, OPTIONS("!stall-on=show arp"));
}

static void is_cancelled(struct rig *rig, int rc, int64_t begun)
{
    ASSERT_INT(rc, RTX_E_INTERRUPTED);
    CU_ASSERT(rtx__now_ms() - begun < SOON_MS);
    ASSERT_INT(rtx_session_error(rig->session)->code, RTX_E_INTERRUPTED);
    /* nobody knows what the router makes of it */
    ASSERT_INT(rtx_session_run(rig->session, "show arp", 1000, NULL),
               RTX_E_DESYNC);
}

static void from_a_thread(void)
{
    struct rig rig;
    pthread_t thread;
    int64_t begun;
    int rc;

    stuck(&rig);
    begun = rtx__now_ms();
    pthread_create(&thread, NULL, cancel_later, rig.session);
    rc = rtx_session_run(rig.session, "show arp", 10000, NULL);
    is_cancelled(&rig, rc, begun);
    pthread_join(thread, NULL);
    rig_down(&rig);
}

static rtx_session *volatile to_cancel;

static void on_alarm(int number)
{
    (void)number;
    rtx_session_cancel(to_cancel);
}

static void from_a_signal_handler(void)
{
    struct itimerspec soon = {.it_value = {0, 150000000}};
    struct sigaction action = {.sa_handler = on_alarm};
    struct sigaction before;
    struct rig rig;
    timer_t timer;
    int64_t begun;
    int rc;

    stuck(&rig);
    to_cancel = rig.session;
    sigaction(SIGALRM, &action, &before);
    timer_create(CLOCK_MONOTONIC, NULL, &timer);
    begun = rtx__now_ms();
    timer_settime(timer, 0, &soon, NULL);
    rc = rtx_session_run(rig.session, "show arp", 10000, NULL);
    is_cancelled(&rig, rc, begun);
    timer_delete(timer);
    sigaction(SIGALRM, &before, NULL);
    rig_down(&rig);
}

static void before_the_operation(void)
{
    struct rig rig;

    stuck(&rig);
    rtx_session_cancel(rig.session);
    is_cancelled(&rig, rtx_session_run(rig.session, "show arp", 10000, NULL),
                 rtx__now_ms());
    rig_down(&rig);
}

static void without_blocking(void)
{
    struct rig rig;

    stuck(&rig);
    ASSERT_INT(rtx_session_start_run(rig.session, "show arp"), 0);
    ASSERT_INT(rtx_session_process(rig.session), 0);
    rtx_session_cancel(rig.session);
    ASSERT_INT(rtx_session_process(rig.session), 1);
    ASSERT_INT(rtx_session_result(rig.session), RTX_E_INTERRUPTED);
    rig_down(&rig);
}

/* Nothing is under way, so nothing is lost. */
static void a_rest(void)
{
    struct rig rig;
    pthread_t thread;
    int64_t begun = rtx__now_ms();

    rig_up(&rig, NULL, NO_OPTIONS);
    pthread_create(&thread, NULL, cancel_later, rig.session);
    ASSERT_INT(rtx_session_idle(rig.session, 10000), RTX_E_INTERRUPTED);
    CU_ASSERT(rtx__now_ms() - begun < SOON_MS);
    pthread_join(thread, NULL);
    ASSERT_INT(rtx_session_run(rig.session, "show arp", 5000, NULL), 0);
    rig_down(&rig);
}

static int mute_listener(int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CU_ASSERT_EQUAL_FATAL(bind(fd, (struct sockaddr *)&address, size), 0);
    listen(fd, 5);
    getsockname(fd, (struct sockaddr *)&address, &size);
    *port = ntohs(address.sin_port);
    return fd;
}

/* Over each wire, while nothing has come yet. */
static void while_connecting(void)
{
    static const char *const schemes[] = {"telnet://", "ssh://anne@"};
    int port;
    int listener = mute_listener(&port);

    for (size_t i = 0; i < 2; i++) {
        struct rig rig = {0};
        char endpoint[64];
        pthread_t thread;
        int64_t begun = rtx__now_ms();

        snprintf(endpoint, sizeof endpoint, "%s127.0.0.1:%d", schemes[i], port);
        rtx_error_init(&rig.error);
        ASSERT_INT(rtx_session_new(&rig.session, endpoint, &rig.error), 0);
        pthread_create(&thread, NULL, cancel_later, rig.session);
        ASSERT_INT(rtx_session_open(rig.session, 10000), RTX_E_INTERRUPTED);
        CU_ASSERT(rtx__now_ms() - begun < SOON_MS);
        pthread_join(thread, NULL);
        rtx_session_free(rig.session);
    }
    close(listener);
}

static CU_TestInfo tests[] = {
    {"from a thread", from_a_thread},
    {"from a signal handler", from_a_signal_handler},
    {"before the operation", before_the_operation},
    {"without blocking", without_blocking},
    {"a rest", a_rest},
    {"while connecting", while_connecting},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(session_cancel, tests)
