"""The driver has NAPALM's shape, and does on a router what the shape says."""

import importlib
import inspect
import re
import sys
import types
from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest

import rtx
import rtx.napalm
from rtx.emulator import Emulator
from rtx.napalm import RTXDriver

from .office import ADMIN, LOGIN, fake as fake

napalm_exceptions: Any = vars(rtx.napalm)["napalm_exceptions"]

# napalm/base/base.py: what a driver's methods are called with
SIGNATURES: Dict[str, List[str]] = {
    "__init__": ["hostname", "username", "password", "timeout=60", "optional_args=None"],
    "open": [],
    "close": [],
    "is_alive": [],
    "load_replace_candidate": ["filename=None", "config=None"],
    "load_merge_candidate": ["filename=None", "config=None"],
    "compare_config": [],
    "commit_config": ["message=''", "revert_in=None"],
    "confirm_commit": [],
    "has_pending_commit": [],
    "discard_config": [],
    "rollback": [],
    "get_facts": [],
    "get_arp_table": ["vrf=''"],
    "get_config": ["retrieve='all'", "full=False", "sanitized=False", "format='text'"],
}

@pytest.fixture
def driver(fake: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with RTXDriver(
        "127.0.0.1",
        "",
        LOGIN,
        optional_args={"secret": ADMIN, "transport": "telnet", "port": port(fake.telnet)},
    ) as opened:
        yield opened


def port(endpoint: str) -> int:
    return int(re.findall(r":(\d+)(?:\?|$)", endpoint)[0])


@pytest.mark.parametrize("name", SIGNATURES)
def test_signatures(name: str) -> None:
    found = inspect.signature(getattr(RTXDriver, name)).parameters.values()
    told = [
        one.name if one.default is one.empty else f"{one.name}={one.default!r}" for one in found
    ]
    assert told == ["self"] + SIGNATURES[name]


def test_napalm_would_find_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As get_network_driver("rtx.napalm") looks: the first class that it gets."""
    base: Any = types.ModuleType("napalm.base.base")
    base.NetworkDriver = type("NetworkDriver", (), {})
    exceptions: Any = types.ModuleType("napalm.base.exceptions")
    package: Any = types.ModuleType("napalm.base")
    package.base, package.exceptions = base, exceptions
    package.__path__ = []
    for name in list(vars(napalm_exceptions)):
        if isinstance(getattr(napalm_exceptions, name), type):
            setattr(exceptions, name, type(name, (Exception,), {}))
    top: Any = types.ModuleType("napalm")
    top.__path__ = []
    with monkeypatch.context() as patch:
        for name, module in (
            ("napalm", top),
            ("napalm.base", package),
            ("napalm.base.base", base),
            ("napalm.base.exceptions", exceptions),
        ):
            patch.setitem(sys.modules, name, module)
        patch.delitem(sys.modules, "rtx.napalm")
        module = importlib.import_module("rtx.napalm")
        found = [
            value
            for _, value in inspect.getmembers(module)
            if inspect.isclass(value) and issubclass(value, base.NetworkDriver)
        ]
        assert found[0].__name__ == "RTXDriver"
        assert module.napalm_exceptions is exceptions
    rtx.napalm = sys.modules["rtx.napalm"]


def test_facts(driver: RTXDriver) -> None:
    facts = driver.get_facts()
    assert set(facts) == {
        "uptime", "vendor", "os_version", "serial_number",
        "model", "hostname", "fqdn", "interface_list",
    }  # fmt: skip
    assert isinstance(facts["uptime"], float) and facts["uptime"] >= 0
    assert facts["vendor"] == "Yamaha" and facts["model"] == "RTX810"
    assert facts["hostname"] == "office" and facts["os_version"].startswith("Rev.")
    assert facts["interface_list"] == ["LAN1", "LAN2", "PP[01]"]


def test_arp(fake: Emulator, driver: RTXDriver) -> None:
    rows = driver.get_arp_table()
    assert rows
    for row in rows:
        assert {name: type(value) for name, value in row.items()} == {
            "interface": str, "mac": str, "ip": str, "age": float,
        }  # fmt: skip
    with pytest.raises(NotImplementedError):
        driver.get_arp_table(vrf="blue")


def test_get_config(driver: RTXDriver) -> None:
    found = driver.get_config()
    assert set(found) == {"running", "candidate", "startup"}
    assert "peony-peer-word" in found["running"] and found["candidate"] == ""
    clean = driver.get_config(retrieve="running", sanitized=True)
    assert "peony-peer-word" not in clean["running"] and clean["startup"] == ""
    with pytest.raises(NotImplementedError):
        driver.get_config(format="xml")


def test_merge_compare_commit_rollback(fake: Emulator, driver: RTXDriver) -> None:
    before = fake.running
    assert driver.compare_config() == ""
    driver.load_merge_candidate(config="ip filter 700 pass * * icmp * *\n")
    assert driver.compare_config() == "+ ip filter 700 pass * * icmp * *"
    assert fake.running == before
    driver.commit_config(message="a word")
    assert "ip filter 700" in fake.saved and driver.compare_config() == ""
    assert driver.has_pending_commit() is False
    driver.rollback()
    assert fake.running == before and "ip filter 700" not in fake.saved


def test_replace(fake: Emulator, driver: RTXDriver, tmp_path: Path) -> None:
    path = tmp_path / "whole"
    path.write_text(driver.get_config()["running"].replace("office", "branch"))
    driver.load_replace_candidate(filename=str(path))
    assert driver.compare_config().splitlines() == [
        "- console prompt office", "+ console prompt branch",
    ]  # fmt: skip
    driver.discard_config()
    assert driver.compare_config() == ""
    driver.load_replace_candidate(filename=str(path))
    driver.commit_config()
    assert "console prompt branch" in fake.saved


def test_commit_confirm(fake: Emulator, driver: RTXDriver) -> None:
    driver.load_merge_candidate(config="ip filter 700 pass * * icmp * *\n")
    driver.commit_config(revert_in=300)
    assert driver.has_pending_commit() is True
    assert "ip filter 700" in fake.running and "ip filter 700" not in fake.saved
    assert "schedule at" in fake.running
    with pytest.raises(napalm_exceptions.CommitError):
        driver.commit_config()
    driver.confirm_commit()
    assert driver.has_pending_commit() is False
    assert "ip filter 700" in fake.saved and "schedule at" not in fake.running
    with pytest.raises(napalm_exceptions.CommitError):
        driver.confirm_commit()


def test_rollback_of_a_pending_commit(fake: Emulator, driver: RTXDriver) -> None:
    before = fake.running
    driver.load_merge_candidate(config="ip filter 700 pass * * icmp * *\n")
    driver.commit_config(revert_in=300)
    driver.rollback()
    assert driver.has_pending_commit() is False and fake.running == before


def test_another_driver_confirms(fake: Emulator, driver: RTXDriver) -> None:
    """What waits outlives the driver that pushed it."""
    driver.load_merge_candidate(config="ip filter 700 pass * * icmp * *\n")
    driver.commit_config(revert_in=300)
    driver.close()
    assert "ip filter 700" in fake.running and "ip filter 700" not in fake.saved
    args = {"secret": ADMIN, "endpoint": fake.telnet}
    with RTXDriver("127.0.0.1", "", LOGIN, optional_args=args) as other:
        assert other.has_pending_commit() is True
        other.confirm_commit()
        assert other.has_pending_commit() is False
    assert "ip filter 700" in fake.saved and "schedule at" not in fake.running


def test_another_driver_rolls_back(fake: Emulator, driver: RTXDriver) -> None:
    before = fake.running
    driver.load_merge_candidate(config="ip filter 700 pass * * icmp * *\n")
    driver.commit_config(revert_in=300)
    driver.close()
    driver.open()
    assert driver.has_pending_commit() is True
    driver.rollback()
    assert driver.has_pending_commit() is False and fake.running == before


def test_refused_line(fake: Emulator, driver: RTXDriver) -> None:
    before = fake.running
    driver.load_merge_candidate(config="ip filter 700 pass * * icmp * *\nip filtre 1 pass\n")
    with pytest.raises(napalm_exceptions.CommitError, match="ip filtre"):
        driver.commit_config()
    assert fake.running == before
    with pytest.raises(napalm_exceptions.MergeConfigException):
        driver.load_merge_candidate(config="restart\n")
    with pytest.raises(napalm_exceptions.ReplaceConfigException):
        driver.load_replace_candidate(filename="/does/not/exist")


def test_over_ssh_and_wrong_passwords(fake: Emulator, tmp_path: Path) -> None:
    args: Dict[str, Any] = {
        "secret": ADMIN,
        "port": port(fake.ssh),
        "known_hosts": str(tmp_path / "known"),
        "legacy_algorithms": True,
    }
    trusting = {**args, "accept_new_host_key": True}
    with RTXDriver("127.0.0.1", "anne", "iris-user-word", optional_args=trusting) as driver:
        assert driver.is_alive() == {"is_alive": True}
    assert driver.is_alive() == {"is_alive": False}
    with pytest.raises(napalm_exceptions.ConnectAuthError):
        RTXDriver("127.0.0.1", "anne", "wrong", optional_args=args).open()
    with pytest.raises(napalm_exceptions.ConnectionException):
        RTXDriver("127.0.0.1", "", LOGIN, optional_args={"endpoint": "telnet://127.0.0.1:9"}).open()
    assert "iris" not in repr(vars(driver))


def test_is_alive_sees_a_cut(fake: Emulator, driver: RTXDriver) -> None:
    assert driver.is_alive() == {"is_alive": True}
    fake.stop()
    assert driver.is_alive() == {"is_alive": False}
