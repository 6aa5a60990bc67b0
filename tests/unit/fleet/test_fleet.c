/* Many routers from one thread: real sockets, the emulator's and ours. */
#include <poll.h>
#include <pthread.h>
#include <rtx/fleet.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rig.h"
#include "work.h"

enum { MOST = 1200 };

struct troop {
    struct work work; /* first: it is what work_calls gets */
    struct rig rig;
    rtx_fleet *fleet;
    size_t count;
    const char *endpoints[MOST];
    size_t open;
    size_t most_open;
    size_t stop_at; /* cancel when so many are done; 0: never */
    enum rtx_fleet_cancel how;
};

static int make_session(void *user, size_t router, rtx_session **ret,
                        struct rtx_error *error)
{
    struct troop *troop = user;

    troop->open++;
    if (troop->open > troop->most_open)
        troop->most_open = troop->open;
    return work_calls.session(user, router, ret, error);
}

static void done(void *user, size_t router,
                 const struct rtx_fleet_result *result)
{
    struct troop *troop = user;

    work_calls.done(user, router, result);
    troop->open--;
    if (troop->stop_at && troop->work.done == troop->stop_at)
        rtx_fleet_cancel(troop->fleet, troop->how);
}

static void up(struct troop *troop, size_t routers, const char *const *set)
{
    struct rtx_fleet_calls calls = work_calls;
    struct rtx_error error;

    calls.session = make_session;
    calls.done = done;
    memset(troop, 0, sizeof *troop);
    troop->work.endpoints = troop->endpoints;
    troop->work.login = "login";
    troop->work.admin = "admin";
    troop->work.patience_ms = 20000;
    troop->work.command = "show environment";
    troop->rig.login = "login";
    troop->rig.admin = "admin";
    rig_make(&troop->rig, "ip lan1 address 192.168.100.1/24\n", set);
    rig_set(&troop->rig, "routers=each");
    rig_set(&troop->rig, "anonymous-telnet=many");
    for (size_t i = 0; i < routers; i++)
        CU_ASSERT_FATAL(rtx_emulator_listen(troop->rig.emulator, "127.0.0.1:0",
                                            &error) >= 0);
    ASSERT_INT(
        rtx_emulator_login_password(troop->rig.emulator, "login", &error), 0);
    ASSERT_INT(
        rtx_emulator_admin_password(troop->rig.emulator, "admin", &error), 0);
    ASSERT_INT(rtx_emulator_start(troop->rig.emulator, &error), 0);
    for (size_t i = 0; i < routers; i++)
        troop->endpoints[i] = rtx_emulator_endpoint(troop->rig.emulator, i);
    troop->count = routers;
    ASSERT_INT(rtx_fleet_new(&troop->fleet, &calls, troop, &error), 0);
}

static void add_all(struct troop *troop)
{
    for (size_t i = 0; i < troop->count; i++)
        ASSERT_INT(rtx_fleet_add(troop->fleet), i);
}

static void down(struct troop *troop)
{
    rtx_fleet_free(troop->fleet);
    rtx_config_free(troop->work.fragment);
    rtx_emulator_free(troop->rig.emulator);
}

static void all_run(void)
{
    struct troop troop;

    up(&troop, 300, NO_OPTIONS);
    add_all(&troop);
    troop.work.commands = 5;
    ASSERT_INT(rtx_fleet_set(troop.fleet, RTX_FLEET_PARALLEL, 50), 0);
    ASSERT_INT(rtx_fleet_run(troop.fleet, 60000), 1);
    ASSERT_INT(troop.work.done, 300);
    ASSERT_INT(troop.work.failed, 0);
    ASSERT_INT(troop.most_open, 50);
    down(&troop);
}

/* The same through somebody else's poll(). */
static void foreign_loop(void)
{
    struct troop troop;
    int64_t until = rtx__now_ms() + 60000;
    int turns = 0;

    up(&troop, 40, NO_OPTIONS);
    add_all(&troop);
    troop.work.commands = 3;
    ASSERT_INT(rtx_fleet_start(troop.fleet), 0);
    while (rtx_fleet_step(troop.fleet) == 0 && rtx__now_ms() < until) {
        struct pollfd fd = {.fd = rtx_fleet_fd(troop.fleet), .events = POLLIN};

        (void)poll(&fd, 1, rtx_fleet_timeout(troop.fleet));
        turns++;
    }
    ASSERT_INT(troop.work.done, 40);
    ASSERT_INT(troop.work.failed, 0);
    CU_ASSERT(turns < 40000); /* it waits, and does not spin */
    down(&troop);
}

