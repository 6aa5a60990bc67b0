/* Reading: pager, wrap, charset, faults at any byte. */
#include <rtx/emulator.h>

#include "rig.h"
#include "session/internal.h"

/* A configuration of several pages, with lines longer than the console. */
static char *long_config(int filters)
{
    struct rtx_buf text;

    rtx__buf_init(&text, 1 << 20);
    rtx__buf_text(&text, "ip lan1 address 192.168.100.1/24\n");
    for (int i = 1; i <= filters; i++)
        rtx__buf_format(&text, "ip filter %d pass 192.168.%d.0/24 * tcp * %d\n",
                        1000 + i, i % 250, 1000 + i);
    rtx__buf_text(&text,
                  "description lan1 \"a long description that goes on and on "
                  "beyond the last column of the console\"\n");
    return rtx__buf_take(&text);
}

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;

    for (text = strstr(text, what); text; text = strstr(text + 1, what))
        count++;
    return count;
}

/* Pager and wrap leave no trace in what is read, under every option. */
static void pages_are_read_whole(void)
{
    static const char *const erases[] = {"pager-erase=cr-spaces-cr",
                                         "pager-erase=spaces", "pager-erase=bs",
                                         "pager-erase=ansi"};
    static const char *const queues[] = {"pager-type-ahead=keep",
                                         "pager-type-ahead=flush"};
    static const char *const languages[] = {"console character ascii\n",
                                            "console character sjis\n",
                                            "console character euc\n"};
    static const char *const prompts[] = {"", "console prompt RTX810\n"};
    static const char *const pages[] = {"pager-page=less-one",
                                        "pager-page=full"};
    char *config = long_config(120);

    for (int i = 0; i < 4 * 2 * 3 * 2; i++) {
        struct rig rig;
        char *startup =
            rtx__format("%s%s%s", languages[i % 3], prompts[i / 3 % 2], config);
        struct rtx_session_info info = {.size = sizeof info};
        char *text = NULL;

        rig_up(&rig, startup,
               OPTIONS(erases[i / 6 % 4], queues[i / 24 % 2], pages[i % 2]));
        ASSERT_INT(rtx_session_run(rig.session, "show config", 10000, &text),
                   0);
        ASSERT_INT(count_of(text, "\nip filter "), 120);
        CU_ASSERT(!strstr(text, "---"));
        CU_ASSERT(!strchr(text, '\r'));
        CU_ASSERT(strstr(text, "\nip filter 1060 pass 192.168.60.0/24 * tcp * "
                               "1060\n") != NULL);
        rtx_free(text);
        text = NULL;
        /* nothing is left over for the next command */
        ASSERT_INT(rtx_session_run(rig.session, "show ip route", 10000, &text),
                   0);
        CU_ASSERT(strstr(text, "192.168.100.0/24") != NULL);
        rtx_free(text);
        ASSERT_INT(rtx_session_info(rig.session, &info), 0);
        CU_ASSERT(info.pagers >= 5);
        ASSERT_INT(info.damages, 0);
        rig_executed(&rig, "administrator\nshow config\nshow ip route\n");
        rtx_free(startup);
        rig_down(&rig);
    }
    rtx_free(config);
}

static void lines_infinity_left_behind(void)
{
    char *config = long_config(120);
    char *startup = rtx__format("console lines infinity\n%s", config);
    struct rtx_session_info info = {.size = sizeof info};
    struct rig rig;
    char *text = NULL;

    rig_up(&rig, startup, NO_OPTIONS);
    ASSERT_INT(rtx_session_run(rig.session, "show config", 10000, &text), 0);
    ASSERT_INT(count_of(text, "\nip filter "), 120);
    ASSERT_INT(rtx_session_info(rig.session, &info), 0);
    ASSERT_INT(info.pagers, 0);
    rtx_free(text);
    rig_down(&rig);
    rtx_free(startup);
    rtx_free(config);
}

