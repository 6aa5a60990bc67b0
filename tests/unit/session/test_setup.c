/* Passwords, users and host keys set up by dialogue; the login timer. */
#include <rtx/emulator.h>

#include "rig.h"

static rtx_secret *secret_of(const char *text)
{
    return rtx_secret_new(text, strlen(text));
}

static int change(struct rig *rig, enum rtx_password which, const char *text)
{
    rtx_secret *secret = secret_of(text);
    int rc = rtx_setup_password(rig->session, which, secret, 20000);

    rtx_secret_free(secret);
    return rc;
}

/* A fresh login with these passwords. */
static int log_in(struct rig *rig, const char *login, const char *admin)
{
    int rc;

    rig->login = login;
    rig->admin = admin;
    rig_session(rig);
    rc = rtx_session_open(rig->session, 10000);
    if (rc == 0)
        rc = rtx_session_administrator(rig->session, 10000);
    return rc;
}

static void both_passwords_change(void)
{
    static const char *const languages[] = {"console character ascii\n",
                                            "console character sjis\n"};

    for (int i = 0; i < 2; i++) {
        struct rig rig;

        rig_up(&rig, languages[i], NO_OPTIONS);
        ASSERT_INT(change(&rig, RTX_PASSWORD_LOGIN, "new-login"), 0);
        /* proved by a login: still open, and administrator */
        ASSERT_INT(rtx_session_run(rig.session, "show environment", 5000, NULL),
                   0);
        ASSERT_INT(change(&rig, RTX_PASSWORD_ADMINISTRATOR, "new-admin"), 0);
        ASSERT_INT(rtx_session_save(rig.session, 5000), 0);
        ASSERT_INT(rtx_session_close(rig.session, 5000, NULL), 0);
        ASSERT_INT(log_in(&rig, "login-pass", "admin-pass"), RTX_E_LOGIN);
        ASSERT_INT(log_in(&rig, "new-login", "admin-pass"),
                   RTX_E_ADMINISTRATOR);
        rtx_session_close(rig.session, 5000, NULL);
        ASSERT_INT(log_in(&rig, "new-login", "new-admin"), 0);
        rig_down(&rig);
    }
}

/* Let the session have a wrong administrator password. */
static void believe(struct rig *rig, const char *text)
{
    rtx_secret *secret = secret_of(text);

    rtx_session_set_admin_password(rig->session, secret);
    rtx_secret_free(secret);
}

/* The router knows another old password than the session. */
static void a_wrong_old_password_changes_nothing(void)
{
    struct rig rig;

    rig_up(&rig, NULL, NO_OPTIONS);
    believe(&rig, "mistaken");
    ASSERT_INT(change(&rig, RTX_PASSWORD_ADMINISTRATOR, "newer"),
               RTX_E_REFUSED);
    CU_ASSERT(rtx_session_error(rig.session)->answer[0] != '\0');
    rtx_session_close(rig.session, 5000, NULL);
    ASSERT_INT(log_in(&rig, "login-pass", "admin-pass"), 0);
    rig_down(&rig);
}

static void bad_input_is_refused_before_anything_is_typed(void)
{
    struct rig rig;
    rtx_secret *good = secret_of("good");

    rig_up(&rig, NULL, NO_OPTIONS);
    ASSERT_INT(change(&rig, RTX_PASSWORD_LOGIN, ""), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_setup_user(rig.session, "two words", good, 5000),
               RTX_E_ARGUMENT);
    ASSERT_INT(rtx_setup_user(rig.session, "", good, 5000), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_setup_user(rig.session, "a#b", good, 5000), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_setup_user(rig.session, "alice", NULL, 5000),
               RTX_E_ARGUMENT);
    rig_executed(&rig, "administrator\n");
    rtx_secret_free(good);
    rig_down(&rig);
}

