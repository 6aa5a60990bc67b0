/* The router itself: what it boots from, what it runs, what it obeys. */
#include "emulator/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int emu_device_init(struct emu_device *device, struct emu_world *world,
                    unsigned index)
{
    memset(device, 0, sizeof *device);
    device->world = world;
    device->index = index;
    device->running = rtx__config_new();
    device->startup = rtx__config_new();
    rtx__buf_init(&device->executed, (size_t)64 << 20);
    rtx__buf_init_secret(&device->stored, (size_t)64 << 20);
    device->schedule_next_ms = INT64_MAX;
    if (!device->running || !device->startup || emu_net_init(device) < 0)
        return RTX_E_NOMEM;
    emu_device_refresh(device);
    return 0;
}

void emu_device_free(struct emu_device *device)
{
    rtx_config_free(device->running);
    rtx_config_free(device->startup);
    emu_keys_free(&device->keys);
    emu_keys_free(&device->startup_keys);
    emu_log_clear(device);
    emu_net_free(device);
    rtx_free(device->log);
    rtx_free(device->management);
    rtx__buf_free(&device->executed);
    rtx__buf_free(&device->stored);
    for (size_t i = 0; i < device->file_count; i++) {
        rtx_free(device->files[i].name);
        rtx_free(device->files[i].text);
    }
    rtx_free(device->files);
    memset(device, 0, sizeof *device);
}

/* The last word, plain or encrypted; NULL: there is none. */
static char *password_of(const struct emu_args *args, int at)
{
    bool encrypted =
        at + 2 == args->count && rtx__same_word(args->word[at], "encrypted");

    if (encrypted)
        return emu_keys_encrypted(args->word[at + 1]);
    return at + 1 == args->count ? rtx__strdup(args->word[at]) : NULL;
}

/* The password of `login user NAME ...`, `login password ...` and so on goes
 * into the keys, if it is one; `masked` is the line without it. */
static int take_key(struct emu_keys *keys, const char *text, char *masked,
                    size_t size)
{
    struct emu_args args;
    bool user = rtx__starts(text, "login user ");
    bool login = rtx__starts(text, "login password ");
    char *password;
    int rc = 0;

    masked[0] = '\0';
    if (!user && !login && !rtx__starts(text, "administrator password "))
        return 0;
    if (emu_args_init(&args, text) < 0)
        return 0;
    password = password_of(&args, user ? 3 : 2);
    if (password && strcmp(args.word[args.count - 1], "*") != 0) {
        snprintf(masked, size, "%s %s%s%s%s *", args.word[0], args.word[1],
                 user ? " " : "", user ? args.word[2] : "",
                 emu_keys_is_encrypted(password) ? " encrypted" : "");
        rc = user    ? emu_keys_user(keys, args.word[2], password)
             : login ? emu_keys_login(keys, password)
                     : emu_keys_administrator(keys, password);
    }
    if (password)
        rtx__wipe(password, strlen(password));
    rtx_free(password);
    rtx__wipe(args.text, strlen(text));
    emu_args_free(&args);
    return rc;
}

static bool is_masked(const char *text)
{
    size_t length = strlen(text);

    return length > 2 && strcmp(text + length - 2, " *") == 0 &&
           (rtx__starts(text, "login password") ||
            rtx__starts(text, "administrator password") ||
            rtx__starts(text, "login user"));
}

/*
 * Passwords in clear move from the text into the keys. hidden: there are some
 * that the text does not tell.
 */
static int take_keys(struct emu_device *device, bool *hidden)
{
    char masked[192];

    for (size_t i = 0; i < rtx_config_count(device->startup); i++) {
        struct rtx_statement s = {.size = sizeof s};
        int rc = rtx_config_statement(device->startup, i, &s);

        *hidden = *hidden || is_masked(s.text);
        if (rc == 0)
            rc = take_key(&device->startup_keys, s.text, masked, sizeof masked);
        if (rc == 0 && masked[0])
            rc = rtx__config_apply(device->startup, "", masked);
        if (rc < 0)
            return rc;
    }
    return 0;
}

/* Something that no router would take a line of, a letter or a picture. */
static bool is_no_config(const rtx_config *parsed)
{
    struct rtx_statement s = {.size = sizeof s};
    size_t i = 0;

    while (rtx_config_statement(parsed, i, &s) == 0 &&
           s.flags & RTX_STATEMENT_UNKNOWN)
        i++;
    return i > 0 && i == rtx_config_count(parsed);
}

