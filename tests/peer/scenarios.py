"""The table: what the router is like, what is asked of the client."""

MAIN = ["examples/internet.rtx", "examples/vpn.rtx"]
TYPO = "examples/typo.rtx"
FACTORY = """ip lan1 address 192.168.100.1/24
telnetd host lan1
dhcp service server
dhcp scope 1 192.168.100.2-192.168.100.191/24
"""
ENGLISH = FACTORY + "console character ascii\n"
ROUTES = [
    ("default", None, "PP[01]"),
    ("192.168.100.0/24", "192.168.100.254", "LAN1"),
    ("203.0.113.1/32", None, "PP[01]"),
]


def deploy(*what, exit=(0,), result=None, limit=5.0, **more):
    argv = ["rtx-deploy"] + ([] if more.pop("text", None) else ["--json"])
    exit = exit if isinstance(exit, tuple) else (exit,)
    return dict(argv=argv + list(what), exit=exit, result=result, limit=limit, **more)


def show(command, exit=(0,), limit=5.0, form="--json", **more):
    exit = exit if isinstance(exit, tuple) else (exit,)
    return dict(argv=["rtx-show", form] + command.split(), exit=exit, limit=limit, **more)


def judge_routes(said):
    data = said.get("data")
    if not said.get("complete") or not data:
        return "show ip route: not complete: %s" % str(said)[:200]
    routes = data if isinstance(data, list) else data.get("routes", [])
    seen = [(r["destination"], r["gateway"], r["interface"]) for r in routes]
    return None if seen == ROUTES else "show ip route: " + str(seen)


def judge_log(said):
    if not said.get("complete") or len(said.get("data") or []) != 100:
        return "show log: %s entries, unparsed %s" % (
            len(said.get("data") or []), said.get("unparsed"))
    return None


def judge_environment(said):
    data = said.get("data") or {}
    if not said.get("complete") or data.get("uptime_s") != 24 * 86400 + 84163:
        return "show environment: %s" % str(said)[:300]
    return None


def judge_rest(router):
    """One undo is refused: the others must have been done all the same."""
    left = [text for key, text in router.running.kept.items() if key not in router.startup.kept]
    return None if len(left) <= 3 else "%d lines are left where one undo was refused" % len(left)


def shows(limit=5.0):
    return [
        show("show ip route", judge=judge_routes, limit=limit),
        show("show log", judge=judge_log, limit=limit),
        show("show environment", judge=judge_environment, limit=limit),
    ]


def whole(name, startup=FACTORY, limit=5.0, quick=False, scheme="telnet", known=None, **settings):
    """The main job, again, the typing error, and the read commands."""
    calls = [
        deploy(*MAIN, result=["committed"], limit=limit),
        deploy(*MAIN, result=["unchanged"], limit=limit),
        deploy(TYPO, exit=5, result=["rolled_back"], limit=limit),
    ]
    calls += [] if quick else shows(limit)
    for call in calls:
        call["scheme"] = scheme
        call["user"] = settings.get("user", "").partition(":")[0]
        call["user"] += "@" if call["user"] else ""
        if call["user"]:
            call["env"] = {"RTX_LOGIN_PASSWORD": settings["user"].partition(":")[2]}
    return dict(name=name, set=settings, startup=startup, calls=calls, known=known)


def push(name, *what, exit=5, startup=FACTORY, limit=5.0, known=None, result=None, judge=None, free=False, options=(), **settings):
    """One push; what its exit status claims must be true."""
    call = deploy(*options, *(what or MAIN), exit=exit, limit=limit, result=result, free=free)
    return dict(name=name, set=settings, startup=startup, calls=[call], known=known, judge=judge)


