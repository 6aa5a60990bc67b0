/* The stored configuration, by SFTP over a connection of its own. */
#include "session/internal.h"

#include <string.h>

#include <rtx/startup.h>

enum { FILE_MOST = 16 << 20 };

static const char path[] = "/system/config0";

static int fetch(rtx_session *s, int64_t timeout_ms, struct rtx_buf *ret)
{
    struct rtx_ssh_options ssh;

    session_ssh_options(s, &ssh);
    ssh.password = s->admin_password;
    ssh.keepalive_ms = 0;
    if (s->endpoint.scheme != RTX_SSH) {
        rtx__error(&s->error, RTX_E_UNSUPPORTED,
                   "the stored configuration is read by SFTP, which needs an "
                   "ssh:// endpoint");
        return RTX_E_UNSUPPORTED;
    }
    return rtx__sftp_read(&s->endpoint, &ssh, path, rtx__until_ms(timeout_ms),
                          s->cancel_fd, ret, &s->error);
}

/* Its charset is what its writer used. */
static int decode(const struct rtx_buf *bytes, struct rtx_buf *text)
{
    int charset = rtx__charset_guess(bytes->data, bytes->length);
    size_t to = 0;
    int rc =
        rtx__decode(charset < 0 ? RTX_CHARSET_SJIS : (enum rtx_charset)charset,
                    rtx__buf_str(bytes), bytes->length, text, NULL);

    for (size_t i = 0; rc == 0 && i < text->length; i++) {
        if (text->data[i] != '\r')
            text->data[to++] = text->data[i];
    }
    if (rc == 0 && text->data) {
        text->data[to] = '\0';
        text->length = to;
    }
    return rc;
}

int rtx_startup_read(rtx_session *s, int64_t timeout_ms, char **ret)
{
    struct rtx_buf bytes;
    struct rtx_buf text;
    int rc;

    if (!ret || session_limit(s, timeout_ms) < 0)
        return RTX_E_ARGUMENT;
    if (s->op.running)
        return RTX_E_BUSY;
    *ret = NULL;
    session_clear_error(s, "connect");
    rtx__buf_init_secret(&bytes, FILE_MOST);
    rtx__buf_init_secret(&text, 4 * (size_t)FILE_MOST);
    rc = fetch(s, timeout_ms, &bytes);
    if (rc == RTX_E_INTERRUPTED)
        (void)cancel_take(s);
    if (rc == 0) {
        rc = decode(&bytes, &text);
        if (rc == 0 && !(*ret = rtx__buf_take(&text)))
            rc = RTX_E_NOMEM;
        if (rc < 0)
            rtx__error(&s->error, rc, "%s: %s", path, rtx_strerror(rc));
    }
    rtx__buf_free(&bytes);
    rtx__buf_free(&text);
    return rc;
}

void rtx_startup_free(char *text)
{
    if (text)
        rtx__wipe(text, strlen(text));
    rtx_free(text);
}
