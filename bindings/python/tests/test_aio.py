"""asyncio: the same calls, cancellation, many routers from one thread."""

import asyncio
import gc
import os
import resource
import signal
import threading
import time
from random import Random
from typing import Any, Awaitable, List

import pytest

import rtx
import rtx.aio
import rtx.emulator

from .conftest import STARTUP
from .loops import MANY, ROUTE, connect, half_pushed, run, settle, slow


def test_the_same_calls(fake: rtx.emulator.Emulator) -> None:
    async def work() -> None:
        async with connect(fake) as router:
            assert (await router.show.environment()).model == "RTX810"
            assert (await router.show.ip_route())[0].interface == "LAN1"
            assert (await router.show("show arp")).complete
            assert len(await router.plan(ROUTE)) == 1
            assert (await router.deploy(ROUTE)).outcome == "committed"
            assert ROUTE in (await router.backup()).text
            assert (await router.diagnose("internet")).faults == 0
            await router.save()
            assert router.info.administrator
            with pytest.raises(rtx.RefusedError):
                await router.run("show nonsense")
        assert router.closed

    run(work())
    assert ROUTE in fake.saved


def test_await_a_connection(fake: rtx.emulator.Emulator) -> None:
    async def work() -> None:
        router = await connect(fake)
        await router.close()
        await router.close()
        with pytest.raises(rtx.ClosedError):
            await router.run("show arp")

    run(work())


def test_push(fake: rtx.emulator.Emulator) -> None:
    async def work() -> None:
        async with connect(fake) as router:
            async with router.push(ROUTE) as tx:
                assert tx.held and ROUTE not in fake.saved
            assert tx.outcome == "committed"
            with pytest.raises(ZeroDivisionError):
                async with router.push("ip filter 1 pass * * * * *") as tx:
                    raise ZeroDivisionError
            assert tx.outcome == "rolled_back"
            async with router.push("ip filter 2 pass * * * * *", confirm=60) as tx:
                assert tx.outcome == "awaiting_confirmation"
            assert tx.outcome == "committed"

    run(work())
    assert ROUTE in fake.saved
    assert "ip filter 1" not in fake.running and "ip filter 2" in fake.saved


def test_wait_for_leaves_no_session(fake: rtx.emulator.Emulator) -> None:
    fake.fault("stall-on=show arp")

    async def work() -> None:
        async with connect(fake) as router:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(router.run("show arp"), 0.3)
        await settle(lambda: fake.counters.open == 0)

    run(work())


def test_own_timeout(fake: rtx.emulator.Emulator) -> None:
    fake.fault("stall-on=show arp")

    async def work() -> None:
        async with connect(fake) as router:
            with pytest.raises(rtx.TimeoutError_):
                await router.run("show arp", timeout=0.3)
        await settle(lambda: fake.counters.open == 0)

    run(work())


def test_cancelled_while_connecting(fake: rtx.emulator.Emulator) -> None:
    fake.fault("never-answer")

    async def work() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(connect(fake)._connect(), 0.3)
        await settle(lambda: fake.counters.open == 0)

    run(work())


def test_cancelled_push_rolls_back(fake: rtx.emulator.Emulator) -> None:
    before = slow(fake)

    async def work() -> None:
        async with connect(fake, window=0) as router:
            task = asyncio.ensure_future(router.deploy(MANY))
            await half_pushed(fake)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert fake.running == before  # before the cancellation is seen
            assert "RTX810" in await router.run("show environment")

    run(work())


def test_second_cancellation_does_not_stop_the_rollback(fake: rtx.emulator.Emulator) -> None:
    before = slow(fake)

    async def work() -> None:
        async with connect(fake, window=0) as router:
            task = asyncio.ensure_future(router.deploy(MANY))
            await half_pushed(fake)
            for _ in range(5):
                task.cancel()
                await asyncio.sleep(0.02)
            with pytest.raises(asyncio.CancelledError):
                await task
        assert fake.running == before

    run(work())


def test_wait_for_a_push_rolls_back(fake: rtx.emulator.Emulator) -> None:
    before = slow(fake)

    async def work() -> None:
        async with connect(fake, window=0) as router:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(router.deploy(MANY), 1.5)
            assert fake.running == before

    run(work())
    assert any(line.startswith("ip filter") for line in fake.executed)


def test_cancelled_while_it_is_held(fake: rtx.emulator.Emulator) -> None:
    before = fake.running

    async def work() -> None:
        reached = asyncio.Event()

        async def push() -> None:
            async with connect(fake) as router:
                async with router.push(ROUTE):
                    reached.set()
                    await asyncio.sleep(60)

        task = asyncio.ensure_future(push())
        await reached.wait()
        assert ROUTE in fake.running
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert fake.running == before
        await settle(lambda: fake.counters.open == 0)

    run(work())


def test_loop_that_ends_rolls_back(fake: rtx.emulator.Emulator) -> None:
    """asyncio.run() cancels what is left over, and waits for it."""
    before = slow(fake)

    async def work() -> None:
        async def push() -> None:
            async with connect(fake, window=0) as router:
                await router.deploy(MANY)

        task = asyncio.ensure_future(push())
        await half_pushed(fake)
        assert not task.done()

    asyncio.run(work())
    assert fake.running == before


def test_two_calls_at_once_are_refused(fake: rtx.emulator.Emulator) -> None:
    async def work() -> None:
        async with connect(fake) as router:
            first = asyncio.ensure_future(router.run("show environment"))
            await asyncio.sleep(0)
            with pytest.raises(rtx.BusyError):
                await router.run("show arp")
            assert "RTX810" in await first

    run(work())


