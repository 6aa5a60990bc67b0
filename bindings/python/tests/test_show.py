"""Outputs as records, compared with the library's own JSON."""

import dataclasses
import ipaddress
from datetime import datetime
from pathlib import Path
from typing import Any, Dict, get_type_hints

import pytest

import rtx
import rtx.emulator
from rtx._convert import _Address, to_address
from rtx._records import OUTPUTS, RECORDS

from .conftest import ROOT, STARTUP

FIXTURES = sorted((ROOT / "tests/fixtures/show").glob("*/*.txt"))


def plain(value: Any, kind: str) -> Any:
    """A value as the library's JSON has it."""
    if value is None:
        return None
    if kind == "time":
        return value.isoformat()
    if kind == "address":
        return value if isinstance(value, str) else ("address", str(value))
    if kind == "ranges":
        return [list(pair) for pair in value]
    return list(value) if isinstance(value, tuple) else value


def compare(record: Any, name: str, told: Dict[str, Any]) -> int:
    """How many values there were."""
    count = 0
    for field in RECORDS[name].fields:
        value = getattr(record, field.name)
        if field.type == "records":
            assert len(value) == len(told[field.name])
            for inner, other in zip(value, told[field.name]):
                count += compare(inner, field.inner, other)
            continue
        ours = plain(value, field.type)
        theirs = told[field.name]
        if isinstance(ours, tuple):  # an address: the same one, however written
            theirs = ("address", str(type(value)(theirs)))
        elif field.type in ("texts", "ranges"):
            theirs = theirs or []
        elif field.type == "decimal" and ours is not None:
            theirs = pytest.approx(theirs)
        assert ours == theirs, field.name
        count += ours is not None
    return count


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_records_are_the_json(path: Path) -> None:
    printed = path.read_bytes()
    command = path.parent.name.replace("-", " ")
    told = rtx.parse_json(command, printed)
    parsed = rtx.parse(command, printed)
    assert (parsed.complete, parsed.model, parsed.language) == (
        told["complete"],
        told["model"],
        told["language"],
    )
    assert [line.text for line in parsed.unparsed] == told["unparsed"]
    name = rtx.show.output_of(command)
    assert name is not None
    kind = OUTPUTS[name]
    ours = parsed.data if kind.array else [parsed.data]
    theirs = told["data"] if kind.array else [told["data"]]
    assert len(ours) == len(theirs)
    for record, other in zip(ours, theirs):
        assert compare(record, kind.record, other) > 0


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_values_have_the_declared_types(path: Path) -> None:
    command = path.parent.name.replace("-", " ")
    data = rtx.parse(command, path.read_bytes()).data
    for record in data if isinstance(data, list) else [data]:
        check_types(record)
        assert hash(record) is not None
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(record, dataclasses.fields(record)[0].name, 1)


def check_types(record: Any) -> None:
    hints = get_type_hints(type(record))
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        allowed = getattr(hints[field.name], "__args__", ())
        if isinstance(value, tuple):
            for item in value:
                if dataclasses.is_dataclass(item):
                    check_types(item)
        else:
            assert isinstance(value, allowed), (field.name, value)


def test_command_without_a_parser() -> None:
    parsed = rtx.parse("show mystery", "one\ntwo\n")
    assert parsed.data is None and not parsed.complete
    assert [(line.line, line.text) for line in parsed.unparsed] == [(1, "one"), (2, "two")]


def test_text_that_makes_no_sense() -> None:
    parsed = rtx.parse("show ip route", "one\n\x00\xff two\n")
    assert parsed.data == [] and not parsed.complete
    assert rtx.parse("show environment", "").data is not None


@pytest.mark.parametrize(
    "raw, expected",
    [
        (("default", 4, 0, b"\0" * 16), "default"),
        (("192.0.2.1", 4, -1, b"\xc0\x00\x02\x01" + b"\0" * 12), "192.0.2.1"),
        (("192.0.2.0/24", 4, 24, b"\xc0\x00\x02\x00" + b"\0" * 12), "192.0.2.0/24"),
        (("PROVIDER", 0, -1, b"\0" * 16), "PROVIDER"),
    ],
)
def test_addresses(raw: Any, expected: str) -> None:
    assert str(to_address(_Address(*raw))) == expected


def test_interface_address() -> None:
    found = to_address(_Address("192.0.2.1/24", 4, 24, b"\xc0\x00\x02\x01" + b"\0" * 12))
    assert found == ipaddress.ip_interface("192.0.2.1/24")
    assert isinstance(found, ipaddress.IPv4Address)


CALLS = {
    "environment": (),
    "ip_route": (),
    "ipv6_route": (),
    "ipsec_sa": (),
    "ipsec_sa_gateway": (1,),
    "status_pp": (1,),
    "status_pp_anonymous": (),
    "status_tunnel": (1,),
    "status_l2tp": (),
    "nat_descriptor_address": (),
    "log": (),
    "arp": (),
    "status_lan": (1,),
    "status_dhcp": (),
    "status_user": (),
    "status_bgp_neighbor": (),
    "config": (),
    "ping": ("192.168.100.9",),
}


def test_every_output_has_a_call() -> None:
    assert set(OUTPUTS) == set(CALLS) - {"status_pp_anonymous"}
    assert all(hasattr(rtx.Show, name) for name in CALLS)


@pytest.fixture(scope="module")
def vpn() -> Any:
    startup = (ROOT / "examples/vpn.rtx").read_text()
    with rtx.emulator.Emulator(startup=startup + STARTUP, options={"ike": 1}) as fake:
        with fake.connect() as router:
            yield router


@pytest.mark.parametrize("name", CALLS)
def test_call(name: str, vpn: rtx.Router) -> None:
    data = getattr(vpn.show, name)(*CALLS[name])
    hint = get_type_hints(getattr(rtx.Show, name))["return"]
    kind = getattr(hint, "__args__", (hint,))[0]
    if isinstance(data, list):
        assert all(isinstance(record, kind) for record in data)
    else:
        assert isinstance(data, kind)


def test_options_of_calls(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    router.show.status_dhcp(1, summary=True)
    assert fake.executed[-1] == "show status dhcp 1 summary"
    router.show.ping("192.168.100.9", count=2)
    assert fake.executed[-1] == "ping -c 2 192.168.100.9"
    for wrong in ("", "-c", "a b", "a|b", "x" * 256):
        with pytest.raises(ValueError):
            router.show.ping(wrong)
    with pytest.raises(ValueError):
        router.show.status_pp(-1)


def test_any_command_with_its_report(router: rtx.Router) -> None:
    parsed = router.show("show environment")
    assert parsed.complete and parsed.model == "RTX810" and parsed.language
    assert isinstance(parsed.data.current_time, datetime)
    assert router.show("show command").data is None


def test_config_becomes_administrator_and_hides_secrets(router: rtx.Router) -> None:
    router.deploy("pp select 1\n pp auth myname user s3cret-word\n")
    listing = router.show.config()
    assert any(line.context == "pp 1" and line.secret for line in listing.statements)
    assert "s3cret" not in repr(listing)


def test_redacted_and_schema() -> None:
    told = rtx.redacted("show config", "pp auth myname user s3cret-word\n")
    assert "s3cret" not in told
    assert rtx.json_schema("show ip route")["$id"] == "ip_route"
    with pytest.raises(rtx.UnsupportedError):
        rtx.json_schema("show mystery")
