"""A Yamaha driver for Debian's netmiko 2.4.2, which has none."""
import re
import socket
import time

from netmiko.base_connection import BaseConnection


class RtxTelnet(BaseConnection):
    """Telnet to an RTX810: CR ends lines, the save question takes one key."""

    def __init__(self, **kwargs):
        kwargs.setdefault("default_enter", "\r")
        kwargs["device_type"] = "rtx_telnet"
        self.save_on_exit = False
        super().__init__(**kwargs)

    def telnet_login(self, *args, **kwargs):
        output = self.read_until_pattern(r"assword: $|sername: $")
        if "sername" in output:
            self.write_channel(self.username + self.RETURN)
            self.read_until_pattern(r"assword: $")
        self.write_channel(self.password + self.RETURN)
        return self.read_until_pattern(r"> $")

    def session_preparation(self):
        self.set_base_prompt()

    def set_base_prompt(self, *args, **kwargs):
        self.base_prompt = ""
        return self.base_prompt

    def find_prompt(self, delay_factor=1):
        self.clear_buffer()
        self.write_channel(self.RETURN)
        return self.read_until_pattern(r"[>#] $").splitlines()[-1]

    def send_command(self, command, expect=r"[>#] $", **kwargs):
        self.write_channel(command + self.RETURN)
        output = self.read_until_pattern(expect)
        return "\n".join(output.splitlines()[1:-1])

    def enable(self, *args, **kwargs):
        self.write_channel("administrator" + self.RETURN)
        self.read_until_pattern(r"assword: $")
        self.write_channel(self.secret + self.RETURN)
        output = self.read_until_pattern(r"[>#] $")
        if not output.endswith("# "):
            raise ValueError("refused: " + repr(output))

    def exit_enable_mode(self, save=False):
        self.write_channel("quit" + self.RETURN)
        output = self.read_until_pattern(r"\(Y/N\) ?$|> $")
        if "(Y/N)" in output:
            self.write_channel("Y" if save else "N")
            output += self.read_until_pattern(r"> $")
        return output

    def send_config_set(self, lines, **kwargs):
        output = ""
        for line in lines:
            output += self.send_command(line)
        return output

    def cleanup(self):
        self.write_channel("quit" + self.RETURN)

    def read_until_pattern(self, pattern="", re_flags=0):
        output = ""
        deadline = time.time() + 10
        while time.time() < deadline:
            try:
                output += self._read_channel_expect(".", 0)
            except (socket.timeout, EOFError):
                break
            if re.search(pattern, output, re_flags):
                return output
        raise ValueError("no %s in %r" % (pattern, output))
