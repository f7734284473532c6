"""The variables that Compose knows when it interpolates, and those that env files give containers.

Source: the Compose specification, chapters 05-services (env_file) and 12-interpolation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from deploylint.facts.files import EnvFile, Variable
from deploylint.facts.place import Span
from deploylint.facts.secrets import secret_parts
from deploylint.model.compose.interpolate import interpolate
from deploylint.model.paths import join
from deploylint.model.workspace import Workspace

Environment = Mapping[str, tuple[str | None, Span]]


def env_file(workspace: Workspace, path: str, known: Mapping[str, str], *, raw: bool = False) -> Environment:
    """The variables of an env file, name -> (value, None where it is not known; place), the last of a name.

    known: what values may refer to, beside the variables above them. raw: nothing is interpolated (`format: raw`).
    """
    facts = workspace.get(path, EnvFile, "env")
    found: dict[str, tuple[str | None, Span]] = {}
    texts = dict(known)
    for variable in facts.variables if facts is not None else ():
        if not _assigned(variable):
            continue
        text: str | None = variable.value.value
        if not raw and not _quoted(variable):
            done = interpolate(variable.value.value, texts)
            text = None if done.missing else done.value
        found[variable.name.value] = (shown(variable.name.value, text), Span(path, variable.range))
        if text is not None:
            texts.setdefault(variable.name.value, text)
    return found


def shown(name: str, text: str | None) -> str | None:
    """A variable's value; None for a secret, which no command line is to show."""
    return None if text is None or secret_parts(name, text) else text


def _assigned(variable: Variable) -> bool:
    """False for a name without `=`, which sets nothing."""
    return "=" in variable.name.source.line(variable.range.line)


def _quoted(variable: Variable) -> bool:
    """True for a value in single quotes, which is taken as it is written."""
    start = variable.value.outer[0]
    return variable.value.source.text[start : start + 1] == "'"


def known(workspace: Workspace, folder: str, files: Iterable[str] | None, given: Mapping[str, str]) -> dict[str, str]:
    """What interpolation knows: given (of the calling shell) before the env files, `.env` of the folder without any."""
    found: dict[str, str] = {}
    for path in _paths(folder, files):
        if workspace.exists(path):
            values = env_file(workspace, path, given)
            found |= {name: text for name, (text, _) in values.items() if text is not None}
    return found | dict(given)


def _paths(folder: str, files: Iterable[str] | None) -> Iterator[str]:
    if files is None:
        path = join(folder, ".env")
        if path is not None:
            yield path
    else:
        yield from files
