/* Placing, applying, sorting, redacting, comparing statements. */
#include "config/config.h"
#include "config/internal.h"
#include "test.h"

static void assert_placed(const char *selected, const char *line,
                          const char *context, const char *after)
{
    struct rtx_placed placed;

    rtx__config_place(selected, line, &placed);
    ASSERT_TEXT(placed.context, context);
    ASSERT_TEXT(placed.selected, after);
}

static void test_place(void)
{
    struct rtx_placed placed;

    assert_placed("", "pp select 1", "pp 1", "pp 1");
    assert_placed("pp 1", "description pp branch", "pp 1", "pp 1");
    assert_placed("tunnel 3", "description tunnel x", "tunnel 3", "tunnel 3");
    assert_placed("pp 1", "description lan1 x", "", "pp 1");
    assert_placed("tunnel 1", "PP SELECT anonymous", "pp anonymous",
                  "pp anonymous");
    assert_placed("pp 1", "pp select none", "", "");
    assert_placed("pp 1", "no pp select 1", "", "");
    assert_placed("pp 1", "tunnel select 3", "tunnel 3", "tunnel 3");
    assert_placed("pp 1", "ip filter 1 pass * *", "", "pp 1");
    assert_placed("pp 1", "ip lan1 address 10.0.0.1/8", "", "pp 1");
    assert_placed("pp 1", "ppp lcp mru on 1454", "pp 1", "pp 1");
    assert_placed("pp 1", "frobnicate 1", "pp 1", "pp 1");
    assert_placed("tunnel 1", "ipsec tunnel 101", "tunnel 1",
                  "tunnel 1 ipsec tunnel 101");
    assert_placed("tunnel 1 ipsec tunnel 101", "ipsec ike hash 1 sha",
                  "tunnel 1 ipsec tunnel 101", "tunnel 1 ipsec tunnel 101");
    assert_placed("tunnel 1 ipsec tunnel 101", "l2tp syslog on", "tunnel 1",
                  "tunnel 1 ipsec tunnel 101");
    assert_placed("tunnel 1 ipsec tunnel 101", "tunnel enable 1", "tunnel 1",
                  "tunnel 1 ipsec tunnel 101");
    assert_placed("tunnel 1", "ipsec ike hash 1 sha", "tunnel 1", "tunnel 1");
    assert_placed("", "ipsec ike hash 1 sha", "", "");
    assert_placed("", "pp enable 2", "pp 2", "");
    assert_placed("tunnel 2", "no tunnel enable", "tunnel 2", "tunnel 2");
    rtx__config_place("tunnel 1", "ip pp mtu 1454", &placed);
    CU_ASSERT(placed.misplaced);
    rtx__config_place("", "ip tunnel mtu 1454", &placed);
    CU_ASSERT(placed.misplaced);
    rtx__config_place("pp 1", "ip pp mtu 1454", &placed);
    CU_ASSERT_FALSE(placed.misplaced);
}

static void assert_context_line(const char *from, const char *to,
                                const char *expected)
{
    struct rtx_buf line;

    rtx__buf_init(&line, 256);
    ASSERT_INT(rtx__context_line(from, to, &line), 0);
    ASSERT_TEXT(rtx__buf_str(&line), expected);
    rtx__buf_free(&line);
}

static void test_context_line(void)
{
    assert_context_line("", "pp 1", "pp select 1");
    assert_context_line("pp 1", "pp anonymous", "pp select anonymous");
    assert_context_line("pp 1", "", "pp select none");
    assert_context_line("tunnel 1", "", "tunnel select none");
    assert_context_line("", "tunnel 1 ipsec tunnel 101", "tunnel select 1");
    assert_context_line("tunnel 1", "tunnel 1 ipsec tunnel 101",
                        "ipsec tunnel 101");
}

static void assert_text(const rtx_config *config, const char *expected)
{
    char *text = rtx_config_text(config, 0);

    ASSERT_TEXT(text, expected);
    rtx_free(text);
}

