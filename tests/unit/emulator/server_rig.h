/* The emulator on a real socket, and a client at its other end. */
#ifndef RTX_TESTS_SERVER_RIG_H
#define RTX_TESTS_SERVER_RIG_H

#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <rtx/emulator.h>

#include "test.h"

enum { WAIT_MS = 5000 };

static inline rtx_emulator *make(const char *startup)
{
    rtx_emulator *e = NULL;
    struct rtx_error error;

    rtx_error_init(&error);
    CU_ASSERT_EQUAL_FATAL(rtx_emulator_new(&e, &error), 0);
    ASSERT_INT(rtx_emulator_startup(e, startup, strlen(startup), &error), 0);
    ASSERT_INT(rtx_emulator_option(e, "banner", "short", NULL), 0);
    return e;
}

static inline void option(rtx_emulator *e, const char *name, const char *value)
{
    ASSERT_INT(rtx_emulator_option(e, name, value, NULL), 0);
}

static inline void start(rtx_emulator *e)
{
    ASSERT_INT(rtx_emulator_listen(e, "127.0.0.1:0", NULL), 0);
    ASSERT_INT(rtx_emulator_start(e, NULL), 0);
}

/* @return a descriptor, or -1 when the connection is refused */
static inline int dial(rtx_emulator *e, size_t index)
{
    const char *uri = rtx_emulator_endpoint(e, index);
    struct sockaddr_in to = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    CU_ASSERT_EQUAL_FATAL(strncmp(uri, "telnet://127.0.0.1:", 19), 0);
    to.sin_port = htons((uint16_t)strtol(uri + 19, NULL, 10));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

/* Read until the text ends so, or the connection, or the time; owned by the
 * static buffer. "" as end: until it is closed. */
static inline const char *until(int fd, const char *end)
{
    static char text[65536];
    size_t length = 0;
    size_t tail = strlen(end);
    struct pollfd p = {.fd = fd, .events = POLLIN};

    text[0] = '\0';
    while (length < sizeof text - 1 && poll(&p, 1, WAIT_MS) == 1) {
        ssize_t n = read(fd, text + length, sizeof text - 1 - length);

        if (n <= 0)
            break;
        length += (size_t)n;
        text[length] = '\0';
        if (tail && length >= tail && strcmp(text + length - tail, end) == 0)
            break;
    }
    return text;
}

static inline void put(int fd, const char *text)
{
    size_t length = strlen(text);

    signal(SIGPIPE, SIG_IGN);
    CU_ASSERT_EQUAL(write(fd, text, length), (ssize_t)length);
}

static inline bool closed(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    char byte;

    return poll(&p, 1, WAIT_MS) == 1 && read(fd, &byte, 1) <= 0;
}

static inline void ask(int fd, const char *line, const char *end,
                       const char *expected)
{
    put(fd, line);
    ASSERT_TEXT(until(fd, end), expected);
}

static inline int login(rtx_emulator *e)
{
    int fd = dial(e, 0);

    for (int i = 0; fd < 0 && i < 100; i++) {
        poll(NULL, 0, 10); /* it is booting */
        fd = dial(e, 0);
    }
    until(fd, "Password: ");
    put(fd, "\r");
    until(fd, "> ");
    put(fd, "administrator\r");
    until(fd, "Password: ");
    put(fd, "\r");
    until(fd, "# ");
    return fd;
}

#define ENGLISH "console character ascii\n"

#endif
