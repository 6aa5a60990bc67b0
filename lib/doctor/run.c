/* Getting what the rules look at from a session. */
#include "doctor/doctor.h"

#include <stdio.h>
#include <string.h>

struct round {
    rtx_doctor *doctor;
    rtx_session *session;
    int64_t until;
};

static int run(const struct round *r, const char *command)
{
    int64_t left = r->until - rtx__now_ms();
    char *text = NULL;
    int rc = rtx_session_run(r->session, command, left > 0 ? left : 0, &text);

    if (rc == 0)
        rc = exam_add(r->doctor, command, text, strlen(text));
    rtx_free(text);
    return rc == RTX_E_REFUSED ? 0 : rc; /* this router has no such command */
}

static int run_all(const struct round *r, const char *const *commands)
{
    int rc = 0;

    while (rc == 0 && *commands)
        rc = run(r, *commands++);
    return rc;
}

/* Each peer that is configured. */
static int run_peers(const struct round *r)
{
    size_t at = 0;
    const struct rtx_config_line *line;
    int rc = 0;

    while (rc == 0 && (line = facts_next(r->doctor, NULL, "pppoe use", &at))) {
        char command[48];
        int pp;

        if (sscanf(line->context, "pp %9d", &pp) != 1)
            continue;
        snprintf(command, sizeof command, "show status pp %d", pp);
        rc = run(r, command);
    }
    return rc;
}

int rtx_doctor_examine(rtx_doctor *d, rtx_session *session, unsigned scope,
                       int64_t timeout_ms)
{
    static const char *const all[] = {"show environment", "show config",
                                      "show log", NULL};
    static const char *const internet[] = {"show ip route",
                                           "show nat descriptor address", NULL};
    static const char *const vpn[] = {
        "show ipsec sa", "show status pp anonymous", "show status l2tp",
        "show status dhcp", NULL};
    struct round r = {d, session, rtx__until_ms(timeout_ms)};
    int rc =
        d ? rtx_session_administrator(session, timeout_ms) : RTX_E_ARGUMENT;

    if (rc == 0)
        rc = run_all(&r, all);
    if (rc == 0)
        rc = run_peers(&r);
    if (rc == 0)
        rc = run_all(&r, internet);
    if (rc == 0 && scope & RTX_DOCTOR_VPN)
        rc = run_all(&r, vpn);
    return rc;
}