static void test_apply(void)
{
    rtx_config *c = rtx__config_new();

    ASSERT_INT(rtx__config_apply(c, "", "syslog notice on"), 1);
    ASSERT_INT(rtx__config_apply(c, "", " SYSLOG  Notice ON # again"), 0);
    ASSERT_INT(rtx__config_apply(c, "", "ip lan1 address 10.0.0.1/255.0.0.0"),
               1);
    ASSERT_INT(rtx__config_apply(c, "", "ip lan1 address 10.0.0.1/8"), 0);
    ASSERT_INT(rtx__config_apply(c, "pp 1", "pp auth accept pap CHAP"), 1);
    ASSERT_INT(rtx__config_apply(c, "pp 1", "pp enable 1"), 1);
    ASSERT_INT(rtx__config_apply(c, "", "schedule at 1 0:00 * Lua x"), 1);
    ASSERT_INT(rtx__config_apply(c, "", "schedule at 1 */* 0:00:00 * Lua x"),
               0);
    ASSERT_INT(rtx__config_apply(c, "", "ip route default gateway pp 1"), 1);
    assert_text(c, "ip route default gateway pp 1\n"
                   "ip lan1 address 10.0.0.1/8\n"
                   "pp select 1\n"
                   " pp auth accept pap chap\n"
                   " pp enable 1\n"
                   "syslog notice on\n"
                   "schedule at 1 */* 00:00:00 * Lua x\n");
    ASSERT_INT(rtx__config_apply(c, "", "syslog notice off"), 1);
    ASSERT_INT(rtx__config_apply(c, "", "no schedule at 1 whatever"), 1);
    ASSERT_INT(rtx__config_apply(c, "", "no schedule at 1"), 0);
    ASSERT_INT(rtx__config_apply(c, "", "pp disable 1"), 1);
    ASSERT_INT(rtx__config_apply(c, "pp 1", "no pp enable 1"), 0);
    ASSERT_INT(rtx__config_apply(c, "pp 1", "no pp auth accept pap"), 1);
    assert_text(c, "ip route default gateway pp 1\n"
                   "ip lan1 address 10.0.0.1/8\n"
                   "syslog notice off\n");
    /* Not settings at all. */
    ASSERT_INT(rtx__config_apply(c, "", "show environment"), 0);
    ASSERT_INT(rtx__config_apply(c, "", "pp select 1"), 0);
    ASSERT_INT(rtx__config_apply(c, "", "restart"), 0);
    ASSERT_INT(rtx_config_count(c), 3);
    rtx_config_free(c);
}

static void test_apply_scope(void)
{
    rtx_config *c = rtx__config_new();

    rtx__config_apply(c, "", "dhcp scope 1 10.0.0.2-10.0.0.9/24");
    rtx__config_apply(c, "", "dhcp scope 12 10.0.1.2-10.0.1.9/24");
    rtx__config_apply(c, "", "dhcp scope option 1 dns=10.0.0.1");
    rtx__config_apply(c, "", "dhcp scope bind 1 10.0.0.3 01 02 03");
    rtx__config_apply(c, "", "dhcp scope bind 12 10.0.1.3 01 02 03");
    ASSERT_INT(rtx__config_apply(c, "", "no dhcp scope 1"), 1);
    assert_text(c, "dhcp scope 12 10.0.1.2-10.0.1.9/24\n"
                   "dhcp scope bind 12 10.0.1.3 01 02 03\n");
    rtx_config_free(c);
}

/* The router files IPsec statements under the tunnel's policy by itself. */
static void test_apply_ipsec(void)
{
    rtx_config *c = rtx__config_new();
    const struct rtx_statement *s;

    rtx__config_apply(c, "tunnel 1", "ipsec ike hash 1 sha");
    rtx__config_apply(c, "tunnel 1", "tunnel enable 1");
    rtx__config_apply(c, "tunnel 1", "ip tunnel mtu 1400");
    rtx__config_apply(c, "tunnel 1", "ipsec tunnel 101");
    rtx__config_apply(c, "tunnel 1", "ipsec sa policy 101 1 esp aes-cbc");
    assert_text(c, "tunnel select 1\n"
                   " ipsec tunnel 101\n"
                   "  ipsec sa policy 101 1 esp aes-cbc\n"
                   "  ipsec ike hash 1 sha\n"
                   " ip tunnel mtu 1400\n"
                   " tunnel enable 1\n");
    ASSERT_INT(rtx__config_apply(c, "", "ipsec ike hash 1 md5"), 1);
    s = rtx__config_find(c, "tunnel 1", "ipsec ike hash 1");
    CU_ASSERT_PTR_NOT_NULL_FATAL(s);
    ASSERT_TEXT(s->context, "tunnel 1 ipsec tunnel 101");
    ASSERT_TEXT(s->text, "ipsec ike hash 1 md5");
    rtx__config_apply(c, "tunnel 1", "no ipsec tunnel 101");
    s = rtx__config_find(c, "tunnel 1", "ipsec ike hash 1");
    ASSERT_TEXT(s->context, "tunnel 1");
    rtx_config_free(c);
}

