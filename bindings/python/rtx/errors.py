"""Every way in which a call can fail: one tree below `rtx.Error`."""

import enum
from typing import Any, Dict, List, Optional, Tuple, Type

from ._library import lib, sized, text
from ._structures import CError


class Code(enum.IntEnum):
    """The numbers of RTX_ERROR_MAP."""

    OK = 0
    NOMEM = -1
    ARGUMENT = -2
    BUSY = -3
    INTERRUPTED = -4
    LIMIT = -5
    CHARSET = -6
    IO = -7
    FRAGMENT = -10
    FORBIDDEN = -11
    REFUSED = -12
    QUESTION = -13
    LOCKOUT = -14
    VERIFY = -15
    SAVE = -16
    NEEDS_PERSON = -17
    SYNTAX = -18
    UNSUPPORTED = -19
    IRREVERSIBLE = -20
    UNSAVED = -21
    PRECONDITION = -22
    CONFLICT = -23
    JOURNAL = -24
    UNCONFIRMED = -25
    LOCKED = -26
    RESOLVE = -30
    CONNECT = -31
    LOGIN = -32
    ADMINISTRATOR = -33
    TIMEOUT = -34
    HOST_KEY_UNKNOWN = -35
    HOST_KEY_CHANGED = -36
    HOST_KEY_REVOKED = -37
    ALGORITHMS = -38
    PORT_IN_USE = -39
    CLOSED = -40
    IDLE_LOGOUT = -41
    DESYNC = -42


_FIELDS = ("code", "router", "step", "file", "line", "column", "statement", "answer", "hint")


