/* The router's two clocks: uptime, and the wall clock that can be set. */
#include "emulator/emulator.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { JAPAN_S = 9 * 3600 };

static long rate(const struct emu_device *device)
{
    return device->world->options.number[EMU_CLOCK_RATE];
}

int64_t emu_uptime(const struct emu_device *device)
{
    int64_t real = device->world->now_ms - device->clock_origin_ms;

    return device->clock_gone_ms + real * rate(device);
}

int64_t emu_wall(const struct emu_device *device)
{
    return emu_uptime(device) + device->wall_ms;
}

int64_t emu_clock_real(const struct emu_device *device, int64_t uptime_ms)
{
    int64_t left = uptime_ms - emu_uptime(device);

    if (uptime_ms == INT64_MAX)
        return INT64_MAX;
    if (left <= 0)
        return device->world->now_ms;
    if (rate(device) == 0)
        return INT64_MAX;
    return device->world->now_ms + (left + rate(device) - 1) / rate(device);
}

void emu_clock_rebase(struct emu_device *device)
{
    device->clock_gone_ms = emu_uptime(device);
    device->clock_origin_ms = device->world->now_ms;
}

void emu_clock_advance(struct emu_device *device, int64_t ms)
{
    device->clock_gone_ms += ms;
}

void emu_clock_set(struct emu_device *device, int64_t wall_ms)
{
    device->wall_ms = wall_ms - emu_uptime(device);
    /* what the new time jumps over has not fallen due */
    device->scheduled_ms = wall_ms;
}

/* Days since 1970-01-01 (civil calendar). */
static int64_t days_of(int64_t year, int month, int day)
{
    int64_t era;
    int64_t of_era;
    int64_t of_year;

    year -= month <= 2;
    era = (year >= 0 ? year : year - 399) / 400;
    of_era = year - era * 400;
    of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
           719468;
}

int64_t emu_time_seconds(const struct emu_time *time)
{
    int64_t hours =
        days_of(time->year, time->month, time->day) * 24 + time->hour;

    return (hours * 60 + time->minute) * 60 + time->second;
}

struct emu_time emu_time_of(int64_t wall_s)
{
    struct emu_time ret;
    struct tm tm;
    time_t t = (time_t)wall_s;

    gmtime_r(&t, &tm);
    ret.year = tm.tm_year + 1900;
    ret.month = tm.tm_mon + 1;
    ret.day = tm.tm_mday;
    ret.hour = tm.tm_hour;
    ret.minute = tm.tm_min;
    ret.second = tm.tm_sec;
    ret.weekday = tm.tm_wday;
    return ret;
}

void emu_time_text(int64_t wall_s, char ret[32])
{
    struct emu_time t = emu_time_of(wall_s);

    snprintf(ret, 32, "%04d/%02d/%02d %02d:%02d:%02d", t.year % 10000,
             t.month % 100, t.day % 100, t.hour % 100, t.minute % 100,
             t.second % 100);
}

int emu_clock_start(struct emu_device *device)
{
    const char *text = device->world->options.text[EMU_CLOCK];
    struct emu_time t = {1980, 1, 1, 0, 0, 0, 0};
    int64_t wall_s;

    if (strcmp(text, "now") == 0)
        wall_s = (int64_t)time(NULL) + JAPAN_S;
    else if (strcmp(text, "unset") == 0 ||
             sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d", &t.year, &t.month, &t.day,
                    &t.hour, &t.minute, &t.second) == 6)
        wall_s = emu_time_seconds(&t);
    else
        return RTX_E_ARGUMENT;
    device->clock_origin_ms = device->world->now_ms;
    device->clock_gone_ms = 0;
    device->wall_ms = wall_s * 1000;
    device->scheduled_ms = wall_s * 1000;
    device->boot_ms = 0;
    return 0;
}
