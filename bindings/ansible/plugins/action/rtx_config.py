"""On the controller: the router's variables, sources read, backups placed."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import os

from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.module_utils._text import to_text
from ansible.plugins.action import ActionBase

# argument: the variables that give it where the task does not
VARIABLES = {
    "endpoint": ("rtx_endpoint",),
    "login_password": ("rtx_login_password", "ansible_password", "ansible_ssh_pass"),
    "admin_password": ("rtx_admin_password", "ansible_become_password", "ansible_become_pass"),
    "known_hosts": ("rtx_known_hosts",),
    "accept_new_host_key": ("rtx_accept_new_host_key",),
    "legacy_algorithms": ("rtx_legacy_algorithms",),
    "timeout": ("rtx_timeout",),
}


class ActionModule(ActionBase):
    """For all modules of the collection."""

    TRANSFERS_FILES = False
    _supports_async = False

    def run(self, tmp=None, task_vars=None):
        result = super(ActionModule, self).run(tmp, task_vars)
        del tmp
        task_vars = task_vars or {}
        args = dict(self._task.args)
        self._fill(args, task_vars)
        self._read(args, "src", "src_name", task_vars)
        self._place(args, task_vars)
        self._be_local()
        name = self._task.action.rpartition(".")[2]
        result.update(
            self._execute_module(
                module_name="librtx.rtx." + name,
                module_args=args,
                task_vars=task_vars,
                wrap_async=False,
            )
        )
        return result

    def _fill(self, args, task_vars):
        for argument, names in VARIABLES.items():
            for name in names:
                if args.get(argument) is None and task_vars.get(name) is not None:
                    args[argument] = self._templar.template(task_vars[name])
        if args.get("endpoint") is None and not os.environ.get("RTX_ENDPOINT"):
            endpoint = self._endpoint(task_vars)
            if endpoint:
                args["endpoint"] = endpoint

    def _endpoint(self, task_vars):
        def found(*names):
            for name in names:
                if task_vars.get(name) is not None:
                    return to_text(self._templar.template(task_vars[name]))
            return ""

        host = found("ansible_host", "ansible_ssh_host")
        if not host:
            host = found("inventory_hostname")
            if not host or host == "localhost":
                return None
        user = found("ansible_user", "ansible_ssh_user")
        port = found("ansible_port", "ansible_ssh_port")
        return "ssh://%s%s%s" % (
            user + "@" if user else "",
            "[%s]" % host if ":" in host else host,
            ":" + port if port else "",
        )

    def _read(self, args, argument, name, task_vars):
        """A file of the play or role, as a template."""
        if not args.get(argument):
            return
        try:
            path = self._find_needle("templates", args[argument])
        except AnsibleError as error:
            raise AnsibleActionFail(to_text(error))
        with open(path, "rb") as file:
            text = to_text(file.read(), errors="surrogate_or_strict")
        searchpath = [os.path.dirname(path)] + self._searchpath(task_vars)
        templar = self._templar.copy_with_new_env(searchpath=searchpath, available_variables=task_vars)
        args[name] = args[argument]
        args[argument] = templar.do_template(
            text, preserve_trailing_newlines=True, escape_backslashes=False
        )

    def _searchpath(self, task_vars):
        return [os.path.join(path, "templates") for path in task_vars.get("ansible_search_path", [])]

    def _place(self, args, task_vars):
        """Backups go beside the playbook or into the role, as people know it."""
        if not args.get("backup"):
            return
        base = self._loader.get_basedir()
        if self._task._role is not None:
            base = self._task._role._role_path
        options = dict(args.get("backup_options") or {})
        options["dir_path"] = os.path.join(
            base, os.path.expanduser(options.get("dir_path") or "backup")
        )
        options.setdefault("host", task_vars.get("inventory_hostname", "router"))
        args["backup_options"] = options

    def _be_local(self):
        """A router runs no Python: the module is run here."""
        if self._connection.transport == "local":
            return
        self._connection = self._shared_loader_obj.connection_loader.get(
            "ansible.builtin.local", self._play_context, "/dev/null"
        )
        self._play_context.become = False
        self._connection.set_become_plugin(None)
