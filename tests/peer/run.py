#!/usr/bin/python3
"""Runs rtx-deploy and rtx-show against the second fake router.

Usage: run.py [-v] [NAME...]    RTX_BUILD: the build folder
"""

import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import check  # noqa: E402
from router import FACTORY, Router  # noqa: E402
from scenarios import scenarios  # noqa: E402
from settings import Settings  # noqa: E402

TREE = os.path.dirname(os.path.dirname(HERE))
BIN = os.path.join(TREE, os.environ.get("RTX_BUILD", "build"), "bin")
SCRATCH = tempfile.TemporaryDirectory(prefix="peer-")
WORK = SCRATCH.name
VERBOSE = "-v" in sys.argv


def fragment_file(text):
    """A file of the tree, or one made of lines."""
    if "\n" not in text:
        return os.path.join(TREE, text)
    path = os.path.join(WORK, "%x.rtx" % (hash(text) & 0xFFFFFFFF))
    handle, draft = tempfile.mkstemp(dir=WORK)
    with open(handle, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(draft, path)  # another scenario may be reading the same text
    return path


class Run:
    """One scenario: a router and some calls to it."""

    def __init__(self, scenario):
        self.scenario = scenario
        self.settings = Settings(**scenario.get("set", {}))
        self.startup = scenario.get("startup", FACTORY)
        self.bad = []

    def environment(self, call):
        env = dict(os.environ, RTX_LOGIN_PASSWORD=self.settings.login_password,
                   RTX_ADMIN_PASSWORD=self.settings.admin_password,
                   HOME=WORK, XDG_STATE_HOME=WORK)
        env.pop("RTX_ENDPOINT", None)
        env.update(call.get("env", {}))
        return env

    def invoke(self, router, call):
        """(exit status or None, stdout, stderr, seconds)"""
        scheme, user = call.get("scheme", "telnet"), call.get("user", "")
        endpoint = "%s://%s127.0.0.1:%d" % (scheme, user, router.port)
        argv = [os.path.join(BIN, call["argv"][0]), "--endpoint", endpoint]
        argv += [fragment_file(a) if a.endswith((".rtx", "\n")) else a
                 for a in call["argv"][1:]]
        start = time.monotonic()
        process = subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=self.environment(call), cwd=WORK)
        try:
            out, err = process.communicate(timeout=call["limit"] + 2)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            return None, out, err, time.monotonic() - start
        return process.returncode, out, err, time.monotonic() - start

    def call(self, router, call):
        fragments = [fragment_file(a) for a in call["argv"] if a.endswith((".rtx", "\n"))]
        before, since = check.state(router), len(router.journal)
        code, out, err, took = self.invoke(router, call)
        if code is None:
            self.bad.append("hangs: killed after %.0f s" % took)
        elif code not in call["exit"]:
            self.bad.append("exit %s, not %s" % (code, "/".join(map(str, call["exit"]))))
        if took > call["limit"]:
            self.bad.append("took %.1f s" % took)
        time.sleep(call.get("settle", 0.02))
        text = (out + err).decode("utf-8", "replace")
        self.bad += ["a secret is shown: " + s for s in check.SECRETS
                     if s in text and "show config" not in " ".join(call["argv"])]
        deploys = call["argv"][0] == "rtx-deploy" and "--plan" not in call["argv"]
        wanted = before[0]
        if deploys and code == 0:
            wanted = check.expected(self.settings, self.scenario.get("before", self.startup), call.get("all", fragments))
        if deploys and not call.get("free"):
            self.bad += check.outcome(router, code, before, wanted)
        elif not deploys and check.state(router) != before:
            self.bad.append("it changed the router")
        self.bad += check.journal(router, since, check.fragment_lines(fragments),
                                  call.get("calm", code == 0 and deploys))
        self.judge_text(call, code, out, err)
        if VERBOSE:
            print(text, code, "%.2f s" % took)

    def judge_text(self, call, code, out, err):
        if "--json" not in call["argv"]:
            return
        try:
            said = json.loads(out)
        except ValueError:
            if code == 0 or call["argv"][0] == "rtx-deploy":
                self.bad.append("no JSON: %r %r" % (out[-80:], err[-80:]))
            return
        if call.get("result") and said.get("result") not in call["result"]:
            self.bad.append("result %s" % said.get("result"))
        if call.get("judge"):
            problem = call["judge"](said)
            if problem:
                self.bad.append(problem)

    def run(self):
        router = Router(self.settings, self.startup)
        start = time.monotonic()
        try:
            for call in self.scenario["calls"]:
                self.call(router, call)
            judge = self.scenario.get("judge")
            if judge and judge(router):
                self.bad.append(judge(router))
            if VERBOSE:
                for entry in router.journal:
                    print({k: v for k, v in entry.items() if k not in ("came", "done")})
        except Exception as error:  # a fault of the table, not of the client
            self.bad.append("peer itself: %r" % error)
            if VERBOSE:
                raise
        finally:
            router.stop()
        return self.bad, time.monotonic() - start


def main():
    wanted = [a for a in sys.argv[1:] if a != "-v"]
    chosen = [s for s in scenarios() if not wanted or s["name"].startswith(tuple(wanted))]
    chosen.sort(key=lambda s: -max(c["limit"] for c in s["calls"]))
    passed = failed = 0
    workers = 1 if VERBOSE else 4
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        runs = pool.map(lambda s: Run(s).run(), chosen)
        for scenario, (bad, took) in zip(chosen, runs):
            known = scenario.get("known")
            good = not bad or known
            passed, failed = passed + bool(good), failed + (not good)
            note = "".join("\n    " + b for b in bad)
            if known:
                note = "   # known: %s%s" % (known, note if bad else " - MENDED")
            print("%s %s (%.1f s)%s" % ("ok" if good else "NOT OK", scenario["name"], took, note), flush=True)
    print("peer: %d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
