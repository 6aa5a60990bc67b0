/* One statement: its key, its flags, and the form it is compared in. */
#include "config/internal.h"

#include <string.h>

void rtx__entry_free(struct rtx_entry *entry)
{
    if (entry->memory)
        rtx__wipe(entry->memory, entry->size);
    rtx_free(entry->memory);
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

static int add_key(const char *text, const struct rtx_match *m,
                   struct rtx_buf *ret)
{
    size_t at = ret->length;
    size_t size = strlen(text) + 2;
    int rc = rtx__buf_fill(ret, '\0', size);

    if (rc < 0)
        return rc;
    ret->length = at + rtx__match_key(text, m, ret->data + at, size);
    return 0;
}

/* The texts of an entry, one behind the other, and where each begins. */
enum { CONTEXT, TEXT, FILE_NAME, KEY, SAME, OPEN, SHOWN, PARTS };

static int end_part(struct rtx_buf *all, size_t *next)
{
    int rc = rtx__buf_char(all, '\0');

    *next = all->length;
    return rc;
}

static int write_parts(struct rtx_buf *all, size_t *at, const char *context,
                       const char *text, const char *file,
                       const struct rtx_match *m)
{
    int rc = rtx__buf_text(all, context);

    at[CONTEXT] = 0;
    rc = rc ? rc : end_part(all, &at[TEXT]);
    rc = rc ? rc : rtx__buf_text(all, text);
    rc = rc ? rc : end_part(all, &at[FILE_NAME]);
    rc = rc ? rc : rtx__buf_text(all, file ? file : "");
    rc = rc ? rc : end_part(all, &at[KEY]);
    rc = rc ? rc : add_key(text, m, all);
    rc = rc ? rc : end_part(all, &at[SAME]);
    rc = rc ? rc : rtx__line_same(text, m, all);
    rc = rc ? rc : end_part(all, &at[OPEN]);
    rc = rc ? rc : rtx__line_open(text, m, all);
    rc = rc ? rc : end_part(all, &at[SHOWN]);
    rc = rc ? rc : rtx__match_redact(text, m, "***", all);
    return rc ? rc : rtx__buf_char(all, '\0');
}

static void point(struct rtx_entry *entry, const size_t *at)
{
    entry->s.context = entry->memory + at[CONTEXT];
    entry->s.text = entry->memory + at[TEXT];
    entry->s.file = entry->memory + at[FILE_NAME];
    entry->s.key = entry->memory + at[KEY];
    entry->same = entry->memory + at[SAME];
    entry->open = entry->memory + at[OPEN];
    entry->shown = entry->memory + at[SHOWN];
}

static size_t offset(const struct rtx_entry *entry, const char *text)
{
    return (size_t)(text - entry->memory);
}

static void offsets(const struct rtx_entry *entry, size_t *at)
{
    at[CONTEXT] = offset(entry, entry->s.context);
    at[TEXT] = offset(entry, entry->s.text);
    at[FILE_NAME] = offset(entry, entry->s.file);
    at[KEY] = offset(entry, entry->s.key);
    at[SAME] = offset(entry, entry->same);
    at[OPEN] = offset(entry, entry->open);
    at[SHOWN] = offset(entry, entry->shown);
}

static uint32_t hash(const char *text)
{
    uint32_t value = 2166136261U;

    for (; *text; text++)
        value = (value ^ (unsigned char)*text) * 16777619U;
    return value;
}

static bool is_idle(const struct rtx_entry *entry)
{
    return (entry->s.flags & RTX_STATEMENT_NO) != 0 ||
           rtx__is_form(entry->command, "pp disable") ||
           rtx__is_form(entry->command, "tunnel disable");
}

int rtx__entry_init_match(struct rtx_entry *entry, const char *context,
                          const char *text, const char *file, int line,
                          const struct rtx_match *m)
{
    size_t at[PARTS] = {0};
    struct rtx_buf all;
    int rc;

    memset(entry, 0, sizeof *entry);
    rtx__buf_init_secret(&all, RTX_TEXT_MAX);
    rc = write_parts(&all, at, context, text, file, m);
    if (rc < 0) {
        rtx__buf_free(&all);
        return RTX_E_NOMEM;
    }
    entry->size = all.length;
    entry->memory = rtx__malloc(all.length);
    if (entry->memory)
        memcpy(entry->memory, all.data, all.length);
    rtx__buf_free(&all);
    if (!entry->memory)
        return RTX_E_NOMEM;
    point(entry, at);
    entry->command = m->command;
    entry->s.size = sizeof entry->s;
    entry->s.flags = flags_of(text, m);
    entry->s.line = line;
    entry->idle = is_idle(entry);
    entry->key_hash = rtx__key_hash(entry->s.key);
    entry->same_hash = hash(entry->same);
    entry->open_hash = hash(entry->open);
    rtx__entry_rank(entry);
    return 0;
}

int rtx__entry_init(struct rtx_entry *entry, const char *context,
                    const char *text, const char *file, int line)
{
    struct rtx_match m;

    rtx__command_match(text, &m);
    return rtx__entry_init_match(entry, context, text, file, line, &m);
}

uint32_t rtx__key_hash(const char *key)
{
    static const char opener[] = "ipsec tunnel ";
    const char *number = key + strlen(opener);

    if (rtx__starts(key, opener) && number[0] >= '0' && number[0] <= '9')
        return hash("ipsec tunnel");
    return hash(key);
}

int rtx__entry_copy(struct rtx_entry *to, const struct rtx_entry *from)
{
    size_t at[PARTS];

    *to = *from;
    to->memory = rtx__malloc(from->size);
    if (!to->memory)
        return RTX_E_NOMEM;
    memcpy(to->memory, from->memory, from->size);
    offsets(from, at);
    point(to, at);
    to->doomed = false;
    return 0;
}

int rtx__entry_move(struct rtx_entry *entry, const char *context)
{
    size_t at[PARTS];
    size_t old = strlen(entry->s.context);
    size_t new = strlen(context);
    char *memory;

    if (strcmp(entry->s.context, context) == 0)
        return 0;
    memory = rtx__malloc(entry->size - old + new);
    if (!memory)
        return RTX_E_NOMEM;
    memcpy(memory, context, new + 1);
    memcpy(memory + new + 1, entry->memory + old + 1, entry->size - old - 1);
    offsets(entry, at);
    for (int i = TEXT; i < PARTS; i++)
        at[i] = at[i] - old + new;
    rtx__wipe(entry->memory, entry->size);
    rtx_free(entry->memory);
    entry->memory = memory;
    entry->size = entry->size - old + new;
    point(entry, at);
    rtx__entry_rank(entry);
    return 0;
}

bool rtx__entry_idle(const struct rtx_entry *entry)
{
    return entry->idle;
}

bool rtx__entry_anywhere(const struct rtx_entry *entry)
{
    return entry->command && entry->command->context == RTX_IN_IPSEC;
}

bool rtx__entry_same_place(const struct rtx_entry *a, const struct rtx_entry *b)
{
    return strcmp(a->s.context, b->s.context) == 0 ||
           (rtx__entry_anywhere(a) && rtx__entry_anywhere(b));
}
