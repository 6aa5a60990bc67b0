/* The command table. */
#include "dialect/grammar.h"

/* The flags under the names that commands.def uses. */
enum {
    PLAIN = 0,
    CUTS = RTX_COMMAND_CUTS,
    ASKS = RTX_COMMAND_ASKS,
    PROMPT = RTX_COMMAND_PROMPT,
    CONSOLE = RTX_COMMAND_CONSOLE,
    REFERS = RTX_COMMAND_REFERS,
    REFERS_WHOLE = RTX_COMMAND_REFERS | RTX_COMMAND_WHOLE,
    NO_NO = RTX_COMMAND_NO_NO,
    PASSWORD = RTX_COMMAND_PASSWORD,
    ENABLES = RTX_COMMAND_ENABLES,
    USER = RTX_COMMAND_USER,
    GROUP = RTX_COMMAND_GROUP,
    USER_MARKLESS = RTX_COMMAND_USER | RTX_COMMAND_MARKLESS,
};

enum { FIRST = __COUNTER__ };
#define ROW(context, kind, flags, form)                     \
    {(form), RTX_IN_##context, RTX_COMMAND_##kind, (flags), \
     __COUNTER__ - FIRST - 1},
#define GLOBAL(flags, form) ROW(GLOBAL, SETTING, flags, form)
#define PP(flags, form) ROW(PP, SETTING, flags, form)
#define TUNNEL(flags, form) ROW(TUNNEL, SETTING, flags, form)
#define IPSEC(flags, form) ROW(IPSEC, SETTING, flags, form)
#define SELECT(flags, form) ROW(GLOBAL, SELECT, flags, form)
#define ACTION(flags, form) ROW(GLOBAL, ACTION, flags, form)
#define SHOW(flags, form) ROW(GLOBAL, SHOW, flags, form)

const struct rtx_command rtx__commands[] = {
#include "dialect/commands.def"
};

#define COMMANDS ((int)(sizeof rtx__commands / sizeof rtx__commands[0]))
_Static_assert(COMMANDS <= RTX_ROWS_MAX, "rows.c has no room for them");

int rtx__command_count(void)
{
    return COMMANDS;
}

const struct rtx_command *rtx__command_row(int rank)
{
    return rank >= 0 && rank < COMMANDS ? &rtx__commands[rank] : NULL;
}

int rtx__command_group(const struct rtx_command *command)
{
    int row = command->rank;

    while (row > 0 && (rtx__commands[row].flags & GROUP) &&
           (rtx__commands[row - 1].flags & GROUP))
        row--;
    return row;
}
