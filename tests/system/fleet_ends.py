"""How runs of rtx-fleet end; see fleet-ends.test. FLEET_KILLS: so many moments
for SIGKILL instead of a few."""
import concurrent.futures
import fcntl
import glob
import json
import os
import pty
import random
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unicodedata

from rtx.emulator import Emulator

FLEET = os.path.join(os.environ["RTX_BUILD"], "bin", "rtx-fleet")
STARTUP = "console character ascii\nip lan1 address 192.168.100.1/24\n"
FRAGMENT = (
    "ip filter 300 pass * * tcp * *\n"
    "ip filter 301 pass 10.1.{{ net }}.0/24 * tcp * *\n"
    "ip filter 302 pass * * udp * *\n"
)
LINES = [line.split("{{")[0] for line in FRAGMENT.splitlines()]


class Troop:
    """Routers r0, r1, … behind one emulator for each set of faults."""

    def __init__(self, work, count, rtt=0, faulty=0, faults=()):
        self.work = work
        self.state = os.path.join(work, "state")
        self.inventory = os.path.join(work, "inventory")
        self.fragment = os.path.join(work, "fragment")
        self.routers = []
        self.emulators = []
        shutil.rmtree(self.state, ignore_errors=True)
        self._more(count - faulty, rtt, ())
        self._more(faulty, rtt, faults)
        with open(self.inventory, "w") as out:
            for i, (emulator, index) in enumerate(self.routers):
                out.write(f"r{i} rtx_endpoint={emulator.endpoint(index)} net={i}\n")
        with open(self.fragment, "w") as out:
            out.write(FRAGMENT)
        self.environment = dict(
            os.environ,
            XDG_STATE_HOME=self.state,
            RTX_LOGIN_PASSWORD="open-sesame",
            RTX_ADMIN_PASSWORD="treasure-chest",
        )
        for ours in ("LD_PRELOAD", "ASAN_OPTIONS"):  # of the interpreter alone
            self.environment.pop(ours, None)

    def _more(self, count, rtt, faults):
        if count == 0:
            return
        emulator = Emulator(
            startup=STARTUP,
            login_password="open-sesame",
            admin_password="treasure-chest",
            options={"routers": "each", "anonymous-telnet": "many", "rtt": rtt},
            faults=faults,
        )
        for _ in range(count - 1):
            emulator.listen()
        emulator.start()
        self.emulators.append(emulator)
        self.routers += [(emulator, index) for index in range(count)]

    def stop(self):
        for emulator in self.emulators:
            emulator.stop()

    def command(self, *options):
        return [FLEET, "--inventory", self.inventory, *options, "deploy", self.fragment]

    def start(self, *options):
        return subprocess.Popen(
            self.command("--json", *options),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.environment,
            text=True,
        )

    def run(self, *options):
        return Said(self.start(*options))

    def at(self, index):
        emulator, own = self.routers[index]
        emulator.focus(own)
        return emulator

    def sent(self, index):
        return [line for line in self.at(index).executed if "ip filter" in line]

    def has(self, index):
        """"all", "nothing", "unsaved" or "half" of the fragment."""
        emulator = self.at(index)
        running = sum(line in emulator.running for line in LINES)
        saved = sum(line in emulator.saved for line in LINES)
        if running == saved == len(LINES):
            return "all"
        if running == saved == 0:
            return "nothing"
        return "unsaved" if running == len(LINES) and saved == 0 else "half"

    def live_journals(self):
        live = []
        for path in glob.glob(self.state + "/rtx/*.journal"):
            with open(path, "rb") as file:
                if not file.read().splitlines()[-1].startswith(b"done"):
                    live.append(path)
        return live

    def run_files(self):
        return glob.glob(self.state + "/rtx/*.run")


class Said:
    """What rtx-fleet --json said: each line must be JSON."""

    def __init__(self, process):
        out, self.err = process.communicate(timeout=60)
        self.code = process.returncode
        self.results = {}
        self.summary = {}
        self.lines = 0
        for line in out.splitlines():
            one = json.loads(line)
            if "router" in one:
                self.results[one["router"]] = one
                self.lines += 1
            elif "summary" in one:
                self.summary = one["summary"]

    def result(self, index):
        return self.results[f"r{index}"]["result"]


failures = 0


def check(what, is_so, *said):
    global failures
    if not is_so:
        failures += 1
        print("FAILED:", what, *said)
        for one in said:
            if isinstance(one, Said):
                print(one.code, one.summary, one.err[-1500:])
                print([r["error"] for r in one.results.values() if r["error"]])


