/* From the router's words to numbers, times and durations. */
#include "show/show.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits at the start, to a number; how many, 0 when none or too large. */
static size_t digits(const char *text, size_t length, int64_t *ret)
{
    size_t n = 0;
    int64_t value = 0;

    for (; n < length && is_digit(text[n]); n++) {
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, text[n] - '0', &value))
            return 0;
    }
    *ret = value;
    return n;
}

bool rtx__to_integer(const char *text, size_t length, int64_t *ret)
{
    bool minus = length > 0 && text[0] == '-';
    size_t n = digits(text + minus, length - minus, ret);

    if (n == 0 || n + minus != length)
        return false;
    if (minus)
        *ret = -*ret;
    return true;
}

bool rtx__to_decimal(const char *text, size_t length, double *ret)
{
    enum { PLACES = 9 };
    int64_t whole;
    int64_t part = 0;
    size_t n = digits(text, length, &whole);
    double scale = 1;

    if (n == 0)
        return false;
    if (n < length && text[n] == '.') {
        size_t places = length - n - 1;

        if (places == 0 || places > PLACES ||
            digits(text + n + 1, places, &part) != places)
            return false;
        for (; places > 0; places--)
            scale *= 10;
        n = length;
    }
    *ret = (double)whole + (double)part / scale;
    return n == length;
}

/* Its bits, when all behind the slash is a number that fits; -1: not. */
static int prefix_of(const char *slash, int most)
{
    int64_t bits;

    if (!rtx__to_integer(slash + 1, strlen(slash + 1), &bits) || bits < 0 ||
        bits > most)
        return -1;
    return (int)bits;
}

void rtx__to_address(const char *text, struct rtx_address *ret)
{
    char alone[INET6_ADDRSTRLEN];
    size_t n = strcspn(text, "/%");
    const char *slash = strchr(text + n, '/');
    int family = 0;

    memset(ret, 0, sizeof *ret);
    ret->text = text;
    ret->prefix = -1;
    if (n >= sizeof alone)
        return;
    memcpy(alone, text, n);
    alone[n] = '\0';
    if (inet_pton(AF_INET, alone, ret->bytes) == 1)
        family = 4;
    else if (inet_pton(AF_INET6, alone, ret->bytes) == 1)
        family = 6;
    if (slash && family)
        ret->prefix = prefix_of(slash, family == 4 ? 32 : 128);
    /* a slash with something else behind: words, not an address */
    if (slash && ret->prefix < 0)
        memset(ret->bytes, 0, sizeof ret->bytes);
    else
        ret->family = family;
}

static bool same(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && strncasecmp(text, word, length) == 0;
}

bool rtx__to_flag(const char *text, size_t length, int32_t *ret)
{
    *ret = same(text, length, "on");
    return *ret || same(text, length, "off");
}

/*
 * Numbers by a picture: `d` a digit (`_` a digit or a blank), anything else
 * stands for itself. The digits of each run go to `ret` in turn.
 */
static bool picture(const char *text, size_t length, const char *form, int *ret)
{
    bool running = false;
    size_t i = 0;

    for (; form[i]; i++) {
        if (i >= length)
            return false;
        if (form[i] == 'd' || form[i] == '_') {
            if (!running)
                *ret = 0;
            running = true;
            if (is_digit(text[i]))
                *ret = *ret * 10 + text[i] - '0';
            else if (form[i] != '_' || text[i] != ' ')
                return false;
            continue;
        }
        ret += running;
        running = false;
        if (text[i] != form[i])
            return false;
    }
    return true;
}

/* year, month, day, hour, minute, second */
static bool is_moment(const int *part)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return part[1] >= 1 && part[1] <= 12 && part[2] >= 1 &&
           part[2] <= days[part[1] - 1] && part[3] <= 23 && part[4] <= 59 &&
           part[5] <= 60;
}

/* Logs have many of them: no printf. */
static void print_moment(char *iso, const int *part)
{
    static const char marks[] = "--T::";
    int digits = 4;

    for (int i = 0; i < 6; i++) {
        int value = part[i];

        for (int j = digits - 1; j >= 0; j--) {
            iso[j] = (char)('0' + value % 10);
            value /= 10;
        }
        iso[digits] = i < 5 ? marks[i] : '\0';
        iso += digits + 1;
        digits = 2;
    }
}

