/* Keys at random: the console survives them, in all its varieties. */
#include "rig.h"

static const char *const words[] = {
    "administrator",
    "quit",
    "exit",
    "save",
    "show ",
    "config",
    "log",
    "ip filter ",
    "1",
    "pass * *",
    "console ",
    "character ",
    "sjis",
    "euc",
    "ascii",
    "lines ",
    "10",
    "columns ",
    "80",
    "200",
    "pp select ",
    "tunnel ",
    "none",
    "no ",
    "ipsec tunnel 1",
    "login password",
    "| grep x",
    "> usb1:a",
    "ping -c 3 10.0.0.1",
    "schedule at 1 0:00 * restart",
    "console prompt ",
    "\"",
    "'",
    "\\",
    "#",
    "environment",
    "ip route",
    "status user",
    "sshd host key generate",
    "cold start",
    "date 2030/1/1",
    "time 1:2:3",
};
static const char keys[] =
    "\r\r\r\r\n\x03\x08\x7f\x12\x15\x13\x11\t ??yYnNq \x1b["
    "\x93\xfa\xff\x80 a";

/* Any option that is a choice gets one of its values. */
static void shuffle_options(struct rig *r, uint32_t *seed)
{
    struct rtx_emulator_option_info o = {.size = sizeof o};

    for (size_t i = 0; rtx_emulator_option_info(i, &o) == 0; i++) {
        const char *at = o.values;
        char value[64];
        int choices = 1;

        if (strcmp(o.values, "text") == 0 || strstr(o.values, ".."))
            continue;
        for (const char *c = o.values; *c; c++)
            choices += *c == '|';
        for (uint32_t n = test_random(seed) % (uint32_t)choices; n > 0; n--)
            at = strchr(at, '|') + 1;
        snprintf(value, sizeof value, "%.*s", (int)strcspn(at, "|"), at);
        rig_set(r, o.name, value);
    }
    rig_set(r, "ping-interval", "1");
    rig_set(r, "type-ahead", test_random(seed) % 2 ? "0" : "40");
    rig_set(r, "command-delay", test_random(seed) % 4 ? "0" : "1");
}

static void come_in(struct rig *r, bool serial)
{
    emu_shell_init(&r->shell, &r->device, serial, "192.0.2.7");
    emu_shell_open(&r->shell);
    type(r, serial ? "\r" : "");
    type(r, "\r");
    type(r, "administrator\r\r");
}

static uint64_t one_run(uint32_t seed)
{
    struct rig r;
    uint64_t lines;

    rig_make(&r, "");
    shuffle_options(&r, &seed);
    emu_device_boot(&r.device, "Power-on boot");
    come_in(&r, test_random(&seed) % 4 == 0);
    for (int i = 0; i < 1500; i++) {
        uint32_t what = test_random(&seed) % 8;
        char key[2] = {keys[test_random(&seed) % (sizeof keys - 1)], 0};

        if (what < 4)
            type(&r,
                 words[test_random(&seed) % (sizeof words / sizeof words[0])]);
        if (what == 3)
            type(&r, "\r");
        else if (what >= 4 && what < 7)
            type(&r, key);
        else if (what == 7)
            rig_advance(&r, test_random(&seed) % 2000);
        CU_ASSERT_TRUE(r.shell.line.length <= EMU_LINE_MAX);
        if (r.device.restarting)
            emu_device_boot(&r.device, "again");
        if (r.shell.closing) {
            emu_shell_free(&r.shell);
            come_in(&r, false);
        }
    }
    lines = r.world.counters.lines;
    rig_free(&r);
    return lines;
}

static void keys_at_random(void)
{
    uint64_t lines = 0;

    for (uint32_t seed = 1; seed <= 40; seed++)
        lines += one_run(seed * 7919);
    CU_ASSERT_TRUE(lines > 5000);
}

static CU_TestInfo tests[] = {{"keys at random", keys_at_random},
                              CU_TEST_INFO_NULL};
RTX_SUITE(emu_random, tests)
