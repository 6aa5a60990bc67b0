/*
 * console: the router's console without any I/O: bytes and the time go in,
 * replies and bytes to write come out.
 *
 *   push(exchange) ──► queue ──► window ──► output()        bytes to the router
 *   feed(bytes) ──► echo ──► screen, pager ──► end? ──► reply()
 *
 * One exchange is one line typed (or a key, or nothing) and what the router
 * says until it waits again: at a prompt, a password question, a (Y/N)
 * question, or the end of the connection. Several may be in flight at once;
 * each reply is tied to its line by the line's echo.
 *
 * Phases of the exchange that is being answered:
 *
 *   REST ──sent──► ECHO ──line echoed──► OUTPUT ──prompt──► REST or next ECHO
 *                   │ damaged              │ prompt, but is it one?
 *                   ▼                      ▼
 *                 DRAIN ──quiet, prompt   FENCE ──Enter answered──► REST
 *
 * Text is kept as the router's bytes; only its reader decodes it. The bytes may
 * be cut anywhere: everything is decided byte by byte or by the time that
 * passes, never by where a read ended.
 */
#ifndef RTX_CONSOLE_CONSOLE_H
#define RTX_CONSOLE_CONSOLE_H

#include "base/base.h"
#include "dialect/dialect.h"

typedef struct rtx_console rtx_console;

/* What the router waits for. */
enum rtx_end {
    RTX_END_NONE,
    RTX_END_PROMPT,
    RTX_END_PASSWORD, /* any "…assword:" question */
    RTX_END_USERNAME,
    RTX_END_YESNO,
    RTX_END_CLOSED,  /* the connection ended */
    RTX_END_TIMEOUT, /* nothing came for the exchange's time */
    RTX_END_LIMIT,   /* more output than the ceiling */
    RTX_END_PAGER,   /* only of a look: a page is full */
    RTX_END_BOOT,    /* the router has begun to boot */
    RTX_END_LOGOUT,  /* it asks for the login where a line was typed */
};

enum rtx_exchange_flag {
    RTX_EXCHANGE_SECRET = 1,      /* not echoed; wiped when sent */
    RTX_EXCHANGE_KEY = 2,         /* one key without Enter */
    RTX_EXCHANGE_WAIT = 4,        /* nothing is typed */
    RTX_EXCHANGE_ALONE = 8,       /* never in flight together with another */
    RTX_EXCHANGE_OUTPUT = 16,     /* prints, may page */
    RTX_EXCHANGE_CONFIG = 32,     /* prints lines that begin with "# " first */
    RTX_EXCHANGE_RELEARN = 64,    /* another prompt string may follow */
    RTX_EXCHANGE_STAMPED = 128,   /* prints lines with time stamps */
    RTX_EXCHANGE_MARKLESS = 1024, /* prints nothing that looks like a prompt */
    RTX_EXCHANGE_LAST = 256,      /* may fly behind others, none behind it */
    RTX_EXCHANGE_LOOK = 512,      /* with KEY or WAIT: see look.c */
};

struct rtx_exchange {
    const char *text; /* bytes in the console's charset; copied */
    size_t length;
    unsigned flags;
    int64_t timeout_ms; /* without a byte from the router */
    uint64_t tag;       /* the caller's own; comes back in the reply */
};

struct rtx_reply {
    uint64_t tag;
    unsigned flags; /* of the exchange */
    enum rtx_end end;
    bool clean;               /* the echo was the line typed */
    struct rtx_prompt prompt; /* when end is PROMPT */
    size_t heard;             /* bytes that came since it was sent */
    size_t lines;             /* of a look: line ends among them */
    const char *output; /* bytes, lines end with \n; borrowed until next pop */
    size_t length;
    const char *tail; /* the question, or what stood in the last line */
    size_t tail_length;
};

struct rtx_console_options {
    size_t window_start;   /* bytes in flight at first; 0: one line at a time */
    size_t window_ceiling; /* and at most */
    size_t output_ceiling; /* bytes of one reply */
    bool blanks_ahead;     /* answer the pager before it asks again */
    int64_t slack_ms; /* by which a slow line is late; added to all waiting */
};

/* Facts about the line, for reports and benches. */
struct rtx_console_stats {
    int64_t rtt_ms; /* shortest time from a line to its echo; -1: none yet */
    size_t window;  /* bytes that may be in flight now */
    size_t lines_sent;
    size_t pagers;
    size_t fences;
    size_t damages;
    bool lockstep; /* fell back to one line at a time */
};

void rtx__console_defaults(struct rtx_console_options *options);
rtx_console *rtx__console_new(const struct rtx_console_options *options);
void rtx__console_free(rtx_console *console);

/* Queue an exchange. 0 or RTX_E_NOMEM. */
int rtx__console_push(rtx_console *console, const struct rtx_exchange *exchange,
                      int64_t now_ms);
/* Forget what is queued and not sent yet; tells how many there were. */
size_t rtx__console_discard(rtx_console *console);
/* Nothing queued, in flight, or answered and not fetched. */
bool rtx__console_idle(const rtx_console *console);

int rtx__console_feed(rtx_console *console, const void *bytes, size_t length,
                      int64_t now_ms);
void rtx__console_eof(rtx_console *console, int64_t now_ms);
int rtx__console_tick(rtx_console *console, int64_t now_ms);
/* When tick() wants to be called; INT64_MAX: no need. */
int64_t rtx__console_deadline(const rtx_console *console);

/* Bytes to write; borrowed until the next call. */
size_t rtx__console_output(const rtx_console *console, const char **ret);
void rtx__console_sent(rtx_console *console, size_t length);

/* The next answered exchange, in the order of the lines; false: none yet. */
bool rtx__console_reply(rtx_console *console, struct rtx_reply *ret);

/*
 * A line that was answered with words may have been refused: nothing more is
 * typed until its reply was fetched and this is called.
 */
void rtx__console_resume(rtx_console *console, int64_t now_ms);

/* Lines of `console info on` that came in between, one per line; borrowed. */
const char *rtx__console_notices(const rtx_console *console);
/* What the router said unasked while nothing was in flight; borrowed. */
const char *rtx__console_stray(const rtx_console *console, size_t *length);

/* The prompt string as learned; false while there is none. */
bool rtx__console_prompt(const rtx_console *console, const char **string,
                         size_t *length);
void rtx__console_stats(const rtx_console *console,
                        struct rtx_console_stats *ret);
/* One line at a time from now on. */
void rtx__console_lockstep(rtx_console *console);

#endif
