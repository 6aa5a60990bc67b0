"""Each task's result as a line of JSON, for the tests (core has none)."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import json

from ansible.parsing.ajson import AnsibleJSONEncoder
from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: results
type: stdout
short_description: results as lines of JSON
description: One line per task and host.
"""


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "results"

    def _tell(self, result, **more):
        told = dict(result._result, host=result._host.get_name(), **more)
        print("RESULT " + json.dumps(told, cls=AnsibleJSONEncoder))

    def v2_runner_on_ok(self, result):
        self._tell(result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._tell(result, failed=True)

    def v2_runner_on_unreachable(self, result):
        self._tell(result, failed=True)
