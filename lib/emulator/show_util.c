/* What the show_*.c files share: durations, columns, times. */
#include "emulator/state.h"

#include <string.h>

void emu_print_duration(struct emu_shell *shell, int64_t seconds)
{
    static const struct {
        int seconds;
        const char *japanese;
        const char *english;
    } units[] = {{86400, "日", "day"},
                 {3600, "時間", "hour"},
                 {60, "分", "minute"},
                 {1, "秒", "second"}};
    bool japanese = emu_japanese(shell);
    bool begun = false;

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        long n = (long)(seconds / units[i].seconds);

        seconds %= units[i].seconds;
        if (n == 0 && !begun && units[i].seconds > 1)
            continue;
        if (japanese)
            emu_print(shell, "%ld%s", n, units[i].japanese);
        else
            emu_print(shell, "%s%ld %s%s", begun ? " " : "", n,
                      units[i].english, n > 1 ? "s" : "");
        begun = true;
    }
}

void emu_print_right(struct emu_shell *shell, int width, const char *text)
{
    int used = rtx__utf8_width(text, strlen(text));

    emu_print(shell, "%*s%s", used < width ? width - used : 0, "", text);
}

void emu_print_left(struct emu_shell *shell, int width, const char *text)
{
    int used = rtx__utf8_width(text, strlen(text));

    emu_print(shell, "%s%*s", text, used < width ? width - used : 0, "");
}

bool emu_newer(struct emu_shell *shell)
{
    return emu_is(emu_world_of(shell), EMU_FAMILY, "newer");
}

void emu_router_time(const char *iso, char ret[32])
{
    size_t length = strlen(iso);

    rtx__copy(ret, 32, iso);
    if (length < 19)
        return;
    ret[4] = ret[7] = '/';
    ret[10] = ' ';
    ret[19] = '\0';
}

json_t *emu_state_shown(struct emu_shell *shell, const char *section)
{
    json_t *ret;

    shell->device->asking = shell;
    ret = emu_state_of(shell->device, section);
    shell->device->asking = NULL;
    return ret;
}

void emu_print_traffic(struct emu_shell *shell, const json_t *record,
                       const char *direction, const char *middle)
{
    char name[64];
    long long packets;
    long long octets;

    snprintf(name, sizeof name, "%s_%spackets", direction, middle);
    packets = emu_number(record, name);
    snprintf(name, sizeof name, "%s_%soctets", direction, middle);
    octets = emu_number(record, name);
    /* none counts as one */
    if (emu_japanese(shell))
        emu_print(shell, "%lld パケット [%lld オクテット]", packets, octets);
    else
        emu_print(shell, "%lld packet%s [%lld octet%s]", packets,
                  packets > 1 ? "s" : "", octets, octets > 1 ? "s" : "");
}
