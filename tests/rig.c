/* See rig.h. */
#include "rig.h"

void rig_set(struct rig *rig, const char *text)
{
    char name[256];
    const char *value = strchr(text, '=');
    int rc;

    if (text[0] == '!') {
        rc = rtx_emulator_fault(rig->emulator, text + 1, &rig->error);
    } else {
        snprintf(name, sizeof name, "%.*s", (int)(value - text), text);
        rc = rtx_emulator_option(rig->emulator, name, value + 1, &rig->error);
    }
    if (rc < 0)
        printf("\n%s: %s\n", text, rig->error.message);
    CU_ASSERT_EQUAL_FATAL(rc, 0);
}

void rig_make(struct rig *rig, const char *startup, const char *const *set)
{
    memset(rig, 0, sizeof *rig);
    rtx_error_init(&rig->error);
    rig->login = "";
    rig->admin = "";
    CU_ASSERT_EQUAL_FATAL(rtx_emulator_new(&rig->emulator, &rig->error), 0);
    for (; *set; set++)
        rig_set(rig, *set);
    if (startup)
        CU_ASSERT_EQUAL_FATAL(rtx_emulator_startup(rig->emulator, startup,
                                                   strlen(startup),
                                                   &rig->error),
                              0);
}

void rig_session_at(struct rig *rig, const char *endpoint)
{
    rtx_secret *login = rtx_secret_new(rig->login, strlen(rig->login));
    rtx_secret *admin = rtx_secret_new(rig->admin, strlen(rig->admin));

    rtx_session_free(rig->session);
    rig->session = NULL;
    CU_ASSERT_EQUAL_FATAL(rtx_session_new(&rig->session, endpoint, &rig->error),
                          0);
    rtx_session_set_login_password(rig->session, login);
    rtx_session_set_admin_password(rig->session, admin);
    rtx_session_set(rig->session, RTX_OPTION_SILENCE_MS, 5000);
    rtx_secret_free(login);
    rtx_secret_free(admin);
}

void rig_session(struct rig *rig)
{
    rig_session_at(rig, rtx_emulator_endpoint(rig->emulator, 0));
}

void rig_start(struct rig *rig)
{
    CU_ASSERT_FATAL((rig->serial
                         ? rtx_emulator_pty(rig->emulator, &rig->error)
                         : rtx_emulator_listen(rig->emulator, "127.0.0.1:0",
                                               &rig->error)) == 0);
    if (rig->login[0])
        CU_ASSERT_EQUAL_FATAL(
            rtx_emulator_login_password(rig->emulator, rig->login, &rig->error),
            0);
    if (rig->admin[0])
        CU_ASSERT_EQUAL_FATAL(
            rtx_emulator_admin_password(rig->emulator, rig->admin, &rig->error),
            0);
    CU_ASSERT_EQUAL_FATAL(rtx_emulator_start(rig->emulator, &rig->error), 0);
    rig_session(rig);
}

void rig_up(struct rig *rig, const char *startup, const char *const *set)
{
    int rc;

    rig_make(rig, startup, set);
    rig->login = "login-pass";
    rig->admin = "admin-pass";
    rig_start(rig);
    rc = rtx_session_open(rig->session, 10000);
    if (rc == 0)
        rc = rtx_session_administrator(rig->session, 10000);
    if (rc < 0) {
        char text[1024];

        rtx_error_text(rtx_session_error(rig->session), text, sizeof text);
        printf("\n%s\n", text);
    }
    CU_ASSERT_EQUAL_FATAL(rc, 0);
}

void rig_down(struct rig *rig)
{
    rtx_session_free(rig->session);
    rtx_emulator_stop(rig->emulator);
    rtx_emulator_free(rig->emulator);
    memset(rig, 0, sizeof *rig);
}

bool rig_has(char *owned, const char *text)
{
    bool found = owned && strstr(owned, text);

    if (!found)
        printf("\n[%s] is not in\n%s\n", text, owned ? owned : "(nothing)");
    rtx_emulator_text_free(owned);
    return found;
}

void rig_executed(struct rig *rig, const char *expected)
{
    char *executed = rtx_emulator_executed(rig->emulator);

    ASSERT_TEXT(executed, expected);
    rtx_emulator_text_free(executed);
}
