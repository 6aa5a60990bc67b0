/* One SSH connection: libssh without waiting, and what the far end may ask. */
#include "emulator/sshd.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    INPUT_MAX = 1 << 24,
    WRITE_MAX = 32768,
    GRACE_MS = 120000,
    LINGER_MS = 2000
};

/*
 * ---- what libssh calls. Once the state is no longer EMU_CONN_LOGIN it may be
 * the loop that pumps, which holds the lock already. ----
 */
static int password_given(ssh_session session, const char *user,
                          const char *password, void *data)
{
    struct emu_ssh *ssh = data;
    struct rtx_emulator *emulator = ssh->emulator;
    enum emu_proof proof;

    (void)session;
    if (ssh->state != EMU_CONN_LOGIN)
        return SSH_AUTH_DENIED;
    pthread_mutex_lock(&emulator->lock);
    proof = emu_sshd_password(emulator->devices[ssh->endpoint->device],
                              ssh->peer, user, password);
    if (proof == EMU_WRONG &&
        ++ssh->tries >= emulator->world.options.number[EMU_SSH_TRIES])
        ssh->refused = true;
    pthread_mutex_unlock(&emulator->lock);
    if (proof == EMU_WRONG)
        return SSH_AUTH_DENIED;
    rtx__copy(ssh->user, sizeof ssh->user, user);
    ssh->privileged = proof == EMU_PRIVILEGED;
    return SSH_AUTH_SUCCESS;
}

static int key_given(ssh_session session, const char *user,
                     struct ssh_key_struct *key, char signature, void *data)
{
    struct emu_ssh *ssh = data;
    struct rtx_emulator *emulator = ssh->emulator;
    bool good;

    (void)session;
    if (ssh->state != EMU_CONN_LOGIN)
        return SSH_AUTH_DENIED;
    pthread_mutex_lock(&emulator->lock);
    good =
        emu_on(&emulator->world, EMU_SSH_PUBLICKEY) &&
        emu_keys_find(&emulator->devices[ssh->endpoint->device]->keys, user) &&
        emu_sshd_authorized(emulator, user, key);
    pthread_mutex_unlock(&emulator->lock);
    if (!good || signature == SSH_PUBLICKEY_STATE_WRONG ||
        signature == SSH_PUBLICKEY_STATE_ERROR)
        return SSH_AUTH_DENIED;
    if (signature == SSH_PUBLICKEY_STATE_VALID)
        rtx__copy(ssh->user, sizeof ssh->user, user);
    return SSH_AUTH_SUCCESS;
}

static int nothing_given(ssh_session session, const char *user, void *data)
{
    (void)session;
    (void)user;
    (void)data;
    return SSH_AUTH_DENIED;
}

static int pty_asked(ssh_session session, ssh_channel channel, const char *term,
                     int width, int height, int pxwidth, int pxheight,
                     void *data)
{
    struct emu_ssh *ssh = data;

    (void)session, (void)channel, (void)term, (void)width, (void)height;
    (void)pxwidth, (void)pxheight;
    ssh->pty = true;
    return 0;
}

static int shell_asked(ssh_session session, ssh_channel channel, void *data)
{
    struct emu_ssh *ssh = data;
    struct rtx_emulator *emulator = ssh->emulator;
    bool needs_pty;

    (void)session, (void)channel;
    if (ssh->state != EMU_CONN_LOGIN)
        return 1;
    pthread_mutex_lock(&emulator->lock);
    needs_pty = emu_on(&emulator->world, EMU_SSH_NEEDS_PTY);
    pthread_mutex_unlock(&emulator->lock);
    /* the administrator's password is good for SFTP alone */
    if (ssh->privileged || (needs_pty && !ssh->pty))
        return 1;
    ssh->state = EMU_CONN_SHELL;
    return 0;
}

static int subsystem_asked(ssh_session session, ssh_channel channel,
                           const char *subsystem, void *data)
{
    struct emu_ssh *ssh = data;
    struct rtx_emulator *emulator = ssh->emulator;
    bool admitted;

    (void)session, (void)channel;
    if (ssh->state != EMU_CONN_LOGIN || strcmp(subsystem, "sftp") != 0)
        return 1;
    pthread_mutex_lock(&emulator->lock);
    admitted =
        emu_sftpd_admits(emulator->devices[ssh->endpoint->device], ssh->peer);
    pthread_mutex_unlock(&emulator->lock);
    if (!admitted)
        return 1;
    ssh->state = EMU_CONN_SFTP;
    return 0;
}

