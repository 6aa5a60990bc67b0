/* Recipes: what is refused, and what of the router is left alone. */
#include "kitchen.h"

static const char factory[] = "ip lan1 address 192.168.100.1/24\n"
                              "telnetd host lan1\n";

static void values_are_checked(void)
{
    static const struct {
        const char *name;
        const char *value;
        const char *said;
    } bad[] = {
        {"pppoe", "lan=192.168.100.0/24", "network's own"},
        {"pppoe", "lan=192.168.100.255/24", "broadcast"},
        {"pppoe", "lan=192.168.100.254", "prefix"},
        {"pppoe", "address=203.0.113.256", "not an IPv4 address"},
        {"pppoe", "mtu=1501", "1280 to 1500"},
        {"pppoe", "mtu=14x4", "1280 to 1500"},
        {"pppoe", "dhcp=192.168.100.20-192.168.100.10", "range"},
        {"pppoe", "provider=two words", "no blanks"},
        {"pppoe", "password=p\xc3\xa4ss", "printable ASCII"},
        {"pppoe", "password=", "1 to 64"},
        {"pppoe", "pp=0", "1 to 30"},
        {"pppoe", "wan=eth0", "interface"},
        {"pppoe", "in=200003;200004", "number"},
        {"pppoe", "colour=red", "no key"},
        {"l2tp", "user=alice", "user.1"},
        {"l2tp", "user.0=alice", "no key"},
        {"l2tp", "key=123456789012345678901234567890123", "1 to 32"},
        {"l2tp", "cipher=rot13", "aes-cbc|"},
        {"vpc", "inside.1=169.254.10.0/30", "network's own"},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        kitchen_refused(bad[i].name, SET(bad[i].value), NULL, RTX_E_ARGUMENT,
                        bad[i].said);
    kitchen_refused("pppoe", SET("mtu=1400", "mtu=1400"), NULL, RTX_E_ARGUMENT,
                    "already");
    kitchen_refused("soup", SET("a=b"), NULL, RTX_E_ARGUMENT, "no recipe");
}

static void values_must_fit_together(void)
{
    kitchen_refused("pppoe", SET("lan=192.168.1.1/24"), NULL, RTX_E_ARGUMENT,
                    "missing");
    kitchen_refused("pppoe",
                    SET("provider=P", "account=a", "password=b",
                        "address=192.168.1.9", "lan=192.168.1.1/24"),
                    NULL, RTX_E_ARGUMENT, "lies in the LAN");
    kitchen_refused("pppoe",
                    SET("provider=P", "account=a", "password=b",
                        "address=203.0.113.5", "lan=192.168.1.1/24",
                        "dhcp=192.168.1.1-192.168.1.9"),
                    NULL, RTX_E_ARGUMENT, "own address");
    kitchen_refused("pppoe",
                    SET("provider=P", "account=a", "password=b",
                        "address=203.0.113.5", "lan=192.168.1.1/24",
                        "dhcp=192.168.2.2-192.168.2.9"),
                    NULL, RTX_E_ARGUMENT, "leaves the LAN");
    kitchen_refused("l2tp", SET(ALICE, "user.2=alice", "password.2=x", KEY),
                    factory, RTX_E_ARGUMENT, "same name");
    kitchen_refused("l2tp", SET(ALICE, "user.3=carol", "password.3=x", KEY),
                    factory, RTX_E_ARGUMENT, "client 2 has no user");
    kitchen_refused("l2tp",
                    SET(ALICE, BOB, KEY, "pool=192.168.100.9-192.168.100.9"),
                    factory, RTX_E_ARGUMENT, "1 addresses for 2 clients");
    kitchen_refused("l2tp", SET(ALICE, KEY), NULL, RTX_E_ARGUMENT, "lan");
    kitchen_refused("lan-to-lan",
                    SET("a_lan=192.168.1.1/24", "b_lan=192.168.1.2/24",
                        "a_address=203.0.113.1", "key=k", "side=a", "name=n"),
                    NULL, RTX_E_ARGUMENT, "same network");
    kitchen_refused("lan-to-lan",
                    SET("a_lan=192.168.1.1/24", "b_lan=192.168.2.1/24", "key=k",
                        "side=a", "name=n"),
                    NULL, RTX_E_ARGUMENT, "fixed address");
    kitchen_refused("behind",
                    SET("lan=192.168.5.1/24", "address=192.168.0.2/24"), NULL,
                    RTX_E_ARGUMENT, "gateway");
    kitchen_refused("behind",
                    SET("lan=192.168.5.1/24", "address=192.168.0.2/24",
                        "gateway=192.168.1.1"),
                    NULL, RTX_E_ARGUMENT, "neighbour");
    kitchen_refused("vpc", SET(CLOUD, "peer.3=198.51.100.3"), NULL,
                    RTX_E_ARGUMENT, "two tunnels");
}

static void secrets_are_not_given_as_text(void)
{
    rtx_recipe *recipe = NULL;
    struct rtx_error error;

    rtx_error_init(&error);
    ASSERT_INT(rtx_recipe_new(&recipe, "l2tp", &error), 0);
    ASSERT_INT(rtx_recipe_is_secret(recipe, "key"), 1);
    ASSERT_INT(rtx_recipe_is_secret(recipe, "user.1"), 0);
    ASSERT_INT(rtx_recipe_is_secret(recipe, "nothing"), RTX_E_ARGUMENT);
    ASSERT_INT(rtx_recipe_set(recipe, "key", "swordfish", &error),
               RTX_E_ARGUMENT);
    CU_ASSERT(!strstr(error.message, "swordfish"));
    rtx_recipe_free(recipe);
}

static void what_is_in_use_is_not_taken(void)
{
    static const char busy[] =
        "ip lan1 address 192.168.100.1/24\n"
        "ip lan2 address 10.0.0.1/8\n"
        "pp select 1\n"
        " pppoe use lan2\n"
        " pp auth myname other@provider.example secret-of-others\n"
        " pp enable 1\n"
        "ip filter 200020 pass * * tcp * 22\n"
        "nat descriptor type 1000 nat\n";
    struct rtx_error error;
    int rc;
    rtx_recipe *recipe;
    char *text;

    kitchen_refused("pppoe", SET(LINE), busy, RTX_E_CONFLICT, "pp auth myname");
    kitchen_refused("pppoe", SET(LINE, "pp=2"), busy, RTX_E_CONFLICT,
                    "nat descriptor type 1000 nat");
    kitchen_refused("pppoe", SET(LINE, "pp=2", "nat=1001"), busy,
                    RTX_E_CONFLICT, "ip filter 200020");
    kitchen_refused("behind", SET("lan=10.1.0.1/16", "mode=none"), busy,
                    RTX_E_CONFLICT, "lan2 has an address");
    /* asked for: taken, and said */
    recipe = kitchen_form("pppoe", SET(LINE), &rc, &error);
    rtx_recipe_allow(recipe, RTX_RECIPE_TAKE_OVER);
    text = kitchen_cook(recipe, busy, &rc, &error);
    ASSERT_INT(rc, 0);
    CU_ASSERT(rtx_recipe_warning(recipe, 0) != NULL);
    for (size_t i = 0; rtx_recipe_warning(recipe, i); i++)
        CU_ASSERT(!strstr(rtx_recipe_warning(recipe, i), "secret-of-others"));
    rtx_recipe_text_free(text);
    rtx_recipe_free(recipe);
}

/* A list that is there is extended: the trap of the worked example. */
static void a_filter_list_is_extended(void)
{
    char *text =
        kitchen_cooked("l2tp", SET(ALICE, KEY),
                       "ip lan1 address 192.168.100.254/24\n"
                       "pp select 1\n"
                       " ip pp secure filter in 200003 200062 dynamic 200080\n"
                       " ip pp nat descriptor 7\n"
                       " pp enable 1\n"
                       "ip filter 200062 reject * * * * *\n"
                       "ip filter 5 pass * 192.168.100.254 esp * *\n");

    /* 5 serves; 200062 is another's */
    kitchen_assert_line(text,
                        "ip pp secure filter in 200003 200062 5 200061 200063 "
                        "200064 dynamic 200080");
    kitchen_assert_line(text,
                        "ip filter 200061 pass * 192.168.100.254 udp * 500");
    kitchen_assert_line(text,
                        "nat descriptor masquerade static 7 1 192.168.100.254 "
                        "esp");
    rtx_recipe_text_free(text);
}

/* A tunnel that the router has keeps its own numbers. */
static void numbers_of_the_router_are_kept(void)
{
    char *text = kitchen_cooked("l2tp", SET(ALICE, BOB, KEY),
                                "ip lan1 address 192.168.100.254/24\n"
                                "pp select anonymous\n"
                                " pp bind tunnel3\n"
                                "tunnel select 3\n"
                                " tunnel encapsulation l2tp\n"
                                " ipsec tunnel 103\n"
                                "  ipsec sa policy 103 3 esp aes-cbc sha-hmac\n"
                                " tunnel enable 3\n"
                                "ipsec transport 7 103 udp 1701\n");

    kitchen_assert_line(text, "pp bind tunnel3 tunnel1");
    kitchen_assert_line(text, "ipsec tunnel 103");
    kitchen_assert_line(text, "ipsec ike local address 103 192.168.100.254");
    kitchen_assert_line(text, "ipsec transport 7 103 udp 1701");
    kitchen_assert_line(text, "ipsec transport 1 1 udp 1701");
    rtx_recipe_text_free(text);
}

static void firmware_is_asked_first(void)
{
    static const char head[] = "# RTX810 Rev.%s (Fri Nov  4 19:11:00 2011)\n"
                               "ip lan1 address 192.168.100.254/24\n";
    static const struct {
        const char *revision;
        int rc;
    } cases[] = {{"11.01.04", RTX_E_UNSUPPORTED},
                 {"11.01.06", 0},
                 {"11.01.19", 0},
                 {"11.01.34", 0}};
    char running[200];
    struct rtx_error error;
    rtx_recipe *recipe;
    char *text;
    int rc;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        snprintf(running, sizeof running, head, cases[i].revision);
        if (cases[i].rc < 0)
            kitchen_refused("l2tp", SET(ALICE, KEY), running, cases[i].rc,
                            "11.01.06");
        else
            rtx_recipe_text_free(
                kitchen_cooked("l2tp", SET(ALICE, KEY), running));
    }
    kitchen_refused("l2tp",
                    SET(ALICE, BOB, CAROL, DAVE, ERIN, "user.6=f",
                        "password.6=f", "user.7=g", "password.7=g", KEY),
                    running, RTX_E_UNSUPPORTED, "takes 6 at once");
    snprintf(running, sizeof running, head, "11.01.04");
    recipe = kitchen_form("l2tp", SET(ALICE, KEY), &rc, &error);
    rtx_recipe_allow(recipe, RTX_RECIPE_ANY_FIRMWARE);
    text = kitchen_cook(recipe, running, &rc, &error);
    ASSERT_INT(rc, 0);
    CU_ASSERT(strstr(rtx_recipe_warning(recipe, 0), "11.01.06") != NULL);
    rtx_recipe_text_free(text);
    rtx_recipe_free(recipe);
}

static CU_TestInfo tests[] = {
    {"values are checked", values_are_checked},
    {"values must fit together", values_must_fit_together},
    {"secrets are not given as text", secrets_are_not_given_as_text},
    {"what is in use is not taken", what_is_in_use_is_not_taken},
    {"a filter list is extended", a_filter_list_is_extended},
    {"numbers of the router are kept", numbers_of_the_router_are_kept},
    {"firmware is asked first", firmware_is_asked_first},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(recipe_refused, tests)
