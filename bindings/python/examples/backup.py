#!/usr/bin/env python3
"""A backup of all routers of a list, a hundred at a time, from one thread.

Usage: backup.py DIRECTORY <LIST    (an endpoint per line)
"""

import asyncio
import sys
from pathlib import Path
from typing import List

import rtx
import rtx.aio

LOGIN = rtx.Secret.env("RTX_LOGIN_PASSWORD")
ADMIN = rtx.Secret.env("RTX_ADMIN_PASSWORD")


async def backup(endpoint: str, directory: Path, turn: asyncio.Semaphore) -> bool:
    try:
        async with turn, rtx.aio.connect(
            endpoint, login_password=LOGIN, admin_password=ADMIN
        ) as router:
            serial = (await router.show.environment()).serial
            (await router.backup()).write(directory / f"{serial}.rtx")
    except rtx.Error as error:
        print(error, file=sys.stderr)
        return False
    return True


async def main(directory: Path, endpoints: List[str]) -> int:
    turn = asyncio.Semaphore(100)
    done = await asyncio.gather(*(backup(endpoint, directory, turn) for endpoint in endpoints))
    print(f"{sum(done)} of {len(done)} routers saved in {directory}")
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Path(sys.argv[1]), sys.stdin.read().split())))
