/**
 * @file serial.h
 * The serial ports of this computer, for people who look for the router's.
 */
#ifndef RTX_SERIAL_H
#define RTX_SERIAL_H

#include <rtx/base.h>
#include <rtx/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The ports as they were when asked for. Opaque. */
typedef struct rtx_serial_list rtx_serial_list;

/** One port. Set `size` before the call. Texts are borrowed from the list. */
struct rtx_serial_port {
    uint32_t size;           /**< set by the caller: sizeof of the struct */
    int32_t usb;             /**< 1: behind USB */
    const char *device;      /**< "/dev/ttyUSB0": serial:// and this is the
                                  endpoint */
    const char *description; /**< what the system knows of it, or "" */
    const char *maker;       /**< of a USB adapter, or "" */
    const char *serial;      /**< serial number of a USB adapter, or "" */
};

/**
 * List the serial ports that this computer has now.
 * @return how many there are; RTX_E_NOMEM, RTX_E_IO (detail in `error`, which
 *         may be NULL). *ret is the caller's, who frees it.
 */
RTX_API RTX_MUST_USE int rtx_serial_ports(rtx_serial_list **ret,
                                          struct rtx_error *error);

/** Fill `ret` with port `index`, from 0; RTX_E_ARGUMENT behind the last. */
RTX_API int rtx_serial_port(const rtx_serial_list *list, size_t index,
                            struct rtx_serial_port *ret);

/** Free a list. NULL is fine. */
RTX_API void rtx_serial_ports_free(rtx_serial_list *list);

#ifdef __cplusplus
}
#endif

#endif
