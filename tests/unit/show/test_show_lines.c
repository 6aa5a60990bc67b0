/* Lines: what the console broke, pagers, prompts, bytes of no charset. */
#include "test.h"

#include <rtx/show.h>

#include "show/show.h"

#define PARSE(command, text, show, report)                                     \
    ASSERT_INT(                                                                \
        rtx_parse_show((command), (text), strlen(text), (show), (report)), 0); \
    CU_ASSERT_PTR_NOT_NULL_FATAL(*(show))

static void a_wrapped_entry_is_one_at_any_width(void)
{
    static const int columns[] = {80, 200, 120};

    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        struct rtx_log_entry entry = {.size = sizeof entry};
        struct rtx_buf text;
        rtx_show *show = NULL;
        int full = columns[i] - 1;

        rtx__buf_init(&text, SIZE_MAX / 4);
        for (int j = 0; j < 3; j++) {
            rtx__buf_text(&text, "2024/05/01 00:00:01: ");
            rtx__buf_fill(&text, 'x', (size_t)full - 21);
            rtx__buf_text(&text, "\r\nrest\r\n");
        }
        PARSE("show log", rtx__buf_str(&text), &show, NULL);
        ASSERT_INT(rtx_show_count(show), 3);
        ASSERT_INT(rtx_show_record(show, 2, &entry), 0);
        ASSERT_INT(strlen(entry.message), full - 21 + 4);
        CU_ASSERT_PTR_NULL(rtx_show_unparsed(show, 0, NULL));
        rtx_free(show);
        rtx__buf_free(&text);
    }
}

static void a_short_line_is_never_continued(void)
{
    static const char text[] = "rest of something\n"
                               "2024/05/01 00:00:01: short\n"
                               "rest of nothing\n";
    struct rtx_log_entry entry = {.size = sizeof entry};
    rtx_show *show = NULL;

    PARSE("show log", text, &show, NULL);
    ASSERT_INT(rtx_show_record(show, 0, &entry), 0);
    ASSERT_TEXT(entry.message, "short");
    ASSERT_TEXT(rtx_show_unparsed(show, 0, NULL), "rest of something");
    ASSERT_TEXT(rtx_show_unparsed(show, 1, NULL), "rest of nothing");
    rtx_free(show);
}

/* A line of 79 columns, then one that no table knows: it spoils nothing. */
static void an_unknown_line_behind_a_full_one_is_kept(void)
{
    static const char text[] = "  main:  RTX810 ver=00 serial=S3K0000000000000 "
                               "MAC-Address=00:a0:de:00:00:00:01\n"
                               "Fan: 2400rpm\n";
    struct rtx_environment env = {.size = sizeof env};
    rtx_show *show = NULL;

    ASSERT_INT(strcspn(text, "\n"), 79);
    PARSE("show environment", text, &show, NULL);
    ASSERT_INT(rtx_show_record(show, 0, &env), 0);
    ASSERT_TEXT(env.mac_addresses.items[0], "00:a0:de:00:00:00:01");
    ASSERT_TEXT(rtx_show_unparsed(show, 0, NULL), "Fan: 2400rpm");
    rtx_free(show);
}

static void the_pager_leaves_nothing_behind(void)
{
    static const char *const texts[] = {
        "default  -  PP[01]  static\n"
        "---more---\r          \r192.168.1.0/24  192.168.1.1  LAN1  implicit\n",
        "default  -  PP[01]  static\n"
        "---つづく---            192.168.1.0/24  192.168.1.1  LAN1  implicit\n"
        "---つづく---\r            \r",
        "default  -  PP[01]  static\n"
        "---more---\r\x1B[K192.168.1.0/24  192.168.1.1  LAN1  implicit\n",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct rtx_show_report report = {.size = sizeof report};
        rtx_show *show = NULL;

        PARSE("show ip route", texts[i], &show, &report);
        ASSERT_INT(rtx_show_count(show), 2);
        ASSERT_INT(report.complete, 1);
        rtx_free(show);
    }
}

