"""Fleets: on threads, on processes, on dask; secrets by reference."""

import logging
import pickle
from concurrent import futures
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest

import rtx
import rtx.fleet
from rtx.emulator import Emulator

LOGIN = "tulip-login-word"
ADMIN = "lily-admin-word"
FRAGMENT = "ip filter 700 pass * * icmp * *\n"


@pytest.fixture
def routers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("RTX_TEST_LOGIN", LOGIN)
    monkeypatch.setenv("RTX_TEST_ADMIN", ADMIN)
    with ExitStack() as stack:
        yield [
            stack.enter_context(Emulator(login_password=LOGIN, admin_password=ADMIN))
            for _ in range(6)
        ]


def inventory(routers: List[Emulator], **more: Any) -> Dict[str, Any]:
    return {
        f"r{number}": {
            "endpoint": router.telnet,
            "login_password": "@env:RTX_TEST_LOGIN",
            "admin_password": "@env:RTX_TEST_ADMIN",
            "site": f"site-{number}",
            **more,
        }
        for number, router in enumerate(routers)
    }


def test_threads_deploy_then_nothing_to_do(routers: List[Emulator]) -> None:
    report = rtx.fleet.deploy(inventory(routers), FRAGMENT)
    assert [outcome.value.outcome for outcome in report] == ["committed"] * 6
    assert [outcome.name for outcome in report] == [f"r{n}" for n in range(6)]
    assert all("ip filter 700" in router.saved for router in routers)
    again = rtx.fleet.deploy(inventory(routers), FRAGMENT).check()
    assert [outcome.value.changed for outcome in again] == [False] * 6


def test_one_refusal_rolls_back_and_does_not_stop_the_others(routers: List[Emulator]) -> None:
    routers[2].fault("refuse-line=ip filter 700")
    before = routers[2].running
    report = rtx.fleet.deploy(inventory(routers), "ip filter 699 pass * * tcp * *\n" + FRAGMENT)
    assert [outcome.name for outcome in report.failed] == ["r2"]
    assert isinstance(report["r2"].error, rtx.RolledBackError)
    assert routers[2].running == before
    with pytest.raises(rtx.fleet.FleetError) as failure:
        report.check()
    assert "1 of 6" in str(failure.value) and failure.value.report is report


def test_canary_stops_all_others(routers: List[Emulator]) -> None:
    routers[0].fault("refuse-line=ip filter 700")
    report = rtx.fleet.deploy(inventory(routers), FRAGMENT, canary=1)
    assert [outcome.state for outcome in report] == ["failed"] + ["not_begun"] * 5
    assert all(router.counters.connections == 0 for router in routers[1:])


def test_max_failures(routers: List[Emulator]) -> None:
    for router in routers[:3]:
        router.fault("refuse-line=ip filter 700")
    told: List[rtx.fleet.Outcome] = []
    report = rtx.fleet.deploy(
        inventory(routers), FRAGMENT, parallel=1, max_failures=1, progress=told.append
    )
    states = [outcome.state for outcome in report]
    assert states == ["failed", "failed"] + ["not_begun"] * 4
    assert [outcome.name for outcome in told] == ["r0", "r1"]


def test_bad_fragment_asks_nobody(routers: List[Emulator]) -> None:
    with pytest.raises(rtx.FragmentError):
        rtx.fleet.deploy(inventory(routers), "restart\n")
    with pytest.raises(LookupError, match="fragment:1: .*nowhere"):
        rtx.fleet.deploy(inventory(routers), "description lan1 {{ nowhere }}\n")
    assert all(router.counters.connections == 0 for router in routers)


def test_variables_and_plan(routers: List[Emulator]) -> None:
    fragment = "# {{ this is }} a comment\ndescription lan1 {{ site }}\n"
    plans = rtx.fleet.plan(inventory(routers), fragment).check()
    assert plans["r4"].value.changes[0].text == "description lan1 site-4"
    assert not any(router.dirty for router in routers)
    rtx.fleet.deploy(inventory(routers), fragment).check()
    assert "description lan1 site-3" in routers[3].running


def test_show_and_backup(routers: List[Emulator], tmp_path: Path) -> None:
    report = rtx.fleet.show(inventory(routers), "show environment").check()
    assert {outcome.value.data.model for outcome in report} == {"RTX810"}
    rtx.fleet.backup(inventory(routers), tmp_path / "kept").check()
    files = sorted(path.name for path in (tmp_path / "kept").iterdir())
    assert files == [f"r{n}.rtx" for n in range(6)]
    assert (tmp_path / "kept" / "r0.rtx").stat().st_mode & 0o777 == 0o600


def test_inventory_files(routers: List[Emulator], tmp_path: Path) -> None:
    path = tmp_path / "routers.ini"
    path.write_text(
        "[DEFAULT]\nlogin_password = @env:RTX_TEST_LOGIN\nadmin_password = @env:RTX_TEST_ADMIN\n"
        + "".join(f"[r{n}]\nendpoint = {r.telnet}\n" for n, r in enumerate(routers))
    )
    assert len(rtx.fleet.show(path, "show status user").check()) == 6
    assert LOGIN not in repr(rtx.fleet.targets(path))


