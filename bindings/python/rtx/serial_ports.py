"""The serial ports of this computer."""

from ctypes import byref, c_void_p
from dataclasses import dataclass
from typing import List

from ._library import lib, sized, text
from ._structures import CSerialPort
from .errors import c_error, check


@dataclass(frozen=True)
class SerialPort:
    device: str
    description: str
    usb: bool
    maker: str
    serial: str

    @property
    def endpoint(self) -> str:
        """For `rtx.connect()`."""
        return f"serial://{self.device}"


def serial_ports() -> List[SerialPort]:
    """The ports that this computer has now."""
    handle = c_void_p()
    error = c_error()
    count = check(lib.rtx_serial_ports(byref(handle), byref(error)), error)
    try:
        found = []
        for index in range(count):
            raw = sized(CSerialPort)
            check(lib.rtx_serial_port(handle, index, byref(raw)))
            found.append(
                SerialPort(
                    text(raw.device),
                    text(raw.description),
                    bool(raw.usb),
                    text(raw.maker),
                    text(raw.serial),
                )
            )
        return found
    finally:
        lib.rtx_serial_ports_free(handle)