/* A session of the user alice, administrator. */
static void as_alice(struct rig *rig)
{
    rig_make(rig, "telnetd session 2\n", NO_OPTIONS);
    CU_ASSERT_EQUAL_FATAL(
        rtx_emulator_user(rig->emulator, "alice", "wonder", &rig->error), 0);
    rig->login = "wonder";
    rig->admin = "admin-pass";
    CU_ASSERT_EQUAL_FATAL(
        rtx_emulator_listen(rig->emulator, "127.0.0.1:0", &rig->error), 0);
    CU_ASSERT_EQUAL_FATAL(
        rtx_emulator_admin_password(rig->emulator, rig->admin, &rig->error), 0);
    CU_ASSERT_EQUAL_FATAL(rtx_emulator_start(rig->emulator, &rig->error), 0);
    rig_session(rig);
    rtx_session_set_user(rig->session, "alice");
    ASSERT_INT(rtx_session_open(rig->session, 10000), 0);
    ASSERT_INT(rtx_session_administrator(rig->session, 10000), 0);
}

static void a_user_is_made_and_proved(void)
{
    struct rig rig;
    rtx_secret *first = secret_of("looking-glass");
    char *transcript = NULL;

    as_alice(&rig);
    ASSERT_INT(rtx_setup_user(rig.session, "bob", first, 20000), 0);
    ASSERT_INT(rtx_setup_user(rig.session, "alice", first, 20000), 0);
    ASSERT_INT(change(&rig, RTX_PASSWORD_ADMINISTRATOR, "new-admin"), 0);
    /* the nameless user's password is none of alice's business */
    ASSERT_INT(change(&rig, RTX_PASSWORD_LOGIN, "x"), RTX_E_ARGUMENT);
    transcript = rtx_emulator_executed(rig.emulator);
    CU_ASSERT(!strstr(transcript, "looking-glass"));
    rtx_emulator_text_free(transcript);
    CU_ASSERT(rig_has(rtx_emulator_running(rig.emulator), "login user bob *"));
    ASSERT_INT(rtx_session_close(rig.session, 5000, NULL), 0);
    rig.login = "looking-glass";
    rig.admin = "new-admin";
    rig_session(&rig);
    rtx_session_set_user(rig.session, "alice");
    ASSERT_INT(rtx_session_open(rig.session, 10000), 0);
    ASSERT_INT(rtx_session_administrator(rig.session, 10000), 0);
    rtx_secret_free(first);
    rig_down(&rig);
}

/* No second login is to be had: the old password comes back. */
static void what_cannot_be_proved_is_put_back(void)
{
    struct rig rig;
    rtx_secret *next = secret_of("next");

    as_alice(&rig);
    ASSERT_INT(rtx_session_run(rig.session, "telnetd session 1", 5000, NULL),
               0);
    ASSERT_INT(rtx_setup_user(rig.session, "alice", next, 20000),
               RTX_E_REFUSED);
    ASSERT_INT(change(&rig, RTX_PASSWORD_ADMINISTRATOR, "newer"),
               RTX_E_REFUSED);
    rtx_session_close(rig.session, 5000, NULL);
    rig.login = "wonder";
    rig_session(&rig);
    rtx_session_set_user(rig.session, "alice");
    ASSERT_INT(rtx_session_open(rig.session, 10000), 0);
    ASSERT_INT(rtx_session_administrator(rig.session, 10000), 0);
    rtx_secret_free(next);
    rig_down(&rig);
}

static void a_host_key_is_made_kept_and_replaced(void)
{
    struct rig rig;
    int made = -1;

    rig_up(&rig, NULL, OPTIONS("hostkey-time=300"));
    ASSERT_INT(rtx_setup_host_key(rig.session, 0, 5000, &made), 0);
    ASSERT_INT(made, 1);
    ASSERT_INT(rtx_setup_host_key(rig.session, 0, 5000, &made), 0);
    ASSERT_INT(made, 0);
    ASSERT_INT(rtx_setup_host_key(rig.session, 1, 5000, &made), 0);
    ASSERT_INT(made, 1);
    ASSERT_INT(rtx_setup_sshd(rig.session, 5000), 0);
    CU_ASSERT(rig_has(rtx_emulator_running(rig.emulator), "sshd service on"));
    rig_executed(&rig, "administrator\nsshd host key generate\nsshd host key "
                       "generate\nsshd host key generate\nsshd service on\n");
    rig_down(&rig);
}

