/*
 * A log as routers print it by the ten thousand: nothing but entries between
 * prompts, in UTF-8. It is copied once, into the output itself, where each
 * entry is cut in place, and joined where the console broke it; nothing else is
 * stored but the pointers. Anything else is left to log.c, which gives the
 * same.
 */
#include "show/show.h"

#include <ctype.h>
#include <string.h>

enum {
    STAMP = RTX__LOG_STAMP,
    MINUTE = 17, /* 2013/10/04 08:24: */
    SHORTEST = STAMP + 2,
    NAMES = 16 * 1024, /* bytes for categories and interfaces */
    CACHE = 64,
    NAME_LONGEST = 256, /* what is compared with one lies within the room */
};

struct fast {
    const char *source; /* what has not been copied yet */
    char *copied;       /* the end of what has */
    char *end;
    char *at;     /* the line */
    char *line;   /* the entry that the next line may continue; NULL: none */
    char *stop;   /* its end */
    int width;    /* of its last line, in bytes */
    int widest;   /* of all lines */
    int full;     /* at which lines were joined; 0: none was */
    bool checked; /* the rest is good UTF-8 without NUL */
    struct rtx_log_entry *entries;
    size_t most; /* entries that there is room for */
    size_t count;
    size_t up;
    size_t down;
    char minute[MINUTE]; /* of the line before, as printed */
    char iso[MINUTE];    /* and as in an entry */
    const char *names[CACHE];
    char *free; /* room for names */
    size_t room;
    const char *started[2]; /* the first and the last message of a start */
};

static bool is_name(const char *name, const char *text, size_t length)
{
    return memcmp(name, text, length) == 0 && name[length] == '\0';
}

/* A name that many entries share is kept once; NULL: there are too many. */
static const char *name_of(struct fast *f, const char *text, size_t length)
{
    size_t slot = (unsigned char)text[length - 1] * 7U +
                  (unsigned char)text[0] + length * 3U +
                  (unsigned char)text[length / 2] * 5U;
    size_t tried = 0;
    char *copy = f->free;

    if (length >= NAME_LONGEST || f->room <= (size_t)2 * NAME_LONGEST)
        return NULL;
    while (f->names[slot % CACHE] && tried++ < CACHE) {
        if (is_name(f->names[slot % CACHE], text, length))
            return f->names[slot % CACHE];
        slot++;
    }
    if (tried >= CACHE)
        return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    f->free += length + 1;
    f->room -= length + 1;
    f->names[slot % CACHE] = copy;
    return copy;
}

/* Of the same minute? Two words, without the call of a function. */
static bool is_same_minute(const char *a, const char *b)
{
    enum { LAST = MINUTE - 8 };
    uint64_t first[2];
    uint64_t last[2];

    memcpy(&first[0], a, sizeof first[0]);
    memcpy(&first[1], b, sizeof first[1]);
    memcpy(&last[0], a + LAST, sizeof last[0]);
    memcpy(&last[1], b + LAST, sizeof last[1]);
    return first[0] == first[1] && last[0] == last[1];
}

/* The order of two times in place; most are of one minute. */
static int order_of(const char *a, const char *b)
{
    if (is_same_minute(a, b))
        return a[MINUTE] != b[MINUTE] ? a[MINUTE] - b[MINUTE]
                                      : a[MINUTE + 1] - b[MINUTE + 1];
    return memcmp(a, b, STAMP);
}

/* The time in place, as an entry has it; most are of the minute before. */
static bool take_time(struct fast *f, char *line)
{
    char iso[RTX__TIME_SIZE];
    bool known = is_same_minute(line, f->minute);

    if (line[STAMP] != ':')
        return false;
    if (!known) {
        if (!rtx__to_time(line, STAMP, iso))
            return false;
        memcpy(f->minute, line, MINUTE);
        memcpy(f->iso, iso, MINUTE);
    } else if (!isdigit((unsigned char)line[MINUTE]) ||
               !isdigit((unsigned char)line[MINUTE + 1]) ||
               memcmp(line + MINUTE, "60", 2) > 0) {
        return false;
    }
    memcpy(line, f->iso, MINUTE);
    line[STAMP] = '\0';
    return true;
}

static bool take_names(struct fast *f, struct rtx_log_entry *entry)
{
    size_t category = rtx__log_category(entry->message);
    const char *rest = entry->message;
    size_t interface;

    if (category) {
        entry->category = name_of(f, rest + 1, category);
        entry->present |= (uint64_t)1 << RTX_FIELD_log_entry_category;
        for (rest += category + 2; *rest == ' '; rest++)
            ;
        if (!entry->category)
            return false;
    }
    interface = rtx__log_interface(rest);
    if (interface) {
        entry->interface = name_of(f, rest, interface);
        entry->present |= (uint64_t)1 << RTX_FIELD_log_entry_interface;
        if (!entry->interface)
            return false;
    }
    return true;
}

