"""The collection under Debian's ansible-core, against fake routers over real
sockets; what the router has is asked of the router itself."""

import glob
import json
import os
import re
import signal
import subprocess
import threading
import time

from conftest import ADMIN, COLLECTION, LOGIN, PYTHON

FILTER = "ip filter 700 pass * * icmp * *"


def config(**arguments):
    return ("rtx_config", arguments)


def attempt(module, **arguments):
    """A task that may fail."""
    return {"librtx.rtx." + module: arguments, "ignore_errors": True}


def wait_for(condition):
    limit = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.02)


def try_config(**arguments):
    return attempt("rtx_config", **arguments)


def test_check_mode_changes_nothing(fake, ansible):
    before = fake.running
    run = ansible.run([config(lines=[FILTER])], "--check", "--diff")
    assert run.status == 0, run.text
    assert run.last["changed"] and run.last["outcome"] == "planned"
    assert run.last["commands"] == [FILTER]
    assert run.last["diff"]["prepared"].strip() == "+ " + FILTER
    assert fake.running == before and not fake.dirty and fake.counters.saves == 0
    sent = [line for line in fake.executed if not re.match(r"show |administrator|exit|quit|$", line)]
    assert sent == []


def test_changed_then_not(fake, ansible):
    first = ansible.run([config(lines=[FILTER])])
    assert first.last["changed"] and first.last["outcome"] == "committed"
    assert FILTER in fake.saved
    saves = fake.counters.saves
    # as somebody else would write it: other spaces
    again = ansible.run([config(lines=["  ip filter  700 pass * * icmp * *"])])
    assert not again.last["changed"] and again.last["outcome"] == "unchanged"
    assert again.last["commands"] == [] and fake.counters.saves == saves
    check = ansible.run([config(lines=[FILTER])], "--check")
    assert not check.last["changed"]


def test_diff_is_shown_and_hides_secrets(fake, ansible):
    lines = ["ipsec ike pre-shared-key 1 text rose-shared-key", FILTER]
    run = ansible.run([config(lines=lines)], "--diff", text=True)
    assert run.status == 0, run.text
    assert "+ " + FILTER in run.text and "pre-shared-key 1 text ***" in run.text
    assert "rose-shared-key" in fake.running and "rose-shared-key" not in ansible.said


def test_a_refused_line_rolls_back(fake, ansible):
    before = fake.running
    run = ansible.run([config(lines=[FILTER, "ip filtre 701 pass * *"])])
    assert run.status != 0
    assert run.last["failed"] and not run.last["changed"], run.last
    assert run.last.get("outcome") == "rolled_back", run.last
    error = run.last["rtx_error"]
    assert error["name"] == "REFUSED" and error["line"] == 2
    assert error["statement"] == "ip filtre 701 pass * *" and error["answer"]
    assert fake.running == before and fake.counters.saves == 0


def test_parents(fake, ansible):
    peer = config(lines=["pp always-on on", "pppoe use lan2"], parents=["pp select 1"], match="strict")
    run = ansible.run([peer, peer])
    assert run.results()[0]["commands"][0] == "pp select 1"
    assert [result["changed"] for result in run.results()] == [True, False]
    assert " pp always-on on" in fake.saved.replace("\n ", "\n  ").replace("\n  ", "\n ")


def test_before_and_after_only_with_a_change(fake, ansible):
    task = config(lines=[FILTER], before=["ip filter 699 pass * * tcp * *"], after=["ip lan1 mtu 1400"])
    run = ansible.run([task, task])
    assert [result["changed"] for result in run.results()] == [True, False]
    for text in ("ip filter 699", FILTER, "ip lan1 mtu 1400"):
        assert text in fake.saved


def test_save_when_never_and_always(fake, ansible):
    run = ansible.run([config(lines=[FILTER], save_when="never")])
    assert run.last["outcome"] == "applied" and run.last["changed"]
    assert FILTER in fake.running and FILTER not in fake.saved
    ansible.run([config(lines=[FILTER], save_when="always")])
    assert FILTER in fake.saved


