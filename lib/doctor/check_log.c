/* Symptoms that the log names. */
#include "doctor/doctor.h"

#include <string.h>

/* Does the text hold the pattern? `*` stands for anything in between. */
static bool holds(const char *text, const char *pattern, size_t length)
{
    const char *end = pattern + length;

    while (pattern < end) {
        size_t n = 0;
        const char *at;

        while (pattern + n < end && pattern[n] != '*')
            n++;
        at = n ? memmem(text, strlen(text), pattern, n) : text;
        if (!at)
            return false;
        text = at + n;
        pattern += n + 1;
    }
    return true;
}

static bool holds_one(const char *text, const char *patterns)
{
    while (*patterns) {
        size_t n = strcspn(patterns, "|");

        if (n > 0 && holds(text, patterns, n))
            return true;
        patterns += n + (patterns[n] == '|');
    }
    return false;
}

static void quote(struct symptom *s, const struct rtx_log_entry *entry)
{
    evidence(s, "show log", "%s: %s", entry->time ? entry->time : "?",
             entry->message);
}

bool check_log(const rtx_doctor *d, struct symptom *s)
{
    const struct rtx_log_entry_list *log = exam_output(d, "show log");

    for (size_t i = log ? log->count : 0; i-- > 0;) {
        const struct rtx_log_entry *entry = rtx_log_entry_at(log, i);

        if (!entry->message)
            continue;
        if (d->now->over[0] && holds_one(entry->message, d->now->over))
            return false;
        if (holds_one(entry->message, d->now->pattern)) {
            quote(s, entry);
            return true;
        }
    }
    return false;
}

/* Does `what` stand there so often since anything better did? */
static bool only_begins(const rtx_doctor *d, struct symptom *s,
                        const char *what, size_t least, const char *better)
{
    const struct rtx_log_entry_list *log = exam_output(d, "show log");
    const struct rtx_log_entry *last = NULL;
    size_t count = 0;

    for (size_t i = 0; log && i < log->count; i++) {
        const struct rtx_log_entry *entry = rtx_log_entry_at(log, i);

        if (!entry->message)
            continue;
        if (holds_one(entry->message, better)) {
            count = 0;
        } else if (strstr(entry->message, what)) {
            count++;
            last = entry;
        }
    }
    if (!last || count < least)
        return false;
    quote(s, last);
    return true;
}

/*
 * IKE that begins and never gets to its second phase, and nothing better since:
 * what differing keys look like, whatever words the firmware has for it.
 */
bool check_key(const rtx_doctor *d, struct symptom *s)
{
    const struct rtx_ipsec_sa *sa = exam_output(d, "show ipsec sa");

    return !(sa && sa->sas.count > 0) &&
           only_begins(d, s, "respond ISAKMP phase", 1,
                       "IPsec phase|unknown gateway|inactivate ISAKMP");
}

bool check_peer_silent(const rtx_doctor *d, struct symptom *s)
{
    return only_begins(d, s, "initiate ISAKMP phase", 2,
                       "IPsec phase|IP Tunnel[*] Up");
}

bool check_clock_unset(const rtx_doctor *d, struct symptom *s)
{
    const struct rtx_environment *env = exam_output(d, "show environment");

    if (env && env->current_time && strncmp(env->current_time, "20", 2) != 0) {
        evidence(s, "show environment", "%s", env->current_time);
        return true;
    }
    return false;
}
