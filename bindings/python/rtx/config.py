"""Configurations, fragments and plans. Nothing here talks to a router."""

import json
import os
import weakref
from ctypes import byref, c_void_p, pointer
from dataclasses import dataclass, field
from typing import Any, Iterator, List, Optional, Tuple, Union

from ._library import encoded, lib, owned_text, path_text, sized, text
from ._structures import CChange, CPath, CPlanOptions, CRisk, CStatement
from .errors import c_error, check

Fragment = Union[str, "os.PathLike[str]", "Config"]
"""A fragment: its text, the path of its file (a `pathlib.Path`), or a Config."""

_FLAGS = ("no", "secret", "masked", "unknown", "cuts", "asks", "blind")
_OPS = ("add", "replace", "remove")
_RISKS = ("possible", "lockout", "cut")


def _flags(bits: int) -> Tuple[str, ...]:
    return tuple(name for bit, name in enumerate(_FLAGS) if bits >> bit & 1)


@dataclass(frozen=True)
class Statement:
    """One statement; its text may hold a secret, which repr does not show."""

    context: str
    text: str = field(repr=False)
    key: str
    flags: Tuple[str, ...]
    file: str
    line: int


@dataclass(frozen=True)
class Change:
    """One step of a plan. Secrets are ***."""

    op: str
    """add, replace, remove"""
    context: str
    text: str
    undo: str
    before: str
    file: str
    line: int
    flags: Tuple[str, ...]


@dataclass(frozen=True)
class Risk:
    """What a change may do to who sends it."""

    kind: str
    """possible, lockout, cut"""
    change: int
    """the index of the change"""
    text: str


