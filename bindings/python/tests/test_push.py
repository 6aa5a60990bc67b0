"""Plans and pushes: they land whole, or the router is as it was."""

import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, List

import pytest

import rtx
import rtx.emulator

from .conftest import STARTUP

ROUTE = "ip route default gateway 192.168.100.254"
MANY = "".join(f"ip filter {number} pass * * * * *\n" for number in range(1, 400))


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


def test_commit_does_what_is_missing(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    tx = router.push(ROUTE)
    assert tx.commit().outcome == "committed"
    assert ROUTE in fake.saved
    assert tx.commit().outcome == "committed"  # once is enough
    assert fake.counters.saves == 1


def test_steps_out_of_order_are_refused(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    tx = router.push(ROUTE)
    with pytest.raises(rtx.ArgumentError, match="nothing was sent"):
        tx.rollback()
    tx.plan()
    with pytest.raises(rtx.ArgumentError, match="nothing was sent"):
        tx.rollback()
    tx.apply()
    with pytest.raises(rtx.ArgumentError, match="applied before"):
        tx.apply()
    assert tx.held
    tx.commit()
    with pytest.raises(rtx.ArgumentError, match="committed, which cannot be taken back"):
        tx.rollback()
    with pytest.raises(rtx.ArgumentError, match="applied before"):
        with tx:
            pass
    assert ROUTE in fake.saved and fake.counters.saves == 1


def test_steps_after_a_failure_say_it_again(
    router: rtx.Router, fake: rtx.emulator.Emulator
) -> None:
    tx = router.push(f"{ROUTE}\nip lan1 mtu 9999999\n")
    steps: List[Any] = [tx.apply, tx.apply, tx.commit, tx.plan]
    for step in steps:
        with pytest.raises(rtx.RolledBackError) as failed:
            step()
        assert failed.value.line == 2
    assert tx.rollback().outcome == "rolled_back"  # it is as it was
    gone = router.push("telnetd service off")
    for step in (gone.apply, gone.commit):
        with pytest.raises(rtx.NotSentError):
            step()
    taken = router.push(ROUTE)
    taken.apply()
    taken.rollback()
    with pytest.raises(rtx.RolledBackError, match="taken back"):
        taken.commit()
    assert taken.rollback().outcome == "rolled_back"
    assert ROUTE not in fake.running


def test_close_is_refused_in_a_push(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    with router.push(ROUTE) as tx:
        with pytest.raises(rtx.BusyError, match="a push is open"):
            router.close()
        assert tx.held and not router.closed
    assert tx.outcome == "committed" and ROUTE in fake.saved
    with pytest.raises(rtx.BusyError):
        with router.push("ip filter 1 pass * * * * *") as tx:
            router.close()
    assert tx.outcome == "rolled_back"
    assert "ip filter 1" not in fake.running


def test_close_is_refused_in_a_push_with_a_journal(
    router: rtx.Router, fake: rtx.emulator.Emulator, tmp_path: Path
) -> None:
    with router.push(ROUTE, confirm=60, state_directory=tmp_path):
        with pytest.raises(rtx.BusyError):
            router.close()
    assert ROUTE in fake.saved


def test_left_with_a_push_that_nobody_decided(fake: rtx.emulator.Emulator) -> None:
    with pytest.raises(rtx.RolledBackError, match="neither committed nor rolled back"):
        with fake.connect() as router:
            tx = router.push(ROUTE)
            tx.apply()
    assert router.closed and tx.outcome == "rolled_back"
    assert ROUTE not in fake.running
    with pytest.raises(ZeroDivisionError):
        with fake.connect() as router:
            router.push(ROUTE).apply()
            raise ZeroDivisionError
    assert ROUTE not in fake.running


def test_forgotten_push_is_told(fake: rtx.emulator.Emulator) -> None:
    router = fake.connect()
    router.push(ROUTE)
    router.push(ROUTE).apply()
    with pytest.warns(RuntimeWarning, match="neither committed nor rolled back"):
        del router
        gc.collect()


def test_end_of_a_program_with_an_open_push_is_told() -> None:
    code = f"""if True:
        import rtx.emulator
        fake = rtx.emulator.Emulator().start()
        router = fake.connect()
        tx = router.push({ROUTE!r})
        tx.apply()
    """
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert told.returncode == 0
    assert "RuntimeWarning" in told.stderr and "neither committed" in told.stderr


def test_another_thread_is_waited_for_at_the_end_of_a_push(fake: rtx.emulator.Emulator) -> None:
    fake.fault("delay-before-prompt=300")
    before = fake.running
    with fake.connect() as router:
        with pytest.raises(ZeroDivisionError):
            with router.push(ROUTE) as tx:
                other = threading.Thread(target=router.run, args=("show environment",))
                other.start()
                time.sleep(0.1)
                raise ZeroDivisionError
        other.join()
        assert tx.outcome == "rolled_back"
    assert fake.running == before


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


def interrupts(*after: float) -> List[threading.Timer]:
    timers = [threading.Timer(time, os.kill, (os.getpid(), signal.SIGINT)) for time in after]
    for timer in timers:
        timer.start()
    return timers


def test_second_ctrl_c_does_not_stop_the_rollback(
    fake: rtx.emulator.Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    before = fake.running
    fake.option("rtt", "40")
    with fake.connect(window=0) as router:
        timers = interrupts(0.8, 0.9)
        with pytest.raises(KeyboardInterrupt):
            router.deploy(MANY)
        for timer in timers:
            timer.join()
        assert fake.running == before
        assert any(line.startswith("ip filter") for line in fake.executed)
        assert "one more interrupt ends it" in caplog.text
        assert router.run("show arp")


def test_third_ctrl_c_says_what_is_left(fake: rtx.emulator.Emulator, tmp_path: Path) -> None:
    before = fake.running
    fake.option("rtt", "40")
    with fake.connect(window=0) as router:
        timers = interrupts(1.5, 1.55, 1.6)
        tx = router.push(MANY, state_directory=tmp_path)
        with pytest.raises(rtx.NeedsPersonError) as failed:
            with tx:
                pass
        for timer in timers:
            timer.join()
        error = failed.value
        assert isinstance(error.__cause__, KeyboardInterrupt)
        assert "ip filter 1 pass" in error.leftover
        assert error.journal and error.journal in str(error)
        assert tx.outcome == "needs_person" and not tx.held
        with pytest.raises(rtx.NeedsPersonError):
            tx.commit()
    assert fake.running != before
    fake.option("rtt", "0")
    until = time.monotonic() + 5
    while fake.counters.open:
        assert time.monotonic() < until
        time.sleep(0.01)
    with fake.connect() as router:
        router.resume(error.journal, commit=False, state_directory=tmp_path)
    assert fake.running == before


def test_ctrl_c_never_cuts_a_step_in_two(fake: rtx.emulator.Emulator) -> None:
    """At any moment: afterwards it is as it was, or all of it is saved."""
    fragment = "".join(f"ip filter {number} pass * * * * *\n" for number in range(1, 30))
    fake.option("rtt", "2")
    before = fake.running
    landed = 0
    with fake.connect(window=0) as router:
        for number in range(40):
            try:
                interrupts(0.005 + number * 0.006)
                router.deploy(fragment)
                time.sleep(5)
            except KeyboardInterrupt:
                pass
            if fake.running == before:
                continue
            landed += 1
            assert "ip filter 29 pass" in fake.saved and not fake.dirty
            router.deploy(STARTUP, replace=True)
            assert fake.running == before
    assert landed < 40


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
