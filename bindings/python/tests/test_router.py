"""Connecting, running commands, errors."""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest

import rtx
import rtx.aio
import rtx.emulator

from .conftest import STARTUP


def test_run(router: rtx.Router) -> None:
    assert "RTX810" in router.run("show environment")
    assert router.run("show arp").endswith("\n")
    assert not router.info.administrator
    router.administrator()
    assert router.info.administrator
    assert router.info.lines_sent > 2
    assert "ip lan1 address 192.168.100.1/24" in router.run("show config")


def test_closing_logs_out(fake: rtx.emulator.Emulator) -> None:
    with fake.connect() as router:
        assert fake.counters.open == 1
    assert router.closed
    router.close()
    assert fake.executed[-1] in ("exit", "quit")
    with pytest.raises(rtx.ClosedError):
        router.run("show arp")


def test_forgotten_router_is_closed(fake: rtx.emulator.Emulator) -> None:
    router = fake.connect()
    assert fake.counters.open == 1
    del router
    wait_until(lambda: fake.counters.open == 0)


def wait_until(condition: "object", seconds: float = 5.0) -> None:
    assert callable(condition)
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_refused_line(router: rtx.Router) -> None:
    with pytest.raises(rtx.RefusedError) as failed:
        router.run("show nonsense")
    error = failed.value
    assert (error.code, error.name) == (rtx.Code.REFUSED, "REFUSED")
    assert error.statement == "show nonsense"
    assert error.answer and error.hint
    assert error.router == router.endpoint
    assert "show nonsense" in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert again.fields() == error.fields() and type(again) is rtx.RefusedError
    assert "RTX810" in router.run("show environment")  # the session goes on


@pytest.mark.parametrize(
    "error, kinds",
    [
        (rtx.LoginError("x"), (rtx.Error, PermissionError)),
        (rtx.TimeoutError_("x"), (rtx.Error, TimeoutError)),
        (rtx.ClosedError("x"), (rtx.ConnectError, ConnectionError)),
        (rtx.RolledBackError("x", outcome="rolled_back"), (rtx.TransactionError,)),
    ],
)
def test_families(error: rtx.Error, kinds: "tuple[type, ...]") -> None:
    assert all(isinstance(error, kind) for kind in kinds)
    assert pickle.loads(pickle.dumps(error)).fields() == error.fields()


def test_every_code_has_a_family() -> None:
    from rtx.errors import family

    without = {code.name for code in rtx.Code if code < 0 and family(code) is rtx.Error}
    assert without == {"NOMEM", "LIMIT", "IO", "NEEDS_PERSON"}


def test_wrong_administrator_password(fake: rtx.emulator.Emulator) -> None:
    with fake.connect(admin_password="wrong") as router:
        with pytest.raises(rtx.LoginError) as failed:
            router.administrator()
        assert failed.value.name == "ADMINISTRATOR"


def test_nobody_there() -> None:
    with pytest.raises(rtx.ConnectError) as failed:
        rtx.connect("telnet://127.0.0.1:1", timeout=5)
    assert failed.value.name == "CONNECT"


@pytest.mark.parametrize("endpoint", ["", "http://x", "telnet://"])
def test_bad_endpoint(endpoint: str) -> None:
    with pytest.raises((rtx.ArgumentError, rtx.UnsupportedError)):
        rtx.connect(endpoint)


def test_nul_in_a_command(router: rtx.Router) -> None:
    with pytest.raises(ValueError, match="NUL"):
        router.run("show arp\0show config")


def test_unknown_option(fake: rtx.emulator.Emulator) -> None:
    with pytest.raises(TypeError):
        fake.connect(login_pasword="x")


def test_timeout_leaves_no_session(fake: rtx.emulator.Emulator) -> None:
    fake.fault("stall-on=show arp")
    with fake.connect() as router:
        began = time.monotonic()
        with pytest.raises(rtx.TimeoutError_):
            router.run("show arp", timeout=0.3)
        assert 0.29 < time.monotonic() - began < 3
    wait_until(lambda: fake.counters.open == 0)


def test_silence_is_a_timeout(fake: rtx.emulator.Emulator) -> None:
    fake.fault("stall-on=show arp")
    with fake.connect(silence=0.3) as router:
        with pytest.raises(rtx.TimeoutError_):
            router.run("show arp")


def test_lost_connection(fake: rtx.emulator.Emulator) -> None:
    fake.fault("close-on=show arp")
    with fake.connect() as router:
        with pytest.raises(rtx.ClosedError):
            router.run("show arp")


