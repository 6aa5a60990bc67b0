/* server: sockets, terminals and the loop; private to the emulator's I/O. */
#ifndef RTX_EMULATOR_SERVER_H
#define RTX_EMULATOR_SERVER_H

#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>

#include "emulator/emulator.h"

struct emu_ssh;
struct emu_sshd;

/* SSH connections in their login; counted without the lock. */
struct emu_ssh_logins {
    atomic_uint now;
    atomic_uint most;
};

/* ---- link.c: a line with a delay and a speed ---- */
struct emu_mark {
    int64_t due_ms;
    uint64_t end; /* of the bytes that are due, counted from the first ever */
};
struct emu_pipe {
    struct rtx_buf bytes;
    size_t at; /* bytes.data + at is the first that is not taken */
    uint64_t taken;
    struct emu_mark *marks;
    size_t mark_at;
    size_t mark_count;
    size_t mark_capacity;
    int64_t next_us; /* when the line is free for the next byte */
};
void emu_pipe_init(struct emu_pipe *pipe);
void emu_pipe_free(struct emu_pipe *pipe);
int emu_pipe_add(struct emu_pipe *pipe, const void *bytes, size_t length,
                 int64_t due_ms);
size_t emu_pipe_waiting(const struct emu_pipe *pipe);
/* How many bytes have arrived by now; byte_us: 0 for an endless speed. */
size_t emu_pipe_ready(struct emu_pipe *pipe, int64_t now_ms, int64_t byte_us);
const char *emu_pipe_bytes(const struct emu_pipe *pipe);
void emu_pipe_take(struct emu_pipe *pipe, size_t length, int64_t byte_us);
/* When the next bytes arrive; INT64_MAX: there are none. */
int64_t emu_pipe_due(const struct emu_pipe *pipe, int64_t byte_us);

/* ---- telnetd.c: RFC 854, the server's side ---- */
struct emu_telnet {
    int state;
    unsigned char command;
    bool after_cr;
};
int emu_telnet_greet(const struct emu_world *world, struct rtx_buf *ret);
int emu_telnet_decode(const struct emu_world *world, struct emu_telnet *telnet,
                      const void *bytes, size_t length, struct rtx_buf *data,
                      struct rtx_buf *reply);
int emu_telnet_encode(const struct emu_world *world, const char *bytes,
                      size_t length, struct rtx_buf *ret);

/* ---- server.c, session.c ---- */
/* First member of everything that epoll may point at. */
enum emu_watched { EMU_WATCH_WAKE, EMU_WATCH_ENDPOINT, EMU_WATCH_SESSION };

struct emu_session {
    enum emu_watched watched;
    bool dropped; /* an event of the same round may still point here */
    struct emu_session *next;
    struct emu_session *previous;
    struct rtx_emulator *emulator;
    struct emu_endpoint *endpoint;
    int fd;
    bool serial;
    struct emu_ssh *ssh; /* NULL: telnet or a terminal */
    struct emu_shell shell;
    struct emu_telnet telnet;
    struct emu_pipe in;
    struct emu_pipe out;
    uint64_t queued;   /* bytes put on the line so far, for faults */
    uint64_t received; /* bytes taken from it so far, likewise */
    int64_t starts_at; /* the connection is there; 0: it is open */
    int64_t deadline;
    size_t heap_at; /* SIZE_MAX: not in the heap */
    bool writing;   /* waits for the far end to take more */
    bool polling;   /* for the descriptor to take more */
    bool ended;     /* the far end has closed */
    bool eof;       /* of SSH: nothing more is typed, but it listens */
    bool finished;  /* it ends in order */
    bool cut;       /* close when the line is empty */
    bool stalled;   /* nothing goes out any more */
    bool silent;    /* its router has gone without a word */
    bool garbage_sent;
    int64_t full_at; /* a terminal took nothing more since; 0: it does */
};

struct emu_endpoint {
    enum emu_watched watched;
    char *uri;
    char *full_uri; /* of SSH, once it is known who may come */
    int fd;         /* listening socket, or the terminal's master */
    int slave;
    bool serial;
    bool ssh;
    bool paused;
    size_t device;
    struct emu_session *session; /* of a terminal */
    char terminal[272];          /* its URI now; the first is `uri` */
};

struct emu_host_key {
    struct ssh_key_struct *key;
    unsigned number; /* of those that its router has made */
};
struct emu_authorized {
    char *user;
    struct ssh_key_struct *key;
};
struct emu_sshd_keys {
    struct ssh_key_struct *shared; /* NULL: made when it is needed */
    struct emu_host_key *own;      /* per router that has made one */
    size_t own_count;
    size_t own_capacity;
    struct emu_authorized *users;
    size_t user_count;
    size_t user_capacity;
};

struct rtx_emulator {
    enum emu_watched watched;
    pthread_mutex_t lock;
    pthread_t thread;
    bool running;
    bool stopping;
    bool started;
    bool kicked;
    struct emu_world world;
    struct emu_ssh_logins ssh_logins;
    struct emu_device **devices;
    int64_t *boot_at; /* per device: real time, INT64_MAX: it is up */
    size_t device_count;
    size_t focus;
    struct emu_endpoint **endpoints;
    size_t endpoint_count;
    size_t endpoint_capacity;
    struct emu_session *sessions;
    struct emu_session *dropped; /* to be freed at the end of the round */
    struct emu_session **heap;
    size_t heap_count;
    size_t heap_capacity;
    int64_t schedule_at;
    struct emu_sshd *sshd; /* NULL: nobody asked for SSH */
    struct emu_sshd_keys ssh_keys;
    int epoll;
    int wake;
};

