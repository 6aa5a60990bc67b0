/* Logins by SSH of a fleet: so many at once, the later ones of transactions
 * among them. Counted by the routers. */
#include <rtx/fleet.h>
#include <unistd.h>

#include "rig.h"

enum { ROUTERS = 12, AT_ONCE = 3 };

struct guild {
    struct rig rig;
    rtx_fleet *fleet;
    rtx_config *fragment;
    const char *endpoints[ROUTERS];
    char known[64];
    int64_t confirm_s;
    size_t committed;
    size_t failed;
};

static int make_session(void *user, size_t router, rtx_session **ret,
                        struct rtx_error *error)
{
    struct guild *g = user;
    char endpoint[64];
    rtx_secret *secret;
    int rc;

    snprintf(endpoint, sizeof endpoint, "ssh://alice@%s",
             strstr(g->endpoints[router], "127."));
    rc = rtx_session_new(ret, endpoint, error);
    if (rc < 0)
        return rc;
    secret = rtx_secret_new("wonderland", 10);
    (void)rtx_session_set_login_password(*ret, secret);
    rtx_secret_free(secret);
    secret = rtx_secret_new("admin", 5);
    (void)rtx_session_set_admin_password(*ret, secret);
    rtx_secret_free(secret);
    (void)rtx_session_set(*ret, RTX_OPTION_ACCEPT_NEW_HOST_KEY, 1);
    (void)rtx_session_set(*ret, RTX_OPTION_LEGACY_ALGORITHMS, 1);
    return rtx_session_set_text(*ret, RTX_TEXT_KNOWN_HOSTS, g->known);
}

static int make_transaction(void *user, size_t router, rtx_session *session,
                            rtx_transaction **ret, struct rtx_error *error)
{
    struct guild *g = user;
    int rc = rtx_transaction_new(ret, session, g->fragment, error);

    (void)router;
    if (rc < 0)
        return rc;
    (void)rtx_transaction_set(*ret, RTX_TRANSACTION_CONFIRM_S, g->confirm_s);
    (void)rtx_transaction_set(*ret, RTX_TRANSACTION_AUTO_COMMIT,
                              g->confirm_s > 0);
    return rtx_transaction_start_plan(*ret);
}

static int planned(void *user, size_t router, rtx_transaction *transaction)
{
    (void)user;
    (void)router;
    (void)transaction;
    return 1;
}

static void done(void *user, size_t router,
                 const struct rtx_fleet_result *result)
{
    struct guild *g = user;

    (void)router;
    g->committed += result->outcome == RTX_OUTCOME_COMMITTED;
    g->failed += result->code != 0;
}

static const struct rtx_fleet_calls calls = {
    .size = sizeof calls,
    .session = make_session,
    .transaction = make_transaction,
    .planned = planned,
    .done = done,
};

static void up(struct guild *g, const char *fault)
{
    static const char text[] = "ip filter 300 pass * * tcp * *\n"
                               "ip filter 301 pass * * tcp * *\n";
    struct rtx_error error;

    memset(g, 0, sizeof *g);
    snprintf(g->known, sizeof g->known, "/tmp/rtx-fleet-XXXXXX");
    close(mkstemp(g->known));
    rig_make(&g->rig, "ip lan1 address 192.168.100.1/24\n",
             OPTIONS("routers=each", "rtt=8"));
    if (fault)
        ASSERT_INT(rtx_emulator_fault(g->rig.emulator, fault, &error), 0);
    ASSERT_INT(
        rtx_emulator_user(g->rig.emulator, "alice", "wonderland", &error), 0);
    ASSERT_INT(rtx_emulator_admin_password(g->rig.emulator, "admin", &error),
               0);
    for (size_t i = 0; i < ROUTERS; i++)
        CU_ASSERT_FATAL(rtx_emulator_listen_ssh(g->rig.emulator, "127.0.0.1:0",
                                                &error) >= 0);
    ASSERT_INT(rtx_emulator_start(g->rig.emulator, &error), 0);
    for (size_t i = 0; i < ROUTERS; i++)
        g->endpoints[i] = rtx_emulator_endpoint(g->rig.emulator, i);
    ASSERT_INT(rtx_config_parse_fragment(&g->fragment, "test", text,
                                         sizeof text - 1, NULL, &error),
               0);
    ASSERT_INT(rtx_fleet_new(&g->fleet, &calls, g, &error), 0);
    for (size_t i = 0; i < ROUTERS; i++)
        ASSERT_INT(rtx_fleet_add(g->fleet), i);
    ASSERT_INT(rtx_fleet_set(g->fleet, RTX_FLEET_PARALLEL, ROUTERS), 0);
    ASSERT_INT(rtx_fleet_set(g->fleet, RTX_FLEET_HANDSHAKES, AT_ONCE), 0);
}

static void down(struct guild *g)
{
    rtx_fleet_free(g->fleet);
    rtx_config_free(g->fragment);
    rtx_emulator_free(g->rig.emulator);
    unlink(g->known);
}

static void expect(struct guild *g, uint64_t connections)
{
    struct rtx_emulator_counters counters = {.size = sizeof counters};

    rtx_emulator_counters(g->rig.emulator, &counters);
    ASSERT_INT(counters.connections, connections);
    CU_ASSERT(counters.ssh_logins_most <= AT_ONCE);
    CU_ASSERT(counters.ssh_logins_most > 1);
    ASSERT_INT(counters.ssh_logins, 0);
}

/* Under confirm each router is proved by a new login, all at about once. */
static void proved_by_new_logins(void)
{
    struct guild g;

    up(&g, NULL);
    g.confirm_s = 120;
    ASSERT_INT(rtx_fleet_run(g.fleet, 60000), 1);
    ASSERT_INT(g.committed, ROUTERS);
    ASSERT_INT(g.failed, 0);
    expect(&g, 2 * ROUTERS);
    down(&g);
}

/* All lose their connection in the middle, and come back to undo. */
static void reconnects(void)
{
    char fault[64];
    struct guild g;

    snprintf(fault, sizeof fault, "close-after=301 pass,times=%d", ROUTERS);
    up(&g, fault);
    ASSERT_INT(rtx_fleet_run(g.fleet, 60000), 1);
    ASSERT_INT(g.committed, 0);
    ASSERT_INT(g.failed, ROUTERS);
    for (size_t i = 0; i < ROUTERS; i++) {
        struct rtx_fleet_result result = {.size = sizeof result};

        ASSERT_INT(rtx_fleet_result(g.fleet, i, &result), 0);
        ASSERT_INT(result.outcome, RTX_OUTCOME_ROLLED_BACK);
    }
    expect(&g, 2 * ROUTERS);
    down(&g);
}

static CU_TestInfo tests[] = {
    {"new logins of confirm wait for their turn", proved_by_new_logins},
    {"so do connections that were lost", reconnects},
    CU_TEST_INFO_NULL,
};
RTX_SUITE(fleet_ssh, tests)
