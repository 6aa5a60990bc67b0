/* Fragments: reading what people write, refusing what must not be sent. */
#include "config/config.h"
#include "test.h"

static rtx_config *parse(const char *text, const char *encoding)
{
    rtx_config *config = NULL;
    struct rtx_error error;
    char shown[2048];

    rtx_error_init(&error);
    if (rtx_config_parse_fragment(&config, "f", text, strlen(text), encoding,
                                  &error) < 0) {
        rtx_error_text(&error, shown, sizeof shown);
        printf("\n%s\n", shown);
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(config);
    return config;
}

static void assert_parsed(const char *text, const char *expected)
{
    rtx_config *config = parse(text, NULL);
    char *printed = rtx_config_text(config, 0);

    ASSERT_TEXT(printed, expected);
    rtx_free(printed);
    rtx_config_free(config);
}

static void test_forms(void)
{
    assert_parsed("", "");
    assert_parsed("# only a comment\r\n\r\n   \t\r\n", "");
    assert_parsed("\xEF\xBB\xBFsyslog notice on", "syslog notice on\n");
    assert_parsed("  syslog \t notice   on   # why\r\nip routing on\r\n",
                  "syslog notice on\nip routing on\n");
    assert_parsed("\tpp\tselect\t1\t\n\tpp name\ta\\\\\t# \"\t\"\n",
                  "pp select 1\n pp name a\\\\\n");
    assert_parsed("pp select 1\nip pp mtu 1454#tight\n pp enable 1\n"
                  "ip filter 1 pass * *\n pp name \"a # b\"\n",
                  "pp select 1\n ip pp mtu 1454\n pp enable 1\n"
                  "ip filter 1 pass * *\npp select 1\n pp name \"a # b\"\n");
    assert_parsed("tunnel select 1\n tunnel encapsulation l2tp\n"
                  " ipsec tunnel 1\n ipsec sa policy 1 1 esp aes-cbc\n"
                  " l2tp syslog on\n tunnel enable 1\n",
                  "tunnel select 1\n tunnel encapsulation l2tp\n"
                  " ipsec tunnel 1\n  ipsec sa policy 1 1 esp aes-cbc\n"
                  " l2tp syslog on\n tunnel enable 1\n");
    assert_parsed("no ip filter 1\nlogin password *\n"
                  "login user bob *\nlogin user eve hoge\n"
                  "pp select 2\npp name a\\?b\n",
                  "no ip filter 1\nlogin password *\n"
                  "login user bob *\nlogin user eve hoge\n"
                  "pp select 2\n pp name a\\?b\n");
}

/* Which line and column a fault is reported at, and as what. */
static const struct {
    const char *text;
    int code;
    int line;
    int column;
} faults[] = {
    {"ip routing on\n\tsyslog\033 notice on", RTX_E_FRAGMENT, 2, 8},
    {"syslog notice on\rip routing on\n", RTX_E_FRAGMENT, 1, 17},
    {"\n# comment\a\n", RTX_E_FRAGMENT, 2, 10},
    {"pp select 1\n pp name \"open\n", RTX_E_FRAGMENT, 2, 10},
    {"pp select 1\n pp name it's\n", RTX_E_FRAGMENT, 2, 12},
    {"show config?\n", RTX_E_FRAGMENT, 1, 12},
    {"pp select 1\npp auth username a b?c\n", RTX_E_FRAGMENT, 2, 21},
    {"pp select 1\npp auth username a b|c\n", RTX_E_FRAGMENT, 2, 21},
    {"pp select 1\npp name a > b\n", RTX_E_FRAGMENT, 2, 11},
    {"pp select 1\npp name \"a\tb\"\n", RTX_E_FRAGMENT, 2, 11},
    {"pp select 1\npp name a\\\tb\n", RTX_E_FRAGMENT, 2, 11},
    {"syslog notice on\n  save\n", RTX_E_FORBIDDEN, 2, 3},
    {"restart", RTX_E_FORBIDDEN, 1, 1},
    {"cold start", RTX_E_FORBIDDEN, 1, 1},
    {"quit", RTX_E_FORBIDDEN, 1, 1},
    {"EXIT save", RTX_E_FORBIDDEN, 1, 1},
    {"administrator", RTX_E_FORBIDDEN, 1, 1},
    {"clear log", RTX_E_FORBIDDEN, 1, 1},
    {"clear something unheard of", RTX_E_FORBIDDEN, 1, 1},
    {"date 2024/01/01", RTX_E_FORBIDDEN, 1, 1},
    {"time 00:00:00", RTX_E_FORBIDDEN, 1, 1},
    {"copy config 0 1", RTX_E_FORBIDDEN, 1, 1},
    {"delete config 0", RTX_E_FORBIDDEN, 1, 1},
    {"connect pp 1", RTX_E_FORBIDDEN, 1, 1},
    {"disconnect pp 1", RTX_E_FORBIDDEN, 1, 1},
    {"ping 10.0.0.1", RTX_E_FORBIDDEN, 1, 1},
    {"ping", RTX_E_FORBIDDEN, 1, 1},
    {"show environment", RTX_E_FORBIDDEN, 1, 1},
    {"show unheard of", RTX_E_FORBIDDEN, 1, 1},
    {"less config", RTX_E_FORBIDDEN, 1, 1},
    {"interface reset lan1", RTX_E_FORBIDDEN, 1, 1},
    {"ipsec refresh sa", RTX_E_FORBIDDEN, 1, 1},
    {"bgp configure refresh", RTX_E_FORBIDDEN, 1, 1},
    {"http revision-up go", RTX_E_FORBIDDEN, 1, 1},
    {"netvolante-dns go pp 1", RTX_E_FORBIDDEN, 1, 1},
    {"help", RTX_E_FORBIDDEN, 1, 1},
    {"login password", RTX_E_FORBIDDEN, 1, 1},
    {"login password hoge", RTX_E_FORBIDDEN, 1, 1},
    {"administrator password", RTX_E_FORBIDDEN, 1, 1},
    {"administrator password encrypted hoge", RTX_E_FORBIDDEN, 1, 1},
    {"login user bob", RTX_E_FORBIDDEN, 1, 1},
    {"ip pp mtu 1454", RTX_E_FRAGMENT, 1, 1},
    {"pp select 1\npp select none\n ip pp mtu 1454", RTX_E_FRAGMENT, 3, 2},
    {"ip tunnel mtu 1400", RTX_E_FRAGMENT, 1, 1},
    {"pp select 1\nl2tp syslog on\n", RTX_E_FRAGMENT, 2, 1},
    {"syslog notice on\nip route \xFF\xFE\n", RTX_E_CHARSET, 2, 10},
};

static void assert_fault(const char *text, size_t length, const char *encoding,
                         int code, int line, int column)
{
    rtx_config *config = NULL;
    struct rtx_error error;

    rtx_error_init(&error);
    test_int(
        rtx_config_parse_fragment(&config, "f", text, length, encoding, &error),
        code, text, __FILE__, __LINE__);
    CU_ASSERT_PTR_NULL(config);
    rtx_config_free(config);
    test_int(error.line, line, text, __FILE__, __LINE__);
    test_int(error.column, column, text, __FILE__, __LINE__);
    ASSERT_TEXT(error.file, line ? "f" : "");
    for (const char *c = error.statement; *c; c++)
        CU_ASSERT((unsigned char)*c >= 0x20);
}

static void test_faults(void)
{
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        assert_fault(faults[i].text, strlen(faults[i].text), NULL,
                     faults[i].code, faults[i].line, faults[i].column);
    assert_fault("syslog\0notice", 13, NULL, RTX_E_FRAGMENT, 1, 7);
}

/* The order of the published example: a filter list behind the tunnel. */
static void test_lost_context(void)
{
    static const char text[] =
        "pp select anonymous\n"
        " pp bind tunnel1\n"
        "tunnel select 1 # configuration for tunnel 1\n"
        " tunnel enable 1\n"
        "\n"
        "ip filter 200061 pass * 192.168.100.254 esp * *\n"
        "ip pp secure filter in 200061 # enable incoming connection\n";
    rtx_config *config = NULL;
    struct rtx_error error;

    rtx_error_init(&error);
    ASSERT_INT(rtx_config_parse_fragment(&config, "vpn.conf", text,
                                         sizeof text - 1, NULL, &error),
               RTX_E_FRAGMENT);
    ASSERT_INT(error.line, 7);
    ASSERT_INT(error.column, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(error.message, "pp select N"));
    ASSERT_TEXT(error.statement, "ip pp secure filter in 200061");
}

static void test_limits(void)
{
    static char line[8192];
    size_t head = strlen("syslog host ");

    memset(line, 'a', sizeof line);
    memcpy(line, "syslog host ", head);
    line[4095] = '\0';
    rtx_config_free(parse(line, NULL));
    line[4095] = 'a';
    line[4096] = '\0';
    assert_fault(line, 4096, NULL, RTX_E_FRAGMENT, 1, 4096);
    /* A comment is not sent. */
    line[100] = '#';
    rtx_config_free(parse(line, NULL));
    for (size_t i = head; i < 2200; i++)
        line[i] = i % 2 ? 'a' : ' ';
    line[2200] = '\0';
    assert_fault(line, 2200, NULL, RTX_E_FRAGMENT, 1, 1);
    line[2000] = '\0';
    rtx_config_free(parse(line, NULL));
}

static void test_no_secret_in_errors(void)
{
    static const char *const lines[] = {
        "pp auth username bob hoge",
        "pp select 1\npp auth username bob hoge?",
        "pp select 1\npp auth username bob \"hoge",
        "login password hoge",
        "administrator password hoge",
        "ipsec ike pre-shared-key 1 text hoge\a",
        "tunnel select 1\nipsec ike pre-shared-key 1 hoge|x",
    };

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        rtx_config *config = NULL;
        struct rtx_error error;
        char text[4096];

        rtx_error_init(&error);
        CU_ASSERT(rtx_config_parse_fragment(&config, "f", lines[i],
                                            strlen(lines[i]), NULL,
                                            &error) < 0);
        rtx_error_text(&error, text, sizeof text);
        CU_ASSERT_PTR_NULL(strstr(text, "hoge"));
        CU_ASSERT_PTR_NOT_NULL(strstr(text, "***"));
    }
}

