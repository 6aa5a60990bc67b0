/* Contexts: what a line selects, and where a statement is filed. */
#include "config/internal.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

void rtx__context_outer(const char *context, char *ret, size_t size)
{
    const char *nested = strstr(context, " ipsec tunnel ");

    rtx__copy(ret, size, context);
    if (nested && (size_t)(nested - context) < size)
        ret[nested - context] = '\0';
}

bool rtx__context_nested(const char *context)
{
    return strstr(context, " ipsec tunnel ") != NULL;
}

bool rtx__is_form(const struct rtx_command *command, const char *words)
{
    size_t length = strlen(words);

    return command && strncmp(command->form, words, length) == 0 &&
           (command->form[length] == ' ' || command->form[length] == '\0');
}

const char *rtx__context_by_margin(const char *selected, bool indented,
                                   const char *line)
{
    bool margin = line[0] != ' ' && line[0] != '\t';

    return indented && margin && !rtx__command_find(line) ? "" : selected;
}

bool rtx__command_opens(const struct rtx_command *command)
{
    return command && strcmp(command->form, "ipsec tunnel {N}") == 0;
}

/* Word `index` behind a `no`, in `ret`; "" when the line has none such. */
static void copy_word(const char *line, const struct rtx_match *m, int index,
                      char *ret, size_t size)
{
    index += m->no ? 1 : 0;
    ret[0] = '\0';
    if (index < m->count && m->words[index].length < size) {
        memcpy(ret, line + m->words[index].at, m->words[index].length);
        ret[m->words[index].length] = '\0';
    }
}

/* `pp select 1` and the like */
static void place_select(const char *line, const struct rtx_match *m,
                         struct rtx_placed *ret)
{
    const char *kind = rtx__is_form(m->command, "pp select") ? "pp" : "tunnel";
    char name[32];

    copy_word(line, m, 2, name, sizeof name);
    ret->selects = true;
    ret->context[0] = '\0';
    if (!m->no && name[0] && !rtx__same_word(name, "none"))
        snprintf(ret->context, sizeof ret->context, "%s %s", kind,
                 rtx__same_word(name, "anonymous") ? "anonymous" : name);
    rtx__copy(ret->selected, sizeof ret->selected, ret->context);
}

/* `pp enable 1` says itself which peer it means. */
static void place_enable(const char *line, const struct rtx_match *m,
                         const char *kind, const char *selected,
                         struct rtx_placed *ret)
{
    char name[32];

    copy_word(line, m, 2, name, sizeof name);
    ret->context[0] = '\0';
    if (name[0] == '\0' && rtx__starts(selected, kind))
        rtx__context_outer(selected, ret->context, sizeof ret->context);
    else if (name[0] && !rtx__same_word(name, "all"))
        snprintf(ret->context, sizeof ret->context, "%s %s", kind,
                 rtx__same_word(name, "anonymous") ? "anonymous" : name);
}

static void place_tunnel(const char *line, const struct rtx_match *m,
                         const char *selected, struct rtx_placed *ret)
{
    char id[32];

    rtx__context_outer(selected, ret->context, sizeof ret->context);
    ret->misplaced = !rtx__starts(selected, "tunnel ");
    if (ret->misplaced || !rtx__command_opens(m->command))
        return;
    copy_word(line, m, 2, id, sizeof id);
    rtx__copy(ret->selected, sizeof ret->selected, ret->context);
    if (!m->no && id[0] && strlen(ret->context) < 48)
        snprintf(ret->selected, sizeof ret->selected, "%.47s ipsec tunnel %s",
                 ret->context, id);
}

void rtx__config_place(const char *selected, const char *line,
                       struct rtx_placed *ret)
{
    struct rtx_match m;

    memset(ret, 0, sizeof *ret);
    rtx__copy(ret->selected, sizeof ret->selected, selected);
    rtx__command_match(line, &m);
    if (!m.command) {
        rtx__copy(ret->context, sizeof ret->context, selected);
    } else if (m.command->kind == RTX_COMMAND_SELECT) {
        place_select(line, &m, ret);
    } else if (rtx__is_form(m.command, "pp enable") ||
               rtx__is_form(m.command, "pp disable")) {
        place_enable(line, &m, "pp", selected, ret);
    } else if (rtx__is_form(m.command, "tunnel enable") ||
               rtx__is_form(m.command, "tunnel disable")) {
        place_enable(line, &m, "tunnel", selected, ret);
    } else if (m.command->context == RTX_IN_TUNNEL) {
        place_tunnel(line, &m, selected, ret);
    } else if (m.command->context == RTX_IN_PP) {
        ret->misplaced = !rtx__starts(selected, "pp ");
        rtx__copy(ret->context, sizeof ret->context, selected);
    } else if (m.command->context == RTX_IN_IPSEC &&
               rtx__starts(selected, "tunnel ")) {
        rtx__copy(ret->context, sizeof ret->context, selected);
    }
}

int rtx__context_line(const char *from, const char *to, struct rtx_buf *ret)
{
    char outer[RTX_CONTEXT_MAX];
    char outer_from[RTX_CONTEXT_MAX];
    size_t number = strcspn(to, " ");

    rtx__context_outer(to, outer, sizeof outer);
    rtx__context_outer(from, outer_from, sizeof outer_from);
    if (rtx__context_nested(to) && strcmp(outer, outer_from) == 0)
        return rtx__buf_text(ret, to + strlen(outer) + 1);
    if (to[0] == '\0')
        return rtx__buf_text(ret, rtx__starts(from, "tunnel ")
                                      ? "tunnel select none"
                                      : "pp select none");
    return rtx__buf_format(ret, "%.*s select%s", (int)number, to,
                           outer + number);
}