/* What a terminal's sequence erased: the blanks behind it are the text's. */
static void an_erased_pager_leaves_the_indent(void)
{
    static const char text[] = "# show config\n"
                               "tunnel select 1\n"
                               "---more---\r\x1B[K tunnel enable 1\n";
    struct rtx_config_listing *config = NULL;

    ASSERT_INT(rtx_parse_config(text, sizeof text - 1, &config, NULL), 0);
    ASSERT_INT(config->statements.count, 1);
    ASSERT_TEXT(rtx_config_line_at(&config->statements, 0)->context,
                "tunnel 1");
    rtx_free(config);
}

static void prompts_around_are_no_output(void)
{
    static const char *const texts[] = {
        "# show ip route\ndefault  -  PP[01]  static\n#",
        "pp1# show ip route\ndefault  -  PP[01]  static\npp1# quit\n",
        "show ip route\ndefault  -  PP[01]  static\n> ",
        ("int-router:# \nint-router:# show ip route | grep default\n"
         "default  -  PP[01]  static\nint-router:tunnel1# \nint-router:# \n"),
        "default  -  PP[01]  static\n",
        "gw# sh ip route\ndefault  -  PP[01]  static\ngw# sh arp\n",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct rtx_show_report report = {.size = sizeof report};
        rtx_show *show = NULL;

        PARSE("show ip route", texts[i], &show, &report);
        ASSERT_INT(rtx_show_count(show), 1);
        ASSERT_INT(report.lines, 1);
        ASSERT_INT(report.complete, 1);
        rtx_free(show);
    }
}

static void bytes_of_no_charset_are_marked(void)
{
    static const char text[] = "2024/05/01 00:00:01: a\0b\xFF\xFE "
                               "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE3\x81\n";
    struct rtx_log_entry entry = {.size = sizeof entry};
    rtx_show *show = NULL;

    ASSERT_INT(rtx_parse_show("show log", text, sizeof text - 1, &show, NULL),
               0);
    ASSERT_INT(rtx_show_record(show, 0, &entry), 0);
    CU_ASSERT(rtx__starts(entry.message, "a\xEF\xBF\xBD"
                                         "b\xEF\xBF\xBD"));
    CU_ASSERT_PTR_NOT_NULL(strstr(entry.message, "日本語"));
    rtx_free(show);
}

/* One byte of line noise does not make another charset of it. */
static void a_bad_byte_does_not_change_the_charset(void)
{
    static const char text[] = "電源: \xB1\n"
                               "起動からの経過時間: 5日 10:30:17\n"
                               "セキュリティクラス: 1\n";
    struct rtx_environment env = {.size = sizeof env};
    rtx_show *show = NULL;

    PARSE("show environment", text, &show, NULL);
    ASSERT_INT(rtx_show_record(show, 0, &env), 0);
    ASSERT_INT(env.uptime_s, 469817);
    ASSERT_TEXT(rtx_show_unparsed(show, 0, NULL), "電源: \xEF\xBF\xBD");
    rtx_free(show);
}

/* The last column may be a blank, and a copy may have lost it. */
static void a_break_between_words_is_no_end(void)
{
    static const char *const texts[] = {
        "  main:  RTX810 ver=00 serial=S3K000000000000000000000000 "
        "MAC-Address=00:a0:de \nMAC-Address=00:a0:df\n",
        "  main:  RTX810 ver=00 serial=S3K000000000000000000000000 "
        "MAC-Address=00:a0:de\nMAC-Address=00:a0:df\n",
    };

    for (size_t i = 0; i < 2; i++) {
        struct rtx_environment env = {.size = sizeof env};
        rtx_show *show = NULL;

        ASSERT_INT(strcspn(texts[i], "\n"), 80 - 1 - i);
        PARSE("show environment", texts[i], &show, NULL);
        ASSERT_INT(rtx_show_record(show, 0, &env), 0);
        ASSERT_INT(env.mac_addresses.count, 2);
        ASSERT_TEXT(env.mac_addresses.items[0], "00:a0:de");
        ASSERT_TEXT(env.mac_addresses.items[1], "00:a0:df");
        CU_ASSERT_PTR_NULL(rtx_show_unparsed(show, 0, NULL));
        rtx_free(show);
    }
}