/* "pp name プロバイダ" in the two old encodings. */
static const char sjis[] = "pp select 1\r\n"
                           " pp name \x83\x76\x83\x8D\x83\x6F\x83\x43\x83\x5F"
                           " # \x90\xDD\x92\xE8\r\n";
static const char euc[] = "pp select 1\n"
                          " pp name \xA5\xD7\xA5\xED\xA5\xD0\xA5\xA4\xA5\xC0\n";

static void test_encodings(void)
{
    static const char expected[] = "pp select 1\n pp name プロバイダ\n";
    static const struct {
        const char *text;
        const char *encoding;
    } rows[] = {{sjis, "sjis"},
                {sjis, NULL},
                {euc, "euc-jp"},
                {euc, NULL},
                {expected, "utf-8"}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rtx_config *config = parse(rows[i].text, rows[i].encoding);
        char *printed = rtx_config_text(config, 0);

        ASSERT_TEXT(printed, expected);
        rtx_free(printed);
        rtx_config_free(config);
    }
    assert_fault("pp select 1\n pp name \x83\x76\x83", 24, "sjis",
                 RTX_E_CHARSET, 2, 12);
    assert_fault("pp select 1\n pp name \xA5\xD7\xA5", 24, "euc-jp",
                 RTX_E_CHARSET, 2, 12);
    /* Columns count the bytes of the file, not of its UTF-8. */
    assert_fault("pp select 1\n pp name \x83\x76\x83\x8D\"", 26, "sjis",
                 RTX_E_FRAGMENT, 2, 14);
    assert_fault("x", 1, "ebcdic", RTX_E_ARGUMENT, 0, 0);
}

