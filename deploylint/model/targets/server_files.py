"""What the configuration files of hypercorn and uWSGI say; that of gunicorn is a Python module of its own kind.

Sources: hypercorn.readthedocs.io/en/latest/how_to_guides/configuring.html, which loads no file unless told to, and
uwsgi-docs.readthedocs.io/en/latest/Options.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from deploylint.facts.document import Document, Node
from deploylint.facts.place import Range
from deploylint.facts.record import dataclass
from deploylint.facts.settings import Settings
from deploylint.facts.source import PythonModule
from deploylint.model.deployment import Use
from deploylint.model.place import locate
from deploylint.model.workspace import Workspace
from deploylint.programs.invocation import Target

_DYNAMIC = re.compile(r"%[A-Za-z(]|\$\(|@\(")  # what uWSGI puts in by itself
_VARIABLE = re.compile(r"\$\((\w+)\)")
_INI = (".ini",)
_MODULES, _FILES = ("module", "wsgi", "w"), ("wsgi-file", "file")
_SEARCH = ("pythonpath", "python-path", "pp")


@dataclass(frozen=True, slots=True)
class Filed:
    """One setting of a configuration file. value: None where that cannot be known. found: as it is written.

    template: the same with variables of the environment in it, as a shell writes them. times: how often it is said.
    """

    path: str
    value: str | None
    range: Range
    found: str
    template: str | None = None
    times: int = 1


def filed(workspace: Workspace, use: Use) -> Mapping[str, Filed]:
    """The settings of the file that a use of hypercorn or uWSGI names, by their names there; the last one counts."""
    if use.invocation.remote:
        return {}
    program = use.invocation.program
    found: dict[str, Filed] = {}
    said = (
        _hypercorn(workspace, use) if program == "hypercorn" else _uwsgi(workspace, use) if program == "uwsgi" else ()
    )
    for name, one in said:
        found[name] = replace(one, times=found[name].times + 1) if name in found else one
    return found


def _hypercorn(workspace: Workspace, use: Use) -> Iterator[tuple[str, Filed]]:
    option = use.invocation.option("-c", "--config")
    said = option.value.value if option is not None and option.value is not None else None
    if said is None or said.startswith("python:"):
        return
    for path in locate(workspace, use.place, said.removeprefix("file:"))[:1]:
        if said.startswith("file:"):
            module = workspace.get(path, PythonModule)
            for value in module.values if module is not None else ():
                written = f"{value.name} = {value.value}"
                yield value.name, Filed(path, value.value, value.range, written, value.template)
            return
        document = workspace.get(path, Document, "toml")
        for entry in document.root.entries if document is not None else ():
            text = _plain(entry.value)
            yield entry.key.value, Filed(path, text, entry.range, f"{entry.key.value} = {text}", text)


def _plain(node: Node) -> str | None:
    """The text of a scalar, or of the one in a list."""
    if node.kind == "sequence" and len(node.items) == 1:
        node = node.items[0]
    return node.text.value if node.kind == "scalar" and node.text is not None else None


def _uwsgi(workspace: Workspace, use: Use) -> Iterator[tuple[str, Filed]]:
    path = _ini(workspace, use) or ""
    settings = workspace.get(path, Settings, "uwsgi") if path else None
    for entry in settings.entries if settings is not None else ():
        if entry.section == "uwsgi":
            value, found = entry.value.value, f"{entry.key.value} = {entry.value.value}"
            known = not entry.conditional and _DYNAMIC.search(value) is None
            template = None if entry.conditional else _VARIABLE.sub(r"${\1}", value)
            yield entry.key.value, Filed(path, value if known else None, entry.range, found, template)


def _ini(workspace: Workspace, use: Use) -> str | None:
    """The only INI file that a use of uWSGI is told, as an option or a word; of several none, since they add up."""
    options = [o.value.value for o in use.invocation.options if o.name == "--ini" and o.value is not None]
    named = [*options, *(w.value for w in use.invocation.arguments if (w.value or "").endswith(_INI))]
    if len(named) != 1 or named[0] is None:
        return None
    return next(iter(locate(workspace, use.place, named[0])), None)


def uwsgi_target(workspace: Workspace, use: Use) -> Target | None:
    """What the INI file of a uWSGI makes it load, in place of the file; None where the file does not say that."""
    target = use.invocation.target
    if target is None or target.kind != "file" or not (target.value or "").endswith(_INI):
        return None
    said = filed(workspace, use)
    chosen = [(name, said[name]) for name in (*_MODULES, *_FILES) if name in said]
    folder = said.get("chdir")
    if len(chosen) != 1 or chosen[0][1].times > 1 or not chosen[0][1].value or (folder and folder.value is None):
        return None
    name, value = chosen[0][0], chosen[0][1].value
    callable_ = said["callable"].value if "callable" in said else None
    module, _, attribute = value.partition(":") if name in _MODULES else (value, "", "")
    search = tuple(one.value for key in _SEARCH if (one := said.get(key)) is not None and one.value is not None)
    return Target(
        "python-attribute" if name in _MODULES else "python-file",
        module,
        target.range,
        attribute=attribute.partition("(")[0] or callable_ or "application",
        search=search,
        directory=folder.value if folder is not None else target.directory,
    )
