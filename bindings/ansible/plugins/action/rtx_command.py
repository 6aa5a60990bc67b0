"""The same as for rtx_config."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

from ansible_collections.librtx.rtx.plugins.action.rtx_config import ActionModule

__all__ = ["ActionModule"]
