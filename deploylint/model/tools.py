"""Which system tools (`curl`, `wget`, `python`) a stage of an image has: by its base, its packages and its copies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from fnmatch import fnmatchcase

from deploylint.facts.dockerfile import Stage
from deploylint.facts.record import dataclass
from deploylint.model.base_images import base_of, listed
from deploylint.model.copies import ABSENT, Copied, stage_named
from deploylint.model.deployment import Declaration, Deployment, Use
from deploylint.model.files import State
from deploylint.model.images import Image
from deploylint.model.paths import base, below
from deploylint.programs.invocation import Invocation

_INSTALLERS = ("apt-get", "apk", "yum")
_REMOVES = ("remove", "purge", "del", "erase", "autoremove")
_ARCHIVE = re.compile(r"\.(?:tar(?:\.\w+)?|tgz|txz)\Z")  # ADD unpacks it
_FOLDERS = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What base images lack, as data. lacks: patterns for `name` or `name:tag` and the tools that are not in there.

    packages: tool -> patterns of the system packages that bring it. opaque: programs that may install anything.
    """

    lacks: tuple[tuple[tuple[str, ...], frozenset[str]], ...]
    packages: Mapping[str, tuple[str, ...]]
    opaque: frozenset[str] = field(default_factory=frozenset)

    def of_base(self, reference: str | None, tool: str) -> State:
        """Whether a base image has a tool: the first row that names the image counts; others are not known."""
        if reference is None:
            return "maybe"
        row = next((tools for patterns, tools in self.lacks if listed(reference, patterns)), frozenset[str]())
        return "absent" if tool in row else "maybe"


def in_image(deployment: Deployment, image: Image, tool: str, knowledge: Knowledge) -> State:
    """Whether a tool lies on the PATH of an image's final stage."""
    runs = [d for d in deployment.declarations if d.kind == "dockerfile.run" and _same(d, image)]
    return _Stages(deployment, image, tool, knowledge, runs).state(image.chain[-1])


def _same(declaration: Declaration, image: Image) -> bool:
    return declaration.image is not None and declaration.image.path == image.path


class _Stages:
    """The stages of one image, asked for one tool."""

    def __init__(
        self, deployment: Deployment, image: Image, tool: str, knowledge: Knowledge, runs: Iterable[Declaration]
    ) -> None:
        self._workspace = deployment.workspace
        self._image, self._tool, self._knowledge = image, tool, knowledge
        self._runs = {declaration.span.range: declaration for declaration in runs}
        self._known: dict[int, State] = {}

    def state(self, stage: Stage) -> State:
        """Whether the tool is there at the end of a stage."""
        if stage.index not in self._known:
            self._known[stage.index] = self._replayed(stage)
        return self._known[stage.index]

    def _replayed(self, stage: Stage) -> State:
        below_it = stage_named(self._image.stages, stage.base.raw, stage.index)
        if below_it is not None:
            found = self.state(below_it)
        else:
            found = self._knowledge.of_base(base_of(self._workspace, self._image.path, stage.base.raw), self._tool)
        copies = {copied.span.range: copied for copied in self._image.copies[stage.index]}
        for instruction in stage.instructions:
            if found == "maybe":
                break
            if instruction.name == "RUN":
                found = self._after(found, self._runs.get(instruction.value.range()))
            elif instruction.name in ("COPY", "ADD") and instruction.range in copies:
                found = _louder(found, self._copied(copies[instruction.range]))
        return found

    def _after(self, before: State, run: Declaration | None) -> State:
        if run is None or run.script.incomplete is not None:
            return "maybe"
        virtual: set[str] = set()
        for use in run.uses:
            before = self._effect(before, use, virtual)
        return before

    def _effect(self, before: State, use: Use, virtual: set[str]) -> State:
        """virtual: the names under which `apk add --virtual` has the tool, to which this one's may be added."""
        invocation = use.invocation
        if invocation.program in _INSTALLERS:
            return self._packages(before, invocation, virtual)
        if not invocation.words or "mention" in invocation.kinds:
            return before
        name = invocation.program
        scripted = invocation.target is not None and invocation.target.kind == "file" and not use.followed
        opaque = name is None or not self._knowledge.opaque.isdisjoint({name, base(invocation.words[0].raw)})
        unpacks = name == "tar" and any(word.raw in ("/", "/usr", "/usr/local") for word in invocation.words)
        return "maybe" if opaque or scripted or unpacks else before

    def _packages(self, before: State, invocation: Invocation, virtual: set[str]) -> State:
        names = [None if word.expansions else word.raw for word in invocation.arguments]
        installs = "installs" in invocation.effects and invocation.subcommands[:1] not in (("update",), ("upgrade",))
        if installs and (not names or None in names):
            return "maybe"
        said = [_package(name) for name in names if name is not None]
        patterns = self._knowledge.packages.get(self._tool, (self._tool,))
        brings = any(fnmatchcase(name, pattern) for name in said for pattern in patterns)
        if installs and brings:
            option = invocation.option("--virtual", "-t")
            virtual.update({option.value.raw} if option is not None and option.value is not None else ())
            return "there"
        if installs and any(name in self._knowledge.opaque for name in said):
            return "maybe"
        if invocation.subcommands[:1] and invocation.subcommands[0] in _REMOVES:
            return "absent" if brings or virtual.intersection(said) else before
        return before

    def _copied(self, copied: Copied) -> State:
        """Whether a copy brings the tool into a folder of PATH."""
        destination = copied.destination
        if not any(below(folder, destination) is not None for folder in _FOLDERS) and base(destination) != self._tool:
            return "absent"
        if any(base(source) == self._tool for source in copied.sources) or base(destination) == self._tool:
            return "there"
        if copied.stage is None:
            held = any(self._workspace.exists(f"{source}/{self._tool}") for source in copied.sources)
            return "maybe" if held or any(_ARCHIVE.search(source) for source in copied.sources) else "absent"
        carried = any(below(folder, source) is not None for source in copied.sources for folder in _FOLDERS)
        if not carried:
            return "absent"
        if copied.stage == ABSENT:
            return "maybe"
        return "maybe" if self.state(self._image.stages[copied.stage]) != "absent" else "absent"


def _package(name: str) -> str:
    """`curl` of `curl=8.5.*`, `curl>8`, `curl~8`, `curl:amd64`."""
    for character in "=<>~:":
        name = name.partition(character)[0]
    return name.removesuffix("/stable")


def _louder(one: State, other: State) -> State:
    order: Sequence[State] = ("absent", "there", "maybe")
    return max(one, other, key=order.index)
