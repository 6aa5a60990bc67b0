/* What real routers printed, parsed, given to the emulator as its state and
 * printed again: the very same lines. Only where the transcripts are present,
 * and for commands that a parser knows. */
#include <jansson.h>

#include "rig.h"

#define CORPUS "../shared/corpus/"

static const struct sample {
    const char *file;
    const char *command;
    const char *section;
    const char *language; /* ja, en */
    bool one;             /* a record of an array */
} samples[] = {
    {"show-arp/02-rtx1210-ja.txt", "show arp", "show arp", "ja", false},
    {"show-arp/04-rtx810-en.txt", "show arp", "show arp", "en", false},
    {"show-ip-route/01-rtx1000-en.txt", "show ip route", "show ip route", "en",
     false},
    {"show-ip-route/04-rtx1300-en.txt", "show ip route", "show ip route", "en",
     false},
    {"show-ipv6-route/01-rtx1300-en.txt", "show ipv6 route", "show ipv6 route",
     "en", false},
    {"show-ipv6-route/03-rtx830-ja.txt", "show ipv6 route", "show ipv6 route",
     "ja", false},
    {"show-ipv6-route/04-rtx830-ja.txt", "show ipv6 route", "show ipv6 route",
     "ja", false},
    {"show-ipsec-sa/01-rtx810-ja.txt", "show ipsec sa", "show ipsec sa", "ja",
     false},
    {"show-ipsec-sa/04-rtx1200-ja.txt", "show ipsec sa", "show ipsec sa", "ja",
     false},
    {"show-status-pp/04-rtx1100-ja.txt", "show status pp 1", "show status pp",
     "ja", false},
    {"show-status-pp/02-rtx810-ja.txt", "show status pp anonymous",
     "show status pp", "ja", false},
    {"show-status-tunnel/01-rtx1100-ja.txt", "show status tunnel 1",
     "show status tunnel", "ja", true},
    {"show-status-tunnel/02-rtx1100-ja.txt", "show status tunnel 1",
     "show status tunnel", "ja", true},
    {"show-status-l2tp/01-rtx810-ja.txt", "show status l2tp",
     "show status l2tp", "ja", false},
    {"show-nat-descriptor-address/01-rtx810-ja.txt",
     "show nat descriptor address", "show nat descriptor address", "ja", false},
    {"show-status-dhcp/02-rtx810-en.txt", "show status dhcp",
     "show status dhcp", "en", false},
    {"show-status-bgp-neighbor/01-rtx810-ja.txt", "show status bgp neighbor",
     "show status bgp neighbor", "ja", false},
};

/* The line is somewhere in the text, blanks at its end aside. */
static bool has_line(const char *text, const char *line, size_t length)
{
    while (*text) {
        size_t n = strcspn(text, "\n");

        if (rtx__trimmed(text, n) == length && strncmp(text, line, length) == 0)
            return true;
        text += n + (text[n] == '\n');
    }
    return false;
}

/* Every line of the transcript but echo and prompts. */
static void compare(const struct sample *sample, const char *transcript,
                    const char *printed)
{
    for (const char *at = transcript; *at;) {
        size_t n = strcspn(at, "\n");
        size_t length = rtx__trimmed(at, n);
        bool prompt = memchr(at, '#', length) || (length && *at == '>') ||
                      (length > 5 && strncmp(at, "show ", 5) == 0);

        if (length && !prompt && !has_line(printed, at, length)) {
            printf("\n%s: not printed: %.*s\n%s\n", sample->file, (int)length,
                   at, printed);
            CU_FAIL("a line differs from the real router's");
        }
        at += n + (at[n] == '\n');
    }
}

/* The parsed data as a state; NULL: no parser knows the command. */
static char *state_of(const struct sample *sample, const char *transcript,
                      size_t length)
{
    char *json = NULL;
    char *ret = NULL;
    json_t *parsed;
    json_t *data;

    CU_ASSERT_EQUAL_FATAL(
        rtx_show_json(sample->command, transcript, length, &json), 0);
    parsed = json_loads(json, 0, NULL);
    data = json_object_get(parsed, "data");
    if (data && !json_is_null(data)) {
        json_t *state = sample->one && json_is_object(data)
                            ? json_pack("{s:[O]}", sample->section, data)
                            : json_pack("{s:O}", sample->section, data);

        ret = json_dumps(state, 0);
        json_decref(state);
    }
    json_decref(parsed);
    rtx_free(json);
    return ret;
}

static void print_again(const struct sample *sample, const char *transcript,
                        const char *state)
{
    struct rig rig;
    char *printed = NULL;

    rig_up(&rig,
           sample->language[0] == 'j'
               ? "console character ja.utf8\nconsole columns 200\n"
               : "console character ascii\nconsole columns 200\n",
           OPTIONS("clock-rate=0", "utf8=accept"));
    CU_ASSERT_EQUAL(rtx_emulator_state(rig.emulator, state, &rig.error), 0);
    CU_ASSERT_EQUAL_FATAL(
        rtx_session_run(rig.session, sample->command, 10000, &printed), 0);
    compare(sample, transcript, printed);
    rtx_free(printed);
    rig_down(&rig);
}

static void what_real_routers_print(void)
{
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        char path[256];
        size_t length = 0;
        char *transcript;
        char *state;

        snprintf(path, sizeof path, CORPUS "%s", samples[i].file);
        transcript = test_file_if_present(path, &length);
        if (!transcript)
            continue;
        state = state_of(&samples[i], transcript, length);
        if (state)
            print_again(&samples[i], transcript, state);
        free(state);
        free(transcript);
    }
}

static CU_TestInfo tests[] = {
    {"what real routers print", what_real_routers_print}, CU_TEST_INFO_NULL};
RTX_SUITE(real, tests)
