/*
 * How fast outputs are parsed, beside memchr for line feeds over the same
 * bytes. rtx-bench-show log|terminal|route|nat LINES [FILE]: one line of
 * numbers; FILE gets the text. The time is that of the processor: others may
 * use the machine.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <rtx/show.h>

enum { REPEATS = 5, LINE_MOST = 160 };

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int log_line(char *to, size_t size, int i)
{
    static const char *const messages[] = {
        "[IKE] initiate ISAKMP phase to 203.0.113.%d (local 192.168.1.1)",
        "PP[01] Rejected at IN(2000) filter: TCP 198.51.100.%d:40022 > "
        "203.0.113.17:23",
        "[DHCPD] LAN1(port3) Extends 192.168.1.%d: 00:a0:de:84:16:a5",
        "TUNNEL[1] Passed at OUT(300) filter: UDP 192.168.1.%d:67 > "
        "10.0.0.1:68",
        "Login succeeded for TELNET: 192.168.1.%d admin",
    };
    int t = i * 3 / 2;
    int n = snprintf(to, size,
                     "2024/%02d/%02d %02d:%02d:%02d: ", t / 2419200 % 12 + 1,
                     t / 86400 % 28 + 1, t / 3600 % 24, t / 60 % 60, t % 60);

    /* all of them are ours, and take one number */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    n += snprintf(to + n, size - (size_t)n, messages[i % 5], i % 254 + 1);
#pragma GCC diagnostic pop
    return n + snprintf(to + n, size - (size_t)n, "\n");
}

/* The same as a terminal has it: broken at 80 columns, CR LF, prompts. */
static int terminal_line(char *to, size_t size, int i)
{
    enum { FULL = 79 };
    char line[LINE_MOST];
    int length = log_line(line, sizeof line, i) - 1;
    int n = i ? 0 : snprintf(to, size, "gw# show log\r\n");

    for (int at = 0; at < length; at += FULL)
        n += snprintf(to + n, size - (size_t)n, "%.*s\r\n",
                      length - at < FULL ? length - at : FULL, line + at);
    return n;
}

static int route_line(char *to, size_t size, int i)
{
    static const char *const kinds[] = {"static", "OSPF", "BGP"};
    static const char *const more[] = {"", "cost=2", "path=64512"};
    char network[32];
    char gateway[32];

    if (i == 0)
        return snprintf(to, size,
                        "Destination         Gateway          Interface       "
                        "Kind  Additional Info.\n");
    snprintf(network, sizeof network, "10.%d.%d.0/24", i / 256 % 256, i % 256);
    snprintf(gateway, sizeof gateway, "192.168.%d.1", i % 250);
    return snprintf(to, size, "%-20s%-15s%11s%d%10s  %s\n", network, gateway,
                    "LAN", i % 3 + 1, kinds[i % 3], more[i % 3]);
}

static int nat_line(char *to, size_t size, int i)
{
    char inner[32];
    char outer[32];

    if (i == 0)
        return snprintf(to, size,
                        "Reference Descriptor : 1, Assigned Interface : "
                        "PP[01](1)\nMasquerade Table\n");
    snprintf(inner, sizeof inner, "192.168.%d.%d.%d", i % 7, i % 250,
             1024 + i % 60000);
    snprintf(outer, sizeof outer, "198.51.%d.%d.443", i % 90, i % 251);
    return snprintf(to, size, "%6s%26s%22s%13d%13d\n", i % 2 ? "TCP" : "UDP",
                    inner, outer, 60000 + i % 4096, i % 900 + 1);
}

static const struct {
    const char *name;
    const char *command;
    int (*line)(char *to, size_t size, int i);
} kinds[] = {
    {"log", "show log", log_line},
    {"terminal", "show log", terminal_line},
    {"route", "show ip route", route_line},
    {"nat", "show nat descriptor address", nat_line},
};

static char *make(int kind, int lines, size_t *length)
{
    char *text = malloc((size_t)lines * LINE_MOST + 1);

    *length = 0;
    for (int i = 0; text && i < lines; i++)
        *length += (size_t)kinds[kind].line(text + *length, LINE_MOST, i);
    return text;
}

static double pass_of_memchr(const char *text, size_t length)
{
    const char *end = text + length;
    double start = seconds();
    volatile size_t lines = 0;

    for (const char *at = text; (at = memchr(at, '\n', (size_t)(end - at)));
         at++)
        lines = lines + 1;
    return seconds() - start;
}

static double pass_of_parser(const char *command, const char *text,
                             size_t length)
{
    struct rtx_show_report report = {.size = sizeof report};
    rtx_show *show = NULL;
    double start = seconds();
    double taken;

    if (rtx_parse_show(command, text, length, &show, &report) < 0 ||
        !report.complete) {
        fprintf(stderr, "%s: not understood\n", command);
        exit(1);
    }
    taken = seconds() - start;
    rtx_free(show);
    return taken;
}

static void measure(int kind, int lines, const char *path)
{
    size_t length;
    char *text = make(kind, lines, &length);
    FILE *file = path ? fopen(path, "w") : NULL;
    double limit = 1e9;
    double best = 1e9;

    if (!text || (path && !file))
        exit(1);
    for (int i = 0; i < REPEATS; i++) {
        double a = pass_of_memchr(text, length);
        double b = pass_of_parser(kinds[kind].command, text, length);

        limit = a < limit ? a : limit;
        best = b < best ? b : best;
    }
    if (file) {
        fwrite(text, 1, length, file);
        fclose(file);
    }
    printf("%.1f %.3f %.3f\n", (double)length / 1e6, limit * 1e3, best * 1e3);
    free(text);
}

int main(int argc, char **argv)
{
    for (size_t i = 0; argc > 2 && i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].name, argv[1]) == 0) {
            measure((int)i, (int)strtol(argv[2], NULL, 10),
                    argc > 3 ? argv[3] : NULL);
            return 0;
        }
    }
    fprintf(stderr,
            "usage: rtx-bench-show log|terminal|route|nat LINES [FILE]\n");
    return 64;
}
