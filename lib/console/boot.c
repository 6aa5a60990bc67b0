/*
 * A boot that nobody asked for: its first line on a serial console, or, where
 * that one was missed, the banner where no banner belongs.
 */
#include "console/internal.h"

#include <ctype.h>
#include <string.h>

/* d is any digit; only its first letter is an S */
static const char first_line[] = "Starting with execd ";

bool boot_byte(struct rtx_console *c, unsigned char byte)
{
    char expected = first_line[c->boot_at];

    if (expected == 'd' && isdigit(byte))
        c->boot_at++;
    else if (byte == (unsigned char)expected)
        c->boot_at++;
    else
        c->boot_at = byte == (unsigned char)first_line[0];
    if (c->boot_at < sizeof first_line - 1)
        return false;
    c->boot_at = 0;
    return true;
}

/* "Memory 128Mbytes, 2LAN" is the banner's last line. */
bool boot_line(const struct rtx_console *c)
{
    const struct node *node = c->flying.first;
    const char *line = rtx__buf_str(&c->screen.line);

    return c->learned && !(node && node->flags & RTX_EXCHANGE_OUTPUT) &&
           rtx__starts(line, "Memory ") && strstr(line, "Mbytes, ");
}

/* Whatever is under way will not be answered any more. */
void boot_seen(struct rtx_console *c, int64_t now)
{
    c->booted = !c->flying.first && !c->queued.first;
    c->learned = false;
    c->window = c->options.window_start;
    rtx__buf_clear(&c->string);
    rtx__buf_clear(&c->prompt);
    rtx__buf_clear(&c->out);
    screen_clear(&c->screen);
    console_end_all(c, RTX_END_BOOT, now);
}
