/*
 * rtx-bench-bare READY COMMANDS: what libssh itself costs. The work of
 * rtx-bench-fleet with nothing of librtx: log in to all endpoints of a ready
 * file, become administrator, send so many lines each, one after the other, and
 * wait for the prompt's bytes behind each. No host key is checked, no echo is
 * compared, no line is looked at.
 */
#include <fcntl.h>
#include <libssh/libssh.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "bench/cost.h"

enum { HANDSHAKES = 16, EVENTS = 64 };

enum phase { CONNECT, NONE, PASSWORD, CHANNEL, PTY, SHELL, TALK, OVER };

struct talk {
    enum phase phase;
    ssh_session ssh;
    ssh_channel channel;
    int watched; /* the descriptor; -1: none yet */
    unsigned events;
    size_t turn;
    char tail[3]; /* the last bytes that came */
};

struct bare {
    int epoll;
    size_t commands;
    const char *command;
    size_t begun;
    size_t handshakes;
    size_t done;
    size_t failed;
    size_t count;
    struct talk *talks;
};

/* ---- one session ---- */

/* ssh://USER@HOST:PORT[?…] */
static bool set_up(struct talk *talk, const char *uri)
{
    static const char *const algorithms[] = {
        "diffie-hellman-group1-sha1", "ssh-rsa", "aes256-ctr", "hmac-sha1"};
    char user[64];
    char host[64];
    unsigned port;
    int no = 0;

    talk->ssh = ssh_new();
    if (!talk->ssh ||
        sscanf(uri, "ssh://%63[^@]@%63[^:]:%u", user, host, &port) != 3)
        return false;
    ssh_set_blocking(talk->ssh, 0);
    ssh_options_set(talk->ssh, SSH_OPTIONS_PROCESS_CONFIG, &no);
    ssh_options_set(talk->ssh, SSH_OPTIONS_HOST, host);
    ssh_options_set(talk->ssh, SSH_OPTIONS_PORT, &port);
    ssh_options_set(talk->ssh, SSH_OPTIONS_USER, user);
    ssh_options_set(talk->ssh, SSH_OPTIONS_KEY_EXCHANGE, algorithms[0]);
    ssh_options_set(talk->ssh, SSH_OPTIONS_HOSTKEYS, algorithms[1]);
    ssh_options_set(talk->ssh, SSH_OPTIONS_CIPHERS_C_S, algorithms[2]);
    ssh_options_set(talk->ssh, SSH_OPTIONS_CIPHERS_S_C, algorithms[2]);
    ssh_options_set(talk->ssh, SSH_OPTIONS_HMAC_C_S, algorithms[3]);
    ssh_options_set(talk->ssh, SSH_OPTIONS_HMAC_S_C, algorithms[3]);
    return true;
}

static int ask(struct talk *talk)
{
    switch (talk->phase) {
    case CONNECT:
        return ssh_connect(talk->ssh);
    case NONE:
        return ssh_userauth_none(talk->ssh, NULL);
    case PASSWORD:
        return ssh_userauth_password(talk->ssh, NULL, COST_LOGIN);
    case CHANNEL:
        if (!talk->channel)
            talk->channel = ssh_channel_new(talk->ssh);
        return ssh_channel_open_session(talk->channel);
    case PTY:
        return ssh_channel_request_pty_size(talk->channel, "vt100", 80, 24);
    default:
        return ssh_channel_request_shell(talk->channel);
    }
}

/* 1: the shell is there, 0: wait, -1 */
static int log_in(struct talk *talk)
{
    while (talk->phase < TALK) {
        int rc = ask(talk);
        int fd = ssh_get_fd(talk->ssh);

        if (talk->phase == CONNECT && fd >= 0) /* libssh makes it block */
            (void)fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
        if (rc == SSH_AGAIN || rc == SSH_AUTH_AGAIN)
            return 0;
        if (rc != SSH_OK && !(talk->phase == NONE && rc == SSH_AUTH_DENIED))
            return -1;
        talk->phase++;
    }
    return 1;
}

/* What is typed at each prompt; NULL: all was */
static const char *line(const struct bare *bare, size_t turn)
{
    if (turn == 0)
        return "administrator";
    if (turn == 1)
        return COST_ADMIN;
    return turn - 2 < bare->commands ? bare->command : NULL;
}

/* The three last bytes tell a prompt. */
static bool at_prompt(const struct talk *talk)
{
    return memcmp(talk->tail, "\n> ", 3) == 0 ||
           memcmp(talk->tail, "\n# ", 3) == 0 ||
           memcmp(talk->tail, "d: ", 3) == 0;
}

