/* Recipes: forms, fragments, and what comes back from a router. */
#include <rtx/emulator.h>

#include "kitchen.h"

#define LINE                                             \
    "provider=EXAMPLE", "account=user@provider.example", \
        "password=example-pass", "address=203.0.113.5",  \
        "lan=192.168.100.254/24", "dhcp=192.168.100.110-192.168.100.120"
#define ALICE "user.1=alice", "password.1=wonderland-7"
#define BOB "user.2=bob", "password.2=builder 8"
#define CAROL "user.3=carol", "password.3=christmas-9"
#define DAVE "user.4=dave", "password.4=dungeon-10"
#define ERIN "user.5=erin", "password.5=emerald-11"
#define KEY "key=looking-glass"
#define SITES                                                                \
    "a_lan=192.168.1.1/24", "b_lan=192.168.2.1/24", "a_address=203.0.113.1", \
        "b_address=203.0.113.2", "key=both know"
#define CLOUD                                                               \
    "lan=192.168.100.254/24", "address=203.0.113.5", "peer.1=198.51.100.1", \
        "peer.2=198.51.100.2", "key.1=one-key", "key.2=two-key",            \
        "inside.1=169.254.10.2/30", "inside.2=169.254.11.2/30",             \
        "neighbor.1=169.254.10.1", "neighbor.2=169.254.11.1"

static const char factory[] = "ip lan1 address 192.168.100.1/24\n"
                              "telnetd host lan1\n";

/* A fragment that must come about. */
static char *cooked(const char *name, const char *const *set,
                    const char *running)
{
    struct rtx_error error;
    int rc;
    rtx_recipe *recipe = kitchen_form(name, set, &rc, &error);
    char *text = rc == 0 ? kitchen_cook(recipe, running, &rc, &error) : NULL;

    if (rc < 0)
        printf("\n%s: %s\n", name, error.message);
    CU_ASSERT_EQUAL_FATAL(rc, 0);
    rtx_recipe_free(recipe);
    return text;
}

/* One that must not, and what is said of it. */
static void refused(const char *name, const char *const *set,
                    const char *running, int code, const char *said)
{
    struct rtx_error error;
    int rc;
    rtx_recipe *recipe = kitchen_form(name, set, &rc, &error);
    char *text = rc == 0 ? kitchen_cook(recipe, running, &rc, &error) : NULL;

    ASSERT_INT(rc, code);
    if (rc < 0 && !strstr(error.message, said))
        printf("\n[%s] is not in [%s]\n", said, error.message);
    CU_ASSERT(rc < 0 && strstr(error.message, said) != NULL);
    rtx_recipe_text_free(text);
    rtx_recipe_free(recipe);
}

/* Does the text hold this line, whatever its indentation? */
static bool has_line(const char *text, const char *line)
{
    size_t length = strlen(line);

    while (*text) {
        size_t n;

        text += strspn(text, " ");
        n = strcspn(text, "\n");
        if (n == length && strncmp(text, line, n) == 0)
            return true;
        text += n + (text[n] == '\n');
    }
    return false;
}

static void assert_line(const char *text, const char *line)
{
    if (!has_line(text, line))
        printf("\nmissing: %s\n", line);
    CU_ASSERT(has_line(text, line));
}

/* ---- the worked example ---- */

/* Each statement of a fragment file is in the recipe's. */
static void covers(const char *cooked_text, const char *file,
                   const char *const *but)
{
    size_t length;
    char *text = test_file(file, &length);
    rtx_config *config = NULL;
    size_t count = 0;

    CU_ASSERT_EQUAL_FATAL(
        rtx_config_parse_fragment(&config, file, text, length, NULL, NULL), 0);
    for (size_t i = 0; i < rtx_config_count(config); i++) {
        struct rtx_statement s = {.size = sizeof s};
        bool excused = false;

        ASSERT_INT(rtx_config_statement(config, i, &s), 0);
        for (const char *const *b = but; *b && !excused; b++)
            excused = strcmp(s.text, *b) == 0;
        if (!excused) {
            assert_line(cooked_text, s.text);
            count++;
        }
    }
    CU_ASSERT(count > 20);
    rtx_config_free(config);
    free(text);
}

static void the_worked_example_comes_out(void)
{
    char *line = cooked("pppoe", SET(LINE), NULL);
    char *vpn = cooked("l2tp", SET(ALICE, KEY, "lan=192.168.100.254/24"), line);

    covers(line, "examples/internet.rtx", SET("none"));
    covers(vpn, "examples/vpn.rtx", SET("none"));
    rtx_recipe_text_free(line);
    rtx_recipe_text_free(vpn);
}

