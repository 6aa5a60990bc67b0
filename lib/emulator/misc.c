/* Commands that do something once: clock, log, keys, other people's sessions.
 */
#include "emulator/emulator.h"

#include <stdio.h>
#include <string.h>

static emu_then host_key_answered, host_key_made;

void emu_run_clear_log(struct emu_shell *shell, const char *args)
{
    (void)args;
    emu_log_clear(shell->device);
}

void emu_run_date(struct emu_shell *shell, const char *args)
{
    struct emu_time now = emu_time_of(emu_wall(shell->device) / 1000);
    char rest;

    if (sscanf(args, "%4d-%2d-%2d%c", &now.year, &now.month, &now.day, &rest) !=
            3 &&
        sscanf(args, "%4d/%2d/%2d%c", &now.year, &now.month, &now.day, &rest) !=
            3) {
        emu_error(shell, *args ? RTX_MESSAGE_KEYWORD : RTX_MESSAGE_ARITY);
    } else if (now.year < 1980 || now.year > 2079 || now.month < 1 ||
               now.month > 12 ||
               emu_time_of(emu_time_seconds(&now)).day != now.day) {
        emu_error(shell, RTX_MESSAGE_RANGE);
    } else {
        emu_clock_set(shell->device, emu_time_seconds(&now) * 1000);
        emu_schedule_refresh(shell->device);
    }
}

void emu_run_time(struct emu_shell *shell, const char *args)
{
    struct emu_time now = emu_time_of(emu_wall(shell->device) / 1000);
    char rest;

    if (sscanf(args, "%2d:%2d:%2d%c", &now.hour, &now.minute, &now.second,
               &rest) != 3) {
        emu_error(shell, *args ? RTX_MESSAGE_KEYWORD : RTX_MESSAGE_ARITY);
    } else if (now.hour < 0 || now.hour > 23 || now.minute < 0 ||
               now.minute > 59 || now.second < 0 || now.second > 59) {
        emu_error(shell, RTX_MESSAGE_RANGE);
    } else {
        emu_clock_set(shell->device, emu_time_seconds(&now) * 1000);
        emu_schedule_refresh(shell->device);
    }
}

static void host_key_made(struct emu_shell *shell, const char *answer)
{
    (void)answer;
    shell->device->host_keys_made++;
    emu_setting_make(shell->device, "sshd host key generate *");
}

static void host_key_answered(struct emu_shell *shell, const char *answer)
{
    if (answer[0] != 'Y')
        return;
    if (shell->column) /* behind the key that answered the question */
        emu_say(shell, "\n");
    emu_wait(shell, emu_world_of(shell)->options.number[EMU_HOSTKEY_TIME],
             host_key_made);
}

void emu_run_host_key(struct emu_shell *shell, const char *args)
{
    const struct emu_world *world = emu_world_of(shell);

    (void)args;
    if (!emu_device_value(shell->device, "", "sshd host key generate") ||
        !emu_on(world, EMU_HOSTKEY_QUESTION))
        host_key_answered(shell, "Y");
    else
        emu_ask_key(shell,
                    emu_japanese(shell)
                        ? "ホスト鍵は既に生成されています。更新しますか? (Y/N)"
                        : world->options.text[EMU_HOSTKEY_TEXT],
                    host_key_answered);
}

void emu_run_disconnect_user(struct emu_shell *shell, const char *args)
{
    size_t name = strcspn(args, " /");
    bool found = false;

    if (!*args) {
        emu_error(shell, RTX_MESSAGE_ARITY);
        return;
    }
    for (struct emu_shell *s = shell->device->shells; s; s = s->next) {
        if (s == shell || !s->logged_in ||
            (name &&
             (strlen(s->user) != name || strncmp(s->user, args, name) != 0)))
            continue;
        emu_logout(s);
        emu_world_of(shell)->sweep = true;
        found = true;
    }
    if (!found)
        emu_error(shell, RTX_MESSAGE_KEYWORD);
}

void emu_run_baudrate(struct emu_shell *shell, const char *args)
{
    static const char *const rates[] = {"9600", "19200", "38400", "57600",
                                        "115200"};

    if (!emu_on(emu_world_of(shell), EMU_SERIAL_BAUDRATE)) {
        emu_error(shell, RTX_MESSAGE_UNKNOWN_COMMAND);
        return;
    }
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        if (strcmp(args, rates[i]) == 0)
            return;
    }
    emu_error(shell, *args ? RTX_MESSAGE_RANGE : RTX_MESSAGE_ARITY);
}

void emu_run_help(struct emu_shell *shell, const char *args)
{
    (void)args;
    emu_print(shell, "Ctrl-C  abort\nCtrl-R  redisplay the line\n"
                     "Ctrl-S  stop output\nCtrl-Q  resume output\n"
                     "TAB     complete a word\n?       list the words\n");
}
