/* The tables: reflection, terminal tables, records inside records. */
#include "test.h"

#include <rtx/show.h>

#include "show/show.h"

static void reflection_describes_the_structs(void)
{
    struct rtx_schema_record record = {.size = sizeof record};
    struct rtx_schema_field field = {.size = sizeof field};

    CU_ASSERT(rtx_schema_count() > 20);
    ASSERT_INT(rtx_schema_record(0, &record), 0);
    ASSERT_TEXT(record.name, "environment");
    ASSERT_TEXT(record.command, "show environment");
    ASSERT_INT(record.array, 0);
    ASSERT_INT(record.bytes, sizeof(struct rtx_environment));
    ASSERT_INT(record.fields, RTX_FIELDS_environment);
    ASSERT_INT(rtx_schema_field(0, RTX_FIELD_environment_uptime_s, &field), 0);
    ASSERT_TEXT(field.name, "uptime_s");
    ASSERT_TEXT(field.type, "duration");
    ASSERT_TEXT(field.unit, "seconds");
    ASSERT_TEXT(field.english, "Elapsed time from boot:");
    ASSERT_TEXT(field.japanese, "起動からの経過時間:");
    ASSERT_INT(field.offset, offsetof(struct rtx_environment, uptime_s));
    ASSERT_INT(field.bytes, 8);
    ASSERT_INT(field.optional, 1);
    ASSERT_INT(rtx_schema_record(1, &record), 0);
    ASSERT_INT(record.array, 1);
    ASSERT_INT(rtx_schema_record(rtx_schema_count(), &record), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_schema_field(1, RTX_FIELDS_ip_route, &field),
               RTX_E_ARGUMENT);
    ASSERT_INT(rtx_schema_field(999, 0, &field), RTX_E_ARGUMENT);
}

/* What bindings build from the reflection: no overlap, no wrong type. */
static void fields_lie_in_order_within_their_record(void)
{
    static const struct {
        const char *type;
        size_t bytes;
    } types[] = {
        {"text", sizeof(char *)},
        {"word", sizeof(char *)},
        {"time", sizeof(char *)},
        {"number", sizeof(int64_t)},
        {"duration", sizeof(int64_t)},
        {"decimal", sizeof(double)},
        {"flag", sizeof(int32_t)},
        {"address", sizeof(struct rtx_address)},
        {"ranges", sizeof(struct rtx_ranges)},
        {"texts", sizeof(struct rtx_texts)},
        {"records", sizeof(struct rtx_list)},
    };

    for (size_t i = 0; i < rtx_schema_count(); i++) {
        struct rtx_schema_record record = {.size = sizeof record};
        uint64_t end = 16;

        ASSERT_INT(rtx_schema_record(i, &record), 0);
        for (size_t j = 0; j < record.fields; j++) {
            struct rtx_schema_field field = {.size = sizeof field};
            size_t bytes = 0;

            ASSERT_INT(rtx_schema_field(i, j, &field), 0);
            for (size_t k = 0; k < sizeof types / sizeof types[0]; k++) {
                if (strcmp(types[k].type, field.type) == 0)
                    bytes = types[k].bytes;
            }
            ASSERT_INT(field.bytes, bytes);
            CU_ASSERT(field.offset >= end);
            CU_ASSERT(strlen(field.about) > 3);
            end = field.offset + field.bytes;
        }
        CU_ASSERT(end <= record.bytes);
    }
}

static void tables_are_aligned_by_columns(void)
{
    static const char text[] =
        "宛先ネットワーク    ゲートウェイ     インタフェース  種別  付加情報\n"
        "default             -                    PP[01]    static  \n"
        "本社/30             192.168.1.1            LAN1  implicit  a=1\n"
        "???\n";
    char *table = NULL;

    ASSERT_INT(
        rtx_show_table("show ip route", text, sizeof text - 1, 0, 0, &table),
        0);
    ASSERT_TEXT(table,
                "destination  gateway      interface  kind      additional\n"
                "default      -            PP[01]     static    -\n"
                "本社/30      192.168.1.1  LAN1       implicit  a=1\n"
                "1 line not understood:\n"
                "  ???\n");
    rtx_free(table);
}