static void deploys(void)
{
    static const char text[] = "ip filter 300 pass * * tcp * *\n";
    struct troop troop;
    struct rtx_error error;

    up(&troop, 100, NO_OPTIONS);
    add_all(&troop);
    ASSERT_INT(rtx_config_parse_fragment(&troop.work.fragment, "test", text,
                                         sizeof text - 1, NULL, &error),
               0);
    ASSERT_INT(rtx_fleet_run(troop.fleet, 60000), 1);
    ASSERT_INT(troop.work.done, 100);
    for (size_t i = 0; i < 100; i++) {
        struct rtx_fleet_result result = {.size = sizeof result};

        ASSERT_INT(rtx_fleet_result(troop.fleet, i, &result), 0);
        ASSERT_INT(result.outcome, RTX_OUTCOME_COMMITTED);
        (void)rtx_emulator_focus(troop.rig.emulator, i);
        CU_ASSERT(rig_has(rtx_emulator_saved(troop.rig.emulator), text));
    }
    down(&troop);
}

/* The first few only, until somebody allows the rest. */
static void admits_few(void)
{
    struct troop troop;

    up(&troop, 30, NO_OPTIONS);
    add_all(&troop);
    ASSERT_INT(rtx_fleet_set(troop.fleet, RTX_FLEET_ADMIT, 4), 0);
    ASSERT_INT(rtx_fleet_run(troop.fleet, 30000), 1);
    ASSERT_INT(troop.work.done, 4);
    ASSERT_INT(rtx_fleet_set(troop.fleet, RTX_FLEET_ADMIT, 30), 0);
    ASSERT_INT(rtx_fleet_run(troop.fleet, 30000), 1);
    ASSERT_INT(troop.work.done, 30);
    down(&troop);
}

static void stops(void)
{
    struct troop troop;
    struct rtx_fleet_result result = {.size = sizeof result};

    up(&troop, 60, NO_OPTIONS);
    add_all(&troop);
    troop.work.commands = 2;
    troop.stop_at = 10;
    troop.how = RTX_FLEET_STOP;
    ASSERT_INT(rtx_fleet_set(troop.fleet, RTX_FLEET_PARALLEL, 8), 0);
    ASSERT_INT(rtx_fleet_run(troop.fleet, 30000), 1);
    CU_ASSERT(troop.work.done >= 10 && troop.work.done <= 18);
    ASSERT_INT(troop.work.failed, 0);
    ASSERT_INT(rtx_fleet_result(troop.fleet, 59, &result), 0);
    ASSERT_INT(result.state, RTX_FLEET_WAITING);
    /* asked with another version's header */
    result.size = offsetof(struct rtx_fleet_result, session);
    result.session = (rtx_session *)&troop;
    ASSERT_INT(rtx_fleet_result(troop.fleet, 59, &result), 0);
    CU_ASSERT_PTR_EQUAL(result.session, &troop);
    down(&troop);
}

/* Who aborts in the middle of a push finds the routers as they were. */
static void aborts(void)
{
    static const char text[] = "ip filter 300 pass * * tcp * *\n"
                               "ip filter 301 pass * * tcp * *\n";
    struct troop troop;
    struct rtx_error error;

    up(&troop, 20, OPTIONS("rtt=40"));
    add_all(&troop);
    ASSERT_INT(rtx_config_parse_fragment(&troop.work.fragment, "test", text,
                                         sizeof text - 1, NULL, &error),
               0);
    ASSERT_INT(rtx_fleet_run(troop.fleet, 600), 0);
    rtx_fleet_cancel(troop.fleet, RTX_FLEET_ABORT);
    ASSERT_INT(rtx_fleet_run(troop.fleet, 30000), 1);
    for (size_t i = 0; i < 20; i++) {
        struct rtx_fleet_result result = {.size = sizeof result};
        char *running;
        bool there;

        ASSERT_INT(rtx_fleet_result(troop.fleet, i, &result), 0);
        (void)rtx_emulator_focus(troop.rig.emulator, i);
        running = rtx_emulator_running(troop.rig.emulator);
        there = strstr(running, text) != NULL;
        rtx_emulator_text_free(running);
        ASSERT_INT(there, result.outcome == RTX_OUTCOME_COMMITTED);
    }
    down(&troop);
}

/* ---- hostile ones: each connection gets one kind of trouble ---- */

/* An instrumented program is several times slower than the routers it calls. */
#ifdef __SANITIZE_ADDRESS__
enum { HOSTILE = 10, MANY = 200, PATIENCE = 3 };
#else
enum { HOSTILE = 10, MANY = 1000, PATIENCE = 1 };
#endif

struct hostile {
    int sockets;
    char uri[64];
    atomic_bool over;
    pthread_t thread;
};

