/* The calls of show.h: records, reports, limits, what is kept unparsed. */
#include "test.h"

#include <rtx/show.h>

#include "show/show.h"

#define PARSE(command, text, show, report)                                     \
    ASSERT_INT(                                                                \
        rtx_parse_show((command), (text), strlen(text), (show), (report)), 0); \
    CU_ASSERT_PTR_NOT_NULL_FATAL(*(show))

static const char environment[] =
    "RTX810 Rev.11.01.21 (Mon Jun 30 15:21:35 2014)\n"
    "  main:  RTX810 ver=00 serial=S3K000009 MAC-Address=00:a0:de:00:00:01\n"
    "CPU:   0%(5sec)   3%(1min)   4%(5min)    Memory: 27% used\n"
    "Elapsed time from boot: 23:22:43\n";

static void a_record_tells_absent_from_zero(void)
{
    struct rtx_environment env = {.size = sizeof env};
    struct rtx_show_report report = {.size = sizeof report};
    rtx_show *show = NULL;

    PARSE("show environment", environment, &show, &report);
    ASSERT_INT(rtx_show_count(show), 1);
    ASSERT_INT(rtx_show_record(show, 0, &env), 0);
    ASSERT_INT(env.size, sizeof env);
    CU_ASSERT(RTX_HAS(environment, &env, cpu_5s_percent));
    ASSERT_INT(env.cpu_5s_percent, 0);
    ASSERT_INT(env.cpu_5min_percent, 4);
    CU_ASSERT(!RTX_HAS(environment, &env, temperature_c));
    CU_ASSERT(!RTX_HAS(environment, &env, telnet));
    CU_ASSERT_PTR_NULL(env.firmware);
    ASSERT_INT(env.mac_addresses.count, 1);
    ASSERT_TEXT(env.mac_addresses.items[0], "00:a0:de:00:00:01");
    ASSERT_INT(env.uptime_s, 84163);
    ASSERT_INT(report.complete, 1);
    ASSERT_INT(report.lines, 4);
    ASSERT_INT(report.understood, 4);
    ASSERT_TEXT(report.model, "RTX810");
    ASSERT_TEXT(report.revision, "11.01.21");
    ASSERT_TEXT(report.language, "en");
    ASSERT_TEXT(report.command, "show environment");
    rtx_free(show);
}

/* A program that knows fewer fields, and one that knows more. */
static void records_may_grow(void)
{
    struct {
        struct rtx_ip_route route;
        uint64_t later;
    } grown = {.route = {.size = sizeof grown}, .later = 7};
    struct {
        uint32_t size;
        uint32_t reserved;
        uint64_t present;
        struct rtx_address destination;
        char guard[8];
    } old = {.size = offsetof(struct rtx_ip_route, gateway),
             .guard = "guarded"};
    struct rtx_ip_route none = {.size = 0};
    rtx_show *show = NULL;

    PARSE("show ip route", "default  -  PP[01]  static\n", &show, NULL);
    ASSERT_INT(rtx_show_record(show, 0, &grown), 0);
    ASSERT_TEXT(grown.route.interface, "PP[01]");
    ASSERT_INT(grown.later, 0);
    ASSERT_INT(grown.route.size, sizeof grown);
    ASSERT_INT(rtx_show_record(show, 0, &old), 0);
    ASSERT_TEXT(old.destination.text, "default");
    ASSERT_TEXT(old.guard, "guarded");
    ASSERT_INT(rtx_show_record(show, 0, &none), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_show_record(show, 1, &grown), RTX_E_ARGUMENT);
    rtx_free(show);
}

static void absent_is_not_zero(void)
{
    struct rtx_ip_route route = {.size = sizeof route};
    rtx_show *show = NULL;

    PARSE("show ip route", "default  -  PP[01]  static\n", &show, NULL);
    ASSERT_INT(rtx_show_record(show, 0, &route), 0);
    CU_ASSERT_PTR_NULL(route.gateway.text);
    CU_ASSERT(!RTX_HAS(ip_route, &route, gateway));
    rtx_free(show);
    ASSERT_INT(rtx_show_record(NULL, 0, &route), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_show_count(NULL), 0);
    rtx_free(NULL);
}