static void the_header_pauses(void)
{
    static const char *const faults[] = {"!pause-after-header=300",
                                         "!pause-after-header=300:mark"};

    for (int i = 0; i < 2; i++) {
        struct rig rig;
        char *text = NULL;

        rig_up(&rig, "ip lan1 address 192.168.100.1/24\n", OPTIONS(faults[i]));
        ASSERT_INT(rtx_session_run(rig.session, "show config", 10000, &text),
                   0);
        CU_ASSERT(text && strstr(text, "ip lan1 address") != NULL);
        rtx_free(text);
        rig_down(&rig);
    }
}

static void japanese_is_decoded(void)
{
    static const char *const languages[] = {"console character sjis\n",
                                            "console character euc\n"};

    for (int i = 0; i < 2; i++) {
        struct rig rig;
        char *text = NULL;

        rig_up(&rig, languages[i], NO_OPTIONS);
        ASSERT_INT(rtx_session_run(rig.session, "show ip rouxe", 5000, &text),
                   RTX_E_REFUSED);
        CU_ASSERT(
            rtx__starts(rtx_session_error(rig.session)->answer, "エラー: "));
        rtx_free(text);
        ASSERT_INT(rtx_session_run(rig.session, "show ip route", 5000, &text),
                   0);
        CU_ASSERT(rtx__starts(text, "宛先ネットワーク"));
        rtx_free(text);
        rig_down(&rig);
    }
}

static void control_characters_are_refused(void)
{
    struct rig rig;

    rig_up(&rig, NULL, NO_OPTIONS);
    ASSERT_INT(rtx_session_run(rig.session, "show arp\rsave", 5000, NULL),
               RTX_E_ARGUMENT);
    ASSERT_INT(rtx_session_run(rig.session, "show\tarp", 5000, NULL),
               RTX_E_ARGUMENT);
    ASSERT_INT(rtx_session_run(rig.session, "show ?", 5000, NULL),
               RTX_E_ARGUMENT);
    ASSERT_INT(rtx_session_run(rig.session, "show arp # ?", 5000, NULL),
               RTX_E_ARGUMENT);
    rig_executed(&rig, "administrator\n");
    rig_down(&rig);
}

static void passwords_asked_for_are_not_guessed(void)
{
    struct rig rig;

    rig_up(&rig, "ip lan1 address 192.168.100.1/24\n",
           OPTIONS("config0-asks=on"));
    ASSERT_INT(rtx_session_run(rig.session, "show config 0", 5000, NULL),
               RTX_E_QUESTION);
    ASSERT_INT(rtx_session_run(rig.session, "show arp", 5000, NULL), 0);
    rig_down(&rig);
}

/* Wherever the connection ends, there is an error, soon, and no crash. */
static void cut_at_every_place(void)
{
    static const char *const faults[] = {"cut-at", "stall-at", "garbage-at"};
    static const int steps[] = {37, 331, 173};
    char *config = long_config(30);

    for (int kind = 0; kind < 3; kind++) {
        for (int at = 0; at < 3200; at += steps[kind]) {
            char spec[64];
            struct rig rig;
            int rc;

            rig_make(&rig, config, NO_OPTIONS);
            snprintf(spec, sizeof spec, "!%s=%d", faults[kind], at);
            rig_set(&rig, spec);
            rig_start(&rig);
            rtx_session_set(rig.session, RTX_OPTION_SILENCE_MS, 150);
            rc = rtx_session_open(rig.session, 3000);
            if (rc == 0)
                rc = rtx_session_administrator(rig.session, 3000);
            if (rc == 0)
                rc = rtx_session_run(rig.session, "show config", 3000, NULL);
            if (kind == 0) {
                CU_ASSERT(rc == RTX_E_CLOSED || rc == RTX_E_LOGIN ||
                          (rc == 0 && at > 2800));
            } else if (kind == 1) {
                CU_ASSERT(rc == RTX_E_TIMEOUT || (rc == 0 && at > 2800));
            }
            if (rc < 0)
                CU_ASSERT(rtx_session_error(rig.session)->message[0]);
            rig_down(&rig);
        }
    }
    rtx_free(config);
}