/* ---- the login timer ---- */

static void enter_keeps_the_timer_from_striking(void)
{
    struct rig rig;
    struct rtx_emulator_counters counters = {.size = sizeof counters};

    rig_up(&rig, NULL, OPTIONS("idle-timer=600"));
    rtx_session_set(rig.session, RTX_OPTION_LOGIN_TIMER, RTX_LOGIN_TIMER_KEEP);
    rtx_session_set(rig.session, RTX_OPTION_KEEP_MS, 150);
    ASSERT_INT(rtx_session_idle(rig.session, 1500), 0);
    ASSERT_INT(rtx_session_run(rig.session, "show arp", 5000, NULL), 0);
    rtx_emulator_counters(rig.emulator, &counters);
    ASSERT_INT(counters.logins, 1);
    rig_executed(&rig, "administrator\nshow arp\n");
    rig_down(&rig);
}

static void the_next_call_logs_in_again(void)
{
    struct rig rig;
    struct rtx_emulator_counters counters = {.size = sizeof counters};

    rig_up(&rig, NULL, OPTIONS("idle-timer=250"));
    rtx_session_set(rig.session, RTX_OPTION_IDLE_MS, 200);
    rtx_session_set(rig.session, RTX_OPTION_LOGIN_TIMER, RTX_LOGIN_TIMER_AGAIN);
    ASSERT_INT(rtx_session_idle(rig.session, 700), 0);
    ASSERT_INT(rtx_session_run(rig.session, "show arp", 5000, NULL), 0);
    ASSERT_INT(rtx_session_idle(rig.session, 700), 0);
    ASSERT_INT(rtx_session_save(rig.session, 5000), 0);
    rtx_emulator_counters(rig.emulator, &counters);
    ASSERT_INT(counters.logins, 3);
    ASSERT_INT(counters.saves, 1);
    rig_executed(&rig, "administrator\nadministrator\nshow arp\n"
                       "administrator\nsave\n");
    /* the new login may fail as well, and says so */
    believe(&rig, "mistaken");
    ASSERT_INT(rtx_session_idle(rig.session, 700), 0);
    ASSERT_INT(rtx_session_run(rig.session, "show arp", 5000, NULL),
               RTX_E_ADMINISTRATOR);
    rig_down(&rig);
}

/* What is meant for a context must not run outside of it. */
static void a_context_is_not_forgotten_silently(void)
{
    struct rig rig;

    rig_up(&rig, NULL, OPTIONS("idle-timer=250"));
    rtx_session_set(rig.session, RTX_OPTION_IDLE_MS, 200);
    rtx_session_set(rig.session, RTX_OPTION_LOGIN_TIMER, RTX_LOGIN_TIMER_AGAIN);
    ASSERT_INT(rtx_session_run(rig.session, "pp select 1", 5000, NULL), 0);
    (void)rtx_session_idle(rig.session, 700);
    ASSERT_INT(rtx_session_run(rig.session, "pp always-on on", 5000, NULL),
               RTX_E_IDLE_LOGOUT);
    rig_down(&rig);
}

static CU_TestInfo tests[] = {
    {"both passwords change", both_passwords_change},
    {"a wrong old password changes nothing",
     a_wrong_old_password_changes_nothing},
    {"bad input is refused before anything is typed",
     bad_input_is_refused_before_anything_is_typed},
    {"a user is made and proved", a_user_is_made_and_proved},
    {"what cannot be proved is put back", what_cannot_be_proved_is_put_back},
    {"a host key is made, kept and replaced",
     a_host_key_is_made_kept_and_replaced},
    {"Enter keeps the timer from striking",
     enter_keeps_the_timer_from_striking},
    {"the next call logs in again", the_next_call_logs_in_again},
    {"a context is not forgotten silently",
     a_context_is_not_forgotten_silently},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(setup, tests)
