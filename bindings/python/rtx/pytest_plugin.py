"""pytest: the fixtures `rtx_router` and `rtx_emulator`, without any import.

    def test_my_provisioning(rtx_router):
        provision(rtx_router)
        assert "ip route default" in rtx_router.run("show config")

Marks say what the router is like: `@pytest.mark.rtx(startup="…", faults=[…])`,
with the arguments of `rtx.emulator.Emulator`.
"""

from typing import Iterator

import pytest

from .emulator import Emulator
from .router import Router


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "rtx(**arguments): the rtx.emulator.Emulator of this test's fixtures"
    )


@pytest.fixture
def rtx_emulator(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    """A fake router that runs, with passwords."""
    mark = request.node.get_closest_marker("rtx")
    arguments = {"login_password": "login-pass", "admin_password": "admin-pass"}
    if mark is not None:
        arguments.update(mark.kwargs)
    with Emulator(**arguments) as emulator:  # type: ignore[arg-type]
        yield emulator


@pytest.fixture
def rtx_router(rtx_emulator: Emulator) -> Iterator[Router]:
    """A session with it, logged in."""
    with rtx_emulator.connect() as router:
        yield router
