/* Plans: what is sent, how it is taken back, what the reader is told. */
#include "config/config.h"
#include "test.h"

static rtx_config *running_of(const char *text)
{
    rtx_config *c = NULL;

    ASSERT_INT(rtx_config_parse_running(&c, text, strlen(text), 0, NULL), 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(c);
    return c;
}

static rtx_config *fragment_of(const char *text)
{
    rtx_config *c = NULL;

    ASSERT_INT(
        rtx_config_parse_fragment(&c, "f", text, strlen(text), NULL, NULL), 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(c);
    return c;
}

/* The changes, one per line: context|text|undo */
static char *list(const rtx_plan *plan)
{
    struct rtx_buf out;

    rtx__buf_init(&out, 1 << 20);
    for (size_t i = 0; i < rtx_plan_count(plan); i++) {
        struct rtx_change c = {.size = sizeof c};

        ASSERT_INT(rtx_plan_change(plan, i, &c), 0);
        rtx__buf_format(&out, "%c %s|%s|%s\n", "+~-"[c.op], c.context, c.text,
                        c.undo);
    }
    return rtx__buf_take(&out);
}

static rtx_plan *merge(const char *running, const char *fragment)
{
    rtx_config *a = running_of(running);
    rtx_config *b = fragment_of(fragment);
    rtx_plan *plan = NULL;

    ASSERT_INT(rtx_plan_merge(&plan, a, b, NULL), 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(plan);
    rtx_config_free(a);
    rtx_config_free(b);
    return plan;
}

static void assert_merge(const char *running, const char *fragment,
                         const char *expected)
{
    rtx_plan *plan = merge(running, fragment);
    char *text = list(plan);

    ASSERT_TEXT(text, expected);
    rtx_free(text);
    rtx_plan_free(plan);
}

static void assert_replace(const char *from, const char *to,
                           const char *expected)
{
    rtx_config *a = running_of(from);
    rtx_config *b = running_of(to);
    rtx_plan *plan = NULL;
    char *text;

    ASSERT_INT(rtx_plan_replace(&plan, a, b, NULL), 0);
    text = list(plan);
    ASSERT_TEXT(text, expected);
    rtx_free(text);
    rtx_plan_free(plan);
    rtx_config_free(a);
    rtx_config_free(b);
}

/* One of the warnings holds these words. */
static bool warned(const rtx_plan *plan, const char *words)
{
    for (size_t i = 0; rtx_plan_warning(plan, i); i++) {
        if (strstr(rtx_plan_warning(plan, i), words))
            return true;
    }
    return false;
}

static void assert_warning(const char *running, const char *fragment,
                           const char *words)
{
    rtx_plan *plan = merge(running, fragment);

    if (!warned(plan, words))
        printf("\nno warning with: %s\n", words);
    CU_ASSERT(warned(plan, words));
    rtx_plan_free(plan);
}

static void test_merge(void)
{
    assert_merge("", "", "");
    assert_merge("syslog notice on\n", "syslog notice on\n", "");
    assert_merge("syslog notice on\n", "syslog  notice ON\n", "");
    assert_merge("syslog notice on\n", "syslog notice off\n",
                 "~ |syslog notice off|syslog notice on\n");
    assert_merge("", "ip filter 1 pass * * * * *\n",
                 "+ |ip filter 1 pass * * * * *|no ip filter 1\n");
    assert_merge("ip filter 1 pass * *\n", "no ip filter 1\nno ip filter 2\n",
                 "- |no ip filter 1|ip filter 1 pass * *\n");
    assert_merge("", "pp select 1\n pp auth username bob hoge\n pp enable 1\n",
                 "+ pp 1|pp auth username bob hoge|no pp auth username bob\n"
                 "+ pp 1|pp enable 1|pp disable 1\n");
    assert_merge("", "tunnel select 1\n tunnel enable 1\n",
                 "+ tunnel 1|tunnel enable 1|tunnel disable 1\n");
    assert_merge("pp select 1\n pp enable 1\n", "pp disable 1\n",
                 "- pp 1|pp disable 1|pp enable 1\n");
    assert_merge("pp select 1\n pp enable 1\npp select 2\n pp enable 2\n",
                 "pp disable all\n",
                 "- pp 1|pp disable 1|pp enable 1\n"
                 "- pp 2|pp disable all|pp enable 2\n");
    /* All that is stopped is started again: nothing to do. */
    assert_merge("pp select 1\n pp enable 1\n",
                 "pp disable all\npp select 1\n pp enable 1\n", "");
    assert_merge("pp select 1\n pp enable 1\npp select 2\n pp enable 2\n",
                 "pp disable all\npp select 1\n pp enable 1\n",
                 "- pp 1|pp disable 1|pp enable 1\n"
                 "- pp 2|pp disable all|pp enable 2\n"
                 "+ pp 1|pp enable 1|pp disable 1\n");
    assert_merge("pp select 1\n pp enable 1\n",
                 "pp disable all\npp select 1\n pppoe use lan2\n"
                 " pp enable 1\n",
                 "- pp 1|pp disable all|pp enable 1\n"
                 "+ pp 1|pppoe use lan2|no pppoe use\n"
                 "+ pp 1|pp enable 1|pp disable 1\n");
    assert_merge("tunnel select 1\n tunnel enable 1\n", "no tunnel enable 1\n",
                 "- tunnel 1|no tunnel enable 1|tunnel enable 1\n");
    /* The order of the fragment is kept. */
    assert_merge("ip lan1 secure filter in 1\n",
                 "ip lan1 secure filter in 1 2\nip filter 2 pass * *\n",
                 "~ |ip lan1 secure filter in 1 2|ip lan1 secure filter in 1\n"
                 "+ |ip filter 2 pass * *|no ip filter 2\n");
}

/* The router shows IPsec statements elsewhere than people write them. */
static void test_merge_ipsec(void)
{
    static const char text[] = "tunnel select 1\n"
                               " ipsec tunnel 201\n"
                               "  ipsec sa policy 201 1 esp aes-cbc sha-hmac\n"
                               "  ipsec ike hash 1 sha\n"
                               " ip tunnel tcp mss limit 1387\n";

    assert_merge(text,
                 "tunnel select 1\nipsec ike hash 1 sha\nipsec tunnel 201\n"
                 "ipsec sa policy 201 1 esp aes-cbc  sha-hmac\n"
                 "ip tunnel tcp mss limit 1387\ntunnel select none\n"
                 "ipsec ike hash 1 sha\n",
                 "");
    assert_merge(text, "tunnel select 1\nipsec ike hash 1 md5\n",
                 "~ tunnel 1 ipsec tunnel 201|ipsec ike hash 1 md5|"
                 "ipsec ike hash 1 sha\n");
    assert_merge(text, "tunnel select 1\nipsec ike pfs 1 on\n",
                 "+ tunnel 1 ipsec tunnel 201|ipsec ike pfs 1 on|"
                 "no ipsec ike pfs 1\n");
}

/* Another nest: the old one goes, with what stands in it. */
static void test_merge_nest(void)
{
    static const char text[] = "tunnel select 1\n"
                               " ipsec tunnel 7\n"
                               "  ipsec sa policy 7 1 esp aes-cbc sha-hmac\n"
                               "  ipsec ike hash 1 sha\n";

    assert_merge(text,
                 "tunnel select 1\n ipsec tunnel 8\n"
                 "  ipsec sa policy 8 1 esp aes-cbc sha-hmac\n"
                 "  ipsec ike hash 1 sha\n",
                 "- tunnel 1 ipsec tunnel 7|no ipsec ike hash 1|"
                 "ipsec ike hash 1 sha\n"
                 "- tunnel 1 ipsec tunnel 7|no ipsec sa policy 7|"
                 "ipsec sa policy 7 1 esp aes-cbc sha-hmac\n"
                 "- tunnel 1|no ipsec tunnel 7|ipsec tunnel 7\n"
                 "+ tunnel 1|ipsec tunnel 8|no ipsec tunnel 8\n"
                 "+ tunnel 1 ipsec tunnel 8|ipsec ike hash 1 sha|"
                 "no ipsec ike hash 1\n"
                 "+ tunnel 1 ipsec tunnel 8|"
                 "ipsec sa policy 8 1 esp aes-cbc sha-hmac|"
                 "no ipsec sa policy 8\n");
    assert_merge(text, "tunnel select 1\nno ipsec tunnel\n",
                 "- tunnel 1|no ipsec tunnel|ipsec tunnel 7\n");
    /* A router that has both, and should have one. */
    assert_replace("tunnel select 1\n ipsec tunnel 7\n"
                   "  ipsec ike hash 1 sha\n ipsec tunnel 8\n"
                   "  ipsec ike hash 2 sha\n",
                   "tunnel select 1\n ipsec tunnel 7\n"
                   "  ipsec ike hash 1 sha\n",
                   "- tunnel 1 ipsec tunnel 8|no ipsec ike hash 2|"
                   "ipsec ike hash 2 sha\n"
                   "- tunnel 1|no ipsec tunnel 8|ipsec tunnel 8\n");
}

static void test_merge_scope(void)
{
    assert_merge("dhcp scope 1 10.0.0.2-10.0.0.9/24\n"
                 "dhcp scope bind 1 10.0.0.3 01 02\n",
                 "no dhcp scope 1\n",
                 "- |no dhcp scope bind 1 10.0.0.3|"
                 "dhcp scope bind 1 10.0.0.3 01 02\n"
                 "- |no dhcp scope 1|dhcp scope 1 10.0.0.2-10.0.0.9/24\n");
}

static void test_merge_twice(void)
{
    assert_merge("", "syslog notice on\nsyslog notice off\n",
                 "+ |syslog notice off|no syslog notice\n");
    assert_warning("", "syslog notice on\nsyslog notice off\n",
                   "f:1: overtaken by f:2");
    assert_merge("ip filter 1 pass * *\n",
                 "no ip filter 1\nip filter 1 reject * *\n",
                 "~ |ip filter 1 reject * *|ip filter 1 pass * *\n");
    assert_merge("", "ip filter 1 pass * *\nno ip filter 1\n", "");
    /* A peer is not stopped for nothing. */
    assert_merge("pp select 1\n pppoe use lan2\n pp enable 1\n",
                 "pp disable 1\npp select 1\n pppoe use lan2\n pp enable 1\n",
                 "");
    assert_merge("pp select 1\n pppoe use lan2\n pp enable 1\n",
                 "pp disable 1\npp select 1\n pppoe use lan3\n pp enable 1\n",
                 "- pp 1|pp disable 1|pp enable 1\n"
                 "~ pp 1|pppoe use lan3|pppoe use lan2\n"
                 "+ pp 1|pp enable 1|pp disable 1\n");
}

static void test_masked(void)
{
    /* A star keeps what is there. */
    assert_merge("login user bob *\n", "login user bob *\n", "");
    assert_merge("pp select 1\n pp auth myname a hoge\n",
                 "pp select 1\n pp auth myname a *\n", "");
    assert_merge("", "login user bob *\n", "");
    assert_warning("", "login user bob *\n", "nothing there");
    assert_merge("pp select 1\n pp auth myname a *\n",
                 "pp select 1\n pp auth myname b *\n", "");
    assert_warning("pp select 1\n pp auth myname a *\n",
                   "pp select 1\n pp auth myname b *\n", "something else");
    /* A value in clear over a masked one has no way back. */
    assert_merge("login user bob *\n", "login user bob hoge\n",
                 "~ |login user bob hoge|\n");
    assert_warning("login user bob *\n", "login user bob hoge\n",
                   "cannot be compared");
    assert_warning("login user bob *\n", "login user bob hoge\n",
                   "cannot be taken back");
    assert_merge("", "login user bob hoge\n",
                 "+ |login user bob hoge|no login user bob\n");
    assert_merge("sshd host key generate *\n", "sshd host key generate\n", "");
    assert_merge("", "sshd host key generate\n",
                 "+ |sshd host key generate|no sshd host key generate\n");
}

static void test_warnings(void)
{
    assert_warning("", "frobnicate lan1 on\n",
                   "f:1: not in the grammar, treated in general: frobnicate");
    assert_merge("", "frobnicate lan1 on\n",
                 "+ |frobnicate lan1 on|no frobnicate lan1 on\n");
    assert_merge("frobnicate lan1 on\n", "frobnicate lan1 off\n",
                 "~ |frobnicate lan1 off|frobnicate lan1 on\n");
    assert_merge("frobnicate lan1 on\n", "no frobnicate lan1 on\n",
                 "- |no frobnicate lan1 on|frobnicate lan1 on\n");
    assert_warning("", "pp select 1\npp auth username bob hoge\nfrob key hoge",
                   "frob key ***");
}

static void test_replace(void)
{
    assert_replace("syslog notice on\n", "syslog notice on\n", "");
    /* Definitions before references, references away before definitions. */
    assert_replace("ip lan1 secure filter in 1\nip filter 1 pass * *\n",
                   "ip lan1 secure filter in 2\nip filter 2 pass * *\n",
                   "+ |ip filter 2 pass * *|no ip filter 2\n"
                   "~ |ip lan1 secure filter in 2|ip lan1 secure filter in 1\n"
                   "- |no ip filter 1|ip filter 1 pass * *\n");
    assert_replace("ip lan1 secure filter in 1\nip filter 1 pass * *\n", "",
                   "- |no ip lan1 secure filter in|ip lan1 secure filter in 1\n"
                   "- |no ip filter 1|ip filter 1 pass * *\n");
    assert_replace("pp select 1\n pppoe use lan2\n pp enable 1\n",
                   "pp select 2\n pp enable 2\n pppoe use lan2\n",
                   "+ pp 2|pppoe use lan2|no pppoe use\n"
                   "- pp 1|pp disable 1|pp enable 1\n"
                   "- pp 1|no pppoe use|pppoe use lan2\n"
                   "+ pp 2|pp enable 2|pp disable 2\n");
    assert_replace("login password *\nadministrator password *\n",
                   "login password *\nadministrator password *\n", "");
    assert_replace("pp disable all\n", "no tunnel enable all\n", "");
    assert_replace("dhcp scope 1 10.0.0.2-10.0.0.9/24\n"
                   "dhcp scope bind 1 10.0.0.3 01 02\n",
                   "",
                   "- |no dhcp scope bind 1 10.0.0.3|"
                   "dhcp scope bind 1 10.0.0.3 01 02\n"
                   "- |no dhcp scope 1|dhcp scope 1 10.0.0.2-10.0.0.9/24\n");
}

static void test_diff(void)
{
    rtx_plan *plan =
        merge("ip filter 1 pass * *\npp select 1\n pp auth myname a hoge\n"
              "tunnel select 1\n ipsec tunnel 101\n  ipsec ike hash 1 md5\n",
              "no ip filter 1\nsyslog notice on\n"
              "pp select 1\n pp auth myname a fuga\n pppoe use lan2\n"
              "tunnel select 1\n ipsec ike hash 1 sha\n"
              " ipsec ike pre-shared-key 1 text hoge\n tunnel enable 1\n"
              "frobnicate on\n");
    char *text = rtx_plan_text(plan, 0);

    ASSERT_TEXT(text, "- ip filter 1 pass * *\n"
                      "+ syslog notice on\n"
                      "  pp select 1\n"
                      "-  pp auth myname a ***\n"
                      "+  pp auth myname a ***\n"
                      "+  pppoe use lan2\n"
                      "  tunnel select 1\n"
                      "   ipsec tunnel 101\n"
                      "-   ipsec ike hash 1 md5\n"
                      "+   ipsec ike hash 1 sha\n"
                      "+   ipsec ike pre-shared-key 1 text ***\n"
                      "+  tunnel enable 1\n"
                      "+ frobnicate on\n"
                      "! f:9: can cut the connection (starts or stops the "
                      "tunnel): tunnel 1: tunnel enable 1\n"
                      "! f:10: not in the grammar, treated in general: "
                      "frobnicate on\n");
    rtx_free(text);
    text = rtx_plan_text(plan, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\033[32m+ syslog notice on\033[0m\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "\033[31m- ip filter 1"));
    CU_ASSERT_PTR_NULL(strstr(text, "hoge"));
    rtx_free(text);
    rtx_plan_free(plan);
}

static void test_shown(void)
{
    rtx_plan *plan = merge("pp select 1\n pp auth myname a hoge\n",
                           "pp select 1\n pp auth myname a fuga\n");
    struct rtx_change c = {.size = sizeof c};

    ASSERT_INT(rtx_plan_change(plan, 0, &c), 0);
    ASSERT_TEXT(c.text, "pp auth myname a fuga");
    ASSERT_TEXT(c.shown, "pp auth myname a ***");
    ASSERT_TEXT(c.undo, "pp auth myname a hoge");
    ASSERT_TEXT(c.shown_undo, "pp auth myname a ***");
    ASSERT_TEXT(c.before, "pp auth myname a hoge");
    ASSERT_TEXT(c.shown_before, "pp auth myname a ***");
    ASSERT_TEXT(c.file, "f");
    ASSERT_INT(c.line, 2);
    CU_ASSERT(c.flags & RTX_STATEMENT_SECRET);
    ASSERT_INT(rtx_plan_change(plan, 1, &c), RTX_E_ARGUMENT);
    rtx_plan_free(plan);
}

/* The fixtures: a router at home gets a VPN, and loses it again. */
static void test_fixtures(void)
{
    size_t length;
    char *home = test_file("tests/fixtures/config/rtx810-home.txt", NULL);
    char *l2tp = test_file("tests/fixtures/config/l2tp.conf", &length);
    rtx_config *running = running_of(home);
    rtx_config *fragment = NULL;
    rtx_config *expected = NULL;
    rtx_plan *plan = NULL;
    rtx_plan *again = NULL;

    ASSERT_INT(rtx_config_parse_fragment(&fragment, "l2tp.conf", l2tp, length,
                                         NULL, NULL),
               0);
    ASSERT_INT(rtx_plan_merge(&plan, running, fragment, NULL), 0);
    ASSERT_INT(rtx_plan_count(plan), 27);
    ASSERT_INT(rtx_plan_expected(&expected, running, plan, NULL), 0);
    ASSERT_INT(rtx_plan_merge(&again, expected, fragment, NULL), 0);
    ASSERT_INT(rtx_plan_count(again), 0);
    rtx_plan_free(again);
    ASSERT_INT(rtx_plan_replace(&again, expected, running, NULL), 0);
    ASSERT_INT(rtx_plan_count(again), 27);
    rtx_config_free(fragment);
    ASSERT_INT(rtx_plan_expected(&fragment, expected, again, NULL), 0);
    CU_ASSERT(rtx__config_equal(fragment, running, NULL));
    rtx_plan_free(again);
    rtx_plan_free(plan);
    rtx_config_free(running);
    rtx_config_free(fragment);
    rtx_config_free(expected);
    free(home);
    free(l2tp);
}

/* A whole configuration as a fragment that says a thing twice. */
static void test_replace_fragment(void)
{
    rtx_config *from = running_of("syslog notice off\n");
    rtx_config *to = fragment_of("syslog notice on\nno ip filter 1\n"
                                 "syslog notice off\n");
    rtx_plan *plan = NULL;

    ASSERT_INT(rtx_plan_replace(&plan, from, to, NULL), 0);
    ASSERT_INT(rtx_plan_count(plan), 0);
    CU_ASSERT(warned(plan, "f:1: overtaken by f:3"));
    CU_ASSERT(warned(plan, "f:2: says nothing"));
    rtx_plan_free(plan);
    rtx_config_free(from);
    rtx_config_free(to);
}

/* Callers of another version's header: what they know of is filled in. */
static void test_sizes(void)
{
    rtx_plan *plan = merge("telnetd service on\n",
                           "telnetd service off\nip filter 1 pass *\n");
    rtx_config *config = fragment_of("syslog notice on\n");
    struct {
        struct rtx_change known;
        char newer[8];
    } c = {.known = {.size = sizeof c}, .newer = "kept"};
    struct rtx_statement s = {.size = offsetof(struct rtx_statement, file)};
    const char *before = s.file = "kept, too";

    ASSERT_INT(rtx_plan_change(plan, 0, &c.known), 0);
    ASSERT_INT(c.known.size, sizeof c);
    ASSERT_TEXT(c.newer, "kept");
    c.known.size = 2;
    ASSERT_INT(rtx_plan_change(plan, 0, &c.known), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_config_statement(config, 0, &s), 0);
    CU_ASSERT_PTR_EQUAL(s.file, before);
    s.size = UINT32_MAX; /* nobody has set it */
    ASSERT_INT(rtx_config_statement(config, 0, &s), RTX_E_ARGUMENT);
    CU_ASSERT_PTR_EQUAL(s.file, before);
    rtx_plan_free(plan);
    rtx_config_free(config);
}

static CU_TestInfo tests[] = {
    {"merging a fragment", test_merge},
    {"merging IPsec statements", test_merge_ipsec},
    {"another nest in a tunnel", test_merge_nest},
    {"what hangs on a DHCP scope", test_merge_scope},
    {"the same thing said twice", test_merge_twice},
    {"masked values", test_masked},
    {"warnings", test_warnings},
    {"replacing everything", test_replace},
    {"replacing by a fragment", test_replace_fragment},
    {"a VPN comes and goes", test_fixtures},
    {"a diff for people", test_diff},
    {"secrets of a change", test_shown},
    {"structs of other sizes", test_sizes},
    CU_TEST_INFO_NULL};
RTX_SUITE(plan, tests)
