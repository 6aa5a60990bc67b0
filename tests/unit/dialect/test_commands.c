/* The statement grammar: what it says of commands that people use. */
#include "dialect/commands.h"
#include "dialect/grammar.h"
#include "test.h"
#include "unit/config/sample.h"

/* A line, its key, which words are secret (as a mask). */
static const struct {
    const char *line;
    const char *key;
    unsigned long secrets;
    enum rtx_command_context context;
} known[] = {
    {"ip route default gateway pp 1", "ip route default", 0, RTX_IN_GLOBAL},
    {"ip route 10.0.0.0/16 gateway tunnel 1 hide gateway tunnel 2 weight 0",
     "ip route 10.0.0.0/16", 0, RTX_IN_GLOBAL},
    {"ip lan1 address 192.168.100.254/24", "ip lan1 address", 0, RTX_IN_GLOBAL},
    {"ip lan1 proxyarp on", "ip lan1 proxyarp", 0, RTX_IN_GLOBAL},
    {"ip lan2 secure filter out 1 dynamic 2", "ip lan2 secure filter out", 0,
     RTX_IN_GLOBAL},
    {"provider filter routing connection", "provider filter routing", 0,
     RTX_IN_GLOBAL},
    {"provider lan1 name LAN:", "provider lan1 name", 0, RTX_IN_GLOBAL},
    {"provider lan2 name PPPoE/0/1/3/0/0:x", "provider lan2 name", 0,
     RTX_IN_GLOBAL},
    {"provider set 1 name", "provider set 1", 0, RTX_IN_GLOBAL},
    {"provider dns server pp 1 1", "provider dns server pp 1", 0,
     RTX_IN_GLOBAL},
    {"provider select 1", "provider select", 0, RTX_IN_GLOBAL},
    {"description lan2 uplink", "description lan2", 0, RTX_IN_GLOBAL},
    {"description pp branch", "description pp", 0, RTX_IN_PP},
    {"description tunnel branch", "description tunnel", 0, RTX_IN_TUNNEL},
    {"pp name PRV/1/1/3/0/0:x", "pp name", 0, RTX_IN_PP},
    {"pp keepalive interval 30 retry-interval=30 count=12",
     "pp keepalive interval", 0, RTX_IN_PP},
    {"pppoe use lan2", "pppoe use", 0, RTX_IN_PP},
    {"pppoe auto disconnect off", "pppoe auto disconnect", 0, RTX_IN_PP},
    {"pp auth accept pap chap", "pp auth accept", 0, RTX_IN_PP},
    {"pp auth myname user@example.jp secret", "pp auth myname", 1 << 4,
     RTX_IN_PP},
    {"pp auth username fugafuga piyopiyo", "pp auth username fugafuga", 1 << 4,
     RTX_IN_PP},
    {"pp auth username a b myname c d", "pp auth username a", 1 << 4 | 1 << 7,
     RTX_IN_PP},
    {"pp auth request pap chap", "pp auth request", 0, RTX_IN_PP},
    {"ppp lcp mru on 1454", "ppp lcp mru", 0, RTX_IN_PP},
    {"ppp ipcp ipaddress on", "ppp ipcp ipaddress", 0, RTX_IN_PP},
    {"ppp ipcp msext on", "ppp ipcp msext", 0, RTX_IN_PP},
    {"ppp ccp type none", "ppp ccp type", 0, RTX_IN_PP},
    {"ip pp secure filter in 200003", "ip pp secure filter in", 0, RTX_IN_PP},
    {"ip pp nat descriptor 1000", "ip pp nat descriptor", 0, RTX_IN_PP},
    {"ip pp remote address pool dhcp", "ip pp remote address pool", 0,
     RTX_IN_PP},
    {"ip pp mtu 1258", "ip pp mtu", 0, RTX_IN_PP},
    {"pp bind tunnel1", "pp bind", 0, RTX_IN_PP},
    {"pp enable 1", "pp enable 1", 0, RTX_IN_GLOBAL},
    {"pp enable anonymous", "pp enable anonymous", 0, RTX_IN_GLOBAL},
    {"ip filter 200000 reject 10.0.0.0/8 * * * *", "ip filter 200000", 0,
     RTX_IN_GLOBAL},
    {"ip filter dynamic 200080 * * ftp", "ip filter dynamic 200080", 0,
     RTX_IN_GLOBAL},
    {"ip filter set wan in 1 2", "ip filter set wan in", 0, RTX_IN_GLOBAL},
    {"nat descriptor type 1000 masquerade", "nat descriptor type 1000", 0,
     RTX_IN_GLOBAL},
    {"nat descriptor address outer 1000 1.2.3.4",
     "nat descriptor address outer 1000", 0, RTX_IN_GLOBAL},
    {"nat descriptor masquerade static 1000 1 192.168.100.254 esp",
     "nat descriptor masquerade static 1000 1", 0, RTX_IN_GLOBAL},
    {"nat descriptor timer 1000 600", "nat descriptor timer 1000", 0,
     RTX_IN_GLOBAL},
    {"nat descriptor timer 1000 protocol=tcp port=www 120",
     "nat descriptor timer 1000 protocol=tcp port=www", 0, RTX_IN_GLOBAL},
    {"dhcp service server", "dhcp service", 0, RTX_IN_GLOBAL},
    {"dhcp server rfc2131 compliant except remain-silent",
     "dhcp server rfc2131 compliant", 0, RTX_IN_GLOBAL},
    {"dhcp scope 1 192.168.100.110-192.168.100.120/24", "dhcp scope 1", 0,
     RTX_IN_GLOBAL},
    {"dhcp scope bind 1 192.168.100.111 ethernet 00:a0:de:00:00:01",
     "dhcp scope bind 1 192.168.100.111", 0, RTX_IN_GLOBAL},
    {"tunnel encapsulation l2tp", "tunnel encapsulation", 0, RTX_IN_TUNNEL},
    {"ipsec tunnel 1", "ipsec tunnel 1", 0, RTX_IN_TUNNEL},
    {"ipsec tunnel outer df-bit clear", "ipsec tunnel outer df-bit", 0,
     RTX_IN_TUNNEL},
    {"ipsec sa policy 1 1 esp aes-cbc sha-hmac", "ipsec sa policy 1", 0,
     RTX_IN_IPSEC},
    {"ipsec ike keepalive use 1 off", "ipsec ike keepalive use 1", 0,
     RTX_IN_IPSEC},
    {"ipsec ike pre-shared-key 1 text hogehoge", "ipsec ike pre-shared-key 1",
     1 << 5, RTX_IN_IPSEC},
    {"ipsec ike pre-shared-key 1 *", "ipsec ike pre-shared-key 1", 1 << 4,
     RTX_IN_IPSEC},
    {"ipsec ike duration ipsec-sa 1 3600", "ipsec ike duration ipsec-sa 1", 0,
     RTX_IN_IPSEC},
    {"l2tp tunnel disconnect time off", "l2tp tunnel disconnect time", 0,
     RTX_IN_TUNNEL},
    {"l2tp tunnel auth on secret", "l2tp tunnel auth", 1 << 4, RTX_IN_TUNNEL},
    {"l2tp keepalive use on 10 3", "l2tp keepalive use", 0, RTX_IN_TUNNEL},
    {"l2tp syslog on", "l2tp syslog", 0, RTX_IN_TUNNEL},
    {"ip tunnel tcp mss limit auto", "ip tunnel tcp mss limit", 0,
     RTX_IN_TUNNEL},
    {"tunnel enable 1", "tunnel enable 1", 0, RTX_IN_GLOBAL},
    {"ipsec transport 1 1 udp 1701", "ipsec transport 1", 0, RTX_IN_GLOBAL},
    {"ipsec auto refresh on", "ipsec auto refresh", 0, RTX_IN_GLOBAL},
    {"ipsec auto refresh 1 on", "ipsec auto refresh 1", 0, RTX_IN_GLOBAL},
    {"l2tp service on", "l2tp service", 0, RTX_IN_GLOBAL},
    {"dns private address spoof on", "dns private address spoof", 0,
     RTX_IN_GLOBAL},
    {"dns server pp 1", "dns server pp", 0, RTX_IN_GLOBAL},
    {"dns server 10.0.0.1 10.0.0.2", "dns server", 0, RTX_IN_GLOBAL},
    {"dns server select 500001 pp 1 any . restrict pp 1",
     "dns server select 500001", 0, RTX_IN_GLOBAL},
    {"schedule at 1 */* 00:00:00 * ntpdate ntp.nict.jp", "schedule at 1", 0,
     RTX_IN_GLOBAL},
    {"login user admin secret", "login user admin", 1 << 3, RTX_IN_GLOBAL},
    {"login password *", "login password", 1 << 2, RTX_IN_GLOBAL},
    {"login password encrypted *", "login password", 1 << 3, RTX_IN_GLOBAL},
    {"snmp community read-only public", "snmp community read-only", 1 << 3,
     RTX_IN_GLOBAL},
    {"set PP1=user:pass", "set PP1", 1 << 1, RTX_IN_GLOBAL},
    {"bgp import 10124 static filter 1", "bgp import 10124 static", 0,
     RTX_IN_GLOBAL},
    {"bgp import filter 1 equal 0.0.0.0/0", "bgp import filter 1", 0,
     RTX_IN_GLOBAL},
    {"wan1 auth myname a@b c", "wan1 auth myname", 1 << 4, RTX_IN_GLOBAL},
};