def kill_at(work, delay):
    troop = Troop(work, 8, rtt=10)
    process = troop.start("--parallel", "4")
    time.sleep(delay)
    process.kill()
    process.communicate()
    begun = len(troop.run_files()) > 0 and os.path.getsize(troop.run_files()[0]) > 0
    said = troop.run("--resume") if begun else None
    if not said or "no run with" in said.err:
        said = troop.run("--parallel", "4")
    where = f"SIGKILL after {delay:.3f} s:"
    check(where + " then all is well", said.code == 0, said)
    check(where + " a line for each", said.lines == 8 and len(said.results) == 8, said)
    words = ["committed"] if begun else ["committed", "unchanged"]  # before, or behind all
    check(where + " who is done is not called unchanged", list(said.summary) in [[w] for w in words], said)
    for i in range(8):
        for line in LINES:
            count = sum(sent.startswith(line) for sent in troop.sent(i))
            check(f"{where} r{i} got {line} {count} times", count == 1)
        check(f"{where} r{i} is whole", troop.has(i) == "all" and not troop.at(i).dirty)
    check(where + " no journal is left", not troop.live_journals())
    check(where + " no run file is left", not troop.run_files())
    troop.stop()


def kills(work):
    troop = Troop(work, 8, rtt=10)
    before = time.monotonic()
    troop.run("--parallel", "4")
    whole = time.monotonic() - before
    troop.stop()
    count = int(os.environ.get("FLEET_KILLS", "4"))
    for i in range(count):
        # the planning is the first third, and of less interest
        kill_at(work, whole * (0.25 + 0.75 * (i + random.random()) / count))


def ctrl_c(work, times, delay):
    """The state that is printed is the one that the router is in."""
    troop = Troop(work, 12, rtt=30)
    process = troop.start("--parallel", "6")
    time.sleep(0.2)
    for _ in range(400):
        if any(troop.sent(i) for i in range(12)):
            break
        time.sleep(0.01)
    time.sleep(delay)
    for _ in range(times):
        process.send_signal(signal.SIGINT)
        time.sleep(0.05)
    said = Said(process)
    expected = {"committed": "all", "rolled_back": "nothing", "not_begun": "nothing"}
    for i in range(12):
        result = said.result(i)
        check(
            f"{times} Ctrl-C after {delay} s: r{i} is {result} and has {troop.has(i)}",
            expected.get(result) == troop.has(i),
            said,
        )
        if result == "not_begun":
            check("nothing was sent to who was not begun", not troop.sent(i))
    words = set(said.summary)
    if times == 1:
        check("the first finishes", words == {"committed", "not_begun"}, said)
        check("the first: exit status", said.code == 3, said)
    else:
        code = 5 if "rolled_back" in words else 3 if "not_begun" in words else 0
        check("the second: exit status", said.code == code, said)
    check("Ctrl-C: no journal is left", not troop.live_journals(), said)
    again = troop.run("--resume") if said.code else said
    check("then the rest", again.code == 0 and again.summary == {"committed": 12}, again)
    for i in range(12):
        check(f"r{i} is whole", troop.has(i) == "all")
    troop.stop()


def exit_codes(work):
    """6 before 7 before 5 before 4; what is printed is what there is."""
    troop = Troop(
        work,
        4,
        faulty=2,
        faults=["refuse-line=302 pass,times=2", "refuse-line=no ip filter"],
    )
    with open(troop.inventory, "a") as out:
        out.write("gone rtx_endpoint=telnet://127.0.0.1:1 net=9\n")
    said = troop.run("--confirm", "60")
    check("6 before 7 and 4", said.code == 6, said)
    for i in (0, 1):
        check("awaits", said.result(i) == "awaiting_confirmation", said)
    for i in (2, 3):
        check("needs a person", said.result(i) == "needs_person", said)
        check("and has half of it", troop.has(i) == "half")
        check("and its journal is named", os.path.exists(said.results[f"r{i}"]["journal"]))
    check("unreachable", said.results["gone"]["result"] == "unreachable", said)
    for emulator in troop.emulators:
        emulator.clear_faults()
    said = troop.run("--resume")
    check("confirmed; who needed a person is finished", said.code == 4, said)
    for i in range(4):
        check(f"r{i}: {said.result(i)}", said.result(i) == "committed", said)
        check(f"r{i} has all", troop.has(i) == "all" and "restart" not in troop.at(i).running)
    troop.stop()


