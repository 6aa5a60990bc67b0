"""What can be said of a push, and what cannot."""

import asyncio
import os
from typing import Any, Dict, List

import pytest

import rtx
import rtx.aio
import rtx.emulator
import rtx.fleet

from .conftest import STARTUP

ROUTE = "ip route default gateway 192.168.100.254"


def test_replace(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    router.deploy("ip filter 5 pass * * * * *")
    result = router.deploy(STARTUP, replace=True)
    assert result.outcome == "committed"
    assert "ip filter 5" not in fake.saved


def test_nothing_replaces_everything_only_if_meant(
    router: rtx.Router, fake: rtx.emulator.Emulator
) -> None:
    before = fake.running
    calls: List[Any] = [router.deploy, router.plan, lambda *a, **how: router.push(*a, **how).plan()]
    for call in calls:
        with pytest.raises(rtx.Error, match="replace the whole configuration says nothing"):
            call("# all of it\n", replace=True)
    assert fake.running == before
    assert "no ip lan1 address" in str(router.plan("", replace=True, allow_empty=True))
    assert not router.push("", replace=True, allow_empty=True, allow_lockout=True).plan().empty
    result = router.deploy("", replace=True, allow_empty=True, allow_lockout=True)
    assert result.outcome == "committed" and "ip lan1" not in fake.saved


def test_nothing_replaces_everything_awaited(fake: rtx.emulator.Emulator) -> None:
    async def work() -> None:
        async with rtx.aio.connect(fake.telnet, **fake.passwords()) as router:
            with pytest.raises(rtx.Error, match="says nothing"):
                await router.plan("", replace=True)
            assert (await router.plan("", replace=True, allow_empty=True)).changes
            await router.deploy("", replace=True, allow_empty=True, allow_lockout=True)

    asyncio.run(work())
    assert "ip lan1" not in fake.saved


def test_nothing_replaces_everything_of_a_fleet(fake: rtx.emulator.Emulator) -> None:
    passwords = {"login_password": "login-pass", "admin_password": "admin-pass"}
    routers = {"office": {"endpoint": fake.telnet, **passwords}}
    assert not rtx.fleet.plan(routers, "", replace=True).ok
    planned = rtx.fleet.plan(routers, "", replace=True, allow_empty=True).check()
    assert "no ip lan1 address" in str(planned["office"].value)
    more: Dict[str, Any] = {"replace": True, "allow_lockout": True}
    assert not rtx.fleet.deploy(routers, "", **more).ok
    rtx.fleet.deploy(routers, "", allow_empty=True, **more).check()
    assert "ip lan1" not in fake.saved


@pytest.mark.parametrize("wrong", [None, True, 5, b"ip filter 1 pass * * * * *", 1.5, ["x"]])
def test_wrong_fragments_are_refused(
    router: rtx.Router, fake: rtx.emulator.Emulator, wrong: Any
) -> None:
    lines = fake.counters.lines
    calls: List[Any] = [router.deploy, router.plan, router.push, rtx.Config.of]
    for call in calls:
        with pytest.raises(TypeError, match="the fragment must be a text or a path"):
            call(wrong)
    assert fake.counters.lines == lines


def test_descriptor_is_not_closed(router: rtx.Router) -> None:
    fd = os.open("/etc/hostname", os.O_RDONLY)
    calls: List[Any] = [router.deploy, router.plan, router.push, rtx.Config.file, rtx.Config.of]
    for call in calls:
        with pytest.raises(TypeError):
            call(fd)
    os.close(fd)  # it was open


@pytest.mark.parametrize(
    "wrong",
    [
        {"confirm": "x"},
        {"confirm": 5},
        {"confirm": True},
        {"save": "no"},
        {"replace": "no"},
        {"allow_empty": "no"},
        {"allow_lockout": None},
        {"reconnect": "x"},
        {"reconnect": -1},
        {"journal": 5},
        {"state_directory": 5},
        {"new_endpoint": 5},
        {"timeout": "x"},
    ],
)
def test_wrong_options_are_refused(
    router: rtx.Router, fake: rtx.emulator.Emulator, wrong: Dict[str, Any]
) -> None:
    lines = fake.counters.lines
    calls: List[Any] = [router.deploy, router.push]
    for call in calls:
        with pytest.raises((TypeError, ValueError), match=next(iter(wrong))):
            call(ROUTE, **wrong)
    assert fake.counters.lines == lines
