/* A growing list of texts: warnings and the like */
#include "base/base.h"

#include <stdio.h>
#include <string.h>

int rtx__notes_take(struct rtx_notes *notes, char *text)
{
    int rc = text ? rtx__grow(&notes->items, &notes->capacity, notes->count,
                              sizeof *notes->items)
                  : RTX_E_NOMEM;

    if (rc < 0)
        rtx_free(text);
    else
        notes->items[notes->count++] = text;
    return rc;
}

int rtx__notes_vformat(struct rtx_notes *notes, const char *format,
                       va_list args)
{
    char text[1024];

    vsnprintf(text, sizeof text, format, args);
    return rtx__notes_take(notes, rtx__strdup(text));
}

int rtx__notes_format(struct rtx_notes *notes, const char *format, ...)
{
    va_list args;
    int rc;

    va_start(args, format);
    rc = rtx__notes_vformat(notes, format, args);
    va_end(args);
    return rc;
}

const char *rtx__notes_get(const struct rtx_notes *notes, size_t index)
{
    return index < notes->count ? notes->items[index] : NULL;
}

void rtx__notes_free(struct rtx_notes *notes)
{
    for (size_t i = 0; i < notes->count; i++)
        rtx_free(notes->items[i]);
    rtx_free(notes->items);
    memset(notes, 0, sizeof *notes);
}
