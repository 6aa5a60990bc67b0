"""Many routers at once: on threads, or on any executor of yours.

    import rtx.fleet

    routers = {
        "osaka": {"endpoint": "ssh://admin@192.0.2.1", "login_password": "@env:RTX_PASSWORD"},
        "kyoto": {"endpoint": "ssh://admin@192.0.2.2", "login_password": "@env:RTX_PASSWORD"},
    }
    report = rtx.fleet.deploy(routers, "ntpdate ntp.example.jp", canary=1)
    print(report)

Each router has a session and a transaction of its own. Nothing is raised for a
router that fails: its outcome says so. `executor` is whatever has a `submit()`
that gives futures of concurrent.futures: a thread pool (the default), a process
pool, or a client of dask.distributed for those who outgrow one machine. Tasks
and outcomes pickle; secrets travel as references (`rtx.Secret.env("NAME")`,
"@env:NAME", "@file:PATH") and are looked up by who does the work. No repr shows
one, so the logs of an executor do not.
"""

import configparser
import json
import os
import pickle
import re
import time
import uuid
from concurrent import futures
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple, Union

from ._calls import DEFAULT_TIMEOUT
from ._library import path_text
from ._session import Options
from ._transaction import PushOptions
from .config import Backup, Config, Fragment
from .errors import Error
from .router import Router
from .secret import Secret

PARALLEL = 32

Variables = Mapping[str, Union[str, int, Secret]]


@dataclass(frozen=True)
class Target:
    """A router, how to get at it, and what is its own in a fragment."""

    name: str
    options: Options
    timeout: float = DEFAULT_TIMEOUT
    variables: Variables = field(default_factory=dict, repr=False)
    """what `{{ name }}` in a fragment stands for on this router"""


Inventory = Union[
    str,
    "os.PathLike[str]",
    Mapping[str, Union[str, Options, Mapping[str, Any]]],
    Iterable[Union[str, Options, Target]],
]
"""The path of an inventory's file; names and what is known of each; or targets,
options and endpoints one after the other."""


@dataclass(frozen=True)
class Outcome:
    """How it went with one router."""

    name: str
    state: str
    """done; failed; not_begun, since others failed before; unknown, when the
    executor lost the task"""
    value: Any = field(default=None, repr=False)
    """rtx.Result, rtx.Plan, rtx.Parsed or rtx.Backup"""
    error: Optional[Exception] = None
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        return self.state == "done"

    def __str__(self) -> str:
        said = getattr(self.value, "outcome", "") if self.ok else str(self.error or "")
        return f"{self.name}: {said or self.state}"


class FleetError(Error):
    """Not all routers are done; `report` says which are."""

    def __init__(self, message: str, report: "Optional[Report]" = None, **fields: Any) -> None:
        super().__init__(message, **fields)
        self.report = report

    def _state(self) -> Dict[str, Any]:
        return {**super()._state(), "report": self.report}


@dataclass(frozen=True)
class Report:
    """One outcome per router, in the order of the inventory."""

    outcomes: Tuple[Outcome, ...]

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self.outcomes)

    def __len__(self) -> int:
        return len(self.outcomes)

    def __getitem__(self, name: str) -> Outcome:
        for outcome in self.outcomes:
            if outcome.name == name:
                return outcome
        raise KeyError(name)

    @property
    def ok(self) -> bool:
        return all(outcome.ok for outcome in self.outcomes)

    @property
    def failed(self) -> Tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if not outcome.ok)

    def check(self) -> "Report":
        """Raise FleetError unless all are done."""
        if not self.ok:
            told = "; ".join(str(outcome) for outcome in self.failed[:5])
            raise FleetError(f"{len(self.failed)} of {len(self)} routers: {told}", self)
        return self

    def __str__(self) -> str:
        return "\n".join(str(outcome) for outcome in self.outcomes)


# ---- inventories ----

_SECRETS = ("login_password", "admin_password", "passphrase")


