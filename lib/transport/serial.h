/* serial: what the files about serial ports share; private to transport. */
#ifndef RTX_TRANSPORT_SERIAL_H
#define RTX_TRANSPORT_SERIAL_H

#include "transport/transport.h"

struct rtx_port_lock {
    char *path; /* of the file that tells others; NULL: none */
};
/* Lock an open port, or RTX_E_PORT_IN_USE. The lock ends with the fd. */
int rtx__port_lock(struct rtx_port_lock *lock, int fd, const char *device,
                   struct rtx_error *error);
/* Take the file away; before the fd is closed. */
void rtx__port_unlock(struct rtx_port_lock *lock);

/* The devices of all ports, ", " between them, or "none". */
void rtx__serial_name_ports(char *ret, size_t size);

#endif
