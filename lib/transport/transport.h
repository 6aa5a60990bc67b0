/*
 * transport: a wire that carries console bytes. Five verbs, none of which
 * blocks. It knows descriptors and names, nothing of consoles.
 */
#ifndef RTX_TRANSPORT_TRANSPORT_H
#define RTX_TRANSPORT_TRANSPORT_H

#include "base/base.h"

typedef struct rtx_transport rtx_transport;

/* What a transport waits for; bits. */
enum rtx_want { RTX_WANT_READ = 1, RTX_WANT_WRITE = 2 };

struct rtx_transport_verbs {
    /* Go on connecting. 1 ready, 0 not yet, <0 failed. */
    int (*step)(rtx_transport *t, int64_t now_ms, struct rtx_error *error);
    /* Bytes read, 0 none now, RTX_E_CLOSED at the end, <0 failed. */
    ptrdiff_t (*read)(rtx_transport *t, void *bytes, size_t size,
                      struct rtx_error *error);
    /* Bytes taken, 0 none now, <0 failed. */
    ptrdiff_t (*write)(rtx_transport *t, const void *bytes, size_t length,
                       struct rtx_error *error);
    int (*wants)(const rtx_transport *t);
    void (*close)(rtx_transport *t); /* and free */
};

struct rtx_transport {
    const struct rtx_transport_verbs *verbs;
    int fd;          /* to poll; may change while connecting; -1: none yet */
    int64_t wake_ms; /* step, later read, wants to be called by then;
                        INT64_MAX: no */
    bool full;       /* takes no bytes now, even if fd could be written to */
    bool drained;    /* the last read took all there was: fd tells of more */
};

enum rtx_scheme { RTX_TELNET, RTX_TCP, RTX_SSH, RTX_SERIAL, RTX_WIRE };

/* A parsed endpoint. All members are owned; free it with rtx__endpoint_free. */
struct rtx_endpoint {
    enum rtx_scheme scheme;
    char *user; /* NULL: none */
    char *host; /* of a serial line: the device, "/dev/ttyUSB0" */
    char *port; /* of a serial line: NULL */
    bool port_given;
    long baud;   /* of a serial line */
    bool legacy; /* ssh: also the old algorithms, for this endpoint alone */
};

/*
 * telnet://[user@]host[:port], tcp://host:port,
 * ssh://[user@]host[:port][?algorithms=legacy],
 * serial:///dev/NAME[?baud=N]. A password in it is refused.
 * RTX_E_ARGUMENT or RTX_E_UNSUPPORTED with a message.
 */
int rtx__endpoint_parse(struct rtx_endpoint *ret, const char *uri,
                        struct rtx_error *error);
void rtx__endpoint_free(struct rtx_endpoint *endpoint);

/* What SSH wants to know besides; copied. NULL: not given. */
struct rtx_ssh_options {
    const char *user;
    const rtx_secret *password;
    const rtx_secret *passphrase; /* of the identity */
    const char *known_hosts;      /* instead of the usual files */
    const char *config;           /* a file, or "default" */
    const char *identity;         /* a private key's file, or "agent" */
    bool accept_new;
    bool legacy;
    bool sftp;            /* files, by rtx__sftp_read() alone */
    int64_t keepalive_ms; /* 0: never */
};

/* Begin to connect, to be ready by deadline_ms. */
int rtx__transport_open(rtx_transport **ret,
                        const struct rtx_endpoint *endpoint,
                        const struct rtx_ssh_options *ssh, int64_t deadline_ms,
                        struct rtx_error *error);

/*
 * All of a file of the router, by SFTP over a connection of its own. Blocks
 * until deadline_ms at most; cancel_fd (-1: none) readable ends it with
 * RTX_E_INTERRUPTED. A file beyond `ret`'s ceiling is RTX_E_LIMIT.
 */
int rtx__sftp_read(const struct rtx_endpoint *endpoint,
                   const struct rtx_ssh_options *options, const char *path,
                   int64_t deadline_ms, int cancel_fd, struct rtx_buf *ret,
                   struct rtx_error *error);

/* Descriptors that are connected already, and the transport's from now on;
 * after a failure they are still the caller's. */
int rtx__fd_open(rtx_transport **ret, int in, int out, const char *name,
                 struct rtx_error *error);
/* The functions of <rtx/session.h>'s struct rtx_wire. */
struct rtx_wire;
int rtx__wire_open(rtx_transport **ret, const struct rtx_wire *verbs,
                   void *user, const char *name, struct rtx_error *error);

/* ---- for the files of this room ---- */
int rtx__tcp_open(rtx_transport **ret, const char *host, const char *port,
                  int64_t deadline_ms, struct rtx_error *error);
/* The connected descriptor, the caller's from now on; the transport is gone. */
int rtx__tcp_take(rtx_transport *transport);
int rtx__ssh_open(rtx_transport **ret, const struct rtx_endpoint *endpoint,
                  const struct rtx_ssh_options *options, int64_t deadline_ms,
                  struct rtx_error *error);
/* The device at that rate, 8N1, Xon/Xoff; pseudo terminals have no rate. */
int rtx__serial_open(rtx_transport **ret, const char *device, long baud,
                     struct rtx_error *error);
/* Speak telnet over another transport, which it owns from then on. */
int rtx__telnet_wrap(rtx_transport **ret, rtx_transport *below,
                     struct rtx_error *error);

/* ---- a command that is the wire ---- */
struct rtx_child;
/* *fd is its stdin and stdout, the caller's. */
int rtx__child_start(struct rtx_child **ret, const char *command, int *fd,
                     struct rtx_error *error);
/* What it has said on stderr. */
void rtx__child_said(struct rtx_child *child, char *text, size_t size);
/* End it and forget it. NULL is fine. */
void rtx__child_end(struct rtx_child *child);

/* ---- names, looked up by a thread so that nothing blocks ---- */
struct addrinfo;
struct rtx_lookup;
/* *ret's descriptor becomes readable when the answer is there. */
int rtx__lookup_begin(struct rtx_lookup **ret, const char *host,
                      const char *port, int *fd);
/* 0 not yet; 1 there, and *ret is the caller's (freeaddrinfo); <0 failed. */
int rtx__lookup_poll(struct rtx_lookup *lookup, struct addrinfo **ret,
                     const char **reason);
void rtx__lookup_free(struct rtx_lookup *lookup);

#endif
