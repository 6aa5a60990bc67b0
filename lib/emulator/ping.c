/* ping: simulated, in both languages, until Ctrl-C or the count is reached. */
#include "emulator/emulator.h"

#include <stdlib.h>
#include <string.h>

static emu_then next_packet;

enum { WANTED, SENT, RECEIVED };

/* Addresses for documentation (192.0.2.0/24) have nobody behind them. */
static bool answers(const char *host)
{
    return !rtx__starts(host, "192.0.2.");
}

static void summary(struct emu_shell *shell)
{
    long sent = shell->counts[SENT];
    long received = shell->counts[RECEIVED];
    double loss = sent ? 100.0 * (double)(sent - received) / (double)sent : 0;

    if (emu_japanese(shell)) {
        emu_say(shell,
                "\n%ld個のパケットを送信し、%ld個のパケットを受信しました。"
                "%.1f%%パケットロス\n",
                sent, received, loss);
        if (received)
            emu_say(shell,
                    "往復遅延 最低/平均/最大 = 1.742/1.899/2.056 ミリ秒\n");
    } else {
        emu_say(shell,
                "\n%ld packets transmitted, %ld packets received, "
                "%.1f%% packet loss\n",
                sent, received, loss);
        if (received)
            emu_say(shell, "round-trip min/avg/max = 1.742/1.899/2.056 ms\n");
    }
    emu_keep(shell, NULL);
}

static void one_packet(struct emu_shell *shell)
{
    const char *host = shell->scratch;
    long sequence = shell->counts[SENT]++;
    long us = 1742 + (long)(emu_random(emu_world_of(shell)) % 315);

    if (!answers(host))
        return;
    shell->counts[RECEIVED]++;
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
        shell->counts[SENT] = 0;
        shell->counts[RECEIVED] = 0;
        shell->interrupted = false;
        next_packet(shell, NULL);
    }
    emu_args_free(&args);
}