static void a_nul_behind_a_cr_is_telnets(void)
{
    static const char text[] = "default  -  PP[01]  static\r\n"
                               "---more---\r\0          \r\0"
                               "192.168.84.0/24  192.168.84.1  LAN1  implicit";
    struct rtx_show_report report = {.size = sizeof report};
    rtx_show *show = NULL;

    ASSERT_INT(
        rtx_parse_show("show ip route", text, sizeof text - 1, &show, &report),
        0);
    ASSERT_INT(rtx_show_count(show), 2);
    ASSERT_INT(report.complete, 1);
    rtx_free(show);
}

/* Serial lines and old editors; the pager's CR is one as well. */
static void a_cr_ends_a_line_where_no_lf_does(void)
{
    static const char *const texts[] = {
        ("# show ip route\rdefault  -  PP[01]  static\r"
         "192.168.75.0/24  192.168.75.1  LAN1  implicit\r# "),
        ("# show ip route\rdefault  -  PP[01]  static\r"
         "---more---\r          \r"
         "192.168.75.0/24  192.168.75.1  LAN1  implicit\r"),
        ("# show ip route\n\rdefault  -  PP[01]  static\n\r"
         "192.168.75.0/24  192.168.75.1  LAN1  implicit\n\r# "),
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct rtx_show_report report = {.size = sizeof report};
        struct rtx_ip_route route = {.size = sizeof route};
        struct rtx_show_all *all = NULL;
        rtx_show *show = NULL;

        PARSE("show ip route", texts[i], &show, &report);
        ASSERT_INT(rtx_show_count(show), 2);
        ASSERT_INT(report.complete, 1);
        ASSERT_INT(rtx_show_record(show, 0, &route), 0);
        ASSERT_TEXT(route.destination.text, "default");
        rtx_free(show);
        ASSERT_INT(rtx_parse_all(texts[i], strlen(texts[i]), &all), 0);
        ASSERT_INT(all->count, 1);
        ASSERT_INT(rtx_show_count(all->items[0]), 2);
        rtx_free(all);
    }
}

static void a_log_with_cr_has_all_its_entries(void)
{
    static const char text[] = "2024/05/01 00:00:01: LAN1: link up\r"
                               "2024/05/01 00:00:02: LAN1: link down\r";
    rtx_show *show = NULL;

    PARSE("show log", text, &show, NULL);
    ASSERT_INT(rtx_show_count(show), 2);
    rtx_free(show);
}

/* A terminal's copy has blanks up to its last column. */
static void blanks_behind_all_lines_do_not_hide_a_break(void)
{
    static const int columns[] = {79, 80, 90};
    static const char *const lines[] = {
        "RTX810 Rev.11.01.34 (Tue Nov 26 18:39:12 2019)",
        ("  main:  RTX810 ver=00 serial=S3K0000000760 "
         "MAC-Address=00:a0:de:76:00:01 MAC-A"),
        "ddress=00:a0:de:76:00:02",
        "CPU:   1%(5sec)   2%(1min)   3%(5min)    Memory: 40% used",
        "Security Class: 1, FORGET: ON, TELNET: OFF",
    };

    ASSERT_INT(strlen(lines[1]), 79);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        struct rtx_environment env = {.size = sizeof env};
        struct rtx_buf text;
        rtx_show *show = NULL;

        rtx__buf_init(&text, SIZE_MAX / 4);
        for (size_t j = 0; j < sizeof lines / sizeof lines[0]; j++) {
            rtx__buf_text(&text, lines[j]);
            rtx__buf_fill(&text, ' ', (size_t)columns[i] - strlen(lines[j]));
            rtx__buf_char(&text, '\n');
        }
        PARSE("show environment", rtx__buf_str(&text), &show, NULL);
        ASSERT_INT(rtx_show_record(show, 0, &env), 0);
        ASSERT_INT(env.mac_addresses.count, 2);
        ASSERT_TEXT(env.mac_addresses.items[1], "00:a0:de:76:00:02");
        CU_ASSERT_PTR_NULL(rtx_show_unparsed(show, 0, NULL));
        rtx_free(show);
        rtx__buf_free(&text);
    }
}

