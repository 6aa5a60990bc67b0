/*
 * recipe: from the facts of a scenario to a fragment. A form of keys (keys.def)
 * is filled in (recipe.c, value.c); one file per scenario writes its statements
 * (pppoe.c, l2tp.c, …) with what survey.c says of the router and limits.c of
 * its firmware. Pure: no I/O, no clock.
 */
#ifndef RTX_RECIPE_RECIPE_H
#define RTX_RECIPE_RECIPE_H

#include <rtx/recipe.h>

#include "base/base.h"
#include "config/config.h"
#include "dialect/ipv4.h"
#include "dialect/limits.h"

enum recipe_type {
    RECIPE_NAME,      /* a word */
    RECIPE_ACCOUNT,   /* what a PPP user is called */
    RECIPE_SECRET,    /* printable ASCII; at most `max` characters */
    RECIPE_ADDRESS,   /* 203.0.113.5 */
    RECIPE_INTERFACE, /* a host's address with its prefix: 192.168.0.1/24 */
    RECIPE_NETWORK,   /* 192.168.0.0/24 */
    RECIPE_RANGE,     /* 192.168.0.10-192.168.0.20 */
    RECIPE_NUMBER,    /* min to max */
    RECIPE_NUMBERS,   /* several: filters */
    RECIPE_LAN,       /* lan1, lan2, … */
    RECIPE_CHOICE,    /* one of `choices` */
    RECIPE_ADDRESSES, /* several */
};

struct recipe_key {
    const char *recipe;
    const char *name;
    enum recipe_type type;
    long min;
    long max;
    const char *choices; /* a|b */
    bool numbered;
    bool required;
    const char *initial; /* "": none */
    const char *about;
};

struct recipe_value {
    char *key; /* as set: "user.2" */
    const struct recipe_key *row;
    rtx_secret *text;
};

struct recipe_pair; /* see below */

struct rtx_recipe {
    const struct recipe_scenario *scenario;
    struct recipe_value *values;
    size_t count;
    size_t capacity;
    unsigned leave;
    struct rtx_notes warnings;

    /* while a fragment is made */
    const rtx_config *running;
    struct rtx_error *error;
    struct rtx_buf out;
    int rc; /* the first failure */
};

struct recipe_scenario {
    const char *name;
    const char *about;
    void (*write)(rtx_recipe *r);
};

/* An IPv4 address as a number. */
struct recipe_net {
    uint32_t address;
    int prefix;
};

/* ---- recipe.c ---- */
/* The value of a key, or its default; NULL: neither. */
const char *recipe_get(const rtx_recipe *r, const char *key);
/* The value of NAME.N */
const char *recipe_get_at(const rtx_recipe *r, const char *name, long n);
long recipe_number(const rtx_recipe *r, const char *key);
/* The highest N for which NAME.N is set; 0: none */
long recipe_highest(const rtx_recipe *r, const char *name);
/* The first failure stays; writing goes on without effect. */
void recipe_fail(rtx_recipe *r, int code, const char *key, const char *format,
                 ...) RTX_PRINTF(4, 5);
void recipe_warn(rtx_recipe *r, const char *format, ...) RTX_PRINTF(2, 3);
const struct recipe_key *recipe_key_find(const char *recipe, const char *key);

/* ---- value.c ---- */
/* NULL, or why the text is no value of this key. */
const char *recipe_value_fault(const struct recipe_key *row, const char *text,
                               char *room, size_t size);
void recipe_type_text(const struct recipe_key *row, char *ret, size_t size);
bool recipe_address(const char *text, uint32_t *ret);
bool recipe_net(const char *text, struct recipe_net *ret);
bool recipe_range(const char *text, uint32_t *first, uint32_t *last);
bool recipe_inside(const struct recipe_net *net, uint32_t address);

/* ---- write.c ---- */
/* A statement, indented by so many blanks. */
void recipe_line(rtx_recipe *r, int indent, const char *format, ...)
    RTX_PRINTF(3, 4);
/* A comment on lines of its own, after a blank line. */
void recipe_comment(rtx_recipe *r, const char *text);
/* A word as the router's command line takes it: quoted where it must be.
 * Owned by the recipe's caller: free it with recipe_quoted_free(). */
char *recipe_quoted(const char *text);
void recipe_quoted_free(char *text);

/* ---- survey.c ---- */
/* The text of a statement on the router; NULL: none, or nothing is known. */
const char *survey_text(const rtx_recipe *r, const char *context,
                        const char *key);
/* What stands behind the key in it; "" if nothing; NULL: no such statement. */
const char *survey_values(const rtx_recipe *r, const char *context,
                          const char *key);
/* Does the router have the statement, said in any way? */
bool survey_has(const rtx_recipe *r, const char *context, const char *text);
/* Is anything filed under this context? */
bool survey_context(const rtx_recipe *r, const char *context);
/* The number of a filter with this body ("pass * * esp * *"), else one that is
 * free, from `from` on. */
long survey_filter(rtx_recipe *r, const char *body, long from);
/* The number of a static masquerade of descriptor `nat` with this body, else a
 * free one. */
long survey_masquerade(rtx_recipe *r, long nat, const char *body);
/* The list behind `ip … secure filter in`, with `more` (numbers, blanks
 * between) added where they are missing; owned. */
char *survey_extended(rtx_recipe *r, const char *context, const char *key,
                      const char *more);
/* Refuse, unless taking over is allowed, what another value is set for. */
void survey_unused(rtx_recipe *r, const char *context, const char *key,
                   const char *text, const char *hint_key);
/* `no` lines for all that is filed under a context and those inside it. */
void survey_remove_context(rtx_recipe *r, const char *context);
/* The address of a LAN interface, by the recipe's key or the router's own. */
bool survey_interface(rtx_recipe *r, const char *key, const char *lan,
                      struct recipe_net *ret);

/* ---- tunnels.c ---- */
struct recipe_tunnel {
    long tunnel;
    long ipsec; /* of `ipsec tunnel N`, and of its policy and gateway */
};
/* A tunnel that nothing uses yet, and that `taken` does not hold. */
struct recipe_tunnel tunnel_free(rtx_recipe *r, long from,
                                 const struct recipe_tunnel *taken,
                                 size_t count);
/* The `ipsec tunnel N` of a tunnel on the router; 0: none. */
long tunnel_ipsec(const rtx_recipe *r, long tunnel);
/* The static masquerade entries and filters that let a protocol in. */
void tunnel_let_in(rtx_recipe *r, const char *inner, const char *const *what,
                   size_t count);

/* ---- limits.c ---- */
/* Refuse, or warn of, what this model and firmware cannot do. */
void limits_check(rtx_recipe *r, enum rtx_feature feature, long count);

/* ---- the scenarios ---- */
void recipe_pppoe(rtx_recipe *r);
void recipe_l2tp(rtx_recipe *r);
void recipe_lan_to_lan(rtx_recipe *r);
void recipe_behind(rtx_recipe *r);
void recipe_vpc(rtx_recipe *r);

#endif