static void test_known(void)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        const struct rtx_command *command = rtx__command_find(known[i].line);
        char key[128];
        char no[256];

        CU_ASSERT_PTR_NOT_NULL_FATAL(command);
        rtx__command_key(known[i].line, key, sizeof key);
        ASSERT_TEXT(key, known[i].key);
        ASSERT_INT(rtx__command_secrets(known[i].line), known[i].secrets);
        ASSERT_INT(command->context, known[i].context);
        ASSERT_INT(rtx__command_check(known[i].line), RTX_FAULT_NONE);
        if (command->flags & RTX_COMMAND_NO_NO)
            continue;
        /* The no form has the same key, with the values and without. */
        snprintf(no, sizeof no, "no %s", known[i].line);
        CU_ASSERT_PTR_EQUAL(rtx__command_find(no), command);
        rtx__command_key(no, key, sizeof key);
        ASSERT_TEXT(key, known[i].key);
        snprintf(no, sizeof no, "No  %s", known[i].key);
        rtx__command_key(no, key, sizeof key);
        ASSERT_TEXT(key, known[i].key);
        ASSERT_INT(rtx__command_check(no), RTX_FAULT_NONE);
    }
}

static void test_case(void)
{
    char key[64];

    rtx__command_key("  IP Lan1 ADDRESS 10.0.0.1/8 ", key, sizeof key);
    ASSERT_TEXT(key, "ip lan1 address");
    rtx__command_key("PP Auth USERNAME Alice x", key, sizeof key);
    ASSERT_TEXT(key, "pp auth username Alice");
    ASSERT_INT(rtx__command_key("ip filter 200000 pass *", key, 10), 0);
}

