/* show config, show config pp N, show config 0, show config list. */
#include "emulator/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static emu_then login_typed, administrator_typed;

int emu_config_header(struct emu_device *device, struct rtx_buf *ret)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const struct emu_world *world = device->world;
    struct emu_time now = emu_time_of(emu_wall(device) / 1000);
    char mac[2][18];
    char serial[32];

    emu_device_mac(device, 0, mac[0]);
    emu_device_mac(device, 1, mac[1]);
    emu_device_serial(device, serial, sizeof serial);
    return rtx__buf_format(
        ret,
        "# %s\n# MAC Address : %s, %s%s\n# Memory %ldMbytes, 2LAN\n"
        "# main:  %s ver=00 serial=%s MAC-Address=%s MAC-Address=%s\n"
        "# Reporting Date: %.3s %d %02d:%02d:%02d %d\n",
        EMU_REVISION, mac[0], mac[1],
        emu_on(world, EMU_MAC_TRAILING) ? ", " : "",
        world->options.number[EMU_MEMORY], EMU_MODEL, serial, mac[0], mac[1],
        months + 3 * (now.month - 1), now.day, now.hour, now.minute, now.second,
        now.year);
}

/* The block of one context: its `pp select` line and what is indented below. */
static void print_block(struct emu_shell *shell, const char *text,
                        const char *wanted)
{
    bool inside = false;

    while (*text) {
        size_t length = strcspn(text, "\n");

        if (*text != ' ')
            inside =
                strlen(wanted) == length && strncmp(text, wanted, length) == 0;
        if (inside)
            emu_print(shell, "%.*s\n", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

static void print_config(struct emu_shell *shell, const rtx_config *config,
                         const char *block)
{
    bool blank = emu_on(emu_world_of(shell), EMU_CONFIG_BLANK);
    char *text = rtx_config_text(config, !shell->administrator);

    if (!text)
        return;
    if (block[0]) {
        print_block(shell, text, block);
    } else if (!blank) {
        emu_print_text(shell, text, strlen(text));
        if (text[0] && text[strlen(text) - 1] != '\n')
            emu_print(shell, "\n");
    } else {
        for (const char *at = text; *at;) {
            size_t length = strcspn(at, "\n");

            emu_print(shell, "%.*s \n", (int)length, at);
            at += length + (at[length] == '\n');
        }
    }
    rtx_free(text);
}

static void print_header(struct emu_shell *shell)
{
    struct rtx_buf header;

    rtx__buf_init(&header, 4096);
    if (emu_config_header(shell->device, &header) == 0)
        emu_print_text(shell, rtx__buf_str(&header), header.length);
    rtx__buf_free(&header);
}

static void print_all(struct emu_shell *shell, const rtx_config *config)
{
    print_header(shell);
    print_config(shell, config, "");
}

/* What `save N` has put beside the file that it starts from, or the same. */
static void print_file(struct emu_shell *shell, long number)
{
    const struct emu_file *file;
    char name[32];

    snprintf(name, sizeof name, "CONFIG%ld", number);
    file = number == 0 ? NULL : emu_file_find(shell->device, name);
    if (!file) {
        print_all(shell, shell->device->startup);
    } else {
        print_header(shell);
        emu_print_text(shell, file->text, strlen(file->text));
    }
}

/* ---- show config 0: a stored file, behind both passwords ---- */
static void administrator_typed(struct emu_shell *shell, const char *answer)
{
    const char *wanted = shell->device->keys.administrator;
    bool administrator = shell->administrator;

    if (!shell->counts[1] || strcmp(answer, wanted ? wanted : "") != 0) {
        emu_error(shell, RTX_MESSAGE_PASSWORD);
        return;
    }
    /* it has just been proved */
    shell->administrator = true;
    shell->paged = true;
    print_file(shell, shell->counts[2]);
    shell->administrator = administrator;
}

static void login_typed(struct emu_shell *shell, const char *answer)
{
    const struct emu_keys *keys = &shell->device->keys;
    const char *wanted =
        shell->user[0] ? emu_keys_find(keys, shell->user) : keys->login;

    shell->counts[1] = strcmp(answer, wanted ? wanted : "") == 0;
    emu_ask_secret(shell, "Administrator Password: ", administrator_typed);
}

static void show_file(struct emu_shell *shell, const char *number)
{
    long files = emu_world_of(shell)->options.number[EMU_CONFIG_FILES];

    shell->counts[2] = strtol(number, NULL, 10);
    if (shell->counts[2] >= files)
        emu_error(shell, RTX_MESSAGE_RANGE);
    else if (emu_on(emu_world_of(shell), EMU_CONFIG0_ASKS))
        emu_ask_secret(shell, "Login Password: ", login_typed);
    else
        print_file(shell, shell->counts[2]);
}

void emu_run_show_config(struct emu_shell *shell, const char *text)
{
    const rtx_config *running = emu_device_running(shell->device);
    struct emu_args args;
    char block[96];

    if (!shell->administrator &&
        emu_is(emu_world_of(shell), EMU_USER_CONFIG, "deny")) {
        emu_error(shell, RTX_MESSAGE_ADMIN_ONLY);
        return;
    }
    if (emu_args_init(&args, text) < 0) {
        emu_error(shell, RTX_MESSAGE_ARITY);
        return;
    }
    if (args.count == 0) {
        print_all(shell, running);
    } else if (args.count == 1 &&
               strspn(args.word[0], "0123456789") == strlen(args.word[0])) {
        show_file(shell, args.word[0]);
    } else if (args.count == 2 && (rtx__same_word(args.word[0], "pp") ||
                                   rtx__same_word(args.word[0], "tunnel"))) {
        snprintf(block, sizeof block, "%.10s select %.60s", args.word[0],
                 args.word[1]);
        print_config(shell, running, block);
    } else {
        emu_error(shell,
                  args.count > 2 ? RTX_MESSAGE_ARITY : RTX_MESSAGE_KEYWORD);
    }
    emu_args_free(&args);
}

void emu_run_show_config_list(struct emu_shell *shell, const char *args)
{
    const struct emu_world *world = emu_world_of(shell);
    char when[32];

    (void)args;
    emu_time_text((emu_wall(shell->device) - emu_uptime(shell->device)) / 1000,
                  when);
    if (emu_is(world, EMU_CONFIG_LIST, "table")) {
        emu_print(shell, "No.   Date       Time     Size   Sects  Comment\n");
        emu_print(shell, "----- ---------- -------- ------- ------- -------\n");
    }
    for (long i = 0; i < world->options.number[EMU_CONFIG_FILES]; i++) {
        if (i && emu_is(world, EMU_CONFIG_LIST, "table"))
            break;
        emu_print(shell, "%s %ld   %s\n", i ? " " : "*", i, when);
    }
}
