/* The router's words as numbers, times and durations. */
#include "test.h"

#include "show/show.h"

static void integers_are_whole_and_fit(void)
{
    static const struct {
        const char *text;
        bool good;
        int64_t value;
    } rows[] = {
        {"0", true, 0},
        {"007", true, 7},
        {"-12", true, -12},
        {"9223372036854775807", true, INT64_MAX},
        {"9223372036854775808", false, 0},
        {"99999999999999999999999999", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"12a", false, 0},
        {" 1", false, 0},
        {"1.5", false, 0},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t value = -1;

        ASSERT_INT(rtx__to_integer(rows[i].text, strlen(rows[i].text), &value),
                   rows[i].good);
        if (rows[i].good)
            ASSERT_INT(value, rows[i].value);
    }
}

static void durations_become_seconds(void)
{
    static const struct {
        const char *text;
        int64_t seconds; /* -1: none */
    } rows[] = {
        {"70days 23:22:43", 6132163},
        {"12749days 01:05:49", 1101517549},
        {"1day 00:00:01", 86401},
        {"21:12:17", 76337},
        {"100:00:00", 360000},
        {"5日 21:12:17", 508337},
        {"5日10時間30分15秒", 469815},
        {"2日 13時間 37分 41秒", 221861},
        {"1 minute 49 seconds", 109},
        {"5 hours 7 minutes 58 seconds", 18478},
        {"2days 16hours 3min. 50secs.", 230630},
        {"58 seconds", 58},
        {"0days 00:00:00", 0},
        {"", -1},
        {"5", -1},
        {"5日", 432000},
        {"23:60:00", -1},
        {"1:2:3", -1},
        {"12:00", -1},
        {"5 seconds 3 days", -1},
        {"3 days 4 days", -1},
        {"1 minute 00:00:01", -1},
        {"9223372036854775807days 00:00:00", -1},
        {"106751991167300days 15:30:07", INT64_MAX},
        {"106751991167301days 00:00:00", -1},
        {"9999999999999999999:00:00", -1},
        {"7 fortnights", -1},
        {"70days 23:22:43 ", -1},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t seconds = -2;
        bool good =
            rtx__to_duration(rows[i].text, strlen(rows[i].text), &seconds);

        if (good != (rows[i].seconds >= 0))
            printf("\n%s\n", rows[i].text);
        ASSERT_INT(good, rows[i].seconds >= 0);
        if (good)
            ASSERT_INT(seconds, rows[i].seconds);
    }
}

struct time_row {
    const char *text;
    const char *iso; /* NULL: none */
};

static void expect_time(bool (*convert)(const char *, size_t, char *),
                        const struct time_row *row)
{
    char iso[RTX__TIME_SIZE] = "";
    bool good = convert(row->text, strlen(row->text), iso);

    ASSERT_INT(good, row->iso != NULL);
    if (good && row->iso)
        ASSERT_TEXT(iso, row->iso);
}

static void times_become_iso(void)
{
    static const struct time_row rows[] = {
        {"2020/01/06 16:59:16 +09:00", "2020-01-06T16:59:16+09:00"},
        {"2020/01/06 16:59:16 -03:30", "2020-01-06T16:59:16-03:30"},
        {"2020/01/06 16:59:16", "2020-01-06T16:59:16"},
        {"2020/02/29 23:59:60", "2020-02-29T23:59:60"},
        {"2020/00/06 16:59:16", NULL},
        {"2020/13/06 16:59:16", NULL},
        {"2020/04/31 16:59:16", NULL},
        {"2020/01/06 24:00:00", NULL},
        {"2020/01/06 16:59:16 +9:00", NULL},
        {"2020/01/06 16:59:16 JST", NULL},
        {"2020/01/06 16:59", NULL},
        {"2020/1/6 16:59:16", NULL},
        {"", NULL},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        expect_time(rtx__to_time, &rows[i]);
}

static void asctimes_become_iso(void)
{
    static const struct time_row rows[] = {
        {"Mon Jun 30 15:21:35 2014", "2014-06-30T15:21:35"},
        {"Mon Sep  9 15:23:58 2013", "2013-09-09T15:23:58"},
        {"Mon Sep 9 15:23:58 2013", "2013-09-09T15:23:58"},
        {"Mar 27 14:19:42 2025", "2025-03-27T14:19:42"},
        {"Mar 7 14:19:42 2025", "2025-03-07T14:19:42"},
        {"Mon Jux 30 15:21:35 2014", NULL},
        {"Mon Jun 30 15:21:35", NULL},
        {"Mon Jun 31 15:21:35 2014", NULL},
        {"Mon Jun 30 15:21:35 2014 JST", NULL},
        {"", NULL},
        {"Mon ", NULL},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        expect_time(rtx__to_asctime, &rows[i]);
}

static void interfaces_are_known_by_name(void)
{
    static const struct {
        const char *text;
        size_t length;
    } rows[] = {
        {"LAN1", 4},      {"LAN1: link up", 4}, {"LAN1(port4) x", 11},
        {"LAN2.1", 6},    {"LAN2. The", 4},     {"PP[01]", 6},
        {"TUNNEL[2]", 9}, {"LAN3(DHCP)", 10},   {"PP[ANONYMOUS01] Call", 15},
        {"PPPOE[01]", 9}, {"LANC3: link", 5},   {"VLAN1", 5},
        {"NULL", 4},      {"PORT1-8: PHY", 0},  {"IP Tunnel[1]", 0},
        {"PP", 0},        {"PP[]", 0},          {"PP[01", 0},
        {"LAN", 0},       {"lan1", 0},          {"", 0},
        {"Tunnel[1]", 0}, {"PLAN1", 0},         {"L2TP[1]", 7},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        ASSERT_INT(rtx__interface_length(rows[i].text), rows[i].length);
}

static void commands_have_one_spelling(void)
{
    struct rtx__arena arena = {NULL, false};
    const char *text = NULL;

    ASSERT_INT(rtx__command_text("  Show\t LOG   reverse \r\n", &arena, &text),
               0);
    ASSERT_TEXT(text, "show log reverse");
    CU_ASSERT_PTR_EQUAL(rtx__command_parser(text), &rtx__log);
    ASSERT_INT(rtx__command_text("show LOG | grep PP  Rejected", &arena, &text),
               0);
    ASSERT_TEXT(text, "show log | grep PP Rejected");
    CU_ASSERT_PTR_EQUAL(rtx__command_parser(text), &rtx__log);
    CU_ASSERT_PTR_EQUAL(rtx__command_parser("show ip route"), &rtx__ip_route);
    CU_ASSERT_PTR_NULL(rtx__command_parser("show ip route summary"));
    CU_ASSERT_PTR_NULL(rtx__command_parser("show login"));
    CU_ASSERT_PTR_NULL(rtx__command_parser("show"));
    CU_ASSERT_PTR_NULL(rtx__command_parser(""));
    rtx__arena_free(&arena);
}

static CU_TestInfo tests[] = {
    {"integers are whole and fit", integers_are_whole_and_fit},
    {"durations become seconds", durations_become_seconds},
    {"times become ISO", times_become_iso},
    {"asctimes become ISO", asctimes_become_iso},
    {"interfaces are known by name", interfaces_are_known_by_name},
    {"commands have one spelling", commands_have_one_spelling},
    CU_TEST_INFO_NULL};

RTX_SUITE(show_convert, tests)
