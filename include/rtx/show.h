/**
 * @file show.h
 * What the router's `show` commands (and ping) print, as C structs, JSON and
 * tables.
 *
 *     struct rtx_ip_route_list *routes = NULL;
 *
 *     if (rtx_show_ip_route(session, 10000, &routes) == 0) {
 *         for (size_t i = 0; i < routes->count; i++) {
 *             const struct rtx_ip_route *route = rtx_ip_route_at(routes, i);
 *
 *             printf("%s by %s\n", route->destination.text, route->interface);
 *         }
 *     }
 *     rtx_free(routes);
 *
 * rtx_show_NAME() runs a command in a session and parses what it printed,
 * rtx_parse_NAME() only parses: it knows no router, no clock and no file. Both
 * give one block of memory, an *output*, which owns all that is in it:
 * rtx_free() frees it. An output is one record (show environment) or a list of
 * records (show ip route); a record may hold further lists.
 *
 * A text goes in as the router printed it: UTF-8, Shift_JIS or EUC-JP, in
 * Japanese or English, lines ended by LF or CR LF, broken at the console's last
 * column or not, with or without the echoed command, prompts and traces of the
 * pager. A line that nobody understands is kept: it never moves or changes a
 * field; the report says how many there are and holds them. Only memory, a
 * wrong argument or a text beyond the limits below make a call fail; a text
 * that makes no sense does not.
 *
 * Records are tables: include/rtx/show/NAME.def has a row per field: its name,
 * type, unit, labels and meaning. The structs below, the JSON, its schemas, the
 * terminal tables, the reference page and rtx_schema_field() are all made from
 * these rows.
 *
 * Growth: a record may get more fields behind its last. `size` says how much of
 * it the library filled, `stride` how far apart the records of a list lie:
 * never index one as a C array, use rtx_NAME_at(). What the library does not
 * know is not `present`: ask with RTX_HAS() or, for texts, by NULL.
 *
 * Threads: an output does not change; any thread may read it. The calls without
 * a session may run anywhere.
 */
#ifndef RTX_SHOW_H
#define RTX_SHOW_H

#include <rtx/base.h>
#include <rtx/error.h>
#include <rtx/session.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A longer text (bytes) is refused with RTX_E_LIMIT. */
#define RTX_SHOW_LIMIT (64u << 20)
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

/** Both ends belong to it. */
struct rtx_range {
    int64_t first;
    int64_t last;
};

/** Several ranges. */
struct rtx_ranges {
    size_t count;
    const struct rtx_range *items;
};

/** An address as printed, and as a number where it is one. */
struct rtx_address {
    const char *text;  /**< NULL: absent */
    int32_t family;    /**< 4, 6; 0: the text is no address */
    int32_t prefix;    /**< bits of the network behind `/`; -1: none printed */
    uint8_t bytes[16]; /**< in network order; of IPv4 the first four */
};

/**
 * What every list of records looks like: struct rtx_ip_route_list is this with
 * typed items. `stride` bytes lie between the beginnings of two items.
 */
struct rtx_list {
    uint32_t size; /**< of this head */
    uint32_t reserved;
    size_t count;
    size_t stride;
    const void *items;
};

/*
 * The C types of the tables. Texts are UTF-8; an absent one is NULL. `word` is
 * lower-case English, one of a small set. `time` is YYYY-MM-DDThh:mm:ss, with
 * +hh:mm where the router prints it. `duration` is in seconds. `flag` is 0 or
 * 1. An absent number, decimal or flag is 0 and its bit in `present` is not
 * set.
 */
#define RTX_MEMBER_text(unit, member) const char *member;
#define RTX_MEMBER_word(unit, member) const char *member;
#define RTX_MEMBER_time(unit, member) const char *member;
#define RTX_MEMBER_number(unit, member) int64_t member;
#define RTX_MEMBER_duration(unit, member) int64_t member;
#define RTX_MEMBER_decimal(unit, member) double member;
#define RTX_MEMBER_flag(unit, member) int32_t member;
#define RTX_MEMBER_address(unit, member) struct rtx_address member;
#define RTX_MEMBER_texts(unit, member) struct rtx_texts member;
#define RTX_MEMBER_ranges(unit, member) struct rtx_ranges member;
#define RTX_MEMBER_records(unit, member) struct rtx_##unit##_list member;