static void test_sort(void)
{
    static const char text[] = "login timer 600\n"
                               "ip route default gateway pp 1\n"
                               "ip route 8.8.8.0/24 gateway pp 1\n"
                               "ip route 192.168.88.0/24 gateway pp 1\n"
                               "lan type lan1 auto\n"
                               "ip lan1 address 10.0.0.1/8\n"
                               "ip lan2 address 10.1.0.1/8\n"
                               "provider lan1 name LAN:\n"
                               "pp select 2\n"
                               " pppoe use lan2\n"
                               " frobnicate on\n"
                               " pp enable 2\n"
                               "pp select 10\n"
                               " pppoe use lan2\n"
                               "pp select anonymous\n"
                               " pp bind tunnel1\n"
                               "tunnel select 1\n"
                               " ipsec tunnel 101\n"
                               "  ipsec ike hash 1 sha\n"
                               " ip tunnel mtu 1400\n"
                               "ip filter 9 pass * *\n"
                               "ip filter 10 pass * *\n"
                               "nat descriptor type 1 masquerade\n"
                               "nat descriptor address outer 1 ipcp\n"
                               "nat descriptor type 2 masquerade\n"
                               "syslog notice on\n"
                               "dhcp service server\n"
                               "l2tp service on\n"
                               "frobnicate everything on\n";
    uint32_t state = 7;
    rtx_config *c = NULL;

    for (int round = 0; round < 20; round++) {
        rtx_config *shuffled = rtx__config_new();

        ASSERT_INT(rtx_config_parse_running(&c, text, sizeof text - 1, 0, NULL),
                   0);
        while (c->count > 0) {
            size_t at = test_random(&state) % c->count;

            rtx__config_add(shuffled, c->items[at].s.context,
                            c->items[at].s.text, "", 0);
            rtx__config_remove(c, at);
        }
        rtx__config_sort(shuffled);
        assert_text(shuffled, text);
        rtx_config_free(shuffled);
        rtx_config_free(c);
    }
}

static void assert_redacted(const char *line, const char *expected)
{
    struct rtx_buf shown;

    rtx__buf_init(&shown, 1024);
    ASSERT_INT(rtx__statement_redact(line, "***", &shown), 0);
    ASSERT_TEXT(rtx__buf_str(&shown), expected);
    rtx__buf_free(&shown);
}

static void test_redact(void)
{
    assert_redacted("pp auth myname u@example.jp hoge",
                    "pp auth myname u@example.jp ***");
    assert_redacted("no pp auth username u \"ho ge\"",
                    "no pp auth username u ***");
    assert_redacted("pp auth username u hoge # hoge", "pp auth username u ***");
    assert_redacted("ipsec ike pre-shared-key 1 text hoge fuga",
                    "ipsec ike pre-shared-key 1 *** *** ***");
    assert_redacted("ipsec ike pre-shared-key 1 text ho#ge",
                    "ipsec ike pre-shared-key 1 text ***");
    assert_redacted("ipsec ike pre-shared-key 1 text \"hoge",
                    "ipsec ike pre-shared-key 1 *** ***");
    assert_redacted("login user bob *", "login user bob *");
    assert_redacted("set A=hoge", "set A=***");
    assert_redacted("frobnicate password=hoge on",
                    "frobnicate password=*** on");
    assert_redacted("frobnicate secret hoge fuga", "frobnicate secret *** ***");
    assert_redacted("ip filter 1 pass * *", "ip filter 1 pass * *");
}

static void test_same(void)
{
    CU_ASSERT(rtx__statement_same("ip filter 1 pass  *", "IP Filter 1 PASS *"));
    CU_ASSERT(rtx__statement_same("schedule at 1 1:00 * Lua a",
                                  "schedule at 1 */* 01:00:00 * Lua a"));
    CU_ASSERT(rtx__statement_same("pp name \"a\"", "pp name a"));
    CU_ASSERT(rtx__statement_same("pp name a\\ b", "pp name 'a b'"));
    /* noise, or the same value: nobody knows */
    CU_ASSERT(!rtx__statement_same("syslog host 192.168.1\\00.217",
                                   "syslog host 192.168.100.217"));
    CU_ASSERT(rtx__statement_same("ip lan1 address 10.0.0.1/255.255.255.0",
                                  "ip lan1 address 10.0.0.1/24"));
    CU_ASSERT_FALSE(rtx__statement_same("pp auth username a Secret",
                                        "pp auth username a secret"));
    CU_ASSERT_FALSE(rtx__statement_same("pp name \"a b\"", "pp name a b"));
    CU_ASSERT_FALSE(rtx__statement_same("ipsec ike pre-shared-key 1 text a#b",
                                        "ipsec ike pre-shared-key 1 text a"));
}

