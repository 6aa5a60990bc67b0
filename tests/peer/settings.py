"""What can be chosen about the fake router where the facts are open."""

DEFAULTS = {
    # passwords and login
    "login_password": "gate-7719",
    "admin_password": "vault-5532",
    "user": "",  # NAME:PASSWORD of one named user
    "login": "password",  # password, username, either (empty password: user)
    "tries": 3,
    "wrong_text": "Error: Incorrect password",
    "refuse_login": "",  # text before the door is shut at once
    "refuse_times": 99,
    "sessions": 1,  # of the anonymous user
    "full_text": "Error: Other user is logged in.",
    "linger": 0.0,  # seconds that a cut session keeps its place
    "before_login": "\r\n",
    "after_login": "\r\n",
    "before_prompt": "",
    "password_prompt": "Password: ",
    "banner": "long",  # long, short, none
    "factory": 0,  # the factory-password warning
    "drop_ms": 0,  # what is typed so soon behind the banner is lost
    "drop_lines": 0,  # so many first lines are lost
    "admin_deny": 0,
    "idle": 300.0,
    # telnet
    "telnet": "echo",  # none, echo, full, late, raw
    "go_ahead": 0,
    "lf": "enter",  # enter, ignore
    "nul": "ignore",  # ignore, text
    # prompts and echo
    "anonymous": "anonymous",
    "context_gap": "",  # between pp and its number
    "echo": "burst",  # burst, char, line
    "echo_ms": 0.0,
    "echo_tail": "",
    "wrap": "\r\n",  # what is put in at the last column of the echo
    "wrap_eager": 1,
    "ctrl_u": 0,
    "answer_crlf": 1,
    "quit_keeps_context": 1,
    # pager
    "pager_erase": "cr",  # cr, bs, esc, glued
    "pager_flush": 0,
    "page_less": 1,
    # output
    "chunk": 0,
    "pause_ms": 0,
    "pause_every": 6,
    "stall_at": "",
    "stall_ms": 0,
    "stall_line": "",  # output lines that stop behind this beginning
    "command_ms": 0,
    "caret": 0,
    "blank_before_output": 0,
    "blank_after_output": 0,
    "type_ahead": 0,  # bytes that wait; 0: any number
    # save
    "save_tail": "Done .",
    "save_ms": 0,
    "save_error": "",
    "yn_blank": 1,
    "yn_other": "ignore",  # ignore, no, again
    "dirty": "touched",  # touched, differs
    # configuration
    "header": 1,
    "mac_tail": "",
    "order": "mine",  # mine, reverse, entry
    "select_none": 0,
    "trailing": 0,
    "empty_blocks": 0,
    "provider_indent": 0,
    "no_absent": "ok",  # ok, error
    "ipsec_cascade": 1,
    "nat_cascade": 0,
    "one_nest": 1,  # a tunnel has one "ipsec tunnel", the latest
    "no_tunnel_number": 0,  # "no ipsec tunnel" wants its number
    "global_in_context": "ok",  # ok, error, leaves
    "schedule": "full",
    "unknown_error": "InvalidCommandName",
    # misbehaviour
    "refuse": "",  # regular expression of settings refused
    "refuse_nth": 0,
    "refuse_from": 0,  # every setting from this on
    "refuse_with": "OutOfRange",
    "ignore": "",  # accepted but not kept
    "store": "",  # REGEX=>TEXT: kept as something else
    "ask": "",  # settings that ask Y/N
    "ask_text": "Are you sure ? (Y/N)",
    "warn": "",  # settings that print a remark, but are kept
    "warn_text": "Warning: this takes effect after restart",
    "meddle": "",  # N:CONTEXT:LINE that a second administrator types
    "info_every": 0,  # a notice at every so many lines
    "info_where": "prompt",  # prompt, echo, output
    "info_redraw": 0,
    "cut_on": "",
    "cut_when": "before",  # before, after, output
    "cut_nth": 0,  # at the Nth setting
    "cut_sent": 0,
    "cut_received": 0,
    "cut_times": 1,
    "cut_how": "fin",  # fin, rst
    "down": 0.0,  # seconds without a listening port behind a cut
    "orphan": "drop",  # run: lines that wait are run without a session
    "silent_on": "",
    "silent_when": "before",
    "silent_times": 1,
    "silent_from": 0,  # not before the so manieth time; then always
    "reboot_on_cut": 0,  # running becomes startup
    "seed": 1,
}


class Settings:
    """Attributes named as in DEFAULTS."""

    def __init__(self, **chosen):
        unknown = set(chosen) - set(DEFAULTS)
        if unknown:
            raise SystemExit("router: no setting " + ", ".join(unknown))
        for name, default in DEFAULTS.items():
            value = chosen.get(name, default)
            setattr(self, name, type(default)(value))


def parse(pairs):
    """Settings of NAME=VALUE strings; \\r and the like are understood."""
    chosen = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        chosen[name] = value.encode("latin-1").decode("unicode_escape")
    return Settings(**chosen)
