/* Host keys, from a file or made; users' keys. */
#include "emulator/sshd.h"

#include <string.h>

enum { BITS = 2048 };

static ssh_key make(void)
{
    ssh_key key = NULL;

    return ssh_pki_generate(SSH_KEYTYPE_RSA, BITS, &key) == SSH_OK ? key : NULL;
}

/* Made when it is asked for: that takes a tenth of a second. */
static ssh_key own_key(struct emu_sshd_keys *keys,
                       const struct emu_device *device)
{
    struct emu_host_key *own;

    while (keys->own_count <= device->index) {
        if (rtx__grow(&keys->own, &keys->own_capacity, keys->own_count,
                      sizeof *keys->own) < 0)
            return NULL;
        keys->own[keys->own_count++] = (struct emu_host_key){0};
    }
    own = &keys->own[device->index];
    if (own->number != device->host_keys_made) {
        ssh_key_free(own->key);
        own->key = make();
        own->number = device->host_keys_made;
    }
    return own->key;
}

ssh_key emu_sshd_key(struct rtx_emulator *emulator, struct emu_device *device)
{
    struct emu_sshd_keys *keys = &emulator->ssh_keys;

    if (device->host_keys_made)
        return own_key(keys, device);
    if (!keys->shared)
        keys->shared = make();
    return keys->shared;
}

void emu_sshd_keys_free(struct rtx_emulator *emulator)
{
    struct emu_sshd_keys *keys = &emulator->ssh_keys;

    for (size_t i = 0; i < keys->own_count; i++)
        ssh_key_free(keys->own[i].key);
    for (size_t i = 0; i < keys->user_count; i++) {
        ssh_key_free(keys->users[i].key);
        rtx_free(keys->users[i].user);
    }
    ssh_key_free(keys->shared);
    rtx_free(keys->own);
    rtx_free(keys->users);
    memset(keys, 0, sizeof *keys);
}

static ssh_key read_public(const char *line)
{
    const char *base64 = strchr(line, ' ');
    ssh_key key = NULL;
    char *name;
    char *body;

    if (!base64)
        return NULL;
    name = rtx__strndup(line, (size_t)(base64 - line));
    base64++;
    body = rtx__strndup(base64, strcspn(base64, " \r\n"));
    if (name && body &&
        ssh_pki_import_pubkey_base64(body, ssh_key_type_from_name(name),
                                     &key) != SSH_OK)
        key = NULL;
    rtx_free(name);
    rtx_free(body);
    return key;
}

int emu_sshd_authorize(struct rtx_emulator *emulator, const char *user,
                       const char *line, struct rtx_error *error)
{
    struct emu_sshd_keys *keys = &emulator->ssh_keys;
    ssh_key key = read_public(line);
    char *name = rtx__strdup(user);

    if (key && name &&
        rtx__grow(&keys->users, &keys->user_capacity, keys->user_count,
                  sizeof *keys->users) == 0) {
        keys->users[keys->user_count++] = (struct emu_authorized){name, key};
        return 0;
    }
    ssh_key_free(key);
    rtx_free(name);
    return rtx__error(error, RTX_E_ARGUMENT, "not a public key: %s", line);
}

bool emu_sshd_authorized(const struct rtx_emulator *emulator, const char *user,
                         struct ssh_key_struct *key)
{
    const struct emu_sshd_keys *keys = &emulator->ssh_keys;

    for (size_t i = 0; i < keys->user_count; i++) {
        if (strcmp(keys->users[i].user, user) == 0 &&
            ssh_key_cmp(keys->users[i].key, key, SSH_KEY_CMP_PUBLIC) == 0)
            return true;
    }
    return false;
}

int emu_sshd_load_key(struct rtx_emulator *emulator, const char *path,
                      struct rtx_error *error)
{
    ssh_key key = NULL;

    if (ssh_pki_import_privkey_file(path, "", NULL, NULL, &key) != SSH_OK)
        return rtx__error(error, RTX_E_ARGUMENT,
                          "not a private key without passphrase: %s", path);
    if (ssh_key_type(key) != SSH_KEYTYPE_RSA) {
        ssh_key_free(key);
        return rtx__error(error, RTX_E_ARGUMENT, "not an RSA key: %s", path);
    }
    ssh_key_free(emulator->ssh_keys.shared);
    emulator->ssh_keys.shared = key;
    return 0;
}

/* known_hosts names port 22 by the host alone. */
char *emu_sshd_key_line(struct rtx_emulator *emulator,
                        const struct emu_endpoint *endpoint)
{
    ssh_key key = emu_sshd_key(emulator, emulator->devices[endpoint->device]);
    const char *host = endpoint->uri + strlen("ssh://");
    size_t length = strcspn(host, "?");
    const char *port = NULL;
    char *base64 = NULL;
    char *line = NULL;

    for (size_t i = 0; i < length; i++) {
        if (host[i] == ':')
            port = host + i;
    }
    if (!key || !port || ssh_pki_export_pubkey_base64(key, &base64) != SSH_OK)
        return NULL;
    length = (size_t)(port - host);
    if (host[0] == '[') {
        host++;
        length -= 2;
    }
    if (strncmp(port, ":22?", 4) == 0 || strcmp(port, ":22") == 0)
        line = rtx__format("%.*s ssh-rsa %s", (int)length, host, base64);
    else
        line = rtx__format("[%.*s]:%.*s ssh-rsa %s", (int)length, host,
                           (int)strcspn(port + 1, "?"), port + 1, base64);
    ssh_string_free_char(base64);
    return line;
}
