/* Logging in, rising, saving and leaving, whatever the router's manners. */
#include <rtx/emulator.h>
#include <time.h>

#include "rig.h"

static int open_rc(struct rig *rig)
{
    return rtx_session_open(rig->session, 10000);
}

static void every_order_of_questions(void)
{
    static const char *const orders[] = {"login-order=password-first",
                                         "login-order=username-first",
                                         "login-order=username-if-users"};
    static const char *const banners[] = {"banner=long", "banner=short"};
    static const char *const firsts[] = {"first-line=keep", "first-line=drop"};

    for (size_t i = 0; i < 3 * 2 * 2 * 2; i++) {
        struct rig rig;
        bool named = i & 1;

        rig_make(&rig, NULL,
                 OPTIONS(orders[i / 8], banners[i / 2 % 2], firsts[i / 4 % 2],
                         "factory-warning=on"));
        rig.login = "nameless";
        rig.admin = "boss";
        CU_ASSERT_EQUAL_FATAL(
            rtx_emulator_user(rig.emulator, "alice", "wonder", &rig.error), 0);
        rig_start(&rig);
        if (named) {
            rtx_secret *secret = rtx_secret_new("wonder", 6);

            rtx_session_set_user(rig.session, "alice");
            rtx_session_set_login_password(rig.session, secret);
            rtx_secret_free(secret);
        }
        if (open_rc(&rig) != 0)
            printf("\n%s %s %s named=%d: %s\n", orders[i / 8],
                   banners[i / 2 % 2], firsts[i / 4 % 2], named,
                   rtx_session_error(rig.session)->message);
        ASSERT_INT(rtx_session_result(rig.session), 0);
        ASSERT_INT(rtx_session_administrator(rig.session, 5000), 0);
        ASSERT_INT(rtx_session_close(rig.session, 5000, NULL), 0);
        rig_down(&rig);
    }
}

static void no_passwords_at_all(void)
{
    struct rig rig;
    struct rtx_session_info info = {.size = sizeof info};

    rig_make(&rig, NULL, NO_OPTIONS);
    rig_start(&rig);
    ASSERT_INT(open_rc(&rig), 0);
    ASSERT_INT(rtx_session_administrator(rig.session, 5000), 0);
    ASSERT_INT(rtx_session_info(rig.session, &info), 0);
    ASSERT_INT(info.administrator, 1);
    ASSERT_TEXT(rtx_session_prompt(rig.session), "");
    ASSERT_INT(rtx_session_close(rig.session, 5000, NULL), 0);
    rig_down(&rig);
}

static void wrong_passwords_are_told_apart(void)
{
    static const char *const texts[][2] = {
        {"login-error=message", "admin-error=message"},
        {"login-error=none", "admin-error=none"}};

    for (int i = 0; i < 2; i++) {
        struct rig rig;

        rig_make(&rig, NULL, OPTIONS(texts[i][0], texts[i][1]));
        rig.login = "right";
        rig.admin = "right";
        rig_start(&rig);
        rtx_session_set_login_password(rig.session, NULL);
        ASSERT_INT(open_rc(&rig), RTX_E_LOGIN);
        ASSERT_TEXT(rtx_session_error(rig.session)->step, "login");
        rig_session(&rig);
        rtx_session_set_admin_password(rig.session, NULL);
        /* the anonymous user's one connection may still be closing */
        while (open_rc(&rig) == RTX_E_CLOSED)
            rig_session(&rig);
        ASSERT_INT(rtx_session_administrator(rig.session, 5000),
                   RTX_E_ADMINISTRATOR);
        CU_ASSERT(!strstr(rtx_session_error(rig.session)->message, "right"));
        rig_down(&rig);
    }
}

static void the_other_failures_of_a_login(void)
{
    struct rig rig;
    rtx_session *session = NULL;
    struct rtx_error error;

    rig_make(&rig, NULL, OPTIONS("!full"));
    rig_start(&rig);
    ASSERT_INT(open_rc(&rig), RTX_E_CLOSED);
    CU_ASSERT(strstr(rtx_session_error(rig.session)->hint, "sessions") != NULL);
    rig_down(&rig);

    rig_make(&rig, NULL, OPTIONS("!never-answer"));
    rig_start(&rig);
    rtx_session_set(rig.session, RTX_OPTION_SILENCE_MS, 200);
    ASSERT_INT(open_rc(&rig), RTX_E_TIMEOUT);
    rig_down(&rig);

    rtx_error_init(&error);
    ASSERT_INT(rtx_session_new(&session, "telnet://127.0.0.1:1", &error), 0);
    ASSERT_INT(rtx_session_open(session, 5000), RTX_E_CONNECT);
    CU_ASSERT(strstr(rtx_session_error(session)->message, "127.0.0.1") != NULL);
    rtx_session_free(session);
    ASSERT_INT(
        rtx_session_new(&session, "telnet://no.such.host.invalid", &error), 0);
    ASSERT_INT(rtx_session_open(session, 8000), RTX_E_RESOLVE);
    rtx_session_free(session);
}

