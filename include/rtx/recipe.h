/**
 * @file recipe.h
 * From intent to a fragment: give the facts of a common scenario, get the
 * configuration for it, with comments, in the router's own order.
 *
 * A recipe is a form of keys and values ("lan" = "192.168.100.254/24"). Each
 * value is checked when it is set, all of them together when the fragment is
 * made. With the running configuration at hand the fragment takes numbers that
 * are free on this router, extends filter lists instead of overwriting them,
 * and refuses what is in use for something else.
 *
 * Nothing here talks to a router. Threads: one at a time per recipe.
 */
#ifndef RTX_RECIPE_H
#define RTX_RECIPE_H

#include <rtx/config.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A form being filled in. Opaque. */
typedef struct rtx_recipe rtx_recipe;

/** A recipe as it is documented. All texts are static. */
struct rtx_recipe_info {
    uint32_t size;     /**< set by the caller: sizeof of the struct */
    uint32_t keys;     /**< how many keys it has */
    const char *name;  /**< "pppoe", "l2tp", … */
    const char *about; /**< one sentence */
};

/** Fill `ret` with recipe `index`, from 0; RTX_E_ARGUMENT behind the last. */
RTX_API int rtx_recipe_info(size_t index, struct rtx_recipe_info *ret);

/** A key of a recipe. All texts are static. */
struct rtx_recipe_key {
    uint32_t size;       /**< set by the caller: sizeof of the struct */
    int32_t required;    /**< 1: there is no default */
    int32_t secret;      /**< 1: only rtx_recipe_set_secret() takes it */
    int32_t numbered;    /**< 1: written KEY.1, KEY.2, … */
    const char *name;    /**< "lan" */
    const char *type;    /**< "an address", "a number, 1 to 30", … */
    const char *initial; /**< its value when nobody sets it; "" for none */
    const char *about;   /**< what it means */
};

/** Fill `ret` with key `index` of the recipe called `recipe`. */
RTX_API int rtx_recipe_key(const char *recipe, size_t index,
                           struct rtx_recipe_key *ret);

/** An empty form. @return 0; RTX_E_ARGUMENT when there is no such recipe */
RTX_API RTX_MUST_USE int rtx_recipe_new(rtx_recipe **ret, const char *name,
                                        struct rtx_error *error);

/** Wipe and free. NULL is fine. */
RTX_API void rtx_recipe_free(rtx_recipe *recipe);

/**
 * Set a value, checked. Setting a key twice is an error.
 * @return 0; RTX_E_ARGUMENT for an unknown key, a value that is none, or a
 *         secret key (those go through rtx_recipe_set_secret())
 */
RTX_API RTX_MUST_USE int rtx_recipe_set(rtx_recipe *recipe, const char *key,
                                        const char *value,
                                        struct rtx_error *error);

/** Is the key a secret one? 1, 0, or RTX_E_ARGUMENT when there is none such. */
RTX_API int rtx_recipe_is_secret(const rtx_recipe *recipe, const char *key);

/** The same for a secret, copied. A key that is no secret takes one as well. */
RTX_API RTX_MUST_USE int rtx_recipe_set_secret(rtx_recipe *recipe,
                                               const char *key,
                                               const rtx_secret *value,
                                               struct rtx_error *error);

/**
 * The fragment: text for rtx_config_parse_fragment(), with comments. It holds
 * the secrets in clear; free it with rtx_recipe_text_free(), which wipes it.
 *
 * @param running  what the router has; NULL: nothing is known of it, and
 *                 nothing is removed or extended
 * @param ret      owned
 * @return 0; RTX_E_ARGUMENT when a key is missing or values do not fit
 *         together; RTX_E_CONFLICT when a number or an address is in use for
 *         something else on this router; RTX_E_UNSUPPORTED when the router's
 *         model or firmware cannot do it (see rtx_recipe_allow())
 */
RTX_API RTX_MUST_USE int rtx_recipe_fragment(rtx_recipe *recipe,
                                             const rtx_config *running,
                                             char **ret,
                                             struct rtx_error *error);

RTX_API void rtx_recipe_text_free(char *text);

/** What rtx_recipe_allow() allows; bits. */
enum rtx_recipe_leave {
    RTX_RECIPE_ANY_FIRMWARE = 1, /**< known limits only warn */
    RTX_RECIPE_TAKE_OVER = 2,    /**< overwrite what is in use */
};

/** Allow what would be refused otherwise: bits of enum rtx_recipe_leave. */
RTX_API void rtx_recipe_allow(rtx_recipe *recipe, unsigned leave);

/** What the reader of the last fragment should know, borrowed; NULL behind the
 *  last. */
RTX_API const char *rtx_recipe_warning(const rtx_recipe *recipe, size_t index);

#ifdef __cplusplus
}
#endif

#endif