static void unknown_lines_are_kept_with_their_numbers(void)
{
    static const char text[] = "\r\n> show environment\r\n"
                               "Fan: 2400rpm  \r\n"
                               "Serial Baudrate: 9600\r\n"
                               "\r\n"
                               "  something else\r\n"
                               "> ";
    struct rtx_show_report report = {.size = sizeof report};
    struct rtx_environment env = {.size = sizeof env};
    rtx_show *show = NULL;
    uint64_t line = 0;

    PARSE("show environment", text, &show, &report);
    ASSERT_INT(report.complete, 0);
    ASSERT_INT(report.lines, 3);
    ASSERT_INT(report.understood, 1);
    ASSERT_INT(report.unparsed, 2);
    ASSERT_TEXT(rtx_show_unparsed(show, 0, &line), "Fan: 2400rpm");
    ASSERT_INT(line, 3);
    ASSERT_TEXT(rtx_show_unparsed(show, 1, &line), "  something else");
    ASSERT_INT(line, 6);
    CU_ASSERT_PTR_NULL(rtx_show_unparsed(show, 2, &line));
    ASSERT_INT(rtx_show_record(show, 0, &env), 0);
    ASSERT_INT(env.serial_baud, 9600);
    rtx_free(show);
}

static void absurd_numbers_are_absent(void)
{
    static const char text[] =
        "CPU: 99999999999999999999%(5sec)   3%(1min)   4%(5min)\n"
        "Memory: many% used\n"
        "Serial Baudrate: 9600 or so\n"
        "Elapsed time from boot: 9223372036854775807days 00:00:00\n"
        "Boot time: 2024/02/31 00:00:00 +09:00\n"
        "Security Class: 1, FORGET: PERHAPS, TELNET: ON\n";
    struct rtx_show_report report = {.size = sizeof report};
    struct rtx_environment env = {.size = sizeof env};
    rtx_show *show = NULL;

    PARSE("show environment", text, &show, &report);
    ASSERT_INT(rtx_show_record(show, 0, &env), 0);
    ASSERT_INT(report.unparsed, 6);
    CU_ASSERT(!RTX_HAS(environment, &env, cpu_5s_percent));
    ASSERT_INT(env.cpu_1min_percent, 3);
    CU_ASSERT(!RTX_HAS(environment, &env, memory_percent));
    CU_ASSERT(!RTX_HAS(environment, &env, serial_baud));
    CU_ASSERT(!RTX_HAS(environment, &env, uptime_s));
    CU_ASSERT_PTR_NULL(env.boot_time);
    CU_ASSERT(!RTX_HAS(environment, &env, forget));
    ASSERT_INT(env.security_class, 1);
    ASSERT_INT(env.telnet, 1);
    rtx_free(show);
}

static void a_second_value_does_not_replace_the_first(void)
{
    static const char text[] = "Firmware: exec0\nFirmware: exec1\n"
                               "Firmware: exec0\nRTX810 BootROM Ver. 1.00\n"
                               "RTX830 FlashROM Table Ver. 1.00\n";
    struct rtx_show_report report = {.size = sizeof report};
    struct rtx_environment env = {.size = sizeof env};
    rtx_show *show = NULL;

    PARSE("show environment", text, &show, &report);
    ASSERT_INT(rtx_show_record(show, 0, &env), 0);
    ASSERT_TEXT(env.firmware, "exec0");
    ASSERT_TEXT(env.model, "RTX810");
    CU_ASSERT_PTR_NULL(env.flash_rom_table);
    ASSERT_INT(report.unparsed, 2);
    rtx_free(show);
}

