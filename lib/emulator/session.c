/* One connection: a descriptor, a line with delay and faults, a shell. */
#include "emulator/server.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { READ_SIZE = 16384, BACKLOG = 262144, BACKLOG_SLOW = 256, FULL_MS = 500 };

static int64_t byte_us(const struct emu_session *session)
{
    long baud = session->emulator->world.options.number[EMU_BAUD];

    return baud > 0 ? 10000000 / baud : 0;
}

static int64_t trip(const struct emu_session *session)
{
    return session->emulator->world.options.number[EMU_RTT];
}

int64_t emu_session_way_out(const struct emu_session *session)
{
    return trip(session) / 2;
}

static int64_t way_in(const struct emu_session *session)
{
    return trip(session) - emu_session_way_out(session);
}

int emu_session_new(struct emu_session **ret, struct rtx_emulator *emulator,
                    struct emu_endpoint *endpoint, int fd, const char *peer)
{
    struct emu_session *session = rtx__calloc(1, sizeof *session);
    struct epoll_event event = {.events = EPOLLIN};
    struct emu_world *world = &emulator->world;

    if (!session)
        return RTX_E_NOMEM;
    session->watched = EMU_WATCH_SESSION;
    session->emulator = emulator;
    session->endpoint = endpoint;
    session->fd = fd;
    session->serial = endpoint->serial;
    session->heap_at = SIZE_MAX;
    emu_pipe_init(&session->in);
    emu_pipe_init(&session->out);
    event.data.ptr = session;
    if (epoll_ctl(emulator->epoll, EPOLL_CTL_ADD, fd, &event) < 0) {
        rtx_free(session);
        return RTX_E_IO;
    }
    emu_shell_init(&session->shell, emulator->devices[endpoint->device],
                   session->serial, peer);
    session->shell.connection = ++world->counters.connections;
    world->counters.open++;
    session->next = emulator->sessions;
    if (session->next)
        session->next->previous = session;
    emulator->sessions = session;
    /* three legs of the handshake until the router can say something */
    session->starts_at = session->serial
                             ? world->now_ms
                             : world->now_ms + trip(session) + way_in(session);
    *ret = session;
    return 0;
}

int emu_session_ssh(struct rtx_emulator *emulator,
                    struct emu_endpoint *endpoint, struct emu_ssh *ssh, int fd,
                    const char *peer, const char *user)
{
    struct emu_session *session;
    int rc;

    emulator->world.now_ms = rtx__now_ms();
    rc = emu_session_new(&session, emulator, endpoint, fd, peer);
    if (rc < 0)
        return rc;
    session->ssh = ssh;
    session->shell.ssh = true;
    session->shell.path = "SSH";
    rtx__copy(session->shell.user, sizeof session->shell.user, user);
    /* the login has taken its round trips already */
    session->starts_at = emulator->world.now_ms;
    (void)emu_timer_set(emulator, session, session->starts_at);
    return 0;
}

static void drop_ssh(struct emu_session *session, bool in_order)
{
    (void)epoll_ctl(session->emulator->epoll, EPOLL_CTL_DEL, session->fd, NULL);
    if (in_order)
        emu_sshd_give_back(session->ssh);
    else
        emu_ssh_free(session->ssh);
}

void emu_session_drop(struct emu_session *session, bool reset)
{
    struct rtx_emulator *emulator = session->emulator;
    struct linger linger = {1, 0};

    emu_timer_remove(emulator, session);
    if (session->previous)
        session->previous->next = session->next;
    else
        emulator->sessions = session->next;
    if (session->next)
        session->next->previous = session->previous;
    if (session->serial) {
        (void)epoll_ctl(emulator->epoll, EPOLL_CTL_DEL, session->fd, NULL);
        session->endpoint->session = NULL;
    } else {
        if (reset)
            setsockopt(session->fd, SOL_SOCKET, SO_LINGER, &linger,
                       sizeof linger);
        if (session->ssh)
            drop_ssh(session, !reset && session->finished);
        else
            close(session->fd);
    }
    emulator->world.counters.open--;
    emu_shell_hangup(&session->shell);
    emu_shell_free(&session->shell);
    emu_pipe_free(&session->in);
    emu_pipe_free(&session->out);
    session->dropped = true;
    session->next = emulator->dropped;
    emulator->dropped = session;
}

void emu_session_bury(struct rtx_emulator *emulator)
{
    while (emulator->dropped) {
        struct emu_session *session = emulator->dropped;

        emulator->dropped = session->next;
        rtx_free(session);
    }
}

/* ---- what goes out ---- */
/* Put bytes on the line, as far as the faults let them. */
static void queue(struct emu_session *session, const char *bytes, size_t length)
{
    int64_t due =
        session->emulator->world.now_ms + emu_session_way_out(session);

    if (session->stalled || session->cut || session->silent)
        return;
    if (session->emulator->world.faults.count) {
        size_t done = emu_strike_out(session, bytes, length);

        if (session->cut || session->stalled) {
            length = done;
        } else if (done != SIZE_MAX) {
            bytes += done;
            length -= done;
        }
    }
    if (length && emu_pipe_add(&session->out, bytes, length, due) < 0)
        session->cut = true;
    session->queued += length;
}

