/* Named texts in a journal's body: "NAME LENGTH\n", the text, "\n". */
#include "transaction/journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int journal_put(struct rtx_buf *body, const char *name, const char *text)
{
    int rc = rtx__buf_format(body, "%s %zu\n", name, strlen(text));

    if (rc == 0)
        rc = rtx__buf_text(body, text);
    return rc ? rc : rtx__buf_char(body, '\n');
}

int journal_put_number(struct rtx_buf *body, const char *name, int64_t value)
{
    char text[32];

    snprintf(text, sizeof text, "%lld", (long long)value);
    return journal_put(body, name, text);
}

char *journal_get(const struct rtx_buf *body, const char *name)
{
    const char *at = rtx__buf_str(body);
    const char *end = at + body->length;
    size_t length = strlen(name);

    while (at < end) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        const char *blank = memchr(at, ' ', (size_t)(end - at));
        size_t size;

        if (!line || !blank || blank > line)
            return NULL;
        size = strtoul(blank + 1, NULL, 10);
        if (size >= (size_t)(end - line))
            return NULL;
        if ((size_t)(blank - at) == length && memcmp(at, name, length) == 0)
            return rtx__strndup(line + 1, size);
        at = line + 1 + size + 1;
    }
    return NULL;
}

int64_t journal_get_number(const struct rtx_buf *body, const char *name)
{
    char *text = journal_get(body, name);
    int64_t value = text ? strtoll(text, NULL, 10) : 0;

    rtx_free(text);
    return value;
}
