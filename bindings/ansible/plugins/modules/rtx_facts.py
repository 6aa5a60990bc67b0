#!/usr/bin/python
"""What a router says of itself."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
module: rtx_facts
short_description: Gather facts of a Yamaha RTX router
description:
  - Reads only. What a subset needs is asked, nothing else.
options:
  gather_subset:
    description:
      - C(default) (model, version, serial number, uptime, memory; always), C(config) (secrets as C(*)),
        C(interfaces), C(routes), C(arp), C(dhcp), C(vpn), C(users), C(all), and any of them with C(!)
        in front to leave it out.
    type: list
    elements: str
    default: ['!config']
extends_documentation_fragment: [librtx.rtx.rtx]
"""

EXAMPLES = r"""
- librtx.rtx.rtx_facts:
    gather_subset: [routes, arp]

- ansible.builtin.debug:
    msg: "{{ ansible_net_model }} {{ ansible_net_version }}, {{ ansible_net_routes | length }} routes"
"""

RETURN = r"""
ansible_facts:
  description: The facts; those of a subset that was not asked for are absent.
  returned: always
  type: dict
  contains:
    ansible_net_gather_subset: {description: What was asked., type: list}
    ansible_net_system: {description: C(rtx)., type: str}
    ansible_net_model: {description: The model., type: str}
    ansible_net_version: {description: The firmware's revision., type: str}
    ansible_net_serialnum: {description: The serial number., type: str}
    ansible_net_hostname: {description: The console's prompt., type: str}
    ansible_net_uptime: {description: Seconds., type: int}
    ansible_net_environment: {description: All of C(show environment)., type: dict}
    ansible_net_config: {description: The running configuration with secrets as C(*)., type: str}
    ansible_net_interfaces: {description: By name., type: dict}
    ansible_net_all_ipv4_addresses: {description: From the configuration., type: list}
    ansible_net_routes: {description: C(show ip route)., type: list}
    ansible_net_arp: {description: C(show arp)., type: list}
    ansible_net_dhcp: {description: C(show status dhcp)., type: list}
    ansible_net_vpn: {description: C(show ipsec sa) and C(show status l2tp)., type: dict}
    ansible_net_users: {description: C(show status user)., type: list}
"""

import re

from ansible_collections.librtx.rtx.plugins.module_utils.rtx import (
    FAILURES,
    connect,
    fail,
    make_module,
    rtx,
)

SUBSETS = ("default", "config", "interfaces", "routes", "arp", "dhcp", "vpn", "users")
ADDRESS = re.compile(r"^ *ip (\w+) (?:secondary )?address (\d+\.\d+\.\d+\.\d+)", re.MULTILINE)


def chosen(module):
    asked = module.params["gather_subset"]
    for name in asked:
        if name.lstrip("!") not in SUBSETS + ("all", "min"):
            module.fail_json(msg="there is no subset %s; there are: %s" % (name, ", ".join(SUBSETS)))
    wanted = set(name for name in asked if not name.startswith("!"))
    unwanted = set(name[1:] for name in asked if name.startswith("!"))
    if "all" in wanted or (not wanted and "all" not in unwanted):
        wanted = set(SUBSETS)
    found = [name for name in SUBSETS if name in wanted and name not in unwanted]
    return ["default"] + [name for name in found if name != "default"]


class Gathering(object):
    def __init__(self, router):
        self.router = router
        self.warnings = []
        self._config = None

    def data(self, command):
        """What the router refuses is no fact, and no failure."""
        try:
            printed = self.router.run(command)
        except rtx.RefusedError as error:
            self.warnings.append("%s: %s" % (command, error.answer or error))
            return None
        return rtx.parse_json(command, printed).get("data")

    def text(self):
        if self._config is None:
            self._config = self.router.config().text()
        return self._config

    def default(self):
        found = self.data("show environment") or {}
        prompt = re.search(r"^console prompt (.+)$", self.text(), re.MULTILINE)
        return dict(
            system="rtx",
            model=found.get("model"),
            version=found.get("revision"),
            serialnum=found.get("serial"),
            uptime=found.get("uptime_s"),
            hostname=prompt.group(1).strip("\"'") if prompt else "",
            environment=found,
        )

    def config(self):
        return dict(config=self.text())

    def interfaces(self):
        addresses = ADDRESS.findall(self.text())
        names = sorted(set(["lan1", "lan2"] + [n for n, _ in addresses if n.startswith("lan")]))
        lans = {}
        for name in names:
            found = self.data("show status %s" % name)
            if found:
                lans[name] = found
        for number in re.findall(r"^pp select (\d+)", self.text(), re.MULTILINE):
            found = self.data("show status pp %s" % number)
            if found:
                lans["pp%s" % number] = found[0] if isinstance(found, list) else found
        for number in re.findall(r"^tunnel select (\d+)", self.text(), re.MULTILINE):
            found = self.data("show status tunnel %s" % number)
            if found:
                lans["tunnel%s" % number] = found
        return dict(
            interfaces=lans, all_ipv4_addresses=sorted(set(address for _, address in addresses))
        )

    def routes(self):
        return dict(routes=self.data("show ip route") or [])

    def arp(self):
        return dict(arp=self.data("show arp") or [])

    def dhcp(self):
        return dict(dhcp=self.data("show status dhcp") or [])

    def vpn(self):
        return dict(
            vpn=dict(ipsec=self.data("show ipsec sa"), l2tp=self.data("show status l2tp"))
        )

    def users(self):
        return dict(users=self.data("show status user") or [])


def main():
    module = make_module(
        dict(gather_subset=dict(type="list", elements="str", default=["!config"]))
    )
    subsets = chosen(module)
    facts = {"ansible_net_gather_subset": subsets}
    try:
        with connect(module) as router:
            router.administrator()
            gathering = Gathering(router)
            for subset in subsets:
                for name, value in getattr(gathering, subset)().items():
                    facts["ansible_net_" + name] = value
    except FAILURES as error:
        fail(module, error)
    module.exit_json(changed=False, ansible_facts=facts, warnings=gathering.warnings)


if __name__ == "__main__":
    main()
