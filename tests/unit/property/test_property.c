/* What a parser finds in what the router prints, is the router's state: over a
 * real session, in three character sets, at any width, through the pager. */
#include <jansson.h>
#include <math.h>

#include "rig.h"
#include "state_random.h"
#include "state_views.h"

enum { STATES = 60, ODD_STATES = 60, TIMEOUT = 20000 };

static const char *path_key;

/* At any width but the usual ones: where lines are broken. 0: at a usual one */
static int odd_columns;
static int checked;
static int unclear;

/* Does `found` hold all that `wanted` says? It may say more. */
static bool agrees(const json_t *wanted, const json_t *found);

static bool object_agrees(const json_t *wanted, const json_t *found)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)wanted, key, value)
    {
        if (!agrees(value, json_object_get(found, key))) {
            path_key = path_key ? path_key : key;
            return false;
        }
    }
    return true;
}

static bool array_agrees(const json_t *wanted, const json_t *found)
{
    size_t i;
    json_t *value;

    if (json_array_size(wanted) != json_array_size(found))
        return false;
    json_array_foreach((json_t *)wanted, i, value)
    {
        if (!agrees(value, json_array_get(found, i)))
            return false;
    }
    return true;
}

static bool agrees(const json_t *wanted, const json_t *found)
{
    /* one record, or a list of one */
    if (json_is_object(wanted) && json_is_array(found) &&
        json_array_size(found) == 1)
        return agrees(wanted, json_array_get(found, 0));
    if (json_is_null(wanted))
        return !found || json_is_null(found);
    if (json_is_object(wanted))
        return json_is_object(found) && object_agrees(wanted, found);
    if (json_is_array(wanted))
        return json_is_array(found) && array_agrees(wanted, found);
    if (json_is_number(wanted))
        return json_is_number(found) && fabs(json_number_value(wanted) -
                                             json_number_value(found)) < 0.06;
    return json_equal(wanted, found);
}

/* From one broken line alone, or one that a wide character left a column free
 * in, nobody can tell where the console ends. */
static bool is_unclear(const char *text)
{
    int full = 0;
    int nearly = 0;

    checked++;
    while (odd_columns && *text) {
        size_t length = strcspn(text, "\n");
        int width = rtx__utf8_width(text, length);

        full += width == odd_columns - 1;
        nearly += width == odd_columns - 2;
        text += length + (text[length] == '\n');
    }
    unclear += full + nearly > 0 && full < 2;
    return full + nearly > 0 && full < 2;
}

/* What the router prints; NULL: it can be read in two ways. */
static char *ask(struct rig *rig, const char *command)
{
    char *text = NULL;

    CU_ASSERT_EQUAL_FATAL(
        rtx_session_run(rig->session, command, TIMEOUT, &text), 0);
    if (!is_unclear(text))
        return text;
    rtx_free(text);
    return NULL;
}

static void check(struct rig *rig, const char *command, json_t *wanted)
{
    char *text = ask(rig, command);
    char *json = NULL;
    json_t *parsed;
    const json_t *data;

    if (!text)
        return;
    CU_ASSERT_EQUAL_FATAL(rtx_show_json(command, text, strlen(text), &json), 0);
    parsed = json_loads(json, 0, NULL);
    data = json_object_get(parsed, "data");
    if (!data || json_is_null(data)) {
        printf("\n%s: no data in\n%s\n", command, json);
        CU_FAIL("nothing was understood");
    } else {
        path_key = NULL;
        if (!agrees(wanted, data)) {
            char *expected = json_dumps(wanted, JSON_INDENT(1));

            printf("\n%s (%s):\n%s\n--- expected\n%s\n--- found\n%s\n", command,
                   path_key ? path_key : "", text, expected, json);
            free(expected);
            CU_FAIL("the parser does not find the state");
        }
    }
    json_decref(parsed);
    rtx_free(json);
    rtx_free(text);
}

