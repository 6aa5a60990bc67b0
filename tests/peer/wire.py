"""One telnet connection: option bytes, type-ahead, cuts, odd segments."""

import collections
import random
import socket
import struct
import threading
import time

IAC, DONT, DO, WONT, WILL, SB, GA, SE = 255, 254, 253, 252, 251, 250, 249, 240
ECHO, SGA, TTYPE, NAWS = 1, 3, 24, 31
OPENINGS = {
    "none": b"",
    "raw": b"",
    "echo": bytes([IAC, WILL, ECHO, IAC, WILL, SGA]),
    "late": bytes([IAC, WILL, ECHO]),
    "full": bytes(
        [IAC, WILL, ECHO, IAC, WILL, SGA, IAC, DO, NAWS, IAC, DO, TTYPE]
    ),
}


class Closed(Exception):
    """The connection is gone."""


class Wire:
    """Bytes of the user in, bytes for the user out."""

    def __init__(self, sock, settings, may_cut):
        self.sock, self.set, self.may_cut = sock, settings, may_cut
        self.random = random.Random(settings.seed)
        self.queue = collections.deque()
        self.more = threading.Condition()
        self.open, self.silent, self.armed = True, False, False
        self.cutting = False
        self.received = self.sent = self.lost = 0
        self.answered = set()
        self.state = self.command = None
        self._send(OPENINGS[settings.telnet])
        threading.Thread(target=self._pump, daemon=True).start()

    # input
    def _pump(self):
        while self.open:
            try:
                data = self.sock.recv(4096)
            except OSError:
                data = b""
            if not data:
                break
            for byte in data:
                self._take(byte)
        self._end()

    def _end(self):
        with self.more:
            self.open = False
            self.more.notify_all()

    def _take(self, byte):
        if self.set.telnet == "raw":
            return self._data(byte)
        if self.state is None:
            if byte == IAC:
                self.state = "iac"
            else:
                self._data(byte)
        elif self.state == "iac":
            self.state = None
            if byte in (WILL, WONT, DO, DONT):
                self.state, self.command = "option", byte
            elif byte == SB:
                self.state = "sub"
            elif byte == IAC:
                self._data(byte)
        elif self.state == "option":
            self.state = None
            self._option(self.command, byte)
        elif self.state == "sub" and byte == IAC:
            self.state = "sub iac"
        elif self.state == "sub iac":
            self.state = None if byte == SE else "sub"
        return None

    def _option(self, command, option):
        known = option in (ECHO, SGA, TTYPE, NAWS)
        if (command, option) in self.answered or self.set.telnet == "none":
            return
        self.answered.add((command, option))
        if command == DO and not (known and option in (ECHO, SGA)):
            self._send(bytes([IAC, WONT, option]))
        elif command == WILL and self.set.telnet != "full":
            self._send(bytes([IAC, DONT, option]))
        elif command == WILL and option == TTYPE:
            self._send(bytes([IAC, SB, TTYPE, 1, IAC, SE]))

    def _data(self, byte):
        with self.more:
            self.received += 1
            limit = self.set.cut_received
            if self.armed and limit and self.received > limit:
                if self.may_cut():
                    self.cutting = True
                    self._close()
                    return
            if self.set.type_ahead and len(self.queue) >= self.set.type_ahead:
                self.lost += 1
                return
            self.queue.append((byte, time.monotonic()))
            self.more.notify_all()

    def key(self, timeout=None):
        """(byte, when it came); None when nobody typed for so long."""
        with self.more:
            while not self.queue:
                if not self.open:
                    raise Closed
                if not self.more.wait(timeout):
                    return None
            if not self.open and self.set.orphan != "run":
                raise Closed
            return self.queue.popleft()

    def pending(self):
        """Did the user type more already?"""
        return bool(self.queue)

    def flush(self):
        """Forget what was typed ahead."""
        with self.more:
            self.queue.clear()

    # output
    def _send(self, data):
        try:
            self.sock.sendall(data)
        except OSError:
            self._end()

    def write(self, data):
        """Send text bytes as the settings say."""
        if self.silent:
            return
        if self.set.telnet != "raw":
            data = data.replace(b"\xff", b"\xff\xff")
        for part in self._parts(data):
            if self.armed and self.set.cut_sent:
                left = self.set.cut_sent - self.sent
                if len(part) >= left and self.may_cut():
                    self._send(part[:max(left, 0)])
                    self.cut()
            self.sent += len(part)
            self._send(part)
        if not self.open and self.set.orphan != "run":
            raise Closed

    def _parts(self, data):
        mark = self.set.stall_at.encode()
        while mark and mark in data:
            at = data.index(mark) + len(mark)
            yield from self._slices(data[:at])
            time.sleep(self.set.stall_ms / 1000)
            data = data[at:]
        yield from self._slices(data)

    def _slices(self, data):
        size = self.set.chunk
        while data and size:
            cut = self.random.randint(1, size)
            yield data[:cut]
            data = data[cut:]
            if not self.random.randrange(self.set.pause_every):
                time.sleep(self.random.random() * self.set.pause_ms / 1000)
        if data:
            yield data

    def negotiate_late(self):
        """Option bytes in the middle of things."""
        if self.set.telnet == "late":
            self._send(bytes([IAC, DO, NAWS, IAC, 241, IAC, WILL, SGA]))

    def go_ahead(self):
        if self.set.go_ahead:
            self._send(bytes([IAC, GA]))

    def _close(self):
        reset = self.set.cut_how == "rst" and self.cutting
        try:
            if reset:
                linger = struct.pack("ii", 1, 0)
                self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.sock.shutdown(socket.SHUT_RD if reset else socket.SHUT_RDWR)
        except OSError:
            pass
        self.sock.close()
        self.open = False
        self.more.notify_all()

    def close(self):
        with self.more:
            self._close()

    def cut(self):
        self.cutting = True
        self.close()
        raise Closed
