/**
 * @file show.h
 * What the router's `show` commands print, as records, JSON and tables.
 * Nothing here talks to a router; no call reads a clock or a file.
 *
 * A text goes in as the router printed it: UTF-8, Shift_JIS or EUC-JP, in
 * Japanese or English, lines ended by LF or CR LF, broken at the console's last
 * column or not, with or without the echoed command and prompts around it. Out
 * comes an object that owns everything, and a report that says how much of the
 * text was understood. A line that nobody understands is kept: it never moves
 * or changes a field. Only memory, a wrong argument or a text beyond the limits
 * below make a call fail; a text that makes no sense does not.
 *
 * Records are tables: include/rtx/show/NAME.def has a row per field: its name,
 * type, unit, labels and meaning. The structs below, the JSON names, the
 * terminal tables and rtx_schema_field() are all made from these rows.
 *
 *     struct rtx_environment env = {.size = sizeof env};
 *     rtx_show *show = NULL;
 *
 *     if (rtx_parse_environment(text, length, &show, NULL, &error) == 0 &&
 *         rtx_show_environment(show, &env) == 0 &&
 *         RTX_HAS(environment, &env, uptime_s))
 *             printf("up for %" PRId64 " seconds\n", env.uptime_s);
 *     rtx_show_free(show);
 *
 * Growth: a record may get more fields behind its last. A caller says with
 * `size` how much it knows; the library fills that and no more, and zeroes what
 * it does not know itself. Never index records as a C array: ask for each.
 *
 * Threads: an object is used by one thread at a time; different ones are
 * independent. The calls without an object may run anywhere.
 */
#ifndef RTX_SHOW_H
#define RTX_SHOW_H

#include <rtx/base.h>
#include <rtx/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A longer text (bytes) is refused with RTX_E_LIMIT. */
#define RTX_SHOW_LIMIT (32u << 20)
/** A longer line (bytes of UTF-8) is refused with RTX_E_LIMIT. */
#define RTX_SHOW_LINE_LIMIT (1u << 20)
/** More lines than this are refused with RTX_E_LIMIT. */
#define RTX_SHOW_LINES_LIMIT (1u << 20)

/* ---- records ---- */

/** Several texts. */
struct rtx_texts {
    size_t count;
    const char *const *items;
};

/** Records inside a record; ask for each with rtx_list_record(). */
struct rtx_list {
    size_t count;
    size_t stride;
    const void *items;
};

/*
 * The C types of the tables. Texts are UTF-8 and borrowed until the object is
 * freed; an absent one is NULL. `word` is lower-case English, one of a small
 * set. `time` is YYYY-MM-DDThh:mm:ss, with +hh:mm where the router prints it.
 * `duration` is in seconds. `flag` is 0 or 1. An absent number or flag is 0
 * and its bit in `present` is not set.
 */
#define RTX_TYPE_text const char *
#define RTX_TYPE_word const char *
#define RTX_TYPE_time const char *
#define RTX_TYPE_number int64_t
#define RTX_TYPE_duration int64_t
#define RTX_TYPE_flag int32_t
#define RTX_TYPE_texts struct rtx_texts
#define RTX_TYPE_records struct rtx_list

