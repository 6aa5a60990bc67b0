/* Faults that strike a connection at one of its bytes, on either way. */
#include "emulator/server.h"

/* ---- what goes out ---- */
static void add_garbage(struct emu_session *session, long count)
{
    for (long i = 0; i < count; i++) {
        char c = (char)(1 + emu_random(&session->emulator->world) % 254);

        (void)emu_pipe_add(&session->out, &c, 1,
                           session->emulator->world.now_ms +
                               emu_session_way_out(session));
    }
}

/* Bytes of [queued, queued + length) that stand before the fault's place. */
static bool reaches(const struct emu_session *session,
                    const struct emu_fault *fault, size_t length,
                    size_t *before)
{
    uint64_t place = fault ? (uint64_t)fault->number : UINT64_MAX;

    if (!fault || session->queued > place || session->queued + length < place)
        return false;
    *before = (size_t)(place - session->queued);
    return true;
}

size_t emu_strike_out(struct emu_session *session, const char *bytes,
                      size_t length)
{
    struct emu_faults *faults = &session->emulator->world.faults;
    uint64_t connection = session->shell.connection;
    struct emu_fault *fault =
        emu_fault_find(faults, EMU_GARBAGE_AT, connection);
    size_t before;

    if (!session->garbage_sent && reaches(session, fault, length, &before)) {
        (void)emu_pipe_add(&session->out, bytes, before,
                           session->emulator->world.now_ms +
                               emu_session_way_out(session));
        add_garbage(session, fault->second ? fault->second : 8);
        emu_fault_used(fault);
        session->garbage_sent = true;
        session->queued += before;
        return before;
    }
    fault = emu_fault_find(faults, EMU_CUT_AT, connection);
    if (reaches(session, fault, length, &before)) {
        emu_fault_used(fault);
        session->cut = true;
        return before;
    }
    fault = emu_fault_find(faults, EMU_STALL_AT, connection);
    if (reaches(session, fault, length, &before)) {
        emu_fault_used(fault);
        session->stalled = true;
        return before;
    }
    return SIZE_MAX;
}

/* ---- what arrives ---- */

/* The fault that strikes behind one of the next `length` bytes, and how many
 * stand before it. */
struct emu_fault *emu_strike_find(struct emu_session *session, size_t length,
                                  size_t *before)
{
    static const enum emu_fault_kind all[] = {
        EMU_CUT_RECEIVED, EMU_STALL_RECEIVED, EMU_GARBAGE_RECEIVED,
        EMU_RESTART_RECEIVED};
    struct emu_faults *faults = &session->emulator->world.faults;

    for (size_t i = 0; faults->count && i < sizeof all / sizeof all[0]; i++) {
        struct emu_fault *fault =
            emu_fault_find(faults, all[i], session->shell.connection);
        uint64_t place = fault ? (uint64_t)fault->number : 0;

        if (place <= session->received || place > session->received + length)
            continue;
        *before = (size_t)(place - session->received);
        return fault;
    }
    return NULL;
}

static void arrive_garbage(struct emu_session *session, long count)
{
    for (long i = 0; i < count; i++) {
        char c = (char)(1 + emu_random(&session->emulator->world) % 254);

        emu_session_input(session, &c, 1);
    }
}

void emu_strike_in(struct emu_session *session, struct emu_fault *fault)
{
    emu_fault_used(fault);
    if (fault->kind == EMU_GARBAGE_RECEIVED) {
        arrive_garbage(session, fault->second ? fault->second : 8);
        return;
    }
    rtx__buf_clear(&session->shell.sent);
    if (fault->kind == EMU_CUT_RECEIVED) {
        session->cut = true;
        return;
    }
    session->shell.mode = EMU_MUTE;
    session->stalled = true;
    if (fault->kind == EMU_RESTART_RECEIVED)
        emu_restart(session->shell.device, "Power-on boot");
}