static void a_record_is_a_line_per_field(void)
{
    static const char text[] =
        "RTX810 Rev.11.01.21 (Mon Jun 30 15:21:35 2014)\n"
        "CPU:   4%(5sec)   3%(1min)   3%(5min)    Memory: 27% used\n"
        "Elapsed time from boot: 70days 23:22:43\n"
        "Serial Baudrate: 9600\n"
        "Inside Temperature(C.): 57\n";
    char *table = NULL;

    ASSERT_INT(rtx_show_table("show environment", text, sizeof text - 1,
                              RTX_TABLE_COLOUR, 24, &table),
               0);
    ASSERT_TEXT(table, "\033[1mmodel        \033[0mRTX810\n"
                       "\033[1mrevision     \033[0m11.01.21\n"
                       "\033[1mbuilt        \033[0m2014-06-30\n"
                       "             15:21:35\n"
                       "\033[1mcpu 5s       \033[0m4%\n"
                       "\033[1mcpu 1min     \033[0m3%\n"
                       "\033[1mcpu 5min     \033[0m3%\n"
                       "\033[1mmemory       \033[0m27%\n"
                       "\033[1mserial baud  \033[0m9600\n"
                       "\033[1muptime       \033[0m70d\n"
                       "             23:22:43\n"
                       "\033[1mtemperature  \033[0m57 C\n");
    rtx_free(table);
}

/* Data and time as people say them; a longest packet is no amount of data. */
static void amounts_have_units(void)
{
    static const char text[] =
        "LAN1\n"
        "最大パケット長(MTU):            1500 オクテット\n"
        "送信パケット:                   7 パケット(1023 オクテット)\n"
        "受信パケット:                   1048524 パケット(1048524 "
        "オクテット)\n";
    static const char leases[] =
        "DHCP Scope number: 1\n"
        "Leased address: 192.168.60.2\n"
        "(type) Client ID: (01) 00 a0 de 11 22 33\n"
        "Remaining lease: 2days 16hours 3min. 50secs.\n";
    char *table = NULL;

    ASSERT_INT(rtx_show_table("show status lan1", text, sizeof text - 1,
                              RTX_TABLE_UNITS, 0, &table),
               0);
    ASSERT_TEXT(table, "interface            LAN1\n"
                       "mtu                  1500\n"
                       "received packets     1,048,524\n"
                       "received octets      1023.9 KiB\n"
                       "transmitted packets  7\n"
                       "transmitted octets   1023 B\n"
                       "ports (0)\n");
    rtx_free(table);
    ASSERT_INT(
        rtx_show_table("show status lan1", text, sizeof text - 1, 0, 0, &table),
        0);
    CU_ASSERT_PTR_NOT_NULL(strstr(table, "received octets      1,048,524\n"));
    rtx_free(table);
    ASSERT_INT(rtx_show_table("show status dhcp", leases, sizeof leases - 1,
                              RTX_TABLE_UNITS, 80, &table),
               0);
    ASSERT_TEXT(table,
                "scope  1\n"
                "leases (1)\n"
                "  address       client id               remaining  kind\n"
                "  192.168.60.2  (01) 00 a0 de 11 22 33     2d 16h  leased\n");
    rtx_free(table);
}

/* Headings are broken and shortened, columns without values left out. */
static void a_narrow_table_fits(void)
{
    static const char text[] =
        "Reference Descriptor : 1000, Assigned Interface : PP[01](1)\n"
        "Masquerade Table\n"
        "    Outer address: 203.0.113.17\n"
        "    Port range: 60000-64095   1 used.\n"
        "  TCP      192.168.60.21.51234      198.51.100.5.443        60017   "
        "      893\n";
    static const int widths[] = {200, 80, 60};
    static const char *const rows[] = {
        "  tcp       192.168.60.21       51234  198.51.100.5                  "
        "    443       60017  dynamic  14m 53s\n",
        "  proto  inner address  inner  dest address  dest   masq  type        "
        " "
        "ttl\n"
        "                         port                port\n"
        "  tcp    192.168.60.21  51234  198.51.100.5   443  60017  dynamic  "
        "14m "
        "53s\n",
        "  protocol             tcp\n", /* no row can be that narrow */
    };

    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        char *table = NULL;

        ASSERT_INT(rtx_show_table("show nat descriptor address", text,
                                  sizeof text - 1, RTX_TABLE_UNITS, widths[i],
                                  &table),
                   0);
        CU_ASSERT_PTR_NOT_NULL(strstr(table, rows[i]));
        for (const char *line = table; *line; line = strchr(line, '\n') + 1)
            CU_ASSERT(rtx__utf8_width(line, strcspn(line, "\n")) <= widths[i]);
        rtx_free(table);
    }
}

static void a_table_does_nothing_to_the_terminal(void)
{
    static const char text[] = "2024/05/01 00:00:01: \033[2J\a\xC2\x9B"
                               "日本\n\033]0;x\a\n";
    char *table = NULL;

    ASSERT_INT(rtx_show_table("show log", text, sizeof text - 1, 0, 0, &table),
               0);
    for (const char *c = table; *c; c++)
        CU_ASSERT((unsigned char)*c >= 0x20 || *c == '\n');
    CU_ASSERT_PTR_NULL(strstr(table, "\xC2\x9B"));
    CU_ASSERT_PTR_NOT_NULL(strstr(table, "?[2J??日本"));
    rtx_free(table);
}

