/* Recipes: forms, fragments, and what comes back from a router. */
#include <rtx/emulator.h>

#include "kitchen.h"

static const char factory[] = "ip lan1 address 192.168.100.1/24\n"
                              "telnetd host lan1\n";

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
            kitchen_assert_line(cooked_text, s.text);
            count++;
        }
    }
    CU_ASSERT(count > 20);
    rtx_config_free(config);
    free(text);
}

static void the_worked_example_comes_out(void)
{
    char *line = kitchen_cooked("pppoe", SET(LINE), NULL);
    char *vpn =
        kitchen_cooked("l2tp", SET(ALICE, KEY, "lan=192.168.100.254/24"), line);

    covers(line, "examples/internet.rtx", SET("none"));
    covers(vpn, "examples/vpn.rtx", SET("none"));
    rtx_recipe_text_free(line);
    rtx_recipe_text_free(vpn);
}

/* With nothing known of the router the list is what the recipe needs. */
static void without_a_router_nothing_is_assumed(void)
{
    char *line = kitchen_cooked(
        "pppoe", SET(LINE, "in=200003", "out=200013", "dynamic=off"), NULL);
    char *vpn =
        kitchen_cooked("l2tp", SET(ALICE, KEY, "lan=192.168.100.254/24"), NULL);

    kitchen_assert_line(line, "ip pp secure filter in 200003");
    kitchen_assert_line(line, "ip pp secure filter out 200013");
    kitchen_assert_line(vpn,
                        "ip pp secure filter in 200061 200062 200063 200064");
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
    char *text = kitchen_cooked(name, set, running);

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
    kitchen_assert_line(running, "ip route 192.168.2.0/24 gateway tunnel 2");
    kitchen_assert_line(running, "nat descriptor masquerade static 1000 1 "
                                 "192.168.100.254 esp");
    CU_ASSERT(strstr(running, "static 1000 5") == NULL);
    kitchen_assert_line(running,
                        "ip pp secure filter in 200003 200020 200030 200061 "
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
    text = kitchen_cooked("l2tp", SET(ALICE, BOB, CAROL, DAVE, ERIN, KEY),
                          running);
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
    kitchen_assert_line(running, "pp bind tunnel1 tunnel2");
    ASSERT_INT(lines_with(running, "tunnel select"), 2);
    ASSERT_INT(lines_with(running, "ipsec transport"), 2);
    ASSERT_INT(lines_with(running, "pre-shared-key"), 2);
    CU_ASSERT(!strstr(running, "carol"));
    rtx_free(running);
    rig_down(&rig);
}

/* What one side says, the other says as well. */
static void both_sides_agree(void)
{
    char *a = kitchen_cooked("lan-to-lan", SET(SITES, "side=a"), NULL);
    char *b = kitchen_cooked("lan-to-lan", SET(SITES, "side=b"), NULL);
    char *c;

    kitchen_assert_line(a, "ipsec ike remote address 1 203.0.113.2");
    kitchen_assert_line(b, "ipsec ike remote address 1 203.0.113.1");
    kitchen_assert_line(a, "ipsec ike local address 1 192.168.1.1");
    kitchen_assert_line(b, "ipsec ike local address 1 192.168.2.1");
    kitchen_assert_line(a, "ipsec ike pre-shared-key 1 text \"both know\"");
    kitchen_assert_line(b, "ipsec ike pre-shared-key 1 text \"both know\"");
    kitchen_assert_line(a, "ip route 192.168.2.0/24 gateway tunnel 1");
    kitchen_assert_line(b, "ip route 192.168.1.0/24 gateway tunnel 1");
    rtx_recipe_text_free(a);
    rtx_recipe_text_free(b);
    c = kitchen_cooked("lan-to-lan",
                       SET("a_lan=192.168.1.1/24", "b_lan=192.168.2.1/24",
                           "a_address=203.0.113.1", "key=k", "side=b",
                           "name=branch"),
                       NULL);
    kitchen_assert_line(c, "ipsec ike local name 1 branch key-id");
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
    {"both sides agree", both_sides_agree},
    {"recipes document themselves", recipes_document_themselves},
    CU_TEST_INFO_NULL,
};

RTX_SUITE(recipe, tests)
