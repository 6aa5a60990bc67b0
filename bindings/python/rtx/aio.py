"""The same over asyncio, without threads.

    async with rtx.aio.connect("ssh://admin@192.168.100.254", login_password=secret) as router:
        for route in await router.show.ip_route():
            print(route.destination, route.interface)

Whatever cancels a call (`asyncio.wait_for`, `asyncio.timeout`, a task group)
leaves no session behind: the call's session is closed, as nobody knows what the
router did of it. A push that is cancelled first brings the router back to what
it was; that takes the time that it takes, and a second cancellation does not
stop it.

Setting passwords and host keys is only there in the blocking `rtx.Router`.
"""

import asyncio
import inspect
import os
import time
from types import TracebackType
from typing import Any, Callable, Generator, Optional, Set, Type, TypeVar, Union

from ._aio_named import Show
from ._calls import DEFAULT_TIMEOUT, LEAVE_TIMEOUT, PushCalls, RouterCalls, cooked
from ._session import Options, checked_seconds
from ._steps import READ, WRITE, Expired, Signals, Steps, Wait, clean_up, seconds_until, step
from ._steps import drive as blocking_drive
from ._transaction import PushOptions, Result
from .config import Backup, Config, Fragment, Plan
from .doctor import Diagnosis, examine
from .errors import Code, Error, InterruptedError_
from .secret import SecretLike

T = TypeVar("T")


_under_way: Set[Any] = set()
"""Not collected before who awaits it: that still has to be cleaned up."""


