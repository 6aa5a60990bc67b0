/* show status dhcp [N] [summary] */
#include "emulator/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Labels end at a colon below each other, at one column for scopes and at
 * another for leases. */
enum { SCOPE_EN = 21, SCOPE_JA = 23, LEASE_EN = 24, LEASE_JA = 33 };

static void print_row(struct emu_shell *shell, bool scope, const char *japanese,
                      const char *english, const char *value)
{
    if (emu_japanese(shell))
        emu_print_right(shell, scope ? SCOPE_JA : LEASE_JA, japanese);
    else
        emu_print_right(shell, scope ? SCOPE_EN : LEASE_EN, english);
    emu_print(shell, ": %s\n", value);
}

static void print_remaining(struct emu_shell *shell, long long seconds)
{
    static const struct {
        int seconds;
        const char *japanese;
        const char *english[2];
    } units[] = {{86400, "日", {"day", "days"}},
                 {3600, "時間", {"hour", "hours"}},
                 {60, "分", {"min.", "min."}},
                 {1, "秒", {"sec.", "secs."}}};
    char text[128] = "";

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        long long n = seconds / units[i].seconds;
        size_t used = strlen(text);

        seconds %= units[i].seconds;
        if (n == 0 && !used && units[i].seconds > 1)
            continue;
        snprintf(
            text + used, sizeof text - used, "%s%lld%s", used ? " " : "", n,
            emu_japanese(shell) ? units[i].japanese : units[i].english[n != 1]);
    }
    print_row(shell, false, "リース残時間", "Remaining lease", text);
}

static void print_lease(struct emu_shell *shell, const json_t *lease)
{
    if (emu_says(lease, "kind", "reserved"))
        print_row(shell, false, "予約済みアドレス", "Reserved address",
                  emu_text(lease, "address"));
    else
        print_row(shell, false, "割り当て中アドレス", "Leased address",
                  emu_text(lease, "address"));
    if (emu_has(lease, "client_id"))
        print_row(shell, false, "(タイプ) クライアントID", "(type) Client ID",
                  emu_text(lease, "client_id"));
    else
        print_row(shell, false, "クライアントイーサネットアドレス",
                  "Client ethernet address",
                  emu_text(lease, "client_ethernet"));
    if (emu_has(lease, "hostname"))
        print_row(shell, false, "ホスト名", "Host Name",
                  emu_text(lease, "hostname"));
    if (emu_has(lease, "remaining_s"))
        print_remaining(shell, emu_number(lease, "remaining_s"));
}

static void print_count(struct emu_shell *shell, const json_t *scope,
                        const char *name, const char *japanese,
                        const char *english)
{
    char number[32];

    if (!emu_has(scope, name))
        return;
    snprintf(number, sizeof number, "%lld", emu_number(scope, name));
    print_row(shell, true, japanese, english, number);
}

static void print_number(struct emu_shell *shell, const json_t *scope)
{
    emu_print(shell, "%s: %lld\n",
              emu_japanese(shell) ? "DHCPスコープ番号" : "DHCP Scope number",
              emu_number(scope, "scope"));
}

static void print_scope(struct emu_shell *shell, const json_t *scope)
{
    const json_t *leases = emu_list(scope, "leases");

    print_number(shell, scope);
    print_row(shell, true, "ネットワークアドレス", "Network address",
              emu_text(scope, "network"));
    for (size_t i = 0; i < json_array_size(leases); i++)
        print_lease(shell, json_array_get(leases, i));
    print_count(shell, scope, "total", "全アドレス数", "All");
    print_count(shell, scope, "excluded", "除外アドレス数", "Except");
    print_count(shell, scope, "in_use", "割り当て中アドレス数", "Leased");
    print_count(shell, scope, "free", "利用可能アドレス数", "Usable");
}

/* "(01) 00 a0 de 11 22 33" is the hardware address 00:a0:de:11:22:33 */
static void hardware(const json_t *lease, char ret[96])
{
    const char *id = emu_text(lease, "client_id");

    rtx__copy(ret, 96,
              emu_has(lease, "client_id") ? id
                                          : emu_text(lease, "client_ethernet"));
    if (!rtx__starts(id, "(01) ") || strlen(id) != 5 + 17)
        return;
    rtx__copy(ret, 96, id + 5);
    for (char *c = ret; *c; c++) {
        if (*c == ' ')
            *c = ':';
    }
}

static void print_summary(struct emu_shell *shell, const json_t *scope)
{
    const json_t *leases = emu_list(scope, "leases");
    char mac[96];

    print_number(shell, scope);
    for (size_t i = 0; i < json_array_size(leases); i++) {
        const json_t *lease = json_array_get(leases, i);

        hardware(lease, mac);
        emu_print(shell, "%3zu:%18s:  %s%s%s\n", i + 1,
                  emu_text(lease, "address"), mac,
                  emu_has(lease, "hostname") ? ", " : "",
                  emu_text(lease, "hostname"));
    }
}

void emu_run_show_status_dhcp(struct emu_shell *shell, const char *text)
{
    struct emu_args args;
    bool summary = false;
    long wanted = 0;
    json_t *scopes;

    if (emu_args_init(&args, text) < 0) {
        emu_error(shell, RTX_MESSAGE_ARITY);
        return;
    }
    for (int i = 0; i < args.count; i++) {
        if (rtx__same_word(args.word[i], "summary"))
            summary = true;
        else
            wanted = strtol(args.word[i], NULL, 10);
    }
    if (args.count > 1 + summary || (args.count > summary && wanted < 1)) {
        emu_error(shell, RTX_MESSAGE_KEYWORD);
        emu_args_free(&args);
        return;
    }
    emu_args_free(&args);
    scopes = emu_state_shown(shell, "show status dhcp");
    for (size_t i = 0; i < json_array_size(scopes); i++) {
        const json_t *scope = json_array_get(scopes, i);

        if (wanted && emu_number(scope, "scope") != wanted)
            continue;
        if (summary)
            print_summary(shell, scope);
        else
            print_scope(shell, scope);
    }
    json_decref(scopes);
}
