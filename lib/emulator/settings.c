/* Setting commands: checked as the router does, then put into its running
 * configuration. */
#include "emulator/model.h"
#include "emulator/state.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static enum rtx_message message_of(enum rtx_command_fault fault)
{
    switch (fault) {
    case RTX_FAULT_ARITY:
        return RTX_MESSAGE_ARITY;
    case RTX_FAULT_KEYWORD:
        return RTX_MESSAGE_KEYWORD;
    case RTX_FAULT_RANGE:
        return RTX_MESSAGE_RANGE;
    case RTX_FAULT_INTEGER:
        return RTX_MESSAGE_INTEGER;
    case RTX_FAULT_ADDRESS:
        return RTX_MESSAGE_ADDRESS;
    case RTX_FAULT_NAME:
    case RTX_FAULT_NONE:
        break;
    }
    return RTX_MESSAGE_UNKNOWN_COMMAND;
}

/* What the emulator knows better than the grammar: the console commands. */
static int check_console(const struct emu_world *world, const char *line)
{
    struct emu_args args;
    int ret = EMU_APPLIED;
    const char *value;

    if (!emu_begins(line, "console"))
        return ret;
    if (emu_args_init(&args, line) < 0)
        return RTX_MESSAGE_ARITY;
    value = args.count == 3 ? args.word[2] : NULL;
    if (value && emu_begins(line, "console character")) {
        int charset = rtx__charset_by_name(value);

        if (charset == RTX_CHARSET_UTF8 ? !emu_is(world, EMU_UTF8, "accept")
                                        : !rtx__same_word(value, "ascii") &&
                                              !rtx__same_word(value, "sjis") &&
                                              !rtx__same_word(value, "euc"))
            ret = RTX_MESSAGE_KEYWORD;
    } else if (value && emu_begins(line, "console prompt") &&
               strlen(value) > 64) {
        ret = RTX_MESSAGE_RANGE;
    }
    emu_args_free(&args);
    return ret;
}

static int check(const struct emu_device *device, enum rtx_command_fault fault,
                 bool misplaced, const char *line)
{
    bool utf8 = emu_is(device->world, EMU_UTF8, "accept") &&
                emu_begins(line, "console character");
    int rc;

    if (misplaced)
        return RTX_MESSAGE_PP_SELECT;
    /* which one is selected need not be said */
    if (rtx__same_word(line, "no pp select") ||
        rtx__same_word(line, "no tunnel select"))
        return EMU_APPLIED;
    if (fault != RTX_FAULT_NONE && !utf8)
        return message_of(fault);
    rc = emu_model_check(device->world, line);
    return rc != EMU_APPLIED ? rc : check_console(device->world, line);
}

/* May the line concern something that the emulator itself obeys? */
static bool obeyed(const char *line)
{
    static const char *const words[] = {"console", "login", "telnetd",
                                        "schedule", "ip lan1"};

    if (strncasecmp(line, "no ", 3) == 0)
        line += 3;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (emu_begins(line, words[i]))
            return true;
    }
    return false;
}

static void applied(struct emu_device *device, const char *line, bool changed)
{
    if (changed)
        device->unsorted = true;
    if (changed || emu_is(device->world, EMU_DIRTY, "any"))
        device->dirty = true;
    if (changed && obeyed(line))
        emu_device_refresh(device);
    if (changed)
        emu_net_changed(device);
}

void emu_setting_make(struct emu_device *device, const char *line)
{
    applied(device, line, rtx__config_apply(device->running, "", line) > 0);
}

/* What goes with a setting outside of the configuration. */
static void side_effects(struct emu_device *device, const char *line)
{
    struct emu_args args;

    if (emu_begins(line, "no login user") && emu_args_init(&args, line) == 0) {
        if (args.count > 3)
            emu_keys_remove_user(&device->keys, args.word[3]);
        emu_args_free(&args);
    }
}

static bool for_users(const struct emu_device *device,
                      const struct rtx_command *command)
{
    if (!command)
        return false;
    return (command->flags & RTX_COMMAND_USER) ||
           (rtx__starts(command->form, "console ") &&
            emu_is(device->world, EMU_USER_CONSOLE, "all"));
}

/* May it be typed at all, here and by this user? */
static int admit(const struct emu_device *device, const struct emu_shell *shell,
                 const struct rtx_command *command, const char *line)
{
    if (!command && !emu_is(device->world, EMU_UNKNOWN_SETTING, "accept"))
        return RTX_MESSAGE_UNKNOWN_COMMAND;
    if (shell && !shell->administrator && !for_users(device, command))
        return RTX_MESSAGE_ADMIN_ONLY;
    if (command && command->kind == RTX_COMMAND_SHOW)
        return RTX_MESSAGE_UNKNOWN_COMMAND;
    if (emu_model_lacks(device->world, line, command))
        return RTX_MESSAGE_UNKNOWN_COMMAND;
    return EMU_APPLIED;
}

int emu_setting_apply(struct emu_device *device, struct emu_shell *shell,
                      char context[96], const char *line)
{
    const struct rtx_command *command;
    struct rtx_placed placed;
    struct rtx_match match;
    int rc;

    rtx__command_match(line, &match);
    command = match.command;
    rc = admit(device, shell, command, line);
    if (rc != EMU_APPLIED)
        return rc;
    rtx__config_place(context, line, &placed);
    if (command) {
        rc = check(device, match.fault, placed.misplaced, line);
        if (rc != EMU_APPLIED || command->kind == RTX_COMMAND_ACTION)
            return rc;
    }
    rc = placed.selects
             ? 0
             : rtx__config_apply(device->running, placed.context, line);
    if (rc < 0)
        return RTX_MESSAGE_ARITY;
    rtx__copy(context, 96, placed.selected);
    if (placed.selects)
        return EMU_APPLIED;
    side_effects(device, line);
    applied(device, line, rc > 0);
    return EMU_APPLIED;
}

void emu_setting(struct emu_shell *shell, const char *line)
{
    int rc = emu_setting_apply(shell->device, shell, shell->context, line);
    const char *rest = strncasecmp(line, "no ", 3) == 0 ? line + 3 : line;

    if (rc != EMU_APPLIED) {
        emu_error(shell, (enum rtx_message)rc);
        return;
    }
    if (emu_begins(rest, "console"))
        shell->own = shell->device->console;
}