static void endpoints_are_checked(void)
{
    static const struct {
        const char *uri;
        int rc;
    } cases[] = {
        {"telnet://router", 0},
        {"telnet://admin@router:2323", 0},
        {"telnet://[2001:db8::1]:23", 0},
        {"telnet://[2001:db8::1]", 0},
        {"tcp://console:7001", 0},
        {"tcp://console", RTX_E_ARGUMENT},
        {"telnet://2001:db8::1", RTX_E_ARGUMENT},
        {"telnet://admin:secret@router", RTX_E_ARGUMENT},
        {"telnet://router:0", RTX_E_ARGUMENT},
        {"telnet://router:99999", RTX_E_ARGUMENT},
        {"telnet://", RTX_E_ARGUMENT},
        {"http://router", RTX_E_ARGUMENT},
        {"telnet://router/x", RTX_E_ARGUMENT},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rtx_session *session = NULL;
        struct rtx_error error;

        rtx_error_init(&error);
        if (rtx_session_new(&session, cases[i].uri, &error) != cases[i].rc)
            printf("\n%s: %s\n", cases[i].uri, error.message);
        ASSERT_INT(error.code, cases[i].rc);
        CU_ASSERT(!strstr(error.message, "secret"));
        rtx_session_free(session);
    }
}

static void leaving_never_saves(void)
{
    static const char *const blanks[] = {"question-blank=off",
                                         "question-blank=on"};
    static const char *const languages[] = {"console character ascii\n",
                                            "console character sjis\n"};

    for (int i = 0; i < 4; i++) {
        struct rig rig;
        struct rtx_emulator_counters counters = {.size = sizeof counters};
        int unsaved = -1;

        rig_up(&rig, languages[i / 2], OPTIONS(blanks[i % 2]));
        ASSERT_INT(
            rtx_session_run(rig.session, "ip filter 9 pass * *", 5000, NULL),
            0);
        ASSERT_INT(rtx_session_close(rig.session, 5000, &unsaved), 0);
        ASSERT_INT(unsaved, 1);
        rtx_emulator_counters(rig.emulator, &counters);
        ASSERT_INT(counters.saves, 0);
        CU_ASSERT(rig_has(rtx_emulator_running(rig.emulator), "ip filter 9"));
        rig_down(&rig);
    }
}

static void saving_is_checked(void)
{
    static const char *const done[] = {"save-done=dot", "save-done=plain"};
    struct rig rig;

    for (int i = 0; i < 4; i++) {
        rig_up(&rig, i / 2 ? "console character ascii\n" : NULL,
               OPTIONS(done[i % 2], "save-delay=300"));
        ASSERT_INT(
            rtx_session_run(rig.session, "ip filter 9 pass * *", 5000, NULL),
            0);
        ASSERT_INT(rtx_session_save(rig.session, 5000), 0);
        CU_ASSERT(rig_has(rtx_emulator_saved(rig.emulator), "ip filter 9"));
        rig_down(&rig);
    }
    rig_up(&rig, NULL, OPTIONS("!save-fails"));
    ASSERT_INT(rtx_session_save(rig.session, 5000), RTX_E_SAVE);
    CU_ASSERT(strlen(rtx_session_error(rig.session)->answer) > 0);
    rig_down(&rig);
}

static void a_rest_too_long_is_named(void)
{
    struct timespec rest = {0, 600000000};
    struct rig rig;

    rig_up(&rig, NULL, OPTIONS("idle-timer=250"));
    rtx_session_set(rig.session, RTX_OPTION_IDLE_MS, 200);
    nanosleep(&rest, NULL);
    ASSERT_INT(rtx_session_run(rig.session, "show arp", 2000, NULL),
               RTX_E_IDLE_LOGOUT);
    ASSERT_INT(rtx_session_run(rig.session, "show arp", 2000, NULL),
               RTX_E_IDLE_LOGOUT);
    rig_down(&rig);
}

/* Where there are named users, Enter at both questions is the nameless one. */
static void the_nameless_beside_named_users(void)
{
    static const char *const orders[] = {"login-order=password-first",
                                         "login-order=username-first",
                                         "login-order=username-if-users"};

    for (size_t i = 0; i < 6; i++) {
        struct rig rig;

        rig_make(&rig, NULL, OPTIONS(orders[i / 2]));
        rig.login = i % 2 ? "secret" : "";
        CU_ASSERT_EQUAL_FATAL(
            rtx_emulator_user(rig.emulator, "alice", "wonder", &rig.error), 0);
        rig_start(&rig);
        rtx_session_set_login_password(rig.session, NULL);
        ASSERT_INT(open_rc(&rig), i % 2 ? RTX_E_LOGIN : 0);
        if (i % 2)
            CU_ASSERT(strstr(rtx_session_error(rig.session)->message,
                             "login password for none") != NULL);
        rig_down(&rig);
    }
}

static CU_TestInfo tests[] = {
    {"the nameless beside named users", the_nameless_beside_named_users},
    {"every order of questions at the login", every_order_of_questions},
    {"no passwords at all", no_passwords_at_all},
    {"wrong passwords are told apart", wrong_passwords_are_told_apart},
    {"full, silent, refused, unknown", the_other_failures_of_a_login},
    {"endpoints are checked", endpoints_are_checked},
    {"leaving never saves", leaving_never_saves},
    {"saving is checked", saving_is_checked},
    {"a rest too long is named", a_rest_too_long_is_named},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(session_login, tests)
