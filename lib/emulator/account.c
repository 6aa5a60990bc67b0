/* Levels and passwords: administrator, quit, the password dialogues. */
#include "emulator/model.h"

#include <stdio.h>
#include <string.h>

static emu_then administrator_typed, leave, leave_answered, old_typed,
    new_typed, again_typed, user_password_typed;

/* ---- administrator, quit ---- */
static void administrator_typed(struct emu_shell *shell, const char *answer)
{
    const char *wanted = shell->device->keys.administrator;
    bool user = shell->user[0] != '\0';

    if (!shell->may_administer || strcmp(answer, wanted ? wanted : "") != 0) {
        if (emu_is(emu_world_of(shell), EMU_ADMIN_ERROR, "message"))
            emu_error(shell, RTX_MESSAGE_PASSWORD);
        return;
    }
    shell->administrator = true;
    emu_world_of(shell)->counters.administrators++;
    if (shell->serial)
        emu_log(shell->device, "'administrator' succeeded for Serial user");
    else
        emu_log(shell->device, "'administrator' succeeded for %s: %s%s%s",
                shell->path, shell->peer, user ? " " : "", shell->user);
}

void emu_run_administrator(struct emu_shell *shell, const char *args)
{
    if (*args) {
        emu_error(shell, RTX_MESSAGE_ARITY);
        return;
    }
    if (shell->administrator &&
        emu_is(emu_world_of(shell), EMU_ADMIN_AGAIN, "silent"))
        return;
    emu_ask_secret(shell, "Password: ", administrator_typed);
}

static void leave(struct emu_shell *shell, const char *answer)
{
    (void)answer;
    shell->administrator = false;
    if (emu_is(emu_world_of(shell), EMU_CONTEXT_ON_EXIT, "leave"))
        shell->context[0] = '\0';
}

static void leave_answered(struct emu_shell *shell, const char *answer)
{
    if (answer[0] == 'Y')
        emu_save_then(shell, leave);
    else
        leave(shell, NULL);
}

void emu_run_quit(struct emu_shell *shell, const char *args)
{
    bool save = rtx__same_word(args, "save");

    if (*args && !save) {
        emu_error(shell, RTX_MESSAGE_KEYWORD);
    } else if (!shell->administrator) {
        if (save)
            emu_error(shell, RTX_MESSAGE_ADMIN_ONLY);
        else
            emu_logout(shell);
    } else if (save) {
        emu_keep(shell, NULL);
        emu_save_then(shell, leave);
    } else if (emu_device_unsaved(shell->device)) {
        emu_keep(shell, NULL);
        emu_ask_key(shell,
                    rtx__message(RTX_MESSAGE_ASK_SAVE, emu_japanese(shell)),
                    leave_answered);
    } else {
        leave(shell, NULL);
    }
}

/* ---- login password, administrator password, login user ---- */
enum { WHOSE_LOGIN, WHOSE_ADMINISTRATOR, WHOSE_USER };

static void store(struct emu_shell *shell, const char *password)
{
    struct emu_device *device = shell->device;
    struct emu_keys *keys = &device->keys;
    char line[160];
    int rc;

    switch (shell->counts[0]) {
    case WHOSE_LOGIN:
        rc = emu_keys_login(keys, password);
        snprintf(line, sizeof line, "login password *");
        break;
    case WHOSE_ADMINISTRATOR:
        rc = emu_keys_administrator(keys, password);
        snprintf(line, sizeof line, "administrator password *");
        break;
    default:
        rc =
            emu_keys_user(keys, shell->scratch ? shell->scratch : "", password);
        snprintf(line, sizeof line, "login user %s%s *", shell->scratch,
                 emu_keys_is_encrypted(password) ? " encrypted" : "");
        break;
    }
    if (rc < 0)
        return;
    if (password[0]) {
        emu_setting_make(device, line);
    } else {
        (void)emu_config_remove(&device->running, line);
        emu_device_refresh(device);
    }
    device->dirty = true; /* a new password looks like the old one: `*` */
}

static void again_typed(struct emu_shell *shell, const char *answer)
{
    if (shell->scratch && strcmp(answer, shell->scratch) == 0)
        store(shell, answer);
    else
        emu_error(shell, RTX_MESSAGE_PASSWORD);
    emu_keep(shell, NULL);
}

static void new_typed(struct emu_shell *shell, const char *answer)
{
    if (emu_keep(shell, answer) == 0)
        emu_ask_secret(shell, "New_Password: ", again_typed);
}

static void old_typed(struct emu_shell *shell, const char *answer)
{
    const struct emu_keys *keys = &shell->device->keys;
    const char *wanted =
        shell->counts[0] == WHOSE_LOGIN ? keys->login : keys->administrator;

    if (strcmp(answer, wanted ? wanted : "") == 0)
        emu_ask_secret(shell, "New_Password: ", new_typed);
    else
        emu_error(shell, RTX_MESSAGE_PASSWORD);
}

void emu_run_login_password(struct emu_shell *shell, const char *args)
{
    /* seen: the password on the same line makes it an unknown command */
    if (*args) {
        emu_error(shell, RTX_MESSAGE_UNKNOWN_COMMAND);
        return;
    }
    shell->counts[0] = WHOSE_LOGIN;
    emu_ask_secret(shell, "Old_Password: ", old_typed);
}

void emu_run_admin_password(struct emu_shell *shell, const char *args)
{
    if (*args) {
        emu_error(shell, RTX_MESSAGE_ARITY);
        return;
    }
    shell->counts[0] = WHOSE_ADMINISTRATOR;
    emu_ask_secret(shell, "Old_Password: ", old_typed);
}

static void user_password_typed(struct emu_shell *shell, const char *answer)
{
    store(shell, answer);
    emu_keep(shell, NULL);
}

/* What it was before it was encrypted nobody knows. */
static void encrypted_typed(struct emu_shell *shell, const char *text)
{
    char *password = emu_keys_encrypted(text);

    if (password)
        user_password_typed(shell, password);
    rtx_free(password);
}

void emu_run_login_user(struct emu_shell *shell, const char *text)
{
    struct emu_args args;
    bool encrypted;

    if (emu_args_init(&args, text) < 0) {
        emu_error(shell, RTX_MESSAGE_ARITY);
        return;
    }
    encrypted = args.count == 3 && rtx__same_word(args.word[1], "encrypted");
    if (args.count < 1 || (args.count > 2 && !encrypted)) {
        emu_error(shell, RTX_MESSAGE_ARITY);
    } else if (emu_keep(shell, args.word[0]) == 0) {
        shell->counts[0] = WHOSE_USER;
        if (encrypted)
            encrypted_typed(shell, args.word[2]);
        else if (args.count == 2)
            user_password_typed(shell, args.word[1]);
        else
            emu_ask_secret(shell, "Password: ", user_password_typed);
    }
    emu_args_free(&args);
}
