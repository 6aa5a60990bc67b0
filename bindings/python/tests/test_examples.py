"""The examples, run as they are, against fake routers."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import rtx
import rtx.emulator

from .conftest import PACKAGE, ROOT, STARTUP

ROUTE = "ip route default gateway 192.168.100.254\n"


def example(
    fake: rtx.emulator.Emulator, name: str, *arguments: object, **options: Any
) -> "subprocess.CompletedProcess[str]":
    environment = {
        **os.environ,
        "PYTHONPATH": str(PACKAGE),
        "RTX_LIBRARY": rtx.library_path,
        "RTX_LOGIN_PASSWORD": fake.login_password,
        "RTX_ADMIN_PASSWORD": fake.admin_password,
    }
    return subprocess.run(
        [sys.executable, str(PACKAGE / "examples" / name), *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        **options,
    )


def test_routes(fake: rtx.emulator.Emulator) -> None:
    told = example(fake, "routes.py", fake.telnet)
    assert told.stdout.split() == ["192.168.100.0/24", "LAN1", "implicit"], told.stderr


def test_backup_of_a_hundred(tmp_path: Path) -> None:
    fake = rtx.emulator.Emulator(
        startup=STARTUP, login_password="l", admin_password="a", options={"routers": "each"}
    )
    for _ in range(1, 100):
        fake.listen("127.0.0.1:0")
    with fake:
        endpoints = "\n".join(fake.endpoint(index) for index in range(100))
        told = example(fake, "backup.py", tmp_path, input=endpoints)
    assert told.stdout == f"100 of 100 routers saved in {tmp_path}\n", told.stderr
    files = list(tmp_path.iterdir())
    assert len(files) == 100
    assert all("ip lan1 address 192.168.100.1/24" in path.read_text() for path in files)


def test_backup_with_one_that_is_away(fake: rtx.emulator.Emulator, tmp_path: Path) -> None:
    told = example(fake, "backup.py", tmp_path, input=f"{fake.telnet}\ntelnet://127.0.0.1:1\n")
    assert told.returncode == 1
    assert told.stdout.startswith("1 of 2 routers")
    assert "telnet://127.0.0.1:1" in told.stderr


def test_deploy(fake: rtx.emulator.Emulator, tmp_path: Path) -> None:
    fragment = tmp_path / "route.rtx"
    fragment.write_text(ROUTE)
    told = example(fake, "deploy.py", fake.telnet, fragment, "192.168.100.1")
    assert told.stdout == f"+ {ROUTE}committed\n", told.stderr
    assert ROUTE in fake.saved and "schedule at" not in fake.saved


def test_deploy_that_cuts_something_off(fake: rtx.emulator.Emulator, tmp_path: Path) -> None:
    before = fake.running
    fake.set_state({"ping": {"192.0.2.1": [None]}})
    fragment = tmp_path / "route.rtx"
    fragment.write_text(ROUTE)
    told = example(fake, "deploy.py", fake.telnet, fragment, "192.0.2.1")
    assert told.returncode == 1
    assert told.stdout.endswith("taken back: 192.0.2.1 does not answer any more\n"), told.stderr
    assert fake.running == fake.saved == before


def connection(number: int, user: str) -> "dict[str, object]":
    return {
        "interface": f"ANONYMOUS[{number:02}]",
        "session_type": "l2tp",
        "state": "connected",
        "user_id": user,
        "peer": f"198.51.100.{number}",
        "connected_s": 60 * number,
    }


def test_vpn_users(tmp_path: Path) -> None:
    startup = (ROOT / "examples/vpn.rtx").read_text()
    picture = Path(os.environ.get("RTX_KEEP_PICTURE", str(tmp_path / "vpn.png")))
    steps = [["alice"], ["alice", "bob"], ["alice", "bob", "carol"], ["bob", "carol"], ["carol"]]
    stop = threading.Event()

    def people() -> None:
        """Somebody comes or goes every second."""
        for users in steps * 4:
            fake.set_state(
                {"show status pp": [connection(n, user) for n, user in enumerate(users, 1)]}
            )
            if stop.wait(1.0):
                return

    with rtx.emulator.Emulator(startup=startup) as fake:
        thread = threading.Thread(target=people)
        thread.start()
        time.sleep(0.2)
        told = example(fake, "vpn_users.py", fake.telnet, picture, 12, "0.4")
        stop.set()
        thread.join()
    assert told.stdout == f"3 users seen, drawn in {picture}\n", told.stderr
    raw = picture.read_bytes()
    assert raw.startswith(b"\x89PNG") and len(raw) > 10000
