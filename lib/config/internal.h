/* What the files of config/ share; private to the room. */
#ifndef RTX_CONFIG_INTERNAL_H
#define RTX_CONFIG_INTERNAL_H

#include "config/config.h"

#define RTX_CONTEXT_MAX 96
#define RTX_LINE_MAX 4095        /* bytes of a line that the router takes */
#define RTX_TEXT_MAX (64U << 20) /* no configuration is larger */

/*
 * A statement with what the look-ups found out about it: the grammar is asked
 * once per statement. All its texts stand in one piece of memory.
 */
struct rtx_entry {
    struct rtx_statement s;
    const struct rtx_command *command; /* NULL: unknown */
    const char *same;  /* the form in which statements are compared; secret */
    const char *open;  /* its words but the secret ones, for masked ones */
    const char *shown; /* its text with secrets as *** */
    char *memory;
    size_t size;
    uint32_t key_hash;
    uint32_t same_hash;
    uint32_t open_hash;
    int block;    /* where its block stands, see order.c */
    int rank;     /* its place in the block */
    size_t order; /* its place before a sort */
    bool idle;    /* changes nothing by itself: `pp disable all`, `no …` */
    bool doomed;  /* about to be taken away, see doom.c */
    bool gone;    /* taken away, its place is still there; see loose */
};

struct rtx_index;

struct rtx_config {
    struct rtx_entry *items;
    size_t count;
    size_t capacity;
    char *header;
    bool none_lines; /* prints `pp select none` behind a block */
    /* While plans are made: what is new stands at the end and what is taken
     * away is only marked, so that nothing moves; see rtx__config_settle. */
    bool loose;
    struct rtx_index *index; /* NULL: none, or it has become wrong */
    size_t *doomed;          /* what the last doom marked */
    size_t doomed_count;
    size_t doomed_capacity;
};

/* ---- entry.c ---- */
int rtx__entry_init(struct rtx_entry *entry, const char *context,
                    const char *text, const char *file, int line);
/* The same with the text taken apart already. */
int rtx__entry_init_match(struct rtx_entry *entry, const char *context,
                          const char *text, const char *file, int line,
                          const struct rtx_match *m);
int rtx__entry_copy(struct rtx_entry *to, const struct rtx_entry *from);
/* Of a key; all nests of tunnels have the same one. */
uint32_t rtx__key_hash(const char *key);
void rtx__entry_free(struct rtx_entry *entry);
int rtx__entry_move(struct rtx_entry *entry, const char *context);
/* Does it change nothing by itself: `pp disable all`, `no …`? */
bool rtx__entry_idle(const struct rtx_entry *entry);
/* Is it one of the statements whose key is unique over all contexts? */
bool rtx__entry_anywhere(const struct rtx_entry *entry);
/* May the one stand for the other, by their contexts? */
bool rtx__entry_same_place(const struct rtx_entry *a,
                           const struct rtx_entry *b);

/* ---- index.c ---- */
enum rtx_by { RTX_BY_KEY, RTX_BY_SAME, RTX_BY_OPEN, RTX_BY_KINDS };
/* Make look-ups quick until the statements move. */
int rtx__config_index(rtx_config *config);
void rtx__config_unindex(rtx_config *config);
/* Tell the index of a new statement at the end. */
int rtx__config_indexed(rtx_config *config, size_t at);
/* The next position before `behind` (SIZE_MAX: the last of all) whose hash is
 * this one, or SIZE_MAX. */
size_t rtx__config_walk(const rtx_config *config, enum rtx_by by, uint32_t hash,
                        size_t behind);

/* ---- store.c ---- */
/* The entry becomes the configuration's own; freed when it fails. */
int rtx__config_take(rtx_config *config, size_t at, struct rtx_entry *entry);
void rtx__config_remove(rtx_config *config, size_t at);
/* A copy to plan with: loose and indexed. */
rtx_config *rtx__config_loose(const rtx_config *config);
/* Position of the statement with this key, or -1. */
long rtx__config_at(const rtx_config *config, const char *context,
                    const char *key);
/* The `ipsec tunnel 101` of a tunnel, the last one; -1: there is none. */
long rtx__config_opener(const rtx_config *config, const char *tunnel);
/* The effective one that stands for the same thing as `entry`, or NULL. */
struct rtx_entry *rtx__config_twin(const rtx_config *config,
                                   const struct rtx_entry *entry);

/* ---- running.c ---- */
/* Does the line begin something new in what `show config` prints? */
bool rtx__line_starts(const char *line);
/* Is it a prompt, the echo of the command, or a piece of a header line? */
bool rtx__line_is_noise(const char *line);

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
/*
 * An unknown statement at the margin stands outside of a block whose lines are
 * indented. For all others their command tells.
 */
const char *rtx__context_by_margin(const char *selected, bool indented,
                                   const char *line);
/* Is it `ipsec tunnel 101`, which opens a nest in its tunnel? */
bool rtx__command_opens(const struct rtx_command *command);
/* Does the form begin with these words ("pp enable")? */
bool rtx__is_form(const struct rtx_command *command, const char *words);

/* ---- doom.c ---- */
/*
 * Note in config->doomed what the statement takes away if it is `no …`,
 * `pp disable …` or `tunnel disable …`, with what hangs on it; returns how
 * many.
 */
size_t rtx__config_doom(rtx_config *config, const struct rtx_entry *entry);

/* ---- equal.c ---- */
/* Is the statement there, word for word? */
bool rtx__config_says(const rtx_config *config, const struct rtx_entry *entry);
/* Is the statement there, word for word or masked? */
bool rtx__config_has(const rtx_config *config, const struct rtx_entry *entry);

/* ---- apply.c ---- */
/* rtx__config_apply of a statement that has been taken apart. */
int rtx__config_apply_entry(rtx_config *config, const struct rtx_entry *entry);
/* Where the router files a new statement that may stand in ipsec tunnel. */
void rtx__config_resolve(const rtx_config *config,
                         const struct rtx_command *command, const char *context,
                         char *ret, size_t size);

/* ---- order.c ---- */
/* Set block and rank by command and context. */
void rtx__entry_rank(struct rtx_entry *entry);
int rtx__entry_compare(const struct rtx_entry *a, const struct rtx_entry *b);
/* Do they stand in the same block of show config? */
bool rtx__entry_same_block(const struct rtx_entry *a,
                           const struct rtx_entry *b);
/* Where a new statement belongs. */
size_t rtx__config_slot(const rtx_config *config,
                        const struct rtx_entry *entry);
/* Numbers in a text compare as numbers. */
int rtx__natural(const char *a, const char *b);

/* ---- settle.c ---- */
/* End the looseness: everything to its place. `old_count` is how many there
 * were when it began. */
int rtx__config_settle(rtx_config *config, size_t old_count);

#endif
