/*
 * Is the router's key the one that is known? The files are read here, line by
 * line, because libssh knows no @revoked and does not say where a key stands.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "transport/ssh.h"

/* The greater goes before the lesser. */
enum verdict { NOT_THERE, CHANGED, KNOWN, REVOKED };

struct check {
    ssh_key key;
    const char *host; /* as known_hosts has it: name, or [name]:port */
    enum verdict verdict;
    char *file; /* where the verdict comes from */
    int line;
};

static void judge(struct check *c, enum verdict verdict, const char *file,
                  int line)
{
    if (verdict <= c->verdict)
        return;
    rtx_free(c->file);
    c->file = rtx__strdup(file);
    c->line = line;
    c->verdict = verdict;
}

/*
 * Hashes and patterns are for libssh to compare; of all other lines, which a
 * fleet's file has by the thousand, it need not see those of other hosts.
 */
static bool may_name(const char *text, const char *host)
{
    size_t length = strcspn(text, " *?!|");
    size_t wanted = strlen(host);

    if (text[length] != ' ')
        return true;
    for (const char *end = text + length; text < end;) {
        size_t name = strcspn(text, ", ");

        if (name == wanted && strncasecmp(text, host, name) == 0)
            return true;
        text += name + (text[name] == ',');
    }
    return false;
}

static void check_line(struct check *c, char *text, const char *file, int line)
{
    struct ssh_knownhosts_entry *entry = NULL;
    bool revoked = rtx__starts(text, "@revoked");
    bool same;

    if (revoked)
        text += strlen("@revoked");
    text += strspn(text, " \t");
    if (*text == '#' || *text == '@' || *text == '\0')
        return; /* a certificate authority speaks for no plain key */
    if (!may_name(text, c->host))
        return;
    text[rtx__trimmed(text, strlen(text))] = '\0';
    if (ssh_known_hosts_parse_line(c->host, text, &entry) != SSH_OK || !entry)
        return;
    same = ssh_key_cmp(entry->publickey, c->key, SSH_KEY_CMP_PUBLIC) == 0;
    if (revoked && same)
        judge(c, REVOKED, file, line);
    else if (!revoked)
        judge(c, same ? KNOWN : CHANGED, file, line);
    SSH_KNOWNHOSTS_ENTRY_FREE(entry);
}

/* A file that is not there knows nobody; one that cannot be read is a fault. */
static int check_file(struct check *c, const char *path,
                      struct rtx_error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
    char *text = NULL;
    size_t size = 0;

    if (!file) {
        int reason = errno;

        if (fd >= 0)
            close(fd);
        return reason == ENOENT
                   ? 0
                   : rtx__error(error, RTX_E_IO,
                                "the known hosts in %s cannot be read: %s",
                                path, strerror(reason));
    }
    for (int line = 1; getline(&text, &size, file) >= 0; line++) {
        check_line(c, text + strspn(text, " \t"), path, line);
    }
    free(text);
    fclose(file);
    return 0;
}

static char *host_name(struct ssh_wire *w)
{
    char *host = NULL;
    unsigned port = 22;
    char *name;

    if (ssh_options_get(w->session, SSH_OPTIONS_HOST, &host) != SSH_OK)
        return NULL;
    (void)ssh_options_get_port(w->session, &port);
    name = port == 22 ? rtx__strdup(host) : rtx__format("[%s]:%u", host, port);
    ssh_string_free_char(host);
    for (char *at = name; at && *at; at++)
        *at = (char)tolower((unsigned char)*at);
    return name;
}

/* The file that new keys go to; owned. */
static char *own_file(const struct ssh_wire *w)
{
    char *path = NULL;
    char *copy;

    if (w->known_hosts)
        return rtx__strdup(w->known_hosts);
    /* libssh has made an absolute path of it while it connected */
    if (ssh_options_get(w->session, SSH_OPTIONS_KNOWNHOSTS, &path) != SSH_OK)
        return NULL;
    copy = rtx__strdup(path);
    ssh_string_free_char(path);
    return copy;
}

/* "ssh-ed25519 SHA256:…", owned. */
static char *fingerprint(ssh_key key)
{
    unsigned char *hash = NULL;
    size_t length = 0;
    char *print = NULL;
    char *text;

    if (ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash,
                               &length) == 0)
        print =
            ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, length);
    text = rtx__format("%s %s", ssh_key_type_to_char(ssh_key_type(key)),
                       print ? print : "(no fingerprint)");
    ssh_clean_pubkey_hash(&hash);
    ssh_string_free_char(print);
    return text;
}

