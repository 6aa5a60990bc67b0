"""The fixtures that the package gives to pytest."""

import subprocess
import sys
from pathlib import Path

import pytest

import rtx
import rtx.emulator

from .conftest import PACKAGE


def test_router(rtx_router: rtx.Router) -> None:
    assert rtx_router.show.environment().model == "RTX810"


@pytest.mark.rtx(startup="ip lan1 address 192.168.7.1/24\n", faults=["save-fails"])
def test_mark(rtx_router: rtx.Router, rtx_emulator: rtx.emulator.Emulator) -> None:
    assert "192.168.7.1" in rtx_emulator.running
    with pytest.raises(rtx.TransactionError):
        rtx_router.deploy("ip filter 1 pass * * * * *")


def test_somebody_elses_test(tmp_path: Path) -> None:
    """As it would be in another project, with nothing imported."""
    (tmp_path / "test_mine.py").write_text(
        "def test_mine(rtx_router, rtx_emulator):\n"
        "    rtx_router.deploy('ip route default gateway 192.168.100.254')\n"
        "    assert 'ip route default' in rtx_emulator.saved\n"
    )
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "rtx.pytest_plugin", "--strict-markers", "."],
        cwd=tmp_path,
        env={"PYTHONPATH": str(PACKAGE), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert "1 passed" in told.stdout, told.stdout


def test_emulator(rtx_emulator: rtx.emulator.Emulator) -> None:
    arp = [{"interface": "LAN1", "port": 2, "address": "192.168.100.9",
            "mac": "00:a0:de:00:00:09", "ttl_s": 800}]
    rtx_emulator.set_state({"show arp": arp})
    with rtx_emulator.connect() as router:
        assert router.show.arp()[0].mac == "00:a0:de:00:00:09"
    assert rtx_emulator.state("show arp")[0]["address"] == "192.168.100.9"
    rtx_emulator.answer("show mystery", "nothing\n")
    with rtx_emulator.connect() as router:
        assert router.run("show mystery") == "nothing\n"
    rtx_emulator.inject("a system message")
    assert "a system message" in rtx_emulator.log[-1]
    rtx_emulator.advance(60)
    rtx_emulator.power_cycle()
    assert rtx_emulator.counters.restarts == 1
    with pytest.raises(rtx.ArgumentError, match="nonsense"):
        rtx_emulator.option("nonsense", "x")
    with pytest.raises(LookupError):
        rtx_emulator.ssh
    assert any(option.open for option in rtx.emulator.options())
