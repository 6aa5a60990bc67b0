/* show status bgp neighbor: English in both languages */
#include "emulator/state.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char *clock_text(long long seconds, char ret[32])
{
    snprintf(ret, 32, "%02lld:%02lld:%02lld", seconds / 3600 % 100000,
             seconds / 60 % 60, seconds % 60);
    return ret;
}

static void print_state(struct emu_shell *shell, const json_t *n)
{
    char state[24];
    char up[32];

    rtx__copy(state, sizeof state, emu_text(n, "state"));
    state[0] = (char)toupper((unsigned char)state[0]);
    emu_print(shell, "  BGP state = %s", state);
    if (emu_has(n, "uptime_s"))
        emu_print(shell, ", up for %s",
                  clock_text(emu_number(n, "uptime_s"), up));
    emu_print(shell, "\n");
}

static void print_counters(struct emu_shell *shell, const json_t *n)
{
    char reset[32] = "never";

    emu_print(shell,
              "  Received %lld messages, %lld notifications, %lld in "
              "queue\n",
              emu_number(n, "received_messages"),
              emu_number(n, "received_notifications"),
              emu_number(n, "received_queue"));
    emu_print(shell,
              "  Sent %lld messages, %lld notifications, %lld in queue\n",
              emu_number(n, "sent_messages"),
              emu_number(n, "sent_notifications"), emu_number(n, "sent_queue"));
    emu_print(shell, "  Connection established %lld; dropped %lld\n",
              emu_number(n, "established_count"),
              emu_number(n, "dropped_count"));
    if (emu_has(n, "last_reset_s"))
        clock_text(emu_number(n, "last_reset_s"), reset);
    emu_print(shell, "  Last reset %s\n", reset);
}

static void print_host(struct emu_shell *shell, const char *label,
                       const char *address, long long port)
{
    if (*address)
        emu_print(shell, "%s host: %s, %s port: %lld\n", label, address, label,
                  port);
    else
        emu_print(shell, "%s host: unspecified\n", label);
}

static void print_neighbor(struct emu_shell *shell, const json_t *n)
{
    char read[32];

    emu_print(shell,
              "BGP neighbor is %s, remote AS %lld, local AS %lld, %s link\n",
              emu_text(n, "neighbor"), emu_number(n, "remote_as"),
              emu_number(n, "local_as"), emu_text(n, "link"));
    emu_print(shell, "  BGP version 4, remote router ID %s\n",
              emu_has(n, "router_id") ? emu_text(n, "router_id")
                                      : emu_text(n, "neighbor"));
    print_state(shell, n);
    emu_print(shell,
              "  Last read %s, hold time is %lld, keepalive interval is "
              "%lld seconds\n",
              clock_text(emu_number(n, "last_read_s"), read),
              emu_number(n, "hold_s"), emu_number(n, "keepalive_s"));
    print_counters(shell, n);
    print_host(shell, "Local", emu_text(n, "local_address"),
               emu_number(n, "local_port"));
    print_host(shell, "Foreign", emu_text(n, "neighbor"), 179);
    emu_print(shell, "\n");
}

void emu_run_show_status_bgp(struct emu_shell *shell, const char *args)
{
    json_t *neighbors;

    if (*args) {
        emu_error(shell, RTX_MESSAGE_KEYWORD);
        return;
    }
    neighbors = emu_state_shown(shell, "show status bgp neighbor");
    for (size_t i = 0; i < json_array_size(neighbors); i++)
        print_neighbor(shell, json_array_get(neighbors, i));
    json_decref(neighbors);
}
