/*
 * Fuzz target: fragments, and the plans that bring them onto a router.
 * The first byte says which encoding is asked for.
 */
#include "fuzz/fuzz.h"

#include "config/config.h"

enum { MEMORY = 64 << 20, LENGTH_MOST = 4096 };

static const char running_text[] =
    "login password *\n"
    "login user keeper *\n"
    "ip route default gateway pp 1\n"
    "ip lan1 address 192.168.100.1/24\n"
    "pp select 1\n"
    " pp name WAN\n"
    " pppoe use lan2\n"
    " pp auth myname user@isp.example secret\n"
    " ip pp secure filter in 1 2 dynamic 80\n"
    " pp enable 1\n"
    "tunnel select 1\n"
    " tunnel encapsulation l2tp\n"
    " ipsec tunnel 101\n"
    "  ipsec sa policy 101 1 esp aes-cbc\n"
    "  ipsec ike pre-shared-key 1 text shell\n"
    " ip tunnel tcp mss limit auto\n"
    " tunnel enable 1\n"
    "ip filter 1 pass * * * * *\n"
    "ip filter dynamic 80 * * ftp\n"
    "dhcp scope 1 192.168.100.2-192.168.100.9/24\n"
    "dhcp scope bind 1 192.168.100.5 ethernet "
    "00:a0:de:00:00:05\n"
    "schedule at 1 */* 03:00:00 * ntpdate ntp\n"
    "strange thing 7 on\n";

static rtx_config *read_running(void)
{
    rtx_config *config = NULL;

    require(rtx_config_parse_running(&config, running_text,
                                     sizeof running_text - 1, 0, NULL) == 0);
    return config;
}

static void check_error(const struct rtx_error *error, int rc)
{
    require(rc == error->code);
    require(rc == RTX_E_FRAGMENT || rc == RTX_E_FORBIDDEN ||
            rc == RTX_E_CHARSET || rc == RTX_E_ARGUMENT);
    require(rc == RTX_E_ARGUMENT || (error->line > 0 && error->column > 0));
    require(memchr(error->message, '\0', sizeof error->message) != NULL);
}

/* What is printed is a fragment of the same meaning. */
static void print_and_read(const rtx_config *config)
{
    rtx_config *again = NULL;
    char *text = rtx_config_text(config, 0);
    char *shown = rtx_config_text(config, 1);
    char *printed;

    require(text && shown);
    require(rtx_config_parse_fragment(&again, "again", text, strlen(text),
                                      "utf-8", NULL) == 0);
    printed = rtx_config_text(again, 0);
    require(printed != NULL);
    fuzz_require_same(text, printed);
    rtx_config_free(again);
    rtx_free(printed);
    rtx_free(shown);
    rtx_free(text);
}

/* Carry out the undo of each change, the last first. */
static void take_back(rtx_config *config, const rtx_plan *plan,
                      const rtx_config *running)
{
    bool all = true;

    for (size_t i = rtx_plan_count(plan); i-- > 0;) {
        struct rtx_change c = {.size = sizeof c};

        require(rtx_plan_change(plan, i, &c) == 0);
        all = all && c.undo[0] != '\0';
        require(rtx__config_apply(config, c.context, c.undo) >= 0);
    }
    require(!all || rtx__config_equal(config, running, NULL));
}

static void check_plan(const rtx_config *running, const rtx_config *fragment)
{
    rtx_plan *plan = NULL;
    rtx_plan *second = NULL;
    rtx_config *expected = NULL;
    char *text;

    require(rtx_plan_merge(&plan, running, fragment, NULL) == 0);
    text = rtx_plan_text(plan, 1);
    require(text != NULL);
    rtx_free(text);
    require(rtx_plan_expected(&expected, running, plan, NULL) == 0);
    require(rtx_plan_merge(&second, expected, fragment, NULL) == 0);
    require(rtx_plan_count(second) == 0);
    take_back(expected, plan, running);
    rtx_plan_free(second);
    rtx_plan_free(plan);
    rtx_config_free(expected);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char *const encodings[] = {NULL,     "utf-8", "sjis",
                                            "euc-jp", "ascii", "morse"};
    size_t count = sizeof encodings / sizeof encodings[0];
    struct rtx_error error = {.size = sizeof error};
    rtx_config *fragment = NULL;
    int rc;

    if (length == 0 || length > LENGTH_MOST)
        return 0;
    fuzz_count_memory(MEMORY);
    rc = rtx_config_parse_fragment(&fragment, "f", bytes + 1, length - 1,
                                   encodings[bytes[0] % count], &error);
    if (rc == 0) {
        rtx_config *running = read_running();

        print_and_read(fragment);
        check_plan(running, fragment);
        rtx_config_free(running);
        rtx_config_free(fragment);
    } else {
        check_error(&error, rc);
    }
    require(fuzz_live == 0);
    return 0;
}
