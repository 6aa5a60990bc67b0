/* One fleet over the selected routers, and what Ctrl-C means; see app.h. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fleet/app.h"

enum { DRAW_MS = 200 };

static volatile sig_atomic_t signals;
static rtx_fleet *volatile under_way;

/* Once: begin with no more. Twice: take back. Three times: leave it. */
static void on_signal(int number)
{
    static const char words[] =
        "\nstopping: what is under way goes on to its end; once more takes it "
        "back\n";
    ssize_t n = 0;

    (void)number;
    signals++;
    if (signals == 1)
        n = write(STDERR_FILENO, words, sizeof words - 1);
    (void)n;
    if (signals > 2)
        _exit(EXIT_NEEDS_PERSON);
    if (under_way)
        rtx_fleet_cancel(under_way,
                         signals == 1 ? RTX_FLEET_STOP : RTX_FLEET_ABORT);
}

void drive_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};

    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

struct member *drive_member(const struct app *app, size_t router)
{
    return &app->members[app->order[router]];
}

static bool fill(struct app *app)
{
    free(app->order);
    app->order = calloc(app->count, sizeof app->order[0]);
    app->running = 0;
    app->ended = 0;
    for (size_t i = 0; app->order && i < app->count; i++) {
        if (!app->members[i].selected)
            continue;
        if (rtx_fleet_add(app->fleet) < 0)
            return false;
        app->order[app->running++] = i;
    }
    return app->order != NULL;
}

static int run(struct app *app)
{
    int rc = 0;

    (void)rtx_fleet_set(app->fleet, RTX_FLEET_PARALLEL, app->parallel);
    (void)rtx_fleet_set(app->fleet, RTX_FLEET_HANDSHAKES, app->handshakes);
    (void)rtx_fleet_set(app->fleet, RTX_FLEET_DEADLINE_MS, app->deadline_ms);
    if (app->pushing && app->canary > 0)
        (void)rtx_fleet_set(app->fleet, RTX_FLEET_ADMIT, app->canary);
    (void)rtx_fleet_start(app->fleet);
    if (rtx_fleet_notice(app->fleet)[0] && !app->noticed)
        fprintf(stderr, "%s: %s\n", app->cli.program,
                rtx_fleet_notice(app->fleet));
    app->noticed = true;
    while (rc == 0) {
        rc = rtx_fleet_run(app->fleet, DRAW_MS);
        progress_draw(app);
    }
    progress_clear(app);
    return rc < 0 ? rc : 0;
}

int drive(struct app *app, const struct rtx_fleet_calls *calls,
          const char *verb)
{
    struct timespec now;
    int rc;

    if (signals > 0) {
        app->stopped = true;
        return 0;
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
    app->began_ms = now.tv_sec * 1000 + now.tv_nsec / 1000000;
    app->verb = verb;
    rc = rtx_fleet_new(&app->fleet, calls, app, NULL);
    if (rc < 0)
        return rc;
    rc = fill(app) ? 0 : RTX_E_NOMEM;
    under_way = app->fleet;
    if (rc == 0)
        rc = run(app);
    under_way = NULL;
    rtx_fleet_free(app->fleet);
    app->fleet = NULL;
    if (signals > 0)
        app->stopped = true;
    return rc;
}
