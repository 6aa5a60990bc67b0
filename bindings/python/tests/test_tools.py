"""mypy, and the package as pip and make install it."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import rtx

from .conftest import PACKAGE, ROOT


def test_mypy_strict() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "rtx", "tests", "examples", "backend", "generate.py"],
        cwd=PACKAGE,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stdout


def test_code_is_for_python_3_9() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--python-version", "3.9"]
        + ["rtx", "tests", "examples", "backend", "generate.py"],
        cwd=PACKAGE,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, without the network."""
    work = tmp_path_factory.mktemp("wheel")
    copy = work / "python"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("build", "*.egg-info", ".*"))
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-build-isolation", "--no-deps"]
    subprocess.run([*pip, "--no-index", "-w", str(work), str(copy)], check=True)
    return next(work.glob("*.whl"))


def test_what_is_in_the_wheel(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "rtx/py.typed" in names and "rtx/aio.py" in names
    assert not any(name.startswith(("tests", "examples")) for name in names)
    entries = next(name for name in names if name.endswith("entry_points.txt"))
    assert b"rtx.pytest_plugin" in zipfile.ZipFile(wheel).read(entries)


def test_fresh_venv_needs_neither_setuptools_nor_wheel(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    python = str(venv / "bin" / "python")
    copy = tmp_path / "python"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns(".*"))
    code = (
        "import sys; sys.path.insert(0, 'backend')\n"
        "import librtx_backend; print(librtx_backend.build_sdist('.'))"
    )
    made = subprocess.run(
        [python, "-c", code], cwd=copy, stdout=subprocess.PIPE, text=True, check=True
    )
    environment = {"PATH": "/usr/bin:/bin", "RTX_LIBRARY": rtx.library_path, "PIP_NO_INDEX": "1"}
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "-q", "--force-reinstall"]
    show = "import rtx; print(rtx.__file__)"
    for what, where in (
        (["--no-build-isolation", str(copy)], venv),
        ([str(copy / made.stdout.strip())], venv),
        (["-e", str(copy)], copy),
    ):
        subprocess.run([*pip, *what], env=environment, check=True)
        told = subprocess.run(
            [python, "-c", show], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
        )
        assert told.stdout.startswith(str(where))


def test_installed_package(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(target), str(wheel)], check=True)
    environment = {**os.environ, "PYTHONPATH": str(target), "RTX_LIBRARY": rtx.library_path}
    told = subprocess.run(
        [sys.executable, "-c", "import rtx, rtx.emulator; print(rtx.__file__)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert told.stdout.startswith(str(target)), told.stderr
    # its entry point alone makes pytest know the fixtures
    (tmp_path / "test_mine.py").write_text(
        "def test_mine(rtx_router):\n    assert rtx_router.show.environment().model\n"
    )
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "test_mine.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert "1 passed" in told.stdout, told.stdout


def test_beside_the_library_in_a_prefix(tmp_path: Path) -> None:
    """As make install lays it out: PREFIX/lib/python3/dist-packages/rtx."""
    library = tmp_path / "lib"
    site = library / "python3" / "dist-packages"
    shutil.copytree(PACKAGE / "rtx", site / "rtx")
    shutil.copy(rtx.library_path, library)
    environment = {"PYTHONPATH": str(site), "PATH": "/usr/bin:/bin"}
    told = subprocess.run(
        [sys.executable, "-c", "import rtx; print(rtx.library_path)"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert told.stdout.strip() == str(library / Path(rtx.library_path).name), told.stderr
    assert ROOT  # the build tree was not asked
