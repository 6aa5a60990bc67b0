/* See streams.h. */
#include "common/streams.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/cli.h"

static const char *name;
static bool keeps;

static void open_closed(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        /* the lowest free one is what open() gives */
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) < 0)
            _exit(EXIT_REFUSED);
    }
}

static bool success(int status)
{
    return status == EXIT_DONE || status == EXIT_FAULT ||
           status == EXIT_CHANGES;
}

static bool reader_is_gone(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};

    return poll(&out, 1, 0) == 1 && out.revents & POLLERR;
}

/* Who stopped reading misses nothing, but how a transaction went on. */
static void end(int status, void *unused)
{
    bool lost = ferror(stdout) != 0;

    (void)unused;
    if (fflush(stdout) == 0 && !lost)
        return;
    if (!reader_is_gone())
        fprintf(stderr, "%s: standard output cannot be written\n", name);
    else if (keeps)
        fprintf(stderr,
                "%s: nobody reads standard output any more; it went on "
                "without\n",
                name);
    if (success(status) && !keeps)
        _exit(EXIT_REFUSED);
}

void streams_begin(const char *program)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    open_closed();
    (void)sigaction(SIGPIPE, &ignore, NULL);
    name = program;
    (void)on_exit(end, NULL);
}

void streams_keep_status(void)
{
    keeps = true;
}