/* Silence, endless lines, endless bytes without a line, random bytes. */
static void torment(int fd, int kind)
{
    static const char lines[] = "Password: \r\nnothing to see\r\n> ";
    char bytes[4096];
    uint32_t seed = 7;

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = kind == 1   ? lines[i % (sizeof lines - 1)]
                   : kind == 2 ? 'x'
                               : (char)test_random(&seed);
    for (int i = 0; kind != 0 && i < 64; i++)
        (void)send(fd, bytes, sizeof bytes, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void *hostile_run(void *argument)
{
    struct hostile *h = argument;
    struct pollfd fds[HOSTILE + 1] = {{.fd = h->sockets, .events = POLLIN}};
    nfds_t count = 1;

    while (!atomic_load(&h->over)) {
        (void)poll(fds, count <= HOSTILE ? 1 : 0, 5);
        if (count <= HOSTILE && fds[0].revents & POLLIN)
            fds[count++].fd = accept(h->sockets, NULL, NULL);
        for (nfds_t i = 1; i < count; i++)
            torment(fds[i].fd, (int)i % 4);
    }
    for (nfds_t i = 1; i < count; i++)
        close(fds[i].fd);
    return NULL;
}

static void listen_at(struct hostile *h)
{
    unsigned char raw[16] = {0};
    socklen_t length = sizeof raw;

    h->sockets = socket(AF_INET, SOCK_STREAM, 0);
    ASSERT_INT(listen(h->sockets, 100), 0);
    ASSERT_INT(getsockname(h->sockets, (struct sockaddr *)(void *)raw, &length),
               0);
    snprintf(h->uri, sizeof h->uri, "telnet://127.0.0.1:%d",
             raw[2] << 8 | raw[3]);
}

__attribute__((unused)) static void hostile_ones(void)
{
    static struct troop troop;
    struct hostile hostile = {0};
    int64_t slowest = 0;
    int64_t before;
    size_t bad = 0;

    listen_at(&hostile);
    up(&troop, MANY, NO_OPTIONS);
    for (size_t i = 0; i < HOSTILE; i++)
        troop.endpoints[i * (MANY / HOSTILE - 3)] = hostile.uri;
    add_all(&troop);
    troop.work.commands = 3;
    (void)rtx_fleet_set(troop.fleet, RTX_FLEET_DEADLINE_MS, 6000);
    (void)rtx_fleet_set(troop.fleet, RTX_FLEET_PARALLEL, 100);
    ASSERT_INT(pthread_create(&hostile.thread, NULL, hostile_run, &hostile), 0);
    before = rtx__now_ms();
    ASSERT_INT(rtx_fleet_run(troop.fleet, 60000), 1);
    CU_ASSERT(rtx__now_ms() - before < 20000 * PATIENCE);
    for (size_t i = 0; i < MANY; i++) {
        struct rtx_fleet_result result = {.size = sizeof result};

        ASSERT_INT(rtx_fleet_result(troop.fleet, i, &result), 0);
        bad += result.code != 0;
        if (result.code == 0 && result.took_ms > slowest)
            slowest = result.took_ms;
    }
    ASSERT_INT(bad, HOSTILE);
    CU_ASSERT(slowest < 6000);
    atomic_store(&hostile.over, true);
    pthread_join(hostile.thread, NULL);
    down(&troop);
    close(hostile.sockets);
}

/* They accept and never say a word, behind a deadline. */
static void silent_ones(void)
{
    struct troop troop;
    struct hostile silent = {0};
    int64_t before;

    listen_at(&silent);
    up(&troop, 60, NO_OPTIONS);
    for (size_t i = 0; i < 5; i++)
        troop.endpoints[i * 7] = silent.uri;
    add_all(&troop);
    troop.work.commands = 2;
    (void)rtx_fleet_set(troop.fleet, RTX_FLEET_DEADLINE_MS, 3000);
    (void)rtx_fleet_set(troop.fleet, RTX_FLEET_PARALLEL, 10);
    before = rtx__now_ms();
    ASSERT_INT(rtx_fleet_run(troop.fleet, 30000), 1);
    CU_ASSERT(rtx__now_ms() - before < 12000);
    ASSERT_INT(troop.work.done, 60);
    ASSERT_INT(troop.work.failed, 5);
    down(&troop);
    close(silent.sockets);
}

static CU_TestInfo tests[] = {
    {"three hundred routers, fifty at once", all_run},
    {"in somebody else's loop", foreign_loop},
    {"a hundred transactions", deploys},
    {"the first few, then the rest", admits_few},
    {"who stops finishes what is under way", stops},
    {"who aborts leaves no router half way", aborts},
#ifndef __SANITIZE_ADDRESS__ /* minutes of processor time */
    {"ten hostile routers of a thousand", hostile_ones},
#endif
    {"silent routers delay nobody beyond their deadline", silent_ones},
    CU_TEST_INFO_NULL,
};
RTX_SUITE(fleet, tests)
