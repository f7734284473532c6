"""What the configuration file of gunicorn says of where it looks."""

from __future__ import annotations

from deploylint.facts.source import ModuleValue, PythonModule
from deploylint.model.deployment import Use
from deploylint.model.place import locate
from deploylint.model.workspace import Workspace


def gunicorn_value(workspace: Workspace, use: Use, name: str) -> str | None:
    """A plain text that the configuration of a gunicorn sets: `chdir`, `pythonpath`, `wsgi_app`; None without one."""
    found = gunicorn_setting(workspace, use, name)
    return found[1].value if found is not None else None


def gunicorn_setting(workspace: Workspace, use: Use, name: str) -> tuple[str, ModuleValue] | None:
    """The last line of gunicorn's configuration that sets a name, with its file."""
    if use.invocation.program != "gunicorn" or use.invocation.remote:
        return None
    option = use.invocation.option("-c", "--config")
    said = option.value.value if option is not None and option.value is not None else None
    if option is not None and said is None:
        return None
    path = next((at for name in _names(said or "gunicorn.conf.py") for at in locate(workspace, use.place, name)), None)
    module = workspace.get(path, PythonModule) if path is not None else None
    values = [value for value in module.values if value.name == name] if module is not None else []
    return (path, values[-1]) if path is not None and values else None


def _names(said: str) -> tuple[str, ...]:
    """The files that `-c` may mean: a path, or with `python:` a module, for which gunicorn looks in its folder too."""
    if not said.startswith("python:"):
        return (said.removeprefix("file:"),)
    folder = said.removeprefix("python:").replace(".", "/")
    return (f"{folder}/__init__.py", f"{folder}.py")
