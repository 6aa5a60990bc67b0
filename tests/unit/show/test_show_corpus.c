/* Transcripts of real routers, where they are present: values read by hand. */
#include "test.h"

#include <rtx/show.h>

#include "show/show.h"

#define CORPUS "../shared/corpus/"

/* Parse a file of the corpus; NULL when it is not there. */
static rtx_show *parse(const char *command, const char *name,
                       struct rtx_show_report *report)
{
    char path[256];
    size_t length = 0;
    char *text;
    rtx_show *show = NULL;

    snprintf(path, sizeof path, CORPUS "%s", name);
    text = test_file_if_present(path, &length);
    if (!text)
        return NULL;
    memset(report, 0, sizeof *report);
    report->size = sizeof *report;
    ASSERT_INT(rtx_parse_show(command, text, length, &show, report), 0);
    free(text);
    return show;
}

static void an_old_model_with_a_wrapped_line(void)
{
    struct rtx_environment env = {.size = sizeof env};
    struct rtx_show_report report;
    rtx_show *show = parse("show environment",
                           "show-environment/02-rtx1000-en.txt", &report);

    if (!show)
        return;
    ASSERT_INT(rtx_show_record(show, 0, &env), 0);
    ASSERT_INT(report.complete, 1);
    ASSERT_TEXT(report.language, "en");
    ASSERT_TEXT(env.model, "RTX1000");
    ASSERT_TEXT(env.revision, "8.01.29");
    ASSERT_TEXT(env.built, "2011-04-15T11:50:44");
    ASSERT_TEXT(env.boot_rom, "1.04");
    ASSERT_TEXT(env.serial, "N14005526");
    ASSERT_INT(env.mac_addresses.count, 3);
    ASSERT_TEXT(env.mac_addresses.items[1], "00:a0:de:27:02:ec");
    ASSERT_INT(env.cpu_5s_percent, 4);
    ASSERT_INT(env.memory_percent, 27);
    ASSERT_TEXT(env.config_file, "0");
    ASSERT_TEXT(env.current_time, "2019-01-13T04:47:16+09:00");
    ASSERT_INT(env.uptime_s, INT64_C(12749) * 86400 + 3600 + 5 * 60 + 49);
    ASSERT_INT(env.forget, 1);
    ASSERT_INT(env.telnet, 0);
    CU_ASSERT_PTR_NULL(env.default_firmware);
    rtx_free(show);
}

static void the_start_of_an_rtx810(void)
{
    struct rtx_environment env = {.size = sizeof env};
    struct rtx_show_report report;
    rtx_show *show =
        parse("show environment", "show-environment/05-rtx810-en.txt", &report);

    if (!show)
        return;
    ASSERT_INT(rtx_show_record(show, 0, &env), 0);
    ASSERT_TEXT(env.model, "RTX810");
    ASSERT_TEXT(env.revision, "11.01.21");
    ASSERT_TEXT(env.built, "2014-06-30T15:21:35");
    ASSERT_TEXT(env.flash_rom_table, "1.01");
    ASSERT_INT(env.mac_addresses.count, 2);
    ASSERT_INT(report.unparsed, 1);
    ASSERT_TEXT(rtx_show_unparsed(show, 0, NULL), "...");
    rtx_free(show);
}

struct route {
    const char *destination;
    const char *gateway;
    const char *interface;
    const char *kind;
    const char *additional;
};

static void same_or_null(const char *actual, const char *expected)
{
    if (expected)
        ASSERT_TEXT(actual, expected);
    else
        CU_ASSERT_PTR_NULL(actual);
}

static void check_routes(const char *name, const char *language,
                         const struct route *expected, size_t count)
{
    struct rtx_show_report report;
    rtx_show *show = parse("show ip route", name, &report);

    if (!show)
        return;
    ASSERT_INT(report.complete, 1);
    ASSERT_TEXT(report.language, language);
    ASSERT_INT(rtx_show_count(show), count);
    for (size_t i = 0; i < count; i++) {
        struct rtx_ip_route route = {.size = sizeof route};

        ASSERT_INT(rtx_show_record(show, i, &route), 0);
        same_or_null(route.destination.text, expected[i].destination);
        same_or_null(route.gateway.text, expected[i].gateway);
        same_or_null(route.interface, expected[i].interface);
        same_or_null(route.kind, expected[i].kind);
        same_or_null(route.additional, expected[i].additional);
    }
    rtx_free(show);
}

