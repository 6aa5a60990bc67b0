/*
 * config: text ⇄ statements, what replaces what, how a statement is undone,
 * what leads from one configuration to another. Pure: no I/O, no clock.
 * The public half is <rtx/config.h>. This half serves transaction and emulator.
 */
#ifndef RTX_CONFIG_CONFIG_H
#define RTX_CONFIG_CONFIG_H

#include <rtx/config.h>

#include "base/base.h"
#include "dialect/commands.h"

/* An empty configuration; NULL when memory is short. */
rtx_config *rtx__config_new(void);
rtx_config *rtx__config_copy(const rtx_config *config);

/*
 * Where a line ends up: `context` is the selected one ("" | "pp 1" | "tunnel 1"
 * | "tunnel 1 ipsec tunnel 101"). A context line (`pp select 1`) changes
 * *selected; any other gives the context that its statement is filed under.
 */
struct rtx_placed {
    bool selects;      /* the line only selects: context is the new one */
    bool misplaced;    /* a pp or tunnel must be selected first: refused */
    char context[96];  /* of the statement, or the newly selected one */
    char selected[96]; /* what is selected after the line; `ipsec tunnel 101`
                          is a setting and selects as well */
};
void rtx__config_place(const char *selected, const char *line,
                       struct rtx_placed *ret);

/*
 * Do what the router does with a setting: file it under its key in the given
 * context, replacing an equal key, or remove it when it begins with `no`.
 * @return 1 changed, 0 nothing changed, or an error
 */
int rtx__config_apply(rtx_config *config, const char *context,
                      const char *line);

/* Append a statement as it is. */
int rtx__config_add(rtx_config *config, const char *context, const char *text,
                    const char *file, int line);

/* The statement with this key, or NULL; borrowed. */
const struct rtx_statement *rtx__config_find(const rtx_config *config,
                                             const char *context,
                                             const char *key);

/* Put the statements in the order in which the router prints them. */
void rtx__config_sort(rtx_config *config);

/*
 * Do both mean the same to the router? Normal forms, masked values by presence,
 * the order does not matter, header lines neither.
 * @param difference  may be NULL; gets one redacted line per difference
 */
bool rtx__config_equal(const rtx_config *a, const rtx_config *b,
                       struct rtx_buf *difference);

/* Do two texts of one key say the same (blanks, case of keywords, time forms)?
 */
bool rtx__statement_same(const char *a, const char *b);

/* The line that selects a context: "pp select 1", "tunnel select 1", "pp select
 * none" for ""; a nested ipsec tunnel needs two: call with its parent first. */
int rtx__context_line(const char *from, const char *to, struct rtx_buf *ret);

/* Join what the router broke at the console's last column; see rtx_config_
 * parse_running. `starts` says whether a line begins something new. */
int rtx__unwrap(const char *text, size_t length, int columns,
                bool (*starts)(const char *line), struct rtx_buf *ret);

#endif
