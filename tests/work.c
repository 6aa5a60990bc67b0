/* See work.h. */
#include "work.h"

#include <string.h>

static int make_session(void *user, size_t router, rtx_session **ret,
                        struct rtx_error *error)
{
    const struct work *work = user;
    rtx_secret *login = rtx_secret_new(work->login, strlen(work->login));
    rtx_secret *admin = rtx_secret_new(work->admin, strlen(work->admin));
    int rc = rtx_session_new(ret, work->endpoints[router], error);

    if (rc == 0) {
        (void)rtx_session_set_login_password(*ret, login);
        (void)rtx_session_set_admin_password(*ret, admin);
        (void)rtx_session_set(*ret, RTX_OPTION_CONNECT_MS, work->patience_ms);
        (void)rtx_session_set(*ret, RTX_OPTION_SILENCE_MS, work->patience_ms);
    }
    if (rc == 0 && work->known_hosts) {
        (void)rtx_session_set(*ret, RTX_OPTION_ACCEPT_NEW_HOST_KEY, 1);
        (void)rtx_session_set_text(*ret, RTX_TEXT_KNOWN_HOSTS,
                                   work->known_hosts);
    }
    rtx_secret_free(login);
    rtx_secret_free(admin);
    return rc;
}

static int make_transaction(void *user, size_t router, rtx_session *session,
                            rtx_transaction **ret, struct rtx_error *error)
{
    const struct work *work = user;
    int rc;

    (void)router;
    if (!work->fragment)
        return 0;
    rc = rtx_transaction_new(ret, session, work->fragment, error);
    return rc < 0 ? rc : rtx_transaction_start_plan(*ret);
}

static int planned(void *user, size_t router, rtx_transaction *transaction)
{
    (void)user;
    (void)router;
    (void)transaction;
    return 1;
}

static int next(void *user, size_t router, rtx_session *session, size_t turn)
{
    const struct work *work = user;
    int rc;

    (void)router;
    if (turn > work->commands)
        return 0;
    rc = turn == 0 ? rtx_session_start_administrator(session)
                   : rtx_session_start_run(session, work->command);
    return rc < 0 ? rc : 1;
}

static void done(void *user, size_t router,
                 const struct rtx_fleet_result *result)
{
    struct work *work = user;

    (void)router;
    work->done++;
    work->failed += result->code != 0;
}

const struct rtx_fleet_calls work_calls = {
    .size = sizeof work_calls,
    .session = make_session,
    .transaction = make_transaction,
    .planned = planned,
    .next = next,
    .done = done,
};
