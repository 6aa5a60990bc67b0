/* The router's log, and its copy on consoles with `console info on`. */
#include "emulator/emulator.h"

#include <stdio.h>
#include <string.h>

enum { LOG_MAX = 3000 };

/* @param late  not amidst the output of the command that has found it out: on
 * the real router it has been on the console before that */
static void show_on_consoles(struct emu_device *device, const char *text,
                             bool late)
{
    const struct emu_world *world = device->world;
    bool crlf = emu_is(world, EMU_INFO_FORMAT, "crlf");
    bool dated = emu_on(world, EMU_INFO_DATE);
    char when[32];

    if (!device->console.info && emu_is(world, EMU_CONSOLE_SCOPE, "router"))
        return;
    emu_time_text(emu_wall(device) / 1000, when);
    for (struct emu_shell *s = device->shells; s; s = s->next) {
        if (!s->logged_in || s->closing || !emu_console_of(s)->info ||
            s->mode == EMU_MUTE)
            continue;
        if (!s->serial && emu_is(world, EMU_INFO_SESSIONS, "serial"))
            continue;
        device->world->sweep = true;
        if (late && s->mode == EMU_EXEC)
            continue;
        emu_say(s, "%s%s%s%s\n", crlf ? "\n" : "", dated ? when : "",
                dated ? ": " : "", text);
    }
}

static void forget_oldest(struct emu_device *device)
{
    size_t gone = LOG_MAX / 10;

    for (size_t i = 0; i < gone; i++)
        rtx_free(device->log[i].text);
    device->log_count -= gone;
    memmove(device->log, device->log + gone,
            device->log_count * sizeof *device->log);
}

void emu_log_at(struct emu_device *device, int64_t at, const char *text)
{
    if (device->log_count >= LOG_MAX)
        forget_oldest(device);
    if (rtx__grow(&device->log, &device->log_capacity, device->log_count,
                  sizeof *device->log) < 0)
        return;
    device->log[device->log_count].at = at;
    device->log[device->log_count].text = rtx__strdup(text);
    if (device->log[device->log_count].text)
        device->log_count++;
}

static void log_line(struct emu_device *device, int64_t at, const char *format,
                     va_list args, bool late)
{
    char line[512];

    vsnprintf(line, sizeof line, format, args);
    emu_log_at(device, at, line);
    show_on_consoles(device, line, late);
}

void emu_log(struct emu_device *device, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    log_line(device, emu_wall(device) / 1000, format, args, false);
    va_end(args);
}

void emu_log_late(struct emu_device *device, int64_t at, const char *format,
                  ...)
{
    va_list args;

    if (device->log_count && device->log[device->log_count - 1].at > at)
        at = device->log[device->log_count - 1].at;
    va_start(args, format);
    log_line(device, at, format, args, true);
    va_end(args);
}

void emu_log_clear(struct emu_device *device)
{
    for (size_t i = 0; i < device->log_count; i++)
        rtx_free(device->log[i].text);
    device->log_count = 0;
}

void emu_log_text(const struct emu_device *device, bool reverse,
                  struct rtx_buf *ret)
{
    char when[32];

    for (size_t i = 0; i < device->log_count; i++) {
        const struct emu_log_line *line =
            &device->log[reverse ? device->log_count - 1 - i : i];

        emu_time_text(line->at, when);
        rtx__buf_format(ret, "%s: %s\n", when, line->text);
    }
}