def test_ctrl_c_ends_a_call(fake: rtx.emulator.Emulator) -> None:
    fake.fault("stall-on=show arp")
    with fake.connect() as router:
        timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            router.run("show arp")
        timer.join()
    wait_until(lambda: fake.counters.open == 0)


def test_ssh(tmp_path: Path) -> None:
    with rtx.emulator.Emulator(
        startup=STARTUP,
        admin_password="admin-pass",
        users={"alice": "alice-pass"},
        telnet=None,
        ssh="127.0.0.1:0",
    ) as fake:
        known = tmp_path / "known_hosts"
        with pytest.raises(rtx.HostKeyError):
            fake.connect(fake.ssh, known_hosts=known, legacy_algorithms=True)
        with fake.connect(
            fake.ssh, known_hosts=known, legacy_algorithms=True, accept_new_host_key=True
        ) as router:
            assert router.show.status_user()[0].name == "alice"
        assert known.read_text().split()[1:] == fake.known_hosts().split()[1:]


def test_serial() -> None:
    with rtx.emulator.Emulator(startup=STARTUP, telnet=None, serial=True) as fake:
        with fake.connect(fake.serial) as router:
            assert router.show.environment().model == "RTX810"


def test_setup() -> None:
    with rtx.emulator.Emulator(
        startup="login user alice alice-pass\n" + STARTUP,
        users={"alice": "alice-pass"},
        admin_password="admin-pass",
    ) as fake:
        with fake.connect(user="alice", login_password="alice-pass") as router:
            router.set_password("administrator", "new-admin")
            router.set_user("bob", rtx.Secret("bob-pass"))
            assert router.generate_host_key() is True
            assert router.generate_host_key() is False
            router.enable_ssh()
            router.save()
        with fake.connect(
            user="bob", login_password="bob-pass", admin_password="new-admin"
        ) as router:
            router.administrator()
        assert "sshd service on" in fake.saved


def test_diagnosis(router: rtx.Router) -> None:
    router.deploy("ip route default gateway 192.168.100.254")
    diagnosis = router.diagnose("internet")
    assert diagnosis.faults == 0
    firmware = [link for link in diagnosis.links if link.state == "good"]
    assert firmware and firmware[0].title.ja
    assert "fault" in str(diagnosis)
    with pytest.raises(ValueError):
        router.diagnose("moon")


def test_diagnosis_of_a_fault() -> None:
    startup = (
        "ip lan1 address 192.168.100.1/24\nip route default gateway pp 1\npp select 1\n"
        " pp always-on on\n pppoe use lan2\n pp auth accept pap chap\n"
        " pp auth myname user secret\n ppp lcp mru on 1454\n ip pp mtu 1454\n pp enable 1\n"
    )
    with rtx.emulator.Emulator(startup=startup, options={"trouble": "padi-timeout"}) as fake:
        with fake.connect() as router:
            diagnosis = router.diagnose()
    assert diagnosis.faults >= 1
    assert any(finding.level == "fault" for finding in diagnosis.findings)
    assert "show status pp 1" in fake.executed


def test_recipe(router: rtx.Router, fake: rtx.emulator.Emulator) -> None:
    info = {recipe.name: recipe for recipe in rtx.recipes()}
    assert "pppoe" in info
    required = [key.name for key in info["pppoe"].keys if key.required]
    assert required
    with pytest.raises(rtx.ArgumentError):
        rtx.Recipe("pppoe")["nonsense"] = "x"
    with pytest.raises(rtx.ArgumentError):
        rtx.Recipe("pppoe").text()


