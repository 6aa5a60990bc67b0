/* ping: simulated, in both languages, until Ctrl-C or the count is reached. */
#include "emulator/state.h"

#include <stdlib.h>
#include <string.h>

static emu_then next_packet;

enum { WANTED, SENT, RECEIVED, MIN_US, MAX_US, SUM_US };

/* The round trip of the next packet in microseconds, -1: it is lost. What a
 * test says of the host ({"HOST": [1.25, null]}, milliseconds) comes round and
 * round; else addresses for documentation (192.0.2.0/24) have nobody behind
 * them. */
static long round_trip(struct emu_shell *shell, const char *host)
{
    json_t *state = emu_state_shown(shell, "ping");
    const json_t *times = emu_list(state, host);
    size_t count = json_array_size(times);
    const json_t *time;
    long ret = -1;

    if (count) {
        time = json_array_get(times, (size_t)shell->counts[SENT] % count);
        if (json_is_number(time))
            ret = (long)(json_number_value(time) * 1000 + 0.5);
    } else if (!rtx__starts(host, "192.0.2.")) {
        ret = 1742 + (long)(emu_random(emu_world_of(shell)) % 315);
    }
    json_decref(state);
    return ret;
}

static void times(struct emu_shell *shell)
{
    const long *counts = shell->counts;
    long mean = counts[SUM_US] / counts[RECEIVED];

    emu_say(shell,
            emu_japanese(shell)
                ? "往復遅延 最低/平均/最大 = "
                  "%ld.%03ld/%ld.%03ld/%ld.%03ld ミリ秒\n"
                : "round-trip min/avg/max = %ld.%03ld/%ld.%03ld/%ld.%03ld ms\n",
            counts[MIN_US] / 1000, counts[MIN_US] % 1000, mean / 1000,
            mean % 1000, counts[MAX_US] / 1000, counts[MAX_US] % 1000);
}

static void summary(struct emu_shell *shell)
{
    long sent = shell->counts[SENT];
    long received = shell->counts[RECEIVED];
    double loss = sent ? 100.0 * (double)(sent - received) / (double)sent : 0;

    if (emu_japanese(shell))
        emu_say(shell,
                "\n%ld個のパケットを送信し、%ld個のパケットを受信しました。"
                "%.1f%%パケットロス\n",
                sent, received, loss);
    else
        emu_say(shell,
                "\n%ld packets transmitted, %ld packets received, "
                "%.1f%% packet loss\n",
                sent, received, loss);
    if (received)
        times(shell);
    emu_keep(shell, NULL);
}

static void one_packet(struct emu_shell *shell)
{
    const char *host = shell->scratch;
    long us = round_trip(shell, host);
    long sequence = shell->counts[SENT]++;

    if (us < 0)
        return;
    shell->counts[RECEIVED]++;
    shell->counts[SUM_US] += us;
    if (shell->counts[RECEIVED] == 1 || us < shell->counts[MIN_US])
        shell->counts[MIN_US] = us;
    if (us > shell->counts[MAX_US])
        shell->counts[MAX_US] = us;
    if (emu_japanese(shell))
        emu_say(shell,
                "%sから受信: シーケンス番号=%ld ttl=254 時間=%ld.%03ldミリ秒\n",
                host, sequence, us / 1000, us % 1000);
    else
        emu_say(shell,
                "received from %s: icmp_seq=%ld ttl=254 time=%ld.%03ldms\n",
                host, sequence, us / 1000, us % 1000);
}

static void next_packet(struct emu_shell *shell, const char *answer)
{
    bool last;

    (void)answer;
    if (shell->interrupted) {
        emu_say(shell, "^C\n");
        summary(shell);
        return;
    }
    one_packet(shell);
    last =
        shell->counts[WANTED] && shell->counts[SENT] >= shell->counts[WANTED];
    if (last) {
        summary(shell);
        return;
    }
    emu_wait(shell, emu_world_of(shell)->options.number[EMU_PING_INTERVAL],
             next_packet);
    shell->interruptible = true;
}

void emu_run_ping(struct emu_shell *shell, const char *text)
{
    struct emu_args args;
    int at = 0;
    long count = 0;

    if (emu_args_init(&args, text) < 0) {
        emu_error(shell, RTX_MESSAGE_ARITY);
        return;
    }
    while (at + 1 < args.count && args.word[at][0] == '-') {
        if (strcmp(args.word[at], "-c") == 0)
            count = strtol(args.word[at + 1], NULL, 10);
        at += 2;
    }
    if (args.count - at != 1) {
        emu_error(shell, RTX_MESSAGE_ARITY);
    } else if (count < 0 || count > 21474836) {
        emu_error(shell, RTX_MESSAGE_RANGE);
    } else if (emu_keep(shell, args.word[at]) == 0) {
        shell->counts[WANTED] = count;
        for (int i = SENT; i <= SUM_US; i++)
            shell->counts[i] = 0;
        shell->interrupted = false;
        next_packet(shell, NULL);
    }
    emu_args_free(&args);
}
