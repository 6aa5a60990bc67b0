/* What the files of session/ share; nobody else includes it. */
#ifndef RTX_SESSION_INTERNAL_H
#define RTX_SESSION_INTERNAL_H

#include <stdatomic.h>
#include <stdio.h>

#include "session/session.h"

enum {
    SESSION_OPTIONS = RTX_OPTION_SSH_KEEPALIVE_MS + 1,
    SESSION_TEXTS = RTX_TEXT_IDENTITY + 1,
    WAKE_MS = 700, /* an Enter after the banner may be dropped */
    WAKE_TRIES = 6,
    DAMAGE_TRIES = 4,
    DIALOGUE_MOST = 3,
    LOOK_MS = 150, /* at a line that may be in the middle of something */
    FAR_MS = 1000,
    LOGOUT_MS = 1000,
    USUAL_BAUD = 9600,
    MOST_BAUD = 327680,
    READ_MS = 20,      /* so long one rtx_session_process() reads */
    HEAD_MOST = 65536, /* bytes of a broken answer that are looked at */
};

/* The answers of a dialogue; wiped when it has ended. */
struct dialogue {
    rtx_secret *secrets[DIALOGUE_MOST]; /* for each password question */
    size_t count;
    size_t next;
    bool yes; /* the key at a (Y/N) question */
};

/* What an operation says about an answer. */
enum verdict { OP_MORE = 0, OP_DONE = 1 }; /* or a negative error code */

/* How far op_resync.c has come. */
struct resync {
    int probe;    /* the last one */
    bool heard;   /* something came since the beginning of the round */
    bool booting; /* a boot was seen */
    int rounds;
    int answers;
    int erasures;
    int enters;
    int64_t begun_at;
};

struct op {
    const char *step; /* for messages: "login", "push", …; NULL: none */
    int (*answer)(rtx_session *session, const struct rtx_reply *reply);
    bool running;
    bool fresh; /* nothing was read or typed for it yet */
    int result;
    int tries;
    int state;
    bool asked; /* the save question came */
    struct resync resync;

    struct rtx_buf command;
    unsigned command_flags;
    struct rtx_buf output; /* UTF-8 */

    struct rtx_push_line *lines;
    size_t count;
    size_t next;            /* the first line not queued yet */
    size_t answered;        /* lines with a status */
    size_t answered_before; /* when the last round of repeats began */
    bool all;               /* go on behind a refused line */
    bool refused;           /* some line was */
    size_t waiting;         /* exchanges queued or in flight */
    bool stopped;           /* nothing more is sent */
    bool interrupted;
    bool selecting; /* a context's selection is not answered yet */
    bool leaving;   /* going back to the global context */
    bool again;     /* a damaged one was seen: go back when all is answered */
    char left_context[64];   /* before the selection that is not answered */
    char queued_context[64]; /* where the console is after what is queued */
};

/* What a new login was made for: it is done behind it. */
enum stay { STAY_NOTHING, STAY_ADMINISTRATOR, STAY_RUN, STAY_SAVE };

/* See stay.c. */
struct stay_state {
    bool typed; /* an Enter of ours is not answered yet */
    enum stay then;
    bool administrator; /* it was, before the router logged us out */
    char *command;
};

/* The tag of an Enter that only keeps the login timer from striking. */
#define TAG_STAY (UINT64_MAX - 1)

/* See gate.c. */
struct gate {
    rtx_gate ask;
    void *user;
    bool waiting; /* to be let in */
    bool inside;
    int64_t asked_ms;
};

struct rtx_session {
    struct gate gate;
    char *endpoint_text;
    struct rtx_endpoint endpoint;
    char *user;
    rtx_secret *login_password;
    rtx_secret *admin_password;
    rtx_secret *passphrase;
    int64_t options[SESSION_OPTIONS]; /* by enum rtx_option */
    char *texts[SESSION_TEXTS];       /* by enum rtx_text_option */

    struct rtx_wire wire; /* the caller's own; all zero: none */
    void *wire_user;
    rtx_transport *ready; /* the caller's wire before its first use */
    rtx_transport *transport;
    atomic_bool cancelled; /* set by anybody, at any time */
    int cancel_fd;         /* readable from then on */
    bool resting;          /* rtx_session_idle() waits */
    bool opened;           /* or tried to: that is done once */
    bool connected;
    uint64_t fd_epoch; /* steps of connecting, and connections, so far */
    rtx_console *console;
    int64_t connect_deadline;
    int64_t connecting_at;
    int64_t drained_at; /* when a read last took all there was */
    bool line;          /* it may be in the middle of something: serial, tcp */
    int64_t quiet_ms;   /* of it: nothing more will come */
    int64_t last_typed_ms;
    int broken; /* the fatal code that ended the session; 0: none */