/* RTX810 Rev.11.01.21 (…) starts; false: log.c knows more of such lines. */
static bool take_start(struct fast *f, const char *message)
{
    size_t model;

    if (message[0] == '[')
        return true;
    model = rtx__model_length(message);
    if (model == 0 || message[model] != ' ' || !strstr(message, "starts"))
        return true;
    if (!rtx__starts(message + model, " Rev."))
        return false;
    f->started[0] = f->started[0] ? f->started[0] : message;
    f->started[1] = message;
    return true;
}

/* `line` ends with NUL at `stop`. */
static bool take_entry(struct fast *f, char *line, char *stop)
{
    static const uint64_t both = (uint64_t)1 << RTX_FIELD_log_entry_time |
                                 (uint64_t)1 << RTX_FIELD_log_entry_message;
    struct rtx_log_entry *entry = &f->entries[f->count];
    int order;

    if (stop - line < STAMP + 1 || !take_time(f, line))
        return false;
    entry->size = sizeof *entry;
    entry->padding = 0;
    entry->present = both;
    entry->time = line;
    entry->category = NULL;
    entry->interface = NULL;
    entry->message = line + STAMP + 1 + (line[STAMP + 1] == ' ');
    if (f->count > 0) {
        order = order_of(entry[-1].time, line);
        f->down += order > 0;
        f->up += order < 0;
    }
    f->count++;
    return take_start(f, entry->message) && take_names(f, entry);
}

/* ASCII without NUL? */
static bool is_plain(const char *text, size_t length)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t odd = 0;
    size_t i = 0;

    for (; i + sizeof odd <= length; i += sizeof odd) {
        uint64_t word;

        memcpy(&word, text + i, sizeof word);
        /* a high bit, or one that a zero borrows */
        odd |= word | (word - ones);
    }
    for (; i < length; i++)
        odd |= (uint64_t)(text[i] - 1) << 56 | (uint64_t)text[i] << 56;
    return !(odd & ones << 7);
}

/* Copy some more of the text, while it is in the cache; false: it is bad. */
static bool copy_more(struct fast *f)
{
    enum { CHUNK = 32 * 1024 };
    size_t n = (size_t)(f->end - f->copied);

    n = n < CHUNK ? n : CHUNK;
    if (!f->checked && !is_plain(f->source, n)) {
        size_t left = (size_t)(f->end - f->copied);

        if (memchr(f->source, '\0', left) || !rtx__utf8_valid(f->source, left))
            return false;
        f->checked = true;
    }
    memcpy(f->copied, f->source, n);
    f->copied += n;
    f->source += n;
    return true;
}

/* The end of the line; NULL: the text is bad. */
static char *line_end(struct fast *f)
{
    char *from = f->at;

    for (;;) {
        char *newline = memchr(from, '\n', (size_t)(f->copied - from));

        if (newline)
            return newline;
        if (f->copied == f->end)
            return f->end;
        from = f->copied;
        if (!copy_more(f))
            return NULL;
    }
}

/* The entry before is whole. */
static bool take_pending(struct fast *f)
{
    char *line = f->line;
    char *stop;

    if (!line)
        return true;
    if (f->count >= f->most || f->count >= RTX_SHOW_LINES_LIMIT)
        return false;
    stop = line + rtx__trimmed(line, (size_t)(f->stop - line));
    *stop = '\0';
    f->line = NULL;
    return take_entry(f, line, stop);
}

static bool is_printable(const char *from, const char *end)
{
    while (from < end && *from >= 0x20 && *from < 0x7F)
        from++;
    return from == end;
}

/*
 * The line continues the entry before, as rtx__lines_unwrap() would say at the
 * two widths that it takes without counting; false: let it be asked.
 */
static bool join(struct fast *f, const char *line, const char *stop)
{
    static const int fulls[] = {79, 199};
    size_t length = (size_t)(stop - line);
    bool lost;

    for (size_t i = 0; i < sizeof fulls / sizeof fulls[0]; i++) {
        if (!f->full && (f->width == fulls[i] || f->width == fulls[i] - 1))
            f->full = fulls[i];
    }
    lost = f->width == f->full - 1;
    if (!f->line || !f->full || (f->width != f->full && !lost) ||
        line[0] == '-' || !is_printable(f->stop - f->width, f->stop) ||
        !is_printable(line, stop) || rtx__lines_left_out(line, length) ||
        f->stop - f->line + (stop - line) >= (ptrdiff_t)RTX_SHOW_LINE_LIMIT)
        return false;
    *f->stop = ' '; /* a copy loses the blank at the end of a line */
    f->stop += lost;
    memmove(f->stop, line, length);
    f->stop += length;
    f->width = (int)length;
    return true;
}

/* Most entries are of the minute of the one before. */
static bool begins_entry(const struct fast *f, const char *line,
                         const char *stop)
{
    return stop - line > STAMP &&
           ((is_same_minute(line, f->minute) && line[STAMP] == ':') ||
            rtx__log.begins(line));
}