@dataclass(frozen=True)
class Plan:
    """What a push would send, in order. It holds no secret."""

    changes: Tuple[Change, ...]
    risks: Tuple[Risk, ...]
    warnings: Tuple[str, ...]
    diff: str = field(repr=False)
    """the plan for people: per context, + and -"""
    empty: bool
    """it changes nothing that can be seen on the router"""

    def __len__(self) -> int:
        return len(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __str__(self) -> str:
        return self.diff


@dataclass(frozen=True)
class Backup:
    """A configuration as a file that brings it back, secrets in clear."""

    text: str = field(repr=False)
    missing: Tuple[str, ...]
    """what the router shows as `*` and cannot be brought back"""

    def write(self, path: "Union[str, os.PathLike[str]]") -> None:
        """Into a file that only its owner may read, whole or not at all."""
        target = os.fspath(path)
        part = f"{target}.{os.getpid()}.part"
        fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(fd, "w", encoding="utf-8") as file:
                file.write(self.text)
            os.replace(part, target)
        except BaseException:
            os.unlink(part)
            raise


class Config:
    """A list of statements."""

    def __init__(self, handle: int) -> None:
        self._pointer = handle
        self._free = weakref.finalize(self, lib.rtx_config_free, handle)

    @classmethod
    def fragment(
        cls,
        source: "Union[str, bytes]",
        name: str = "fragment",
        encoding: Optional[str] = None,
    ) -> "Config":
        """What a person wrote: checked, with file, line and column in errors."""
        raw = source.encode("utf-8") if isinstance(source, str) else source
        handle = c_void_p()
        error = c_error()
        rc = lib.rtx_config_parse_fragment(
            byref(handle),
            encoded(name, "the name"),
            raw,
            len(raw),
            encoded(encoding, "the encoding") if encoding else None,
            byref(error),
        )
        check(rc, error)
        return cls(handle.value or 0)

    @classmethod
    def file(cls, path: "Union[str, os.PathLike[str]]", encoding: Optional[str] = None) -> "Config":
        """A fragment in a file."""
        name = path_text(path, "the fragment")
        with open(name, "rb") as file:
            return cls.fragment(file.read(), name, encoding)

    @classmethod
    def running(cls, printed: "Union[str, bytes]", columns: int = 0) -> "Config":
        """What `show config` printed."""
        raw = printed.encode("utf-8") if isinstance(printed, str) else printed
        handle = c_void_p()
        error = c_error()
        check(
            lib.rtx_config_parse_running(byref(handle), raw, len(raw), columns, byref(error)),
            error,
        )
        return cls(handle.value or 0)

    @classmethod
    def of(cls, fragment: Fragment) -> "Config":
        """Whatever stands for a fragment in a call."""
        if isinstance(fragment, Config):
            return fragment
        if isinstance(fragment, str):
            return cls.fragment(fragment)
        return cls.file(fragment)

    def __len__(self) -> int:
        count: int = lib.rtx_config_count(self._pointer)
        return count

    def __iter__(self) -> Iterator[Statement]:
        for index in range(len(self)):
            yield self[index]

    def __getitem__(self, index: int) -> Statement:
        raw = sized(CStatement)
        if not 0 <= index < len(self):
            raise IndexError(index)
        check(lib.rtx_config_statement(self._pointer, index, byref(raw)))
        return Statement(
            text(raw.context),
            text(raw.text),
            text(raw.key),
            _flags(raw.flags),
            text(raw.file),
            raw.line,
        )

    def append(self, other: Fragment) -> None:
        """Several fragments become one."""
        config = Config.of(other)  # kept until the call is over
        check(lib.rtx_config_append(self._pointer, config._pointer))

    @property
    def header(self) -> str:
        """The header lines of `show config`."""
        return text(lib.rtx_config_header(self._pointer))

    def text(self, *, secrets: bool = False) -> str:
        """As `show config` prints it, without header; secrets as `*`."""
        return owned_text(lib.rtx_config_text(self._pointer, 0 if secrets else 1), wipe=True)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<rtx.Config of {len(self)} statements>"

    def backup(self) -> Backup:
        """As a file from which it can be brought back, secrets in clear."""
        missing = c_void_p()
        told = owned_text(lib.rtx_config_backup(self._pointer, byref(missing)), wipe=True)
        return Backup(told, tuple(owned_text(missing.value).splitlines()))

    def plan(
        self,
        wanted: Fragment,
        *,
        replace: bool = False,
        address: Optional[str] = None,
        source: Optional[str] = None,
        interface: Optional[str] = None,
        transport: Optional[str] = None,
    ) -> Plan:
        """What must be sent to a router with this configuration. The path to
        the router, where it is given, tells the risks of the plan."""
        path = sized(CPath)
        path.transport = _TRANSPORTS[transport]
        path.address = encoded(address, "the address") if address else None
        path.source = encoded(source, "the source") if source else None
        path.interface = encoded(interface, "the interface") if interface else None
        options = sized(CPlanOptions)
        options.mode = 1 if replace else 0
        if transport or address or source or interface:
            options.path = pointer(path)
        return _make_plan(self, Config.of(wanted), options)


_TRANSPORTS = {None: 0, "serial": 1, "telnet": 2, "ssh": 3}


def _make_plan(running: Config, wanted: Config, options: CPlanOptions) -> Plan:
    handle = c_void_p()
    error = c_error()
    rc = lib.rtx_plan_make(
        byref(handle), running._pointer, wanted._pointer, byref(options), byref(error)
    )
    check(rc, error)
    try:
        return read_plan(handle.value or 0)
    finally:
        lib.rtx_plan_free(handle)


def _change(plan: int, index: int) -> Change:
    raw = sized(CChange)
    check(lib.rtx_plan_change(plan, index, byref(raw)))
    return Change(
        _OPS[raw.op],
        text(raw.context),
        text(raw.shown),
        text(raw.shown_undo),
        text(raw.shown_before),
        text(raw.file),
        raw.line,
        _flags(raw.flags),
    )


def _risks(plan: int) -> Iterator[Risk]:
    index = 0
    raw = sized(CRisk)
    while lib.rtx_plan_risk(plan, index, byref(raw)) == 0:
        yield Risk(_RISKS[raw.kind], raw.change, text(raw.text))
        index += 1


def warnings_of(function: Any, handle: int) -> Tuple[str, ...]:
    """All texts of a call that gives them one by one."""
    found: List[str] = []
    while True:
        warning = function(handle, len(found))
        if warning is None:
            return tuple(found)
        found.append(text(warning))


def read_plan(plan: int) -> Plan:
    """A copy of a plan of the library."""
    return Plan(
        tuple(_change(plan, index) for index in range(lib.rtx_plan_count(plan))),
        tuple(_risks(plan)),
        warnings_of(lib.rtx_plan_warning, plan),
        owned_text(lib.rtx_plan_text(plan, 0)),
        bool(lib.rtx_plan_is_empty(plan)),
    )


def plan_json(plan: int) -> Any:
    return json.loads(owned_text(lib.rtx_plan_json(plan)))
