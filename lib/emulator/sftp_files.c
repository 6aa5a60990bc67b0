/* What SFTP sees: /system/config0, the stored file as it is, and its kin. */
#include "emulator/sshd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char exec0[] =
    "This stands for the firmware of an " EMU_MODEL ".\n";

/* `login user anne *` with the password that it stands for */
static int add_line(const struct emu_keys *keys, const char *line,
                    size_t length, struct rtx_buf *ret)
{
    static const char user[] = "login user ";
    const char *password = NULL;
    char name[64];

    if (strncmp(line, "login password *", length) == 0)
        password = keys->login;
    else if (strncmp(line, "administrator password *", length) == 0)
        password = keys->administrator;
    else if (rtx__starts(line, user) && length > sizeof user &&
             length - sizeof user < sizeof name && line[length - 1] == '*') {
        rtx__copy(name, length - sizeof user, line + sizeof user - 1);
        password = emu_keys_find(keys, name);
    }
    if (!password || length == 0)
        return rtx__buf_format(ret, "%.*s\n", (int)length, line);
    return rtx__buf_format(ret, "%.*s%s\n", (int)(length - 1), line, password);
}

static int with_passwords(struct emu_device *device, struct rtx_buf *ret)
{
    char *text = rtx_config_text(device->startup, 0);
    int rc = text ? emu_config_header(device, ret) : RTX_E_NOMEM;

    for (const char *at = text; rc == 0 && *at;) {
        size_t length = strcspn(at, "\n");

        rc = add_line(&device->startup_keys, at, length, ret);
        at += length + (at[length] == '\n');
    }
    rtx_free(text);
    return rc;
}

/* Shift_JIS and CR LF, as TFTP gives it */
static int as_stored(const struct emu_device *device,
                     const struct rtx_buf *text, struct rtx_buf *ret)
{
    bool crlf = emu_is(device->world, EMU_SFTP_LINE_END, "crlf");
    struct rtx_buf lines;
    int rc = 0;

    rtx__buf_init_secret(&lines, EMU_FILE_MAX);
    for (size_t i = 0; rc == 0 && i < text->length; i++) {
        if (text->data[i] == '\n' && crlf)
            rc = rtx__buf_char(&lines, '\r');
        if (rc == 0)
            rc = rtx__buf_char(&lines, text->data[i]);
    }
    if (rc == 0)
        rc = rtx__encode(RTX_CHARSET_SJIS, rtx__buf_str(&lines), lines.length,
                         ret);
    rtx__buf_free(&lines);
    return rc;
}

static int read_config(struct emu_device *device, struct rtx_buf *ret)
{
    struct rtx_buf text;
    int rc;

    if (device->stored.length)
        return rtx__buf_add(ret, device->stored.data, device->stored.length);
    rtx__buf_init_secret(&text, EMU_FILE_MAX);
    rc = with_passwords(device, &text);
    if (rc == 0)
        rc = as_stored(device, &text, ret);
    rtx__buf_free(&text);
    return rc;
}

enum emu_node emu_sftp_node(const char *path)
{
    if (strcmp(path, "/") == 0)
        return EMU_ROOT;
    if (strcmp(path, "/system") == 0)
        return EMU_SYSTEM;
    if (strcmp(path, "/system/config0") == 0)
        return EMU_CONFIG0;
    if (strcmp(path, "/system/exec0") == 0)
        return EMU_EXEC0;
    return EMU_NO_NODE;
}

int emu_sftp_read(struct emu_device *device, enum emu_node node,
                  struct rtx_buf *ret)
{
    if (node == EMU_CONFIG0)
        return read_config(device, ret);
    return rtx__buf_text(ret, exec0);
}

/* It is what the router boots next; what runs is left alone. */
int emu_sftp_write(struct emu_device *device, const struct rtx_buf *text,
                   const char *user)
{
    int rc = emu_device_startup(device, rtx__buf_str(text), text->length, NULL);

    if (rc == 0)
        emu_log(device, "Configuration saved in \"CONFIG0\" by SFTP %s", user);
    return rc;
}

char *emu_sftp_canonical(const char *path)
{
    char *copy = rtx__format("/%s", path);
    char *to = copy;

    if (!copy)
        return NULL;
    for (const char *at = copy; *at;) {
        size_t length;

        at += strspn(at, "/");
        length = strcspn(at, "/");
        if (length == 2 && at[0] == '.' && at[1] == '.') {
            while (to > copy && *--to != '/')
                ;
        } else if (length && !(length == 1 && at[0] == '.')) {
            *to++ = '/';
            memmove(to, at, length);
            to += length;
        }
        at += length;
    }
    if (to == copy)
        *to++ = '/';
    *to = '\0';
    return copy;
}
