/* The SFTP server: one connection's requests, answered one after another. */
/* libssh hides its SFTP server behind this */
#define WITH_SERVER 1

#include "emulator/sshd.h"

#include <libssh/sftp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

enum { READ_MAX = 32768, LONG_NAME = 128 };

struct handle {
    struct handle *next;
    enum emu_node node;
    bool writing;
    bool listed;
    struct rtx_buf bytes;
};

struct server {
    struct emu_ssh *ssh;
    struct rtx_emulator *emulator;
    struct emu_device *device;
    sftp_session sftp;
    struct handle *handles;
};

static struct handle *handle_new(struct server *s, enum emu_node node,
                                 bool writing)
{
    struct handle *handle = rtx__calloc(1, sizeof *handle);

    if (!handle)
        return NULL;
    handle->node = node;
    handle->writing = writing;
    rtx__buf_init_secret(&handle->bytes, EMU_FILE_MAX);
    handle->next = s->handles;
    s->handles = handle;
    return handle;
}

static void handle_free(struct server *s, struct handle *handle)
{
    struct handle **at = &s->handles;

    while (*at != handle)
        at = &(*at)->next;
    *at = handle->next;
    rtx__buf_free(&handle->bytes);
    rtx_free(handle);
}

static int status(sftp_client_message message, uint32_t code)
{
    static const char *const texts[] = {
        [SSH_FX_OK] = "Success",
        [SSH_FX_EOF] = "End of file",
        [SSH_FX_NO_SUCH_FILE] = "No such file",
        [SSH_FX_PERMISSION_DENIED] = "Permission denied",
        [SSH_FX_FAILURE] = "Failure",
        [SSH_FX_OP_UNSUPPORTED] = "Operation unsupported",
    };

    return sftp_reply_status(message, code, texts[code]);
}

/* ---- names ---- */
static int read_node(const struct server *s, enum emu_node node,
                     struct rtx_buf *ret)
{
    int rc;

    pthread_mutex_lock(&s->emulator->lock);
    rc = emu_sftp_read(s->device, node, ret);
    pthread_mutex_unlock(&s->emulator->lock);
    return rc;
}

static void attributes(const struct server *s, enum emu_node node,
                       struct sftp_attributes_struct *ret)
{
    struct rtx_buf bytes;

    memset(ret, 0, sizeof *ret);
    ret->flags = SSH_FILEXFER_ATTR_PERMISSIONS | SSH_FILEXFER_ATTR_SIZE;
    ret->permissions = SSH_S_IFDIR | 0700;
    ret->type = SSH_FILEXFER_TYPE_DIRECTORY;
    if (node != EMU_CONFIG0 && node != EMU_EXEC0)
        return;
    rtx__buf_init_secret(&bytes, EMU_FILE_MAX);
    (void)read_node(s, node, &bytes);
    ret->permissions = SSH_S_IFREG | 0600;
    ret->type = SSH_FILEXFER_TYPE_REGULAR;
    ret->size = bytes.length;
    rtx__buf_free(&bytes);
}

/* @return the node of the message's path, or a status in `code` */
static enum emu_node lookup(const struct server *s, sftp_client_message message,
                            uint32_t *code)
{
    char *path = emu_sftp_canonical(sftp_client_message_get_filename(message));
    enum emu_node node = path ? emu_sftp_node(path) : EMU_NO_NODE;
    bool system = path && rtx__starts(path, "/system");

    rtx_free(path);
    *code = SSH_FX_OK;
    if (system && !s->ssh->privileged)
        *code = SSH_FX_PERMISSION_DENIED;
    else if (node == EMU_NO_NODE)
        *code = SSH_FX_NO_SUCH_FILE;
    return node;
}

static int real_path(sftp_client_message message)
{
    struct sftp_attributes_struct none = {0};
    char *path = emu_sftp_canonical(sftp_client_message_get_filename(message));
    int rc = path ? sftp_reply_name(message, path, &none)
                  : status(message, SSH_FX_FAILURE);

    rtx_free(path);
    return rc;
}

static int stat_path(const struct server *s, sftp_client_message message)
{
    struct sftp_attributes_struct found;
    uint32_t code;
    enum emu_node node = lookup(s, message, &code);

    if (code != SSH_FX_OK)
        return status(message, code);
    attributes(s, node, &found);
    return sftp_reply_attr(message, &found);
}

/* ---- handles ---- */
static int reply_handle(struct server *s, sftp_client_message message,
                        struct handle *handle)
{
    ssh_string name = handle ? sftp_handle_alloc(s->sftp, handle) : NULL;
    int rc;

    if (!name) {
        if (handle)
            handle_free(s, handle);
        return status(message, SSH_FX_FAILURE);
    }
    rc = sftp_reply_handle(message, name);
    ssh_string_free(name);
    return rc;
}