static int data_came(ssh_session session, ssh_channel channel, void *bytes,
                     uint32_t length, int is_stderr, void *data)
{
    struct emu_ssh *ssh = data;

    (void)session, (void)channel, (void)is_stderr;
    if (ssh->state == EMU_CONN_SFTP)
        return 0; /* left to those who read it */
    if (ssh->state != EMU_CONN_LINGER)
        (void)rtx__buf_add(&ssh->input, bytes, length);
    return (int)length;
}

static void end_came(ssh_session session, ssh_channel channel, void *data)
{
    struct emu_ssh *ssh = data;

    (void)session, (void)channel;
    ssh->ended = true;
}

static void close_came(ssh_session session, ssh_channel channel, void *data)
{
    struct emu_ssh *ssh = data;

    (void)session, (void)channel;
    ssh->ended = true;
    ssh->closed = true;
}

static ssh_channel channel_asked(ssh_session session, void *data)
{
    struct emu_ssh *ssh = data;

    /* one for the whole life of a connection */
    if (ssh->channel)
        return NULL;
    ssh->channel = ssh_channel_new(session);
    if (ssh->channel &&
        ssh_set_channel_callbacks(ssh->channel, &ssh->channel_calls) != SSH_OK)
        return NULL;
    return ssh->channel;
}

/* ---- its life ---- */
static void count_login(struct emu_ssh *ssh)
{
    struct emu_ssh_logins *logins = &ssh->emulator->ssh_logins;
    unsigned now = atomic_fetch_add(&logins->now, 1) + 1;
    unsigned most = atomic_load(&logins->most);

    ssh->counted = true;
    while (now > most &&
           !atomic_compare_exchange_weak(&logins->most, &most, now))
        continue;
}

void emu_ssh_arrived(struct emu_ssh *ssh)
{
    if (ssh->counted)
        atomic_fetch_sub(&ssh->emulator->ssh_logins.now, 1);
    ssh->counted = false;
}

int emu_ssh_new(struct emu_ssh **ret, struct rtx_emulator *emulator,
                struct emu_endpoint *endpoint, int fd, const char *peer)
{
    struct emu_ssh *ssh = rtx__calloc(1, sizeof *ssh);
    long trip = emulator->world.options.number[EMU_RTT];

    if (!ssh)
        return RTX_E_NOMEM;
    ssh->emulator = emulator;
    ssh->endpoint = endpoint;
    ssh->fd = fd;
    rtx__copy(ssh->peer, sizeof ssh->peer, peer);
    rtx__buf_init(&ssh->input, INPUT_MAX);
    ssh->server_calls = (struct ssh_server_callbacks_struct){
        .userdata = ssh,
        .auth_password_function = password_given,
        .auth_pubkey_function = key_given,
        .auth_none_function = nothing_given,
        .channel_open_request_session_function = channel_asked,
    };
    ssh->channel_calls = (struct ssh_channel_callbacks_struct){
        .userdata = ssh,
        .channel_data_function = data_came,
        .channel_eof_function = end_came,
        .channel_close_function = close_came,
        .channel_pty_request_function = pty_asked,
        .channel_shell_request_function = shell_asked,
        .channel_subsystem_request_function = subsystem_asked,
    };
    ssh_callbacks_init(&ssh->server_calls);
    ssh_callbacks_init(&ssh->channel_calls);
    /* three legs of TCP's handshake until the router can say something */
    ssh->due_ms = emulator->world.now_ms + trip + trip / 2;
    ssh->expires_ms = emulator->world.now_ms + GRACE_MS;
    count_login(ssh);
    *ret = ssh;
    return 0;
}

void emu_ssh_free(struct emu_ssh *ssh)
{
    emu_ssh_arrived(ssh);
    /* libssh closes its own copy whenever it likes; ours keeps its number */
    close(ssh->fd);
    /* the event gives the session its descriptor back */
    if (ssh->event)
        ssh_event_free(ssh->event);
    ssh_free(ssh->session);
    rtx__buf_free(&ssh->input);
    rtx_free(ssh);
}

