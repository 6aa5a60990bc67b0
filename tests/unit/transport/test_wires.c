/* The caller's own wires: descriptors, and functions of his. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <rtx/emulator.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rig.h"

#define PLAIN "telnet-negotiation=none", "anonymous-telnet=many"

static int connect_to(rtx_emulator *emulator)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    const char *endpoint = rtx_emulator_endpoint(emulator, 0);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port =
        htons((uint16_t)strtol(strrchr(endpoint, ':') + 1, NULL, 10));
    CU_ASSERT_EQUAL_FATAL(
        connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

/* An emulator without passwords that speaks no telnet. */
static void up(struct rig *rig, const char *const *set)
{
    rig_make(rig, "console character ascii\n", set);
    CU_ASSERT_EQUAL_FATAL(
        rtx_emulator_listen(rig->emulator, "127.0.0.1:0", &rig->error), 0);
    CU_ASSERT_EQUAL_FATAL(rtx_emulator_start(rig->emulator, &rig->error), 0);
}

static void use(rtx_session *session)
{
    char *text = NULL;

    ASSERT_INT(rtx_session_open(session, 10000), 0);
    ASSERT_INT(rtx_session_administrator(session, 5000), 0);
    ASSERT_INT(rtx_session_run(session, "show config", 5000, &text), 0);
    CU_ASSERT(text && strstr(text, "console character ascii"));
    rtx_free(text);
}

static void one_descriptor(void)
{
    struct rig rig;
    int before;
    int fd;

    up(&rig, OPTIONS(PLAIN));
    before = test_descriptors();
    fd = connect_to(rig.emulator);
    ASSERT_INT(rtx_session_new_fd(&rig.session, fd, fd, "a socket", &rig.error),
               0);
    ASSERT_TEXT(rtx_session_endpoint(rig.session), "a socket");
    use(rig.session);
    ASSERT_INT(rtx_session_fd(rig.session), fd);
    ASSERT_INT(rtx_session_close(rig.session, 5000, NULL), 0);
    ASSERT_INT(rtx_session_open(rig.session, 5000), RTX_E_ARGUMENT);
    rtx_session_free(rig.session);
    ASSERT_INT(fcntl(fd, F_GETFD), -1);
    ASSERT_INT(test_descriptors(), before);

    /* never opened, it is closed all the same */
    fd = connect_to(rig.emulator);
    ASSERT_INT(rtx_session_new_fd(&rig.session, fd, fd, "a socket", &rig.error),
               0);
    rtx_session_free(rig.session);
    rig.session = NULL;
    ASSERT_INT(fcntl(fd, F_GETFD), -1);
    rig_down(&rig);
}

static void descriptors_that_are_none(void)
{
    struct rtx_error error;
    rtx_session *session = NULL;
    int before = test_descriptors();
    int regular = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

    rtx_error_init(&error);
    ASSERT_INT(rtx_session_new_fd(&session, -1, -1, "nothing", &error),
               RTX_E_ARGUMENT);
    ASSERT_INT(rtx_session_new_fd(&session, regular, 1, "a file", &error),
               RTX_E_ARGUMENT);
    CU_ASSERT(strstr(error.message, "a file") != NULL);
    CU_ASSERT(fcntl(regular, F_GETFD) >= 0);
    close(regular);
    ASSERT_INT(test_descriptors(), before);
}

/* ---- a pair of pipes, as a proxy command has ---- */

struct relay {
    int from_session;
    int to_session;
    int router;
};

static bool carry(int from, int to)
{
    char bytes[512];
    ssize_t n = read(from, bytes, sizeof bytes);

    return n > 0 && write(to, bytes, (size_t)n) == n;
}

static void *relay_run(void *argument)
{
    struct relay *r = argument;
    bool alive = true;

    while (alive) {
        struct pollfd fds[2] = {{.fd = r->from_session, .events = POLLIN},
                                {.fd = r->router, .events = POLLIN}};

        poll(fds, 2, -1);
        if (fds[0].revents)
            alive = carry(r->from_session, r->router);
        if (alive && fds[1].revents)
            alive = carry(r->router, r->to_session);
    }
    close(r->from_session);
    close(r->to_session);
    close(r->router);
    return NULL;
}

