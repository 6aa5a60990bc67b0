"""What must hold behind a call, whatever the router did."""

import re

from settings import Settings
from store import Store, split

SECRETS = ("gate-7719", "vault-5532", "example-pass", "wonderland-7",
           "looking-glass", "user-4711")
WRONG = ("SelectBeforehand", "AdministratorOnly", "NotInteger")


def expected(settings, startup, fragments):
    """The configuration that a whole push must lead to."""
    settings = Settings(**{**vars(settings), "global_in_context": "ok"})
    store = Store(settings, startup)
    for name in fragments:
        with open(name, encoding="utf-8") as file:
            store.load(file.read())
    return store.kept


def state(router):
    return dict(router.running.kept), dict(router.startup.kept)


def differ(is_there, wanted):
    """The first lines that tell two configurations apart."""
    lines = ["+ %s: %s" % (k[0], v) for k, v in is_there.items() if wanted.get(k) != v]
    lines += ["- %s: %s" % (k[0], v) for k, v in wanted.items() if k not in is_there]
    return "; ".join(lines[:3]) + (" ..." if len(lines) > 3 else "")


def journal(router, since, fragment_lines, calm):
    """Complaints about what was typed."""
    bad = []
    refused_at = None
    for entry in router.journal[since:]:
        line, result = entry.get("line", ""), entry.get("result", "ok")
        if entry.get("event") == "key" and entry["key"] in "yY":
            bad.append("answered Y to " + entry["question"])
        about = re.match(r"(?:no )?(console \w+)", line)
        if about and not any(t.startswith(about[1]) for t in fragment_lines):
            bad.append("executed: " + line)
        if result in WRONG:
            bad.append("%s in %r: %s" % (result, entry["context"], line))
        if any(s in line for s in SECRETS[:2]):
            bad.append("a password was typed as a command")
        if calm and result != "ok" and not line.startswith("quit"):
            bad.append("%s: %s" % (result, line))
        if refused_at and line in fragment_lines and entry["came"] > refused_at + 0.15:
            bad.append("sent behind the refusal: " + line)
        if result != "ok" and line in fragment_lines:
            refused_at = refused_at or entry.get("done")
    return bad


def outcome(router, code, before, wanted):
    """Complaints about a claim that the router belies."""
    running, startup = state(router)
    if code == 0:
        bad = ["running: " + differ(running, wanted)] if running != wanted else []
        return bad + (["startup: " + differ(startup, wanted)] if startup != wanted else [])
    bad = []
    if code in (3, 4, 5, 64, 8) and running != before[0]:
        bad.append("running is not as before: " + differ(running, before[0]))
    if startup != before[1]:
        bad.append("startup is not as before: " + differ(startup, before[1]))
    return bad


def fragment_lines(fragments):
    lines = set()
    for name in fragments:
        with open(name, encoding="utf-8") as file:
            for line in file:
                words = split(line.strip())
                if words and Store.move("", words) is None:
                    lines.add(" ".join(words))
    return lines

