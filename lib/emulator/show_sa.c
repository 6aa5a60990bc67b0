/* show ipsec sa, show ipsec sa gateway N [detail]: English in both languages.
 */
#include "emulator/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void connection(struct emu_shell *shell, const json_t *sa, char ret[48])
{
    if (emu_says(sa, "kind", "isakmp"))
        rtx__copy(ret, 48,
                  emu_is(emu_world_of(shell), EMU_IKE, "2") ? "ike" : "isakmp");
    else
        snprintf(ret, 48, "%s[%0*lld]%.16s",
                 emu_says(sa, "kind", "transport") ? "tra" : "tun",
                 emu_newer(shell) ? 4 : 3, emu_number(sa, "tunnel"),
                 emu_text(sa, "protocol"));
}

static void print_sa(struct emu_shell *shell, const json_t *sa)
{
    bool newer = emu_newer(shell);
    char isakmp[24] = "-";
    char what[48];

    if (emu_has(sa, "isakmp"))
        snprintf(isakmp, sizeof isakmp, "%lld", emu_number(sa, "isakmp"));
    connection(shell, sa, what);
    emu_print(shell, "%-6lld%-5lld%-*s%-*s%-5s%-8lld%s\n", emu_number(sa, "id"),
              emu_number(sa, "gateway"), newer ? 6 : 5, isakmp, newer ? 14 : 13,
              what, emu_has(sa, "direction") ? emu_text(sa, "direction") : "-",
              emu_number(sa, "life_s"), emu_text(sa, "remote_id"));
}

static void print_rule(struct emu_shell *shell, int width)
{
    for (int i = 0; i < width; i++)
        emu_print(shell, "-");
    emu_print(shell, "\n");
}

static void print_all(struct emu_shell *shell, const json_t *state)
{
    const json_t *sas = emu_list(state, "sas");
    bool newer = emu_newer(shell);

    emu_print(shell, "Total: isakmp:%lld send:%lld recv:%lld\n\n",
              emu_number(state, "isakmp"), emu_number(state, "send"),
              emu_number(state, "recv"));
    emu_print(shell, "%s\n",
              newer ? "sa    sgw isakmp connection    dir  life[s] remote-id"
                    : "sa   sgw isakmp connection   dir  life[s] remote-id");
    print_rule(shell, newer ? 76 : 77);
    for (size_t i = 0; i < json_array_size(sas); i++)
        print_sa(shell, json_array_get(sas, i));
    emu_print(shell, "\n");
}

/* ---- show ipsec sa gateway N ---- */
static void print_gateway(struct emu_shell *shell, const json_t *sas,
                          long gateway)
{
    const json_t *first = NULL;
    int counts[3] = {0};

    for (size_t i = 0; i < json_array_size(sas); i++) {
        const json_t *sa = json_array_get(sas, i);

        if (emu_number(sa, "gateway") != gateway)
            continue;
        first = first ? first : sa;
        counts[emu_says(sa, "direction", "send")   ? 1
               : emu_says(sa, "direction", "recv") ? 2
                                                   : 0]++;
    }
    emu_print(shell, "sgw  flags local-id                      remote-id       "
                     " # of sa\n");
    print_rule(shell, 74);
    if (first)
        emu_print(shell, "%-5ldU K   %-30s%-17si:%d s:%d r:%d\n", gateway,
                  emu_text(first, "local_id"), emu_text(first, "remote_id"),
                  counts[0], counts[1], counts[2]);
    emu_print(shell, "\n");
}

static void print_spi(struct emu_shell *shell, const json_t *sa)
{
    unsigned seed = (unsigned)emu_number(sa, "id") * 2654435761u;

    if (emu_has(sa, "spi")) {
        emu_print(shell, "SPI: %s\n", emu_text(sa, "spi"));
        return;
    }
    emu_print(shell, "SPI:");
    for (int i = 0; i < (emu_says(sa, "kind", "isakmp") ? 16 : 4); i++) {
        seed = seed * 1103515245u + 12345u;
        emu_print(shell, " %02x", seed >> 16 & 0xFF);
    }
    emu_print(shell, "\n");
}

static void print_detail(struct emu_shell *shell, const json_t *sa)
{
    bool isakmp = emu_says(sa, "kind", "isakmp");
    const char *algorithm = emu_text(sa, "algorithm");

    emu_print(shell, "SA[%lld] Duration: %llds\n", emu_number(sa, "id"),
              emu_has(sa, "duration_s") ? emu_number(sa, "duration_s")
                                        : emu_number(sa, "life_s"));
    emu_print(shell, "Local ID: %s\nRemote ID: %s\n", emu_text(sa, "local_id"),
              emu_text(sa, "remote_id"));
    if (isakmp)
        emu_print(shell, "Protocol: IKE\nAlgorithm: %s, SHA-1, MODP 1024bit\n",
                  *algorithm ? algorithm : "AES-CBC");
    else
        emu_print(shell,
                  "Direction: %s\nProtocol: %s (Mode: %s)\n"
                  "Algorithm: %s (for Auth.: HMAC-SHA)\n",
                  emu_says(sa, "direction", "recv") ? "receive" : "send",
                  emu_says(sa, "protocol", "ah") ? "AH" : "ESP",
                  emu_text(sa, "kind"), *algorithm ? algorithm : "AES-CBC");
    print_spi(shell, sa);
    emu_print(shell, "Key: ** ** ** ** **  (confidential)   ** ** ** ** **\n");
    print_rule(shell, 52);
}

static void print_one(struct emu_shell *shell, const json_t *state,
                      const struct emu_args *args)
{
    const json_t *sas = emu_list(state, "sas");
    long gateway = strtol(args->word[1], NULL, 10);

    if (args->count == 2) {
        print_gateway(shell, sas, gateway);
        return;
    }
    for (size_t i = 0; i < json_array_size(sas); i++) {
        const json_t *sa = json_array_get(sas, i);

        if (emu_number(sa, "gateway") == gateway)
            print_detail(shell, sa);
    }
}

void emu_run_show_sa(struct emu_shell *shell, const char *text)
{
    struct emu_args args;
    json_t *state;

    if (emu_args_init(&args, text) < 0) {
        emu_error(shell, RTX_MESSAGE_ARITY);
        return;
    }
    state = emu_state_shown(shell, "show ipsec sa");
    if (args.count == 0)
        print_all(shell, state);
    else if (!rtx__same_word(args.word[0], "gateway") ||
             (args.count == 3 && !rtx__same_word(args.word[2], "detail")))
        emu_error(shell, RTX_MESSAGE_KEYWORD);
    else if (args.count < 2 || args.count > 3)
        emu_error(shell, RTX_MESSAGE_ARITY);
    else
        print_one(shell, state, &args);
    json_decref(state);
    emu_args_free(&args);
}
