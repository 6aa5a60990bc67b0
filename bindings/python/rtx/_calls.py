"""What the blocking routers and those of asyncio have in common: what they know
without waiting, and the work that either of them drives."""

import os
import warnings
from typing import Any, Dict, List, Optional, Set, Tuple, Union, cast

from ._session import Info, Options, Session, checked_seconds
from ._steps import Steps
from ._transaction import FAILED, PushOptions, Result, TransactionSteps
from .config import Backup, Config, Fragment, Plan
from .errors import ArgumentError, BusyError, Code, Error, RolledBackError
from .recipe import Recipe
from .secret import SecretLike

DEFAULT_TIMEOUT = 60.0
LEAVE_TIMEOUT = 10.0


class RouterCalls:
    """A session, and the work that it can be given."""

    _shown = "rtx.Router"

    def __init__(self, options: Options, timeout: float) -> None:
        self.timeout = checked_seconds(timeout, "timeout")
        # kept, so that one that its maker has dropped can still be taken back
        self._pushes: "List[PushCalls]" = []
        self._session = Session(options)

    @property
    def closed(self) -> bool:
        return self._session.closed

    @property
    def endpoint(self) -> str:
        return self._session.options.endpoint

    def __repr__(self) -> str:
        return f"<{self._shown} {self.endpoint}{' closed' if self.closed else ''}>"

    @property
    def info(self) -> Info:
        with self._session.exclusive():
            return self._session.info()

    def _steps(self, fragment: Fragment, options: PushOptions, **more: bool) -> TransactionSteps:
        with self._session.exclusive():
            return TransactionSteps.push(self._session, fragment, options, **more)

    def _limit(self, timeout: Optional[float]) -> Optional[float]:
        return self.timeout if timeout is None else checked_seconds(timeout, "timeout")

    # ---- leaving ----

    def _undecided(self) -> "List[PushCalls]":
        """Pushes that nobody could decide after a close."""
        self._pushes = [push for push in self._pushes if push.held]
        return [push for push in self._pushes if push.entered or not push._steps.journaled]

    def _refuse_to_close(self) -> None:
        if self._undecided():
            raise BusyError(
                "a push is open on this router, and what it has changed is not saved",
                code=Code.BUSY,
                router=self.endpoint,
                step="close",
                hint="commit() or rollback() it first, or leave its `with`",
            )

    def _left_open(self, push: "PushCalls") -> Error:
        """What who leaves a router with an open push is told."""
        return RolledBackError(
            "the router was left while a push was neither committed nor rolled back",
            code=Code.INTERRUPTED,
            router=self.endpoint,
            step="close",
            hint="commit() it before",
            outcome=push.outcome,
            plan=push.changes,
        )

    def _deploying(self, fragment: Fragment, options: PushOptions) -> "Steps[Result]":
        steps = self._steps(fragment, options, auto_commit=True)

        def work() -> "Steps[Result]":
            yield from steps.plan()
            return (yield from steps.commit())

        return work()

    def _resuming(
        self,
        journal: "Union[str, os.PathLike[str]]",
        state_directory: "Union[None, str, os.PathLike[str]]",
        commit: bool,
    ) -> "Steps[Result]":
        with self._session.exclusive():
            steps = TransactionSteps.resume(self._session, journal, state_directory, commit)
        return steps.finish()


def cooked(
    name: str,
    running: Config,
    any_firmware: bool,
    take_over: bool,
    values: Dict[str, Union[str, SecretLike, int]],
) -> Config:
    """The fragment of a recipe for a router on which `running` runs."""
    recipe = Recipe(name, any_firmware=any_firmware, take_over=take_over)
    recipe.update(cast(Dict[str, Any], values))
    return recipe.config(running)


_entered: "Set[PushCalls]" = set()
"""Not collected before their `with` is left: that still takes them back."""


class PushCalls:
    """A push, and what can be asked of it at any time."""

    _shown = "rtx.Push"

    def __init__(self, router: RouterCalls, fragment: Fragment, options: PushOptions) -> None:
        self._steps = router._steps(fragment, options, hold=options.save)
        router._pushes = [push for push in router._pushes if push.held] + [self]

    @property
    def entered(self) -> bool:
        """Is somebody in its `with`?"""
        return self in _entered

    def _enter(self) -> None:
        _entered.add(self)

    def _exit(self) -> None:
        if not self.held:
            _entered.discard(self)

    def __del__(self) -> None:
        steps = getattr(self, "_steps", None)
        if steps is not None and steps.held and not steps.journaled:
            warnings.warn(
                f"{self!r} was neither committed nor rolled back:"
                " what it has changed is on the router, and not saved",
                RuntimeWarning,
                source=self,
            )

    def __repr__(self) -> str:
        return f"<{self._shown} on {self._steps.session.options.endpoint}: {self.outcome}>"

    # ---- the steps, each with what is missing before it ----

    def _wrong(self, step: str, why: str, hint: str = "") -> Error:
        return ArgumentError(
            f"{step}(): {why}",
            code=Code.ARGUMENT,
            router=self._steps.session.options.endpoint,
            step=step,
            hint=hint,
        )

    def _check(self) -> None:
        if self.outcome in FAILED:
            raise self._steps.failure()

    def _planning(self) -> "Steps[Plan]":
        self._check()
        if self.outcome == "none":
            yield from self._steps.plan()
        return self._steps.planned

    def _applying(self) -> "Steps[Result]":
        yield from self._planning()
        if self.outcome not in ("planned", "unchanged"):
            raise self._wrong(
                "apply",
                f"this push was applied before, and is {self.outcome}",
                "make another with push()",
            )
        try:
            return (yield from self._steps.commit())
        except BaseException:
            if self.held:  # it came when the push could not be stopped any more
                yield from self._steps.take_back()
            raise

    def _committing(self) -> "Steps[Result]":
        self._check()
        if self.outcome in ("none", "planned"):
            yield from self._applying()
        if self.held:
            return (yield from self._steps.save())
        return self._steps.result()

    def _taking_back(self) -> "Steps[Result]":
        if self.held:
            return (yield from self._steps.take_back())
        if self.outcome in ("unchanged", "rolled_back"):
            return self._steps.result()  # it is as it was
        if self.outcome in ("none", "planned", "refused"):
            raise self._wrong("rollback", "nothing was sent, there is nothing to take back")
        self._check()
        raise self._wrong(
            "rollback",
            f"this push is {self.outcome}, which cannot be taken back any more",
            "deploy its checkpoint().text with replace=True",
        )

    # ---- how it is ----

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
    def warnings(self) -> Tuple[str, ...]:
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
