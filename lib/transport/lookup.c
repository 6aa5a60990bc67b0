/*
 * Host names to addresses: getaddrinfo blocks, so threads do it, a bounded
 * number of them for all sessions of the process. Who comes when all are busy
 * waits in a queue; who gives up in it is taken out. A thread that finds
 * nothing to do ends.
 */
#include "transport/transport.h"

#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { THREADS_MOST = 32 };

/* Shared by the thread and its owner; the last one frees it. */
struct rtx_lookup {
    struct rtx_lookup *after; /* in the queue */
    bool queued;
    int users;
    bool done;
    int status;
    struct addrinfo *addresses;
    char *host;
    char *port;
    int pipe[2];
};

/* What all lookups of the process share, and the members above with it. */
static struct {
    pthread_mutex_t lock;
    struct rtx_lookup *first;
    struct rtx_lookup *last;
    int threads;
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void destroy(struct rtx_lookup *l)
{
    if (l->addresses)
        freeaddrinfo(l->addresses);
    for (int i = 0; i < 2; i++) {
        if (l->pipe[i] >= 0)
            close(l->pipe[i]);
    }
    rtx_free(l->host);
    rtx_free(l->port);
    rtx_free(l);
}

static int resolve(struct rtx_lookup *l, int flags, struct addrinfo **ret)
{
    struct addrinfo hints;

    memset(&hints, 0, sizeof hints);
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = flags | AI_NUMERICSERV;
    return getaddrinfo(l->host, l->port, &hints, ret);
}

/* ---- the queue; all of it under the lock ---- */

static void put(struct rtx_lookup *l)
{
    l->after = NULL;
    l->queued = true;
    if (pool.last)
        pool.last->after = l;
    else
        pool.first = l;
    pool.last = l;
}

static struct rtx_lookup *take(void)
{
    struct rtx_lookup *l = pool.first;

    if (!l)
        return NULL;
    pool.first = l->after;
    if (!pool.first)
        pool.last = NULL;
    l->queued = false;
    l->users++; /* the thread's */
    return l;
}

static void take_out(struct rtx_lookup *l)
{
    struct rtx_lookup *before = NULL;

    for (struct rtx_lookup *at = pool.first; at != l; at = at->after)
        before = at;
    if (before)
        before->after = l->after;
    else
        pool.first = l->after;
    if (pool.last == l)
        pool.last = before;
    l->queued = false;
}

/* ---- the threads ---- */

/* One name; begun and ended with the lock held. */
static void work(struct rtx_lookup *l)
{
    struct addrinfo *addresses = NULL;
    ssize_t written;
    int status;
    bool last;

    pthread_mutex_unlock(&pool.lock);
    status = resolve(l, AI_ADDRCONFIG, &addresses);
    pthread_mutex_lock(&pool.lock);
    l->status = status;
    l->addresses = status == 0 ? addresses : NULL;
    l->done = true;
    written = write(l->pipe[1], "", 1);
    (void)written; /* the pipe is empty and its reader is us */
    last = --l->users == 0;
    if (last)
        destroy(l);
}

static void *run(void *argument)
{
    struct rtx_lookup *l;

    (void)argument;
    pthread_mutex_lock(&pool.lock);
    while ((l = take()) != NULL)
        work(l);
    pool.threads--;
    pthread_mutex_unlock(&pool.lock);
    return NULL;
}

/* A child has none of its parent's threads, and shares none of its names. */
static void forked(void)
{
    static const pthread_mutex_t fresh = PTHREAD_MUTEX_INITIALIZER;

    pool.lock = fresh;
    pool.first = pool.last = NULL;
    pool.threads = 0;
}

static void watch_forks(void)
{
    (void)pthread_atfork(NULL, NULL, forked);
}

/* With the lock held. */
static int one_more_thread(void)
{
    pthread_t thread;
    pthread_attr_t attributes;
    int rc;

    if (pool.threads >= THREADS_MOST)
        return 0;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    rc = pthread_create(&thread, &attributes, run, NULL);
    pthread_attr_destroy(&attributes);
    if (rc == 0)
        pool.threads++;
    return pool.threads > 0 ? 0 : RTX_E_NOMEM;
}

static int start(struct rtx_lookup *l)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int rc;

    if (resolve(l, AI_NUMERICHOST, &l->addresses) == 0) {
        l->done = true;
        return write(l->pipe[1], "", 1) == 1 ? 0 : RTX_E_IO;
    }
    (void)pthread_once(&once, watch_forks);
    pthread_mutex_lock(&pool.lock);
    put(l);
    rc = one_more_thread();
    if (rc < 0)
        take_out(l);
    pthread_mutex_unlock(&pool.lock);
    return rc;
}

static int make_pipe(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return -1;
    ends[0] = rtx__above_streams(ends[0]);
    ends[1] = rtx__above_streams(ends[1]);
    return ends[0] < 0 || ends[1] < 0 ? -1 : 0;
}

int rtx__lookup_begin(struct rtx_lookup **ret, const char *host,
                      const char *port, int *fd)
{
    struct rtx_lookup *l = rtx__calloc(1, sizeof *l);
    int rc = RTX_E_NOMEM;

    if (!l)
        return rc;
    l->users = 1;
    l->pipe[0] = l->pipe[1] = -1;
    l->host = rtx__strdup(host);
    l->port = rtx__strdup(port);
    if (l->host && l->port)
        rc = make_pipe(l->pipe) == 0 ? start(l) : RTX_E_IO;
    if (rc < 0) {
        destroy(l);
        return rc;
    }
    *fd = l->pipe[0];
    *ret = l;
    return 0;
}

int rtx__lookup_poll(struct rtx_lookup *l, struct addrinfo **ret,
                     const char **reason)
{
    int rc = 0;

    pthread_mutex_lock(&pool.lock);
    if (l->done && l->addresses) {
        *ret = l->addresses;
        l->addresses = NULL;
        rc = 1;
    } else if (l->done) {
        *reason = gai_strerror(l->status);
        rc = RTX_E_RESOLVE;
    } else if (l->queued) {
        *reason = "so many names were looked up before it";
    }
    pthread_mutex_unlock(&pool.lock);
    return rc;
}

void rtx__lookup_free(struct rtx_lookup *l)
{
    bool last;

    if (!l)
        return;
    pthread_mutex_lock(&pool.lock);
    if (l->queued)
        take_out(l);
    last = --l->users == 0;
    pthread_mutex_unlock(&pool.lock);
    if (last)
        destroy(l);
}
