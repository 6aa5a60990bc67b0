/* SSH against the emulator's own server: host keys, logins, nothing left. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <rtx/emulator.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "rig.h"

/* Somebody listens and says nothing: the deadline is kept, nothing is left. */
static void a_mute_server(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    int before = test_descriptors();
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int64_t begun = rtx__now_ms();
    struct rtx_error error;
    rtx_session *session = NULL;
    char endpoint[64];

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CU_ASSERT_EQUAL_FATAL(bind(fd, (struct sockaddr *)&address, size), 0);
    listen(fd, 5);
    getsockname(fd, (struct sockaddr *)&address, &size);
    snprintf(endpoint, sizeof endpoint, "ssh://alice@127.0.0.1:%d",
             ntohs(address.sin_port));
    rtx_error_init(&error);
    ASSERT_INT(rtx_session_new(&session, endpoint, &error), 0);
    rtx_session_set(session, RTX_OPTION_CONNECT_MS, 200);
    ASSERT_INT(rtx_session_open(session, 10000), RTX_E_TIMEOUT);
    CU_ASSERT(rtx__now_ms() - begun < 2000);
    rtx_session_free(session);
    close(fd);
    ASSERT_INT(test_descriptors(), before);
}

#if __has_include("emulator/sshd.h") /* else this emulator has no SSH */

struct ssh_rig {
    struct rig rig;
    char directory[32];
    char known[64]; /* the session's known_hosts */
};

static void write_known(const struct ssh_rig *s, const char *text)
{
    FILE *file = fopen(s->known, "w");

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    fputs(text, file);
    fclose(file);
}

/* A fresh session whose known_hosts is empty. */
static void again(struct ssh_rig *s, const char *password)
{
    s->rig.login = password;
    rig_session(&s->rig);
    ASSERT_INT(
        rtx_session_set_text(s->rig.session, RTX_TEXT_KNOWN_HOSTS, s->known),
        0);
}

static void up(struct ssh_rig *s)
{
    memset(s, 0, sizeof *s);
    snprintf(s->directory, sizeof s->directory, "/tmp/rtx-ssh-XXXXXX");
    CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(s->directory));
    snprintf(s->known, sizeof s->known, "%s/known", s->directory);
    rig_make(&s->rig, "console character ascii\n", NO_OPTIONS);
    CU_ASSERT_EQUAL_FATAL(rtx_emulator_user(s->rig.emulator, "alice",
                                            "wonderland", &s->rig.error),
                          0);
    CU_ASSERT_EQUAL_FATAL(
        rtx_emulator_listen_ssh(s->rig.emulator, "127.0.0.1:0", &s->rig.error),
        0);
    CU_ASSERT_EQUAL_FATAL(rtx_emulator_start(s->rig.emulator, &s->rig.error),
                          0);
    again(s, "wonderland");
}

static void down(struct ssh_rig *s)
{
    rig_down(&s->rig);
    (void)unlink(s->known);
    (void)rmdir(s->directory);
}

static int open_rc(struct ssh_rig *s)
{
    return rtx_session_open(s->rig.session, 10000);
}

