/*
 * commands: the statement grammar as data (commands.def) and its look-ups.
 * Which words of a statement are its key, where it belongs, what its `no` form
 * takes, which words are secret, what it may do to the session. Pure.
 */
#ifndef RTX_DIALECT_COMMANDS_H
#define RTX_DIALECT_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

struct rtx_buf;

/* Where a statement belongs. */
enum rtx_command_context {
    RTX_IN_GLOBAL, /* anywhere; filed globally */
    RTX_IN_PP,     /* needs pp select */
    RTX_IN_TUNNEL, /* needs tunnel select */
    RTX_IN_IPSEC,  /* filed under the tunnel's `ipsec tunnel N` when there is
                      one,  else globally */
};

enum rtx_command_kind {
    RTX_COMMAND_SETTING,
    RTX_COMMAND_SELECT, /* pp select, tunnel select (`ipsec tunnel` selects too,
                           but is itself a setting) */
    RTX_COMMAND_ACTION, /* does something once; never configuration */
    RTX_COMMAND_SHOW,
};

enum rtx_command_flag {
    RTX_COMMAND_CUTS = 1,      /* can cut the session it is typed in */
    RTX_COMMAND_ASKS = 2,      /* may ask (Y/N), for a password, or take long */
    RTX_COMMAND_PROMPT = 4,    /* changes the console prompt */
    RTX_COMMAND_CONSOLE = 8,   /* changes charset, lines, columns or info */
    RTX_COMMAND_REFERS = 16,   /* names things that other statements define */
    RTX_COMMAND_NO_NO = 32,    /* has no `no` form */
    RTX_COMMAND_PASSWORD = 64, /* only `*` may stand in a fragment */
    RTX_COMMAND_ENABLES = 128, /* ends its block: pp enable, tunnel enable */
    RTX_COMMAND_WHOLE = 1024,  /* its `no` form repeats the values */
    RTX_COMMAND_USER = 256,    /* a general user may type it */
    RTX_COMMAND_MARKLESS = 2048, /* prints neither # nor >: nothing that looks
                                    like a prompt */
    RTX_COMMAND_GROUP = 512, /* show config groups these neighbours in the table
                                by their first key parameter, not by command */
};

struct rtx_command {
    const char *form; /* see commands.def */
    enum rtx_command_context context;
    enum rtx_command_kind kind;
    unsigned flags;
    int rank; /* position in show config: its row in commands.def */
};

/* The first row of the run of grouped rows that it belongs to, or its own. */
int rtx__command_group(const struct rtx_command *command);
/* How many rows there are, and row `rank`, for tests and listings. */
int rtx__command_count(void);
const struct rtx_command *rtx__command_row(int rank);

/*
 * The command of a line, with or without `no` before it, words in any case,
 * blanks at both ends: the form whose literal words are the longest match.
 * NULL when it is unknown.
 */
const struct rtx_command *rtx__command_find(const char *line);

/* Does some command begin with the line's first word (or first two)? */
bool rtx__command_begins(const char *line);

/* What is wrong with the parameters, as the router would say it. */
enum rtx_command_fault {
    RTX_FAULT_NONE,
    RTX_FAULT_NAME,
    RTX_FAULT_ARITY,
    RTX_FAULT_KEYWORD,
    RTX_FAULT_RANGE,
    RTX_FAULT_INTEGER,
    RTX_FAULT_ADDRESS,
};
enum rtx_command_fault rtx__command_check(const char *line);

/*
 * Cut a line into words as the router does: blanks part words; quotes and
 * backslash keep them together; an unquoted # begins a comment.
 * Each word is a span of `line`, quotes included.
 * @return how many there are (not more than `max` are stored), or
 *         -1 - offset of the quote that is never closed
 */
struct rtx_word {
    size_t at;
    size_t length;
};
int rtx__words(const char *line, struct rtx_word *words, int max);
/* The first of the characters outside quotes and without a backslash before
 * it; NULL: there is none. */
const char *rtx__find_bare(const char *line, const char *chars);

/*
 * The identifying words of a statement, one blank between them, without `no`:
 * "ip filter 200000". Returns its length, or 0 when `size` is too small.
 * An unknown command's key is the general guess: its leading plain words and
 * the numbers among them.
 */
size_t rtx__command_key(const char *line, char *key, size_t size);

/* Which words of the line are secrets: bit i is word i. */
unsigned long rtx__command_secrets(const char *line);

/* What a word of a line is to its command. */
enum rtx_role {
    RTX_ROLE_KEY = 1, /* identifies the statement */
    RTX_ROLE_KEYWORD =
        2, /* one of the command's own words: case means nothing */
    RTX_ROLE_SECRET = 4,
    RTX_ROLE_OPTION = 8, /* with SECRET: only what stands behind its `=` */
    RTX_ROLE_NAME = 16,  /* NAME=value: the key is what stands before the `=` */
};

#define RTX_WORDS_MAX 1024 /* of one line; the router takes no more */

/* A line taken apart by its command. */
struct rtx_match {
    const struct rtx_command *command; /* NULL: unknown */
    bool no;                           /* begins with `no`, which is word 0 */
    int count;                         /* words */
    enum rtx_command_fault fault;
    struct rtx_word words[RTX_WORDS_MAX];
    unsigned char roles[RTX_WORDS_MAX]; /* of enum rtx_role */
};
void rtx__command_match(const char *line, struct rtx_match *ret);
/* rtx__command_key of a line that has been taken apart. */
size_t rtx__match_key(const char *line, const struct rtx_match *match,
                      char *key, size_t size);

/*
 * Is the line an unknown command of abbreviated words, each in one way only?
 * Then `ret` is its name written out ("show config" of "sh conf"). 1, 0, or
 * the code; `ret` is the caller's to free whichever it is.
 */
int rtx__command_written_out(const char *line, struct rtx_buf *ret);
/* Why such a line is refused. They are for people at a keyboard: the router
 * completes them as they are typed, and what they mean may change. */
#define RTX_ABBREVIATED "abbreviations are not sent; write out: %s"

/* Nobody typed that: what it was, and whether it was secret, is not known. */
bool rtx__is_garbled(const char *line);

/* Append the line with its secret words as `mask` ("*" or "***"). */
int rtx__statement_redact(const char *line, const char *mask,
                          struct rtx_buf *ret);
/* The same of a line that has been taken apart. */
int rtx__match_redact(const char *line, const struct rtx_match *match,
                      const char *mask, struct rtx_buf *ret);
/* Wherever a secret word of the line stands in a text: stars. */
void rtx__mask_secrets(const char *line, char *text);

#endif
