/*
 * show: what the router's show commands print, as records, JSON and tables.
 * Pure. bytes → lines (lines.c: charset, split, echo and prompts; wrap.c: what
 * the console broke) → a parser per command (command.c lists them), which takes
 * a line at a time and stores fields (record.c) that its table describes
 * (include/rtx/show/NAME.def) → json.c, table.c, reflect.c read the same table.
 *
 * A new output: NAME.def, a record in rtx/show.h and schema.c, NAME.c with a
 * struct rtx__command, a row in command.c. A parser answers for each line
 * whether it understood it; what it did not is kept by itself.
 */
#ifndef RTX_SHOW_SHOW_H
#define RTX_SHOW_SHOW_H

#include "base/base.h"

#include <rtx/show.h>

/* ---- arena.c: memory that lives as long as the object ---- */
struct rtx__arena {
    struct rtx__chunk *chunks;
};
void *rtx__arena_get(struct rtx__arena *arena, size_t size); /* zeroed */
char *rtx__arena_text(struct rtx__arena *arena, const char *text,
                      size_t length);
void rtx__arena_free(struct rtx__arena *arena);

/* ---- schema.c: the tables as data ---- */
enum rtx__type {
    RTX__TYPE_text,
    RTX__TYPE_word,
    RTX__TYPE_time,
    RTX__TYPE_number,
    RTX__TYPE_duration,
    RTX__TYPE_flag,
    RTX__TYPE_texts,
    RTX__TYPE_records,
};

struct rtx__field {
    const char *name;
    enum rtx__type type;
    const char *type_name;
    const char *unit;
    bool optional;
    const char *japanese;
    const char *english;
    const char *about;
    size_t offset;
    size_t size;
};

struct rtx__schema {
    const char *name;
    size_t size;
    int count;
    const struct rtx__field *fields; /* not more than 64 */
};

extern const struct rtx__schema rtx__schema_environment;
extern const struct rtx__schema rtx__schema_ip_route;
extern const struct rtx__schema rtx__schema_log_entry;
/* Schema `index`, NULL behind the last; and by name. */
const struct rtx__schema *rtx__schema_at(size_t index);
const struct rtx__schema *rtx__schema_find(const char *name);

/* ---- lines.c, wrap.c ---- */
struct rtx__line {
    const char *text; /* ends with NUL and holds none; no CR, no LF */
    size_t length;
    uint64_t number; /* of its first physical line, from 1 */
    bool noise;      /* blank, echo or prompt */
    int width;       /* columns of its last physical line, and */
    int widest;      /* of its widest */
};

struct rtx__lines {
    struct rtx_buf utf8;
    struct rtx__line *items;
    size_t count;
    size_t capacity;
    const char *echo; /* the command in the echo line; NULL: none seen */
};

/* Does the line begin something, so that it continues no line before it? */
typedef bool rtx__begins_fn(const char *line);

int rtx__lines_read(struct rtx__lines *lines, const char *text, size_t length);
/* Mark blank lines, the echo of the command and the prompts around. */
void rtx__lines_noise(struct rtx__lines *lines, const char *command,
                      rtx__begins_fn *begins);
/* Join what the console broke at its last column, and trim. */
int rtx__lines_unwrap(struct rtx__lines *lines, rtx__begins_fn *begins,
                      struct rtx__arena *arena);
void rtx__lines_free(struct rtx__lines *lines);

/* ---- convert.c: all of the text must be understood ---- */
bool rtx__to_integer(const char *text, size_t length, int64_t *ret);
bool rtx__to_flag(const char *text, size_t length, int32_t *ret);
/* 70days 23:22:43 | 5日 21:12:17 | 1日2時間3分4秒 | 1 minute 49 seconds */
bool rtx__to_duration(const char *text, size_t length, int64_t *seconds);
enum { RTX__TIME_SIZE = 32 };
/* 2020/01/06 16:59:16 [+09:00], to 2020-01-06T16:59:16[+09:00] */
bool rtx__to_time(const char *text, size_t length, char *iso);
/* [Mon ]Jun 30 15:21:35 2014, to 2014-06-30T15:21:35 */
bool rtx__to_asctime(const char *text, size_t length, char *iso);

/* ---- the object ---- */
struct rtx__unparsed {
    uint64_t line;
    const char *text;
};

