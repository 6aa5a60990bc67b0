/* The emulator's SSH server and a client by libssh. */
#ifndef RTX_TESTS_EMULATOR_SSH_RIG_H
#define RTX_TESTS_EMULATOR_SSH_RIG_H

#include <libssh/libssh.h>
#include <poll.h>
#include <unistd.h>

#include <rtx/emulator.h>

#include "test.h"

enum { WAIT_MS = 5000 };

#define LEGACY_KEX "diffie-hellman-group1-sha1"

static inline void option(rtx_emulator *e, const char *name, const char *value)
{
    ASSERT_INT(rtx_emulator_option(e, name, value, NULL), 0);
}

static char key_path[] = "/tmp/rtx-tests-XXXXXX";

static inline void remove_key(void)
{
    unlink(key_path);
}

/* A small host key for all emulators of a suite: to make one takes long. */
static inline const char *test_key(void)
{
    static bool made;
    ssh_key key = NULL;

    if (made)
        return key_path;
    made = true;
    close(mkstemp(key_path));
    atexit(remove_key);
    ASSERT_INT(ssh_pki_generate(SSH_KEYTYPE_RSA, 1024, &key), SSH_OK);
    ASSERT_INT(ssh_pki_export_privkey_file(key, NULL, NULL, NULL, key_path),
               SSH_OK);
    ssh_key_free(key);
    return key_path;
}

/* Users anne (iris) and bob (rose), administrator's password lily. */
static inline rtx_emulator *make(const char *startup)
{
    rtx_emulator *e = NULL;
    struct rtx_error error;

    rtx_error_init(&error);
    CU_ASSERT_EQUAL_FATAL(rtx_emulator_new(&e, &error), 0);
    ASSERT_INT(rtx_emulator_startup(e, startup, strlen(startup), &error), 0);
    option(e, "banner", "short");
    ASSERT_INT(rtx_emulator_host_key(e, test_key(), &error), 0);
    CU_ASSERT_EQUAL_FATAL(rtx_emulator_listen_ssh(e, "127.0.0.1:0", &error), 0);
    return e;
}

#define USERS                                         \
    "console character ascii\nlogin user anne iris\n" \
    "login user bob rose\nadministrator password lily\n"

static inline rtx_emulator *up(const char *startup)
{
    rtx_emulator *e = make(startup);

    CU_ASSERT_EQUAL_FATAL(rtx_emulator_start(e, NULL), 0);
    return e;
}

static inline unsigned port_of(rtx_emulator *e)
{
    const char *colon = strrchr(rtx_emulator_endpoint(e, 0), ':');

    return (unsigned)strtol(colon + 1, NULL, 10);
}

/* Not connected yet; with the algorithms of the RTX810. */
static inline ssh_session client(rtx_emulator *e)
{
    ssh_session s = ssh_new();
    unsigned port = port_of(e);
    long timeout = WAIT_MS / 1000;
    int no = 0;

    ssh_options_set(s, SSH_OPTIONS_HOST, "127.0.0.1");
    ssh_options_set(s, SSH_OPTIONS_PORT, &port);
    ssh_options_set(s, SSH_OPTIONS_TIMEOUT, &timeout);
    ssh_options_set(s, SSH_OPTIONS_PROCESS_CONFIG, &no);
    ssh_options_set(s, SSH_OPTIONS_KEY_EXCHANGE, LEGACY_KEX);
    ssh_options_set(s, SSH_OPTIONS_HOSTKEYS, "ssh-rsa");
    ssh_options_set(s, SSH_OPTIONS_HMAC_C_S, "hmac-sha2-256,hmac-sha1");
    ssh_options_set(s, SSH_OPTIONS_HMAC_S_C, "hmac-sha2-256,hmac-sha1");
    return s;
}

static inline void bye(ssh_session s)
{
    ssh_disconnect(s);
    ssh_free(s);
}

/* @return a session that is logged in; NULL: it was not let in */
static inline ssh_session enter(rtx_emulator *e, const char *user,
                                const char *password)
{
    ssh_session s = client(e);

    if (ssh_connect(s) == SSH_OK &&
        ssh_userauth_password(s, user, password) == SSH_AUTH_SUCCESS)
        return s;
    bye(s);
    return NULL;
}

static inline ssh_channel channel_of(ssh_session s)
{
    ssh_channel c = ssh_channel_new(s);

    CU_ASSERT_EQUAL(ssh_channel_open_session(c), SSH_OK);
    return c;
}

/* Read until the text ends so, or the channel, or the time; "" as end: until
 * it is closed. Borrowed until the next call. */
static inline const char *until(ssh_channel c, const char *end)
{
    static char text[1 << 17];
    size_t length = 0;
    size_t tail = strlen(end);

    text[0] = '\0';
    while (length < sizeof text - 1) {
        int n = ssh_channel_read_timeout(
            c, text + length, (uint32_t)(sizeof text - 1 - length), 0, WAIT_MS);

        if (n <= 0)
            break;
        length += (size_t)n;
        text[length] = '\0';
        if (tail && length >= tail && strcmp(text + length - tail, end) == 0)
            break;
    }
    return text;
}

static inline void put(ssh_channel c, const char *text)
{
    uint32_t length = (uint32_t)strlen(text);

    ASSERT_INT(ssh_channel_write(c, text, length), length);
}

static inline void ask(ssh_channel c, const char *line, const char *end,
                       const char *expected)
{
    put(c, line);
    ASSERT_TEXT(until(c, end), expected);
}

/* A shell of anne at its first prompt; *ret is its session. */
static inline ssh_channel shell(rtx_emulator *e, ssh_session *ret)
{
    ssh_channel c;

    *ret = enter(e, "anne", "iris");
    CU_ASSERT_PTR_NOT_NULL_FATAL(*ret);
    c = channel_of(*ret);
    ASSERT_INT(ssh_channel_request_pty(c), SSH_OK);
    ASSERT_INT(ssh_channel_request_shell(c), SSH_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(until(c, "> "), "2LAN\r\n> "));
    return c;
}

/* Has the far end gone, cleanly or not? */
static inline bool gone(ssh_channel c)
{
    char byte;
    int n = 1;

    for (int i = 0; n > 0 && i < 100000; i++)
        n = ssh_channel_read_timeout(c, &byte, 1, 0, WAIT_MS);
    return n < 0 || ssh_channel_is_eof(c) || ssh_channel_is_closed(c);
}

#endif
