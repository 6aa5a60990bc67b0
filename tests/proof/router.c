/* A router for one case: an emulator with the scenario's configuration. */
#include "proof.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum transport proof_transport = TELNET;

static int option(struct router *r, const char *text)
{
    char name[64];
    const char *value = strchr(text, '=');

    snprintf(name, sizeof name, "%.*s", (int)(value - text), text);
    return rtx_emulator_option(r->emulator, name, value + 1, &r->error);
}

static int configure(struct router *r, const struct scenario *s)
{
    int rc = rtx_emulator_startup(r->emulator, s->startup, strlen(s->startup),
                                  &r->error);

    for (size_t i = 0; rc == 0 && i < 4 && s->options[i]; i++)
        rc = option(r, s->options[i]);
    if (rc == 0)
        rc = rtx_emulator_user(r->emulator, "deploy", s->login, &r->error);
    if (rc == 0)
        rc = rtx_emulator_user(r->emulator, "ops", s->login, &r->error);
    if (rc == 0)
        rc = rtx_emulator_login_password(
            r->emulator, proof_transport == SERIAL ? s->login : "", &r->error);
    if (rc == 0)
        rc = rtx_emulator_admin_password(r->emulator, s->admin, &r->error);
    return rc;
}

/* One host key for all: to make one takes longer than a case. */
static int listen_ssh(struct router *r)
{
    char *key = text_format("%s/host_key", settings.scratch);
    char *make =
        text_format("test -f %s || ssh-keygen -q -m PEM -t rsa -b 2048 "
                    "-N '' -f %s </dev/null",
                    key, key);
    int rc = system(make) == 0 ? 0 : RTX_E_IO;

    if (rc == 0)
        rc = rtx_emulator_host_key(r->emulator, key, &r->error);
    if (rc == 0)
        rc = rtx_emulator_listen_ssh(r->emulator, "127.0.0.1:0", &r->error);
    free(key);
    free(make);
    return rc;
}

/* The endpoint under test is the first, the second administrator's the other.
 */
static int listen_on(struct router *r)
{
    char *link = text_format("%s/tty", settings.scratch);
    int rc;

    /* a name that stays when the adapter is pulled out and put in again */
    if (proof_transport == SERIAL)
        (void)!rtx_emulator_option(r->emulator, "pty-link", link, &r->error);
    free(link);
    if (proof_transport == SERIAL)
        rc = rtx_emulator_pty(r->emulator, &r->error);
    else if (proof_transport == SSH)
        rc = listen_ssh(r);
    else
        rc = rtx_emulator_listen(r->emulator, "127.0.0.1:0", &r->error);
    if (rc < 0)
        return rc;
    rc = rtx_emulator_listen(r->emulator, "127.0.0.1:0", &r->error);
    if (rc < 0)
        return rc;
    snprintf(r->peer_endpoint, sizeof r->peer_endpoint, "%s",
             rtx_emulator_endpoint(r->emulator, 1));
    return 0;
}

int router_up(struct router *r, const struct scenario *s,
              const char *const *faults, uint64_t chance)
{
    char seed[32];
    int rc;

    memset(r, 0, sizeof *r);
    rtx_error_init(&r->error);
    r->scenario = s;
    rc = rtx_emulator_new(&r->emulator, &r->error);
    if (rc == 0)
        rc = configure(r, s);
    snprintf(seed, sizeof seed, "seed=%llu",
             (unsigned long long)(s->seed * 7919 + chance) % 2147483647);
    if (rc == 0)
        rc = option(r, seed);
    for (size_t i = 0; rc == 0 && faults && i < 2 && faults[i]; i++)
        rc = rtx_emulator_fault(r->emulator, faults[i], &r->error);
    if (rc == 0)
        rc = listen_on(r);
    if (rc == 0)
        rc = rtx_emulator_start(r->emulator, &r->error);
    if (rc < 0) {
        fprintf(stderr, "proof: no router: %s\n", r->error.message);
        exit(2);
    }
    return rc;
}

void router_down(struct router *r)
{
    rtx_emulator_stop(r->emulator);
    rtx_emulator_free(r->emulator);
    r->emulator = NULL;
}

static struct set *take(char *owned)
{
    struct set *set = set_parse(owned ? owned : "");

    rtx_emulator_text_free(owned);
    return set;
}

struct set *router_running(const struct router *r)
{
    return take(rtx_emulator_running(r->emulator));
}

struct set *router_saved(const struct router *r)
{
    return take(rtx_emulator_saved(r->emulator));
}

const char *router_endpoint(const struct router *r)
{
    return rtx_emulator_endpoint(r->emulator, 0);
}

uint64_t router_lines(const struct router *r)
{
    struct rtx_emulator_counters counters = {.size = sizeof counters};

    rtx_emulator_counters(r->emulator, &counters);
    return counters.lines;
}

void router_wait_restart(const struct router *r)
{
    int64_t until = now_ms() + 500;
    bool armed;

    do {
        char *running = rtx_emulator_running(r->emulator);

        armed = running && strstr(running, "schedule at");
        rtx_emulator_text_free(running);
        usleep(500);
    } while (armed && now_ms() < until);
}

void router_settle(const struct router *r)
{
    struct rtx_emulator_counters counters = {.size = sizeof counters};
    int64_t until = now_ms() + 300;

    /* a terminal stays open for ever: one session of it does not count */
    do {
        rtx_emulator_counters(r->emulator, &counters);
        if (counters.open <= (proof_transport == SERIAL ? 1 : 0))
            break;
        usleep(200);
    } while (now_ms() < until);
}
