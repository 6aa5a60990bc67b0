/* What the files of console/ share; nobody else includes it. */
#ifndef RTX_CONSOLE_INTERNAL_H
#define RTX_CONSOLE_INTERNAL_H

#include "console/console.h"

enum {
    KEY_CTRL_C = 0x03,
    KEY_BELL = 0x07,
    KEY_BACKSPACE = 0x08,
    KEY_XON = 0x11,
    KEY_CTRL_R = 0x12,
    KEY_XOFF = 0x13,
    KEY_CTRL_U = 0x15,
    KEY_ESCAPE = 0x1B,
};

/* Times in ms. None of them is paid by a line that behaves. */
enum {
    SETTLE_MS = 3,     /* before an Enter that tests a prompt */
    QUESTION_MS = 20,  /* before a question is taken for one */
    GUESS_MS = 10,     /* before an unknown prompt is taken for one */
    STALL_MS = 200,    /* plus two round trips: blanks or Enter were eaten */
    REDRAW_MS = 1000,  /* after a notice nothing came: ask for a redraw */
    FOREIGN_MS = 2500, /* some prompt stands there, but not ours */
    ECHO_MS = 3000,    /* plus two round trips: the echo will not come */
    QUIET_MS = 300,    /* plus two round trips: nothing more will come */
    DRAIN_MS = 20000,  /* a damaged line is given up */
    XOFF_MS = 4000,    /* an Xon may get lost: so long a stop is enough */
};

enum {
    BLANKS_MOST = 16, /* ahead of the pager */
    LOOK_MOST = 8,    /* times its quiet time: so long a look may take */
    NOTICES_CEILING = 65536,
    WIDE_ENOUGH = 79, /* a line that long may go on in the next one */
};

enum phase { PHASE_REST, PHASE_ECHO, PHASE_OUTPUT, PHASE_FENCE, PHASE_DRAIN };

struct node {
    struct node *next;
    char *text;
    size_t length;
    unsigned flags;
    uint64_t tag;
    int64_t timeout_ms;
    int64_t sent_at;
    bool measured; /* it was sent at a prompt: its echo tells the round trip */
    bool clean;
    enum rtx_end end;
    struct rtx_prompt prompt;
    size_t heard;
    size_t lines;
    struct rtx_buf output;
    struct rtx_buf tail;
};

struct list {
    struct node *first;
    struct node *last;
};

/* The line under the cursor as a terminal would show it. */
struct screen {
    struct rtx_buf line;
    size_t cursor;
    enum { ESC_NONE, ESC_SEEN, ESC_CSI } escape;
};

/* Where in the typed line its echo has come to. */
struct echo {
    size_t at;           /* bytes of the line that were seen */
    struct rtx_buf line; /* the physical line so far */
    size_t foreign;      /* where in `line` the text begins that is not ours */
    bool is_foreign;
    bool broken;    /* CR, LF or BS since the last byte that matched */
    int escape;     /* inside an escape sequence */
    bool restarted; /* the prompt came again before the line was complete */
};

struct rtx_console {
    struct rtx_console_options options;
    struct list queued;
    struct list flying;
    struct list done;
    struct node *shown; /* the reply last given out */
    size_t flying_bytes;
    size_t window;
    bool held; /* until the owner has seen what a line was answered */
    struct rtx_buf out;

    bool learned;
    struct rtx_buf string; /* the console prompt string */
    struct rtx_buf prompt; /* the whole prompt that stood last */

    enum phase phase;
    struct screen screen;
    struct echo echo;
    enum rtx_end candidate; /* what the last line looks like */
    struct rtx_prompt candidate_prompt;
    int64_t settle_ms;  /* how long it must stand to be taken for one */
    int64_t changed_at; /* when the last byte came or a key was sent */
    int64_t heard_at;   /* when the last byte came */
    int64_t head_at;    /* when the head exchange became the head */
    int64_t drain_at;

