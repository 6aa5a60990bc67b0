/*
 * A serial line: 8N1, Xon/Xoff, DTR and RTS on. libserialport sets the port up;
 * what its version 0.1.1 does not do is done here: it locks nothing, leaves the
 * descriptor to children, lets any byte end an Xoff (IXANY), and knows no
 * pseudo terminals, which have neither a rate nor modem lines.
 */
#include "transport/serial.h"

#include <errno.h>
#include <fcntl.h>
#include <libserialport.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum {
    XON = 0x11,
    XOFF = 0x13,
    /* An Xon may get lost: after so long a stop we go on without it. */
    STOPPED_MS = 4000,
};

struct serial {
    rtx_transport base;
    char *device; /* with links resolved */
    struct rtx_port_lock lock;
    bool locked;
    bool exclusive;
    bool saved_valid;
    struct termios saved;
    int64_t stopped_at; /* nothing could be written since; 0: it could */
};

static void serial_close(rtx_transport *base)
{
    struct serial *t = (struct serial *)base;

    if (base->fd >= 0) {
        /* or close would wait for what an Xoff holds back */
        if (t->locked)
            (void)tcflush(base->fd, TCOFLUSH);
        if (t->saved_valid)
            (void)tcsetattr(base->fd, TCSANOW, &t->saved);
        if (t->exclusive)
            (void)ioctl(base->fd, TIOCNXCL);
        rtx__port_unlock(&t->lock);
        close(base->fd);
    }
    rtx_free(t->device);
    rtx_free(t);
}

static int serial_step(rtx_transport *base, int64_t now,
                       struct rtx_error *error)
{
    (void)base;
    (void)now;
    (void)error;
    return 1; /* opening does not wait */
}

static ptrdiff_t gone(struct serial *t, struct rtx_error *error)
{
    rtx__error(error, RTX_E_CLOSED, "the serial port %s is gone", t->device);
    RTX_ERROR_SET(error, hint,
                  "plug the adapter in again, then connect again; it may have "
                  "another name now");
    return RTX_E_CLOSED;
}

static ptrdiff_t serial_read(rtx_transport *base, void *bytes, size_t size,
                             struct rtx_error *error)
{
    struct serial *t = (struct serial *)base;
    ssize_t n = read(base->fd, bytes, size);

    if (n > 0)
        return n;
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    return gone(t, error);
}

static ptrdiff_t serial_write(rtx_transport *base, const void *bytes,
                              size_t length, struct rtx_error *error)
{
    struct serial *t = (struct serial *)base;
    int64_t now = rtx__now_ms();
    ssize_t n = write(base->fd, bytes, length);

    if (n > 0) {
        t->stopped_at = 0;
        return n;
    }
    if (n < 0 && errno != EAGAIN && errno != EINTR)
        return gone(t, error);
    if (t->stopped_at == 0) {
        t->stopped_at = now;
    } else if (now - t->stopped_at >= STOPPED_MS) {
        t->stopped_at = now;
        (void)tcflow(base->fd, TCOON);
    }
    return 0;
}

static int serial_wants(const rtx_transport *base)
{
    (void)base;
    return RTX_WANT_READ;
}

static const struct rtx_transport_verbs serial_verbs = {
    serial_step, serial_read, serial_write, serial_wants, serial_close};

/* ---- opening ---- */

static int cannot(const struct serial *t, int failure, struct rtx_error *error)
{
    char ports[128];

    switch (failure) {
    case EACCES:
    case EPERM:
        rtx__error(error, RTX_E_CONNECT, "no permission to open %s", t->device);
        RTX_ERROR_SET(error, hint,
                      "join the port's group, then log in again: sudo usermod "
                      "-aG dialout $USER");
        return RTX_E_CONNECT;
    case EBUSY:
        rtx__error(error, RTX_E_PORT_IN_USE, "%s is in use by another program",
                   t->device);
        RTX_ERROR_SET(error, hint,
                      "end that program, or wait for it; fuser DEVICE tells "
                      "which it is");
        return RTX_E_PORT_IN_USE;
    case ENOENT:
    case ENODEV:
    case ENXIO:
        rtx__serial_name_ports(ports, sizeof ports);
        rtx__error(error, RTX_E_CONNECT,
                   "there is no serial port %s; this computer has: %s",
                   t->device, ports);
        RTX_ERROR_SET(error, hint,
                      "plug the adapter in; rtx-show --ports lists the ports");
        return RTX_E_CONNECT;
    default:
        rtx__error(error, RTX_E_CONNECT, "cannot open %s: %s", t->device,
                   strerror(failure));
        RTX_ERROR_SET(error, hint, "check the device");
        return RTX_E_CONNECT;
    }
}