/* Each record by its own command, made of `format` and a member. */
static void check_each(struct rig *rig, json_t *records, const char *begins,
                       const char *command, const char *member)
{
    size_t i;
    json_t *record;

    json_array_foreach(records, i, record)
    {
        const json_t *value = json_object_get(record, member);
        const char *text = json_string_value(value);
        char line[64];

        if (text && strncmp(text, begins, strlen(begins)) != 0)
            continue;
        snprintf(line, sizeof line, "%s%d", command,
                 text ? (int)strtol(text + strlen(begins), NULL, 10)
                      : (int)json_integer_value(value));
        check(rig, line, record);
    }
}

static void check_callers(struct rig *rig, json_t *records)
{
    json_t *callers = json_array();
    size_t i;
    json_t *record;

    json_array_foreach(records, i, record)
    {
        if (json_string_value(json_object_get(record, "interface"))[0] == 'A')
            json_array_append(callers, record);
    }
    if (json_array_size(callers))
        check(rig, "show status pp anonymous", callers);
    json_decref(callers);
}

/* Round trips of three packets, one of them lost now and then. */
static void check_ping(struct rig *rig, uint32_t *seed)
{
    double times[3];
    double sum = 0;
    double best = 1e9;
    double worst = 0;
    int received = 0;
    json_t *list = json_array();
    json_t *state;
    char *text;

    for (int i = 0; i < 3; i++) {
        times[i] = (1 + test_random(seed) % 99999) / 1000.0;
        if (i && test_random(seed) % 4 == 0) {
            json_array_append_new(list, json_null());
            continue;
        }
        json_array_append_new(list, json_real(times[i]));
        received++;
        sum += times[i];
        best = times[i] < best ? times[i] : best;
        worst = times[i] > worst ? times[i] : worst;
    }
    state = json_pack("{s:{s:o}}", "ping", "192.168.0.9", list);
    text = json_dumps(state, 0);
    CU_ASSERT_EQUAL_FATAL(rtx_emulator_state(rig->emulator, text, &rig->error),
                          0);
    free(text);
    json_decref(state);
    state =
        json_pack("{s:i,s:i,s:f,s:f,s:f,s:f}", "sent", 3, "received", received,
                  "loss_percent", 100 * (3 - received) / 3.0, "min_ms", best,
                  "avg_ms", sum / received, "max_ms", worst);
    check(rig, "ping -c 3 192.168.0.9", state);
    json_decref(state);
}

static void check_owned(struct rig *rig, const char *command, json_t *wanted)
{
    if (wanted)
        check(rig, command, wanted);
    json_decref(wanted);
}

static void check_gateway(struct rig *rig, const json_t *state, int gateway)
{
    char command[64];

    snprintf(command, sizeof command, "show ipsec sa gateway %d", gateway);
    check_owned(rig, command, view_gateway(state, gateway));
    snprintf(command, sizeof command, "show ipsec sa gateway %d detail",
             gateway);
    check_owned(rig, command, view_gateway_detail(state, gateway));
}

static int times_in(const json_t *statements, const json_t *wanted)
{
    int times = 0;
    size_t i;
    json_t *one;

    json_array_foreach((json_t *)statements, i, one)
    {
        times += agrees(wanted, one);
    }
    return times;
}

/* Each setting once, and no others but the console's; in which order, the
 * router decides. */
static void check_config(struct rig *rig, const json_t *wanted, size_t others)
{
    char *text = ask(rig, "show config");
    char *json = NULL;
    const json_t *statements;
    json_t *parsed;
    size_t i;
    json_t *one;

    if (!text)
        return;
    CU_ASSERT_EQUAL_FATAL(
        rtx_show_json("show config", text, strlen(text), &json), 0);
    parsed = json_loads(json, 0, NULL);
    statements = json_object_get(json_object_get(parsed, "data"), "statements");
    CU_ASSERT(json_is_true(json_object_get(parsed, "complete")));
    ASSERT_INT(json_array_size(statements), json_array_size(wanted) + others);
    json_array_foreach((json_t *)wanted, i, one)
    {
        if (times_in(statements, one) != 1) {
            char *line = json_dumps(one, 0);

            printf("\n%s in\n%s\n", line, text);
            free(line);
            CU_FAIL("a setting is not found once");
        }
    }
    json_decref(parsed);
    rtx_free(json);
    rtx_free(text);
}

