/* show log: an entry per line, in English whatever the console speaks. */
#include "show/show.h"

#include <ctype.h>
#include <string.h>

#define SCHEMA (&rtx__schema_log_entry)
#define FIELD(member) RTX_FIELD_log_entry_##member

enum { STAMP = RTX__LOG_STAMP };

/* Does the line start as a time stamp does, be the time right or wrong? */
static bool begins(const char *line)
{
    static const char form[] = "dddd/dd/dd dd:dd:dd:";

    for (size_t i = 0; form[i]; i++) {
        if (form[i] == 'd' ? !isdigit((unsigned char)line[i])
                           : line[i] != form[i])
            return false;
    }
    return true;
}

/* [IKE] …: the word within the brackets; 0: the message begins otherwise. */
size_t rtx__log_category(const char *message)
{
    size_t n = 1;

    if (message[0] != '[')
        return 0;
    while (isalnum((unsigned char)message[n]) ||
           (message[n] && strchr("-_/ ", message[n])))
        n++;
    if (n == 1 || n > 32 || message[n] != ']' ||
        (message[n + 1] != ' ' && message[n + 1] != '\0'))
        return 0;
    return n - 1;
}

size_t rtx__log_interface(const char *text)
{
    size_t n = rtx__interface_length(text);

    return n && (text[n] == '\0' || strchr(" :,[", text[n])) ? n : 0;
}

static int set(struct rtx__parse *show, void *entry, int field,
               const char *text, size_t length)
{
    return rtx__record_text(show, entry, SCHEMA, field, text, length);
}

static int take_message(struct rtx__parse *show, void *entry,
                        const char *message)
{
    size_t category = rtx__log_category(message);
    size_t interface;
    const char *rest = message;
    int rc = set(show, entry, FIELD(message), message, strlen(message));

    if (category && rc > 0)
        rc = set(show, entry, FIELD(category), message + 1, category);
    if (category)
        rest += category + 2;
    rest += category ? strspn(rest, " ") : 0;
    interface = rtx__log_interface(rest);
    if (interface && rc > 0)
        rc = set(show, entry, FIELD(interface), rest, interface);
    return rc;
}

static int take_line(struct rtx__parse *show, const char *text)
{
    char iso[RTX__TIME_SIZE];
    const char *message;
    void *entry;
    int rc;

    if (!begins(text) || !rtx__to_time(text, STAMP, iso))
        return 0;
    entry = rtx__record_add(show, &show->records, SCHEMA);
    if (!entry)
        return RTX_E_NOMEM;
    rc = set(show, entry, FIELD(time), iso, strlen(iso));
    if (rc <= 0)
        return rc;
    message = text + STAMP + 1;
    /* one blank belongs to the stamp, more to the message */
    return take_message(show, entry, message + (message[0] == ' '));
}

static const struct rtx_log_entry *entry_at(const struct rtx__parse *show,
                                            size_t index)
{
    return rtx__list_at(&show->records, index);
}

/* Before a filter, which is the user's own text. */
bool rtx__log_reverse(const char *command)
{
    const char *word = strstr(command, " reverse");
    const char *bar = strchr(command, '|');

    return word && (!bar || word < bar);
}

/* The command says it, else the echo, else the time stamps: most of them, for
 * a clock that is set jumps. */
static bool is_reverse(const struct rtx__parse *show)
{
    size_t down = 0;
    size_t up = 0;

    if (rtx__log_reverse(show->command) ||
        (show->lines.echo && rtx__log_reverse(show->lines.echo)))
        return true;
    for (size_t i = 1; i < show->records.count; i++) {
        int order =
            strcmp(entry_at(show, i - 1)->time, entry_at(show, i)->time);

        down += order > 0;
        up += order < 0;
    }
    return down > up;
}

static void swap(const struct rtx__parse *show, size_t a, size_t b)
{
    struct rtx_log_entry *first = rtx__list_at(&show->records, a);
    struct rtx_log_entry *second = rtx__list_at(&show->records, b);
    struct rtx_log_entry kept = *first;

    *first = *second;
    *second = kept;
}

static int finish(struct rtx__parse *show)
{
    size_t count = show->records.count;
    int rc = 0;

    if (is_reverse(show)) {
        for (size_t i = 0; i < count / 2; i++)
            swap(show, i, count - 1 - i);
    }
    /* what started last is what runs */
    for (size_t i = 0; i < count && rc == 0; i++) {
        const struct rtx_log_entry *entry = entry_at(show, i);

        if (entry->message && strstr(entry->message, "starts"))
            rc = rtx__saw_model(show, entry->message, true);
    }
    return rc;
}

static int whole(const char *command, const char *text, size_t length,
                 rtx_show **ret)
{
    return rtx__log_fast(command, text, length, rtx__log_reverse(command), ret);
}

const struct rtx__command rtx__log = {
    .name = "show log",
    .output = "log",
    .form = "show log [reverse]",
    .schema = SCHEMA,
    .array = true,
    .begins = begins,
    .line = take_line,
    .finish = finish,
    .whole = whole,
};