def test_src_is_a_template(fake, ansible):
    templates = ansible.directory / "templates"
    templates.mkdir()
    (templates / "router.j2").write_text("# {{ inventory_hostname }}\ndescription lan1 {{ site }}\n")
    ansible.hosts(router={"rtx_endpoint": fake.telnet, "site": "osaka"})
    run = ansible.run([config(src="router.j2")])
    assert run.last["commands"] == ["description lan1 osaka"]
    assert "description lan1 osaka" in fake.saved
    (templates / "router.j2").write_text("\nrestart\n")
    bad = ansible.run([config(src="router.j2")])
    assert bad.last["failed"] and bad.last["rtx_error"]["line"] == 2
    assert bad.last["rtx_error"]["file"] == "router.j2"


def test_replace_config(fake, ansible):
    whole = "console prompt branch\nip lan1 address 192.168.100.1/24\n"
    (ansible.directory / "whole").write_text(whole)
    check = ansible.run([config(src="whole", replace="config")], "--check")
    assert check.last["changed"] and "console prompt office" in fake.running
    run = ansible.run([config(src="whole", replace="config")] * 2)
    assert [result["changed"] for result in run.results()] == [True, False]
    assert "ip route" not in fake.saved and "console prompt branch" in fake.saved


def test_backup(fake, ansible):
    run = ansible.run([config(backup=True)])
    path = run.last["backup_path"]
    assert not run.last["changed"]
    assert os.path.dirname(path) == str(ansible.directory / "backup")
    assert re.search(r"router_config\.\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d$", path)
    assert os.stat(path).st_mode & 0o777 == 0o600
    with open(path, encoding="utf-8") as file:
        assert "peony-peer-word" in file.read()
    assert "peony-peer-word" not in ansible.said
    named = config(backup=True, backup_options={"filename": "kept", "dir_path": str(ansible.directory)})
    assert ansible.run([named], "--check").last["backup_path"] == str(ansible.directory / "kept")


def test_backup_brings_it_back(fake, ansible):
    before = fake.running
    kept = ansible.run([config(backup=True, lines=[FILTER, "no ip route default"])])
    assert FILTER in fake.running and "ip route" not in fake.running
    ansible.run([config(src=kept.last["backup_path"], replace="config")])
    assert fake.running == before


def test_confirm_proves_a_login(fake, ansible):
    run = ansible.run([config(lines=[FILTER], confirm=300)])
    assert run.last["outcome"] == "committed"
    assert FILTER in fake.saved and "schedule at" not in fake.running
    assert fake.counters.logins >= 2


def test_confirm_later(fake, ansible):
    later = dict(lines=[FILTER], confirm=300, confirm_later=True)
    pushed = ansible.run([config(**later)])
    assert pushed.last["outcome"] == "awaiting_confirmation", pushed.last
    assert "schedule at" in fake.running and FILTER not in fake.saved
    check = ansible.run([config(pending="confirm")], "--check")
    assert check.last["changed"] and "schedule at" in fake.running
    done = ansible.run([config(pending="confirm", journal=pushed.last["journal"])])
    assert done.status == 0, done.last
    assert FILTER in fake.saved and "schedule at" not in fake.running
    again = ansible.run([config(pending="confirm")])
    assert again.status == 0 and not again.last["changed"]


def test_rollback_later(fake, ansible):
    before = fake.running
    ansible.run([config(lines=[FILTER], confirm=300, confirm_later=True)])
    done = ansible.run([config(pending="rollback")])
    assert done.last["outcome"] == "rolled_back", done.last
    assert fake.running == before


def test_nobody_confirms(fake, ansible):
    saved = fake.saved
    ansible.run([config(lines=[FILTER], confirm=60, confirm_later=True)])
    fake.advance(300)
    wait_for(lambda: fake.counters.restarts)
    assert FILTER not in fake.running and fake.saved == saved and fake.counters.restarts == 1


