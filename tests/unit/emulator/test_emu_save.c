/* save, restart, schedule at, the clock. */
#include "rig.h"

static void save_in_its_spellings(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    TYPE(&r, "save\r", "save\r\nSaving ... CONFIG0 Done .\r\n# ");
    rig_set(&r, "save-done", "plain");
    TYPE(&r, "save 0\r", "save 0\r\nSaving ... CONFIG0 Done\r\n# ");
    type(&r, "no console character\r");
    TYPE(&r, "save\r",
         "save\r\n\x83\x5a\x81\x5b\x83\x75\x92\x86... CONFIG0 \x8f\x49\x97\xb9"
         "\r\n# ");
    ASSERT_INT(r.world.counters.saves, 3);
    rig_free(&r);
}

static void save_takes_its_time(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_set(&r, "save-delay", "2000");
    type(&r, "console lines 30\r");
    TYPE(&r, "save\r", "save\r\nSaving ... ");
    ASSERT_TEXT(rig_advance(&r, 1999), "");
    CU_ASSERT_TRUE(emu_device_unsaved(&r.device));
    ASSERT_TEXT(rig_advance(&r, 1), "CONFIG0 Done .\r\n# ");
    CU_ASSERT_FALSE(emu_device_unsaved(&r.device));
    rig_free(&r);
}

static void save_goes_on_without_its_session(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_set(&r, "save-delay", "2000");
    type(&r, "console lines 30\rsave\r");
    emu_shell_hangup(&r.shell);
    CU_ASSERT_FALSE(emu_device_unsaved(&r.device));
    rig_free(&r);
}

static void save_fails(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_set(&r, "save-error", "Error: No room");
    rig_fault(&r, "save-fails,times=1");
    type(&r, "console lines 30\r");
    TYPE(&r, "save\r", "save\r\nSaving ... \r\nError: No room\r\n# ");
    CU_ASSERT_TRUE(emu_device_unsaved(&r.device));
    TYPE(&r, "save\r", "save\r\nSaving ... CONFIG0 Done .\r\n# ");
    rig_free(&r);
}

static void save_elsewhere(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    type(&r, "console lines 30\r");
    TYPE(&r, "save usb1:/config.txt\r",
         "save usb1:/config.txt\r\n"
         "Saving ... usb1:/config.txt Done .\r\n# ");
    /* the file that it boots from has not changed */
    CU_ASSERT_TRUE(emu_device_unsaved(&r.device));
    TYPE(&r, "save 1\r", "save 1\r\nError: Parameter out of range\r\n# ");
    TYPE(&r, "save 0 a b\r",
         "save 0 a b\r\nError: Insufficient or too many parameters\r\n# ");
    rig_free(&r);
}

static void restart_forgets_what_was_not_saved(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH "administrator password lily\n");
    rig_free(&r);
    rig_make(&r, ENGLISH "administrator password lily\n");
    rig_connect(&r, false);
    type(&r, "\radministrator\rlily\r");
    type(&r, "console lines 30\rsave\rconsole lines 31\r");
    type(&r, "administrator password\rlily\rrose\rrose\r");
    TYPE(&r, "restart\r", "restart\r\n");
    CU_ASSERT_TRUE(r.device.restarting);
    /* no more is typed into a router that goes down */
    TYPE(&r, "console lines 32\r", "");
    emu_shell_free(&r.shell);
    emu_device_boot(&r.device, "Restart by restart command");
    ASSERT_RUNNING(&r,
                   "administrator password *\n" ENGLISH "console lines 30\n");
    ASSERT_TEXT(r.device.keys.administrator, "lily");
    ASSERT_INT(emu_uptime(&r.device) - r.device.boot_ms, 0);
    ASSERT_INT(r.world.counters.restarts, 1);
    rig_unmake(&r);
}

