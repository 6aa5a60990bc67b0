/* The stored configuration by SFTP: what is read, refused, and how it ends. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <rtx/emulator.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rig.h"

#define STORED                                                       \
    "# kept as it was written\r\n\r\nconsole character ascii\r\n"    \
    "ip lan1 address 192.168.50.1/24\r\nlogin user anne gentian\r\n" \
    "administrator password clematis\r\npp select 1\r\n"             \
    " description pp \"\x8b\x9e\x93\x73\"\r\n"

/* ---- the router ---- */

struct files {
    rtx_emulator *emulator;
    rtx_session *session;
    struct rtx_error error;
};

static void ask_again(struct files *f, const char *endpoint, const char *admin)
{
    rtx_secret *login = rtx_secret_new("gentian", 7);
    rtx_secret *administrator = rtx_secret_new(admin, strlen(admin));

    rtx_session_free(f->session);
    CU_ASSERT_EQUAL_FATAL(rtx_session_new(&f->session, endpoint, &f->error), 0);
    rtx_session_set_user(f->session, "anne");
    rtx_session_set_login_password(f->session, login);
    rtx_session_set_admin_password(f->session, administrator);
    rtx_session_set(f->session, RTX_OPTION_ACCEPT_NEW_HOST_KEY, 1);
    rtx_session_set(f->session, RTX_OPTION_LEGACY_ALGORITHMS, 1);
    rtx_session_set_text(f->session, RTX_TEXT_KNOWN_HOSTS, "/dev/null");
    rtx_secret_free(login);
    rtx_secret_free(administrator);
}

static void up(struct files *f, const char *stored)
{
    memset(f, 0, sizeof *f);
    rtx_error_init(&f->error);
    CU_ASSERT_EQUAL_FATAL(rtx_emulator_new(&f->emulator, &f->error), 0);
    ASSERT_INT(
        rtx_emulator_startup(f->emulator, stored, strlen(stored), &f->error),
        0);
    CU_ASSERT_EQUAL_FATAL(
        rtx_emulator_listen_ssh(f->emulator, "127.0.0.1:0", &f->error), 0);
    CU_ASSERT_EQUAL_FATAL(rtx_emulator_start(f->emulator, &f->error), 0);
    ask_again(f, rtx_emulator_endpoint(f->emulator, 0), "clematis");
}

static void down(struct files *f)
{
    rtx_session_free(f->session);
    rtx_emulator_free(f->emulator);
}

static const char *said(const struct files *f)
{
    return rtx_session_error(f->session)->message;
}

/* ---- a wire that stops after so many of the router's bytes ---- */

struct relay {
    int listener;
    unsigned to;
    unsigned port;
    size_t limit;   /* SIZE_MAX: none */
    bool hangs_up;  /* then, or says nothing more */
    size_t carried; /* of the router's bytes */
};

static int to_port(unsigned port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    (void)connect(fd, (struct sockaddr *)&address, sizeof address);
    return fd;
}

/* @return false at the end of either side */
static bool carry(struct relay *r, const struct pollfd fds[2])
{
    char bytes[512];

    for (int i = 0; i < 2; i++) {
        ssize_t n =
            fds[i].revents ? recv(fds[i].fd, bytes, sizeof bytes, 0) : 1;

        if (n <= 0)
            return false;
        if (!fds[i].revents)
            continue;
        if (i == 1) {
            r->carried += (size_t)n;
            if (r->carried > r->limit && r->hangs_up)
                return false;
            if (r->carried > r->limit)
                continue;
        }
        (void)send(fds[1 - i].fd, bytes, (size_t)n, MSG_NOSIGNAL);
    }
    return true;
}

static void *relay_main(void *data)
{
    struct relay *r = data;
    struct pollfd fds[2] = {{.events = POLLIN}, {.events = POLLIN}};

    fds[0].fd = accept(r->listener, NULL, NULL);
    fds[1].fd = to_port(r->to);
    r->carried = 0;
    while (poll(fds, 2, -1) > 0 && carry(r, fds))
        ;
    close(fds[0].fd);
    close(fds[1].fd);
    return NULL;
}

