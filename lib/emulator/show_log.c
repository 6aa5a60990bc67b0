/* show log, show status user, show command. */
#include "emulator/state.h"

#include <stdio.h>
#include <string.h>

void emu_run_show_log(struct emu_shell *shell, const char *args)
{
    struct rtx_buf text;

    if (*args && !rtx__same_word(args, "reverse")) {
        emu_error(shell, RTX_MESSAGE_KEYWORD);
        return;
    }
    emu_net_look(shell->device);
    rtx__buf_init(&text, (size_t)1 << 24);
    if (emu_on(emu_world_of(shell), EMU_LOG_BLANK))
        rtx__buf_char(&text, '\n');
    emu_log_text(shell->device, *args != '\0', &text);
    emu_print_text(shell, rtx__buf_str(&text), text.length);
    rtx__buf_free(&text);
}

static void print_user(struct emu_shell *shell, const json_t *user)
{
    int idle = (int)emu_number(user, "idle_s");

    emu_print(shell, "%c%c%c%-15s %-10s %s  %d:%02d:%02d    %s\n",
              json_is_true(json_object_get(user, "self")) ? '*' : ' ',
              json_is_true(json_object_get(user, "administrator")) ? '+' : ' ',
              json_is_true(json_object_get(user, "radius")) ? '@' : ' ',
              emu_text(user, "name"), emu_text(user, "connection"),
              emu_text(user, "login"), idle / 3600, idle / 60 % 60, idle % 60,
              emu_text(user, "address"));
}

void emu_run_show_users(struct emu_shell *shell, const char *args)
{
    json_t *users = emu_state_shown(shell, "show status user");

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
    for (size_t i = 0; i < json_array_size(users); i++)
        print_user(shell, json_array_get(users, i));
    json_decref(users);
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
