#!/usr/bin/python3
"""A second fake RTX810, written from the facts about its console alone.

Usage: router.py --port 0 --ready-file F [--journal F] [--startup F]
                 [--set NAME=VALUE]...        (names: settings.py)
"""

import argparse
import json
import os
import re
import signal
import socket
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import settings as choices  # noqa: E402
import words as w  # noqa: E402
from console import Session  # noqa: E402
from store import Store, split  # noqa: E402
from wire import Wire  # noqa: E402

FACTORY = """ip lan1 address 192.168.100.1/24
telnetd host lan1
dhcp service server
dhcp scope 1 192.168.100.2-192.168.100.191/24
"""


class Router:
    """Configurations, sessions and the journal."""

    def __init__(self, settings, startup=FACTORY, port=0):
        self.set = settings
        self.lock = threading.RLock()
        self.startup = Store(settings, startup)
        self.running = self.startup.copy()
        self.journal, self.inside, self.lingering = [], [], []
        self.touched, self.current = False, ""
        self.settings_done = self.notices = self.connections = 0
        self.used = {}
        self.wires, self.port, self.on = [], port, True
        self.listen()

    # connections
    def listen(self):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", self.port))
        self.socket.listen(8)
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        listener = self.socket
        while self.on:
            try:
                sock, _ = listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.serve, args=(sock,), daemon=True).start()

    def serve(self, sock):
        with self.lock:
            self.connections += 1
            number = self.connections
        self.note(session=number, event="connect")
        wire = Wire(sock, self.set, self.may_cut)
        self.wires.append(wire)
        session = Session(self, wire, number)
        session.run()
        wire.close()
        self.note(session=number, event="end", lost=wire.lost)
        with self.lock:
            if session in self.inside:
                self.inside.remove(session)
                if self.set.linger:
                    self.lingering.append(time.monotonic() + self.set.linger)

    def enter(self, session):
        with self.lock:
            now = time.monotonic()
            self.lingering = [t for t in self.lingering if t > now]
            if len(self.inside) + len(self.lingering) >= self.set.sessions:
                self.note(session=session.number, event="full")
                return False
            self.inside.append(session)
            return True

    def stop(self):
        self.on = False
        for closable in [self.socket] + self.wires:
            closable.close()

    # misbehaviour
    def may(self, name):
        """Count down a setting that says how often."""
        with self.lock:
            self.used[name] = self.used.get(name, 0) + 1
            return self.used[name] <= getattr(self.set, name)

    def may_cut(self):
        if not self.may("cut_times"):
            return False
        self.note(event="cut")
        if self.set.reboot_on_cut:
            self.running, self.touched = self.startup.copy(), False
        if self.set.down:
            self.socket.shutdown(socket.SHUT_RDWR)
            self.socket.close()
            threading.Timer(self.set.down, self.listen).start()
        return True

    def goes(self, name, when, number=None):
        """Is it the moment for a cut or for silence?"""
        wanted = getattr(self.set, name)
        due = "silent_when" if name == "silent_on" else "cut_when"
        if not wanted or getattr(self.set, due) != when:
            return False
        if name == "cut_nth":
            return number == wanted and self.may_cut()
        if when == "output" and number != 8:
            return False
        if not re.search(wanted, self.current):
            return False
        if name == "cut_on":
            return self.may_cut()
        first = self.may("silent_times")
        return not self.may("silent_from") if self.set.silent_from else first

    def next_setting(self):
        with self.lock:
            self.settings_done += 1
            return self.settings_done

    def refuses(self, line, number):
        if self.set.refuse_from and number >= self.set.refuse_from:
            return True
        return number == self.set.refuse_nth or bool(
            self.set.refuse and re.search(self.set.refuse, line)
        )

    def meddle(self, number):
        at, _, rest = self.set.meddle.partition(":")
        if at and int(at) == number:
            context, _, line = rest.partition(":")
            with self.lock:
                self.running.step(context, split(line))
            self.touched = True

    # configuration
    def set_line(self, context, line, words):
        with self.lock:
            self.touched = True
            if self.set.ignore and re.search(self.set.ignore, line):
                return None, context
            pattern, _, other = self.set.store.partition("=>")
            if pattern and re.search(pattern, line):
                words = split(re.sub(pattern, other, line))
            return self.running.step(context, words)

    def unsaved(self):
        if self.set.dirty == "differs":
            return self.running.kept != self.startup.kept
        return self.touched

    def save(self):
        with self.lock:
            self.startup, self.touched = self.running.copy(), False
        self.note(event="save")

    def show_config(self):
        with self.lock:
            lines = self.running.lines()
        header = [
            "# " + w.FIRMWARE,
            "# MAC Address : " + ", ".join(w.MACS) + self.set.mac_tail,
            "# Memory 128Mbytes, 2LAN",
            "# " + w.BOARD,
            time.strftime("# Reporting Date: %b X%d %H:%M:%S %Y").replace("X0", "").replace("X", ""),
        ]
        secrets = ["login password *", "administrator password *"]
        return (header if self.set.header else []) + secrets + lines

    def note(self, **entry):
        entry["at"] = time.monotonic()
        with self.lock:
            self.journal.append(entry)
        return entry

    def report(self):
        """All that can be asserted about, for a file."""
        return {
            "journal": self.journal,
            "running": self.running.lines(),
            "startup": self.startup.lines(),
        }


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--ready-file")
    parser.add_argument("--journal")
    parser.add_argument("--startup")
    parser.add_argument("--set", action="append", default=[])
    args = parser.parse_args()
    text = open(args.startup, encoding="utf-8").read() if args.startup else FACTORY
    router = Router(choices.parse(args.set), text, args.port)
    uri = "telnet://127.0.0.1:%d\n" % router.port
    sys.stdout.write(uri)
    sys.stdout.flush()
    if args.ready_file:
        with open(args.ready_file, "w", encoding="ascii") as file:
            file.write(uri)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    if args.journal:
        with open(args.journal, "w", encoding="utf-8") as file:
            json.dump(router.report(), file, indent=1, ensure_ascii=False)


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    main()
