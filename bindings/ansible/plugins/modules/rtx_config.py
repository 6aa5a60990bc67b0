#!/usr/bin/python
"""A router's configuration, brought there whole or not at all."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
module: rtx_config
short_description: Manage the configuration of a Yamaha RTX router
description:
  - Reads what the router has, sends what is missing, reads again, compares, and saves. When the router
    refuses a line, or anything else fails, everything that was sent is taken back, and that is proven by
    reading once more.
  - Statements are compared, not lines, so that abbreviations, order and indentation do not matter.
  - In check mode nothing is sent but C(show) commands.
options:
  lines:
    description: The statements, in the context of I(parents).
    type: list
    elements: str
    aliases: [commands]
  parents:
    description: What selects the context, for example C(pp select 1).
    type: list
    elements: str
  src:
    description: A file with the statements, a template, beside the playbook or in the role's templates.
    type: str
  src_name:
    description: The name for I(src) in messages; set by the collection itself.
    type: str
  before:
    description: Statements that go into the same transaction, in front, if anything is to change.
    type: list
    elements: str
  after:
    description: Statements that go into the same transaction, behind, if anything is to change.
    type: list
    elements: str
  match:
    description:
      - How statements are compared. This router has an order of its own, so that C(strict) is the same
        as C(line). C(exact) and C(none) of other collections are refused, since they cannot be honoured.
    type: str
    choices: [line, strict, exact, none]
    default: line
  replace:
    description:
      - C(config) makes I(src) or I(lines) all of the configuration. C(block) is the same as C(line).
        What is there already is never sent again.
    type: str
    choices: [line, block, config]
    default: line
  backup:
    description: Write the running configuration to a file before anything is changed, secrets in clear, mode 0600.
    type: bool
    default: false
  backup_options:
    description: Where the backup goes.
    type: dict
    suboptions:
      filename:
        description: Its name; without one C(HOST_config.DATE@TIME).
        type: str
      dir_path:
        description: Its directory; C(backup) beside the playbook or in the role.
        type: path
      host:
        description: The name of the router; set by the collection itself.
        type: str
  save_when:
    description:
      - C(changed) saves what was changed. C(never) leaves it to the next save, and the router forgets
        it when it restarts. C(always) saves, too, when nothing is to change.
    type: str
    choices: [always, never, changed, modified]
    default: changed
  confirm:
    description:
      - Seconds, 30 to 86400. The router restarts into its saved configuration after that time unless a new
        login proves that it can still be reached; with I(confirm_later) unless another task confirms.
    type: int
  confirm_later:
    description: Leave the confirmation to a task with I(pending).
    type: bool
    default: false
  pending:
    description:
      - Finish what an earlier task with I(confirm_later) pushed, or one that was killed left behind. C(confirm)
        goes on towards the save, C(rollback) goes back.
    type: str
    choices: [confirm, rollback]
  journal:
    description: The journal of that task, as it was returned; without it the last one of this endpoint.
    type: path
  state_directory:
    description: Where journals and locks are, instead of the user's own state directory.
    type: path
  allow_lockout:
    description: Accept changes that may cut off who sends them.
    type: bool
    default: false
  allow_irreversible:
    description:
      - Accept changes that cannot be taken back. Passwords that the router shows as C(*) are set again, every
        time, since they cannot be compared; without this they are left as they are, with a warning.
    type: bool
    default: false
  include_unsaved:
    description: Save, too, what somebody else left unsaved.
    type: bool
    default: false
  save_first:
    description: Save what is unsaved before anything is sent.
    type: bool
    default: false
  new_endpoint:
    description: Where the router is found when the statements have moved it.
    type: str
  diff_against:
    description: C(running) shows what changes; C(intended) compares with I(intended_config) and changes nothing.
    type: str
    choices: [running, intended]
  intended_config:
    description: What the router should have.
    type: str
  diff_ignore_lines:
    description: Statements (regular expressions) that do not count in that comparison.
    type: list
    elements: str
extends_documentation_fragment: [librtx.rtx.rtx]
"""

EXAMPLES = r"""
- name: A filter and a description
  librtx.rtx.rtx_config:
    lines:
      - ip filter 200100 reject * * tcp * 445
      - description lan1 office
    backup: true

- name: A peer
  librtx.rtx.rtx_config:
    parents: pp select 1
    lines:
      - pp always-on on
      - pppoe use lan2
    confirm: 300

- name: All of it from a template
  librtx.rtx.rtx_config:
    src: router.j2
    replace: config
    confirm: 300
    confirm_later: true
  register: pushed

- name: It works, keep it
  librtx.rtx.rtx_config:
    pending: confirm
    journal: "{{ pushed.journal }}"
"""

