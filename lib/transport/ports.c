/* The serial ports of this computer, as libserialport finds them. */
#include <rtx/serial.h>

#include <libserialport.h>
#include <string.h>

#include "transport/serial.h"

struct rtx_serial_list {
    struct sp_port **ports;
    size_t count;
};

int rtx_serial_ports(rtx_serial_list **ret, struct rtx_error *error)
{
    rtx_serial_list *list;

    if (!ret)
        return rtx__error(error, RTX_E_ARGUMENT, "no result");
    list = rtx__calloc(1, sizeof *list);
    if (!list)
        return rtx__error(error, RTX_E_NOMEM, "out of memory");
    if (sp_list_ports(&list->ports) != SP_OK) {
        rtx_free(list);
        return rtx__error(error, RTX_E_IO, "the serial ports cannot be listed");
    }
    while (list->ports[list->count])
        list->count++;
    *ret = list;
    return (int)list->count;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

int rtx_serial_port(const rtx_serial_list *list, size_t index,
                    struct rtx_serial_port *ret)
{
    struct rtx_serial_port port = {.size = sizeof port};
    const struct sp_port *found;

    if (!list || index >= list->count)
        return RTX_E_ARGUMENT;
    found = list->ports[index];
    port.usb = sp_get_port_transport(found) == SP_TRANSPORT_USB;
    port.device = or_empty(sp_get_port_name(found));
    port.description = or_empty(sp_get_port_description(found));
    port.maker = or_empty(sp_get_port_usb_manufacturer(found));
    port.serial = or_empty(sp_get_port_usb_serial(found));
    return rtx__fill_sized(ret, &port, sizeof port);
}

void rtx_serial_ports_free(rtx_serial_list *list)
{
    if (!list)
        return;
    sp_free_port_list(list->ports);
    rtx_free(list);
}

void rtx__serial_name_ports(char *ret, size_t size)
{
    rtx_serial_list *list = NULL;
    struct rtx_buf names;
    int count = rtx_serial_ports(&list, NULL);

    rtx__buf_init(&names, 4096);
    for (int i = 0; i < count; i++) {
        struct rtx_serial_port port = {.size = sizeof port};

        if (rtx_serial_port(list, (size_t)i, &port) < 0)
            continue;
        (void)rtx__buf_format(&names, "%s%s", names.length ? ", " : "",
                              port.device);
    }
    rtx__copy(ret, size, names.length ? rtx__buf_str(&names) : "none");
    rtx__buf_free(&names);
    rtx_serial_ports_free(list);
}
