"""Questions about one file for `Workspace.of`: what is drawn from the answers holds as long as these are the same.

Each asks for nothing but the content of its file, and answers with tuples and facts, which have one spelling.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from deploylint.facts.source import EnvironmentRead, FileLoad, Import, PythonModule, ScriptModule

QUESTIONS = frozenset({
    "binding", "binds", "followed", "imports", "is_python", "loads", "opaque", "path_edits", "puts", "puts_unknown",
    "reads", "says", "says_in_any_case", "sound",
})  # fmt: skip

if TYPE_CHECKING:
    from deploylint.model.workspace import Workspace


def imports(workspace: Workspace, path: str) -> tuple[Import, ...]:
    """What a source file imports, in its order."""
    facts = workspace.facts(path)
    return facts.imports if isinstance(facts, PythonModule | ScriptModule) else ()


def followed(workspace: Workspace, path: str) -> tuple[Import, ...]:
    """What a file imports that a production start runs; whoever asks so has followed all of them."""
    return imports(workspace, path)


def reads(workspace: Workspace, path: str) -> tuple[EnvironmentRead, ...]:
    """The environment variables that a source file reads."""
    facts = workspace.facts(path)
    return facts.reads if isinstance(facts, PythonModule | ScriptModule) else ()


def puts(workspace: Workspace, path: str) -> tuple[EnvironmentRead, ...]:
    """The environment variables that a Python module sets itself."""
    facts = workspace.facts(path)
    found = facts.environment if isinstance(facts, PythonModule) else ()
    return tuple(EnvironmentRead(one.name, one.range, "") for one in found)


def puts_unknown(workspace: Workspace, path: str) -> bool:
    """True if a Python module puts variables into the environment whose names it does not say."""
    source = workspace.source(path) if path.endswith(".py") else None
    return source is not None and "environ" in source.text and _puts().search(source.text) is not None


def loads(workspace: Workspace, path: str) -> tuple[FileLoad, ...]:
    """The files that a source file opens by names that it says."""
    facts = workspace.facts(path)
    return facts.loads if isinstance(facts, PythonModule | ScriptModule) else ()


def says(workspace: Workspace, path: str, name: str) -> bool:
    """True if a name is a word of a file."""
    source = workspace.source(path)
    return source is not None and name in source.text and _named(name).search(source.text) is not None


def says_in_any_case(workspace: Workspace, path: str, name: str) -> bool:
    """True if a name in any case is a word of a file, or the start of one before `__`, as of a nested model."""
    source = workspace.source(path)
    text = source.text.upper() if source is not None else ""
    return name.upper() in text and _nested(name.upper()).search(text) is not None


def is_python(workspace: Workspace, path: str) -> bool:
    """True if a file was read as a Python module."""
    return isinstance(workspace.facts(path), PythonModule)


def sound(workspace: Workspace, path: str) -> bool:
    """True if a file was read without a problem."""
    facts = workspace.facts(path)
    return facts is not None and not facts.problems


def path_edits(workspace: Workspace, path: str) -> tuple[int, ...]:
    """The lines on which a Python module adds to its search path."""
    facts = workspace.facts(path)
    edits = facts.path_edits if isinstance(facts, PythonModule) else ()
    return tuple(edit.range.line for edit in edits if edit.action != "remove")


def opaque(workspace: Workspace, path: str) -> bool:
    """True if a Python module may have names that a reader does not see."""
    facts = workspace.facts(path)
    return not isinstance(facts, PythonModule) or (
        facts.dynamic or bool(facts.problems) or any(one.name == "*" for one in facts.imports)
    )


def binds(workspace: Workspace, path: str, name: str) -> bool:
    """True if a Python module binds a name at its top level."""
    return binding(workspace, path, name) > 0


def binding(workspace: Workspace, path: str, name: str) -> int:
    """The line on which a Python module binds a name first; 0 if it does not."""
    facts = workspace.facts(path)
    return dict(facts.bound).get(name, 0) if isinstance(facts, PythonModule) else 0


@cache
def _named(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


@cache
def _nested(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?:__|(?!\w))")


@cache
def _puts() -> re.Pattern[str]:
    return re.compile(r"environ\s*\.\s*update\(|environ\[(?![\"'])[^=\n]{1,80}]\s*=(?!=)|putenv\((?![\"'])")
