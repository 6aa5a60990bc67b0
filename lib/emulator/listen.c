/* Endpoints: telnet and SSH sockets, pseudo terminals. */
#include "emulator/server.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

enum { QUEUE = 4096 };

static int watch(struct rtx_emulator *emulator, struct emu_endpoint *endpoint)
{
    struct epoll_event event = {.events = EPOLLIN};

    event.data.ptr = endpoint;
    return epoll_ctl(emulator->epoll, EPOLL_CTL_ADD, endpoint->fd, &event);
}

static int add(struct rtx_emulator *emulator, struct emu_endpoint *made,
               struct rtx_error *error)
{
    struct emu_endpoint *endpoint = rtx__malloc(sizeof *endpoint);

    if (!endpoint || !made->uri ||
        rtx__grow(&emulator->endpoints, &emulator->endpoint_capacity,
                  emulator->endpoint_count, sizeof *emulator->endpoints) < 0) {
        rtx_free(endpoint);
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    }
    *endpoint = *made;
    if (!made->serial && watch(emulator, endpoint) < 0) {
        rtx_free(endpoint);
        return rtx__error(error, RTX_E_IO, "epoll: %s", strerror(errno));
    }
    emulator->endpoints[emulator->endpoint_count] = endpoint;
    return (int)emulator->endpoint_count++;
}

void emu_endpoint_free(struct emu_endpoint *endpoint)
{
    close(endpoint->fd);
    if (endpoint->serial)
        close(endpoint->slave);
    if (endpoint->serial && !rtx__starts(endpoint->terminal, "serial:///dev/"))
        (void)unlink(endpoint->terminal + strlen("serial://"));
    rtx_free(endpoint->uri);
    rtx_free(endpoint->full_uri);
    rtx_free(endpoint);
}

/* Not listening, connections are refused, yet the port stays ours. */
void emu_listen_pause(struct rtx_emulator *emulator,
                      struct emu_endpoint *endpoint, bool pause)
{
    if (endpoint->serial || endpoint->paused == pause)
        return;
    endpoint->paused = pause;
    if (pause) {
        (void)epoll_ctl(emulator->epoll, EPOLL_CTL_DEL, endpoint->fd, NULL);
        shutdown(endpoint->fd, SHUT_RDWR);
    } else {
        (void)listen(endpoint->fd, QUEUE);
        (void)watch(emulator, endpoint);
    }
}

