"""A driver in the shape of NAPALM's: `napalm.get_network_driver("rtx.napalm")`.

    driver = RTXDriver("192.168.100.254", "admin", login_password,
                       optional_args={"secret": admin_password})
    driver.open()
    driver.load_merge_candidate(config="ntpdate ntp.example.jp")
    print(driver.compare_config())
    driver.commit_config(revert_in=300)
    driver.confirm_commit()

It works without NAPALM, too: then the exceptions are of this module, with
NAPALM's names.
"""

import re
from types import TracebackType
from typing import Any, Dict, List, Optional, Tuple, Type

from . import errors
from ._transaction import find_journal, read_journal
from .config import Config, Plan
from .router import Push, Router, connect
from .secret import as_secret

try:  # not in Debian
    from napalm.base import exceptions as napalm_exceptions  # type: ignore[import]
    from napalm.base.base import NetworkDriver as _Base  # type: ignore[import]
except ImportError:
    from . import _napalm_exceptions as napalm_exceptions

    _Base = object

# Not in a list of names: NAPALM takes the first driver class that it finds
# here, in the order of the alphabet, and _Base comes behind RTXDriver.

_OPTIONS = (
    "accept_new_host_key",
    "connect_timeout",
    "identity",
    "known_hosts",
    "legacy_algorithms",
    "passphrase",
    "silence",
    "ssh_config",
    "transcript",
)
_PROMPT = re.compile(r"^console prompt (\S+)", re.MULTILINE)