static void swapped_lines_give_the_same(void)
{
    static const char swapped[] =
        "Elapsed time from boot: 23:22:43\n"
        "CPU:   0%(5sec)   3%(1min)   4%(5min)    Memory: 27% used\n"
        "  main:  RTX810 ver=00 serial=S3K000009 "
        "MAC-Address=00:a0:de:00:00:01\n"
        "RTX810 Rev.11.01.21 (Mon Jun 30 15:21:35 2014)\n";
    char *first = NULL;
    char *second = NULL;

    ASSERT_INT(rtx_show_json("show environment", environment,
                             sizeof environment - 1, &first),
               0);
    ASSERT_INT(
        rtx_show_json("show environment", swapped, sizeof swapped - 1, &second),
        0);
    ASSERT_TEXT(second, first);
    rtx_free(first);
    rtx_free(second);
}

static void a_log_is_ordered_by_its_stamps(void)
{
    static const char text[] = "2024/05/01 00:00:03: third\n"
                               "2024/05/01 00:00:02: second\n"
                               "2024/05/01 00:00:01: first\n";
    static const char jump[] = "1980/01/01 00:00:01: first\n"
                               "1980/01/01 00:00:02: second\n"
                               "2024/05/01 00:00:01: third\n"
                               "1980/01/01 00:00:01: fourth\n"
                               "1980/01/01 00:00:02: fifth\n";
    struct rtx_log_entry entry = {.size = sizeof entry};
    rtx_show *show = NULL;

    PARSE("show log", text, &show, NULL);
    ASSERT_INT(rtx_show_count(show), 3);
    ASSERT_INT(rtx_show_record(show, 0, &entry), 0);
    ASSERT_TEXT(entry.message, "first");
    rtx_free(show);
    PARSE("show log", jump, &show, NULL);
    ASSERT_INT(rtx_show_record(show, 4, &entry), 0);
    ASSERT_TEXT(entry.message, "fifth");
    rtx_free(show);
}

static void an_error_of_the_router_is_kept(void)
{
    static const char text[] = "# show ip route\n"
                               "エラー: コマンド名を確認してください\n# ";
    rtx_show *show = NULL;

    PARSE("show ip route", text, &show, NULL);
    ASSERT_INT(rtx_show_count(show), 0);
    ASSERT_TEXT(rtx_show_unparsed(show, 0, NULL),
                "エラー: コマンド名を確認してください");
    rtx_free(show);
}

static void a_command_without_a_parser_keeps_all(void)
{
    static const char text[] =
        "# show tech\nRTX810 Rev.11.01.21 (x)\n\na  b \n";
    char *json = NULL;
    char *table = NULL;

    ASSERT_INT(rtx_show_json("Show Tech", text, sizeof text - 1, &json), 0);
    ASSERT_TEXT(json, "{\n"
                      "  \"command\": \"show tech\",\n"
                      "  \"model\": \"RTX810\",\n"
                      "  \"language\": null,\n"
                      "  \"complete\": false,\n"
                      "  \"unparsed\": [\n"
                      "    \"RTX810 Rev.11.01.21 (x)\",\n"
                      "    \"a  b\"\n"
                      "  ],\n"
                      "  \"data\": null\n"
                      "}\n");
    rtx_free(json);
    ASSERT_INT(rtx_show_table("show tech", text, sizeof text - 1, 1, 0, &table),
               0);
    ASSERT_TEXT(table, "RTX810 Rev.11.01.21 (x)\na  b\n");
    rtx_free(table);
}

