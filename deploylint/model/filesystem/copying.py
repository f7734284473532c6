"""COPY and ADD: which layers they make.

Sources: Dockerfile reference (COPY, ADD); BuildKit, frontend/dockerfile/dockerfile2llb/convert.go (dispatchCopy), and
fsutil's copy (a file that is copied to an existing folder lands in it).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deploylint.facts.dockerfile import Instruction, Stage
from deploylint.facts.files import IgnorePattern
from deploylint.facts.record import dataclass
from deploylint.model.dockerfile_values import Values, expand
from deploylint.model.files import Files, Held
from deploylint.model.filesystem.excluding import Excluding
from deploylint.model.filesystem.globs import is_glob, matches
from deploylint.model.filesystem.layers import FOLDER, Doubt, Layer, Made, Mapped
from deploylint.model.filesystem.outputs import ANY
from deploylint.model.paths import absolute, base

if TYPE_CHECKING:
    from deploylint.model.filesystem.replay import Replay

_ARCHIVES = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst", ".gz", ".bz2", ".xz")
# Endings that nobody gives to a folder: what is copied under such a name brings itself alone.
_FILES = tuple(f".{e}" for e in "txt toml lock json yaml yml cfg ini sh py whl jar".split())
REMOTE = ("http://", "https://", "git@", "ssh://", "git://")
Bringing = tuple[Layer, str | None]


@dataclass(frozen=True, slots=True)
class Source:
    """One source: where it lies among which files. found: what lies there; surely: no other may match it too."""

    files: Files
    path: str
    found: Held


@dataclass(frozen=True, slots=True)
class Copying:
    """What holds where a COPY or ADD stands. files: those of the stage before it."""

    replay: Replay
    stage: Stage
    folder: str
    values: Values
    files: Files

    def layers(self, instruction: Instruction) -> Iterator[Bringing]:
        """The layers in their order, each with the folder that the instruction makes for itself, if it does."""
        if not instruction.words:
            return
        *words, last = (expand(word.raw, self.values) for word in instruction.words)
        if last is None:
            yield Doubt("/", "a COPY whose destination only the build knows may bring it", ANY), None
            return
        target = absolute(self.folder, last)
        several = len(words) + len(instruction.heredocs) > 1
        into = last.endswith("/") or base(last) in (".", "..") or several or self.files.at(target).folder is True
        if into:
            yield Made(target, FOLDER), None
        for heredoc in instruction.heredocs:
            path = absolute(target, heredoc.name) if into else target
            yield Made(path, Held("there", folder=False, executable=_mode(instruction, None))), None
        for word in words:
            if word is None:
                yield Doubt(target, "a COPY whose source only the build knows may bring it", ANY), target
            else:
                yield from self._source(instruction, word, target, into)

    def _source(self, instruction: Instruction, word: str, target: str, into: bool) -> Iterator[Bringing]:
        origin = instruction.flag("from")
        if instruction.name == "ADD" and word.startswith(REMOTE):
            yield from _fetched(word, target, into)
            return
        files: Files | None = self.replay.context
        path = absolute("/", word)[1:]
        if origin is not None:
            name = expand(origin.value, {**self.replay.arguments, **self.values})
            files = self.replay.origin(name, self.stage.index) if name is not None else None
            path = "/" + path
            if files is None:
                own = absolute(target, base(path)) if into and path.endswith(_FILES) else target
                yield Doubt(own, f"it may come from '{origin.value}'", ANY), target
                return
        assert files is not None
        found, surely = matches(files, path) if is_glob(path) else ((path,), True)
        if len(found) != 1 or not surely:
            into = into or is_glob(path)
        missed = not found and (files is not self.replay.context or self.replay.context.unseen_match(path))
        if not surely or missed:
            yield Doubt(target, f"'{word}' may bring it", ANY), target
        for one in found:
            yield from self._copied(instruction, files, one, word, target, into)

    def _copied(
        self, instruction: Instruction, files: Files, path: str, word: str, target: str, into: bool
    ) -> Iterator[Bringing]:
        held = files.at(path)
        if instruction.flag("exclude") is not None or any(flag.name == "exclude" for flag in instruction.flags):
            patterns = tuple(
                IgnorePattern(flag.value, flag.value.value.startswith("!"), flag.range)
                for flag in instruction.flags
                if flag.name == "exclude" and flag.value is not None
            )
            files = Excluding(files, path, patterns)
        if held.folder is not True and instruction.name == "ADD" and path.endswith(_ARCHIVES):
            yield Doubt(target, f"'{word}' is an archive that may hold it", ANY), target
            return
        if any(flag.name == "parents" for flag in instruction.flags):
            kept = (word.partition("/./")[2] or path.lstrip("/")) if "/./" in word else path.lstrip("/")
            yield Mapped(absolute(target, kept), files, path, held.folder, _mode(instruction, held)), target
            return
        own = target
        is_file = held.folder is False or (held.folder is None and path.endswith(_FILES))
        if is_file and into:
            own = absolute(target, base(path))
        if held.state == "there" and held.folder is not None:
            folder = target if held.folder else None
            yield Mapped(own, files, path, held.folder, _mode(instruction, held)), folder
            return
        yield Doubt(own, held.reason or f"'{word}' may bring it", ANY), None
        if held.state == "there":
            yield Mapped(own, files, path, False if is_file else None), None


def _mode(instruction: Instruction, held: Held | None) -> bool | None:
    """Whether `--chmod` lets what is copied be executed; None where the mode stays as it is."""
    said = instruction.flag("chmod")
    if said is None:
        return None if held is not None else False
    digits = said.value
    if digits.isdigit() and len(digits) <= 4:
        return any(int(digit) % 2 == 1 for digit in digits[-3:])
    return True if "x" in digits and "-x" not in digits else None


def _fetched(word: str, target: str, into: bool) -> Iterator[Bringing]:
    name = base(word.partition("?")[0].partition("#")[0])
    if word.startswith(("git@", "ssh://", "git://")) or ".git" in name:
        yield Made(target, FOLDER), None
        yield Doubt(target, f"'{word}' may hold it", ANY), None
    elif into:
        yield Doubt(target, f"'{word}' brings it", ANY), None
        if name:
            yield Made(absolute(target, name), Held("there", folder=False, executable=False)), None
    else:
        yield Made(target, Held("there", folder=False, executable=False)), None
