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

struct json_t;

/* ---- arena.c: memory that lives as long as the object ---- */
struct rtx__arena {
    struct rtx__chunk *chunks;
    bool secret; /* wipe it */
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
    RTX__TYPE_decimal,
    RTX__TYPE_flag,
    RTX__TYPE_address,
    RTX__TYPE_texts,
    RTX__TYPE_ranges,
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
extern const struct rtx__schema rtx__schema_ipv6_route;
extern const struct rtx__schema rtx__schema_ipsec_sa_row;
extern const struct rtx__schema rtx__schema_ipsec_sa;
extern const struct rtx__schema rtx__schema_ipsec_sa_gateway;
extern const struct rtx__schema rtx__schema_status_pp;
extern const struct rtx__schema rtx__schema_status_tunnel;
extern const struct rtx__schema rtx__schema_l2tp_session;
extern const struct rtx__schema rtx__schema_l2tp_tunnel;
extern const struct rtx__schema rtx__schema_status_l2tp;
extern const struct rtx__schema rtx__schema_nat_entry;
extern const struct rtx__schema rtx__schema_nat_inner;
extern const struct rtx__schema rtx__schema_nat_descriptor_address;
extern const struct rtx__schema rtx__schema_log_entry;
extern const struct rtx__schema rtx__schema_arp;
extern const struct rtx__schema rtx__schema_lan_port;
extern const struct rtx__schema rtx__schema_status_lan;
extern const struct rtx__schema rtx__schema_dhcp_lease;
extern const struct rtx__schema rtx__schema_status_dhcp;
extern const struct rtx__schema rtx__schema_status_user;
extern const struct rtx__schema rtx__schema_status_bgp_neighbor;
extern const struct rtx__schema rtx__schema_config_line;
extern const struct rtx__schema rtx__schema_config_listing;
extern const struct rtx__schema rtx__schema_ping_reply;
extern const struct rtx__schema rtx__schema_ping;
/* Schema `index`, NULL behind the last; and by name. */
const struct rtx__schema *rtx__schema_at(size_t index);
const struct rtx__schema *rtx__schema_find(const char *name);

/* ---- all.c ---- */
/* The command in a line, behind a prompt or at its start; NULL: none. */
const char *rtx__command_in(const char *line, size_t length);

/* ---- lines.c, piece.c, wrap.c ---- */
enum { RTX__USUAL_WIDTH = 79 }; /* a line of an 80-column console */

struct rtx__line {
    const char *text; /* ends with NUL and holds none; no CR, no LF */
    size_t length;
    uint64_t number; /* of its first physical line, from 1 */
    bool noise;      /* blank, echo or prompt */
    bool foreign;    /* of another command: see piece.c */
    int width;       /* columns of its last physical line, and */
    int widest;      /* of its widest */
};

struct rtx__lines {
    struct rtx_buf utf8;
    struct rtx__line *items;
    size_t count;
    size_t capacity;
    size_t from;      /* the wanted command's lines are from here */
    size_t to;        /* to before this one */
    const char *echo; /* the command in the echo line; NULL: none seen */
};

/* Does the line begin something, so that it continues no line before it? */
typedef bool rtx__begins_fn(const char *line);

/*
 * Where CR alone ends the lines: a copy of the text with LF.
 * @return 1: copied, 0: the text is as it is, negative: an error
 */
int rtx__lines_from_cr(const char *text, size_t length, struct rtx_buf *copy);
/* secret: what is given back is wiped. */
int rtx__lines_read(struct rtx__lines *lines, const char *text, size_t length,
                    bool secret);
/*
 * Find the lines of this command among those of a whole session: piece.c. Where
 * its echo is not there, or nothing below it, all lines are its.
 */
int rtx__lines_piece(struct rtx__lines *lines, const char *command,
                     rtx__begins_fn *begins, struct rtx__arena *arena);
/* Mark blank lines, the echo of the command and the prompts around. */
void rtx__lines_noise(struct rtx__lines *lines, const char *command,
                      rtx__begins_fn *begins);
/* Join what the console broke at its last column, and trim. */
int rtx__lines_unwrap(struct rtx__lines *lines, rtx__begins_fn *begins,
                      struct rtx__arena *arena);
/* Is it what the publisher of a copy puts where lines were left out? */
bool rtx__lines_left_out(const char *text, size_t length);
void rtx__lines_free(struct rtx__lines *lines);

/* ---- convert.c: all of the text must be understood ---- */
bool rtx__to_integer(const char *text, size_t length, int64_t *ret);
bool rtx__to_decimal(const char *text, size_t length, double *ret);
bool rtx__to_flag(const char *text, size_t length, int32_t *ret);
/* 192.0.2.1 | 192.0.2.0/24 | 2001:db8::1 | fe80::1%lan1; never fails. */
void rtx__to_address(const char *text, struct rtx_address *ret);
/* 70days 23:22:43 | 5日 21:12:17 | 1日2時間3分4秒 | 1 minute 49 seconds */
bool rtx__to_duration(const char *text, size_t length, int64_t *seconds);
enum { RTX__TIME_SIZE = 32 };
/* 2020/01/06 16:59:16 [+09:00], to 2020-01-06T16:59:16[+09:00] */
bool rtx__to_time(const char *text, size_t length, char *iso);
/* [Mon ]Jun 30 15:21:35 2014, to 2014-06-30T15:21:35 */
bool rtx__to_asctime(const char *text, size_t length, char *iso);

/* ---- while the text is read ---- */
struct rtx__parse {
    const struct rtx__command *parser; /* NULL: none for this command */
    const char *command;               /* canonical text */
    struct rtx__arena arena;
    struct rtx__lines lines;
    struct rtx_list records;
    struct rtx_unparsed *unparsed;
    size_t unparsed_count;
    size_t unparsed_capacity;
    uint64_t line_count;
    bool saw_japanese;
    bool saw_english;
    const char *model;
    const char *revision;
    int state;   /* where in the output: each parser's own */
    void *at;    /* the record that lines go to: each parser's own */
    void *inner; /* the one in it */
    const struct rtx__line *line;    /* the one that is read */
    const struct rtx__line *waiting; /* one that the next one ends */
};

/* ---- output.c: what the caller gets ---- */
/* Stands behind the record, or the list, that the output begins with. */
struct rtx__output {
    const struct rtx__command *parser;
    struct rtx_list records;
    struct rtx_show_report report;
};
const struct rtx__output *rtx__output(const void *output);
/* The next size at which anything may lie. */
size_t rtx__output_aligned(size_t size);
/* All that was understood, in one block. */
int rtx__output_make(const struct rtx__parse *show, rtx_show **ret);
/* A copy in memory of rtx__output_size() bytes. */
size_t rtx__output_size(const rtx_show *output);
void rtx__output_copy(const rtx_show *output, void *memory);

/* A parser of one command's output. */
struct rtx__command {
    const char *name;   /* "show log" */
    const char *output; /* "log": as in rtx_parse_log() */
    const char *form;   /* "show log [reverse]": see command.c */
    const struct rtx__schema *schema;
    bool array;
    rtx__begins_fn *begins;
    /* 1: understood, 0: not (or in part only), negative: an error */
    int (*line)(struct rtx__parse *show, const char *text);
    int (*finish)(struct rtx__parse *show); /* may be NULL */
    /*
     * The whole text at once, where it is as plain as can be; may be NULL.
     * 1: done, 0: it is not, go on line by line, negative: an error
     */
    int (*whole)(const char *command, const char *text, size_t length,
                 rtx_show **ret);
};

extern const struct rtx__command rtx__environment;
extern const struct rtx__command rtx__ip_route;
extern const struct rtx__command rtx__ipv6_route;
extern const struct rtx__command rtx__ipsec_sa;
extern const struct rtx__command rtx__ipsec_sa_gateway;
extern const struct rtx__command rtx__status_pp;
extern const struct rtx__command rtx__status_tunnel;
extern const struct rtx__command rtx__status_l2tp;
extern const struct rtx__command rtx__nat_descriptor_address;
extern const struct rtx__command rtx__log;
extern const struct rtx__command rtx__arp;
extern const struct rtx__command rtx__status_lan;
extern const struct rtx__command rtx__status_dhcp;
extern const struct rtx__command rtx__status_user;
extern const struct rtx__command rtx__status_bgp_neighbor;
extern const struct rtx__command rtx__config;
extern const struct rtx__command rtx__ping;

/* ---- ip_route.c: both tables have the same columns ---- */
bool rtx__route_begins(const struct rtx__schema *schema, const char *line);
int rtx__route_line(struct rtx__parse *show, const struct rtx__schema *schema,
                    const char *text);

/* ---- ppp_options.c: a line of them; as rtx__record_set() ---- */
int rtx__take_ppp_options(struct rtx__parse *show, const char *text);

/* ---- log.c, log_frame.c, log_fast.c ---- */
enum { RTX__LOG_STAMP = 19 }; /* 2013/10/04 08:24:04 */
/* The bytes of [CATEGORY], or of an interface, at the start; 0: none. */
size_t rtx__log_category(const char *message);
size_t rtx__log_interface(const char *text);
/* Does a command ask for the newest entry first? */
bool rtx__log_reverse(const char *command);
struct rtx__log_text {
    const char *text;
    size_t length;
    bool reverse;
    int widest; /* columns of what was cut off */
};
/*
 * Cut off what stands around the entries: the echoed command, prompts.
 * @return 1; 0: there is something else as well; negative: an error
 */
int rtx__log_frame(const char *command, rtx__begins_fn *begins,
                   struct rtx__log_text *log);
/* As rtx__command.whole; reverse: the newest entry comes first. */
int rtx__log_fast(const char *command, const char *text, size_t length,
                  bool reverse, rtx_show **ret);

/* ---- command.c ---- */
/*
 * The command in lower case with single blanks, written out where it is
 * abbreviated; a filter behind `|` stays.
 */
int rtx__command_text(const char *command, struct rtx__arena *arena,
                      const char **ret);
const struct rtx__command *rtx__command_parser(const char *canonical);
/* The row that gives this schema; NULL: one inside another record. */
const struct rtx__command *rtx__command_of(const struct rtx__schema *schema);
const struct rtx__command *rtx__command_at(size_t index);
/* The row of an output's name ("ip_route") or of a command; NULL: none. */
const struct rtx__command *rtx__command_named(const char *name);

/* ---- record.c ---- */
/*
 * Fill a caller's struct as far as its `size`, the first member, goes.
 * @return 0 or RTX_E_ARGUMENT
 */
int rtx__hand_over(void *ret, const void *full, size_t size);
/* A new zeroed record at the end of the list; NULL: no memory. */
void *rtx__record_add(struct rtx__parse *show, struct rtx_list *list,
                      const struct rtx__schema *schema);
/* Is there one, or may there be one? It says: an empty list, not none. */
void rtx__record_mark(void *record, int field);
/* Keep a number, a word, … as they are; as rtx__record_set(). */
int rtx__record_number(void *record, const struct rtx__schema *schema,
                       int field, int64_t number);
int rtx__record_flag(void *record, const struct rtx__schema *schema, int field,
                     bool flag);
bool rtx__record_has(const void *record, int field);
/* Has it anything at all? */
bool rtx__record_begun(const void *record, const struct rtx__schema *schema);
const void *rtx__record_member(const void *record,
                               const struct rtx__field *field);
/*
 * Convert by the field's type and store. `-`, `*` and nothing at all leave the
 * field absent.
 * @return 1; 0: no such value, or another one is there already; RTX_E_NOMEM
 */
int rtx__record_set(struct rtx__parse *show, void *record,
                    const struct rtx__schema *schema, int field,
                    const char *text, size_t length);
/* Store a text as it is, be it empty or `-`. */
int rtx__record_text(struct rtx__parse *show, void *record,
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
int rtx__match_line(struct rtx__parse *show, void *record,
                    const struct rtx__schema *schema, const char *text);

/* One label, and all behind it as its value. */
int rtx__match_one(struct rtx__parse *show, void *record,
                   const struct rtx__schema *schema, const char *text);

/* ---- read.c: what several outputs have in common ---- */
struct rtx__word {
    const char *text;
    size_t length;
};
/* Words, which blanks part; how many there are, at most `max`. */
int rtx__split(const char *text, struct rtx__word *words, int max);
/* From the first character of one word to the last one of another. */
struct rtx__word rtx__between(const struct rtx__word *first,
                              const struct rtx__word *last);
bool rtx__is_word(const struct rtx__word *word, const char *text);
/* 00:a0:de:01:02:03 */
bool rtx__is_mac(const struct rtx__word *word);
/* The lines and dashes under headings. */
bool rtx__is_rule(const char *text);
/* 12 packets [34 octets], in either language and with either bracket. */
struct rtx__counters {
    int64_t packets;
    int64_t octets;
    const char *rest; /* behind them, without blanks */
};
bool rtx__to_counters(const char *text, struct rtx__counters *ret);
/* connected, connecting, disconnected, never_connected, disabled; NULL. */
const char *rtx__link_state(const char *text);
/* "5 hours 7 minutes 58 seconds  connection."; 0: no such line. */
size_t rtx__connection_length(const char *text);
/* Is the label there? Behind it, without blanks; NULL: no. */
const char *rtx__behind(const char *text, const char *label);
/* It is ours, but says nothing: note the language that it is in. */
int rtx__known(struct rtx__parse *show, bool japanese);

/* ---- report.c ---- */
void rtx__saw_label(struct rtx__parse *show, const struct rtx__match *match);
/*
 * "RTX810 Rev.11.01.21 (…" at the start of the text, and "RTX810 BootROM …":
 * keeps model and revision. `newest`: what it says replaces what is known.
 */
int rtx__saw_model(struct rtx__parse *show, const char *text, bool newest);
/* The bytes of a model's name at the start of the text; 0: none. */
size_t rtx__model_length(const char *text);
int rtx__add_unparsed(struct rtx__parse *show, const struct rtx__line *line);
/* What waits for its next line will not be understood. */
int rtx__give_up(struct rtx__parse *show);
const char *rtx__language(const struct rtx__parse *show);
/* The bytes of an interface's name at the start: LAN1, PP[01], LAN3(DHCP). */
size_t rtx__interface_length(const char *text);

/* ---- parse.c ---- */
int rtx__parse_text(const char *command, const char *text, size_t length,
                    rtx_show **ret);

/* ---- json.c, table.c: as rtx_show_output_json(), …_table() ---- */
int rtx__json_write(const struct rtx__output *output, char **ret);
int rtx__json_write_all(const struct rtx_show_all *all, char **ret);
/* Takes the value over; NULL: no memory. */
int rtx__json_text(struct json_t *value, char **ret);
int rtx__table_write(const struct rtx__output *output, unsigned flags,
                     int width, char **ret);

#endif
