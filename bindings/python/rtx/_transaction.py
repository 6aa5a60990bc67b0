"""A transaction as steps that never block."""

import logging
import os
from ctypes import byref, c_size_t, c_void_p
from dataclasses import dataclass, field
from typing import Any, Callable, Optional, Tuple, Union

from ._library import encoded, freed_with, lib, owned_text, path_text, sized, text
from ._session import Session, checked_seconds, milliseconds
from ._steps import Expired, Steps, Wait
from ._structures import CJournalInfo
from .config import Config, Fragment, Plan, read_plan, warnings_of
from .errors import (
    ClosedError,
    Code,
    Error,
    NeedsPersonError,
    c_error,
    check,
    from_c,
    transaction_error,
)

FAILED = ("refused", "rolled_back", "needs_person")
HELD = ("applied", "awaiting_confirmation")
ENOUGH = 3
"""So many interrupts end a rollback."""

_FLAGS = (
    "replace",
    "allow_empty",
    "save",
    "allow_lockout",
    "allow_irreversible",
    "include_unsaved",
    "save_first",
)
_log = logging.getLogger("rtx")


@dataclass(frozen=True)
class PushOptions:
    """How a fragment is brought onto a router."""

    replace: bool = False
    """the fragment is to become all of the configuration"""
    allow_empty: bool = False
    """with `replace` a fragment that says nothing is meant so; else it is a
    FragmentError"""
    save: bool = True
    confirm: Optional[int] = None
    """seconds, 30 to 86400, after which the router restarts into its saved
    configuration unless the push is confirmed"""
    allow_lockout: bool = False
    allow_irreversible: bool = False
    include_unsaved: bool = False
    save_first: bool = False
    reconnect: Optional[float] = None
    """the longest time to get a lost connection back, in seconds"""
    state_directory: "Union[None, str, os.PathLike[str]]" = None
    """where locks and journals are; "" for the user's own; None: no journal"""
    journal: "Union[None, str, os.PathLike[str]]" = None
    new_endpoint: Optional[str] = None
    """where the router is found when the fragment has moved it"""

    def __post_init__(self) -> None:
        """What is wrong here is said before anything is sent."""
        for name in _FLAGS:
            if not isinstance(getattr(self, name), int):
                raise TypeError(f"{name}: True or False, not {getattr(self, name)!r}")
        if self.confirm is not None:
            if not isinstance(self.confirm, int):
                raise TypeError(f"confirm: a number of seconds, not {self.confirm!r}")
            if not 30 <= self.confirm <= 86400:
                raise ValueError("confirm: 30 to 86400 seconds")
        checked_seconds(self.reconnect, "reconnect")
        for name in ("state_directory", "journal"):
            if getattr(self, name) is not None:
                path_text(getattr(self, name), name)
        if self.new_endpoint is not None:
            encoded(self.new_endpoint, "new_endpoint")


@dataclass(frozen=True)
class Result:
    """How a push ended well."""

    outcome: str
    """committed, applied, unchanged, awaiting_confirmation; of a rollback that
    was asked for: rolled_back"""
    plan: Plan
    warnings: Tuple[str, ...]
    journal: str
    """the path of its journal, or "" """

    @property
    def changed(self) -> bool:
        return self.outcome != "unchanged"


@dataclass(frozen=True)
class Journal:
    """What a journal says of itself without its key."""

    path: str
    finished: bool
    router: str
    endpoint: str
    created: str
    state: str
    outcome: str


_EMPTY = Plan((), (), (), "", True)


@dataclass(frozen=True)
class _Kept:
    """What is known of a transaction that was ended at once, and is freed."""

    planned: Plan
    warnings: Tuple[str, ...]
    journal: str
    schedule: str
    checkpoint: str = field(repr=False)


