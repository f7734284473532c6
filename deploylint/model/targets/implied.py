"""Targets that no word of the command names: from variables, configuration files and the defaults of programs."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace

from deploylint.facts.document import Document
from deploylint.facts.files import PythonProject
from deploylint.facts.place import Range
from deploylint.model.deployment import Use
from deploylint.model.place import locate
from deploylint.model.targets.configuration import gunicorn_setting
from deploylint.model.targets.ground import ground
from deploylint.model.targets.installed import bare
from deploylint.model.targets.roots import finder
from deploylint.model.targets.server_files import uwsgi_target
from deploylint.model.workspace import Workspace
from deploylint.programs.invocation import Target

# The variables in which programs look for their application; see the pages that their data files name.
_VARIABLES: Mapping[str, str] = {
    "uvicorn": "UVICORN_APP",
    "flask": "FLASK_APP",
    "quart": "QUART_APP",
    "celery": "APP",
    "litestar": "LITESTAR_APP",
}
_FLASK = ("wsgi.py", "app.py")  # flask.palletsprojects.com/en/stable/cli: the files it tries without FLASK_APP
# fastapi.tiangolo.com/fastapi-cli: the files it tries without a path.
_FASTAPI = ("main.py", "app.py", "api.py", "app/main.py", "app/app.py", "app/api.py")
_RUNS = ("run", "dev")


def completed(workspace: Workspace, use: Use) -> Use:
    """The use with the target that its command does not name; the same use where it names one, or none is implied."""
    invocation = use.invocation
    filed = invocation.program == "uwsgi"
    if (invocation.target is not None and not filed) or invocation.remote or not invocation.known:
        return use
    found = uwsgi_target(workspace, use) if filed else _implied(workspace, use)
    return use if found is None else replace(use, invocation=replace(invocation, target=found))


def _implied(workspace: Workspace, use: Use) -> Target | None:
    invocation, program = use.invocation, use.invocation.program or ""
    if program == "gunicorn":
        setting = gunicorn_setting(workspace, use, "wsgi_app")
        return _named(setting[1].value, invocation.range) if setting is not None and setting[1].value else None
    if program == "python":
        return _imported(workspace, use)
    if program == "fastapi" and invocation.subcommands[:1] and invocation.subcommands[0] in _RUNS:
        return _fastapi(workspace, use)
    if program in _VARIABLES and (program != "flask" or "run" in invocation.subcommands):
        value, _ = use.environment.get(_VARIABLES[program], (None, None))
        if value and "$" not in value:
            return _named(value, invocation.range)
    if program == "flask" and "run" in invocation.subcommands and "FLASK_APP" not in use.environment:
        return _first(workspace, use, _FLASK)
    return None


def _named(value: str, place: Range) -> Target | None:
    """`module[:attribute]` or a path, as Target."""
    module, _, attribute = value.partition(":")
    if not module:
        return None
    name = attribute.partition("(")[0].strip() or None
    path = module.endswith(".py") or "/" in module
    return Target("python-file" if path else "python-attribute", module, place, attribute=name)


def _first(workspace: Workspace, use: Use, names: tuple[str, ...]) -> Target | None:
    """The first of some files that is there; None where one before it may be, or none is."""
    here = ground(workspace, use.place)
    for name in names:
        held = here.at(name)
        if held.state == "there":
            return Target("python-file", name, use.invocation.range)
        if held.state == "maybe":
            return None
    return None


def _fastapi(workspace: Workspace, use: Use) -> Target | None:
    option = use.invocation.option("--entrypoint", "-e")
    if option is not None:
        return _named(option.value.value, option.range) if option.value is not None and option.value.value else None
    for path in locate(workspace, use.place, "pyproject.toml"):
        project = workspace.get(path, PythonProject) or workspace.get(path, Document)
        said = project.root.string("tool", "fastapi", "entrypoint") if project is not None else None
        if said is not None:
            return _named(said.value, use.invocation.range)
    return _first(workspace, use, _FASTAPI)


def _imported(workspace: Workspace, use: Use) -> Target | None:
    """The first-party module that the text of `python -c` imports first, if importing is what it does first."""
    option = use.invocation.option("-c")
    text = option.value.value if option is not None and option.value is not None else None
    if option is None or text is None:
        return None
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError):
        return None
    python_path = finder(workspace, use)
    for statement in body:
        for module, name in _imports_of(statement):
            found = python_path.find(module.partition(".")[0])
            if found.state == "found" or (bare(use.place.image) and found.state == "missing"):
                inner = f"{module}.{name}"
                if name and python_path.find(inner).state == "found":
                    return Target("python-attribute", inner, option.range)
                return Target("python-attribute", module, option.range, attribute=name)
        if not isinstance(statement, (ast.Import, ast.ImportFrom)):
            return None
    return None


def _imports_of(statement: ast.stmt) -> list[tuple[str, str | None]]:
    if isinstance(statement, ast.Import):
        return [(alias.name, None) for alias in statement.names]
    if isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
        names = [alias.name for alias in statement.names if alias.name != "*"]
        return [(statement.module, names[0] if names else None)]
    return []
