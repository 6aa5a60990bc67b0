/* A second administrator: telnet by a client that knows nothing of librtx. */
#include "proof.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

struct peer {
    int fd;
    char last[512]; /* the end of what came */
    size_t length;
};

static void keep(struct peer *peer, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (peer->length == sizeof peer->last - 1) {
            memmove(peer->last, peer->last + 1, peer->length - 1);
            peer->length--;
        }
        peer->last[peer->length++] = bytes[i];
    }
    peer->last[peer->length] = '\0';
}

static bool ends(const struct peer *peer, const char *text)
{
    size_t length = strlen(text);

    return peer->length >= length &&
           memcmp(peer->last + peer->length - length, text, length) == 0;
}

/* Read until what came ends with one of two texts. */
static int expect(struct peer *peer, const char *one, const char *other)
{
    char bytes[1024];

    while (!ends(peer, one) && !ends(peer, other)) {
        ssize_t n = read(peer->fd, bytes, sizeof bytes);

        if (n <= 0)
            return -1;
        keep(peer, bytes, (size_t)n);
    }
    return ends(peer, one) ? 0 : 1;
}

static int answer(struct peer *peer, const char *text, const char *one,
                  const char *other)
{
    char *line = text_format("%s\r", text);
    ssize_t n = send(peer->fd, line, strlen(line), MSG_NOSIGNAL);

    free(line);
    if (n < 0)
        return -1;
    peer->length = 0;
    return expect(peer, one, other);
}

static int dial(const char *endpoint)
{
    const char *colon = strrchr(endpoint, ':');
    struct timeval patience = {3, 0};
    struct sockaddr_in to = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10));
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
        return fd;
    close(fd);
    return -1;
}

struct peer *peer_login(const struct router *r)
{
    struct peer *peer = calloc(1, sizeof *peer);

    peer->fd = dial(r->peer_endpoint);
    if (peer->fd >= 0 && expect(peer, "Password: ", "Username: ") == 0 &&
        answer(peer, "", "Username: ", "Username:") == 0 &&
        answer(peer, "ops", "Password: ", "Password:") == 0 &&
        answer(peer, r->scenario->login, "> ", ">") == 0 &&
        answer(peer, "", "> ", ">") == 0 &&
        answer(peer, "administrator", "Password: ", "Password:") == 0 &&
        answer(peer, r->scenario->admin, "# ", "#") == 0)
        return peer;
    peer_free(peer);
    return NULL;
}

int peer_type(struct peer *peer, const char *line)
{
    int rc = answer(peer, line, "# ", "(Y/N)");

    /* errors of either language; the Japanese one in either charset */
    if (rc != 0 || strstr(peer->last, "Error:") ||
        strstr(peer->last, "\x83\x47\x83\x89\x81\x5b") ||
        strstr(peer->last, "\xa5\xa8\xa5\xe9\xa1\xbc"))
        return -1;
    return 0;
}

void peer_free(struct peer *peer)
{
    if (!peer)
        return;
    if (peer->fd >= 0)
        close(peer->fd);
    free(peer);
}
