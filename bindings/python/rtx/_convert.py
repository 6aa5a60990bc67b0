"""From the library's records to Python's."""

import ipaddress
from ctypes import addressof, byref
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple, Union

from ._library import lib, sized, text

Address = Union[
    ipaddress.IPv4Address,
    ipaddress.IPv6Address,
    ipaddress.IPv4Network,
    ipaddress.IPv6Network,
    str,
]
"""An address; a network when a prefix is printed and the bits behind it are
zero, an interface (which is an address, too) when they are not; the text as
printed ("default") where there is no address."""


class Field(NamedTuple):
    name: str
    type: str
    inner: str
    """of `records`: the name of their record"""


class Record(NamedTuple):
    make: Any
    structure: Any
    fields: Tuple[Field, ...]


class Output(NamedTuple):
    record: str
    array: bool
    command: str


@dataclass(frozen=True)
class _Address:
    """What stands in a CAddress, for the conversion and its test."""

    text: str
    family: int
    prefix: int
    packed: bytes


def _address(raw: Any) -> Optional[Address]:
    if raw.text is None:
        return None
    printed = text(raw.text)
    return to_address(_Address(printed, raw.family, raw.prefix, bytes(raw.bytes)))


def to_address(raw: _Address) -> Address:
    if raw.text == "default":  # the library has 0.0.0.0/0 for it
        return raw.text
    if raw.family == 4:
        plain: Any = ipaddress.IPv4Address(raw.packed[:4])
    elif raw.family == 6:
        plain = ipaddress.IPv6Address(raw.packed)
    else:
        return raw.text
    if raw.prefix < 0:
        found: Address = plain
        return found
    try:
        network: Address = ipaddress.ip_network((plain, raw.prefix))
        return network
    except ValueError:
        interface: Address = ipaddress.ip_interface((plain, raw.prefix))
        return interface


def _time(raw: Optional[bytes]) -> Optional[datetime]:
    if raw is None:
        return None
    try:
        return datetime.fromisoformat(raw.decode("ascii"))
    except ValueError:
        return None  # a clock that was never set prints a day that there is not


def _optional_text(raw: Optional[bytes]) -> Optional[str]:
    return None if raw is None else text(raw)


def _texts(raw: Any) -> Tuple[str, ...]:
    return tuple(text(raw.items[index]) for index in range(raw.count))


def _ranges(raw: Any) -> Tuple[Tuple[int, int], ...]:
    return tuple((raw.items[index].first, raw.items[index].last) for index in range(raw.count))


_ALWAYS: Dict[str, Callable[[Any], Any]] = {
    "text": _optional_text,
    "word": _optional_text,
    "time": _time,
    "address": _address,
    "texts": _texts,
    "ranges": _ranges,
}
_IF_PRESENT: Dict[str, Callable[[Any], Any]] = {
    "number": int,
    "duration": int,
    "decimal": float,
    "flag": bool,
}


def convert(record: Record, raw: Any, records: Dict[str, Record]) -> Any:
    """The frozen dataclass for a filled structure."""
    values: List[Any] = []
    for number, field in enumerate(record.fields):
        value = getattr(raw, field.name)
        if field.type == "records":
            values.append(tuple(read_list(value, records[field.inner], records)))
        elif field.type in _ALWAYS:
            values.append(_ALWAYS[field.type](value))
        elif raw.present >> number & 1:
            values.append(_IF_PRESENT[field.type](value))
        else:
            values.append(None)
    return record.make(*values)


def read_list(raw: Any, record: Record, records: Dict[str, Record]) -> List[Any]:
    """All records of a list that stands inside another record."""
    found = []
    for index in range(raw.count):
        item = sized(record.structure)
        if lib.rtx_list_record(addressof(raw), index, byref(item)) == 0:
            found.append(convert(record, item, records))
    return found


def read_output(pointer: int, record: Record, records: Dict[str, Record]) -> List[Any]:
    """All records of an output."""
    found = []
    for index in range(lib.rtx_show_count(pointer)):
        item = sized(record.structure)
        if lib.rtx_show_record(pointer, index, byref(item)) == 0:
            found.append(convert(record, item, records))
    return found
