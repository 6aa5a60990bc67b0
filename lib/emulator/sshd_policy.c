/* Who may come by SSH, and what is offered: the configuration's sshd lines. */
#include "emulator/model.h"
#include "emulator/sshd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- who may come ---- */
/* What the configuration says, else what option ssh-service makes of it. */
static const char *said(const struct emu_device *device, const char *key,
                        const char *by_default, const char *when_on)
{
    const char *value = emu_device_value(device, "", key);

    if (value)
        return value;
    return emu_is(device->world, EMU_SSH_SERVICE, "on") ? when_on : by_default;
}

bool emu_sshd_full(const struct emu_device *device)
{
    const char *value = emu_device_value(device, "", "sshd session");
    long limit = device->world->options.number[EMU_SESSIONS];
    long count = 0;

    if (limit == 0)
        limit = value ? strtol(value, NULL, 10) : 8;
    for (const struct emu_shell *s = device->shells; s; s = s->next)
        count += s->ssh;
    return count >= limit;
}

static bool is_full(struct rtx_emulator *emulator,
                    const struct emu_device *device)
{
    struct emu_world *world = &emulator->world;
    struct emu_fault *fault = emu_fault_find(&world->faults, EMU_FULL,
                                             world->counters.connections + 1);

    if (fault) {
        emu_fault_used(fault);
        return true;
    }
    return emu_sshd_full(device);
}

bool emu_sshd_admits(struct rtx_emulator *emulator,
                     const struct emu_device *device, const char *peer)
{
    const char *key =
        said(device, "sshd host key generate", NULL, "made by the emulator");

    return key &&
           strcmp(said(device, "sshd service", "off", "on"), "on") == 0 &&
           emu_hosts_fit(said(device, "sshd host", "any", "any"), peer) &&
           !is_full(emulator, device);
}

bool emu_sftpd_admits(const struct emu_device *device, const char *peer)
{
    return emu_hosts_fit(said(device, "sftpd host", "none", "any"), peer);
}

enum emu_proof emu_sshd_password(const struct emu_device *device,
                                 const char *peer, const char *user,
                                 const char *password)
{
    const struct emu_keys *keys = &device->keys;
    const char *wanted = *user ? emu_keys_find(keys, user) : NULL;

    /* nobody without a name, nobody without a password */
    if (!wanted || !*password)
        return EMU_WRONG;
    if (strcmp(password, wanted) == 0)
        return EMU_USER;
    if (keys->administrator && strcmp(password, keys->administrator) == 0 &&
        emu_may_administer(device, user) && emu_sftpd_admits(device, peer))
        return EMU_PRIVILEGED;
    return EMU_WRONG;
}

/* ---- what is offered ---- */
static const struct {
    const char *name;
    const char *kex;
    const char *host_key;
    const char *macs;
} sets[] = {
    {"rtx810", "diffie-hellman-group1-sha1", "ssh-rsa", "hmac-sha1"},
    {"rtx1210", "diffie-hellman-group14-sha1,diffie-hellman-group1-sha1",
     "ssh-rsa", "hmac-sha2-256,hmac-sha2-512,hmac-sha1"},
    {"modern",
     "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,"
     "ecdh-sha2-nistp384,ecdh-sha2-nistp521,diffie-hellman-group16-sha512,"
     "diffie-hellman-group14-sha256",
     "rsa-sha2-512,rsa-sha2-256",
     "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,"
     "hmac-sha2-256,hmac-sha2-512"},
};

/* `sshd encrypt algorithm` with what libssh has of it */
static int ciphers(const struct emu_device *device, struct rtx_buf *ret)
{
    static const char *const known[] = {
        "aes128-ctr", "aes192-ctr", "aes256-ctr", "aes128-cbc",
        "aes192-cbc", "aes256-cbc", "3des-cbc"};
    const char *value = emu_device_value(device, "", "sshd encrypt algorithm");
    struct emu_args args;
    int rc = emu_args_init(&args,
                           value ? value : "aes128-ctr aes192-ctr aes256-ctr");

    if (rc < 0)
        return rc;
    for (int i = 0; rc == 0 && i < args.count; i++) {
        for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
            if (strcmp(args.word[i], known[k]) == 0)
                rc = rtx__buf_format(ret, "%s%s", ret->length ? "," : "",
                                     known[k]);
        }
    }
    emu_args_free(&args);
    return rc;
}

static bool offer(ssh_bind bind, const struct emu_device *device)
{
    const struct emu_world *world = device->world;
    const char *kex = world->options.text[EMU_SSH_KEX];
    const char *hide =
        emu_device_value(device, "", "sshd hide openssh version");
    struct rtx_buf list;
    bool no = false;
    bool good;
    size_t i = 0;

    while (!emu_is(world, EMU_SSH_ALGORITHMS, sets[i].name))
        i++;
    rtx__buf_init(&list, 4096);
    /* nothing that libssh has: nobody can come */
    good = ciphers(device, &list) == 0 && list.length > 0;
    if (good) {
        good = ssh_bind_options_set(bind, SSH_BIND_OPTIONS_CIPHERS_C_S,
                                    rtx__buf_str(&list)) == 0 &&
               ssh_bind_options_set(bind, SSH_BIND_OPTIONS_CIPHERS_S_C,
                                    rtx__buf_str(&list)) == 0;
    }
    rtx__buf_free(&list);
    return good &&
           ssh_bind_options_set(bind, SSH_BIND_OPTIONS_PROCESS_CONFIG, &no) ==
               0 &&
           ssh_bind_options_set(bind, SSH_BIND_OPTIONS_KEY_EXCHANGE,
                                *kex ? kex : sets[i].kex) == 0 &&
           ssh_bind_options_set(bind, SSH_BIND_OPTIONS_HOSTKEY_ALGORITHMS,
                                sets[i].host_key) == 0 &&
           ssh_bind_options_set(bind, SSH_BIND_OPTIONS_HMAC_C_S,
                                sets[i].macs) == 0 &&
           ssh_bind_options_set(bind, SSH_BIND_OPTIONS_HMAC_S_C,
                                sets[i].macs) == 0 &&
           ssh_bind_options_set(bind,
                                SSH_BIND_OPTIONS_PUBKEY_ACCEPTED_KEY_TYPES,
                                "ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,"
                                "rsa-sha2-256,ssh-rsa") == 0 &&
           ssh_bind_options_set(bind, SSH_BIND_OPTIONS_BANNER,
                                hide && strcmp(hide, "on") == 0
                                    ? "OpenSSH"
                                    : world->options.text[EMU_SSH_IDENT]) == 0;
}

ssh_bind emu_sshd_bind(struct rtx_emulator *emulator, struct emu_device *device)
{
    ssh_bind bind = ssh_bind_new();
    ssh_key key = emu_sshd_key(emulator, device);

    if (key)
        key = ssh_key_dup(key);
    if (bind && key && offer(bind, device) &&
        ssh_bind_options_set(bind, SSH_BIND_OPTIONS_IMPORT_KEY, key) == 0)
        return bind;
    ssh_key_free(key);
    ssh_bind_free(bind);
    return NULL;
}
