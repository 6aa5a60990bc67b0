"""What the modules of this collection share: arguments, sessions, failures."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import traceback

from ansible.module_utils.basic import AnsibleModule, env_fallback, missing_required_lib

try:
    import rtx

    RTX_PROBLEM = None
    # what a router, a file or a wrong value in a task can cause
    FAILURES = (rtx.Error, LookupError, OSError, ValueError)
except ImportError:
    rtx = None
    RTX_PROBLEM = traceback.format_exc()
    FAILURES = ()

CONNECTION = dict(
    endpoint=dict(type="str", fallback=(env_fallback, ["RTX_ENDPOINT"])),
    login_password=dict(
        type="str", no_log=True, fallback=(env_fallback, ["RTX_LOGIN_PASSWORD"])
    ),
    admin_password=dict(
        type="str", no_log=True, fallback=(env_fallback, ["RTX_ADMIN_PASSWORD"])
    ),
    timeout=dict(type="float", default=60),
    known_hosts=dict(type="path"),
    accept_new_host_key=dict(type="bool", default=False),
    legacy_algorithms=dict(type="bool", default=False),
    transcript=dict(type="path"),
)

FIELDS = (
    "name",
    "message",
    "code",
    "router",
    "step",
    "file",
    "line",
    "column",
    "statement",
    "answer",
    "hint",
)


def make_module(argument_spec, **more):
    """A module with the connection's arguments, and the library there."""
    spec = dict(CONNECTION)
    spec.update(argument_spec)
    # no_log: lines may hold a key, and a module is logged to syslog before
    # anybody can say which of its words are secret
    module = AnsibleModule(spec, no_log=True, supports_check_mode=True, **more)
    if rtx is None:
        module.fail_json(msg=missing_required_lib("rtx (librtx)"), exception=RTX_PROBLEM)
    if not module.params["endpoint"]:
        module.fail_json(
            msg="no router: set endpoint, the variable rtx_endpoint or the"
            " environment variable RTX_ENDPOINT"
        )
    return module


def connect(module):
    """A session with the router of the task."""
    params = module.params
    return rtx.connect(
        params["endpoint"],
        login_password=params["login_password"],
        admin_password=params["admin_password"],
        timeout=params["timeout"],
        known_hosts=params["known_hosts"],
        accept_new_host_key=params["accept_new_host_key"],
        legacy_algorithms=params["legacy_algorithms"],
        transcript=params["transcript"],
    )


def hide(module, config):
    """Words of a configuration that are secret appear in no result."""
    shown = config.text().splitlines()
    for line, told in zip(config.text(secrets=True).splitlines(), shown):
        if line == told:
            continue
        words, seen = line.split(" "), told.split(" ")
        same = len(words) == len(seen)
        for index, word in enumerate(words):
            if not same or word != seen[index]:
                hide_word(module, word)


def hide_word(module, word):
    """`*` is what the router shows; a letter would hide half of a result."""
    word = word.strip("\"'")
    if len(word) > 2 and word.strip("*"):
        module.no_log_values.add(word)


def fail(module, error, **result):
    """End the task with all that is known of a failure."""
    if isinstance(error, rtx.Error):
        result["rtx_error"] = dict((name, getattr(error, name)) for name in FIELDS)
        for name in ("outcome", "leftover", "journal"):
            if getattr(error, name, ""):
                result[name] = getattr(error, name)
        if getattr(error, "warnings", None):
            result["warnings"] = list(error.warnings)
    # what needs a person may have changed something
    result.setdefault("changed", getattr(error, "outcome", "") == "needs_person")
    module.fail_json(msg=str(error), **result)
