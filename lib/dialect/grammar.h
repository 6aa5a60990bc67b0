/* grammar: reading the forms of commands.def; private to dialect. */
#ifndef RTX_DIALECT_GRAMMAR_H
#define RTX_DIALECT_GRAMMAR_H

#include "dialect/commands.h"

enum rtx_token_kind {
    RTX_TOKEN_END,
    RTX_TOKEN_LITERAL, /* word */
    RTX_TOKEN_KEY,     /* {alternatives} */
    RTX_TOKEN_VALUE,   /* <alternatives> */
    RTX_TOKEN_OPEN,    /* [ */
    RTX_TOKEN_CLOSE,   /* ] */
    RTX_TOKEN_REST,    /* ... on its own */
};

/* One word of a form; `repeat` when it may stand several times. */
struct rtx_token {
    enum rtx_token_kind kind;
    const char *text; /* without its brackets */
    size_t length;
    bool repeat;
};

/* Read the token at `form`; returns where the next one begins. */
const char *rtx__token(const char *form, struct rtx_token *token);

/*
 * Does a word fit the alternatives of a parameter? *roles gets what the word
 * is then; the fault is the one that the router would report.
 */
enum rtx_command_fault rtx__token_fits(const struct rtx_token *token,
                                       const char *word, size_t length,
                                       unsigned char *roles);

/* Is the word this text, in any case? */
bool rtx__word_is(const char *word, size_t length, const char *text,
                  size_t text_length);

/* How many literals the line shares with the name of a form; 0: not its name.
 */
int rtx__form_name(const char *form, const char *line,
                   const struct rtx_word *words, int count);

/* Fit words[0..count) to the form; roles and fault as in rtx_match. */
enum rtx_command_fault rtx__form_match(const char *form, const char *line,
                                       const struct rtx_word *words, int count,
                                       unsigned char *roles);

/* The same for what stands behind `no`: only the key must be there. */
enum rtx_command_fault rtx__form_match_no(const char *form, const char *line,
                                          const struct rtx_word *words,
                                          int count, unsigned char *roles);

/* Has it a parameter that is secret? */
bool rtx__form_has_secret(const char *form);

/* The table: rtx__command_count() rows; table.c. */
extern const struct rtx_command rtx__commands[];

/* The rows that a line may be, in the order of the table: rows.c. */
#define RTX_ROWS_MAX 2048
struct rtx_rows {
    bool all;
    int next[3];
};
void rtx__rows_begin(struct rtx_rows *rows, const char *line,
                     const struct rtx_word *words, int count);
int rtx__rows_next(struct rtx_rows *rows); /* -1: no more */

/* The general guesses for a command that is in no row. */
void rtx__unknown_roles(const char *line, const struct rtx_word *words,
                        int count, bool no, unsigned char *roles);

/*
 * What stands behind words that resemble the name of a command with a secret,
 * with more than `literals` words of its own, is secret.
 */
void rtx__resembling_roles(const char *line, const struct rtx_word *words,
                           int count, int literals, unsigned char *roles);

#endif
