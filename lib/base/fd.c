/* Descriptors of ours, out of the way of the standard streams. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/base.h"

int rtx__above_streams(int fd)
{
    int above;
    int number;

    if (fd < 0 || fd > STDERR_FILENO)
        return fd;
    above = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    number = errno;
    close(fd);
    errno = number;
    return above;
}
