/**
 * @file config.h
 * Configurations as statements, and the plan that leads from one to another.
 * Nothing here talks to a router.
 *
 * A statement is a context ("", "pp 1", "pp anonymous", "tunnel 1",
 * "tunnel 1 ipsec tunnel 101"), a text as typed on the router, and a key: the
 * words that make a later statement replace an earlier one.
 */
#ifndef RTX_CONFIG_H
#define RTX_CONFIG_H

#include <rtx/base.h>
#include <rtx/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A list of statements. Opaque; owned by whoever made it. */
typedef struct rtx_config rtx_config;

/** Properties of a statement; bits of rtx_statement.flags. */
enum rtx_statement_flag {
    RTX_STATEMENT_NO = 1,      /**< begins with `no` */
    RTX_STATEMENT_SECRET = 2,  /**< holds a password or a key */
    RTX_STATEMENT_MASKED = 4,  /**< the router showed its secret as `*` */
    RTX_STATEMENT_UNKNOWN = 8, /**< not in the grammar: treated in general */
    RTX_STATEMENT_CUTS = 16,   /**< can cut the connection it is sent over */
    RTX_STATEMENT_ASKS = 32,   /**< may ask a question or take long */
    RTX_STATEMENT_BLIND = 64,  /**< of a change: sets a value anew that the
                                    router shows as `*`; cannot be compared,
                                    verified or taken back */
};

/** One statement. All texts are borrowed until the configuration is freed. */
struct rtx_statement {
    uint32_t size;       /**< set by the caller: sizeof of the struct */
    uint32_t flags;      /**< of enum rtx_statement_flag */
    const char *context; /**< "" is the global one */
    const char *text;    /**< UTF-8, without indentation */
    const char *key;     /**< the identifying words */
    const char *file;    /**< where it was written; "" when unknown */
    int32_t line;        /**< from 1; 0 when unknown */
    int32_t reserved;
};

/**
 * A fragment as a person wrote it: comments from `#` to the end of the line,
 * blank lines, any indentation, LF or CR LF. What `show config` printed, saved
 * with its header, is one as well: lines that the console broke are joined,
 * prompts left out.
 *
 * @param name      used in errors, usually the file's name
 * @param encoding  "utf-8", "sjis", "euc-jp", or NULL to find out
 * @return 0; RTX_E_FRAGMENT, RTX_E_FORBIDDEN or RTX_E_CHARSET with file, line
 *         and column in `error`; RTX_E_ARGUMENT for an unknown encoding;
 *         RTX_E_NOMEM
 */
RTX_API RTX_MUST_USE int
rtx_config_parse_fragment(rtx_config **ret, const char *name, const void *bytes,
                          size_t length, const char *encoding,
                          struct rtx_error *error);

/**
 * What `show config` printed, or a saved copy of it: text with its header
 * lines, which may be missing. It is UTF-8; another text is taken for Shift_JIS
 * or EUC-JP if it makes sense so. Lines that the router broke at the console's
 * last column are joined.
 *
 * @param columns  the console's width; 0: find out from the text
 * @return 0; RTX_E_SYNTAX when the router answered with an error instead, which
 *         then stands in `error`; RTX_E_NOMEM
 */
RTX_API RTX_MUST_USE int rtx_config_parse_running(rtx_config **ret,
                                                  const char *text,
                                                  size_t length, int columns,
                                                  struct rtx_error *error);

/** Append the statements of `from` (only read) to `to`, in their order, with
 *  their files and lines: several fragments become one. */
RTX_API RTX_MUST_USE int rtx_config_append(rtx_config *to,
                                           const rtx_config *from);

RTX_API void rtx_config_free(rtx_config *config);

RTX_API size_t rtx_config_count(const rtx_config *config);

/** Fill `ret` with statement `index`. @return 0 or RTX_E_ARGUMENT */
RTX_API int rtx_config_statement(const rtx_config *config, size_t index,
                                 struct rtx_statement *ret);

