/* What the files of config/ share; private to the room. */
#ifndef RTX_CONFIG_INTERNAL_H
#define RTX_CONFIG_INTERNAL_H

#include "config/config.h"

#define RTX_CONTEXT_MAX 96
#define RTX_LINE_MAX 4095        /* bytes of a line that the router takes */
#define RTX_TEXT_MAX (64U << 20) /* no configuration is larger */

/* A statement with what the look-ups found out about it. */
struct rtx_entry {
    struct rtx_statement s;            /* all its texts are owned */
    const struct rtx_command *command; /* NULL: unknown */
    char *same;   /* the form in which statements are compared; holds secrets */
    char *open;   /* its words but the secret ones, to compare masked ones */
    int block;    /* where its block stands, see order.c */
    int rank;     /* its place in the block */
    size_t order; /* its place before a sort */
    bool doomed;  /* about to be taken away, see doom.c */
};

struct rtx_config {
    struct rtx_entry *items;
    size_t count;
    size_t capacity;
    char *header;
    bool none_lines; /* prints `pp select none` behind a block */
};

/* ---- entry.c ---- */
int rtx__entry_init(struct rtx_entry *entry, const char *context,
                    const char *text, const char *file, int line);
void rtx__entry_free(struct rtx_entry *entry);
int rtx__entry_move(struct rtx_entry *entry, const char *context);
/* Does it change nothing by itself: `pp disable all`, `no …`? */
bool rtx__entry_idle(const struct rtx_entry *entry);
/* Is it one of the statements whose key is unique over all contexts? */
bool rtx__entry_anywhere(const struct rtx_entry *entry);

/* ---- store.c ---- */
int rtx__config_add(rtx_config *config, const char *context, const char *text,
                    const char *file, int line);
int rtx__config_insert(rtx_config *config, size_t at, const char *context,
                       const char *text);
void rtx__config_remove(rtx_config *config, size_t at);
/* Index of the statement with this key, or -1. */
long rtx__config_index(const rtx_config *config, const char *context,
                       const char *key);
/* The effective one that stands for the same thing as `entry`, or NULL. */
struct rtx_entry *rtx__config_twin(const rtx_config *config,
                                   const struct rtx_entry *entry);

/* ---- words of a statement: normal.c ---- */
/* One blank between words, none around; with `cut` without its comment. */
int rtx__line_tidy(const char *line, bool cut, struct rtx_buf *ret);
/* As the router would print it. */
int rtx__line_normal(const char *line, struct rtx_buf *ret);
/* The words that are no secrets; to compare what is masked. */
int rtx__line_open(const char *line, const struct rtx_match *m,
                   struct rtx_buf *ret);
/* What two texts of the same meaning have in common; not for display. */
int rtx__line_same(const char *line, const struct rtx_match *m,
                   struct rtx_buf *ret);

/* ---- contexts: place.c ---- */
/* The outermost part: "tunnel 1" of "tunnel 1 ipsec tunnel 101". */
void rtx__context_outer(const char *context, char *ret, size_t size);
bool rtx__context_nested(const char *context);
/* Does the form begin with these words ("pp enable")? */
bool rtx__is_form(const struct rtx_command *command, const char *words);

/* ---- doom.c ---- */
/*
 * Mark what `no …`, `pp disable …` or `tunnel disable …` takes away, with what
 * hangs on it; returns how many. False in *takes: the line takes nothing away
 * but sets something.
 */
size_t rtx__config_doom(rtx_config *config, const char *context,
                        const char *line, bool *takes);
/* Is the statement there, word for word or masked? */
bool rtx__config_has(const rtx_config *config, const struct rtx_entry *entry);

/* ---- apply.c ---- */
/* Where the router files a new statement that may stand in ipsec tunnel. */
void rtx__config_resolve(const rtx_config *config,
                         const struct rtx_command *command, const char *context,
                         char *ret, size_t size);

/* ---- order.c ---- */
/* Set block and rank by command and context. */
void rtx__entry_rank(struct rtx_entry *entry);
int rtx__entry_compare(const struct rtx_entry *a, const struct rtx_entry *b);
/* Where a new statement belongs. */
size_t rtx__config_slot(const rtx_config *config,
                        const struct rtx_entry *entry);
/* Numbers in a text compare as numbers. */
int rtx__natural(const char *a, const char *b);

#endif