/* Make the directory that a known_hosts in a fresh home needs. */
static void make_directory(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *directory = slash && slash > path
                          ? rtx__strndup(path, (size_t)(slash - path))
                          : NULL;

    if (directory)
        (void)mkdir(directory, 0700);
    rtx_free(directory);
}

static int append_line(int fd, const char *entry)
{
    struct stat status;
    char last = '\n';
    char *line;
    ssize_t length;
    ssize_t written = -1;

    if (fstat(fd, &status) == 0 && status.st_size > 0)
        (void)!pread(fd, &last, 1, status.st_size - 1);
    length = (ssize_t)rtx__trimmed(entry, strlen(entry));
    line =
        rtx__format("%s%.*s\n", last == '\n' ? "" : "\n", (int)length, entry);
    if (line)
        written = write(fd, line, strlen(line));
    length = line ? (ssize_t)strlen(line) : 0;
    rtx_free(line);
    return written == length ? 0 : RTX_E_IO;
}

static int record(struct ssh_wire *w, const char *path, struct rtx_error *error)
{
    char *entry = NULL;
    int rc = RTX_E_IO;
    int fd;

    make_directory(path);
    fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd >= 0 &&
        ssh_session_export_known_hosts_entry(w->session, &entry) == SSH_OK)
        rc = append_line(fd, entry);
    if (rc < 0)
        rtx__error(error, rc, "the new host key cannot be written to %s: %s",
                   path, strerror(errno));
    if (fd >= 0)
        close(fd);
    ssh_string_free_char(entry);
    return rc;
}

static int refuse(const struct ssh_wire *w, const struct check *c,
                  const char *print, const char *path, struct rtx_error *error)
{
    switch (c->verdict) {
    case REVOKED:
        rtx__error(error, RTX_E_HOST_KEY_REVOKED,
                   "the host key of %s, %s, is marked as revoked", w->name,
                   print);
        rtx__error_place(error, c->file, c->line, 0);
        return RTX_E_HOST_KEY_REVOKED;
    case CHANGED:
        rtx__error(error, RTX_E_HOST_KEY_CHANGED,
                   "the host key of %s is not the one that is known: it shows "
                   "%s",
                   w->name, print);
        rtx__error_place(error, c->file, c->line, 0);
        return RTX_E_HOST_KEY_CHANGED;
    default:
        return rtx__error(error, RTX_E_HOST_KEY_UNKNOWN,
                          "the host key of %s, %s, is not in %s", w->name,
                          print, path);
    }
}

static int check_files(struct ssh_wire *w, struct check *c, const char *own,
                       struct rtx_error *error)
{
    char *global = NULL;
    int rc = check_file(c, own, error);

    if (rc < 0 || w->known_hosts)
        return rc;
    if (ssh_options_get(w->session, SSH_OPTIONS_GLOBAL_KNOWNHOSTS, &global) !=
        SSH_OK)
        return check_file(c, "/etc/ssh/ssh_known_hosts", error);
    rc = check_file(c, global, error);
    ssh_string_free_char(global);
    return rc;
}

int ssh_check_host(struct ssh_wire *w, struct rtx_error *error)
{
    struct check c = {.verdict = NOT_THERE};
    char *host = host_name(w);
    char *own = own_file(w);
    char *print = NULL;
    int rc = RTX_E_NOMEM;

    if (ssh_get_server_publickey(w->session, &c.key) == SSH_OK)
        print = fingerprint(c.key);
    c.host = host;
    if (!host || !own || !print) {
        rtx__error(error, rc, "the host key of %s cannot be read", w->name);
        goto out;
    }
    rc = check_files(w, &c, own, error);
    if (rc < 0 || c.verdict == KNOWN)
        goto out;
    if (c.verdict == NOT_THERE && w->accept_new)
        rc = record(w, own, error);
    else
        rc = refuse(w, &c, print, own, error);
out:
    ssh_key_free(c.key);
    rtx_free(c.file);
    rtx_free(host);
    rtx_free(own);
    rtx_free(print);
    return rc;
}