def manners():
    """Routers that are in order, each in its own way."""
    yield whole("plain")
    yield whole("english", ENGLISH)
    yield whole("euc", FACTORY + "console character euc\n")
    for mode in ("none", "full", "late"):
        yield whole("telnet-" + mode, telnet=mode)
    yield whole("telnet-raw", telnet="raw", scheme="tcp")
    yield whole("telnet-go-ahead", telnet="none", go_ahead=1, quick=True)
    yield whole("lf-ignored", lf="ignore")
    yield whole("nul-is-text", nul="text")
    yield whole("user-first", login="username", user="bob:user-4711")
    yield whole("user-behind-empty", login="either", user="bob:user-4711")
    yield whole("blank-lines", before_login="\r\n\r\n", after_login="\r\n\r\n", before_prompt="\n\n")
    yield whole("no-blank-lines", before_login="", after_login="", banner="none")
    yield whole("short-banner", ENGLISH, banner="short", factory=1)
    yield whole("factory-warning", factory=1, after_login="")
    yield whole("password-no-blank", password_prompt="Password:")
    yield whole("wake-up-lost", drop_lines=1)
    yield whole("wake-up-lost-ms", drop_ms=200)
    for number, prompt in enumerate(("RTX810", '"[RTX810] "', "int-router:", '"R#"', '"a>b"', '"> "', '"# "', '"x # y > "', "Password:", '"pp1"', "a" * 48)):
        known = "a prompt string that looks like a context" if prompt == '"pp1"' else None
        yield whole("prompt-%d" % number, FACTORY + "console prompt %s\n" % prompt, quick=number > 3, known=known)
    yield whole("context-gap", context_gap=" ", anonymous="pp anonymous")
    yield whole("context-ppanonymous", anonymous="ppanonymous")
    yield whole("echo-char", echo="char")
    yield whole("echo-char-slow", echo="char", echo_ms=0.3, limit=9.0)
    yield whole("echo-line", echo="line")
    yield whole("echo-tail", echo_tail=" ")
    for number, wrap in enumerate((" \r", "\r\n\r", "\n\r", " \b\r\n", "\r\n\x1b[K", "")):
        yield whole("wrap-%d" % number, wrap=wrap, quick=number > 1)
        yield whole("wrap-lazy-%d" % number, ENGLISH, wrap=wrap, wrap_eager=0, echo="char", quick=True)
    for erase in ("bs", "esc", "glued"):
        yield whole("pager-" + erase, ENGLISH, pager_erase=erase)
        yield whole("pager-ja-" + erase, pager_erase=erase, quick=True)
    yield whole("pager-flush", pager_flush=1)
    yield whole("pager-10", FACTORY + "console lines 10\n")
    yield whole("pager-full-page", ENGLISH, page_less=0)
    yield whole("no-pager", FACTORY + "console lines infinity\n")
    yield whole("columns-200", FACTORY + "console columns 200\n")
    yield whole("columns-101", FACTORY + "console columns 101\nconsole prompt [RTX810]\n")
    yield whole("caret", caret=1)
    yield whole("blank-before", blank_before_output=1)
    yield whole("blank-after", blank_after_output=1)
    yield whole("save-short", ENGLISH, save_tail="Done")
    yield whole("save-slow", quick=True, save_ms=1500)
    yield whole("yn-no-blank", quick=True, yn_blank=0, ctrl_u=1)
    yield whole("yn-other-no", quick=True, yn_other="no")
    yield whole("yn-again", quick=True, yn_other="again", answer_crlf=0)
    yield whole("dirty-differs", quick=True, dirty="differs")
    yield whole("quit-drops-context", quick=True, quit_keeps_context=0)
    yield whole("order-reverse", quick=True, order="reverse")
    yield whole("order-entry", quick=True, order="entry")
    yield whole("select-none", quick=True, select_none=1, trailing=1)
    yield whole("old-header", quick=True, header=1, mac_tail=", ")
    yield whole("no-header", quick=True, header=0)
    yield whole("provider-indent", quick=True, provider_indent=1)
    yield whole("undo-absent-error", quick=True, no_absent="error")
    yield whole("cascades", quick=True, nat_cascade=1, ipsec_cascade=0, no_absent="error")
    yield whole("global-refused-in-context", quick=True, global_in_context="error")
    yield whole("global-leaves-context", quick=True, global_in_context="leaves")
    yield whole("other-error", unknown_error="IllegalKeyword")
    for size, pause in ((1, 0), (3, 5), (7, 10), (80, 60)):
        yield whole("chunk-%d" % size, chunk=size, pause_ms=pause, pause_every=40, limit=14.0)
    yield whole("stall-hash", stall_at="# ", stall_ms=25, limit=20.0, quick=True)
    yield whole("stall-header", stall_line="# ", stall_ms=300, limit=12.0, quick=True)
    yield whole("stall-header-prompt", FACTORY + "console prompt a\n", stall_line="# R", stall_ms=300, limit=12.0, quick=True)
    yield whole("stall-pager", ENGLISH, stall_at="---more", stall_ms=250, limit=9.0)
    yield whole("stall-question", stall_at="(Y/N)", stall_ms=300)
    yield whole("slow-commands", command_ms=20, limit=9.0)


