/* save, restart, cold start: what touches the stored configuration. */
#include "emulator/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static emu_then saved_now, restart_now, restart_answered, cold_start_typed;

void emu_restart(struct emu_device *device, const char *cause)
{
    device->world->counters.restarts++;
    device->restarting = true;
    device->boot_cause = cause;
}

static int keep_file(struct emu_device *device, const char *name)
{
    return emu_file_put(device, name,
                        rtx_config_text(emu_device_running(device), 0));
}

static void saved_now(struct emu_shell *shell, const char *answer)
{
    struct emu_world *world = emu_world_of(shell);
    struct emu_fault *fault =
        emu_fault_find(&world->faults, EMU_SAVE_FAILS, shell->connection);
    bool japanese = emu_japanese(shell);
    bool dot = !japanese && emu_is(world, EMU_SAVE_DONE, "dot");
    const char *file = shell->scratch ? shell->scratch : "CONFIG0";
    emu_then *after = shell->after;
    int rc;

    (void)answer;
    if (fault) {
        emu_fault_used(fault);
        emu_say(shell, "\n%s\n", world->options.text[EMU_SAVE_ERROR]);
        shell->after = NULL;
        emu_keep(shell, NULL);
        return;
    }
    rc = shell->scratch ? keep_file(shell->device, file)
                        : emu_device_save(shell->device, shell->path);
    if (rc == 0)
        emu_say(shell, "%s %s%s\n", file,
                rtx__message(RTX_MESSAGE_SAVED, japanese), dot ? " ." : "");
    shell->after = NULL;
    emu_keep(shell, NULL);
    if (after)
        after(shell, NULL);
}

void emu_save_then(struct emu_shell *shell, emu_then *then)
{
    long delay = emu_world_of(shell)->options.number[EMU_SAVE_DELAY];

    emu_say(shell, "%s ",
            rtx__message(RTX_MESSAGE_SAVING, emu_japanese(shell)));
    shell->after = then;
    emu_wait(shell, delay, saved_now);
    shell->saving = true;
}

void emu_run_save(struct emu_shell *shell, const char *text)
{
    struct emu_args args;
    long files = emu_world_of(shell)->options.number[EMU_CONFIG_FILES];
    const char *name;
    char *end;

    if (emu_args_init(&args, text) < 0 || args.count > 2) {
        emu_error(shell, RTX_MESSAGE_ARITY);
        emu_args_free(&args);
        return;
    }
    emu_keep(shell, NULL);
    name = args.count ? args.word[0] : "0";
    if (strncmp(name, "usb1:", 5) == 0 || strncmp(name, "sd1:", 4) == 0) {
        emu_keep(shell, name);
    } else if (strtol(name, &end, 10) >= files || *end || end == name ||
               *name == '-') {
        emu_error(shell, *end ? RTX_MESSAGE_INTEGER : RTX_MESSAGE_RANGE);
        emu_args_free(&args);
        return;
    } else if (strtol(name, NULL, 10) > 0) {
        char other[32];

        snprintf(other, sizeof other, "CONFIG%ld", strtol(name, NULL, 10));
        emu_keep(shell, other);
    }
    emu_save_then(shell, NULL);
    emu_args_free(&args);
}

static void restart_now(struct emu_shell *shell, const char *answer)
{
    (void)answer;
    emu_restart(shell->device, "Restart by restart command");
}

static void restart_answered(struct emu_shell *shell, const char *answer)
{
    if (answer[0] == 'Y')
        emu_save_then(shell, restart_now);
    else
        restart_now(shell, NULL);
}

void emu_run_restart(struct emu_shell *shell, const char *args)
{
    (void)args;
    if (emu_on(emu_world_of(shell), EMU_RESTART_ASKS) &&
        emu_device_unsaved(shell->device))
        emu_ask_key(shell,
                    rtx__message(RTX_MESSAGE_ASK_SAVE, emu_japanese(shell)),
                    restart_answered);
    else
        restart_now(shell, NULL);
}

static void cold_start_typed(struct emu_shell *shell, const char *answer)
{
    struct emu_device *device = shell->device;
    const char *wanted = device->keys.administrator;
    rtx_config *empty;

    if (strcmp(answer, wanted ? wanted : "") != 0) {
        emu_error(shell, RTX_MESSAGE_PASSWORD);
        return;
    }
    empty = rtx__config_new();
    if (!empty)
        return;
    rtx_config_free(device->startup);
    device->startup = empty;
    emu_keys_free(&device->startup_keys);
    rtx__buf_clear(&device->stored);
    emu_log_clear(device);
    emu_restart(device, "Restart by cold start command");
}

void emu_run_cold_start(struct emu_shell *shell, const char *args)
{
    (void)args;
    emu_ask_secret(shell, "Password: ", cold_start_typed);
}