def secret_of(value: Any) -> Any:
    """ "@env:NAME" and "@file:PATH" become references."""
    if isinstance(value, str) and value.startswith("@env:"):
        return Secret.env(value[len("@env:") :])
    if isinstance(value, str) and value.startswith("@file:"):
        return Secret.file(value[len("@file:") :])
    if isinstance(value, str):
        return Secret(value)
    return value


def _target(name: str, known: Union[str, Options, Mapping[str, Any]]) -> Target:
    if isinstance(known, Options):
        return Target(name, known)
    fields: Dict[str, Any] = {"endpoint": known} if isinstance(known, str) else dict(known)
    timeout = float(fields.pop("timeout", DEFAULT_TIMEOUT))
    variables = dict(fields.pop("variables", {}))
    if "endpoint" not in fields:
        raise ValueError(f"{name}: there is no endpoint")
    for key in list(fields):
        if key in _SECRETS:
            fields[key] = secret_of(fields[key])
        elif key not in Options.__dataclass_fields__:
            variables[key] = fields.pop(key)
    for key, value in variables.items():
        if isinstance(value, str) and value.startswith(("@env:", "@file:")):
            variables[key] = secret_of(value)
    return Target(name, Options(**fields), timeout, variables)


def _read(path: "Union[str, os.PathLike[str]]") -> Dict[str, Any]:
    with open(path, encoding="utf-8") as file:
        written = file.read()
    if written.lstrip().startswith("{"):
        found: Dict[str, Any] = json.loads(written)
        return found
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(written, os.fspath(path))
    return {name: _typed(dict(parser[name])) for name in parser.sections()}


def _typed(fields: Dict[str, Any]) -> Dict[str, Any]:
    for name in ("accept_new_host_key", "legacy_algorithms"):
        if name in fields:
            fields[name] = fields[name].strip().lower() in ("1", "yes", "true", "on")
    return fields


def targets(inventory: Inventory) -> List[Target]:
    """All routers of an inventory. In a file a router is a section of an INI
    file, or a member of a JSON object: endpoint, login_password,
    admin_password, what else rtx.Options has, and variables for fragments."""
    if isinstance(inventory, (str, os.PathLike)):
        inventory = _read(inventory)
    if isinstance(inventory, Mapping):
        return [_target(name, known) for name, known in inventory.items()]
    found = []
    for item in inventory:
        if isinstance(item, Target):
            found.append(item)
        elif isinstance(item, Options):
            found.append(Target(item.endpoint, item))
        else:
            found.append(_target(item, item))
    return found


# ---- what a worker does ----

_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def filled(text: str, variables: Variables, name: str = "fragment") -> str:
    """A fragment with its `{{ names }}` replaced. A comment is left alone."""

    def fill(line: str, number: int) -> str:
        if line.lstrip().startswith("#"):
            return line

        def value(match: "re.Match[str]") -> str:
            if match.group(1) not in variables:
                raise LookupError(f"{name}:{number}: nobody says what {match.group(0)} is")
            found = variables[match.group(1)]
            said = found.reveal() if isinstance(found, Secret) else str(found)
            if "\n" in said or "\r" in said:
                raise ValueError(f"{name}:{number}: {match.group(0)} has more than one line")
            return said

        return _VARIABLE.sub(value, line)

    lines = text.split("\n")
    return "\n".join(fill(line, number) for number, line in enumerate(lines, 1))


@dataclass(frozen=True)
class _Source:
    """A fragment on its way; whatever it says, its repr does not."""

    raw: bytes = field(repr=False)
    name: str

    def config(self, target: Target) -> Config:
        if not _VARIABLE.search(self.raw.decode("utf-8", "replace")):
            return Config.fragment(self.raw, self.name)
        text = filled(self.raw.decode("utf-8"), target.variables, self.name)
        return Config.fragment(text, self.name)


