/* What follows for the box itself: show environment, show log, show status
 * user; whom ping reaches. */
#include "emulator/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void emu_iso_time(int64_t wall_s, char ret[32])
{
    emu_time_text(wall_s, ret);
    ret[4] = ret[7] = '-';
    ret[10] = 'T';
}

static json_t *zoned(int64_t wall_s)
{
    char text[40];

    emu_iso_time(wall_s, text);
    rtx__copy(text + strlen(text), 8, "+09:00");
    return json_string(text);
}

/* security class CLASS FORGET TELNET */
static void add_security(const struct emu_device *device, json_t *ret)
{
    const char *said = emu_device_value(device, "", "security class");
    struct emu_args args;

    if (!said || emu_args_init(&args, said) < 0)
        (void)emu_args_init(&args, "1 on off");
    if (args.count > 2)
        json_object_update_new(
            ret, json_pack("{s:i,s:b,s:b}", "security_class",
                           (int)strtol(args.word[0], NULL, 10), "forget",
                           rtx__same_word(args.word[1], "on"), "telnet",
                           rtx__same_word(args.word[2], "on")));
    emu_args_free(&args);
}

json_t *emu_derive_environment(struct emu_device *device)
{
    int64_t up = (emu_uptime(device) - device->boot_ms) / 1000;
    int64_t now = emu_wall(device) / 1000;
    char serial[32];
    char mac[2][18];
    json_t *ret;

    emu_device_serial(device, serial, sizeof serial);
    emu_device_mac(device, 0, mac[0]);
    emu_device_mac(device, 1, mac[1]);
    ret = json_pack(
        "{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:[s,s],s:i,s:i,s:i,s:i,s:i,s:i,s:i,s:i}",
        "model", EMU_MODEL, "revision", "11.01.34", "built",
        "2019-11-26T18:39:12", "boot_rom", "1.00", "flash_rom_table", "1.01",
        "hardware_version", "00", "serial", serial, "mac_addresses", mac[0],
        mac[1], "cpu_5s_percent", (int)(emu_random(device->world) % 6),
        "cpu_1min_percent", (int)(emu_random(device->world) % 6),
        "cpu_5min_percent", (int)(emu_random(device->world) % 6),
        "memory_percent", 24, "packet_buffer_small_percent", 0,
        "packet_buffer_middle_percent", 0, "packet_buffer_large_percent", 4,
        "packet_buffer_huge_percent", 0);
    json_object_update_new(
        ret, json_pack("{s:s,s:s,s:s,s:s,s:o,s:o,s:I}", "firmware", "exec0",
                       "config_file", "config0", "default_firmware", "exec0",
                       "default_config_file", "config0", "boot_time",
                       zoned(now - up), "current_time", zoned(now), "uptime_s",
                       (json_int_t)up));
    add_security(device, ret);
    return ret;
}

json_t *emu_derive_log(struct emu_device *device)
{
    json_t *array = json_array();
    char when[32];

    for (size_t i = 0; i < device->log_count; i++) {
        emu_iso_time(device->log[i].at, when);
        json_array_append_new(array, json_pack("{s:s,s:s}", "time", when,
                                               "message", device->log[i].text));
    }
    return array;
}

/* ---- show status user: the sessions that there are ---- */
json_t *emu_derive_users(struct emu_device *device)
{
    int64_t offset = emu_wall(device) - emu_uptime(device);
    json_t *array = json_array();
    unsigned telnet = 0;
    unsigned ssh = 0;

    for (const struct emu_shell *s = device->shells; s; s = s->next) {
        struct emu_time login = emu_time_of((offset + s->login_at) / 1000);
        char path[24] = "serial";
        char when[32];

        if (!s->logged_in)
            continue;
        if (!s->serial)
            snprintf(path, sizeof path, "%s%u", s->ssh ? "ssh" : "telnet",
                     s->ssh ? ++ssh : ++telnet);
        snprintf(when, sizeof when, "%02d/%02d %02d:%02d", login.month,
                 login.day, login.hour, login.minute);
        json_array_append_new(
            array,
            json_pack("{s:s,s:s,s:s,s:I,s:s?,s:b,s:b}", "name", s->user,
                      "connection", path, "login", when, "idle_s",
                      (json_int_t)((emu_uptime(device) - s->key_at) / 1000),
                      "address", s->serial ? NULL : s->peer, "self",
                      s == device->asking, "administrator", s->administrator));
    }
    return array;
}

/* Nobody has said anything of any host: ping.c knows what it does then. */
json_t *emu_derive_ping(struct emu_device *device)
{
    (void)device;
    return json_object();
}
