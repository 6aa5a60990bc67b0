/* The loop: accepts, wakes sessions up, restarts routers. */
#include "emulator/server.h"
#include "emulator/model.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

enum { EVENTS = 256, LONGEST_WAIT = 60000 };

void emu_server_wake(struct rtx_emulator *emulator)
{
    uint64_t one = 1;

    if (emulator->wake >= 0)
        (void)!write(emulator->wake, &one, sizeof one);
}

void emu_server_kick(struct rtx_emulator *emulator)
{
    emulator->kicked = true;
    emu_server_wake(emulator);
}

/* ---- new connections ---- */
static unsigned telnet_sessions(const struct emu_device *device)
{
    unsigned count = 0;

    for (const struct emu_shell *s = device->shells; s; s = s->next)
        count += !s->serial && !s->ssh;
    return count;
}

static bool is_full(struct rtx_emulator *emulator,
                    const struct emu_device *device)
{
    long limit = emulator->world.options.number[EMU_SESSIONS];
    struct emu_fault *fault =
        emu_fault_find(&emulator->world.faults, EMU_FULL,
                       emulator->world.counters.connections + 1);

    if (fault) {
        emu_fault_used(fault);
        return true;
    }
    if (limit == 0)
        limit = device->sessions;
    return telnet_sessions(device) >= (unsigned long)limit;
}

static void turn_away(struct rtx_emulator *emulator,
                      const struct emu_endpoint *endpoint, int fd)
{
    static const char text[] = "Error: Login access is restricted.\r\n";

    emulator->world.counters.connections++;
    if (!endpoint->ssh && emu_is(&emulator->world, EMU_FULL_ANSWER, "message"))
        (void)!send(fd, text, sizeof text - 1, MSG_NOSIGNAL);
    close(fd);
}

static bool telnet_admits(struct rtx_emulator *emulator,
                          struct emu_device *device, const char *peer)
{
    const char *hosts = emu_device_value(device, "", "telnetd host");

    return !device->telnet_off && emu_hosts_fit(hosts ? hosts : "any", peer) &&
           !is_full(emulator, device);
}

