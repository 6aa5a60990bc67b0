/*
 * Before the first byte of SSH: libssh's options, the algorithms, the user's
 * ssh_config when it was asked for, and the connection below.
 */
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "transport/ssh.h"

/*
 * What is spoken with anybody, best first, and what is put behind it for a
 * router that was asked for with old algorithms. ssh-dss and hmac-md5 are not
 * among them because libssh has left them out.
 */
static const struct {
    enum ssh_options_e option[2];
    const char *modern;
    const char *old;
} algorithms[] = {
    {{SSH_OPTIONS_KEY_EXCHANGE, SSH_OPTIONS_KEY_EXCHANGE},
     "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,"
     "ecdh-sha2-nistp384,ecdh-sha2-nistp521,diffie-hellman-group18-sha512,"
     "diffie-hellman-group16-sha512,diffie-hellman-group-exchange-sha256,"
     "diffie-hellman-group14-sha256",
     "diffie-hellman-group14-sha1,diffie-hellman-group-exchange-sha1,"
     "diffie-hellman-group1-sha1"},
    {{SSH_OPTIONS_HOSTKEYS, SSH_OPTIONS_PUBLICKEY_ACCEPTED_TYPES},
     "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,"
     "ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256",
     "ssh-rsa"},
    {{SSH_OPTIONS_CIPHERS_C_S, SSH_OPTIONS_CIPHERS_S_C},
     "chacha20-poly1305@openssh.com,aes256-gcm@openssh.com,"
     "aes128-gcm@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr",
     "aes256-cbc,aes192-cbc,aes128-cbc,3des-cbc"},
    {{SSH_OPTIONS_HMAC_C_S, SSH_OPTIONS_HMAC_S_C},
     "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,"
     "hmac-sha2-256,hmac-sha2-512,hmac-sha1-etm@openssh.com,hmac-sha1",
     NULL},
};

static int set_failed(struct ssh_wire *w, struct rtx_error *error)
{
    return rtx__error(error, RTX_E_ARGUMENT, "ssh: %s",
                      ssh_get_error(w->session));
}

static int set_algorithms(struct ssh_wire *w, struct rtx_error *error)
{
    for (size_t i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++) {
        bool old = w->legacy && algorithms[i].old;
        char *list = rtx__format("%s%s%s", algorithms[i].modern, old ? "," : "",
                                 old ? algorithms[i].old : "");
        int rc = list ? 0 : -1;

        for (int way = 0; rc == 0 && way < 2; way++)
            rc = ssh_options_set(w->session, algorithms[i].option[way], list);
        rtx_free(list);
        if (rc != 0)
            return set_failed(w, error);
    }
    return 0;
}

/* ---- ~/.ssh/config ---- */

static char *get(struct ssh_wire *w, enum ssh_options_e option)
{
    char *value = NULL;
    char *copy;

    if (ssh_options_get(w->session, option, &value) != SSH_OK || !value)
        return NULL;
    copy = rtx__strdup(value);
    ssh_string_free_char(value);
    return copy;
}

static char *home_file(const char *name)
{
    char room[4096];
    struct passwd entry;
    struct passwd *found = NULL;

    if (getpwuid_r(getuid(), &entry, room, sizeof room, &found) != 0 || !found)
        return NULL;
    return rtx__format("%s/%s", entry.pw_dir, name);
}

/* A path of ssh_config, where ~ and %d are the home directory; owned. */
static char *expand_path(const char *path)
{
    if (rtx__starts(path, "~/"))
        return home_file(path + 2);
    if (rtx__starts(path, "%d/"))
        return home_file(path + 3);
    return rtx__strdup(path);
}

/* libssh would read nothing of a directory, and not say so. */
static bool readable(const char *path)
{
    FILE *file = fopen(path, "re");
    bool ok = file != NULL;

    if (file) {
        (void)fgetc(file);
        ok = ferror(file) == 0;
        fclose(file);
    }
    return ok;
}

