/* rtx-show's way to the router and back. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "common/show.h"

/*
 * Most show commands are open to everybody; the configuration is for
 * administrators. A router that asks for more than that is asked again.
 */
int show_ask(struct show *s, rtx_session *session, const char *command,
             char **text)
{
    int64_t limit = s->cli.timeout_ms * 20;
    int rc;

    if (strncasecmp(command, "show config", 11) == 0) {
        rc = rtx_session_administrator(session, s->cli.timeout_ms * 2);
        return rc < 0 ? rc : rtx_session_run(session, command, limit, text);
    }
    rc = rtx_session_run(session, command, limit, text);
    if (rc != RTX_E_REFUSED ||
        (!strstr(rtx_session_error(session)->answer, "Administrator use") &&
         !strstr(rtx_session_error(session)->answer, "管理レベル")))
        return rc;
    rtx_free(*text);
    *text = NULL;
    rc = rtx_session_administrator(session, s->cli.timeout_ms * 2);
    return rc < 0 ? rc : rtx_session_run(session, command, limit, text);
}

/* What went wrong in a session, said; the exit code. */
int show_failed(const struct show *s, const rtx_session *session, int rc)
{
    struct rtx_error error = *rtx_session_error(session);

    if (rc == RTX_E_REFUSED)
        snprintf(error.hint, sizeof error.hint,
                 "check the command; on the router, show command lists them");
    cli_fail(&s->cli, &error);
    return rc == RTX_E_REFUSED || rc == RTX_E_QUESTION ? EXIT_READ_REFUSED
           : rc == RTX_E_ARGUMENT                      ? EXIT_USAGE
                                                       : EXIT_CONNECT;
}

/* A session, or the exit code of why there is none, which has been said. */
rtx_session *show_connect(struct show *s, int *code)
{
    struct rtx_error error;
    rtx_session *session;

    rtx_error_init(&error);
    *code = EXIT_CONNECT;
    session = cli_open(&s->cli, &error, code);
    if (!session)
        cli_fail(&s->cli, &error);
    return session;
}

void show_leave(const struct show *s, rtx_session *session)
{
    if (session)
        (void)rtx_session_close(session, s->cli.timeout_ms, NULL);
    cli_check_transcript(&s->cli, session);
    rtx_session_free(session);
}
