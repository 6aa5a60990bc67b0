/* show nat descriptor address [N|all] [detail] */
#include "emulator/state.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "192.168.0.1.500", "*.*.*.*.*": address and port joined by a dot */
static void endpoint(const json_t *entry, const char *side, char ret[80])
{
    char address[32];
    char port[32];
    char number[24] = "*";

    snprintf(address, sizeof address, "%s_address", side);
    snprintf(port, sizeof port, "%s_port", side);
    if (emu_has(entry, port))
        snprintf(number, sizeof number, "%lld", emu_number(entry, port));
    snprintf(ret, 80, "%.48s.%s",
             emu_has(entry, address) ? emu_text(entry, address) : "*.*.*.*",
             number);
}

static void print_entry(struct emu_shell *shell, const json_t *entry)
{
    char protocol[16];
    char inner[80];
    char destination[80];
    char masquerade[24] = "*";
    char last[32];

    rtx__copy(protocol, sizeof protocol, emu_text(entry, "protocol"));
    for (char *c = protocol; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    endpoint(entry, "inner", inner);
    endpoint(entry, "destination", destination);
    if (emu_has(entry, "masquerade"))
        snprintf(masquerade, sizeof masquerade, "%lld",
                 emu_number(entry, "masquerade"));
    if (emu_has(entry, "ttl_s"))
        snprintf(last, sizeof last, "%lld", emu_number(entry, "ttl_s"));
    else
        rtx__copy(last, sizeof last, emu_text(entry, "type"));
    emu_print(shell, "%6s  %21s %20s %12s %12s\n", protocol, inner, destination,
              masquerade, last);
}

static void print_entries(struct emu_shell *shell, const json_t *table,
                          bool detail)
{
    const json_t *entries = emu_list(table, "entries");
    bool begun = false;

    for (size_t i = 0; i < json_array_size(entries); i++) {
        const json_t *entry = json_array_get(entries, i);

        if (!detail && !emu_says(entry, "type", "static"))
            continue;
        if (!begun && emu_japanese(shell))
            emu_print(shell,
                      "プロトコル      内側アドレス                  宛先   "
                      "マスカレード    %s\n",
                      detail ? "TTL(秒)" : "種別");
        else if (!begun) /* nobody has published the English words */
            emu_print(shell,
                      "Protocol         Inner address          Destination   "
                      "Masquerade    %s\n",
                      detail ? "TTL(s)" : "Type");
        begun = true;
        print_entry(shell, entry);
    }
}

static void print_inner(struct emu_shell *shell, const json_t *table)
{
    const json_t *inner = emu_list(table, "inner");
    bool japanese = emu_japanese(shell);

    emu_print(shell, "  -*-    -*-    -*-    -*-    -*-    -*-    -*-    -*-  "
                     "  -*-    -*-    -*-\n");
    if (japanese)
        emu_print(shell, "      No.       内側アドレス      使用中のポート数"
                         "    制限数         種別\n");
    else
        emu_print(shell,
                  "      No.              Inner   %s           Limit"
                  "         Type\n",
                  emu_newer(shell) ? "Session Count" : "   Port Count");
    for (size_t i = 0; i < json_array_size(inner); i++) {
        const json_t *host = json_array_get(inner, i);

        emu_print(shell,
                  japanese ? "%8lld%21s%21lld%10lld%16s\n"
                           : "%8lld%20s%16lld%16lld%16s\n",
                  emu_number(host, "no"), emu_text(host, "inner_address"),
                  emu_number(host, "in_use"), emu_number(host, "limit"),
                  emu_text(host, "type"));
    }
}

static void print_ranges(struct emu_shell *shell, const json_t *table)
{
    const json_t *ranges = emu_list(table, "port_ranges");
    long long used = emu_number(table, "in_use");

    for (size_t i = 0; i < json_array_size(ranges); i++) {
        const json_t *range = json_array_get(ranges, i);

        emu_print(shell, "%s%lld-%lld", i ? ", " : "",
                  json_integer_value(json_array_get(range, 0)),
                  json_integer_value(json_array_get(range, 1)));
    }
    if (emu_japanese(shell))
        emu_print(shell, "   %lld個使用中\n", used);
    else
        emu_print(shell, "   %lld %s.\n", used,
                  emu_newer(shell) ? "session" : "used");
}

static void print_table(struct emu_shell *shell, const json_t *table,
                        bool detail)
{
    bool japanese = emu_japanese(shell);

    emu_print(shell,
              japanese ? "参照NATディスクリプタ : %lld, "
                         "適用インタフェース : %s(%lld)\n"
                       : "Reference Descriptor : %lld, "
                         "Assigned Interface : %s(%lld)\n",
              emu_number(table, "descriptor"), emu_text(table, "interface"),
              emu_number(table, "interface_index"));
    if (!emu_says(table, "kind", "masquerade") &&
        !emu_says(table, "kind", "nat-masquerade"))
        return; /* plain NAT: nobody has published its table */
    emu_print(shell, "%s\n    %s: %s\n    %s: ",
              japanese ? "Masqueradeテーブル" : "Masquerade Table",
              japanese ? "外側アドレス" : "Outer address",
              emu_text(table, "outer_address"),
              japanese ? "ポート範囲" : "Port range");
    print_ranges(shell, table);
    print_entries(shell, table, detail);
    print_inner(shell, table);
}

static void print_tables(struct emu_shell *shell, const json_t *tables,
                         long wanted, bool detail)
{
    int count = 0;

    if (emu_newer(shell))
        emu_print(shell, "NAT/IP masquerade compatibility type : 2\n");
    for (size_t i = 0; i < json_array_size(tables); i++) {
        const json_t *table = json_array_get(tables, i);

        if (wanted && emu_number(table, "descriptor") != wanted)
            continue;
        print_table(shell, table, detail);
        emu_print(shell, "---------------------\n");
        count++;
    }
    if (emu_japanese(shell))
        emu_print(shell, "有効なNATディスクリプタテーブルが%d個ありました\n",
                  count);
    else /* nobody has published the English words */
        emu_print(shell, "%d valid NAT descriptor table%s found\n", count,
                  count > 1 ? "s were" : " was");
}

void emu_run_show_nat(struct emu_shell *shell, const char *text)
{
    struct emu_args args;
    json_t *tables;
    bool detail;
    long wanted = 0;
    int left;

    if (emu_args_init(&args, text) < 0) {
        emu_error(shell, RTX_MESSAGE_ARITY);
        return;
    }
    detail =
        args.count > 0 && rtx__same_word(args.word[args.count - 1], "detail");
    left = args.count - detail;
    if (left == 1 && !rtx__same_word(args.word[0], "all"))
        wanted = strtol(args.word[0], NULL, 10);
    if (left > 1) {
        emu_error(shell, RTX_MESSAGE_ARITY);
    } else if (left == 1 && wanted <= 0 &&
               !rtx__same_word(args.word[0], "all")) {
        emu_error(shell, RTX_MESSAGE_KEYWORD);
    } else {
        tables = emu_state_shown(shell, "show nat descriptor address");
        print_tables(shell, tables, wanted, detail);
        json_decref(tables);
    }
    emu_args_free(&args);
}
