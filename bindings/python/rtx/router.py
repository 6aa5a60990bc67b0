"""Routers, blocking."""

import os
import time
from ctypes import byref, c_int
from types import TracebackType
from typing import Any, Optional, Type, TypeVar, Union

from ._calls import DEFAULT_TIMEOUT, LEAVE_TIMEOUT, PushCalls, RouterCalls, cooked
from ._library import encoded, lib
from ._named import Show
from ._session import Options, checked_seconds
from ._steps import Steps, drive
from ._transaction import PushOptions, Result
from .config import Backup, Config, Fragment, Plan
from .doctor import Diagnosis, examine
from .errors import BusyError
from .secret import CSecret, SecretLike

T = TypeVar("T")

DAY = 86400.0


def _c_limit(seconds: Optional[float]) -> int:
    """In ms. Without an end it is a day: nothing here takes so long."""
    return int((DAY if seconds is None else seconds) * 1000)


class Router(RouterCalls):
    """A router that is connected. Made by `rtx.connect()`."""

    def __init__(self, options: Options, timeout: float = DEFAULT_TIMEOUT) -> None:
        super().__init__(options, timeout)
        try:
            self._do(self._session.open(), timeout)
        except BaseException:
            self._session.free()
            raise

    def _do(self, steps: Steps[T], timeout: Optional[float]) -> T:
        with self._session.exclusive():
            return drive(steps, self._limit(timeout))

    # ---- its life ----

    def __enter__(self) -> "Router":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        """Log out; a push by hand that nobody decided is taken back first, unless
        its journal lets another process do that."""
        if self._session.closed:
            return
        self._wait_for_others()
        left = self._undecided()
        try:
            for push in left:
                self._push(push._taking_back(), None)
                push._exit()
        finally:
            self._close(error is not None)
        if left and error is None:
            raise self._left_open(left[0])

    def _wait_for_others(self) -> None:
        """Other threads' calls end within their time."""
        limit = None if self.timeout is None else time.monotonic() + self.timeout
        while self._session.busy and (limit is None or time.monotonic() < limit):
            time.sleep(0.01)

    def close(self) -> None:
        """Log out politely; harmless when that is done or impossible.

        :raises BusyError: another thread's call is under way; or a push is open,
            and what it has changed would be left unsaved
        """
        if not self._session.closed:
            self._refuse_to_close()
            self._close(False)

    def _close(self, failed: bool) -> None:
        try:
            with self._session.exclusive():
                self._pushes.clear()
                drive(self._session.close(), LEAVE_TIMEOUT)
        except BusyError:
            if not failed:  # what failed first is what is to be known
                raise

    @property
    def show(self) -> Show:
        """Outputs as records: `router.show.ip_route()`."""
        return Show(lambda command, limit: self._do(self._session.show(command), limit))

    # ---- commands ----

    def run(self, command: str, *, timeout: Optional[float] = None) -> str:
        """Type one command line; what it prints, without echo and prompt."""
        return self._do(self._session.run(command), timeout)

    def administrator(self, *, timeout: Optional[float] = None) -> None:
        """Become administrator."""
        self._do(self._session.administrator(), timeout)

    def save(self, *, timeout: Optional[float] = None) -> None:
        self._do(self._session.save(), timeout)

    def config(self, *, timeout: Optional[float] = None) -> Config:
        """The running configuration."""
        return self._do(self._session.config(), timeout)

    def backup(self, *, timeout: Optional[float] = None) -> Backup:
        """The running configuration as a file that brings it back."""
        return self.config(timeout=timeout).backup()

    # ---- pushes ----

    def plan(
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
        return self._do(steps.plan(), timeout)

    def deploy(
        self,
        fragment: Fragment,
        *,
        timeout: Optional[float] = None,
        **options: Any,
    ) -> Result:
        """All of it in one call: plan, push, verify, save; back to what there
        was when anything fails. With `confirm=SECONDS` the router restarts into
        its saved configuration unless a new login proves that it can still be
        reached. Options: those of `rtx.PushOptions`.

        Ctrl-C rolls it back before KeyboardInterrupt is seen, and a second one
        does not stop that. A third ends it at once, by a NeedsPersonError that
        says what may be on the router, and where the journal is.

        :raises TransactionError: it did not land; `outcome` says how the router
            is now
        """
        return self._push(self._deploying(fragment, PushOptions(**options)), timeout)

    def _push(self, steps: Steps[T], timeout: Optional[float]) -> T:
        """A push has deadlines of its own; a time given here rolls it back."""
        with self._session.exclusive():
            return drive(steps, checked_seconds(timeout, "timeout"))

    def push(
        self,
        fragment: Fragment,
        *,
        timeout: Optional[float] = None,
        **options: Any,
    ) -> "Push":
        """Push, look, decide:

            with router.push(fragment) as tx:
                assert router.show.ping("192.0.2.1").received

        Entering pushes and verifies; leaving normally saves, or confirms; an
        exception brings the router back to what it was. Options: those of
        `rtx.PushOptions`.
        """
        return Push(self, fragment, PushOptions(**options), timeout)

    def resume(
        self,
        journal: "Union[str, os.PathLike[str]]",
        *,
        commit: bool,
        state_directory: "Union[None, str, os.PathLike[str]]" = None,
        timeout: Optional[float] = None,
    ) -> Result:
        """Finish what a journal tells of: confirm it, or take it back."""
        return self._push(self._resuming(journal, state_directory, commit), timeout)

    # ---- setting it up, looking what is wrong ----

    def set_password(
        self, which: str, password: SecretLike, *, timeout: Optional[float] = None
    ) -> None:
        """Change the "login" or the "administrator" password, and prove it by a
        login. Not saved: call save()."""
        number = {"login": 1, "administrator": 2}[which]
        with CSecret(password, "the password") as secret:
            self._setup(lib.rtx_setup_password, timeout, number, secret)

    def set_user(
        self, name: str, password: SecretLike, *, timeout: Optional[float] = None
    ) -> None:
        """Make a named user, or change its password, and prove it by a login."""
        with CSecret(password, "the password") as secret:
            self._setup(lib.rtx_setup_user, timeout, encoded(name, "the name"), secret)

    def generate_host_key(
        self, *, replace: bool = False, timeout: Optional[float] = None
    ) -> bool:
        """`sshd host key generate`: True when a key was made."""
        made = c_int()
        with self._session.exclusive():
            given = self._limit(timeout)
            limit = _c_limit(max(given or DAY, 120.0) if timeout is None else given)
            rc = lib.rtx_setup_host_key(
                self._session.pointer, int(replace), limit, byref(made)
            )
            if rc < 0:
                raise self._session.error(rc)
        return bool(made.value)

    def enable_ssh(self, *, timeout: Optional[float] = None) -> None:
        """`sshd service on`; a user and a host key must be there."""
        self._setup(lib.rtx_setup_sshd, timeout)

    def _setup(self, function: Any, timeout: Optional[float], *arguments: Any) -> None:
        with self._session.exclusive():
            limit = _c_limit(self._limit(timeout))
            rc = function(self._session.pointer, *arguments, limit)
            if rc < 0:
                raise self._session.error(rc)

    def recipe(
        self,
        name: str,
        *,
        any_firmware: bool = False,
        take_over: bool = False,
        timeout: Optional[float] = None,
        **values: Union[str, SecretLike, int],
    ) -> Config:
        """The fragment of a recipe for this router, with numbers that are free
        on it. Push it with deploy() or push()."""
        running = self.config(timeout=timeout)
        return cooked(name, running, any_firmware, take_over, values)

    def diagnose(self, scope: str = "all", *, timeout: Optional[float] = None) -> Diagnosis:
        """What is broken, why, and what to do: "internet", "vpn" or "all"."""
        return self._do(examine(self._session, scope), timeout)


class Push(PushCalls):
    """A push that waits for a decision. See `Router.push()`.

    By hand: plan(), apply(), commit() or rollback(). Each does what is missing
    before it; what cannot be done any more is an ArgumentError.
    """

    def __init__(
        self, router: Router, fragment: Fragment, options: PushOptions, timeout: Optional[float]
    ) -> None:
        self._timeout = checked_seconds(timeout, "timeout")
        super().__init__(router, fragment, options)
        self._router = router

    def _do(self, steps: Steps[T]) -> T:
        return self._router._push(steps, self._timeout)

    def plan(self) -> Plan:
        """What it would send; nothing is sent yet."""
        return self._do(self._planning())

    def apply(self) -> Result:
        """Push and verify. Not saved yet."""
        return self._do(self._applying())

    def commit(self) -> Result:
        """Save it, or confirm it."""
        return self._do(self._committing())

    def rollback(self) -> Result:
        """Back to what there was."""
        return self._do(self._taking_back())

    def __enter__(self) -> "Push":
        self.apply()
        self._enter()
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        if self.held:
            self._router._wait_for_others()
            if error is None:
                self.commit()
            else:
                self.rollback()
        self._exit()


def connect(
    endpoint: str,
    *,
    user: Optional[str] = None,
    login_password: SecretLike = None,
    admin_password: SecretLike = None,
    timeout: float = DEFAULT_TIMEOUT,
    **options: Any,
) -> Router:
    """Connect and log in.

        with rtx.connect("ssh://admin@192.168.100.254", login_password=…) as router:
            print(router.run("show environment"))

    `timeout` (seconds) is for each call, if that is not given another one.
    Passwords are texts or `rtx.Secret`. Options: those of `rtx.Options`.
    """
    return Router(
        Options(
            endpoint,
            user=user,
            login_password=login_password,
            admin_password=admin_password,
            **options,
        ),
        timeout,
    )