RETURN = r"""
commands:
  description: What was sent, or would be, in order. Secrets are C(***).
  returned: always
  type: list
updates:
  description: The same.
  returned: always
  type: list
changes:
  description: The same with op, context, text, before and undo.
  returned: always
  type: list
outcome:
  description: committed, applied, unchanged, planned, awaiting_confirmation, rolled_back, refused, needs_person
  returned: always
  type: str
leftover:
  description: What is on the router that was not there before, or lacks.
  returned: when it needs a person
  type: str
journal:
  description: The path of the journal, by which it can be confirmed.
  returned: when there is one
  type: str
backup_path:
  description: The backup's path. C(filename), C(shortname), C(date) and C(time) are there, too.
  returned: when backup is true
  type: str
rtx_error:
  description: code, name, step, file, line, statement, answer, hint
  returned: failed
  type: dict
"""

import os
import re
import time

from ansible_collections.librtx.rtx.plugins.module_utils.rtx import (
    FAILURES,
    connect,
    fail,
    hide,
    make_module,
    rtx,
)

UNKNOWN = "(not shown: it could not be read, and may hold a secret)"


def as_config(module, text, name):
    """A fragment; what is secret in it is hidden from then on."""
    try:
        config = rtx.Config.fragment(text, name)
    except (rtx.Error, ValueError) as error:
        for argument in ("lines", "src", "before", "after", "intended_config"):
            if module.params[argument]:
                module.params[argument] = UNKNOWN
        fail(module, error, commands=[], outcome="refused")
    hide(module, config)
    return config


def wanted(module):
    """The fragment, and the same with what goes in front and behind."""
    params = module.params
    if params["src"] is not None:
        lines, name = [params["src"]], params["src_name"] or "src"
    elif params["lines"]:
        lines, name = (params["parents"] or []) + params["lines"], "lines"
    else:
        return None, None
    bare = as_config(module, "\n".join(lines) + "\n", name)
    if params["replace"] == "config" and not len(bare):
        module.fail_json(msg="replace: config with nothing in %s would erase everything" % name)
    around = (params["before"] or []) + lines + (params["after"] or [])
    if len(around) == len(lines):
        return bare, bare
    return bare, as_config(module, "\n".join(around) + "\n", name)


def told(plan):
    """A plan as results."""
    lines, context = [], ""
    for change in plan:
        if change.context != context:
            lines.extend(select(change.context, context))
            context = change.context
        lines.append(change.text)
    changes = [
        dict(op=c.op, context=c.context, text=c.text, before=c.before, undo=c.undo) for c in plan
    ]
    return dict(
        commands=lines, updates=lines, changes=changes, risks=[risk.text for risk in plan.risks]
    )


def select(context, before):
    """What one types to come from one context into another."""
    words = context.split(" ")
    if len(words) < 2:
        return ["%s select none" % before.split(" ")[0]]
    outer = "%s %s" % (words[0], words[1])
    lines = [] if before == outer else ["%s select %s" % (words[0], words[1])]
    if len(words) == 5:  # tunnel 1 ipsec tunnel 101
        lines.append("ipsec tunnel " + words[4])
    return lines


def write_backup(module, router):
    """Into a file of the user's own; its secrets appear in no result."""
    options = module.params["backup_options"] or {}
    directory = options.get("dir_path") or "backup"
    now = time.strftime("%Y-%m-%d@%H:%M:%S")
    short = "%s_config" % re.sub(r"[^\w.@-]", "_", options.get("host") or "router")
    name = options.get("filename") or "%s.%s" % (short, now)
    if not os.path.isdir(directory):
        os.makedirs(directory, 0o700)
    path = os.path.abspath(os.path.join(directory, name))
    backup = router.backup()
    backup.write(path)
    date, _, at = now.partition("@")
    result = dict(backup_path=path, date=date, time=at)
    if not options.get("filename"):
        result.update(filename=name, shortname=os.path.join(directory, short))
    if backup.missing:
        module.warn(
            "the backup lacks %d statements that the router shows as *" % len(backup.missing)
        )
    return result


def compare_intended(module, router, result):
    """Does the router have what it should? Nothing is changed."""
    intended = as_config(module, module.params["intended_config"], "intended_config")
    plan = router.config().plan(intended, replace=True)
    ignored = [re.compile(line) for line in module.params["diff_ignore_lines"] or []]

    def counts(change):
        return not any(
            line.search(text) for line in ignored for text in (change.text, change.before)
        )

    changes = [change for change in plan if counts(change)]
    result.update(changed=bool(changes), outcome="compared")
    lines = []
    for change in changes:
        place = change.context + ": " if change.context else ""
        if change.before:
            lines.append("- %s%s" % (place, change.before))
        if change.op != "remove":
            lines.append("+ %s%s" % (place, change.text))
    result["diff"] = dict(prepared="".join(line + "\n" for line in lines))


def push_options(module):
    params = module.params
    options = dict(
        (name, params[name])
        for name in (
            "allow_lockout",
            "allow_irreversible",
            "include_unsaved",
            "save_first",
            "new_endpoint",
            "confirm",
        )
    )
    options["replace"] = params["replace"] == "config"
    options["save"] = params["save_when"] != "never"
    options["state_directory"] = params["state_directory"] or ""
    return options


