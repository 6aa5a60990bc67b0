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
            evidence(s, "show log", "%s: %s", entry->time ? entry->time : "?",
                     entry->message);
            return true;
        }
    }
    return false;
}

/*
 * IKE that begins and never gets to its second phase, and nothing better since:
 * what differing keys look like, whatever words the firmware has for it.
 */
bool check_key(const rtx_doctor *d, struct symptom *s)
{
    const struct rtx_log_entry_list *log = exam_output(d, "show log");
    const struct rtx_ipsec_sa *sa = exam_output(d, "show ipsec sa");
    size_t begun = 0;
    const struct rtx_log_entry *last = NULL;

    if (sa && sa->sas.count > 0)
        return false;
    for (size_t i = 0; log && i < log->count; i++) {
        const struct rtx_log_entry *entry = rtx_log_entry_at(log, i);

        if (!entry->message)
            continue;
        if (strstr(entry->message, "IPsec phase") ||
            strstr(entry->message, "unknown gateway") ||
            strstr(entry->message, "inactivate ISAKMP")) {
            begun = 0;
        } else if (strstr(entry->message, "respond ISAKMP phase")) {
            begun++;
            last = entry;
        }
    }
    if (begun == 0)
        return false;
    evidence(s, "show log", "%s: %s", last->time ? last->time : "?",
             last->message);
    return true;
}

bool check_peer_silent(const rtx_doctor *d, struct symptom *s)
{
    const struct rtx_log_entry_list *log = exam_output(d, "show log");
    size_t tried = 0;
    const struct rtx_log_entry *last = NULL;

    for (size_t i = 0; log && i < log->count; i++) {
        const struct rtx_log_entry *entry = rtx_log_entry_at(log, i);

        if (!entry->message)
            continue;
        if (strstr(entry->message, "IPsec phase") ||
            (strstr(entry->message, "IP Tunnel[") &&
             strstr(entry->message, "] Up"))) {
            tried = 0;
        } else if (strstr(entry->message, "initiate ISAKMP phase")) {
            tried++;
            last = entry;
        }
    }
    if (tried < 2)
        return false;
    evidence(s, "show log", "%s: %s", last->time ? last->time : "?",
             last->message);
    return true;
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