def test_unreachable_and_wrong_password(routers: List[Emulator], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = inventory(routers[:2])
    asked["r1"]["login_password"] = "@env:RTX_TEST_ABSENT"
    asked["gone"] = "telnet://127.0.0.1:9"
    report = rtx.fleet.show(asked, "show environment")
    assert report["r0"].ok
    assert isinstance(report["r1"].error, LookupError)
    assert isinstance(report["gone"].error, rtx.ConnectError)


def test_process_pool(routers: List[Emulator]) -> None:
    with futures.ProcessPoolExecutor(2) as pool:
        report = rtx.fleet.deploy(inventory(routers), FRAGMENT, executor=pool).check()
    assert report["r5"].value.outcome == "committed"
    assert "ip filter 700" in routers[5].saved


def test_a_secret_in_the_clear_does_not_travel(routers: List[Emulator]) -> None:
    plain = {"r0": {"endpoint": routers[0].telnet, "login_password": LOGIN}}
    with futures.ProcessPoolExecutor(1) as pool:
        with pytest.raises(TypeError, match="Secret.env"):
            rtx.fleet.show(plain, "show environment", executor=pool)
    assert routers[0].counters.connections == 0
    raw = pickle.dumps(rtx.fleet.targets(inventory(routers)))
    assert LOGIN.encode() not in raw and b"RTX_TEST_LOGIN" in raw


def test_outcomes_pickle(routers: List[Emulator]) -> None:
    routers[1].fault("refuse-line=ip filter 700")
    report = rtx.fleet.deploy(inventory(routers), FRAGMENT)
    again = pickle.loads(pickle.dumps(report))
    assert [outcome.state for outcome in again] == [outcome.state for outcome in report]
    assert isinstance(again["r1"].error, rtx.TransactionError)
    assert again["r1"].error.outcome == "rolled_back"
    assert again["r0"].value == report["r0"].value


def test_dask_on_a_local_cluster(routers: List[Emulator], caplog: Any, capfd: Any) -> None:
    """Processes of their own; their logs are caught with ours."""
    distributed = pytest.importorskip("distributed")
    caplog.set_level(logging.DEBUG)
    routers[3].fault("refuse-line=ip filter 700")
    hidden = "peony-shared-key"
    fragment = FRAGMENT + "ipsec ike pre-shared-key 1 text {{ key }}\n"
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=2,
        processes=True,
        dashboard_address=None,
        env={"RTX_TEST_LOGIN": LOGIN, "RTX_TEST_ADMIN": ADMIN, "RTX_TEST_KEY": hidden},
    ) as cluster, distributed.Client(cluster) as client:
        asked = inventory(routers, key="@env:RTX_TEST_KEY")
        report = rtx.fleet.deploy(asked, fragment, executor=client)
        again = rtx.fleet.deploy(asked, fragment, executor=client.get_executor())
    assert [outcome.name for outcome in report.failed] == ["r3"]
    assert isinstance(report["r3"].error, rtx.TransactionError)
    assert report["r3"].error.outcome == "rolled_back"
    assert "ip filter 700" in routers[5].saved and hidden in routers[5].saved
    assert [outcome.value.changed for outcome in again if outcome.ok] == [False] * 5
    said = caplog.text + "".join(capfd.readouterr()) + repr(report) + str(report)
    for word in (LOGIN, ADMIN, hidden):
        assert word not in said


def test_a_worker_that_dies_is_told(routers: List[Emulator]) -> None:
    with futures.ProcessPoolExecutor(1) as pool:
        report = rtx.fleet.run(inventory(routers[:1]), _die, executor=pool)
    assert report["r0"].state == "unknown" and not report.ok


def _die(router: Any, target: Any) -> None:
    import os

    os._exit(3)


def test_wrong_numbers_and_nobody_are_refused(routers: List[Emulator]) -> None:
    wrongs: List[Dict[str, Any]] = [{"canary": -1}, {"parallel": 0}, {"max_failures": -1}]
    for wrong in wrongs:
        with pytest.raises(ValueError, match=next(iter(wrong))):
            rtx.fleet.deploy(inventory(routers), FRAGMENT, **wrong)
    nobodies: List[Any] = [{}, []]
    for nobody in nobodies:
        with pytest.raises(ValueError, match="no router"):
            rtx.fleet.deploy(nobody, FRAGMENT)
        with pytest.raises(ValueError, match="no router"):
            rtx.fleet.show(nobody, "show arp")
    for fragment in (5, None, FRAGMENT.encode()):
        with pytest.raises(TypeError, match="fragment"):
            rtx.fleet.deploy(inventory(routers), fragment)  # type: ignore[arg-type]
    assert not any(router.counters.connections for router in routers)
