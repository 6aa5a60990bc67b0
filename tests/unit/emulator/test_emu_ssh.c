/* The emulator's SSH server: who may come, with what, and what may be asked. */
#include "ssh_rig.h"

/* ---- algorithms ---- */
static void the_old_algorithms_alone(void)
{
    rtx_emulator *e = up(USERS);
    ssh_session s = client(e);
    const char *modern = "curve25519-sha256,diffie-hellman-group14-sha256";
    const char *sha2 = "rsa-sha2-512,rsa-sha2-256";

    ASSERT_INT(ssh_connect(s), SSH_OK);
    ASSERT_TEXT(ssh_get_kex_algo(s), LEGACY_KEX);
    ASSERT_TEXT(ssh_get_cipher_in(s), "aes256-ctr");
    ASSERT_TEXT(ssh_get_hmac_in(s), "hmac-sha1");
    ASSERT_TEXT(ssh_get_serverbanner(s), "SSH-2.0-OpenSSH_5.2");
    bye(s);
    s = client(e);
    ssh_options_set(s, SSH_OPTIONS_KEY_EXCHANGE, modern);
    ASSERT_INT(ssh_connect(s), SSH_ERROR);
    bye(s);
    s = client(e);
    ssh_options_set(s, SSH_OPTIONS_HOSTKEYS, sha2);
    ASSERT_INT(ssh_connect(s), SSH_ERROR);
    bye(s);
    s = client(e);
    ssh_options_set(s, SSH_OPTIONS_CIPHERS_C_S, "aes128-cbc");
    ASSERT_INT(ssh_connect(s), SSH_ERROR);
    bye(s);
    rtx_emulator_free(e);
}

static void other_algorithms_by_option(void)
{
    rtx_emulator *e = make(USERS "sshd encrypt algorithm aes128-cbc\n"
                                 "sshd hide openssh version on\n");
    ssh_session s;

    option(e, "ssh-kex", "diffie-hellman-group14-sha1");
    ASSERT_INT(rtx_emulator_start(e, NULL), 0);
    s = client(e);
    ssh_options_set(s, SSH_OPTIONS_KEY_EXCHANGE,
                    "diffie-hellman-group14-sha1,diffie-hellman-group1-sha1");
    ssh_options_set(s, SSH_OPTIONS_CIPHERS_C_S, "aes128-ctr,aes128-cbc");
    ssh_options_set(s, SSH_OPTIONS_CIPHERS_S_C, "aes128-ctr,aes128-cbc");
    ASSERT_INT(ssh_connect(s), SSH_OK);
    ASSERT_TEXT(ssh_get_kex_algo(s), "diffie-hellman-group14-sha1");
    ASSERT_TEXT(ssh_get_cipher_out(s), "aes128-cbc");
    ASSERT_TEXT(ssh_get_serverbanner(s), "SSH-2.0-OpenSSH");
    bye(s);
    option(e, "ssh-kex", "");
    option(e, "ssh-algorithms", "modern");
    s = client(e);
    ssh_options_set(s, SSH_OPTIONS_KEY_EXCHANGE, "curve25519-sha256");
    ssh_options_set(s, SSH_OPTIONS_HOSTKEYS, "rsa-sha2-256");
    ssh_options_set(s, SSH_OPTIONS_CIPHERS_C_S, "aes128-cbc");
    ssh_options_set(s, SSH_OPTIONS_CIPHERS_S_C, "aes128-cbc");
    ASSERT_INT(ssh_connect(s), SSH_OK);
    bye(s);
    rtx_emulator_free(e);
}

/* ---- host keys ---- */
static char *key_of(ssh_session s)
{
    ssh_key key = NULL;
    char *base64 = NULL;
    char *line = NULL;

    ASSERT_INT(ssh_get_server_publickey(s, &key), SSH_OK);
    ASSERT_INT(ssh_pki_export_pubkey_base64(key, &base64), SSH_OK);
    line = rtx__format("ssh-rsa %s", base64);
    ssh_key_free(key);
    ssh_string_free_char(base64);
    return line;
}

static bool shows(rtx_emulator *e, const char *key)
{
    char *line = rtx_emulator_host_key_line(e, 0);
    char *expected = rtx__format("[127.0.0.1]:%u %s", port_of(e), key);
    bool same = line && strcmp(line, expected) == 0;

    rtx_emulator_text_free(line);
    rtx_free(expected);
    return same;
}

