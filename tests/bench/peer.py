"""The same jobs with Debian's netmiko 2.4.2, and with a bare socket.

netmiko has no driver for these routers. The one here waits for prompts, never
for times; fast_cli is on and global_delay_factor, which its documentation
offers for tuning, is 0.01: it looks for new bytes every ms. Its blind push
reads on until 2 s times that factor were silent, which has to be longer than
a round trip and what the router computes: there the factor is the round trip
in seconds + 0.02.

As a program: peer.py HOST:PORT RTT_MS each|blind FRAGMENT...: log in, become
administrator, send the lines, save, leave.
"""
import os
import re
import sys
import telnetlib
import time
from urllib.parse import urlsplit

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../system"))
from netmiko.base_connection import BaseConnection  # noqa: E402
from netmiko_rtx import RtxTelnet  # noqa: E402

QUICK = 0.01
BLIND_MORE = 0.02
ADMINISTRATOR = r"\n# $"


def passwords():
    return os.environ["RTX_LOGIN_PASSWORD"], os.environ["RTX_ADMIN_PASSWORD"]


class Peer(RtxTelnet):
    """With both of netmiko's ways to send a list of lines."""

    def __init__(self, endpoint, factor=QUICK):
        address = urlsplit(endpoint)
        login, admin = passwords()
        super().__init__(host=address.hostname, port=address.port,
                         password=login, secret=admin, fast_cli=True,
                         global_delay_factor=factor)

    def check_config_mode(self, *args, **kwargs):
        return True

    def exit_config_mode(self, *args, **kwargs):
        return ""

    def send_each(self, lines, stop=False):
        """Wait for the prompt of each line; stop at the first error."""
        for number, line in enumerate(lines, 1):
            if "Error:" in self.send_command(line, ADMINISTRATOR) and stop:
                return number
        return 0

    def send_blind(self, lines):
        """netmiko's own send_config_set: write all, then read for a time."""
        return BaseConnection.send_config_set(self, lines)

    def read_until_pattern(self, pattern="", re_flags=0):
        """As its base does it, but looking at the end of the text only."""
        output = ""
        deadline = time.time() + 30
        while time.time() < deadline:
            output += self._read_channel_expect(".", re_flags)
            if re.search(pattern, output[-200:], re_flags):
                return output
        raise ValueError("no %s in %r" % (pattern, output))

    def leave(self):
        self.exit_enable_mode()
        self.disconnect()


def blind_factor(rtt_ms):
    return rtt_ms / 1000 + BLIND_MORE


def since(begun):
    return (time.monotonic() - begun) * 1000


def up(endpoint, factor=QUICK):
    rtx = Peer(endpoint, factor)
    rtx.enable()
    return rtx


def landed(rtx, lines):
    rtx.send_command("console lines infinity")
    there = set(rtx.send_command("show config", ADMINISTRATOR).splitlines())
    rtx.leave()
    return sum(line in there for line in lines)


def connect(endpoint):
    begun = time.monotonic()
    rtx = Peer(endpoint)
    ms = since(begun)
    rtx.disconnect()
    return {"ms": ms}


def push_each(endpoint, lines):
    rtx = up(endpoint)
    begun = time.monotonic()
    rtx.send_each(lines)
    ms = since(begun)
    return {"ms": ms, "lines": landed(rtx, lines)}


def push_blind(endpoint, lines, rtt_ms):
    rtx = up(endpoint, blind_factor(rtt_ms))
    begun = time.monotonic()
    rtx.send_blind(lines)
    ms = since(begun)
    time.sleep(0.3 + rtt_ms / 500)  # what is still under way
    rtx.clear_buffer()
    return {"ms": ms, "lines": landed(rtx, lines)}


def refused_each(endpoint, lines):
    rtx = up(endpoint)
    begun = time.monotonic()
    line = rtx.send_each(lines, stop=True)
    ms = since(begun)
    rtx.leave()
    return {"ms": ms, "line": line}


def refused_blind(endpoint, lines, rtt_ms):
    """The line is found by counting the prompts before the error; 0: missed."""
    rtx = up(endpoint, blind_factor(rtt_ms))
    begun = time.monotonic()
    output = rtx.send_blind(lines)
    before, found, _ = output.partition("Error:")
    line = len(re.findall("^# ", before, re.M)) + 1 if found else 0
    ms = since(begun)
    rtx.leave()
    return {"ms": ms, "line": line}


def read(endpoint):
    rtx = up(endpoint)
    begun = time.monotonic()
    rtx.send_command("console lines infinity", ADMINISTRATOR)
    output = rtx.send_command("show config", ADMINISTRATOR)
    ms = since(begun)
    rtx.send_command("console lines 24", ADMINISTRATOR)
    rtx.leave()
    return {"ms": ms, "lines": len(output.splitlines())}


def socket_push(endpoint, lines):
    """The floor: all bytes at once, until the last prompt is there."""
    address = urlsplit(endpoint)
    link = telnetlib.Telnet(address.hostname, address.port)
    login, admin = (text.encode() + b"\r" for text in passwords())
    for prompt, text in ((b"assword: ", login), (b"> ", b"administrator\r"),
                         (b"assword: ", admin)):
        link.read_until(prompt)
        link.write(text)
    link.read_until(b"\n# ")
    begun = time.monotonic()
    link.write("".join(line + "\r" for line in lines).encode())
    left = len(lines)
    tail = b""
    while left > 0:
        tail += link.read_some()
        left -= tail.count(b"\n# ")
        tail = tail[tail.rfind(b"\n"):]
        tail = b"" if tail.startswith(b"\n# ") else tail
    ms = since(begun)
    link.close()
    return {"ms": ms}


def main():
    endpoint, rtt_ms, way, *paths = sys.argv[1:]
    lines = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            lines += [line.split("#")[0].strip() for line in file]
    lines = [line for line in lines if line]
    if way == "blind":
        rtx = up(endpoint, blind_factor(float(rtt_ms)))
        rtx.send_blind(lines)
    else:
        rtx = up(endpoint)
        rtx.send_config_set(lines)
    rtx.send_command("save")
    rtx.leave()


if __name__ == "__main__":
    main()