static void test_flags(void)
{
    rtx_config *config = parse("ip lan1 address 10.0.0.1/8\nfrob on\n"
                               "no ip filter 1\nlogin user a *\n"
                               "login user b hoge\nsyslog notice on\n"
                               "sshd host key generate\n",
                               NULL);
    static const uint32_t expected[] = {
        RTX_STATEMENT_CUTS,
        RTX_STATEMENT_UNKNOWN,
        RTX_STATEMENT_NO,
        RTX_STATEMENT_CUTS | RTX_STATEMENT_SECRET | RTX_STATEMENT_MASKED,
        RTX_STATEMENT_CUTS | RTX_STATEMENT_SECRET,
        0,
        RTX_STATEMENT_CUTS | RTX_STATEMENT_ASKS,
    };

    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        struct rtx_statement s = {.size = sizeof s};

        ASSERT_INT(rtx_config_statement(config, i, &s), 0);
        test_int(s.flags, expected[i], s.text, __FILE__, __LINE__);
        ASSERT_INT(s.line, i + 1);
    }
    rtx_config_free(config);
}

static void assert_written_out(const char *line, const char *expected)
{
    struct rtx_error error;
    rtx_config *c = NULL;

    rtx_error_init(&error);
    ASSERT_INT(
        rtx_config_parse_fragment(&c, "f", line, strlen(line), NULL, &error),
        expected ? RTX_E_FRAGMENT : 0);
    if (expected)
        ASSERT_TEXT(error.message, expected);
    rtx_config_free(c);
}