static void host_keys(void)
{
    static const char other[] =
        "AAAAB3NzaC1yc2EAAAADAQABAAAAgQDkGfM5FatQwCkYwKoxbeHzM1uqQNtqU9"
        "0xhXwlHRMn7M/45uLmTj9RLJipBQ5W49SeOYCWyEgZAliKgMTW67RZxV2UJMy0"
        "NTBD+ZhqQoKGsIoL6HjFOB7UY8PfdhzLuEDV4W2Ttq+u+jWj0bCBWCPtr22Ilm"
        "1OZT00f0OjuYIHuw==";
    struct ssh_rig s;
    char *line;
    char text[4096];

    up(&s);
    ASSERT_INT(open_rc(&s), RTX_E_HOST_KEY_UNKNOWN);
    CU_ASSERT(strstr(rtx_session_error(s.rig.session)->message, "SHA256:") !=
              NULL);
    CU_ASSERT(access(s.known, F_OK) != 0);

    line = rtx_emulator_host_key_line(s.rig.emulator, 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(line);
    line[strcspn(line, "\n")] = '\0';
    snprintf(text, sizeof text, "%s\n@revoked %s\n", line, line);
    write_known(&s, text);
    again(&s, "wonderland");
    ASSERT_INT(open_rc(&s), RTX_E_HOST_KEY_REVOKED);
    ASSERT_INT(rtx_session_error(s.rig.session)->line, 2);
    ASSERT_TEXT(rtx_session_error(s.rig.session)->file, s.known);

    snprintf(text, sizeof text, "# mine\n%.*s ssh-rsa %s\n",
             (int)strcspn(line, " "), line, other);
    write_known(&s, text);
    again(&s, "wonderland");
    rtx_session_set(s.rig.session, RTX_OPTION_ACCEPT_NEW_HOST_KEY, 1);
    ASSERT_INT(open_rc(&s), RTX_E_HOST_KEY_CHANGED);
    ASSERT_INT(rtx_session_error(s.rig.session)->line, 2);

    snprintf(text, sizeof text, "%s\n", line);
    write_known(&s, text);
    again(&s, "wonderland");
    ASSERT_INT(open_rc(&s), 0);
    ASSERT_INT(rtx_session_close(s.rig.session, 5000, NULL), 0);
    rtx_emulator_text_free(line);
    down(&s);
}

static void accepted_once(void)
{
    struct ssh_rig s;

    up(&s);
    rtx_session_set(s.rig.session, RTX_OPTION_ACCEPT_NEW_HOST_KEY, 1);
    ASSERT_INT(open_rc(&s), 0);
    again(&s, "wonderland"); /* without the option: it is written down */
    ASSERT_INT(open_rc(&s), 0);
    down(&s);
}

static void logins(void)
{
    static const struct {
        const char *password;
        const char *says;
    } cases[] = {{"looking-glass", "refused the login password"},
                 {"", "wants a login password"}};
    struct ssh_rig s;

    up(&s);
    for (size_t i = 0; i < 2; i++) {
        const struct rtx_error *error;

        again(&s, cases[i].password);
        rtx_session_set(s.rig.session, RTX_OPTION_ACCEPT_NEW_HOST_KEY, 1);
        ASSERT_INT(open_rc(&s), RTX_E_LOGIN);
        error = rtx_session_error(s.rig.session);
        ASSERT_TEXT(error->step, "login");
        CU_ASSERT(strstr(error->message, cases[i].says) != NULL);
        CU_ASSERT(!strstr(error->message, "looking-glass"));
    }
    down(&s);
}

static void old_algorithms(void)
{
    struct ssh_rig s;
    char endpoint[128];
    struct rtx_error error;
    rtx_session *session = NULL;

    up(&s);
    snprintf(endpoint, sizeof endpoint, "%.*s",
             (int)strcspn(rtx_emulator_endpoint(s.rig.emulator, 0), "?"),
             rtx_emulator_endpoint(s.rig.emulator, 0));
    rtx_error_init(&error);
    ASSERT_INT(rtx_session_new(&session, endpoint, &error), 0);
    ASSERT_INT(rtx_session_open(session, 10000), RTX_E_ALGORITHMS);
    CU_ASSERT(strstr(rtx_session_error(session)->message,
                     "diffie-hellman-group1-sha1") != NULL);
    CU_ASSERT(strstr(rtx_session_error(session)->hint, "?algorithms=legacy") !=
              NULL);
    rtx_session_free(session);
    down(&s);
}

/* No call of the never-blocking half takes long, whatever SSH does meanwhile.
 */
static void never_blocks(void)
{
    struct ssh_rig s;
    int64_t longest = 0;
    int64_t until = rtx__now_ms() + 10000;
    int done = 0;

    up(&s);
    rtx_session_set(s.rig.session, RTX_OPTION_ACCEPT_NEW_HOST_KEY, 1);
    ASSERT_INT(rtx_session_start_open(s.rig.session), 0);
    while (!done && rtx__now_ms() < until) {
        struct timespec little = {0, 200000};
        int64_t begun = rtx__now_ms();

        done = rtx_session_process(s.rig.session);
        if (rtx__now_ms() - begun > longest)
            longest = rtx__now_ms() - begun;
        nanosleep(&little, NULL);
    }
    ASSERT_INT(rtx_session_result(s.rig.session), 0);
    CU_ASSERT(longest < 2000);
    down(&s);
}

/* Kept alive with no key typed: the router's login timer strikes all the same.
 */
static void kept_alive(void)
{
    struct ssh_rig s;
    struct rtx_session_info info = {.size = sizeof info};
    uint64_t typed;

    up(&s);
    rtx_session_set(s.rig.session, RTX_OPTION_ACCEPT_NEW_HOST_KEY, 1);
    rtx_session_set(s.rig.session, RTX_OPTION_SSH_KEEPALIVE_MS, 20);
    ASSERT_INT(open_rc(&s), 0);
    ASSERT_INT(rtx_session_info(s.rig.session, &info), 0);
    typed = info.bytes_sent;
    ASSERT_INT(rtx_session_idle(s.rig.session, 300), 0);
    ASSERT_INT(rtx_session_info(s.rig.session, &info), 0);
    ASSERT_INT(info.bytes_sent, typed);
    CU_ASSERT(rtx_session_deadline(s.rig.session) - rtx__now_ms() <= 20);
    ASSERT_INT(rtx_session_run(s.rig.session, "show environment", 5000, NULL),
               0);
    down(&s);
}

static void nothing_is_left(void)
{
    struct timespec little = {0, 10000000};
    int before = test_descriptors();
    int64_t until = rtx__now_ms() + 30000;

    host_keys();
    accepted_once();
    logins();
    old_algorithms();
    /* the emulator's own threads may be slower than its end */
    while (test_descriptors() != before && rtx__now_ms() < until)
        nanosleep(&little, NULL);
    ASSERT_INT(test_descriptors(), before);
}

static CU_TestInfo tests[] = {
    {"a mute server", a_mute_server},
    {"host keys: unknown, revoked, changed, known", host_keys},
    {"a new host key is accepted once", accepted_once},
    {"logins that are refused", logins},
    {"old algorithms are not spoken by themselves", old_algorithms},
    {"no call blocks", never_blocks},
    {"kept alive without a key", kept_alive},
    {"no descriptor is left", nothing_is_left},
    CU_TEST_INFO_NULL,
};

#else
static CU_TestInfo tests[] = {
    {"a mute server", a_mute_server},
    CU_TEST_INFO_NULL,
};
#endif

RTX_SUITE(transport_ssh, tests)
