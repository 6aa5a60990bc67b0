/* server: sockets, terminals and the loop; private to the emulator's I/O. */
#ifndef RTX_EMULATOR_SERVER_H
#define RTX_EMULATOR_SERVER_H

#include <pthread.h>

#include "emulator/emulator.h"

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
    struct emu_shell shell;
    struct emu_telnet telnet;
    struct emu_pipe in;
    struct emu_pipe out;
    uint64_t queued;   /* bytes put on the line so far, for faults */
    uint64_t received; /* bytes taken from it so far, likewise */
    int64_t starts_at; /* the connection is there; 0: it is open */
    int64_t deadline;
    size_t heap_at; /* SIZE_MAX: not in the heap */
    bool writing;   /* waits for the descriptor to take more */
    bool ended;     /* the far end has closed */
    bool cut;       /* close when the line is empty */
    bool stalled;   /* nothing goes out any more */
    bool silent;    /* its router has gone without a word */
    bool garbage_sent;
};

struct emu_endpoint {
    enum emu_watched watched;
    char *uri;
    int fd; /* listening socket, or the terminal's master */
    int slave;
    bool serial;
    bool paused;
    size_t device;
    struct emu_session *session; /* of a terminal */
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
void emu_session_readable(struct emu_session *session);
/* Do what the time allows and set the next deadline; may free the session. */
void emu_session_process(struct emu_session *session);
void emu_session_drop(struct emu_session *session, bool reset);
void emu_session_bury(struct rtx_emulator *emulator);

/* server.c */
void *emu_server_main(void *emulator);
/* Bring up the routers that are due; the first time before the thread runs. */
void emu_server_boot(struct rtx_emulator *emulator);
void emu_server_kick(struct rtx_emulator *emulator);
void emu_server_drop_all(struct rtx_emulator *emulator,
                         const struct emu_device *device, bool reset);

/* listen.c */
int emu_listen_tcp(struct rtx_emulator *emulator, const char *address,
                   struct rtx_error *error);
int emu_listen_pty(struct rtx_emulator *emulator, struct rtx_error *error);
void emu_listen_pause(struct rtx_emulator *emulator,
                      struct emu_endpoint *endpoint, bool pause);
void emu_endpoint_free(struct emu_endpoint *endpoint);

#endif
