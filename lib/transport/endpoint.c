/* Endpoint URIs. */
#include "transport/transport.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *prefix;
    enum rtx_scheme scheme;
    const char *port; /* NULL: must be given */
    bool built;
} schemes[] = {
    {"telnet://", RTX_TELNET, "23", true},
    {"tcp://", RTX_TCP, NULL, true},
    {"ssh://", RTX_SSH, "22", false},
    {"serial://", RTX_SERIAL, NULL, false},
};

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
        rest = port + strspn(port, "0123456789");
    }
    if (rest[0] == '/' && rest[1] == '\0')
        rest++;
    if (end == text || *rest)
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
    return 0;
}

static int parse_rest(struct rtx_endpoint *e, const char *text,
                      const char *port, struct rtx_error *error)
{
    const char *at = strchr(text, '@');

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
        if (!schemes[i].built)
            return rtx__error(error, RTX_E_UNSUPPORTED,
                              "this version does not speak %s yet",
                              schemes[i].prefix);
        ret->scheme = schemes[i].scheme;
        rc = parse_rest(ret, uri + strlen(schemes[i].prefix), schemes[i].port,
                        error);
        if (rc < 0)
            rtx__endpoint_free(ret);
        return rc;
    }
    return rtx__error(error, RTX_E_ARGUMENT,
                      "an endpoint begins with telnet:// or tcp://");
}

int rtx__transport_open(rtx_transport **ret,
                        const struct rtx_endpoint *endpoint,
                        int64_t deadline_ms, struct rtx_error *error)
{
    rtx_transport *tcp = NULL;
    int rc =
        rtx__tcp_open(&tcp, endpoint->host, endpoint->port, deadline_ms, error);

    if (rc < 0)
        return rc;
    if (endpoint->scheme == RTX_TELNET)
        return rtx__telnet_wrap(ret, tcp, error);
    *ret = tcp;
    return 0;
}
