"""What the tests of asyncio share."""

import asyncio
import threading
import time
from typing import Any, Awaitable, Callable

import rtx
import rtx.aio
import rtx.emulator

ROUTE = "ip route default gateway 192.168.100.254"
MANY = "".join(f"ip filter {number} pass * * * * *\n" for number in range(1, 400))


def connect(fake: rtx.emulator.Emulator, **options: Any) -> rtx.aio.Connection:
    return rtx.aio.connect(fake.telnet, **fake.passwords(), **options)


async def settle(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < until
        await asyncio.sleep(0.01)


def run(work: Awaitable[Any]) -> Any:
    async def main() -> Any:
        return await work

    threads = threading.active_count()
    value = asyncio.run(main())
    assert threading.active_count() == threads
    return value


def slow(fake: rtx.emulator.Emulator) -> str:
    fake.option("rtt", "40")
    return fake.running


async def half_pushed(fake: rtx.emulator.Emulator) -> None:
    await settle(lambda: "ip filter 5 pass" in fake.running)
