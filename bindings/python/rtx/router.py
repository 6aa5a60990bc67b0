"""Routers, blocking."""

import os
from ctypes import byref, c_int
from types import TracebackType
from typing import Any, Dict, List, Optional, Type, TypeVar, Union, cast

from . import _records as records
from . import show as shows
from ._library import encoded, lib
from ._session import Info, Options, Session
from ._steps import Steps, drive
from ._transaction import PushOptions, Result, TransactionSteps
from .config import Backup, Config, Fragment, Plan
from .doctor import Diagnosis, examine
from .recipe import Recipe
from .secret import CSecret, SecretLike

T = TypeVar("T")

DEFAULT_TIMEOUT = 60.0
LEAVE_TIMEOUT = 10.0


class Show:
    """`router.show.ip_route()`, and so on; `router.show("any command")`."""

    def __init__(self, router: "Router") -> None:
        self._router = router

    def __call__(self, command: str, *, timeout: Optional[float] = None) -> shows.Parsed:
        """Any command, with a report of how much was understood."""
        return self._router._do(self._router._session.show(command), timeout)

    def _data(self, command: str, timeout: Optional[float]) -> Any:
        return self(command, timeout=timeout).data

    def environment(self, *, timeout: Optional[float] = None) -> records.Environment:
        return cast(records.Environment, self._data("show environment", timeout))

    def ip_route(self, *, timeout: Optional[float] = None) -> List[records.IpRoute]:
        return cast(List[records.IpRoute], self._data("show ip route", timeout))

    def ipv6_route(self, *, timeout: Optional[float] = None) -> List[records.Ipv6Route]:
        return cast(List[records.Ipv6Route], self._data("show ipv6 route", timeout))

    def ipsec_sa(self, *, timeout: Optional[float] = None) -> records.IpsecSa:
        return cast(records.IpsecSa, self._data("show ipsec sa", timeout))

    def ipsec_sa_gateway(
        self, gateway: int, *, detail: bool = False, timeout: Optional[float] = None
    ) -> List[records.IpsecSaGateway]:
        command = shows.numbered("show ipsec sa gateway", gateway, " detail" if detail else "")
        return cast(List[records.IpsecSaGateway], self._data(command, timeout))

    def status_pp(self, pp: int, *, timeout: Optional[float] = None) -> List[records.StatusPp]:
        command = shows.numbered("show status pp", pp)
        return cast(List[records.StatusPp], self._data(command, timeout))

    def status_pp_anonymous(self, *, timeout: Optional[float] = None) -> List[records.StatusPp]:
        return cast(List[records.StatusPp], self._data("show status pp anonymous", timeout))

    def status_tunnel(
        self, tunnel: int, *, timeout: Optional[float] = None
    ) -> records.StatusTunnel:
        command = shows.numbered("show status tunnel", tunnel)
        return cast(records.StatusTunnel, self._data(command, timeout))

    def status_l2tp(self, *, timeout: Optional[float] = None) -> records.StatusL2tp:
        return cast(records.StatusL2tp, self._data("show status l2tp", timeout))

    def nat_descriptor_address(
        self,
        descriptor: Optional[int] = None,
        *,
        detail: bool = False,
        timeout: Optional[float] = None,
    ) -> List[records.NatDescriptorAddress]:
        command = shows.numbered(
            "show nat descriptor address", descriptor, " detail" if detail else ""
        )
        return cast(List[records.NatDescriptorAddress], self._data(command, timeout))

    def log(self, *, timeout: Optional[float] = None) -> List[records.LogEntry]:
        """Oldest entry first."""
        return cast(List[records.LogEntry], self._data("show log", timeout))

    def arp(self, *, timeout: Optional[float] = None) -> List[records.Arp]:
        return cast(List[records.Arp], self._data("show arp", timeout))

    def status_lan(self, lan: int, *, timeout: Optional[float] = None) -> records.StatusLan:
        if lan < 1:
            raise ValueError("LANs are counted from 1")
        return cast(records.StatusLan, self._data(f"show status lan{int(lan)}", timeout))

    def status_dhcp(
        self,
        scope: Optional[int] = None,
        *,
        summary: bool = False,
        timeout: Optional[float] = None,
    ) -> List[records.StatusDhcp]:
        command = shows.numbered("show status dhcp", scope, " summary" if summary else "")
        return cast(List[records.StatusDhcp], self._data(command, timeout))

    def status_user(self, *, timeout: Optional[float] = None) -> List[records.StatusUser]:
        return cast(List[records.StatusUser], self._data("show status user", timeout))

    def status_bgp_neighbor(
        self, *, timeout: Optional[float] = None
    ) -> List[records.StatusBgpNeighbor]:
        return cast(
            List[records.StatusBgpNeighbor], self._data("show status bgp neighbor", timeout)
        )

    def config(self, *, timeout: Optional[float] = None) -> records.ConfigListing:
        """As administrator, which the router demands; secrets are redacted."""
        return cast(records.ConfigListing, self._data("show config", timeout))

    def ping(
        self, host: str, *, count: int = 4, timeout: Optional[float] = None
    ) -> records.Ping:
        command = shows.ping_command(host, count)
        return cast(records.Ping, self._data(command, timeout))


