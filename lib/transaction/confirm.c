/*
 * The dead man's switch: `schedule at` an absolute date and time, by the
 * router's own clock, a `restart`. Without a date it would fire every day, and
 * there is no year in one: once it has fired, or been taken away, it must be in
 * no configuration. Models with a rollback timer of their own would arm that
 * here.
 */
#include "transaction/transaction.h"

#include <rtx/show.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_S = 86400, FIRST_YEAR = 2011, LAST_YEAR = 2037, ID_MOST = 99 };

static int refuse(rtx_transaction *t, const char *statement, const char *text)
{
    int rc = rtx__error(&t->error, RTX_E_PRECONDITION, "%s", text);

    RTX_ERROR_SET(&t->error, step, "confirm");
    RTX_ERROR_SET(&t->error, statement, statement ? statement : "");
    return rc;
}

/* ---- the calendar ---- */

/* Days since 1970-01-01; by the civil calendar. */
static int64_t days_of(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400;
    int of_era = y - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return (int64_t)era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
           of_year - 719468;
}

static void date_of(int64_t days, int *month, int *day)
{
    int64_t z = days + 719468;
    int64_t era = z / 146097;
    int64_t of_era = z - era * 146097;
    int64_t year =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t m = (5 * of_year + 2) / 153;

    *day = (int)(of_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
}

/* 2020-03-17T16:21:59 as seconds, without regard to the zone; -1: none. */
static int64_t seconds_of(const char *time, int *year)
{
    int month;
    int day;
    int h;
    int m;
    int s;

    if (!time || sscanf(time, "%4d-%2d-%2dT%2d:%2d:%2d", year, &month, &day, &h,
                        &m, &s) != 6)
        return -1;
    return days_of(*year, month, day) * DAY_S + (h * 60 + m) * 60 + s;
}

/* ---- what show environment says ---- */

struct facts {
    int64_t now; /* the router's clock, -1: not known */
    int64_t built;
    int year;
    char file[64]; /* that it booted from, "" when it does not say */
};

static void read_facts(const rtx_transaction *t, struct facts *ret)
{
    struct rtx_environment *e = NULL;
    int ignored;

    memset(ret, 0, sizeof *ret);
    ret->now = ret->built = -1;
    if (t->environment &&
        rtx_parse_environment(t->environment, strlen(t->environment), &e,
                              NULL) == 0) {
        ret->now = seconds_of(e->current_time, &ret->year);
        ret->built = seconds_of(e->built, &ignored);
        rtx__copy(ret->file, sizeof ret->file,
                  e->config_file ? e->config_file : "");
    }
    rtx_free(e);
}

static int check_clock(rtx_transaction *t, const struct facts *facts)
{
    if (facts->now < 0)
        return refuse(t, NULL, "the router does not say what time it is");
    if (facts->year < FIRST_YEAR || facts->year > LAST_YEAR ||
        facts->now < facts->built)
        return refuse(t, NULL, "the router's clock is not set");
    return 0;
}

/* ---- the configuration ---- */

static bool has(const rtx_config *config, const char *prefix, const char *but,
                struct rtx_statement *ret)
{
    for (size_t i = 0; i < rtx_config_count(config); i++) {
        if (rtx_config_statement(config, i, ret) == 0 &&
            rtx__starts(ret->text, prefix) &&
            !(but && rtx__starts(ret->text, but)))
            return true;
    }
    return false;
}

/* A registration saves the whole configuration, unless it is told not to. */
static int check_auto_save(rtx_transaction *t, const rtx_config *config)
{
    struct rtx_statement s = {.size = sizeof s};

    if (has(config, "netvolante-dns auto save off", NULL, &s) ||
        !has(config, "netvolante-dns ", "netvolante-dns auto save", &s))
        return 0;
    return refuse(t, s.text,
                  "NetVolante DNS may save the configuration by itself while "
                  "it is on trial: set netvolante-dns auto save off");
}

/* "*", "5", "1,2", "8-17": may it hold the number? */
static bool field_holds(const char *field, size_t length, int number)
{
    const char *end = field + length;

    while (field < end) {
        char *next;
        long low;
        long high;

        if (*field == '*')
            return true;
        low = high = strtol(field, &next, 10);
        if (next == field)
            return true; /* not understood: it may */
        if (*next == '-')
            high = strtol(next + 1, &next, 10);
        if (number >= low && number <= high)
            return true;
        field = next + (next < end);
    }
    return false;
}

/* May a time like "03:00", "*:30:00" come within `s` seconds from `from`? */
static bool time_within(const char *time, int64_t from, int64_t s)
{
    size_t hour = strcspn(time, ":");
    size_t minute;

    if (time[hour] != ':')
        return false; /* startup, usb-attached, … */
    minute = strcspn(time + hour + 1, ":");
    for (int64_t at = from - 60; at <= from + s + 60; at += 60) {
        int of_day = (int)(at % DAY_S);

        if (field_holds(time, hour, of_day / 3600) &&
            field_holds(time + hour + 1, minute, of_day / 60 % 60))
            return true;
    }
    return false;
}

static bool steps_clock(const char *text)
{
    static const char *const words[] = {"ntpdate", "rdate", "date", "time",
                                        "timezone"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const char *at = strstr(text, words[i]);

        if (at && at > text && at[-1] == ' ')
            return true;
    }
    return false;
}

/* Which days it means is not looked at: rather one refusal too many. */
static int check_schedules(rtx_transaction *t, const rtx_config *config,
                           int64_t now)
{
    struct rtx_statement s = {.size = sizeof s};

    for (size_t i = 0; i < rtx_config_count(config); i++) {
        char words[2][64];
        const char *time;

        if (rtx_config_statement(config, i, &s) < 0 ||
            !rtx__starts(s.text, "schedule at ") || !steps_clock(s.text) ||
            sscanf(s.text, "schedule at %*s %63s %63s", words[0], words[1]) !=
                2)
            continue;
        time = strchr(words[0], '/') ? words[1] : words[0];
        if (time_within(time, now, t->confirm_s))
            return refuse(t, s.text,
                          "this may step the router's clock while the change "
                          "is on trial");
    }
    return 0;
}

static int check_plan(rtx_transaction *t)
{
    for (size_t i = 0; i < rtx_plan_count(t->plan); i++) {
        struct rtx_change change = {.size = sizeof change};
        const char *text;

        if (rtx_plan_change(t->plan, i, &change) < 0)
            continue;
        text = change.text + (rtx__starts(change.text, "no ") ? 3 : 0);
        if (rtx__starts(text, "schedule at "))
            return refuse(t, change.shown,
                          "under confirm a fragment leaves schedule at alone");
        if (rtx__starts(text, "timezone"))
            return refuse(t, change.shown,
                          "under confirm a fragment leaves the clock alone");
    }
    return 0;
}

static int choose_id(rtx_transaction *t)
{
    for (int id = ID_MOST; id > 0; id--) {
        char key[32];

        snprintf(key, sizeof key, "schedule at %d", id);
        if (rtx__config_find(t->checkpoint, "", key) ||
            rtx__config_find(t->expected, "", key))
            continue;
        t->schedule_id = id;
        return 0;
    }
    return refuse(t, NULL, "no number of schedule at is free");
}

static int check_saved(rtx_transaction *t)
{
    int rc;

    if (t->dirty == DIRTY_EQUAL || t->save_first)
        return 0;
    rc = refuse(t, NULL,
                t->dirty == DIRTY_DIFFERENT
                    ? "the router holds changes that nobody saved: a restart "
                      "would take them away, too"
                    : "whether all of the router's configuration is saved is "
                      "not known");
    RTX_ERROR_SET(&t->error, answer, rtx__buf_str(&t->unsaved));
    RTX_ERROR_SET(&t->error, hint,
                  "save or discard them, or let them be saved first");
    return rc;
}

int confirm_check(rtx_transaction *t)
{
    struct facts facts;
    int rc;

    read_facts(t, &facts);
    if (!t->save)
        return refuse(t, NULL,
                      "to confirm is to save: confirm and no save do not go "
                      "together");
    rc = check_saved(t);
    if (rc == 0)
        rc = check_clock(t, &facts);
    if (rc == 0 && (strstr(facts.file, "usb") || strstr(facts.file, "sd")))
        rc = refuse(t, facts.file,
                    "the router booted from a memory card or stick: a restart "
                    "need not bring the saved configuration back");
    if (rc == 0)
        rc = check_auto_save(t, t->checkpoint);
    if (rc == 0)
        rc = check_auto_save(t, t->expected);
    if (rc == 0)
        rc = check_plan(t);
    if (rc == 0)
        rc = check_schedules(t, t->checkpoint, facts.now);
    if (rc == 0)
        rc = choose_id(t);
    return rc;
}

int confirm_schedule(rtx_transaction *t)
{
    struct facts facts;
    int64_t at;
    int of_day;
    int month;
    int day;
    int rc;

    read_facts(t, &facts);
    rc = check_clock(t, &facts);
    if (rc < 0)
        return rc;
    at = facts.now + t->confirm_s + 1; /* its seconds are cut, not rounded */
    of_day = (int)(at % DAY_S);
    date_of(at / DAY_S, &month, &day);
    snprintf(t->schedule, sizeof t->schedule,
             "schedule at %d %d/%d %02d:%02d:%02d * restart", t->schedule_id,
             month, day, of_day / 3600, of_day / 60 % 60, of_day % 60);
    t->fires_at_ms = rtx__now_ms() + (t->confirm_s + 1) * 1000;
    return 0;
}

bool confirm_take(const rtx_transaction *t, rtx_config *config)
{
    const struct rtx_statement *s;
    char key[32];
    char line[48];

    if (!t->schedule_id)
        return false;
    snprintf(key, sizeof key, "schedule at %d", t->schedule_id);
    s = rtx__config_find(config, "", key);
    if (!s || !strstr(s->text, " * restart"))
        return false;
    snprintf(line, sizeof line, "no %s", key);
    return rtx__config_apply(config, "", line) == 1;
}