static void a_host_key_is_made_anew(void)
{
    rtx_emulator *e = up(USERS);
    ssh_session s;
    ssh_channel c = shell(e, &s);
    ssh_session other;
    char *key = key_of(s);

    CU_ASSERT_TRUE(shows(e, key));
    put(c, "administrator\rlily\r");
    until(c, "# ");
    ask(c, "sshd host key generate\r", "# ", "sshd host key generate\r\n# ");
    CU_ASSERT_FALSE(shows(e, key));
    ask(c, "sshd host key generate\r", ")",
        "sshd host key generate\r\nHost key is already generated. Update ? "
        "(Y/N)");
    ask(c, "N", "# ", "N\r\n# ");
    rtx_free(key);
    other = client(e);
    ASSERT_INT(ssh_connect(other), SSH_OK);
    key = key_of(other);
    CU_ASSERT_TRUE(shows(e, key));
    rtx_free(key);
    bye(other);
    bye(s);
    CU_ASSERT_PTR_NULL(rtx_emulator_host_key_line(e, 1));
    rtx_emulator_free(e);
}

static void a_host_key_from_a_file(void)
{
    char path[] = "/tmp/rtx-key-XXXXXX";
    int fd = mkstemp(path);
    ssh_key key = NULL;
    rtx_emulator *e = make(USERS);
    rtx_emulator *again = make(USERS);
    struct rtx_error error = {.size = sizeof error};
    char *line[2];

    close(fd);
    ASSERT_INT(rtx_emulator_host_key(e, path, &error), RTX_E_ARGUMENT);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, path));
    ASSERT_INT(ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &key), SSH_OK);
    ASSERT_INT(ssh_pki_export_privkey_file(key, NULL, NULL, NULL, path),
               SSH_OK);
    ssh_key_free(key);
    ASSERT_INT(rtx_emulator_host_key(e, path, &error), RTX_E_ARGUMENT);
    ASSERT_INT(ssh_pki_generate(SSH_KEYTYPE_RSA, 1024, &key), SSH_OK);
    ASSERT_INT(ssh_pki_export_privkey_file(key, NULL, NULL, NULL, path),
               SSH_OK);
    ssh_key_free(key);
    ASSERT_INT(rtx_emulator_host_key(e, path, &error), 0);
    ASSERT_INT(rtx_emulator_host_key(again, path, &error), 0);
    line[0] = rtx_emulator_host_key_line(e, 0);
    line[1] = rtx_emulator_host_key_line(again, 0);
    ASSERT_TEXT(strstr(line[0], "ssh-rsa"), strstr(line[1], "ssh-rsa"));
    rtx_emulator_text_free(line[0]);
    rtx_emulator_text_free(line[1]);
    rtx_emulator_free(e);
    rtx_emulator_free(again);
    unlink(path);
}

