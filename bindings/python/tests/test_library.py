"""The library that is found, and whether its structures are ours."""

import ctypes
import os
import re
import subprocess
import sys
from ctypes import byref
from pathlib import Path
from typing import Any, Callable, Dict, List, Tuple

import pytest

import rtx
from rtx import _library as c
from rtx import _structures as structures
from rtx._records import RECORDS

from .conftest import PACKAGE, ROOT

# The structures of the headers that this package declares by hand.
STRUCTURES = {
    "rtx_error": structures.CError,
    "rtx_statement": structures.CStatement,
    "rtx_change": structures.CChange,
    "rtx_path": structures.CPath,
    "rtx_plan_options": structures.CPlanOptions,
    "rtx_risk": structures.CRisk,
    "rtx_session_info": structures.CSessionInfo,
    "rtx_unparsed": structures.CUnparsed,
    "rtx_show_report": structures.CShowReport,
    "rtx_texts": structures.CTexts,
    "rtx_range": structures.CRange,
    "rtx_ranges": structures.CRanges,
    "rtx_address": structures.CAddress,
    "rtx_list": structures.CList,
    "rtx_schema_record": structures.CSchemaRecord,
    "rtx_schema_field": structures.CSchemaField,
    "rtx_journal_info": structures.CJournalInfo,
    "rtx_recipe_info": structures.CRecipeInfo,
    "rtx_recipe_key": structures.CRecipeKey,
    "rtx_finding": structures.CFinding,
    "rtx_link": structures.CLink,
    "rtx_serial_port": structures.CSerialPort,
    "rtx_emulator_counters": structures.CCounters,
    "rtx_emulator_option_info": structures.CEmulatorOption,
}

Layout = Dict[Tuple[str, str], Tuple[int, int]]


def layout(structures: Dict[str, Any]) -> Layout:
    """Offset and size of every member, as ctypes has them."""
    found: Layout = {}
    for name, structure in structures.items():
        found[name, ""] = (0, ctypes.sizeof(structure))
        for member in structure._fields_:
            field = getattr(structure, member[0])
            found[name, member[0]] = (field.offset, field.size)
    return found


def layout_of_c(wanted: Layout, compile_c: Callable[..., Path]) -> Layout:
    """The same, as the C compiler has them."""
    lines: List[str] = []
    for name, member in wanted:
        if member:
            lines.append(
                f'printf("{name} {member} %zu %zu\\n", offsetof(struct {name}, {member}),'
                f" sizeof(((struct {name} *)0)->{member}));"
            )
        else:
            lines.append(f'printf("{name} - 0 %zu\\n", sizeof(struct {name}));')
    program = compile_c(
        "#include <stdio.h>\n#include <rtx/rtx.h>\n#include <rtx/emulator.h>\n"
        "int main(void)\n{\n" + "\n".join(lines) + "\nreturn 0;\n}\n"
    )
    told = subprocess.run([str(program)], check=True, capture_output=True, text=True).stdout
    found: Layout = {}
    for line in told.splitlines():
        name, member, offset, size = line.split()
        found[name, "" if member == "-" else member] = (int(offset), int(size))
    return found


def test_structures_are_those_of_the_compiler(compile_c: Callable[..., Path]) -> None:
    structures = dict(STRUCTURES)
    structures.update({f"rtx_{name}": record.structure for name, record in RECORDS.items()})
    ours = layout(structures)
    assert len(ours) > 400
    assert layout_of_c(ours, compile_c) == ours


def test_no_member_is_missing() -> None:
    """What is behind our last member would stay unseen."""
    headers = "".join(path.read_text() for path in sorted((ROOT / "include/rtx").glob("*.h")))
    headers = re.sub(r"/\*.*?\*/", "", headers, flags=re.S)
    for name, structure in STRUCTURES.items():
        body = re.search(rf"struct {name} {{(.*?)\n}};", headers, flags=re.S)
        assert body, name
        members = re.findall(r"(\w+)(?:\[\w+\])?;", body.group(1))
        assert members == [member[0] for member in structure._fields_], name


def test_records_are_those_of_the_loaded_library() -> None:
    """Size and offset of every field as rtx_schema_field() says."""
    names = []
    for index in range(c.lib.rtx_schema_count()):
        record = c.sized(structures.CSchemaRecord)
        assert c.lib.rtx_schema_record(index, byref(record)) == 0
        ours = RECORDS[c.text(record.name)]
        names.append(c.text(record.name))
        assert ctypes.sizeof(ours.structure) == record.bytes
        assert len(ours.fields) == record.fields
        for number, field in enumerate(ours.fields):
            raw = c.sized(structures.CSchemaField)
            assert c.lib.rtx_schema_field(index, number, byref(raw)) == 0
            member = getattr(ours.structure, field.name)
            assert (c.text(raw.name), raw.offset, raw.bytes) == (
                field.name,
                member.offset,
                member.size,
            )
    assert sorted(names) == sorted(RECORDS)