    bool administrator;
    char context[64];
    bool shows_pp; /* its prompt has shown contexts of this kind */
    bool shows_tunnel;
    int charset;           /* enum rtx_charset or -1 */
    struct rtx_buf prompt; /* UTF-8, for rtx_session_prompt() */
    uint64_t bytes_sent;
    uint64_t bytes_received;

    FILE *transcript;
    bool transcript_lost;         /* a part of it */
    struct rtx_buf known_secrets; /* that the transcript must not show */
    struct op op;
    struct dialogue dialogue;
    struct stay_state stay;
    struct rtx_error error;
};

/* session.c */
/* A session without its endpoint, which is called `name`; NULL: no memory. */
rtx_session *session_make(const char *name, struct rtx_error *error);
int session_fail(rtx_session *s, int code, const char *format, ...)
    RTX_PRINTF(3, 4);
/* A call that cannot be meant: RTX_E_ARGUMENT, and nothing else happens. */
int session_reject(rtx_session *s, const char *format, ...) RTX_PRINTF(2, 3);
/* Is this a session, and a limit for a call that blocks? Else as above. */
int session_limit(rtx_session *s, int64_t timeout_ms);
/* An operation begins; session_start() is for those that need an open session.
 * RTX_E_BUSY while another one runs. */
int session_begin(rtx_session *s, const char *step,
                  int (*answer)(rtx_session *, const struct rtx_reply *));
int session_start(rtx_session *s, const char *step,
                  int (*answer)(rtx_session *, const struct rtx_reply *));
/* The new operation's own error; the router's name stays. */
void session_clear_error(rtx_session *s, const char *step);

/* transcript.c: nothing is done while there is none */
void transcript_close(rtx_session *s);
/* NULL: a secret was typed */
void transcript_typed(rtx_session *s, const char *text);
void transcript_answered(rtx_session *s, const struct rtx_reply *reply);

/* drive.c */
int session_type(rtx_session *s, const char *text, unsigned flags,
                 int64_t timeout_ms, uint64_t tag);
int session_type_secret(rtx_session *s, const rtx_secret *secret);
int session_connect(rtx_session *s);
/* What it was told about SSH; borrowed. */
void session_ssh_options(const rtx_session *s, struct rtx_ssh_options *ret);
void session_end(rtx_session *s, int result);
/* The failure that an end means which nobody expects. */
int session_unexpected(rtx_session *s, const struct rtx_reply *reply);
/* An answer as UTF-8, secrets removed; appended. */
int session_decode(rtx_session *s, const struct rtx_reply *reply,
                   struct rtx_buf *utf8);
/* The first error line of a UTF-8 answer into `line`; false: there is none. */
bool session_error_line(const char *utf8, char *line, size_t size);
void session_answer(rtx_session *s, const struct rtx_reply *reply);
/* No more of an answer than an error needs. */
struct rtx_reply session_head(const struct rtx_reply *reply);
/* The error is about this line: its secrets stand nowhere in it. */
void session_concerns(rtx_session *s, const char *line);

/* gate.c */
/* May it connect now? If not, it is asked again by and by. */
bool gate_enter(rtx_session *s);
void gate_leave(rtx_session *s);
/* Connect, if it waits and may by now. */
void gate_process(rtx_session *s);
int64_t gate_deadline(const rtx_session *s);

/* own_wire.c */
int session_own_wire(rtx_session *s);

/* cancel.c */
int cancel_init(rtx_session *s);
void cancel_close(rtx_session *s);
bool cancel_asked(const rtx_session *s);
/* It was asked for, and the asking is over now. */
bool cancel_take(rtx_session *s);
/* End the running operation if somebody asked for it. */
void cancel_obey(rtx_session *s);

/* stay.c */
int64_t stay_deadline(const rtx_session *s);
void stay_tick(rtx_session *s);
/* true: it was the answer to an Enter of ours */
bool stay_answer(rtx_session *s, const struct rtx_reply *reply);
bool stay_wanted(rtx_session *s);
/* Log in again, then do what was asked for. */
int stay_begin(rtx_session *s, enum stay then, const char *command);
/* An operation has ended: go on with what the login was made for. */
void stay_ended(rtx_session *s);
void stay_free(rtx_session *s);

/* op_setup.c */
void dialogue_free(rtx_session *s);

/* op_open.c */
int open_connected(rtx_session *s);
/* The line is at an empty prompt, or at the beginning of the login. */
int open_prompt(rtx_session *s);
int open_login(rtx_session *s, const struct rtx_reply *reply);

/* op_resync.c: ends in one of the two above */
int resync_begin(rtx_session *s);
int resync_boot(rtx_session *s);
int resync_answer(rtx_session *s, const struct rtx_reply *reply);

#endif
