/* See verify.h. */
#include "common/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PINGS = 3, PAUSE_MS = 2000, USUAL_WAIT_MS = 30000 };

void verify_take(const struct cli *cli, struct verify *v, const char *what)
{
    static const struct {
        const char *word;
        unsigned scope;
    } scopes[] = {{"doctor", RTX_DOCTOR_ALL},
                  {"doctor:all", RTX_DOCTOR_ALL},
                  {"doctor:vpn", RTX_DOCTOR_VPN},
                  {"doctor:internet", RTX_DOCTOR_INTERNET}};

    if (strncmp(what, "ping:", 5) == 0 && what[5]) {
        if (v->host_count >= VERIFY_HOSTS)
            cli_usage(cli, "--verify pings %d hosts at most", VERIFY_HOSTS);
        v->hosts[v->host_count++] = what + 5;
        return;
    }
    for (size_t i = 0; i < sizeof scopes / sizeof scopes[0]; i++) {
        if (strcmp(scopes[i].word, what) == 0) {
            v->scope |= scopes[i].scope;
            return;
        }
    }
    cli_usage(cli,
              "--verify wants doctor, doctor:vpn, doctor:internet or "
              "ping:HOST, not '%s'",
              what);
}

void verify_patience(const struct cli *cli, struct verify *v,
                     const char *seconds)
{
    char *end;
    double s = strtod(seconds, &end);

    if (end == seconds || *end || !(s > 0) || s > 3600)
        cli_usage(cli, "--verify-wait wants seconds, not '%s'", seconds);
    v->wait_ms = (int64_t)(s * 1000);
}

bool verify_wanted(const struct verify *v)
{
    return v->scope || v->host_count > 0;
}

void verify_free(struct verify *v)
{
    rtx_doctor_free(v->before);
    v->before = NULL;
}

/* ---- the doctor ---- */

static int examine(const struct verify *v, rtx_session *session,
                   rtx_doctor **ret, struct rtx_error *error)
{
    rtx_doctor *doctor = NULL;
    int rc = rtx_doctor_new(&doctor);

    if (rc == 0) {
        rc = rtx_doctor_examine(doctor, session, v->scope, v->timeout_ms * 8);
        if (rc < 0)
            *error = *rtx_session_error(session);
    }
    if (rc == 0)
        rc = rtx_doctor_diagnose(doctor, v->scope);
    if (rc < 0) {
        rtx_doctor_free(doctor);
        return rc;
    }
    *ret = doctor;
    return 0;
}

int verify_before(const struct cli *cli, struct verify *v, rtx_session *session,
                  struct rtx_error *error)
{
    v->timeout_ms = cli->timeout_ms;
    if (v->wait_ms == 0)
        v->wait_ms = USUAL_WAIT_MS;
    if (!v->scope || v->strict)
        return 0;
    return examine(v, session, &v->before, error);
}

/* How many faults of that rule. */
static size_t faults_of(const rtx_doctor *doctor, const char *rule)
{
    struct rtx_finding f = {.size = sizeof f};
    size_t count = 0;

    for (size_t i = 0; doctor && rtx_doctor_finding(doctor, i, &f) == 0; i++)
        count += f.level == RTX_FINDING_FAULT && strcmp(f.rule, rule) == 0;
    return count;
}

static bool seen_before(const struct verify *v, const struct rtx_finding *fault)
{
    struct rtx_finding f = {.size = sizeof f};

    for (size_t i = 0; v->before && rtx_doctor_finding(v->before, i, &f) == 0;
         i++) {
        if (strcmp(f.rule, fault->rule) == 0 &&
            strcmp(f.evidence, fault->evidence) == 0)
            return true;
    }
    return false;
}

/*
 * Evidence of a configuration may be worded otherwise and be the same fault, so
 * faults of a rule are counted. The log keeps what went wrong an hour ago, or
 * in the last try: there a newer line is a new fault.
 */
static bool is_new(const struct verify *v, const rtx_doctor *doctor,
                   const struct rtx_finding *f)
{
    if (f->level != RTX_FINDING_FAULT)
        return false;
    if (strcmp(f->command, "show log") == 0)
        return !seen_before(v, f);
    return faults_of(doctor, f->rule) > faults_of(v->before, f->rule);
}

static int tell_fault(const struct verify *v, const struct rtx_finding *f,
                      struct rtx_error *error)
{
    rtx_error_init(error);
    error->code = RTX_E_VERIFY;
    snprintf(error->message, sizeof error->message,
             "the doctor finds a fault%s: %s (%s)",
             v->strict ? "" : " that was not there before", f->title[0],
             f->rule);
    snprintf(error->answer, sizeof error->answer, "%s", f->evidence);
    snprintf(error->hint, sizeof error->hint, "%s", f->remedy[0]);
    return RTX_E_VERIFY;
}

static int consult(const struct verify *v, rtx_session *session,
                   struct rtx_error *error)
{
    struct rtx_finding f = {.size = sizeof f};
    rtx_doctor *doctor = NULL;
    int rc = examine(v, session, &doctor, error);

    for (size_t i = 0; rc == 0 && rtx_doctor_finding(doctor, i, &f) == 0; i++) {
        if (is_new(v, doctor, &f))
            rc = tell_fault(v, &f, error);
    }
    rtx_doctor_free(doctor);
    return rc;
}

/* ---- ping ---- */

static int ping(const struct verify *v, rtx_session *session, const char *host,
                struct rtx_error *error)
{
    struct rtx_ping *answers = NULL;
    int rc = rtx_show_ping(session, host, PINGS, v->timeout_ms * 4, &answers);
    long long received;

    rtx_error_init(error);
    if (rc == RTX_E_ARGUMENT) {
        error->code = rc;
        snprintf(error->message, sizeof error->message,
                 "'%s' cannot be given to the router's ping", host);
        return rc;
    }
    if (rc < 0) {
        *error = *rtx_session_error(session);
        return rc;
    }
    received = answers->received;
    rtx_free(answers);
    if (received > 0)
        return 0;
    error->code = RTX_E_VERIFY;
    snprintf(error->message, sizeof error->message,
             "%s does not answer the router's ping", host);
    snprintf(error->hint, sizeof error->hint,
             "look for the way there: rtx-doctor internet");
    return RTX_E_VERIFY;
}

/* ---- both ---- */

static int once(const struct verify *v, rtx_session *session,
                struct rtx_error *error)
{
    int rc = v->scope ? consult(v, session, error) : 0;

    for (size_t i = 0; rc == 0 && i < v->host_count; i++)
        rc = ping(v, session, v->hosts[i], error);
    return rc;
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A line takes its time to come up: what fails is tried again. */
int verify_now(rtx_transaction *t, rtx_session *session,
               struct rtx_error *error, void *user)
{
    const struct verify *v = user;
    int64_t until = now_ms() + v->wait_ms;
    int rc;

    (void)t;
    while ((rc = once(v, session, error)) == RTX_E_VERIFY &&
           now_ms() + PAUSE_MS < until) {
        rc = rtx_session_idle(session, PAUSE_MS);
        if (rc < 0) {
            *error = *rtx_session_error(session);
            return rc;
        }
    }
    return rc;
}