static void collect(struct emu_session *session)
{
    struct rtx_buf *sent = &session->shell.sent;
    struct rtx_buf raw;

    if (session->shell.stopped || sent->length == 0)
        return;
    if (session->serial || session->ssh) {
        queue(session, sent->data, sent->length);
    } else {
        rtx__buf_init(&raw, (size_t)1 << 28);
        if (emu_telnet_encode(&session->emulator->world, sent->data,
                              sent->length, &raw) == 0)
            queue(session, rtx__buf_str(&raw), raw.length);
        rtx__buf_free(&raw);
    }
    rtx__buf_clear(sent);
}

static void want_write(struct emu_session *session, bool want)
{
    struct epoll_event event = {.events = EPOLLIN};
    /* a window that is shut opens by what is read */
    bool poll = session->ssh ? emu_ssh_pending(session->ssh) : want;

    if (session->ended)
        return;
    session->writing = want;
    if (session->polling == poll)
        return;
    session->polling = poll;
    event.events |= poll ? (uint32_t)EPOLLOUT : 0;
    event.data.ptr = session;
    (void)epoll_ctl(session->emulator->epoll, EPOLL_CTL_MOD, session->fd,
                    &event);
}

static ssize_t put(struct emu_session *session, size_t length)
{
    const char *bytes = emu_pipe_bytes(&session->out);

    if (session->serial)
        return write(session->fd, bytes, length);
    if (session->ssh)
        return emu_ssh_write(session->ssh, bytes, length);
    return send(session->fd, bytes, length, MSG_NOSIGNAL);
}

/* What a serial line sends is gone when nobody takes it. */
static bool nobody_reads(struct emu_session *session)
{
    int64_t now = session->emulator->world.now_ms;

    if (session->full_at == 0)
        session->full_at = now;
    return now - session->full_at >= FULL_MS;
}

/* @return false when the far end is gone */
static bool flush(struct emu_session *session)
{
    struct emu_world *world = &session->emulator->world;
    int64_t us = byte_us(session);

    for (;;) {
        size_t ready = emu_pipe_ready(&session->out, world->now_ms, us);
        ssize_t n;

        if (ready == 0) {
            want_write(session, false);
            return true;
        }
        n = put(session, ready);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && !session->ended &&
            (errno == EAGAIN || errno == EWOULDBLOCK)) {
            if (session->serial && nobody_reads(session)) {
                emu_pipe_take(&session->out, ready, us);
                continue;
            }
            want_write(session, true);
            return true;
        }
        if (n < 0)
            return false;
        session->full_at = 0;
        world->counters.bytes_sent += (uint64_t)n;
        emu_pipe_take(&session->out, (size_t)n, us);
    }
}

/* ---- what comes in ---- */
void emu_session_input(struct emu_session *session, const char *bytes,
                       size_t length)
{
    struct rtx_buf data;
    struct rtx_buf reply;

    session->emulator->world.counters.bytes_received += length;
    if (session->serial || session->ssh) {
        emu_shell_feed(&session->shell, bytes, length);
        return;
    }
    rtx__buf_init(&data, length + 1);
    rtx__buf_init(&reply, 3 * length + 3);
    if (emu_telnet_decode(&session->emulator->world, &session->telnet, bytes,
                          length, &data, &reply) < 0)
        session->cut = true;
    if (reply.length)
        queue(session, reply.data, reply.length);
    if (data.length)
        emu_shell_feed(&session->shell, data.data, data.length);
    rtx__buf_free(&data);
    rtx__buf_free(&reply);
}

/* The far end has closed: epoll would report that for ever. */
static void stop_reading(struct emu_session *session)
{
    session->ended = true;
    session->writing = false;
    (void)epoll_ctl(session->emulator->epoll, EPOLL_CTL_DEL, session->fd, NULL);
}

static void take_ssh(struct emu_session *session)
{
    struct rtx_buf *input = emu_ssh_input(session->ssh);
    bool closed;

    if (input->length && !session->silent)
        (void)emu_pipe_add(&session->in, input->data, input->length,
                           session->emulator->world.now_ms + way_in(session));
    rtx__buf_clear(input);
    session->eof = emu_ssh_ended(session->ssh, &closed);
    if (closed && !session->ended)
        stop_reading(session);
}

void emu_session_readable(struct emu_session *session)
{
    char bytes[READ_SIZE];
    ssize_t n;

    /* of a silent router not even SSH answers: what comes is thrown away */
    if (session->ssh && !session->silent) {
        emu_ssh_pump(session->ssh);
        take_ssh(session);
        return;
    }
    n = read(session->fd, bytes, sizeof bytes);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        stop_reading(session);
        return;
    }
    if (session->silent)
        return;
    (void)emu_pipe_add(&session->in, bytes, (size_t)n,
                       session->emulator->world.now_ms + way_in(session));
}