class Error(Exception):
    """What failed, where, what the router said, and what to do.

    None of it holds a secret.
    """

    def __init__(
        self,
        message: str,
        *,
        code: int = 0,
        router: str = "",
        step: str = "",
        file: str = "",
        line: int = 0,
        column: int = 0,
        statement: str = "",
        answer: str = "",
        hint: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.router = router
        self.step = step
        self.file = file
        self.line = line
        self.column = column
        self.statement = statement
        self.answer = answer
        self.hint = hint

    @property
    def name(self) -> str:
        """The code's name: "TIMEOUT"."""
        return text(lib.rtx_error_name(self.code))

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place = f"{place}:{self.line}" if place else f"line {self.line}"
            if self.column:
                place += f":{self.column}"
        parts = [
            self.router,
            self.step,
            place,
            self.message,
            f"`{self.statement}`" if self.statement else "",
            f"answer: {self.answer}" if self.answer else "",
        ]
        told = ": ".join(part for part in parts if part)
        return f"{told} ({self.hint})" if self.hint else told

    def fields(self) -> Dict[str, Any]:
        """Everything about it as plain values."""
        return {"name": self.name, "message": self.message, **self._state()}

    def _state(self) -> Dict[str, Any]:
        return {name: getattr(self, name) for name in _FIELDS}

    def __reduce__(self) -> Any:
        return (_again, (type(self), self.message, self._state()))


def _again(kind: Type[Error], message: str, state: Dict[str, Any]) -> Error:
    return kind(message, **state)


class ArgumentError(Error, ValueError):
    """A wrong argument, or a text that cannot be understood."""


class BusyError(Error, RuntimeError):
    """The handle is in use: one call at a time per router."""


class InterruptedError_(Error):
    """It was cancelled."""


class FragmentError(Error, ValueError):
    """A fragment that must not be pushed; file, line and column say where."""


class RefusedError(Error):
    """The router refused a line, or asked something unexpected."""


class NotAllowedError(Error):
    """It was refused before anything was sent; allow it explicitly."""


class VerifyError(Error):
    """What is on the router, or was saved, is not what was pushed."""


class UnconfirmedError(Error):
    """Nobody confirmed in time: the router restarted by itself."""


class JournalError(Error):
    """The journal cannot be written or read."""


class LockedError(Error):
    """Another program works on this router."""


class UnsupportedError(Error, NotImplementedError):
    """Not supported."""


class ConnectError(Error, ConnectionError):
    """The router cannot be reached."""


class ClosedError(ConnectError):
    """The connection was lost; this router has to be connected anew."""


class HostKeyError(ConnectError):
    """The router's SSH host key is not the one that is known."""


class LoginError(Error, PermissionError):
    """The router refused the login or the administrator password."""


class TimeoutError_(Error, TimeoutError):
    """No answer within the time given."""


class TransactionError(Error):
    """A push that did not land. `outcome` says how the router is now.

    "refused": nothing was sent. "rolled_back": it is as it was, proven.
    "needs_person": `leftover` is what it has beyond the checkpoint, or lacks.
    The first failure is `__cause__` as an error of its own family.
    """

    def __init__(
        self,
        message: str,
        *,
        outcome: str = "",
        leftover: str = "",
        journal: str = "",
        warnings: Tuple[str, ...] = (),
        plan: Any = None,
        **fields: Any,
    ) -> None:
        super().__init__(message, **fields)
        self.outcome = outcome
        self.leftover = leftover
        self.journal = journal
        self.warnings = tuple(warnings)
        self.plan = plan

    def __str__(self) -> str:
        told = f"{self.outcome}: {super().__str__()}"
        return f"{told}\nleft over:\n{self.leftover}" if self.leftover else told

    def _state(self) -> Dict[str, Any]:
        state = super()._state()
        for name in ("outcome", "leftover", "journal", "warnings", "plan"):
            state[name] = getattr(self, name)
        return state


class NotSentError(TransactionError):
    """Refused before any setting was sent."""


class RolledBackError(TransactionError):
    """It failed on the way; the router is as it was before, proven."""


class NeedsPersonError(TransactionError):
    """It failed, and somebody has to look at the router."""


_FAMILIES: Dict[int, Type[Error]] = {
    Code.ARGUMENT: ArgumentError,
    Code.SYNTAX: ArgumentError,
    Code.BUSY: BusyError,
    Code.INTERRUPTED: InterruptedError_,
    Code.CHARSET: FragmentError,
    Code.FRAGMENT: FragmentError,
    Code.FORBIDDEN: FragmentError,
    Code.REFUSED: RefusedError,
    Code.QUESTION: RefusedError,
    Code.LOCKOUT: NotAllowedError,
    Code.IRREVERSIBLE: NotAllowedError,
    Code.UNSAVED: NotAllowedError,
    Code.PRECONDITION: NotAllowedError,
    Code.CONFLICT: NotAllowedError,
    Code.VERIFY: VerifyError,
    Code.SAVE: VerifyError,
    Code.UNCONFIRMED: UnconfirmedError,
    Code.JOURNAL: JournalError,
    Code.LOCKED: LockedError,
    Code.UNSUPPORTED: UnsupportedError,
    Code.RESOLVE: ConnectError,
    Code.CONNECT: ConnectError,
    Code.PORT_IN_USE: ConnectError,
    Code.ALGORITHMS: ConnectError,
    Code.HOST_KEY_UNKNOWN: HostKeyError,
    Code.HOST_KEY_CHANGED: HostKeyError,
    Code.HOST_KEY_REVOKED: HostKeyError,
    Code.CLOSED: ClosedError,
    Code.IDLE_LOGOUT: ClosedError,
    Code.DESYNC: ClosedError,
    Code.LOGIN: LoginError,
    Code.ADMINISTRATOR: LoginError,
    Code.TIMEOUT: TimeoutError_,
}

_OUTCOMES: Dict[str, Type[TransactionError]] = {
    "refused": NotSentError,
    "rolled_back": RolledBackError,
    "needs_person": NeedsPersonError,
}


def family(code: int) -> Type[Error]:
    return _FAMILIES.get(code, Error)


def c_error() -> Any:
    """An empty one for the C library to fill."""
    return sized(CError)


def _detail(raw: Any) -> Dict[str, Any]:
    return {
        "code": raw.code,
        "router": text(raw.router),
        "step": text(raw.step),
        "file": text(raw.file),
        "line": raw.line,
        "column": raw.column,
        "statement": text(raw.statement),
        "answer": text(raw.answer),
        "hint": text(raw.hint),
    }


def from_c(code: int, raw: Optional[Any] = None, **more: Any) -> Error:
    """The exception for a code, with the detail if it is of that failure."""
    if raw is not None and raw.code == code:
        return family(code)(text(raw.message), **_detail(raw))
    return family(code)(
        text(lib.rtx_strerror(code)), code=code, hint=text(lib.rtx_error_hint(code)), **more
    )


def check(code: int, raw: Optional[Any] = None) -> int:
    """Raise if `code` is a failure."""
    if code < 0:
        if code == Code.NOMEM:
            raise MemoryError("librtx: out of memory")
        raise from_c(code, raw)
    return code


def transaction_error(raw: Any, outcome: str, **more: Any) -> TransactionError:
    kind = _OUTCOMES.get(outcome, TransactionError)
    error = kind(text(raw.message) or outcome, outcome=outcome, **more, **_detail(raw))
    if raw.code < 0:
        error.__cause__ = from_c(raw.code, raw)
    return error


def codes() -> List[int]:
    return [int(code) for code in Code]
