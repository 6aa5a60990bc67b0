"""A fake router with something on it; the Ansible collection's tests use it, too."""

from typing import Iterator

import pytest

from rtx.emulator import Emulator

LOGIN = "tulip-login-word"
ADMIN = "lily-admin-word"
STARTUP = (
    "console prompt office\n"
    "ip route default gateway pp 1\n"
    "ip lan1 address 192.168.100.1/24\n"
    "pp select 1\n"
    " pp auth myname bob peony-peer-word\n"
    "pp select none\n"
)


@pytest.fixture
def fake() -> Iterator[Emulator]:
    with Emulator(
        startup=STARTUP,
        login_password=LOGIN,
        admin_password=ADMIN,
        users={"anne": "iris-user-word"},
        ssh="127.0.0.1:0",
    ) as emulator:
        yield emulator
