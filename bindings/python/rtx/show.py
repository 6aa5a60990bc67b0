"""Outputs of the router's commands, parsed."""

import functools
import json
from ctypes import byref, c_void_p
from dataclasses import dataclass
from typing import Any, List, Optional, Tuple, Union

from ._convert import read_output
from ._library import encoded, lib, owned_text, sized, text
from ._records import OUTPUTS, RECORDS
from ._structures import CShowReport
from .errors import Code, check

ALL = None
"""All of them, where the router has several."""


@dataclass(frozen=True)
class Unparsed:
    """A line that nobody understood."""

    line: int
    text: str


@dataclass(frozen=True)
class Parsed:
    """What a command printed, and how much of it was understood.

    `data` is a list of records, or one record, as the command gives them; None
    when there is no parser for the command, or nothing was understood.
    """

    command: str
    data: Any
    complete: bool
    lines: int
    understood: int
    unparsed: Tuple[Unparsed, ...]
    language: Optional[str]
    model: Optional[str]
    revision: Optional[str]


def _bytes(what: Union[str, bytes]) -> bytes:
    return what.encode("utf-8") if isinstance(what, str) else what


@functools.lru_cache(maxsize=1024)
def output_of(command: str) -> Optional[str]:
    """The name of the output that a command gives: "ip_route"."""
    schema = c_void_p()
    rc = lib.rtx_schema_json(encoded(command, "the command"), byref(schema))
    if rc == Code.UNSUPPORTED:
        return None
    check(rc)
    name: str = json.loads(owned_text(schema.value))["$id"]
    return name


def _unparsed(report: Any) -> Tuple[Unparsed, ...]:
    found = []
    for index in range(report.unparsed):
        line = report.unparsed_lines[index]
        found.append(Unparsed(line.line, text(line.text)))
    return tuple(found)


def parse(command: str, printed: Union[str, bytes]) -> Parsed:
    """Parse what `command` printed: UTF-8, Shift_JIS or EUC-JP, in Japanese or
    English, with or without prompts and traces of the pager."""
    name = output_of(command)
    raw = _bytes(printed)
    output = c_void_p()
    report = sized(CShowReport)
    check(
        lib.rtx_parse_show(
            encoded(command, "the command"), raw, len(raw), byref(output), byref(report)
        )
    )
    try:
        data: Any = None
        if name is not None:
            kind = OUTPUTS[name]
            rows: List[Any] = read_output(output.value or 0, RECORDS[kind.record], RECORDS)
            data = rows if kind.array else (rows[0] if rows else None)
        return Parsed(
            text(report.command),
            data,
            bool(report.complete),
            report.lines,
            report.understood,
            _unparsed(report),
            text(report.language) or None,
            text(report.model) or None,
            text(report.revision) or None,
        )
    finally:
        lib.rtx_free(output)


def parse_json(command: str, printed: Union[str, bytes]) -> Any:
    """The same as the JSON of `rtx-show --json`, decoded."""
    raw = _bytes(printed)
    output = c_void_p()
    check(
        lib.rtx_parse_show(encoded(command, "the command"), raw, len(raw), byref(output), None)
    )
    try:
        told = c_void_p()
        check(lib.rtx_show_output_json(output, byref(told)))
        return json.loads(owned_text(told.value))
    finally:
        lib.rtx_free(output)


def json_schema(command: str) -> Any:
    """The JSON Schema of what `parse_json()` gives for a command."""
    schema = c_void_p()
    check(lib.rtx_schema_json(encoded(command, "the command"), byref(schema)))
    return json.loads(owned_text(schema.value))


def redacted(command: str, printed: Union[str, bytes]) -> str:
    """The text as the router printed it, with the secrets in it as `*`."""
    raw = _bytes(printed)
    told = c_void_p()
    check(lib.rtx_show_text(encoded(command, "the command"), raw, len(raw), byref(told)))
    return owned_text(told.value)


# ---- commands ----


def numbered(before: str, number: Optional[int], after: str = "") -> str:
    """`show status pp 1`; without a number all of them."""
    if number is None:
        return before + after
    if number < 0:
        raise ValueError(f"{before}: {number} is no number of one")
    return f"{before} {int(number)}{after}"


def ping_command(host: str, count: int) -> str:
    if not host or len(host) > 255 or host.startswith("-"):
        raise ValueError("ping needs a host")
    if any(sign <= " " or sign in "\"'\\|>?" for sign in host):
        raise ValueError("a host's name has no such characters")
    if not 1 <= count <= 64:
        raise ValueError("ping: 1 to 64 packets")
    return f"ping -c {int(count)} {host}"