def notices():
    """System messages that break in."""
    on = FACTORY + "console info on\n"
    for every in (1, 3, 7):
        for redraw in (0, 1):
            for where in ("prompt", "echo", "output"):
                lost = not redraw and where + str(every) == "prompt1"
                known = "a prompt hidden at once, every time" if lost else None
                yield push("notice-%s-%d-%d" % (where, every, redraw), startup=on, exit=(0,), limit=8.0, info_every=every, info_where=where, info_redraw=redraw, known=known)


def type_ahead():
    for size, echo in ((130, "burst"), (256, "char"), (512, "burst")):
        yield push("type-ahead-%d-%s" % (size, echo), exit=(0, 5), type_ahead=size, echo=echo, command_ms=5, limit=12.0)


def refusals():
    for number in (1, 2, 38, 75, 76):
        yield push("refuse-%d" % number, refuse_nth=number)
        yield push("refuse-%d-strict" % number, refuse_nth=number, no_absent="error", nat_cascade=1, dirty="differs", startup=ENGLISH)
    yield push("refuse-slow", refuse_nth=40, command_ms=10)
    yield push("refuse-caret", refuse_nth=40, caret=1, echo="char", blank_before_output=1)
    yield push("refuse-global-in-context", refuse_nth=70, global_in_context="error", no_absent="error")
    yield push("refuse-keep-nested", refuse_nth=70, ipsec_cascade=0)
    yield push("undo-needs-number", refuse_nth=75, no_tunnel_number=1)
    yield push("undo-refused-once", refuse_nth=75, refuse="^no ip filter 200013", exit=6, free=True, judge=judge_rest)
    yield push("refuse-rollback-too", refuse_from=40, exit=6, free=True)
    yield push("ignore-first", ignore="ip route")
    yield push("ignore-middle", ignore="^ip filter 200013")
    yield push("ignore-nested", ignore="pre-shared-key")
    yield push("store-other", store="^ip filter 200030 pass=>ip filter 200030 reject")
    yield push("store-elsewhere", store="^ip filter 200030=>ip filter 200031")
    yield push("ask-1", known="the letter typed ahead answers; it is called refused and taken back", ask="^ip filter 200013")
    yield push("ask-2", ask="^ip lan1 address", startup=ENGLISH, yn_blank=0)
    yield push("ask-again", ask="^nat descriptor type", yn_other="again")
    yield push("ask-other-no", ask="^pp auth myname", yn_other="no")
    yield push("ask-other-text", ask="^l2tp service", ask_text="Update the key ? (Y/N)")
    yield push("remark", warn="^ip filter", exit=(0,))
    yield push("save-fails", save_error="Error: Flash ROM write error", exit=(5, 6))
    yield push("save-fails-quietly", save_error="?", exit=(5, 6))
    yield push("meddle-other", meddle="20::ip filter 900 pass * * * * *", exit=(0, 5, 6), free=True)
    yield push("meddle-same", meddle="60::ip filter 200013 pass * * * * *", exit=(5,))
    yield push("meddle-gone", meddle="60::no ip filter 200013", exit=(5,))