/** Is the field there? RTX_HAS(environment, env, uptime_s) */
#define RTX_HAS(name, record, member) \
    ((int)((record)->present >> RTX_FIELD_##name##_##member & 1))

#include <rtx/show/records.h>

/* ---- outputs ---- */

/** Any output: of rtx_parse_show(), or any other one, cast. Opaque. */
typedef struct rtx_show rtx_show;

/** A line of the text that nobody understood, without blanks at its end. */
struct rtx_unparsed {
    uint64_t line; /**< its number in the text, from 1 */
    const char *text;
};

/** How much of a text was understood. Texts are borrowed from the output. */
struct rtx_show_report {
    uint32_t size;       /**< set by the caller: sizeof of the struct */
    int32_t complete;    /**< 1: every line was understood */
    uint64_t lines;      /**< lines of the output: no echo, prompt or blank;
                              a line broken at the last column is one */
    uint64_t understood; /**< how many of them were understood */
    uint64_t unparsed;   /**< how many were not, even in part: */
    const struct rtx_unparsed *unparsed_lines; /**< they, in order */
    const char *command;  /**< the command, lower case, single blanks */
    const char *language; /**< "ja", "en", or NULL: the text does not tell */
    const char *model;    /**< "RTX810", or NULL: not in the text */
    const char *revision; /**< "11.01.21", or NULL */
};

/**
 * The outputs: name of the calls, type of the output, the router's command.
 * rtx_parse_log() takes the text of `show log` and of `show log reverse` and
 * gives the oldest entry first in both cases; rtx_parse_status_pp() also that
 * of `show status pp anonymous`.
 */
#define RTX_OUTPUTS(X)                                                \
    X(environment, struct rtx_environment, "show environment")        \
    X(ip_route, struct rtx_ip_route_list, "show ip route")            \
    X(ipv6_route, struct rtx_ipv6_route_list, "show ipv6 route")      \
    X(ipsec_sa, struct rtx_ipsec_sa, "show ipsec sa")                 \
    X(ipsec_sa_gateway, struct rtx_ipsec_sa_gateway_list,             \
      "show ipsec sa gateway")                                        \
    X(status_pp, struct rtx_status_pp_list, "show status pp")         \
    X(status_tunnel, struct rtx_status_tunnel, "show status tunnel")  \
    X(status_l2tp, struct rtx_status_l2tp, "show status l2tp")        \
    X(nat_descriptor_address, struct rtx_nat_descriptor_address_list, \
      "show nat descriptor address")                                  \
    X(log, struct rtx_log_entry_list, "show log")                     \
    X(arp, struct rtx_arp_list, "show arp")                           \
    X(status_lan, struct rtx_status_lan, "show status lan1")          \
    X(status_dhcp, struct rtx_status_dhcp_list, "show status dhcp")   \
    X(status_user, struct rtx_status_user_list, "show status user")   \
    X(status_bgp_neighbor, struct rtx_status_bgp_neighbor_list,       \
      "show status bgp neighbor")                                     \
    X(config, struct rtx_config_listing, "show config")               \
    X(ping, struct rtx_ping, "ping")

/*
 * Each gives the output of one command.
 *
 * text    need not end with NUL; copied
 * ret     the output, owned: rtx_free(); NULL on failure
 * report  filled on success; may be NULL; its `size` is checked
 * return  0; RTX_E_NOMEM, RTX_E_ARGUMENT, RTX_E_LIMIT
 */
RTX_API RTX_MUST_USE int rtx_parse_environment(const char *text, size_t length,
                                               struct rtx_environment **ret,
                                               struct rtx_show_report *report);
RTX_API RTX_MUST_USE int rtx_parse_ip_route(const char *text, size_t length,
                                            struct rtx_ip_route_list **ret,
                                            struct rtx_show_report *report);
RTX_API RTX_MUST_USE int rtx_parse_ipv6_route(const char *text, size_t length,
                                              struct rtx_ipv6_route_list **ret,
                                              struct rtx_show_report *report);
RTX_API RTX_MUST_USE int rtx_parse_ipsec_sa(const char *text, size_t length,
                                            struct rtx_ipsec_sa **ret,
                                            struct rtx_show_report *report);
RTX_API RTX_MUST_USE int
rtx_parse_ipsec_sa_gateway(const char *text, size_t length,
                           struct rtx_ipsec_sa_gateway_list **ret,
                           struct rtx_show_report *report);
RTX_API RTX_MUST_USE int rtx_parse_status_pp(const char *text, size_t length,
                                             struct rtx_status_pp_list **ret,
                                             struct rtx_show_report *report);
RTX_API RTX_MUST_USE int
rtx_parse_status_tunnel(const char *text, size_t length,
                        struct rtx_status_tunnel **ret,
                        struct rtx_show_report *report);
RTX_API RTX_MUST_USE int rtx_parse_status_l2tp(const char *text, size_t length,
                                               struct rtx_status_l2tp **ret,
                                               struct rtx_show_report *report);
RTX_API RTX_MUST_USE int
rtx_parse_nat_descriptor_address(const char *text, size_t length,
                                 struct rtx_nat_descriptor_address_list **ret,
                                 struct rtx_show_report *report);
RTX_API RTX_MUST_USE int rtx_parse_log(const char *text, size_t length,
                                       struct rtx_log_entry_list **ret,
                                       struct rtx_show_report *report);
RTX_API RTX_MUST_USE int rtx_parse_arp(const char *text, size_t length,
                                       struct rtx_arp_list **ret,
                                       struct rtx_show_report *report);
RTX_API RTX_MUST_USE int rtx_parse_status_lan(const char *text, size_t length,
                                              struct rtx_status_lan **ret,
                                              struct rtx_show_report *report);
RTX_API RTX_MUST_USE int
rtx_parse_status_dhcp(const char *text, size_t length,
                      struct rtx_status_dhcp_list **ret,
                      struct rtx_show_report *report);
RTX_API RTX_MUST_USE int
rtx_parse_status_user(const char *text, size_t length,
                      struct rtx_status_user_list **ret,
                      struct rtx_show_report *report);
RTX_API RTX_MUST_USE int
rtx_parse_status_bgp_neighbor(const char *text, size_t length,
                              struct rtx_status_bgp_neighbor_list **ret,
                              struct rtx_show_report *report);
RTX_API RTX_MUST_USE int rtx_parse_config(const char *text, size_t length,
                                          struct rtx_config_listing **ret,
                                          struct rtx_show_report *report);
RTX_API RTX_MUST_USE int rtx_parse_ping(const char *text, size_t length,
                                        struct rtx_ping **ret,
                                        struct rtx_show_report *report);

/**
 * The same for a command that is only known at run time. A command without a
 * parser is no error: then all lines are unparsed and there are no records.
 * In the transcript of a whole session the lines between this command's echo
 * and the next command are read; all others are unparsed.
 *
 * @param command  as typed on the router, "show log reverse", "sh ip route";
 *                 NULL: an error
 */
RTX_API RTX_MUST_USE int rtx_parse_show(const char *command, const char *text,
                                        size_t length, rtx_show **ret,
                                        struct rtx_show_report *report);

/** The outputs of several commands. One block: rtx_free() frees all. */
struct rtx_show_all {
    uint32_t size;
    uint32_t reserved;
    size_t count;
    const rtx_show *const *items;
};

/**
 * Parse the transcript of a session: each command that was typed behind a
 * prompt, and each `show …` at the start of a line, with what it printed.
 */
RTX_API RTX_MUST_USE int rtx_parse_all(const char *text, size_t length,
                                       struct rtx_show_all **ret);

/* ---- run and parse ---- */

/** Any number: all of them, where the router has several. */
enum { RTX_SHOW_ALL = -1 };

/*
 * Each runs its command, waits no longer than `timeout_ms` and parses the
 * answer.
 * @return as rtx_session_run(), with the detail in rtx_session_error(); or as
 *         rtx_parse_show()
 */
RTX_API int rtx_show_environment(rtx_session *session, int64_t timeout_ms,
                                 struct rtx_environment **ret);
RTX_API int rtx_show_ip_route(rtx_session *session, int64_t timeout_ms,
                              struct rtx_ip_route_list **ret);
RTX_API int rtx_show_ipv6_route(rtx_session *session, int64_t timeout_ms,
                                struct rtx_ipv6_route_list **ret);
RTX_API int rtx_show_ipsec_sa(rtx_session *session, int64_t timeout_ms,
                              struct rtx_ipsec_sa **ret);
/** @param detail  not 0: `show ipsec sa gateway N detail` */
RTX_API int rtx_show_ipsec_sa_gateway(rtx_session *session, int gateway,
                                      int detail, int64_t timeout_ms,
                                      struct rtx_ipsec_sa_gateway_list **ret);
RTX_API int rtx_show_status_pp(rtx_session *session, int pp, int64_t timeout_ms,
                               struct rtx_status_pp_list **ret);
RTX_API int rtx_show_status_pp_anonymous(rtx_session *session,
                                         int64_t timeout_ms,
                                         struct rtx_status_pp_list **ret);
RTX_API int rtx_show_status_tunnel(rtx_session *session, int tunnel,
                                   int64_t timeout_ms,
                                   struct rtx_status_tunnel **ret);
RTX_API int rtx_show_status_l2tp(rtx_session *session, int64_t timeout_ms,
                                 struct rtx_status_l2tp **ret);
/** @param descriptor  its number, or RTX_SHOW_ALL */
RTX_API int
rtx_show_nat_descriptor_address(rtx_session *session, int descriptor,
                                int detail, int64_t timeout_ms,
                                struct rtx_nat_descriptor_address_list **ret);
RTX_API int rtx_show_log(rtx_session *session, int64_t timeout_ms,
                         struct rtx_log_entry_list **ret);
RTX_API int rtx_show_arp(rtx_session *session, int64_t timeout_ms,
                         struct rtx_arp_list **ret);
RTX_API int rtx_show_status_lan(rtx_session *session, int lan,
                                int64_t timeout_ms,
                                struct rtx_status_lan **ret);
/** @param scope  its number, or RTX_SHOW_ALL */
RTX_API int rtx_show_status_dhcp(rtx_session *session, int scope, int summary,
                                 int64_t timeout_ms,
                                 struct rtx_status_dhcp_list **ret);
RTX_API int rtx_show_status_user(rtx_session *session, int64_t timeout_ms,
                                 struct rtx_status_user_list **ret);
RTX_API int
rtx_show_status_bgp_neighbor(rtx_session *session, int64_t timeout_ms,
                             struct rtx_status_bgp_neighbor_list **ret);
/** Becomes administrator first, as the router demands. */
RTX_API int rtx_show_config(rtx_session *session, int64_t timeout_ms,
                            struct rtx_config_listing **ret);
/** @param host  a name or an address, without blanks; @param count  1 to 64 */
RTX_API int rtx_show_ping(rtx_session *session, const char *host, int count,
                          int64_t timeout_ms, struct rtx_ping **ret);

/** Does a command only look: show, ping, traceroute, nslookup, abbreviated or
 *  not, and not into a file? @return 1 or 0; RTX_E_ARGUMENT, RTX_E_NOMEM */
RTX_API int rtx_show_only_reads(const char *command);

/** Any command, by rtx_parse_show(). */
RTX_API int rtx_show_run(rtx_session *session, const char *command,
                         int64_t timeout_ms, rtx_show **ret);

/* ---- any output; `output` is what any of the calls above gave ---- */

/** The report of an output. @return 0 or RTX_E_ARGUMENT */
RTX_API int rtx_show_report(const void *output, struct rtx_show_report *ret);

/** How many records there are: 0 or 1 for show environment. */
RTX_API size_t rtx_show_count(const void *output);

/**
 * Copy record `index` to a record of the type that the command gives, whose
 * `size` is set by the caller: as much as it knows, the rest zeroed.
 * @return 0 or RTX_E_ARGUMENT
 */
RTX_API int rtx_show_record(const void *output, size_t index, void *record);

/** The same for a list inside a record: `list` is a struct rtx_NAME_list. */
RTX_API int rtx_list_record(const void *list, size_t index, void *record);

/**
 * Unparsed line `index`, borrowed, without blanks at its end; NULL behind the
 * last one.
 * @param line  its number in the text, from 1; may be NULL
 */
RTX_API const char *rtx_show_unparsed(const void *output, size_t index,
                                      uint64_t *line);

/**
 * The output as one JSON object: `command`, `model`, `language`, `complete`,
 * `unparsed`, `data`. Absent fields are null; numbers stay whole.
 *
 * @param ret  owned: rtx_free(); UTF-8, ends with a line feed
 * @return 0; RTX_E_NOMEM, RTX_E_ARGUMENT
 */
RTX_API RTX_MUST_USE int rtx_show_output_json(const void *output, char **ret);

/** With ANSI colours. */
#define RTX_TABLE_COLOUR 1
/**
 * Amounts in units for human eyes, rounded: 774.7 MiB, 2d 16h. Without it
 * octets are counted to the last one, durations to the second.
 */
#define RTX_TABLE_UNITS 2

/**
 * The output as a table for people: a line per field, or a row per record under
 * headings, records in records indented below; then the lines that were not
 * understood. A command without a parser gives its text. Control characters of
 * the text come out as `?`.
 *
 * @param flags  RTX_TABLE_…, or 0
 * @param width  columns of the terminal, into which the table is fitted: texts
 *               are broken inside their columns, columns without any value left
 *               out; 0: as wide as it gets
 * @param ret    owned: rtx_free()
 */
RTX_API RTX_MUST_USE int rtx_show_output_table(const void *output, int flags,
                                               int width, char **ret);

/* ---- text to text ---- */

/** rtx_parse_show(), then rtx_show_output_json(). */
RTX_API RTX_MUST_USE int rtx_show_json(const char *command, const char *text,
                                       size_t length, char **ret);

/** rtx_parse_all(), then an array of the objects of rtx_show_output_json(). */
RTX_API RTX_MUST_USE int rtx_show_json_all(const char *text, size_t length,
                                           char **ret);

/** rtx_parse_show(), then rtx_show_output_table(). */
RTX_API RTX_MUST_USE int rtx_show_table(const char *command, const char *text,
                                        size_t length, int flags, int width,
                                        char **ret);

/**
 * The text in UTF-8, as the router printed it, but with the secrets of
 * configuration statements as *: for every command, as statements may stand
 * anywhere.
 */
RTX_API RTX_MUST_USE int rtx_show_text(const char *command, const char *text,
                                       size_t length, char **ret);

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
    const char *type;     /**< see RTX_MEMBER_… above: text, word, time,
                               number, duration, decimal, flag, address, texts,
                               ranges, records */
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

/** The name of output `index` of RTX_OUTPUTS ("ip_route"); NULL: no more. */
RTX_API const char *rtx_schema_output(size_t index);

/**
 * The JSON Schema (draft 2020-12) of what rtx_show_json() gives for a command,
 * or for the name of an output.
 *
 * @param ret  owned: rtx_free()
 * @return 0; RTX_E_UNSUPPORTED: no parser for the command; RTX_E_NOMEM
 */
RTX_API RTX_MUST_USE int rtx_schema_json(const char *command, char **ret);

/** A reference of all outputs in Markdown; owned: rtx_free(). */
RTX_API RTX_MUST_USE int rtx_schema_reference(char **ret);

#ifdef __cplusplus
}
#endif

#endif
