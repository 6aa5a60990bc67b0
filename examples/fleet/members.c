/* The routers of an inventory: endpoints and secrets; see app.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fleet/app.h"

static const char *variable(const struct member *member, const char *const *any)
{
    for (; *any; any++) {
        const char *value =
            json_string_value(json_object_get(member->variables, *any));

        if (value)
            return value;
    }
    return NULL;
}

#define VARIABLE(member, ...) \
    variable(member, (const char *const[]){__VA_ARGS__, NULL})

/* ---- endpoints ---- */

/* By SSH: 1; by telnet: 0; in a way that no router is reached: -1. */
static int by_ssh(const char *connection)
{
    static const char *const names[] = {"ssh",
                                        "network_cli",
                                        "paramiko",
                                        "paramiko_ssh",
                                        "smart",
                                        "libssh",
                                        "ansible.netcommon.network_cli",
                                        "ansible.netcommon.libssh",
                                        "ansible.builtin.ssh",
                                        "ansible.builtin.paramiko_ssh"};

    for (size_t i = 0; connection && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(connection, names[i]) == 0)
            return 1;
    }
    return !connection || strcmp(connection, "telnet") == 0 ? 0 : -1;
}

static void complain(const struct app *app, const struct member *member,
                     const char *what, const char *value)
{
    cli_complain(&app->cli, RTX_E_SYNTAX, "%s: %s: %s: %s", app->inventory_path,
                 member->name, what, value);
}

/* Ansible's templates are not worked out here. */
static bool check_plain(const struct app *app, const struct member *member,
                        const char *const *values)
{
    for (; *values; values++) {
        if (strstr(*values, "{{")) {
            complain(app, member,
                     "a template in an address is not understood; write "
                     "rtx_endpoint, or the value",
                     *values);
            return false;
        }
    }
    return true;
}

static char *make_endpoint(const struct app *app, const struct member *member)
{
    const char *endpoint = VARIABLE(member, "rtx_endpoint", "endpoint");
    const char *host = VARIABLE(member, "ansible_host", "ansible_ssh_host");
    const char *user = VARIABLE(member, "ansible_user", "ansible_ssh_user");
    const char *port = VARIABLE(member, "ansible_port", "ansible_ssh_port");
    const char *how = VARIABLE(member, "ansible_connection");
    const char *const values[] = {endpoint ? endpoint : "", host ? host : "",
                                  user ? user : "", port ? port : "", NULL};
    char *text = NULL;
    size_t length = 0;
    FILE *out;

    if (!check_plain(app, member, values))
        return NULL;
    if (endpoint)
        return strdup(endpoint);
    if (by_ssh(how) < 0) {
        complain(app, member,
                 "ansible_connection: routers are reached by ssh, network_cli "
                 "or telnet, or at an rtx_endpoint",
                 how);
        return NULL;
    }
    host = host ? host : member->name;
    out = open_memstream(&text, &length);
    if (!out)
        return NULL;
    fprintf(out, "%s://%s%s", by_ssh(how) ? "ssh" : "telnet", user ? user : "",
            user ? "@" : "");
    fprintf(out, strchr(host, ':') && host[0] != '[' ? "[%s]" : "%s", host);
    if (port)
        fprintf(out, ":%s", port);
    fclose(out);
    return text;
}

/* ---- secrets ---- */

static const rtx_secret *common(rtx_secret **slot, const char *name)
{
    const char *value = getenv(name);

    if (!*slot && value)
        *slot = rtx_secret_new(value, strlen(value));
    return *slot;
}

static bool find_secrets(struct app *app, struct member *member)
{
    const char *login = VARIABLE(member, "login_password", "rtx_login_password",
                                 "ansible_password", "ansible_ssh_pass");
    const char *admin =
        VARIABLE(member, "admin_password", "rtx_admin_password",
                 "ansible_become_password", "ansible_become_pass");

    member->login = common(&app->cli.login_password, "RTX_LOGIN_PASSWORD");
    member->admin = common(&app->cli.admin_password, "RTX_ADMIN_PASSWORD");
    if (login)
        member->login = vault_secret(app, member->name, login);
    if (admin)
        member->admin = vault_secret(app, member->name, admin);
    return !(login && !member->login) && !(admin && !member->admin);
}

/* ---- all of them ---- */

bool members_make(struct app *app)
{
    size_t most = json_object_size(app->inventory.hosts);
    const char *name;
    json_t *own;

    app->members = calloc(most ? most : 1, sizeof app->members[0]);
    if (!app->members)
        return false;
    json_object_foreach(app->inventory.hosts, name, own)
    {
        struct member *member = &app->members[app->count];

        if (!inventory_chosen(&app->inventory, name, app->limit))
            continue;
        app->count++;
        member->name = name;
        member->exit = -1;
        member->selected = true;
        member->variables = inventory_variables(&app->inventory, name);
        member->endpoint = make_endpoint(app, member);
        if (!member->endpoint || !find_secrets(app, member))
            return false;
    }
    if (app->count == 0)
        cli_complain(&app->cli, RTX_E_SYNTAX, "no router is called or in '%s'",
                     app->limit);
    return app->count > 0;
}

void members_free(struct app *app)
{
    for (size_t i = 0; i < app->count; i++) {
        struct member *member = &app->members[i];

        free(member->endpoint);
        json_decref(member->variables);
        json_decref(member->past);
        free(member->error);
        free(member->journal);
        free(member->text);
    }
    free(app->members);
    vault_free(&app->vault);
}

int member_session(const struct app *app, const struct member *member,
                   rtx_session **ret, struct rtx_error *error)
{
    const struct cli *cli = &app->cli;
    rtx_session *session;
    int rc = rtx_session_new(ret, member->endpoint, error);

    if (rc < 0)
        return rc;
    session = *ret;
    (void)rtx_session_set(session, RTX_OPTION_SILENCE_MS, cli->timeout_ms);
    (void)rtx_session_set(session, RTX_OPTION_CONNECT_MS, cli->timeout_ms);
    (void)rtx_session_set(session, RTX_OPTION_ACCEPT_NEW_HOST_KEY,
                          cli->accept_new_host_key);
    (void)rtx_session_set(session, RTX_OPTION_LEGACY_ALGORITHMS,
                          cli->legacy_algorithms);
    if (rtx_session_set_login_password(session, member->login) < 0 ||
        rtx_session_set_admin_password(session, member->admin) < 0 ||
        rtx_session_set_passphrase(session, cli->passphrase) < 0 ||
        rtx_session_set_text(session, RTX_TEXT_KNOWN_HOSTS, cli->known_hosts) <
            0 ||
        rtx_session_set_text(session, RTX_TEXT_SSH_CONFIG, cli->ssh_config) <
            0 ||
        rtx_session_set_text(session, RTX_TEXT_IDENTITY, cli->identity) < 0)
        return RTX_E_NOMEM;
    return 0;
}

void member_fail(struct member *member, const char *result, int exit,
                 const struct rtx_error *error)
{
    member->result = result;
    member->exit = exit;
    if (!error)
        return;
    if (!member->error)
        member->error = malloc(sizeof *error);
    if (member->error)
        *member->error = *error;
}

int members_exit(const struct app *app)
{
    static const int order[] = {
        EXIT_NEEDS_PERSON, EXIT_AWAITING, EXIT_ROLLED_BACK, EXIT_CONNECT,
        EXIT_READ_REFUSED, EXIT_REFUSED,  EXIT_CHANGES};

    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        for (size_t k = 0; k < app->count; k++) {
            if (app->members[k].exit == order[i])
                return order[i];
        }
    }
    return EXIT_DONE;
}
