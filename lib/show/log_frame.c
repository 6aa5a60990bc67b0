/*
 * What stands around the entries of a log: the echoed command, prompts, blank
 * lines. A few lines at either end are read as log.c has all of them read, so
 * that log_fast.c only sees entries.
 */
#include "show/show.h"

#include <string.h>

enum { FRAME = 4096 }; /* bytes, at either end */

/* The first line that begins an entry; NULL: none is near. */
static const char *first_entry(const struct rtx__log_text *log,
                               rtx__begins_fn *begins)
{
    const char *end = log->text + log->length;
    const char *limit =
        log->length < FRAME ? end - RTX__LOG_STAMP : log->text + FRAME;

    for (const char *at = log->text; at < limit;) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));

        /* a stamp's pattern ends before anything behind the text is read */
        if (end - at > RTX__LOG_STAMP && begins(at))
            return at;
        if (!newline)
            return NULL;
        at = newline + 1;
    }
    return NULL;
}

/* The last one, looked for from the end. */
static const char *last_entry(const struct rtx__log_text *log,
                              rtx__begins_fn *begins)
{
    const char *end = log->text + log->length;

    for (const char *at = end; at > log->text && end - at < FRAME;) {
        for (at--; at > log->text && at[-1] != '\n'; at--)
            ;
        if (end - at > RTX__LOG_STAMP && begins(at))
            return at;
    }
    return NULL;
}

static bool is_ascii(const char *from, const char *end)
{
    while (from < end && *from && (unsigned char)*from < 0x80)
        from++;
    return from == end;
}

/* Cut `count` lines off the end. */
static void cut(struct rtx__log_text *log, size_t count)
{
    for (; count > 0 && log->length > 0; count--) {
        log->length--;
        while (log->length > 0 && log->text[log->length - 1] != '\n')
            log->length--;
    }
}

/* Is all before the entry noise? Then cut that, and what is noise behind. */
static bool trim(struct rtx__log_text *log, const struct rtx__lines *lines,
                 const char *first, rtx__begins_fn *begins)
{
    size_t at = 0;
    size_t behind = 0;

    while (at < lines->count && !begins(lines->items[at].text)) {
        if (!lines->items[at++].noise)
            return false;
    }
    while (behind < lines->count - at &&
           lines->items[lines->count - 1 - behind].noise)
        behind++;
    cut(log, behind);
    log->length -= (size_t)(first - log->text);
    log->text = first;
    return true;
}

/* The lines up to the first entry, and from the last one on. */
static int read_ends(struct rtx__lines *lines, const struct rtx__log_text *log,
                     const char *stop, const char *last)
{
    const char *end = log->text + log->length;
    struct rtx_buf ends;
    int rc;

    rtx__buf_init(&ends, RTX_SHOW_LINE_LIMIT);
    rc = rtx__buf_add(&ends, log->text, (size_t)(stop - log->text));
    if (rc == 0)
        rc = rtx__buf_add(&ends, last, (size_t)(end - last));
    if (rc == 0)
        rc = rtx__lines_read(lines, rtx__buf_str(&ends), ends.length, false);
    rtx__buf_free(&ends);
    return rc;
}

static void note_widest(struct rtx__log_text *log,
                        const struct rtx__lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        if (lines->items[i].widest > log->widest)
            log->widest = lines->items[i].widest;
    }
}

int rtx__log_frame(const char *command, rtx__begins_fn *begins,
                   struct rtx__log_text *log)
{
    const char *end = log->text + log->length;
    const char *first =
        log->length > RTX__LOG_STAMP ? first_entry(log, begins) : NULL;
    const char *last = first ? last_entry(log, begins) : NULL;
    const char *stop = last ? memchr(last, '\n', (size_t)(end - last)) : NULL;
    struct rtx__lines lines = {0};
    int rc;

    if (!last)
        return 0;
    if (first == log->text && (!stop || stop + 1 == end))
        return 1;
    stop = first;
    if (first < last)
        stop = (const char *)memchr(first, '\n', (size_t)(end - first)) + 1;
    if (!is_ascii(log->text, stop) || !is_ascii(last, end))
        return 0;
    rc = read_ends(&lines, log, stop, last);
    if (rc == 0) {
        rtx__lines_noise(&lines, command, begins);
        note_widest(log, &lines);
        log->reverse |= lines.echo && rtx__log_reverse(lines.echo);
        rc = trim(log, &lines, first, begins);
    }
    rtx__lines_free(&lines);
    return rc == RTX_E_LIMIT ? 0 : rc;
}
