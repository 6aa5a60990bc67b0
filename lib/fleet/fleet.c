/* The life of a fleet, its loop, and what can be asked of it. */
#include "fleet/fleet.h"

#include <limits.h>
#include <string.h>

static void on_wake(uv_async_t *wake)
{
    (void)wake; /* the turn that it makes is what it is for */
}

static void defaults(rtx_fleet *fleet)
{
    fleet->options[RTX_FLEET_PARALLEL] = 64;
    fleet->options[RTX_FLEET_HANDSHAKES] = 16;
    fleet->options[RTX_FLEET_ADMIT] = INT64_MAX;
    fleet->options[RTX_FLEET_DEADLINE_MS] = 600000;
    fleet->options[RTX_FLEET_ROLLBACK_MS] = 120000;
}

int rtx_fleet_new(rtx_fleet **ret, const struct rtx_fleet_calls *calls,
                  void *user, struct rtx_error *error)
{
    rtx_fleet *fleet;

    if (!ret)
        return rtx__error(error, RTX_E_ARGUMENT, "a fleet wants its calls");
    *ret = NULL;
    if (!calls || calls->size < sizeof *calls || !calls->session)
        return rtx__error(error, RTX_E_ARGUMENT, "a fleet wants its calls");
    fleet = rtx__calloc(1, sizeof *fleet);
    if (!fleet)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    if (uv_loop_init(&fleet->loop) < 0) {
        rtx_free(fleet);
        return rtx__error(error, RTX_E_IO, "no event loop can be had");
    }
    fleet->calls = *calls;
    fleet->user = user;
    defaults(fleet);
    if (uv_async_init(&fleet->loop, &fleet->wake, on_wake) < 0) {
        uv_loop_close(&fleet->loop);
        rtx_free(fleet);
        return rtx__error(error, RTX_E_IO, "no event loop can be had");
    }
    *ret = fleet;
    return 0;
}

void rtx_fleet_free(rtx_fleet *fleet)
{
    if (!fleet)
        return;
    while (fleet->first)
        slot_free(fleet->first);
    uv_close((uv_handle_t *)&fleet->wake, NULL);
    while (uv_run(&fleet->loop, UV_RUN_DEFAULT) != 0)
        continue;
    uv_loop_close(&fleet->loop);
    for (size_t i = 0; i < fleet->count; i++)
        rtx_free(fleet->routers[i].error);
    rtx_free(fleet->routers);
    rtx_free(fleet);
}

int rtx_fleet_set(rtx_fleet *fleet, enum rtx_fleet_option option, int64_t value)
{
    int least =
        option == RTX_FLEET_ADMIT || option == RTX_FLEET_ROLLBACK_MS ? 0 : 1;

    if (!fleet || option < RTX_FLEET_PARALLEL || (int)option >= FLEET_OPTIONS ||
        value < least)
        return RTX_E_ARGUMENT;
    if (value > INT64_MAX / 4)
        value = INT64_MAX / 4;
    fleet->options[option] = value;
    if (fleet->started && option == RTX_FLEET_PARALLEL)
        admit_limits(fleet);
    fleet->armed = true;
    return 0;
}

long rtx_fleet_add(rtx_fleet *fleet)
{
    struct router *router;

    if (!fleet)
        return RTX_E_ARGUMENT;
    if (rtx__grow(&fleet->routers, &fleet->capacity, fleet->count,
                  sizeof *fleet->routers) < 0)
        return RTX_E_NOMEM;
    router = &fleet->routers[fleet->count];
    memset(router, 0, sizeof *router);
    return (long)fleet->count++;
}

size_t rtx_fleet_count(const rtx_fleet *fleet)
{
    return fleet ? fleet->count : 0;
}

const char *rtx_fleet_notice(const rtx_fleet *fleet)
{
    return fleet ? fleet->notice : "";
}

/* ---- the loop ---- */