static rtx_config *running(const char *text)
{
    rtx_config *c = NULL;

    ASSERT_INT(rtx_config_parse_running(&c, text, strlen(text), 0, NULL), 0);
    return c;
}

static void assert_difference(const char *one, const char *two,
                              const char *expected)
{
    rtx_config *a = running(one);
    rtx_config *b = running(two);
    struct rtx_buf difference;

    rtx__buf_init(&difference, 4096);
    ASSERT_INT(rtx__config_equal(a, b, &difference), expected[0] == '\0');
    ASSERT_INT(rtx__config_equal(a, b, NULL), expected[0] == '\0');
    ASSERT_TEXT(rtx__buf_str(&difference), expected);
    rtx__buf_free(&difference);
    rtx_config_free(a);
    rtx_config_free(b);
}

static void test_equal(void)
{
    assert_difference("syslog notice on\nip filter 1 pass * *\n",
                      "# header\nip filter 1  pass * *\nsyslog notice on\n",
                      "");
    assert_difference("pp select 1\n pp auth myname a hoge\n",
                      "pp select 1\n pp auth myname a fuga\n",
                      "- pp 1: pp auth myname a ***\n"
                      "+ pp 1: pp auth myname a ***\n");
    assert_difference("pp select 1\n pp auth myname a hoge\n",
                      "pp select 1\n pp auth myname a *\n", "");
    assert_difference("pp select 1\n pp auth myname a hoge\n",
                      "pp select 1\n pp auth myname b *\n",
                      "- pp 1: pp auth myname a ***\n"
                      "+ pp 1: pp auth myname b *\n");
    assert_difference("login password encrypted abc\n", "login password *\n",
                      "");
    assert_difference("login password *\n", "", "- login password *\n");
    assert_difference("pp disable all\nno tunnel enable all\n", "", "");
    assert_difference("tunnel select 1\n ipsec tunnel 1\n"
                      "  ipsec ike hash 1 sha\n",
                      "tunnel select 1\n ipsec ike hash 1 sha\n"
                      " ipsec tunnel 1\n",
                      "");
    assert_difference("pp select 1\n pp enable 1\n",
                      "pp select 2\n pp enable 2\n",
                      "- pp 1: pp enable 1\n+ pp 2: pp enable 2\n");
    assert_difference("frobnicate a on\n", "frobnicate a off\n",
                      "- frobnicate a on\n+ frobnicate a off\n");
}

/* Statements of two fragments keep their places in one list. */
static void test_append(void)
{
    rtx_config *a = NULL;
    rtx_config *b = NULL;
    struct rtx_statement s = {.size = sizeof s};

    ASSERT_INT(
        rtx_config_parse_fragment(&a, "a", "syslog notice on", 16, NULL, NULL),
        0);
    ASSERT_INT(rtx_config_parse_fragment(&b, "b", "\nsyslog notice off", 18,
                                         NULL, NULL),
               0);
    ASSERT_INT(rtx_config_append(a, b), 0);
    ASSERT_INT(rtx_config_count(a), 2);
    ASSERT_INT(rtx_config_statement(a, 1, &s), 0);
    ASSERT_TEXT(s.file, "b");
    ASSERT_INT(s.line, 2);
    ASSERT_TEXT(s.key, "syslog notice");
    ASSERT_INT(rtx_config_statement(a, 2, &s), RTX_E_ARGUMENT);
    rtx_config_free(a);
    rtx_config_free(b);
}

static CU_TestInfo tests[] = {
    {"where statements are filed", test_place},
    {"lines that select a context", test_context_line},
    {"what the router does with a setting", test_apply},
    {"a DHCP scope goes with all of its own", test_apply_scope},
    {"IPsec statements move under their policy", test_apply_ipsec},
    {"the router's order", test_sort},
    {"secrets are hidden", test_redact},
    {"texts of the same meaning", test_same},
    {"equality and its differences", test_equal},
    {"fragments behind each other", test_append},
    CU_TEST_INFO_NULL};
RTX_SUITE(config, tests)