struct rtx_show {
    const struct rtx__command *parser; /* NULL: none for this command */
    const char *command;               /* canonical text */
    struct rtx__arena arena;
    struct rtx__lines lines;
    struct rtx_list records;
    struct rtx__unparsed *unparsed;
    size_t unparsed_count;
    size_t unparsed_capacity;
    uint64_t line_count;
    bool saw_japanese;
    bool saw_english;
    const char *model;
    const char *revision;
};

/* A parser of one command's output. */
struct rtx__command {
    const char *name;    /* "show log" */
    const char *options; /* further words it takes, one blank between */
    const struct rtx__schema *schema;
    bool array;
    rtx__begins_fn *begins;
    /* 1: understood, 0: not (or in part only), negative: an error */
    int (*line)(rtx_show *show, const char *text);
    int (*finish)(rtx_show *show); /* may be NULL */
};

extern const struct rtx__command rtx__environment;
extern const struct rtx__command rtx__ip_route;
extern const struct rtx__command rtx__log;

/* ---- command.c ---- */
/* The command in lower case with single blanks; a filter behind `|` stays. */
int rtx__command_text(const char *command, struct rtx__arena *arena,
                      const char **ret);
const struct rtx__command *rtx__command_parser(const char *canonical);
/* The row that gives this schema; NULL: one inside another record. */
const struct rtx__command *rtx__command_of(const struct rtx__schema *schema);

/* ---- record.c ---- */
/*
 * Fill a caller's struct as far as its `size`, the first member, goes.
 * @return 0 or RTX_E_ARGUMENT
 */
int rtx__hand_over(void *ret, const void *full, size_t size);
/* A new zeroed record at the end of the list; NULL: no memory. */
void *rtx__record_add(rtx_show *show, struct rtx_list *list,
                      const struct rtx__schema *schema);
bool rtx__record_has(const void *record, int field);
const void *rtx__record_member(const void *record,
                               const struct rtx__field *field);
/*
 * Convert by the field's type and store. `-`, `*` and nothing at all leave the
 * field absent.
 * @return 1; 0: no such value, or another one is there already; RTX_E_NOMEM
 */
int rtx__record_set(rtx_show *show, void *record,
                    const struct rtx__schema *schema, int field,
                    const char *text, size_t length);
/* Store a text as it is, be it empty or `-`. */
int rtx__record_text(rtx_show *show, void *record,
                     const struct rtx__schema *schema, int field,
                     const char *text, size_t length);
void *rtx__list_at(const struct rtx_list *list, size_t index);

/* ---- match.c ---- */
struct rtx__match {
    int field;       /* of the first row with this label */
    size_t length;   /* bytes of the text that the label takes */
    bool japanese;   /* in the Japanese column */
    bool english;    /* in the English column */
    bool value_only; /* ends with `=`: a word inside a line */
};
/* The longest label with which the text begins. */
bool rtx__match_label(const struct rtx__schema *schema, const char *text,
                      struct rtx__match *ret);
/*
 * Take a line of labels and values apart, `a: 1  b: 2, c: 3`, and store them.
 * @return as rtx__record_set(): 1 when all of the line was understood
 */
int rtx__match_line(rtx_show *show, void *record,
                    const struct rtx__schema *schema, const char *text);

/* ---- report.c ---- */
void rtx__saw_label(rtx_show *show, const struct rtx__match *match);
/*
 * "RTX810 Rev.11.01.21 (…" at the start of the text, and "RTX810 BootROM …":
 * keeps model and revision. `newest`: what it says replaces what is known.
 */
int rtx__saw_model(rtx_show *show, const char *text, bool newest);
/* The bytes of a model's name at the start of the text; 0: none. */
size_t rtx__model_length(const char *text);
int rtx__add_unparsed(rtx_show *show, const struct rtx__line *line);
const char *rtx__language(const rtx_show *show);
/* The bytes of an interface's name at the start: LAN1, PP[01], LAN3(DHCP). */
size_t rtx__interface_length(const char *text);

/* ---- parse.c ---- */
int rtx__show_parse(rtx_show **ret, const char *command, const char *text,
                    size_t length);

/* ---- json.c, table.c: as rtx_show_json() and rtx_show_table() ---- */
int rtx__json_write(const rtx_show *show, char **ret);
int rtx__table_write(const rtx_show *show, bool colour, int width, char **ret);

#endif