/** Is the field there? RTX_HAS(environment, &env, uptime_s) */
#define RTX_HAS(name, record, member) \
    ((int)((record)->present >> RTX_FIELD_##name##_##member & 1))

/* struct rtx_environment: show environment */
#define RTX_RECORD environment
#define RTX_RECORD_DEF <rtx/show/environment.def>
#include <rtx/show/record.inc>

/* struct rtx_ip_route: a row of show ip route */
#define RTX_RECORD ip_route
#define RTX_RECORD_DEF <rtx/show/ip_route.def>
#include <rtx/show/record.inc>

/* struct rtx_log_entry: an entry of show log */
#define RTX_RECORD log_entry
#define RTX_RECORD_DEF <rtx/show/log_entry.def>
#include <rtx/show/record.inc>

/* ---- parsing ---- */

/** One output of the router, understood as far as possible. Opaque. */
typedef struct rtx_show rtx_show;

/** How much of a text was understood. Texts are borrowed from the object. */
struct rtx_show_report {
    uint32_t size;        /**< set by the caller: sizeof of the struct */
    int32_t complete;     /**< 1: every line was understood */
    uint64_t lines;       /**< lines of the output: no echo, prompt or blank;
                               a line broken at the last column is one */
    uint64_t understood;  /**< how many of them were understood */
    uint64_t unparsed;    /**< how many were not, even in part */
    const char *command;  /**< the command, lower case, single blanks */
    const char *language; /**< "ja", "en", or NULL: the text does not tell */
    const char *model;    /**< "RTX810", or NULL: not in the text */
    const char *revision; /**< "11.01.21", or NULL */
};

/**
 * Parse what a command printed. A command without a parser is no error: then
 * all lines are unparsed and there are no records.
 *
 * @param command  as typed on the router, "show log reverse"; NULL: an error
 * @param text     need not end with NUL; copied
 * @param ret      the object, owned: rtx_show_free(); only set on success
 * @param report   filled on success; may be NULL; its `size` is checked
 * @param error    may be NULL
 * @return 0; RTX_E_NOMEM, RTX_E_ARGUMENT, RTX_E_LIMIT
 */
RTX_API RTX_MUST_USE int rtx_parse_show(const char *command, const char *text,
                                        size_t length, rtx_show **ret,
                                        struct rtx_show_report *report,
                                        struct rtx_error *error);

/** rtx_parse_show() of `show environment`: one struct rtx_environment. */
RTX_API RTX_MUST_USE int rtx_parse_environment(const char *text, size_t length,
                                               rtx_show **ret,
                                               struct rtx_show_report *report,
                                               struct rtx_error *error);

/** rtx_parse_show() of `show ip route`: struct rtx_ip_route, as printed. */
RTX_API RTX_MUST_USE int rtx_parse_ip_route(const char *text, size_t length,
                                            rtx_show **ret,
                                            struct rtx_show_report *report,
                                            struct rtx_error *error);

/**
 * rtx_parse_show() of `show log` or `show log reverse`: struct rtx_log_entry,
 * oldest first in both cases. The order of the text is known from its echo
 * line, else from its time stamps.
 */
RTX_API RTX_MUST_USE int rtx_parse_log(const char *text, size_t length,
                                       rtx_show **ret,
                                       struct rtx_show_report *report,
                                       struct rtx_error *error);

/** Free the object and all that was borrowed from it. NULL is fine. */
RTX_API void rtx_show_free(rtx_show *show);

/* ---- what was understood ---- */

/** How many records there are: 0 or 1 for show environment. */
RTX_API size_t rtx_show_count(const rtx_show *show);

/**
 * Copy record `index` to a record of the type that the command gives; its
 * `size` is set by the caller. @return 0 or RTX_E_ARGUMENT
 */
RTX_API int rtx_show_record(const rtx_show *show, size_t index, void *record);

/** rtx_show_record(), type checked. @return 0 or RTX_E_ARGUMENT */
RTX_API int rtx_show_environment(const rtx_show *show,
                                 struct rtx_environment *ret);
RTX_API int rtx_show_ip_route(const rtx_show *show, size_t index,
                              struct rtx_ip_route *ret);
RTX_API int rtx_show_log_entry(const rtx_show *show, size_t index,
                               struct rtx_log_entry *ret);

/** Record `index` of a list inside a record; as rtx_show_record(). */
RTX_API int rtx_list_record(const struct rtx_list *list, size_t index,
                            void *record);

/**
 * Unparsed line `index`, borrowed, without blanks at its end; NULL behind the
 * last one.
 * @param line  its number in the text, from 1; may be NULL
 */
RTX_API const char *rtx_show_unparsed(const rtx_show *show, size_t index,
                                      uint64_t *line);

/* ---- for programs ---- */

/**
 * Parse, and write one JSON object: `command`, `model`, `language`, `complete`,
 * `unparsed`, `data`. Absent fields are null; numbers stay whole.
 *
 * @param ret  owned: rtx_free(); UTF-8, ends with a line feed
 * @return 0; RTX_E_NOMEM, RTX_E_ARGUMENT, RTX_E_LIMIT
 */
RTX_API RTX_MUST_USE int rtx_show_json(const char *command, const char *text,
                                       size_t length, char **ret);

/**
 * Parse, and draw a table for people: a line per field, or a row per record
 * under headings; then the lines that were not understood. A command without a
 * parser gives its text. Control characters of the text come out as `?`.
 *
 * @param colour  not 0: with ANSI colours
 * @param width   columns of the terminal, at which rows are cut; 0: never
 * @param ret     owned: rtx_free()
 * @return 0; RTX_E_NOMEM, RTX_E_ARGUMENT, RTX_E_LIMIT
 */
RTX_API RTX_MUST_USE int rtx_show_table(const char *command, const char *text,
                                        size_t length, int colour, int width,
                                        char **ret);

/* ---- reflection: the tables, for bindings and documentation ---- */

/** A record. All texts are static. */
struct rtx_schema_record {
    uint32_t size;       /**< set by the caller: sizeof of the struct */
    uint32_t fields;     /**< how many fields it has */
    uint64_t bytes;      /**< sizeof of its C struct */
    const char *name;    /**< "ip_route" for struct rtx_ip_route */
    const char *command; /**< "show ip route"; "" for one inside another */
    int32_t array;       /**< 1: the command gives any number of them */
    int32_t reserved;
};

/** A field of a record. All texts are static. */
struct rtx_schema_field {
    uint32_t size;        /**< set by the caller: sizeof of the struct */
    int32_t optional;     /**< 1: not every firmware prints it */
    uint64_t offset;      /**< in the C struct */
    uint64_t bytes;       /**< of the member */
    const char *name;     /**< the member, and the JSON name */
    const char *type;     /**< text, word, time: const char *; number,
                               duration: int64_t; flag: int32_t; texts:
                               struct rtx_texts; records: struct rtx_list */
    const char *unit;     /**< none, percent, seconds, …; of `records`: the
                               name of their record */
    const char *japanese; /**< labels; see environment.def */
    const char *english;
    const char *about; /**< what it means */
};

/** How many records there are. */
RTX_API size_t rtx_schema_count(void);
/** Fill `ret` with record `index`. @return 0 or RTX_E_ARGUMENT */
RTX_API int rtx_schema_record(size_t index, struct rtx_schema_record *ret);
/** Fill `ret` with a field; its bit in `present` is `field`. */
RTX_API int rtx_schema_field(size_t record, size_t field,
                             struct rtx_schema_field *ret);

#ifdef __cplusplus
}
#endif

#endif
