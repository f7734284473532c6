"""Scripts that are there and cannot be executed."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from deploylint.facts.record import dataclass
from deploylint.model.deployment import Certainty, Use
from deploylint.model.paths import base
from deploylint.model.targets.ground import ground
from deploylint.model.targets.roots import working_place
from deploylint.model.workspace import Workspace

_MENDERS = ("dos2unix", "\\r", "fromdos")
_MENDING = {"not-executable": frozenset({"chmod", "install"}), "line-ends": frozenset({"dos2unix", "fromdos", "sed"})}
_FINDERS = frozenset({"find", "xargs", "fd"})


@dataclass(frozen=True, slots=True)
class Fault:
    """message: not-executable or line-ends. path: the script's file in the repository."""

    message: str
    path: str
    certainty: Certainty


def fault(workspace: Workspace, use: Use) -> Fault | None:
    """Why the system refuses to execute the file that a use names by its path; None if it does not, or nobody knows."""
    target = use.invocation.target
    if target is None or target.value is None or target.kind != "file" or "/" not in target.value:
        return None
    if not use.invocation.words or use.invocation.words[0].raw != target.value:
        return None  # something else reads it
    here = ground(workspace, working_place(workspace, use))
    held = here.at(target.value)
    if held.state != "there" or held.source is None or held.folder is True:
        return None
    if held.executable is False:
        return Fault("not-executable", held.source, here.sure)
    source = workspace.source(held.source)
    head = source.line(1) if source is not None else ""
    if head.startswith("#!") and workspace.holds(held.source, (f"{head}\r\n".encode(),)) and not _mended(use):
        return Fault("line-ends", held.source, here.sure)
    return None


def mended_before(found: Fault, use: Use, before: Iterable[Use]) -> bool:
    """True if a command that ran where a script starts may have mended the fault: `chmod +x start.sh && ./start.sh`."""
    target = use.invocation.target
    name = base(target.value) if target is not None and target.value is not None else ""
    return any(
        one.place.kind == use.place.kind
        and not _MENDING[found.message].isdisjoint(said := [word.raw for word in one.invocation.words])
        and (said[0] in _FINDERS or any(_may_name(word, name) for word in said[1:]))
        for one in before
    )


def _may_name(said: str, name: str) -> bool:
    """True if a word may name the file; a variable and a whole tree may name any."""
    if said.startswith("-"):
        return "R" in said or said == "--recursive"
    return "$" in said or fnmatchcase(name, base(said))


def _mended(use: Use) -> bool:
    """True if the build may turn the line ends of scripts."""
    image = use.place.image
    if image is None:
        return False
    return any(
        mender in instruction.value.value
        for stage in image.needed
        for instruction in stage.instructions
        if instruction.name == "RUN"
        for mender in _MENDERS
    )