static void a_broken_cell_keeps_its_characters(void)
{
    static const char text[] = "2024/05/01 00:00:01: 設定を保存しました\n";
    char *table = NULL;

    ASSERT_INT(rtx_show_table("show log", text, sizeof text - 1, 0, 30, &table),
               0);
    ASSERT_TEXT(table, "time                 message\n"
                       "2024-05-01 00:00:01  設定を保\n"
                       "                     存しまし\n"
                       "                     た\n");
    rtx_free(table);
}

/* ---- a record with records inside, as outputs to come have them ---- */

struct rtx_nest {
    uint32_t size;
    uint32_t reserved;
    uint64_t present;
    int64_t total;
    struct rtx_list routes;
};

static const struct rtx__field nest_fields[] = {
    {"total", RTX__TYPE_number, "number", "none", false, "", "", "",
     offsetof(struct rtx_nest, total), sizeof(int64_t)},
    {"routes", RTX__TYPE_records, "records", "ip_route", false, "", "", "",
     offsetof(struct rtx_nest, routes), sizeof(struct rtx_list)},
};
static const struct rtx__schema nest_schema = {"nest", sizeof(struct rtx_nest),
                                               2, nest_fields};
static const struct rtx__command nest_command = {.name = "show nest",
                                                 .output = "nest",
                                                 .form = "show nest",
                                                 .schema = &nest_schema,
                                                 .array = false};

static void fill(struct rtx__parse *show)
{
    const struct rtx__schema *inner = &rtx__schema_ip_route;
    struct rtx_nest *nest;

    show->parser = &nest_command;
    show->command = nest_command.name;
    nest = rtx__record_add(show, &show->records, &nest_schema);
    CU_ASSERT_PTR_NOT_NULL_FATAL(nest);
    ASSERT_INT(rtx__record_set(show, nest, &nest_schema, 0, "20", 2), 1);
    for (int i = 0; i < 20; i++) {
        void *route = rtx__record_add(show, &nest->routes, inner);
        char text[16];
        int n = snprintf(text, sizeof text, "10.0.%d.0/24", i);

        CU_ASSERT_PTR_NOT_NULL_FATAL(route);
        rtx__record_set(show, route, inner, RTX_FIELD_ip_route_destination,
                        text, (size_t)n);
        rtx__record_set(show, route, inner, RTX_FIELD_ip_route_gateway, "-", 1);
    }
    nest->present |= 2;
}

static void records_may_hold_records(void)
{
    struct rtx__parse parse;
    rtx_show *show = NULL;
    struct rtx_nest nest = {.size = sizeof nest};
    struct rtx_ip_route route = {.size = sizeof route};
    char *text = NULL;

    memset(&parse, 0, sizeof parse);
    fill(&parse);
    ASSERT_INT(rtx__output_make(&parse, &show), 0);
    rtx__arena_free(&parse.arena);
    ASSERT_INT(rtx_show_record(show, 0, &nest), 0);
    ASSERT_INT(nest.routes.count, 20);
    ASSERT_INT(rtx_list_record(&nest.routes, 19, &route), 0);
    ASSERT_TEXT(route.destination.text, "10.0.19.0/24");
    ASSERT_INT(rtx_list_record(&nest.routes, 20, &route), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_show_output_json(show, &text), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"total\": 20"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"destination\": \"10.0.19.0/24\""));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\"gateway\": null"));
    rtx_free(text);
    ASSERT_INT(rtx_show_output_table(show, 0, 0, &text), 0);
    CU_ASSERT(rtx__starts(text, "total  20\nroutes (20)\n  destination  "));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "10.0.19.0/24"));
    rtx_free(text);
    rtx_free(show);
}

static CU_TestInfo tests[] = {
    {"reflection describes the structs", reflection_describes_the_structs},
    {"fields lie in order within their record",
     fields_lie_in_order_within_their_record},
    {"tables are aligned by columns", tables_are_aligned_by_columns},
    {"a record is a line per field", a_record_is_a_line_per_field},
    {"amounts have units", amounts_have_units},
    {"a narrow table fits", a_narrow_table_fits},
    {"a table does nothing to the terminal",
     a_table_does_nothing_to_the_terminal},
    {"a broken cell keeps its characters", a_broken_cell_keeps_its_characters},
    {"records may hold records", records_may_hold_records},
    CU_TEST_INFO_NULL};

RTX_SUITE(show_schema, tests)
