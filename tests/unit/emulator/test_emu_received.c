/* Faults that strike behind a byte that the router received. */
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <rtx/emulator.h>

#include "test.h"

enum { WAIT_MS = 5000 };

/* A serial console: what is typed is all that it receives. */
struct desk {
    rtx_emulator *emulator;
    int fd;
    char text[8192];
};

static const char *until(struct desk *d, const char *end, int wait_ms)
{
    size_t length = 0;
    struct pollfd p = {.fd = d->fd, .events = POLLIN};

    d->text[0] = '\0';
    while (length < sizeof d->text - 1 && poll(&p, 1, wait_ms) == 1) {
        ssize_t n = read(d->fd, d->text + length, sizeof d->text - 1 - length);

        if (n <= 0)
            break;
        length += (size_t)n;
        d->text[length] = '\0';
        if (length >= strlen(end) &&
            strcmp(d->text + length - strlen(end), end) == 0)
            break;
    }
    return d->text;
}

static void type(struct desk *d, const char *keys)
{
    CU_ASSERT_EQUAL(write(d->fd, keys, strlen(keys)), (ssize_t)strlen(keys));
}

/* 17 bytes are received when the administrator's prompt is there. */
static void sit_down(struct desk *d, const char *fault)
{
    static const char startup[] = "console character ascii\n";
    rtx_emulator *e = NULL;

    CU_ASSERT_EQUAL_FATAL(rtx_emulator_new(&e, NULL), 0);
    d->emulator = e;
    ASSERT_INT(rtx_emulator_startup(e, startup, strlen(startup), NULL), 0);
    ASSERT_INT(rtx_emulator_option(e, "banner", "short", NULL), 0);
    ASSERT_INT(rtx_emulator_fault(e, fault, NULL), 0);
    ASSERT_INT(rtx_emulator_pty(e, NULL), 0);
    ASSERT_INT(rtx_emulator_start(e, NULL), 0);
    d->fd = open(rtx_emulator_endpoint(e, 0) + strlen("serial://"),
                 O_RDWR | O_NOCTTY);
    CU_ASSERT_TRUE_FATAL(d->fd >= 0);
    type(d, "\r");
    (void)until(d, "Password: ", WAIT_MS);
    type(d, "\r");
    (void)until(d, "> ", WAIT_MS);
    type(d, "administrator\r");
    (void)until(d, "Password: ", WAIT_MS);
    type(d, "\r");
    (void)until(d, "# ", WAIT_MS);
}

static void get_up(struct desk *d)
{
    close(d->fd);
    rtx_emulator_free(d->emulator);
}

static bool runs(struct desk *d, const char *line)
{
    char *running = rtx_emulator_running(d->emulator);
    bool found = running && strstr(running, line);

    rtx_emulator_text_free(running);
    return found;
}

static void taken_then_silent(void)
{
    struct desk d;

    sit_down(&d, "stall-received=34");
    type(&d, "console lines 30\rconsole lines 40\r");
    ASSERT_TEXT(until(&d, "# ", 150), "");
    CU_ASSERT_TRUE(runs(&d, "console lines 30"));
    get_up(&d);
}

static void a_byte_early_is_not_yet_a_line(void)
{
    struct desk d;

    sit_down(&d, "stall-received=33");
    type(&d, "console lines 30\r");
    ASSERT_TEXT(until(&d, "# ", 150), "");
    CU_ASSERT_FALSE(runs(&d, "console lines 30"));
    get_up(&d);
}

static void garbage_arrives(void)
{
    struct rtx_emulator_counters counters = {.size = sizeof counters};
    struct desk d;

    sit_down(&d, "garbage-received=20:3,times=1");
    type(&d, "console lines 30\r");
    (void)until(&d, "# ", 500);
    CU_ASSERT_FALSE(runs(&d, "console lines 30"));
    rtx_emulator_counters(d.emulator, &counters);
    ASSERT_INT(counters.bytes_received, 17 + 17 + 3);
    get_up(&d);
}

static void power_is_lost(void)
{
    struct rtx_emulator_counters counters = {.size = sizeof counters};
    struct desk d;

    sit_down(&d, "restart-received=34,times=1");
    type(&d, "console lines 30\rconsole lines 40\r");
    (void)until(&d, "Memory 128Mbytes, 2LAN\r\n", WAIT_MS);
    CU_ASSERT_FALSE(runs(&d, "console lines"));
    rtx_emulator_counters(d.emulator, &counters);
    ASSERT_INT(counters.restarts, 1);
    get_up(&d);
}

/* administrator was the first */
static void the_nth_line_of_all(void)
{
    struct desk d;

    sit_down(&d, "refuse-nth=2");
    ASSERT_INT(rtx_emulator_fault(d.emulator, "ignore-nth=3", NULL), 0);
    type(&d, "console lines 30\r");
    ASSERT_TEXT(until(&d, "# ", WAIT_MS),
                "console lines 30\r\nError: Parameter out of range\r\n# ");
    type(&d, "console lines 31\r");
    ASSERT_TEXT(until(&d, "# ", WAIT_MS), "console lines 31\r\n# ");
    CU_ASSERT_FALSE(runs(&d, "console lines"));
    type(&d, "console lines 32\r");
    (void)until(&d, "# ", WAIT_MS);
    CU_ASSERT_TRUE(runs(&d, "console lines 32"));
    get_up(&d);
}

static CU_TestInfo tests[] = {
    {"taken, then silent", taken_then_silent},
    {"a byte early is not yet a line", a_byte_early_is_not_yet_a_line},
    {"garbage arrives", garbage_arrives},
    {"power is lost", power_is_lost},
    {"the Nth line of all", the_nth_line_of_all},
    CU_TEST_INFO_NULL};
RTX_SUITE(emu_received, tests)