def test_generated_files_are_up_to_date() -> None:
    subprocess.run([sys.executable, str(PACKAGE / "generate.py"), "--check"], check=True)


def test_abi_and_version_are_those_of_the_header() -> None:
    header = (ROOT / "include/rtx/version.h").read_text()
    numbers = dict(re.findall(r"#define RTX_(\w+) (\d+)", header))
    assert rtx.ABI == int(numbers["ABI"])
    version = "{VERSION_MAJOR}.{VERSION_MINOR}.{VERSION_PATCH}".format(**numbers)
    assert rtx.__version__ == version
    assert f'version = "{version}"' in (PACKAGE / "pyproject.toml").read_text()


def test_codes_are_those_of_the_header() -> None:
    header = (ROOT / "include/rtx/error.h").read_text()
    codes = {name: int(number) for name, number in re.findall(r"X\((\w+), (-\d+),", header)}
    assert codes == {code.name: int(code) for code in rtx.Code if code.name != "OK"}
    for name, number in codes.items():
        assert rtx.Error("", code=number).name == name


def import_with(library: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "RTX_LIBRARY": library, "PYTHONPATH": str(PACKAGE)}
    return subprocess.run(
        [sys.executable, "-c", "import rtx; print(rtx.library_path)"],
        env=environment,
        capture_output=True,
        text=True,
    )


def test_library_is_found_where_the_environment_says() -> None:
    told = import_with(rtx.library_path)
    assert told.stdout.strip() == rtx.library_path
    told = import_with(os.path.dirname(rtx.library_path))
    assert told.stdout.strip() == rtx.library_path


def test_library_that_is_not_there() -> None:
    told = import_with("/nowhere/librtx.so.0")
    assert told.returncode == 1
    assert "LibraryError: librtx was not found" in told.stderr
    assert "/nowhere/librtx.so.0: not there" in told.stderr


def test_library_of_another_abi_is_refused(compile_c: Callable[..., Path]) -> None:
    library = compile_c("int rtx_abi(void); int rtx_abi(void) { return 7; }", "-shared", "-fPIC")
    told = import_with(str(library))
    assert told.returncode == 1
    assert f"has ABI 7, but this package needs ABI {rtx.ABI}" in told.stderr


def test_library_that_is_another_one(compile_c: Callable[..., Path]) -> None:
    library = compile_c("int x;", "-shared", "-fPIC")
    told = import_with(str(library))
    assert "is no librtx" in told.stderr


def test_every_prototype_is_exported() -> None:
    exported = set(re.findall(r"\b(rtx_\w+);", (ROOT / "lib/librtx.map").read_text()))
    assert set(c.PROTOTYPES) <= exported
    exported = set(re.findall(r"\b(rtx_\w+);", (ROOT / "lib/librtx-emulator.map").read_text()))
    assert set(c.EMULATOR_PROTOTYPES) <= exported


def test_prototypes_have_as_many_arguments_as_the_headers() -> None:
    headers = "".join(path.read_text() for path in sorted((ROOT / "include/rtx").glob("*.h")))
    headers = re.sub(r"/\*.*?\*/", "", headers, flags=re.S)
    for name, (result, arguments) in {**c.PROTOTYPES, **c.EMULATOR_PROTOTYPES}.items():
        found = re.search(rf"([\w*\s]+?)\b{name}\(([^;]*)\);", headers)
        assert found, name
        declared = found.group(2).strip()
        assert len(arguments) == (0 if declared == "void" else declared.count(",") + 1), name
        is_void = re.search(r"\bvoid\s*$", found.group(1)) is not None
        assert (result is None) == is_void, name


@pytest.mark.parametrize("name", ["librtx", "librtx-emulator"])
def test_candidates_begin_beside_the_package(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RTX_LIBRARY", raising=False)
    places = list(c.candidates(name))
    assert places[0] == str(PACKAGE / "rtx" / f"{name}.so.{c.ABI}")
    assert str(ROOT / "build/lib" / f"{name}.so.{c.ABI}") in places
    assert places[-1] == f"{name}.so.{c.ABI}"
