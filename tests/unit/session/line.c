/* See line.h. */
#include "line.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

enum { QUIET_MS = 12, SESSIONS = 256 };

static const char *device_of(const struct rig *rig)
{
    return rtx_emulator_endpoint(rig->emulator, 0) + strlen("serial://");
}

static uint64_t received(const struct rig *rig)
{
    struct rtx_emulator_counters counters = {.size = sizeof counters};

    rtx_emulator_counters(rig->emulator, &counters);
    return counters.bytes_received;
}

char *line_leave(const struct rig *rig, const char *keys)
{
    uint64_t expected = received(rig);

    int fd = open(device_of(rig), O_RDWR | O_NOCTTY | O_NONBLOCK);
    struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
    struct rtx_buf seen;
    char bytes[4096];

    CU_ASSERT_FATAL(fd >= 0);
    rtx__buf_init(&seen, 1 << 20);
    /* a line at a time: some of them take a moment */
    while (*keys) {
        size_t length = strcspn(keys, "\r");

        length += keys[length] == '\r';
        ASSERT_INT(write(fd, keys, length), length);
        keys += length;
        expected += length;
        while (received(rig) < expected)
            (void)poll(NULL, 0, 1);
        while (poll(&poll_fd, 1, QUIET_MS) > 0) {
            ssize_t n = read(fd, bytes, sizeof bytes);

            if (n <= 0)
                break;
            rtx__buf_add(&seen, bytes, (size_t)n);
        }
    }
    close(fd);
    return rtx__buf_take(&seen);
}

void line_wait(const struct rig *rigs, size_t count, int most_ms)
{
    struct pollfd fds[SESSIONS] = {{0}};
    int64_t at = rtx__now_ms() + most_ms;
    int64_t now;

    CU_ASSERT_FATAL(count <= SESSIONS);
    for (size_t i = 0; i < count; i++) {
        const rtx_session *session = rigs[i].session;
        int64_t due = rtx_session_deadline(session);
        int wants = rtx_session_wants(session);

        fds[i].fd = -1;
        if (rtx_session_result(session) != RTX_E_BUSY)
            continue;
        at = due < at ? due : at;
        fds[i].fd = rtx_session_fd(session);
        fds[i].events = (short)((wants & RTX_WANTS_READ ? POLLIN : 0) |
                                (wants & RTX_WANTS_WRITE ? POLLOUT : 0));
    }
    now = rtx__now_ms();
    (void)poll(fds, count, at > now ? (int)(at - now) : 0);
}

void line_drive(struct rig *rigs, size_t count, int64_t most_ms)
{
    int64_t until = rtx__now_ms() + most_ms;
    bool running = true;

    while (running && rtx__now_ms() < until) {
        running = false;
        for (size_t i = 0; i < count; i++)
            running = rtx_session_process(rigs[i].session) == 0 || running;
        if (running)
            line_wait(rigs, count, (int)(until - rtx__now_ms()));
    }
}

void line_print(const struct rig *rig, const char *what)
{
    char text[2048];

    rtx_error_text(rtx_session_error(rig->session), text, sizeof text);
    printf("\n%s: %s\n", what, text);
}

/* ---- the console server ---- */

struct line_server {
    pthread_t thread;
    int listening;
    int stop[2];
    char device[256];
};

static void pump(int from, int to, bool *alive)
{
    char bytes[4096];
    ssize_t n = read(from, bytes, sizeof bytes);

    if (n <= 0) {
        *alive = false;
        return;
    }
    for (ssize_t done = 0; done < n;) {
        struct pollfd room = {.fd = to, .events = POLLOUT};
        ssize_t m;

        (void)poll(&room, 1, 1000);
        m = write(to, bytes + done, (size_t)(n - done));
        if (m <= 0)
            break;
        done += m;
    }
}

static bool serve(const struct line_server *server, int client)
{
    int line = open(server->device, O_RDWR | O_NOCTTY | O_NONBLOCK);
    struct pollfd fds[3] = {{.fd = client, .events = POLLIN},
                            {.fd = line, .events = POLLIN},
                            {.fd = server->stop[0], .events = POLLIN}};
    bool alive = line >= 0;

    while (alive && poll(fds, 3, -1) > 0 && !fds[2].revents) {
        if (fds[0].revents)
            pump(client, line, &alive);
        if (alive && fds[1].revents)
            pump(line, client, &alive);
    }
    if (line >= 0)
        close(line);
    close(client);
    return !fds[2].revents;
}

static void *server_main(void *argument)
{
    const struct line_server *server = argument;
    struct pollfd fds[2] = {{.fd = server->listening, .events = POLLIN},
                            {.fd = server->stop[0], .events = POLLIN}};

    while (poll(fds, 2, -1) > 0 && !fds[1].revents) {
        int client = accept(server->listening, NULL, NULL);

        if (client >= 0 && !serve(server, client))
            break;
    }
    return NULL;
}

struct line_server *line_server_new(const char *device, char *uri, size_t size)
{
    struct line_server *server = calloc(1, sizeof *server);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;

    CU_ASSERT_FATAL(server != NULL);
    rtx__copy(server->device, sizeof server->device, device);
    server->listening = socket(AF_INET, SOCK_STREAM, 0);
    CU_ASSERT_FATAL(bind(server->listening, (struct sockaddr *)&address,
                         sizeof address) == 0);
    CU_ASSERT_FATAL(listen(server->listening, 4) == 0);
    CU_ASSERT_FATAL(getsockname(server->listening, (struct sockaddr *)&address,
                                &length) == 0);
    CU_ASSERT_FATAL(pipe(server->stop) == 0);
    CU_ASSERT_FATAL(
        pthread_create(&server->thread, NULL, server_main, server) == 0);
    snprintf(uri, size, "tcp://127.0.0.1:%d", ntohs(address.sin_port));
    return server;
}

void line_server_free(struct line_server *server)
{
    CU_ASSERT_EQUAL(write(server->stop[1], "", 1), 1);
    pthread_join(server->thread, NULL);
    close(server->listening);
    close(server->stop[0]);
    close(server->stop[1]);
    free(server);
}