static int open_dir(struct server *s, sftp_client_message message)
{
    uint32_t code;
    enum emu_node node = lookup(s, message, &code);

    if (code == SSH_FX_OK && node != EMU_ROOT && node != EMU_SYSTEM)
        code = SSH_FX_NO_SUCH_FILE;
    if (code != SSH_FX_OK)
        return status(message, code);
    return reply_handle(s, message, handle_new(s, node, false));
}

static int open_file(struct server *s, sftp_client_message message)
{
    bool writing = sftp_client_message_get_flags(message) &
                   (SSH_FXF_WRITE | SSH_FXF_CREAT);
    struct handle *handle;
    uint32_t code;
    enum emu_node node = lookup(s, message, &code);

    /* the configuration is all that can be put there */
    if (writing && code != SSH_FX_PERMISSION_DENIED && node != EMU_CONFIG0)
        code = SSH_FX_PERMISSION_DENIED;
    if (code == SSH_FX_OK && (node == EMU_ROOT || node == EMU_SYSTEM))
        code = SSH_FX_FAILURE;
    if (code != SSH_FX_OK)
        return status(message, code);
    handle = handle_new(s, node, writing);
    if (handle && !(sftp_client_message_get_flags(message) & SSH_FXF_TRUNC) &&
        read_node(s, node, &handle->bytes) < 0) {
        handle_free(s, handle);
        handle = NULL;
    }
    return reply_handle(s, message, handle);
}

static int list_one(const struct server *s, sftp_client_message message,
                    enum emu_node node, const char *name)
{
    struct sftp_attributes_struct found;
    char line[LONG_NAME];

    attributes(s, node, &found);
    snprintf(line, sizeof line, "%s 1 root root %8lu Jan  1 00:00 %s",
             node == EMU_SYSTEM ? "drwx------" : "-rw-------",
             (unsigned long)found.size, name);
    return sftp_reply_names_add(message, name, line, &found);
}

static int read_dir(const struct server *s, sftp_client_message message,
                    struct handle *handle)
{
    int rc = 0;

    if (handle->listed || (handle->node == EMU_ROOT && !s->ssh->privileged))
        return status(message, SSH_FX_EOF);
    handle->listed = true;
    if (handle->node == EMU_ROOT) {
        rc = list_one(s, message, EMU_SYSTEM, "system");
    } else {
        rc = list_one(s, message, EMU_CONFIG0, "config0");
        if (rc == 0)
            rc = list_one(s, message, EMU_EXEC0, "exec0");
    }
    return rc == 0 ? sftp_reply_names(message)
                   : status(message, SSH_FX_FAILURE);
}

static int read_file(sftp_client_message message, const struct handle *handle)
{
    size_t length = message->len < READ_MAX ? message->len : READ_MAX;

    if (message->offset >= handle->bytes.length)
        return status(message, SSH_FX_EOF);
    if (length > handle->bytes.length - message->offset)
        length = handle->bytes.length - (size_t)message->offset;
    return sftp_reply_data(message, handle->bytes.data + message->offset,
                           (int)length);
}

static int write_file(sftp_client_message message, struct handle *handle)
{
    size_t length = ssh_string_len(message->data);
    const char *bytes = ssh_string_data(message->data);
    size_t had = handle->bytes.length;
    size_t over;

    if (!handle->writing)
        return status(message, SSH_FX_PERMISSION_DENIED);
    /* no holes: clients write from the front to the back */
    if (message->offset > had)
        return status(message, SSH_FX_FAILURE);
    over = had - (size_t)message->offset;
    if (over > length)
        over = length;
    if (over)
        memcpy(handle->bytes.data + message->offset, bytes, over);
    if (rtx__buf_add(&handle->bytes, bytes + over, length - over) < 0)
        return status(message, SSH_FX_FAILURE);
    return status(message, SSH_FX_OK);
}

static int close_handle(struct server *s, sftp_client_message message,
                        struct handle *handle)
{
    int rc = 0;

    if (handle->writing) {
        pthread_mutex_lock(&s->emulator->lock);
        rc = emu_sftp_write(s->device, &handle->bytes, s->ssh->user);
        pthread_mutex_unlock(&s->emulator->lock);
    }
    sftp_handle_remove(s->sftp, handle);
    handle_free(s, handle);
    return status(message, rc < 0 ? SSH_FX_FAILURE : SSH_FX_OK);
}

