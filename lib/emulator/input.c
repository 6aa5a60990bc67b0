/* What arrives before anybody reads it: flow control, type-ahead, its loss. */
#include "emulator/emulator.h"

#include <string.h>

static size_t waiting(const struct emu_shell *shell)
{
    return shell->typed.length - shell->typed_at;
}

/* Keys that act at once, whatever runs. */
static bool at_once(struct emu_shell *shell, unsigned char c)
{
    if (c == 0x13) {
        shell->stopped = true;
        return true;
    }
    if (c == 0x11) {
        shell->stopped = false;
        return true;
    }
    if (c == 0x03 && shell->mode == EMU_BUSY && shell->interruptible) {
        shell->interrupted = true;
        return true;
    }
    return false;
}

/* The Nth line is lost as a whole. */
static bool in_dropped_line(struct emu_shell *shell, unsigned char c)
{
    struct emu_fault *fault = emu_fault_find(&emu_world_of(shell)->faults,
                                             EMU_DROP_LINE, shell->connection);
    bool drop = fault && shell->received_lines + 1 == (uint64_t)fault->number;

    if (c == '\r' || c == '\n') {
        shell->received_lines++;
        if (drop)
            emu_fault_used(fault);
    }
    return drop;
}

static bool lost(struct emu_shell *shell, size_t ahead)
{
    struct emu_world *world = emu_world_of(shell);
    long room = world->options.number[EMU_TYPE_AHEAD];
    struct emu_fault *fault;

    if (room > 0 && ahead >= (size_t)room)
        return true;
    if (ahead == 0 || world->faults.count == 0)
        return false;
    fault = emu_fault_find(&world->faults, EMU_LOSE, shell->connection);
    if (!fault || fault->number < 1 ||
        ++shell->lose_count % (uint64_t)fault->number != 0)
        return false;
    emu_fault_used(fault);
    return true;
}

void emu_flow_control(struct emu_shell *shell)
{
    const struct emu_world *world = emu_world_of(shell);
    size_t room = (size_t)world->options.number[EMU_TYPE_AHEAD];

    if (room == 0 || !emu_on(world, EMU_XON_XOFF))
        return;
    if (!shell->xoff_sent && waiting(shell) * 4 >= room * 3) {
        emu_send(shell, "\x13", 1);
        shell->xoff_sent = true;
    } else if (shell->xoff_sent && waiting(shell) * 4 <= room) {
        emu_send(shell, "\x11", 1);
        shell->xoff_sent = false;
    }
}

static void take(struct emu_shell *shell, unsigned char c, size_t ahead)
{
    struct emu_world *world = emu_world_of(shell);
    bool second = shell->after_cr && c == '\n';

    shell->after_cr = c == '\r';
    if (second && emu_is(world, EMU_CRLF, "one"))
        return;
    if (at_once(shell, c))
        return;
    if (in_dropped_line(shell, c) || lost(shell, ahead)) {
        world->counters.lost++;
        return;
    }
    if (rtx__buf_char(&shell->typed, (char)c) < 0)
        emu_close(shell);
}

void emu_shell_feed(struct emu_shell *shell, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    bool enter = false;
    size_t ahead = 0;

    shell->key_at = emu_uptime(shell->device);
    for (size_t i = 0; i < length; i++) {
        /* what arrives behind an Enter arrives before that line is done */
        if (waiting(shell) > 0 && (shell->mode == EMU_BUSY || shell->blocked))
            ahead = waiting(shell);
        else if (enter)
            ahead++;
        take(shell, at[i], ahead);
        enter = enter || at[i] == '\r' || at[i] == '\n';
    }
    if (shell->mode == EMU_MUTE) {
        rtx__buf_clear(&shell->typed);
        shell->typed_at = 0;
    }
    emu_shell_run(shell);
}
