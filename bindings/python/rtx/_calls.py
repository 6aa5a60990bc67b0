"""What the blocking routers and those of asyncio have in common: what they know
without waiting, and the work that either of them drives."""

import os
from typing import Any, Dict, Tuple, Union, cast

from ._session import Info, Options, Session
from ._steps import Steps
from ._transaction import PushOptions, Result, TransactionSteps
from .config import Backup, Config, Fragment, Plan
from .recipe import Recipe
from .secret import SecretLike

DEFAULT_TIMEOUT = 60.0
LEAVE_TIMEOUT = 10.0


class RouterCalls:
    """A session, and the work that it can be given."""

    _shown = "rtx.Router"

    def __init__(self, options: Options, timeout: float) -> None:
        self.timeout = timeout
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
            return TransactionSteps(self._session, fragment, options, **more)

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


class PushCalls:
    """A push, and what can be asked of it at any time."""

    _steps: TransactionSteps

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
