/* A recipe asked for on the command line: --recipe, --set, --recipe-file. */
#ifndef RTX_EXAMPLES_RECIPE_H
#define RTX_EXAMPLES_RECIPE_H

#include "common/cli.h"

struct cli_recipe {
    char *name;      /* NULL: no recipe was asked for */
    char **settings; /* "KEY=VALUE", secrets only as references */
    size_t count;
    rtx_recipe *recipe; /* from cli_recipe_read() on */
};

#define CLI_RECIPE_HELP                                                        \
    "  --recipe NAME               pppoe, l2tp, lan-to-lan, behind, vpc;\n"    \
    "                              help: lists their keys\n"                   \
    "  --set KEY=VALUE             a fact for it; a secret is @env:NAME,\n"    \
    "                              @file:PATH, or asked for on the terminal\n" \
    "  --recipe-file FILE          the same from a file: recipe = NAME, "      \
    "then\n"                                                                   \
    "                              KEY = VALUE lines\n"                        \
    "  --any-firmware              known limits of the firmware only warn\n"   \
    "  --take-over                 overwrite numbers that are in use\n"

/* Take what stands behind the flags; they exit with 64 when it is no good. */
void cli_recipe_name(const struct cli *cli, struct cli_recipe *r,
                     const char *name);
void cli_recipe_set(const struct cli *cli, struct cli_recipe *r,
                    const char *setting);
void cli_recipe_file(const struct cli *cli, struct cli_recipe *r,
                     const char *path);
/* All settings checked, secrets fetched, those missing asked for. Exits with 64
 * on a bad one. `leave` is of enum rtx_recipe_leave. */
void cli_recipe_read(const struct cli *cli, struct cli_recipe *r,
                     unsigned leave);
/* The fragment for a router with `running`, parsed; its warnings on stderr.
 * NULL: *error says why. */
rtx_config *cli_recipe_fragment(const struct cli *cli, struct cli_recipe *r,
                                const rtx_config *running,
                                struct rtx_error *error);
void cli_recipe_free(struct cli_recipe *r);

#endif
