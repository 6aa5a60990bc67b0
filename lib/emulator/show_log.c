/* show log, show status user, show arp, show command. */
#include "emulator/emulator.h"

#include <stdio.h>
#include <string.h>

void emu_run_show_log(struct emu_shell *shell, const char *args)
{
    struct rtx_buf text;

    if (*args && !rtx__same_word(args, "reverse")) {
        emu_error(shell, RTX_MESSAGE_KEYWORD);
        return;
    }
    rtx__buf_init(&text, (size_t)1 << 24);
    if (emu_on(emu_world_of(shell), EMU_LOG_BLANK))
        rtx__buf_char(&text, '\n');
    emu_log_text(shell->device, *args != '\0', &text);
    emu_print_text(shell, rtx__buf_str(&text), text.length);
    rtx__buf_free(&text);
}

static void print_user(struct emu_shell *shell, const struct emu_shell *s,
                       unsigned number)
{
    const struct emu_device *device = shell->device;
    int64_t offset = emu_wall(device) - emu_uptime(device);
    struct emu_time login = emu_time_of((offset + s->login_at) / 1000);
    int idle = (int)((emu_uptime(device) - s->key_at) / 1000);
    char path[16];

    if (s->serial)
        snprintf(path, sizeof path, "serial");
    else
        snprintf(path, sizeof path, "%s%u", s->ssh ? "ssh" : "telnet", number);
    emu_print(shell,
              "%c%c %-15s %-10s %02d/%02d %02d:%02d  %d:%02d:%02d    %s\n",
              s == shell ? '*' : ' ', s->administrator ? '+' : ' ', s->user,
              path, login.month, login.day, login.hour, login.minute,
              idle / 3600, idle / 60 % 60, idle % 60, s->serial ? "" : s->peer);
}

void emu_run_show_users(struct emu_shell *shell, const char *args)
{
    unsigned telnet = 0;
    unsigned ssh = 0;

    (void)args;
    if (emu_japanese(shell))
        emu_print(shell, "   (*: 自分自身のユーザー情報 , +: 管理者モード , "
                         "@: RADIUS での認証 )\n"
                         "   ユーザー名         接続種別    ログイン      "
                         "アイドル    IPアドレス\n");
    else
        emu_print(shell,
                  "   (*: current user, +: administrator mode, "
                  "@: authenticated via RADIUS)\n"
                  "   username        connection login time   idle       "
                  "IP address\n");
    emu_print(shell, "----------------------------------------"
                     "---------------------------------------\n");
    for (const struct emu_shell *s = shell->device->shells; s; s = s->next) {
        if (!s->logged_in)
            continue;
        print_user(shell, s, s->serial ? 0 : s->ssh ? ++ssh : ++telnet);
    }
}

void emu_run_show_arp(struct emu_shell *shell, const char *args)
{
    const char *address =
        emu_device_value(shell->device, "", "ip lan1 address");
    unsigned a;
    unsigned b;
    unsigned c;

    (void)args;
    emu_print(shell, emu_japanese(shell)
                         ? "インタフェース IPアドレス        MACアドレス       "
                           "TTL(秒)\n"
                         : "Interface      IP address        MAC address       "
                           "TTL(second)\n");
    if (address && sscanf(address, "%u.%u.%u.", &a, &b, &c) == 3) {
        char host[48];

        snprintf(host, sizeof host, "%u.%u.%u.200", a & 255, b & 255, c & 255);
        emu_print(shell, "%-15s%-18s%-18s%4d\n", "LAN1(port1)", host,
                  "00:a0:de:00:02:00", 1085);
    }
}

void emu_run_show_command(struct emu_shell *shell, const char *args)
{
    (void)args;
    for (const struct emu_command *c = emu_commands; c->words; c++) {
        if (c[1].words && strcmp(c[1].words, c->words) == 0)
            continue;
        emu_print(shell, "%s\n", c->words);
    }
    for (int rank = 0; rank < rtx__command_count(); rank++)
        emu_print(shell, "%s\n", rtx__command_row(rank)->form);
}