/* timers.c: a heap of sessions by deadline */
int emu_timer_set(struct rtx_emulator *emulator, struct emu_session *session,
                  int64_t deadline);
void emu_timer_remove(struct rtx_emulator *emulator,
                      struct emu_session *session);

/* session.c */
int emu_session_new(struct emu_session **ret, struct rtx_emulator *emulator,
                    struct emu_endpoint *endpoint, int fd, const char *peer);
/* Of a user who has logged in by SSH; on failure `ssh` stays the caller's. */
int emu_session_ssh(struct rtx_emulator *emulator,
                    struct emu_endpoint *endpoint, struct emu_ssh *ssh, int fd,
                    const char *peer, const char *user);
void emu_session_readable(struct emu_session *session);
/* Do what the time allows and set the next deadline; may free the session. */
void emu_session_process(struct emu_session *session);
void emu_session_drop(struct emu_session *session, bool reset);
void emu_session_bury(struct rtx_emulator *emulator);
/* How long a byte takes to the far end, ms. */
int64_t emu_session_way_out(const struct emu_session *session);
/* Bytes that have arrived reach the console. */
void emu_session_input(struct emu_session *session, const char *bytes,
                       size_t length);

/* strike.c */
/* How much of what is to go out goes before a fault strikes; SIZE_MAX: all. */
size_t emu_strike_out(struct emu_session *session, const char *bytes,
                      size_t length);
/* The fault that strikes behind one of the next bytes, and how many stand
 * before it. */
struct emu_fault *emu_strike_find(struct emu_session *session, size_t length,
                                  size_t *before);
void emu_strike_in(struct emu_session *session, struct emu_fault *fault);

/* sshd.c, sshd_conn.c: SSH. Workers own connections until there is a shell */
int emu_sshd_new(struct rtx_emulator *emulator);
int emu_sshd_start(struct rtx_emulator *emulator);
/* No session may be left: none can give its connection back any more. */
void emu_sshd_stop(struct rtx_emulator *emulator);
void emu_sshd_free(struct rtx_emulator *emulator);
/* The descriptor is taken over, whatever becomes of it. */
void emu_sshd_accept(struct rtx_emulator *emulator,
                     struct emu_endpoint *endpoint, int fd, const char *peer);
/* Cut what is not in the loop's hands; device NULL: of all. */
void emu_sshd_drop(struct rtx_emulator *emulator,
                   const struct emu_device *device);
/* The end of a session in order. */
void emu_sshd_give_back(struct emu_ssh *ssh);
/* Go on as far as possible without waiting. */
void emu_ssh_pump(struct emu_ssh *ssh);
/* As write(): EAGAIN when neither window nor descriptor take more. */
ssize_t emu_ssh_write(struct emu_ssh *ssh, const char *bytes, size_t length);
/* libssh has bytes that the descriptor did not take. */
bool emu_ssh_pending(const struct emu_ssh *ssh);
/* What has come; the caller empties it. */
struct rtx_buf *emu_ssh_input(struct emu_ssh *ssh);
/* No more is coming; closed: nor is anybody reading. */
bool emu_ssh_ended(const struct emu_ssh *ssh, bool *closed);
/* Abruptly, as a broken line does; the descriptor goes too. */
void emu_ssh_free(struct emu_ssh *ssh);
/* sshd_policy.c */
bool emu_sshd_admits(struct rtx_emulator *emulator,
                     const struct emu_device *device, const char *peer);
/* sshd_key.c: the line of known_hosts for an endpoint; owned */
char *emu_sshd_key_line(struct rtx_emulator *emulator,
                        const struct emu_endpoint *endpoint);
/* `line`: "ssh-rsa AAAA… comment" */
int emu_sshd_authorize(struct rtx_emulator *emulator, const char *user,
                       const char *line, struct rtx_error *error);
void emu_sshd_keys_free(struct rtx_emulator *emulator);
int emu_sshd_load_key(struct rtx_emulator *emulator, const char *path,
                      struct rtx_error *error);

/* server.c */
void emu_server_wake(struct rtx_emulator *emulator);
void *emu_server_main(void *emulator);
/* Bring up the routers that are due; the first time before the thread runs. */
void emu_server_boot(struct rtx_emulator *emulator);
void emu_server_kick(struct rtx_emulator *emulator);
void emu_server_drop_all(struct rtx_emulator *emulator,
                         const struct emu_device *device, bool reset);

/* listen.c */
int emu_listen_tcp(struct rtx_emulator *emulator, const char *address, bool ssh,
                   struct rtx_error *error);
int emu_listen_pty(struct rtx_emulator *emulator, struct rtx_error *error);
int emu_listen_complete(struct rtx_emulator *emulator,
                        struct emu_endpoint *endpoint);
int emu_listen_replug(struct rtx_emulator *emulator,
                      struct emu_endpoint *endpoint);
void emu_listen_pause(struct rtx_emulator *emulator,
                      struct emu_endpoint *endpoint, bool pause);
void emu_endpoint_free(struct emu_endpoint *endpoint);

#endif
