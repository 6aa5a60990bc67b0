"""Fake routers in this process, for tests of whatever talks to routers.

    with rtx.emulator.Emulator(startup="ip lan1 address 192.168.100.1/24") as fake:
        with fake.connect() as router:
            router.deploy("ip route default gateway 192.168.100.254")
        assert "ip route default" in fake.saved
"""

import json
import os
from ctypes import byref, c_void_p
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple, Type, Union

from ._library import encoded, freed_with, load_emulator, owned_text, path_text, sized, text
from ._structures import CCounters, CEmulatorOption
from .errors import c_error, check
from .router import Router, connect

lib = load_emulator()


@dataclass(frozen=True)
class Option:
    """An option, as it is documented."""

    name: str
    initial: str
    values: str
    meaning: str
    open: bool
    """nobody has seen what the real router does"""


@dataclass(frozen=True)
class Counters:
    connections: int
    open: int
    logins: int
    administrators: int
    bytes_received: int
    bytes_sent: int
    lines: int
    empty_lines: int
    errors: int
    saves: int
    restarts: int
    lost: int
    ssh_logins: int
    """SSH connections without a shell or SFTP, now"""
    ssh_logins_most: int


def options() -> List[Option]:
    """All options that there are."""
    found: List[Option] = []
    raw = sized(CEmulatorOption)
    while lib.rtx_emulator_option_info(len(found), byref(raw)) == 0:
        found.append(
            Option(
                text(raw.name),
                text(raw.initial),
                text(raw.values),
                text(raw.meaning),
                text(raw.standing) == "open",
            )
        )
    return found


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