/* The console was wider; the terminal that it was copied from was not. */
static void a_terminal_of_80_columns_breaks_one_line(void)
{
    static const char text[] = "  main:  RTX810 ver=00 serial=S3K0000000770 "
                               "MAC-Address=00:a0:de:77:00:01 MAC-Ad\n"
                               "dress=00:a0:de:77:00:02\n";
    struct rtx_environment env = {.size = sizeof env};
    rtx_show *show = NULL;

    ASSERT_INT(strcspn(text, "\n"), 80);
    PARSE("show environment", text, &show, NULL);
    ASSERT_INT(rtx_show_record(show, 0, &env), 0);
    ASSERT_INT(env.mac_addresses.count, 2);
    ASSERT_TEXT(env.mac_addresses.items[1], "00:a0:de:77:00:02");
    rtx_free(show);
}

/* Who published it left lines out: his mark is none of the line before. */
static void what_marks_a_gap_continues_nothing(void)
{
    static const char *const marks[] = {"(中略)", "...", "(snip)", " : "};

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        struct rtx_log_entry entry = {.size = sizeof entry};
        struct rtx_buf text;
        rtx_show *show = NULL;

        rtx__buf_init(&text, SIZE_MAX / 4);
        rtx__buf_text(&text, "2024/05/01 00:00:01: ");
        rtx__buf_fill(&text, 'x', 79 - 21);
        rtx__buf_char(&text, '\n');
        rtx__buf_text(&text, marks[i]);
        rtx__buf_text(&text, "\n2024/05/01 00:00:02: y\n");
        PARSE("show log", rtx__buf_str(&text), &show, NULL);
        ASSERT_INT(rtx_show_record(show, 0, &entry), 0);
        ASSERT_INT(strlen(entry.message), 79 - 21);
        CU_ASSERT_PTR_NOT_NULL(rtx_show_unparsed(show, 0, NULL));
        rtx_free(show);
        rtx__buf_free(&text);
    }
}

/* Of all commands: a statement may hold what looks like a prompt. */
static void a_statement_with_a_prompt_in_it_is_no_command(void)
{
    static const char text[] = "# show config\n"
                               "pp select 1\n"
                               " description pp spare # show arp\n"
                               " pp enable 1\n"
                               "description lan1 \"a # show b\"\n"
                               "ip route default gateway pp 1\n"
                               "# show arp\n";
    struct rtx_show_all *all = NULL;

    ASSERT_INT(rtx_parse_all(text, sizeof text - 1, &all), 0);
    ASSERT_INT(all->count, 2);
    CU_ASSERT_PTR_NULL(rtx_show_unparsed(all->items[0], 0, NULL));
    rtx_free(all);
}

/* A whole session's transcript, of which one output is wanted. */
static void other_commands_give_no_rows(void)
{
    static const char text[] =
        "RTX810 Rev.11.01.34 (Tue Nov 26 18:39:12 2019)\n"
        "gw> administrator\n"
        "Password: \n"
        "gw# show ipv6 route\n"
        "2001:db8:81::/64  -  LAN1  implicit\n"
        "gw# pp select 1\n"
        "gw pp1# show ip route\n"
        "default  -  PP[01]  static\n"
        "gw pp1# show ip route | grep 81\n"
        "192.168.81.0/24  192.168.81.1  LAN1  implicit\n"
        "gw pp1# show ip route\n"
        "default  -  PP[02]  static\n"
        "gw pp1# ";
    struct rtx_show_report report = {.size = sizeof report};
    struct rtx_ip_route route = {.size = sizeof route};
    rtx_show *show = NULL;

    PARSE("show ip route", text, &show, &report);
    ASSERT_INT(rtx_show_count(show), 1);
    ASSERT_INT(rtx_show_record(show, 0, &route), 0);
    ASSERT_TEXT(route.interface, "PP[01]");
    ASSERT_TEXT(report.model, "RTX810");
    ASSERT_INT(report.complete, 0);
    rtx_free(show);
}

