/* What the files of the SSH wire share; nobody else includes it. */
#ifndef RTX_TRANSPORT_SSH_H
#define RTX_TRANSPORT_SSH_H

#include <libssh/callbacks.h>
#include <libssh/libssh.h>

#include "transport/transport.h"

enum ssh_phase {
    PHASE_CARRIER, /* the connection below is not there yet */
    PHASE_KEX,
    PHASE_METHODS, /* ask how one may log in */
    PHASE_AGENT,
    PHASE_KEY_FILE,
    PHASE_PASSWORD,
    PHASE_CHANNEL,
    PHASE_PTY,
    PHASE_SHELL,
    PHASE_SFTP, /* instead of terminal and shell */
    PHASE_READY,
    PHASE_DEAD,
};

struct ssh_wire {
    rtx_transport base;
    enum ssh_phase phase;
    rtx_transport *carrier;  /* until its descriptor belongs to libssh */
    struct rtx_child *child; /* the proxy command; NULL: none */
    ssh_session session;
    ssh_channel channel;
    struct ssh_channel_callbacks_struct callbacks;
    struct rtx_buf in;     /* console bytes that nobody has read yet */
    struct rtx_buf errors; /* what came beside them, for messages */
    int failed;            /* a callback's failure */

    char *name;        /* host port, for messages */
    char *user;        /* NULL until it is known */
    char *known_hosts; /* NULL: the usual files */
    char *identity;    /* a key's file, "agent", or NULL */
    rtx_secret *password;
    rtx_secret *passphrase;
    ssh_key key; /* from the identity's file */
    struct ssh_relay *agent;
    char disagreed[1024]; /* on which algorithms; "": on none so far */
    bool accept_new;
    bool legacy;
    bool sftp; /* files instead of a console */
    bool told; /* a password or a key was shown */
    int64_t keepalive_ms;
    int64_t deadline_ms;
    int64_t last_sent_ms;
};

/* ssh_setup.c: options and algorithms, ~/.ssh/config when asked for, and the
 * connection below */
int ssh_setup(struct ssh_wire *w, const struct rtx_endpoint *endpoint,
              const struct rtx_ssh_options *options, struct rtx_error *error);
/* Give libssh the descriptor of the connection below, which is ready. */
int ssh_take_carrier(struct ssh_wire *w, struct rtx_error *error);

/* ssh_kex.c: ssh_connect() */
int ssh_kex(struct ssh_wire *w);
/* The failure of a key exchange, in words that say what to do. */
int ssh_kex_failed(struct ssh_wire *w, struct rtx_error *error);

/* ssh_hostkey.c: 0 when the host's key is the one that is known */
int ssh_check_host(struct ssh_wire *w, struct rtx_error *error);

/* ssh_agent.c: libssh's way to the agent, for a limited time. Nothing is begun
 * where the environment names no agent. */
int ssh_agent_begin(struct ssh_wire *w, struct rtx_error *error);
/* Did the agent not answer in time? */
bool ssh_agent_late(const struct ssh_wire *w);
void ssh_agent_end(struct ssh_wire *w);

/* ssh_auth.c */
/* Load the identity's key, unless it is there or with the agent. */
int ssh_load_key(struct ssh_wire *w, struct rtx_error *error);
/* One step of the login. 1 go on with w->phase, 0 wait, <0 */
int ssh_login(struct ssh_wire *w, struct rtx_error *error);

/* ssh.c: a failure of libssh, with what it says, and of the child below */
int ssh_failed(struct ssh_wire *w, int code, const char *doing,
               struct rtx_error *error);
/* Another's text, without what a terminal would obey. */
void ssh_printable(char *text);
/* How the server calls itself, printable; "" before it has said so. */
void ssh_ident(const struct ssh_wire *w, char *text, size_t size);

#endif
