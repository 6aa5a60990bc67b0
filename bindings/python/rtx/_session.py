"""One router's session, as steps that never block."""

import math
import os
import threading
from contextlib import contextmanager
from ctypes import byref, c_void_p
from dataclasses import dataclass
from typing import Any, Callable, Iterator, Optional, Union

from . import show
from ._library import encoded, freed_with, lib, path_text, sized, text
from ._steps import Expired, Steps, Wait
from ._structures import CSessionInfo
from .config import Config
from .errors import BusyError, ClosedError, Code, Error, c_error, check, from_c
from .secret import CSecret, SecretLike, check_secret

_LOGIN_TIMERS = {"tell": 0, "keep": 1, "again": 2}


@dataclass(frozen=True)
class Options:
    """How to get at a router. It pickles if its secrets do."""

    endpoint: str
    user: Optional[str] = None
    login_password: SecretLike = None
    admin_password: SecretLike = None
    known_hosts: "Union[None, str, os.PathLike[str]]" = None
    accept_new_host_key: bool = False
    legacy_algorithms: bool = False
    ssh_config: "Union[None, str, os.PathLike[str]]" = None
    identity: "Union[None, str, os.PathLike[str]]" = None
    passphrase: SecretLike = None
    transcript: "Union[None, str, os.PathLike[str]]" = None
    login_timer: str = "tell"
    silence: Optional[float] = None
    connect_timeout: Optional[float] = None
    window: Optional[int] = None

    def __post_init__(self) -> None:
        """What is wrong here is said before anything is connected."""
        encoded(self.endpoint, "the endpoint")
        if self.user is not None:
            encoded(self.user, "the user")
        for name in ("login_password", "admin_password", "passphrase"):
            check_secret(getattr(self, name), name)
        if self.login_timer not in _LOGIN_TIMERS:
            raise ValueError(f"login_timer: one of {', '.join(_LOGIN_TIMERS)}")
        for name in ("silence", "connect_timeout"):
            checked_seconds(getattr(self, name), name)
        if self.window is not None and not isinstance(self.window, int):
            raise TypeError(f"window: a number of lines, not {self.window!r}")
        for name in ("known_hosts", "ssh_config", "identity", "transcript"):
            if getattr(self, name) is not None:
                path_text(getattr(self, name), name)

    def __repr__(self) -> str:
        return f"<rtx options of {self.endpoint}>"


@dataclass(frozen=True)
class Info:
    """Facts about a session."""

    administrator: bool
    lockstep: bool
    rtt: Optional[float]
    lines_sent: int
    bytes_sent: int
    bytes_received: int
    pagers: int
    damages: int


def _path(value: "Union[None, str, os.PathLike[str]]") -> Optional[bytes]:
    return None if value is None else os.fsencode(value)


def checked_seconds(seconds: Optional[float], what: str) -> Optional[float]:
    """None, for no limit, if it is None or endless."""
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise TypeError(f"{what} must be a number of seconds, not {type(seconds).__name__}")
    if math.isnan(seconds) or seconds < 0:
        raise ValueError(f"{what} must be a number of seconds, not {seconds}")
    return None if math.isinf(seconds) else seconds


def milliseconds(seconds: Optional[float]) -> Optional[int]:
    return None if seconds is None or math.isinf(seconds) else int(seconds * 1000)


