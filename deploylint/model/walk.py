"""From a script to its uses: wrappers peeled, nested texts, scripts and package scripts followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from deploylint.facts.commands import Assignment, Command, Script, Word
from deploylint.facts.place import Span
from deploylint.model.calls import calls, with_arguments
from deploylint.model.context import Context, shifted
from deploylint.model.deployment import Use
from deploylint.model.expand import defaults, expanded
from deploylint.model.own_folder import Own, own_path, own_place
from deploylint.model.packages import called_scripts, selected
from deploylint.model.paths import parent
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.roles import Judgement
from deploylint.model.targets.implied import completed
from deploylint.programs.interpret import interpret
from deploylint.programs.invocation import Invocation

DEPTH = 12  # scripts that call scripts: deeper ways are cut
_TESTS = ("[", "[[", "test")


def walk(script: Script, context: Context) -> list[Use]:
    """The uses of all commands of a script and of what they call, in the order in which they are written."""
    walker = _Walker(context, script)
    for command in script.commands:
        walker.visit(command)
    return [completed(context.workspace, use) for use in walker.uses]


def _called(script: Script) -> frozenset[str]:
    """The functions that a script surely calls: outside of branches, from its top or from another of them."""
    sure = [c for c in script.commands if c.name in script.functions and c.condition != "branch"]
    called: set[str | None] = {None}
    while more := {c.name for c in sure if c.function in called} - called:
        called |= more
    return frozenset(name for name in called if name is not None)


class _Walker:
    """The state of one script: the working directory of each scope, and the variables set so far."""

    def __init__(self, context: Context, script: Script) -> None:
        self.context = context
        self.functions = script.functions  # a call of one is no program: its commands are in the script
        self.called = _called(script)
        self.named = frozenset(command.name for command in script.commands)
        self.rewrites = any(c.name == "set" and any(w.raw == "--" for w in c.words) for c in script.commands)
        self.uses: list[Use] = []
        self.places: dict[tuple[object, ...], Place] = {(): context.place}
        self.environment = dict(context.environment)
        self.passed = context.passed  # the script's arguments, without those that `shift` drops
        self.paths: dict[str, str] = {}  # variables that hold a path which the script works out by its own

    def visit(self, command: Command) -> None:
        for assignment in command.assignments:
            if not command.words:
                value = assignment.value.value if assignment.value and self._surely(command) else None
                self.environment[assignment.name] = (value, Span(self.context.path, assignment.range))
                self._keep(command, assignment)
        if not command.words:
            self._emit(interpret(command, self.context.workspace.script), command, followed=False)
            return
        if self._passes_arguments(command) or command.name in self.functions:
            return
        if command.name == "shift" and command.function is None and self._surely(command):
            self.passed = shifted(self.passed, command)
        self.environment.update(defaults(command, self.context.path, self.environment))
        command = expanded(command, self.environment)
        invocation = interpret(command, self.context.workspace.script)
        if invocation.program == "cd":
            self._change_directory(command, invocation)
            return
        place = UNKNOWN if invocation.remote else self._place(command)
        if invocation.directory is not None:
            place = place.moved(invocation.directory)
        if invocation.fallback is not None and not called_scripts(self.context.workspace, place, invocation):
            invocation = invocation.fallback
        if invocation.workspace is not None and not invocation.remote:
            place = selected(self.context.workspace, place, invocation.workspace)
        children = list(self._children(command, invocation, place))
        self._emit(invocation, command, followed=bool(children), place=place)
        self.uses.extend(children)

    def _surely(self, command: Command) -> bool:
        """True unless a condition decides whether the command runs: a branch, `||`, or `&&` after a test."""
        if command.condition == "success":
            return not self.uses or self.uses[-1].invocation.program not in _TESTS
        return command.condition == "always"

    def _place(self, command: Command) -> Place:
        scope = command.within
        while scope not in self.places:
            scope = scope[:-1]
        if not scope and command.function is not None and command.function not in self.named:
            return UNKNOWN  # a person calls it (`./run build`), often in a container
        return self.places[scope]

    def _keep(self, command: Command, assignment: Assignment) -> None:
        """Remember the path that an assignment works out, and forget what the variable held before."""
        self.paths.pop(assignment.name, None)
        if assignment.value is not None and assignment.value.expansions and self._surely(command):
            found = own_path(self._own(command), assignment.value.text)
            if found is not None:
                self.paths[assignment.name] = found

    def _own(self, command: Command) -> Own:
        return Own(self.context.workspace, self.context.path, self._place(command), self.paths)

    def _entered(self, command: Command, words: list[Word]) -> Place | None:
        """Where `cd` to a folder leads that the script works out by its own; None for another folder."""
        if len(words) != 1 or not words[0].expansions or command.condition == "branch":
            return None
        own = self._own(command)
        folder = own_path(own, words[0].text)
        return own_place(own, folder) if folder is not None else None

    def _change_directory(self, command: Command, invocation: Invocation) -> None:
        words = [word for word in invocation.words[1:] if word.raw == "-" or not word.raw.startswith("-")]
        place = self._place(command)
        entered = self._entered(command, words)
        if entered is not None:
            place = entered
        elif (len(words) == 1 and "$0" in words[0].raw) or (words and "BASH_SOURCE" in words[0].raw):
            own = "/.." in words[0].raw or words[0].raw.endswith("..")
            place = UNKNOWN if own else Place("repository", parent(self.context.path))
        elif command.condition == "branch":
            place = UNKNOWN
        else:
            place = place.moved(words[0].value if words else "~")
        self.places[command.within] = place

    def _passes_arguments(self, command: Command) -> bool:
        """Follow `exec "$@"`: the arguments stand in the file that called this script."""
        words = [word.raw for word in command.words if word.raw != "exec"]
        passed = self.passed
        if not words or words[-1] not in ("$@", "${@}", "$*") or passed is None:
            return False
        if len(words) == 1 or all(not word.startswith(("$", "-", "/", ".")) for word in words[:-1]):
            context = replace(
                self.context,
                path=passed.path,
                passed=None,
                place=self._place(command),
                environment=self.environment,
                shell="unknown" if words[0] == "eval" or self.rewrites else "no",
            )
            self.uses.extend(walk(passed.script, context))
            return True
        return False

    def _children(self, command: Command, invocation: Invocation, place: Place) -> Iterator[Use]:
        context = replace(
            self.context,
            place=place,
            passed=self.passed,
            environment=self._environment(invocation),
            judgement=self._judgement(command),
            remote=self.context.remote or invocation.remote,
        )
        if len(context.via) >= DEPTH:
            return
        for call in calls(context, invocation):
            if call.invocation is not None:
                yield from _Walker(call.context, call.script).explained(call.invocation)
            else:
                yield from with_arguments(walk(call.script, call.context), call, invocation, self.context)

    def explained(self, invocation: Invocation) -> list[Use]:
        """The use of an invocation that no text of its own spells."""
        self._emit(invocation, invocation.command, followed=False, place=self.context.place)
        return self.uses

    def _environment(self, invocation: Invocation) -> dict[str, tuple[str | None, Span]]:
        environment = dict(self.environment) if not invocation.remote else {}
        for assignment in invocation.assignments:
            value = assignment.value.value if assignment.value else None
            environment[assignment.name] = (value, Span(self.context.path, assignment.range))
        return environment

    def _judgement(self, command: Command) -> Judgement:
        """In a branch a production role is unknown: only one of them runs; so it is in a function nothing calls."""
        judgement = self.context.judgement
        sure = command.condition != "branch" and (command.function is None or command.function in self.called)
        if not sure and judgement.role == "production":
            return replace(judgement, role="unknown")
        return judgement

    def _emit(self, invocation: Invocation, command: Command, *, followed: bool, place: Place = UNKNOWN) -> None:
        context, judgement = self.context, self._judgement(command)
        self.uses.append(
            Use(
                invocation=invocation,
                span=Span(context.path, invocation.range),
                owner=context.owner,
                service=context.service,
                platform=context.platform,
                role=judgement.role,
                phase=context.phase,
                evidence=judgement.evidence,
                via=context.via,
                environment=self._environment(invocation),
                place=place,
                shell=context.shell,
                followed=followed,
                remote=context.remote or invocation.remote,
            )
        )