static int read_config(struct ssh_wire *w, const char *file,
                       struct rtx_error *error)
{
    bool usual = strcmp(file, "default") == 0;
    char *path = usual ? home_file(".ssh/config") : rtx__strdup(file);
    char *before = get(w, SSH_OPTIONS_IDENTITY);
    char *after;
    bool there = path && readable(path);
    int rc = 0;

    if (!path || (!there && !usual))
        rc = rtx__error(error, RTX_E_IO, "%s cannot be read", file);
    else if (there && ssh_options_parse_config(w->session, path) != SSH_OK)
        rc = set_failed(w, error);
    after = get(w, SSH_OPTIONS_IDENTITY);
    /* libssh puts what the file names before its own guesses */
    if (rc == 0 && !w->identity && after &&
        (!before || strcmp(before, after) != 0)) {
        w->identity = expand_path(after);
        rc = w->identity ? 0 : rtx__error(error, RTX_E_NOMEM, "out of memory");
    }
    rtx_free(before);
    rtx_free(after);
    rtx_free(path);
    return rc;
}

/* ---- the connection below ---- */

/* A proxy command's %h, %p, %r and %%. */
static char *expand_command(const struct ssh_wire *w, const char *command,
                            const char *host, const char *port)
{
    struct rtx_buf line;
    int rc = 0;

    rtx__buf_init(&line, 1 << 16);
    for (; rc == 0 && *command; command++) {
        if (*command != '%' || !strchr("hpr%", command[1]) || !command[1]) {
            rc = rtx__buf_char(&line, *command);
            continue;
        }
        command++;
        rc = rtx__buf_text(&line, *command == 'h'   ? host
                                  : *command == 'p' ? port
                                  : *command == 'r' ? w->user
                                                    : "%");
    }
    if (rc == 0)
        return rtx__buf_take(&line);
    rtx__buf_free(&line);
    return NULL;
}

/* libssh makes `ssh … -W '[%h]:%p' jump` of ProxyJump; the jump host's own
 * settings stand in the same file as the router's. */
static char *with_config(char *command, const char *config)
{
    char *whole;

    if (!config || strcmp(config, "default") == 0 || strchr(config, '\'') ||
        !rtx__starts(command, "ssh ") || !strstr(command, " -W '[%h]:%p' "))
        return command;
    whole = rtx__format("ssh -F '%s' %s", config, command + strlen("ssh "));
    rtx_free(command);
    return whole;
}

/* Nothing in a name may be taken for more than a name by the shell. */
static bool plain(const char *text)
{
    return text[0] != '-' &&
           text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW"
                             "XYZ0123456789.-_:%@")] == '\0';
}

static int start_proxy(struct ssh_wire *w, const char *proxy, const char *host,
                       const char *port, struct rtx_error *error)
{
    char *command;
    int fd = -1;
    int rc;

    if (!plain(host) || !plain(w->user))
        return rtx__error(error, RTX_E_ARGUMENT,
                          "the user or host name has characters that a proxy "
                          "command must not get");
    command = expand_command(w, proxy, host, port);
    if (!command)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    rc = rtx__child_start(&w->child, command, &fd, error);
    rtx_free(command);
    if (rc == 0) {
        w->base.fd = fd;
        w->base.wake_ms = 0; /* at once: there is nothing to wait for */
    }
    return rc;
}

static int open_carrier(struct ssh_wire *w, const char *config,
                        struct rtx_error *error)
{
    char *host = get(w, SSH_OPTIONS_HOST);
    char *proxy = get(w, SSH_OPTIONS_PROXYCOMMAND);
    unsigned number = 22;
    char port[16];
    int rc;

