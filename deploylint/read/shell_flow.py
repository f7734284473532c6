"""From statements to commands: under which condition each runs, and what its non-zero status does."""

from __future__ import annotations

from dataclasses import replace

from deploylint.facts.commands import Command, Condition
from deploylint.facts.record import dataclass
from deploylint.read import shell_syntax as syntax
from deploylint.read.shell_place import Cutter
from deploylint.read.shell_rescue import HANDLED, IGNORED, STOPS, UNKNOWN, Fate, leaves, rescue


@dataclass(frozen=True, slots=True)
class _Context:
    """What surrounds an item.

    fate: what its non-zero status does. exempt: the same where errexit does not look at it (left of `&&`). abort: what
    errexit does to a statement in it; None where errexit is off by the language: in conditions, left of `||`.
    """

    condition: Condition
    fate: Fate
    exempt: Fate
    abort: Fate | None
    function: str | None = None
    scope: tuple[int, ...] = ()
    background: bool = False
    piped: bool = False
    tested: bool = False
    broken: bool = False


class Flow:
    """Walks the statements of one text in the order in which they are written."""

    def __init__(
        self, cutter: Cutter, functions: dict[str, syntax.Item], errexit: bool = False, pipefail: bool = False
    ) -> None:
        self._cutter = cutter
        self._functions = functions
        self._errexit, self._pipefail = errexit, pipefail
        self._refused = False  # by `set +e`
        self._asked = "$?" in cutter.value
        self._scopes = 0
        self._substituted = False
        self.commands: list[Command] = []
        self.substituted: list[Command] = []
        self.errexit = errexit

    def run(self, statements: syntax.Sequence) -> None:
        """Gather the commands of the whole text."""
        self._sequence(statements, _Context("always", STOPS, STOPS, STOPS))
        if any(command.name == "wait" and len(command.words) > 1 for command in self.commands):
            self.commands = [
                replace(command, failure="unknown") if command.background else command for command in self.commands
            ]

    def _sequence(self, sequence: syntax.Sequence, context: _Context) -> None:
        statements = sequence.statements
        for index, statement in enumerate(statements):
            last = index + 1 == len(statements)
            exempt = context.exempt
            if not last:
                following = statements[index + 1]
                exempt = HANDLED if self._asks(following) else self._passed(statement, following)
            self._statement(statement, exempt, context)

    def _passed(self, statement: syntax.Statement, following: syntax.Statement) -> Fate:
        """What becomes of the failure of a statement behind which the text goes on."""
        if self._refused:
            return Fate("ignored", "errexit")
        parted = "\n" in self._cutter.value[statement.end : following.start]
        return Fate("ignored", "sequence" if parted else "line")

    def _asks(self, statement: syntax.Statement) -> bool:
        """True if a statement looks at the status of the one before it."""
        return self._asked and self._cutter.value.find("$?", statement.start, statement.end) >= 0

    def _statement(self, statement: syntax.Statement, exempt: Fate, context: _Context) -> None:
        fate = context.abort if self._errexit and context.abort is not None else exempt
        inner = context
        if fate != context.fate or exempt != context.exempt or statement.broken:
            inner = replace(context, fate=fate, exempt=exempt, broken=context.broken or statement.broken)
        if statement.background:
            away = Fate("ignored", "background")
            inner = replace(inner, fate=away, exempt=away, abort=None, background=True)
            inner = self._apart(inner, statement.item)
        self._item(statement.item, inner)

    def _item(self, item: syntax.Item, context: _Context) -> None:
        if isinstance(item, syntax.Simple):
            self._command(item, context)
        elif isinstance(item, syntax.Chain):
            self._chain(item, context)
        elif isinstance(item, syntax.Pipeline):
            self._pipeline(item, context)
        elif isinstance(item, syntax.Block):
            self._block(item, context)
        elif isinstance(item, syntax.Branch):
            self._branch(item, context)
        elif isinstance(item, syntax.Function):
            self._function(item, context)
        else:
            self._run_substitutions(item.substitutions, replace(context, fate=HANDLED))

    def _chain(self, chain: syntax.Chain, context: _Context) -> None:
        operators = chain.operators
        fates = self._fates(chain, context)
        for index, operand in enumerate(chain.operands):
            inner = context
            if index and context.condition != "branch":
                inner = replace(inner, condition="success" if operators[index - 1] == "&&" else "failure")
            if index < len(operators):
                inner = replace(inner, fate=fates[index], exempt=fates[index], abort=None)
            self._item(operand, inner)

    def _fates(self, chain: syntax.Chain, context: _Context) -> list[Fate]:
        """What the non-zero status of each operand but the last does."""
        operands, operators = chain.operands, chain.operators
        fates = [context.exempt] * len(operators)
        stop = len(operators)
        for index in range(len(operators) - 1, -1, -1):
            if operators[index] == "||":
                fates[index] = rescue(operands[index + 1 : stop + 1], self._functions, context.fate)
                stop = index
            elif leaves(operands[index + 1]):
                fates[index] = HANDLED
            elif index + 1 < len(operators):
                fates[index] = fates[index + 1]
        return fates

    def _pipeline(self, pipeline: syntax.Pipeline, context: _Context) -> None:
        if pipeline.negated:
            context = replace(context, fate=HANDLED, exempt=HANDLED, abort=None, tested=True)
        several = len(pipeline.items) > 1
        for index, item in enumerate(pipeline.items):
            inner = context
            if several:
                inner = replace(self._apart(inner, item), piped=True)
                if index + 1 < len(pipeline.items) and not self._pipefail:
                    hidden = Fate("ignored", "pipe")
                    abort = hidden if context.abort is not None else None
                    inner = replace(inner, fate=hidden, exempt=hidden, abort=abort)
            self._item(item, inner)

    def _apart(self, context: _Context, item: syntax.Item) -> _Context:
        """The context of an item that runs in a process of its own."""
        if isinstance(item, syntax.Simple | syntax.Pipeline | syntax.Quiet):
            return context
        self._scopes += 1
        return replace(context, scope=(*context.scope, self._scopes))

    def _block(self, block: syntax.Block, context: _Context) -> None:
        if not block.subshell:
            self._sequence(block.body, context)
            return
        self._scopes += 1
        abort = context.fate if context.abort is not None else None
        inner = replace(context, scope=(*context.scope, self._scopes), abort=abort, exempt=context.fate)
        self._enclosed(block.body, inner)

    def _enclosed(self, sequence: syntax.Sequence, context: _Context) -> None:
        """A sequence whose `set` ends with it."""
        before = self._errexit, self._pipefail
        self._sequence(sequence, context)
        self._errexit, self._pipefail = before

    def _branch(self, branch: syntax.Branch, context: _Context) -> None:
        context = replace(context, condition="branch")
        self._run_substitutions(branch.substitutions, replace(context, fate=IGNORED))
        tested = replace(context, tested=True, fate=HANDLED, exempt=HANDLED, abort=None)
        exempt = context.exempt
        if branch.loop and exempt.failure != "ignored":
            exempt = UNKNOWN
        inside = replace(context, exempt=exempt)
        for index in range(max(len(branch.conditions), len(branch.bodies))):
            if index < len(branch.conditions):
                self._sequence(branch.conditions[index], tested)
            if index < len(branch.bodies):
                self._sequence(branch.bodies[index], inside)

    def _function(self, function: syntax.Function, context: _Context) -> None:
        before = self._errexit, self._pipefail
        inner = _Context("always", UNKNOWN, UNKNOWN, STOPS, function.name, context.scope)
        self._statement(syntax.Statement(function.body, 0, 0, broken=context.broken), UNKNOWN, inner)
        self._errexit, self._pipefail = before

    def _run_substitutions(self, sequences: list[syntax.Sequence], context: _Context) -> None:
        """What runs inside words; context.fate says what the status of each does."""
        for sequence in sequences:
            self._scopes += 1
            inner = replace(
                context,
                scope=(*context.scope, self._scopes),
                exempt=context.fate,
                abort=context.fate,
                tested=False,
                piped=False,
            )
            outer, self._substituted = self._substituted, True
            self._enclosed(sequence, inner)
            self._substituted = outer

    def _command(self, simple: syntax.Simple, context: _Context) -> None:
        carries = bool(simple.assignments) and not simple.words and not simple.assignments[0].exported
        if simple.substitutions:
            self._run_substitutions(simple.substitutions, context if carries else replace(context, fate=IGNORED))
        words = simple.words
        name = words[0].text.value if words else ""
        command = Command(
            self._cutter.range(simple.start, simple.end),
            "shell",
            words,
            simple.assignments,
            simple.redirects,
            context.condition,
            "unknown" if context.broken else context.fate.failure,
            context.function,
            context.scope,
            context.background,
            context.piped,
            context.tested or name in ("[", "test"),
            context.fate.loss,
            self._cutter.range(*context.fate.by) if context.fate.by is not None else None,
        )
        (self.substituted if self._substituted else self.commands).append(command)
        if name == "set":
            self._set(simple, context)

    def _set(self, simple: syntax.Simple, context: _Context) -> None:
        """`set -e`, `set +e`, `set -o pipefail` and what they can be joined to."""
        words = [word.value or "" for word in simple.words[1:]]
        for index, word in enumerate(words):
            if word[:1] not in ("-", "+") or word == "--":
                break
            on = word[0] == "-"
            named = words[index + 1] if word.endswith("o") and index + 1 < len(words) else ""
            if "e" in word or named == "errexit":
                self._errexit, self._refused = on, not on
                self.errexit = self.errexit or (on and context.function is None and not context.scope)
            if named == "pipefail":
                self._pipefail = on
