/* The SSH server's workers: connections until they have a shell. */
#include "emulator/sshd.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WORKERS = 2, EVENTS = 64, STACK = 256 * 1024 };

struct emu_ssh_worker {
    struct rtx_emulator *emulator;
    pthread_mutex_t lock; /* of the list, of doomed and of done */
    pthread_t thread;
    bool running;
    bool stopping;
    int epoll;
    int wake;
    struct emu_ssh *list;
};

struct emu_sshd {
    struct emu_ssh_worker workers[WORKERS];
    unsigned next;
};

static void wake(struct emu_ssh_worker *worker)
{
    uint64_t one = 1;

    (void)!write(worker->wake, &one, sizeof one);
}

/* ---- the list ---- */
static void link_in(struct emu_ssh_worker *worker, struct emu_ssh *ssh)
{
    pthread_mutex_lock(&worker->lock);
    ssh->worker = worker;
    ssh->next = worker->list;
    worker->list = ssh;
    pthread_mutex_unlock(&worker->lock);
    wake(worker);
}

/* @return false when its router has gone down */
static bool unlink_it(struct emu_ssh_worker *worker, struct emu_ssh *ssh)
{
    bool good;

    if (ssh->watching)
        (void)epoll_ctl(worker->epoll, EPOLL_CTL_DEL, ssh->fd, NULL);
    ssh->watching = 0;
    pthread_mutex_lock(&worker->lock);
    for (struct emu_ssh **at = &worker->list; *at; at = &(*at)->next) {
        if (*at == ssh) {
            *at = ssh->next;
            break;
        }
    }
    good = !ssh->doomed;
    pthread_mutex_unlock(&worker->lock);
    return good;
}

void emu_sshd_done(struct emu_ssh *ssh)
{
    struct emu_ssh_worker *worker = ssh->worker;

    pthread_mutex_lock(&worker->lock);
    ssh->done = true;
    /* within the lock: behind it the worker may free the connection */
    wake(worker);
    pthread_mutex_unlock(&worker->lock);
}

/* ---- one connection ---- */
static void end(struct emu_ssh_worker *worker, struct emu_ssh *ssh)
{
    (void)unlink_it(worker, ssh);
    if (ssh->threaded)
        pthread_join(ssh->thread, NULL);
    emu_ssh_free(ssh);
}

static void *sftp_main(void *argument)
{
    struct emu_ssh *ssh = argument;

    emu_sftpd_serve(ssh);
    emu_sshd_done(ssh);
    return NULL;
}

static int start_thread(pthread_t *ret, void *(*run)(void *argument),
                        void *argument)
{
    pthread_attr_t attr;
    int rc;

    if (pthread_attr_init(&attr) != 0)
        return RTX_E_NOMEM;
    (void)pthread_attr_setstacksize(&attr, STACK);
    rc = pthread_create(ret, &attr, run, argument);
    pthread_attr_destroy(&attr);
    return rc == 0 ? 0 : RTX_E_NOMEM;
}

static void start_sftp(struct emu_ssh_worker *worker, struct emu_ssh *ssh)
{
    emu_ssh_arrived(ssh);
    if (ssh->watching)
        (void)epoll_ctl(worker->epoll, EPOLL_CTL_DEL, ssh->fd, NULL);
    ssh->watching = 0;
    ssh->due_ms = 0;
    ssh->expires_ms = INT64_MAX;
    if (start_thread(&ssh->thread, sftp_main, ssh) < 0)
        end(worker, ssh);
    else
        ssh->threaded = true;
}

/* There is a shell: from now on the loop looks after it. */
static void hand_over(struct emu_ssh_worker *worker, struct emu_ssh *ssh)
{
    struct rtx_emulator *emulator = worker->emulator;
    const struct emu_device *device;
    bool taken;

    emu_ssh_arrived(ssh);
    pthread_mutex_lock(&emulator->lock);
    device = emulator->devices[ssh->endpoint->device];
    /* others may have been faster since it was accepted */
    taken = unlink_it(worker, ssh) && !emulator->stopping &&
            !emu_sshd_full(device) &&
            emu_session_ssh(emulator, ssh->endpoint, ssh, ssh->fd, ssh->peer,
                            ssh->user) == 0;
    pthread_mutex_unlock(&emulator->lock);
    if (taken)
        emu_server_wake(emulator);
    else
        emu_ssh_free(ssh);
}

