/* A binary heap of sessions, the nearest deadline on top. */
#include "emulator/server.h"

static void put(struct rtx_emulator *emulator, size_t at,
                struct emu_session *session)
{
    emulator->heap[at] = session;
    session->heap_at = at;
}

static void up(struct rtx_emulator *emulator, size_t at)
{
    struct emu_session *session = emulator->heap[at];

    while (at > 0) {
        size_t parent = (at - 1) / 2;

        if (emulator->heap[parent]->deadline <= session->deadline)
            break;
        put(emulator, at, emulator->heap[parent]);
        at = parent;
    }
    put(emulator, at, session);
}

static void down(struct rtx_emulator *emulator, size_t at)
{
    struct emu_session *session = emulator->heap[at];

    for (;;) {
        size_t child = 2 * at + 1;

        if (child >= emulator->heap_count)
            break;
        if (child + 1 < emulator->heap_count &&
            emulator->heap[child + 1]->deadline <
                emulator->heap[child]->deadline)
            child++;
        if (session->deadline <= emulator->heap[child]->deadline)
            break;
        put(emulator, at, emulator->heap[child]);
        at = child;
    }
    put(emulator, at, session);
}

void emu_timer_remove(struct rtx_emulator *emulator,
                      struct emu_session *session)
{
    size_t at = session->heap_at;
    struct emu_session *last;

    if (at == SIZE_MAX)
        return;
    session->heap_at = SIZE_MAX;
    last = emulator->heap[--emulator->heap_count];
    if (last == session)
        return;
    put(emulator, at, last);
    up(emulator, at);
    down(emulator, last->heap_at);
}

int emu_timer_set(struct rtx_emulator *emulator, struct emu_session *session,
                  int64_t deadline)
{
    int rc;

    if (deadline == INT64_MAX) {
        emu_timer_remove(emulator, session);
        return 0;
    }
    session->deadline = deadline;
    if (session->heap_at != SIZE_MAX) {
        up(emulator, session->heap_at);
        down(emulator, session->heap_at);
        return 0;
    }
    rc = rtx__grow(&emulator->heap, &emulator->heap_capacity,
                   emulator->heap_count, sizeof *emulator->heap);
    if (rc < 0)
        return rc;
    put(emulator, emulator->heap_count, session);
    up(emulator, emulator->heap_count++);
    return 0;
}
