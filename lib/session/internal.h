/* What the files of session/ share; nobody else includes it. */
#ifndef RTX_SESSION_INTERNAL_H
#define RTX_SESSION_INTERNAL_H

#include <stdio.h>

#include "session/session.h"

enum {
    SESSION_OPTIONS = RTX_OPTION_KEEP_MS + 1,
    WAKE_MS = 700, /* an Enter after the banner may be dropped */
    WAKE_TRIES = 6,
    DAMAGE_TRIES = 4,
    DIALOGUE_MOST = 3,
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

struct op {
    const char *step; /* for messages: "login", "push", …; NULL: none */
    int (*answer)(rtx_session *session, const struct rtx_reply *reply);
    bool running;
    int result;
    int tries;
    int state;
    bool asked; /* the save question came */

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

struct rtx_session {
    char *endpoint_text;
    struct rtx_endpoint endpoint;
    char *user;
    rtx_secret *login_password;
    rtx_secret *admin_password;
    int64_t options[SESSION_OPTIONS]; /* by enum rtx_option */

    rtx_transport *transport;
    bool connected;
    rtx_console *console;
    int64_t connect_deadline;
    int64_t last_typed_ms;
    int broken; /* the fatal code that ended the session; 0: none */

    bool administrator;
    char context[64];
    int charset;           /* enum rtx_charset or -1 */
    struct rtx_buf prompt; /* UTF-8, for rtx_session_prompt() */
    uint64_t bytes_sent;
    uint64_t bytes_received;

    FILE *transcript;
    struct op op;
    struct dialogue dialogue;
    struct stay_state stay;
    struct rtx_error error;
};

/* session.c */
int session_fail(rtx_session *s, int code, const char *format, ...)
    RTX_PRINTF(3, 4);
int session_begin(rtx_session *s, const char *step,
                  int (*answer)(rtx_session *, const struct rtx_reply *));
int session_start(rtx_session *s);

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
void session_end(rtx_session *s, int result);
/* The failure that an end means which nobody expects. */
int session_unexpected(rtx_session *s, const struct rtx_reply *reply);
/* An answer as UTF-8, secrets removed; appended. */
int session_decode(rtx_session *s, const struct rtx_reply *reply,
                   struct rtx_buf *utf8);
/* The first error line of a UTF-8 answer into `line`; false: there is none. */
bool session_error_line(const char *utf8, char *line, size_t size);
void session_answer(rtx_session *s, const struct rtx_reply *reply);

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

#endif