static void watch(struct emu_ssh_worker *worker, struct emu_ssh *ssh)
{
    struct epoll_event event = {.events = EPOLLIN};
    int what = ssh->watching ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;

    if (emu_ssh_pending(ssh))
        event.events |= (uint32_t)EPOLLOUT;
    if (ssh->due_ms)
        event.events = 0;
    if (event.events == ssh->watching)
        return;
    if (event.events == 0)
        what = EPOLL_CTL_DEL; /* it would tell of a hang-up for ever */
    event.data.ptr = ssh;
    (void)epoll_ctl(worker->epoll, what, ssh->fd, &event);
    ssh->watching = event.events;
}

static void go_on(struct emu_ssh_worker *worker, struct emu_ssh *ssh)
{
    ssh->due_ms = 0;
    emu_ssh_pump(ssh);
    if (ssh->refused && ssh->state == EMU_CONN_LOGIN) {
        ssh_disconnect(ssh->session);
        ssh->state = EMU_CONN_DEAD;
    }
    if (ssh->state == EMU_CONN_DEAD)
        end(worker, ssh);
    else if (ssh->state == EMU_CONN_SHELL)
        hand_over(worker, ssh);
    else if (ssh->state == EMU_CONN_SFTP)
        start_sftp(worker, ssh);
    else
        watch(worker, ssh);
}

/*
 * The far end waits for an answer to each of its messages, so that a message
 * looked at a round trip late costs it what the line would.
 */
static void arrived(struct emu_ssh_worker *worker, struct emu_ssh *ssh,
                    uint32_t events, int64_t trip)
{
    if (trip == 0 || ssh->state == EMU_CONN_LINGER || !(events & EPOLLIN)) {
        go_on(worker, ssh);
        return;
    }
    ssh->due_ms = rtx__now_ms() + trip;
    watch(worker, ssh);
}

/* ---- the loop ---- */
static bool over(struct emu_ssh_worker *worker, const struct emu_ssh *ssh,
                 int64_t now)
{
    bool is;

    pthread_mutex_lock(&worker->lock);
    is = ssh->threaded ? ssh->done : ssh->doomed || ssh->expires_ms <= now;
    pthread_mutex_unlock(&worker->lock);
    return is;
}

/* What the time asks for; returns when it asks again. */
static int64_t look_after(struct emu_ssh_worker *worker)
{
    int64_t now = rtx__now_ms();
    int64_t at = INT64_MAX;
    struct emu_ssh *next;

    pthread_mutex_lock(&worker->lock);
    next = worker->list;
    pthread_mutex_unlock(&worker->lock);
    while (next) {
        struct emu_ssh *ssh = next;

        /* new ones come in at the head: the rest of the list is ours */
        next = ssh->next;
        if (over(worker, ssh, now)) {
            end(worker, ssh);
            continue;
        }
        if (ssh->threaded)
            continue;
        if (ssh->expires_ms < at)
            at = ssh->expires_ms;
        if (ssh->due_ms == 0 && !ssh->watching)
            watch(worker, ssh);
        if (ssh->due_ms == 0)
            continue;
        if (ssh->due_ms <= now)
            go_on(worker, ssh);
        else if (ssh->due_ms < at)
            at = ssh->due_ms;
    }
    return at;
}

static bool is_stopping(struct emu_ssh_worker *worker)
{
    bool is;

    pthread_mutex_lock(&worker->lock);
    is = worker->stopping;
    pthread_mutex_unlock(&worker->lock);
    return is;
}

static long trip_of(struct rtx_emulator *emulator)
{
    long trip;

    pthread_mutex_lock(&emulator->lock);
    trip = emulator->world.options.number[EMU_RTT];
    pthread_mutex_unlock(&emulator->lock);
    return trip;
}

static void *worker_main(void *argument)
{
    struct emu_ssh_worker *worker = argument;
    struct epoll_event events[EVENTS];
    uint64_t number;

    while (!is_stopping(worker)) {
        int64_t at = look_after(worker);
        int64_t wait = at == INT64_MAX ? -1 : at - rtx__now_ms();
        int count = epoll_wait(worker->epoll, events, EVENTS,
                               wait < -1 ? 0 : (int)wait);
        long trip = trip_of(worker->emulator);

        for (int i = 0; i < count; i++) {
            if (!events[i].data.ptr)
                (void)!read(worker->wake, &number, sizeof number);
            else
                arrived(worker, events[i].data.ptr, events[i].events, trip);
        }
    }
    while (worker->list) {
        struct emu_ssh *ssh = worker->list;

        if (ssh->threaded)
            shutdown(ssh->fd, SHUT_RDWR);
        end(worker, ssh);
    }
    return NULL;
}

