/* Endpoint URIs. */
#include "transport/transport.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *prefix;
    enum rtx_scheme scheme;
    const char *port; /* NULL: must be given */
} schemes[] = {
    {"telnet://", RTX_TELNET, "23"},
    {"tcp://", RTX_TCP, NULL},
    {"ssh://", RTX_SSH, "22"},
    {"serial://", RTX_SERIAL, NULL},
};

/* What may stand behind the question mark, and where. */
static int parse_option(struct rtx_endpoint *e, const char *option,
                        struct rtx_error *error)
{
    char *end;

    if (e->scheme == RTX_SSH && strcmp(option, "algorithms=legacy") == 0) {
        e->legacy = true;
        return 0;
    }
    if (e->scheme == RTX_SERIAL && rtx__starts(option, "baud=")) {
        e->baud = strtol(option + strlen("baud="), &end, 10);
        if (isdigit((unsigned char)option[strlen("baud=")]) && *end == '\0' &&
            e->baud > 0 && e->baud <= 4000000)
            return 0;
        return rtx__error(error, RTX_E_ARGUMENT,
                          "the endpoint's baud= wants a speed such as 9600");
    }
    return rtx__error(error, RTX_E_ARGUMENT,
                      "the endpoint's option \"%s\" is not known: %s", option,
                      e->scheme == RTX_SSH      ? "ssh:// knows "
                                                  "algorithms=legacy"
                      : e->scheme == RTX_SERIAL ? "serial:// knows baud=N"
                                                : "there is none for this "
                                                  "scheme");
}

static int parse_options(struct rtx_endpoint *e, const char *text,
                         struct rtx_error *error)
{
    while (*text) {
        size_t length = strcspn(text, "&");
        char *option = rtx__strndup(text, length);
        int rc = option ? parse_option(e, option, error)
                        : rtx__error(error, RTX_E_NOMEM, "out of memory");

        rtx_free(option);
        if (rc < 0)
            return rc;
        text += length + (text[length] == '&');
    }
    return 0;
}

void rtx__endpoint_free(struct rtx_endpoint *endpoint)
{
    rtx_free(endpoint->user);
    rtx_free(endpoint->host);
    rtx_free(endpoint->port);
    memset(endpoint, 0, sizeof *endpoint);
}

static bool valid_port(const char *port)
{
    char *end;
    long n = strtol(port, &end, 10);

    return isdigit((unsigned char)port[0]) && *end == '\0' && n > 0 &&
           n < 65536;
}

/* host, host:port, [v6], [v6]:port */
static int parse_host(struct rtx_endpoint *e, const char *text,
                      const char *port, struct rtx_error *error)
{
    const char *end;
    const char *rest;

    if (text[0] == '[') {
        text++;
        end = strchr(text, ']');
        if (!end)
            return rtx__error(error, RTX_E_ARGUMENT,
                              "the endpoint's [ is never closed");
        rest = end + 1;
    } else {
        end = text + strcspn(text, ":/?");
        rest = end;
        if (*rest == ':' && strchr(rest + 1, ':'))
            return rtx__error(error, RTX_E_ARGUMENT,
                              "an IPv6 address stands in brackets");
    }
    if (*rest == ':') {
        port = rest + 1;
        e->port_given = true;
        rest = port + strspn(port, "0123456789");
    }
    if (rest[0] == '/' && (rest[1] == '\0' || rest[1] == '?'))
        rest++;
    if (end == text || (*rest && *rest != '?'))
        return rtx__error(error, RTX_E_ARGUMENT,
                          "the endpoint wants SCHEME://[USER@]HOST[:PORT]");
    e->host = rtx__strndup(text, (size_t)(end - text));
    e->port = port ? rtx__strndup(port, strspn(port, "0123456789")) : NULL;
    if (!port)
        return rtx__error(error, RTX_E_ARGUMENT, "the endpoint needs a port");
    if (!e->host || !e->port)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    if (!valid_port(e->port))
        return rtx__error(error, RTX_E_ARGUMENT,
                          "the endpoint's port is not 1 to 65535");
    return *rest ? parse_options(e, rest + 1, error) : 0;
}

/* serial:///dev/ttyUSB0, with the path as it stands */
static int parse_device(struct rtx_endpoint *e, const char *text,
                        struct rtx_error *error)
{
    size_t length = strcspn(text, "?");

    if (text[0] != '/' || length < 2)
        return rtx__error(error, RTX_E_ARGUMENT,
                          "a serial endpoint wants the device's whole path: "
                          "serial:///dev/ttyUSB0");
    e->baud = 9600;
    e->host = rtx__strndup(text, length);
    if (!e->host)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    return text[length] ? parse_options(e, text + length + 1, error) : 0;
}

static int parse_rest(struct rtx_endpoint *e, const char *text,
                      const char *port, struct rtx_error *error)
{
    const char *at = strchr(text, '@');

    if (e->scheme == RTX_SERIAL)
        return parse_device(e, text, error);
    if (at) {
        if (memchr(text, ':', (size_t)(at - text)))
            return rtx__error(error, RTX_E_ARGUMENT,
                              "no password in an endpoint: use the environment "
                              "or a file");
        e->user = rtx__strndup(text, (size_t)(at - text));
        if (!e->user)
            return rtx__error(error, RTX_E_NOMEM, "out of memory");
        text = at + 1;
    }
    return parse_host(e, text, port, error);
}

int rtx__endpoint_parse(struct rtx_endpoint *ret, const char *uri,
                        struct rtx_error *error)
{
    memset(ret, 0, sizeof *ret);
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        int rc;

        if (!rtx__starts(uri, schemes[i].prefix))
            continue;
        ret->scheme = schemes[i].scheme;
        rc = parse_rest(ret, uri + strlen(schemes[i].prefix), schemes[i].port,
                        error);
        if (rc < 0)
            rtx__endpoint_free(ret);
        return rc;
    }
    return rtx__error(error, RTX_E_ARGUMENT,
                      "an endpoint begins with telnet://, tcp://, ssh:// or "
                      "serial://");
}

int rtx__transport_open(rtx_transport **ret,
                        const struct rtx_endpoint *endpoint,
                        const struct rtx_ssh_options *ssh, int64_t deadline_ms,
                        struct rtx_error *error)
{
    rtx_transport *tcp = NULL;
    int rc;

    if (endpoint->scheme == RTX_SSH)
        return rtx__ssh_open(ret, endpoint, ssh, deadline_ms, error);
    if (endpoint->scheme == RTX_SERIAL)
        return rtx__serial_open(ret, endpoint->host, endpoint->baud, error);
    rc =
        rtx__tcp_open(&tcp, endpoint->host, endpoint->port, deadline_ms, error);
    if (rc < 0)
        return rc;
    if (endpoint->scheme == RTX_TELNET)
        return rtx__telnet_wrap(ret, tcp, error);
    *ret = tcp;
    return 0;
}