/* With nothing known of the router the list is what the recipe needs. */
static void without_a_router_nothing_is_assumed(void)
{
    char *line = cooked(
        "pppoe", SET(LINE, "in=200003", "out=200013", "dynamic=off"), NULL);
    char *vpn = cooked("l2tp", SET(ALICE, KEY, "lan=192.168.100.254/24"), NULL);

    assert_line(line, "ip pp secure filter in 200003");
    assert_line(line, "ip pp secure filter out 200013");
    assert_line(vpn, "ip pp secure filter in 200061 200062 200063 200064");
    CU_ASSERT(strstr(line, "ip filter dynamic") == NULL);
    rtx_recipe_text_free(line);
    rtx_recipe_text_free(vpn);
}

/* ---- onto a router, and back ---- */

static char *running_of(struct rig *rig)
{
    char *text = NULL;

    ASSERT_INT(rtx_session_run(rig->session, "show config", 10000, &text), 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    return text;
}

static void cook_and_push(struct rig *rig, const char *name,
                          const char *const *set)
{
    char *running = running_of(rig);
    char *text = cooked(name, set, running);

    kitchen_push(rig, text);
    rtx_recipe_text_free(text);
    rtx_free(running);
}

static void every_recipe_lands_unchanged(void)
{
    const struct {
        const char *name;
        const char *const *set;
    } recipes[] = {
        {"pppoe", SET(LINE)},
        {"pppoe", SET(LINE, "dns=192.0.2.53, 192.0.2.54", "dynamic=off")},
        {"l2tp", SET(ALICE, BOB, KEY)},
        {"l2tp", SET(ALICE, BOB, CAROL, "key=\"quo\\te # > | ? '",
                     "pool=192.168.100.60-192.168.100.62", "auth=mschap-v2")},
        {"lan-to-lan", SET(SITES, "side=a")},
        {"lan_to_lan", SET(SITES, "side=b", "cipher=aes256-cbc", "hash=sha256",
                           "group=modp2048")},
        {"behind", SET("lan=192.168.5.1/24")},
        {"behind", SET("lan=192.168.5.1/24", "address=192.168.0.2/24",
                       "gateway=192.168.0.1", "mode=nat",
                       "outer=192.168.0.10-192.168.0.19",
                       "map_outer.1=192.168.0.10", "map_inner.1=192.168.5.10")},
        {"behind", SET("lan=192.168.5.1/24", "address=192.168.0.2/24",
                       "gateway=192.168.0.1", "mode=none",
                       "dhcp=192.168.5.100-192.168.5.199")},
        {"vpc", SET(CLOUD)},
    };

    for (size_t i = 0; i < sizeof recipes / sizeof recipes[0]; i++) {
        struct rig rig;

        rig_up(&rig, factory, NO_OPTIONS);
        cook_and_push(&rig, recipes[i].name, recipes[i].set);
        rig_down(&rig);
    }
}

static void on_top_of_each_other(void)
{
    struct rig rig;
    char *running;

    rig_up(&rig, factory, NO_OPTIONS);
    cook_and_push(&rig, "pppoe", SET(LINE));
    cook_and_push(&rig, "l2tp", SET(ALICE, KEY));
    cook_and_push(&rig, "lan-to-lan",
                  SET("a_lan=192.168.100.254/24", "b_lan=192.168.2.1/24",
                      "a_address=203.0.113.5", "b_address=203.0.113.2",
                      "key=both", "side=a"));
    running = running_of(&rig);
    /* the tunnel that the client has is not taken, what exists is shared */
    assert_line(running, "ip route 192.168.2.0/24 gateway tunnel 2");
    assert_line(running, "nat descriptor masquerade static 1000 1 "
                         "192.168.100.254 esp");
    CU_ASSERT(strstr(running, "static 1000 5") == NULL);
    assert_line(running, "ip pp secure filter in 200003 200020 200030 200061 "
                         "200062 200063 200064");
    rtx_free(running);
    rig_down(&rig);
}

static size_t lines_with(const char *text, const char *what)
{
    size_t count = 0;

    for (; (text = strstr(text, what)) != NULL; text++)
        count++;
    return count;
}

/* From 3 clients to 5, and to 2: only what must change does. */
static void clients_come_and_go(void)
{
    struct rig rig;
    char *running;
    char *text;
    char *shown;

    rig_up(&rig, factory, NO_OPTIONS);
    cook_and_push(&rig, "pppoe", SET(LINE));
    cook_and_push(&rig, "l2tp", SET(ALICE, BOB, CAROL, KEY));
    running = running_of(&rig);
    text = cooked("l2tp", SET(ALICE, BOB, CAROL, DAVE, ERIN, KEY), running);
    shown = kitchen_plan(&rig, text);
    ASSERT_INT(lines_with(shown, "pp auth username"), 2);
    ASSERT_INT(lines_with(shown, "tunnel encapsulation l2tp"), 2);
    ASSERT_INT(lines_with(shown, "ipsec transport"), 2);
    CU_ASSERT(!strstr(shown, "ipsec ike local address 1 "));
    CU_ASSERT(!strstr(shown, "ip filter"));
    CU_ASSERT(!strstr(shown, "nat descriptor"));
    kitchen_push(&rig, text);
    rtx_free(shown);
    rtx_recipe_text_free(text);
    rtx_free(running);

    cook_and_push(&rig, "l2tp",
                  SET("user.1=alice", "password.1=wonderland-7", "user.2=erin",
                      "password.2=emerald-11", KEY));
    running = running_of(&rig);
    ASSERT_INT(lines_with(running, "pp auth username"), 2);
    assert_line(running, "pp bind tunnel1 tunnel2");
    ASSERT_INT(lines_with(running, "tunnel select"), 2);
    ASSERT_INT(lines_with(running, "ipsec transport"), 2);
    ASSERT_INT(lines_with(running, "pre-shared-key"), 2);
    CU_ASSERT(!strstr(running, "carol"));
    rtx_free(running);
    rig_down(&rig);
}

/* ---- what is refused ---- */

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
        refused(bad[i].name, SET(bad[i].value), NULL, RTX_E_ARGUMENT,
                bad[i].said);
    refused("pppoe", SET("mtu=1400", "mtu=1400"), NULL, RTX_E_ARGUMENT,
            "already");
    refused("soup", SET("a=b"), NULL, RTX_E_ARGUMENT, "no recipe");
}