static void too_much_is_refused(void)
{
    char *text = malloc(RTX_SHOW_LIMIT + 1u);
    rtx_show *show = NULL;
    char *json = NULL;

    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    memset(text, 'a', RTX_SHOW_LIMIT + 1u);
    ASSERT_INT(
        rtx_parse_show("show log", text, RTX_SHOW_LIMIT + 1u, &show, NULL),
        RTX_E_LIMIT);
    ASSERT_INT(rtx_show_json("show log", text, RTX_SHOW_LIMIT, &json),
               RTX_E_LIMIT);
    CU_ASSERT_PTR_NULL(show);
    ASSERT_INT(rtx_show_json("show log", text, RTX_SHOW_LINE_LIMIT, &json), 0);
    rtx_free(json);
    json = NULL;
    memset(text, '\n', RTX_SHOW_LIMIT);
    ASSERT_INT(rtx_show_json("show log", text, RTX_SHOW_LIMIT, &json),
               RTX_E_LIMIT);
    CU_ASSERT_PTR_NULL(json);
    free(text);
}

static void wrong_arguments_are_refused(void)
{
    struct rtx_log_entry_list *entries = NULL;
    rtx_show *show = NULL;
    char *json = NULL;

    ASSERT_INT(rtx_parse_show(NULL, "", 0, &show, NULL), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_parse_log(NULL, 1, &entries, NULL), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_parse_log("", 0, NULL, NULL), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_show_json("show log", "", 0, NULL), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_show_table("show log", "", 0, 0, 0, NULL), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_show_json("show log", NULL, 0, &json), 0);
    rtx_free(json);
}

/* Memory that runs out after so many allocations. */
static long allocations_left;

static void *failing_malloc(size_t size)
{
    return allocations_left-- > 0 ? malloc(size) : NULL;
}

static void *failing_realloc(void *memory, size_t size)
{
    return allocations_left-- > 0 ? realloc(memory, size) : NULL;
}

static void short_memory_leaks_nothing(void)
{
    static const char text[] = "2024/05/01 00:00:01: [IKE] PP[01] \x83\x5c\n"
                               "what\n";
    int rc = RTX_E_NOMEM;
    long n = 0;

    for (; rc == RTX_E_NOMEM && n < 1000; n++) {
        char *json = NULL;
        char *table = NULL;

        allocations_left = n;
        rtx_set_allocator(failing_malloc, failing_realloc, free);
        rc = rtx_show_json("show log", text, sizeof text - 1, &json);
        if (rc == 0)
            rc =
                rtx_show_table("show log", text, sizeof text - 1, 1, 0, &table);
        rtx_set_allocator(NULL, NULL, NULL);
        rtx_free(json);
        rtx_free(table);
    }
    ASSERT_INT(rc, 0);
    CU_ASSERT(n > 10);
}

/* As people type at the keyboard. */
static void an_abbreviated_command_is_written_out(void)
{
    static const char *const commands[][2] = {
        {"sh arp", "show arp"},
        {"show ipsec sa gat 2 detail", "show ipsec sa gat 2 detail"},
        {"sh ip ro | grep LAN2", "show ip route | grep LAN2"},
        {"sh stat lan1", "show status lan1"},
        {"sh conf", "show config"},
        {"sh ip route summary", "sh ip route summary"},
        {"show xyz", "show xyz"},
        {"sh", "sh"},
    };

    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        struct rtx_show_report report = {.size = sizeof report};
        rtx_show *show = NULL;

        ASSERT_INT(rtx_parse_show(commands[i][0], "", 0, &show, &report), 0);
        ASSERT_TEXT(report.command, commands[i][1]);
        rtx_free(show);
    }
}

/* Also where its lines end with CR. */
static void an_abbreviated_configuration_has_no_secrets(void)
{
    static const char text[] = "# sh conf\rlogin password hvgy7\r"
                               "pp select 1\r pp auth myname me hvgy7\r";
    char *shown = NULL;

    ASSERT_INT(rtx_show_text("sh conf", text, sizeof text - 1, &shown), 0);
    CU_ASSERT_PTR_NULL(strstr(shown, "hvgy7"));
    CU_ASSERT_PTR_NOT_NULL(strstr(shown, "pp select 1"));
    rtx_free(shown);
}

