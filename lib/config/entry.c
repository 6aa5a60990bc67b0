/* One statement: its key, its flags, and the form it is compared in. */
#include "config/internal.h"

#include <string.h>

static void wipe_text(const char *text)
{
    char *memory = (char *)(uintptr_t)text;

    if (memory)
        rtx__wipe(memory, strlen(memory));
    rtx_free(memory);
}

void rtx__entry_free(struct rtx_entry *entry)
{
    wipe_text(entry->s.text);
    wipe_text(entry->same);
    rtx_free(entry->open);
    rtx_free((void *)(uintptr_t)entry->s.key);
    rtx_free((void *)(uintptr_t)entry->s.context);
    rtx_free((void *)(uintptr_t)entry->s.file);
    memset(entry, 0, sizeof *entry);
}

static bool is_masked(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (word[i] != '*')
            return false;
    }
    return length > 0;
}

static uint32_t flags_of(const char *text, const struct rtx_match *m)
{
    uint32_t flags = m->no ? RTX_STATEMENT_NO : 0;

    for (int i = 0; i < m->count; i++) {
        if (!(m->roles[i] & RTX_ROLE_SECRET))
            continue;
        flags |= RTX_STATEMENT_SECRET;
        if (is_masked(text + m->words[i].at, m->words[i].length))
            flags |= RTX_STATEMENT_MASKED;
    }
    if (!m->command)
        return flags | RTX_STATEMENT_UNKNOWN;
    if (m->command->flags & RTX_COMMAND_CUTS)
        flags |= RTX_STATEMENT_CUTS;
    if (m->command->flags & RTX_COMMAND_ASKS)
        flags |= RTX_STATEMENT_ASKS;
    return flags;
}

static char *key_of(const char *text, const struct rtx_match *m)
{
    size_t size = strlen(text) + 2;
    char *key = rtx__malloc(size);

    if (key)
        rtx__match_key(text, m, key, size);
    return key;
}

static char *form_of(const char *text, const struct rtx_match *m,
                     int (*write)(const char *line, const struct rtx_match *m,
                                  struct rtx_buf *ret))
{
    struct rtx_buf buf;
    char *form = NULL;

    rtx__buf_init(&buf, RTX_TEXT_MAX);
    buf.secret = true;
    if (write(text, m, &buf) == 0)
        form = rtx__buf_take(&buf);
    rtx__buf_free(&buf);
    return form;
}

int rtx__entry_init(struct rtx_entry *entry, const char *context,
                    const char *text, const char *file, int line)
{
    struct rtx_match m;

    memset(entry, 0, sizeof *entry);
    rtx__command_match(text, &m);
    entry->command = m.command;
    entry->s.size = sizeof entry->s;
    entry->s.flags = flags_of(text, &m);
    entry->s.line = line;
    entry->s.context = rtx__strdup(context);
    entry->s.text = rtx__strdup(text);
    entry->s.file = rtx__strdup(file ? file : "");
    entry->s.key = key_of(text, &m);
    entry->same = form_of(text, &m, rtx__line_same);
    entry->open = form_of(text, &m, rtx__line_open);
    if (entry->s.context && entry->s.text && entry->s.file && entry->s.key &&
        entry->same && entry->open) {
        rtx__entry_rank(entry);
        return 0;
    }
    rtx__entry_free(entry);
    return RTX_E_NOMEM;
}

int rtx__entry_move(struct rtx_entry *entry, const char *context)
{
    char *copy = rtx__strdup(context);

    if (!copy)
        return RTX_E_NOMEM;
    rtx_free((void *)(uintptr_t)entry->s.context);
    entry->s.context = copy;
    rtx__entry_rank(entry);
    return 0;
}

bool rtx__entry_idle(const struct rtx_entry *entry)
{
    return (entry->s.flags & RTX_STATEMENT_NO) != 0 ||
           rtx__is_form(entry->command, "pp disable") ||
           rtx__is_form(entry->command, "tunnel disable");
}

bool rtx__entry_anywhere(const struct rtx_entry *entry)
{
    return entry->command && entry->command->context == RTX_IN_IPSEC;
}
