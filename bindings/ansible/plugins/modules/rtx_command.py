#!/usr/bin/python
"""Commands on a router."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
module: rtx_command
short_description: Run commands on a Yamaha RTX router
description:
  - Types commands and returns what they print, as text and, where librtx has a parser, as data.
  - No setting of the console is changed. A question that the router asks is answered with N.
  - For configuration use M(librtx.rtx.rtx_config), which can be taken back.
options:
  commands:
    description:
      - The commands, as strings, or as dicts with C(command).
      - A C(prompt) with its C(answer) is refused, but for C(administrator), which is done with
        I(admin_password).
    type: list
    elements: raw
    required: true
  wait_for:
    description:
      - Conditions on the outputs, C(result[0] contains RTX810), with C(contains), C(matches),
        C(eq), C(neq), C(gt), C(ge), C(lt), C(le), and C(not) before them. C(result[0].cpu_5s_percent lt
        50) looks into the parsed data.
    type: list
    elements: str
    aliases: [waitfor]
  match:
    description: Must all conditions hold, or any?
    type: str
    choices: [all, any]
    default: all
  retries:
    description: How often the commands are run until the conditions hold.
    type: int
    default: 10
  interval:
    description: Seconds between two of them.
    type: int
    default: 1
  secrets:
    description: Return passwords and keys in what is printed instead of C(*).
    type: bool
    default: false
extends_documentation_fragment: [librtx.rtx.rtx]
"""

EXAMPLES = r"""
- name: Wait until the tunnel is up
  librtx.rtx.rtx_command:
    commands: show status tunnel 1
    wait_for: result[0].state eq connected
    retries: 30

- name: Who is logged in
  librtx.rtx.rtx_command:
    commands: [show environment, show status user]
  register: shown
"""

RETURN = r"""
stdout:
  description: What each command printed.
  returned: always
  type: list
stdout_lines:
  description: The same in lines.
  returned: always
  type: list
parsed:
  description: The same as data, as C(rtx-show --json) gives it; null where there is no parser.
  returned: always
  type: list
failed_conditions:
  description: The conditions that do not hold.
  returned: failed
  type: list
"""

import re
import time

from ansible_collections.librtx.rtx.plugins.module_utils.rtx import (
    FAILURES,
    connect,
    fail,
    make_module,
    rtx,
)

CONDITION = re.compile(
    r"^result\[(\d+)\]((?:\.\w+|\[\d+\])*)\s+(not\s+)?"
    r"(contains|matches|eq|==|neq|!=|gt|>|ge|>=|lt|<|le|<=)\s+(.+)$"
)


def number(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def compare(left, word, right):
    text = "" if left is None else str(left)
    if word == "contains":
        return right in (left if isinstance(left, list) else text)
    if word == "matches":
        return re.search(right, text, re.MULTILINE) is not None
    if isinstance(left, bool):
        text = str(left).lower()
        right = right.lower()
    numbers = number(left), number(right)
    if None not in numbers:
        text, right = numbers
    elif word not in ("eq", "==", "neq", "!="):
        return False
    return {
        "eq": text == right,
        "==": text == right,
        "neq": text != right,
        "!=": text != right,
        "gt": text > right,
        ">": text > right,
        "ge": text >= right,
        ">=": text >= right,
        "lt": text < right,
        "<": text < right,
        "le": text <= right,
        "<=": text <= right,
    }[word]


class Condition(object):
    def __init__(self, raw, count):
        self.raw = raw
        match = CONDITION.match(raw.strip())
        if not match or int(match.group(1)) >= count:
            raise ValueError("no condition, or no such result: %s" % raw)
        self.index = int(match.group(1))
        self.path = re.findall(r"\.(\w+)|\[(\d+)\]", match.group(2))
        self.negated = bool(match.group(3))
        self.word = match.group(4)
        self.right = match.group(5).strip()
        if self.right[:1] == self.right[-1:] and self.right[:1] in ("'", '"'):
            self.right = self.right[1:-1]
        if self.word == "matches":
            try:
                re.compile(self.right)
            except re.error as error:
                raise ValueError("%s: %s" % (raw, error))

    def holds(self, stdout, parsed):
        value = parsed[self.index] if self.path else stdout[self.index]
        for name, index in self.path:
            try:
                value = value[name] if name else value[int(index)]
            except (KeyError, IndexError, TypeError):
                value = None
                break
        return compare(value, self.word, self.right) != self.negated


def read_commands(module, warnings):
    commands = []
    for item in module.params["commands"]:
        if isinstance(item, dict):
            line = str(item.get("command", "")).strip()
            if item.get("prompt") and line != "administrator":
                module.fail_json(
                    msg="%s: questions of the router are answered with N; for settings"
                    " use rtx_config, for passwords librtx itself" % line
                )
        else:
            line = str(item).strip()
        if not line:
            module.fail_json(msg="an empty command")
        if module.check_mode and not line.startswith("show"):
            warnings.append("check mode: only show commands are run, not: %s" % line)
            continue
        commands.append(line)
    return commands


def run(module, router, commands):
    stdout, parsed = [], []
    for line in commands:
        if line == "administrator":
            router.administrator()
            stdout.append("")
            parsed.append(None)
            continue
        printed = router.run(line)
        stdout.append(printed if module.params["secrets"] else rtx.redacted(line, printed))
        parsed.append(rtx.parse_json(line, printed).get("data"))
    return stdout, parsed


def attempt(module, router, commands, conditions):
    """Until the conditions hold, or it was tried often enough."""
    for left in range(max(1, module.params["retries"]), 0, -1):
        stdout, parsed = run(module, router, commands)
        missing = [c for c in conditions if not c.holds(stdout, parsed)]
        if module.params["match"] == "any" and len(missing) < len(conditions):
            missing = []
        if not missing or left == 1:
            return stdout, parsed, missing
        time.sleep(module.params["interval"])


def main():
    module = make_module(
        dict(
            commands=dict(type="list", elements="raw", required=True),
            wait_for=dict(type="list", elements="str", aliases=["waitfor"]),
            match=dict(type="str", default="all", choices=["all", "any"]),
            retries=dict(type="int", default=10),
            interval=dict(type="int", default=1),
            secrets=dict(type="bool", default=False, no_log=False),
        )
    )
    warnings = []
    commands = read_commands(module, warnings)
    for name in ("retries", "interval"):
        if module.params[name] < 0:
            module.fail_json(msg="%s: 0 at least, not %d" % (name, module.params[name]))
    waits = module.params["wait_for"] or []
    if len(commands) < len(module.params["commands"]):
        waits = []  # check mode left commands out: the numbers do not fit
    try:
        conditions = [Condition(raw, len(commands)) for raw in waits]
    except ValueError as error:
        module.fail_json(msg=str(error))
    try:
        with connect(module) as router:
            if module.params["admin_password"] is not None:
                router.administrator()
            stdout, parsed, missing = attempt(module, router, commands, conditions)
    except FAILURES as error:
        fail(module, error)
    result = dict(
        stdout=stdout,
        stdout_lines=[text.splitlines() for text in stdout],
        parsed=parsed,
        warnings=warnings,
    )
    if missing:
        module.fail_json(
            msg="conditions that do not hold: %s" % "; ".join(c.raw for c in missing),
            failed_conditions=[c.raw for c in missing],
            **result
        )
    module.exit_json(changed=False, **result)


if __name__ == "__main__":
    main()
