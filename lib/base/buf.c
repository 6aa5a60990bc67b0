/* Growing bytes with a ceiling. */
#include "base/base.h"

#include <stdio.h>
#include <string.h>

void rtx__buf_init(struct rtx_buf *buf, size_t ceiling)
{
    memset(buf, 0, sizeof *buf);
    buf->ceiling = ceiling;
}

void rtx__buf_init_secret(struct rtx_buf *buf, size_t ceiling)
{
    rtx__buf_init(buf, ceiling);
    buf->secret = true;
}

void rtx__buf_free(struct rtx_buf *buf)
{
    size_t ceiling = buf->ceiling;
    bool secret = buf->secret;

    if (secret)
        rtx__wipe(buf->data, buf->capacity);
    rtx_free(buf->data);
    rtx__buf_init(buf, ceiling);
    buf->secret = secret;
}

void rtx__buf_clear(struct rtx_buf *buf)
{
    if (buf->secret)
        rtx__wipe(buf->data, buf->length);
    buf->length = 0;
    if (buf->data)
        buf->data[0] = '\0';
}

static int reserve(struct rtx_buf *buf, size_t more)
{
    size_t wanted = buf->capacity ? buf->capacity : 64;
    char *grown;

    if (more > buf->ceiling || buf->length > buf->ceiling - more)
        return RTX_E_LIMIT;
    if (buf->data && buf->length + more < buf->capacity)
        return 0;
    while (wanted <= buf->length + more)
        wanted *= 2;
    if (!buf->secret) {
        grown = rtx__realloc(buf->data, wanted, 1);
        if (!grown)
            return RTX_E_NOMEM;
    } else {
        grown = rtx__malloc(wanted);
        if (!grown)
            return RTX_E_NOMEM;
        if (buf->data)
            memcpy(grown, buf->data, buf->length);
        rtx__wipe(buf->data, buf->capacity);
        rtx_free(buf->data);
    }
    buf->data = grown;
    buf->capacity = wanted;
    return 0;
}

int rtx__buf_add(struct rtx_buf *buf, const void *bytes, size_t length)
{
    int rc = reserve(buf, length);

    if (rc < 0)
        return rc;
    if (length)
        memcpy(buf->data + buf->length, bytes, length);
    buf->length += length;
    buf->data[buf->length] = '\0';
    return 0;
}

int rtx__buf_text(struct rtx_buf *buf, const char *text)
{
    return rtx__buf_add(buf, text, strlen(text));
}

int rtx__buf_char(struct rtx_buf *buf, char c)
{
    return rtx__buf_add(buf, &c, 1);
}

int rtx__buf_fill(struct rtx_buf *buf, char c, size_t count)
{
    int rc = reserve(buf, count);

    if (rc < 0)
        return rc;
    memset(buf->data + buf->length, c, count);
    buf->length += count;
    buf->data[buf->length] = '\0';
    return 0;
}

int rtx__buf_format(struct rtx_buf *buf, const char *format, ...)
{
    va_list args;
    int length;
    int rc;

    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        return RTX_E_ARGUMENT;
    rc = reserve(buf, (size_t)length);
    if (rc < 0)
        return rc;
    va_start(args, format);
    vsnprintf(buf->data + buf->length, (size_t)length + 1, format, args);
    va_end(args);
    buf->length += (size_t)length;
    return 0;
}

void rtx__buf_drop(struct rtx_buf *buf, size_t length)
{
    if (length > buf->length)
        length = buf->length;
    if (length == 0)
        return;
    memmove(buf->data, buf->data + length, buf->length - length);
    if (buf->secret)
        rtx__wipe(buf->data + buf->length - length, length);
    buf->length -= length;
    buf->data[buf->length] = '\0';
}

const char *rtx__buf_str(const struct rtx_buf *buf)
{
    return buf->data ? buf->data : "";
}

char *rtx__buf_take(struct rtx_buf *buf)
{
    char *data = buf->data;

    if (!data)
        return rtx__strdup("");
    buf->data = NULL;
    buf->length = 0;
    buf->capacity = 0;
    return data;
}
