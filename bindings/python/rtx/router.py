"""Routers, blocking."""

import os
from ctypes import byref, c_int
from types import TracebackType
from typing import Any, Optional, Type, TypeVar, Union

from ._calls import DEFAULT_TIMEOUT, LEAVE_TIMEOUT, PushCalls, RouterCalls, cooked
from ._library import encoded, lib
from ._named import Show
from ._session import Options
from ._steps import Steps, drive
from ._transaction import PushOptions, Result
from .config import Backup, Config, Fragment, Plan
from .doctor import Diagnosis, examine
from .secret import CSecret, SecretLike

T = TypeVar("T")


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
            return drive(steps, self.timeout if timeout is None else timeout)

    # ---- its life ----

    def __enter__(self) -> "Router":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def close(self) -> None:
        """Log out politely; harmless when that is done or impossible."""
        if self._session.closed:
            return
        with self._session.exclusive():
            drive(self._session.close(), LEAVE_TIMEOUT)

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
        self, fragment: Fragment, *, replace: bool = False, timeout: Optional[float] = None
    ) -> Plan:
        """What a push would send. Nothing is changed."""
        steps = self._steps(fragment, PushOptions(replace=replace))
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

        :raises TransactionError: it did not land; `outcome` says how the router
            is now
        """
        return self._push(self._deploying(fragment, PushOptions(**options)), timeout)

    def _push(self, steps: Steps[T], timeout: Optional[float]) -> T:
        """A push has deadlines of its own; a time given here rolls it back."""
        with self._session.exclusive():
            return drive(steps, timeout)

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
        with CSecret(password) as secret:
            self._setup(lib.rtx_setup_password, timeout, number, secret)

    def set_user(
        self, name: str, password: SecretLike, *, timeout: Optional[float] = None
    ) -> None:
        """Make a named user, or change its password, and prove it by a login."""
        with CSecret(password) as secret:
            self._setup(lib.rtx_setup_user, timeout, encoded(name, "the name"), secret)

    def generate_host_key(
        self, *, replace: bool = False, timeout: Optional[float] = None
    ) -> bool:
        """`sshd host key generate`: True when a key was made."""
        made = c_int()
        with self._session.exclusive():
            limit = int((timeout or max(self.timeout, 120.0)) * 1000)
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
            limit = int((self.timeout if timeout is None else timeout) * 1000)
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
    """A push that waits for a decision. See `Router.push()`."""

    def __init__(
        self, router: Router, fragment: Fragment, options: PushOptions, timeout: Optional[float]
    ) -> None:
        self._router = router
        self._timeout = timeout
        self._steps = router._steps(fragment, options, hold=options.save)
        self._planned = False

    def plan(self) -> Plan:
        """What it would send; nothing is sent yet."""
        if not self._planned:
            self._router._push(self._steps.plan(), self._timeout)
            self._planned = True
        return self._steps.planned

    def apply(self) -> Result:
        """Push and verify. Not saved yet."""
        self.plan()
        try:
            return self._router._push(self._steps.commit(), self._timeout)
        except KeyboardInterrupt:
            # it came when the push could not be stopped any more
            if self.held:
                self.rollback()
            raise

    def commit(self) -> Result:
        """Save it, or confirm it."""
        if not self.held:
            return self._steps.result()
        return self._router._push(self._steps.save(), self._timeout)

    def rollback(self) -> Result:
        """Back to what there was."""
        return self._router._push(self._steps.take_back(), self._timeout)

    def __enter__(self) -> "Push":
        self.apply()
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        if not self.held:
            return
        if error is None:
            self.commit()
        else:
            self.rollback()


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