/** The header lines of `show config`, "" when there were none; borrowed. */
RTX_API const char *rtx_config_header(const rtx_config *config);

/**
 * The statements as `show config` prints them (without header), secrets as `*`
 * when `redact` is not 0. Owned: free it with rtx_free(). NULL: no memory.
 */
RTX_API char *rtx_config_text(const rtx_config *config, int redact);

/**
 * The configuration as a file from which it can be brought back (merged into a
 * router, or replacing what it has): a fragment in UTF-8, secrets in clear
 * where the router shows them. What the router shows as `*` cannot be brought
 * back, nor what it prints in a way that it would not read: such statements
 * stand in comments at the beginning and in `missing`, one per line.
 * @param missing  may be NULL; owned: free it with rtx_free(); "" when nothing
 *                 is missing
 * @return the text; owned: wipe it, then rtx_free(). NULL: no memory.
 */
RTX_API char *rtx_config_backup(const rtx_config *config, char **missing);

/** What a change does. */
enum rtx_change_op {
    RTX_CHANGE_ADD = 0,
    RTX_CHANGE_REPLACE = 1,
    RTX_CHANGE_REMOVE = 2,
};

/** One step of a plan. All texts are borrowed until the plan is freed. */
struct rtx_change {
    uint32_t size;       /**< set by the caller: sizeof of the struct */
    int32_t op;          /**< enum rtx_change_op */
    uint32_t flags;      /**< of enum rtx_statement_flag */
    int32_t line;        /**< line of the fragment; 0: none */
    const char *context; /**< where it is to be sent */
    const char *text;    /**< the line to send, secrets in clear */
    const char *undo; /**< the line that takes it back; "" when there is none */
    const char *before; /**< the statement it replaces or removes; "" if none */
    const char *file;   /**< the fragment; "" when none */
    const char *shown;  /**< `text` with its secrets as *** */
    const char *shown_undo;   /**< `undo` likewise */
    const char *shown_before; /**< `before` likewise */
};

/** From one configuration to another, in an order that the router accepts. */
typedef struct rtx_plan rtx_plan;

/**
 * What must be sent so that a router with `running` carries all of `fragment`.
 * Statements that are there already are left out. Both are only read.
 */
RTX_API RTX_MUST_USE int rtx_plan_merge(rtx_plan **ret,
                                        const rtx_config *running,
                                        const rtx_config *fragment,
                                        struct rtx_error *error);

/**
 * What must be sent so that a router with `from` has exactly `to`: the way back
 * to a configuration that was read before. `*` in `to` means to keep what is
 * there.
 */
RTX_API RTX_MUST_USE int rtx_plan_replace(rtx_plan **ret,
                                          const rtx_config *from,
                                          const rtx_config *to,
                                          struct rtx_error *error);

RTX_API void rtx_plan_free(rtx_plan *plan);
RTX_API size_t rtx_plan_count(const rtx_plan *plan);
/** Fill `ret` with change `index`. @return 0 or RTX_E_ARGUMENT */
RTX_API int rtx_plan_change(const rtx_plan *plan, size_t index,
                            struct rtx_change *ret);

/** Warnings for the reader of the plan, borrowed; NULL behind the last. */
RTX_API const char *rtx_plan_warning(const rtx_plan *plan, size_t index);

/**
 * Does it change nothing that can be seen on the router? So with no changes, or
 * with none but new values for what the router shows as `*`
 * (RTX_STATEMENT_BLIND): they are sent when asked for, but cannot be compared.
 */
RTX_API int rtx_plan_is_empty(const rtx_plan *plan);

/** How the router is reached. */
enum rtx_path_transport {
    RTX_PATH_UNKNOWN = 0,
    RTX_PATH_SERIAL, /**< its serial port, also through a console server */
    RTX_PATH_TELNET,
    RTX_PATH_SSH,
};