def test_eight_threads_with_a_session_each() -> None:
    failures: List[BaseException] = []

    def work(fake: rtx.emulator.Emulator) -> None:
        try:
            with fake.connect() as router:
                for _ in range(20):
                    assert router.show.environment().model == "RTX810"
                    assert router.show.ip_route()
        except BaseException as error:
            failures.append(error)

    options = {"anonymous-telnet": "many", "sessions": 8}
    with rtx.emulator.Emulator(startup=STARTUP, options=options) as fake:
        threads = [threading.Thread(target=work, args=(fake,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert not failures, failures


def test_other_threads_run_while_a_call_blocks(fake: rtx.emulator.Emulator) -> None:
    fake.fault("delay-before-prompt=400")
    counted = 0

    def work() -> Iterator[None]:
        with fake.connect() as router:
            router.run("show arp")
        yield

    thread = threading.Thread(target=lambda: list(work()))
    thread.start()
    while thread.is_alive():
        counted += 1
        time.sleep(0.01)
    assert counted > 30


def test_second_thread_is_refused(fake: rtx.emulator.Emulator) -> None:
    fake.fault("delay-before-prompt=500")
    with fake.connect() as router:
        thread = threading.Thread(target=router.run, args=("show arp",))
        thread.start()
        time.sleep(0.2)
        with pytest.raises(rtx.BusyError):
            router.run("show environment")
        thread.join()


@pytest.mark.parametrize("name", ["login_password", "admin_password", "passphrase"])
def test_wrong_passwords_are_refused_before_anything_is_sent(
    fake: rtx.emulator.Emulator, name: str
) -> None:
    connects: List[Any] = [rtx.connect, rtx.aio.connect]
    for nothing in (5, b"login-pass", True, ["login-pass"]):
        for connect in connects:
            with pytest.raises(TypeError, match=name):
                connect(fake.telnet, **{name: nothing})
    for wrong in ("l\0p", "login\npass", "login\r", "\udcff"):
        given: Dict[str, Any] = {name: wrong}
        for options in (given, {name: rtx.Secret(wrong)}):
            with pytest.raises(ValueError, match=name) as failed:
                fake.connect(**options)
            assert wrong not in repr(failed.value.args)
    with pytest.raises(TypeError):
        rtx.Secret(5)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        rtx.Secret.env(5)  # type: ignore[arg-type]
    assert fake.counters.connections == 0


def test_secret_that_is_looked_up_is_checked_too(
    fake: rtx.emulator.Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RTX_TEST_PASSWORD", "login\npass")
    with pytest.raises(ValueError, match="login_password"):
        fake.connect(login_password=rtx.Secret.env("RTX_TEST_PASSWORD"))
    assert fake.counters.connections == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"timeout": "5"},
        {"timeout": float("nan")},
        {"timeout": -1},
        {"silence": -1},
        {"connect_timeout": "5"},
        {"window": "x"},
        {"known_hosts": 5},
        {"transcript": 1},
        {"user": b"alice"},
        {"login_timer": "maybe"},
    ],
)
def test_wrong_options_are_refused(fake: rtx.emulator.Emulator, wrong: Dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError), match=next(iter(wrong)).rsplit("_", 1)[0]):
        fake.connect(**wrong)
    with pytest.raises(TypeError, match="endpoint"):
        rtx.connect(None)  # type: ignore[arg-type]
    assert fake.counters.connections == 0


def test_no_limit(fake: rtx.emulator.Emulator) -> None:
    with fake.connect(timeout=float("inf")) as router:
        assert "RTX810" in router.run("show environment", timeout=1e12)


def test_forked_child_leaves_the_connection_alone(fake: rtx.emulator.Emulator) -> None:
    with fake.connect() as router:
        with router.push("ip filter 5 pass * * * * *") as tx:
            child = os.fork()
            if child == 0:
                code = 1
                try:
                    router.close()
                    assert router.closed and not tx.held
                    with pytest.raises(rtx.ClosedError):
                        router.run("show arp")
                    code = 0
                finally:
                    os._exit(code)
            assert os.waitpid(child, 0)[1] == 0
            assert router.run("show arp")
            assert tx.held
        assert tx.outcome == "committed"


def test_end_of_a_program_with_a_call_under_way() -> None:
    """No thread is cut off in the middle of the library."""
    code = """if True:
        import contextlib, threading, time, rtx.emulator
        fake = rtx.emulator.Emulator(faults=["stall-on=show arp"]).start()
        router = fake.connect()
        def wait():
            with contextlib.suppress(rtx.Error):  # the router ends with the program
                router.run("show arp")
        threading.Thread(target=wait, daemon=True).start()
        time.sleep(0.3)
    """
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (told.returncode, told.stderr) == (0, "")


def test_parts_are_there_after_import_rtx() -> None:
    code = "import rtx; print(rtx.aio.connect, rtx.fleet.deploy, rtx.emulator.Emulator, rtx.napalm)"
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    assert {"aio", "emulator", "fleet", "napalm"} <= set(dir(rtx))
    with pytest.raises(AttributeError):
        rtx.nonsense  # type: ignore[attr-defined]


def test_section_that_there_is_not(fake: rtx.emulator.Emulator) -> None:
    with pytest.raises(ValueError, match="show bogus"):
        fake.state("show bogus")
    with pytest.raises(TypeError):
        rtx.emulator.Emulator(startup=5)  # type: ignore[arg-type]