/* A provider's lines are indented as those of a peer, and are none of it. */
static void a_provider_ends_the_context(void)
{
    static const char text[] = "pp select 3\n"
                               " pppoe use lan2\n"
                               " pp enable 3\n"
                               "provider set 3 kobe\n"
                               " provider dns server pp 3 3\n"
                               " provider select 3\n"
                               "tunnel select 4\n"
                               " ip tunnel mtu 1390\n";
    static const char *const contexts[] = {"pp 3", "pp 3", "",
                                           "",     "",     "tunnel 4"};
    struct rtx_config_listing *config = NULL;

    ASSERT_INT(rtx_parse_config(text, sizeof text - 1, &config, NULL), 0);
    ASSERT_INT(config->statements.count, 6);
    for (size_t i = 0; i < 6; i++)
        ASSERT_TEXT(rtx_config_line_at(&config->statements, i)->context,
                    contexts[i]);
    rtx_free(config);
}

/* What was cut off at the top of a copy gives no wrong value below. */
static void a_copy_that_begins_within_one_is_not_the_next(void)
{
    static const char lan[] = "IPアドレス: 198.51.100.9/30 (DHCP)\n"
                              "LAN3\n"
                              "IPアドレス: 192.168.79.1/24\n";
    static const char tunnel[] = "  Current status is Offline.\n"
                                 "TUNNEL[5]:\n"
                                 "  Current status is Online.\n";
    static const char pp[] = " Remote: IP-Address\n"
                             "    PP IP Address Local: 198.51.100.9, "
                             "Remote: 203.0.113.9\n";
    struct rtx_status_lan *one = NULL;
    struct rtx_status_tunnel *two = NULL;
    struct rtx_status_pp_list *three = NULL;

    ASSERT_INT(rtx_parse_status_lan(lan, sizeof lan - 1, &one, NULL), 0);
    CU_ASSERT_PTR_NULL(one->interface);
    ASSERT_TEXT(one->ip_address.text, "198.51.100.9/30");
    rtx_free(one);
    ASSERT_INT(rtx_parse_status_tunnel(tunnel, sizeof tunnel - 1, &two, NULL),
               0);
    CU_ASSERT(!RTX_HAS(status_tunnel, two, tunnel));
    ASSERT_TEXT(two->state, "disconnected");
    rtx_free(two);
    ASSERT_INT(rtx_parse_status_pp(pp, sizeof pp - 1, &three, NULL), 0);
    ASSERT_INT(three->count, 1);
    CU_ASSERT_PTR_NULL(rtx_status_pp_at(three, 0)->peer);
    ASSERT_TEXT(rtx_status_pp_at(three, 0)->remote_address.text, "203.0.113.9");
    rtx_free(three);
}

static CU_TestInfo tests[] = {
    {"a record tells absent from zero", a_record_tells_absent_from_zero},
    {"records may grow", records_may_grow},
    {"absent is not zero", absent_is_not_zero},
    {"unknown lines are kept with their numbers",
     unknown_lines_are_kept_with_their_numbers},
    {"absurd numbers are absent", absurd_numbers_are_absent},
    {"a second value does not replace the first",
     a_second_value_does_not_replace_the_first},
    {"swapped lines give the same", swapped_lines_give_the_same},
    {"a log is ordered by its stamps", a_log_is_ordered_by_its_stamps},
    {"an error of the router is kept", an_error_of_the_router_is_kept},
    {"a command without a parser keeps all",
     a_command_without_a_parser_keeps_all},
    {"too much is refused", too_much_is_refused},
    {"wrong arguments are refused", wrong_arguments_are_refused},
    {"short memory leaks nothing", short_memory_leaks_nothing},
    {"an abbreviated command is written out",
     an_abbreviated_command_is_written_out},
    {"an abbreviated configuration has no secrets",
     an_abbreviated_configuration_has_no_secrets},
    {"a provider ends the context", a_provider_ends_the_context},
    {"a copy that begins within one is not the next",
     a_copy_that_begins_within_one_is_not_the_next},
    CU_TEST_INFO_NULL};

RTX_SUITE(show_parse, tests)
