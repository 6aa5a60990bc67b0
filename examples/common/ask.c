/* Asking for a secret on the terminal; see cli.h. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "common/cli.h"

enum { SIGNALS = 3 };
static const int numbers[SIGNALS] = {SIGINT, SIGTERM, SIGHUP};
static volatile sig_atomic_t caught;

static void catch (int number)
{
    caught = number;
}

/* What the process did about signals, while they are ours. */
struct kept {
    struct sigaction actions[SIGNALS];
    sigset_t mask;
};

/* They come through while it waits for a key, and nowhere else. */
static void take_signals(struct kept *kept)
{
    struct sigaction ours = {.sa_handler = catch};
    sigset_t blocked;

    sigemptyset(&blocked);
    for (int i = 0; i < SIGNALS; i++)
        sigaddset(&blocked, numbers[i]);
    sigprocmask(SIG_BLOCK, &blocked, &kept->mask);
    for (int i = 0; i < SIGNALS; i++)
        sigaction(numbers[i], &ours, &kept->actions[i]);
}

static void give_signals_back(const struct kept *kept)
{
    for (int i = 0; i < SIGNALS; i++)
        sigaction(numbers[i], &kept->actions[i], NULL);
    sigprocmask(SIG_SETMASK, &kept->mask, NULL);
}

/* One line; false: there is none, because somebody wants it to end. */
static bool read_line(int fd, const sigset_t *mask, char *text, size_t size)
{
    struct pollfd in = {.fd = fd, .events = POLLIN};
    size_t length = 0;

    while (!caught) {
        char c;
        ssize_t n;

        if (ppoll(&in, 1, NULL, mask) < 0) {
            if (errno != EINTR)
                return false;
            continue;
        }
        n = read(fd, &c, 1);
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (n <= 0)
            return false; /* Ctrl-D, or the terminal is gone */
        if (c == '\n' || c == '\r') {
            text[length] = '\0';
            return true;
        }
        if (length + 1 < size)
            text[length++] = c;
    }
    return false;
}

rtx_secret *cli_ask(const struct cli *cli, const char *question)
{
    struct termios before;
    struct termios silent;
    struct kept kept;
    char text[1024] = "";
    rtx_secret *secret = NULL;
    FILE *terminal = fopen("/dev/tty", "r+e");
    bool answered;

    if (!terminal || tcgetattr(fileno(terminal), &before) != 0) {
        if (terminal)
            fclose(terminal);
        return NULL;
    }
    caught = 0;
    take_signals(&kept);
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(fileno(terminal), TCSAFLUSH, &silent);
    fprintf(terminal, "%s: ", question);
    fflush(terminal);
    answered = read_line(fileno(terminal), &kept.mask, text, sizeof text);
    tcsetattr(fileno(terminal), TCSAFLUSH, &before);
    fputc('\n', terminal);
    fclose(terminal);
    give_signals_back(&kept);
    if (answered)
        secret = rtx_secret_new(text, strlen(text));
    explicit_bzero(text, sizeof text);
    if (!answered)
        cli_refuse(cli, RTX_E_INTERRUPTED, "interrupted, nothing was sent");
    return secret;
}