static int with_handle(struct server *s, sftp_client_message message)
{
    struct handle *handle = sftp_handle(s->sftp, message->handle);
    struct sftp_attributes_struct found;

    if (!handle)
        return status(message, SSH_FX_FAILURE);
    switch (sftp_client_message_get_type(message)) {
    case SSH_FXP_READDIR:
        return handle->node == EMU_ROOT || handle->node == EMU_SYSTEM
                   ? read_dir(s, message, handle)
                   : status(message, SSH_FX_FAILURE);
    case SSH_FXP_READ:
        return read_file(message, handle);
    case SSH_FXP_WRITE:
        return write_file(message, handle);
    case SSH_FXP_FSTAT:
        attributes(s, handle->node, &found);
        return sftp_reply_attr(message, &found);
    case SSH_FXP_FSETSTAT:
        return status(message, SSH_FX_OK);
    default:
        return close_handle(s, message, handle);
    }
}

static int answer(struct server *s, sftp_client_message message)
{
    switch (sftp_client_message_get_type(message)) {
    case SSH_FXP_REALPATH:
        return real_path(message);
    case SSH_FXP_STAT:
    case SSH_FXP_LSTAT:
        return stat_path(s, message);
    case SSH_FXP_OPENDIR:
        return open_dir(s, message);
    case SSH_FXP_OPEN:
        return open_file(s, message);
    case SSH_FXP_READDIR:
    case SSH_FXP_READ:
    case SSH_FXP_WRITE:
    case SSH_FXP_FSTAT:
    case SSH_FXP_FSETSTAT:
    case SSH_FXP_CLOSE:
        return with_handle(s, message);
    case SSH_FXP_REMOVE:
    case SSH_FXP_MKDIR:
    case SSH_FXP_RMDIR:
    case SSH_FXP_RENAME:
    case SSH_FXP_SETSTAT:
        return status(message, SSH_FX_PERMISSION_DENIED);
    default:
        return status(message, SSH_FX_OP_UNSUPPORTED);
    }
}

/* ---- the connection ---- */
static void note(const struct server *s, const char *what)
{
    pthread_mutex_lock(&s->emulator->lock);
    s->emulator->world.now_ms = rtx__now_ms();
    emu_log(s->device, "%s SFTP: %s %s", what, s->ssh->peer, s->ssh->user);
    pthread_mutex_unlock(&s->emulator->lock);
    emu_server_wake(s->emulator); /* consoles may show it */
}

/* `login timer` holds for SFTP too. */
static int patience(const struct server *s)
{
    int64_t ms;

    pthread_mutex_lock(&s->emulator->lock);
    ms = emu_idle_limit(s->device, false);
    pthread_mutex_unlock(&s->emulator->lock);
    return ms > INT32_MAX ? INT32_MAX : (int)ms;
}

/* A round trip for each time that the far end has waited for an answer. */
static void delay(const struct server *s)
{
    struct pollfd gone = {.fd = s->ssh->fd};
    long trip;

    pthread_mutex_lock(&s->emulator->lock);
    trip = s->emulator->world.options.number[EMU_RTT];
    pthread_mutex_unlock(&s->emulator->lock);
    if (trip)
        (void)poll(&gone, 1, (int)trip);
}

/* @return false when nobody has asked for anything for too long, or is there */
static bool wait_for_request(const struct server *s)
{
    int ready = ssh_channel_poll(s->ssh->channel, 0);

    if (ready != 0)
        return ready > 0;
    if (ssh_channel_poll_timeout(s->ssh->channel, patience(s), 0) <= 0)
        return false;
    delay(s);
    return true;
}

static void serve(struct server *s)
{
    int rc = 0;

    while (rc >= 0) {
        sftp_client_message message;

        if (!wait_for_request(s))
            return;
        message = sftp_get_client_message(s->sftp);
        if (!message)
            return;
        rc = answer(s, message);
        sftp_client_message_free(message);
    }
}

void emu_sftpd_serve(struct emu_ssh *ssh)
{
    struct server s = {.ssh = ssh, .emulator = ssh->emulator};

    pthread_mutex_lock(&s.emulator->lock);
    s.device = s.emulator->devices[ssh->endpoint->device];
    pthread_mutex_unlock(&s.emulator->lock);
    ssh_event_free(ssh->event);
    ssh->event = NULL;
    ssh_set_blocking(ssh->session, 1);
    s.sftp = sftp_server_new(ssh->session, ssh->channel);
    if (!s.sftp)
        return;
    note(&s, "Login succeeded for");
    if (sftp_server_init(s.sftp) == 0)
        serve(&s);
    note(&s, "Logout from");
    while (s.handles) /* what the far end left open */
        handle_free(&s, s.handles);
    sftp_server_free(s.sftp);
    ssh_channel_request_send_exit_status(ssh->channel, 0);
    ssh_channel_send_eof(ssh->channel);
    ssh_channel_close(ssh->channel);
}
