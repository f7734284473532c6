"""The commands of a RUN instruction or a build command: what each finds, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deploylint.facts.commands import Assignment, Command, Script
from deploylint.facts.dockerfile import Instruction
from deploylint.facts.files import PackageJson
from deploylint.facts.place import Range, Span
from deploylint.facts.record import dataclass
from deploylint.model.expand import expanded
from deploylint.model.filesystem import effects
from deploylint.model.filesystem.following import entered, moved, names_nothing
from deploylint.model.filesystem.layers import Doubt, Perhaps
from deploylint.model.filesystem.outputs import ANY
from deploylint.model.filesystem.stack import Layers, View
from deploylint.model.filesystem.told import Told
from deploylint.model.paths import absolute
from deploylint.model.selection import folder_of, package_of
from deploylint.model.workspace import Workspace
from deploylint.programs.interpret import interpret
from deploylint.programs.invocation import Invocation

DEPTH = 6  # scripts that call scripts: what deeper ones do is not followed
_TESTS = frozenset({"[", "[[", "test", "command", "which", "hash", "type"})
_SHELLS = frozenset({"sh", "bash", "dash", "ash", "zsh", "ksh", "source", "."})
_LIFECYCLE = ("preinstall", "install", "postinstall", "prepublish", "preprepare", "prepare", "postprepare")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One command as it is run. files: what it finds; folder: where it runs, None where that is not known.

    instruction: the RUN it belongs to, None for other build commands. surely: no condition decides whether it runs.
    way: where the scripts are called that lead to it, outermost first, each with what is called.
    """

    invocation: Invocation
    files: View
    folder: str | None
    path: str
    instruction: Instruction | None
    surely: bool
    way: tuple[tuple[Span, str], ...] = ()