    bool first_line; /* of the output: may hold the echo of a key */
    bool in_header;  /* of show config */
    bool body_seen;  /* show config has come to its statements */
    size_t last_width;
    bool after_notice;
    int redraws;
    size_t fences;   /* Enter sent to test a prompt, not answered yet */
    size_t fenced;   /* answered */
    int nudges;      /* Enter sent again, since nothing came */
    size_t pagers;   /* seen in this exchange */
    size_t blanks;   /* sent in this exchange */
    bool erasing;    /* the pager's text is being overwritten */
    bool erase_back; /* a CR or BS was seen while erasing */
    size_t erased;   /* blanks seen while erasing */
    size_t pager_width;
    bool ahead_lost; /* this router throws blanks away */
    int drain_try;

    size_t boot_at; /* how much of the boot's first line was seen */
    bool booted;    /* and nobody was told yet */
    bool stopped;   /* the router sent Xoff */
    int64_t stopped_at;

    struct rtx_buf notices;
    struct rtx_buf stray;
    struct rtx_console_stats stats;
    bool closed;
    int failed; /* memory: sticky */
};

/* window.c */
void console_pump(struct rtx_console *c, int64_t now);
void console_key(struct rtx_console *c, char key, int64_t now);

/* screen.c: true when a line was completed; it is in screen->line then */
bool screen_byte(struct rtx_console *c, unsigned char byte);
void screen_clear(struct screen *screen);

/* echo.c */
enum echo_result { ECHO_MORE, ECHO_DONE, ECHO_DAMAGED };
enum echo_result echo_byte(struct rtx_console *c, const struct node *node,
                           unsigned char byte);
void echo_reset(struct rtx_console *c);

/* pager.c: true when the byte belonged to the pager */
bool pager_byte(struct rtx_console *c, unsigned char byte, int64_t now);
bool pager_check(struct rtx_console *c, int64_t now);
void pager_stalled(struct rtx_console *c, int64_t now);
bool pager_waits(const struct rtx_console *c);
/* The columns of a pager text, with its blanks; 0: it is none. */
size_t pager_width(const char *line, size_t length);

/* ends.c */
enum rtx_end ends_classify(struct rtx_console *c);
/* May a blank behind this byte be the end of a prompt? */
bool ends_may_prompt(const struct rtx_console *c, unsigned char before);
int64_t ends_ripe_at(const struct rtx_console *c);
bool ends_our_prompt(struct rtx_console *c);
bool is_notice(const char *line, size_t length);
bool may_be_notice(const char *line, size_t length);

enum rtx_end ends_question(const char *line, size_t length);

/* look.c */
void look_byte(struct rtx_console *c, unsigned char byte);
void look_finish(struct rtx_console *c, int64_t now);

/* boot.c */
bool boot_byte(struct rtx_console *c, unsigned char byte);
bool boot_line(const struct rtx_console *c);
void boot_seen(struct rtx_console *c, int64_t now);

/* drain.c */
void drain_begin(struct rtx_console *c, int64_t now);
void drain_tick(struct rtx_console *c, int64_t now);
int64_t drain_deadline(const struct rtx_console *c);

/* bytes.c */
void console_line(struct rtx_console *c);
void console_notice(struct rtx_console *c, const char *line, size_t length);
void console_damaged(struct rtx_console *c, int64_t now);

/* head.c */
void console_enter_head(struct rtx_console *c, int64_t now);
void console_finish(struct rtx_console *c, enum rtx_end end, int64_t now);
void console_stray(struct rtx_console *c);
/* Answer all that is in flight or queued. */
void console_end_all(struct rtx_console *c, enum rtx_end end, int64_t now);
/* Memory or a ceiling ran out: nothing can be followed any more. */
void console_failed(struct rtx_console *c, int64_t now);

/* console.c */
void list_add(struct list *list, struct node *node);
void console_keep(struct rtx_console *c, int rc);
int64_t console_patience(const struct rtx_console *c, int64_t base);
int64_t console_backoff(const struct rtx_console *c, int64_t base, int tries);

#endif
