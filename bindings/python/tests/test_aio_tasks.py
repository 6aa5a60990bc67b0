"""asyncio: several tasks on one router, and a push among them."""

import asyncio
from typing import Any, List

import pytest

import rtx
import rtx.emulator

from .loops import MANY, ROUTE, connect, half_pushed, run, settle, slow


def test_left_while_another_task_runs_a_command(fake: rtx.emulator.Emulator) -> None:
    fake.fault("stall-on=show arp")

    async def work() -> None:
        with pytest.raises(ZeroDivisionError):
            async with connect(fake) as router:
                task = asyncio.ensure_future(router.run("show arp"))
                await asyncio.sleep(0.1)
                raise ZeroDivisionError
        assert router.closed
        with pytest.raises(rtx.InterruptedError_, match="left meanwhile"):
            await task
        await settle(lambda: fake.counters.open == 0)
        async with connect(fake) as router:
            task = asyncio.ensure_future(router.run("show arp"))
            await asyncio.sleep(0.1)
        assert router.closed and task.done() and task.exception()
        await settle(lambda: fake.counters.open == 0)

    run(work())


def test_left_while_another_task_pushes(fake: rtx.emulator.Emulator) -> None:
    before = slow(fake)

    async def work() -> None:
        with pytest.raises(ZeroDivisionError):
            async with connect(fake, window=0) as router:
                task = asyncio.ensure_future(router.deploy(MANY))
                await half_pushed(fake)
                raise ZeroDivisionError
        assert router.closed and fake.running == before
        with pytest.raises(rtx.InterruptedError_):
            await task
        await settle(lambda: fake.counters.open == 0)

    run(work())


def test_cancelled_while_it_waits_for_another_task(fake: rtx.emulator.Emulator) -> None:
    before = slow(fake)

    async def work() -> None:
        async def leave() -> None:
            async with connect(fake, window=0) as router:
                tasks.append(asyncio.ensure_future(router.deploy(MANY)))
                await half_pushed(fake)

        tasks: List[Any] = []
        leaving = asyncio.ensure_future(leave())
        await half_pushed(fake)
        for _ in range(3):
            await asyncio.sleep(0.05)
            leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        assert fake.running == before and tasks[0].done() and tasks[0].exception()
        await settle(lambda: fake.counters.open == 0)

    run(work())


def test_close_is_refused_in_a_push(fake: rtx.emulator.Emulator) -> None:
    async def work() -> None:
        async with connect(fake) as router:
            async with router.push(ROUTE) as tx:
                with pytest.raises(rtx.BusyError, match="a push is open"):
                    await router.close()
            assert tx.outcome == "committed"
        with pytest.raises(rtx.RolledBackError, match="neither committed nor rolled back"):
            async with connect(fake) as router:
                await router.push("ip filter 1 pass * * * * *").apply()
        assert router.closed

    run(work())
    assert ROUTE in fake.saved and "ip filter 1" not in fake.running


def test_push_by_hand(fake: rtx.emulator.Emulator) -> None:
    async def work() -> None:
        async with connect(fake) as router:
            tx = router.push(ROUTE)
            with pytest.raises(rtx.ArgumentError, match="nothing was sent"):
                await tx.rollback()
            assert (await tx.commit()).outcome == "committed"
            with pytest.raises(rtx.ArgumentError, match="cannot be taken back"):
                await tx.rollback()
            with pytest.raises(rtx.ArgumentError, match="applied before"):
                await tx.apply()
            with pytest.raises(TypeError):
                router.push(5)  # type: ignore[arg-type]

    run(work())
    assert ROUTE in fake.saved


def test_another_task_is_waited_for_at_the_end_of_a_push(fake: rtx.emulator.Emulator) -> None:
    fake.fault("delay-before-prompt=200")
    before = fake.running

    async def work() -> None:
        async with connect(fake) as router:
            with pytest.raises(ZeroDivisionError):
                async with router.push(ROUTE):
                    task = asyncio.ensure_future(router.run("show environment"))
                    await asyncio.sleep(0.05)
                    raise ZeroDivisionError
            assert fake.running == before
            assert "RTX810" in await task

    run(work())