class Shell:
    """Runs the commands of scripts by their effects. path: the file the script stands in; environment: what is set."""

    def __init__(
        self,
        workspace: Workspace,
        layers: Layers,
        path: str,
        environment: Mapping[str, tuple[str | None, Span]],
        way: tuple[tuple[Span, str], ...] = (),
        surely: bool = True,
    ) -> None:
        self.workspace = workspace
        self.layers = layers
        self.path = path
        self.environment = dict(environment)
        self.way = way
        self.surely = surely
        self._ran: list[Ran] = []
        self._folders: dict[tuple[object, ...], str | None] = {}
        self._last: tuple[Command, bool] | None = None
        self._instruction: Instruction | None = None

    def run(self, script: Script, folder: str | None, instruction: Instruction | None) -> list[Ran]:
        """The commands that run, in their order; the layers grow by what they do."""
        self._folders[()] = folder
        self._instruction = instruction
        for command in script.commands:
            surely = self.surely and self._surely(command)
            self._visit(command, surely, script)
            self._last = (command, surely)
        if script.incomplete is not None:
            self.layers.add(Doubt(folder or "/", "a part of a script that is not understood may make it", ANY))
        return self._ran

    def _surely(self, command: Command) -> bool:
        """True unless a condition decides whether the command runs, or nobody minds that it fails."""
        if command.function is not None or command.background or command.loss == "rescue":
            return False
        if command.condition == "success":
            before, sure = self._last if self._last is not None else (command, True)
            return sure and before.name not in _TESTS and before.condition != "branch"
        return command.condition == "always"

    def _visit(self, command: Command, surely: bool, script: Script) -> None:
        if not command.words:
            for assignment in command.assignments:
                self._assign(assignment, surely)
        elif command.name not in script.functions:
            command = expanded(command, self.environment)
            invocation = interpret(command, self.workspace.script)
            folder = self._folder(command)
            if invocation.program == "cd":
                self._folders[command.within] = entered(folder, invocation) if surely else None
                return
            if invocation.program == "export":
                for word in invocation.words[1:]:
                    name, equals, value = word.raw.partition("=")
                    if equals:
                        known = value if surely and not word.expansions else None
                        self.environment[name] = (known, Span(self.path, word.range))
            if invocation.directory is not None:
                folder = moved(folder, invocation.directory)
            if invocation.workspace is not None and folder is not None and not invocation.remote:
                found = package_of(self.workspace, invocation.workspace)
                folder = folder_of(self.layers.view(), folder, found[0]) if found is not None else None
            self._do(invocation, folder, surely, self._is_fed(command))
        self._redirect(command, surely)

    def _assign(self, assignment: Assignment, surely: bool) -> None:
        value = assignment.value.value if assignment.value is not None and surely else None
        self.environment[assignment.name] = (value, Span(self.path, assignment.range))

    def _folder(self, command: Command) -> str | None:
        scope = command.within
        while scope not in self._folders:
            scope = scope[:-1]
        return self._folders[scope]

    def _is_fed(self, command: Command) -> bool:
        """True for a shell that runs what a download pipes into it: `curl https://... | sh`."""
        before = self._last[0] if self._last is not None else None
        fed = before is not None and before.piped and before.name in ("curl", "wget")
        return fed and command.piped and command.name in _SHELLS

    def _do(self, invocation: Invocation, folder: str | None, surely: bool, fed: bool) -> None:
        told = Told(invocation, folder, self.layers.view(), self._values(invocation))
        self._ran.append(
            Ran(
                invocation=invocation,
                files=told.files,
                folder=folder,
                path=self.path,
                instruction=self._instruction,
                surely=surely,
                way=self.way,
            )
        )
        if invocation.remote:
            return
        if invocation.nested:
            for script in invocation.nested:
                self._follow(script, folder, self.path, surely, None)
            return
        if self._script(told, surely):
            return
        if names_nothing(told):
            return  # it fails before it does anything
        for layer in effects.installer(told) if fed else effects.layers(told):
            self.layers.add(layer if surely else Perhaps(layer, told.reason))
        if "package-manager" in invocation.kinds and "installs" in invocation.effects:
            self._lifecycle(told, surely)

    def _values(self, invocation: Invocation) -> dict[str, str | None]:
        values = {name: value for name, (value, _) in self.environment.items()}
        values |= {one.name: one.value.value if one.value else None for one in invocation.assignments}
        return values

    def _script(self, told: Told, surely: bool) -> bool:
        """Follow a package script or a shell script that the files hold; False if the command is something else."""
        target = told.invocation.target
        if target is None or target.value is None or len(self.way) >= DEPTH:
            return False
        if target.kind == "package-script" and target.workspace is None:
            folder = moved(told.folder, target.directory) if target.directory is not None else told.folder
            return self._package_script(told, target.value, target.range, folder, surely)
        if target.kind != "file" and told.invocation.program not in _SHELLS:
            return False
        path = told.path(target.value, target.directory)
        held = told.files.at(path) if path is not None else None
        script = self.workspace.get(held.source, Script) if held is not None and held.source is not None else None
        if held is None or held.source is None or script is None:
            return False
        self._follow(script, told.folder, held.source, surely, (Span(self.path, told.invocation.range), target.value))
        return True

    def _package_script(self, told: Told, name: str, place: Range, folder: str | None, surely: bool) -> bool:
        package, path = self._package(told, folder)
        if package is None or package.script(name) is None:
            return False
        step = (Span(self.path, place), name)
        if step in self.way:
            return True
        for one in (f"pre{name}", name, f"post{name}"):
            script = package.script(one)
            if script is not None:
                self._follow(script.script, folder, path, surely, step)
        return True

    def _package(self, told: Told, folder: str | None) -> tuple[PackageJson | None, str]:
        held = told.files.at(absolute(folder, "package.json")) if folder is not None else None
        if held is None or held.source is None or held.state != "there":
            return None, ""
        return self.workspace.get(held.source, PackageJson), held.source

    def _lifecycle(self, told: Told, surely: bool) -> None:
        """What npm, yarn, pnpm and bun run of the package itself after an install (docs: npm, lifecycle scripts)."""
        node = told.invocation.program in ("npm", "yarn", "pnpm", "bun")
        if not node or told.invocation.option("--ignore-scripts", "-g", "--global") or len(self.way) >= DEPTH:
            return
        package, path = self._package(told, told.directory)
        for name in _LIFECYCLE:
            script = package.script(name) if package is not None else None
            if script is not None:
                step = (Span(self.path, told.invocation.range), name)
                self._follow(script.script, told.directory, path, surely, step)

    def _follow(
        self, script: Script, folder: str | None, path: str, surely: bool, step: tuple[Span, str] | None
    ) -> None:
        if len(self.way) >= DEPTH:
            self.layers.add(Doubt(folder or "/", "a script that is called by many others may make it", ANY))
            return
        way = (*self.way, step if step is not None else (Span(self.path, _start(script)), ""))
        inner = Shell(self.workspace, self.layers, path, self.environment, way, surely)
        self._ran += inner.run(script, folder, self._instruction)

    def _redirect(self, command: Command, surely: bool) -> None:
        folder = self._folder(command)
        for redirect in command.redirects:
            if ">" in redirect.operator and redirect.destination is not None:
                for layer in effects.written(redirect.destination, folder):
                    self.layers.add(layer if surely else Perhaps(layer, "a command may write it"))


def _start(script: Script) -> Range:
    return script.commands[0].range if script.commands else Range(1, 1, 1, 1)


def steps(ran: Ran) -> Iterator[tuple[Span, str]]:
    """The calls that lead to a command, those of nested texts left out."""
    return ((span, label) for span, label in ran.way if label)
