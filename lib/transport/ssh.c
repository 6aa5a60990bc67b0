/*
 * SSH by libssh: the connection, the login, one session channel with a
 * terminal and a shell, as the router wants it. Nothing blocks.
 */
#include "transport/ssh.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum {
    QUEUE_CEILING = 1 << 22,
    ERRORS_CEILING = 4096,
    CHUNK = 16384,
    SHORT = 1024, /* libssh reads up to 4096 bytes from its socket at once */
    COLUMNS = 80, /* the router looks at neither */
    LINES = 24,
};

/* ---- messages ---- */

/* Another's text, without what a terminal would obey. */
void ssh_printable(char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = ' ';
    }
}

void ssh_ident(const struct ssh_wire *w, char *text, size_t size)
{
    const char *ident = ssh_get_serverbanner(w->session);

    rtx__copy(text, size, ident ? ident : "no SSH greeting");
    ssh_printable(text);
}

int ssh_failed(struct ssh_wire *w, int code, const char *doing,
               struct rtx_error *error)
{
    char said[256] = "";
    char reason[256];

    rtx__copy(reason, sizeof reason, ssh_get_error(w->session));
    ssh_printable(reason);
    if (strstr(reason, strerror(0))) /* of an end that was no failure */
        reason[0] = '\0';
    if (w->child)
        rtx__child_said(w->child, said, sizeof said);
    ssh_printable(said);
    return rtx__error(
        error, code, "%s: %s while %s%s%s%s", w->name ? w->name : "ssh",
        reason[0] ? reason : "the connection ended", doing,
        said[0] ? " (the proxy command says: " : "", said, said[0] ? ")" : "");
}

static const char *doing(enum ssh_phase phase)
{
    static const char *const names[] = {
        [PHASE_CARRIER] = "connecting",
        [PHASE_KEX] = "agreeing on keys",
        [PHASE_METHODS] = "asking how to log in",
        [PHASE_AGENT] = "logging in with the agent",
        [PHASE_KEY_FILE] = "logging in with a key",
        [PHASE_PASSWORD] = "logging in with the password",
        [PHASE_CHANNEL] = "opening the session channel",
        [PHASE_PTY] = "asking for a terminal",
        [PHASE_SHELL] = "starting the shell",
        [PHASE_SFTP] = "asking for SFTP",
        [PHASE_READY] = "using the console",
        [PHASE_DEAD] = "ending",
    };

    return names[phase];
}

/* ---- what the channel gives ---- */

static int on_data(ssh_session session, ssh_channel channel, void *data,
                   uint32_t length, int is_stderr, void *user)
{
    struct ssh_wire *w = user;
    int rc;

    (void)session;
    (void)channel;
    if (is_stderr) /* what does not fit is not needed for a message */
        (void)rtx__buf_add(&w->errors, data, length);
    else if ((rc = rtx__buf_add(&w->in, data, length)) < 0 && !w->failed)
        w->failed = rc;
    return (int)length;
}

static void watch_channel(struct ssh_wire *w)
{
    w->callbacks.userdata = w;
    w->callbacks.channel_data_function = on_data;
    ssh_callbacks_init(&w->callbacks);
    ssh_set_channel_callbacks(w->channel, &w->callbacks);
}

/* ---- connecting ---- */

static int step_carrier(struct ssh_wire *w, int64_t now,
                        struct rtx_error *error)
{
    int rc = 1;

    if (w->carrier) {
        rc = w->carrier->verbs->step(w->carrier, now, error);
        w->base.fd = w->carrier->fd;
        w->base.wake_ms = w->carrier->wake_ms;
    }
    if (rc <= 0)
        return rc;
    rc = ssh_take_carrier(w, error);
    w->phase = PHASE_KEX;
    w->base.wake_ms = w->deadline_ms;
    return rc < 0 ? rc : 1;
}

static int step_kex(struct ssh_wire *w, struct rtx_error *error)
{
    int rc = ssh_kex(w);

    if (rc == SSH_AGAIN)
        return 0;
    if (rc != SSH_OK) {
        /* then it has not taken the descriptor */
        if (strstr(ssh_get_error(w->session), "apply options"))
            close(w->base.fd);
        return ssh_kex_failed(w, error);
    }
    rc = ssh_check_host(w, error);
    w->phase = PHASE_METHODS;
    return rc < 0 ? rc : 1;
}

/* The next request of the channel, or once more the one that waits. */
static int request(struct ssh_wire *w)
{
    switch (w->phase) {
    case PHASE_CHANNEL:
        return ssh_channel_open_session(w->channel);
    case PHASE_PTY:
        return ssh_channel_request_pty_size(w->channel, "vt100", COLUMNS,
                                            LINES);
    case PHASE_SFTP:
        return ssh_channel_request_sftp(w->channel);
    default:
        return ssh_channel_request_shell(w->channel);
    }
}