def test_a_killed_task_is_taken_back(fake, ansible):
    before = fake.running
    fake.fault("stall-on=ip filter 702")
    lines = ["ip filter %d pass * * icmp * *" % number for number in (700, 701, 702, 703)]
    with ansible.start([config(lines=lines)]) as process:
        wait_for(lambda: "ip filter 701 pass" in fake.running)
        os.killpg(process.pid, signal.SIGKILL)
    fake.clear_faults()
    assert fake.running != before
    done = ansible.run([config(pending="rollback")])
    assert done.last["outcome"] == "rolled_back", done.last
    assert fake.running == before


def test_what_cannot_be_read_again(fake, ansible):
    """The router shows a password as `*`: it is set every time, or never."""
    task = dict(lines=["login user anne violet-new-word"])
    kept = ansible.run([config(**task)])
    assert not kept.last["changed"] and kept.last["commands"] == []
    assert "shows the present value as *" in kept.last["warnings"][0]
    assert not ansible.run([config(**task)], "--check").last["changed"]
    assert not any("violet" in line for line in fake.executed)
    allowed = dict(task, allow_irreversible=True)
    assert ansible.run([config(**allowed)], "--check").last["changed"]
    run = ansible.run([config(**allowed)])
    assert run.last["outcome"] == "committed" and run.last["changed"]
    assert any("violet" in line for line in fake.executed)
    assert "violet-new-word" not in ansible.said


def test_abbreviations_are_no_change(fake, ansible):
    ansible.run([config(lines=[FILTER])])
    run = ansible.run([config(lines=["ip filt 700 pass * * icmp * *"])], "--check")
    assert not run.last["changed"], run.last["commands"]


def test_lockout_is_refused(fake, ansible):
    before = fake.running
    run = ansible.run([config(lines=["telnetd service off"])])
    assert run.last["failed"] and run.last["outcome"] == "refused", run.last
    assert run.last["rtx_error"]["name"] == "LOCKOUT" and run.last["risks"]
    assert fake.running == before and not fake.dirty


def test_intended(fake, ansible):
    intended = "console prompt branch\nip lan1 address 192.168.100.1/24\nip route default gateway pp 1\n"
    task = config(diff_against="intended", intended_config=intended, diff_ignore_lines=["pp auth"])
    run = ansible.run([task], "--diff")
    assert run.last["changed"]
    assert "+ console prompt branch" in run.last["diff"]["prepared"]
    assert "pp auth" not in run.last["diff"]["prepared"]
    assert "console prompt office" in fake.running and not fake.dirty


def test_what_cannot_be_honoured_is_refused(fake, ansible):
    refused = (
        dict(lines=[FILTER], match="none"),
        dict(lines=[FILTER], confirm=5),
        dict(lines=[FILTER], confirm_later=True),
        dict(lines=["save"]),
        dict(lines=["show config"]),
    )
    run = ansible.run([try_config(**arguments) for arguments in refused])
    assert [result.get("failed") for result in run.results()] == [True] * len(refused)
    assert fake.counters.saves == 0 and not fake.dirty


def test_command(fake, ansible):
    run = ansible.run([("rtx_command", dict(commands=["show environment", "show ip route"]))])
    assert not run.last["changed"]
    assert "RTX810" in run.last["stdout"][0]
    assert run.last["stdout_lines"][1] == run.last["stdout"][1].splitlines()
    assert run.last["parsed"][0]["model"] == "RTX810"


def test_command_waits(fake, ansible):
    conditions = [
        "result[0] contains RTX",
        "result[0].cpu_5s_percent ge 0",
        "result[0].model not eq RTX1200",
    ]
    missing = dict(
        commands="show environment", wait_for="result[0].model eq RTX1200", retries=3, interval=0
    )
    any_of = dict(missing, wait_for=["result[0] contains RTX810", "result[0] contains RTX1"])
    run = ansible.run(
        [
            ("rtx_command", dict(commands="show environment", wait_for=conditions)),
            attempt("rtx_command", **missing),
            ("rtx_command", dict(any_of, match="any")),
            attempt("rtx_command", commands="show environment", wait_for="nonsense"),
        ]
    )
    assert [bool(result.get("failed")) for result in run.results()] == [False, True, False, True]
    assert run.results()[1]["failed_conditions"] == ["result[0].model eq RTX1200"]
    assert fake.executed.count("show environment") == 1 + 3 + 1