static void a_pair_of_pipes(void)
{
    struct rig rig;
    struct relay relay;
    pthread_t thread;
    int in[2];
    int out[2];
    int before = test_descriptors();

    up(&rig, OPTIONS(PLAIN));
    CU_ASSERT_EQUAL_FATAL(pipe2(in, O_CLOEXEC), 0);
    CU_ASSERT_EQUAL_FATAL(pipe2(out, O_CLOEXEC), 0);
    fcntl(out[1], F_SETPIPE_SZ, 4096); /* so that writing has to wait */
    relay = (struct relay){out[0], in[1], connect_to(rig.emulator)};
    pthread_create(&thread, NULL, relay_run, &relay);
    ASSERT_INT(
        rtx_session_new_fd(&rig.session, in[0], out[1], "pipes", &rig.error),
        0);
    use(rig.session);
    for (int i = 0; i < 50; i++)
        ASSERT_INT(rtx_session_run(rig.session,
                                   "ip filter 1 pass 192.168.100.0/24 * udp,tcp"
                                   " 135 *",
                                   5000, NULL),
                   0);
    ASSERT_INT(rtx_session_close(rig.session, 5000, NULL), 0);
    rtx_session_free(rig.session);
    rig.session = NULL;
    pthread_join(thread, NULL);
    rig_down(&rig);
    ASSERT_INT(test_descriptors(), before);
}

/* ---- functions ---- */

struct own {
    struct rig *rig;
    int fd;
    int calls;
    int closes;
    int reopens;
};

/* Now and then nothing, else very little: the session must bear it. */
static ptrdiff_t own_read(void *user, void *bytes, size_t size)
{
    struct own *own = user;
    ssize_t n;

    if (own->calls++ % 5 == 4)
        return 0;
    n = recv(own->fd, bytes, size < 100 ? size : 100, MSG_DONTWAIT);
    return n > 0 ? n : n == 0 ? RTX_E_CLOSED : errno == EAGAIN ? 0 : RTX_E_IO;
}

static ptrdiff_t own_write(void *user, const void *bytes, size_t length)
{
    struct own *own = user;
    ssize_t n = send(own->fd, bytes, length < 7 ? length : 7,
                     MSG_DONTWAIT | MSG_NOSIGNAL);

    return n >= 0 ? n : errno == EAGAIN ? 0 : RTX_E_CLOSED;
}

static int own_fd(void *user)
{
    return ((struct own *)user)->fd;
}

static void own_close(void *user)
{
    struct own *own = user;

    own->closes++;
    close(own->fd);
    own->fd = -1;
}

static int own_reopen(void *user)
{
    struct own *own = user;

    own->reopens++;
    own->fd = connect_to(own->rig->emulator);
    return 0;
}

static const struct rtx_wire own_wire = {
    .size = sizeof own_wire,
    .read = own_read,
    .write = own_write,
    .fd = own_fd,
    .close = own_close,
    .reopen = own_reopen,
};

static void functions(void)
{
    struct rig rig;
    struct own own = {.rig = &rig};

    up(&rig, OPTIONS(PLAIN));
    own.fd = connect_to(rig.emulator);
    ASSERT_INT(
        rtx_session_new_wire(&rig.session, &own_wire, &own, "mine", &rig.error),
        0);
    use(rig.session);
    ASSERT_INT(rtx_session_close(rig.session, 5000, NULL), 0);
    rtx_session_free(rig.session);
    ASSERT_INT(own.closes, 1);
    ASSERT_INT(own.reopens, 0);
    rig.session = NULL;
    rig_down(&rig);
}

static void functions_that_are_missing(void)
{
    struct rtx_wire bad = own_wire;
    struct rtx_error error;
    rtx_session *session = NULL;

    rtx_error_init(&error);
    bad.size = 0;
    ASSERT_INT(rtx_session_new_wire(&session, &bad, NULL, "mine", &error),
               RTX_E_ARGUMENT);
    bad = own_wire;
    bad.read = NULL;
    ASSERT_INT(rtx_session_new_wire(&session, &bad, NULL, "mine", &error),
               RTX_E_ARGUMENT);
    CU_ASSERT(session == NULL);
}

static void finish(rtx_transaction *transaction)
{
    int64_t until = rtx__now_ms() + 20000;
    int rc;

    while ((rc = rtx_transaction_wait(transaction, 1000)) == 0)
        CU_ASSERT_FATAL(rtx__now_ms() < until);
    ASSERT_INT(rc, 1);
}

