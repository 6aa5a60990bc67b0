/* Calls that cannot be meant are refused, and cost nothing. */
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rig.h"
#include "session/session.h"

static void still_there(rtx_session *session)
{
    char *text = NULL;

    ASSERT_INT(rtx_session_run(session, "show arp", 5000, &text), 0);
    CU_ASSERT(text && text[0]);
    rtx_free(text);
}

static void a_session_opens_once(void)
{
    struct rig rig;

    rig_up(&rig, NULL, NO_OPTIONS);
    ASSERT_INT(rtx_session_open(rig.session, 5000), RTX_E_ARGUMENT);
    CU_ASSERT(strstr(rtx_session_error(rig.session)->message, "before") !=
              NULL);
    ASSERT_INT(rtx_session_start_open(rig.session), RTX_E_ARGUMENT);
    still_there(rig.session);
    ASSERT_INT(rtx_session_close(rig.session, 5000, NULL), 0);
    ASSERT_INT(rtx_session_open(rig.session, 5000), RTX_E_ARGUMENT);
    rig_down(&rig);
}

static void negative_limits(void)
{
    rtx_session *session;
    struct rig rig;

    rig_up(&rig, NULL, NO_OPTIONS);
    session = rig.session;
    ASSERT_INT(rtx_session_run(session, "show arp", -1, NULL), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_session_administrator(session, -1), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_session_save(session, -1), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_session_close(session, -1, NULL), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_session_idle(session, -1), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_setup_sshd(session, -1), RTX_E_ARGUMENT);
    still_there(session);
    ASSERT_INT(rtx_session_run(session, "show arp", INT64_MAX, NULL), 0);
    rig_down(&rig);
}

/* Set at any time, or told that it is too late. */
static void options_of_an_open_session(void)
{
    struct rig rig;

    rig_up(&rig, NULL, OPTIONS("!stall-at=4000"));
    ASSERT_INT(rtx_session_set(rig.session, RTX_OPTION_WINDOW, 0),
               RTX_E_ARGUMENT);
    ASSERT_INT(rtx_session_set(rig.session, RTX_OPTION_LOGIN_TIMER, 9),
               RTX_E_ARGUMENT);
    ASSERT_INT(rtx_session_set_text(rig.session, RTX_TEXT_IDENTITY, "agent"),
               RTX_E_ARGUMENT);
    still_there(rig.session);
    ASSERT_INT(rtx_session_set(rig.session, RTX_OPTION_SILENCE_MS, 100), 0);
    for (int i = 0; i < 100; i++) {
        if (rtx_session_run(rig.session, "show environment", 60000, NULL) < 0)
            break;
    }
    ASSERT_INT(rtx_session_result(rig.session), RTX_E_TIMEOUT);
    CU_ASSERT(strstr(rtx_session_error(rig.session)->message, "100 ms") !=
              NULL);
    rig_down(&rig);
}

/* ---- a router, or what takes its place, that never stops ---- */

struct flood {
    int fd;
    int kind;
};

static void *pour(void *user)
{
    struct flood *flood = user;
    unsigned random = 1;
    char block[4096];

    for (;;) {
        for (size_t i = 0; i < sizeof block; i++) {
            random = random * 1103515245 + 12345;
            block[i] = (char)(flood->kind == 0   ? random >> 16
                              : flood->kind == 1 ? 'a'
                                                 : 255);
        }
        if (send(flood->fd, block, sizeof block, MSG_NOSIGNAL) < 0)
            return NULL;
    }
}

static void a_flood_does_not_move_the_deadline(void)
{
    for (int kind = 0; kind < 3; kind++) {
        struct flood flood = {.kind = kind};
        rtx_session *session = NULL;
        pthread_t thread;
        int64_t begun;
        int pair[2];

        ASSERT_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
        flood.fd = pair[1];
        ASSERT_INT(rtx_session_new_fd(&session, pair[0], pair[0], "x", NULL),
                   0);
        /* else a fast machine comes to the most that an answer may have */
        ASSERT_INT(rtx_session_set(session, RTX_OPTION_ANSWER_MAX, 1 << 30), 0);
        ASSERT_INT(pthread_create(&thread, NULL, pour, &flood), 0);
        begun = rtx__now_ms();
        ASSERT_INT(rtx_session_open(session, 700), RTX_E_TIMEOUT);
        CU_ASSERT(rtx__now_ms() - begun < 1200);
        rtx_session_free(session);
        (void)pthread_join(thread, NULL);
        close(pair[1]);
    }
}

static CU_TestInfo tests[] = {
    {"a session opens once", a_session_opens_once},
    {"negative time limits", negative_limits},
    {"options of an open session", options_of_an_open_session},
    {"a flood does not move the deadline", a_flood_does_not_move_the_deadline},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(session_misuse, tests)
