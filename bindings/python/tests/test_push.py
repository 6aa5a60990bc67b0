"""Plans and pushes: they land whole, or the router is as it was."""

import os
import pickle
import signal
import threading
from pathlib import Path

import pytest

import rtx
import rtx.emulator

from .conftest import STARTUP

ROUTE = "ip route default gateway 192.168.100.254"


def test_plan_changes_nothing(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    before = fake.running
    plan = router.plan(ROUTE + "\nip lan1 address 192.168.100.1/24\n")
    assert [(change.op, change.text) for change in plan] == [("add", ROUTE)]
    assert plan.changes[0].undo == "no ip route default"
    assert str(plan) == f"+ {ROUTE}\n"
    assert not plan.empty and len(plan) == 1
    assert fake.running == before
    assert router.plan("ip lan1 address 192.168.100.1/24").empty


def test_deploy(router: rtx.Router, fake: rtx.emulator.Emulator, tmp_path: Path) -> None:
    path = tmp_path / "route.rtx"
    path.write_text(f"# the way out\n{ROUTE}\n")
    result = router.deploy(path)
    assert result.outcome == "committed" and result.changed
    assert result.plan.changes[0].file == str(path)
    assert result.plan.changes[0].line == 2
    assert ROUTE in fake.saved
    assert router.deploy(path).outcome == "unchanged"
    assert pickle.loads(pickle.dumps(result)) == result


def test_deploy_without_save(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    assert router.deploy(ROUTE, save=False).outcome == "applied"
    assert fake.dirty and ROUTE not in fake.saved


def test_replace(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    router.deploy("ip filter 5 pass * * * * *")
    result = router.deploy(STARTUP, replace=True)
    assert result.outcome == "committed"
    assert "ip filter 5" not in fake.saved


def test_refused_line_rolls_back(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    before = fake.running
    with pytest.raises(rtx.RolledBackError) as failed:
        router.deploy(f"{ROUTE}\nip lan1 mtu 9999999\n")
    error = failed.value
    assert (error.outcome, error.name, error.line) == ("rolled_back", "REFUSED", 2)
    assert error.statement == "ip lan1 mtu 9999999"
    assert isinstance(error.__cause__, rtx.RefusedError)
    assert len(error.plan) == 2
    again = pickle.loads(pickle.dumps(error))
    assert again.fields() == error.fields() and again.outcome == "rolled_back"
    assert fake.running == fake.saved == before


def test_bad_fragment_sends_nothing(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    lines = fake.counters.lines
    with pytest.raises(rtx.FragmentError) as failed:
        router.deploy("ip route default gateway pp 1\nrestart\n")
    assert (failed.value.name, failed.value.line) == ("FORBIDDEN", 2)
    assert fake.counters.lines == lines


def test_lockout_is_refused(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    fragment = "telnetd service off"
    assert [risk.kind for risk in router.plan(fragment).risks] != []
    with pytest.raises(rtx.NotSentError) as failed:
        router.deploy(fragment)
    assert isinstance(failed.value.__cause__, rtx.NotAllowedError)
    assert "telnetd service off" not in fake.running
    assert router.deploy(fragment, allow_lockout=True).outcome == "committed"


def test_needs_a_person(fake: rtx.emulator.Emulator) -> None:
    fake.fault("ignore-line=no ip route")
    fake.fault("refuse-line=ip filter 1")
    with fake.connect() as router:
        with pytest.raises(rtx.NeedsPersonError) as failed:
            router.deploy(f"{ROUTE}\nip filter 1 pass * * * * *\n")
    assert ROUTE in failed.value.leftover
    assert "left over" in str(failed.value)


def test_push_commits(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    with router.push(ROUTE) as tx:
        assert tx.held and tx.outcome == "applied"
        assert fake.dirty and ROUTE in fake.running and ROUTE not in fake.saved
        assert any(str(route.destination) == "default" for route in router.show.ip_route())
        assert STARTUP.splitlines()[1] in tx.checkpoint().text
        assert ROUTE not in tx.checkpoint().text
    assert not tx.held and tx.outcome == "committed"
    assert ROUTE in fake.saved


def test_push_rolls_back(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    before = fake.running
    with pytest.raises(ZeroDivisionError):
        with router.push(ROUTE) as tx:
            raise ZeroDivisionError
    assert tx.outcome == "rolled_back"
    assert fake.running == fake.saved == before


def test_push_of_what_is_there(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    with router.push(STARTUP) as tx:
        assert tx.outcome == "unchanged" and not tx.held
    assert fake.counters.saves == 0


def test_push_by_hand(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    tx = router.push(ROUTE)
    assert tx.plan().changes[0].text == ROUTE
    assert ROUTE not in fake.running
    assert tx.apply().outcome == "applied"
    assert tx.rollback().outcome == "rolled_back"
    assert ROUTE not in fake.running


def test_what_others_change_meanwhile_is_not_saved(
    router: rtx.Router, fake: rtx.emulator.Emulator
) -> None:
    with pytest.raises(rtx.RolledBackError) as failed:
        with router.push(ROUTE):
            router.run("ip filter 9 pass * * * * *")
    assert failed.value.name == "UNSAVED"
    assert ROUTE not in fake.running and "ip filter 9" in fake.running
    assert fake.counters.saves == 0


def test_confirm(fake: rtx.emulator.Emulator, tmp_path: Path) -> None:
    with fake.connect() as router:
        with router.push(ROUTE, confirm=300, state_directory=tmp_path) as tx:
            assert tx.outcome == "awaiting_confirmation"
            assert "schedule at" in fake.running
        assert tx.outcome == "committed"
    assert ROUTE in fake.saved
    assert "schedule at" not in fake.running + fake.saved


def test_confirm_taken_back(fake: rtx.emulator.Emulator, tmp_path: Path) -> None:
    with fake.connect() as router:
        with pytest.raises(ZeroDivisionError):
            with router.push(ROUTE, confirm=300, state_directory=tmp_path):
                raise ZeroDivisionError
    assert ROUTE not in fake.running
    assert "schedule at" not in fake.running + fake.saved


def test_deploy_with_confirm(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    assert router.deploy(ROUTE, confirm=60).outcome == "committed"
    assert fake.counters.logins == 2
    assert "schedule at" not in fake.saved


def test_another_session_confirms(fake: rtx.emulator.Emulator, tmp_path: Path) -> None:
    with fake.connect() as router:
        tx = router.push(ROUTE, confirm=300, state_directory=tmp_path)
        tx.apply()
        journal = tx.journal
        del tx
    assert rtx.read_journal(journal).state == "awaiting"
    assert rtx.find_journal(fake.telnet, tmp_path) == journal
    with fake.connect() as router:
        result = router.resume(journal, commit=True, state_directory=tmp_path)
    assert result.outcome == "committed"
    assert rtx.read_journal(journal).finished
    assert ROUTE in fake.saved


def test_held_without_confirm_is_resumed(fake: rtx.emulator.Emulator, tmp_path: Path) -> None:
    fake.option("anonymous-telnet", "many")
    with fake.connect() as router:
        tx = router.push(ROUTE, state_directory=tmp_path)
        tx.apply()
        journal = tx.journal
        with pytest.raises(rtx.TransactionError) as failed:
            with fake.connect() as other:
                other.deploy("ip filter 1 pass * * * * *", state_directory=tmp_path)
        assert failed.value.name == "LOCKED"
        del tx
    assert rtx.read_journal(journal).state == "applied"
    with fake.connect() as router:
        result = router.resume(journal, commit=False, state_directory=tmp_path)
    assert result.outcome == "rolled_back"
    assert ROUTE not in fake.running


def test_connection_is_lost_while_it_is_held(fake: rtx.emulator.Emulator) -> None:
    with fake.connect() as router:
        with router.push(ROUTE, reconnect=10) as tx:
            fake.cut()
        assert tx.outcome == "committed"
    assert ROUTE in fake.saved


def test_ctrl_c_in_a_push_rolls_back(fake: rtx.emulator.Emulator) -> None:
    before = fake.running
    fake.option("rtt", "40")
    fragment = "".join(f"ip filter {number} pass * * * * *\n" for number in range(1, 400))
    with fake.connect(window=0) as router:
        tx = router.push(fragment)
        tx.plan()
        timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            with tx:
                pass
        timer.join()
        assert tx.outcome == "rolled_back"
        assert 0 < len([line for line in fake.executed if line.startswith("ip filter")]) < 399
    assert fake.running == before


def test_time_that_is_over_rolls_back(fake: rtx.emulator.Emulator) -> None:
    before = fake.running
    fake.option("rtt", "40")
    fragment = "".join(f"ip filter {number} pass * * * * *\n" for number in range(1, 400))
    with fake.connect(window=0) as router:
        with pytest.raises(rtx.RolledBackError) as failed:
            router.deploy(fragment, timeout=1.5)
        assert isinstance(failed.value.__cause__, rtx.TimeoutError_)
    assert fake.running == before


def test_backup(router: rtx.Router, tmp_path: Path) -> None:
    router.deploy("pp select 1\n pp auth myname user s3cret-word\n")
    backup = router.backup()
    assert "s3cret-word" in backup.text and "s3cret" not in repr(backup)
    assert any("administrator password" in line for line in backup.missing)
    path = tmp_path / "backup.rtx"
    backup.write(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert router.plan(path).empty
    assert list(tmp_path.iterdir()) == [path]


def test_config_without_a_router() -> None:
    running = rtx.Config.running("ip lan1 address 192.168.1.1/24\nip route default gateway pp 1\n")
    plan = running.plan(
        "ip lan1 address 192.168.2.1/24",
        transport="telnet",
        address="192.168.1.1",
        source="192.168.1.9",
    )
    assert [change.op for change in plan] == ["replace"]
    assert plan.risks[0].kind in ("cut", "lockout")
    assert running.plan("ip filter 1 pass * * * * *", replace=True).changes
    assert [statement.text for statement in running][1] == "ip route default gateway pp 1"
    running.append("pp select 1\n pp auth myname user s3cret-word\n")
    assert "s3cret" not in str(running) + repr(running) + repr(list(running))
    assert "s3cret" in running.text(secrets=True)
    with pytest.raises(IndexError):
        running[99]
    with pytest.raises(rtx.FragmentError) as failed:
        rtx.Config.fragment("ip lan1 address \x01\n", "f.rtx")
    assert failed.value.file == "f.rtx" and failed.value.line == 1
