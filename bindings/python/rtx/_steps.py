"""What blocking and asyncio have in common: work as a generator.

An operation is a generator that yields whatever it has to wait for and goes on
when that may have happened. Who drives it (below for blocking calls, aio.py for
asyncio) waits, and throws what ends it early into it.
"""

import importlib
import math
import os
import select
import signal
import threading
import time
from types import FrameType, TracebackType
from typing import Any, Dict, Generator, List, Optional, Tuple, Type, TypeVar

T = TypeVar("T")

NEVER = 2**63 - 1
LONGEST = 3600.0

# below `signal`, without its enumerations: they take ten times as long
_signal: Any = importlib.import_module("_signal")
READ = 1
WRITE = 2


class Wait:
    """What to wait for: a descriptor, and a time of the monotonic clock."""

    def fd(self) -> int:
        raise NotImplementedError

    def wants(self) -> int:
        raise NotImplementedError

    def deadline(self) -> int:
        """In ms; NEVER."""
        raise NotImplementedError


Steps = Generator[Wait, None, T]


class Expired(BaseException):
    """Thrown into an operation whose time is over."""


def seconds_until(deadline: int) -> Optional[float]:
    """None: never."""
    if deadline == NEVER:
        return None
    return max(0.0, deadline / 1000 - time.monotonic())


class Signals:
    """Handlers of signals run, while this is entered, only where `deliver()` is
    called: what they raise (KeyboardInterrupt) never cuts a step in two."""

    DEFERRED = (int(signal.SIGINT), int(signal.SIGTERM), int(signal.SIGHUP))

    def __init__(self, wake: bool = True) -> None:
        """With `wake` what comes makes `fd` readable."""
        self._wake = wake
        self._handlers: Dict[int, Any] = {}
        self._noted: List[Tuple[int, Optional[FrameType]]] = []
        self.fd = -1
        self._write = -1

    def __enter__(self) -> "Signals":
        if threading.current_thread() is not threading.main_thread():
            return self  # the handlers run in the main thread alone
        handlers = {number: _signal.getsignal(number) for number in self.DEFERRED}
        self._handlers = {number: one for number, one in handlers.items() if callable(one)}
        if self._handlers and self._wake:
            self.fd, self._write = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        for number in self._handlers:
            _signal.signal(number, self._note)
        return self

    def _note(self, number: int, frame: Optional[FrameType]) -> None:
        self._noted.append((number, frame))
        try:
            if self._wake:
                os.write(self._write, b"!")
        except BlockingIOError:
            pass  # it is full of them

    def deliver(self) -> None:
        """Call the handlers of what has come."""
        if not self._noted:
            return
        try:
            if self._wake:
                os.read(self.fd, 4096)
        except BlockingIOError:
            pass
        while self._noted:
            number, frame = self._noted.pop(0)
            self._handlers[number](number, frame)

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        for number, handler in self._handlers.items():
            _signal.signal(number, handler)
        try:
            self.deliver()
        finally:
            if self.fd >= 0:
                os.close(self.fd)
                os.close(self._write)


def _poll(wait: Wait, limit: Optional[float], woken_by: int) -> None:
    left = LONGEST if limit is None else max(0.0, limit - time.monotonic())
    until = seconds_until(wait.deadline())
    seconds = min(left, LONGEST if until is None else until, LONGEST)
    poll = select.poll()
    fd = wait.fd()
    if fd >= 0:
        wants = wait.wants()
        poll.register(
            fd,
            (select.POLLIN if wants & READ else 0) | (select.POLLOUT if wants & WRITE else 0),
        )
    if woken_by >= 0:
        poll.register(woken_by, select.POLLIN)
    # rounded up, so that it is really over then
    poll.poll(math.ceil(seconds * 1000))


def drive(steps: "Steps[T]", timeout: Optional[float]) -> T:
    """Block until it is done, but for cleaning up not longer than `timeout`."""
    with Signals() as signals:
        return _drive(steps, None if timeout is None else time.monotonic() + timeout, signals)


def _drive(steps: "Steps[T]", limit: Optional[float], signals: Signals) -> T:
    try:
        wait = next(steps)
        while True:
            try:
                _poll(wait, limit, signals.fd)
                signals.deliver()
                if limit is not None and time.monotonic() >= limit:
                    limit = None
                    raise Expired
            except BaseException as error:
                wait = steps.throw(error)
            else:
                wait = next(steps)
    except StopIteration as end:
        value: T = end.value
        return value


def step(steps: "Steps[T]", thrown: Optional[BaseException]) -> Wait:
    """One step, whole, whatever signals come."""
    with Signals(wake=False):
        return next(steps) if thrown is None else steps.throw(thrown)


def clean_up(steps: "Steps[T]", thrown: BaseException) -> None:
    """Throw it, and block until what has to be done then is done."""
    try:
        wait = steps.throw(thrown)
        while True:
            _poll(wait, None, -1)
            wait = next(steps)
    except (StopIteration, type(thrown)):
        pass