static void test_faults(void)
{
    static const struct {
        const char *line;
        enum rtx_command_fault fault;
    } rows[] = {
        {"frobnicate the router", RTX_FAULT_NAME},
        {"ip pp1 mtu 1454", RTX_FAULT_NAME},
        {"ip tunnel1 secure filter in 1", RTX_FAULT_NAME},
        {"no login password", RTX_FAULT_NAME},
        {"no pp disable 1", RTX_FAULT_NAME},
        {"console lines 0", RTX_FAULT_RANGE},
        {"console lines infinity", RTX_FAULT_NONE},
        {"console lines many", RTX_FAULT_KEYWORD},
        {"console columns 201", RTX_FAULT_RANGE},
        {"console columns wide", RTX_FAULT_INTEGER},
        {"console character ja.utf16", RTX_FAULT_KEYWORD},
        {"login timer 5", RTX_FAULT_RANGE},
        {"syslog notice", RTX_FAULT_ARITY},
        {"syslog notice on off", RTX_FAULT_ARITY},
        {"syslog notice yes", RTX_FAULT_KEYWORD},
        {"administrator secret", RTX_FAULT_ARITY},
        {"ip filter one pass * * * * *", RTX_FAULT_INTEGER},
        {"ip filter 1 allow * * * * *", RTX_FAULT_KEYWORD},
        {"ip filter 1 pass", RTX_FAULT_ARITY},
        {"bgp router id 1.2.3", RTX_FAULT_ADDRESS},
        {"bgp router id lan1", RTX_FAULT_ADDRESS},
        {"tunnel select x", RTX_FAULT_KEYWORD},
        {"no ip filter", RTX_FAULT_ARITY},
        {"no syslog notice on off and more", RTX_FAULT_NONE},
        {"no tunnel enable", RTX_FAULT_ARITY},
        {"telnetd session 9", RTX_FAULT_RANGE},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        test_int(rtx__command_check(rows[i].line), rows[i].fault, rows[i].line,
                 __FILE__, __LINE__);
}

static void test_begins(void)
{
    CU_ASSERT(rtx__command_begins("ip"));
    CU_ASSERT(rtx__command_begins("ip filter 1 pass *"));
    CU_ASSERT(rtx__command_begins("no ip filter"));
    CU_ASSERT(rtx__command_begins("wan1 bind usb1"));
    CU_ASSERT(rtx__command_begins("pp name \"open"));
    CU_ASSERT_FALSE(rtx__command_begins("6 200099"));
    CU_ASSERT_FALSE(rtx__command_begins("ip frobnicate"));
    CU_ASSERT_FALSE(rtx__command_begins("ess=00:a0:de:00:00:01"));
    CU_ASSERT_FALSE(rtx__command_begins("pp 1 any . restrict"));
    CU_ASSERT_FALSE(rtx__command_begins(""));
}

static void test_words(void)
{
    struct rtx_word words[4];

    ASSERT_INT(rtx__words("  a \"b c\" d\\ e # f", words, 4), 3);
    ASSERT_INT(words[1].at, 4);
    ASSERT_INT(words[1].length, 5);
    ASSERT_INT(words[2].length, 4);
    ASSERT_INT(rtx__words("a '\"' b", words, 4), 3);
    ASSERT_INT(rtx__words("ab \"cd", words, 4), -1 - 3);
    ASSERT_INT(rtx__words("it's", words, 4), -1 - 2);
    ASSERT_INT(rtx__words("a b c d e f", words, 2), 6);
    ASSERT_INT(rtx__words("#", words, 4), 0);
}

/* Of what is not in the table, a sane guess. */
static void test_unknown(void)
{
    char key[128];

    rtx__command_key("analog supplementary-service pseudo call-waiting", key,
                     sizeof key);
    ASSERT_TEXT(key, "analog supplementary-service pseudo");
    rtx__command_key("frob lan2 on", key, sizeof key);
    ASSERT_TEXT(key, "frob lan2");
    rtx__command_key("frob filter 5 pass *", key, sizeof key);
    ASSERT_TEXT(key, "frob filter 5 pass");
    ASSERT_INT(rtx__command_secrets("frob password hoge"), 1 << 2);
    ASSERT_INT(rtx__command_secrets("frob user x key=hoge"), 1 << 3);
    ASSERT_INT(rtx__command_secrets("frob auth-key abc def"), 0);
}

static void hidden(const char *line, const char *expected, int at)
{
    struct rtx_buf shown;

    rtx__buf_init(&shown, 4096);
    ASSERT_INT(rtx__statement_redact(line, "***", &shown), 0);
    test_text(rtx__buf_str(&shown), expected, __FILE__, at);
    rtx__buf_free(&shown);
}

/* Who mistypes a command with a secret has typed the secret all the same. */
static void test_mistyped(void)
{
    static const char *const rows[][2] = {
        {"pp auth myname u@x NEWSEC2 junk1", "pp auth myname *** *** ***"},
        {"ipsec ike preshared-key 1 text TYPO",
         "ipsec ike preshared-key *** *** ***"},
        {"ipsec ike pre-shared-key TYPO", "ipsec ike pre-shared-key ***"},
        {"pp auth usrname carol TYPO", "pp auth *** *** ***"},
        {"administrator pasword PW15", "administrator pasword ***"},
        {"administrator PW15", "administrator PW15"},
        {"adm pas PW15", "adm pas ***"},
        {"no administrator passwrod PW15", "no administrator passwrod ***"},
        {"logn pasword PW15", "logn pasword ***"},
        {"snmp comunity raed-only PW15", "snmp comunity raed-only ***"},
        {"mobile pim cod usb1 1234", "mobile pim cod usb1 1234"},
        {"mobile pin cod usb1 1234", "mobile pin cod *** ***"},
        {"ip filtre 200101 reject * * udp * 445",
         "ip filtre 200101 reject * * udp * 445"},
        {"login timer 5", "login timer 5"},
        {"show confg", "show confg"},
        {"auth user group 1 2 3 x y", "auth user group 1 2 3 x y"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        hidden(rows[i][0], rows[i][1], __LINE__);
}

static void test_masked(void)
{
    char text[] = "Error: bad parameter NEWSEC2, u@x or junk1: NEWSEC2";

    rtx__mask_secrets("pp auth myname u@x NEWSEC2", text);
    ASSERT_TEXT(text, "Error: bad parameter *******, u@x or junk1: *******");
}

/* Every row can be reached by a line that fits its form. */
static void test_rows(void)
{
    uint32_t state = 42;

    for (int i = 0; i < rtx__command_count(); i++) {
        const struct rtx_command *row = rtx__command_row(i);
        bool reached = false;

        ASSERT_INT(row->rank, i);
        for (int attempt = 0; attempt < 200 && !reached; attempt++) {
            struct rtx_buf line;

            rtx__buf_init(&line, 4096);
            sample_line(row, &state, &line);
            reached = rtx__command_find(rtx__buf_str(&line)) == row &&
                      rtx__command_check(rtx__buf_str(&line)) == 0;
            rtx__buf_free(&line);
        }
        if (!reached)
            printf("\nnever reached: %s\n", row->form);
        CU_ASSERT(reached);
    }
}

static CU_TestInfo tests[] = {
    {"keys, secrets and contexts of known lines", test_known},
    {"case of letters", test_case},
    {"faults as the router tells them", test_faults},
    {"what begins a command", test_begins},
    {"words, quotes, comments", test_words},
    {"commands that are not in the table", test_unknown},
    {"mistyped commands hide their secrets", test_mistyped},
    {"secrets in other texts", test_masked},
    {"every row is reachable", test_rows},
    CU_TEST_INFO_NULL};
RTX_SUITE(commands, tests)