static void values_must_fit_together(void)
{
    refused("pppoe", SET("lan=192.168.1.1/24"), NULL, RTX_E_ARGUMENT,
            "missing");
    refused("pppoe",
            SET("provider=P", "account=a", "password=b", "address=192.168.1.9",
                "lan=192.168.1.1/24"),
            NULL, RTX_E_ARGUMENT, "lies in the LAN");
    refused("pppoe",
            SET("provider=P", "account=a", "password=b", "address=203.0.113.5",
                "lan=192.168.1.1/24", "dhcp=192.168.1.1-192.168.1.9"),
            NULL, RTX_E_ARGUMENT, "own address");
    refused("pppoe",
            SET("provider=P", "account=a", "password=b", "address=203.0.113.5",
                "lan=192.168.1.1/24", "dhcp=192.168.2.2-192.168.2.9"),
            NULL, RTX_E_ARGUMENT, "leaves the LAN");
    refused("l2tp", SET(ALICE, "user.2=alice", "password.2=x", KEY), factory,
            RTX_E_ARGUMENT, "same name");
    refused("l2tp", SET(ALICE, "user.3=carol", "password.3=x", KEY), factory,
            RTX_E_ARGUMENT, "client 2 has no user");
    refused("l2tp", SET(ALICE, BOB, KEY, "pool=192.168.100.9-192.168.100.9"),
            factory, RTX_E_ARGUMENT, "1 addresses for 2 clients");
    refused("l2tp", SET(ALICE, KEY), NULL, RTX_E_ARGUMENT, "lan");
    refused("lan-to-lan",
            SET("a_lan=192.168.1.1/24", "b_lan=192.168.1.2/24",
                "a_address=203.0.113.1", "key=k", "side=a", "name=n"),
            NULL, RTX_E_ARGUMENT, "same network");
    refused("lan-to-lan",
            SET("a_lan=192.168.1.1/24", "b_lan=192.168.2.1/24", "key=k",
                "side=a", "name=n"),
            NULL, RTX_E_ARGUMENT, "fixed address");
    refused("behind", SET("lan=192.168.5.1/24", "address=192.168.0.2/24"), NULL,
            RTX_E_ARGUMENT, "gateway");
    refused("behind",
            SET("lan=192.168.5.1/24", "address=192.168.0.2/24",
                "gateway=192.168.1.1"),
            NULL, RTX_E_ARGUMENT, "neighbour");
    refused("vpc", SET(CLOUD, "peer.3=198.51.100.3"), NULL, RTX_E_ARGUMENT,
            "two tunnels");
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

    refused("pppoe", SET(LINE), busy, RTX_E_CONFLICT, "pp auth myname");
    refused("pppoe", SET(LINE, "pp=2"), busy, RTX_E_CONFLICT,
            "nat descriptor type 1000 nat");
    refused("pppoe", SET(LINE, "pp=2", "nat=1001"), busy, RTX_E_CONFLICT,
            "ip filter 200020");
    refused("behind", SET("lan=10.1.0.1/16", "mode=none"), busy, RTX_E_CONFLICT,
            "lan2 has an address");
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
    char *text = cooked("l2tp", SET(ALICE, KEY),
                        "ip lan1 address 192.168.100.254/24\n"
                        "pp select 1\n"
                        " ip pp secure filter in 200003 200062 dynamic 200080\n"
                        " ip pp nat descriptor 7\n"
                        " pp enable 1\n"
                        "ip filter 200062 reject * * * * *\n"
                        "ip filter 5 pass * 192.168.100.254 esp * *\n");

    /* 5 serves; 200062 is another's */
    assert_line(text, "ip pp secure filter in 200003 200062 5 200061 200063 "
                      "200064 dynamic 200080");
    assert_line(text, "ip filter 200061 pass * 192.168.100.254 udp * 500");
    assert_line(text, "nat descriptor masquerade static 7 1 192.168.100.254 "
                      "esp");
    rtx_recipe_text_free(text);
}

