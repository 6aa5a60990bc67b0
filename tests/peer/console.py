"""One user's session at the console: login, lines, pager, commands."""

import re
import time
import unicodedata

import store
import words as w
from wire import Closed

CR, LF, NUL, BS, DEL, CTRL_C, CTRL_U = 13, 10, 0, 8, 127, 3, 21


def width(text):
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


class Quit(Exception):
    """The user leaves."""


class Stopped(Exception):
    """The user has enough of an output."""


class Session:
    """What one connection sees."""

    def __init__(self, router, wire, number):
        self.router, self.wire, self.number = router, wire, number
        self.set = router.set
        self.admin, self.context, self.lines = False, "", 0
        self.busy_settings = 0

    # words
    def japanese(self):
        return self.router.running.value("console character", "sjis") != "ascii"

    def charset(self):
        name = self.router.running.value("console character", "sjis")
        return {"euc": "euc_jp", "ascii": "ascii"}.get(name, "cp932")

    def columns(self):
        return int(self.router.running.value("console columns", "80")) - 1

    def say(self, text):
        data = text.encode(self.charset(), "replace")
        self.wire.write(data.replace(b"\n", b"\r\n"))

    def key(self):
        got = self.wire.key(self.set.idle)
        if got is None:
            self.router.note(session=self.number, event="idle")
            self.say("\n")
            self.wire.close()
            raise Closed
        return got

    # login
    def run(self):
        try:
            self.login()
            self.wire.armed = True
            while True:
                self.command_line()
        except (Quit, Closed):
            pass

    def login(self):
        if self.set.refuse_login and self.router.may("refuse_times"):
            self.say(self.set.refuse_login + "\n")
            raise Quit
        self.say(self.set.before_login.replace("\r", ""))
        for _ in range(self.set.tries):
            if self.try_login():
                break
            self.say("\n" + self.set.wrong_text + "\n\n")
        else:
            raise Quit
        if not self.router.enter(self):
            self.say("\n" + self.set.full_text + "\n")
            raise Quit
        self.say(self.set.after_login.replace("\r", ""))
        banner = {"long": w.LONG_BANNER, "short": w.SHORT_BANNER}
        for line in banner.get(self.set.banner, []):
            self.say(line + "\n")
        if self.set.factory:
            self.say("\n" + w.FACTORY + "\n")
        if self.set.drop_ms:
            time.sleep(self.set.drop_ms / 1000)
            self.wire.flush()
        self.dropped = self.set.drop_lines
        self.say(self.set.before_prompt)

    def try_login(self):
        user, _, password = self.set.user.partition(":")
        asked = self.set.login == "username"
        if asked:
            name = self.ask("Username: ", show=True)
            if name == "":
                return self.ask(self.set.password_prompt) == self.set.login_password
            return (self.ask(self.set.password_prompt), name) == (password, user)
        typed = self.ask(self.set.password_prompt)
        if typed == self.set.login_password:
            return True
        if typed == "" and self.set.login == "either":
            name = self.ask("Username: ", show=True)
            return (self.ask(self.set.password_prompt), name) == (password, user)
        return False

    def ask(self, prompt, show=False):
        """One answer typed behind a prompt, unseen unless show."""
        self.say(prompt)
        typed = bytearray()
        while True:
            byte, _ = self.key()
            if byte == CR or (byte == LF and self.set.lf == "enter"):
                self.say("\n")
                return typed.decode("latin-1")
            if byte in (BS, DEL):
                del typed[-1:]
            elif byte >= 32:
                typed.append(byte)
                if show:
                    self.wire.write(bytes([byte]))

    # the input line
    def prompt(self):
        mark = "# " if self.admin else "> "
        place = self.context.split("/")[0].replace(" select ", self.set.context_gap)
        place = place.replace("pp" + self.set.context_gap + "anonymous", self.set.anonymous)
        return self.router.running.value("console prompt") + place + mark

    def command_line(self):
        prompt = self.prompt()
        self.say(prompt)
        self.wire.go_ahead()
        self.notice("prompt")
        typed, came = self.read_line(prompt)
        if self.dropped > 0:
            self.dropped -= 1
            return
        line = typed.decode(self.charset(), "replace").strip()
        if self.set.command_ms and line:
            time.sleep(self.set.command_ms / 1000)
        self.execute(line, came)

    def read_line(self, prompt):
        typed, self.column, self.waiting = bytearray(), width(prompt), b""
        while True:
            byte, came = self.key()
            if byte == LF and self.set.lf != "enter":
                continue
            if byte in (CR, LF):
                break
            if byte == CTRL_C:
                self.say("^C\n" + prompt)
                typed.clear()
            elif byte == CTRL_U and self.set.ctrl_u:
                self.wire.write(b"\b \b" * len(typed))
                typed.clear()
            elif byte in (BS, DEL):
                if typed:
                    del typed[-1]
                    self.echo(b"\b \b")
            elif byte == ord("?") and self.is_help(typed):
                self.say("\n? parameters\n" + prompt)
                self.wire.write(bytes(typed))
            elif byte >= 32 or (byte == NUL and self.set.nul == "text"):
                typed.append(byte)
                self.echo(bytes([byte]), prompt, typed)
        if self.dropped <= 0:
            self.put_echo()
            self.say(self.set.echo_tail + "\n")
        return typed, came

    @staticmethod
    def is_help(typed):
        text = typed.decode("latin-1")
        return store.split(text) is not None and not text.endswith("\\")

    def echo(self, data, prompt="", typed=b""):
        if self.dropped > 0:
            return
        eager, room = self.set.wrap_eager, self.columns()
        wrap = self.set.wrap.encode()
        if not eager and self.column >= room:
            self.waiting, self.column = self.waiting + wrap, 0
        self.waiting += data
        self.column += 1
        if eager and self.column >= room:
            self.waiting, self.column = self.waiting + wrap, 0
        if self.set.echo == "line":
            return
        if self.set.echo == "char" or not self.wire.pending():
            self.put_echo()
            if self.set.echo_ms:
                time.sleep(self.set.echo_ms / 1000)
        if self.set.info_where == "echo" and len(typed) == 7:
            self.put_echo()
            if self.notice("echo") and self.set.info_redraw:
                self.say(prompt)
                self.wire.write(bytes(typed))

    def put_echo(self):
        self.wire.write(self.waiting)
        self.waiting = b""

    def notice(self, where):
        """A message of the system breaks in, if it is its turn."""
        if not self.set.info_every or where != self.set.info_where:
            return False
        self.router.notices += 1
        if self.router.notices % self.set.info_every:
            return False
        self.say("\n2024/05/01 08:24:%02d: LAN2: link up\n" % (self.router.notices % 60))
        if where == "prompt" and self.set.info_redraw:
            self.say(self.prompt())
        return True

    # output
    def page(self, lines):
        """Print lines, wrapped, with a stop at every screenful."""
        try:
            for number, line in enumerate(lines):
                self.wire.silent |= self.router.goes("silent_on", "output", number)
                if self.router.goes("cut_on", "output", number):
                    self.wire.cut()
                for row in self.rows(line):
                    self.row(row)
                if number == 9:
                    self.wire.negotiate_late()
                self.notice("output")
        except Stopped:
            pass

    def rows(self, line):
        row = ""
        for char in line:
            if width(row + char) > self.columns():
                yield row
                row = ""
            row += char
        yield row

    def row(self, text):
        page = self.router.running.value("console lines", "24")
        if page != "infinity" and self.lines >= int(page) - self.set.page_less:
            self.stop_at_page(int(page) - self.set.page_less)
        start = self.set.stall_line
        if start and text.startswith(start):
            self.say(start)
            time.sleep(self.set.stall_ms / 1000)
            text = text[len(start):]
        self.say(text + "\n")
        self.lines += 1

    def stop_at_page(self, page):
        text = w.PAGER[self.japanese()]
        if self.set.pager_flush:
            self.wire.flush()
        self.say(text)
        while True:
            byte, _ = self.key()
            if byte in (32, CR, ord("q"), CTRL_C):
                break
        blank = " " * width(text)
        self.say(
            {
                "cr": "\r" + blank + "\r",
                "bs": "\b" * len(blank) + blank + "\b" * len(blank),
                "esc": "\r\x1b[K",
                "glued": blank,
            }[self.set.pager_erase]
        )
        if byte in (ord("q"), CTRL_C):
            raise Stopped
        self.lines = 0 if byte == 32 else page - 1

    def error(self, name):
        english, japanese = w.ERRORS[name]
        if self.set.caret:
            self.say("     ^\n")
        text = "エラー: " + japanese if self.japanese() else "Error: " + english
        for row in self.rows(text):
            self.say(row + "\n")
        return name

    # commands
    def execute(self, line, came):
        words = store.split(line)
        if words == []:
            return
        entry = self.router.note(
            session=self.number,
            level="#" if self.admin else ">",
            context=self.context,
            line=line,
            came=came,
        )
        self.lines = 0
        self.router.current = line
        self.misbehave("before")
        if self.set.blank_before_output:
            self.say("\n")
        if words is None:
            entry["result"] = self.error("WrongNumber")
        else:
            entry["result"] = self.dispatch(line, words) or "ok"
        entry["done"] = time.monotonic()
        if self.set.blank_after_output:
            self.say("\n")
        self.misbehave("after")

    def misbehave(self, when):
        self.wire.silent |= self.router.goes("silent_on", when)
        if self.router.goes("cut_on", when):
            self.wire.cut()

    def dispatch(self, line, words):
        name = words[0].lower()
        if name in ("quit", "exit"):
            return self.leave(words)
        if name == "administrator" and len(words) == 1:
            return self.elevate()
        if name == "show":
            return self.show(line)
        if name in ("ping", "restart", "cold", "clear", "delete", "copy", "help"):
            return None
        moved = store.Store.move(self.context, words)
        user = moved is not None or words[0] == "console"
        if not self.admin and not user:
            rule, error = store.find_rule(words)
            return self.error(error or "AdministratorOnly")
        if name == "save":
            return self.save()
        if moved is not None:
            self.context = moved
            return None
        return self.setting(line, words)

    def leave(self, words):
        if not self.admin:
            raise Quit
        if words[1:] == ["save"]:
            self.save()
        elif self.router.unsaved() and not self.save_question():
            return None
        self.admin = False
        if not self.set.quit_keeps_context:
            self.context = ""
        return None

    def save_question(self):
        key = self.yes_or_no(w.SAVE_QUESTION[self.japanese()])
        if key == "Y":
            self.save()
        return True

    def yes_or_no(self, text):
        """Y or N; other keys as the settings have it."""
        while True:
            self.say(text + " " * self.set.yn_blank)
            while True:
                key = chr(self.key()[0])
                if key in "yYnN" or self.set.yn_other == "no":
                    break
                if self.set.yn_other == "again":
                    break
            self.router.note(session=self.number, event="key", key=key, question=text)
            if key.isprintable():
                self.say(key)
            if self.set.answer_crlf:
                self.say("\n")
            if key in "yYnN" or self.set.yn_other == "no":
                return key.upper()

    def elevate(self):
        typed = self.ask(self.set.password_prompt)
        if typed != self.set.admin_password or self.set.admin_deny:
            return self.error("IncorrectPassword")
        self.admin = True
        return None

    def save(self):
        self.say(w.SAVING[self.japanese()])
        time.sleep(self.set.save_ms / 1000)
        if self.set.save_error:
            self.say("\n" + self.set.save_error + "\n")
            return "SaveFailed"
        self.router.save()
        tail = w.SAVED_JA if self.japanese() else self.set.save_tail
        self.say(tail + "\n")
        return None

    def setting(self, line, words):
        number = self.router.next_setting()
        if self.router.goes("cut_nth", "before", number):
            self.wire.cut()
        self.router.meddle(number)
        if self.router.refuses(line, number):
            return self.error(self.set.refuse_with)
        if self.set.ask and re.search(self.set.ask, line):
            if self.yes_or_no(self.set.ask_text) != "Y":
                return None
        error, self.context = self.router.set_line(self.context, line, words)
        if self.set.global_in_context == "leaves" and not error:
            if store.Store.where(words) == "":
                self.context = ""
        if error:
            return self.error(error)
        if self.set.warn and re.search(self.set.warn, line):
            self.say(self.set.warn_text + "\n")
        if self.router.goes("cut_nth", "after", number):
            self.wire.cut()
        return None

    def show(self, line):
        line, _, pattern = line.partition("|")
        japanese = self.japanese()
        what = " ".join(line.split()[1:]).lower()
        if what == "config" and not self.admin:
            return self.error("AdministratorOnly")
        lines = {
            "config": self.router.show_config,
            "environment": w.environment,
            "log": lambda: w.LOG * 20,
            "ip route": lambda: w.routes(japanese),
            "status user": lambda: ["*+ TELNET 192.168.100.9"],
        }.get(what)
        if lines is None:
            return self.error("InvalidCommandName")
        lines = lines()
        if pattern:
            wanted = pattern.split()[-1].strip("\"'")
            lines = ["Searching ..."] + [t for t in lines if re.search(wanted, t)]
        self.page(lines)
        return None
