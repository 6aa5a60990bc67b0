/*
 * doctor: what is broken, why, and what to do. exam.c collects outputs, run.c
 * gets them from a session; links.def and rules.def are the chain and its
 * rules; check_*.c are the symptoms, each a function that says yes with its
 * evidence. Pure but for run.c, which only calls <rtx/session.h>.
 */
#ifndef RTX_DOCTOR_DOCTOR_H
#define RTX_DOCTOR_DOCTOR_H

#include <rtx/doctor.h>
#include <rtx/show.h>

#include "base/base.h"

enum link_id {
#define LINK(id, scope, name, english, japanese) LINK_##id,
#include "doctor/links.def"
#undef LINK
    LINKS
};

/* What a check found. */
struct symptom {
    const char *command; /* whose output shows it */
    struct rtx_buf evidence;
    struct rtx_buf fix;
    enum rtx_remedy_kind kind; /* of the fix; ADVICE: there is none */
};

struct rule {
    const char *name;
    enum link_id link;
    enum rtx_finding_level level;
    bool (*check)(const rtx_doctor *d, struct symptom *s);
    /* for check_log: what tells it, and what tells that it is over */
    const char *pattern;
    const char *over;
    const char *title[2];
    const char *cause[2];
    const char *remedy[2];
    const char *action; /* "": none */
    const char *source;
};

struct finding {
    const struct rule *rule;
    char *command;
    char *evidence;
    char *fix;
    enum rtx_remedy_kind kind;
};

struct link {
    enum rtx_link_state state;
    char *evidence;
};

struct rtx_doctor {
    void **outputs; /* of rtx_parse_show and rtx_parse_all, freed by rtx_free */
    size_t count;
    size_t capacity;
    const void **shown; /* every single output, borrowed from those */
    char **commands;    /* of each of them */
    size_t shown_count;
    size_t shown_capacity;
    size_t commands_capacity;

    const struct rule *now; /* the rule that is being checked */
    unsigned scope;
    struct finding *findings;
    size_t finding_count;
    size_t finding_capacity;
    struct link links[LINKS];
};

/* ---- exam.c: what the router said ---- */
/* The newest output of a command that begins with these words; NULL: none. */
const void *exam_output(const rtx_doctor *d, const char *command);
/* The next one before `index` (from exam_count); for several of a kind. */
const void *exam_next(const rtx_doctor *d, const char *command, size_t *index);
/* Forget the last diagnosis. */
void exam_forget(rtx_doctor *d);
int exam_add(rtx_doctor *d, const char *command, const char *text,
             size_t length);

/* ---- facts.c: questions about it ---- */
bool facts_config(const rtx_doctor *d); /* is the configuration known? */
/* The values behind a statement's words; NULL: there is no such statement. */
const char *facts_values(const rtx_doctor *d, const char *context,
                         const char *words);
/* The next statement that begins with the words, from *at on. */
const struct rtx_config_line *facts_next(const rtx_doctor *d,
                                         const char *context, const char *words,
                                         size_t *at);
/* The peer that leads outside: the lowest PP with PPPoE; 0: none is known. */
int facts_pp(const rtx_doctor *d);
/* Its status; NULL: not known. */
const struct rtx_status_pp *facts_pp_status(const rtx_doctor *d);
/* "pp 1" */
const char *facts_pp_context(const rtx_doctor *d, char *ret, size_t size);
/* The router's own address on the LAN, without prefix; NULL: not known. */
const char *facts_lan(const rtx_doctor *d, char *ret, size_t size);
/* Does the router serve L2TP clients, or mean to? */
bool facts_l2tp(const rtx_doctor *d);
long facts_number(const char *text);
/* A free number behind the words of a global statement, from `from` on. */
long facts_free(const rtx_doctor *d, const char *words, long from);
void evidence(struct symptom *s, const char *command, const char *format, ...)
    RTX_PRINTF(3, 4);
void setting(struct symptom *s, const char *format, ...) RTX_PRINTF(2, 3);

/* ---- filters.c ---- */
enum passes { PASSES_UNKNOWN, PASSES_YES, PASSES_NO };
/* Does the list of `ip pp secure filter in` let this in, from anywhere?
 * protocol "esp" or "udp". *which is the filter that decides; 0: the end. */
enum passes filters_pass(const rtx_doctor *d, const char *context,
                         const char *address, const char *protocol, int port,
                         long *which);

/* ---- the checks; see rules.def ---- */
typedef bool doctor_check(const rtx_doctor *d, struct symptom *s);
doctor_check check_log, check_clock_unset, check_pp_not_enabled, check_pp_down,
    check_pp_no_address, check_no_default_route, check_nat_not_bound,
    check_nat_full, check_filters_missing, check_firmware,
    check_l2tp_service_off, check_anonymous_off, check_tunnel_off,
    check_not_bound, check_transport_missing, check_nat_esp, check_nat_500,
    check_nat_4500, check_nat_1701, check_filter_esp, check_filter_500,
    check_filter_4500, check_filter_1701, check_key, check_one_way,
    check_no_ipsec, check_no_l2tp, check_no_session, check_no_ppp,
    check_no_pool, check_no_proxyarp, check_peer_silent;

/* ---- links.c ---- */
/* What tells that a link works; fills links[].state and evidence. */
void links_look(rtx_doctor *d);

#endif