static bool take_line(struct fast *f, char *line, char *stop)
{
    if (stop - line > (ptrdiff_t)RTX_SHOW_LINE_LIMIT)
        return false;
    while (stop > line && stop[-1] == '\r')
        stop--;
    if (stop - line > f->widest)
        f->widest = (int)(stop - line);
    if (!begins_entry(f, line, stop))
        return rtx__trimmed(line, (size_t)(stop - line)) == 0
                   ? take_pending(f)
                   : join(f, line, stop);
    if (!take_pending(f))
        return false;
    f->line = line;
    f->stop = stop;
    f->width = (int)(stop - line);
    return true;
}

/* Cut all lines; false: there is something else among them. */
static bool take_lines(struct fast *f)
{
    while (f->at < f->end) {
        char *line = f->at;
        char *stop = line_end(f);

        if (!stop || !take_line(f, line, stop))
            return false;
        f->at = stop + 1;
    }
    /* columns are bytes where all is ASCII */
    return take_pending(f) &&
           (!f->full || (!f->checked &&
                         (f->widest == f->full || f->widest == f->full - 1)));
}

static void turn(struct fast *f)
{
    for (size_t i = 0; i < f->count / 2; i++) {
        struct rtx_log_entry kept = f->entries[i];

        f->entries[i] = f->entries[f->count - 1 - i];
        f->entries[f->count - 1 - i] = kept;
    }
}

/* Its names are copied, as messages stay. */
static bool set_model(struct fast *f, const char *message,
                      struct rtx_show_report *report)
{
    size_t model = rtx__model_length(message);
    const char *revision = message + model + sizeof " Rev." - 1;

    report->model = name_of(f, message, model);
    report->revision = name_of(f, revision, strspn(revision, "0123456789."));
    return report->model && report->revision;
}

/* The block: head, output, entries, names, text. */
static bool fill(struct fast *f, char *block, const char *command, bool reverse)
{
    struct rtx_list *head = (void *)block;
    struct rtx__output *output =
        (void *)(block + rtx__output_aligned(sizeof *head));
    size_t length = strlen(command) + 1;
    bool turned;

    memset(output, 0, sizeof *output);
    memcpy(f->free, command, length);
    output->report.command = f->free;
    f->free += length;
    f->room -= length;
    if (!take_lines(f))
        return false;
    turned = reverse || f->down > f->up;
    if (turned)
        turn(f);
    if (f->started[turned ? 0 : 1] &&
        !set_model(f, f->started[turned ? 0 : 1], &output->report))
        return false;
    memset(head, 0, sizeof *head);
    head->size = sizeof *head;
    head->count = f->count;
    head->stride = sizeof *f->entries;
    head->items = f->entries;
    output->parser = &rtx__log;
    output->records = *head;
    output->report.size = sizeof output->report;
    output->report.complete = 1;
    output->report.lines = f->count;
    output->report.understood = f->count;
    return true;
}

/* How many entries there can be, by the lines at the start and some more. */
static size_t guess_entries(const char *text, size_t length)
{
    enum { SAMPLE = 64 * 1024 };
    size_t sample = length < SAMPLE ? length : SAMPLE;
    size_t lines = 0;

    for (size_t i = 0; i < sample; i++)
        lines += text[i] == '\n';
    return (lines + 1) * (length / sample + 1) + length / sample * lines / 8;
}

int rtx__log_fast(const char *command, const char *text, size_t length,
                  bool reverse, rtx_show **ret)
{
    struct rtx__log_text log = {text, length, reverse, 0};
    size_t head = rtx__output_aligned(sizeof(struct rtx_list)) +
                  rtx__output_aligned(sizeof(struct rtx__output));
    size_t entries;
    struct fast f;
    char *block;
    int rc;

    if (length < SHORTEST || length > RTX_SHOW_LIMIT ||
        strlen(command) >= NAMES / 2)
        return 0;
    rc = rtx__log_frame(command, rtx__log.begins, &log);
    if (rc <= 0 || log.length == 0)
        return rc < 0 ? rc : 0;
    memset(&f, 0, sizeof f);
    f.most = guess_entries(log.text, log.length);
    entries = f.most * sizeof(struct rtx_log_entry);
    block = rtx__malloc(head + entries + NAMES + log.length + 1);
    if (!block)
        return RTX_E_NOMEM;
    f.entries = (void *)(block + head);
    f.free = block + head + entries;
    f.room = NAMES;
    f.at = f.free + NAMES;
    f.end = f.at + log.length;
    f.copied = f.at;
    f.source = log.text;
    f.widest = log.widest;
    if (!fill(&f, block, command, log.reverse)) {
        rtx_free(block);
        return 0;
    }
    *ret = (rtx_show *)(void *)block;
    return 1;
}