static void open_session(struct emu_session *session)
{
    struct rtx_buf greeting;

    session->starts_at = 0;
    if (!session->serial && !session->ssh) {
        rtx__buf_init(&greeting, 64);
        if (emu_telnet_greet(&session->emulator->world, &greeting) == 0)
            queue(session, rtx__buf_str(&greeting), greeting.length);
        rtx__buf_free(&greeting);
    }
    emu_shell_open(&session->shell);
    if (session->shell.device->stalled && !session->serial)
        session->shell.mode = EMU_MUTE;
}

/* What has arrived, as far as the faults let it. */
static void receive(struct emu_session *session, size_t length, int64_t us)
{
    size_t before = 0;
    struct emu_fault *fault = emu_strike_find(session, length, &before);

    if (fault)
        length = before;
    if (length && !session->cut)
        emu_session_input(session, emu_pipe_bytes(&session->in), length);
    emu_pipe_take(&session->in, length, us);
    session->received += length;
    if (fault)
        emu_strike_in(session, fault);
}

static void work(struct emu_session *session)
{
    struct emu_world *world = &session->emulator->world;
    int64_t us = byte_us(session);
    size_t ready;

    if (session->starts_at && session->starts_at <= world->now_ms)
        open_session(session);
    if (session->starts_at)
        return;
    ready = emu_pipe_ready(&session->in, world->now_ms, us);
    if (ready) {
        receive(session, ready, us);
    } else {
        emu_shell_run(&session->shell);
    }
    collect(session);
}

static void set_deadline(struct emu_session *session)
{
    int64_t us = byte_us(session);
    int64_t at = emu_shell_deadline(&session->shell);
    int64_t due = emu_pipe_due(&session->in, us);

    if (session->starts_at)
        at = session->starts_at;
    if (due < at && !session->starts_at)
        at = due;
    due = emu_pipe_due(&session->out, us);
    if (due < at && !session->writing)
        at = due;
    if (session->full_at && session->full_at + FULL_MS < at)
        at = session->full_at + FULL_MS;
    if (session->silent)
        at = INT64_MAX;
    (void)emu_timer_set(session->emulator, session, at);
}

/* Nothing more is typed, and all of it has been answered. */
static bool is_done(const struct emu_session *session)
{
    const struct emu_shell *shell = &session->shell;

    return session->eof && emu_pipe_waiting(&session->in) == 0 &&
           shell->typed.length == 0 && shell->mode != EMU_BUSY &&
           shell->mode != EMU_MUTE && !session->starts_at;
}

/*
 * A serial line that breaks is plugged in anew: the router's console does not
 * notice, what was on the line is lost.
 */
static int replug(struct emu_session *session)
{
    struct rtx_emulator *emulator = session->emulator;
    struct epoll_event event = {.events = EPOLLIN};

    (void)epoll_ctl(emulator->epoll, EPOLL_CTL_DEL, session->fd, NULL);
    if (emu_listen_replug(emulator, session->endpoint) < 0)
        return RTX_E_IO;
    session->fd = session->endpoint->fd;
    event.data.ptr = session;
    if (epoll_ctl(emulator->epoll, EPOLL_CTL_ADD, session->fd, &event) < 0)
        return RTX_E_IO;
    emu_pipe_free(&session->in);
    emu_pipe_free(&session->out);
    emu_pipe_init(&session->in);
    emu_pipe_init(&session->out);
    session->queued = session->received = 0;
    session->full_at = 0;
    session->ended = session->cut = session->stalled = false;
    session->writing = session->garbage_sent = false;
    session->shell.closing = false;
    session->shell.blocked = false;
    session->shell.connection = ++emulator->world.counters.connections;
    if (session->shell.mode == EMU_EXEC)
        emu_prompt(&session->shell);
    return 0;
}

void emu_session_process(struct emu_session *session)
{
    size_t most = byte_us(session) ? BACKLOG_SLOW : BACKLOG;
    bool alive = true;
    bool was_blocked;

    if (!session->silent) {
        do {
            work(session);
            alive = flush(session);
            if (session->ssh)
                take_ssh(session);
            was_blocked = session->shell.blocked;
            session->shell.blocked = emu_pipe_waiting(&session->out) > most;
        } while (alive && was_blocked && !session->shell.blocked);
    }
    if (session->ended && emu_pipe_waiting(&session->in) == 0) {
        if (session->serial || session->ssh)
            alive = false;
        else /* what is under way arrives yet: the far end may still read */
            session->shell.closing = true;
    }
    if ((session->shell.closing || session->cut || is_done(session)) &&
        emu_pipe_waiting(&session->out) == 0) {
        session->finished = !session->cut && !session->stalled;
        alive = false;
    }
    if (!alive && session->serial && !replug(session))
        alive = true;
    if (!alive)
        emu_session_drop(session, false);
    else
        set_deadline(session);
}
