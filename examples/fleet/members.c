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

static bool by_ssh(const char *connection)
{
    static const char *const names[] = {"ssh",
                                        "network_cli",
                                        "paramiko",
                                        "paramiko_ssh",
                                        "smart",
                                        "libssh",
                                        "ansible.netcommon.network_cli"};

    for (size_t i = 0; connection && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(connection, names[i]) == 0)
            return true;
    }
    return false;
}

static char *make_endpoint(const struct member *member)
{
    const char *endpoint = VARIABLE(member, "rtx_endpoint", "endpoint");
    const char *host = VARIABLE(member, "ansible_host", "ansible_ssh_host");
    const char *user = VARIABLE(member, "ansible_user", "ansible_ssh_user");
    const char *port = VARIABLE(member, "ansible_port", "ansible_ssh_port");
    const char *how = VARIABLE(member, "ansible_connection");
    char *text = NULL;
    size_t length = 0;
    FILE *out;

    if (endpoint)
        return strdup(endpoint);
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

static rtx_secret *from_command(const char *command, const char **reason)
{
    char line[4096] = "";
    FILE *pipe = popen(command, "r");
    rtx_secret *secret = NULL;

    *reason = "the command failed";
    if (!pipe)
        return NULL;
    if (!fgets(line, sizeof line, pipe))
        line[0] = '\0';
    if (pclose(pipe) == 0)
        secret = rtx_secret_new(line, strcspn(line, "\r\n"));
    explicit_bzero(line, sizeof line);
    return secret;
}

static rtx_secret *fetch(const char *reference, const char **reason)
{
    const char *value;

    if (!reference[0])
        return rtx_secret_new("", 0);
    if (strncmp(reference, "@file:", 6) == 0)
        return rtx_secret_from_file(reference + 6, reason);
    if (strncmp(reference, "@cmd:", 5) == 0)
        return from_command(reference + 5, reason);
    value = getenv(reference + strlen("@env:"));
    *reason = "it is not set in the environment";
    return value ? rtx_secret_new(value, strlen(value)) : NULL;
}

static bool secret_of(struct app *app, const char *name, const char *reference,
                      const rtx_secret **ret)
{
    struct vault *vault = &app->vault;
    const char *reason = "no memory";
    void *grown;

    for (size_t i = 0; i < vault->count; i++) {
        if (strcmp(vault->items[i].reference, reference) == 0) {
            *ret = vault->items[i].secret;
            return true;
        }
    }
    grown = realloc(vault->items, (vault->count + 1) * sizeof vault->items[0]);
    if (!grown)
        return false;
    vault->items = grown;
    vault->items[vault->count].secret = fetch(reference, &reason);
    if (!vault->items[vault->count].secret) {
        fprintf(stderr, "%s: %s: %s: %s\n", app->cli.program, name, reference,
                reason);
        return false;
    }
    vault->items[vault->count].reference = strdup(reference);
    *ret = vault->items[vault->count++].secret;
    return true;
}

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
    return (!login || secret_of(app, member->name, login, &member->login)) &&
           (!admin || secret_of(app, member->name, admin, &member->admin));
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
        member->endpoint = make_endpoint(member);
        if (!member->endpoint || !find_secrets(app, member))
            return false;
    }
    if (app->count == 0)
        fprintf(stderr, "%s: no router is called or in '%s'\n",
                app->cli.program, app->limit);
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
    for (size_t i = 0; i < app->vault.count; i++) {
        free(app->vault.items[i].reference);
        rtx_secret_free(app->vault.items[i].secret);
    }
    free(app->vault.items);
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
