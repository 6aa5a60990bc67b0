"""Builds the package for pip by Python's own modules alone: neither setuptools
nor wheel nor the network is needed (PEP 517, and PEP 660 for `pip install -e`)."""

import base64
import hashlib
import io
import re
import sysconfig
import tarfile
import zipfile
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Tuple

HERE = Path(__file__).resolve().parent.parent
SOURCES = ("rtx/*.py", "rtx/py.typed", "rtx/*.so*")
EPOCH = (1980, 1, 1, 0, 0, 0)

Settings = Optional[Dict[str, Any]]
File = Tuple[str, bytes]


class Project:
    """What pyproject.toml says in [project]; tomllib is Python's from 3.11 on."""

    def __init__(self) -> None:
        self.told = (HERE / "pyproject.toml").read_text(encoding="utf-8")
        self.name = self._text("name")
        self.version = self._text("version")
        self.stem = f"{self.name}-{self.version}"
        # the library may have been put beside the package
        bound = any((HERE / "rtx").glob("*.so*"))
        platform = re.sub(r"[-.]", "_", sysconfig.get_platform())
        self.tag = f"py3-none-{platform if bound else 'any'}"

    def _text(self, key: str) -> str:
        found = re.search(rf'^{key} = "(.*)"$', self.told, re.MULTILINE)
        if found is None:
            raise ValueError(f"pyproject.toml: there is no {key}")
        return found.group(1)

    def _part(self, begin: str, end: str) -> str:
        return self.told.partition(begin)[2].partition(end)[0].strip()

    def metadata(self) -> bytes:
        lines = [
            "Metadata-Version: 2.1",
            f"Name: {self.name}",
            f"Version: {self.version}",
            f"Summary: {self._text('description')}",
            f"Requires-Python: {self._text('requires-python')}",
        ]
        for classifier in re.findall(r'"(.*)"', self._part("classifiers = [", "]")):
            lines.append(f"Classifier: {classifier}")
        lines.append("Description-Content-Type: text/markdown")
        readme = (HERE / self._text("readme")).read_text(encoding="utf-8")
        return "\n".join([*lines, "", readme]).encode("utf-8")

    def dist_info(self) -> Iterator[File]:
        directory = f"{self.stem}.dist-info"
        yield f"{directory}/METADATA", self.metadata()
        plugin = self._part("[project.entry-points.pytest11]\n", "\n[").replace('"', "")
        yield f"{directory}/entry_points.txt", f"[pytest11]\n{plugin}\n".encode()
        told = ("Wheel-Version: 1.0", "Generator: librtx", "Root-Is-Purelib: true")
        yield f"{directory}/WHEEL", "\n".join([*told, f"Tag: {self.tag}", ""]).encode()


def _package() -> Iterator[File]:
    for pattern in SOURCES:
        for path in sorted(HERE.glob(pattern)):
            yield path.relative_to(HERE).as_posix(), path.read_bytes()


def _recorded(name: str, content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
    return f"{name},sha256={digest.decode()},{len(content)}"


def _wheel(directory: str, content: Iterator[File]) -> str:
    project = Project()
    files = [*content, *project.dist_info()]
    record = f"{project.stem}.dist-info/RECORD"
    lines = [_recorded(*file) for file in files] + [f"{record},,", ""]
    name = f"{project.stem}-{project.tag}.whl"
    with zipfile.ZipFile(Path(directory) / name, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, raw in [*files, (record, "\n".join(lines).encode())]:
            info = zipfile.ZipInfo(path, EPOCH)
            info.external_attr = 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(info, raw)
    return name


# ---- what pip calls ----


def build_wheel(
    wheel_directory: str, config_settings: Settings = None, metadata_directory: Optional[str] = None
) -> str:
    return _wheel(wheel_directory, _package())


def build_editable(
    wheel_directory: str, config_settings: Settings = None, metadata_directory: Optional[str] = None
) -> str:
    link = ("__editable__.librtx.pth", f"{HERE}\n".encode())
    return _wheel(wheel_directory, iter([link]))


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    project = Project()
    own = [HERE / "pyproject.toml", HERE / "README.md", Path(__file__).resolve()]
    files = [(path.relative_to(HERE).as_posix(), path.read_bytes()) for path in own]
    files += [*_package(), ("PKG-INFO", project.metadata())]
    name = f"{project.stem}.tar.gz"
    with tarfile.open(Path(sdist_directory) / name, "w:gz", format=tarfile.PAX_FORMAT) as sdist:
        for path, raw in files:
            info = tarfile.TarInfo(f"{project.stem}/{path}")
            info.size = len(raw)
            info.mode = 0o644
            sdist.addfile(info, io.BytesIO(raw))
    return name


def _none(config_settings: Settings = None) -> List[str]:
    return []


get_requires_for_build_wheel = _none
get_requires_for_build_editable = _none
get_requires_for_build_sdist = _none
