#!/usr/bin/env python3
"""Write rtx/_records.py from the schema tables of the C library, and
rtx/_aio_named.py from rtx/_named.py.

Usage: generate.py [--check]
"""

import json
import re
import sys
import types
from ctypes import byref, c_void_p
from pathlib import Path
from textwrap import wrap
from typing import Any, Dict, List

HERE = Path(__file__).resolve().parent

# The package itself imports what is made here: take the library alone.
package = types.ModuleType("rtx")
package.__path__ = [str(HERE / "rtx")]
sys.modules.setdefault("rtx", package)

from rtx import _library as c  # noqa: E402
from rtx import _structures as structures  # noqa: E402

C_TYPES = {
    "text": "c_char_p",
    "word": "c_char_p",
    "time": "c_char_p",
    "number": "c_int64",
    "duration": "c_int64",
    "decimal": "c_double",
    "flag": "c_int32",
    "address": "CAddress",
    "texts": "CTexts",
    "ranges": "CRanges",
    "records": "CList",
}

PYTHON_TYPES = {
    "text": "Optional[str]",
    "word": "Optional[str]",
    "time": "Optional[datetime]",
    "number": "Optional[int]",
    "duration": "Optional[int]",
    "decimal": "Optional[float]",
    "flag": "Optional[bool]",
    "address": "Optional[Address]",
    "texts": "Tuple[str, ...]",
    "ranges": "Tuple[Tuple[int, int], ...]",
}

HEAD = '''"""The records of the router's outputs. Made by generate.py: do not edit."""

from ctypes import Structure, c_char_p, c_double, c_int32, c_int64, c_uint32, c_uint64
from dataclasses import dataclass
from datetime import datetime
from typing import Dict, Optional, Tuple, Union

from ._convert import Address, Field, Output, Record
from ._structures import CAddress, CList, CRanges, CTexts
'''


def class_name(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def fields_of(index: int, count: int) -> List[Dict[str, Any]]:
    fields = []
    for number in range(count):
        field = c.sized(structures.CSchemaField)
        assert c.lib.rtx_schema_field(index, number, byref(field)) == 0
        fields.append(
            {key: c.text(getattr(field, key)) for key in ("name", "type", "unit", "about")}
        )
    return fields


def records() -> List[Dict[str, Any]]:
    found = []
    for index in range(c.lib.rtx_schema_count()):
        record = c.sized(structures.CSchemaRecord)
        assert c.lib.rtx_schema_record(index, byref(record)) == 0
        found.append(
            {
                "name": c.text(record.name),
                "command": c.text(record.command),
                "array": bool(record.array),
                "fields": fields_of(index, record.fields),
            }
        )
    return found


def outputs() -> Dict[str, str]:
    """The name of each output, and its command."""
    found = {}
    index = 0
    while c.lib.rtx_schema_output(index):
        name = c.lib.rtx_schema_output(index)
        schema = c_void_p()
        assert c.lib.rtx_schema_json(name, byref(schema)) == 0
        found[c.text(name)] = json.loads(c.owned_text(schema.value))["title"]
        index += 1
    return found


def python_type(field: Dict[str, Any]) -> str:
    if field["type"] == "records":
        return f"Tuple[{class_name(field['unit'])}, ...]"
    return PYTHON_TYPES[field["type"]]


def meaning(field: Dict[str, Any]) -> str:
    """What stands behind a field, on lines that are not too long."""
    about = field["about"]
    unit = field["unit"]
    if field["type"] != "records" and unit not in ("none", "count") and unit not in about:
        about = f"{about} ({unit})" if about else unit
    lines = wrap(about or "as printed", 88)
    if len(lines) == 1:
        return f'    """{lines[0]}"""'
    return '    """' + "\n    ".join(lines) + '"""'


def write_record(record: Dict[str, Any]) -> List[str]:
    name = class_name(record["name"])
    lines = ["", "", f"class C{name}(Structure):", "    _fields_ = ["]
    lines += ['        ("size", c_uint32),', '        ("padding", c_uint32),']
    lines += ['        ("present", c_uint64),']
    for field in record["fields"]:
        lines.append(f'        ("{field["name"]}", {C_TYPES[field["type"]]}),')
    title = record["command"] or "part of another record"
    lines += ["    ]", "", "", "@dataclass(frozen=True)", f"class {name}:"]
    lines += [f'    """{title}"""', ""]
    for field in record["fields"]:
        lines += [f"    {field['name']}: {python_type(field)}", meaning(field)]
    return lines


def write_tables(found: List[Dict[str, Any]]) -> List[str]:
    lines = ["", "", "RECORDS: Dict[str, Record] = {"]
    for record in found:
        name = class_name(record["name"])
        lines += [f'    "{record["name"]}": Record(', f"        {name},", f"        C{name},"]
        lines.append("        (")
        for field in record["fields"]:
            inner = field["unit"] if field["type"] == "records" else ""
            lines.append(f'            Field("{field["name"]}", "{field["type"]}", "{inner}"),')
        lines += ["        ),", "    ),"]
    lines += ["}", "", "OUTPUTS: Dict[str, Output] = {"]
    by_command = {record["command"]: record for record in found if record["command"]}
    for name, command in outputs().items():
        record = by_command[command]
        lines.append(f'    "{name}": Output("{record["name"]}", {record["array"]}, "{command}"),')
    lines += ["}", "", "AnyRecord = Union["]
    lines += [f"    {class_name(record['name'])}," for record in found if record["command"]]
    return lines + ["]"]


def generate() -> str:
    found = records()
    lines = HEAD.rstrip().split("\n")
    for record in found:
        lines += write_record(record)
    return "\n".join(lines + write_tables(found)) + "\n"


def awaited() -> str:
    """The same calls for asyncio."""
    lines = (HERE / "rtx" / "_named.py").read_text(encoding="utf-8")
    lines = lines.replace("generate.py makes _aio_named.py from this file.", "Made by generate.py.")
    lines = lines.replace("shows.Parsed]\n", "Awaitable[shows.Parsed]]\n")
    lines = lines.replace("import Any, Callable", "import Any, Awaitable, Callable")
    lines = re.sub(r"    def (?!__init__)", "    async def ", lines)
    lines = lines.replace("self._data(", "await self._data(").replace("def await self.", "def ")
    lines = lines.replace("self._ask(command", "await self._ask(command")
    lines = lines.replace("await self._ask(command, timeout).data", "(await self._ask(command, timeout)).data")
    return re.sub(r"async def await ", "async def ", lines)


def main() -> int:
    stale = 0
    made = {"_records.py": generate(), "_aio_named.py": awaited()}
    for name, content in made.items():
        target = HERE / "rtx" / name
        if "--check" not in sys.argv[1:]:
            target.write_text(content, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != content:
            print(f"{target} is not what it is made from says; run {__file__}", file=sys.stderr)
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main())