static bool begin(struct emu_ssh *ssh)
{
    struct rtx_emulator *emulator = ssh->emulator;
    ssh_session session = ssh_new();
    ssh_bind bind;
    bool keys;
    int fd;
    int rc;

    pthread_mutex_lock(&emulator->lock);
    bind = emu_sshd_bind(emulator, emulator->devices[ssh->endpoint->device]);
    keys = emu_on(&emulator->world, EMU_SSH_PUBLICKEY);
    pthread_mutex_unlock(&emulator->lock);
    if (!session || !bind) {
        ssh_free(session);
        ssh_bind_free(bind);
        return false;
    }
    ssh_set_blocking(session, 0);
    ssh->session = session;
    fd = fcntl(ssh->fd, F_DUPFD_CLOEXEC, 0);
    rc = fd < 0 ? SSH_ERROR : ssh_bind_accept_fd(bind, session, fd);
    ssh_bind_free(bind);
    if (rc != SSH_OK)
        return false;
    ssh_set_auth_methods(session, SSH_AUTH_METHOD_PASSWORD |
                                      (keys ? SSH_AUTH_METHOD_PUBLICKEY : 0));
    return ssh_set_server_callbacks(session, &ssh->server_calls) == SSH_OK;
}

static void exchange_keys(struct emu_ssh *ssh)
{
    int rc = ssh_handle_key_exchange(ssh->session);

    if (rc == SSH_AGAIN)
        return;
    ssh->state = EMU_CONN_DEAD;
    if (rc != SSH_OK)
        return;
    ssh->event = ssh_event_new();
    if (ssh->event && ssh_event_add_session(ssh->event, ssh->session) == SSH_OK)
        ssh->state = EMU_CONN_LOGIN;
}

void emu_ssh_pump(struct emu_ssh *ssh)
{
    if (ssh->state == EMU_CONN_NEW)
        ssh->state = begin(ssh) ? EMU_CONN_KEX : EMU_CONN_DEAD;
    if (ssh->state == EMU_CONN_KEX)
        exchange_keys(ssh);
    else if (ssh->state != EMU_CONN_DEAD &&
             ssh_event_dopoll(ssh->event, 0) == SSH_ERROR)
        ssh->state = EMU_CONN_DEAD;
    if (ssh->state != EMU_CONN_DEAD &&
        ssh_get_status(ssh->session) & (SSH_CLOSED | SSH_CLOSED_ERROR))
        ssh->state = EMU_CONN_DEAD;
    if (ssh->state == EMU_CONN_DEAD)
        ssh->ended = true;
    if (ssh->state == EMU_CONN_LINGER && ssh->closed)
        ssh->state = EMU_CONN_DEAD;
}

bool emu_ssh_pending(const struct emu_ssh *ssh)
{
    return ssh->session && ssh_get_poll_flags(ssh->session) & SSH_WRITE_PENDING;
}

/* ---- for the loop ---- */
ssize_t emu_ssh_write(struct emu_ssh *ssh, const char *bytes, size_t length)
{
    uint32_t window;
    int n;

    emu_ssh_pump(ssh);
    if (ssh->state == EMU_CONN_DEAD || ssh->closed) {
        errno = EPIPE;
        return -1;
    }
    window = ssh_channel_window_size(ssh->channel);
    if (window == 0 || emu_ssh_pending(ssh)) {
        errno = EAGAIN;
        return -1;
    }
    if (length > window)
        length = window;
    if (length > WRITE_MAX)
        length = WRITE_MAX;
    n = ssh_channel_write(ssh->channel, bytes, (uint32_t)length);
    if (n > 0) {
        emu_ssh_pump(ssh);
        return n;
    }
    /* a key exchange of the far end holds data back */
    errno = n == 0 ? EAGAIN : EPIPE;
    return -1;
}

struct rtx_buf *emu_ssh_input(struct emu_ssh *ssh)
{
    return &ssh->input;
}

bool emu_ssh_ended(const struct emu_ssh *ssh, bool *closed)
{
    *closed = ssh->closed || ssh->state == EMU_CONN_DEAD;
    return ssh->ended;
}

void emu_ssh_finish(struct emu_ssh *ssh)
{
    ssh_channel_request_send_exit_status(ssh->channel, 0);
    ssh_channel_send_eof(ssh->channel);
    ssh_channel_close(ssh->channel);
    ssh->state = EMU_CONN_LINGER;
    ssh->expires_ms = rtx__now_ms() + LINGER_MS;
    emu_ssh_pump(ssh);
}
