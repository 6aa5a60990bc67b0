#!/usr/bin/python3
"""What rtx-bench-fleet does, with Debian's netmiko in a pool of threads.

threads.py READY COMMANDS THREADS [FRAGMENT]: log in to all endpoints of a
ready file, become administrator, then so many commands on each, or each line
of the fragment awaited, and save. Prints what it cost, without the import.
"""
import logging
import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
import peer  # noqa: E402


class OverSsh(peer.Peer):
    """netmiko takes the wire from the type's name, paramiko does the rest."""

    def __init__(self, endpoint):
        address = urlsplit(endpoint)
        login, admin = peer.passwords()
        peer.BaseConnection.__init__(
            self, host=address.hostname, port=address.port,
            username=address.username, password=login, secret=admin,
            device_type="rtx_ssh", default_enter="\r", fast_cli=True,
            global_delay_factor=peer.QUICK)

    def session_preparation(self):
        self.read_until_pattern(r"> $")
        self.set_base_prompt()


def visit(endpoint, commands, lines):
    kind = OverSsh if endpoint.startswith("ssh:") else peer.Peer
    command = os.environ.get("RTX_BENCH_COMMAND", "show environment")
    rtx = kind(endpoint)
    rtx.enable()
    for _ in range(commands):
        rtx.send_command(command, peer.ADMINISTRATOR)
    if lines:
        rtx.send_each(lines)
        rtx.send_command("save", peer.ADMINISTRATOR)
    rtx.leave()


def attempt(*work):
    try:
        visit(*work)
    except Exception as error:  # whatever netmiko, paramiko or a socket raise
        sys.stderr.write("threads.py: %s: %r\n" % (work[0], error))
        return 1
    return 0


def memory(name):
    """KB; getrusage() would begin with the highest of who started this."""
    with open("/proc/self/status", encoding="ascii") as file:
        for line in file:
            if line.startswith(name):
                return int(line.split()[1])
    return 0


def main():
    ready, commands, threads, *fragment = sys.argv[1:]
    with open(ready, encoding="ascii") as file:
        endpoints = file.read().split()
    lines = []
    for path in fragment:
        with open(path, encoding="ascii") as file:
            lines += file.read().splitlines()
    logging.getLogger("paramiko").setLevel(logging.CRITICAL)
    rss = memory("VmRSS:")
    before = resource.getrusage(resource.RUSAGE_SELF)
    begun = time.monotonic()
    with ThreadPoolExecutor(int(threads)) as pool:
        failed = sum(pool.map(
            lambda at: attempt(at, int(commands), lines), endpoints))
    wall = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_SELF)
    user = after.ru_utime - before.ru_utime
    print("done=%d failed=%d wall_s=%.3f cpu_s=%.3f user_s=%.3f rss_kb=%d" % (
        len(endpoints), failed, wall,
        user + after.ru_stime - before.ru_stime, user,
        memory("VmHWM:") - rss))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
