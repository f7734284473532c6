"""The folder of a script, in the ways in which scripts work it out: `$(cd "$(dirname "$0")/.." && pwd)`."""

from __future__ import annotations

from collections.abc import Mapping

from deploylint.facts.commands import Command
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.model.filesystem import image_files
from deploylint.model.paths import absolute, below, join, parent
from deploylint.model.place import Place
from deploylint.model.workspace import Workspace

_SELF = frozenset({"$0", "${0}", "$BASH_SOURCE", "${BASH_SOURCE}", "${BASH_SOURCE[0]}"})
_DEEPEST = 6


@dataclass(frozen=True, slots=True, eq=False)
class Own:
    """What is known while a script runs. path: its own; here: where it stands now; known: variables with a path."""

    workspace: Workspace
    path: str
    here: Place
    known: Mapping[str, str]


def own_path(own: Own, text: Text, depth: int = 0) -> str | None:
    """The repository path that a word means by the place of the script; None if it means none, or another one."""
    raw = text.value
    if own.workspace.format(own.path) != "shell":
        return None
    if raw in _SELF:
        return own.path
    end = _end(raw)
    rest = raw[end:]
    if not end or depth > _DEEPEST or (rest and not rest.startswith("/")) or set("$`*?[~") & set(rest):
        return None
    if raw.startswith("$("):
        base = _substituted(own, text.slice(2, end - 1), depth)
    else:
        base = own.known.get(raw[1:end].strip("{}"))
    return join(base, rest.lstrip("/")) if base is not None else None


def _end(raw: str) -> int:
    """Where the expansion at the start of a text ends, 0 if there is none."""
    if raw.startswith("$("):
        open_ = 0
        for position, character in enumerate(raw):
            open_ += (character == "(") - (character == ")")
            if character == ")" and not open_:
                return position + 1
        return 0
    if raw.startswith("${"):
        return raw.find("}") + 1
    name = raw.partition("/")[0]
    return len(name) if raw.startswith("$") and name[1:].isidentifier() else 0


def _substituted(own: Own, text: Text, depth: int) -> str | None:
    """What the commands of a substitution print: `dirname`, `realpath`, `cd ... && pwd`, `pwd`, git's root."""
    script = own.workspace.script(text)
    commands = [one for one in script.commands if all(one is not inner for inner in script.substituted)]
    names = [command.name for command in commands]
    if names == ["pwd"]:
        return own.here.folder if own.here.kind == "repository" else None
    if names == ["git"] and [word.raw for word in commands[0].words[1:]] == ["rev-parse", "--show-toplevel"]:
        return ""
    if names in (["dirname"], ["realpath"], ["readlink"], ["cd", "pwd"]):
        said = _argument(commands[0])
        found = own_path(own, said, depth + 1) if said is not None else None
        if names == ["dirname"]:
            return parent(found) if found else None
        return found
    return None


def _argument(command: Command) -> Text | None:
    """The only argument of a command besides its options."""
    words = [word for word in command.words[1:] if not word.raw.startswith("-")]
    return words[0].text if len(words) == 1 else None


def own_place(own: Own, folder: str) -> Place | None:
    """The place of a repository folder that the script works out by its own place; None where it lies elsewhere.

    In an image that is known only if the script lies in it as it does in the build context.
    """
    image = own.here.image
    if own.here.kind != "image" or image is None:
        return Place("repository", folder, mount=own.here.mount, under=own.here.under)
    inner, there = below(own.path, image.context), below(folder, image.context)
    if inner is None or there is None or image.folder is None:
        return None
    held = image_files(own.workspace, image).at(absolute(image.folder, inner))
    return Place("image", absolute(image.folder, there), image) if held.source == own.path else None
