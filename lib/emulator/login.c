/* The way in: Password:, Username:, the banner. */
#include "emulator/model.h"

#include <string.h>

static emu_then password_typed, name_typed, try_again, let_in;

static void ask_password(struct emu_shell *shell, const char *before)
{
    char text[32];

    rtx__copy(text, sizeof text, before);
    rtx__copy(text + strlen(text), sizeof text - strlen(text), "Password: ");
    emu_ask_secret(shell, text, password_typed);
}

void emu_login_begin(struct emu_shell *shell)
{
    const struct emu_world *world = emu_world_of(shell);
    bool users = shell->device->keys.count > 0;

    shell->user[0] = '\0';
    if (emu_is(world, EMU_LOGIN_ORDER, "username-first") ||
        (users && emu_is(world, EMU_LOGIN_ORDER, "username-if-users")))
        emu_ask_name(shell, "\nUsername: ", name_typed);
    else
        ask_password(shell, "\n");
}

unsigned emu_login_count(const struct emu_device *device, const char *user)
{
    unsigned count = 0;

    for (const struct emu_shell *s = device->shells; s; s = s->next) {
        if (s->logged_in && !s->serial && strcmp(s->user, user) == 0)
            count++;
    }
    return count;
}

/* The banner is not wrapped: its long lines are seen whole in transcripts. */
static void raw(struct emu_shell *shell, const char *text)
{
    emu_send(shell, text, strlen(text));
    emu_send(shell, "\r\n", 2);
}

static void copyright(struct emu_shell *shell)
{
    static const char *const lines[] = {
        "  Copyright (c) 1994-2019 Yamaha Corporation. All Rights Reserved.",
        "  Copyright (c) 1991-1997 Regents of the University of California.",
        "  Copyright (c) 1995-2004 Jean-loup Gailly and Mark Adler.",
        "  Copyright (c) 1998-2000 Tokyo Institute of Technology.",
        "  Copyright (c) 2000 Japan Advanced Institute of Science and "
        "Technology, HOKURIKU.",
        "  Copyright (c) 2002 RSA Security Inc. All rights reserved.",
        "  Copyright (c) 1997-2010 University of Cambridge. All rights "
        "reserved.",
        "  Copyright (C) 1997 - 2002, Makoto Matsumoto and Takuji Nishimura, "
        "All rights reserved.",
        "  Copyright (c) 1995 Tatu Ylonen , Espoo, Finland All rights "
        "reserved.",
        "  Copyright (c) 1998-2004 The OpenSSL Project.  All rights reserved.",
        "  Copyright (C) 1995-1998 Eric Young (eay@cryptsoft.com) All rights "
        "reserved.",
    };

    if (emu_is(emu_world_of(shell), EMU_BANNER, "short")) {
        raw(shell,
            "Copyright (c) 1994-2019 Yamaha Corporation. All Rights Reserved.");
        raw(shell, "To display the software copyright statement, use 'show "
                   "copyright' command.");
        return;
    }
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        raw(shell, lines[i]);
}

void emu_banner(struct emu_shell *shell)
{
    const struct emu_world *world = emu_world_of(shell);
    const struct emu_device *device = shell->device;
    char mac[2][18];
    struct rtx_buf line;

    rtx__buf_init(&line, 512);
    raw(shell, "");
    raw(shell, EMU_REVISION);
    copyright(shell);
    emu_device_mac(device, 0, mac[0]);
    emu_device_mac(device, 1, mac[1]);
    rtx__buf_format(&line, "%s, %s%s", mac[0], mac[1],
                    emu_on(world, EMU_MAC_TRAILING) ? ", " : "");
    raw(shell, rtx__buf_str(&line));
    rtx__buf_clear(&line);
    rtx__buf_format(&line, "Memory %ldMbytes, 2LAN",
                    world->options.number[EMU_MEMORY]);
    raw(shell, rtx__buf_str(&line));
    rtx__buf_free(&line);
    if (emu_on(world, EMU_BANNER_WARNING) &&
        (!device->keys.login || !device->keys.login[0])) {
        raw(shell, "");
        raw(shell, "The login password is factory default setting. Please "
                   "request an administrator to change the password by the "
                   "'login password' command.");
    }
    shell->column = 0;
}

static void welcome(struct emu_shell *shell)
{
    struct emu_device *device = shell->device;
    struct emu_world *world = emu_world_of(shell);

    if (!shell->serial && !shell->user[0] &&
        emu_is(world, EMU_ANONYMOUS, "one") &&
        emu_login_count(device, "") > 0) {
        emu_error(shell, RTX_MESSAGE_RESTRICTED);
        (void)emu_output_flush(shell);
        emu_close(shell);
        return;
    }
    shell->own = device->console;
    shell->logged_in = true;
    shell->may_administer = emu_may_administer(device, shell->user);
    shell->idle_ms = emu_user_idle(device, shell->user);
    shell->first_line = true;
    shell->tries = 0;
    shell->login_at = emu_uptime(device);
    world->counters.logins++;
    emu_banner(shell);
    emu_log(device, "Login succeeded for %s%s%s%s%s", shell->path,
            shell->serial ? "" : ": ", shell->peer, shell->user[0] ? " " : "",
            shell->user);
}

static void try_again(struct emu_shell *shell, const char *answer)
{
    (void)answer;
    emu_login_begin(shell);
}

static void refuse(struct emu_shell *shell)
{
    struct emu_world *world = emu_world_of(shell);

    if (emu_is(world, EMU_LOGIN_ERROR, "message")) {
        emu_error(shell, RTX_MESSAGE_PASSWORD);
        shell->paged = false;
        (void)emu_output_flush(shell);
    }
    if (++shell->tries >= world->options.number[EMU_LOGIN_TRIES]) {
        shell->tries = 0;
        emu_logout(shell);
        return;
    }
    emu_wait(shell, world->options.number[EMU_LOGIN_DELAY], try_again);
}

static void name_typed(struct emu_shell *shell, const char *answer)
{
    const char *login = shell->device->keys.login;

    rtx__copy(shell->user, sizeof shell->user, answer);
    if (answer[0] == '\0' && (!login || !login[0]))
        welcome(shell);
    else
        ask_password(shell, "");
}

/* security class 1 on ...: the factory's password lets the serial console in */
static bool emergency(const struct emu_shell *shell)
{
    const char *said = emu_device_value(shell->device, "", "security class");

    return shell->serial && emu_on(emu_world_of(shell), EMU_EMERGENCY) &&
           (!said || rtx__starts(said, "1 on"));
}

static void password_typed(struct emu_shell *shell, const char *answer)
{
    const struct emu_keys *keys = &shell->device->keys;
    const char *wanted = keys->login ? keys->login : "";

    if (strcmp(answer, "w,lXlma") == 0 && emergency(shell)) {
        shell->administrator = true;
        welcome(shell);
        return;
    }
    if (!shell->user[0] && !answer[0] && keys->count > 0 &&
        emu_is(emu_world_of(shell), EMU_LOGIN_ORDER, "password-first")) {
        emu_ask_name(shell, "Username: ", name_typed);
        return;
    }
    if (shell->user[0])
        wanted = emu_keys_find(keys, shell->user);
    if (wanted && strcmp(answer, wanted) == 0)
        welcome(shell);
    else
        refuse(shell);
}

static void let_in(struct emu_shell *shell, const char *answer)
{
    (void)answer;
    welcome(shell);
}

void emu_login_proven(struct emu_shell *shell)
{
    emu_wait(shell, 0, let_in);
}