static void too_long_an_answer_is_refused(void)
{
    struct rtx_buf text;
    struct rig rig;

    rtx__buf_init(&text, 1 << 20);
    for (int i = 0; i < 5000; i++)
        rtx__buf_format(&text, "line %d of an answer without an end\n", i);
    rig_make(&rig, "console lines infinity\n", NO_OPTIONS);
    ASSERT_INT(rtx_emulator_answer(rig.emulator, "show techinfo",
                                   rtx__buf_str(&text), &rig.error),
               0);
    rig_start(&rig);
    rtx_session_set(rig.session, RTX_OPTION_ANSWER_MAX, 100000);
    ASSERT_INT(rtx_session_open(rig.session, 5000), 0);
    ASSERT_INT(rtx_session_run(rig.session, "show techinfo", 5000, NULL),
               RTX_E_LIMIT);
    rtx__buf_free(&text);
    rig_down(&rig);
}

/* An operation fails with lines in flight: their answers are nobody's. */
static void what_is_in_flight_is_not_taken_for_the_next_answer(void)
{
    struct rtx_push_line lines[] = {
        {.context = "", .text = "ip filter 1 pass * * * * *"},
        {.context = "", .text = "ip filter 2 pass * * * * *"},
        {.context = "", .text = "description lan1 \xE6\x97\xA5"},
    };
    char *text = NULL;
    struct rig rig;

    rig_up(&rig, "console character ascii\nip lan1 address 10.0.0.1/8\n",
           NO_OPTIONS);
    ASSERT_INT(rtx__session_start_push(rig.session, lines, 3, false),
               RTX_E_CHARSET);
    ASSERT_INT(rtx_session_run(rig.session, "show config", 5000, &text), 0);
    CU_ASSERT(text && strstr(text, "ip lan1 address 10.0.0.1/8") != NULL);
    rtx_free(text);
    for (int i = 0; i < 3; i++)
        rtx_free(lines[i].answer);
    rig_down(&rig);
}

/* What must not be shown is known once, however often it is read. */
static void a_secret_is_kept_once(void)
{
    struct rig rig;
    size_t length;

    rig_up(&rig,
           "console character ascii\n"
           "pp select 1\n pp auth myname me@example.net secret-one\n"
           " pp auth username him secret-two\n",
           NO_OPTIONS);
    ASSERT_INT(rtx_session_set_transcript(rig.session, "/dev/null"), 0);
    ASSERT_INT(rtx_session_run(rig.session, "show config", 5000, NULL), 0);
    length = rig.session->known_secrets.length;
    CU_ASSERT(length >= sizeof "secret-one" + sizeof "secret-two");
    for (int i = 0; i < 20; i++)
        ASSERT_INT(rtx_session_run(rig.session, "show config", 5000, NULL), 0);
    /* its heading looks like a statement with a user's password */
    ASSERT_INT(rtx_session_run(rig.session, "show status user", 5000, NULL), 0);
    ASSERT_INT(rig.session->known_secrets.length, length);
    rig_down(&rig);
}

/* A question that nobody expected took a letter of the next line. */
static void what_answered_ahead_is_named(void)
{
    struct rtx_push_line lines[] = {
        {.context = "", .text = "ip filter 1 pass * * * * *"},
        {.context = "", .text = "no ip filter 2"},
        {.context = "", .text = "yno ip filter 3"},
    };
    struct rig rig;

    rig_make(&rig, "console character ascii\n", NO_OPTIONS);
    ASSERT_INT(rtx_emulator_answer(rig.emulator, lines[0].text,
                                   "Are you sure ? (Y/N)n\n", &rig.error),
               0);
    rig_start(&rig);
    ASSERT_INT(rtx_session_open(rig.session, 5000), 0);
    ASSERT_INT(rtx_session_administrator(rig.session, 5000), 0);
    ASSERT_INT(rtx__session_start_push(rig.session, lines, 3, true), 0);
    while (rtx_session_process(rig.session) == 0)
        (void)rtx__session_poll(rig.session, rtx__now_ms() + 100);
    ASSERT_INT(rtx_session_result(rig.session), RTX_E_REFUSED);
    ASSERT_INT(lines[0].status, RTX_LINE_REFUSED);
    CU_ASSERT(lines[0].answer &&
              strstr(lines[0].answer, "Are you sure ? (Y/N)") != NULL &&
              strstr(lines[0].answer, "took the n of the line") != NULL);
    ASSERT_INT(lines[2].status, RTX_LINE_UNSENT); /* it begins with a y */
    for (int i = 0; i < 3; i++)
        rtx_free(lines[i].answer);
    rig_down(&rig);
}