static const char *why_no_channel(const struct ssh_wire *w)
{
    return w->phase == PHASE_SFTP
               ? "allow this computer to use SFTP on the router: sftpd host"
               : "are all of the router's sessions in use (sshd session)?";
}

static int step_channel(struct ssh_wire *w, struct rtx_error *error)
{
    int rc;

    if (!w->channel) {
        w->channel = ssh_channel_new(w->session);
        if (!w->channel)
            return rtx__error(error, RTX_E_NOMEM, "out of memory");
        if (!w->sftp) /* else libssh reads from it */
            watch_channel(w);
    }
    rc = request(w);
    if (rc == SSH_AGAIN)
        return 0;
    if (rc != SSH_OK) {
        ssh_failed(w, RTX_E_CONNECT, doing(w->phase), error);
        RTX_ERROR_SET(error, hint, why_no_channel(w));
        return RTX_E_CONNECT;
    }
    if (w->phase == PHASE_CHANNEL)
        w->phase = w->sftp ? PHASE_SFTP : PHASE_PTY;
    else
        w->phase = w->phase == PHASE_PTY ? PHASE_SHELL : PHASE_READY;
    return 1;
}

static int step_once(struct ssh_wire *w, int64_t now, struct rtx_error *error)
{
    switch (w->phase) {
    case PHASE_CARRIER:
        return step_carrier(w, now, error);
    case PHASE_KEX:
        return step_kex(w, error);
    case PHASE_CHANNEL:
    case PHASE_PTY:
    case PHASE_SHELL:
    case PHASE_SFTP:
        return step_channel(w, error);
    case PHASE_READY:
    case PHASE_DEAD:
        return 1;
    default:
        return ssh_login(w, error);
    }
}

static int dead(struct ssh_wire *w, int code)
{
    w->phase = PHASE_DEAD;
    w->base.fd = -1;
    w->base.wake_ms = INT64_MAX;
    return code;
}

static int ssh_step(rtx_transport *base, int64_t now, struct rtx_error *error)
{
    struct ssh_wire *w = (struct ssh_wire *)base;
    int rc = 1;

    while (rc > 0 && w->phase != PHASE_READY)
        rc = step_once(w, now, error);
    if (rc < 0)
        return dead(w, rc);
    if (w->phase == PHASE_READY) {
        w->last_sent_ms = now;
        base->wake_ms = w->in.length > 0      ? 0
                        : w->keepalive_ms > 0 ? now + w->keepalive_ms
                                              : INT64_MAX;
        return 1;
    }
    if (now < w->deadline_ms)
        return 0;
    rc = rtx__error(error, RTX_E_TIMEOUT, "%s did not get done in time with %s",
                    w->name, doing(w->phase));
    return dead(w, rc);
}

/* ---- the console's bytes ---- */

/* Take in what has come, send out what waits; <0: the connection ended. */
static int pump(struct ssh_wire *w)
{
    int rc = ssh_channel_poll(w->channel, 0);

    if (w->failed)
        return w->failed;
    return rc == SSH_ERROR || rc == SSH_EOF || ssh_channel_is_closed(w->channel)
               ? RTX_E_CLOSED
               : 0;
}

static int ended(struct ssh_wire *w, int code, struct rtx_error *error)
{
    int status = ssh_channel_get_exit_status(w->channel);
    const char *said = rtx__buf_str(&w->errors);
    char text[256];

    if (code != RTX_E_CLOSED)
        return dead(w, rtx__error(error, code, "ssh: %s", rtx_strerror(code)));
    rtx__copy(text, sizeof text, said);
    ssh_printable(text);
    if (!ssh_channel_is_eof(w->channel))
        return dead(w, ssh_failed(w, code, doing(w->phase), error));
    if (status > 0)
        rtx__error(error, code, "%s closed the session with status %d%s%s",
                   w->name, status, text[0] ? ": " : "", text);
    else
        rtx__error(error, code, "%s closed the session%s%s", w->name,
                   text[0] ? ": " : "", text);
    return dead(w, code);
}

/* A message that the router throws away, so that what lies between keeps the
 * connection. It is no key stroke: the login timer runs on. */
static void keep_alive(struct ssh_wire *w, int64_t now)
{
    if (w->keepalive_ms <= 0)
        return;
    if (now - w->last_sent_ms >= w->keepalive_ms) {
        (void)ssh_send_ignore(w->session, "");
        w->last_sent_ms = now;
    }
    w->base.wake_ms = w->last_sent_ms + w->keepalive_ms;
}

/* Did what pump() took leave the socket empty? Not if it is not sure. */
static bool took_all(const struct ssh_wire *w, size_t size)
{
    return w->in.length > 0 && w->in.length < SHORT && w->in.length <= size &&
           !(ssh_get_status(w->session) & SSH_READ_PENDING);
}

static ptrdiff_t ssh_read(rtx_transport *base, void *bytes, size_t size,
                          struct rtx_error *error)
{
    struct ssh_wire *w = (struct ssh_wire *)base;
    size_t n;
    int rc = 0;

