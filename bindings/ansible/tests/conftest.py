"""A collection's place, an inventory, and ansible-playbook as people run it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.office import ADMIN, LOGIN, fake as fake  # the Python package's

HERE = Path(__file__).resolve().parent
COLLECTION = HERE.parent
PYTHON = COLLECTION.parent / "python"
ROOT = PYTHON.parent.parent

class Run:
    """One run of ansible-playbook."""

    def __init__(self, done):
        self.status = done.returncode
        self.text = done.stdout + done.stderr
        self.told = [
            json.loads(line[len("RESULT ") :])
            for line in done.stdout.splitlines()
            if line.startswith("RESULT ")
        ]

    def results(self, host="router"):
        return [result for result in self.told if result["host"] == host]

    @property
    def last(self):
        assert self.told, self.text
        return {"failed": False, **self.told[-1]}


class Playbooks:
    def __init__(self, directory, fake):
        self.directory = directory
        self.said = ""
        place = directory / "collections" / "ansible_collections" / "librtx"
        place.mkdir(parents=True)
        (place / "rtx").symlink_to(COLLECTION)
        self.inventory = directory / "hosts.json"
        self.hosts(router={"rtx_endpoint": fake.telnet})
        self.environment = {
            **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
            "HOME": str(directory),
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(PYTHON),
            "RTX_LIBRARY": os.environ.get("RTX_LIBRARY", str(ROOT / "build" / "lib")),
            "RTX_LOGIN_PASSWORD": LOGIN,
            "RTX_ADMIN_PASSWORD": ADMIN,
            "ANSIBLE_COLLECTIONS_PATH": str(directory / "collections"),
            "ANSIBLE_PYTHON_INTERPRETER": "/usr/bin/python3",
            "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback"),
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_LOCALHOST_WARNING": "0",
            "ANSIBLE_FORKS": "4",
            "XDG_STATE_HOME": str(directory / "state"),
        }

    def hosts(self, **hosts):
        self.inventory.write_text(json.dumps({"all": {"hosts": hosts}}))

    def _command(self, tasks, flags):
        """Tasks as (module, arguments), or whole dicts."""
        made = []
        for task in tasks:
            if isinstance(task, tuple):
                task = {"name": task[0], "librtx.rtx." + task[0]: task[1]}
            made.append(task)
        playbook = self.directory / "play.json"
        playbook.write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": made}]))
        return ["ansible-playbook", "-i", str(self.inventory), *flags, str(playbook)]

    def run(self, tasks, *flags, text=False, **environment):
        extra = {} if text else {"ANSIBLE_STDOUT_CALLBACK": "results"}
        done = subprocess.run(
            self._command(tasks, flags),
            env={**self.environment, **extra, **environment},
            cwd=self.directory,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        self.said += done.stdout + done.stderr
        return Run(done)

    def start(self, tasks, *flags):
        """In a process group of its own, to be killed with all of its workers."""
        return subprocess.Popen(
            self._command(tasks, flags),
            env=self.environment,
            cwd=self.directory,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


@pytest.fixture
def ansible(tmp_path, fake):
    if shutil.which("ansible-playbook") is None:
        pytest.skip("there is no ansible-playbook")
    return Playbooks(tmp_path, fake)