static void restart_may_ask(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_set(&r, "restart-asks", "on");
    type(&r, "console lines 30\r");
    TYPE(&r, "restart\r", "restart\r\nSave new configuration ? (Y/N)");
    TYPE(&r, "N", "N\r\n");
    CU_ASSERT_TRUE(r.device.restarting);
    ASSERT_INT(r.world.counters.saves, 0);
    rig_free(&r);
    rig_admin(&r, ENGLISH);
    rig_set(&r, "restart-asks", "on");
    type(&r, "console lines 30\rrestart\r");
    TYPE(&r, "Y", "YSaving ... CONFIG0 Done .\r\n");
    CU_ASSERT_TRUE(r.device.restarting);
    ASSERT_INT(r.world.counters.saves, 1);
    rig_free(&r);
    rig_admin(&r, ENGLISH);
    rig_set(&r, "restart-asks", "on");
    TYPE(&r, "restart\r", "restart\r\n");
    CU_ASSERT_TRUE(r.device.restarting);
    rig_free(&r);
}

static void cold_start_wants_the_password(void)
{
    struct rig r;

    rig_make(&r, ENGLISH "administrator password lily\n");
    rig_connect(&r, false);
    type(&r, "\radministrator\rlily\r");
    TYPE(&r, "cold start\r", "cold start\r\nPassword: ");
    TYPE(&r, "rose\r", "\r\nError: Incorrect password\r\n# ");
    TYPE(&r, "cold start\rlily\r", "cold start\r\nPassword: \r\n");
    CU_ASSERT_TRUE(r.device.restarting);
    emu_device_boot(&r.device, "x");
    ASSERT_RUNNING(&r, "");
    rig_free(&r);
}

static void a_schedule_restarts(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    type(&r, "schedule at 99 1/2 03:05:00 * restart\r");
    rig_advance(&r, 54999); /* it is 03:04:59.999 */
    CU_ASSERT_FALSE(r.device.restarting);
    rig_advance(&r, 1);
    CU_ASSERT_TRUE(r.device.restarting);
    rig_free(&r);
}

static void a_schedule_that_is_taken_back(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    type(&r, "schedule at 99 1/2 03:05:00 * restart\r");
    type(&r, "no schedule at 99\r");
    rig_advance(&r, 86400000);
    CU_ASSERT_FALSE(r.device.restarting);
    rig_free(&r);
}

static void a_scheduled_restart_may_ask(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    rig_set(&r, "schedule-asks", "on");
    type(&r, "schedule at 99 1/2 03:05:00 * restart\r");
    rig_advance(&r, 60000);
    CU_ASSERT_FALSE(r.device.restarting);
    rig_free(&r);
}

static void a_schedule_sets(void)
{
    struct rig r;
    struct rtx_buf log;

    rig_admin(&r, ENGLISH);
    type(&r, "schedule at 1 */* 04:00 * ip routing off\r");
    type(&r, "schedule at 2 */* 04:00 pp 1 pp name x\r");
    rig_advance(&r, 3600000);
    ASSERT_RUNNING(&r, ENGLISH "ip routing off\npp select 1\n pp name x\n"
                               "schedule at 1 */* 04:00:00 * ip routing off\n"
                               "schedule at 2 */* 04:00:00 pp 1 pp name x\n");
    rtx__buf_init(&log, 65536);
    emu_log_text(&r.device, false, &log);
    CU_ASSERT_PTR_NOT_NULL(strstr(
        rtx__buf_str(&log), "2026/01/02 04:04:05: [SCHEDULE] ip routing off"));
    rtx__buf_free(&log);
    rig_free(&r);
}

/* 2026-01-02 is a Friday. */
static int64_t next(const char *date, const char *time)
{
    struct emu_time now = {2026, 1, 2, 3, 4, 5, 0};
    int64_t start = emu_time_seconds(&now);
    int64_t at = emu_schedule_next(date, time, start);

    return at == INT64_MAX ? -1 : at - start;
}

static void when_schedules_fall_due(void)
{
    ASSERT_INT(next("", "3:04:06"), 1);
    ASSERT_INT(next("", "3:04:05"), 86400);
    ASSERT_INT(next("*/*", "*:00"), 3600 - 245);
    ASSERT_INT(next("*/*", "*:*:00"), 55);
    ASSERT_INT(next("1/3", "03:04:05"), 86400);
    ASSERT_INT(next("1/3", "00:00:00"), 86400 - 3 * 3600 - 245);
    ASSERT_INT(next("1/1", "03:04:05"), 364 * 86400);
    ASSERT_INT(next("*/sun", "03:04:05"), 2 * 86400);
    ASSERT_INT(next("*/mon-fri", "03:04:05"), 3 * 86400);
    ASSERT_INT(next("2,3/1", "03:04:05"), 30 * 86400);
    ASSERT_INT(next("2-3/10-11", "03:04:05"), 39 * 86400);
    ASSERT_INT(next("2/29", "00:00:00"),
               788 * 86400 - 3 * 3600 - 245); /* 2028 */
    ASSERT_INT(next("", "startup"), -1);
    ASSERT_INT(next("", "24:00"), -1);
    ASSERT_INT(next("2/30", "0:00"), -1);
}

