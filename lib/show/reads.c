/* Does a command only look? */
#include <string.h>
#include <strings.h>

#include "base/base.h"
#include "dialect/commands.h"
#include "show/show.h"

static bool one_of(const char *name, size_t length)
{
    static const char *const words[] = {"ping", "ping6", "traceroute",
                                        "traceroute6", "nslookup"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (length == strlen(words[i]) &&
            strncasecmp(name, words[i], length) == 0)
            return true;
    }
    return false;
}

/* What prints into a file writes. */
static bool redirects(const char *line, const struct rtx_match *match)
{
    for (int i = 0; i < match->count; i++) {
        if (line[match->words[i].at] == '>')
            return true;
    }
    return false;
}

/* A command that is in no row reads when it is a `show`, all of which only
 * look. */
static bool reads(const char *line, struct rtx_match *match)
{
    const char *first;
    size_t length;

    rtx__command_match(line, match);
    if (match->count == 0 || match->no || redirects(line, match))
        return false;
    if (match->command && match->command->kind == RTX_COMMAND_SHOW)
        return true;
    if (match->command && match->command->kind != RTX_COMMAND_ACTION)
        return false;
    first = line + match->words[0].at;
    length = match->words[0].length;
    return one_of(first, length) || (!match->command && length == 4 &&
                                     strncasecmp(first, "show", 4) == 0);
}

int rtx_show_only_reads(const char *command)
{
    struct rtx_match *match = command ? rtx__malloc(sizeof *match) : NULL;
    struct rtx_buf whole;
    int only;

    if (!match)
        return command ? RTX_E_NOMEM : RTX_E_ARGUMENT;
    only = reads(command, match);
    if (!only && !match->no && !redirects(command, match)) {
        only = rtx__command_written_out(command, &whole);
        if (only > 0)
            only = reads(rtx__buf_str(&whole), match);
        rtx__buf_free(&whole);
    }
    rtx_free(match);
    return only;
}
