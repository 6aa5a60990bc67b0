/* show environment, and the other shows that describe the box. */
#include "emulator/emulator.h"

#include <stdio.h>
#include <string.h>

struct facts {
    char serial[32];
    char mac[2][18];
    char boot[32];
    char now[32];
    char elapsed[48];
    unsigned load[3];
};

static void find_facts(struct emu_device *device, struct facts *f)
{
    int64_t up = (emu_uptime(device) - device->boot_ms) / 1000;
    int64_t now = emu_wall(device) / 1000;

    emu_device_serial(device, f->serial, sizeof f->serial);
    emu_device_mac(device, 0, f->mac[0]);
    emu_device_mac(device, 1, f->mac[1]);
    emu_time_text(now, f->now);
    emu_time_text(now - up, f->boot);
    snprintf(f->elapsed, sizeof f->elapsed, "%dday%s %02d:%02d:%02d",
             (int)(up / 86400), up / 86400 == 1 ? "" : "s",
             (int)(up / 3600 % 24), (int)(up / 60 % 60), (int)(up % 60));
    for (int i = 0; i < 3; i++)
        f->load[i] = emu_random(device->world) % 6;
}

static void print_head(struct emu_shell *shell, const struct facts *f)
{
    emu_print(shell, EMU_MODEL " BootROM Ver. 1.00\n");
    emu_print(shell, EMU_MODEL " FlashROM Table Ver. 1.01\n");
    emu_print(shell, "%s\n", EMU_REVISION);
    emu_print(shell,
              "  main:  %s ver=00 serial=%s MAC-Address=%s MAC-Address=%s\n",
              EMU_MODEL, f->serial, f->mac[0], f->mac[1]);
}

static void print_english(struct emu_shell *shell, const struct facts *f)
{
    print_head(shell, f);
    emu_print(shell,
              "CPU: %3u%%(5sec) %3u%%(1min) %3u%%(5min)    Memory: 24%% used\n",
              f->load[0], f->load[1], f->load[2]);
    emu_print(shell, "Packet-buffer:   0%%(small)   0%%(middle)   4%%(large)   "
                     "0%%(huge) used\n");
    emu_print(shell, "Firmware: exec0  Config. file: config0\n");
    emu_print(shell,
              "Default firmware: exec0  Default config. file: config0\n");
    emu_print(shell, "Boot time: %s +09:00\n", f->boot);
    emu_print(shell, "Current time: %s +09:00\n", f->now);
    emu_print(shell, "Elapsed time from boot: %s\n", f->elapsed);
    emu_print(shell, "Security Class: 1, FORGET: ON, TELNET: OFF\n");
}

static void print_japanese(struct emu_shell *shell, const struct facts *f)
{
    const char *clock = strchr(f->elapsed, ' ');
    int days = 0;

    sscanf(f->elapsed, "%d", &days);
    print_head(shell, f);
    emu_print(shell,
              "CPU: %3u%%(5sec) %3u%%(1min) %3u%%(5min)    メモリ: 24%% used\n",
              f->load[0], f->load[1], f->load[2]);
    emu_print(shell, "パケットバッファ:   0%%(small)   0%%(middle)   "
                     "4%%(large)   0%%(huge) used\n");
    emu_print(shell,
              "実行中ファームウェア: exec0  実行中設定ファイル: config0\n");
    emu_print(shell, "デフォルトファームウェア: exec0  "
                     "デフォルト設定ファイル: config0\n");
    emu_print(shell, "起動時刻: %s +09:00\n", f->boot);
    emu_print(shell, "現在の時刻: %s +09:00\n", f->now);
    emu_print(shell, "起動からの経過時間: %d日%s\n", days, clock ? clock : "");
    emu_print(shell, "セキュリティクラス: 1, FORGET: ON, TELNET: OFF\n");
}

void emu_run_show_environment(struct emu_shell *shell, const char *args)
{
    struct facts facts;

    (void)args;
    find_facts(shell->device, &facts);
    if (emu_japanese(shell))
        print_japanese(shell, &facts);
    else
        print_english(shell, &facts);
}

void emu_run_techinfo(struct emu_shell *shell, const char *args)
{
    struct facts facts;
    struct rtx_buf text;

    (void)args;
    shell->paged = false;
    find_facts(shell->device, &facts);
    emu_print(shell, "show environment\n");
    print_english(shell, &facts);
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

void emu_run_show_status_boot(struct emu_shell *shell, const char *args)
{
    const char *cause = shell->device->boot_cause;

    (void)args;
    emu_print(shell, "%s\n", cause ? cause : "Power-on boot");
}
