/* Fuzz target: any bytes as the output of each command. */
#include <stdint.h>
#include <stdlib.h>

#include <rtx/show.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char *const commands[] = {
    "show environment", "show ip route", "show log",
    "show log reverse", "show nothing",
};

/* What must hold for any text. */
static void check_report(const char *command, const char *text, size_t length)
{
    struct rtx_show_report report = {.size = sizeof report};
    rtx_show *show = NULL;

    if (rtx_parse_show(command, text, length, &show, &report) < 0)
        return;
    if (report.understood + report.unparsed != report.lines ||
        (report.complete && report.unparsed) ||
        rtx_show_unparsed(show, (size_t)report.unparsed, NULL))
        abort();
    rtx_free(show);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const char *text = (const char *)bytes;

    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        char *json = NULL;
        char *table = NULL;

        check_report(commands[i], text, length);
        if (rtx_show_json(commands[i], text, length, &json) == 0)
            rtx_free(json);
        if (rtx_show_table(commands[i], text, length, 1, 40, &table) == 0)
            rtx_free(table);
    }
    return 0;
}
