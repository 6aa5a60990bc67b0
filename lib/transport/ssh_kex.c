/* Agreeing on keys and algorithms, and in which words it fails. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "transport/ssh.h"

/* libssh makes its descriptor block as soon as it is connected. */
static void keep_from_blocking(const struct ssh_wire *w)
{
    int fd = ssh_get_fd(w->session);
    int flags = fd < 0 ? -1 : fcntl(fd, F_GETFL);

    if (flags >= 0 && !(flags & O_NONBLOCK))
        (void)fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

/* libssh's log is the thread's. */
static _Thread_local struct {
    struct ssh_wire *wire; /* NULL: nobody of us listens */
    ssh_logging_callback others;
    int level;
} log_of = {.level = SSH_LOG_TRACE};

/* Once set it cannot be taken back: then it does as libssh alone would. */
static void hear(int priority, const char *function, const char *text,
                 void *user)
{
    struct ssh_wire *w = log_of.wire;

    if (w && !w->disagreed[0] && strstr(text, "no match for method "))
        rtx__copy(w->disagreed, sizeof w->disagreed, text);
    if (priority > log_of.level)
        return;
    if (log_of.others)
        log_of.others(priority, function, text, user);
    else
        fprintf(stderr, "[%d] %s\n", priority, text);
}

/*
 * On what one did not agree is forgotten by libssh when it finds in the same
 * turn that the socket has been closed, as a router does. What libssh logs, in
 * this thread and during this call, has it still.
 */
int ssh_kex(struct ssh_wire *w)
{
    ssh_logging_callback callback = ssh_get_log_callback();
    int level = ssh_get_log_level();
    int rc;

    log_of.wire = w;
    log_of.level = level;
    if (callback != hear)
        log_of.others = callback;
    (void)ssh_set_log_callback(hear);
    if (level < SSH_LOG_WARN)
        (void)ssh_set_log_level(SSH_LOG_WARN);
    rc = ssh_connect(w->session);
    (void)ssh_set_log_level(level);
    if (callback)
        (void)ssh_set_log_callback(callback);
    log_of.wire = NULL;
    log_of.level = SSH_LOG_TRACE;
    keep_from_blocking(w);
    return rc;
}

/* The length of a list up to its end, or to what is a flag and no algorithm. */
static size_t algorithms_in(const char *list)
{
    size_t length = strcspn(list, "]");
    const char *flag = memmem(list, length, ",kex-strict-", 12);

    return flag ? (size_t)(flag - list) : length;
}

int ssh_kex_failed(struct ssh_wire *w, struct rtx_error *error)
{
    char reason[1024];
    const char *method;
    const char *list;
    char ident[96];

    rtx__copy(reason, sizeof reason,
              w->disagreed[0] ? w->disagreed : ssh_get_error(w->session));
    ssh_printable(reason);
    method = strstr(reason, "no match for method ");
    list = method ? strstr(method, ": server [") : NULL;
    if (!list)
        return ssh_failed(w, RTX_E_CONNECT, "agreeing on keys", error);
    method += strlen("no match for method ");
    list += strlen(": server [");
    ssh_ident(w, ident, sizeof ident);
    rtx__error(error, RTX_E_ALGORITHMS,
               w->legacy ? "%s (%s) shares no algorithm with this library, not "
                           "even an old one; for %.*s it offers only %.*s"
                         : "%s (%s) offers only old algorithms; for %.*s: %.*s",
               w->name, ident, (int)strcspn(method, ":"), method,
               (int)algorithms_in(list), list);
    if (w->legacy)
        RTX_ERROR_SET(error, hint, "update the router's firmware");
    return RTX_E_ALGORITHMS;
}
