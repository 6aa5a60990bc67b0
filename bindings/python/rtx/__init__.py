"""Consoles of Yamaha RTX routers.

    import rtx

    with rtx.connect("ssh://admin@192.168.100.254", login_password=secret) as router:
        for route in router.show.ip_route():
            print(route.destination, route.interface)
"""

import importlib
from typing import TYPE_CHECKING, Any, List

from . import _records as records
from ._library import ABI, LibraryError, library_path, lib as _lib, text as _text
from ._session import Info, Options
from ._transaction import Journal, PushOptions, Result, find_journal, read_journal
from .config import Backup, Change, Config, Fragment, Plan, Risk, Statement
from .doctor import Diagnosis, Doctor, Finding, Link
from .errors import (
    ArgumentError,
    BusyError,
    ClosedError,
    Code,
    ConnectError,
    Error,
    FragmentError,
    HostKeyError,
    InterruptedError_,
    JournalError,
    LockedError,
    LoginError,
    NeedsPersonError,
    NotAllowedError,
    NotSentError,
    RefusedError,
    RolledBackError,
    TimeoutError_,
    TransactionError,
    UnconfirmedError,
    UnsupportedError,
    VerifyError,
)
from .recipe import Recipe, RecipeInfo, recipes
from ._named import Show
from .router import Push, Router, connect
from .secret import Secret, SecretLike
from .serial_ports import SerialPort, serial_ports
from .show import Parsed, Unparsed, json_schema, parse, parse_json, redacted

if TYPE_CHECKING:
    from . import aio as aio
    from . import emulator as emulator
    from . import fleet as fleet
    from . import napalm as napalm
else:

    def __getattr__(name: str) -> Any:
        """Loaded when they are asked for."""
        if name in ("aio", "emulator", "fleet", "napalm"):
            return importlib.import_module("." + name, __name__)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> List[str]:
    return sorted({*globals(), "aio", "emulator", "fleet", "napalm"})


__version__ = _text(_lib.rtx_version())
"""The version of the C library that is loaded."""

__all__ = [
    "ABI",
    "ArgumentError",
    "Backup",
    "BusyError",
    "Change",
    "ClosedError",
    "Code",
    "Config",
    "ConnectError",
    "Diagnosis",
    "Doctor",
    "Error",
    "Finding",
    "Fragment",
    "FragmentError",
    "HostKeyError",
    "Info",
    "InterruptedError_",
    "Journal",
    "JournalError",
    "LibraryError",
    "Link",
    "LockedError",
    "LoginError",
    "NeedsPersonError",
    "NotAllowedError",
    "NotSentError",
    "Options",
    "Parsed",
    "Plan",
    "Push",
    "PushOptions",
    "Recipe",
    "RecipeInfo",
    "RefusedError",
    "Result",
    "Risk",
    "RolledBackError",
    "Router",
    "Secret",
    "SecretLike",
    "SerialPort",
    "Show",
    "Statement",
    "TimeoutError_",
    "TransactionError",
    "UnconfirmedError",
    "Unparsed",
    "UnsupportedError",
    "VerifyError",
    "connect",
    "find_journal",
    "json_schema",
    "library_path",
    "parse",
    "parse_json",
    "read_journal",
    "recipes",
    "records",
    "redacted",
    "serial_ports",
]