class Work:
    """A call under way. Who leaves the router ends it, and waits until it is over."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.over: "asyncio.Future[None]" = self.loop.create_future()
        self.reason: Optional[Error] = None
        self.wake: Callable[[], None] = lambda: None

    def end(self, reason: Error) -> None:
        self.reason = self.reason or reason
        self.wake()

    def finish(self) -> None:
        if not self.loop.is_closed():
            self.over.set_result(None)


async def _ready(wait: Wait, limit: Optional[float], work: Work) -> None:
    """Until the descriptor is ready, a time has come, or somebody ends it."""
    loop = work.loop
    future: "asyncio.Future[None]" = loop.create_future()

    def wake() -> None:
        if not future.done():
            future.set_result(None)

    work.wake = wake
    seconds = seconds_until(wait.deadline())
    if limit is not None:
        left = max(0.0, limit - time.monotonic())
        seconds = left if seconds is None else min(seconds, left)
    fd = wait.fd()
    wants = wait.wants() if fd >= 0 else 0
    timer: Optional[asyncio.TimerHandle] = None
    try:
        with Signals(wake=False):
            if seconds is not None:
                # a little later, so that it is really over then
                timer = loop.call_later(seconds + 0.001, wake)
            if wants & READ:
                loop.add_reader(fd, wake)
            if wants & WRITE:
                loop.add_writer(fd, wake)
        await future
    finally:
        # before anything is processed: the descriptor may be another one then
        with Signals(wake=False):
            if wants & READ and not loop.is_closed():
                loop.remove_reader(fd)
            if wants & WRITE and not loop.is_closed():
                loop.remove_writer(fd)
            if timer is not None:
                timer.cancel()


async def drive(steps: "Steps[T]", timeout: Optional[float], work: Work) -> T:
    """Await its end, but for cleaning up not longer than `timeout`."""
    limit = None if timeout is None else time.monotonic() + timeout
    ending = False
    thrown: Optional[BaseException] = None
    again: Optional[asyncio.CancelledError] = None
    while True:
        try:
            wait = step(steps, thrown)
            thrown = None
            await _ready(wait, limit, work)
            if work.reason is not None and not ending:
                raise work.reason
            if limit is not None and time.monotonic() >= limit:
                raise Expired
        except StopIteration as end:
            if again is not None:
                raise again from None
            value: T = end.value
            return value
        except BaseException as error:
            if inspect.getgeneratorstate(steps) == inspect.GEN_CLOSED:  # its own
                if again is not None and isinstance(error, Exception):
                    raise again from error
                raise
            if isinstance(error, GeneratorExit):
                # its loop is gone: nobody would wait for what is left to do
                clean_up(steps, InterruptedError_("the event loop ended", code=Code.INTERRUPTED))
                raise
            if ending and isinstance(error, asyncio.CancelledError):
                again, thrown = error, None  # it is on its way back already
            else:
                ending, thrown, limit = True, error, None


class Router(RouterCalls):
    """A router that is connected. Made by `rtx.aio.connect()`."""

    _shown = "rtx.aio.Router"

    def __init__(self, options: Options, timeout: float = DEFAULT_TIMEOUT) -> None:
        super().__init__(options, timeout)
        self._work: Optional[Work] = None

    async def _open(self) -> "Router":
        try:
            await self._do(self._session.open(), None)
        except BaseException:
            self._session.free()
            raise
        return self

    async def _do(self, steps: "Steps[T]", timeout: Optional[float]) -> T:
        return await self._push(steps, self._limit(timeout))

    async def _push(self, steps: "Steps[T]", timeout: Optional[float]) -> T:
        """A push has deadlines of its own; a time given here rolls it back."""
        limit = checked_seconds(timeout, "timeout")
        with self._session.exclusive():
            self._work = work = Work()
            _under_way.add(steps)
            try:
                return await drive(steps, limit, work)
            finally:
                _under_way.discard(steps)
                self._work = None
                work.finish()

    # ---- its life ----

    async def __aenter__(self) -> "Router":
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        if isinstance(error, GeneratorExit):
            self._session.free()  # its loop is gone
        else:
            await self._leave(error is not None)

    async def close(self) -> None:
        """Log out politely; harmless when that is done or impossible. What another
        task has under way here ends by InterruptedError_ before; a push of it is
        rolled back.

        :raises BusyError: a push is open, and what it has changed would be left
            unsaved
        """
        if not self._session.closed:
            self._refuse_to_close()
            await self._leave(False)

    async def _idle(self, reason: Optional[Error] = None) -> Optional[asyncio.CancelledError]:
        """Until no other task's call is under way, which a reason ends. What
        cancels this meanwhile, is given back."""
        again = None
        while self._work is not None and self._work.loop is asyncio.get_running_loop():
            if reason is not None:
                self._work.end(reason)
            try:
                await asyncio.wait({self._work.over})
            except asyncio.CancelledError as error:
                again = error
        return again

    async def _leave(self, failed: bool) -> None:
        """A push by hand that nobody decided is taken back first, unless its
        journal lets another process do that."""
        if self._session.closed:
            return
        reason = InterruptedError_(
            "the router was left meanwhile", code=Code.INTERRUPTED, router=self.endpoint
        )
        again = await self._idle(reason)
        left = self._undecided()
        try:
            for push in left:
                await self._push(push._taking_back(), None)
                push._exit()
        finally:
            if not self._session.closed:
                self._pushes.clear()
                await self._push(self._session.close(), LEAVE_TIMEOUT)
        if again is not None:
            raise again
        if left and not failed:
            raise self._left_open(left[0])

    @property
    def show(self) -> Show:
        """Outputs as records: `router.show.ip_route()`."""
        return Show(lambda command, limit: self._do(self._session.show(command), limit))

    # ---- commands ----

    async def run(self, command: str, *, timeout: Optional[float] = None) -> str:
        """Type one command line; what it prints, without echo and prompt."""
        return await self._do(self._session.run(command), timeout)

    async def administrator(self, *, timeout: Optional[float] = None) -> None:
        """Become administrator."""
        await self._do(self._session.administrator(), timeout)

    async def save(self, *, timeout: Optional[float] = None) -> None:
        await self._do(self._session.save(), timeout)

    async def config(self, *, timeout: Optional[float] = None) -> Config:
        """The running configuration."""
        return await self._do(self._session.config(), timeout)

    async def backup(self, *, timeout: Optional[float] = None) -> Backup:
        """The running configuration as a file that brings it back."""
        return (await self.config(timeout=timeout)).backup()

    # ---- pushes ----

    async def plan(
        self,
        fragment: Fragment,
        *,
        replace: bool = False,
        allow_empty: bool = False,
        timeout: Optional[float] = None,
    ) -> Plan:
        """What a push would send. Nothing is changed."""
        options = PushOptions(replace=replace, allow_empty=allow_empty)
        steps = self._steps(fragment, options)
        return await self._do(steps.plan(), timeout)

    async def deploy(
        self, fragment: Fragment, *, timeout: Optional[float] = None, **options: Any
    ) -> Result:
        """All of it in one call, as `rtx.Router.deploy()`."""
        return await self._push(self._deploying(fragment, PushOptions(**options)), timeout)

    def push(
        self, fragment: Fragment, *, timeout: Optional[float] = None, **options: Any
    ) -> "Push":
        """`async with router.push(fragment) as tx:`, as `rtx.Router.push()`."""
        return Push(self, fragment, PushOptions(**options), timeout)

    async def resume(
        self,
        journal: "Union[str, os.PathLike[str]]",
        *,
        commit: bool,
        state_directory: "Union[None, str, os.PathLike[str]]" = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Finish what a journal tells of: confirm it, or take it back."""
        return await self._push(self._resuming(journal, state_directory, commit), timeout)

    async def recipe(
        self,
        name: str,
        *,
        any_firmware: bool = False,
        take_over: bool = False,
        timeout: Optional[float] = None,
        **values: Union[str, SecretLike, int],
    ) -> Config:
        """The fragment of a recipe for this router."""
        running = await self.config(timeout=timeout)
        return cooked(name, running, any_firmware, take_over, values)

    async def diagnose(
        self, scope: str = "all", *, timeout: Optional[float] = None
    ) -> Diagnosis:
        """What is broken, why, and what to do: "internet", "vpn" or "all"."""
        return await self._do(examine(self._session, scope), timeout)