    (void)ssh_options_get_port(w->session, &number);
    snprintf(port, sizeof port, "%u", number);
    if (proxy && strcmp(proxy, "none") != 0)
        proxy = with_config(proxy, config);
    w->name = host ? rtx__format("%s port %s", host, port) : NULL;
    if (!w->name)
        rc = rtx__error(error, RTX_E_NOMEM, "out of memory");
    else if (proxy && strcmp(proxy, "none") != 0)
        rc = start_proxy(w, proxy, host, port, error);
    else
        rc = rtx__tcp_open(&w->carrier, host, port, w->deadline_ms, error);
    rtx_free(host);
    rtx_free(proxy);
    return rc;
}

int ssh_take_carrier(struct ssh_wire *w, struct rtx_error *error)
{
    int fd = w->base.fd;

    if (w->carrier)
        fd = rtx__tcp_take(w->carrier);
    w->carrier = NULL;
    w->base.fd = fd;
    if (ssh_options_set(w->session, SSH_OPTIONS_FD, &fd) == SSH_OK)
        return 0;
    return set_failed(w, error);
}

static int copy_options(struct ssh_wire *w,
                        const struct rtx_ssh_options *options)
{
    w->accept_new = options->accept_new;
    w->sftp = options->sftp;
    w->keepalive_ms = options->keepalive_ms;
    w->password = rtx_secret_copy(options->password);
    w->passphrase = rtx_secret_copy(options->passphrase);
    w->known_hosts =
        options->known_hosts ? rtx__strdup(options->known_hosts) : NULL;
    w->identity = options->identity ? rtx__strdup(options->identity) : NULL;
    return (options->password && !w->password) ||
                   (options->passphrase && !w->passphrase) ||
                   (options->known_hosts && !w->known_hosts) ||
                   (options->identity && !w->identity)
               ? RTX_E_NOMEM
               : 0;
}

/* What the endpoint says goes before what a file says. */
static int set_endpoint(struct ssh_wire *w, const struct rtx_endpoint *endpoint,
                        const struct rtx_ssh_options *options,
                        struct rtx_error *error)
{
    int no = 0;
    int rc = ssh_options_set(w->session, SSH_OPTIONS_PROCESS_CONFIG, &no);

    ssh_set_blocking(w->session, 0);
    if (rc == 0)
        rc = ssh_options_set(w->session, SSH_OPTIONS_HOST, endpoint->host);
    if (rc == 0 && endpoint->port_given)
        rc = ssh_options_set(w->session, SSH_OPTIONS_PORT_STR, endpoint->port);
    if (rc == 0 && options->user)
        rc = ssh_options_set(w->session, SSH_OPTIONS_USER, options->user);
    return rc == 0 ? 0 : set_failed(w, error);
}

int ssh_setup(struct ssh_wire *w, const struct rtx_endpoint *endpoint,
              const struct rtx_ssh_options *options, struct rtx_error *error)
{
    int rc = copy_options(w, options);

    w->session = ssh_new();
    if (rc < 0 || !w->session)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    w->legacy = endpoint->legacy || options->legacy;
    rc = set_endpoint(w, endpoint, options, error);
    if (rc == 0 && options->config)
        rc = read_config(w, options->config, error);
    if (rc == 0)
        rc = set_algorithms(w, error);
    if (rc == 0 && w->known_hosts &&
        ssh_options_set(w->session, SSH_OPTIONS_KNOWNHOSTS, w->known_hosts))
        rc = set_failed(w, error);
    if (rc < 0)
        return rc;
    if (w->sftp) { /* /system/ is for the administrator password alone */
        rtx_free(w->identity);
        w->identity = NULL;
    }
    if (w->identity && options->identity)
        rc = ssh_load_key(w, error); /* not only when the router wants it */
    if (rc < 0)
        return rc;
    w->user = get(w, SSH_OPTIONS_USER);
    if (!w->user)
        return rtx__error(error, RTX_E_ARGUMENT,
                          "SSH needs a user: ssh://USER@%s", endpoint->host);
    return open_carrier(w, options->config, error);
}