@dataclass(frozen=True)
class _Job:
    target: Target
    work: Callable[..., Any]
    arguments: Tuple[Any, ...] = field(repr=False)
    # two jobs are never the same, or an executor may remember an old outcome
    number: str = field(default_factory=lambda: uuid.uuid4().hex)


def _run(job: _Job) -> Outcome:
    """In the worker. It raises nothing, so that no executor logs it."""
    begin = time.monotonic()
    name = job.target.name
    try:
        with Router(job.target.options, job.target.timeout) as router:
            value = job.work(router, job.target, *job.arguments)
    except Exception as error:
        return Outcome(name, "failed", None, error, time.monotonic() - begin)
    return Outcome(name, "done", value, None, time.monotonic() - begin)


def _deploy(router: Router, target: Target, source: _Source, options: Dict[str, Any]) -> Any:
    return router.deploy(source.config(target), **options)


def _plan(router: Router, target: Target, source: _Source, options: Dict[str, bool]) -> Any:
    return router.plan(source.config(target), **options)


def _show(router: Router, target: Target, command: str) -> Any:
    return router.show(command)


def _backup(router: Router, target: Target, secrets: bool) -> Any:
    if secrets:
        return router.backup()
    return Backup(router.config().text(), ())


# ---- who gives the work out ----


def _executor(executor: Any, parallel: int) -> Any:
    if executor is None:
        return futures.ThreadPoolExecutor(parallel, "rtx-fleet")
    if hasattr(executor, "get_executor"):  # a client of dask.distributed
        return executor.get_executor(pure=False, retries=0)
    return executor


def _outcome(job: _Job, future: "futures.Future[Outcome]") -> Outcome:
    try:
        return future.result()
    except Exception as error:  # the executor's own
        return Outcome(job.target.name, "unknown", None, error)


class _Round:
    """Jobs given out, never more than so many at a time."""

    def __init__(
        self,
        executor: Any,
        parallel: int,
        max_failures: Optional[int],
        progress: Optional[Callable[[Outcome], None]],
    ) -> None:
        self.executor = executor
        self.parallel = parallel
        self.most = max_failures
        self.progress = progress
        self.outcomes: Dict[str, Outcome] = {}

    @property
    def stopped(self) -> bool:
        bad = sum(not outcome.ok for outcome in self.outcomes.values())
        return self.most is not None and bad > self.most

    def give(self, jobs: List[_Job]) -> None:
        waiting = list(reversed(jobs))
        under_way: "Dict[futures.Future[Outcome], _Job]" = {}
        while under_way or (waiting and not self.stopped):
            while waiting and len(under_way) < self.parallel and not self.stopped:
                job = waiting.pop()
                under_way[self.executor.submit(_run, job)] = job
            done, _ = futures.wait(under_way, return_when=futures.FIRST_COMPLETED)
            for future in done:
                self._end(under_way.pop(future), future)

    def _end(self, job: _Job, future: "futures.Future[Outcome]") -> None:
        outcome = _outcome(job, future)
        self.outcomes[job.target.name] = outcome
        if self.progress is not None:
            self.progress(outcome)


def run(
    inventory: Inventory,
    work: Callable[..., Any],
    arguments: Tuple[Any, ...] = (),
    *,
    executor: Any = None,
    parallel: int = PARALLEL,
    canary: int = 0,
    max_failures: Optional[int] = None,
    progress: Optional[Callable[[Outcome], None]] = None,
) -> Report:
    """`work(router, target, *arguments)` on every router.

    The first `canary` routers come first, and all of them must succeed. When
    more than `max_failures` failed, no other is begun. `progress` is called
    with each outcome as it comes, in the caller's thread.
    """
    for name, number, least in (
        ("parallel", parallel, 1),
        ("canary", canary, 0),
        ("max_failures", max_failures or 0, 0),
    ):
        if number < least:
            raise ValueError(f"{name}: {least} at least, not {number}")
    jobs = [_Job(target, work, arguments) for target in targets(inventory)]
    if not jobs:
        raise ValueError("there is no router in the inventory")
    if len({job.target.name for job in jobs}) != len(jobs):
        raise ValueError("two routers of the inventory have the same name")
    chosen = _executor(executor, parallel)
    if not isinstance(chosen, futures.ThreadPoolExecutor):
        pickle.dumps(jobs)  # what cannot travel is said before anybody is asked
    try:
        first = _Round(chosen, parallel, 0, progress)
        first.give(jobs[:canary])
        rest = _Round(chosen, parallel, max_failures, progress)
        if not first.stopped:
            rest.give(jobs[canary:])
    finally:
        if executor is None:
            chosen.shutdown()
    found = {**first.outcomes, **rest.outcomes}
    names = [job.target.name for job in jobs]
    return Report(tuple(found.get(name) or Outcome(name, "not_begun") for name in names))