/* Its prompt has shown contexts: where it shows none, none is selected. */
static void an_ignored_selection_is_noticed(void)
{
    struct rtx_push_line lines[] = {
        {.context = "tunnel 1", .text = "tunnel name one"},
        {.context = "", .text = "ip filter 1 pass * * * * *"},
        {.context = "tunnel 2", .text = "ipsec sa policy 2 2 esp aes-cbc"},
    };
    struct rig rig;
    char *running;

    rig_up(&rig, "console character ascii\ntunnel select 2\n ipsec tunnel 2\n",
           OPTIONS("!ignore-line=tunnel select 2,times=1"));
    ASSERT_INT(rtx__session_start_push(rig.session, lines, 3, false), 0);
    while (rtx_session_process(rig.session) == 0)
        (void)rtx__session_poll(rig.session, rtx__now_ms() + 100);
    ASSERT_INT(rtx_session_result(rig.session), 0);
    running = rtx_emulator_running(rig.emulator);
    CU_ASSERT(strstr(running, "\n  ipsec sa policy 2 2 ") != NULL);
    CU_ASSERT(strstr(running, "\nipsec sa policy 2 2 ") == NULL);
    rtx_emulator_text_free(running);
    for (int i = 0; i < 3; i++)
        rtx_free(lines[i].answer);
    rig_down(&rig);
}

/* An error may be mailed to somebody: what was typed wrongly hides as well. */
static void refused_commands_hide_their_secrets(void)
{
    static const char *const lines[] = {
        "pp auth myname u@x NEWSEC2 junk1",
        "ipsec ike preshared-key 1 text NEWSEC2",
        "pp auth usrname carol NEWSEC2",
        "administrator pasword NEWSEC2",
    };
    struct rig rig;

    rig_up(&rig, NULL, NO_OPTIONS);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        const struct rtx_error *error = rtx_session_error(rig.session);
        char text[2048];

        ASSERT_INT(rtx_session_run(rig.session, lines[i], 5000, NULL),
                   RTX_E_REFUSED);
        rtx_error_text(error, text, sizeof text);
        CU_ASSERT(strstr(text, "***") != NULL);
        CU_ASSERT(!strstr(text, "NEWSEC2"));
    }
    rig_down(&rig);
}

/* What the console speaks is found out before it is spoken to. */
static void japanese_first_of_all(void)
{
    static const char *const languages[] = {"console character sjis\n",
                                            "console character euc\n",
                                            "console character ascii\n"};
    static const char command[] = "description lan1 \"\xE6\x97\xA5\xE6\x9C"
                                  "\xAC\"";

    for (int i = 0; i < 3; i++) {
        struct rig rig;

        rig_up(&rig, languages[i], NO_OPTIONS);
        ASSERT_INT(rtx_session_run(rig.session, command, 5000, NULL),
                   i < 2 ? 0 : RTX_E_CHARSET);
        if (i < 2)
            CU_ASSERT(rig_has(rtx_emulator_running(rig.emulator), command));
        ASSERT_INT(rtx_session_run(rig.session, "show arp", 5000, NULL), 0);
        rig_down(&rig);
    }
}

static CU_TestInfo tests[] = {
    {"Japanese first of all", japanese_first_of_all},
    {"refused commands hide their secrets",
     refused_commands_hide_their_secrets},
    {"pages are read whole", pages_are_read_whole},
    {"console lines infinity left behind", lines_infinity_left_behind},
    {"a pause in the header", the_header_pauses},
    {"Japanese is decoded", japanese_is_decoded},
    {"control characters and ? are refused", control_characters_are_refused},
    {"password questions are declined", passwords_asked_for_are_not_guessed},
    {"cut, stalled, garbled anywhere", cut_at_every_place},
    {"what is in flight", what_is_in_flight_is_not_taken_for_the_next_answer},
    {"what answered ahead is named", what_answered_ahead_is_named},
    {"an ignored selection", an_ignored_selection_is_noticed},
    {"a secret is kept once", a_secret_is_kept_once},
    {"too long an answer is refused", too_long_an_answer_is_refused},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(session_run, tests)
