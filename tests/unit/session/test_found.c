/* A console that somebody left in any state: nothing of it is executed. */
#include "line.h"

static const struct state {
    const char *name;
    const char *keys; /* behind the login; L and A stand for its passwords */
    const char *runs; /* what the way in executes of its own */
    bool in_use;      /* may be left alone where Ctrl-C does nothing */
} states[] = {
    {"nothing", "", "", false},
    {"password question", "\r", "", false},
    {"half a password", "\rwro", "", false},
    {"prompt", "\rL\r", "", false},
    {"half a line", "\rL\rshow con", "", false},
    {"administrator", "\rL\radministrator\rA\r", "", false},
    {"administrator's password question", "\rL\radministrator\r", "", false},
    {"half of save", "\rL\radministrator\rA\rsave", "", false},
    {"half of restart", "\rL\radministrator\rA\rrestart", "", false},
    {"an end like a prompt", "\rL\radministrator\rA\rdescription lan1 \"x\" # ",
     "", false},
    {"a line of three",
     "\rL\radministrator\rA\rdescription lan1 "
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "a"
     "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
     "b"
     "cccccccccccc",
     "", false},
    {"pp 1", "\rL\radministrator\rA\rpp select 1\r", "pp select none\n", false},
    {"half a line in pp 1",
     "\rL\radministrator\rA\rpp select 1\rpp auth myname id hush",
     "pp select none\n", false},
    {"tunnel 1", "\rL\radministrator\rA\rtunnel select 1\r",
     "tunnel select none\n", false},
    {"a page", "\rL\radministrator\rA\rshow config\r", "", false},
    {"a (Y/N)", "\rL\radministrator\rA\rip filter 9 pass * *\rquit\r", "",
     false},
    {"a ping", "\rL\rping 192.168.100.2\r", "", false},
    {"output stopped", "\rL\r\x13show environment\r", "", false},
    {"output stopped before a page", "\rL\radministrator\rA\r\x13show config\r",
     "", false},
    {"old password asked for",
     "\rL\radministrator\rA\radministrator password\r", "", true},
    {"new password asked for",
     "\rL\radministrator\rA\radministrator password\rA\r", "", true},
    {"new password once more",
     "\rL\radministrator\rA\radministrator password\rA\rnew\r", "", true},
};

enum { STATES = sizeof states / sizeof states[0], WAYS = 8, ATONCE = 4 };

struct found {
    const struct state *state;
    const char *ctrl_c;
    char *executed;
    char *running;
};

/* L and A become passwords. */
static char *keys_of(const struct rig *rig, const char *keys)
{
    struct rtx_buf text;

    rtx__buf_init(&text, 4096);
    for (; *keys; keys++) {
        if (*keys == 'L')
            rtx__buf_text(&text, rig->login);
        else if (*keys == 'A')
            rtx__buf_text(&text, rig->admin);
        else
            rtx__buf_char(&text, *keys);
    }
    return text.length ? rtx__buf_take(&text) : rtx__strdup("");
}

static char *startup(bool english)
{
    struct rtx_buf text;

    rtx__buf_init(&text, 1 << 16);
    rtx__buf_format(&text, "console character %s\n",
                    english ? "ascii" : "sjis");
    for (int i = 1; i < 60; i++)
        rtx__buf_format(&text, "ip filter %d pass 10.0.%d.0/24 *\n", 100 + i,
                        i);
    rtx__buf_text(&text, "pp select 1\n pppoe use lan2\n pp enable 1\n"
                         "tunnel select 1\n tunnel enable 1\n");
    return rtx__buf_take(&text);
}

static void prepare(struct rig *rig, struct found *found,
                    const struct state *state, int way)
{
    char *config = startup(way & 1);
    char *keys;

    found->state = state;
    found->ctrl_c = way & 4 ? "ctrl-c=ignore" : "ctrl-c=clear";
    rig_make(rig, config,
             OPTIONS(found->ctrl_c, way & 1 ? "ctrl-u=clear" : "ctrl-u=ignore",
                     way & 2 ? "question-other-key=yes"
                             : "question-other-key=repeat",
                     way & 2 ? "first-line=keep" : "first-line=drop",
                     "echo-wrap=crlf", "ping-interval=60"));
    rtx_free(config);
    rig->serial = true;
    rig->login = way & 2 ? "" : "log me in";
    rig->admin = way & 2 ? "" : "let me";
    rig_start(rig);
    keys = keys_of(rig, state->keys);
    rtx_emulator_text_free(line_leave(rig, keys));
    rtx_free(keys);
    found->executed = rtx_emulator_executed(rig->emulator);
    found->running = rtx_emulator_running(rig->emulator);
}

static void check(struct rig *rig, struct found *found)
{
    const struct state *state = found->state;
    struct rtx_emulator_counters counters = {.size = sizeof counters};
    char *executed = rtx_emulator_executed(rig->emulator);
    char *running = rtx_emulator_running(rig->emulator);
    int rc = rtx_session_result(rig->session);
    bool may_refuse =
        state->in_use && strcmp(found->ctrl_c, "ctrl-c=ignore") == 0;

    if (rc != 0 && !(may_refuse && rc == RTX_E_PORT_IN_USE)) {
        line_print(rig, state->name);
        CU_FAIL("not opened");
    }
    if (strncmp(executed, found->executed, strlen(found->executed)) != 0 ||
        strcmp(executed + strlen(found->executed), state->runs) != 0) {
        printf("\n%s (%s): executed %s\n", state->name, found->ctrl_c,
               executed + strlen(found->executed));
        CU_FAIL("something was executed");
    }
    ASSERT_TEXT(running, found->running);
    rtx_emulator_counters(rig->emulator, &counters);
    ASSERT_INT(counters.saves, 0);
    ASSERT_INT(counters.restarts, 0);
    CU_ASSERT(!strstr(rtx_session_error(rig->session)->message, "hush"));
    rtx_emulator_text_free(executed);
    rtx_emulator_text_free(running);
    rtx_emulator_text_free(found->executed);
    rtx_emulator_text_free(found->running);
    /* what was opened can be used; a few times is enough */
    if (rc == 0 && strcmp(found->ctrl_c, "ctrl-c=clear") == 0 &&
        rig->login[0]) {
        char *text = NULL;

        ASSERT_INT(
            rtx_session_run(rig->session, "show environment", 5000, &text), 0);
        CU_ASSERT(text && strstr(text, "RTX810 Rev.11.01") != NULL);
        rtx_free(text);
    }
}

static void nothing_is_executed(void)
{
    static struct rig rigs[STATES * ATONCE];
    static struct found found[STATES * ATONCE];

    for (int way = 0; way < WAYS; way += ATONCE) {
        size_t count = 0;

        for (int i = 0; i < STATES; i++) {
            for (int more = 0; more < ATONCE; more++) {
                prepare(&rigs[count], &found[count], &states[i], way + more);
                count++;
            }
        }
        for (size_t i = 0; i < count; i++)
            ASSERT_INT(rtx_session_start_open(rigs[i].session), 0);
        line_drive(rigs, count, 30000);
        for (size_t i = 0; i < count; i++) {
            check(&rigs[i], &found[i]);
            rig_down(&rigs[i]);
        }
    }
}

static CU_TestInfo tests[] = {
    {"nothing is executed", nothing_is_executed},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(session_found, tests)
