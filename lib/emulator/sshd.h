/*
 * sshd: the SSH server's connections; private to sshd*.c and sftpd.c.
 *
 * A connection belongs to a worker thread until its user has a shell: the
 * handshake costs milliseconds that the loop has not got. Then the loop owns
 * it, as it owns a telnet socket, and gives it back to the worker when its
 * session has ended in order, so that the last bytes reach the far end. SFTP
 * has a thread per connection. libssh is never blocking but there.
 *
 * Locks: the emulator's first, then a worker's.
 */
#ifndef RTX_EMULATOR_SSHD_H
#define RTX_EMULATOR_SSHD_H

#include <libssh/callbacks.h>
#include <libssh/server.h>

#include "emulator/server.h"

enum emu_ssh_state {
    EMU_CONN_NEW, /* connected, nothing said */
    EMU_CONN_KEX,
    EMU_CONN_LOGIN, /* until a shell or SFTP is asked for */
    EMU_CONN_SHELL,
    EMU_CONN_SFTP,
    EMU_CONN_LINGER, /* closed by us, until the far end has seen it */
    EMU_CONN_DEAD,
};

struct emu_ssh_worker;

struct emu_ssh {
    enum emu_ssh_state state;
    struct emu_ssh *next; /* of the worker's */
    struct emu_ssh_worker *worker;
    struct rtx_emulator *emulator;
    struct emu_endpoint *endpoint;
    int fd;
    bool doomed; /* its router has gone down; under the worker's lock */
    bool done;   /* its SFTP thread has ended; likewise */
    bool threaded;
    pthread_t thread;
    unsigned watching;  /* events of the worker's epoll */
    int64_t due_ms;     /* what has arrived is looked at then; 0: nothing */
    int64_t expires_ms; /* of a login or of lingering */
    ssh_session session;
    ssh_event event;
    ssh_channel channel;
    struct ssh_server_callbacks_struct server_calls;
    struct ssh_channel_callbacks_struct channel_calls;
    struct rtx_buf input;
    bool pty;
    bool ended;      /* no more input: the channel's end, or the line's */
    bool closed;     /* the far end has closed the channel */
    bool privileged; /* the administrator's password was given */
    int tries;
    bool refused; /* too many wrong passwords */
    bool counted; /* as one in its login */
    char peer[64];
    char user[64];
};

/* sshd.c: the workers */
/* Tell a worker that its SFTP thread is done with a connection. */
void emu_sshd_done(struct emu_ssh *ssh);

/* sshd_conn.c: one connection */
int emu_ssh_new(struct emu_ssh **ret, struct rtx_emulator *emulator,
                struct emu_endpoint *endpoint, int fd, const char *peer);
/* Its login is over: it has a shell or SFTP, or is gone. */
void emu_ssh_arrived(struct emu_ssh *ssh);
/* Say that the session is over, and wait for the far end to agree. */
void emu_ssh_finish(struct emu_ssh *ssh);

/* sshd_policy.c: who may come, and what is offered; under the lock */
/* Has it as many sessions as `sshd session` allows? */
bool emu_sshd_full(const struct emu_device *device);
bool emu_sftpd_admits(const struct emu_device *device, const char *peer);
enum emu_proof { EMU_WRONG, EMU_USER, EMU_PRIVILEGED };
enum emu_proof emu_sshd_password(const struct emu_device *device,
                                 const char *peer, const char *user,
                                 const char *password);
/* A bind with algorithms, ident and host key for a connection; NULL: memory */
ssh_bind emu_sshd_bind(struct rtx_emulator *emulator,
                       struct emu_device *device);

/* sshd_key.c: the router's host key, made if there is none; borrowed, NULL:
 * cannot. */
ssh_key emu_sshd_key(struct rtx_emulator *emulator, struct emu_device *device);
/* Has this key of this user been authorized? */
bool emu_sshd_authorized(const struct rtx_emulator *emulator, const char *user,
                         struct ssh_key_struct *key);

/* sftp_files.c: what there is to see; under the lock */
enum { EMU_FILE_MAX = 1 << 22 };
enum emu_node { EMU_NO_NODE, EMU_ROOT, EMU_SYSTEM, EMU_CONFIG0, EMU_EXEC0 };
enum emu_node emu_sftp_node(const char *path);
int emu_sftp_read(struct emu_device *device, enum emu_node node,
                  struct rtx_buf *ret);
int emu_sftp_write(struct emu_device *device, const struct rtx_buf *text,
                   const char *user);
/* "system/./config0" as "/system/config0"; owned */
char *emu_sftp_canonical(const char *path);

/* sftpd.c: serve SFTP until the far end has enough; on a thread of its own */
void emu_sftpd_serve(struct emu_ssh *ssh);

#endif
