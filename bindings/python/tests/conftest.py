"""What the tests share."""

import subprocess
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest

import rtx.emulator

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent
ROOT = PACKAGE.parent.parent

STARTUP = "console character ascii\nip lan1 address 192.168.100.1/24\n"


@pytest.fixture
def fake() -> Iterator[rtx.emulator.Emulator]:
    with rtx.emulator.Emulator(
        startup=STARTUP, login_password="login-pass", admin_password="admin-pass"
    ) as emulator:
        yield emulator


@pytest.fixture
def router(fake: rtx.emulator.Emulator) -> Iterator[rtx.Router]:
    with fake.connect() as connected:
        yield connected


@pytest.fixture
def compile_c(tmp_path: Path) -> Callable[..., Path]:
    """Compile a C text, as a program or as a shared library."""

    def compile_text(text: str, *options: Any) -> Path:
        source = tmp_path / "source.c"
        target = tmp_path / "compiled"
        source.write_text(text, encoding="utf-8")
        subprocess.run(
            ["gcc", "-std=c11", f"-I{ROOT / 'include'}", *options, "-o", str(target), str(source)],
            check=True,
        )
        return target

    return compile_text
