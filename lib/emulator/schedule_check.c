/* schedule at: what the router looks at when it is typed, and what it will not
 * do when it falls due. The command itself is not looked at until then. */
#include "emulator/model.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char weekdays[] = "sunmontuewedthufrisat";

int emu_weekday(const char *word, size_t length)
{
    if (length != 3)
        return -1;
    for (int i = 0; i < 7; i++) {
        if (strncasecmp(word, weekdays + 3 * i, 3) == 0)
            return i;
    }
    return -1;
}

struct span {
    int low;
    int high;
    bool numbers;
    bool names; /* weekdays */
};

/* One end of a range; an empty one is open. */
static int end_of_range(struct span *span, const char *text, size_t length)
{
    int number = 0;

    if (length == 0)
        return EMU_APPLIED;
    if (span->names || !isdigit((unsigned char)*text)) {
        span->names = true;
        return emu_weekday(text, length) < 0 ? RTX_MESSAGE_KEYWORD
                                             : EMU_APPLIED;
    }
    span->numbers = true;
    for (size_t i = 0; i < length; i++) {
        if (!isdigit((unsigned char)text[i]))
            return RTX_MESSAGE_KEYWORD;
        if (number < 10000)
            number = number * 10 + text[i] - '0';
    }
    return number < span->low || number > span->high ? RTX_MESSAGE_RANGE
                                                     : EMU_APPLIED;
}

/* "*", "1,2", "2-7", "mon-fri" */
static int check_list(const char *list, size_t length, int high, bool names)
{
    struct span span = {1, high, false, false};
    const char *end = list + length;

    if (length == 1 && *list == '*')
        return EMU_APPLIED;
    for (;;) {
        const char *comma = memchr(list, ',', (size_t)(end - list));
        size_t part = (size_t)((comma ? comma : end) - list);
        const char *dash = memchr(list, '-', part);
        size_t first = dash ? (size_t)(dash - list) : part;
        int rc = end_of_range(&span, list, first);

        if (rc == EMU_APPLIED && dash)
            rc = end_of_range(&span, dash + 1, part - first - 1);
        if (rc != EMU_APPLIED)
            return rc;
        if (part == 0 || (dash && part == 1) || (span.names && !names) ||
            (span.names && span.numbers))
            return RTX_MESSAGE_KEYWORD;
        if (!comma)
            return EMU_APPLIED;
        list = comma + 1;
    }
}

/* MONTH/DAY: there is no year */
static int check_date(const char *date)
{
    const char *slash = strchr(date, '/');
    int rc = check_list(date, (size_t)(slash - date), 12, false);

    if (rc != EMU_APPLIED)
        return rc;
    return check_list(slash + 1, strlen(slash + 1), 31, true);
}

/* HH:MM[:SS], or an event */
static int check_time(const char *time)
{
    static const int most[] = {23, 59, 59};
    int parts = 0;

    if (rtx__same_word(time, "startup") ||
        rtx__same_word(time, "usb-attached") ||
        rtx__same_word(time, "sd-attached"))
        return EMU_APPLIED;
    for (;;) {
        size_t digits = strspn(time, "0123456789");

        if (digits == 0 && *time == '*' && parts < 2)
            digits = 1;
        else if (digits == 0 || digits > 2)
            return RTX_MESSAGE_KEYWORD;
        else if (strtol(time, NULL, 10) > most[parts])
            return RTX_MESSAGE_RANGE;
        time += digits;
        parts++;
        if (*time == '\0')
            return parts < 2 ? RTX_MESSAGE_KEYWORD : EMU_APPLIED;
        if (*time++ != ':' || parts == 3)
            return RTX_MESSAGE_KEYWORD;
    }
}

/* Whose command it is: `*`, or what would be selected. */
static int check_target(const struct emu_args *args, int at)
{
    int words = 1;

    if (at >= args->count)
        return RTX_MESSAGE_ARITY;
    if (rtx__same_word(args->word[at], "pp") ||
        rtx__same_word(args->word[at], "tunnel") ||
        rtx__same_word(args->word[at], "switch"))
        words = 2;
    else if (strcmp(args->word[at], "*") != 0)
        return RTX_MESSAGE_KEYWORD;
    return at + words < args->count ? EMU_APPLIED : RTX_MESSAGE_ARITY;
}

int emu_schedule_check(const char *line)
{
    struct emu_args args;
    int ret = EMU_APPLIED;
    int at = 3;

    if (emu_args_init(&args, line) < 0)
        return RTX_MESSAGE_ARITY;
    if (at < args.count && strchr(args.word[at], '/'))
        ret = check_date(args.word[at++]);
    if (ret == EMU_APPLIED)
        ret = at < args.count ? check_time(args.word[at++]) : RTX_MESSAGE_ARITY;
    if (ret == EMU_APPLIED)
        ret = check_target(&args, at);
    emu_args_free(&args);
    return ret;
}

bool emu_schedule_forbids(const char *line)
{
    static const char *const words[] = {
        "administrator", "cold start",    "copy",     "date",
        "delete",        "exit",          "login",    "ping",
        "pp select",     "quit",          "save",     "schedule at",
        "show",          "time",          "timezone", "sshd host key generate",
        "tunnel select", "user attribute"};

    line = emu_behind_no(line);
    if (emu_begins(line, "console"))
        return !emu_begins(line, "console info") &&
               !emu_begins(line, "console prompt");
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (emu_begins(line, words[i]))
            return true;
    }
    return false;
}
