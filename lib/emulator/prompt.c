/* The prompt: <console prompt string><context><mark><blank>. */
#include "emulator/emulator.h"

#include <stdio.h>
#include <string.h>

static void context_text(struct emu_shell *shell, struct rtx_buf *ret)
{
    const struct emu_world *world = emu_world_of(shell);
    const char *context = shell->context;
    size_t number;

    if (strcmp(context, "pp anonymous") == 0) {
        rtx__buf_text(ret, emu_is(world, EMU_PROMPT_ANONYMOUS, "anonymous")
                               ? "anonymous"
                               : "ppanonymous");
    } else if (rtx__starts(context, "pp ")) {
        rtx__buf_format(ret, "pp%s", context + 3);
    } else if (rtx__starts(context, "tunnel ")) {
        context += 7;
        number = strcspn(context, " ");
        if (emu_is(world, EMU_PROMPT_TUNNEL, "plain"))
            rtx__buf_format(ret, "tunnel%.*s", (int)number, context);
        else if (emu_is(world, EMU_PROMPT_TUNNEL, "bracket"))
            rtx__buf_format(ret, "tunnel[%.*s]", (int)number, context);
        else
            rtx__buf_format(ret, "tunnel %.*s", (int)number, context);
    }
}

void emu_prompt_text(struct emu_shell *shell, struct rtx_buf *ret)
{
    rtx__buf_text(ret, emu_console_of(shell)->prompt);
    context_text(shell, ret);
    rtx__buf_text(ret, shell->administrator ? "# " : "> ");
}

void emu_prompt(struct emu_shell *shell)
{
    struct rtx_buf text;

    rtx__buf_init(&text, 1024);
    emu_prompt_text(shell, &text);
    emu_say(shell, "%s", rtx__buf_str(&text));
    rtx__buf_free(&text);
    shell->mode = EMU_LINE;
    shell->page_lines = 0;
    shell->paged = true;
    shell->unwrapped = false;
    shell->paused_header = false;
    rtx__wipe(shell->line.bytes, shell->line.length);
    shell->line.length = 0;
    shell->line.expected = 0;
    shell->line.escape = 0;
}