def test_command_in_check_mode(fake, ansible):
    run = ansible.run([("rtx_command", dict(commands=["clear log", "show environment"]))], "--check")
    assert "clear log" not in fake.executed and len(run.last["stdout"]) == 1


def test_commands_refused(fake, ansible):
    yamaha = {"command": "administrator", "prompt": "Password: ", "answer": "x"}
    run = ansible.run(
        [
            attempt("rtx_command", commands="show nonsense"),
            attempt("rtx_command", commands=[{"command": "restart", "prompt": "Y/N", "answer": "Y"}]),
            ("rtx_command", dict(commands=[yamaha])),
        ]
    )
    assert [bool(result.get("failed")) for result in run.results()] == [True, True, False]
    assert run.results()[0]["rtx_error"]["name"] == "REFUSED"
    assert fake.counters.restarts == 0


def test_facts(fake, ansible):
    run = ansible.run([("rtx_facts", dict(gather_subset="all"))])
    facts = run.last["ansible_facts"]
    assert facts["ansible_net_model"] == "RTX810" and facts["ansible_net_serialnum"]
    assert facts["ansible_net_hostname"] == "office" and facts["ansible_net_version"]
    assert "192.168.100.1" in facts["ansible_net_all_ipv4_addresses"]
    assert "lan1" in facts["ansible_net_interfaces"]
    assert isinstance(facts["ansible_net_arp"], list) and isinstance(facts["ansible_net_routes"], list)
    assert "console prompt office" in facts["ansible_net_config"]
    some = ansible.run([("rtx_facts", dict(gather_subset=["arp"]))]).last["ansible_facts"]
    assert "ansible_net_arp" in some and "ansible_net_config" not in some
    assert ansible.run([("rtx_facts", dict(gather_subset=["x"]))]).last["failed"]
    assert not fake.dirty


class CommandLines:
    """What every process of this computer was started with, meanwhile."""

    def __enter__(self):
        self.seen = set()
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._look)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()
        self.text = "\n".join(self.seen)

    def _look(self):
        while not self.stop.wait(0.02):
            for path in glob.glob("/proc/[0-9]*/cmdline"):
                try:
                    with open(path, "rb") as file:
                        self.seen.add(file.read().decode("utf-8", "replace"))
                except OSError:
                    pass


def test_no_secret_anywhere(fake, ansible):
    """At -vvvv, of connections, lines, outputs and facts, right and wrong."""
    ansible.hosts(
        router={
            "rtx_endpoint": fake.telnet,
            "rtx_login_password": LOGIN,
            "rtx_admin_password": ADMIN,
        }
    )
    key = "ipsec ike pre-shared-key 1 text rose-shared-key"
    broken = "ipsec ike pre-shared-key 2 text 'lilac-shared-key"
    show = ("rtx_command", dict(commands="show config"))
    tasks = [
        config(lines=[key], backup=True),
        ("rtx_facts", dict(gather_subset="all")),
        show,
        {"librtx.rtx.rtx_config": {"lines": [key, "ip filtre 1"]}, "ignore_errors": True},
        {"librtx.rtx.rtx_config": {"lines": [broken]}, "ignore_errors": True},
    ]
    bare = dict(RTX_LOGIN_PASSWORD="", RTX_ADMIN_PASSWORD="")
    with CommandLines() as seen:
        run = ansible.run(tasks, "-vvvv", "--diff", text=True, **bare)
    assert run.status == 0, run.text
    assert "AnsiballZ_rtx_config.py" in seen.text
    ansible.said += seen.text
    assert "rose-shared-key" in fake.saved
    for word in (LOGIN, ADMIN, "rose-shared-key", "lilac-shared-key", "peony-peer-word"):
        assert word not in ansible.said, word
    shown = ansible.run([("rtx_command", dict(commands="show config", secrets=True))])
    assert "peony-peer-word" in shown.last["stdout"][0]