def deploy(module, router, config, result):
    options = push_options(module)
    if module.params["confirm_later"]:
        push = router.push(config, **options)
        done = push.apply()
    else:
        done = router.deploy(config, **options)
    result.update(changed=done.changed, outcome=done.outcome, **told(done.plan))
    if done.journal:
        result["journal"] = done.journal
    for warning in done.warnings:
        module.warn(warning)


def finish_pending(module, router, result):
    params = module.params
    journal = params["journal"] or rtx.find_journal(params["endpoint"], params["state_directory"])
    if not journal:
        module.fail_json(msg="there is no journal of %s" % params["endpoint"], **result)
    state = rtx.read_journal(journal)
    result["journal"] = journal
    if state.finished or module.check_mode:
        result.update(outcome=state.outcome or state.state, changed=not state.finished)
        return
    done = router.resume(
        journal,
        commit=params["pending"] == "confirm",
        state_directory=params["state_directory"],
    )
    result.update(changed=True, outcome=done.outcome, **told(done.plan))


def configure(module, router, result):
    bare, whole = wanted(module)
    if bare is None:
        return
    replace = module.params["replace"] == "config"
    plan = router.plan(bare, replace=replace)
    if plan and whole is not bare:
        plan = router.plan(whole, replace=replace)
    if module._diff:
        result["diff"] = dict(prepared=plan.diff)
    # what the router shows as * is set again only where that is allowed
    changes = bool(plan) and (not plan.empty or module.params["allow_irreversible"])
    result.update(changed=changes, outcome="planned" if changes else "unchanged")
    if changes:
        result.update(told(plan))
    if module.check_mode or not changes:
        for warning in plan.warnings:
            module.warn(warning)
    else:
        deploy(module, router, whole, result)


def work(module, result):
    params = module.params
    with connect(module) as router:
        router.administrator()
        if params["backup"]:
            result.update(write_backup(module, router))
        if params["pending"]:
            finish_pending(module, router, result)
        else:
            configure(module, router, result)
        if params["save_when"] == "always" and not module.check_mode:
            if result["outcome"] == "unchanged":
                router.save()
                result["saved"] = True
        if params["diff_against"] == "intended":
            compare_intended(module, router, result)


def check_arguments(module):
    params = module.params
    if params["match"] in ("exact", "none"):
        module.fail_json(
            msg="match: %s cannot be honoured: this router orders its statements itself, and"
            " what is there already is not sent again. Use replace: config for a whole"
            " configuration" % params["match"]
        )
    if params["confirm"] is not None and not 30 <= params["confirm"] <= 86400:
        module.fail_json(msg="confirm: 30 to 86400 seconds, not %d" % params["confirm"])
    if params["src"] is None and not params["lines"]:
        if params["replace"] == "config" or params["parents"]:
            module.fail_json(msg="parents and replace: config need lines or src")
    for line in params["diff_ignore_lines"] or []:
        try:
            re.compile(line)
        except re.error as error:
            module.fail_json(msg="diff_ignore_lines: %s: %s" % (line, error))
    if params["confirm_later"] and params["confirm"] is None:
        module.fail_json(msg="confirm_later needs confirm: SECONDS")
    if params["confirm"] is not None and params["save_when"] == "never":
        module.fail_json(msg="confirm ends with a save: it does not go with save_when: never")


def main():
    texts = dict(type="list", elements="str")
    flag = dict(type="bool", default=False)
    backup = dict(filename=dict(), dir_path=dict(type="path"), host=dict())
    module = make_module(
        dict(
            lines=dict(type="list", elements="str", aliases=["commands"]),
            parents=texts,
            src=dict(type="str"),
            src_name=dict(type="str"),
            before=texts,
            after=texts,
            match=dict(default="line", choices=["line", "strict", "exact", "none"]),
            replace=dict(default="line", choices=["line", "block", "config"]),
            backup=flag,
            backup_options=dict(type="dict", options=backup),
            save_when=dict(
                default="changed", choices=["always", "never", "changed", "modified"]
            ),
            confirm=dict(type="int"),
            confirm_later=flag,
            pending=dict(choices=["confirm", "rollback"]),
            journal=dict(type="path"),
            state_directory=dict(type="path"),
            allow_lockout=flag,
            allow_irreversible=flag,
            include_unsaved=flag,
            save_first=flag,
            new_endpoint=dict(type="str"),
            diff_against=dict(choices=["running", "intended"]),
            intended_config=dict(type="str"),
            diff_ignore_lines=texts,
        ),
        mutually_exclusive=[("lines", "src"), ("parents", "src"), ("pending", "lines"), ("pending", "src")],
        required_if=[("diff_against", "intended", ["intended_config"])],
    )
    check_arguments(module)
    result = dict(changed=False, commands=[], updates=[], changes=[], outcome="unchanged")
    try:
        work(module, result)
    except rtx.TransactionError as error:
        result.pop("changed")
        if error.plan is not None:
            result.update(told(error.plan))
        result["outcome"] = error.outcome
        fail(module, error, **result)
    except FAILURES as error:
        fail(module, error, **result)
    module.exit_json(**result)


if __name__ == "__main__":
    main()