bool rtx__to_time(const char *text, size_t length, char *iso)
{
    enum { MOMENT = 19, OFFSET = 6 };
    int part[6];
    int offset[2];
    size_t n = MOMENT;

    if (!picture(text, length, "dddd/dd/dd dd:dd:dd", part) || !is_moment(part))
        return false;
    print_moment(iso, part);
    if (length == n)
        return true;
    while (n < length && text[n] == ' ')
        n++;
    if (length - n != OFFSET || (!picture(text + n, OFFSET, "+dd:dd", offset) &&
                                 !picture(text + n, OFFSET, "-dd:dd", offset)))
        return false;
    memcpy(iso + MOMENT, text + n, OFFSET);
    iso[MOMENT + OFFSET] = '\0';
    return true;
}

static int month(const char *text)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

    for (int i = 0; i < 12; i++) {
        if (strncmp(text, names + (size_t)i * 3, 3) == 0)
            return i + 1;
    }
    return 0;
}

bool rtx__to_asctime(const char *text, size_t length, char *iso)
{
    static const char days[] = "SunMonTueWedThuFriSat";
    int number[5]; /* day, hour, minute, second, year */
    int part[6];

    for (int i = 0; i < 7 && length > 4 && text[3] == ' '; i++) {
        if (strncmp(text, days + (size_t)i * 3, 3) == 0) {
            text += 4;
            length -= 4;
            break;
        }
    }
    if (length < 5 || text[3] != ' ')
        return false;
    /* the day is padded with a blank, or not at all */
    if (!(length == 20 &&
          picture(text + 4, length - 4, "_d dd:dd:dd dddd", number)) &&
        !(length == 19 &&
          picture(text + 4, length - 4, "d dd:dd:dd dddd", number)))
        return false;
    part[0] = number[4];
    part[1] = month(text);
    part[2] = number[0];
    memcpy(part + 3, number + 1, 3 * sizeof part[0]);
    if (!is_moment(part))
        return false;
    print_moment(iso, part);
    return true;
}

static const struct {
    const char *word;
    int32_t seconds;
} units[] = {
    {"days", 86400}, {"day", 86400}, {"hours", 3600}, {"hour", 3600},
    {"minutes", 60}, {"minute", 60}, {"min.", 60},    {"min", 60},
    {"seconds", 1},  {"second", 1},  {"secs.", 1},    {"secs", 1},
    {"sec.", 1},     {"sec", 1},     {"s", 1},        {"日", 86400},
    {"時間", 3600},  {"分", 60},     {"秒", 1},
};

/* The unit at the start of the text; its length, 0 when there is none. */
static size_t unit(const char *text, size_t length, int64_t *seconds)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        size_t n = strlen(units[i].word);

        if (n <= length && strncmp(text, units[i].word, n) == 0) {
            *seconds = units[i].seconds;
            return n;
        }
    }
    return 0;
}

/* HH:MM:SS with any number of hours; all of the text. */
static bool clock_time(const char *text, size_t length, int64_t *seconds)
{
    int64_t hours;
    size_t n = digits(text, length, &hours);
    int part[2];

    if (n == 0 || length - n != 6 ||
        !picture(text + n, length - n, ":dd:dd", part) || part[0] > 59 ||
        part[1] > 59 || __builtin_mul_overflow(hours, 3600, seconds))
        return false;
    return !__builtin_add_overflow(*seconds, part[0] * 60 + part[1], seconds);
}

static size_t blanks(const char *text, size_t length)
{
    size_t n = 0;

    while (n < length && text[n] == ' ')
        n++;
    return n;
}

bool rtx__to_duration(const char *text, size_t length, int64_t *seconds)
{
    int64_t last = INT64_MAX;
    int64_t total = 0;
    size_t at = 0;

    while (at < length) {
        int64_t value;
        int64_t scale;
        size_t n = digits(text + at, length - at, &value);
        size_t gap = n ? blanks(text + at + n, length - at - n) : 0;
        size_t word =
            n ? unit(text + at + n + gap, length - at - n - gap, &scale) : 0;

        if (word == 0) {
            if (last <= 3600 || !clock_time(text + at, length - at, &value))
                return false;
            return !__builtin_add_overflow(total, value, seconds);
        }
        /* larger units come first, none twice */
        if (scale >= last || __builtin_mul_overflow(value, scale, &value) ||
            __builtin_add_overflow(total, value, &total))
            return false;
        last = scale;
        at += n + gap + word;
        at += blanks(text + at, length - at);
    }
    *seconds = total;
    return last != INT64_MAX;
}
