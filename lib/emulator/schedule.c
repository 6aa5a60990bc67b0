/* schedule at: when a line falls due, and doing it. */
#include "emulator/model.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { DAYS_AHEAD = 366 * 4 + 1 };

/* "*", "5", "1,2", "2-7", "20-", "sun", "mon-fri": does it hold `value`? */
static bool part_holds(const char *part, size_t length, int number, int day)
{
    const char *dash = memchr(part, '-', length);
    size_t first = dash ? (size_t)(dash - part) : length;
    int low = emu_weekday(part, first);
    int high = dash ? emu_weekday(dash + 1, length - first - 1) : low;

    if (length == 1 && part[0] == '*')
        return true;
    if (low >= 0 && day >= 0) {
        if (high < 0)
            return false;
        return low <= high ? day >= low && day <= high
                           : day >= low || day <= high;
    }
    if (!isdigit((unsigned char)part[0]) && dash != part)
        return false;
    low = dash == part ? 0 : (int)strtol(part, NULL, 10); /* "-7": open */
    high = dash ? (int)strtol(dash + 1, NULL, 10) : low;
    if (dash && first + 1 == length) /* "20-": open */
        high = INT32_MAX;
    return number >= low && number <= high;
}

static bool list_holds(const char *list, size_t length, int number, int day)
{
    const char *end = list + length;

    while (list < end) {
        const char *comma = memchr(list, ',', (size_t)(end - list));
        size_t part = (size_t)((comma ? comma : end) - list);

        if (part_holds(list, part, number, day))
            return true;
        list += part + 1;
    }
    return false;
}

static bool date_holds(const char *date, const struct emu_time *t)
{
    const char *slash = strchr(date, '/');

    if (!slash)
        return date[0] == '\0';
    return list_holds(date, (size_t)(slash - date), t->month, -1) &&
           list_holds(slash + 1, strlen(slash + 1), t->day, t->weekday);
}

/* -1: "*" */
static bool clock_parse(const char *text, int hms[3])
{
    hms[0] = hms[1] = -1;
    hms[2] = 0;
    for (int i = 0; i < 3; i++) {
        char *end;

        if (*text == '*' && i < 2) {
            end = (char *)(uintptr_t)text + 1;
        } else {
            hms[i] = (int)strtol(text, &end, 10);
            if (end == text || hms[i] < 0 || hms[i] > (i ? 59 : 23))
                return false;
        }
        if (*end == '\0')
            return i > 0;
        if (*end != ':')
            return false;
        text = end + 1;
    }
    return false;
}

static int64_t first_in_day(const int hms[3], int64_t day, int64_t after)
{
    for (int h = hms[0] < 0 ? 0 : hms[0]; h <= (hms[0] < 0 ? 23 : hms[0]); h++)
        for (int m = hms[1] < 0 ? 0 : hms[1]; m <= (hms[1] < 0 ? 59 : hms[1]);
             m++) {
            int64_t at = ((day * 24 + h) * 60 + m) * 60 + hms[2];

            if (at > after)
                return at;
        }
    return INT64_MAX;
}

int64_t emu_schedule_next(const char *date, const char *time, int64_t after)
{
    int hms[3];

    if (!clock_parse(time, hms))
        return INT64_MAX;
    for (int64_t day = after / 86400; day < after / 86400 + DAYS_AHEAD; day++) {
        struct emu_time t = emu_time_of(day * 86400);
        int64_t at;

        if (!date_holds(date, &t))
            continue;
        at = first_in_day(hms, day, after);
        if (at != INT64_MAX)
            return at;
    }
    return INT64_MAX;
}

/* "schedule at ID [DATE] TIME *|pp N|tunnel N COMMAND" */
struct entry {
    char date[64];
    char time[32];
    char context[64];
    const char *command;
};

static const char *next_word(const char *text, char *word, size_t size)
{
    size_t length;

    text += strspn(text, " ");
    length = strcspn(text, " ");
    if (length >= size)
        length = size - 1;
    memcpy(word, text, length);
    word[length] = '\0';
    text += strcspn(text, " ");
    return text + strspn(text, " ");
}

static bool entry_parse(struct entry *entry, const char *text)
{
    char word[64];
    char number[32];

    if (strncmp(text, "schedule at ", 12) != 0)
        return false;
    text = next_word(text + 12, word, sizeof word);
    text = next_word(text, word, sizeof word);
    entry->date[0] = '\0';
    if (strchr(word, '/')) {
        rtx__copy(entry->date, sizeof entry->date, word);
        text = next_word(text, word, sizeof word);
    }
    rtx__copy(entry->time, sizeof entry->time, word);
    text = next_word(text, word, sizeof word);
    entry->context[0] = '\0';
    if (strcmp(word, "pp") == 0 || strcmp(word, "tunnel") == 0) {
        text = next_word(text, number, sizeof number);
        snprintf(entry->context, sizeof entry->context, "%.10s %s", word,
                 number);
    } else if (strcmp(word, "*") != 0) {
        return false;
    }
    entry->command = text;
    return *text != '\0';
}

static bool entry_at(const struct emu_device *device, size_t index,
                     struct entry *entry)
{
    struct rtx_statement s = {.size = sizeof s};

    return rtx_config_statement(device->running, index, &s) == 0 &&
           s.context[0] == '\0' && entry_parse(entry, s.text);
}

void emu_schedule_refresh(struct emu_device *device)
{
    int64_t after = device->scheduled_ms / 1000;
    int64_t next = INT64_MAX;
    struct entry entry;

    for (size_t i = 0; i < rtx_config_count(device->running); i++) {
        int64_t at;

        if (!entry_at(device, i, &entry))
            continue;
        at = emu_schedule_next(entry.date, entry.time, after);
        if (at < next)
            next = at;
    }
    device->world->rescheduled = true;
    device->schedule_next_ms = next == INT64_MAX ? INT64_MAX : next * 1000;
}

static void fire(struct emu_device *device, int64_t at)
{
    struct entry entry;

    for (size_t i = 0; i < rtx_config_count(device->running); i++) {
        char *line;

        if (!entry_at(device, i, &entry) ||
            emu_schedule_next(entry.date, entry.time, at - 1) != at)
            continue;
        emu_log(device, "[SCHEDULE] %s", entry.command);
        line = rtx__strdup(entry.command);
        if (line)
            emu_execute_alone(device, entry.context, line);
        rtx_free(line);
        if (device->restarting)
            return;
    }
}

void emu_schedule_run(struct emu_device *device)
{
    while (!device->restarting &&
           device->schedule_next_ms <= emu_wall(device)) {
        int64_t at = device->schedule_next_ms;

        device->scheduled_ms = at;
        fire(device, at / 1000);
        emu_schedule_refresh(device);
    }
}

void emu_schedule_startup(struct emu_device *device)
{
    struct entry entry;

    for (size_t i = 0; i < rtx_config_count(device->running); i++) {
        char *line;

        if (!entry_at(device, i, &entry) ||
            !rtx__same_word(entry.time, "startup"))
            continue;
        emu_log(device, "[SCHEDULE] Startup: %s", entry.command);
        /* a router that restarts for ever is no use */
        if (strncasecmp(entry.command, "restart", 7) == 0)
            continue;
        line = rtx__strdup(entry.command);
        if (line)
            emu_execute_alone(device, entry.context, line);
        rtx_free(line);
    }
}