static void relay_make(struct relay *r, unsigned to)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;

    r->to = to;
    r->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CU_ASSERT_EQUAL_FATAL(bind(r->listener, (struct sockaddr *)&address, size),
                          0);
    listen(r->listener, 5);
    getsockname(r->listener, (struct sockaddr *)&address, &size);
    r->port = ntohs(address.sin_port);
}

/* One reading through the relay; what it took is *took. */
static int through(struct files *f, struct relay *r, size_t limit,
                   int64_t timeout_ms, int64_t *took)
{
    pthread_t thread;
    char endpoint[64];
    char *text = NULL;
    int64_t begun = rtx__now_ms();
    int rc;

    r->limit = limit;
    snprintf(endpoint, sizeof endpoint, "ssh://anne@127.0.0.1:%u", r->port);
    ask_again(f, endpoint, "clematis");
    pthread_create(&thread, NULL, relay_main, r);
    rc = rtx_startup_read(f->session, timeout_ms, &text);
    *took = rtx__now_ms() - begun;
    pthread_join(thread, NULL);
    CU_ASSERT((rc == 0) == (text != NULL));
    rtx_startup_free(text);
    return rc;
}

/* ---- tests ---- */

static void the_file_with_its_comments(void)
{
    struct files f;
    char *text = NULL;

    up(&f, STORED);
    ASSERT_INT(rtx_startup_read(f.session, 10000, &text), 0);
    ASSERT_TEXT(text,
                "# kept as it was written\n\nconsole character ascii\n"
                "ip lan1 address 192.168.50.1/24\nlogin user anne gentian\n"
                "administrator password clematis\npp select 1\n"
                " description pp \"\xe4\xba\xac\xe9\x83\xbd\"\n");
    rtx_startup_free(text);
    /* beside an open session, which goes on */
    ASSERT_INT(rtx_session_open(f.session, 10000), 0);
    ASSERT_INT(rtx_startup_read(f.session, 10000, &text), 0);
    rtx_startup_free(text);
    ASSERT_INT(rtx_session_run(f.session, "show environment", 10000, NULL), 0);
    ASSERT_INT(rtx_session_start_run(f.session, "show environment"), 0);
    ASSERT_INT(rtx_startup_read(f.session, 10000, &text), RTX_E_BUSY);
    down(&f);
}

static void who_may_not_read_it(void)
{
    struct files f;
    char *text = NULL;

    up(&f, STORED "sftpd host none\r\n");
    ASSERT_INT(rtx_startup_read(f.session, 10000, &text), RTX_E_LOGIN);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(rtx_session_error(f.session)->hint, "sftpd host"));
    down(&f);
    up(&f, STORED);
    /* the login password lets anne in, and shows her nothing */
    ask_again(&f, rtx_emulator_endpoint(f.emulator, 0), "gentian");
    ASSERT_INT(rtx_startup_read(f.session, 10000, &text), RTX_E_REFUSED);
    CU_ASSERT_PTR_NOT_NULL(strstr(said(&f), "/system/config0"));
    ask_again(&f, rtx_emulator_endpoint(f.emulator, 0), "wrong-pass");
    ASSERT_INT(rtx_startup_read(f.session, 10000, &text), RTX_E_LOGIN);
    CU_ASSERT_PTR_NULL(strstr(said(&f), "wrong-pass"));
    ask_again(&f, rtx_emulator_endpoint(f.emulator, 0), "");
    ASSERT_INT(rtx_startup_read(f.session, 10000, &text), RTX_E_LOGIN);
    CU_ASSERT_PTR_NOT_NULL(strstr(said(&f), "administrator password"));
    ask_again(&f, "telnet://127.0.0.1:1", "clematis");
    ASSERT_INT(rtx_startup_read(f.session, 10000, &text), RTX_E_UNSUPPORTED);
    CU_ASSERT_PTR_NULL(text);
    down(&f);
}