def confirm(work):
    """Armed; confirmed, or taken back, or not at all; and where it is refused."""
    troop = Troop(work, 4)
    other = troop.work + "/other"
    with open(other, "w") as out:
        out.write("ip filter 310 pass * * tcp * *\n")
    command = troop.command("--no-save", "--limit", "r3")
    command[-1] = other
    subprocess.run(command, env=troop.environment, check=True, stdout=subprocess.DEVNULL)
    said = troop.run("--confirm", "60")
    check("7", said.code == 7, said)
    check("refused where something is unsaved", said.result(3) == "refused", said)
    check("and nothing sent there", troop.sent(3) == ["ip filter 310 pass * * tcp * *"])
    for i in range(3):
        check("armed, and not saved", "* restart" in troop.at(i).running, said)
        check("nothing is saved", troop.has(i) == "unsaved" or troop.has(i) == "half")
    refused = troop.run("--forget")
    check("nobody is forgotten who is armed", refused.code == 3, refused)
    check("in JSON, too", refused.summary == {"not_begun": 4}, refused)
    copy = troop.command("--json")
    copy[2] = troop.inventory + ".copy"
    shutil.copy(troop.inventory, copy[2])
    refused = Said(
        subprocess.Popen(
            copy, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=troop.environment, text=True
        )
    )
    check("nor called unchanged by another run", refused.code == 3, refused)
    check("each of them", [refused.result(i) for i in range(3)] == ["refused"] * 3, refused)
    back = troop.run("--limit", "r0", "--rollback")
    check("one is taken back", back.code == 0 and back.result(0) == "rolled_back", back)
    check("and has nothing", troop.has(0) == "nothing")
    check("others are told of", "r1 was left in the middle" in back.err, back)
    said = troop.run("--limit", "r2", "--resume")
    check("confirmed", said.code == 0 and said.result(2) == "committed", said)
    check("saved", troop.has(2) == "all" and "restart" not in troop.at(2).saved)
    troop.at(1).advance(70)  # nobody confirmed it in time
    for _ in range(200):
        if troop.has(1) == "nothing":
            break
        time.sleep(0.02)
    check("it came back by itself", troop.has(1) == "nothing")
    said = troop.run("--limit", "r1", "--resume")
    check("and that is said", said.code == 5 and said.result(1) == "rolled_back", said)
    troop.stop()


def stops(work):
    """Failing canaries and too many failures: nothing is sent to the others."""
    for options, most in (
        (("--canary", "2"), 2),
        (("--parallel", "1", "--max-failures", "1"), 2),
        (("--parallel", "1", "--max-failures", "34%"), 3),
        (("--parallel", "1", "--max-failures", "0"), 1),
        (("--parallel", "2", "--max-failures", "0"), 2),
    ):
        troop = Troop(work, 6, faulty=6, faults=["refuse-line=302 pass"])
        said = troop.run(*options)
        check(f"{options}: 5", said.code == 5, said)
        touched = [i for i in range(6) if troop.sent(i)]
        check(f"{options}: {touched} were touched", 1 <= len(touched) <= most, said)
        for i in range(6):
            expected = "rolled_back" if i in touched else "not_begun"
            check(f"{options}: r{i} is {said.result(i)}", said.result(i) == expected, said)
            check(f"{options}: r{i} has nothing", troop.has(i) == "nothing")
        troop.stop()


def changed(work):
    """What somebody changes between a kill and --resume."""
    troop = Troop(work, 4)
    said = troop.run("--confirm", "60")
    check("awaiting", said.code == 7, said)
    with open(troop.inventory) as file:
        before = file.read()

    def inventory(text):
        with open(troop.inventory, "w") as out:
            out.write(text)

    moved = before.splitlines()
    moved[1] = "r1 rtx_endpoint=telnet://127.0.0.1:1 net=1"
    inventory("\n".join(moved) + "\n")
    said = troop.run("--resume")
    check("a router that is elsewhere now", said.code == 3 and "now that name" in said.err, said)
    inventory(before)
    said = troop.run("--confirm", "90", "--resume")
    check("other options", said.code == 3 and "--confirm 60" in said.err, said)
    troop.environment["RTX_ADMIN_PASSWORD"] = "another"
    said = troop.run("--resume")
    check("another password", said.code == 6 and said.summary == {"needs_person": 4}, said)
    troop.environment["RTX_ADMIN_PASSWORD"] = "treasure-chest"
    with open(troop.fragment, "a") as out:
        out.write("ip filter 399 pass * * * * *\n")
    said = troop.run("--resume")
    check("another fragment", said.code == 3 and "fragments changed" in said.err, said)
    with open(troop.fragment, "w") as out:
        out.write(FRAGMENT)
    inventory(before.replace("net=2", "net=77"))
    said = troop.run("--resume")
    check("another value is planned again", said.code == 7, said)
    check("and no other", said.summary == {"committed": 3, "awaiting_confirmation": 1}, said)
    check("with its new value", "10.1.77.0" in troop.at(2).running)
    said = troop.run("--resume")
    check("until it is confirmed", said.code == 0 and "10.1.77.0" in troop.at(2).saved, said)
    check("no run is left", not troop.run_files() and not troop.live_journals())
    said = troop.run("--resume")
    check("nothing to resume", said.code == 3 and "no run with" in said.err, said)
    troop.stop()


