/* Whose turn it is: so many routers, so many handshakes, so many descriptors.
 */
#include <stdio.h>
#include <sys/resource.h>

#include "fleet/fleet.h"

enum {
    OTHER = 16,   /* that the program, its resolver, a key file may open yet */
    UNKNOWN = 48, /* open ones, where nobody says how many */
    /* a session's own one and its wire; a look-up's pipe before, a journal and
     * a lock later */
    PER_ROUTER = 5,
};

/* How many are open now, and may be besides those of the routers. */
static uint64_t others(const rtx_fleet *fleet)
{
    int all = rtx__folder_entries("/proc/self/fd");
    uint64_t count;

    if (all < 0)
        return UNKNOWN + OTHER;
    count = (uint64_t)(all - 1); /* but for the folder itself */
    /* in the middle of a run some are the routers' */
    return count > fleet->running * PER_ROUTER
               ? count - fleet->running * PER_ROUTER + OTHER
               : OTHER;
}

void admit_limits(rtx_fleet *fleet)
{
    struct rlimit limit;
    uint64_t own = others(fleet);
    uint64_t most = (uint64_t)fleet->options[RTX_FLEET_PARALLEL];
    uint64_t wanted;

    if (most > fleet->count)
        most = fleet->count;
    wanted = most * PER_ROUTER + own;
    fleet->most = (size_t)most;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= wanted)
        return;
    fleet->most = limit.rlim_cur > own + PER_ROUTER
                      ? (size_t)((limit.rlim_cur - own) / PER_ROUTER)
                      : 1;
    snprintf(fleet->notice, sizeof fleet->notice,
             "this process may open %llu files, which is enough for %zu "
             "router%s at once instead of %llu: see ulimit -Hn",
             (unsigned long long)limit.rlim_cur, fleet->most,
             fleet->most == 1 ? "" : "s", (unsigned long long)most);
}

static void open_queued(rtx_fleet *fleet)
{
    size_t most = (size_t)fleet->options[RTX_FLEET_HANDSHAKES];
    struct slot *after;

    for (struct slot *slot = fleet->first;
         slot && fleet->queued > 0 && fleet->handshakes < most; slot = after) {
        after = slot->after;
        if (slot->queued)
            slot_process(slot);
    }
}

static void obey_cancel(rtx_fleet *fleet)
{
    struct slot *after;

    if (fleet->cancel < RTX_FLEET_ABORT || fleet->aborted)
        return;
    fleet->aborted = true;
    for (struct slot *slot = fleet->first; slot; slot = after) {
        after = slot->after;
        slot_abort(slot, RTX_E_INTERRUPTED, "cancelled");
    }
}

static bool room(const rtx_fleet *fleet)
{
    size_t most = (size_t)fleet->options[RTX_FLEET_PARALLEL];

    if (most > fleet->most)
        most = fleet->most;
    return !fleet->cancel && fleet->next < fleet->count &&
           (int64_t)fleet->next < fleet->options[RTX_FLEET_ADMIT] &&
           fleet->running < most;
}

bool admit(rtx_fleet *fleet)
{
    obey_cancel(fleet);
    for (int i = 0; i < ADMIT_TURN && room(fleet); i++) {
        size_t router = fleet->next++;

        if (slot_begin(fleet, router) < 0) {
            fleet->routers[router].code = RTX_E_NOMEM;
            fleet->routers[router].state = RTX_FLEET_DONE;
        }
    }
    open_queued(fleet);
    if (room(fleet))
        fleet->armed = true; /* the loop comes back at once */
    return fleet->running == 0 && !room(fleet);
}
