/* Passwords and keys: wiped when freed, printed by nobody. */
#include "base/base.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECRET_MAX = 1024 };

rtx_secret *rtx_secret_new(const char *text, size_t length)
{
    rtx_secret *secret;

    if (!text && length)
        return NULL;
    secret = rtx__malloc(sizeof *secret);
    if (!secret)
        return NULL;
    secret->length = length;
    secret->text = rtx__strndup(text ? text : "", length);
    if (!secret->text) {
        rtx_free(secret);
        return NULL;
    }
    return secret;
}

rtx_secret *rtx_secret_copy(const rtx_secret *secret)
{
    return secret ? rtx_secret_new(secret->text, secret->length) : NULL;
}

void rtx_secret_free(rtx_secret *secret)
{
    if (!secret)
        return;
    rtx__wipe(secret->text, secret->length);
    rtx_free(secret->text);
    rtx_free(secret);
}

static rtx_secret *fail(const char **reason, const char *text)
{
    if (reason)
        *reason = text;
    return NULL;
}

rtx_secret *rtx_secret_from_file(const char *path, const char **reason)
{
    char text[SECRET_MAX + 1];
    struct stat status;
    rtx_secret *secret = NULL;
    ssize_t length;
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;

    if (fd < 0)
        return fail(reason, "the file cannot be opened");
    if (fstat(fd, &status) != 0 ||
        (S_ISREG(status.st_mode) && (status.st_mode & 077))) {
        close(fd);
        return fail(reason, "others may read the file: chmod 600 it");
    }
    length = read(fd, text, sizeof text);
    close(fd);
    if (length < 0 || length > SECRET_MAX) {
        rtx__wipe(text, sizeof text);
        return fail(reason, "the file is unreadable or too long");
    }
    text[length] = '\0';
    secret = rtx_secret_new(text, strcspn(text, "\r\n"));
    rtx__wipe(text, sizeof text);
    return secret ? secret : fail(reason, "out of memory");
}
