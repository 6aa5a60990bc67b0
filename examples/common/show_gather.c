/* All samples for Prometheus that a router gives. */
#include <stdio.h>
#include <string.h>

#include "common/show.h"

/* A command that this router or model does not know gives no samples. */
static int gather(struct show *s, rtx_session *session,
                  struct show_metrics *metrics, const char *command)
{
    char *text = NULL;
    int rc = show_ask(s, session, command, &text);

    if (rc == 0)
        rc = show_add(metrics, command, text, strlen(text));
    rtx_free(text);
    return rc == RTX_E_REFUSED ? 0 : rc;
}

/* The peers and tunnels that are configured: only the configuration tells. */
static int gather_contexts(struct show *s, rtx_session *session,
                           struct show_metrics *metrics)
{
    struct rtx_config_listing *config = NULL;
    char last[64] = "";
    int rc = rtx_session_administrator(session, s->cli.timeout_ms * 2);

    if (rc == 0)
        rc = rtx_show_config(session, s->cli.timeout_ms * 20, &config);
    for (size_t i = 0; rc == 0 && i < config->statements.count; i++) {
        const struct rtx_config_line *line =
            rtx_config_line_at(&config->statements, i);
        char command[64];
        char kind[8];
        char name[16];

        /* the first two words: tunnel 1 ipsec tunnel 101 */
        if (!line->context ||
            sscanf(line->context, "%7s %15s", kind, name) != 2)
            continue;
        snprintf(command, sizeof command, "show status %s %s", kind, name);
        if (strcmp(command, last) == 0)
            continue;
        snprintf(last, sizeof last, "%s", command);
        rc = gather(s, session, metrics, command);
    }
    rtx_free(config);
    return rc;
}

int show_gather(struct show *s)
{
    static const char *const commands[] = {
        "show environment", "show status lan1", "show status lan2",
        "show status lan3", "show status dhcp", "show nat descriptor address"};
    int code;
    rtx_session *session = show_connect(s, &code);
    struct show_metrics *metrics = session ? show_metrics_new() : NULL;
    int rc = 0;

    if (!session)
        return code;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0] && rc == 0; i++)
        rc = metrics ? gather(s, session, metrics, commands[i]) : RTX_E_NOMEM;
    if (rc == 0)
        rc = gather_contexts(s, session, metrics);
    if (rc < 0)
        code = show_failed(s, session, rc);
    else /* all or nothing: half an exposition looks like a router half dead */
        code =
            show_metrics_print(metrics, stdout) == 0 ? EXIT_DONE : EXIT_REFUSED;
    show_metrics_free(metrics);
    show_leave(s, session);
    return code;
}