def cuts():
    for when in ("before", "after"):
        for number in (1, 2, 20, 51, 76):
            yield push("cut-line-%d-%s" % (number, when), exit=(4, 5) if number == 1 else 5, cut_nth=number, cut_when=when, cut_how="rst" if number % 2 else "fin")
        yield push("cut-save-%s" % when, cut_on="^save", cut_when=when, exit=(0, 5))
        yield push("cut-show-%s" % when, cut_on="^show config", cut_when=when, exit=4)
        yield push("cut-show-2-%s" % when, cut_on="^show config", cut_when="output", exit=4)
        yield push("cut-quit-%s" % when, cut_on="^quit", cut_when=when, exit=0)
        yield push("cut-administrator-%s" % when, cut_on="^admin", cut_when=when, exit=4)
    for number in range(20, 9500, 631):
        yield push("cut-sent-%d" % number, cut_sent=number, exit=(0, 4, 5))
    for number in range(10, 3200, 331):
        yield push("cut-received-%d" % number, cut_received=number, exit=(0, 4, 5))
        yield push("cut-orphan-%d" % number, cut_received=number, exit=(0, 4, 5), orphan="run", command_ms=5, linger=0.3)
    yield push("cut-thrice", cut_sent=5000, cut_times=3, exit=(5, 6), limit=10.0)
    yield push("cut-down", cut_nth=40, cut_when="before", down=1.5)
    yield push("cut-linger", cut_nth=40, cut_when="before", linger=1.5)
    yield push("cut-reboot", cut_nth=40, cut_when="before", reboot_on_cut=1, down=1.0)
    yield push("cut-wake-up-lost", cut_nth=40, cut_when="after", drop_lines=1)
    yield push("loop-forever", known="recovery goes on for a minute, longer than this waits", cut_on="^ip filter 200013", silent_on="^show config", silent_from=2, exit=6, options=["--timeout", "2"], limit=10.0, free=True)
    yield push("cut-login-busy", cut_nth=40, cut_when="after", full_text="", linger=1.0)


def silence():
    fast = ["--timeout", "2"]
    yield push("silent-setting", silent_on="^ip filter 200013", options=fast, limit=8.0)
    yield push("silent-after", silent_on="^ip filter 200013", silent_when="after", options=fast, limit=8.0)
    yield push("silent-show", silent_on="^show config", silent_when="output", options=fast, exit=4, limit=8.0)
    yield push("silent-quit", silent_on="^quit", options=fast, exit=0, limit=8.0)


def doors():
    """Logins that fail, and calls that must not change anything."""
    def one(name, call, **settings):
        return dict(name=name, set=settings, startup=FACTORY, calls=[call])
    for tool, call in (("deploy", lambda **k: deploy(*MAIN, **k)), ("show", lambda **k: show("show ip route", **k))):
        yield one(tool + "-wrong-password", call(exit=4, env={"RTX_LOGIN_PASSWORD": "no"}))
        yield one(tool + "-wrong-password-1", call(exit=4, env={"RTX_LOGIN_PASSWORD": "no"}), tries=1)
        yield one(tool + "-wrong-password-9", call(exit=4, env={"RTX_LOGIN_PASSWORD": "no"}), tries=9, wrong_text="")
        yield one(tool + "-shut", call(exit=4), refuse_login="Error: Login access is restricted.")
        yield one(tool + "-shut-silently", call(exit=4), refuse_login=" ")
        yield one(tool + "-full", call(exit=4), sessions=0)
        yield one(tool + "-full-silently", call(exit=4), sessions=0, full_text="")
        yield one(tool + "-wrong-user", dict(call(exit=4), user="eve@"), user="bob:user-4711", login="username")
    yield one("deploy-wrong-admin", deploy(*MAIN, exit=4, env={"RTX_ADMIN_PASSWORD": "no"}))
    yield one("deploy-denied-admin", deploy(*MAIN, exit=4), admin_deny=1)
    yield one("show-config-wrong-admin", show("show config", exit=(4, 8), env={"RTX_ADMIN_PASSWORD": "no"}))
    yield one("show-unknown", show("show nonsense", exit=8))
    yield one("show-unknown-caret", show("show nonsense", exit=8), caret=1)
    yield one("plan", deploy("--plan", *MAIN, exit=2, result=["planned"]))
    yield one("plan-text", deploy("--plan", *MAIN, exit=2, text=True))
    yield one("no-save", deploy("--no-save", *MAIN, exit=0, result=["applied"], free=True))
    yield one("text", deploy(*MAIN, text=True))
    yield one("show-config", show("show config", form="--text"))
    yield one("show-table", show("show environment", form="--table"))