    base->drained = false;
    if (w->in.length == 0) {
        rc = pump(w);
        base->drained = rc == 0 && took_all(w, size);
    }
    base->wake_ms = INT64_MAX;
    if (rc == 0)
        keep_alive(w, rtx__now_ms());
    w->base.full = ssh_channel_window_size(w->channel) == 0;
    n = w->in.length < size ? w->in.length : size;
    if (n == 0)
        return rc < 0 ? ended(w, rc, error) : 0;
    memcpy(bytes, w->in.data, n);
    rtx__buf_drop(&w->in, n);
    if (w->in.length > 0 || rc < 0)
        base->wake_ms = 0; /* poll() knows nothing of what is kept here */
    return (ptrdiff_t)n;
}

/*
 * libssh asks for a look at the socket behind whatever it writes. The next look
 * for bytes is soon enough: only who wants to write again needs one before.
 */
static bool socket_full(struct ssh_wire *w)
{
    if (ssh_get_poll_flags(w->session) & SSH_WRITE_PENDING)
        (void)ssh_channel_poll(w->channel, 0);
    return (ssh_get_poll_flags(w->session) & SSH_WRITE_PENDING) != 0;
}

/* Only as much as the socket and the router's window take: libssh would keep
 * the rest, without a limit. */
static ptrdiff_t ssh_write(rtx_transport *base, const void *bytes,
                           size_t length, struct rtx_error *error)
{
    struct ssh_wire *w = (struct ssh_wire *)base;
    bool full = socket_full(w);
    size_t window = ssh_channel_window_size(w->channel);
    int n;

    if (w->in.length > 0)
        base->wake_ms = 0;
    base->full = window == 0;
    if (window == 0 || full)
        return 0;
    length = length < window ? length : window;
    n = ssh_channel_write(w->channel, bytes,
                          (uint32_t)(length < CHUNK ? length : CHUNK));
    if (n == SSH_ERROR)
        return dead(w, ssh_failed(w, RTX_E_CLOSED, "writing", error));
    if (n > 0)
        w->last_sent_ms = rtx__now_ms();
    if (w->in.length > 0)
        base->wake_ms = 0;
    return n;
}

static int ssh_wants(const rtx_transport *base)
{
    const struct ssh_wire *w = (const struct ssh_wire *)base;
    int flags;

    if (w->phase == PHASE_CARRIER)
        return w->carrier ? w->carrier->verbs->wants(w->carrier)
                          : RTX_WANT_READ;
    if (w->phase == PHASE_DEAD)
        return 0;
    flags = w->phase == PHASE_READY ? ssh_get_status(w->session)
                                    : ssh_get_poll_flags(w->session);
    return RTX_WANT_READ | (flags & SSH_WRITE_PENDING ? RTX_WANT_WRITE : 0);
}

static void ssh_close(rtx_transport *base)
{
    struct ssh_wire *w = (struct ssh_wire *)base;

    if (w->carrier)
        w->carrier->verbs->close(w->carrier);
    else if (w->phase == PHASE_CARRIER && base->fd >= 0)
        close(base->fd);
    if (w->channel) {
        if (!w->sftp)
            ssh_remove_channel_callbacks(w->channel, &w->callbacks);
        ssh_channel_free(w->channel);
    }
    if (w->session) {
        /* ssh_disconnect() would leave a descriptor that it was given open */
        ssh_silent_disconnect(w->session);
        ssh_free(w->session);
    }
    ssh_agent_end(w);
    rtx__child_end(w->child);
    rtx__buf_free(&w->in);
    rtx__buf_free(&w->errors);
    ssh_key_free(w->key);
    rtx_secret_free(w->password);
    rtx_secret_free(w->passphrase);
    rtx_free(w->name);
    rtx_free(w->user);
    rtx_free(w->known_hosts);
    rtx_free(w->identity);
    rtx_free(w);
}

static const struct rtx_transport_verbs ssh_verbs = {
    ssh_step, ssh_read, ssh_write, ssh_wants, ssh_close};

int rtx__ssh_open(rtx_transport **ret, const struct rtx_endpoint *endpoint,
                  const struct rtx_ssh_options *options, int64_t deadline_ms,
                  struct rtx_error *error)
{
    struct ssh_wire *w = rtx__calloc(1, sizeof *w);
    int rc;

    if (!w)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    w->base.verbs = &ssh_verbs;
    w->base.fd = -1;
    w->base.wake_ms = 0;
    w->deadline_ms = deadline_ms;
    rtx__buf_init_secret(&w->in, QUEUE_CEILING);
    rtx__buf_init(&w->errors, ERRORS_CEILING);
    rc = ssh_setup(w, endpoint, options, error);
    if (rc < 0) {
        ssh_close(&w->base);
        return rc;
    }
    if (w->carrier) {
        w->base.fd = w->carrier->fd;
        w->base.wake_ms = w->carrier->wake_ms;
    }
    *ret = &w->base;
    return 0;
}