int rtx_fleet_start(rtx_fleet *fleet)
{
    if (!fleet)
        return RTX_E_ARGUMENT;
    if (fleet->started)
        return 0;
    fleet->started = true;
    admit_limits(fleet);
    uv_update_time(&fleet->loop);
    (void)admit(fleet);
    return 0;
}

int rtx_fleet_fd(const rtx_fleet *fleet)
{
    return fleet ? uv_backend_fd(&fleet->loop) : -1;
}

int rtx_fleet_timeout(const rtx_fleet *fleet)
{
    if (!fleet)
        return -1;
    /* the loop tells the system what to watch only in its next turn */
    if (fleet->armed || !fleet->started)
        return 0;
    return uv_backend_timeout(&fleet->loop);
}

static int turn(rtx_fleet *fleet, uv_run_mode mode)
{
    if (!fleet->started)
        (void)rtx_fleet_start(fleet);
    fleet->armed = false;
    uv_run(&fleet->loop, mode);
    return admit(fleet) ? 1 : 0;
}

int rtx_fleet_step(rtx_fleet *fleet)
{
    return fleet ? turn(fleet, UV_RUN_NOWAIT) : RTX_E_ARGUMENT;
}

static void on_time(uv_timer_t *timer)
{
    (void)timer;
}

static void on_timer_closed(uv_handle_t *handle)
{
    handle->data = NULL;
}

int rtx_fleet_run(rtx_fleet *fleet, int64_t timeout_ms)
{
    int64_t until = rtx__until_ms(timeout_ms);
    uv_timer_t timer;
    int over;

    if (!fleet)
        return RTX_E_ARGUMENT;
    (void)rtx_fleet_start(fleet);
    uv_timer_init(&fleet->loop, &timer);
    timer.data = &timer;
    if (timeout_ms >= 0) {
        uv_update_time(&fleet->loop);
        uv_timer_start(&timer, on_time, (uint64_t)timeout_ms, 0);
    }
    over = admit(fleet) ? 1 : 0;
    while (!over && (timeout_ms < 0 || rtx__now_ms() < until))
        over = turn(fleet, fleet->armed && fleet->next < fleet->count &&
                                   fleet->running == 0
                               ? UV_RUN_NOWAIT
                               : UV_RUN_ONCE);
    uv_close((uv_handle_t *)&timer, on_timer_closed);
    while (timer.data)
        uv_run(&fleet->loop, UV_RUN_NOWAIT);
    return over;
}

void rtx_fleet_cancel(rtx_fleet *fleet, enum rtx_fleet_cancel how)
{
    if (!fleet)
        return;
    if ((int)how > fleet->cancel)
        fleet->cancel = (sig_atomic_t)how;
    uv_async_send(&fleet->wake);
}

/* ---- what is known ---- */

static const char *doing(const struct slot *slot, size_t *done, size_t *total)
{
    switch (slot->stage) {
    case STAGE_OPEN:
        return slot->queued ? "waiting" : "connect";
    case STAGE_DEAL:
        return rtx_phase_name(
            rtx_transaction_phase(slot->transaction, done, total));
    case STAGE_CLOSE:
        return "logout";
    default:
        *done = slot->turn;
        return "run";
    }
}

int rtx_fleet_result(const rtx_fleet *fleet, size_t index,
                     struct rtx_fleet_result *ret)
{
    struct rtx_fleet_result r = {.size = sizeof r};
    const struct router *router;

    if (!fleet || index >= fleet->count)
        return RTX_E_ARGUMENT;
    router = &fleet->routers[index];
    r.state = router->state;
    r.code = router->code;
    r.outcome = router->outcome;
    r.took_ms = router->took_ms;
    r.error = router->error;
    r.doing = router->state == RTX_FLEET_DONE ? "done" : "waiting";
    if (router->slot) {
        r.session = router->slot->session;
        r.transaction = router->slot->transaction;
        if (router->state == RTX_FLEET_RUNNING) {
            r.took_ms = rtx__now_ms() - router->slot->begun_ms;
            r.doing = doing(router->slot, &r.done, &r.total);
        }
    }
    return rtx__fill_sized(ret, &r, sizeof r);
}