static void the_clock_is_set(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    TYPE(&r, "date 2030/12/31\r", "date 2030/12/31\r\n# ");
    TYPE(&r, "time 23:59:58\r", "time 23:59:58\r\n# ");
    CU_ASSERT_PTR_NOT_NULL(
        strstr(type(&r, "show environment\r"),
               "Current time: 2030/12/31 23:59:58 +09:00\r\n"));
    rig_advance(&r, 2000);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(type(&r, "show environment\r"),
               "Current time: 2031/01/01 00:00:00 +09:00\r\n"));
    TYPE(&r, "date 2030-1-5\r", "date 2030-1-5\r\n# ");
    TYPE(&r, "date 2030/13/1\r",
         "date 2030/13/1\r\nError: Parameter out of range\r\n# ");
    TYPE(&r, "time 25:00:00\r",
         "time 25:00:00\r\nError: Parameter out of range\r\n# ");
    TYPE(&r, "time\r",
         "time\r\nError: Insufficient or too many parameters\r\n# ");
    /* setting the clock is no change of the configuration */
    CU_ASSERT_FALSE(emu_device_unsaved(&r.device));
    rig_free(&r);
}

static void setting_the_clock_moves_the_schedule(void)
{
    struct rig r;

    rig_admin(&r, ENGLISH);
    type(&r, "schedule at 99 1/2 05:00:00 * restart\r");
    /* jumped over: not done */
    type(&r, "time 05:00:01\r");
    rig_advance(&r, 10);
    CU_ASSERT_FALSE(r.device.restarting);
    type(&r, "time 04:59:59\r");
    rig_advance(&r, 1000);
    CU_ASSERT_TRUE(r.device.restarting);
    rig_free(&r);
}

static void clock_options(void)
{
    struct rig r;
    char text[32];

    rig_make(&r, ENGLISH);
    rig_set(&r, "clock", "unset");
    rig_set(&r, "clock-rate", "100");
    ASSERT_INT(emu_clock_start(&r.device), 0);
    rig_connect(&r, false);
    type(&r, "\r");
    r.world.now_ms += 600;
    emu_time_text(emu_wall(&r.device) / 1000, text);
    ASSERT_TEXT(text, "1980/01/01 00:01:00");
    /* 300 s of idleness have gone in 3 s */
    ASSERT_INT(emu_shell_deadline(&r.shell), 3000);
    rig_set(&r, "clock-rate", "0");
    CU_ASSERT_EQUAL(emu_clock_real(&r.device, emu_uptime(&r.device) + 1),
                    INT64_MAX);
    rig_set(&r, "clock", "nonsense");
    ASSERT_INT(emu_clock_start(&r.device), RTX_E_ARGUMENT);
    rig_free(&r);
}

static CU_TestInfo tests[] = {
    {"save in its spellings", save_in_its_spellings},
    {"save takes its time", save_takes_its_time},
    {"save goes on without its session", save_goes_on_without_its_session},
    {"save fails", save_fails},
    {"save elsewhere", save_elsewhere},
    {"restart forgets what was not saved", restart_forgets_what_was_not_saved},
    {"restart may ask", restart_may_ask},
    {"cold start wants the password", cold_start_wants_the_password},
    {"a schedule restarts", a_schedule_restarts},
    {"a schedule that is taken back", a_schedule_that_is_taken_back},
    {"a scheduled restart may ask", a_scheduled_restart_may_ask},
    {"a schedule sets", a_schedule_sets},
    {"when schedules fall due", when_schedules_fall_due},
    {"the clock is set", the_clock_is_set},
    {"setting the clock moves the schedule",
     setting_the_clock_moves_the_schedule},
    {"clock options", clock_options},
    CU_TEST_INFO_NULL};
RTX_SUITE(emu_save, tests)