class Screen:
    """What a terminal shows of \\n, \\r, ESC [ 1A, ESC [ 2K and colours; lines that
    are too long are broken, as terminals do."""

    def __init__(self, columns):
        self.columns = columns
        self.lines = [""]
        self.row = 0
        self.broken = []

    def feed(self, text):
        for part in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|[\r\n]|[^\x1b\r\n]+", text):
            if part == "\n":
                self.row += 1
                if self.row == len(self.lines):
                    self.lines.append("")
            elif part == "\x1b[1A":
                self.row -= 1
            elif part == "\x1b[2K":
                self.lines[self.row] = ""
            elif part == "\r" or part.endswith("m"):
                pass
            elif part.startswith("\x1b"):
                raise ValueError(part)
            else:
                self.put(part)

    def put(self, text):
        wide = "WF"
        whole = self.lines[self.row] + text
        width = sum(1 + (unicodedata.east_asian_width(c) in wide) for c in whole)
        if width > self.columns:
            self.broken.append(whole)
        self.lines[self.row] = whole


def on_terminal(troop, columns, extra):
    """Its bytes, as on a terminal with so many columns."""
    main_end, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        troop.command("--parallel", "6"),
        stdin=other,
        stdout=other,
        stderr=other,
        env={**troop.environment, "TERM": "xterm", **extra},
    )
    os.close(other)
    said = b""
    while True:
        try:
            got = os.read(main_end, 65536)
        except OSError:
            break
        if not got:
            break
        said += got
    os.close(main_end)
    process.wait()
    return said.decode("utf-8")


def terminal(work):
    """Progress at 80 and 40 columns; none of it where there is no terminal."""
    for columns, extra in ((80, {}), (40, {"NO_COLOR": "1"}), (40, {"TERM": "dumb"})):
        troop = Troop(work, 12, rtt=30, faulty=6, faults=["refuse-line=302 pass,times=2"])
        with open(troop.inventory) as file:
            text = file.read()
        with open(troop.inventory, "w") as out:
            out.write(text.replace("r1 ", "東京本社の一号機で長い名前 ").replace("r2 ", "大阪 "))
        said = on_terminal(troop, columns, extra)
        screen = Screen(columns)
        screen.feed(said)
        shown = "\n".join(screen.lines)
        plain = "TERM" in extra
        drawn = [line for line in re.findall(r"deploy \[[#.]*\][^\r\n]*", said)]
        where = f"{columns} {extra}:"
        check(where + " a bar", bool(drawn) != plain, said[-2000:])
        check(where + " which is gone in the end", "[#" not in shown and "[." not in shown, shown)
        check(where + " all results", shown.count(": committed") == 10, shown)
        check(where + " the summary", "10 committed 2 rolled_back" in shown, shown)
        progress = [line for line in screen.broken if re.match(r"  .* s |(plan|deploy) \[", line)]
        check(where + " no line of it is broken", not progress, progress)
        red = "\x1b[31m" in said
        check(where + " red for failures", red == (not extra), said[-2000:])
        if plain:
            check("a dumb terminal gets no escapes", "\x1b" not in said)
        else:
            check(where + " failures in it", any("failed" in line for line in drawn), drawn)
        if columns == 80:
            check("rate and time left", any("/s" in d and "left" in d for d in drawn), drawn)
            names = re.findall(r"  (?:大阪|r3) +(?=[a-z])", said)
            wide = {len(line) + line.count("大") + line.count("阪") for line in names}
            check("kanji stand in line", len(wide) == 1, names)
        troop.stop()
    troop = Troop(work, 3)
    process = subprocess.run(
        troop.command(), env={**troop.environment, "TERM": "xterm"}, capture_output=True, check=True
    )
    check("no escapes in a pipe", b"\x1b" not in process.stdout + process.stderr)
    check("and no bar", process.stderr == b"", process.stderr)
    troop.stop()


def main():
    os.environ.pop("RTX_ENDPOINT", None)
    tests = {
        "kills": kills,
        "ctrl-c": lambda work: ctrl_c(work, 1, 0.1),
        "ctrl-c twice": lambda work: ctrl_c(work, 2, 0.05),
        "ctrl-c later": lambda work: ctrl_c(work, 2, 0.25),
        "exits": exit_codes,
        "confirm": confirm,
        "stops": stops,
        "changed": changed,
        "terminal": terminal,
    }
    os.umask(0o077)

    def timed(name):
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as work:
            tests[name](work)
        if os.environ.get("FLEET_TIMES"):
            print(f"{name}: {time.monotonic() - begun:.1f} s")

    # they wait for routers most of the time
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(timed, name) for name in sys.argv[1:] or tests]:
            done.result()
    sys.exit(1 if failures else 0)


main()