def test_loop_is_not_blocked(fake: rtx.emulator.Emulator) -> None:
    fake.fault("delay-before-prompt=300")

    async def work() -> None:
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.01)
                ticks += 1

        ticker = asyncio.ensure_future(tick())
        async with connect(fake) as router:
            await router.run("show arp")
        ticker.cancel()
        assert ticks > 20

    run(work())


def test_ssh() -> None:
    async def work(fake: rtx.emulator.Emulator) -> None:
        async with rtx.aio.connect(
            fake.ssh,
            login_password="alice-pass",
            known_hosts="/dev/null",
            accept_new_host_key=True,
            legacy_algorithms=True,
        ) as router:
            assert (await router.show.status_user())[0].name == "alice"

    with rtx.emulator.Emulator(
        startup=STARTUP, users={"alice": "alice-pass"}, telnet=None, ssh="127.0.0.1:0"
    ) as fake:
        run(work(fake))


ROUTERS = 500


def test_five_hundred_routers_from_one_thread() -> None:
    wanted = 2 * ROUTERS + 200
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
    together = 0
    most = 0

    async def one(endpoint: str, index: int) -> str:
        nonlocal together, most
        async with rtx.aio.connect(endpoint, timeout=120) as router:
            together += 1
            most = max(most, together)
            await all_are_there(index)
            routes = await router.show.ip_route()
            result = await router.deploy(f"ip filter {index + 1} pass * * * * *")
            together -= 1
            return f"{routes[0].destination} {result.outcome}"

    async def all_are_there(index: int) -> None:
        while most < ROUTERS:
            await asyncio.sleep(0.05)

    async def work(endpoints: List[str]) -> List[str]:
        return await asyncio.gather(*(one(*pair[::-1]) for pair in enumerate(endpoints)))

    fake = rtx.emulator.Emulator(startup=STARTUP, options={"routers": "each"})
    for _ in range(1, ROUTERS):
        fake.listen()
    with fake:
        told = run(work([fake.endpoint(index) for index in range(ROUTERS)]))
        assert told == ["192.168.100.0/24 committed"] * ROUTERS
        assert most == ROUTERS
        for index in (0, 250, ROUTERS - 1):
            fake.focus(index)
            assert f"ip filter {index + 1} pass" in fake.saved
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_loop_that_is_gone_rolls_back(fake: rtx.emulator.Emulator) -> None:
    """Nobody cancels what it has left over: it is destroyed."""
    before = slow(fake)
    loop = asyncio.new_event_loop()

    async def push() -> None:
        async with connect(fake, window=0) as router:
            await router.deploy(MANY)

    task = loop.create_task(push())
    loop.run_until_complete(half_pushed(fake))
    loop.close()
    del task
    gc.collect()
    assert fake.running == before


@pytest.mark.parametrize("cycle", [False, True])
def test_loop_that_is_gone_while_it_is_held(fake: rtx.emulator.Emulator, cycle: bool) -> None:
    loop = asyncio.new_event_loop()

    async def push() -> None:
        async with connect(fake) as router:
            async with router.push(ROUTE) as tx:
                told.append(cycle and tx.outcome)
                mine: List[Any] = [router]
                mine.append(mine if cycle else None)
                await asyncio.sleep(60)

    told: List[Any] = []
    task = loop.create_task(push())
    loop.run_until_complete(settle(lambda: bool(told)))
    loop.close()
    del task
    gc.collect()
    assert ROUTE not in fake.running


def test_cancelled_at_any_moment(fake: rtx.emulator.Emulator) -> None:
    """Afterwards it is as it was, or all of it is saved."""
    fake.option("rtt", "2")
    fragment = "".join(f"ip filter {number} pass * * * * *\n" for number in range(1, 30))
    before = fake.running
    random = Random(810)

    async def once(router: rtx.aio.Router, after: float, more: int) -> None:
        task = asyncio.ensure_future(router.deploy(fragment))
        await asyncio.sleep(after)
        for _ in range(more):
            task.cancel()
            await asyncio.sleep(random.uniform(0, 0.01))
        await asyncio.wait({task})
        if fake.running == before:
            assert task.cancelled() or task.exception()
            return
        assert "ip filter 29 pass" in fake.saved and not fake.dirty
        await router.deploy(STARTUP, replace=True)
        assert fake.running == before

    async def work() -> None:
        async with connect(fake, window=0) as router:
            for _ in range(30):
                await once(router, random.uniform(0, 0.25), random.randint(1, 3))

    run(work())


def run_as_before_3_11(work: Awaitable[Any]) -> None:
    """KeyboardInterrupt comes out of wherever the loop is."""
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(work)
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.wait(left))
        loop.close()


def test_ctrl_c_at_any_moment(fake: rtx.emulator.Emulator) -> None:
    """Afterwards it is as it was, or all of it is saved."""
    fake.option("rtt", "1")
    fake.option("anonymous-telnet", "many")
    fragment = "".join(f"ip filter {number} pass * * * * *\n" for number in range(1, 30))
    before = fake.running
    random = Random(810)

    async def work() -> None:
        async with connect(fake, window=0) as router:
            await router.deploy(fragment)

    for _ in range(40):
        timer = threading.Timer(random.uniform(0, 0.2), os.kill, (os.getpid(), signal.SIGINT))
        try:
            timer.start()
            run_as_before_3_11(work())
            time.sleep(5)
        except KeyboardInterrupt:
            pass
        if fake.running != before:
            assert "ip filter 29 pass" in fake.saved and not fake.dirty
            with fake.connect() as router:
                router.deploy(STARTUP, replace=True)
        assert fake.running == before