/* ---- for the rest of the emulator ---- */
int emu_sshd_new(struct rtx_emulator *emulator)
{
    if (emulator->sshd)
        return 0;
    emulator->sshd = rtx__calloc(1, sizeof *emulator->sshd);
    if (!emulator->sshd)
        return RTX_E_NOMEM;
    for (int i = 0; i < WORKERS; i++) {
        struct emu_ssh_worker *worker = &emulator->sshd->workers[i];

        worker->emulator = emulator;
        worker->epoll = epoll_create1(EPOLL_CLOEXEC);
        worker->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
        pthread_mutex_init(&worker->lock, NULL);
    }
    return 0;
}

int emu_sshd_start(struct rtx_emulator *emulator)
{
    int rc = 0;

    /* the loop would stand still while a key is made */
    if (emulator->sshd && !emu_sshd_key(emulator, emulator->devices[0]))
        return RTX_E_NOMEM;

    for (int i = 0; emulator->sshd && rc == 0 && i < WORKERS; i++) {
        struct emu_ssh_worker *worker = &emulator->sshd->workers[i];
        struct epoll_event event = {.events = EPOLLIN};

        if (worker->epoll < 0 || worker->wake < 0 ||
            epoll_ctl(worker->epoll, EPOLL_CTL_ADD, worker->wake, &event) < 0)
            return RTX_E_IO;
        rc = start_thread(&worker->thread, worker_main, worker);
        worker->running = rc == 0;
    }
    return rc;
}

void emu_sshd_stop(struct rtx_emulator *emulator)
{
    for (int i = 0; emulator->sshd && i < WORKERS; i++) {
        struct emu_ssh_worker *worker = &emulator->sshd->workers[i];

        if (!worker->running)
            continue;
        pthread_mutex_lock(&worker->lock);
        worker->stopping = true;
        pthread_mutex_unlock(&worker->lock);
        wake(worker);
        pthread_join(worker->thread, NULL);
        worker->running = false;
    }
}

void emu_sshd_free(struct rtx_emulator *emulator)
{
    emu_sshd_stop(emulator); /* of a start that failed */
    for (int i = 0; emulator->sshd && i < WORKERS; i++) {
        struct emu_ssh_worker *worker = &emulator->sshd->workers[i];

        if (worker->epoll >= 0)
            close(worker->epoll);
        if (worker->wake >= 0)
            close(worker->wake);
        pthread_mutex_destroy(&worker->lock);
    }
    rtx_free(emulator->sshd);
    emulator->sshd = NULL;
}

void emu_sshd_drop(struct rtx_emulator *emulator,
                   const struct emu_device *device)
{
    for (int i = 0; emulator->sshd && i < WORKERS; i++) {
        struct emu_ssh_worker *worker = &emulator->sshd->workers[i];

        pthread_mutex_lock(&worker->lock);
        for (struct emu_ssh *ssh = worker->list; ssh; ssh = ssh->next) {
            if (device && emulator->devices[ssh->endpoint->device] != device)
                continue;
            ssh->doomed = true;
            if (ssh->threaded)
                shutdown(ssh->fd, SHUT_RDWR);
        }
        pthread_mutex_unlock(&worker->lock);
        wake(worker);
    }
}

void emu_sshd_accept(struct rtx_emulator *emulator,
                     struct emu_endpoint *endpoint, int fd, const char *peer)
{
    struct emu_sshd *sshd = emulator->sshd;
    struct emu_ssh *ssh;

    if (emu_ssh_new(&ssh, emulator, endpoint, fd, peer) < 0)
        close(fd);
    else
        link_in(&sshd->workers[sshd->next++ % WORKERS], ssh);
}

void emu_sshd_give_back(struct emu_ssh *ssh)
{
    struct emu_ssh_worker *worker = ssh->worker;

    emu_ssh_finish(ssh);
    if (worker->running)
        link_in(worker, ssh);
    else
        emu_ssh_free(ssh);
}