int emu_device_startup(struct emu_device *device, const char *text,
                       size_t length, struct rtx_error *error)
{
    rtx_config *parsed = NULL;
    struct rtx_buf utf8;
    bool hidden = false;
    int rc = 0;

    rtx__buf_init(&utf8, SIZE_MAX / 2);
    if (!rtx__utf8_valid(text, length))
        rc = rtx__decode(RTX_CHARSET_SJIS, text, length, &utf8, NULL);
    else
        rc = rtx__buf_add(&utf8, text, length);
    if (rc == 0)
        rc = rtx_config_parse_running(&parsed, rtx__buf_str(&utf8), utf8.length,
                                      0, error);
    rtx__buf_free(&utf8);
    if (rc == 0 && is_no_config(parsed)) {
        rc = rtx__error(error, RTX_E_SYNTAX,
                        "not a line of it is a router's configuration");
        rtx_config_free(parsed);
    }
    if (rc < 0)
        return rc;
    rtx_config_free(device->startup);
    device->startup = parsed;
    rc = take_keys(device, &hidden);
    /* filed anew: however the file was written, the router has its own way */
    if (rc == 0)
        rc = emu_config_remove(&device->startup, "");
    rtx__buf_clear(&device->stored);
    if (rc == 0 && !hidden)
        rc = rtx__buf_add(&device->stored, text, length);
    if (rc < 0)
        return rtx__error(error, rc, "startup configuration");
    return 0;
}

int emu_config_remove(rtx_config **config, const char *text)
{
    rtx_config *kept = rtx__config_new();
    int rc = kept ? 0 : RTX_E_NOMEM;

    for (size_t i = 0; rc >= 0 && i < rtx_config_count(*config); i++) {
        struct rtx_statement s = {.size = sizeof s};

        rc = rtx_config_statement(*config, i, &s);
        if (rc == 0 && (s.context[0] || strcmp(s.text, text) != 0))
            rc = rtx__config_apply(kept, s.context, s.text);
    }
    if (rc < 0) {
        rtx_config_free(kept);
        return rc;
    }
    rtx__config_sort(kept);
    rtx_config_free(*config);
    *config = kept;
    return 0;
}

const char *emu_device_value(const struct emu_device *device,
                             const char *context, const char *key)
{
    const struct rtx_statement *s =
        rtx__config_find(device->running, context, key);
    const char *value;

    if (!s || strlen(s->text) < strlen(key))
        return NULL;
    value = s->text + strlen(key);
    return value + strspn(value, " ");
}

static void refresh_prompt(struct emu_device *device)
{
    const char *value = emu_device_value(device, "", "console prompt");
    struct emu_args args;

    device->console.prompt[0] = '\0';
    if (!value || emu_args_init(&args, value) < 0)
        return;
    if (args.count > 0)
        rtx__copy(device->console.prompt, sizeof device->console.prompt,
                  args.word[0]);
    emu_args_free(&args);
}

static long number(const struct emu_device *device, const char *key, long none)
{
    const char *value = emu_device_value(device, "", key);

    return value ? strtol(value, NULL, 10) : none;
}

static char *management_path(const struct emu_device *device)
{
    const char *address = emu_device_value(device, "", "ip lan1 address");
    const char *filter =
        emu_device_value(device, "", "ip lan1 secure filter in");

    return rtx__format("%s|%s", address ? address : "", filter ? filter : "");
}

static void refresh_management(struct emu_device *device)
{
    char *path = management_path(device);

    if (path && device->management &&
        emu_is(device->world, EMU_MANAGEMENT, "lan1") &&
        strcmp(path, device->management) != 0)
        device->stalled = true;
    rtx_free(path);
    if (!device->stalled)
        return;
    for (struct emu_shell *s = device->shells; s; s = s->next) {
        if (!s->serial)
            s->mode = EMU_MUTE;
    }
    device->world->sweep = true;
}

