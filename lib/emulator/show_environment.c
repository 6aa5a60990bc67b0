/* show environment, and the other shows that describe the box. */
#include "emulator/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "2019-11-26T18:39:12" as C's asctime() writes it, with the year behind. */
static void built_text(const char *iso, char ret[40])
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct emu_time t = {1980, 1, 1, 0, 0, 0, 0};

    sscanf(iso, "%4d-%2d-%2dT%2d:%2d:%2d", &t.year, &t.month, &t.day, &t.hour,
           &t.minute, &t.second);
    t = emu_time_of(emu_time_seconds(&t));
    snprintf(ret, 40, "%.3s %.3s %2d %02d:%02d:%02d %d", days + 3 * t.weekday,
             months + 3 * (t.month - 1), t.day, t.hour, t.minute, t.second,
             t.year);
}

static void print_head(struct emu_shell *shell, const json_t *e)
{
    const char *model = emu_text(e, "model");
    const json_t *macs = emu_list(e, "mac_addresses");
    char built[40];

    built_text(emu_text(e, "built"), built);
    emu_print(shell, "%s BootROM Ver. %s\n", model, emu_text(e, "boot_rom"));
    if (emu_has(e, "flash_rom_table"))
        emu_print(shell, "%s FlashROM Table Ver. %s\n", model,
                  emu_text(e, "flash_rom_table"));
    emu_print(shell, "%s Rev.%s (%s)\n", model, emu_text(e, "revision"), built);
    emu_print(shell, "  main:  %s ver=%s serial=%s", model,
              emu_text(e, "hardware_version"), emu_text(e, "serial"));
    for (size_t i = 0; i < json_array_size(macs); i++)
        emu_print(shell, " MAC-Address=%s",
                  json_string_value(json_array_get(macs, i)));
    emu_print(shell, "\n");
}

/* The words of both languages: what a table of labels would say. */
struct words {
    const char *memory;
    const char *packet_buffer;
    const char *running;
    const char *standard;
    const char *boot;
    const char *now;
    const char *security;
    const char *temperature;
};

static const struct words english = {
    "Memory",
    "Packet-buffer",
    "Firmware: %s  Config. file: %s\n",
    "Default firmware: %s  Default config. file: %s\n",
    "Boot time",
    "Current time",
    "Security Class",
    "Inside Temperature(C.)"};

static const struct words japanese = {
    "メモリ",
    "パケットバッファ",
    "実行中ファームウェア: %s  実行中設定ファイル: %s\n",
    "デフォルトファームウェア: %s  デフォルト設定ファイル: %s\n",
    "起動時刻",
    "現在の時刻",
    "セキュリティクラス",
    "筐体内温度(℃)"};

static void print_load(struct emu_shell *shell, const json_t *e,
                       const struct words *words)
{
    emu_print(shell,
              "CPU: %3lld%%(5sec) %3lld%%(1min) %3lld%%(5min)    %s: %lld%% "
              "used\n",
              emu_number(e, "cpu_5s_percent"),
              emu_number(e, "cpu_1min_percent"),
              emu_number(e, "cpu_5min_percent"), words->memory,
              emu_number(e, "memory_percent"));
    emu_print(shell,
              "%s: %3lld%%(small) %3lld%%(middle) %3lld%%(large) "
              "%3lld%%(huge) used\n",
              words->packet_buffer,
              emu_number(e, "packet_buffer_small_percent"),
              emu_number(e, "packet_buffer_middle_percent"),
              emu_number(e, "packet_buffer_large_percent"),
              emu_number(e, "packet_buffer_huge_percent"));
}

/* "2026-01-02T03:04:05+09:00" */
static void print_time(struct emu_shell *shell, const char *label,
                       const char *iso)
{
    char time[32];

    emu_router_time(iso, time);
    emu_print(shell, "%s: %s %s\n", label, time,
              strlen(iso) > 19 ? iso + 19 : "+09:00");
}

static void print_uptime(struct emu_shell *shell, long long up,
                         bool in_japanese)
{
    long long days = up / 86400;

    emu_print(shell,
              in_japanese ? "起動からの経過時間: %lld日%s "
                          : "Elapsed time from boot: %lldday%s ",
              days, in_japanese || days == 1 ? "" : "s");
    emu_print(shell, "%02lld:%02lld:%02lld\n", up / 3600 % 24, up / 60 % 60,
              up % 60);
}

static const char *on_off(const json_t *e, const char *key, bool standard)
{
    const json_t *said = json_object_get(e, key);

    return (json_is_boolean(said) ? json_is_true(said) : standard) ? "ON"
                                                                   : "OFF";
}

static void print_environment(struct emu_shell *shell, const json_t *e,
                              bool in_japanese)
{
    const struct words *words = in_japanese ? &japanese : &english;

    print_head(shell, e);
    print_load(shell, e, words);
    emu_print(shell, words->running, emu_text(e, "firmware"),
              emu_text(e, "config_file"));
    emu_print(shell, words->standard, emu_text(e, "default_firmware"),
              emu_text(e, "default_config_file"));
    if (emu_has(e, "serial_baud"))
        emu_print(shell, "Serial Baudrate: %lld\n",
                  emu_number(e, "serial_baud"));
    print_time(shell, words->boot, emu_text(e, "boot_time"));
    print_time(shell, words->now, emu_text(e, "current_time"));
    print_uptime(shell, emu_number(e, "uptime_s"), in_japanese);
    emu_print(shell, "%s: %lld, FORGET: %s, TELNET: %s\n", words->security,
              emu_number(e, "security_class"), on_off(e, "forget", true),
              on_off(e, "telnet", false));
    if (emu_has(e, "temperature_c"))
        emu_print(shell, "%s: %lld\n", words->temperature,
                  emu_number(e, "temperature_c"));
}

void emu_run_show_environment(struct emu_shell *shell, const char *args)
{
    json_t *state = emu_state_shown(shell, "show environment");

    (void)args;
    print_environment(shell, state, emu_japanese(shell));
    json_decref(state);
}

void emu_run_techinfo(struct emu_shell *shell, const char *args)
{
    json_t *state = emu_state_shown(shell, "show environment");
    struct rtx_buf text;

    (void)args;
    shell->paged = false;
    shell->unwrapped = true;
    emu_print(shell, "show environment\n");
    print_environment(shell, state, false);
    json_decref(state);
    emu_print(shell, "show log\n");
    rtx__buf_init(&text, (size_t)1 << 24);
    emu_log_text(shell->device, false, &text);
    emu_print_text(shell, rtx__buf_str(&text), text.length);
    rtx__buf_free(&text);
}

void emu_run_copyright(struct emu_shell *shell, const char *args)
{
    (void)args;
    emu_print(shell, "Copyright (c) 1994-2019 Yamaha Corporation. All Rights "
                     "Reserved.\n");
}

/* [0..4], all or list: of earlier boots nothing is kept */
void emu_run_show_status_boot(struct emu_shell *shell, const char *args)
{
    const char *cause = shell->device->boot_cause;
    bool number = strspn(args, "0123456789") == strlen(args);

    if (strchr(args, ' '))
        emu_error(shell, RTX_MESSAGE_ARITY);
    else if (!number && !rtx__same_word(args, "all") &&
             !rtx__same_word(args, "list"))
        emu_error(shell, RTX_MESSAGE_KEYWORD);
    else if (number && strtol(args, NULL, 10) > 4)
        emu_error(shell, RTX_MESSAGE_RANGE);
    else if (!number || strtol(args, NULL, 10) == 0)
        emu_print(shell, "%s\n", cause ? cause : "Power-on boot");
}