class Push(PushCalls):
    """A push that waits for a decision. See `rtx.Router.push()`."""

    _shown = "rtx.aio.Push"

    def __init__(
        self, router: Router, fragment: Fragment, options: PushOptions, timeout: Optional[float]
    ) -> None:
        self._timeout = checked_seconds(timeout, "timeout")
        super().__init__(router, fragment, options)
        self._router = router

    async def _do(self, steps: "Steps[T]") -> T:
        return await self._router._push(steps, self._timeout)

    async def plan(self) -> Plan:
        """What it would send; nothing is sent yet."""
        return await self._do(self._planning())

    async def apply(self) -> Result:
        """Push and verify. Not saved yet."""
        return await self._do(self._applying())

    async def commit(self) -> Result:
        """Save it, or confirm it."""
        return await self._do(self._committing())

    async def rollback(self) -> Result:
        """Back to what there was."""
        return await self._do(self._taking_back())

    async def __aenter__(self) -> "Push":
        await self.apply()
        self._enter()
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        if self.held and isinstance(error, GeneratorExit):
            blocking_drive(self._taking_back(), None)  # its loop is gone
        elif self.held:
            again = await self._router._idle()
            if error is None and again is None:
                await self.commit()
            else:
                await self.rollback()
            if again is not None:
                raise again
        self._exit()


class Connection:
    """What `connect()` gives: `async with` it, or await it."""

    def __init__(self, options: Options, timeout: float) -> None:
        self._options = options
        self._timeout = timeout
        checked_seconds(timeout, "timeout")
        self._router: Optional[Router] = None

    async def _connect(self) -> Router:
        return await Router(self._options, self._timeout)._open()

    def __await__(self) -> Generator[Any, None, Router]:
        return self._connect().__await__()

    async def __aenter__(self) -> Router:
        self._router = await self._connect()
        return self._router

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        if self._router is not None:
            await self._router.__aexit__(kind, error, trace)


def connect(
    endpoint: str,
    *,
    user: Optional[str] = None,
    login_password: SecretLike = None,
    admin_password: SecretLike = None,
    timeout: float = DEFAULT_TIMEOUT,
    **options: Any,
) -> Connection:
    """As `rtx.connect()`: `async with rtx.aio.connect(…) as router:`, or
    `router = await rtx.aio.connect(…)`."""
    return Connection(
        Options(
            endpoint,
            user=user,
            login_password=login_password,
            admin_password=admin_password,
            **options,
        ),
        timeout,
    )