/* ---- the way in ---- */
static void named_users_by_password_alone(void)
{
    static const char *const wrong[][2] = {
        {"anne", "rose"}, {"anne", ""},    {"", "iris"},
        {"carol", "x"},   {"anne", "lil"}, {"", ""},
    };
    rtx_emulator *e = up(USERS);
    ssh_session s = client(e);

    CU_ASSERT_PTR_NOT_NULL(strstr(rtx_emulator_endpoint(e, 0), "ssh://anne@"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(rtx_emulator_endpoint(e, 0), "?algorithms=legacy"));
    ASSERT_INT(ssh_connect(s), SSH_OK);
    ASSERT_INT(ssh_userauth_none(s, "anne"), SSH_AUTH_DENIED);
    ASSERT_INT(ssh_userauth_list(s, "anne"), SSH_AUTH_METHOD_PASSWORD);
    ASSERT_INT(ssh_userauth_kbdint(s, "anne", NULL), SSH_AUTH_DENIED);
    bye(s);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        CU_ASSERT_PTR_NULL(enter(e, wrong[i][0], wrong[i][1]));
    s = enter(e, "bob", "rose");
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    bye(s);
    rtx_emulator_free(e);
}

static void a_user_without_a_password(void)
{
    rtx_emulator *e = make("console character ascii\n");

    ASSERT_INT(rtx_emulator_user(e, "dan", "", NULL), 0);
    ASSERT_INT(rtx_emulator_start(e, NULL), 0);
    CU_ASSERT_PTR_NULL(enter(e, "dan", ""));
    rtx_emulator_free(e);
}

static void too_many_wrong_passwords(void)
{
    rtx_emulator *e = make(USERS);
    ssh_session s;

    option(e, "ssh-tries", "3");
    ASSERT_INT(rtx_emulator_start(e, NULL), 0);
    s = client(e);
    ASSERT_INT(ssh_connect(s), SSH_OK);
    ASSERT_INT(ssh_userauth_password(s, "anne", "a"), SSH_AUTH_DENIED);
    ASSERT_INT(ssh_userauth_password(s, "anne", "b"), SSH_AUTH_DENIED);
    ASSERT_INT(ssh_userauth_password(s, "anne", "c"), SSH_AUTH_DENIED);
    ASSERT_INT(ssh_userauth_password(s, "anne", "iris"), SSH_AUTH_ERROR);
    bye(s);
    rtx_emulator_free(e);
}

static void public_keys_where_they_are_on(void)
{
    rtx_emulator *e = make(USERS);
    ssh_session s;
    ssh_key key = NULL;
    char *base64 = NULL;
    char *line;

    ASSERT_INT(ssh_pki_generate(SSH_KEYTYPE_ED25519, 0, &key), SSH_OK);
    ASSERT_INT(ssh_pki_export_pubkey_base64(key, &base64), SSH_OK);
    line = rtx__format("ssh-ed25519 %s anne at home", base64);
    ASSERT_INT(rtx_emulator_authorized_key(e, "anne", line, NULL), 0);
    ASSERT_INT(rtx_emulator_authorized_key(e, "anne", "rubbish", NULL),
               RTX_E_ARGUMENT);
    ASSERT_INT(rtx_emulator_start(e, NULL), 0);
    for (int on = 0; on < 2; on++) {
        option(e, "ssh-publickey", on ? "on" : "off");
        s = client(e);
        ASSERT_INT(ssh_connect(s), SSH_OK);
        ASSERT_INT(ssh_userauth_publickey(s, "bob", key), SSH_AUTH_DENIED);
        ASSERT_INT(ssh_userauth_publickey(s, "anne", key),
                   on ? SSH_AUTH_SUCCESS : SSH_AUTH_DENIED);
        bye(s);
    }
    rtx_free(line);
    ssh_string_free_char(base64);
    ssh_key_free(key);
    rtx_emulator_free(e);
}

/* ---- the shell ---- */
static void a_session_from_banner_to_close(void)
{
    rtx_emulator *e = up(USERS);
    struct rtx_emulator_counters n = {.size = sizeof n};
    ssh_session s;
    ssh_channel c = shell(e, &s);
    char *log;

    put(c, "show status user\r");
    CU_ASSERT_PTR_NOT_NULL(strstr(until(c, "> "), "*  anne            ssh1 "));
    ask(c, "administrator\r", ": ", "administrator\r\nPassword: ");
    ask(c, "lily\r", "# ", "\r\n# ");
    ask(c, "ip routing off\r\n", "# \r\n# ", "ip routing off\r\n# \r\n# ");
    put(c, "exit\r");
    until(c, ")");
    ask(c, "N", "> ", "N\r\n> ");
    ask(c, "exit\r", "", "exit\r\n");
    ASSERT_INT(ssh_channel_is_eof(c), 1);
    ASSERT_INT(ssh_channel_get_exit_status(c), 0);
    rtx_emulator_counters(e, &n);
    ASSERT_INT(n.logins, 1);
    ASSERT_INT(n.open, 0);
    log = rtx_emulator_log(e);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(log, "Login succeeded for SSH: 127.0.0.1 anne\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(log, "Logout from SSH: 127.0.0.1 anne\n"));
    rtx_emulator_text_free(log);
    bye(s);
    rtx_emulator_free(e);
}

static void a_shell_and_nothing_else(void)
{
    rtx_emulator *e = up(USERS);
    ssh_session s = enter(e, "anne", "iris");
    ssh_channel c = channel_of(s);
    ssh_channel other = ssh_channel_new(s);
    int port;

    ASSERT_INT(ssh_channel_request_exec(c, "show environment"), SSH_ERROR);
    ASSERT_INT(ssh_channel_request_env(c, "LANG", "C"), SSH_ERROR);
    ASSERT_INT(ssh_channel_request_subsystem(c, "netconf"), SSH_ERROR);
    ASSERT_INT(ssh_channel_request_x11(c, 0, NULL, NULL, 0), SSH_ERROR);
    ASSERT_INT(ssh_channel_open_session(other), SSH_ERROR);
    ssh_channel_free(other);
    other = ssh_channel_new(s);
    ASSERT_INT(ssh_channel_open_forward(other, "127.0.0.1", 80, "127.0.0.1", 1),
               SSH_ERROR);
    ASSERT_INT(ssh_channel_listen_forward(s, NULL, 0, &port), SSH_ERROR);
    /* the width is taken and ignored */
    ASSERT_INT(ssh_channel_request_pty_size(c, "vt100", 512, 100), SSH_OK);
    ASSERT_INT(ssh_channel_request_shell(c), SSH_OK);
    until(c, "> ");
    ASSERT_INT(ssh_channel_request_shell(c), SSH_ERROR);
    ASSERT_INT(ssh_channel_change_pty_size(c, 300, 100), SSH_OK);
    put(c, "show log\r");
    CU_ASSERT_PTR_NOT_NULL(strstr(until(c, "> "), "00:a0:de\r\n:"));
    ssh_channel_free(other);
    bye(s);
    rtx_emulator_free(e);
}

static void a_shell_without_terminal(void)
{
    rtx_emulator *e = up(USERS);
    ssh_session s = enter(e, "anne", "iris");
    ssh_channel c = channel_of(s);

    ASSERT_INT(ssh_channel_request_shell(c), SSH_OK);
    until(c, "> ");
    /* typed to the end: answered, then hung up in order */
    put(c, "show status user\r");
    ssh_channel_send_eof(c);
    CU_ASSERT_PTR_NOT_NULL(strstr(until(c, ""), "ssh1"));
    ASSERT_INT(ssh_channel_is_eof(c), 1);
    bye(s);
    option(e, "ssh-needs-pty", "on");
    s = enter(e, "anne", "iris");
    c = channel_of(s);
    ASSERT_INT(ssh_channel_request_shell(c), SSH_ERROR);
    bye(s);
    rtx_emulator_free(e);
}

/* ---- sshd as configured ---- */
static bool admitted(const char *startup, const char *name, const char *value)
{
    rtx_emulator *e = make(startup);
    ssh_session s;

    option(e, name, value);
    ASSERT_INT(rtx_emulator_start(e, NULL), 0);
    s = enter(e, "anne", "iris");
    if (s)
        bye(s);
    rtx_emulator_free(e);
    return s != NULL;
}

static void sshd_as_configured(void)
{
    CU_ASSERT_FALSE(admitted(USERS "sshd encrypt algorithm arcfour\n",
                             "ssh-service", "on"));
#define KEY USERS "sshd host key generate *\n"
    CU_ASSERT_TRUE(admitted(USERS, "ssh-service", "on"));
    CU_ASSERT_FALSE(admitted(USERS, "ssh-service", "config"));
    CU_ASSERT_FALSE(
        admitted(USERS "sshd service on\n", "ssh-service", "config"));
    CU_ASSERT_FALSE(admitted(KEY, "ssh-service", "config"));
    CU_ASSERT_TRUE(admitted(KEY "sshd service on\n", "ssh-service", "config"));
    CU_ASSERT_FALSE(admitted(USERS "sshd host none\n", "ssh-service", "on"));
    CU_ASSERT_FALSE(
        admitted(USERS "sshd host 127.0.0.2\n", "ssh-service", "on"));
    CU_ASSERT_TRUE(
        admitted(USERS "sshd host 10.0.0.1 127.0.0.1\n", "ssh-service", "on"));
    CU_ASSERT_TRUE(
        admitted(USERS "sshd host 127.0.0.0-127.0.0.9\n", "ssh-service", "on"));
    CU_ASSERT_FALSE(
        admitted(USERS "sshd host 127.0.0.2-127.0.0.9\n", "ssh-service", "on"));
}

static void sshd_sessions(void)
{
    rtx_emulator *e = up(USERS "sshd session 1\n");
    ssh_session first;
    ssh_channel c = shell(e, &first);
    ssh_session second;

    CU_ASSERT_PTR_NULL(enter(e, "bob", "rose"));
    put(c, "exit\r");
    CU_ASSERT_TRUE(gone(c));
    bye(first);
    second = enter(e, "bob", "rose");
    CU_ASSERT_PTR_NOT_NULL(second);
    bye(second);
    ASSERT_INT(rtx_emulator_fault(e, "full,times=1", NULL), 0);
    CU_ASSERT_PTR_NULL(enter(e, "bob", "rose"));
    /* two at the door: the first to ask for a shell has it */
    first = enter(e, "anne", "iris");
    second = enter(e, "bob", "rose");
    c = channel_of(first);
    ASSERT_INT(ssh_channel_request_shell(c), SSH_OK);
    until(c, "> ");
    c = channel_of(second);
    (void)ssh_channel_request_shell(c);
    CU_ASSERT_TRUE(gone(c));
    bye(first);
    bye(second);
    rtx_emulator_free(e);
}

static CU_TestInfo tests[] = {
    {"the old algorithms alone", the_old_algorithms_alone},
    {"other algorithms by option", other_algorithms_by_option},
    {"a host key is made anew", a_host_key_is_made_anew},
    {"a host key from a file", a_host_key_from_a_file},
    {"named users by password alone", named_users_by_password_alone},
    {"a user without a password", a_user_without_a_password},
    {"too many wrong passwords", too_many_wrong_passwords},
    {"public keys where they are on", public_keys_where_they_are_on},
    {"a session from banner to close", a_session_from_banner_to_close},
    {"a shell and nothing else", a_shell_and_nothing_else},
    {"a shell without terminal", a_shell_without_terminal},
    {"sshd as configured", sshd_as_configured},
    {"sshd sessions", sshd_sessions},
    CU_TEST_INFO_NULL};
RTX_SUITE(emu_ssh, tests)
