/* The emulator's SFTP server: what is seen with which password. */
#include <fcntl.h>
#include <libssh/sftp.h>

#include "ssh_rig.h"

#define STORED                                                    \
    "# kept as it was written\r\n\r\nconsole character ascii\r\n" \
    "login user anne iris\r\nadministrator password lily\r\n"

static sftp_session files_of(rtx_emulator *e, const char *password,
                             ssh_session *ret)
{
    sftp_session sftp;

    *ret = enter(e, "anne", password);
    CU_ASSERT_PTR_NOT_NULL_FATAL(*ret);
    sftp = sftp_new(*ret);
    CU_ASSERT_EQUAL_FATAL(sftp_init(sftp), SSH_OK);
    return sftp;
}

static void done(sftp_session sftp, ssh_session s)
{
    sftp_free(sftp);
    bye(s);
}

/* @return the length, -1 when it cannot be opened */
static long load(sftp_session sftp, const char *path, char *text, size_t size)
{
    sftp_file file = sftp_open(sftp, path, O_RDONLY, 0);
    size_t length = 0;
    ssize_t n;

    text[0] = '\0';
    if (!file)
        return -1;
    while ((n = sftp_read(file, text + length, size - 1 - length)) > 0)
        length += (size_t)n;
    text[length] = '\0';
    sftp_close(file);
    return (long)length;
}

static bool store(sftp_session sftp, const char *path, const char *text)
{
    sftp_file file = sftp_open(sftp, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    bool good;

    if (!file)
        return false;
    good = sftp_write(file, text, strlen(text)) == (ssize_t)strlen(text);
    return sftp_close(file) == SSH_OK && good;
}

static void names(sftp_session sftp, const char *path, struct rtx_buf *ret)
{
    sftp_dir dir = sftp_opendir(sftp, path);
    sftp_attributes found;

    rtx__buf_clear(ret);
    while (dir && (found = sftp_readdir(sftp, dir))) {
        rtx__buf_format(ret, "%s ", found->name);
        sftp_attributes_free(found);
    }
    if (dir)
        sftp_closedir(dir);
}

static void the_stored_file_as_it_was_written(void)
{
    rtx_emulator *e = up(STORED);
    static char text[65536];
    ssh_session s;
    sftp_session sftp = files_of(e, "lily", &s);
    sftp_attributes found;
    struct rtx_buf list;
    char *log;

    rtx__buf_init(&list, 4096);
    names(sftp, "/", &list);
    ASSERT_TEXT(rtx__buf_str(&list), "system ");
    names(sftp, "/system/", &list);
    ASSERT_TEXT(rtx__buf_str(&list), "config0 exec0 ");
    rtx__buf_free(&list);
    ASSERT_INT(load(sftp, "/system/config0", text, sizeof text),
               strlen(STORED));
    ASSERT_TEXT(text, STORED);
    found = sftp_stat(sftp, "system/../system/./config0");
    CU_ASSERT_PTR_NOT_NULL_FATAL(found);
    ASSERT_INT(found->size, strlen(STORED));
    ASSERT_INT(found->type, SSH_FILEXFER_TYPE_REGULAR);
    sftp_attributes_free(found);
    CU_ASSERT_TRUE(load(sftp, "/system/exec0", text, sizeof text) > 0);
    ASSERT_INT(load(sftp, "/system/config9", text, sizeof text), -1);
    ASSERT_INT(sftp_get_error(sftp), SSH_FX_NO_SUCH_FILE);
    log = rtx_emulator_log(e);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(log, "Login succeeded for SFTP: 127.0.0.1 anne\n"));
    rtx_emulator_text_free(log);
    done(sftp, s);
    rtx_emulator_free(e);
}

static void what_save_has_written(void)
{
    rtx_emulator *e = up(STORED);
    static char text[65536];
    ssh_session s;
    ssh_channel c = shell(e, &s);
    sftp_session sftp;

    put(c, "administrator\rlily\rpp select 1\rpp name kyoto\rsave\r");
    until(c, "Done .\r\npp1# ");
    bye(s);
    sftp = files_of(e, "lily", &s);
    CU_ASSERT_TRUE(load(sftp, "/system/config0", text, sizeof text) > 0);
    CU_ASSERT_EQUAL(strncmp(text, "# RTX810 Rev.11.01.34 ", 22), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\r\nlogin user anne iris\r\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\r\nadministrator password lily\r\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "pp select 1\r\n pp name kyoto\r\n"));
    CU_ASSERT_PTR_NULL(strstr(text, "kept as it was"));
    done(sftp, s);
    rtx_emulator_free(e);
}