class RTXDriver(_Base):  # type: ignore[misc]
    """One router. `optional_args`:

    `secret`: the administrator password; `transport`: "ssh" (default) or
    "telnet"; `port`; or `endpoint` instead of all of these, as rtx.connect()
    wants it. `state_directory`: where journals are, by which another process
    can confirm ("" is the user's own). `save`: False leaves what is committed
    unsaved. `allow_lockout`, `allow_irreversible`, `include_unsaved` as in
    rtx.PushOptions; accept_new_host_key, known_hosts, legacy_algorithms, … as
    in rtx.Options.
    """

    platform = "rtx"
    force_no_enable = False

    def __init__(
        self,
        hostname: str,
        username: str,
        password: str,
        timeout: int = 60,
        optional_args: Optional[Dict[str, Any]] = None,
    ) -> None:
        args = dict(optional_args or {})
        self.hostname = hostname
        self.username = username
        self.password = as_secret(password)
        self.timeout = timeout
        self._admin = as_secret(args.pop("secret", None))
        self._endpoint = args.pop("endpoint", None) or self._make_endpoint(
            args.pop("transport", "ssh"), args.pop("port", None)
        )
        self._save = bool(args.pop("save", True))
        self._connect = {name: args.pop(name) for name in _OPTIONS if name in args}
        self._push_options = {
            name: args.pop(name)
            for name in (
                "allow_irreversible",
                "allow_lockout",
                "include_unsaved",
                "save_first",
                "state_directory",
            )
            if name in args
        }
        self.optional_args = args
        self.device: Optional[Router] = None
        self._candidate: Optional[Tuple[Config, bool]] = None
        self._pending: Optional[Push] = None
        self._before: Optional[str] = None

    def _make_endpoint(self, transport: str, port: Optional[int]) -> str:
        host = f"[{self.hostname}]" if ":" in self.hostname else self.hostname
        at = f"{self.username}@" if self.username else ""
        return f"{transport}://{at}{host}{f':{int(port)}' if port else ''}"

    # ---- its life ----

    def __enter__(self) -> "RTXDriver":
        self.open()
        return self

    def __exit__(
        self,
        exc_type: Optional[Type[BaseException]],
        exc_value: Optional[BaseException],
        exc_traceback: Optional[TracebackType],
    ) -> None:
        self.close()

    def __del__(self) -> None:
        try:
            self.close()
        except Exception:
            pass

    def open(self) -> None:
        """Connect, log in, become administrator."""
        try:
            router = connect(
                self._endpoint,
                login_password=self.password,
                admin_password=self._admin,
                timeout=self.timeout,
                **self._connect,
            )
        except errors.Error as error:
            raise _connection(error) from error
        try:
            router.administrator()
        except errors.Error as error:
            router.close()
            raise _connection(error) from error
        self.device = router

    def close(self) -> None:
        """Log out. What waits for a confirmation goes on waiting: the router
        restarts into its saved configuration unless somebody confirms."""
        device, self.device = getattr(self, "device", None), None
        self._pending = None
        if device is not None:
            device.close()

    def is_alive(self) -> Dict[str, bool]:
        """Does the router answer? Enter is typed, nothing else."""
        if self.device is None or self.device.closed:
            return {"is_alive": False}
        try:
            self.device.run("show status user", timeout=min(10, self.timeout))
        except errors.Error:
            return {"is_alive": False}
        return {"is_alive": True}

    def _router(self) -> Router:
        if self.device is None:
            raise napalm_exceptions.ConnectionClosedException("the driver is not open")
        return self.device

    # ---- candidates ----

    def load_merge_candidate(
        self, filename: Optional[str] = None, config: Optional[str] = None
    ) -> None:
        """A fragment for this router. The file comes first, if both are given."""
        self._load(filename, config, False, napalm_exceptions.MergeConfigException)

    def load_replace_candidate(
        self, filename: Optional[str] = None, config: Optional[str] = None
    ) -> None:
        """All that the router shall have."""
        self._load(filename, config, True, napalm_exceptions.ReplaceConfigException)

    def _load(
        self, filename: Optional[str], config: Optional[str], replace: bool, wrong: Type[Exception]
    ) -> None:
        try:
            if filename:
                wanted = Config.file(filename)
            elif config is not None:
                wanted = Config.fragment(config, "candidate")
            else:
                raise wrong("neither a file nor a configuration is given")
        except (errors.Error, OSError) as error:
            raise wrong(str(error)) from error
        if self._candidate is not None and not replace and not self._candidate[1]:
            self._candidate[0].append(wanted)  # one after the other, as in NAPALM
        else:
            self._candidate = (wanted, replace)

    def _plan(self) -> Optional[Plan]:
        if self._candidate is None:
            return None
        try:
            return self._router().plan(self._candidate[0], replace=self._candidate[1])
        except errors.TransactionError as error:
            # what stops a commit does not stop a look at it
            if error.plan is not None and len(error.plan):
                return error.plan  # type: ignore[no-any-return]
            raise self._wrong()(str(error)) from error
        except errors.ConnectError as error:
            raise _connection(error) from error

    def _wrong(self) -> Type[Exception]:
        replace = self._candidate is not None and self._candidate[1]
        name = "ReplaceConfigException" if replace else "MergeConfigException"
        found: Type[Exception] = getattr(napalm_exceptions, name)
        return found

    def compare_config(self) -> str:
        """What a commit would change: + and - per context; "" for nothing.
        Secrets are ***."""
        plan = self._plan()
        if plan is None or not plan:
            return ""
        return plan.diff.strip("\n")

    def commit_config(self, message: str = "", revert_in: Optional[int] = None) -> None:
        """Push, verify, save. With `revert_in` seconds the router restarts into
        its saved configuration unless confirm_commit() comes in time. The
        message has no place on this router, and is not kept."""
        if self.has_pending_commit():
            raise napalm_exceptions.CommitError("a commit waits for its confirmation")
        if self._candidate is None:
            raise napalm_exceptions.CommitError("no candidate is loaded")
        wanted, replace = self._candidate
        options = dict(self._push_options)
        if revert_in:
            options.setdefault("state_directory", "")
        push = self._router().push(
            wanted,
            replace=replace,
            confirm=revert_in or None,
            save=self._save or bool(revert_in),
            **options,
        )
        try:
            push.apply()
            self._before = push.checkpoint().text
            if revert_in and push.held:
                self._pending = push
            elif push.held:
                push.commit()
        except errors.ConnectError as error:
            raise _connection(error) from error
        except errors.Error as error:
            raise napalm_exceptions.CommitError(str(error)) from error
        self._candidate = None

    def has_pending_commit(self) -> bool:
        """Also of a commit that another process, or a driver that was closed,
        left to be confirmed."""
        return self._pending is not None or self._left() is not None

    def _left(self) -> Optional[str]:
        """The journal of a commit that still waits for its confirmation."""
        directory = self._push_options.get("state_directory") or None
        try:
            journal = find_journal(self._endpoint, directory)
            state = read_journal(journal) if journal else None
        except errors.Error:
            return None
        return journal if state is not None and state.state == "awaiting" else None

    def _finish(self, commit: bool) -> bool:
        """Finish what waits, by whomever; is there any?"""
        pending, self._pending = self._pending, None
        try:
            if pending is not None:
                _ = pending.commit() if commit else pending.rollback()
                return True
            journal = self._left()
            if journal is None:
                return False
            self._router().resume(
                journal,
                commit=commit,
                state_directory=self._push_options.get("state_directory") or None,
            )
            return True
        except errors.Error as error:
            raise napalm_exceptions.CommitError(str(error)) from error

    def confirm_commit(self) -> None:
        """Take the switch away and save."""
        if not self._finish(True):
            raise napalm_exceptions.CommitError("no commit waits for its confirmation")

    def discard_config(self) -> None:
        self._candidate = None

    def rollback(self) -> None:
        """Back to what there was before the last commit, proven."""
        if self._finish(False):
            self._before = None
            return
        if self._before is None:
            return
        before, self._before = self._before, None
        options = {**self._push_options, "save": self._save}
        try:
            self._router().deploy(before, replace=True, **options)
        except errors.Error as error:
            raise napalm_exceptions.CommitError(str(error)) from error

    # ---- getters ----

    def get_facts(self) -> Dict[str, Any]:
        router = self._router()
        found = router.show.environment()
        running = router.config().text()
        prompt = _PROMPT.search(running)
        hostname = prompt.group(1).strip("\"'") if prompt else ""
        return {
            "uptime": float(-1 if found.uptime_s is None else found.uptime_s),
            "vendor": "Yamaha",
            "os_version": f"Rev.{found.revision}" if found.revision else "",
            "serial_number": found.serial or "",
            "model": found.model or "",
            "hostname": hostname,
            "fqdn": hostname,
            "interface_list": _interfaces(running),
        }

    def get_arp_table(self, vrf: str = "") -> List[Dict[str, Any]]:
        if vrf:
            raise NotImplementedError("this router has no VRFs")
        return [
            {
                "interface": row.interface or "",
                "mac": (str(row.mac) if row.mac else "").upper(),
                "ip": str(row.address) if row.address else "",
                "age": float(-1 if row.ttl_s is None else row.ttl_s),
            }
            for row in self._router().show.arp()
        ]

    def get_config(
        self,
        retrieve: str = "all",
        full: bool = False,
        sanitized: bool = False,
        format: str = "text",
    ) -> Dict[str, str]:
        """`full` is the same: the router prints what differs from its own
        settings. What was saved cannot be read on all firmware: "startup" is
        empty then. `sanitized` shows secrets as `*`."""
        if format != "text":
            raise NotImplementedError("this router has but text")
        found = {"running": "", "candidate": "", "startup": ""}
        if retrieve in ("all", "running"):
            found["running"] = self._router().config().text(secrets=not sanitized)
        if retrieve in ("all", "candidate") and self._candidate is not None:
            found["candidate"] = self._candidate[0].text(secrets=not sanitized)
        if retrieve in ("all", "startup"):
            found["startup"] = self._startup(sanitized)
        return found

    def _startup(self, sanitized: bool) -> str:
        try:
            printed = self._router().run("show config 0")
            return Config.running(printed).text(secrets=not sanitized)
        except errors.Error:
            return ""


def _connection(error: errors.Error) -> Exception:
    """NAPALM's exception for what kept us from the router."""
    if isinstance(error, errors.LoginError):
        name = "ConnectAuthError"
    elif isinstance(error, errors.TimeoutError_):
        name = "ConnectTimeoutError"
    elif isinstance(error, errors.ClosedError):
        name = "ConnectionClosedException"
    else:
        name = "ConnectionException"
    found: Exception = getattr(napalm_exceptions, name)(str(error))
    return found


def _interfaces(running: str) -> List[str]:
    """The LANs of an RTX810, and the peers and tunnels that are set up."""
    found = ["LAN1", "LAN2"]
    for kind, number in re.findall(r"^(pp|tunnel) select (\w+)", running, re.MULTILINE):
        found.append(f"{kind.upper()}[{number.zfill(2) if kind == 'pp' else number}]")
    return found