class Emulator:
    """A fake RTX810 behind telnet on a free port of 127.0.0.1, and behind SSH
    or a pseudo terminal where that is asked for. Use it in a `with`."""

    def __init__(
        self,
        *,
        startup: "Union[None, str, os.PathLike[str]]" = None,
        login_password: str = "",
        admin_password: str = "",
        users: Optional[Mapping[str, str]] = None,
        options: Optional[Mapping[str, Any]] = None,
        faults: Iterable[str] = (),
        state: Optional[Mapping[str, Any]] = None,
        telnet: Optional[str] = "127.0.0.1:0",
        ssh: Optional[str] = None,
        serial: bool = False,
    ) -> None:
        handle = c_void_p()
        error = c_error()
        check(lib.rtx_emulator_new(byref(handle), byref(error)), error)
        self._pointer = handle.value
        self._free = freed_with(self, lib.rtx_emulator_free, handle.value, at_exit=True)
        self.login_password = login_password
        self.admin_password = admin_password
        self.users = dict(users or {})
        for name, value in (options or {}).items():
            self.option(name, value)
        if startup is not None:
            self._startup(startup)
        self._call(lib.rtx_emulator_login_password, encoded(login_password, "the password"))
        self._call(lib.rtx_emulator_admin_password, encoded(admin_password, "the password"))
        for user, password in self.users.items():
            self._call(
                lib.rtx_emulator_user,
                encoded(user, "the user"),
                encoded(password, "the password"),
            )
        for fault in faults:
            self.fault(fault)
        self._telnet = None if telnet is None else self.listen(telnet)
        self._ssh = None if ssh is None else self.listen_ssh(ssh)
        self._serial = self._call(lib.rtx_emulator_pty) if serial else None
        if state is not None:
            self.set_state(state)

    def _call(self, function: Any, *arguments: Any) -> int:
        error = c_error()
        return check(function(self._pointer, *arguments, byref(error)), error)

    def listen(self, address: str = "127.0.0.1:0") -> int:
        """Telnet, at one more address; with the option routers=each it is one
        more router. Before start(). Gives the index of the endpoint."""
        return self._call(lib.rtx_emulator_listen, encoded(address, "the address"))

    def listen_ssh(self, address: str = "127.0.0.1:0") -> int:
        """SSH likewise."""
        return self._call(lib.rtx_emulator_listen_ssh, encoded(address, "the address"))

    def _startup(self, startup: "Union[str, os.PathLike[str]]") -> None:
        if isinstance(startup, str):
            raw = startup.encode("utf-8")
        else:
            with open(path_text(startup, "the startup"), "rb") as file:
                raw = file.read()
        self._call(lib.rtx_emulator_startup, raw, len(raw))

    # ---- its life ----

    def start(self) -> "Emulator":
        self._call(lib.rtx_emulator_start)
        return self

    def stop(self) -> None:
        lib.rtx_emulator_stop(self._pointer)

    def __enter__(self) -> "Emulator":
        return self.start()

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.stop()

    # ---- how it is reached ----

    def endpoint(self, index: int = 0) -> str:
        found = lib.rtx_emulator_endpoint(self._pointer, index)
        if found is None:
            raise IndexError(f"there is no endpoint {index}")
        return text(found)

    @property
    def telnet(self) -> str:
        return self._at(self._telnet, "telnet")

    @property
    def ssh(self) -> str:
        return self._at(self._ssh, "SSH")

    @property
    def serial(self) -> str:
        return self._at(self._serial, "a serial line")

    def _at(self, index: Optional[int], what: str) -> str:
        if index is None:
            raise LookupError(f"this emulator is not behind {what}")
        return self.endpoint(index)

    def known_hosts(self) -> str:
        """The line of known_hosts of its SSH server."""
        return self._text(lib.rtx_emulator_host_key_line(self._pointer, self._ssh or 0))

    def passwords(self) -> Dict[str, Any]:
        """Login and administrator password, for `rtx.connect(**…)`."""
        return {
            "login_password": self.login_password,
            "admin_password": self.admin_password,
        }

    def connect(self, endpoint: Optional[str] = None, **options: Any) -> Router:
        """`rtx.connect()` with its endpoint and its passwords."""
        where = endpoint or self.endpoint(0)
        given: Dict[str, Any] = {**self.passwords(), **options}
        if where.startswith("ssh:") and "login_password" not in options:
            user = where.split("//", 1)[1].split("@", 1)[0]
            given["login_password"] = self.users.get(user, "")
        return connect(where, **given)

    # ---- what happens to it ----

    def option(self, name: str, value: Any) -> None:
        """See `options()`; True and False are on and off."""
        self._call(
            lib.rtx_emulator_option, encoded(name, "the name"), encoded(_value(value), "the value")
        )

    def fault(self, spec: str) -> None:
        """"refuse-line=ip route", "cut-at=500,times=1", …"""
        self._call(lib.rtx_emulator_fault, encoded(spec, "the fault"))

    def clear_faults(self) -> None:
        lib.rtx_emulator_fault_clear(self._pointer)

    def answer(self, command: str, printed: str) -> None:
        """Answer this command with this text."""
        self._call(
            lib.rtx_emulator_answer, encoded(command, "the command"), encoded(printed, "the text")
        )

    def set_state(self, state: Mapping[str, Any]) -> None:
        """What its lines, peers and neighbours are: {"show arp": […], …}."""
        self._call(lib.rtx_emulator_state, json.dumps(state).encode("utf-8"))

    def state(self, section: str) -> Any:
        """A section as it is now."""
        name = encoded(section, "the section")
        found = lib.rtx_emulator_state_text(self._pointer, name)
        if not found:
            raise ValueError(f"there is no section {section!r}")
        return json.loads(self._text(found))

    def client(self, name: str, address: Optional[str] = None, dials: bool = True) -> None:
        """Somebody outside who connects by L2TP/IPsec, or hangs up."""
        self._call(
            lib.rtx_emulator_client,
            encoded(name, "the name"),
            encoded(address, "the address") if address else None,
            int(dials),
        )

    def advance(self, seconds: int) -> None:
        """Its clock goes forward; what falls due, happens."""
        lib.rtx_emulator_advance(self._pointer, int(seconds))

    def inject(self, message: str) -> None:
        """A system message."""
        self._call(lib.rtx_emulator_inject, encoded(message, "the message"))

    def cut(self) -> None:
        """Drop all connections as a broken line does."""
        lib.rtx_emulator_cut(self._pointer)

    def power_cycle(self) -> None:
        lib.rtx_emulator_power_cycle(self._pointer)

    def focus(self, index: int) -> None:
        """Which router the calls speak of (option routers=each)."""
        check(lib.rtx_emulator_focus(self._pointer, index))

    # ---- what tests want to know ----

    def _text(self, pointer: Optional[int]) -> str:
        return owned_text(pointer, lib.rtx_emulator_text_free)

    @property
    def running(self) -> str:
        """The running configuration, secrets in clear but for passwords."""
        return self._text(lib.rtx_emulator_running(self._pointer))

    @property
    def saved(self) -> str:
        return self._text(lib.rtx_emulator_saved(self._pointer))

    @property
    def dirty(self) -> bool:
        """Are there changes that nobody saved?"""
        return bool(lib.rtx_emulator_dirty(self._pointer))

    @property
    def log(self) -> List[str]:
        return self._text(lib.rtx_emulator_log(self._pointer)).splitlines()

    @property
    def executed(self) -> List[str]:
        """All command lines executed, in order."""
        return self._text(lib.rtx_emulator_executed(self._pointer)).splitlines()

    @property
    def counters(self) -> Counters:
        raw = sized(CCounters)
        lib.rtx_emulator_counters(self._pointer, byref(raw))
        names: Tuple[str, ...] = tuple(Counters.__dataclass_fields__)
        return Counters(*(getattr(raw, name) for name in names))