static void test_abbreviations(void)
{
    assert_written_out("sh conf\n",
                       "abbreviations are not sent; write out: show config");
    assert_written_out("resta\n",
                       "abbreviations are not sent; write out: restart");
    assert_written_out("sysl notice on\n",
                       "abbreviations are not sent; write out: syslog notice");
    assert_written_out("ip lan1 addr 192.168.1.1/24\n",
                       "abbreviations are not sent; write out: ip lan1 "
                       "address");
    assert_written_out("no ip rou default\n", NULL); /* route or routing */
    assert_written_out("no dhcp sco 1\n",
                       "abbreviations are not sent; write out: no dhcp scope "
                       "1");
    assert_written_out("frobnicate lan1 on\n", NULL);
    assert_written_out("lan flexible-mode lan1\n", NULL);
    assert_written_out("pp select 1\n pp frob on\n", NULL);
}

/* What `show config` printed is a fragment too, broken lines and all. */
static void test_capture(void)
{
    static const char text[] =
        "RTX810# show config\n"
        "# RTX810 Rev.11.01.34 (Tue Nov 26 18:39:12 2019)\n"
        "# main:  RTX810 ver=00 serial=S3K000001 MAC-Address=00:a0:de:00:00:01 "
        "MAC-Addre\n"
        "ss=00:a0:de:00:00:02\n"
        "ip lan1 address 192.168.100.1/24\n"
        "pp select 1\n"
        " ip pp secure filter out 200013 200020 200021 200022 200023 200024 "
        "200025 20002\n"
        "6 200027\n"
        " pp enable 1\n"
        "frobnicate on\n"
        "RTX810# \n";
    struct rtx_statement s = {.size = sizeof s};
    rtx_config *c = NULL;

    ASSERT_INT(
        rtx_config_parse_fragment(&c, "f", text, strlen(text), NULL, NULL), 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(c);
    ASSERT_INT(rtx_config_count(c), 4);
    ASSERT_INT(rtx_config_statement(c, 1, &s), 0);
    ASSERT_TEXT(s.text, "ip pp secure filter out 200013 200020 200021 200022 "
                        "200023 200024 200025 200026 200027");
    ASSERT_TEXT(s.context, "pp 1");
    ASSERT_INT(s.line, 7);
    ASSERT_INT(rtx_config_statement(c, 3, &s), 0);
    ASSERT_TEXT(s.text, "frobnicate on");
    ASSERT_TEXT(s.context, "");
    ASSERT_INT(s.line, 10);
    rtx_config_free(c);
}

static CU_TestInfo tests[] = {
    {"comments, blanks, contexts", test_forms},
    {"faults with line and column", test_faults},
    {"a pp command behind a tunnel", test_lost_context},
    {"lengths that the router does not take", test_limits},
    {"no secret in an error", test_no_secret_in_errors},
    {"Shift_JIS and EUC-JP", test_encodings},
    {"properties of statements", test_flags},
    {"abbreviations", test_abbreviations},
    {"a capture of show config", test_capture},
    CU_TEST_INFO_NULL};
RTX_SUITE(fragment, tests)