static void accept_one(struct rtx_emulator *emulator,
                       struct emu_endpoint *endpoint, int fd,
                       const struct sockaddr_storage *address, socklen_t size)
{
    struct emu_device *device = emulator->devices[endpoint->device];
    struct emu_session *session;
    char peer[NI_MAXHOST] = "";
    int on = 1;

    (void)getnameinfo((const struct sockaddr *)address, size, peer, sizeof peer,
                      NULL, 0, NI_NUMERICHOST);
    if (endpoint->paused ||
        !(endpoint->ssh ? emu_sshd_admits(emulator, device, peer)
                        : telnet_admits(emulator, device, peer))) {
        turn_away(emulator, endpoint, fd);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (endpoint->ssh)
        emu_sshd_accept(emulator, endpoint, fd, peer);
    else if (emu_session_new(&session, emulator, endpoint, fd, peer) < 0)
        close(fd);
    else
        emu_session_process(session);
}

static void accept_all(struct rtx_emulator *emulator,
                       struct emu_endpoint *endpoint)
{
    for (;;) {
        struct sockaddr_storage address;
        socklen_t size = sizeof address;
        int fd = accept4(endpoint->fd, (struct sockaddr *)&address, &size,
                         SOCK_NONBLOCK | SOCK_CLOEXEC);

        if (fd < 0)
            return;
        accept_one(emulator, endpoint, fd, &address, size);
    }
}

/* ---- restarts ---- */
void emu_server_drop_all(struct rtx_emulator *emulator,
                         const struct emu_device *device, bool reset)
{
    struct emu_session *next;

    for (struct emu_session *s = emulator->sessions; s; s = next) {
        next = s->next;
        if (!device || s->shell.device == device)
            emu_session_drop(s, reset);
    }
    emu_sshd_drop(emulator, device);
}

/* The last bytes of a router that goes down, then its connections. */
static void go_down(struct rtx_emulator *emulator, struct emu_device *device)
{
    bool silent = emu_is(&emulator->world, EMU_RESTART_DROP, "silent");
    bool reset = emu_is(&emulator->world, EMU_RESTART_DROP, "reset");

    for (struct emu_session *s = emulator->sessions; s; s = s->next) {
        const char *bytes = emu_pipe_bytes(&s->out);
        size_t length = emu_pipe_waiting(&s->out);

        if (s->shell.device != device)
            continue;
        s->shell.saving = false; /* a power cut does not wait for it */
        if (length && s->ssh && !s->stalled)
            (void)!emu_ssh_write(s->ssh, bytes, length);
        else if (length && !s->serial && !s->stalled)
            (void)!send(s->fd, bytes, length, MSG_NOSIGNAL);
        s->silent = silent && !s->serial;
        if (s->silent)
            emu_timer_remove(emulator, s);
    }
    if (!silent)
        emu_server_drop_all(emulator, device, reset);
}

static void pause_endpoints(struct rtx_emulator *emulator, size_t device,
                            bool pause)
{
    for (size_t i = 0; i < emulator->endpoint_count; i++) {
        if (emulator->endpoints[i]->device == device)
            emu_listen_pause(emulator, emulator->endpoints[i], pause);
    }
}

/* A serial console prints the banner at boot, asked or not. */
static void open_terminals(struct rtx_emulator *emulator, size_t device)
{
    static const char starting[] = "Starting with exec0 and config0 ...\r\n";

    for (size_t i = 0; i < emulator->endpoint_count; i++) {
        struct emu_endpoint *endpoint = emulator->endpoints[i];
        struct emu_session *session;

        if (!endpoint->serial || endpoint->device != device ||
            endpoint->session ||
            emu_session_new(&session, emulator, endpoint, endpoint->fd, "") < 0)
            continue;
        endpoint->session = session;
        /* a router that is off hears nothing */
        (void)tcflush(endpoint->slave, TCOFLUSH);
        if (emulator->world.counters.restarts) {
            emu_send(&session->shell, starting, sizeof starting - 1);
            emu_banner(&session->shell);
        }
        emu_session_process(session);
    }
}

static void come_up(struct rtx_emulator *emulator, size_t i)
{
    struct emu_device *device = emulator->devices[i];

    emulator->boot_at[i] = INT64_MAX;
    /* what a silent restart left over learns now that it is gone */
    emu_server_drop_all(emulator, device, true);
    emu_device_boot(device,
                    device->boot_cause ? device->boot_cause : "Power-on boot");
    pause_endpoints(emulator, i, false);
    open_terminals(emulator, i);
}

void emu_server_boot(struct rtx_emulator *emulator)
{
    int64_t now = emulator->world.now_ms;

    for (size_t i = 0; i < emulator->device_count; i++) {
        struct emu_device *device = emulator->devices[i];

        if (device->restarting && emulator->boot_at[i] == INT64_MAX) {
            emulator->boot_at[i] =
                now + emulator->world.options.number[EMU_BOOT_TIME];
            pause_endpoints(emulator, i, true);
            go_down(emulator, device);
        }
        if (emulator->boot_at[i] <= now)
            come_up(emulator, i);
    }
}

/* ---- time ---- */
static void check_schedules(struct rtx_emulator *emulator)
{
    int64_t at = INT64_MAX;

    if (!emulator->world.rescheduled &&
        emulator->schedule_at > emulator->world.now_ms)
        return;
    for (size_t i = 0; i < emulator->device_count; i++) {
        struct emu_device *device = emulator->devices[i];
        int64_t next;

        emu_schedule_run(device);
        if (device->schedule_next_ms == INT64_MAX)
            continue;
        next =
            emu_clock_real(device, device->schedule_next_ms - device->wall_ms);
        if (next < at)
            at = next;
    }
    emulator->schedule_at = at;
    emulator->world.rescheduled = false;
}

static bool restart_pending(const struct rtx_emulator *emulator)
{
    for (size_t i = 0; i < emulator->device_count; i++) {
        if (emulator->devices[i]->restarting ||
            emulator->boot_at[i] <= emulator->world.now_ms)
            return true;
    }
    return false;
}

static void run_timers(struct rtx_emulator *emulator)
{
    while (emulator->heap_count &&
           emulator->heap[0]->deadline <= emulator->world.now_ms) {
        struct emu_session *session = emulator->heap[0];

        emu_timer_remove(emulator, session);
        emu_session_process(session);
    }
}

static void sweep(struct rtx_emulator *emulator)
{
    struct emu_session *next;

    emulator->world.sweep = false;
    emulator->kicked = false;
    for (struct emu_session *s = emulator->sessions; s; s = next) {
        next = s->next;
        emu_session_process(s);
    }
}

static int next_timeout(const struct rtx_emulator *emulator)
{
    int64_t at = emulator->world.now_ms + LONGEST_WAIT;

    if (emulator->heap_count && emulator->heap[0]->deadline < at)
        at = emulator->heap[0]->deadline;
    if (emulator->schedule_at < at)
        at = emulator->schedule_at;
    for (size_t i = 0; i < emulator->device_count; i++) {
        if (emulator->boot_at[i] < at)
            at = emulator->boot_at[i];
    }
    at -= rtx__now_ms();
    return at < 0 ? 0 : (int)at;
}

static void handle(struct rtx_emulator *emulator,
                   const struct epoll_event *event)
{
    const enum emu_watched *watched = event->data.ptr;
    struct emu_session *session = event->data.ptr;
    uint64_t count;

    if (*watched == EMU_WATCH_WAKE) {
        (void)!read(emulator->wake, &count, sizeof count);
        return;
    }
    if (*watched == EMU_WATCH_ENDPOINT) {
        accept_all(emulator, event->data.ptr);
        return;
    }
    /* an event before this one may have ended the session */
    if (session->dropped)
        return;
    if (session->ssh ||
        event->events & (uint32_t)(EPOLLIN | EPOLLHUP | EPOLLERR))
        emu_session_readable(session);
    emu_session_process(session);
}

void *emu_server_main(void *argument)
{
    struct rtx_emulator *emulator = argument;
    struct epoll_event events[EVENTS];

    pthread_mutex_lock(&emulator->lock);
    while (!emulator->stopping) {
        int timeout = next_timeout(emulator);
        int count;

        pthread_mutex_unlock(&emulator->lock);
        count = epoll_wait(emulator->epoll, events, EVENTS, timeout);
        pthread_mutex_lock(&emulator->lock);
        emulator->world.now_ms = rtx__now_ms();
        for (int i = 0; i < count; i++)
            handle(emulator, &events[i]);
        run_timers(emulator);
        check_schedules(emulator);
        while (emulator->world.sweep || emulator->kicked)
            sweep(emulator);
        if (restart_pending(emulator))
            emu_server_boot(emulator);
        emu_session_bury(emulator);
    }
    pthread_mutex_unlock(&emulator->lock);
    return NULL;
}