/* The connection is lost in the middle of a transaction. */
static enum rtx_outcome lose_it(struct rig *rig, struct own *own,
                                const struct rtx_wire *wire)
{
    static const char fragment[] = "ip filter 1 pass * *\n"
                                   "ip filter 2 pass * *\n";
    rtx_transaction *transaction = NULL;
    rtx_config *config = NULL;
    enum rtx_outcome outcome;

    up(rig, OPTIONS(PLAIN, "!close-after=ip filter 2,times=1"));
    *own = (struct own){.rig = rig, .fd = connect_to(rig->emulator)};
    ASSERT_INT(
        rtx_session_new_wire(&rig->session, wire, own, "mine", &rig->error), 0);
    ASSERT_INT(rtx_session_open(rig->session, 5000), 0);
    ASSERT_INT(rtx_config_parse_fragment(&config, "two.rtx", fragment,
                                         strlen(fragment), NULL, &rig->error),
               0);
    ASSERT_INT(
        rtx_transaction_new(&transaction, rig->session, config, &rig->error),
        0);
    ASSERT_INT(rtx_transaction_start_plan(transaction), 0);
    finish(transaction);
    ASSERT_INT(rtx_transaction_start_commit(transaction), 0);
    finish(transaction);
    outcome = rtx_transaction_outcome(transaction);
    rig->error = *rtx_transaction_error(transaction);
    rtx_transaction_free(transaction);
    rtx_config_free(config);
    return outcome;
}

static void opened_again_for_a_rollback(void)
{
    struct rig rig;
    struct own own;
    char *running;

    ASSERT_INT(lose_it(&rig, &own, &own_wire), RTX_OUTCOME_ROLLED_BACK);
    ASSERT_INT(own.reopens, 1);
    running = rtx_emulator_running(rig.emulator);
    CU_ASSERT(running && !strstr(running, "ip filter"));
    rtx_emulator_text_free(running);
    rig_down(&rig);
    ASSERT_INT(own.closes, 2);
}

static void not_opened_again(void)
{
    struct rig rig;
    struct own own;
    struct rtx_wire wire = own_wire;

    wire.reopen = NULL;
    ASSERT_INT(lose_it(&rig, &own, &wire), RTX_OUTCOME_NEEDS_PERSON);
    ASSERT_INT(own.closes, 1);
    rig_down(&rig);
}

/* In a process of its own, whose streams are closed: how many of them are open
 * once a session is? */
static int streams_taken(struct rig *rig)
{
    int taken = 0;

    for (int i = 0; i <= STDERR_FILENO; i++)
        close(i);
    if (rtx_session_new(&rig->session, rtx_emulator_endpoint(rig->emulator, 0),
                        &rig->error) < 0 ||
        rtx_session_open(rig->session, 10000) < 0)
        return 4;
    for (int i = 0; i <= STDERR_FILENO; i++)
        taken += fcntl(i, F_GETFD) >= 0;
    return taken;
}

/* What such a program prints must not be typed into a router. */
static void no_socket_is_a_stream(void)
{
    struct rig rig;
    int status = -1;
    pid_t pid;

    rig_make(&rig, "console character ascii\n",
             OPTIONS("anonymous-telnet=many"));
    CU_ASSERT_EQUAL_FATAL(
        rtx_emulator_listen(rig.emulator, "127.0.0.1:0", &rig.error), 0);
    CU_ASSERT_EQUAL_FATAL(rtx_emulator_start(rig.emulator, &rig.error), 0);
    fflush(NULL);
    pid = fork();
    if (pid == 0)
        _exit(streams_taken(&rig));
    CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
    ASSERT_INT(status, 0);
    rig_down(&rig);
}

static CU_TestInfo tests[] = {
    {"no socket is a stream", no_socket_is_a_stream},
    {"one descriptor for both ways", one_descriptor},
    {"descriptors that are none", descriptors_that_are_none},
    {"a pair of pipes", a_pair_of_pipes},
    {"the caller's functions", functions},
    {"functions that are missing", functions_that_are_missing},
    {"opened again for a rollback", opened_again_for_a_rollback},
    {"not opened again", not_opened_again},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(transport_wires, tests)