class Router:
    """A router that is connected. Made by `rtx.connect()`."""

    def __init__(self, options: Options, timeout: float = DEFAULT_TIMEOUT) -> None:
        self.timeout = timeout
        self._session = Session(options)
        self.show = Show(self)
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
    def closed(self) -> bool:
        return self._session.closed

    @property
    def endpoint(self) -> str:
        return self._session.options.endpoint

    def __repr__(self) -> str:
        return f"<rtx.Router {self.endpoint}{' closed' if self.closed else ''}>"

    @property
    def info(self) -> Info:
        with self._session.exclusive():
            return self._session.info()

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
        options = PushOptions(replace=replace)
        with self._session.exclusive():
            steps = TransactionSteps(self._session, fragment, options)
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
        chosen = PushOptions(**options)
        with self._session.exclusive():
            steps = TransactionSteps(self._session, fragment, chosen, auto_commit=True)

        def work() -> Steps[Result]:
            yield from steps.plan()
            return (yield from steps.commit())

        return self._push(work(), timeout)

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
        with self._session.exclusive():
            steps = TransactionSteps.resume(self._session, journal, state_directory, commit)
        return self._push(steps.finish(), timeout)

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
        recipe = Recipe(name, any_firmware=any_firmware, take_over=take_over)
        recipe.update(cast(Dict[str, Any], values))
        return recipe.config(running)

    def diagnose(self, scope: str = "all", *, timeout: Optional[float] = None) -> Diagnosis:
        """What is broken, why, and what to do: "internet", "vpn" or "all"."""
        return self._do(examine(self._session, scope), timeout)


class Push:
    """A push that waits for a decision. See `Router.push()`."""

    def __init__(
        self, router: Router, fragment: Fragment, options: PushOptions, timeout: Optional[float]
    ) -> None:
        self._router = router
        self._timeout = timeout
        with router._session.exclusive():
            self._steps = TransactionSteps(
                router._session, fragment, options, hold=options.save
            )
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
        return self._router._push(self._steps.commit(), self._timeout)

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

    @property
    def held(self) -> bool:
        """Is it on the router, and nobody has decided?"""
        return self._steps.held

    @property
    def outcome(self) -> str:
        return self._steps.outcome

    @property
    def changes(self) -> Plan:
        return self._steps.planned

    @property
    def warnings(self) -> Any:
        return self._steps.warnings

    @property
    def journal(self) -> str:
        """The path of its journal, by which another process may finish it."""
        return self._steps.journal

    def checkpoint(self) -> Backup:
        """What there was before, as a file that brings it back."""
        return Backup(self._steps.checkpoint(), ())

    def result(self) -> Result:
        return self._steps.result()


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
