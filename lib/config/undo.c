/* How a statement is taken back, and why it can cut the connection. */
#include "config/plan.h"

#include <string.h>

/* pp enable 1 → pp disable 1 */
static int disable_line(const struct rtx_entry *entry, struct rtx_buf *ret)
{
    const char *enable = strstr(entry->s.key, "enable");

    return rtx__buf_format(ret, "%.*sdisable%s", (int)(enable - entry->s.key),
                           entry->s.key, enable + strlen("enable"));
}

int rtx__undo_line(const struct rtx_entry *entry, struct rtx_buf *ret)
{
    const struct rtx_command *command = entry->command;

    /* a quote that is never closed leaves no words to take away */
    if (rtx__entry_idle(entry) || entry->s.key[0] == '\0')
        return 0;
    /* Of an unknown command nobody knows what its no form needs: all of it. */
    if (!command)
        return rtx__buf_format(ret, "no %s",
                               entry->s.flags & RTX_STATEMENT_SECRET
                                   ? entry->s.key
                                   : entry->s.text);
    if (command->flags & RTX_COMMAND_ENABLES)
        return disable_line(entry, ret);
    if (command->flags & RTX_COMMAND_NO_NO)
        return 0;
    return rtx__buf_format(ret, "no %s",
                           command->flags & RTX_COMMAND_WHOLE ? entry->s.text
                                                              : entry->s.key);
}

int rtx__step_undo(const struct rtx_step *step, const struct rtx_entry *sent,
                   struct rtx_buf *ret)
{
    if (step->op == RTX_CHANGE_ADD)
        return rtx__undo_line(sent, ret);
    if (!step->former || (step->former->s.flags & RTX_STATEMENT_MASKED))
        return 0;
    return rtx__buf_text(ret, step->former->s.text);
}

const char *rtx__cut_reason(const char *key)
{
    static const struct {
        const char *word;
        const char *reason;
    } reasons[] = {
        {"secure filter", "can cut the connection (decides what may pass)"},
        {"inbound filter", "can cut the connection (decides what may pass)"},
        {"policy filter", "can cut the connection (decides what may pass)"},
        {"nat descriptor", "can cut the connection (changes the addresses)"},
        {"address", "can cut the connection (changes an address)"},
        {"ip rout", "can cut the connection (changes the way back)"},
        {"lan type", "can cut the connection (resets the interface)"},
        {"lan shutdown", "can cut the connection (stops the interface)"},
        {"vlan", "can cut the connection (rearranges the interface)"},
        {"bridge", "can cut the connection (rearranges the interface)"},
        {"switch", "can cut the connection (rearranges the interface)"},
        {"telnetd", "can lock you out (decides who may connect)"},
        {"sshd", "can lock you out (decides who may connect)"},
        {"login", "can lock you out (decides who may log in)"},
        {"user", "can lock you out (decides who may log in)"},
        {"administrator", "can lock you out (decides who may log in)"},
        {"security", "can lock you out (decides who may log in)"},
        {"pp ", "can cut the connection (starts or stops the peer)"},
        {"tunnel", "can cut the connection (starts or stops the tunnel)"},
        {"ipsec", "can cut the connection (changes the tunnel)"},
    };

    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (strstr(key, reasons[i].word))
            return reasons[i].reason;
    }
    return "can cut the connection";
}
