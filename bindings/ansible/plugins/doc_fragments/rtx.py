"""What all modules of this collection have in common."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type


class ModuleDocFragment(object):
    DOCUMENTATION = r"""
options:
  endpoint:
    description:
      - Where the router is, C(ssh://user@host[:port][?algorithms=legacy]), C(telnet://host),
        C(tcp://consoleserver:port) or C(serial:///dev/ttyUSB0). Never with a password in it.
      - Without it, the variable C(rtx_endpoint), then the environment variable E(RTX_ENDPOINT),
        then C(ssh://) with C(ansible_user), C(ansible_host) and C(ansible_port).
    type: str
  login_password:
    description:
      - The login password, or that of the SSH user.
      - Without it, C(rtx_login_password), C(ansible_password), C(ansible_ssh_pass), then the
        environment variable E(RTX_LOGIN_PASSWORD).
    type: str
  admin_password:
    description:
      - The administrator password.
      - Without it, C(rtx_admin_password), C(ansible_become_password), C(ansible_become_pass), then
        the environment variable E(RTX_ADMIN_PASSWORD).
    type: str
  timeout:
    description: The longest time for the connection and for each command, in seconds.
    type: float
    default: 60
  known_hosts:
    description: The file of known SSH host keys, instead of the user's own.
    type: path
  accept_new_host_key:
    description: Believe an SSH host key that is not known yet, and write it down.
    type: bool
    default: false
  legacy_algorithms:
    description: Offer the old SSH algorithms, too, that the RTX810 needs.
    type: bool
    default: false
  transcript:
    description: A file to which everything typed and answered is appended, without secrets.
    type: path
requirements:
  - the Python package rtx and librtx, found by PYTHONPATH and RTX_LIBRARY or installed
notes:
  - The modules run on the controller, whatever the connection of the host is.
author:
  - the authors of librtx
"""
