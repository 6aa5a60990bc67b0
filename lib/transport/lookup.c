/* Host names to addresses, in a thread of their own: getaddrinfo blocks. */
#include "transport/transport.h"

#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Shared by the thread and its owner; the last one frees it. */
struct rtx_lookup {
    pthread_mutex_t lock;
    int users;
    bool done;
    int status;
    struct addrinfo *addresses;
    char *host;
    char *port;
    int pipe[2];
};

static void release(struct rtx_lookup *l)
{
    bool last;

    pthread_mutex_lock(&l->lock);
    last = --l->users == 0;
    pthread_mutex_unlock(&l->lock);
    if (!last)
        return;
    if (l->addresses)
        freeaddrinfo(l->addresses);
    close(l->pipe[0]);
    close(l->pipe[1]);
    pthread_mutex_destroy(&l->lock);
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

static void *run(void *argument)
{
    struct rtx_lookup *l = argument;
    struct addrinfo *addresses = NULL;
    int status = resolve(l, AI_ADDRCONFIG, &addresses);
    ssize_t written;

    pthread_mutex_lock(&l->lock);
    l->status = status;
    l->addresses = status == 0 ? addresses : NULL;
    l->done = true;
    pthread_mutex_unlock(&l->lock);
    written = write(l->pipe[1], "", 1);
    (void)written; /* the pipe is empty and its reader is us */
    release(l);
    return NULL;
}

static int start(struct rtx_lookup *l)
{
    pthread_t thread;
    pthread_attr_t attributes;
    int rc;

    if (resolve(l, AI_NUMERICHOST, &l->addresses) == 0) {
        l->done = true;
        return write(l->pipe[1], "", 1) == 1 ? 0 : RTX_E_IO;
    }
    l->users = 2;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    rc = pthread_create(&thread, &attributes, run, l);
    pthread_attr_destroy(&attributes);
    if (rc == 0)
        return 0;
    l->users = 1;
    return RTX_E_NOMEM;
}

int rtx__lookup_begin(struct rtx_lookup **ret, const char *host,
                      const char *port, int *fd)
{
    struct rtx_lookup *l = rtx__calloc(1, sizeof *l);
    int rc = RTX_E_NOMEM;

    if (!l)
        return rc;
    l->users = 1;
    pthread_mutex_init(&l->lock, NULL);
    l->pipe[0] = l->pipe[1] = -1;
    l->host = rtx__strdup(host);
    l->port = rtx__strdup(port);
    if (l->host && l->port)
        rc = pipe2(l->pipe, O_CLOEXEC | O_NONBLOCK) == 0 ? start(l) : RTX_E_IO;
    if (rc < 0) {
        release(l);
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

    pthread_mutex_lock(&l->lock);
    if (l->done && l->addresses) {
        *ret = l->addresses;
        l->addresses = NULL;
        rc = 1;
    } else if (l->done) {
        *reason = gai_strerror(l->status);
        rc = RTX_E_RESOLVE;
    }
    pthread_mutex_unlock(&l->lock);
    return rc;
}

void rtx__lookup_free(struct rtx_lookup *l)
{
    if (l)
        release(l);
}