class Session(Wait):
    """The C session, its life, and its operations as steps."""

    def __init__(self, options: Options) -> None:
        handle = c_void_p()
        error = c_error()
        check(
            lib.rtx_session_new(
                byref(handle), encoded(options.endpoint, "the endpoint"), byref(error)
            ),
            error,
        )
        self.pointer: Optional[int] = handle.value
        self._free = freed_with(self, lib.rtx_session_free, handle.value)
        self._process = os.getpid()
        self._lock = threading.Lock()
        self.options = options
        self.usable = False
        self._set(options)

    def _set(self, options: Options) -> None:
        numbers = (
            (1, milliseconds(options.silence)),
            (2, milliseconds(options.connect_timeout)),
            (3, options.window),
            (9, _LOGIN_TIMERS[options.login_timer]),
            (11, int(options.accept_new_host_key)),
            (12, int(options.legacy_algorithms)),
        )
        for option, value in numbers:
            if value is not None:
                check(lib.rtx_session_set(self.pointer, option, value))
        texts = (
            (1, _path(options.known_hosts)),
            (2, _path(options.ssh_config)),
            (3, _path(options.identity)),
        )
        for option, path in texts:
            if path is not None:
                check(lib.rtx_session_set_text(self.pointer, option, path))
        if options.user is not None:
            check(lib.rtx_session_set_user(self.pointer, encoded(options.user, "the user")))
        for function, name in (
            (lib.rtx_session_set_login_password, "login_password"),
            (lib.rtx_session_set_admin_password, "admin_password"),
            (lib.rtx_session_set_passphrase, "passphrase"),
        ):
            with CSecret(getattr(options, name), name) as pointer:
                if pointer:
                    check(function(self.pointer, pointer))
        if options.transcript is not None:
            check(lib.rtx_session_set_transcript(self.pointer, _path(options.transcript)))

    # ---- what a driver asks ----

    def fd(self) -> int:
        return int(lib.rtx_session_fd(self.pointer))

    def wants(self) -> int:
        return int(lib.rtx_session_wants(self.pointer))

    def deadline(self) -> int:
        return int(lib.rtx_session_deadline(self.pointer))

    # ---- its life ----

    @property
    def foreign(self) -> bool:
        """Is this the copy of a forked child? The connection is its parent's."""
        return self._process != os.getpid()

    @property
    def closed(self) -> bool:
        # what collects a cycle frees the session before it ends who works on it
        return self.pointer is None or self.foreign or not self._free.alive

    def error(self, code: int) -> Error:
        return from_c(code, lib.rtx_session_error(self.pointer).contents)

    def free(self) -> None:
        """At once, without the router's leave."""
        self.usable = False
        self.pointer = None
        self._free()

    @property
    def busy(self) -> bool:
        return self._lock.locked()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """One operation at a time, of one thread or task."""
        if self.closed:
            raise ClosedError(
                "this router is another process's" if self.foreign else "this router is closed",
                code=Code.CLOSED,
                router=self.options.endpoint,
                hint="connect anew after a fork" if self.foreign else "",
            )
        if not self._lock.acquire(blocking=False):
            raise BusyError(
                "another call is under way on this router",
                code=Code.BUSY,
                router=self.options.endpoint,
                hint="one call at a time per router",
            )
        try:
            yield
        finally:
            self._lock.release()

    # ---- operations ----

    def interrupt(self) -> None:
        """What the router did of the operation is not known."""
        lib.rtx_session_cancel(self.pointer)
        lib.rtx_session_process(self.pointer)
        self.usable = False

    def _operate(self, start: Callable[[], int]) -> Steps[int]:
        rc = start()
        if rc < 0:
            raise self.error(rc)
        try:
            while lib.rtx_session_process(self.pointer) == 0:
                yield self
        except Expired:
            self.interrupt()
            raise from_c(
                Code.TIMEOUT, router=self.options.endpoint, step="the time given is over"
            ) from None
        except BaseException:
            self.interrupt()
            raise
        return int(lib.rtx_session_result(self.pointer))

    def _done(self, start: Callable[[], int]) -> Steps[None]:
        rc = yield from self._operate(start)
        if rc < 0:
            if Code.DESYNC <= rc <= Code.CLOSED:
                self.usable = False
            raise self.error(rc)

    def open(self) -> Steps[None]:
        yield from self._done(lambda: int(lib.rtx_session_start_open(self.pointer)))
        self.usable = True

    def administrator(self) -> Steps[None]:
        yield from self._done(lambda: int(lib.rtx_session_start_administrator(self.pointer)))

    def run(self, command: str) -> Steps[str]:
        line = encoded(command, "the command")
        yield from self._done(lambda: int(lib.rtx_session_start_run(self.pointer, line)))
        return text(lib.rtx_session_output(self.pointer))

    def save(self) -> Steps[None]:
        yield from self._done(lambda: int(lib.rtx_session_start_save(self.pointer)))

    def close(self) -> Steps[None]:
        """Politely if that can be done; it is freed in any case."""
        try:
            if self.pointer is not None and self.usable:
                yield from self._operate(
                    lambda: int(lib.rtx_session_start_close(self.pointer))
                )
        except Error:
            pass  # gone is gone
        finally:
            self.free()

    def show(self, command: str) -> Steps[show.Parsed]:
        if command.split()[:2] == ["show", "config"]:
            yield from self.administrator()
        printed = yield from self.run(command)
        return show.parse(command, printed)

    def config(self) -> Steps[Config]:
        """The running configuration."""
        yield from self.administrator()
        printed = yield from self.run("show config")
        return Config.running(printed)

    # ---- what is known ----

    def info(self) -> Info:
        raw: Any = sized(CSessionInfo)
        check(lib.rtx_session_info(self.pointer, byref(raw)))
        return Info(
            bool(raw.administrator),
            bool(raw.lockstep),
            None if raw.rtt_ms < 0 else raw.rtt_ms / 1000,
            raw.lines_sent,
            raw.bytes_sent,
            raw.bytes_received,
            raw.pagers,
            raw.damages,
        )