static void keep_tail(struct talk *talk, const char *bytes, size_t length)
{
    size_t new = length < sizeof talk->tail ? length : sizeof talk->tail;

    memmove(talk->tail, talk->tail + new, sizeof talk->tail - new);
    memcpy(talk->tail + sizeof talk->tail - new, bytes + length - new, new);
}

/* 1: all was said and answered, 0: wait, -1 */
static int converse(const struct bare *bare, struct talk *talk)
{
    char bytes[4096];
    int n;

    while ((n = ssh_channel_read_nonblocking(talk->channel, bytes, sizeof bytes,
                                             0)) > 0)
        keep_tail(talk, bytes, (size_t)n);
    if (n < 0 || ssh_channel_is_eof(talk->channel))
        return -1;
    if (at_prompt(talk)) {
        const char *text = line(bare, talk->turn++);
        int length;

        if (!text)
            return 1;
        talk->tail[2] = '\0';
        length = snprintf(bytes, sizeof bytes, "%s\r", text);
        if (ssh_channel_write(talk->channel, bytes, (uint32_t)length) != length)
            return -1;
    }
    return 0;
}

/* ---- all of them ---- */

/* Behind the login libssh need not be told that the socket takes more, unless
 * it has something left. */
static void watch(struct bare *bare, struct talk *talk)
{
    int fd = ssh_get_fd(talk->ssh);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = talk};
    int flags = talk->phase == TALK ? ssh_get_status(talk->ssh)
                                    : ssh_get_poll_flags(talk->ssh);

    if (flags & SSH_WRITE_PENDING)
        event.events |= (unsigned)EPOLLOUT;
    if (talk->watched == fd && talk->events == event.events)
        return;
    (void)epoll_ctl(bare->epoll,
                    talk->watched == fd ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd,
                    &event);
    talk->watched = fd;
    talk->events = event.events;
}

static void end(struct bare *bare, struct talk *talk, bool good)
{
    if (!good && bare->failed++ == 0)
        fprintf(stderr, "rtx-bench-bare: phase %d, turn %zu: %s\n",
                (int)talk->phase, talk->turn, ssh_get_error(talk->ssh));
    if (talk->phase < TALK)
        bare->handshakes--;
    talk->phase = OVER;
    bare->done++;
    ssh_channel_free(talk->channel);
    ssh_silent_disconnect(talk->ssh);
    ssh_free(talk->ssh);
}

static void go_on(struct bare *bare, struct talk *talk)
{
    int rc = 1;

    if (talk->phase == OVER)
        return;
    if (talk->phase < TALK) {
        rc = log_in(talk);
        if (rc > 0)
            bare->handshakes--;
    }
    if (rc > 0)
        rc = converse(bare, talk);
    if (rc == 0)
        watch(bare, talk);
    else
        end(bare, talk, rc > 0);
}

static void begin(struct bare *bare, const struct cost_list *endpoints)
{
    while (bare->begun < bare->count && bare->handshakes < HANDSHAKES) {
        struct talk *talk = &bare->talks[bare->begun];

        bare->handshakes++;
        talk->watched = -1;
        if (!set_up(talk, endpoints->text[bare->begun++]))
            exit(64);
        go_on(bare, talk);
    }
}

static void run(struct bare *bare, const struct cost_list *endpoints)
{
    struct epoll_event events[EVENTS];

    begin(bare, endpoints);
    while (bare->done < bare->count) {
        int n = epoll_wait(bare->epoll, events, EVENTS, -1);

        for (int i = 0; i < n; i++)
            go_on(bare, events[i].data.ptr);
        begin(bare, endpoints);
    }
}

int main(int argc, char **argv)
{
    struct bare bare = {.command = cost_command()};
    struct cost_list endpoints = {0};
    struct cost cost;

    if (argc != 3 || cost_read(&endpoints, argv[1]) < 0)
        return 64;
    bare.commands = (size_t)strtoul(argv[2], NULL, 10);
    bare.count = endpoints.count;
    bare.epoll = epoll_create1(EPOLL_CLOEXEC);
    bare.talks = calloc(bare.count, sizeof *bare.talks);
    if (!bare.talks || bare.epoll < 0 || ssh_init() < 0)
        return 64;
    cost_descriptors();
    cost_begin(&cost);
    run(&bare, &endpoints);
    cost_print(&cost, bare.done, bare.failed);
    free(bare.talks);
    cost_free(&endpoints);
    return bare.failed > 0;
}
