"""What blocking and asyncio have in common: work as a generator.

An operation is a generator that yields whatever it has to wait for and goes on
when that may have happened. Who drives it (below for blocking calls, aio.py for
asyncio) waits, and throws what ends it early into it.
"""

import math
import select
import time
from typing import Generator, Optional, TypeVar

T = TypeVar("T")

NEVER = 2**63 - 1
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


def _poll(wait: Wait, limit: Optional[float]) -> None:
    seconds = seconds_until(wait.deadline())
    if limit is not None:
        left = max(0.0, limit - time.monotonic())
        seconds = left if seconds is None else min(seconds, left)
    poll = select.poll()
    fd = wait.fd()
    if fd >= 0:
        wants = wait.wants()
        poll.register(
            fd,
            (select.POLLIN if wants & READ else 0) | (select.POLLOUT if wants & WRITE else 0),
        )
    # rounded up, so that it is really over then
    poll.poll(None if seconds is None else math.ceil(seconds * 1000))


def drive(steps: "Steps[T]", timeout: Optional[float]) -> T:
    """Block until it is done, but for cleaning up not longer than `timeout`."""
    limit = None if timeout is None else time.monotonic() + timeout
    try:
        wait = next(steps)
        while True:
            try:
                _poll(wait, limit)
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
