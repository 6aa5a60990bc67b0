/* The public doors to plans: merge, replace, and the risks of either. */
#include "config/plan.h"

int rtx_plan_make(rtx_plan **ret, const rtx_config *running,
                  const rtx_config *wanted,
                  const struct rtx_plan_options *options,
                  struct rtx_error *error)
{
    int32_t mode = options ? options->mode : RTX_PLAN_MERGE;
    int rc;

    if (!ret || !running || !wanted)
        return rtx__error(error, RTX_E_ARGUMENT, "a configuration is missing");
    rc = mode == RTX_PLAN_MERGE
             ? rtx__plan_merge(ret, running, wanted)
             : rtx__plan_replace(ret, running, wanted, mode == RTX_PLAN_EXACT);
    if (rc == 0)
        rc = rtx__plan_judge(*ret, running, options ? options->path : NULL);
    if (rc == 0)
        return 0;
    rtx_plan_free(*ret);
    *ret = NULL;
    return rtx__error(error, rc, "%s", rtx_strerror(rc));
}

int rtx_plan_merge(rtx_plan **ret, const rtx_config *running,
                   const rtx_config *fragment, struct rtx_error *error)
{
    return rtx_plan_make(ret, running, fragment, NULL, error);
}

int rtx_plan_replace(rtx_plan **ret, const rtx_config *from,
                     const rtx_config *to, struct rtx_error *error)
{
    struct rtx_plan_options options = {.size = sizeof options,
                                       .mode = RTX_PLAN_EXACT};

    return rtx_plan_make(ret, from, to, &options, error);
}
