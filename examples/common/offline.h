/* What rtx-deploy does with a saved configuration instead of a router. */
#ifndef RTX_EXAMPLES_OFFLINE_H
#define RTX_EXAMPLES_OFFLINE_H

#include "common/cli.h"

/* The saved configuration; NULL: *error says why. */
rtx_config *offline_read(const struct cli *cli, const char *path,
                         struct rtx_error *error);

/* The plan that brings `wanted` there, or replaces it by `wanted`. The risks
 * are those of the endpoint, if one is given. NULL: *error says why. */
rtx_plan *offline_plan(const struct cli *cli, const rtx_config *running,
                       const rtx_config *wanted, bool replace,
                       struct rtx_error *error);

/*
 * Write what can be brought back of the router's configuration, or of the one
 * in the file `saved`, to `path`, for its owner's eyes only; "-" is standard
 * output. What is not in it is told on stderr. The exit code.
 */
int offline_backup(struct cli *cli, const char *saved, const char *path);

/* The same with the stored file, by SFTP, as it is. */
int offline_startup(struct cli *cli, const char *path);

#endif