OLD_NEST = """ ipsec tunnel 7
  ipsec sa policy 7 1 esp 3des-cbc md5-hmac
  ipsec ike pre-shared-key 1 text old-key
"""
OLD = ENGLISH + """ip route default gateway 192.168.100.9
ip filter 200013 pass * * * * *
ip filter 200099 pass * * tcp * *
nat descriptor type 1000 nat
nat descriptor address outer 1000 198.51.100.9
pp select 1
 pp name OLD
 pp auth myname old@provider.example old-pass
 ip pp secure filter in 200013
 ip pp secure filter out 200099
 ip pp nat descriptor 1000
 pp enable 1
tunnel select 1
 tunnel encapsulation ipsec
""" + OLD_NEST + """ tunnel enable 1
"""


def fragments():
    """Other configurations before, and other fragments."""
    def twice(name, text, startup=ENGLISH, options=(), **settings):
        return dict(name=name, set=settings, startup=startup, calls=[
            deploy(*options, text, result=["committed"]),
            deploy(*options, text, result=["unchanged"])])
    inet = "examples/internet.rtx"
    yield push("replace", inet, startup=OLD, exit=0)
    for number in (1, 9, 20, 33):
        for error in ("ok", "error"):
            yield push("replace-refuse-%d-%s" % (number, error), inet, startup=OLD, refuse_nth=number, no_absent=error)
    yield push("replace-cut", inet, startup=OLD, cut_nth=20, cut_when="after")
    yield push("replace-vpn", *MAIN, startup=OLD, exit=0)
    yield push("replace-vpn-two-nests", *MAIN, startup=OLD, exit=(0, 5), one_nest=0, known="the plan takes the old nest away, where this router would keep both")
    yield push("replace-vpn-refuse", *MAIN, startup=OLD, refuse_nth=70, no_absent="error")
    yield twice("remove", "no ip filter 200013\npp select 1\n no ip pp secure filter in\n", OLD)
    yield push("remove-refuse", "no ip filter 200013\npp select 1\n no ip pp secure filter in\n no pp name\n", startup=OLD, refuse="no pp name")
    yield push("remove-pp", "pp select 1\n pp disable 1\n no pp name\n", startup=OLD, exit=0)
    yield twice("schedule", "schedule at 1 0:00 * restart\n")
    yield twice("schedule-kept", "schedule at 1 0:00 * restart\n", schedule="typed")
    yield push("login-user", "login user bob user-4711\n", options=("--allow-irreversible",), exit=0, startup=ENGLISH)
    yield push("login-user-again", "login user bob user-4711\n", exit=3, startup=ENGLISH + "login user bob x\n")
    yield twice("console-prompt", 'ip filter 1 pass * * * * *\nconsole prompt "[new] "\nip filter 2 pass * * * * *\n')
    yield twice("console-character", "ip filter 1 pass * * * * *\nconsole character sjis\nip filter 2 pass * * * * *\n")
    yield twice("console-lines", "console lines infinity\nconsole columns 200\nip filter 2 pass * * * * *\n")
    yield push("console-prompt-refused", "console prompt new\nconsole character sjis\nconsole columns 200\nip filter 2 pass * * * * *\nip filtre 3\n", startup=ENGLISH)
    yield twice("description", 'description lan1 "the # of ? and > is 1"\n')
    yield twice("description-ja", 'description lan1 "\u672c\u793e\u80fd\u30bd"\nip filter 2 pass * * * * *\n', FACTORY)
    yield twice("long-line", "ip lan2 secure filter in %s\n" % " ".join(map(str, range(1001, 1129))))
    yield twice("many", "".join("ip filter %d pass * 10.%d.%d.0/24 * * *\n" % (n, n // 250, n % 250) for n in range(1, 500)))


def scenarios():
    for part in (fragments, manners, notices, type_ahead, refusals, cuts, silence, doors):
        yield from part()
