"""Nothing grows over ten thousand calls."""

import asyncio
import gc
import os
import subprocess
from pathlib import Path
from typing import Callable, Iterator

import pytest

import rtx
import rtx.aio

from .conftest import ROOT

CALLS = 10000
TOGETHER = 20
SLACK = 1 << 20


def resident() -> int:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def growth(call: Callable[[], object], calls: int) -> int:
    for _ in range(calls // 10 + 1):
        call()
    before = resident()
    for _ in range(calls):
        call()
    return resident() - before


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A fake router in a process of its own: it remembers what was typed."""
    program = Path(rtx.library_path).parent.parent / "bin" / "rtx-emulator"
    options = ["--option", "anonymous-telnet=many", "--option", f"sessions={TOGETHER}"]
    with subprocess.Popen(
        [str(program), "--telnet", "127.0.0.1:0", *options], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.terminate()


def test_calls_of_a_session(endpoint: str) -> None:
    with rtx.connect(endpoint) as router:
        assert growth(router.show.ip_route, CALLS // 10) < SLACK


def test_ten_thousand_calls(endpoint: str) -> None:
    """Over several sessions at once: each waits for its router most of the time."""

    async def some(router: rtx.aio.Router, calls: int) -> None:
        for _ in range(calls):
            await router.show.ip_route()

    async def work() -> int:
        routers = [await rtx.aio.connect(endpoint) for _ in range(TOGETHER)]
        await asyncio.gather(*(some(router, CALLS // TOGETHER // 10) for router in routers))
        before = resident()
        await asyncio.gather(*(some(router, CALLS // TOGETHER) for router in routers))
        grown = resident() - before
        await asyncio.gather(*(router.close() for router in routers))
        return grown

    assert asyncio.run(work()) < SLACK


def test_errors(endpoint: str) -> None:
    def refused() -> None:
        with pytest.raises(rtx.RefusedError):
            router.run("show nonsense")

    with rtx.connect(endpoint) as router:
        assert growth(refused, CALLS // 10) < SLACK


def test_parsing() -> None:
    texts = [
        (path.parent.name.replace("-", " "), path.read_bytes())
        for path in sorted((ROOT / "tests/fixtures/show").glob("*/*-01.txt"))
    ]
    assert len(texts) > 20

    def all_of_them() -> None:
        for command, printed in texts:
            rtx.parse(command, printed)

    assert growth(all_of_them, CALLS // len(texts)) < SLACK


def test_configurations() -> None:
    running = rtx.Config.running("ip lan1 address 192.168.1.1/24\n")

    def plan() -> None:
        made = running.plan("ip lan1 address 192.168.2.1/24\nip route default gateway pp 1\n")
        assert made.diff and rtx.Config.of("ip filter 1 pass * * * * *").backup().text
        with pytest.raises(rtx.FragmentError):
            rtx.Config.of("restart")

    assert growth(plan, CALLS // 5) < SLACK


def test_sessions_and_pushes(endpoint: str) -> None:
    def session() -> None:
        with rtx.connect(endpoint) as router:
            with router.push("ip filter 1 pass * * * * *", save=False):
                pass
            router.deploy("no ip filter 1", save=False)

    assert growth(session, 100) < SLACK


def test_descriptors(endpoint: str) -> None:
    def count() -> int:
        return len(os.listdir("/proc/self/fd"))

    before = count()
    for _ in range(50):
        rtx.connect(endpoint).close()
        router = rtx.connect(endpoint)
        del router
    assert count() == before
