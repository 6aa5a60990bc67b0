/*
 * Logging in: a key where one was asked for, else the password. The RTX810
 * offers `password` and nothing else.
 */
#include <string.h>

#include "transport/ssh.h"

static const struct {
    int method;
    const char *name;
} methods[] = {
    {SSH_AUTH_METHOD_PASSWORD, "password"},
    {SSH_AUTH_METHOD_PUBLICKEY, "publickey"},
    {SSH_AUTH_METHOD_INTERACTIVE, "keyboard-interactive"},
    {SSH_AUTH_METHOD_HOSTBASED, "hostbased"},
    {SSH_AUTH_METHOD_GSSAPI_MIC, "gssapi-with-mic"},
};

static void list_methods(const struct ssh_wire *w, char *text, size_t size)
{
    int offered = ssh_userauth_list(w->session, NULL);
    struct rtx_buf list;

    rtx__buf_init(&list, 256);
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        if (offered & methods[i].method)
            (void)rtx__buf_format(&list, "%s%s", list.length ? ", " : "",
                                  methods[i].name);
    }
    rtx__copy(text, size, list.length ? rtx__buf_str(&list) : "nothing");
    rtx__buf_free(&list);
}

static bool offers(const struct ssh_wire *w, int method)
{
    return (ssh_userauth_list(w->session, NULL) & method) != 0;
}

static int refused(struct ssh_wire *w, const char *what,
                   struct rtx_error *error)
{
    char ident[96];

    ssh_ident(w, ident, sizeof ident);
    rtx__error(error, RTX_E_LOGIN, "%s refused %s of user %s (%s)", w->name,
               what, w->user, ident);
    RTX_ERROR_SET(
        error, hint,
        w->sftp ? "check the user and the administrator password; on the "
                  "router: sftpd host, user attribute administrator="
                : "check the user and its login password; on the router: login "
                  "user, user attribute connection=, sshd host");
    return RTX_E_LOGIN;
}

static int not_offered(struct ssh_wire *w, const char *wanted,
                       struct rtx_error *error)
{
    char offered[128];

    list_methods(w, offered, sizeof offered);
    rtx__error(error, RTX_E_LOGIN,
               "%s does not let user %s log in by %s; it offers: %s", w->name,
               w->user, wanted, offered);
    RTX_ERROR_SET(error, hint,
                  strstr(offered, "publickey")
                      ? "name a private key, or the agent, as the identity"
                      : "use the router's login password");
    return RTX_E_LOGIN;
}

/* Which way is tried next, after `done` has been. */
static int next_way(struct ssh_wire *w, enum ssh_phase done,
                    struct rtx_error *error)
{
    bool agent = w->identity && strcmp(w->identity, "agent") == 0;

    if (done < PHASE_AGENT && w->identity &&
        offers(w, SSH_AUTH_METHOD_PUBLICKEY)) {
        w->phase = agent ? PHASE_AGENT : PHASE_KEY_FILE;
        return 1;
    }
    if (done < PHASE_PASSWORD && w->password && w->password->length > 0 &&
        offers(w, SSH_AUTH_METHOD_PASSWORD)) {
        w->phase = PHASE_PASSWORD;
        return 1;
    }
    if (done == PHASE_AGENT)
        return refused(w, "the agent's keys", error);
    if (done == PHASE_KEY_FILE)
        return refused(w, "the key", error);
    if (w->identity && !(w->password && w->password->length > 0))
        return not_offered(w, "publickey", error);
    if (!offers(w, SSH_AUTH_METHOD_PASSWORD))
        return not_offered(w, "password", error);
    rtx__error(error, RTX_E_LOGIN, "%s wants a%s password, and none is given",
               w->name, w->sftp ? "n administrator" : " login");
    RTX_ERROR_SET(error, hint,
                  w->sftp ? "SSH takes no empty password: the router's files "
                            "need an administrator password"
                          : "SSH takes no empty password: give the user's");
    return RTX_E_LOGIN;
}

int ssh_load_key(struct ssh_wire *w, struct rtx_error *error)
{
    int rc;

    if (w->key || strcmp(w->identity, "agent") == 0)
        return 0;
    rc = ssh_pki_import_privkey_file(w->identity,
                                     w->passphrase ? w->passphrase->text : "",
                                     NULL, NULL, &w->key);

    if (rc == SSH_OK)
        return 0;
    if (rc == SSH_EOF)
        return rtx__error(error, RTX_E_IO, "the key %s cannot be read",
                          w->identity);
    rtx__error(error, RTX_E_LOGIN, "the key in %s cannot be used", w->identity);
    RTX_ERROR_SET(error, hint,
                  "is it a private key, and is its passphrase right?");
    return RTX_E_LOGIN;
}

static int ask_agent(struct ssh_wire *w, struct rtx_error *error, int *answer)
{
    int rc = ssh_agent_begin(w, error);

    if (rc < 0)
        return rc;
    w->told = true;
    *answer = ssh_userauth_agent(w->session, NULL);
    if (*answer == SSH_AUTH_AGAIN)
        return 0;
    if (*answer != SSH_AUTH_SUCCESS && ssh_agent_late(w)) {
        rtx__error(error, RTX_E_TIMEOUT,
                   "the SSH agent did not answer in time for %s", w->name);
        RTX_ERROR_SET(error, hint,
                      "is the agent of SSH_AUTH_SOCK alive, or does it wait "
                      "for somebody's yes? ssh-add -l shows its keys");
        rc = RTX_E_TIMEOUT;
    }
    ssh_agent_end(w);
    return rc;
}

static int ask(struct ssh_wire *w, struct rtx_error *error, int *answer)
{
    int rc = 0;

    switch (w->phase) {
    case PHASE_METHODS:
        *answer = ssh_userauth_none(w->session, NULL);
        break;
    case PHASE_AGENT:
        rc = ask_agent(w, error, answer);
        break;
    case PHASE_KEY_FILE:
        rc = ssh_load_key(w, error);
        if (rc == 0)
            *answer = ssh_userauth_publickey(w->session, NULL, w->key);
        w->told = true;
        break;
    default:
        w->told = true;
        *answer = ssh_userauth_password(w->session, NULL, w->password->text);
        break;
    }
    return rc;
}

/* Nothing secret is kept longer than it is needed. */
static void forget(struct ssh_wire *w)
{
    rtx_secret_free(w->password);
    rtx_secret_free(w->passphrase);
    ssh_key_free(w->key);
    w->password = NULL;
    w->passphrase = NULL;
    w->key = NULL;
}

int ssh_login(struct ssh_wire *w, struct rtx_error *error)
{
    int answer = SSH_AUTH_ERROR;
    int rc;

    RTX_ERROR_SET(error, step, "login");
    rc = ask(w, error, &answer);
    if (rc < 0)
        return rc;
    switch (answer) {
    case SSH_AUTH_AGAIN:
        return 0;
    case SSH_AUTH_SUCCESS:
        forget(w);
        w->phase = PHASE_CHANNEL;
        return 1;
    case SSH_AUTH_DENIED:
    case SSH_AUTH_PARTIAL:
        if (w->phase == PHASE_PASSWORD)
            return answer == SSH_AUTH_PARTIAL
                       ? not_offered(w, "the password alone", error)
                       : refused(w, "the login password", error);
        return next_way(w, w->phase, error);
    default:
        return ssh_failed(w, w->told ? RTX_E_LOGIN : RTX_E_CLOSED, "logging in",
                          error);
    }
}
