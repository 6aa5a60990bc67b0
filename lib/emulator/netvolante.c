/* netvolante-dns go: the one action that ends with the question of save. */
#include "emulator/emulator.h"

#include <string.h>

static emu_then save_answered;

static void save_answered(struct emu_shell *shell, const char *answer)
{
    if (answer[0] == 'Y')
        emu_save_then(shell, NULL);
}

/* The name that `netvolante-dns hostname host` asks for; false: none. */
static bool host_of(struct emu_shell *shell, const struct emu_args *args,
                    char *ret, size_t size)
{
    bool pp = rtx__same_word(args->word[0], "pp");
    char *context = pp ? rtx__format("pp %s", args->word[1]) : rtx__strdup("");
    char *key = rtx__format("netvolante-dns hostname host %s", args->word[0]);
    const char *value = NULL;
    struct emu_args words;
    bool found = false;

    if (context && key)
        value = emu_device_value(shell->device, context, key);
    if (value && emu_args_init(&words, value) == 0) {
        found = words.count > 0;
        if (found)
            rtx__copy(ret, size, words.word[words.count - 1]);
        emu_args_free(&words);
    }
    rtx_free(context);
    rtx_free(key);
    return found;
}

void emu_run_netvolante_go(struct emu_shell *shell, const char *text)
{
    struct emu_args args;
    bool japanese = emu_japanese(shell);
    char host[128];

    if (emu_args_init(&args, text) < 0 || args.count < 1 ||
        args.count != (rtx__same_word(args.word[0], "pp") ? 2 : 1)) {
        emu_error(shell, RTX_MESSAGE_ARITY);
    } else {
        emu_print(shell, "\n(Netvolante DNS server 1)\n");
        if (host_of(shell, &args, host, sizeof host)) {
            /* nobody has seen the English of it */
            emu_print(shell, "[%s.aa0.netvolante.jp] %s\n", host,
                      japanese ? "を登録しました" : "registered");
            emu_keep(shell, NULL);
            emu_ask_key(shell, rtx__message(RTX_MESSAGE_ASK_SAVE, japanese),
                        save_answered);
        }
    }
    emu_args_free(&args);
}