/** What is known of the path to the router. Members may be NULL or 0. */
struct rtx_path {
    uint32_t size;         /**< set by the caller: sizeof of the struct */
    int32_t transport;     /**< enum rtx_path_transport */
    const char *address;   /**< the router's, as numbers: "192.168.100.254" */
    const char *source;    /**< one's own address, as the router sees it */
    const char *interface; /**< "lan1", "pp 1", "tunnel 1"; NULL: find it out
                                from the running configuration */
    const char *user;      /**< logged in as; "" is nobody in particular */
    int32_t port;          /**< the router's; 0: the transport's own */
    int32_t reserved;
};

/**
 * How to make a plan. In all modes a `*` in what is wanted means to keep what
 * is there (a warning says so where nothing is), and a value in clear over one
 * that the router shows as `*` gives a change with RTX_STATEMENT_BLIND.
 */
enum rtx_plan_mode {
    RTX_PLAN_MERGE = 0, /**< as rtx_plan_merge(): nothing else is touched */
    /** The router shall have what a person's file says and nothing else. What
     *  it shows as `*` (passwords, users) and host keys survive, also when
     *  the file does not name them; a warning names them. */
    RTX_PLAN_REPLACE = 1,
    RTX_PLAN_EXACT = 2, /**< as rtx_plan_replace(): nothing survives */
};

struct rtx_plan_options {
    uint32_t size;               /**< set by the caller: sizeof of the struct */
    int32_t mode;                /**< enum rtx_plan_mode */
    const struct rtx_path *path; /**< for the risks; NULL: nothing is known */
};

/**
 * The plan that brings `wanted` onto a router with `running`, and the risks
 * that it has for who is connected by `path`. Nothing is kept but copies.
 */
RTX_API RTX_MUST_USE int rtx_plan_make(rtx_plan **ret,
                                       const rtx_config *running,
                                       const rtx_config *wanted,
                                       const struct rtx_plan_options *options,
                                       struct rtx_error *error);

/** What a change may do to who sends it. */
enum rtx_risk_kind {
    /** It may cut, but the path is not known well enough: only a warning. */
    RTX_RISK_POSSIBLE = 0,
    /** The session stays, but the next login fails. */
    RTX_RISK_LOCKOUT = 1,
    /** It cuts the session that it is sent over. */
    RTX_RISK_CUT = 2,
};

/** One risk of a plan; texts are borrowed until the plan is freed. */
struct rtx_risk {
    uint32_t size; /**< set by the caller: sizeof of the struct */
    int32_t kind;  /**< enum rtx_risk_kind */
    size_t change; /**< which change of the plan */
    /** "you are connected through lan1 192.168.100.254, this changes its
     *  address" */
    const char *text;
};

/**
 * Fill `ret` with risk `index`, in the order of the changes; a change has one
 * at most. What is harmless on this path is no risk. Those above
 * RTX_RISK_POSSIBLE are to be refused unless somebody allowed them.
 * @return 0, or RTX_E_ARGUMENT behind the last
 */
RTX_API int rtx_plan_risk(const rtx_plan *plan, size_t index,
                          struct rtx_risk *ret);

/** The first risk that is to be refused: its index, or -1. */
RTX_API long rtx_plan_first_risk(const rtx_plan *plan);

/**
 * The plan as a JSON object with `changes`, `risks` and `warnings`, secrets as
 * ***. Owned: free it with rtx_free(). NULL: no memory.
 */
RTX_API char *rtx_plan_json(const rtx_plan *plan);

/**
 * The plan as a diff for people: per context, `+`, `-`, secrets as ***.
 * Owned: free it with rtx_free(). NULL: no memory.
 */
RTX_API char *rtx_plan_text(const rtx_plan *plan, int colour);

/** What the router will have when `plan` has been carried out on `running`. */
RTX_API RTX_MUST_USE int rtx_plan_expected(rtx_config **ret,
                                           const rtx_config *running,
                                           const rtx_plan *plan,
                                           struct rtx_error *error);

#ifdef __cplusplus
}
#endif

#endif
