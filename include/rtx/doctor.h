/**
 * @file doctor.h
 * What is broken, why, and what to do: one connection followed through the
 * router's own show commands, link by link.
 *
 * An examination collects what the router says: from a session, or from saved
 * transcripts. A diagnosis then goes through the rules; each finding names the
 * link of the chain, the evidence (the very line), the cause and the remedy, in
 * Japanese and in English. Nothing is changed on the router.
 *
 * Threads: one at a time per examination.
 */
#ifndef RTX_DOCTOR_H
#define RTX_DOCTOR_H

#include <rtx/session.h>

#ifdef __cplusplus
extern "C" {
#endif

/** An examination. Opaque. */
typedef struct rtx_doctor rtx_doctor;

/** What is looked at; bits. */
enum rtx_doctor_scope {
    RTX_DOCTOR_INTERNET = 1, /**< the line: PPPoE, address, route, NAT */
    RTX_DOCTOR_VPN = 2,      /**< L2TP/IPsec clients and IPsec tunnels */
    RTX_DOCTOR_ALL = 3,
};

RTX_API RTX_MUST_USE int rtx_doctor_new(rtx_doctor **ret);
/** Free it and all that was borrowed from it. NULL is fine. */
RTX_API void rtx_doctor_free(rtx_doctor *doctor);

/**
 * Run the show commands that the scope needs, as administrator.
 * @return as rtx_session_run(); a command that this router does not know is
 *         left out
 */
RTX_API int rtx_doctor_examine(rtx_doctor *doctor, rtx_session *session,
                               unsigned scope, int64_t timeout_ms);

/** Add a saved transcript: prompts, commands, what they printed.
 *  @return 0; RTX_E_NOMEM, RTX_E_LIMIT; RTX_E_SYNTAX: no command in it */
RTX_API int rtx_doctor_add(rtx_doctor *doctor, const char *text, size_t length);

/** Add what one command printed. */
RTX_API int rtx_doctor_add_output(rtx_doctor *doctor, const char *command,
                                  const char *text, size_t length);

/** Go through the rules. @return how many faults there are (warnings do not
 *  count), or RTX_E_NOMEM */
RTX_API int rtx_doctor_diagnose(rtx_doctor *doctor, unsigned scope);

/** How bad a finding is. */
enum rtx_finding_level {
    RTX_FINDING_WARNING = 1, /**< worth a look; it may work nevertheless */
    RTX_FINDING_FAULT = 2,   /**< the chain is broken here */
};

/** What a remedy is. */
enum rtx_remedy_kind {
    RTX_REMEDY_ADVICE = 0,  /**< for a person: `fix` is "" */
    RTX_REMEDY_SETTING = 1, /**< `fix` is a fragment */
    RTX_REMEDY_ACTION = 2,  /**< `fix` is a command, run once, irreversible */
};

/** A finding. Texts are UTF-8, without secrets, borrowed until the next
 *  diagnosis. */
struct rtx_finding {
    uint32_t size;        /**< set by the caller: sizeof of the struct */
    int32_t level;        /**< enum rtx_finding_level */
    int32_t remedy_kind;  /**< enum rtx_remedy_kind */
    int32_t reserved;     /**< 0 */
    const char *rule;     /**< "padi-timeout" */
    const char *link;     /**< which link of the chain: "line", "nat", … */
    const char *command;  /**< whose output is the evidence; "" for none */
    const char *evidence; /**< the line, or what is missing */
    const char *title[2]; /**< [0] English, [1] Japanese, as the next two */
    const char *cause[2];
    const char *remedy[2];
    const char *fix;    /**< see enum rtx_remedy_kind */
    const char *source; /**< where the rule comes from */
};

RTX_API size_t rtx_doctor_count(const rtx_doctor *doctor);
RTX_API int rtx_doctor_finding(const rtx_doctor *doctor, size_t index,
                               struct rtx_finding *ret);

/** How a link of the chain is. */
enum rtx_link_state {
    RTX_LINK_UNKNOWN = 0, /**< nothing was seen that tells */
    RTX_LINK_IDLE = 1,    /**< ready, nobody uses it now */
    RTX_LINK_GOOD = 2,
    RTX_LINK_DOUBTFUL = 3, /**< warnings */
    RTX_LINK_BROKEN = 4,
};

/** A link of the chain. */
struct rtx_link {
    uint32_t size;        /**< set by the caller: sizeof of the struct */
    int32_t state;        /**< enum rtx_link_state */
    const char *name;     /**< "line", "nat", "isakmp", … */
    const char *title[2]; /**< [0] English, [1] Japanese */
    const char *evidence; /**< what tells that it is good; "" for none */
};

/** Link `index` of the chains diagnosed; RTX_E_ARGUMENT behind the last. */
RTX_API int rtx_doctor_link(const rtx_doctor *doctor, size_t index,
                            struct rtx_link *ret);

/**
 * The diagnosis for people: each link, then each finding with its remedy.
 * @param japanese  not 0: in Japanese
 * @param colour    not 0: with ANSI colours
 * @param ret       owned: rtx_free()
 */
RTX_API RTX_MUST_USE int rtx_doctor_text(const rtx_doctor *doctor, int japanese,
                                         int colour, char **ret);

/** The diagnosis as one JSON object; owned: rtx_free(). */
RTX_API RTX_MUST_USE int rtx_doctor_json(const rtx_doctor *doctor, char **ret);

/** A rule as it is documented. All texts are static. */
struct rtx_doctor_rule {
    uint32_t size; /**< set by the caller: sizeof of the struct */
    int32_t level; /**< enum rtx_finding_level */
    const char *name;
    const char *link;
    const char *title[2];
    const char *cause[2];
    const char *remedy[2];
    const char *source;
};
RTX_API int rtx_doctor_rule(size_t index, struct rtx_doctor_rule *ret);

#ifdef __cplusplus
}
#endif

#endif
