/*
 * A router's file by SFTP. The connection comes about as every SSH wire's, and
 * nothing blocks; libssh's SFTP calls do, and know no time limit. They run in
 * a thread, and who waits for it shuts the connection down when its time is
 * over, whereupon they end at once.
 */
#include "transport/ssh.h"

#include <errno.h>
#include <fcntl.h>
#include <libssh/sftp.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CHUNK = 16384 }; /* what every server gives at once */

/* What the thread is to do, and how it went. Its own until `done` is told. */
struct job {
    struct ssh_wire *wire;
    const char *path;
    struct rtx_buf *ret;
    int done; /* an eventfd */
    int code;
    int status; /* SSH_FX_… of the failure */
    const char *doing;
};

/* ---- in the thread ---- */

static int failed(struct job *job, sftp_session sftp, const char *doing)
{
    job->doing = doing;
    job->status = sftp ? sftp_get_error(sftp) : SSH_FX_FAILURE;
    job->code = RTX_E_CLOSED;
    return job->code;
}

static void read_all(struct job *job, sftp_session sftp, sftp_file file)
{
    char chunk[CHUNK];
    ssize_t n;

    while ((n = sftp_read(file, chunk, sizeof chunk)) > 0 && job->code == 0)
        job->code = rtx__buf_add(job->ret, chunk, (size_t)n);
    if (n < 0)
        failed(job, sftp, "reading");
    rtx__wipe(chunk, sizeof chunk);
}

static void fetch(struct job *job)
{
    struct ssh_wire *w = job->wire;
    sftp_session sftp = sftp_new_channel(w->session, w->channel);
    sftp_file file;

    if (!sftp) {
        failed(job, NULL, "beginning SFTP");
        return;
    }
    w->channel = NULL; /* sftp_free() frees it */
    if (sftp_init(sftp) != SSH_OK) {
        failed(job, sftp, "beginning SFTP");
    } else if (!(file = sftp_open(sftp, job->path, O_RDONLY, 0))) {
        failed(job, sftp, "opening");
    } else {
        read_all(job, sftp, file);
        sftp_close(file);
    }
    sftp_free(sftp);
}

static void *run(void *data)
{
    struct job *job = data;
    uint64_t one = 1;

    ssh_set_blocking(job->wire->session, 1);
    fetch(job);
    (void)!write(job->done, &one, sizeof one);
    return NULL;
}

/* Signals are for the threads of the library's user. */
static int start(pthread_t *ret, struct job *job)
{
    sigset_t all;
    sigset_t before;
    int rc;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    rc = pthread_create(ret, NULL, run, job);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return rc;
}

/* ---- waiting ---- */

/* 0: fd is ready or the time `until` has come; RTX_E_INTERRUPTED */
static int wait_for(int fd, short events, int cancel_fd, int64_t until)
{
    struct pollfd fds[2] = {{.fd = fd, .events = events},
                            {.fd = cancel_fd, .events = POLLIN}};
    int64_t now = rtx__now_ms();
    int64_t ms = until > now ? until - now : 0;

    if (poll(fds, 2, ms > INT_MAX ? INT_MAX : (int)ms) < 0)
        return errno == EINTR ? RTX_E_INTERRUPTED : 0;
    return fds[1].revents ? RTX_E_INTERRUPTED : 0;
}

static int connect_wire(rtx_transport *t, int64_t deadline, int cancel_fd,
                        struct rtx_error *error)
{
    for (;;) {
        int rc = t->verbs->step(t, rtx__now_ms(), error);
        int wants;

        if (rc != 0)
            return rc < 0 ? rc : 0;
        wants = t->verbs->wants(t);
        rc = wait_for(t->fd,
                      (short)((wants & RTX_WANT_READ ? POLLIN : 0) |
                              (wants & RTX_WANT_WRITE ? POLLOUT : 0)),
                      cancel_fd, t->wake_ms < deadline ? t->wake_ms : deadline);
        if (rc < 0)
            return rtx__error(error, rc, "interrupted");
    }
}

static int told(const struct job *job, int ended, struct rtx_error *error)
{
    const struct ssh_wire *w = job->wire;

    if (ended == RTX_E_INTERRUPTED)
        return rtx__error(error, ended, "interrupted");
    if (ended < 0)
        return rtx__error(error, ended,
                          "%s did not get done in time with SFTP: %s", w->name,
                          job->path);
    if (job->code == 0)
        return 0;
    if (job->code == RTX_E_LIMIT)
        return rtx__error(error, job->code, "%s: %s is too large", w->name,
                          job->path);
    if (job->code == RTX_E_NOMEM)
        return rtx__error(error, job->code, "out of memory");
    if (job->status != SSH_FX_NO_SUCH_FILE &&
        job->status != SSH_FX_PERMISSION_DENIED)
        return rtx__error(error, job->code,
                          "%s ended SFTP while %s %s (status %d)", w->name,
                          job->doing, job->path, job->status);
    rtx__error(error, RTX_E_REFUSED, "%s does not give %s to user %s: %s",
               w->name, job->path, w->user,
               job->status == SSH_FX_NO_SUCH_FILE ? "no such file"
                                                  : "permission denied");
    RTX_ERROR_SET(error, hint,
                  "is it the administrator password that is given? The login "
                  "password does not show the router's own files");
    return RTX_E_REFUSED;
}

/* The thread's end, made to come when the time is over. */
static int supervise(struct job *job, int64_t deadline, int cancel_fd,
                     struct rtx_error *error)
{
    pthread_t thread;
    struct pollfd done = {.fd = job->done, .events = POLLIN};
    int ended = 0;

    if (start(&thread, job) != 0)
        return rtx__error(error, RTX_E_NOMEM, "no thread can be started");
    while (ended == 0 && poll(&done, 1, 0) == 0) {
        ended = wait_for(job->done, POLLIN, cancel_fd, deadline);
        if (ended == 0 && rtx__now_ms() >= deadline && poll(&done, 1, 0) == 0)
            ended = RTX_E_TIMEOUT;
    }
    if (ended < 0)
        (void)shutdown(ssh_get_fd(job->wire->session), SHUT_RDWR);
    pthread_join(thread, NULL);
    return told(job, ended, error);
}

int rtx__sftp_read(const struct rtx_endpoint *endpoint,
                   const struct rtx_ssh_options *options, const char *path,
                   int64_t deadline_ms, int cancel_fd, struct rtx_buf *ret,
                   struct rtx_error *error)
{
    struct rtx_ssh_options own = *options;
    struct job job = {.path = path, .ret = ret};
    rtx_transport *t = NULL;
    int rc;

    own.sftp = true;
    rc = rtx__ssh_open(&t, endpoint, &own, deadline_ms, error);
    if (rc < 0)
        return rc;
    job.wire = (struct ssh_wire *)t;
    job.done = eventfd(0, EFD_CLOEXEC);
    if (job.done < 0)
        rc = rtx__error(error, RTX_E_NOMEM, "no descriptor is left");
    else
        rc = connect_wire(t, deadline_ms, cancel_fd, error);
    if (rc == 0) {
        RTX_ERROR_SET(error, step, "read");
        rc = supervise(&job, deadline_ms, cancel_fd, error);
    }
    t->verbs->close(t);
    if (job.done >= 0)
        close(job.done);
    return rc;
}