/* Wherever the wire falls silent, the time limit is kept; wherever it is cut,
 * that is told at once; and nothing is left. */
static void a_wire_that_stops_anywhere(void)
{
    struct files f;
    struct relay r = {0};
    int before;
    int64_t took;
    size_t all;

    up(&f, STORED);
    relay_make(&r, (unsigned)strtoul(
                       strrchr(rtx_emulator_endpoint(f.emulator, 0), ':') + 1,
                       NULL, 10));
    before = test_descriptors();
    ASSERT_INT(through(&f, &r, SIZE_MAX, 10000, &took), 0);
    all = r.carried;
    CU_ASSERT_FATAL(all > 1000);
    for (size_t i = 1; i < 12; i++) {
        r.hangs_up = false;
        ASSERT_INT(through(&f, &r, all * i / 12 - 40, 400, &took),
                   RTX_E_TIMEOUT);
        CU_ASSERT(took < 2000);
        CU_ASSERT(i < 10 || strstr(said(&f), "with SFTP"));
        r.hangs_up = true;
        CU_ASSERT(through(&f, &r, all * i / 12 - 40, 10000, &took) < 0);
        CU_ASSERT(took < 5000);
        CU_ASSERT(said(&f)[0] != '\0');
    }
    ASSERT_INT(through(&f, &r, SIZE_MAX, 10000, &took), 0);
    /* the emulator may still hold the last one */
    for (int i = 0; i < 100 && test_descriptors() > before; i++)
        usleep(10000);
    ASSERT_INT(test_descriptors(), before);
    close(r.listener);
    down(&f);
}

static void *cancel_soon(void *session)
{
    usleep(150000);
    rtx_session_cancel(session);
    return NULL;
}

static void another_thread_ends_it(void)
{
    struct files f;
    pthread_t thread;
    char *text = NULL;
    int64_t begun;

    up(&f, STORED);
    ASSERT_INT(rtx_emulator_option(f.emulator, "rtt", "1000", NULL), 0);
    begun = rtx__now_ms();
    pthread_create(&thread, NULL, cancel_soon, f.session);
    ASSERT_INT(rtx_startup_read(f.session, 10000, &text), RTX_E_INTERRUPTED);
    CU_ASSERT(rtx__now_ms() - begun < 2000);
    pthread_join(thread, NULL);
    ASSERT_INT(rtx_emulator_option(f.emulator, "rtt", "0", NULL), 0);
    ASSERT_INT(rtx_startup_read(f.session, 10000, &text), 0);
    rtx_startup_free(text);
    down(&f);
}

static void what_runs_and_what_is_stored(void)
{
    struct files f;
    char *difference = NULL;

    up(&f, STORED);
    ASSERT_INT(rtx_session_open(f.session, 10000), 0);
    ASSERT_INT(rtx_startup_compare(f.session, 10000, &difference), 1);
    ASSERT_TEXT(difference, "");
    rtx_free(difference);
    ASSERT_INT(rtx_session_run(f.session, "pp select 1", 5000, NULL), 0);
    ASSERT_INT(
        rtx_session_run(f.session, "pp auth myname me petunia", 5000, NULL), 0);
    ASSERT_INT(rtx_session_run(f.session, "pp select none", 5000, NULL), 0);
    ASSERT_INT(rtx_startup_compare(f.session, 10000, &difference), 0);
    ASSERT_TEXT(difference, "+ pp 1: pp auth myname me ***\n");
    rtx_free(difference);
    ASSERT_INT(rtx_session_save(f.session, 10000), 0);
    ASSERT_INT(rtx_startup_compare(f.session, 10000, NULL), 1);
    down(&f);
}

static CU_TestInfo tests[] = {
    {"the file with its comments", the_file_with_its_comments},
    {"who may not read it", who_may_not_read_it},
    {"a wire that stops anywhere", a_wire_that_stops_anywhere},
    {"another thread ends it", another_thread_ends_it},
    {"what runs and what is stored", what_runs_and_what_is_stored},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(startup, tests)