static void check_state(struct rig *rig, json_t *state)
{
    static const char *const whole[] = {
        "show arp",         "show environment", "show ip route",
        "show ipv6 route",  "show log",         "show status bgp neighbor",
        "show status dhcp", "show status l2tp", "show status user"};
    char *text = json_dumps(state, 0);

    CU_ASSERT_EQUAL_FATAL(rtx_emulator_state(rig->emulator, text, &rig->error),
                          0);
    free(text);
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++)
        check(rig, whole[i], json_object_get(state, whole[i]));
    check_owned(rig, "show ipsec sa",
                view_sa(json_object_get(state, "show ipsec sa")));
    for (int i = 1; i <= 3; i++)
        check_gateway(rig, json_object_get(state, "show ipsec sa"), i);
    check_owned(rig, "show status dhcp summary",
                view_dhcp_summary(json_object_get(state, "show status dhcp")));
    check(rig, "show nat descriptor address all detail",
          json_object_get(state, "show nat descriptor address"));
    check_each(rig, json_object_get(state, "show status lan"), "LAN",
               "show status lan", "interface");
    check_each(rig, json_object_get(state, "show status pp"), "PP[",
               "show status pp ", "interface");
    check_callers(rig, json_object_get(state, "show status pp"));
    check_each(rig, json_object_get(state, "show status tunnel"), "",
               "show status tunnel ", "tunnel");
}

/* A router in a random state, asked all that there is to ask. */
static void check_random(uint32_t *seed, int index, int columns)
{
    static const char *const charsets[] = {"ascii", "sjis", "euc", "ja.utf8"};
    struct rtx_buf startup;
    struct rig rig;
    json_t *state;
    json_t *config;

    rtx__buf_init(&startup, SIZE_MAX / 4);
    rtx__buf_format(&startup,
                    "console character %s\nconsole columns %d\n"
                    "console lines %s\n",
                    charsets[index % 4], columns,
                    index % 2 ? "infinity" : "17");
    config = config_random(seed, index % 4 > 0, &startup);
    rig_up(&rig, rtx__buf_str(&startup),
           OPTIONS("clock-rate=0", "clock=2026-01-02T03:04:05", "utf8=accept",
                   "ping-interval=0"));
    state = state_random(seed);
    check_state(&rig, state);
    check_ping(&rig, seed);
    check_config(&rig, config, 5);
    json_decref(state);
    json_decref(config);
    rtx__buf_free(&startup);
    rig_down(&rig);
}

/* Widths at which no output has a single broken line, or that people choose. */
static void parse_finds_the_state(void)
{
    static const int columns[] = {80, 200, 120, 132, 80, 160};
    uint32_t seed = 20260102;

    odd_columns = 0;
    for (int i = 0; i < STATES; i++)
        check_random(&seed, i, columns[i % 6]);
}

static void at_any_width(void)
{
    uint32_t seed = 20260505;

    checked = 0;
    unclear = 0;
    for (int i = 0; i < ODD_STATES; i++) {
        odd_columns = 81 + (int)(test_random(&seed) % 119);
        check_random(&seed, i, odd_columns);
    }
    CU_ASSERT(unclear * 10 < checked);
}

static CU_TestInfo tests[] = {{"parse finds the state", parse_finds_the_state},
                              {"at any width", at_any_width},
                              CU_TEST_INFO_NULL};
RTX_SUITE(property, tests)
