"""What is broken, why, and what to do."""

import json
import re
import weakref
from ctypes import byref, c_void_p
from dataclasses import dataclass
from typing import Any, Dict, Iterable, List, Optional, Tuple, Union

from ._library import encoded, lib, owned_text, sized, text
from ._session import Session
from ._steps import Steps
from ._structures import CFinding, CLink
from .errors import Code, Error, check

_SCOPES = {"internet": 1, "vpn": 2, "all": 3}
_LEVELS = {1: "warning", 2: "fault"}
_REMEDIES = ("advice", "setting", "action")
_STATES = ("unknown", "idle", "good", "doubtful", "broken")


@dataclass(frozen=True)
class Told:
    """The same in English and in Japanese."""

    en: str
    ja: str

    def __str__(self) -> str:
        return self.en


@dataclass(frozen=True)
class Finding:
    level: str
    """warning, fault"""
    rule: str
    link: str
    command: str
    evidence: str
    title: Told
    cause: Told
    remedy: Told
    remedy_kind: str
    """advice; setting: `fix` is a fragment; action: `fix` is a command"""
    fix: str
    source: str


@dataclass(frozen=True)
class Link:
    """A link of the chain that packets need."""

    name: str
    state: str
    """unknown, idle, good, doubtful, broken"""
    title: Told
    evidence: str


@dataclass(frozen=True)
class Diagnosis:
    faults: int
    findings: Tuple[Finding, ...]
    links: Tuple[Link, ...]
    report: Told
    """for people"""
    json: Dict[str, Any]

    def __str__(self) -> str:
        return self.report.en


def _told(pair: Any) -> Told:
    return Told(text(pair[0]), text(pair[1]))


class Doctor:
    """An examination: give it what the router said, then diagnose."""

    def __init__(self) -> None:
        handle = c_void_p()
        check(lib.rtx_doctor_new(byref(handle)))
        self._pointer = handle.value
        self._free = weakref.finalize(self, lib.rtx_doctor_free, handle.value)

    def add(self, transcript: Union[str, bytes]) -> None:
        """A saved transcript: prompts, commands, what they printed."""
        raw = transcript.encode("utf-8") if isinstance(transcript, str) else transcript
        check(lib.rtx_doctor_add(self._pointer, raw, len(raw)))

    def add_output(self, command: str, printed: str) -> None:
        raw = printed.encode("utf-8")
        name = encoded(command, "the command")
        check(lib.rtx_doctor_add_output(self._pointer, name, raw, len(raw)))

    def diagnose(self, scope: str = "all") -> Diagnosis:
        faults = check(lib.rtx_doctor_diagnose(self._pointer, _SCOPES[scope]))
        told = c_void_p()
        check(lib.rtx_doctor_json(self._pointer, byref(told)))
        return Diagnosis(
            faults,
            tuple(self._finding(index) for index in range(lib.rtx_doctor_count(self._pointer))),
            tuple(self._links()),
            Told(self._text(0), self._text(1)),
            json.loads(owned_text(told.value)),
        )

    def _finding(self, index: int) -> Finding:
        raw = sized(CFinding)
        check(lib.rtx_doctor_finding(self._pointer, index, byref(raw)))
        return Finding(
            _LEVELS.get(raw.level, "warning"),
            text(raw.rule),
            text(raw.link),
            text(raw.command),
            text(raw.evidence),
            _told(raw.title),
            _told(raw.cause),
            _told(raw.remedy),
            _REMEDIES[raw.remedy_kind],
            text(raw.fix),
            text(raw.source),
        )

    def _links(self) -> Iterable[Link]:
        index = 0
        raw = sized(CLink)
        while lib.rtx_doctor_link(self._pointer, index, byref(raw)) == 0:
            yield Link(text(raw.name), _STATES[raw.state], _told(raw.title), text(raw.evidence))
            index += 1

    def _text(self, japanese: int) -> str:
        told = c_void_p()
        check(lib.rtx_doctor_text(self._pointer, japanese, 0, byref(told)))
        return owned_text(told.value)


# What rtx_doctor_examine() runs, here as steps, so that asyncio can, too.
_FIRST = ("show environment", "show config", "show log")
_INTERNET = ("show ip route", "show nat descriptor address")
_VPN = ("show ipsec sa", "show status pp anonymous", "show status l2tp", "show status dhcp")


def _peers(config: str) -> List[str]:
    """`show status pp N` for each peer over PPPoE."""
    found: List[str] = []
    pp: Optional[str] = None
    for line in config.splitlines():
        selected = re.match(r"\s*pp select (\S+)", line)
        if selected:
            pp = selected.group(1)
        elif re.match(r"\s*pppoe use ", line) and pp and pp.isdigit():
            command = f"show status pp {pp}"
            if command not in found:
                found.append(command)
    return found


def _ask(doctor: Doctor, session: Session, command: str) -> Steps[str]:
    try:
        printed = yield from session.run(command)
    except Error as error:
        if error.code == Code.REFUSED:
            return ""  # this router has no such command
        raise
    doctor.add_output(command, printed)
    return printed


def examine(session: Session, scope: str) -> Steps[Diagnosis]:
    if scope not in _SCOPES:
        raise ValueError(f"scope: one of {', '.join(_SCOPES)}")
    doctor = Doctor()
    peers: List[str] = []
    yield from session.administrator()
    for command in _FIRST:
        printed = yield from _ask(doctor, session, command)
        if command == "show config":
            peers = _peers(printed)
    for command in (*peers, *_INTERNET, *(_VPN if scope != "internet" else ())):
        yield from _ask(doctor, session, command)
    return doctor.diagnose(scope)