def test_ssh_by_the_variables_that_people_have(fake, ansible):
    host = dict(
        ansible_host="127.0.0.1",
        ansible_port=int(re.search(r":(\d+)(\?|$)", fake.ssh).group(1)),
        ansible_user="anne",
        ansible_password="iris-user-word",
        ansible_become_password=ADMIN,
        rtx_legacy_algorithms=True,
        rtx_known_hosts=str(ansible.directory / "known"),
    )
    ansible.hosts(router=host)
    unknown = ansible.run([config(lines=[FILTER])])
    assert unknown.last.get("rtx_error", {}).get("name") == "HOST_KEY_UNKNOWN", unknown.last
    ansible.hosts(router=dict(host, rtx_accept_new_host_key=True))
    run = ansible.run([config(lines=[FILTER])])
    assert run.status == 0, run.last
    assert FILTER in fake.saved
    assert "iris-user-word" not in ansible.said


def test_wrong_password_and_no_router(fake, ansible):
    wrong = ansible.run([config(lines=[FILTER])], RTX_LOGIN_PASSWORD="wrong")
    assert wrong.last["rtx_error"]["name"] == "LOGIN"
    ansible.hosts(router={"rtx_endpoint": "telnet://127.0.0.1:9"})
    assert ansible.run([config(lines=[FILTER])]).last["rtx_error"]["name"] == "CONNECT"
    missing = ansible.run([config(lines=[FILTER])], PYTHONPATH="", RTX_LIBRARY="")
    assert "rtx" in missing.last["msg"]


def test_documentation_and_build(ansible, tmp_path):
    for module in ("rtx_command", "rtx_config", "rtx_facts"):
        told = subprocess.run(
            ["ansible-doc", "-j", "librtx.rtx." + module],
            env=ansible.environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        doc = json.loads(told.stdout)["librtx.rtx." + module]
        assert doc["return"] and doc["examples"]
        options = set(doc["doc"]["options"])
        assert {"endpoint", "login_password", "admin_password"} <= options
        source = (COLLECTION / "plugins" / "modules" / (module + ".py")).read_text()
        spec = source[source.index("def main():") :]
        named = set(re.findall(r"^ +(\w+)=(?:dict|flag|texts)", spec, re.MULTILINE))
        assert named <= options | {"filename", "dir_path", "host"}, named - options
    subprocess.run(
        ["ansible-galaxy", "collection", "build", str(COLLECTION), "--output-path", str(tmp_path)],
        env=ansible.environment, check=True, capture_output=True,
    )  # fmt: skip
    packed = list(tmp_path.glob("librtx-rtx-*.tar.gz"))
    assert len(packed) == 1 and PYTHON.is_dir()


def test_wrong_arguments_are_failures_and_send_nothing(fake, ansible):
    before = fake.running
    wrong = [
        (try_config(lines=[FILTER], timeout=-5), "timeout must be"),
        (try_config(lines=[FILTER], login_password="a\nb"), "login_password must be one line"),
        (try_config(lines=["description \udcff"]), "surrogates"),
        (try_config(parents=["pp select 1"]), "need lines or src"),
        (try_config(lines=[], replace="config"), "need lines or src"),
        (try_config(lines=["", "# nothing"], replace="config"), "would erase everything"),
        (try_config(intended_config=FILTER, diff_ignore_lines=["("]), "diff_ignore_lines: ("),
        (attempt("rtx_command", commands=["show arp"], timeout=-5), "timeout must be"),
        (attempt("rtx_command", commands=["show arp"], interval=-1), "interval: 0 at least"),
        (attempt("rtx_command", commands=["show arp"], retries=-1), "retries: 0 at least"),
        (
            attempt("rtx_command", commands=["show arp"], wait_for=["result[0] matches '('"]),
            "matches '('",
        ),
        (attempt("rtx_facts", timeout=-5), "timeout must be"),
    ]
    run = ansible.run([task for task, _ in wrong])
    assert len(run.told) == len(wrong), run.text
    for result, (task, said) in zip(run.told, wrong):
        assert result["failed"] and said in result["msg"], (task, result)
    assert "Traceback" not in run.text
    assert fake.running == before and fake.counters.saves == 0
