/* show status pp N: a PPPoE session that is up as soon as it may be. */
#include "emulator/emulator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum pp_state { PP_UNUSABLE, PP_DISABLED, PP_UP };

static enum pp_state state_of(const struct emu_device *device,
                              const char *context, long number)
{
    char *key = rtx__format("pp enable %ld", number);
    bool enabled = key && emu_device_value(device, context, key);

    rtx_free(key);
    if (!emu_device_value(device, context, "pppoe use"))
        return PP_UNUSABLE;
    if (!enabled || !emu_device_value(device, context, "pp auth myname"))
        return PP_DISABLED;
    return PP_UP;
}

/* "1 hour 2 minutes 3 seconds", "1時間2分3秒": no leading units that are zero
 */
static void duration(struct rtx_buf *ret, int64_t seconds, bool japanese)
{
    static const struct {
        int seconds;
        const char *japanese;
        const char *english;
    } units[] = {{86400, "日", "day"},
                 {3600, "時間", "hour"},
                 {60, "分", "minute"},
                 {1, "秒", "second"}};

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        long n = (long)(seconds / units[i].seconds);

        seconds %= units[i].seconds;
        if (n == 0 && ret->length == 0 && units[i].seconds > 1)
            continue;
        if (japanese)
            rtx__buf_format(ret, "%ld%s", n, units[i].japanese);
        else
            rtx__buf_format(ret, "%s%ld %s%s", ret->length ? " " : "", n,
                            units[i].english, n > 1 ? "s" : "");
    }
}

static const char *sentence(enum pp_state state, bool japanese)
{
    static const char *const texts[][2] = {
        [PP_UNUSABLE] = {"Current line status is disabled.",
                         "回線は現在使用できません"},
        [PP_DISABLED] = {"Current PPPoE session status is disabled.",
                         "PPPoEセッションは現在使用できません"},
        [PP_UP] = {"Current PPPoE session status is Connected.",
                   "PPPoEセッションは接続されています"},
    };

    return texts[state][japanese];
}

static void print_counters(struct emu_shell *shell, int64_t seconds,
                           bool japanese)
{
    long long packets = 14 + (long long)seconds * 3;
    const char *form = japanese ? "%s: %lld パケット [%lld オクテット]  負荷: "
                                  "0.0%%\n"
                                : "%s: %lld packets [%lld octets]  Load: "
                                  "0.0%%\n";

    /* received stands first */
    emu_print(shell, form, japanese ? "受信" : "Received", packets,
              packets * 60);
    emu_print(shell, form, japanese ? "送信" : "Transmitted", packets - 1,
              packets * 36);
}

static void print_session(struct emu_shell *shell, long number)
{
    const struct emu_device *device = shell->device;
    int64_t seconds = (emu_uptime(device) - device->boot_ms) / 1000;
    bool japanese = emu_japanese(shell);
    struct rtx_buf time;

    rtx__buf_init(&time, 256);
    duration(&time, seconds, japanese);
    emu_print(shell,
              japanese ? "接続相手: BAS\n通信時間: %s\n"
                       : "Access Concentrator: BAS\n%s  connection.\n",
              rtx__buf_str(&time));
    rtx__buf_free(&time);
    print_counters(shell, seconds, japanese);
    emu_print(shell, "%s\n",
              japanese ? "PPPオプション" : "PPP Cofigure Options");
    emu_print(shell, "    LCP Local: Magic-Number MRU, Remote: CHAP "
                     "Magic-Number MRU\n");
    emu_print(shell, "    IPCP Local: IP-Address Primary-DNS(203.0.113.53) "
                     "Secondary-DNS(203.0.113.54), Remote: IP-Address\n");
    emu_print(shell,
              "    PP IP Address Local: 203.0.113.%ld, Remote: 198.51.100.%ld\n"
              "    CCP: None\n",
              number & 0xFF, number & 0xFF);
}

void emu_run_show_status_pp(struct emu_shell *shell, const char *args)
{
    const struct emu_device *device = shell->device;
    bool japanese = emu_japanese(shell);
    const char *description;
    enum pp_state state;
    char context[32];
    char *end;
    long number = strtol(args, &end, 10);

    if (end == args || *end) {
        emu_error(shell, *args ? RTX_MESSAGE_INTEGER : RTX_MESSAGE_ARITY);
        return;
    }
    if (number < 1 || number > 30) {
        emu_error(shell, RTX_MESSAGE_RANGE);
        return;
    }
    snprintf(context, sizeof context, "pp %ld", number);
    state = state_of(device, context, number);
    description = emu_device_value(device, context, "description pp");
    emu_print(shell, "PP[%02ld]:\n%s %s\n%s\n", number,
              japanese ? "説明:" : "Description:",
              description ? description : "", sentence(state, japanese));
    if (state == PP_UP)
        print_session(shell, number);
}