/* A tunnel that the router has keeps its own numbers. */
static void numbers_of_the_router_are_kept(void)
{
    char *text = cooked("l2tp", SET(ALICE, BOB, KEY),
                        "ip lan1 address 192.168.100.254/24\n"
                        "pp select anonymous\n"
                        " pp bind tunnel3\n"
                        "tunnel select 3\n"
                        " tunnel encapsulation l2tp\n"
                        " ipsec tunnel 103\n"
                        "  ipsec sa policy 103 3 esp aes-cbc sha-hmac\n"
                        " tunnel enable 3\n"
                        "ipsec transport 7 103 udp 1701\n");

    assert_line(text, "pp bind tunnel3 tunnel1");
    assert_line(text, "ipsec tunnel 103");
    assert_line(text, "ipsec ike local address 103 192.168.100.254");
    assert_line(text, "ipsec transport 7 103 udp 1701");
    assert_line(text, "ipsec transport 1 1 udp 1701");
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
            refused("l2tp", SET(ALICE, KEY), running, cases[i].rc, "11.01.06");
        else
            rtx_recipe_text_free(cooked("l2tp", SET(ALICE, KEY), running));
    }
    refused("l2tp",
            SET(ALICE, BOB, CAROL, DAVE, ERIN, "user.6=f", "password.6=f",
                "user.7=g", "password.7=g", KEY),
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

/* What one side says, the other says as well. */
static void both_sides_agree(void)
{
    char *a = cooked("lan-to-lan", SET(SITES, "side=a"), NULL);
    char *b = cooked("lan-to-lan", SET(SITES, "side=b"), NULL);
    char *c;

    assert_line(a, "ipsec ike remote address 1 203.0.113.2");
    assert_line(b, "ipsec ike remote address 1 203.0.113.1");
    assert_line(a, "ipsec ike local address 1 192.168.1.1");
    assert_line(b, "ipsec ike local address 1 192.168.2.1");
    assert_line(a, "ipsec ike pre-shared-key 1 text \"both know\"");
    assert_line(b, "ipsec ike pre-shared-key 1 text \"both know\"");
    assert_line(a, "ip route 192.168.2.0/24 gateway tunnel 1");
    assert_line(b, "ip route 192.168.1.0/24 gateway tunnel 1");
    rtx_recipe_text_free(a);
    rtx_recipe_text_free(b);
    c = cooked("lan-to-lan",
               SET("a_lan=192.168.1.1/24", "b_lan=192.168.2.1/24",
                   "a_address=203.0.113.1", "key=k", "side=b", "name=branch"),
               NULL);
    assert_line(c, "ipsec ike local name 1 branch key-id");
    rtx_recipe_text_free(c);
}

/* The tables tell what there is. */
static void recipes_document_themselves(void)
{
    struct rtx_recipe_info info = {.size = sizeof info};
    size_t i = 0;

    for (; rtx_recipe_info(i, &info) == 0; i++) {
        for (size_t k = 0; k < info.keys; k++) {
            struct rtx_recipe_key key = {.size = sizeof key};

            ASSERT_INT(rtx_recipe_key(info.name, k, &key), 0);
            CU_ASSERT(key.name[0] && key.type[0] && key.about[0]);
            CU_ASSERT(!(key.required && key.initial[0]));
        }
    }
    ASSERT_INT(i, 5);
}

static CU_TestInfo tests[] = {
    {"the worked example comes out", the_worked_example_comes_out},
    {"without a router nothing is assumed",
     without_a_router_nothing_is_assumed},
    {"every recipe lands unchanged", every_recipe_lands_unchanged},
    {"on top of each other", on_top_of_each_other},
    {"clients come and go", clients_come_and_go},
    {"values are checked", values_are_checked},
    {"values must fit together", values_must_fit_together},
    {"secrets are not given as text", secrets_are_not_given_as_text},
    {"what is in use is not taken", what_is_in_use_is_not_taken},
    {"a filter list is extended", a_filter_list_is_extended},
    {"numbers of the router are kept", numbers_of_the_router_are_kept},
    {"firmware is asked first", firmware_is_asked_first},
    {"both sides agree", both_sides_agree},
    {"recipes document themselves", recipes_document_themselves},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(recipe, tests)
