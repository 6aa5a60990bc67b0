/* Host keys: from a file or made, one for each router that made its own. */
#include "emulator/sshd.h"

#include <string.h>

enum { BITS = 2048 };

static ssh_key make(void)
{
    ssh_key key = NULL;

    return ssh_pki_generate(SSH_KEYTYPE_RSA, BITS, &key) == SSH_OK ? key : NULL;
}

ssh_key emu_sshd_key(struct rtx_emulator *emulator, struct emu_device *device)
{
    struct emu_sshd_keys *keys = &emulator->ssh_keys;

    (void)device;
    if (!keys->shared)
        keys->shared = make();
    return keys->shared;
}

void emu_sshd_keys_free(struct rtx_emulator *emulator)
{
    ssh_key_free(emulator->ssh_keys.shared);
    emulator->ssh_keys.shared = NULL;
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
