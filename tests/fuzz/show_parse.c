/*
 * Fuzz target: any bytes as the output of a command. The first line names the
 * command; where it names none, the bytes choose one.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <rtx/show.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char *const commands[] = {
    "show environment",
    "show ip route",
    "show ipv6 route",
    "show ipsec sa",
    "show ipsec sa gateway 1 detail",
    "show status pp 1",
    "show status tunnel 1",
    "show status l2tp",
    "show nat descriptor address",
    "show log",
    "show log reverse",
    "show arp",
    "show status lan1",
    "show status dhcp",
    "show status user",
    "show status bgp neighbor",
    "show config",
    "ping",
    "show nothing",
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void check(int rc)
{
    if (rc < 0 && rc != RTX_E_LIMIT && rc != RTX_E_NOMEM)
        abort();
}

/* What must hold for any text. */
static void check_report(const struct rtx_show_report *report,
                         const rtx_show *show)
{
    if (report->understood + report->unparsed != report->lines ||
        (report->complete && report->unparsed) ||
        rtx_show_unparsed(show, (size_t)report->unparsed, NULL))
        abort();
}

static void try_one(const char *command, const char *text, size_t length)
{
    struct rtx_show_report report = {.size = sizeof report};
    rtx_show *show = NULL;
    char *json = NULL;
    char *table = NULL;
    int rc = rtx_parse_show(command, text, length, &show, &report);

    check(rc);
    if (rc < 0)
        return;
    check_report(&report, show);
    /* a text that JSON cannot carry would fail here */
    if (rtx_show_output_json(show, &json) < 0 ||
        rtx_show_output_table(show, 1, 40, &table) < 0)
        abort();
    rtx_free(json);
    rtx_free(table);
    rtx_free(show);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const char *text = (const char *)bytes;
    const char *end = length ? memchr(text, '\n', length) : NULL;
    size_t first = end ? (size_t)(end - text) : 0;
    char *other = NULL;
    size_t sum = 0;

    for (int i = 0; i < COMMANDS; i++) {
        if (end && strlen(commands[i]) == first &&
            memcmp(commands[i], text, first) == 0) {
            try_one(commands[i], end + 1, length - first - 1);
            return 0;
        }
    }
    for (size_t i = 0; i < length; i++)
        sum += bytes[i];
    try_one(commands[sum % COMMANDS], text, length);
    check(rtx_show_text("show config", text, length, &other));
    rtx_free(other);
    other = NULL;
    check(rtx_show_json_all(text, length, &other));
    rtx_free(other);
    return 0;
}
