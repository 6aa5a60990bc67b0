/* show status pp N, show status pp anonymous. */
#include "emulator/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What stands for a session type and a state, in both languages. */
static const struct {
    const char *state;
    const char *english;
    const char *japanese;
} states[] = {
    {"disabled", "disabled", "現在使用できません"},
    {"never_connected", "Offline, never connected", "一度も継っていません"},
    {"disconnected", "Offline", "継っていません"},
    {"connecting", "In connecting process", "接続処理中です"},
    {"connected", "Connected", "接続されています"},
};

static const char *type_name(const char *type)
{
    static const char *const names[][2] = {{"pppoe", "PPPoE"},
                                           {"l2tp", "L2TP"},
                                           {"pptp", "PPTP"},
                                           {"isdn", "ISDN"}};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i][0], type) == 0)
            return names[i][1];
    }
    return NULL;
}

static void print_state(struct emu_shell *shell, const json_t *record)
{
    const char *type = type_name(emu_text(record, "session_type"));
    size_t i = 0;

    while (i + 1 < sizeof states / sizeof states[0] &&
           !emu_says(record, "state", states[i].state))
        i++;
    if (emu_japanese(shell))
        emu_print(shell, "%s%sは%s\n", type ? type : "回線",
                  type ? "セッション" : "", states[i].japanese);
    else
        emu_print(shell, "Current %s%s status is %s.\n", type ? type : "line",
                  type ? " session" : "", states[i].english);
}

static void print_traffic(struct emu_shell *shell, const json_t *record,
                          const char *label, const char *direction)
{
    char load[40];

    emu_print(shell, "%s: ", label);
    emu_print_traffic(shell, record, direction, "");
    snprintf(load, sizeof load, "%s_load_percent", direction);
    if (emu_has(record, load))
        emu_print(shell, "  %s: %.1f%%", emu_japanese(shell) ? "負荷" : "Load",
                  emu_real(record, load));
    emu_print(shell, "\n");
}

static void print_options(struct emu_shell *shell, const json_t *record,
                          const char *list)
{
    const json_t *names = emu_list(record, list);

    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *name = json_string_value(json_array_get(names, i));
        const char *value = "";

        if (name && strcmp(name, "Primary-DNS") == 0)
            value = emu_text(record, "primary_dns");
        else if (name && strcmp(name, "Secondary-DNS") == 0)
            value = emu_text(record, "secondary_dns");
        emu_print(shell, *value ? " %s(%s)" : " %s", name ? name : "", value);
    }
}

/* "    LCP Local: A B, Remote: C", unless neither side has agreed to anything
 */
static void print_protocol(struct emu_shell *shell, const json_t *record,
                           const char *name, const char *lists)
{
    char local[32];
    char remote[32];

    snprintf(local, sizeof local, "%s_local", lists);
    snprintf(remote, sizeof remote, "%s_remote", lists);
    if (!emu_list(record, local) && !emu_list(record, remote))
        return;
    emu_print(shell, "    %s Local:", name);
    print_options(shell, record, local);
    emu_print(shell, ", Remote:");
    print_options(shell, record, remote);
    emu_print(shell, "\n");
}

static void print_ends(struct emu_shell *shell, const json_t *record,
                       const char *label, const char *local, const char *remote)
{
    if (emu_has(record, local) || emu_has(record, remote))
        emu_print(shell, "    %s Local: %s, Remote: %s\n", label,
                  emu_text(record, local), emu_text(record, remote));
}

static void print_session(struct emu_shell *shell, const json_t *record)
{
    bool japanese = emu_japanese(shell);

    emu_print(shell,
              japanese ? "接続相手: %s\n通信時間: "
                       : "Access Concentrator: %s\n",
              emu_text(record, "peer"));
    emu_print_duration(shell, emu_number(record, "connected_s"));
    emu_print(shell, "%s\n", japanese ? "" : "  connection.");
    /* received stands first */
    print_traffic(shell, record, japanese ? "受信" : "Received", "received");
    print_traffic(shell, record, japanese ? "送信" : "Transmitted",
                  "transmitted");
    /* so it is written in the firmware */
    emu_print(shell, "%s\n",
              japanese ? "PPPオプション" : "PPP Cofigure Options");
    print_protocol(shell, record, "LCP", "lcp");
    print_protocol(shell, record, "IPCP", "ipcp");
    print_ends(shell, record, "PP IP Address", "local_address",
               "remote_address");
    print_protocol(shell, record, "IPV6CP", "ipv6cp");
    print_ends(shell, record, "PP Interface-ID", "local_interface_id",
               "remote_interface_id");
    emu_print(shell, "    CCP: %s\n",
              emu_has(record, "ccp") && !emu_says(record, "ccp", "none")
                  ? emu_text(record, "ccp")
                  : "None");
    if (emu_has(record, "user_id"))
        emu_print(shell, "%s: %s\n",
                  japanese ? "受けとったUserId" : "Received UserId",
                  emu_text(record, "user_id"));
}

static void print_record(struct emu_shell *shell, const json_t *record)
{
    emu_print(shell, "%s:\n", emu_text(record, "interface"));
    if (rtx__starts(emu_text(record, "interface"), "PP["))
        emu_print(shell, "%s %s\n",
                  emu_japanese(shell) ? "説明:" : "Description:",
                  emu_text(record, "description"));
    print_state(shell, record);
    if (emu_says(record, "state", "connected"))
        print_session(shell, record);
}

static void print_anonymous(struct emu_shell *shell, const json_t *records)
{
    size_t i;
    const json_t *record;
    bool any = false;

    json_array_foreach(records, i, record)
    {
        if (!rtx__starts(emu_text(record, "interface"), "ANONYMOUS["))
            continue;
        print_record(shell, record);
        any = true;
    }
    if (!any) {
        json_t *nobody = json_pack(
            "{s:s,s:s?,s:s}", "interface", "ANONYMOUS[01]", "session_type",
            emu_device_value(shell->device, "pp anonymous",
                             "pp enable anonymous")
                ? "l2tp"
                : NULL,
            "state",
            emu_device_value(shell->device, "pp anonymous",
                             "pp enable anonymous")
                ? "disconnected"
                : "disabled");

        print_record(shell, nobody);
        json_decref(nobody);
    }
}

static bool check_number(struct emu_shell *shell, const char *args,
                         long *number)
{
    char *end;

    *number = strtol(args, &end, 10);
    if (end == args || *end)
        emu_error(shell, *args ? RTX_MESSAGE_INTEGER : RTX_MESSAGE_ARITY);
    else if (*number < 1 || *number > EMU_PPS)
        emu_error(shell, RTX_MESSAGE_RANGE);
    else
        return true;
    return false;
}

void emu_run_show_status_pp(struct emu_shell *shell, const char *args)
{
    bool anonymous = rtx__same_word(args, "anonymous");
    long number = 0;
    char interface[24];
    json_t *records;
    json_t *name;
    json_t *record;

    if (!anonymous && !check_number(shell, args, &number))
        return;
    records = emu_state_shown(shell, "show status pp");
    if (anonymous) {
        print_anonymous(shell, records);
    } else {
        snprintf(interface, sizeof interface, "PP[%02ld]", number);
        name = json_string(interface);
        record = emu_state_find(records, "interface", name);
        if (record)
            print_record(shell, record);
        json_decref(name);
    }
    json_decref(records);
}