class TransactionSteps(Wait):
    """The C transaction and its stages as steps."""

    def __init__(
        self,
        session: Session,
        handle: c_void_p,
        hold: bool = False,
    ) -> None:
        self.session = session
        self._hold = hold
        self._cut: Optional[Error] = None
        self._kept: Optional[_Kept] = None
        self._last = "none"
        """the outcome of the last stage, for when it is freed"""
        self.journaled = False
        self.pointer = handle.value or 0
        self._free = freed_with(self, lib.rtx_transaction_free, self.pointer)

    @classmethod
    def push(
        cls,
        session: Session,
        fragment: Fragment,
        options: PushOptions,
        hold: bool = False,
        auto_commit: bool = False,
    ) -> "TransactionSteps":
        handle = c_void_p()
        error = c_error()
        config = Config.of(fragment)
        rc = lib.rtx_transaction_new(
            byref(handle), session.pointer, config._pointer, byref(error)
        )
        check(rc, error)
        made = cls(session, handle, hold)
        made._set(options, hold, auto_commit)
        return made

    @classmethod
    def resume(
        cls,
        session: Session,
        journal: "Union[str, os.PathLike[str]]",
        directory: "Union[None, str, os.PathLike[str]]",
        commit: bool,
    ) -> "TransactionSteps":
        handle = c_void_p()
        error = c_error()
        rc = lib.rtx_transaction_resume(
            byref(handle),
            session.pointer,
            os.fsencode(journal),
            os.fsencode(directory) if directory else None,
            int(commit),
            byref(error),
        )
        check(rc, error)
        return cls(session, handle)

    def _set(self, options: PushOptions, hold: bool, auto_commit: bool) -> None:
        numbers = (
            (1, options.save),
            (2, options.allow_irreversible),
            (3, milliseconds(options.reconnect)),
            (4, options.include_unsaved),
            (5, options.save_first),
            (6, options.confirm),
            (7, auto_commit),
            (8, options.allow_lockout),
            (9, options.replace),
            (10, hold),
            (11, options.allow_empty),
        )
        for option, number in numbers:
            if number is not None:
                check(lib.rtx_transaction_set(self.pointer, option, int(number)))
        texts = (
            (1, options.state_directory),
            (2, options.journal),
            (3, options.new_endpoint),
        )
        for option, value in texts:
            if value is not None:
                raw = os.fsencode(value)
                check(lib.rtx_transaction_set_text(self.pointer, option, raw))

    # ---- what a driver asks ----

    def fd(self) -> int:
        return self.session.fd()

    def wants(self) -> int:
        return self.session.wants()

    def deadline(self) -> int:
        return int(lib.rtx_transaction_deadline(self.pointer))

    # ---- stages ----

    def _process(self) -> int:
        if self.session.closed:
            raise ClosedError(
                "the router of this transaction is closed",
                code=Code.CLOSED,
                router=self.session.options.endpoint,
            )
        return int(lib.rtx_transaction_process(self.pointer))

    def _stage(self, start: Callable[[Any], int], hold: bool = False) -> Steps[str]:
        """One stage to its end. Whatever is thrown into it makes it go back to
        the checkpoint first, and the next does not stop that; the third does."""
        if self._cut is not None:
            raise self._cut
        thrown: Optional[BaseException] = None
        ends = 0
        if self.session.closed:
            self._process()
        check(start(self.pointer))
        self._hold = hold
        while self._process() == 0:
            try:
                yield self
            except GeneratorExit:
                raise  # nobody would go on
            except BaseException as error:
                ends += not isinstance(error, Expired)
                if ends >= ENOUGH:
                    raise self._cut_short() from error
                if thrown is None:
                    thrown = error
                    lib.rtx_transaction_abort(self.pointer)
                elif not isinstance(error, Expired):
                    _log.warning(
                        "%s: it is being finished, so that the router is not left half changed;"
                        " one more interrupt ends it at once",
                        self.session.options.endpoint,
                    )
        self._last = self.outcome
        self.journaled = bool(self.journal)
        if self.session.fd() < 0:
            self.session.usable = False
        if thrown is not None:
            self._raise(thrown)
        return self.outcome

    def _cut_short(self) -> Error:
        """Ended at once: what is on the router was not looked at. Its lock is let
        go, so that the journal can be resumed."""
        phase, _, _ = self.phase()
        planned = self.planned
        kept = _Kept(planned, self.warnings, self.journal, self.schedule, self.checkpoint())
        self.session.interrupt()
        self._free()
        self._kept = kept
        self._cut = NeedsPersonError(
            "ended before it was proved how the router is: these lines may be on it",
            code=Code.INTERRUPTED,
            router=self.session.options.endpoint,
            step=phase,
            hint=(
                f"resume the journal {kept.journal}"
                if kept.journal
                else "there is no journal: compare it with the checkpoint() or a backup"
            ),
            outcome="needs_person",
            leftover=str(planned),
            journal=kept.journal,
            warnings=kept.warnings,
            plan=planned,
        )
        self.pointer = 0
        return self._cut

    def _raise(self, thrown: BaseException) -> None:
        """What ended the stage early; or, when it could not be stopped any more
        and is done, nothing for a time that is over."""
        failed = self.outcome in FAILED
        if isinstance(thrown, Expired):
            if not failed:
                return
            timeout = from_c(
                Code.TIMEOUT, router=self.session.options.endpoint, step="the time given is over"
            )
            raise self.failure() from timeout
        if self.outcome == "needs_person":
            raise self.failure() from thrown
        raise thrown

    def plan(self) -> Steps[Plan]:
        yield from self._stage(lib.rtx_transaction_start_plan, self._hold)
        self._check()
        return self.planned

    def commit(self) -> Steps[Result]:
        """After plan(): push, verify, and save unless it is held."""
        return self._end(lib.rtx_transaction_start_commit, self._hold)

    def save(self) -> Steps[Result]:
        return self._end(lib.rtx_transaction_start_save)

    def take_back(self) -> Steps[Result]:
        yield from self._stage(lib.rtx_transaction_start_rollback)
        if self.outcome != "rolled_back":
            raise self.failure()
        return self.result()

    def finish(self) -> Steps[Result]:
        """The end of a resumed one."""
        if self.outcome == "none":
            yield from self._stage(lib.rtx_transaction_start_resume)
        if self.outcome == "rolled_back" and self._raw_error().code == 0:
            return self.result()
        self._check()
        return self.result()

    def _end(self, start: Callable[[Any], int], hold: bool = False) -> Steps[Result]:
        yield from self._stage(start, hold)
        self._check()
        return self.result()

    # ---- how it is ----

    @property
    def held(self) -> bool:
        """Is it on the router, and nobody has decided yet?"""
        if self.session.foreign or self._cut is not None:
            return False
        return self._hold and self.outcome in HELD

    @property
    def outcome(self) -> str:
        if self._cut is not None:
            return "needs_person"
        if not self._free.alive:
            return self._last
        return text(lib.rtx_outcome_name(lib.rtx_transaction_outcome(self.pointer)))

    @property
    def planned(self) -> Plan:
        if self._kept is not None:
            return self._kept.planned
        plan = lib.rtx_transaction_plan(self.pointer)
        return read_plan(plan) if plan else _EMPTY

    @property
    def warnings(self) -> Tuple[str, ...]:
        if self._kept is not None:
            return self._kept.warnings
        return warnings_of(lib.rtx_transaction_warning, self.pointer)

    @property
    def journal(self) -> str:
        if self._kept is not None:
            return self._kept.journal
        return text(lib.rtx_transaction_journal(self.pointer))

    @property
    def schedule(self) -> str:
        if self._kept is not None:
            return self._kept.schedule
        return text(lib.rtx_transaction_schedule(self.pointer))

    def phase(self) -> Tuple[str, int, int]:
        done = c_size_t()
        total = c_size_t()
        phase = lib.rtx_transaction_phase(self.pointer, byref(done), byref(total))
        return text(lib.rtx_phase_name(phase)), done.value, total.value

    def checkpoint(self) -> str:
        """The configuration before, as a file that brings it back."""
        if self._kept is not None:
            return self._kept.checkpoint
        config = lib.rtx_transaction_checkpoint(self.pointer)
        if not config:
            return ""
        return owned_text(lib.rtx_config_backup(config, None), wipe=True)

    def result(self) -> Result:
        return Result(self.outcome, self.planned, self.warnings, self.journal)

    def _raw_error(self) -> Any:
        return lib.rtx_transaction_error(self.pointer).contents

    def failure(self) -> Error:
        if self._cut is not None:
            return self._cut
        return transaction_error(
            self._raw_error(),
            self.outcome,
            leftover=text(lib.rtx_transaction_leftover(self.pointer)),
            journal=self.journal,
            warnings=self.warnings,
            plan=self.planned,
        )

    def _check(self) -> None:
        if self.outcome in FAILED:
            raise self.failure()


def read_journal(path: "Union[str, os.PathLike[str]]") -> Journal:
    """What a journal says of itself; that needs no password."""
    raw = sized(CJournalInfo)
    error = c_error()
    check(lib.rtx_journal_read(os.fsencode(path), byref(raw), byref(error)), error)
    return Journal(
        os.fspath(path),
        bool(raw.finished),
        text(raw.router),
        text(raw.endpoint),
        text(raw.created),
        text(raw.state),
        text(raw.outcome),
    )


def find_journal(
    router: str, directory: "Union[None, str, os.PathLike[str]]" = None
) -> Optional[str]:
    """The last journal of a router, by its endpoint or its serial number."""
    found = lib.rtx_journal_find(
        os.fsencode(directory) if directory else None, encoded(router, "the router")
    )
    return owned_text(found) if found else None
