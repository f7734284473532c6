"""The instructions of a Dockerfile replayed: which files each stage holds, and which each RUN finds. Nothing is run."""

from __future__ import annotations

from collections.abc import Mapping

from deploylint.facts.dockerfile import Instruction, Stage
from deploylint.facts.place import Range
from deploylint.facts.record import dataclass
from deploylint.model.build_context import ignore_file, patterns
from deploylint.model.copies import stage_named
from deploylint.model.dockerfile_values import declared, environment, expand
from deploylint.model.files import Files
from deploylint.model.filesystem.bases import BaseImage, start_folder
from deploylint.model.filesystem.commands import Ran, Shell
from deploylint.model.filesystem.context import RepositoryFolder
from deploylint.model.filesystem.copying import Copying
from deploylint.model.filesystem.layers import FOLDER, Doubt, Made
from deploylint.model.filesystem.mounts import mounted, unmounted
from deploylint.model.filesystem.outputs import ANY
from deploylint.model.filesystem.stack import Layers, View
from deploylint.model.images import Image
from deploylint.model.paths import absolute
from deploylint.model.workspace import Workspace

_SHELLS = ("sh", "bash", "ash", "dash", "zsh")


@dataclass(frozen=True, slots=True)
class Moment:
    """What holds just before an instruction: the files, the working directory, and ENV and ARG."""

    files: View
    folder: str
    values: Mapping[str, str | None]


class ReplayedStage:
    """One stage. files: at its end; folder: its WORKDIR; values: ENV and ARG; runs: its commands, in their order."""

    def __init__(self, replay: Replay, stage: Stage) -> None:
        self.stage = stage
        self._replay = replay
        base = stage_named(replay.stages, stage.base.raw, stage.index)
        self.folder: str
        self.values: dict[str, str | None]
        self.shell: bool
        self.moments: dict[Range, Moment] = {}
        self.runs: list[Ran] = []
        triggers: list[Instruction] = []
        if base is not None:
            below = replay.stage(base.index)
            self.layers = Layers(below.files)
            self.own: set[str] = below.own
            self.folder, self.values = below.folder, dict(below.values)
            self.shell = below.shell
            triggers = [i.trigger for i in base.instructions if i.name == "ONBUILD" and i.trigger is not None]
        else:
            reference = expand(stage.base.raw, replay.arguments) or stage.base.raw
            self.own = set()
            self.layers = Layers(BaseImage(reference, self.own))
            self.folder, self.values, self.shell = start_folder(reference), {}, True
        for instruction in (*triggers, *stage.instructions):
            self._visit(instruction)

    @property
    def files(self) -> View:
        return self.layers.view()

    def moment(self, instruction: Instruction) -> Moment:
        """What an instruction of the stage finds; the end of the stage for one of another."""
        return self.moments.get(instruction.range) or Moment(self.files, self.folder, self.values)

    def _visit(self, instruction: Instruction) -> None:
        self.moments[instruction.range] = Moment(self.layers.view(), self.folder, dict(self.values))
        if instruction.name == "WORKDIR":
            self._enter(instruction)
        elif instruction.name in ("COPY", "ADD"):
            copying = Copying(self._replay, self.stage, self.folder, self.values, self.layers.view())
            for layer, folder in copying.layers(instruction):
                self.layers.add(layer)
                self.own |= {folder} if folder else set()
        elif instruction.name == "RUN":
            self._run(instruction)
        elif instruction.name == "SHELL":
            self.shell = any(word.raw.rsplit("/", 1)[-1] in _SHELLS for word in instruction.words)
        elif instruction.name in ("ENV", "ARG"):
            said = declared(instruction, self.values, self._replay.arguments, self._replay.image.given.arguments)
            kept = self.values if instruction.name == "ARG" else {}
            self.values.update({name: value for name, value in said.items() if kept.get(name) is None})

    def _enter(self, instruction: Instruction) -> None:
        word = expand(instruction.value.value.strip().strip("\"'"), self.values)
        if word is None:
            self.folder = UNKNOWN_FOLDER
            return
        self.folder = absolute(self.folder, word)
        self.own.add(self.folder)
        self.layers.add(Made(self.folder, FOLDER))

    def _run(self, instruction: Instruction) -> None:
        before = self.layers.view()
        mounts = list(mounted(self._replay, self.stage, self.folder, self.values, instruction))
        for mount in mounts:
            self.layers.add(mount)
        self.moments[instruction.range] = Moment(self.layers.view(), self.folder, dict(self.values))
        if instruction.script is None or not self.shell:
            self.layers.add(Doubt("/", "a RUN instruction that is not understood may make it", ANY))
        else:
            values = environment(self.values, self._replay.image.path, instruction)
            shell = Shell(self._replay.workspace, self.layers, self._replay.image.path, values)
            self.runs += shell.run(instruction.script, self.folder, instruction)
        for layer in unmounted(mounts, before):
            self.layers.add(layer)


UNKNOWN_FOLDER = "/<a folder that only the build knows>"


class Replay:
    """All stages of an image, each replayed when it is first asked for."""

    def __init__(self, workspace: Workspace, image: Image) -> None:
        self.workspace = workspace
        self.image = image
        self.stages = image.stages
        self.arguments = image.arguments
        left_out = patterns(workspace, image) or ()
        self.context = RepositoryFolder(workspace, image.context, left_out, ignore_file(workspace, image) or "")
        self._replayed: dict[int, ReplayedStage] = {}

    def stage(self, index: int) -> ReplayedStage:
        """A stage with all before it that it needs; stages build and copy only from those above them."""
        if index not in self._replayed:
            self._replayed[index] = ReplayedStage(self, self.stages[index])
        return self._replayed[index]

    def origin(self, name: str, before: int) -> Files | None:
        """The files that `--from=name` means; None for another image or context."""
        named = stage_named(self.stages, name, before)
        return self.stage(named.index).files if named is not None else None


def replayed(workspace: Workspace, image: Image) -> Replay:
    """The replay of an image, made once. The same Dockerfile, context and target are the same image."""
    return workspace.remember(f"replay of {image.id}", lambda: Replay(workspace, image))