def _source(fragment: Fragment, every: List[Target]) -> _Source:
    """Read and checked here, before any router is asked."""
    if isinstance(fragment, Config):
        source = _Source(fragment.text(secrets=True).encode("utf-8"), "fragment")
    elif isinstance(fragment, str):
        source = _Source(fragment.encode("utf-8"), "fragment")
    else:
        name = path_text(fragment, "the fragment")
        with open(name, "rb") as file:
            source = _Source(file.read(), name)
    if not _VARIABLE.search(source.raw.decode("utf-8", "replace")):
        Config.fragment(source.raw, source.name)
        return source
    for target in every:
        known = {name: "0" if isinstance(v, Secret) else v for name, v in target.variables.items()}
        Config.fragment(filled(source.raw.decode("utf-8"), known, source.name), source.name)
    return source


def deploy(
    inventory: Inventory,
    fragment: Fragment,
    *,
    executor: Any = None,
    parallel: int = PARALLEL,
    canary: int = 0,
    max_failures: Optional[int] = None,
    progress: Optional[Callable[[Outcome], None]] = None,
    **options: Any,
) -> Report:
    """One transaction per router: each lands whole or is rolled back. Values
    are rtx.Result. Options: those of rtx.PushOptions; `run()` tells the rest.

    :raises FragmentError: before any router is asked
    """
    PushOptions(**options)
    every = targets(inventory)
    return run(
        every,
        _deploy,
        (_source(fragment, every), options),
        executor=executor,
        parallel=parallel,
        canary=canary,
        max_failures=max_failures,
        progress=progress,
    )


def plan(
    inventory: Inventory,
    fragment: Fragment,
    *,
    replace: bool = False,
    allow_empty: bool = False,
    **how: Any,
) -> Report:
    """What deploy() would send to each; nothing is changed. Values are
    rtx.Plan."""
    every = targets(inventory)
    options = {"replace": replace, "allow_empty": allow_empty}
    return run(every, _plan, (_source(fragment, every), options), **how)


def show(inventory: Inventory, command: str, **how: Any) -> Report:
    """A command on every router. Values are rtx.Parsed."""
    return run(inventory, _show, (command,), **how)


def backup(
    inventory: Inventory,
    directory: "Union[None, str, os.PathLike[str]]" = None,
    *,
    secrets: bool = True,
    **how: Any,
) -> Report:
    """Every router's configuration. Values are rtx.Backup; with a directory,
    each is also written to NAME.rtx in it, readable by its owner alone. With
    `secrets=False` they are `*`: nothing secret comes back from a worker."""
    report = run(inventory, _backup, (secrets,), **how)
    if directory is not None:
        os.makedirs(directory, mode=0o700, exist_ok=True)
        for outcome in report:
            if outcome.ok:
                name = re.sub(r"[^\w.@-]", "_", outcome.name).lstrip(".") or "_"
                outcome.value.write(os.path.join(os.fspath(directory), name + ".rtx"))
    return report


__all__ = [
    "FleetError",
    "Inventory",
    "Outcome",
    "Report",
    "Target",
    "backup",
    "deploy",
    "filled",
    "plan",
    "run",
    "secret_of",
    "show",
    "targets",
]