static int open_bound(const struct sockaddr *address, socklen_t size)
{
    int fd = socket(address->sa_family,
                    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int on = 1;

    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, address, size) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

/*
 * A socket on a port of its own: one that was bound with port 0 would lose it
 * when it stops listening, so the port found is bound again by its number.
 */
static int open_listening(const struct addrinfo *info,
                          struct sockaddr_storage *bound, socklen_t *size)
{
    int probe = open_bound(info->ai_addr, info->ai_addrlen);
    int fd;

    if (probe < 0)
        return -1;
    if (getsockname(probe, (struct sockaddr *)bound, size) < 0) {
        close(probe);
        return -1;
    }
    fd = open_bound((struct sockaddr *)bound, *size);
    close(probe);
    if (fd >= 0 && listen(fd, QUEUE) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static int open_info(struct rtx_emulator *emulator, const struct addrinfo *info,
                     bool ssh, struct rtx_error *error)
{
    struct sockaddr_storage bound = {0};
    socklen_t size = sizeof bound;
    struct emu_endpoint made = {
        .watched = EMU_WATCH_ENDPOINT, .slave = -1, .ssh = ssh};
    char host[NI_MAXHOST];
    char port[NI_MAXSERV];
    int rc;

    made.fd = open_listening(info, &bound, &size);
    if (made.fd < 0)
        return rtx__error(error, RTX_E_IO, "cannot listen: %s",
                          strerror(errno));
    if (getnameinfo((struct sockaddr *)&bound, size, host, sizeof host, port,
                    sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) == 0)
        made.uri = rtx__format(info->ai_family == AF_INET6 ? "%s://[%s]:%s"
                                                           : "%s://%s:%s",
                               ssh ? "ssh" : "telnet", host, port);
    rc = add(emulator, &made, error);
    if (rc < 0) {
        close(made.fd);
        rtx_free(made.uri);
    }
    return rc;
}

/* getaddrinfo() takes what is too large modulo 65536, or says nothing of it. */
static bool is_port(const char *text)
{
    size_t length = strlen(text);

    return length > 0 && length <= 5 && strspn(text, "0123456789") == length &&
           strtol(text, NULL, 10) <= 65535;
}

int emu_listen_tcp(struct rtx_emulator *emulator, const char *address, bool ssh,
                   struct rtx_error *error)
{
    struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
                             .ai_socktype = SOCK_STREAM};
    struct addrinfo *info = NULL;
    const char *colon = strrchr(address, ':');
    char host[256];
    int rc;

    if (!colon || colon == address || (size_t)(colon - address) >= sizeof host)
        return rtx__error(error, RTX_E_ARGUMENT, "not ADDRESS:PORT: %s",
                          address);
    memcpy(host, address, (size_t)(colon - address));
    host[colon - address] = '\0';
    if (host[0] == '[' && host[strlen(host) - 1] == ']') {
        host[strlen(host) - 1] = '\0';
        memmove(host, host + 1, strlen(host));
    }
    if (!is_port(colon + 1))
        return rtx__error(error, RTX_E_ARGUMENT,
                          "a port is a number from 0 to 65535: %s", address);
    if (getaddrinfo(host, colon + 1, &hints, &info) != 0)
        return rtx__error(error, RTX_E_ARGUMENT, "not ADDRESS:PORT: %s",
                          address);
    rc = open_info(emulator, info, ssh, error);
    freeaddrinfo(info);
    return rc;
}

/* A pseudo terminal; option pty-link gives it a name that stays. */
static int open_pty(const struct rtx_emulator *emulator,
                    struct emu_endpoint *ret)
{
    const char *link = emulator->world.options.text[EMU_PTY_LINK];
    struct termios raw;
    char name[256];
    char one;

    if (openpty(&ret->fd, &ret->slave, name, NULL, NULL) < 0)
        return RTX_E_IO;
    if (tcgetattr(ret->slave, &raw) == 0) {
        cfmakeraw(&raw);
        (void)tcsetattr(ret->slave, TCSANOW, &raw);
    }
    (void)fcntl(ret->fd, F_SETFL, O_NONBLOCK);
    (void)fcntl(ret->fd, F_SETFD, FD_CLOEXEC);
    (void)fcntl(ret->slave, F_SETFD, FD_CLOEXEC);
    if (link[0] && (readlink(link, &one, 1) >= 0 || errno == ENOENT)) {
        (void)unlink(link);
        if (symlink(name, link) == 0)
            rtx__copy(name, sizeof name, link);
    }
    snprintf(ret->terminal, sizeof ret->terminal, "serial://%s", name);
    return 0;
}

int emu_listen_pty(struct rtx_emulator *emulator, struct rtx_error *error)
{
    struct emu_endpoint made = {.watched = EMU_WATCH_ENDPOINT, .serial = true};
    int rc;

    if (open_pty(emulator, &made) < 0)
        return rtx__error(error, RTX_E_IO, "no terminal: %s", strerror(errno));
    made.uri = rtx__strdup(made.terminal);
    rc = add(emulator, &made, error);
    if (rc < 0) {
        close(made.fd);
        close(made.slave);
        rtx_free(made.uri);
    }
    return rc;
}

/* Whom to come as, and with what, is known when it starts. */
int emu_listen_complete(struct rtx_emulator *emulator,
                        struct emu_endpoint *endpoint)
{
    const struct emu_keys *keys =
        &emulator->devices[endpoint->device]->startup_keys;
    bool modern = emu_is(&emulator->world, EMU_SSH_ALGORITHMS, "modern");

    if (!endpoint->ssh)
        return 0;
    endpoint->full_uri =
        rtx__format("ssh://%s%s%s%s", keys->count ? keys->users[0].name : "",
                    keys->count ? "@" : "", endpoint->uri + strlen("ssh://"),
                    modern ? "" : "?algorithms=legacy");
    return endpoint->full_uri ? 0 : RTX_E_NOMEM;
}

/* The adapter is pulled out and put in again: the far end sees a hangup. */
int emu_listen_replug(struct rtx_emulator *emulator,
                      struct emu_endpoint *endpoint)
{
    int fd = endpoint->fd;
    int slave = endpoint->slave;
    int rc = open_pty(emulator, endpoint);

    if (rc < 0)
        return rc;
    close(fd);
    close(slave);
    return 0;
}