static void a_users_password_opens_little(void)
{
    rtx_emulator *e = up(STORED);
    static char text[4096];
    ssh_session s;
    sftp_session sftp = files_of(e, "iris", &s);
    struct rtx_buf list;

    rtx__buf_init(&list, 4096);
    names(sftp, "/", &list);
    ASSERT_TEXT(rtx__buf_str(&list), "");
    rtx__buf_free(&list);
    ASSERT_INT(load(sftp, "/system/config0", text, sizeof text), -1);
    ASSERT_INT(sftp_get_error(sftp), SSH_FX_PERMISSION_DENIED);
    CU_ASSERT_FALSE(store(sftp, "/system/config0", "ip routing off\n"));
    ASSERT_INT(sftp_get_error(sftp), SSH_FX_PERMISSION_DENIED);
    done(sftp, s);
    /* nor does the administrator's open a shell */
    s = enter(e, "anne", "lily");
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    ASSERT_INT(ssh_channel_request_shell(channel_of(s)), SSH_ERROR);
    bye(s);
    rtx_emulator_free(e);
}

static void what_is_put_runs_after_a_restart(void)
{
    static const char next[] = "ip lan1 address 10.1.1.1/8\n"
                               "login user anne iris\n";
    rtx_emulator *e = up(STORED);
    static char text[4096];
    ssh_session s;
    sftp_session sftp = files_of(e, "lily", &s);

    CU_ASSERT_FALSE(store(sftp, "/system/exec0", "x"));
    CU_ASSERT_FALSE(store(sftp, "/system/other", "x"));
    ASSERT_INT(sftp_unlink(sftp, "/system/config0"), SSH_ERROR);
    ASSERT_INT(sftp_mkdir(sftp, "/other", 0700), SSH_ERROR);
    ASSERT_INT(sftp_rename(sftp, "/system/config0", "/system/x"), SSH_ERROR);
    CU_ASSERT_TRUE(store(sftp, "/system/config0", next));
    load(sftp, "/system/config0", text, sizeof text);
    ASSERT_TEXT(text, next);
    done(sftp, s);
    for (int i = 0; i < 2; i++) {
        char *running = rtx_emulator_running(e);

        ASSERT_INT(strstr(running, "10.1.1.1/8") != NULL, i);
        rtx_emulator_text_free(running);
        rtx_emulator_power_cycle(e);
        poll(NULL, 0, 200);
    }
    rtx_emulator_free(e);
}

static void sftpd_as_configured(void)
{
    static const struct {
        const char *line;
        const char *service;
        bool admitted;
    } cases[] = {
        {"", "on", true},
        {"sftpd host none\n", "on", false},
        {"sftpd host 10.0.0.1\n", "on", false},
        {"sftpd host 127.0.0.1\n", "on", true},
        {"sshd service on\nsshd host key generate *\n", "config", false},
        {"sshd service on\nsshd host key generate *\nsftpd host any\n",
         "config", true},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *startup = rtx__format("%s%s", STORED, cases[i].line);
        rtx_emulator *e = make(startup);
        ssh_session s;

        option(e, "ssh-service", cases[i].service);
        ASSERT_INT(rtx_emulator_start(e, NULL), 0);
        s = enter(e, "anne", "iris");
        CU_ASSERT_PTR_NOT_NULL_FATAL(s);
        ASSERT_INT(ssh_channel_request_subsystem(channel_of(s), "sftp"),
                   cases[i].admitted ? SSH_OK : SSH_ERROR);
        bye(s);
        /* who has no SFTP has no use of the administrator's password */
        s = enter(e, "anne", "lily");
        ASSERT_INT(s != NULL, cases[i].admitted);
        if (s)
            bye(s);
        rtx_emulator_free(e);
        rtx_free(startup);
    }
}

static void a_transfer_that_is_cut(void)
{
    rtx_emulator *e = up(STORED);
    ssh_session s;
    sftp_session sftp = files_of(e, "lily", &s);
    sftp_file file = sftp_open(sftp, "/system/config0", O_WRONLY | O_TRUNC, 0);
    char *saved;
    char byte;

    ASSERT_INT(sftp_write(file, "ip routing off\n", 15), 15);
    rtx_emulator_cut(e);
    CU_ASSERT_TRUE(sftp_write(file, "ip", 2) < 0);
    CU_ASSERT_TRUE(sftp_read(file, &byte, 1) <= 0);
    saved = rtx_emulator_saved(e);
    CU_ASSERT_PTR_NULL(strstr(saved, "routing"));
    rtx_emulator_text_free(saved);
    sftp_close(file);
    done(sftp, s);
    rtx_emulator_free(e);
}

static CU_TestInfo tests[] = {
    {"the stored file as it was written", the_stored_file_as_it_was_written},
    {"what save has written", what_save_has_written},
    {"a user's password opens little", a_users_password_opens_little},
    {"what is put runs after a restart", what_is_put_runs_after_a_restart},
    {"sftpd as configured", sftpd_as_configured},
    {"a transfer that is cut", a_transfer_that_is_cut},
    CU_TEST_INFO_NULL};
RTX_SUITE(emu_sftp, tests)