static int refused(const struct serial *t, const char *what,
                   struct rtx_error *error)
{
    char *reason = sp_last_error_message();
    int rc = rtx__error(error, RTX_E_CONNECT, "%s does not take %s: %s",
                        t->device, what, reason ? reason : "unknown error");

    sp_free_error_message(reason);
    RTX_ERROR_SET(error, hint,
                  "is it a serial port, and the rate one that it knows?");
    return rc;
}

/* Rate and frame of a real port. Not every adapter has modem lines. */
static int set_up(struct serial *t, struct sp_port *port, int baud,
                  struct rtx_error *error)
{
    int handle = -1;

    if (sp_open(port, SP_MODE_READ_WRITE) != SP_OK)
        return refused(t, "its settings", error);
    if (sp_get_port_handle(port, &handle) == SP_OK)
        (void)fcntl(handle, F_SETFD, FD_CLOEXEC);
    if (sp_set_baudrate(port, baud) != SP_OK)
        return refused(t, "that rate", error);
    if (sp_set_bits(port, 8) != SP_OK ||
        sp_set_parity(port, SP_PARITY_NONE) != SP_OK ||
        sp_set_stopbits(port, 1) != SP_OK)
        return refused(t, "8 bits, no parity, 1 stop bit", error);
    if (sp_set_flowcontrol(port, SP_FLOWCONTROL_XONXOFF) != SP_OK)
        return refused(t, "Xon/Xoff", error);
    (void)sp_set_dtr(port, SP_DTR_ON);
    (void)sp_set_rts(port, SP_RTS_ON);
    return 0;
}

/* The rest of the terminal's settings, and all of a pseudo terminal's. */
static int tidy(struct serial *t, struct rtx_error *error)
{
    struct termios now;

    if (tcgetattr(t->base.fd, &now) < 0)
        return cannot(t, errno, error);
    now.c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR |
                               IGNCR | ICRNL | IXANY);
    now.c_iflag |= (tcflag_t)(IXON | IXOFF);
    now.c_oflag &= ~(tcflag_t)OPOST;
    now.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    now.c_cflag |= (tcflag_t)(CREAD | CLOCAL);
    now.c_cc[VSTART] = XON;
    now.c_cc[VSTOP] = XOFF;
    now.c_cc[VMIN] = 1; /* else a read of nothing looks like the end */
    now.c_cc[VTIME] = 0;
    if (tcsetattr(t->base.fd, TCSANOW, &now) < 0)
        return cannot(t, errno, error);
    /* what an earlier reader left, and what an earlier writer was kept from */
    (void)tcflush(t->base.fd, TCIOFLUSH);
    (void)tcflow(t->base.fd, TCOON);
    return 0;
}

static int open_port(struct serial *t, long baud, struct rtx_error *error)
{
    struct sp_port *port = NULL;
    int rc;

    t->base.fd = rtx__above_streams(
        open(t->device, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (t->base.fd < 0)
        return cannot(t, errno, error);
    if (!isatty(t->base.fd))
        return cannot(t, ENOTTY, error);
    /* before anything is set: it may be somebody else's line */
    rc = rtx__port_lock(&t->lock, t->base.fd, t->device, error);
    if (rc < 0)
        return rc;
    t->locked = true;
    t->saved_valid = tcgetattr(t->base.fd, &t->saved) == 0;
    if (sp_get_port_by_name(t->device, &port) == SP_OK) {
        rc = set_up(t, port, (int)baud, error);
        (void)sp_close(port); /* our own descriptor keeps it as it is */
        sp_free_port(port);
        t->exclusive = rc == 0 && ioctl(t->base.fd, TIOCEXCL) == 0;
    }
    return rc < 0 ? rc : tidy(t, error);
}

int rtx__serial_open(rtx_transport **ret, const char *device, long baud,
                     struct rtx_error *error)
{
    struct serial *t = rtx__calloc(1, sizeof *t);
    char *resolved = realpath(device, NULL);
    int rc;

    if (!t) {
        free(resolved);
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    }
    t->base.verbs = &serial_verbs;
    t->base.fd = -1;
    t->base.wake_ms = INT64_MAX;
    t->device = rtx__strdup(resolved ? resolved : device);
    free(resolved);
    rc = t->device ? open_port(t, baud, error)
                   : rtx__error(error, RTX_E_NOMEM, "out of memory");
    if (rc < 0) {
        serial_close(&t->base);
        return rc;
    }
    *ret = &t->base;
    return 0;
}