/* The first try may get lost, or be refused. */
static void a_command_that_was_typed_again_has_its_rows(void)
{
    static const char *const texts[] = {
        "> show ip route\n> show ip route\ndefault  -  PP[01]  static\n> ",
        ("> show ip route\nError: Login access is restricted.\n"
         "> show ip route\ndefault  -  PP[01]  static\n> "),
        "> show ip route\ndefault  -  PP[01]  static\n> show ip route\n",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        rtx_show *show = NULL;

        PARSE("show ip route", texts[i], &show, NULL);
        ASSERT_INT(rtx_show_count(show), 1);
        rtx_free(show);
    }
}

/* The console breaks what is typed at its last column, too. */
static void a_broken_echo_is_no_output(void)
{
    static const char text[] =
        "office-of-the-third-floor-in-kobe# show ip route | grep "
        "\"192.168.82.0 or 192.16\n"
        "8.83.0\"\n"
        "default  -  PP[01]  static\n"
        "office-of-the-third-floor-in-kobe# ";
    struct rtx_show_report report = {.size = sizeof report};
    rtx_show *show = NULL;

    ASSERT_INT(strcspn(text, "\n"), 79);
    PARSE("show ip route", text, &show, &report);
    ASSERT_INT(rtx_show_count(show), 1);
    ASSERT_INT(report.complete, 1);
    rtx_free(show);
}

/* Comments that people wrote into a configuration are no commands. */
static void a_comment_ends_no_configuration(void)
{
    static const char text[] = "# show config\n"
                               "# the line to the provider\n"
                               "pp select 1\n"
                               " pppoe use lan2\n"
                               "# and the way to it\n"
                               "ip route default gateway pp 1\n"
                               "# exit\n";
    struct rtx_show_report report = {.size = sizeof report};
    struct rtx_config_listing *config = NULL;

    ASSERT_INT(rtx_parse_config(text, sizeof text - 1, &config, &report), 0);
    ASSERT_INT(config->statements.count, 2);
    ASSERT_INT(report.complete, 1);
    rtx_free(config);
}

static CU_TestInfo tests[] = {
    {"a NUL behind a CR is telnet's", a_nul_behind_a_cr_is_telnets},
    {"a CR ends a line where no LF does", a_cr_ends_a_line_where_no_lf_does},
    {"a log with CR has all its entries", a_log_with_cr_has_all_its_entries},
    {"blanks behind all lines do not hide a break",
     blanks_behind_all_lines_do_not_hide_a_break},
    {"a terminal of 80 columns breaks one line",
     a_terminal_of_80_columns_breaks_one_line},
    {"what marks a gap continues nothing", what_marks_a_gap_continues_nothing},
    {"a statement with a prompt in it is no command",
     a_statement_with_a_prompt_in_it_is_no_command},
    {"a wrapped entry is one at any width",
     a_wrapped_entry_is_one_at_any_width},
    {"a short line is never continued", a_short_line_is_never_continued},
    {"an unknown line behind a full one is kept",
     an_unknown_line_behind_a_full_one_is_kept},
    {"the pager leaves nothing behind", the_pager_leaves_nothing_behind},
    {"an erased pager leaves the indent", an_erased_pager_leaves_the_indent},
    {"prompts around are no output", prompts_around_are_no_output},
    {"bytes of no charset are marked", bytes_of_no_charset_are_marked},
    {"a bad byte does not change the charset",
     a_bad_byte_does_not_change_the_charset},
    {"a break between words is no end", a_break_between_words_is_no_end},
    {"other commands give no rows", other_commands_give_no_rows},
    {"a command that was typed again has its rows",
     a_command_that_was_typed_again_has_its_rows},
    {"a broken echo is no output", a_broken_echo_is_no_output},
    {"a comment ends no configuration", a_comment_ends_no_configuration},
    CU_TEST_INFO_NULL};

RTX_SUITE(show_lines, tests)