static void routes_as_a_router_printed_them(void)
{
    static const struct route routes[] = {
        {"default", NULL, "PP[01]", "static", NULL},
        {"61.115.19.36/32", NULL, "PP[01]", "temporary", NULL},
        {"192.168.0.0/24", "192.168.0.254", "LAN1", "implicit", NULL},
        {"192.168.10.0/24", "192.168.10.254", "LAN3", "implicit", NULL},
        {"211.132.129.56/32", NULL, "PP[01]", "temporary", NULL},
        {"219.103.130.56/32", NULL, "PP[01]", "temporary", NULL},
    };

    check_routes("show-ip-route/01-rtx1000-en.txt", "en", routes, 6);
}

static void routes_that_an_author_aligned_anew(void)
{
    static const struct route routes[] = {
        {"default", NULL, "PP[01]", "static", NULL},
        {"10.0.0.0/16", "発行されたBGP Remote Address", "TUNNEL[2]", "bgp",
         "path=10124"},
        {"BGPホップ/30", NULL, "TUNNEL[2]", "implicit", NULL},
        {"BGPホップ/30", NULL, "TUNNEL[1]", "implicit", NULL},
        {"192.168.11.0/24", "192.168.100.254", "LAN1", "implicit", NULL},
        {"発行されたRemote id/32", NULL, "PP[01]", "temporary", NULL},
        {"発行されたRemote id/32", NULL, "PP[01]", "temporary", NULL},
        {"z.z.z.z/32", NULL, "PP[01]", "temporary", NULL},
    };

    check_routes("show-ip-route/03-rtx810-ja.txt", "ja", routes, 8);
}

static void check_entry(const rtx_show *show, size_t index, const char *time,
                        const char *category, const char *interface,
                        const char *message)
{
    struct rtx_log_entry entry = {.size = sizeof entry};

    ASSERT_INT(rtx_show_record(show, index, &entry), 0);
    same_or_null(entry.time, time);
    same_or_null(entry.category, category);
    same_or_null(entry.interface, interface);
    same_or_null(entry.message, message);
}

static void the_log_of_an_l2tp_call(void)
{
    struct rtx_show_report report;
    rtx_show *show = parse("show log", "show-log/01-rtx810-ja.txt", &report);

    if (!show)
        return;
    ASSERT_INT(rtx_show_count(show), 9);
    ASSERT_INT(report.complete, 1);
    CU_ASSERT_PTR_NULL(report.language);
    check_entry(show, 0, "2013-10-04T08:24:04", "IKE", NULL,
                "[IKE] respond ISAKMP phase to 接続先のグローバルIP");
    check_entry(show, 4, "2013-10-04T08:24:09", "L2TP", "TUNNEL[1]",
                "[L2TP] TUNNEL[1] tunnel 13184 established");
    check_entry(show, 6, "2013-10-04T08:24:09", NULL, "PP[ANONYMOUS01]",
                "PP[ANONYMOUS01] Call detected from user 'ユーザー名'");
    rtx_free(show);
}

static void a_reverse_log_comes_oldest_first(void)
{
    static const char *const commands[] = {"show log", "show log reverse"};

    for (int i = 0; i < 2; i++) {
        struct rtx_show_report report;
        rtx_show *show =
            parse(commands[i], "show-log/04-rtx1100-ja.txt", &report);

        if (!show)
            return;
        ASSERT_INT(rtx_show_count(show), 26);
        ASSERT_INT(report.complete, 1);
        ASSERT_TEXT(report.model, "RTX1100");
        ASSERT_TEXT(report.revision, "8.03.92");
        check_entry(show, 0, "1980-01-01T09:00:03", NULL, "LANC1",
                    "LANC1: PORT1 link up (100BASE-TX Full Duplex)");
        check_entry(show, 25, "1980-01-01T09:23:14", NULL, NULL,
                    "'administrator' succeeded for Serial user");
        rtx_free(show);
    }
}

static void messages_without_a_stamp_are_kept(void)
{
    struct rtx_show_report report;
    rtx_show *show =
        parse("show log", "show-log/08-rtx1210+rtx830-en.txt", &report);

    if (!show)
        return;
    ASSERT_INT(rtx_show_count(show), 0);
    ASSERT_INT(report.unparsed, 9);
    rtx_free(show);
}

static CU_TestInfo tests[] = {
    {"an old model with a wrapped line", an_old_model_with_a_wrapped_line},
    {"the start of an RTX810", the_start_of_an_rtx810},
    {"routes as a router printed them", routes_as_a_router_printed_them},
    {"routes that an author aligned anew", routes_that_an_author_aligned_anew},
    {"the log of an L2TP call", the_log_of_an_l2tp_call},
    {"a reverse log comes oldest first", a_reverse_log_comes_oldest_first},
    {"messages without a stamp are kept", messages_without_a_stamp_are_kept},
    CU_TEST_INFO_NULL};

RTX_SUITE(show_corpus, tests)
