/*
 * Fuzz target: any bytes as the output of a command. The first line names the
 * command; where it names none, the bytes choose one. FUZZ_OUTPUT in the
 * environment names one output (ip_route): the bytes are given to its parser
 * alone, and much more of them in the same time.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <rtx/show.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const struct {
    const char *output;
    const char *command;
} commands[] = {
    {"environment", "show environment"},
    {"ip_route", "show ip route"},
    {"ipv6_route", "show ipv6 route"},
    {"ipsec_sa", "show ipsec sa"},
    {"ipsec_sa_gateway", "show ipsec sa gateway 1"},
    {"ipsec_sa_gateway", "show ipsec sa gateway 1 detail"},
    {"status_pp", "show status pp 1"},
    {"status_pp", "show status pp anonymous"},
    {"status_tunnel", "show status tunnel 1"},
    {"status_l2tp", "show status l2tp"},
    {"nat_descriptor_address", "show nat descriptor address"},
    {"nat_descriptor_address", "show nat descriptor address 1 detail"},
    {"log", "show log"},
    {"log", "show log reverse"},
    {"arp", "show arp"},
    {"status_lan", "show status lan1"},
    {"status_dhcp", "show status dhcp"},
    {"status_dhcp", "show status dhcp summary"},
    {"status_user", "show status user"},
    {"status_bgp_neighbor", "show status bgp neighbor"},
    {"config", "show config"},
    {"ping", "ping"},
    {"", "show nothing"},
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

/* The rows that are tried: all, or those of FUZZ_OUTPUT. */
static int first_row;
static int rows;

static void choose_rows(void)
{
    const char *output = getenv("FUZZ_OUTPUT");

    first_row = 0;
    rows = output ? 0 : COMMANDS;
    for (int i = COMMANDS - 1; output && i >= 0; i--) {
        if (strcmp(commands[i].output, output) == 0) {
            first_row = i;
            rows++;
        }
    }
    if (rows > 0)
        return;
    fprintf(stderr, "FUZZ_OUTPUT=%s: no such output\n", output);
    exit(2);
}

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
    int width;
    int rc = rtx_parse_show(command, text, length, &show, &report);

    check(rc);
    if (rc < 0)
        return;
    check_report(&report, show);
    /* a text that JSON cannot carry would fail here */
    if (rtx_show_output_json(show, &json) < 0)
        abort();
    rtx_free(json);
    /* wide, narrow, in between: one of them, as it takes the most time */
    width = (int)(length % 3 * 40);
    if (rtx_show_output_table(show, width ? RTX_TABLE_UNITS : 0, width,
                              &table) < 0)
        abort();
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

    if (rows == 0)
        choose_rows();
    for (int i = first_row; i < first_row + rows; i++) {
        const char *command = commands[i].command;

        if (end && strlen(command) == first &&
            memcmp(command, text, first) == 0) {
            try_one(command, end + 1, length - first - 1);
            return 0;
        }
    }
    for (size_t i = 0; i < length; i++)
        sum += bytes[i];
    try_one(commands[first_row + (int)(sum % (size_t)rows)].command, text,
            length);
    if (rows != COMMANDS)
        return 0;
    check(rtx_show_text("show config", text, length, &other));
    rtx_free(other);
    other = NULL;
    check(rtx_show_json_all(text, length, &other));
    rtx_free(other);
    return 0;
}