void emu_device_refresh(struct emu_device *device)
{
    struct emu_console *console = &device->console;
    const char *value = emu_device_value(device, "", "console character");
    int charset = value ? rtx__charset_by_name(value) : -1;

    console->charset =
        charset < 0 ? RTX_CHARSET_SJIS : (enum rtx_charset)charset;
    value = emu_device_value(device, "", "console lines");
    console->lines = value && strcmp(value, "infinity") == 0
                         ? 0
                         : (int)number(device, "console lines", 24);
    console->columns = (int)number(device, "console columns", 80);
    if (console->columns < 20)
        console->columns = 80;
    value = emu_device_value(device, "", "console info");
    console->info = value && strcmp(value, "on") == 0;
    refresh_prompt(device);
    value = emu_device_value(device, "", "login timer");
    device->login_timer_s = value && strcmp(value, "clear") == 0
                                ? 0
                                : (int)number(device, "login timer", 300);
    device->sessions = (int)number(device, "telnetd session", 8);
    value = emu_device_value(device, "", "telnetd service");
    device->telnet_off = value && strcmp(value, "off") == 0;
    refresh_management(device);
    emu_schedule_refresh(device);
}

const rtx_config *emu_device_running(struct emu_device *device)
{
    if (device->unsorted)
        rtx__config_sort(device->running);
    device->unsorted = false;
    return device->running;
}

static bool differs(struct emu_device *device)
{
    char *running = rtx_config_text(emu_device_running(device), 0);
    char *startup = rtx_config_text(device->startup, 0);
    bool ret = !running || !startup || strcmp(running, startup) != 0;

    rtx_free(running);
    rtx_free(startup);
    return ret;
}

bool emu_device_unsaved(struct emu_device *device)
{
    if (emu_is(device->world, EMU_DIRTY, "compare"))
        return differs(device);
    return device->dirty;
}

int emu_device_save(struct emu_device *device, const char *path)
{
    rtx_config *copy = rtx__config_copy(emu_device_running(device));
    int rc;

    if (!copy)
        return RTX_E_NOMEM;
    rc = emu_keys_copy(&device->startup_keys, &device->keys);
    if (rc < 0) {
        rtx_config_free(copy);
        return rc;
    }
    rtx_config_free(device->startup);
    device->startup = copy;
    rtx__buf_clear(&device->stored);
    device->dirty = false;
    device->world->counters.saves++;
    emu_log(device, "Configuration saved in \"CONFIG0\" by %s", path);
    return 0;
}

void emu_device_boot(struct emu_device *device, const char *cause)
{
    rtx_config *copy = rtx__config_copy(device->startup);
    char serial[32];
    char mac[2][18];

    if (copy) {
        rtx_config_free(device->running);
        device->running = copy;
        device->unsorted = true;
    }
    (void)emu_keys_copy(&device->keys, &device->startup_keys);
    device->dirty = false;
    device->restarting = false;
    device->stalled = false;
    device->boot_ms = emu_uptime(device);
    device->scheduled_ms = emu_wall(device);
    rtx_free(device->management);
    device->management = management_path(device);
    emu_device_refresh(device);
    emu_device_serial(device, serial, sizeof serial);
    emu_device_mac(device, 0, mac[0]);
    emu_device_mac(device, 1, mac[1]);
    emu_log(device, "%s", cause);
    emu_log(device, "%s starts", EMU_REVISION);
    emu_log(device, "main:  %s ver=00 serial=%s MAC-Address=%s MAC-Address=%s",
            EMU_MODEL, serial, mac[0], mac[1]);
    emu_log(device, "LAN1: link up");
    emu_log(device, "LAN1: PORT1 link up (1000BASE-T Full Duplex)");
    device->booted = true;
    emu_net_boot(device);
    emu_net_look(device);
    emu_schedule_startup(device);
}

void emu_device_mac(const struct emu_device *device, unsigned lan, char ret[18])
{
    unsigned n = 0x741300u + device->index * 2 + lan;

    snprintf(ret, 18, "00:a0:de:%02x:%02x:%02x", n >> 16 & 0xFF, n >> 8 & 0xFF,
             n & 0xFF);
}

void emu_device_serial(const struct emu_device *device, char *ret, size_t size)
{
    const char *first = device->world->options.text[EMU_SERIAL_NUMBER];
    size_t head = strcspn(first, "0123456789");
    size_t digits = strlen(first);

    while (digits > head && first[digits - 1] >= '0' &&
           first[digits - 1] <= '9')
        digits--;
    snprintf(ret, size, "%.*s%0*lu", (int)digits, first,
             (int)(strlen(first) - digits),
             strtoul(first + digits, NULL, 10) + device->index);
}
