/* The pager: ---more---, its keys, and how its text goes away. */
#include "emulator/emulator.h"

#include <string.h>

int emu_page_size(struct emu_shell *shell)
{
    int lines = emu_console_of(shell)->lines;

    if (lines > 0 && emu_is(emu_world_of(shell), EMU_PAGER_PAGE, "less-one"))
        lines--;
    return lines;
}

static const char *text(struct emu_shell *shell)
{
    return rtx__message(RTX_MESSAGE_PAGER, emu_japanese(shell));
}

void emu_pager_begin(struct emu_shell *shell)
{
    emu_say(shell, "%s", text(shell));
    shell->mode = EMU_PAGER;
    if (emu_is(emu_world_of(shell), EMU_PAGER_TYPED, "flush")) {
        rtx__buf_clear(&shell->typed);
        shell->typed_at = 0;
    }
}

static void fill(struct rtx_buf *bytes, char c, int count)
{
    rtx__buf_fill(bytes, c, (size_t)count);
}

static void erase(struct emu_shell *shell)
{
    const struct emu_world *world = emu_world_of(shell);
    const char *shown = text(shell);
    int width = rtx__utf8_width(shown, strlen(shown));
    struct rtx_buf bytes;

    rtx__buf_init(&bytes, 1024);
    if (emu_is(world, EMU_PAGER_ERASE, "cr-spaces-cr")) {
        rtx__buf_char(&bytes, '\r');
        fill(&bytes, ' ', width);
        rtx__buf_char(&bytes, '\r');
    } else if (emu_is(world, EMU_PAGER_ERASE, "spaces")) {
        rtx__buf_char(&bytes, '\r');
        fill(&bytes, ' ', width);
    } else if (emu_is(world, EMU_PAGER_ERASE, "bs")) {
        fill(&bytes, '\b', width);
        fill(&bytes, ' ', width);
        fill(&bytes, '\b', width);
    } else {
        rtx__buf_text(&bytes, "\r\033[K");
    }
    emu_send(shell, rtx__buf_str(&bytes), bytes.length);
    rtx__buf_free(&bytes);
    shell->column = 0;
}

void emu_pager_key(struct emu_shell *shell, unsigned char c)
{
    switch (c) {
    case ' ':
        shell->page_lines = 0;
        break;
    case '\r':
    case '\n':
        shell->page_lines = emu_page_size(shell) - 1;
        break;
    case 'q':
    case 'Q':
    case 0x03:
        rtx__buf_clear(&shell->page);
        shell->page_at = 0;
        break;
    default:
        return;
    }
    erase(shell);
    shell->mode = EMU_EXEC;
}
